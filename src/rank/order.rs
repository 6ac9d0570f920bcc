//! What matched -> the best of each tier in order, the second step's evidence included.

use std::cmp::Reverse;
use std::collections::VecDeque;

use super::Sort;
use super::articles::{Articles, Found};
use super::passages::{Evidence, evidence};
use super::score::rounded;
use crate::error::Result;
use crate::index::Place;
use crate::query::Plan;

/// So many of the best articles by words go on to the second step, whatever the size of the page.
/// The deepest that the second step ever lifted into the first ten was 23rd.
pub const RERANKED: usize = 100;

/// An article with what the second step found.
pub struct Ranked {
    pub found: Found,
    /// Its score with what the second step adds.
    pub score: f64,
    /// Where its words stand; looked for in the best articles, and in those that are shown.
    pub evidence: Option<Evidence>,
}

/// So many are weighed at once, before it is known which are worth it.
const AT_ONCE: usize = 16;

/// The articles of both tiers, the first before the second, given out in order.
///
/// Positions are read for those alone that may come before the next to be given out: an article whose
/// words weigh so little that the second step could not lift it so far is left where it is.
pub struct Ranking<'a, 'b> {
    plan: &'a Plan,
    articles: &'a Articles<'b>,
    sort: Sort,
    tiers: [Tier; 2],
}

/// What is left of a tier.
#[derive(Default)]
struct Tier {
    /// How many it had.
    taken: usize,
    /// The best in the order of the first step, but for those that the second step orders anew.
    behind: VecDeque<Found>,
    /// Those that it has not seen, with what they can come to at the most, in millionths; most last.
    unseen: Vec<(i64, Found)>,
    /// Those that it has seen and that were not given out, the best last.
    waiting: Vec<Ranked>,
}

impl<'a, 'b> Ranking<'a, 'b> {
    /// Begins without any articles.
    pub fn new(plan: &'a Plan, articles: &'a Articles<'b>, sort: Sort) -> Ranking<'a, 'b> {
        let tiers = std::array::from_fn(|_| Tier::default());
        Ranking { plan, articles, sort, tiers }
    }

    /// Takes the articles of each tier, those again that it had and more: at least `needed` of them can
    /// be given out in all, if there are so many.
    pub fn extend(&mut self, tiers: [Vec<Found>; 2], needed: usize) {
        for (tier, found) in self.tiers.iter_mut().zip(tiers) {
            // As many of each tier, so that what goes on to the second step depends on no page.
            let mut best = best(found, needed, self.articles);
            let new = best.split_off(tier.taken.min(best.len()));
            if tier.taken == 0 {
                tier.begin(new, self.articles, self.sort);
            } else {
                // Those that the second step orders anew were among the first.
                tier.taken += new.len();
                tier.behind.extend(new);
            }
        }
    }

    /// Returns the next article; so many more will be asked for, about.
    ///
    /// # Errors
    /// [`Error::Engine`](crate::error::Error::Engine).
    pub fn next(&mut self, more: usize) -> Result<Option<Ranked>> {
        for number in 0..self.tiers.len() {
            while self.tiers[number].must_see_more() {
                self.see_more(number, more)?;
            }
            let tier = &mut self.tiers[number];
            if let Some(ranked) = tier.waiting.pop() {
                return Ok(Some(ranked));
            }
            if let Some(found) = tier.behind.pop_front() {
                let score = found.score * found.freshness;
                return Ok(Some(Ranked { score, found, evidence: None }));
            }
        }
        Ok(None)
    }

    /// Returns the next articles, so many or all.
    ///
    /// # Errors
    /// [`Error::Engine`](crate::error::Error::Engine).
    pub fn first(&mut self, count: usize) -> Result<Vec<Ranked>> {
        let mut ranked = Vec::new();
        while ranked.len() < count
            && let Some(next) = self.next(count - ranked.len())?
        {
            ranked.push(next);
        }
        Ok(ranked)
    }

    /// Weighs those articles of a tier that may be among the next, about so many.
    fn see_more(&mut self, tier: usize, more: usize) -> Result<()> {
        let Tier { unseen, waiting, .. } = &mut self.tiers[tier];
        let last = waiting.len().checked_sub(more).and_then(|at| waiting.get(at));
        let from = match last {
            // Nothing below the last of those that there are already will be asked for.
            Some(last) => {
                let least = rounded(last.score);
                unseen.partition_point(|(most, _)| *most < least).min(unseen.len() - 1)
            }
            None => unseen.len().saturating_sub(more.max(AT_ONCE)),
        };
        let next = unseen.split_off(from);
        let places: Vec<Place> = next.iter().map(|(_, found)| found.place).collect();
        let evidence = evidence(self.plan, self.articles, &places)?;
        waiting.extend(next.into_iter().zip(evidence).map(|((_, found), evidence)| {
            let score = found.score + evidence.passage_bonus + evidence.closeness;
            Ranked { score: score * found.freshness, found, evidence: Some(evidence) }
        }));
        let tie = |ranked: &Ranked| Reverse(self.articles.tie_break(ranked.found.place));
        sort(waiting, |ranked| rounded(ranked.score), tie);
        Ok(())
    }
}

impl Tier {
    /// Takes the first articles, in order.
    fn begin(&mut self, mut best: Vec<Found>, articles: &Articles<'_>, sort: Sort) {
        self.taken = best.len();
        let count = if sort == Sort::Score { best.len().min(RERANKED) } else { 0 };
        let most = |found: &Found| {
            let bonus = articles.most_bonus(found.place);
            rounded((found.score + bonus) * found.freshness) + 1
        };
        self.unseen = best.drain(..count).map(|found| (most(&found), found)).collect();
        self.unseen.sort_by_key(|(most, _)| *most);
        self.behind = best.into();
    }

    /// Returns true when an article that was not weighed may come before all that were.
    fn must_see_more(&self) -> bool {
        let Some((most, _)) = self.unseen.last() else { return false };
        self.waiting.last().is_none_or(|ranked| rounded(ranked.score) <= *most)
    }
}

/// Returns the `room` best of a tier, in order.
fn best(mut tier: Vec<Found>, room: usize, articles: &Articles<'_>) -> Vec<Found> {
    if tier.len() > room {
        tier.select_nth_unstable_by(room - 1, |a, b| b.order.cmp(&a.order));
        let last = tier[room - 1].order;
        // Whoever ties with the last place may still come before it.
        tier.retain(|found| found.order >= last);
    }
    let key = |found: &Found| (Reverse(found.order), Reverse(rounded(found.score)));
    sort(&mut tier, key, |found| articles.tie_break(found.place));
    tier.truncate(room);
    tier
}

/// Orders articles by a key, and by what breaks ties where there are any: it lies in columns of
/// which a place in a cold file would be read for every article.
fn sort<T, K: Ord, Tie: Ord>(articles: &mut [T], key: impl Fn(&T) -> K, tie: impl Fn(&T) -> Tie) {
    // Keys are rounded scores, and rounding takes longer than comparing.
    articles.sort_by_cached_key(&key);
    for tied in articles.chunk_by_mut(|a, b| key(a) == key(b)) {
        if tied.len() > 1 {
            tied.sort_by_cached_key(&tie);
        }
    }
}
