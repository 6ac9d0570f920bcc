//! All documents that hold a leaf -> those that match, counted, the best of each tier kept.

use tantivy::fieldnorm::FieldNormReader;

use super::best::{Best, Candidate};
use super::held::{Held, LeafSet};
use super::meet::{is_cheap, meet};
use super::scan::{Asked, scan};
use super::scoring::Scoring;
use super::segment::Segment;
use super::sift::{Seen, Sift};
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
pub enum Relaxed {
    LeftOut,
    Counted,
    Kept,
}

/// One walk over all segments, and what it found.
pub struct Walk {
    pub sort: Sort,
    /// Leaves of the bare words.
    pub wanted: LeafSet,
    /// Those, and what was added to them.
    pub any: LeafSet,
    /// What scores are estimated by; `None` where all are kept.
    scoring: Option<Scoring>,
    /// Whether there are estimates: they are lent out while documents are looked at.
    pub estimate_decides: bool,
    pub seen: Seen,
    /// Whether articles with all the words are looked for by the rarest of them.
    meets: bool,
    pub takes_all: bool,
    pub relaxed: Relaxed,
    /// Whether both tiers are one.
    is_one_tier: bool,
    first: Best,
    second: Best,
    pub counts: Matches,
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
        let conjuncts = self.conjuncts();
        walk.meets = walk.relaxed != Relaxed::Kept
            && self.plan.within.is_none()
            && self.segments.iter().all(|segment| is_cheap(segment, &conjuncts));
        self.walk(&mut walk)?;
        if walk.relaxed == Relaxed::Counted && (walk.meets || walk.counts.all < needed as u64) {
            if walk.counts.all < needed as u64 {
                walk.relaxed = Relaxed::Kept;
            }
            (walk.takes_all, walk.counts.some) = (false, 0);
            walk.seen.forget();
            self.walk(&mut walk)?;
        }
        let [first, second] = [walk.first, walk.second].map(|best| self.scored(best, sort));
        Ok(Matches { first, second, ..walk.counts })
    }

    /// Returns the best of a tier with their scores.
    fn scored(&self, best: Best, sort: Sort) -> Vec<Found> {
        let mut best = best.into_candidates();
        // As a rule they came so.
        best.sort_unstable_by_key(|found| (found.segment, found.doc));
        self.segments.iter().for_each(Segment::rewind);
        let found =
            |found: &Candidate| self.found(found.segment as usize, found.doc, sort, found.matched);
        best.iter().map(found).collect()
    }

    fn start(&self, sort: Sort, room: usize) -> Walk {
        let leaves = self.plan.leaves.len();
        let wanted = || self.plan.wanted.iter().copied();
        let added = self.plan.added.iter().map(|(leaf, _)| *leaf);
        let scoring = (sort == Sort::Score && room != usize::MAX).then(|| {
            let estimate = Estimate::new(&self.collection, FieldNormReader::id_to_fieldnorm);
            Scoring::new(estimate, &self.weights)
        });
        Walk {
            sort,
            estimate_decides: scoring.is_some(),
            wanted: LeafSet::new(leaves, wanted()),
            any: LeafSet::new(leaves, wanted().chain(added)),
            scoring,
            seen: Seen::new(leaves, !self.asks_for_dates()),
            meets: false,
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
        let mut asked = LeafSet::new(self.plan.leaves.len(), positive);
        // An outlet is asked for, and is no reason to mark or score anything.
        self.plan.must.iter().for_each(|tree| tree.each_asked(&mut |leaf| asked.put(leaf)));
        for number in 0..self.segments.len() {
            if self.plan.within.is_some() {
                self.walk_within(number, &asked, walk)?;
            } else {
                self.walk_segment(number, &asked, walk);
            }
        }
        Ok(())
    }

    fn walk_segment(&self, number: usize, leaves: &LeafSet, walk: &mut Walk) {
        let segment = &self.segments[number];
        segment.rewind();
        let meets = walk.meets && walk.takes_all;
        let taken = walk.scoring.take();
        // Where nothing is kept, nothing need be scored.
        let keeps = walk.takes_all || walk.relaxed == Relaxed::Kept;
        let scoring = taken.as_ref().filter(|_| keeps);
        let mut sift = Sift::new(self, number, walk);
        if meets {
            meet(segment, &self.conjuncts(), scoring, &mut sift);
        } else {
            let asked = Asked { leaves, all: self.may_hold_nothing(), scoring };
            scan(segment, &asked, &mut sift);
        }
        sift.end();
        walk.scoring = taken;
    }

    /// Returns leaves that an article holds that has all that is asked for.
    fn conjuncts(&self) -> Vec<usize> {
        let leaf = |tree: &Tree| if let Tree::Leaf(leaf) = tree { Some(*leaf) } else { None };
        let required = self.plan.must.iter().filter_map(leaf);
        let mut leaves: Vec<usize> = self.plan.wanted.iter().copied().chain(required).collect();
        leaves.sort_unstable();
        leaves.dedup();
        leaves
    }

    /// What must stand in one sentence or paragraph is looked for in all that matches besides.
    fn walk_within(&self, number: usize, leaves: &LeafSet, walk: &mut Walk) -> Result<()> {
        let segment = &self.segments[number];
        let (mut matching, mut undated) = (Vec::new(), Vec::new());
        let asked = Asked { leaves, all: self.may_hold_nothing(), scoring: None };
        scan(segment, &asked, &mut |doc: u32, held: Held<'_>| {
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
            let order = self.found(number, doc, walk.sort, Matched::All).order;
            let (segment, matched) = (number as u32, Matched::All);
            walk.first.push(Candidate { segment, doc, matched, least: order, most: order });
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
    /// Returns the tier that what is found now belongs to.
    pub fn tier(&mut self) -> &mut Best {
        if self.is_one_tier || self.takes_all { &mut self.first } else { &mut self.second }
    }
}
