//! What is similar to an article, for people and programs.

use std::io::{self, Write};

use serde::Serialize;

use super::escape::to_json_pretty;
use super::json::ArticleView;
use super::safe::safe;
use super::text::{INDENT, STALE, TextStyle, facts_line, opening_words};
use crate::rank::{Similar, SimilarResult};

/// Writes near copies, then related stories, each below a line that says so.
///
/// # Errors
/// Those of the writer.
pub fn write_similar_text(
    out: &mut dyn Write,
    result: &SimilarResult,
    style: &TextStyle,
) -> io::Result<()> {
    let mut last = None;
    for (i, similar) in result.found.iter().enumerate() {
        if last != Some(similar.is_copy) {
            let head = if similar.is_copy { "-- near copies:" } else { "-- related:" };
            let gap = if i > 0 { "\n" } else { "" };
            writeln!(out, "{gap}{}\n", style.dim(head))?;
            last = Some(similar.is_copy);
        }
        write_one(out, i + 1, similar, style)?;
    }
    Ok(())
}

fn write_one(
    out: &mut dyn Write,
    number: usize,
    similar: &Similar,
    style: &TextStyle,
) -> io::Result<()> {
    let article = &similar.article.article;
    let title = match &article.title {
        Some(title) => safe(&title.value).into_owned(),
        None => opening_words(similar.opening.as_deref().unwrap_or_default()),
    };
    writeln!(out, "{number}. {title}")?;
    writeln!(out, "{INDENT}{}", style.dim(&facts_line(&similar.article, style)))?;
    if similar.is_stale {
        writeln!(out, "{INDENT}{STALE}")?;
    }
    let percent = |share: f64| (share * 100.0).round();
    let (of_asked, of_found) = (percent(similar.of_asked), percent(similar.of_found));
    let common =
        format!("{of_asked} % of the article stands here, {of_found} % of this stands there");
    let words = similar.words.iter().map(|word| safe(word)).collect::<Vec<_>>().join(", ");
    match similar.is_copy {
        true => writeln!(out, "{INDENT}{common}"),
        false => writeln!(out, "{INDENT}both have: {words}; {common}"),
    }
}

#[derive(Serialize)]
struct SimilarView<'a> {
    kind: &'static str,
    share_of_article: f64,
    share_of_this: f64,
    score: f64,
    words: &'a [String],
    group: Option<String>,
    stale: bool,
    article: ArticleView<'a>,
}

/// Writes what is similar to an article as one JSON object.
///
/// # Errors
/// Those of the writer.
pub fn write_similar_json(out: &mut dyn Write, result: &SimilarResult) -> io::Result<()> {
    #[derive(Serialize)]
    struct ReceiptView {
        searched: u64,
        took_ms: f64,
    }
    #[derive(Serialize)]
    struct Body<'a> {
        article: ArticleView<'a>,
        group: Option<String>,
        similar: Vec<SimilarView<'a>>,
        receipt: ReceiptView,
    }
    let asked = &result.article;
    let body = Body {
        article: ArticleView::new(asked.id, &asked.path, &asked.article),
        group: result.group.map(|id| id.to_string()),
        similar: result.found.iter().map(similar_view).collect(),
        receipt: ReceiptView { searched: result.searched, took_ms: thousandths(result.took_ms) },
    };
    to_json_pretty(out, &body)
}

fn thousandths(share: f64) -> f64 {
    (share * 1e3).round() / 1e3
}

fn similar_view(similar: &Similar) -> SimilarView<'_> {
    let article = &similar.article;
    SimilarView {
        kind: if similar.is_copy { "copy" } else { "related" },
        share_of_article: thousandths(similar.of_asked),
        share_of_this: thousandths(similar.of_found),
        score: thousandths(similar.score),
        words: &similar.words,
        group: similar.group.map(|id| id.to_string()),
        stale: similar.is_stale,
        article: ArticleView::new(article.id, &article.path, &article.article),
    }
}
