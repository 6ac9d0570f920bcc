//! A result -> the views of its query, its hits and its receipt.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{ArticleView, Span, six, span, spans};
use crate::query::ast::Note;
use crate::rank::{Hit, Matched, Passage, Reading, Receipt};

#[derive(Serialize)]
pub(super) struct QueryView<'a> {
    text: &'a str,
    parsed: &'a str,
    ignored: Vec<NoteView<'a>>,
    expanded: &'a BTreeMap<String, Vec<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    added: Vec<AddedView<'a>>,
    did_you_mean: Vec<SuggestionView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    forms: Option<BTreeMap<&'a str, BTreeMap<&'a str, u64>>>,
}

#[derive(Serialize)]
struct AddedView<'a> {
    word: &'a str,
    weight: f64,
}

#[derive(Serialize)]
struct SuggestionView<'a> {
    word: &'a str,
    at: Span,
    suggestion: &'a str,
    articles: u64,
}

#[derive(Serialize)]
struct NoteView<'a> {
    text: &'a str,
    at: Span,
    reason: &'a str,
}

#[derive(Serialize)]
pub(super) struct HitView<'a> {
    rank: usize,
    score: f64,
    matched: &'static str,
    group: Option<String>,
    stale: bool,
    read_error: Option<&'a str>,
    article: ArticleView<'a>,
    title_marks: Vec<Span>,
    lead: Option<LeadView<'a>>,
    passages: Vec<PassageView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Vec<PartView<'a>>>,
}

#[derive(Serialize)]
struct LeadView<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct PassageView<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    score: f64,
    marks: Vec<Span>,
}

#[derive(Serialize)]
struct PartView<'a> {
    name: &'a str,
    score: f64,
}

#[derive(Serialize)]
pub(super) struct ReceiptView {
    matched_all: u64,
    matched_some: Option<u64>,
    searched: u64,
    sources: u64,
    undated: u64,
    excluded_undated: u64,
    skipped_files: u64,
    relaxed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    half_life_days: Option<f64>,
    took_ms: f64,
}

pub(super) fn query_view(reading: &Reading) -> QueryView<'_> {
    let note = |note: &'_ Note| span(&reading.text, &note.span);
    let forms = (!reading.forms.is_empty()).then(|| {
        reading.forms.iter().map(|(text, forms)| (text.as_str(), counts(forms))).collect()
    });
    QueryView {
        text: &reading.text,
        parsed: &reading.parsed,
        ignored: reading
            .ignored
            .iter()
            .map(|n| NoteView { text: &n.text, at: note(n), reason: &n.reason })
            .collect(),
        expanded: &reading.expanded,
        added: reading
            .added
            .iter()
            .map(|added| AddedView { word: &added.word, weight: six(added.weight) })
            .collect(),
        did_you_mean: reading
            .did_you_mean
            .iter()
            .map(|s| SuggestionView {
                word: &s.word,
                at: span(&reading.text, &s.place),
                suggestion: &s.suggestion,
                articles: s.articles,
            })
            .collect(),
        forms,
    }
}

pub(super) fn hit_view(hit: &Hit) -> HitView<'_> {
    let article = &hit.article.article;
    let title = article.title.as_ref().map_or("", |title| title.value.as_str());
    let parts = hit.parts.iter().map(|(name, score)| PartView { name, score: six(*score) });
    HitView {
        rank: hit.rank,
        score: six(hit.score),
        matched: match hit.matched {
            Matched::All => "all",
            Matched::Some => "some",
        },
        group: hit.group.map(|id| id.to_string()),
        stale: hit.is_stale,
        read_error: hit.read_error.as_deref(),
        article: ArticleView::new(hit.article.id, &hit.article.path, article),
        title_marks: spans(title, &hit.title_marks),
        lead: hit.lead.as_ref().map(|lead| LeadView {
            text: &lead.text,
            start: lead.place.start,
            end: lead.place.end,
        }),
        passages: hit.passages.iter().map(passage_view).collect(),
        parts: (!hit.parts.is_empty()).then(|| parts.collect()),
    }
}

fn passage_view(passage: &Passage) -> PassageView<'_> {
    PassageView {
        text: &passage.text,
        start: passage.place.start,
        end: passage.place.end,
        score: six(passage.score),
        marks: spans(&passage.text, &passage.marks),
    }
}

pub(super) fn receipt_view(receipt: &Receipt) -> ReceiptView {
    ReceiptView {
        matched_all: receipt.matched_all,
        matched_some: receipt.matched_some,
        searched: receipt.searched,
        sources: receipt.sources,
        undated: receipt.undated,
        excluded_undated: receipt.excluded_undated,
        skipped_files: receipt.skipped_files,
        relaxed: receipt.is_relaxed,
        half_life_days: receipt.half_life_days,
        took_ms: (receipt.took_ms * 1e3).round() / 1e3,
    }
}

fn counts(forms: &[(String, u64)]) -> BTreeMap<&str, u64> {
    forms.iter().map(|(form, articles)| (form.as_str(), *articles)).collect()
}
