//! The end of a text -> the outlet that signs it.

use crate::article::{Article, Method};
use crate::read::{offer, outlets};

/// Verbs with which a text credits its own outlet.
const CREDITS: &[&str] = &[
    "reports",
    "reported",
    "writes",
    "informs",
    "learned",
    "has learned",
    "has learnt",
    "said in a",
    "correspondent",
    "correspondents",
    "transmits",
    "notes",
    "was told",
    "understands",
];

/// Takes a last line that is the outlet's own name off the end.
pub(super) fn read_signature(article: &mut Article, lines: &[&str], keep: &mut [bool], raw: &str) {
    let filled = |at: &usize| keep[*at] && !lines[*at].trim().is_empty();
    let Some(last) = (0..lines.len()).rev().find(filled) else { return };
    let Some(before) = (0..last).rev().find(filled) else { return };
    let line = lines[last].trim();
    let name = line
        .trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '—' | '–' | '-' | '(' | '©' | '/')
        })
        .trim_end_matches([')', '/']);
    let apart = last > before + 1 || lines[before].chars().count() >= 80;
    if !apart || !looks_like_outlet(name) {
        return;
    }
    let credited = raw.match_indices(name).any(|(at, _)| {
        let after = raw[at + name.len()..].trim_start();
        CREDITS.iter().any(|verb| after.starts_with(verb)) && !is_cited(&raw[..at])
    });
    let known = outlets::called(name);
    if credited || known.is_some() {
        let value = if credited { name } else { known.unwrap_or(name) };
        offer(&mut article.source, Some(value.to_string()), Method::Signature, || line.to_string());
        keep[last] = false;
    }
}

/// Words behind which a name is that of someone else's report.
const CITES: &[&str] =
    &["citing", "cites", "according to", "quoted by", "with reference to", "told"];

/// Bytes before a name that are looked at: more than the longest of [`CITES`].
const CITES_WITHIN: usize = 40;

/// True for a text that ends as one does before the name of someone who is cited.
fn is_cited(before: &str) -> bool {
    let before = before.trim_end();
    let from = before.floor_char_boundary(before.len().saturating_sub(CITES_WITHIN));
    let end = before[from..].to_lowercase();
    CITES.iter().any(|cites| end.ends_with(cites))
}

/// True for one to five capitalised words, or a name like `News.Az`.
fn looks_like_outlet(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let small =
        |word: &&str| matches!(*word, "of" | "the" | "and" | "&" | "for" | "de" | "la" | "le");
    let inner_dot = name.trim_end_matches('.').contains('.') && words.len() == 1;
    (1..=5).contains(&words.len())
        && name.chars().count() <= 40
        && (words.iter().all(|word| capital(word) || small(word)) || inner_dot)
        && !name.ends_with(['.', ',', ':', ';', '!', '?', '"', '”'])
        && name.chars().any(char::is_alphabetic)
}
