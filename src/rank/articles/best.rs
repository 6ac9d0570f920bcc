//! The best of a tier, as far as it was looked at.

use super::Found;
use crate::rank::score::unrounded;

/// Keeps the `room` best of what comes, and whatever ties with the last of them.
pub struct Best {
    room: usize,
    found: Vec<Found>,
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

    /// Returns what an article must have to be kept, as it is ordered.
    pub fn floor(&self) -> i64 {
        self.floor
    }

    /// Returns an estimate below which nothing is kept, where all are ordered by score.
    pub fn least_score(&self) -> f32 {
        self.least_score
    }

    /// Returns true when an article may be kept whose score, by which all are ordered, is no higher
    /// than this.
    pub fn may_hold(&self, most: f32) -> bool {
        most >= self.least_score
    }

    /// Takes an article.
    pub fn push(&mut self, found: Found) {
        if found.order < self.floor {
            return;
        }
        self.found.push(found);
        if self.found.len() >= self.full {
            self.cut();
            // Where many tie, looking again soon would find as many.
            self.full = with_more(self.room.max(self.found.len()));
        }
    }

    /// Returns the best, in no order.
    pub fn into_found(mut self) -> Vec<Found> {
        self.cut();
        self.found
    }

    fn cut(&mut self) {
        if self.room == 0 {
            self.found.clear();
            self.floor = i64::MAX;
        } else if self.found.len() > self.room {
            let by_order = |a: &Found, b: &Found| b.order.cmp(&a.order);
            let (_, last, _) = self.found.select_nth_unstable_by(self.room - 1, by_order);
            self.floor = last.order;
            self.least_score = (unrounded(self.floor) * (1.0 - 1e-5)) as f32;
            // Whoever ties with the last place may still come before it.
            self.found.retain(|found| found.order >= self.floor);
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
    use crate::index::Place;
    use crate::rank::Matched;

    fn found(doc: u32, order: i64) -> Found {
        let place = Place { segment: 0, doc };
        Found { order, score: 0.0, freshness: 1.0, place, matched: Matched::All }
    }

    #[test]
    fn the_best_are_kept_with_all_that_tie_with_the_last() {
        let orders: Vec<i64> = (0..1000).map(|n| n * 7919 % 100).collect();
        for room in [1, 3, 10, 15, 999, 1000, 2000, usize::MAX] {
            let mut best = Best::new(room);
            (0..).zip(&orders).for_each(|(doc, &order)| best.push(found(doc, order)));
            let mut kept: Vec<i64> = best.into_found().iter().map(|f| f.order).collect();
            kept.sort_unstable_by(|a, b| b.cmp(a));
            let mut sorted = orders.clone();
            sorted.sort_unstable_by(|a, b| b.cmp(a));
            let last = sorted[room.min(1000) - 1];
            sorted.retain(|&order| order >= last);
            assert_eq!(kept, sorted, "{room}");
        }
        let mut none = Best::new(0);
        none.push(found(1, 1));
        assert!(none.into_found().is_empty());
    }
}
