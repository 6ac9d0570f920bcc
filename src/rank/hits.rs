//! The articles of a page -> hits: loaded, their passages cut out, marked.

use std::ops::Range;

use super::articles::Articles;
use super::explain::parts;
use super::fold::{Folded, Shown};
use super::halves::{in_pieces, threads};
use super::hit::{Hit, HitArticle, Passage, opening};
use super::marks::{joined, marks, marks_at, marks_within};
use super::order::Ranked;
use super::passages::{Evidence, evidence};
use super::request::SearchRequest;
use crate::analysis::{Analyser, Language};
use crate::article::Article;
use crate::error::Result;
use crate::index::{Archive, ArticleReader, Place, StoredArticle};
use crate::query::ast::FieldName;
use crate::query::{Plan, Scope, Within};

/// Loads and marks the hits of a page; names below them what is folded, where copies are.
pub fn hits(
    archive: &Archive,
    plan: &Plan,
    articles: &Articles<'_>,
    request: &SearchRequest,
    mut page: Vec<Ranked>,
    shown: &Shown,
) -> Result<Vec<Hit>> {
    if page.is_empty() {
        return Ok(Vec::new());
    }
    if request.passages > 0 {
        let missing: Vec<usize> = (0..page.len()).filter(|&i| page[i].evidence.is_none()).collect();
        let places: Vec<Place> = missing.iter().map(|&i| page[i].found.place).collect();
        for (i, evidence) in missing.into_iter().zip(evidence(plan, articles, &places)?) {
            page[i].evidence = Some(evidence);
        }
    }
    let page = page.into_iter().enumerate().collect();
    in_pieces(page, threads(), &|page: Vec<(usize, Ranked)>| {
        let reader = archive.articles()?;
        let mut files = None;
        let mut hit = |(i, ranked): (usize, Ranked), analyser: &mut Analyser| {
            let name = articles.name(ranked.found.place);
            let mut hit = hit(archive, plan, articles, request, &reader, analyser, ranked);
            hit.rank = request.offset + i + 1;
            if !request.folds {
                hit.group = archive.earliest_of(name)?.map(|earliest| earliest.id);
            } else if let Some(group) = shown.group_of(name) {
                hit.group = group.first().map(|earliest| earliest.name.id);
                let files = match &mut files {
                    Some(files) => files,
                    none => none.insert(archive.files()?),
                };
                hit.folded = shown.folded(articles, (&reader, files), request.matching, name)?;
            }
            Ok(hit)
        };
        archive.with_analyser(|analyser| page.into_iter().map(|r| hit(r, analyser)).collect())
    })
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
    let mut reasons = Vec::new();
    articles.reasons(place, &mut reasons);
    let mut mark = Marker { plan, articles, place, reasons, language, analyser };
    match &stored.article.title {
        Some(title) => hit.title_marks = mark.title(&title.value),
        None => hit.opening = opening(&stored.article),
    }
    let passages = evidence.passages(&articles.collection.formula, &articles.weights);
    for shown in passages.iter().take(request.passages) {
        let Some(mut passage) = passage(&stored, shown.number) else { continue };
        passage.score = shown.score;
        passage.marks = mark.passage(&passage.text, &evidence, shown.number);
        hit.passages.push(passage);
    }
    if request.lead || (hit.passages.is_empty() && request.passages > 0) {
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
    /// The leaves because of which it matched.
    reasons: Vec<usize>,
    language: Language,
    analyser: &'a mut Analyser,
}

impl Marker<'_, '_> {
    fn passage(&mut self, text: &str, evidence: &Evidence, number: usize) -> Vec<Range<usize>> {
        if let Some(within) = self.plan.within {
            return self.within(text, Some(within));
        }
        let leaves = self.reasons.iter().copied();
        let anywhere: Vec<usize> =
            leaves.filter(|&leaf| self.plan.leaves[leaf].scope == Scope::Anywhere).collect();
        let leaves = anywhere.iter().map(|&leaf| &self.plan.leaves[leaf]);
        match evidence.places(self.plan, &anywhere, number) {
            Some(places) => marks_at(self.analyser, text, self.language, leaves, |position| {
                places.binary_search(&position).is_ok()
            }),
            None => marks(self.analyser, text, self.language, leaves),
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
        let leaves = self.reasons.iter().map(|&leaf| &self.plan.leaves[leaf]);
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
