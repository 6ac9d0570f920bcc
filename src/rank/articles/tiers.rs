//! All documents that hold a leaf -> those that match, counted, the best of each tier kept.

use std::sync::atomic::{AtomicU32, Ordering};

use tantivy::fieldnorm::FieldNormReader;

use super::best::{Best, Candidate};
use super::held::{Held, LeafSet};
use super::meet::{is_cheap, meet};
use super::scan::{Asked, scan};
use super::scoring::Scoring;
use super::sift::{Seen, Sift};
use super::{Articles, Filtered, Found};
use crate::error::Result;
use crate::query::Tree;
use crate::rank::halves::{in_pieces, threads};
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

/// What one walk over all partitions looks for.
pub struct Walk {
    pub sort: Sort,
    /// Leaves of the bare words.
    pub wanted: LeafSet,
    /// Those, and what was added to them.
    pub any: LeafSet,
    /// What scores are estimated by; `None` where all are kept.
    pub scoring: Option<Scoring>,
    /// How many of a tier are kept.
    pub room: usize,
    /// Whether articles with all the words are looked for by the rarest of them.
    meets: bool,
    pub takes_all: bool,
    pub relaxed: Relaxed,
    /// Whether both tiers are one.
    is_one_tier: bool,
    /// The bits of an estimate below which nothing is kept anywhere: what some have found spares
    /// others, who look at the same time, to keep as much.
    floor: AtomicU32,
}

/// What a walk has found.
pub struct Gathered {
    pub seen: Seen,
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
            && self.partitions.iter().all(|partition| is_cheap(partition, &conjuncts));
        let mut gathered = self.walk(&walk)?;
        let lacks = gathered.counts.all < needed as u64;
        if walk.relaxed == Relaxed::Counted && (walk.meets || lacks) {
            if lacks {
                walk.relaxed = Relaxed::Kept;
            }
            (walk.takes_all, walk.floor) = (false, AtomicU32::new(0));
            let others = self.walk(&walk)?;
            (gathered.second, gathered.counts.some) = (others.second, others.counts.some);
        }
        let Gathered { first, second, counts, .. } = gathered;
        let [first, second] = [first, second].map(|best| self.scored(best, sort));
        Ok(Matches { first, second, ..counts })
    }

    /// Returns the best of a tier with their scores.
    fn scored(&self, best: Best, sort: Sort) -> Vec<Found> {
        let mut best = best.into_candidates();
        // As a rule they came so.
        best.sort_unstable_by_key(|found| (found.partition, found.doc));
        let mut scored = Vec::with_capacity(best.len());
        for best in best.chunk_by(|a, b| a.partition == b.partition) {
            let partition = &self.partitions[best[0].partition as usize];
            let mut forward = partition.forward();
            scored.extend(
                best.iter().map(|found| {
                    self.found(partition, found.doc, sort, found.matched, &mut forward)
                }),
            );
        }
        scored
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
            wanted: LeafSet::new(leaves, wanted()),
            any: LeafSet::new(leaves, wanted().chain(added)),
            scoring,
            room,
            meets: false,
            takes_all: true,
            relaxed: Relaxed::LeftOut,
            is_one_tier: false,
            floor: AtomicU32::new(0),
        }
    }

    fn walk(&self, walk: &Walk) -> Result<Gathered> {
        let positive = (0..self.plan.leaves.len()).filter(|&i| self.plan.leaves[i].is_positive);
        let mut asked = LeafSet::new(self.plan.leaves.len(), positive);
        // An outlet is asked for, and is no reason to mark or score anything.
        self.plan.must.iter().for_each(|tree| tree.each_asked(&mut |leaf| asked.put(leaf)));
        let numbers: Vec<usize> = (0..self.partitions.len()).collect();
        let gathered = in_pieces(numbers, threads(), &|numbers| {
            let mut gathered = self.nothing(walk);
            for number in numbers {
                if self.plan.within.is_some() {
                    self.walk_within(number, &asked, walk, &mut gathered)?;
                } else {
                    self.walk_partition(number, &asked, walk, &mut gathered);
                }
            }
            Ok(vec![gathered])
        })?;
        let joined = gathered.into_iter().reduce(|all, others| all.join(others, walk));
        Ok(joined.unwrap_or_else(|| self.nothing(walk)))
    }

    fn nothing(&self, walk: &Walk) -> Gathered {
        let seen = Seen::new(self.plan.leaves.len(), !self.asks_for_dates());
        let (first, second) = (Best::new(walk.room), Best::new(walk.room));
        Gathered { seen, first, second, counts: Matches::default() }
    }

    fn walk_partition(
        &self,
        number: usize,
        leaves: &LeafSet,
        walk: &Walk,
        gathered: &mut Gathered,
    ) {
        let partition = &self.partitions[number];
        // Where nothing is kept, nothing need be scored.
        let keeps = walk.takes_all || walk.relaxed == Relaxed::Kept;
        let scoring = walk.scoring.as_ref().filter(|_| keeps);
        let mut sift = Sift::new(self, number, walk, gathered);
        if walk.meets && walk.takes_all {
            meet(partition, &self.conjuncts(), scoring, &mut sift);
        } else {
            let asked = Asked { leaves, all: self.may_hold_nothing(), scoring };
            scan(partition, &asked, &mut sift);
        }
        sift.end();
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
    fn walk_within(
        &self,
        number: usize,
        leaves: &LeafSet,
        walk: &Walk,
        gathered: &mut Gathered,
    ) -> Result<()> {
        let partition = &self.partitions[number];
        let (mut matching, mut undated) = (Vec::new(), Vec::new());
        let asked = Asked { leaves, all: self.may_hold_nothing(), scoring: None };
        scan(partition, &asked, &mut |doc: u32, held: Held<'_>| {
            if held.has_all(&walk.wanted) {
                match self.filters(partition, doc, &|leaf| held.has(leaf)) {
                    Filtered::In => matching.push(doc),
                    Filtered::Undated => undated.push(doc),
                    Filtered::Out => {}
                }
            }
        });
        for docs in [&mut matching, &mut undated] {
            self.keep_within(partition.source.segment, docs)?;
        }
        gathered.counts.all += matching.len() as u64;
        gathered.counts.undated += undated.len() as u64;
        let mut forward = partition.forward();
        for doc in matching {
            let matched = Matched::All;
            let order = self.found(partition, doc, walk.sort, matched, &mut forward).order;
            let (partition, least, most) = (number as u32, order, order);
            gathered.first.push(Candidate { partition, doc, matched, least, most });
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
    /// Returns the estimate below which nothing is kept by those who would keep no less than `own`.
    pub fn least(&self, own: f32) -> f32 {
        // Bits of numbers that are not negative are ordered as these are.
        let own = own.max(0.0).to_bits();
        f32::from_bits(self.floor.fetch_max(own, Ordering::Relaxed).max(own))
    }
}

impl Gathered {
    /// Returns the tier that what is found now belongs to.
    pub fn tier(&mut self, walk: &Walk) -> &mut Best {
        if walk.is_one_tier || walk.takes_all { &mut self.first } else { &mut self.second }
    }

    /// Adds what was found elsewhere.
    fn join(mut self, others: Gathered, walk: &Walk) -> Gathered {
        self.first.join(others.first);
        self.second.join(others.second);
        let (counts, more) = (&mut self.counts, others.counts);
        counts.all += more.all;
        counts.undated += more.undated;
        counts.some += more.some;
        if walk.relaxed == Relaxed::Counted {
            counts.some = counts.some.min(SOME_COUNTED + 1);
        }
        self
    }
}
