//! A text file -> one article: header block if there is one, Markdown rendered, the rest as it is.

mod line_ends;
mod page_lines;

use super::encoding;
use super::{Context, Draft, Out, front_matter, keys, markdown, offer, sniff};
use crate::article::{Method, SkipReason};

/// How the text of a file is marked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// As it is, unless a header block says otherwise.
    Plain,
    /// Markdown, by its name.
    Markdown,
}

/// Reads a whole file as one article.
pub(super) fn read(
    bytes: Vec<u8>,
    kind: Kind,
    context: &Context<'_>,
    out: &mut Out<'_>,
) -> Result<(), SkipReason> {
    let decoded = encoding::decode(bytes, None)?;
    let mut draft = draft(&decoded.text, kind, context);
    draft.article.notes.splice(0..0, decoded.notes);
    out.only(draft, context)
}

/// Splits off the header block and renders the body.
pub(super) fn draft(text: &str, kind: Kind, context: &Context<'_>) -> Draft {
    // The first line of a table is the names of its columns, known or not.
    let first = text.trim_start().lines().next().unwrap_or_default();
    let is_table = matches!(sniff::extension(&context.name).as_str(), "csv" | "tsv" | "tab")
        && first.contains([',', ';', '\t']);
    let mut draft = Draft { top: !is_table, pasted: !is_table, ..Draft::default() };
    let mut body = text;
    let mut is_markdown = kind == Kind::Markdown;
    if let Some(split) = front_matter::split(text) {
        keys::fill(&mut draft.article, &split.pairs, Method::FrontMatter, context.order);
        draft.article.notes.extend(split.note);
        // Writers of fenced headers write Markdown, whatever the file is called.
        is_markdown |= split.fenced;
        body = split.body;
    } else if is_markdown && let Some((heading, split)) = front_matter::below_heading(text) {
        keys::fill(&mut draft.article, &split.pairs, Method::FrontMatter, context.order);
        let title = Some(heading.to_string());
        offer(&mut draft.article.title, title, Method::Heading, || format!("# {heading}"));
        body = split.body;
    } else if front_matter::never_closes(text) {
        draft.article.notes.push("a header block is never closed; it was read as text".to_string());
    }
    if is_markdown {
        let rendered = markdown::render(body);
        if let Some(heading) = rendered.heading {
            let evidence = format!("# {heading}");
            offer(&mut draft.article.title, Some(heading), Method::Heading, || evidence);
        }
        draft.raw = rendered.text;
        draft.sections = rendered.sections;
    } else {
        draft.raw = line_ends::joined(body);
        draft.labels = page_lines::labels(&draft.raw);
    }
    draft
}
