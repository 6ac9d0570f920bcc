//! Hits for programs: the JSON that `docs/OUTPUT.md` describes. A field is never renamed.
//!
//! Offsets are Unicode code points of the text they stand beside.

mod hits;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use serde::Serialize;

use self::hits::{HitView, QueryView, ReceiptView, hit_view, query_view, receipt_view};
use super::escape::{to_json_line, to_json_pretty, write_line};
use crate::article::{Article, ArticleId};
use crate::rank::{Listed, SearchResult};

/// A range of code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Span {
    start: usize,
    end: usize,
}

/// An article as hits and lists show it.
#[derive(Debug, Serialize)]
pub struct ArticleView<'a> {
    id: String,
    key: Option<&'a str>,
    path: String,
    ordinal: u32,
    url: Option<&'a str>,
    title: Option<&'a str>,
    source: Option<&'a str>,
    author: Option<&'a str>,
    date: Option<String>,
    language: Option<&'a str>,
}

impl<'a> ArticleView<'a> {
    /// Returns the view of an article.
    pub fn new(id: ArticleId, path: &Path, article: &'a Article) -> ArticleView<'a> {
        let text = |field: &'a Option<crate::article::Field<String>>| {
            field.as_ref().map(|field| field.value.as_str())
        };
        ArticleView {
            id: id.to_string(),
            key: article.key.as_deref(),
            path: path.to_string_lossy().into_owned(),
            ordinal: article.ordinal,
            url: text(&article.url),
            title: text(&article.title),
            source: text(&article.source),
            author: text(&article.author),
            date: article.date.as_ref().map(|field| field.value.to_string()),
            language: text(&article.language),
        }
    }
}

/// A place in a text, in code points.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct At {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
}

/// An error as programs read it.
#[derive(Debug, Serialize)]
pub struct ErrorView<'a> {
    /// Short name of the kind of error.
    pub kind: &'a str,
    /// What failed, in words.
    pub message: String,
    /// Where in the query.
    pub at: Option<At>,
    /// What to do next.
    pub hint: Option<String>,
}

#[derive(Serialize)]
struct Typed<'a, T: Serialize> {
    r#type: &'static str,
    #[serde(flatten)]
    body: &'a T,
}

/// Writes a result as one JSON object. `qid` names the query of a batch, whose objects stand on a
/// line each.
///
/// # Errors
/// Those of the writer.
pub fn write_hits_json(
    out: &mut dyn Write,
    qid: Option<&str>,
    result: &SearchResult,
) -> io::Result<()> {
    #[derive(Serialize)]
    struct Body<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        qid: Option<&'a str>,
        query: QueryView<'a>,
        hits: Vec<HitView<'a>>,
        receipt: ReceiptView,
    }
    let body = Body {
        qid,
        query: query_view(&result.reading),
        hits: result.hits.iter().map(hit_view).collect(),
        receipt: receipt_view(&result.receipt),
    };
    if qid.is_some() { to_json_line(out, &body) } else { to_json_pretty(out, &body) }
}

/// Writes the number of matching articles as JSON.
///
/// # Errors
/// Those of the writer.
pub fn write_count_json(out: &mut dyn Write, count: u64) -> io::Result<()> {
    to_json_line(out, &BTreeMap::from([("count", count)]))
}

/// Writes the files of matching articles as JSON, in the order given; on one line or laid out.
///
/// # Errors
/// Those of the writer.
pub fn write_files_json(out: &mut dyn Write, files: &[&Path], one_line: bool) -> io::Result<()> {
    let files: Vec<_> = files.iter().map(|path| path.to_string_lossy()).collect();
    let files = BTreeMap::from([("files", files)]);
    if one_line { to_json_line(out, &files) } else { to_json_pretty(out, &files) }
}

/// Writes a result as JSON Lines: the query, each hit, the receipt. `qid` names the query of a
/// batch.
///
/// # Errors
/// Those of the writer.
pub fn write_hits_jsonl(
    out: &mut dyn Write,
    qid: Option<&str>,
    result: &SearchResult,
) -> io::Result<()> {
    #[derive(Serialize)]
    struct Named<'a, T: Serialize> {
        #[serde(skip_serializing_if = "Option::is_none")]
        qid: Option<&'a str>,
        #[serde(flatten)]
        body: &'a T,
    }
    fn line<T: Serialize>(
        out: &mut dyn Write,
        r#type: &'static str,
        qid: Option<&str>,
        body: &T,
    ) -> io::Result<()> {
        write_line(out, &Typed { r#type, body: &Named { qid, body } })
    }
    line(out, "query", qid, &query_view(&result.reading))?;
    for hit in &result.hits {
        line(out, "hit", qid, &hit_view(hit))?;
    }
    line(out, "receipt", qid, &receipt_view(&result.receipt))
}

/// Writes a list of articles as one JSON object; `text` adds the text of each.
///
/// # Errors
/// Those of the writer.
pub fn write_list_json(
    out: &mut dyn Write,
    listed: &[Listed],
    total: u64,
    text: bool,
) -> io::Result<()> {
    #[derive(Serialize)]
    struct Body<'a> {
        articles: Vec<ListedView<'a>>,
        total: u64,
    }
    let articles = listed.iter().filter_map(|listed| listed_view(listed, text)).collect();
    to_json_pretty(out, &Body { articles, total })
}

/// Writes one article of a list as a line of JSON.
///
/// # Errors
/// Those of the writer.
pub fn write_list_jsonl(out: &mut dyn Write, listed: &Listed, text: bool) -> io::Result<()> {
    match listed_view(listed, text) {
        Some(body) => write_line(out, &Typed { r#type: "article", body: &body }),
        None => Ok(()),
    }
}

#[derive(Serialize)]
struct ListedView<'a> {
    #[serde(flatten)]
    article: ArticleView<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

fn listed_view(listed: &Listed, text: bool) -> Option<ListedView<'_>> {
    let stored = listed.stored.as_ref().ok()?;
    Some(ListedView {
        article: ArticleView::new(stored.id, &listed.path, &stored.article),
        text: text.then_some(stored.article.text.as_str()),
    })
}

/// Returns a score with six decimals, as hits are ordered by.
pub(super) fn six(score: f64) -> f64 {
    (score * 1e6).round() / 1e6
}

/// Turns byte ranges, in order, into ranges of code points.
pub(super) fn spans(text: &str, ranges: &[Range<usize>]) -> Vec<Span> {
    let (mut byte, mut point) = (0, 0);
    let mut points = |at: usize| {
        point += text[byte..at].chars().count();
        byte = at;
        point
    };
    let span = |range: &Range<usize>| Span { start: points(range.start), end: points(range.end) };
    ranges.iter().map(span).collect()
}

pub(super) fn span(text: &str, range: &Range<usize>) -> Span {
    let points = |at: usize| text.get(..at).map_or(0, |head| head.chars().count());
    Span { start: points(range.start), end: points(range.end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_code_points() {
        assert_eq!(
            spans("é🙂 x", &[0..2, 7..8]),
            [Span { start: 0, end: 1 }, Span { start: 3, end: 4 }]
        );
    }
}
