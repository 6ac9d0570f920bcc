//! Texts that databases of the press hand out -> the articles in them.
//!
//! One file holds many documents, each beside lines that say what it is. `nexis` knows two layouts,
//! `factiva` two and `proquest` one; `parts` cuts the file, one document in memory at a time. The lines that say something
//! give the fields and are no story, and what does not read as a document stays the text that it is.

mod factiva;
mod nexis;
mod parts;
mod proquest;

use std::io::BufRead;
use std::ops::Range;

use serde_json::Value;

use self::parts::Parts;
use super::keys::{self, Pair};
use super::text::{self, Kind};
use super::{Context, Draft, Out, encoding, story};
use crate::article::{Method, SkipReason};

/// How documents are told from each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Each opens with `1 of 250 DOCUMENTS`.
    Numbered,
    /// Each closes with `End of Document`.
    Ended,
    /// Each line of a kind has its code above it or in front of it; the last has the document's own.
    Coded,
    /// A line of underscores stands between them, and what they are below their stories.
    Ruled,
}

/// Returns the layout of a text that opens as such a file.
pub(super) fn layout(head: &str) -> Option<Layout> {
    let found = nexis::layout(head);
    let found = found.or_else(|| factiva::is_coded(head).then_some(Layout::Coded));
    found.or_else(|| proquest::is_ruled(head).then_some(Layout::Ruled))
}

/// Reads every document; a file of one is one article.
pub(super) fn read(
    input: &mut dyn BufRead,
    layout: Layout,
    context: &Context<'_>,
    out: &mut Out<'_>,
) -> Result<(), SkipReason> {
    let mut parts = Parts::new(input, layout);
    let mut number = 0u64;
    let mut next = parts.next();
    while let Some(part) = next {
        next = parts.next();
        number += 1;
        let place = || format!("document {number}");
        match part.and_then(|bytes| draft(bytes, layout, context)) {
            Err(reason) if number == 1 && next.is_none() => return Err(reason),
            Err(reason) => out.bad_record(context, place(), reason),
            Ok(draft) if number == 1 && next.is_none() => return out.only(draft, context),
            Ok(draft) => out.record(None, draft, context, place),
        }
    }
    if number == 0 { Err(SkipReason::Empty) } else { Ok(()) }
}

/// Reads one document.
fn draft(bytes: Vec<u8>, layout: Layout, context: &Context<'_>) -> Result<Draft, SkipReason> {
    let decoded = encoding::decode(bytes, None)?;
    let lines: Vec<&str> = decoded.text.split('\n').map(str::trim_end).collect();
    let found = match layout {
        Layout::Numbered => nexis::numbered(&lines),
        Layout::Ended => nexis::ended(&lines),
        Layout::Coded => factiva::document(&lines),
        Layout::Ruled => proquest::document(&lines),
    };
    let mut draft = match found {
        Some(found) => {
            let raw = found.lines.map_or(decoded.text, |lines| lines.join("\n"));
            let mut draft = Draft { raw, labels: found.labels, ..Draft::default() };
            keys::fill(&mut draft.article, &found.pairs, Method::Record, context.order);
            draft
        }
        None => text::draft(&decoded.text, Kind::Plain, context),
    };
    draft.article.notes.splice(0..0, decoded.notes);
    Ok(draft)
}

/// What the lines of a document say.
#[derive(Debug, Default)]
struct Document {
    /// What they say of it, under the names of [`keys`].
    pairs: Vec<Pair>,
    /// Lines that are no story.
    labels: Vec<Range<usize>>,
    /// The lines, where they are not those of the file.
    lines: Option<Vec<String>>,
}

impl Document {
    /// Adds what the text `evidence` says of `key`.
    fn say(&mut self, key: &str, value: &str, evidence: &str) {
        let value = match key {
            "author" => story::byline(value).unwrap_or_else(|| value.to_string()),
            _ => value.to_string(),
        };
        if value.is_empty() {
            return;
        }
        let evidence = Some(evidence.to_string());
        self.pairs.push(Pair { key: key.to_string(), value: Value::String(value), evidence });
    }
}

/// Words with single spaces between them.
fn folded(lines: &[&str]) -> String {
    lines.iter().flat_map(|line| line.split_whitespace()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
