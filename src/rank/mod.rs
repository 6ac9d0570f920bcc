//! Hits: articles first, then their passages; marks; ties.
//!
//! Search goes in two steps. `articles` finds what matches and orders it by words; the best of
//! them go on to `passages`, which looks at where the words stand. Text is loaded and marked only
//! for the hits that are shown. Same articles, same query: same answer, whatever the segments.

mod articles;
mod doc_bits;
mod expand;
mod explain;
mod feedback;
mod find;
mod fold;
mod forms;
mod fresh;
mod halves;
mod hit;
mod hits;
mod list;
mod marks;
mod names;
mod near;
mod occurrences;
mod order;
mod passages;
mod postings;
mod quote;
mod request;
mod score;
mod sequences;
mod similar;
mod sources;
mod starts;
mod suggest;
mod tally;
mod vocabulary;
mod walk;
mod within;

use std::time::Instant;

use articles::{Articles, SOME_COUNTED};
use expand::expand;
use explain::forms;
pub use feedback::AddedWord;
pub use find::{file_and_record, find, marks_of};
pub use fold::Folded;
use fold::Shown;
pub use fresh::Recent;
use fresh::prefer_fresh;
pub use hit::{
    Hit, HitArticle, ItemForms, Matched, Passage, Reading, Receipt, SearchResult, Suggestion,
};
use hits::hits;
pub use list::{ListRequest, Listed, list, listed};
pub use marks::marks;
use order::{RERANKED, Ranked, Ranking};
pub use quote::{Difference, How, Kind as DifferenceKind, QuoteResult, Quoted, quote};
pub use request::{Match, SearchRequest, Sort};
pub use score::Formula;
pub use similar::{Similar, SimilarResult, similar};
pub use sources::{SourceCount, sources};
use suggest::suggestions;
pub use vocabulary::vocabulary;

use crate::error::Result;
use crate::index::Archive;
use crate::query::{Plan, lower};

/// Searches an archive.
///
/// No hits is not an error. Hits are ordered by score to six decimals, then by date, latest first
/// and undated last, then by id. The first hits are the same whatever the limit.
///
/// Called in a pool of rayon's, it uses all threads of it; else the caller's alone. Its answer is the same.
///
/// # Errors
/// [`Error::Engine`](crate::error::Error::Engine).
pub fn search(archive: &Archive, request: &SearchRequest) -> Result<SearchResult> {
    let started = Instant::now();
    let mut plan = plan(archive, request)?;
    let added = if request.expand { widen_plan(archive, &mut plan, request)? } else { Vec::new() };
    let articles = Articles::open(archive, &plan, request.formula)?;
    let room = request.offset.saturating_add(request.limit);
    let mut needed = room.max(RERANKED);
    let mut ranking = Ranking::new(&plan, &articles, request.sort);
    let mut shown = Shown::default();
    let mut ranked = Vec::new();
    let matches = loop {
        let recent = request.recent.filter(|_| request.sort == Sort::Score);
        // What is to be ordered anew is kept whole.
        let kept = if recent.is_some() { usize::MAX } else { needed };
        let mut matches = articles.find(request.matching, request.sort, needed, kept)?;
        if let Some(recent) = recent {
            prefer_fresh(&articles, recent, &mut matches);
        }
        let tiers = [std::mem::take(&mut matches.first), std::mem::take(&mut matches.second)];
        let found: usize = tiers.iter().map(Vec::len).sum();
        ranking.extend(tiers, needed);
        while ranked.len() < room
            && let Some(next) = ranking.next(room - ranked.len())?
        {
            let place = next.found.place;
            if !request.folds || shown.is_first(archive, articles.name(place), place)? {
                ranked.push(next);
            }
        }
        // Many copies of few stories: the page is filled from further down, behind what may come up of them.
        if !request.folds || ranked.len() == room || found < needed {
            break matches;
        }
        let copies = shown.not_come_up().clamp(needed, needed.saturating_mul(15));
        needed = needed.saturating_add(copies);
    };
    let page: Vec<Ranked> = ranked.into_iter().skip(request.offset).take(request.limit).collect();
    let is_relaxed = page.iter().any(|ranked| ranked.found.matched == Matched::Some);
    let hits = hits(archive, &plan, &articles, request, page, &shown)?;
    archive.dates_are_sound()?;

    let did_you_mean =
        if request.suggests { suggestions(archive, &plan, &articles)? } else { Vec::new() };
    let forms = if request.explain { forms(archive, &plan)? } else { Vec::new() };

    let totals = archive.totals();
    let receipt = Receipt {
        matched_all: matches.all,
        matched_some: (matches.some <= SOME_COUNTED).then_some(matches.some),
        searched: totals.articles,
        sources: totals.sources,
        undated: totals.undated,
        excluded_undated: matches.undated,
        skipped_files: archive.commit_note().skipped_files,
        is_relaxed,
        half_life_days: request.recent.map(|recent| recent.half_life_days),
        matched_any: matches.all + if request.matching == Match::All { 0 } else { matches.some },
        took_ms: started.elapsed().as_secs_f64() * 1e3,
    };
    let reading = Reading {
        text: request.text.clone(),
        parsed: request.query.to_string(),
        is_wordless: plan.finds_nothing(),
        ignored: plan.ignored.clone(),
        expanded: plan.expanded.clone(),
        added,
        forms,
        did_you_mean,
    };
    Ok(SearchResult { hits, receipt, reading })
}

/// Adds to a plan the words that the articles it finds first share.
fn widen_plan(
    archive: &Archive,
    plan: &mut Plan,
    request: &SearchRequest,
) -> Result<Vec<AddedWord>> {
    let articles = Articles::open(archive, plan, request.formula)?;
    let matches = articles.find(request.matching, Sort::Score, RERANKED, RERANKED)?;
    let tiers = [matches.first, matches.second];
    let mut ranking = Ranking::new(plan, &articles, Sort::Score);
    ranking.extend(tiers, RERANKED);
    let ranked = ranking.first(feedback::SOURCES)?;
    let best = ranked.iter().map(|r| (r.found.place, r.score));
    let (best, collection) = (best.collect::<Vec<_>>(), articles.collection);
    feedback::widen(archive, plan, &collection, &best)
}

/// Returns what a request asks of an archive, its words taken from the archive's dictionary.
fn plan(archive: &Archive, request: &SearchRequest) -> Result<Plan> {
    let SearchRequest { text, query, sources, dates, .. } = request;
    let mut plan = archive.with_analyser(|analyser| {
        lower(analyser, text, query, archive.languages(), sources, dates)
    });
    plan.within = request.within;
    expand(archive, &mut plan)?;
    Ok(plan)
}

#[cfg(test)]
mod tests;
