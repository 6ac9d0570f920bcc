//! What each document that is looked at is to a query, and where it goes.

use super::best::Candidate;
use super::held::Held;
use super::scan::{Estimated, Look};
use super::tiers::{Gathered, Relaxed, SOME_COUNTED, Walk};
use super::{Articles, Filtered, date_order};
use crate::rank::Sort;
use crate::rank::hit::Matched;

/// What an article is to a query.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It has all the bare words, and whatever else must hold.
    All,
    /// It has some of them, and whatever else must hold.
    Some,
    /// It would have all, and has no date.
    Undated,
    Out,
}

/// Documents by the leaves that they hold, where nothing else decides and there are few: most are
/// counted here, and not looked at again.
pub struct Seen {
    /// How many hold just these leaves.
    counts: Vec<u64>,
    verdicts: Vec<Option<Verdict>>,
}

/// Leaves of which every choice has a place in [`Seen`].
const TABLED: usize = 10;

impl Seen {
    /// Makes room for every choice of so many leaves; none where there are too many of them, or where
    /// something else decides.
    pub fn new(leaves: usize, is_decided: bool) -> Seen {
        let choices = if is_decided && leaves <= TABLED { 1 << leaves } else { 0 };
        Seen { counts: vec![0; choices], verdicts: vec![None; choices] }
    }
}

/// Looks at the documents of a partition for a walk.
pub struct Sift<'a, 'b> {
    articles: &'a Articles<'b>,
    number: usize,
    walk: &'a Walk,
    gathered: &'a mut Gathered,
    /// Those that were gathered, while documents are looked at.
    counts: Vec<u64>,
    /// Nothing of a lower estimate is kept.
    least: f32,
}

impl Look for Sift<'_, '_> {
    #[inline]
    fn look(&mut self, doc: u32, held: Held<'_>, estimated: Estimated) {
        match self.counts.get_mut(usize::from(held.few)) {
            Some(count) => {
                *count += 1;
                if estimated.most() >= self.least {
                    self.consider(doc, held, estimated);
                }
            }
            None => {
                let verdict = self.verdict(doc, held);
                self.gathered.count(self.walk, verdict, 1);
                self.offer(doc, verdict, estimated);
            }
        }
    }

    fn least(&self) -> f32 {
        self.least
    }

    fn least_looked_at(&self) -> f32 {
        if self.counts.is_empty() { f32::NEG_INFINITY } else { self.least }
    }

    fn room(&self) -> usize {
        self.walk.room
    }

    fn count(&mut self, held: Held<'_>, documents: u64) {
        if let Some(count) = self.counts.get_mut(usize::from(held.few)) {
            *count += documents;
        }
    }

    fn has_enough(&mut self) -> bool {
        let only_some = !self.walk.takes_all && self.walk.relaxed == Relaxed::Counted;
        if only_some {
            self.settle();
        }
        only_some && self.gathered.counts.some > SOME_COUNTED
    }
}

impl<'a, 'b> Sift<'a, 'b> {
    /// Begins with a partition.
    pub fn new(
        articles: &'a Articles<'b>,
        number: usize,
        walk: &'a Walk,
        gathered: &'a mut Gathered,
    ) -> Sift<'a, 'b> {
        let least = gathered.least(walk);
        let counts = std::mem::take(&mut gathered.seen.counts);
        Sift { articles, number, walk, gathered, counts, least }
    }

    /// Ends with the partition.
    pub fn end(mut self) {
        self.settle();
        self.gathered.seen.counts = self.counts;
    }

    /// Adds up what was counted.
    fn settle(&mut self) {
        for bits in 0..self.counts.len() {
            let count = std::mem::take(&mut self.counts[bits]);
            if count > 0 {
                let verdict = self.verdict_of(Held { few: bits as u16, more: &[] });
                self.gathered.count(self.walk, verdict, count);
            }
        }
    }

    fn verdict(&self, doc: u32, held: Held<'_>) -> Verdict {
        let counted = self.gathered.counts.some;
        self.articles.verdict(self.number, doc, held, self.walk, counted)
    }

    #[cold]
    fn consider(&mut self, doc: u32, held: Held<'_>, estimated: Estimated) {
        let verdict = self.verdict_of(held);
        self.offer(doc, verdict, estimated);
    }

    /// Returns what all documents are that hold just these leaves.
    fn verdict_of(&mut self, held: Held<'_>) -> Verdict {
        let known = self.gathered.seen.verdicts[usize::from(held.few)];
        known.unwrap_or_else(|| {
            // Nothing is asked of the document itself.
            let verdict = self.verdict(0, held);
            self.gathered.seen.verdicts[usize::from(held.few)] = Some(verdict);
            verdict
        })
    }

    /// Keeps an article, if it may be among the best of its tier.
    fn offer(&mut self, doc: u32, verdict: Verdict, estimated: Estimated) {
        let Some(matched) = self.walk.takes(verdict) else { return };
        let (least, most) = match self.walk.sort {
            Sort::Score => Candidate::scores(estimated),
            sort => {
                let order = date_order(&self.articles.partitions[self.number], doc, sort);
                (order, order)
            }
        };
        let partition = self.number as u32;
        let candidate = Candidate { partition, doc, matched, least, most };
        self.gathered.tier(self.walk).push(candidate);
        self.least = self.gathered.least(self.walk);
    }
}

impl Gathered {
    /// Counts articles.
    fn count(&mut self, walk: &Walk, verdict: Verdict, count: u64) {
        let counts = &mut self.counts;
        match verdict {
            Verdict::All if walk.takes_all => counts.all += count,
            Verdict::Undated if walk.takes_all => counts.undated += count,
            Verdict::Some if walk.relaxed == Relaxed::Kept => counts.some += count,
            Verdict::Some if walk.relaxed == Relaxed::Counted => {
                counts.some = (counts.some + count).min(SOME_COUNTED + 1);
            }
            _ => {}
        }
    }

    /// Returns the estimate below which nothing is kept.
    fn least(&mut self, walk: &Walk) -> f32 {
        if !walk.takes_all && walk.relaxed != Relaxed::Kept {
            f32::INFINITY
        } else if walk.scoring.is_some() {
            walk.least(self.tier(walk).least_score())
        } else {
            f32::NEG_INFINITY
        }
    }
}

impl Walk {
    /// Returns how an article is kept, if it is.
    fn takes(&self, verdict: Verdict) -> Option<Matched> {
        match verdict {
            Verdict::All if self.takes_all => Some(Matched::All),
            Verdict::Some if self.relaxed == Relaxed::Kept => Some(Matched::Some),
            _ => None,
        }
    }
}

impl Articles<'_> {
    /// Returns what a document is that holds these leaves; so many with some of the words were counted.
    fn verdict(
        &self,
        number: usize,
        doc: u32,
        held: Held<'_>,
        walk: &Walk,
        counted: u64,
    ) -> Verdict {
        let filtered = || self.filters(&self.partitions[number], doc, &|leaf| held.has(leaf));
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
            Relaxed::Counted => counted <= SOME_COUNTED,
            Relaxed::Kept => true,
        };
        if takes_some && held.has_any(&walk.any) && filtered() == Filtered::In {
            Verdict::Some
        } else {
            Verdict::Out
        }
    }
}
