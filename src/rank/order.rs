//! What matched -> the best of each tier in order, the second step's evidence included.

use super::Sort;
use super::articles::{Articles, Found};
use super::passages::{Evidence, evidence};
use super::score::rounded;
use crate::error::Result;
use crate::index::{Archive, Place};
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

/// Puts the articles of each tier in order: the first before the second.
pub fn ranked(
    archive: &Archive,
    plan: &Plan,
    articles: &Articles<'_>,
    tiers: [Vec<Found>; 2],
    needed: usize,
    sort: Sort,
) -> Result<Vec<Ranked>> {
    let mut ranked = Vec::new();
    for tier in tiers {
        // As many of each tier, so that what goes on to the second step depends on no page.
        let best = best(tier, needed, articles);
        ranked.extend(reranked(archive, plan, articles, best, sort)?);
    }
    Ok(ranked)
}

/// Returns the `room` best of a tier, in order.
fn best(mut tier: Vec<Found>, room: usize, articles: &Articles<'_>) -> Vec<Found> {
    if tier.len() > room {
        tier.select_nth_unstable_by(room - 1, |a, b| b.order.cmp(&a.order));
        let last = tier[room - 1].order;
        // Whoever ties with the last place may still come before it.
        tier.retain(|found| found.order >= last);
    }
    let key = |found: &Found| {
        let tie = articles.tie_break(found.place);
        (std::cmp::Reverse(found.order), std::cmp::Reverse(rounded(found.score)), tie)
    };
    tier.sort_by_cached_key(key);
    tier.truncate(room);
    tier
}

/// Lets the second step order the head of a tier anew; what lies beyond keeps its order.
fn reranked(
    archive: &Archive,
    plan: &Plan,
    articles: &Articles<'_>,
    best: Vec<Found>,
    sort: Sort,
) -> Result<Vec<Ranked>> {
    let count = if sort == Sort::Score { best.len().min(RERANKED) } else { 0 };
    let places: Vec<Place> = best[..count].iter().map(|found| found.place).collect();
    let mut seen = evidence(archive, plan, articles, &places)?.into_iter();
    let mut ranked: Vec<Ranked> = best
        .into_iter()
        .map(|found| {
            let evidence = seen.next();
            let bonus = evidence.as_ref().map_or(0.0, |e| e.passage_bonus + e.closeness);
            Ranked { score: (found.score + bonus) * found.freshness, found, evidence }
        })
        .collect();
    ranked[..count].sort_by_cached_key(|ranked| {
        (std::cmp::Reverse(rounded(ranked.score)), articles.tie_break(ranked.found.place))
    });
    Ok(ranked)
}
