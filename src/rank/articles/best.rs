//! The best of a tier, as far as it was looked at.

use super::scan::Estimated;
use crate::rank::hit::Matched;
use crate::rank::score::{Estimate, unrounded};

/// An article that may be among the best.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// The number of its partition.
    pub partition: u32,
    pub doc: u32,
    pub matched: Matched,
    /// What it is ordered by lies between these two.
    pub least: i64,
    pub most: i64,
}

impl Candidate {
    /// Returns what lies between which two a score of this estimate is, in millionths.
    pub fn scores(estimated: Estimated) -> (i64, i64) {
        let millionths = |score: f64| score * 1e6;
        let least = millionths(Estimate::least(estimated.sum)).floor() as i64;
        let most = millionths(estimated.most().into()).ceil() as i64;
        (least - 1, most + 1)
    }
}

/// Keeps the `room` best of what comes, and whatever may be as good as the last of them.
pub struct Best {
    room: usize,
    found: Vec<Candidate>,
    /// So many are kept before it is found out which are the best.
    full: usize,
    /// Nothing below this can be among the best any more.
    floor: i64,
    /// The same as a score, a little less.
    least_score: f32,
}

impl Best {
    /// Keeps so many, [`usize::MAX`] for all.
    pub fn new(room: usize) -> Best {
        let full = with_more(room);
        Best { room, found: Vec::new(), full, floor: i64::MIN, least_score: f32::MIN }
    }

    /// Returns an estimate below which nothing is kept, where all are ordered by score.
    pub fn least_score(&self) -> f32 {
        self.least_score
    }

    /// Takes an article.
    pub fn push(&mut self, found: Candidate) {
        if found.most < self.floor {
            return;
        }
        self.found.push(found);
        if self.found.len() >= self.full {
            self.cut();
            // Where many tie, looking again soon would find as many.
            self.full = with_more(self.room.max(self.found.len()));
        }
    }

    /// Takes what others found to be the best.
    pub fn join(&mut self, others: Best) {
        others.into_candidates().into_iter().for_each(|found| self.push(found));
    }

    /// Returns the best, as they came.
    pub fn into_candidates(mut self) -> Vec<Candidate> {
        self.cut();
        self.found
    }

    fn cut(&mut self) {
        if self.room == 0 {
            self.found.clear();
            self.floor = i64::MAX;
        } else if self.found.len() > self.room {
            let mut leasts: Vec<i64> = self.found.iter().map(|found| found.least).collect();
            let (_, last, _) = leasts.select_nth_unstable_by(self.room - 1, |a, b| b.cmp(a));
            self.floor = *last;
            self.least_score = (unrounded(self.floor) * (1.0 - 1e-5)) as f32;
            // Whoever ties with the last place may still come before it.
            self.found.retain(|found| found.most >= self.floor);
        }
    }
}

/// Looking which are the best costs little, and the sooner it is known, the fewer are scored.
fn with_more(room: usize) -> usize {
    room.saturating_add((room / 4).max(16))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(doc: u32, least: i64, most: i64) -> Candidate {
        Candidate { partition: 0, doc, matched: Matched::All, least, most }
    }

    #[test]
    fn the_best_are_kept_with_all_that_tie_with_the_last() {
        let orders: Vec<i64> = (0..1000).map(|n| n * 7919 % 100).collect();
        for room in [1, 3, 10, 15, 999, 1000, 2000, usize::MAX] {
            let mut best = Best::new(room);
            (0..).zip(&orders).for_each(|(doc, &order)| best.push(candidate(doc, order, order)));
            let kept = best.into_candidates();
            assert!(kept.is_sorted_by_key(|found| found.doc));
            let mut kept: Vec<i64> = kept.iter().map(|found| found.least).collect();
            kept.sort_unstable_by(|a, b| b.cmp(a));
            let mut sorted = orders.clone();
            sorted.sort_unstable_by(|a, b| b.cmp(a));
            let last = sorted[room.min(1000) - 1];
            sorted.retain(|&order| order >= last);
            assert_eq!(kept, sorted, "{room}");
        }
        let mut none = Best::new(0);
        none.push(candidate(1, 1, 1));
        assert!(none.into_candidates().is_empty());
    }

    #[test]
    fn what_may_be_as_good_as_the_last_is_kept() {
        let mut best = Best::new(2);
        for (doc, least, most) in [(0, 50, 60), (1, 40, 80), (2, 10, 39), (3, 30, 40)] {
            best.push(candidate(doc, least, most));
        }
        let kept: Vec<u32> = best.into_candidates().iter().map(|found| found.doc).collect();
        assert_eq!(kept, [0, 1, 3]);
    }
}
