//! One article whole, for people and for programs, and a line of a list.

use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use serde::Serialize;

use super::escape::to_json_pretty;
use super::json::{Span, spans};
use super::safe::safe;
use super::text::{STALE, TextStyle, facts, opening_words, record_of, short_id};
use super::wrap::wrap_lines;
use crate::article::Field;
use crate::index::StoredArticle;
use crate::rank::Listed;

#[derive(Serialize)]
pub(super) struct FieldView<'a> {
    value: String,
    method: &'static str,
    evidence: &'a str,
}

impl<'a> FieldView<'a> {
    pub(super) fn of<T: ToString>(field: &'a Option<Field<T>>) -> Option<FieldView<'a>> {
        field.as_ref().map(|field| FieldView {
            value: field.value.to_string(),
            method: field.method.as_str(),
            evidence: &field.evidence,
        })
    }
}

/// Writes one article as JSON: each field with its method and evidence, the text, its passages and
/// marks as code points of the text.
///
/// # Errors
/// Those of the writer.
pub fn write_article_json(
    out: &mut dyn Write,
    listed: &Listed,
    stored: &StoredArticle,
    marks: &[Range<usize>],
    raw: bool,
) -> io::Result<()> {
    #[derive(Serialize)]
    struct Body<'a> {
        id: String,
        key: Option<&'a str>,
        path: String,
        ordinal: u32,
        url: Option<FieldView<'a>>,
        title: Option<FieldView<'a>>,
        source: Option<FieldView<'a>>,
        author: Option<FieldView<'a>>,
        date: Option<FieldView<'a>>,
        language: Option<FieldView<'a>>,
        stale: bool,
        notes: &'a [String],
        text: &'a str,
        passages: Vec<Span>,
        marks: Vec<Span>,
        left_out: Vec<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        raw: Option<String>,
    }
    let article = &stored.article;
    let body = Body {
        id: stored.id.to_string(),
        key: article.key.as_deref(),
        path: listed.path.to_string_lossy().into_owned(),
        ordinal: article.ordinal,
        url: FieldView::of(&article.url),
        title: FieldView::of(&article.title),
        source: FieldView::of(&article.source),
        author: FieldView::of(&article.author),
        date: FieldView::of(&article.date),
        language: FieldView::of(&article.language),
        stale: listed.is_stale,
        notes: &article.notes,
        text: &article.text,
        passages: spans(&article.text, &stored.passages),
        marks: spans(&article.text, marks),
        left_out: article.left_out.iter().map(|left| left.line.as_str()).collect(),
        raw: raw.then(|| raw_text(stored)),
    };
    to_json_pretty(out, &body)
}

/// Writes one article for people: its fields with how each was found, then its text.
///
/// # Errors
/// Those of the writer.
pub fn write_article_text(
    out: &mut dyn Write,
    listed: &Listed,
    stored: &StoredArticle,
    marks: &[Range<usize>],
    style: &TextStyle,
) -> io::Result<()> {
    article_text(out, &listed.path, listed.is_stale, stored, marks, style)
}

pub(super) fn article_text(
    out: &mut dyn Write,
    path: &Path,
    is_stale: bool,
    stored: &StoredArticle,
    marks: &[Range<usize>],
    style: &TextStyle,
) -> io::Result<()> {
    let article = &stored.article;
    writeln!(out, "id        {}", stored.id)?;
    writeln!(out, "file      {}{}", style.path(path), record_of(article))?;
    if is_stale {
        writeln!(out, "          {STALE}")?;
    }
    let fields = [
        ("title", FieldView::of(&article.title)),
        ("source", FieldView::of(&article.source)),
        ("date", FieldView::of(&article.date)),
        ("author", FieldView::of(&article.author)),
        ("url", FieldView::of(&article.url)),
        ("language", FieldView::of(&article.language)),
    ];
    for (name, field) in fields {
        match field {
            Some(field) => {
                writeln!(out, "{name:<10}{}", safe(&field.value))?;
                let how = format!("from {}: {}", field.method, safe(field.evidence.trim()));
                writeln!(out, "          {}", style.dim(&how))?;
            }
            None => writeln!(out, "{name:<10}{}", style.dim("unknown"))?,
        }
    }
    for note in &article.notes {
        writeln!(out, "note      {}", safe(note))?;
    }
    let left_out = article.left_out.len();
    if left_out > 0 {
        let lines = if left_out == 1 { "line" } else { "lines" };
        writeln!(out, "left out  {left_out} {lines} of the site; --raw shows them")?;
    }
    writeln!(out)?;
    wrap_lines(&article.text, marks, style.marks(), style.width, |line| writeln!(out, "{line}"))
}

/// Writes the text of an article with the lines that were left out of it.
///
/// # Errors
/// Those of the writer.
pub fn write_raw(out: &mut dyn Write, stored: &StoredArticle) -> io::Result<()> {
    for line in raw_text(stored).lines() {
        writeln!(out, "{}", safe(line))?;
    }
    Ok(())
}

fn raw_text(stored: &StoredArticle) -> String {
    let article = &stored.article;
    let mut raw = String::with_capacity(article.text.len());
    let mut at = 0;
    for left in &article.left_out {
        let to = left.at.clamp(at, article.text.len());
        raw.push_str(article.text.get(at..to).unwrap_or_default());
        if !raw.is_empty() && !raw.ends_with('\n') {
            raw.push('\n');
        }
        raw.push_str(&left.line);
        raw.push('\n');
        at = to;
    }
    raw.push_str(article.text.get(at..).unwrap_or_default());
    raw
}

/// Writes one article of a list as a line: id, date, outlet, title, file.
///
/// # Errors
/// Those of the writer.
pub fn write_list_line(out: &mut dyn Write, listed: &Listed, style: &TextStyle) -> io::Result<()> {
    let stored = match &listed.stored {
        Ok(stored) => stored,
        Err(reason) => return writeln!(out, "! cannot be read back: {}", safe(reason)),
    };
    let article = &stored.article;
    let title = match &article.title {
        Some(title) => safe(&title.value).into_owned(),
        None => opening_words(&article.text),
    };
    let [source, date] = &facts(article)[..] else { return Ok(()) };
    let id = short_id(&stored.id.to_string());
    let path = style.path(&listed.path) + &record_of(article);
    let stale = if listed.is_stale { "  ! changed or gone" } else { "" };
    writeln!(out, "{id}  {date:<10}  {source}  {title}  {}{stale}", style.dim(&path))
}
