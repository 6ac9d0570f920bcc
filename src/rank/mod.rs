//! Hits: articles first, then their passages; marks; ties.
//!
//! Search goes in two steps. `articles` finds what matches and orders it by words; the best of
//! them go on to `passages`, which looks at where the words stand. Text is loaded and marked only
//! for the hits that are shown. Same articles, same query: same answer, whatever the segments.

mod articles;
mod expand;
mod feedback;
mod find;
mod fold;
mod fresh;
mod hit;
mod list;
mod marks;
mod near;
mod passages;
mod postings;
mod quote;
mod request;
mod score;
mod sequences;
mod similar;
mod sources;
mod suggest;
mod union;
mod vocabulary;
mod within;

use std::ops::Range;
use std::time::Instant;

use articles::{Articles, Found, SOME_COUNTED};
use expand::expand;
pub use feedback::AddedWord;
pub use find::{find, marks_of};
pub use fold::Folded;
use fold::{earliest, fold, folded};
pub use fresh::Recent;
use fresh::prefer_fresh;
pub use hit::{
    Hit, HitArticle, ItemForms, Matched, Passage, Reading, Receipt, SearchResult, Suggestion,
};
pub use list::{ListRequest, Listed, list, listed};
pub use marks::marks;
use marks::{joined, marks_within};
use passages::{Evidence, evidence};
pub use quote::{Difference, How, Kind as DifferenceKind, QuoteResult, Quoted, quote};
pub use request::{Match, SearchRequest, Sort};
pub use score::Formula;
use score::rounded;
pub use similar::{Similar, SimilarResult, similar};
pub use sources::{SourceCount, sources};
use suggest::suggestions;
pub use vocabulary::vocabulary;

use crate::analysis::{Analyser, Language, form_of};
use crate::article::Article;
use crate::error::{Error, Result};
use crate::index::{Archive, ArticleReader, Place, StoredArticle};
use crate::query::ast::FieldName;
use crate::query::{Leaf, Plan, Scope, Within, lower};

/// So many of the best articles by words go on to the second step, whatever the size of the page.
/// The deepest that the second step ever lifted into the first ten was 23rd.
const RERANKED: usize = 100;

/// What is kept of a text that has no title: enough for a line.
const OPENING_BYTES: usize = 300;

/// Searches an archive.
///
/// No hits is not an error. Hits are ordered by score to six decimals, then by date, latest first
/// and undated last, then by id. The first hits are the same whatever the limit.
///
/// # Errors
/// [`Error::Engine`].
pub fn search(archive: &Archive, request: &SearchRequest) -> Result<SearchResult> {
    let started = Instant::now();
    let mut plan = plan(archive, request)?;
    let added = if request.expand { widen_plan(archive, &mut plan, request)? } else { Vec::new() };
    let articles = Articles::open(archive, &plan, request.formula)?;
    let room = request.offset.saturating_add(request.limit);
    let mut needed = room.max(RERANKED);
    let (matches, ranked) = loop {
        let mut matches = articles.find(request.matching, request.sort, needed)?;
        if let Some(recent) = request.recent.filter(|_| request.sort == Sort::Score) {
            prefer_fresh(&articles, recent, &mut matches);
        }
        let tiers = [std::mem::take(&mut matches.first), std::mem::take(&mut matches.second)];
        let found: usize = tiers.iter().map(Vec::len).sum();
        let mut ranked = ranked(archive, &plan, &articles, tiers, needed, request.sort)?;
        // Many copies of few stories: the page is filled from further down.
        if !request.folds || fold(archive, &articles, &mut ranked, room)? || found < needed {
            break (matches, ranked);
        }
        needed = needed.saturating_mul(4);
    };
    let page: Vec<Ranked> = ranked.into_iter().skip(request.offset).take(request.limit).collect();
    let is_relaxed = page.iter().any(|ranked| ranked.found.matched == Matched::Some);
    let hits = hits(archive, &plan, &articles, request, page)?;

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
    let matches = articles.find(request.matching, Sort::Score, RERANKED)?;
    let tiers = [matches.first, matches.second];
    let ranked = ranked(archive, plan, &articles, tiers, RERANKED, Sort::Score)?;
    let best = ranked.iter().take(feedback::SOURCES).map(|r| (r.found.place, r.score));
    let (best, collection) = (best.collect::<Vec<_>>(), articles.collection);
    feedback::widen(archive, plan, &collection, &best)
}

/// Puts the articles of each tier in order: the first before the second.
fn ranked(
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

/// Returns what a request asks of an archive, its words taken from the archive's dictionary.
fn plan(archive: &Archive, request: &SearchRequest) -> Result<Plan> {
    let SearchRequest { text, query, sources, dates, .. } = request;
    let mut plan = lower(text, query, archive.languages(), sources, dates);
    plan.within = request.within;
    expand(archive, &mut plan)?;
    Ok(plan)
}

/// An article with what the second step found.
struct Ranked {
    found: Found,
    score: f64,
    evidence: Option<Evidence>,
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

/// Loads and marks the hits of a page.
fn hits(
    archive: &Archive,
    plan: &Plan,
    articles: &Articles<'_>,
    request: &SearchRequest,
    mut page: Vec<Ranked>,
) -> Result<Vec<Hit>> {
    if page.is_empty() {
        return Ok(Vec::new());
    }
    if request.passages > 0 {
        let missing: Vec<usize> = (0..page.len()).filter(|&i| page[i].evidence.is_none()).collect();
        let places: Vec<Place> = missing.iter().map(|&i| page[i].found.place).collect();
        for (i, evidence) in missing.into_iter().zip(evidence(archive, plan, articles, &places)?) {
            page[i].evidence = Some(evidence);
        }
    }
    let reader = archive.articles()?;
    let places: Vec<Place> = page.iter().map(|ranked| ranked.found.place).collect();
    let mut hits: Vec<Hit> = archive.with_analyser(|analyser| {
        let hit = |(i, ranked)| {
            let hit = hit(archive, plan, articles, request, &reader, analyser, ranked);
            Hit { rank: request.offset + i + 1, ..hit }
        };
        page.into_iter().enumerate().map(hit).collect()
    });
    for (hit, place) in hits.iter_mut().zip(places) {
        let name = articles.name(place);
        let group = archive.groups()?.of(name);
        hit.group = earliest(group.as_deref());
        if let Some(group) = group.filter(|_| request.folds) {
            hit.folded = folded(archive, articles, &reader, request.matching, &group, name)?;
        }
    }
    Ok(hits)
}

fn hit(
    archive: &Archive,
    plan: &Plan,
    articles: &Articles<'_>,
    request: &SearchRequest,
    reader: &ArticleReader<'_>,
    analyser: &mut Analyser,
    ranked: Ranked,
) -> Hit {
    let place = ranked.found.place;
    let evidence = ranked.evidence.unwrap_or_default();
    let parts = if request.explain {
        parts(plan, articles, &ranked.found, &evidence, ranked.score)
    } else {
        Vec::new()
    };
    let mut hit = Hit {
        rank: 0,
        score: ranked.score,
        matched: ranked.found.matched,
        group: None,
        folded: Folded::default(),
        is_stale: false,
        read_error: None,
        article: HitArticle {
            id: articles.name(place).id,
            path: Default::default(),
            article: Article::default(),
        },
        opening: None,
        title_marks: Vec::new(),
        lead: None,
        passages: Vec::new(),
        parts,
    };
    let mut stored = match reader.read(place) {
        Ok(stored) => stored,
        Err(reason) => {
            hit.read_error = Some(reason);
            return hit;
        }
    };
    let language = stored.language();
    let mut mark = Marker { plan, articles, place, language, analyser };
    match &stored.article.title {
        Some(title) => hit.title_marks = mark.title(&title.value),
        None => {
            let text = &stored.article.text;
            hit.opening = Some(text[..text.floor_char_boundary(OPENING_BYTES)].to_owned());
        }
    }
    for shown in evidence.passages.iter().take(request.passages) {
        let Some(mut passage) = passage(&stored, shown.number) else { continue };
        passage.score = shown.score;
        passage.marks = mark.passage(&passage.text);
        hit.passages.push(passage);
    }
    if hit.passages.is_empty() && request.passages > 0 {
        hit.lead = passage(&stored, 0);
    }
    let path = archive.path_of(&stored);
    hit.is_stale = archive.is_stale(&stored);
    hit.article.path = path.unwrap_or_else(|| stored.relative.clone());
    stored.article.text = String::new();
    hit.article.article = stored.article;
    hit
}

/// Marks what is shown of one article.
struct Marker<'a, 'b> {
    plan: &'a Plan,
    articles: &'a Articles<'b>,
    place: Place,
    language: Language,
    analyser: &'a mut Analyser,
}

impl Marker<'_, '_> {
    fn passage(&mut self, text: &str) -> Vec<Range<usize>> {
        match self.plan.within {
            Some(within) => self.within(text, Some(within)),
            None => self.reasons(text, |scope| scope == Scope::Anywhere),
        }
    }

    fn title(&mut self, text: &str) -> Vec<Range<usize>> {
        let in_title = |scope| scope == Scope::Field(FieldName::Title);
        if self.plan.within.is_none() {
            return self.reasons(text, move |scope| scope == Scope::Anywhere || in_title(scope));
        }
        // What is bound to the title is about the whole of it.
        let mut found = self.within(text, None);
        found.extend(self.reasons(text, in_title));
        joined(found)
    }

    fn reasons(&mut self, text: &str, fits: impl Fn(Scope) -> bool + Clone) -> Vec<Range<usize>> {
        let reasons = self.articles.reasons(self.place);
        let leaves = reasons.iter().map(|&leaf| &self.plan.leaves[leaf]);
        let leaves = leaves.filter(move |leaf| fits(leaf.scope));
        marks(self.analyser, text, self.language, leaves)
    }

    fn within(&mut self, text: &str, within: Option<Within>) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        self.articles.around(self.place, &mut |around| {
            found = marks_within(self.analyser, text, self.language, within, around);
        });
        found
    }
}

/// Cuts a passage out of its article.
fn passage(stored: &StoredArticle, number: usize) -> Option<Passage> {
    let bytes = stored.passages.get(number)?.clone();
    let text = stored.article.text[bytes.clone()].to_owned();
    let start = stored.article.text[..bytes.start].chars().count();
    let place = start..start + text.chars().count();
    Some(Passage { text, place, score: 0.0, marks: Vec::new() })
}

fn parts(
    plan: &Plan,
    articles: &Articles<'_>,
    found: &Found,
    evidence: &Evidence,
    score: f64,
) -> Vec<(String, f64)> {
    let words = articles.explain(found.place).into_iter();
    let (typed, added): (Vec<_>, Vec<_>) =
        words.partition(|&(leaf, _)| plan.leaves[leaf].count > 0);
    let mut parts: Vec<(String, f64)> =
        typed.into_iter().map(|(leaf, part)| (plan.leaves[leaf].text.clone(), part)).collect();
    if !plan.added.is_empty() {
        parts.push(("added words".to_owned(), added.iter().map(|(_, part)| part).sum()));
    }
    // The second step looks at the best articles only.
    if score != found.score * found.freshness {
        parts.push(("best passage".to_owned(), evidence.passage_bonus));
        parts.push(("closeness".to_owned(), evidence.closeness));
    }
    if found.freshness < 1.0 {
        let fresh: f64 = parts.iter().map(|(_, part)| part).sum();
        parts.push(("age".to_owned(), score - fresh));
    }
    parts
}

/// Returns the word forms of the index that each leaf stands for.
fn forms(archive: &Archive, plan: &Plan) -> Result<Vec<ItemForms>> {
    let each = |leaf: &Leaf| Ok((leaf.text.clone(), leaf_forms(archive, leaf)?));
    plan.leaves
        .iter()
        .map(each)
        .collect::<tantivy::Result<_>>()
        .map_err(Error::engine("reading the dictionary"))
}

fn leaf_forms(archive: &Archive, leaf: &Leaf) -> tantivy::Result<Vec<(String, u64)>> {
    let fields = archive.fields();
    let mut forms = std::collections::BTreeMap::new();
    for slot in leaf.sequences().flat_map(|sequence| &sequence.slots) {
        for segment in archive.segments() {
            for field in [fields.text_terms, fields.title_terms] {
                let index = segment.inverted_index(field)?;
                sequences::each_term(&index, slot, |term, info| {
                    let form = std::str::from_utf8(term).ok().and_then(form_of);
                    *forms.entry(form.unwrap_or_default()).or_insert(0) += u64::from(info.doc_freq);
                })?;
            }
        }
    }
    Ok(forms.into_iter().collect())
}

#[cfg(test)]
mod tests;
