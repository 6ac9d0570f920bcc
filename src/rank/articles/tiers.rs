//! All documents that hold a leaf -> those that match, counted, the best of each tier kept.

use tantivy::fieldnorm::FieldNormReader;

use super::best::Best;
use super::scan::{Asked, Held, LeafSet, scan};
use super::{Articles, Filtered, Found};
use crate::error::Result;
use crate::query::Tree;
use crate::rank::hit::Matched;
use crate::rank::score::Estimate;
use crate::rank::{Match, Sort};

/// Articles with some of the words are counted up to here when none of them is shown.
pub const SOME_COUNTED: u64 = 10_000;

/// What matched, before any order.
#[derive(Debug, Default)]
pub struct Matches {
    /// The best articles with all the bare words; of all matching articles where any word is
    /// enough.
    pub first: Vec<Found>,
    /// The best with some of them.
    pub second: Vec<Found>,
    /// How many have all.
    pub all: u64,
    /// How many have some and not all; counted no further than needed.
    pub some: u64,
    /// How many would match but for a date range, and have no date.
    pub undated: u64,
}

/// What is done with the articles that have some of the bare words and not all.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relaxed {
    LeftOut,
    Counted,
    Kept,
}

/// What an article is to a query.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It has all the bare words, and whatever else must hold.
    All,
    /// It has some of them, and whatever else must hold.
    Some,
    /// It would have all, and has no date.
    Undated,
    Out,
}

/// Verdicts by the leaves that an article holds, where nothing else decides and there are few.
struct Verdicts(Vec<Option<Verdict>>);

/// Leaves of which every choice has a place in [`Verdicts`].
const FEW: usize = 10;

/// One walk over all segments, and what it found.
struct Walk {
    sort: Sort,
    /// Leaves of the bare words.
    wanted: LeafSet,
    /// Those, and what was added to them.
    any: LeafSet,
    /// What scores are estimated by, with the weight of each leaf; `None` where all are kept.
    estimate: Option<(Estimate, Vec<f32>)>,
    verdicts: Verdicts,
    takes_all: bool,
    relaxed: Relaxed,
    /// Whether both tiers are one.
    is_one_tier: bool,
    first: Best,
    second: Best,
    counts: Matches,
}

impl Articles<'_> {
    /// Finds what matches, and keeps of each tier the `room` best as they are ordered and whatever
    /// ties with the last of these; all for [`usize::MAX`]. `needed` hits fill the page: when as
    /// many have all the words, those with some are only counted, and only up to [`SOME_COUNTED`].
    ///
    /// # Errors
    /// [`Error::Engine`](crate::error::Error::Engine).
    pub fn find(&self, matching: Match, sort: Sort, needed: usize, room: usize) -> Result<Matches> {
        if self.plan.finds_nothing() {
            return Ok(Matches::default());
        }
        let mut walk = self.start(sort, room);
        let is_relaxable = match self.plan.wanted.len() {
            0 => false,
            1 => !self.plan.added.is_empty(),
            _ => true,
        };
        // All in one sentence is all or nothing.
        walk.relaxed = if matching == Match::All || !is_relaxable || self.plan.within.is_some() {
            Relaxed::LeftOut
        } else if matching == Match::Some {
            walk.is_one_tier = true;
            Relaxed::Kept
        } else {
            Relaxed::Counted
        };
        self.walk(&mut walk)?;
        if walk.relaxed == Relaxed::Counted && walk.counts.all < needed as u64 {
            (walk.takes_all, walk.relaxed, walk.counts.some) = (false, Relaxed::Kept, 0);
            walk.verdicts.0.fill(None);
            self.walk(&mut walk)?;
        }
        let (first, second) = (walk.first.into_found(), walk.second.into_found());
        Ok(Matches { first, second, ..walk.counts })
    }

    fn start(&self, sort: Sort, room: usize) -> Walk {
        let leaves = self.plan.leaves.len();
        let wanted = || self.plan.wanted.iter().copied();
        let added = self.plan.added.iter().map(|(leaf, _)| *leaf);
        let estimate = (sort == Sort::Score && room != usize::MAX).then(|| {
            let estimate = Estimate::new(&self.collection, FieldNormReader::id_to_fieldnorm);
            (estimate, self.weights.iter().map(|&weight| Estimate::weight(weight)).collect())
        });
        Walk {
            sort,
            wanted: LeafSet::new(leaves, wanted()),
            any: LeafSet::new(leaves, wanted().chain(added)),
            estimate,
            verdicts: Verdicts(if self.asks_for_dates() || leaves > FEW {
                Vec::new()
            } else {
                vec![None; 1 << leaves]
            }),
            takes_all: true,
            relaxed: Relaxed::LeftOut,
            is_one_tier: false,
            first: Best::new(room),
            second: Best::new(room),
            counts: Matches::default(),
        }
    }

    fn walk(&self, walk: &mut Walk) -> Result<()> {
        let positive = (0..self.plan.leaves.len()).filter(|&i| self.plan.leaves[i].is_positive);
        let positive = LeafSet::new(self.plan.leaves.len(), positive);
        for number in 0..self.segments.len() {
            if self.plan.within.is_some() {
                self.walk_within(number, &positive, walk)?;
            } else {
                self.walk_segment(number, &positive, walk);
            }
        }
        Ok(())
    }

    fn walk_segment(&self, number: usize, positive: &LeafSet, walk: &mut Walk) {
        let segment = &self.segments[number];
        segment.rewind();
        let taken = walk.estimate.take();
        let estimate = taken.as_ref().map(|(estimate, weights)| (estimate, &weights[..]));
        let asked = Asked { leaves: positive, all: self.may_hold_nothing(), estimate };
        scan(segment, &asked, |doc, held, most| self.look(number, doc, held, most, walk));
        walk.estimate = taken;
    }

    fn look(&self, number: usize, doc: u32, held: Held<'_>, most: f32, walk: &mut Walk) {
        let known = walk.verdicts.0.get(held.low_bits() as usize).copied().flatten();
        let verdict = known.unwrap_or_else(|| {
            let verdict = self.verdict(number, doc, held, walk);
            if let Some(place) = walk.verdicts.0.get_mut(held.low_bits() as usize) {
                *place = Some(verdict);
            }
            verdict
        });
        match verdict {
            Verdict::All if walk.takes_all => {
                walk.counts.all += 1;
                self.offer(number, doc, Matched::All, most, walk);
            }
            Verdict::Undated if walk.takes_all => walk.counts.undated += 1,
            Verdict::Some if walk.relaxed == Relaxed::Kept => {
                walk.counts.some += 1;
                self.offer(number, doc, Matched::Some, most, walk);
            }
            Verdict::Some if walk.counts.some <= SOME_COUNTED => walk.counts.some += 1,
            _ => {}
        }
    }

    fn verdict(&self, number: usize, doc: u32, held: Held<'_>, walk: &Walk) -> Verdict {
        let filtered = || self.filters(&self.segments[number], doc, &|leaf| held.has(leaf));
        if held.has_all(&walk.wanted) {
            return match filtered() {
                Filtered::In => Verdict::All,
                Filtered::Undated => Verdict::Undated,
                Filtered::Out => Verdict::Out,
            };
        }
        let takes_some = match walk.relaxed {
            Relaxed::LeftOut => false,
            // Whether one more would match is not asked any more.
            Relaxed::Counted => walk.counts.some <= SOME_COUNTED,
            Relaxed::Kept => true,
        };
        if takes_some && held.has_any(&walk.any) && filtered() == Filtered::In {
            Verdict::Some
        } else {
            Verdict::Out
        }
    }

    /// Scores an article, if it may be among the best of its tier.
    fn offer(&self, number: usize, doc: u32, matched: Matched, most: f32, walk: &mut Walk) {
        let sort = walk.sort;
        let best = walk.tier(matched);
        let may_be = match sort {
            Sort::Score => best.may_hold(most),
            Sort::Newest | Sort::Oldest => best.floor() <= self.date_order(number, doc, sort),
        };
        if may_be {
            best.push(self.found(number, doc, sort, matched));
        }
    }

    /// What must stand in one sentence or paragraph is looked for in all that matches besides.
    fn walk_within(&self, number: usize, positive: &LeafSet, walk: &mut Walk) -> Result<()> {
        let segment = &self.segments[number];
        let (mut matching, mut undated) = (Vec::new(), Vec::new());
        let asked = Asked { leaves: positive, all: self.may_hold_nothing(), estimate: None };
        scan(segment, &asked, |doc, held, _| {
            if held.has_all(&walk.wanted) {
                match self.filters(segment, doc, &|leaf| held.has(leaf)) {
                    Filtered::In => matching.push(doc),
                    Filtered::Undated => undated.push(doc),
                    Filtered::Out => {}
                }
            }
        });
        for docs in [&mut matching, &mut undated] {
            self.keep_within(number, docs)?;
        }
        walk.counts.all += matching.len() as u64;
        walk.counts.undated += undated.len() as u64;
        segment.rewind();
        for doc in matching {
            walk.first.push(self.found(number, doc, walk.sort, Matched::All));
        }
        Ok(())
    }

    /// Returns true when the day of an article may decide whether it matches.
    fn asks_for_dates(&self) -> bool {
        let mut trees = self.plan.must.iter().chain(&self.plan.must_not);
        !self.plan.dates.is_empty() || trees.any(Tree::asks_for_dates)
    }

    /// Returns true when an article without any of the words may match: `a OR -b` is such a query.
    fn may_hold_nothing(&self) -> bool {
        self.plan.wanted.is_empty()
            && self.plan.must.iter().all(|tree| !matches!(tree, Tree::Leaf(_)))
            && self.plan.must.iter().all(|tree| tree.may_be(true))
            && self.plan.must_not.iter().all(|tree| tree.may_be(false))
    }
}

impl Walk {
    fn tier(&mut self, matched: Matched) -> &mut Best {
        if self.is_one_tier || matched == Matched::All { &mut self.first } else { &mut self.second }
    }
}
