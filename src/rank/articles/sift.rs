//! What each document that is looked at is to a query, and where it goes.

use super::best::Candidate;
use super::held::Held;
use super::scan::{Estimated, Look};
use super::tiers::{Relaxed, SOME_COUNTED, Walk};
use super::{Articles, Filtered};
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

    /// Forgets what was found out.
    pub fn forget(&mut self) {
        self.counts.fill(0);
        self.verdicts.fill(None);
    }
}

/// Looks at the documents of a segment for a walk.
pub struct Sift<'a, 'b> {
    articles: &'a Articles<'b>,
    number: usize,
    walk: &'a mut Walk,
    /// The walk's, while documents are looked at.
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
                let verdict = self.articles.verdict(self.number, doc, held, self.walk);
                self.walk.count(verdict, 1);
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
        only_some && self.walk.counts.some > SOME_COUNTED
    }
}

impl<'a, 'b> Sift<'a, 'b> {
    /// Begins with a segment.
    pub fn new(articles: &'a Articles<'b>, number: usize, walk: &'a mut Walk) -> Sift<'a, 'b> {
        let least = walk.least();
        let counts = std::mem::take(&mut walk.seen.counts);
        Sift { articles, number, walk, counts, least }
    }

    /// Ends with the segment.
    pub fn end(mut self) {
        self.settle();
        self.walk.seen.counts = self.counts;
    }

    /// Adds up what was counted.
    fn settle(&mut self) {
        for bits in 0..self.counts.len() {
            let count = std::mem::take(&mut self.counts[bits]);
            if count > 0 {
                let verdict = self.verdict_of(Held { few: bits as u16, more: &[] });
                self.walk.count(verdict, count);
            }
        }
    }

    #[cold]
    fn consider(&mut self, doc: u32, held: Held<'_>, estimated: Estimated) {
        let verdict = self.verdict_of(held);
        self.offer(doc, verdict, estimated);
    }

    /// Returns what all documents are that hold just these leaves.
    fn verdict_of(&mut self, held: Held<'_>) -> Verdict {
        let known = self.walk.seen.verdicts[usize::from(held.few)];
        known.unwrap_or_else(|| {
            // Nothing is asked of the document itself.
            let verdict = self.articles.verdict(self.number, 0, held, self.walk);
            self.walk.seen.verdicts[usize::from(held.few)] = Some(verdict);
            verdict
        })
    }

    /// Keeps an article, if it may be among the best of its tier.
    fn offer(&mut self, doc: u32, verdict: Verdict, estimated: Estimated) {
        let Some(matched) = self.walk.takes(verdict) else { return };
        let (least, most) = match self.walk.sort {
            Sort::Score => Candidate::scores(estimated),
            sort => {
                let order = self.articles.date_order(self.number, doc, sort);
                (order, order)
            }
        };
        let segment = self.number as u32;
        self.walk.tier().push(Candidate { segment, doc, matched, least, most });
        self.least = self.walk.least();
    }
}

impl Walk {
    /// Counts articles.
    fn count(&mut self, verdict: Verdict, count: u64) {
        let counts = &mut self.counts;
        match verdict {
            Verdict::All if self.takes_all => counts.all += count,
            Verdict::Undated if self.takes_all => counts.undated += count,
            Verdict::Some if self.relaxed == Relaxed::Kept => counts.some += count,
            Verdict::Some if self.relaxed == Relaxed::Counted => {
                counts.some = (counts.some + count).min(SOME_COUNTED + 1);
            }
            _ => {}
        }
    }

    /// Returns how an article is kept, if it is.
    fn takes(&self, verdict: Verdict) -> Option<Matched> {
        match verdict {
            Verdict::All if self.takes_all => Some(Matched::All),
            Verdict::Some if self.relaxed == Relaxed::Kept => Some(Matched::Some),
            _ => None,
        }
    }

    /// Returns the estimate below which nothing is kept.
    fn least(&mut self) -> f32 {
        if !self.takes_all && self.relaxed != Relaxed::Kept {
            f32::INFINITY
        } else if self.estimate_decides {
            self.tier().least_score()
        } else {
            f32::NEG_INFINITY
        }
    }
}

impl Articles<'_> {
    /// Returns what a document is that holds these leaves.
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
}
