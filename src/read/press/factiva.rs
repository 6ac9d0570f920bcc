//! The layouts of Factiva: codes of two letters or three, in front of what they stand for or above it.

use super::{Document, folded};
use crate::read::dates;

/// Codes in the order of a document, and the field that each gives.
const CODES: &[(&str, Option<&str>)] = &[
    ("CLM", None),
    ("SE", None),
    ("HD", Some("title")),
    ("BY", Some("author")),
    ("CR", None),
    ("WC", None),
    ("PD", Some("date")),
    ("ET", None),
    ("SN", Some("source")),
    ("SC", None),
    ("ED", None),
    ("PG", None),
    ("VOL", None),
    ("LA", Some("language")),
    ("CY", None),
    ("LP", None),
    ("TD", None),
    ("CT", None),
    ("RF", None),
    ("CO", None),
    ("IN", None),
    ("NS", None),
    ("RE", None),
    ("IPC", None),
    ("IPD", None),
    ("PUB", None),
    ("AN", None),
];

/// Codes of the story.
const STORY: &[&str] = &["LP", "TD"];

/// Codes that every document has, besides that of its headline.
const NEEDED: &[&str] = &["PD", "WC"];

/// Lines above the first document of a file that are looked at.
const MOST_ABOVE: usize = 40;

/// Shortest name of a document.
const SHORTEST_NAME: usize = 16;

/// True for `Document LEDGER0020251204elc400001`, with its code in front of it or alone.
pub(super) fn is_end(line: &str) -> bool {
    let line = line.trim();
    let line = line.strip_prefix("AN").map_or(line, str::trim_start);
    let Some(name) = line.strip_prefix("Document ") else { return false };
    name.len() >= SHORTEST_NAME
        && name.bytes().all(|b| b.is_ascii_alphanumeric())
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().filter(u8::is_ascii_digit).count() >= 8
}

/// True for a file that opens with a document.
pub(super) fn is_coded(head: &str) -> bool {
    let opens = |line: &str| coded(line).is_some_and(|(at, _)| CODES[at].0 == "HD");
    if !head.lines().take(MOST_ABOVE).any(opens) {
        return false;
    }
    let lines: Vec<&str> = head.lines().map(str::trim_end).collect();
    let end = lines.iter().position(|line| is_end(line)).map_or(lines.len(), |at| at + 1);
    document(&lines[..end]).is_some()
}

/// The place of the code that a line opens with among all codes, and what stands behind it.
fn coded(line: &str) -> Option<(usize, &str)> {
    let length = line.bytes().take_while(u8::is_ascii_uppercase).count();
    let (code, rest) = line.split_at(length);
    let at = CODES.iter().position(|(known, _)| *known == code)?;
    // Codes stand in a column of four signs.
    let parted = rest.starts_with('\t')
        || rest.starts_with("  ")
        || code.len() == 3 && rest.starts_with(' ');
    (rest.is_empty() || parted).then(|| (at, rest.trim()))
}

/// A code of a document with the lines that it stands for.
struct Section<'a> {
    /// The place among [`CODES`].
    code: usize,
    /// The line of the code.
    start: usize,
    end: usize,
    /// What stands in that line behind the code.
    beside: &'a str,
}

/// Reads a document.
pub(super) fn document(lines: &[&str]) -> Option<Document> {
    let sections = sections(lines)?;
    let section_of = |code: &str| sections.iter().find(|section| CODES[section.code].0 == code);
    let value = |section: &Section<'_>| {
        let below = &lines[section.start + 1..section.end];
        folded(&[&[section.beside], below].concat())
    };
    if !NEEDED.iter().all(|code| section_of(code).is_some())
        || !STORY.iter().any(|code| section_of(code).is_some())
    {
        return None;
    }
    let mut document = Document::default();
    for section in &sections {
        let (code, field) = CODES[section.code];
        let Some(field) = field else { continue };
        let (text, evidence) = (value(section), folded(&lines[section.start..section.end]));
        if code == "PD" {
            let time = section_of("ET").map(value);
            let timed =
                time.map(|time| (format!("{text} {time}"), format!("{evidence} ET {time}")));
            let timed = timed.filter(|(text, _)| dates::parse(text, None).is_some());
            let (text, evidence) = timed.unwrap_or((text, evidence));
            document.say(field, &text, &evidence);
        } else {
            document.say(field, &text, &evidence);
        }
    }
    let first = sections.first()?.start;
    let mut shown: Vec<String> = lines[..first].iter().map(|line| (*line).to_string()).collect();
    document.labels.push(0..first);
    for section in &sections {
        let start = shown.len();
        if STORY.contains(&CODES[section.code].0) {
            // The code is taken off its line, and the column of the codes off the others.
            shown.extend([String::new(), section.beside.to_string()]);
            let below = &lines[section.start + 1..section.end];
            shown.extend(below.iter().map(|line| line.trim_start().to_string()));
        } else {
            shown.extend(lines[section.start..section.end].iter().map(|line| (*line).to_string()));
            document.labels.push(start..shown.len());
        }
    }
    document.lines = Some(shown);
    Some(document)
}

/// The codes of a document. Those below the story are looked for from the end, in falling order, so that a line of
/// the story which reads as one is none.
fn sections<'a>(lines: &[&'a str]) -> Option<Vec<Section<'a>>> {
    let place = |code: &str| CODES.iter().position(|(known, _)| *known == code);
    let (story, headline) = (place("TD")?, place("HD")?);
    let all: Vec<(usize, usize, &str)> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| coded(line).map(|(code, beside)| (at, code, beside)))
        .collect();
    let first = all.iter().position(|(_, code, _)| *code <= headline)?;
    // Down to the story, in rising order.
    let mut kept: Vec<(usize, usize, &str)> = Vec::new();
    for found in &all[first..] {
        let last = kept.last().map(|(_, code, _)| *code);
        if found.1 <= story && last.is_none_or(|last| last < found.1) {
            kept.push(*found);
        }
    }
    let (from, _, _) = *kept.last()?;
    let mut below: Vec<(usize, usize, &str)> = Vec::new();
    for found in all.iter().rev().take_while(|(at, ..)| *at > from) {
        let next = below.last().map_or(CODES.len(), |(_, code, _)| *code);
        if found.1 > story && found.1 < next {
            below.push(*found);
        }
    }
    kept.extend(below.into_iter().rev());
    let ends = kept.iter().skip(1).map(|(at, ..)| *at).chain([lines.len()]).collect::<Vec<_>>();
    let sections = kept.iter().zip(ends);
    Some(
        sections
            .map(|((start, code, beside), end)| Section { code: *code, start: *start, end, beside })
            .collect(),
    )
}
