//! Where a line stands: the wording of each outlet with what differs, for people and programs.

use std::io::{self, Write};
use std::ops::Range;

use serde::Serialize;

use super::escape::to_json_pretty;
use super::json::{ArticleView, Span, span};
use super::safe::safe;
use super::text::{INDENT, STALE, TextStyle, facts_line};
use super::wrap::wrap_lines;
use crate::rank::{Difference, DifferenceKind, How, QuoteResult, Quoted};

/// Writes where a line stands, or that it was not found.
///
/// # Errors
/// Those of the writer.
pub fn write_quote_text(
    out: &mut dyn Write,
    result: &QuoteResult,
    style: &TextStyle,
) -> io::Result<()> {
    if result.found.is_empty() && result.total == 0 {
        return writeln!(out, "not found");
    }
    for (i, quoted) in result.found.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        write_quoted(out, i + 1, &result.text, quoted, style)?;
    }
    let more = result.total - result.found.len();
    if more > 0 {
        writeln!(out, "\n-- {more} more; -n shows them")?;
    }
    Ok(())
}

fn write_quoted(
    out: &mut dyn Write,
    number: usize,
    text: &str,
    quoted: &Quoted,
    style: &TextStyle,
) -> io::Result<()> {
    let line = facts_line(&quoted.article, style);
    let place = if quoted.in_title { ", in the headline" } else { "" };
    writeln!(out, "{number}. {}{place}: {line}", how_of(quoted.how))?;
    if quoted.is_stale {
        writeln!(out, "{INDENT}{STALE}")?;
    }
    let width = style.width.saturating_sub(INDENT.len());
    wrap_lines(&quoted.wording, &marks(quoted), style.marks(), width, |line| {
        if line.is_empty() { Ok(()) } else { writeln!(out, "{INDENT}{line}") }
    })?;
    for difference in &quoted.differences {
        writeln!(out, "{INDENT}- {}", said(text, &quoted.wording, difference))?;
    }
    Ok(())
}

/// Returns what of the wording is marked: all that was quoted where it is exact, else the words
/// that the line has otherwise or lacks.
fn marks(quoted: &Quoted) -> Vec<Range<usize>> {
    match quoted.how {
        How::Exact => vec![quoted.quoted.clone()],
        How::Cut | How::Near => {
            let mut marks: Vec<Range<usize>> =
                quoted.differences.iter().filter_map(|differs| differs.there.clone()).collect();
            marks.sort_by_key(|mark| mark.start);
            marks
        }
    }
}

fn how_of(how: How) -> &'static str {
    match how {
        How::Exact => "exact",
        How::Cut => "cut",
        How::Near => "nearly",
    }
}

/// Says in words what differs.
fn said(text: &str, wording: &str, difference: &Difference) -> String {
    let of = |text: &str, range: &Option<Range<usize>>| {
        let part = range.clone().and_then(|range| text.get(range)).unwrap_or_default();
        safe(&part.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
    };
    let (asked, there) = (of(text, &difference.asked), of(wording, &difference.there));
    match difference.kind {
        DifferenceKind::Changed => format!("printed “{there}”, not “{asked}”"),
        DifferenceKind::Missing => format!("printed with “{there}”, which the quote lacks"),
        DifferenceKind::Added => format!("printed without “{asked}”"),
        DifferenceKind::LeftOut if there.is_empty() => format!("nothing is left out at “{asked}”"),
        DifferenceKind::LeftOut => {
            let words = there.split(' ').count();
            let s = if words == 1 { "" } else { "s" };
            format!("“{asked}” stands for {words} word{s}")
        }
        DifferenceKind::Bracketed if there.is_empty() => format!("“{asked}” stands for nothing"),
        DifferenceKind::Bracketed => format!("“{asked}” stands for “{there}”"),
    }
}

#[derive(Serialize)]
struct QuotedView<'a> {
    r#match: &'static str,
    article: ArticleView<'a>,
    group: Option<String>,
    stale: bool,
    r#in: &'static str,
    text: &'a str,
    start: usize,
    end: usize,
    quoted: Span,
    differences: Vec<DifferenceView<'a>>,
}

#[derive(Serialize)]
struct DifferenceView<'a> {
    kind: &'static str,
    quote: Option<PartView<'a>>,
    article: Option<PartView<'a>>,
}

#[derive(Serialize)]
struct PartView<'a> {
    text: &'a str,
    #[serde(flatten)]
    span: Span,
}

/// Writes where a line stands as one JSON object.
///
/// # Errors
/// Those of the writer.
pub fn write_quote_json(out: &mut dyn Write, result: &QuoteResult) -> io::Result<()> {
    #[derive(Serialize)]
    struct QuoteView<'a> {
        text: &'a str,
        words: usize,
    }
    #[derive(Serialize)]
    struct ReceiptView {
        found: usize,
        compared: usize,
        compared_all: bool,
        searched: u64,
        took_ms: f64,
    }
    #[derive(Serialize)]
    struct Body<'a> {
        quote: QuoteView<'a>,
        found: Vec<QuotedView<'a>>,
        receipt: ReceiptView,
    }
    let body = Body {
        quote: QuoteView { text: &result.text, words: result.words },
        found: result.found.iter().map(|quoted| quoted_view(&result.text, quoted)).collect(),
        receipt: ReceiptView {
            found: result.total,
            compared: result.compared,
            compared_all: !result.is_cut_short,
            searched: result.searched,
            took_ms: (result.took_ms * 1e3).round() / 1e3,
        },
    };
    to_json_pretty(out, &body)
}

fn quoted_view<'a>(text: &'a str, quoted: &'a Quoted) -> QuotedView<'a> {
    let part = |text: &'a str, range: &Option<Range<usize>>| {
        let range = range.as_ref()?;
        Some(PartView { text: text.get(range.clone())?, span: span(text, range) })
    };
    let difference = |differs: &'a Difference| DifferenceView {
        kind: match differs.kind {
            DifferenceKind::Changed => "changed",
            DifferenceKind::Missing => "missing",
            DifferenceKind::Added => "added",
            DifferenceKind::LeftOut => "left-out",
            DifferenceKind::Bracketed => "bracketed",
        },
        quote: part(text, &differs.asked),
        article: part(&quoted.wording, &differs.there),
    };
    QuotedView {
        r#match: match quoted.how {
            How::Exact => "exact",
            How::Cut => "cut",
            How::Near => "near",
        },
        article: ArticleView::new(quoted.article.id, &quoted.article.path, &quoted.article.article),
        group: quoted.group.map(|id| id.to_string()),
        stale: quoted.is_stale,
        r#in: if quoted.in_title { "title" } else { "text" },
        text: &quoted.wording,
        start: quoted.place.start,
        end: quoted.place.end,
        quoted: span(&quoted.wording, &quoted.quoted),
        differences: quoted.differences.iter().map(difference).collect(),
    }
}
