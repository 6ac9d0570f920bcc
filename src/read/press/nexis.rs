//! The two layouts of Nexis: numbered documents with labels in capitals, and later ones that close with
//! `End of Document`.

use super::{Document, Layout, folded};
use crate::read::dates;

/// Labels above a story, in lower case, and the field that they give.
const ABOVE: &[(&str, Option<&str>)] = &[
    ("headline", Some("title")),
    ("byline", Some("author")),
    ("section", None),
    ("length", None),
    ("dateline", None),
    ("highlight", None),
    ("series", None),
    ("distribution", None),
    ("body", None),
];

/// Labels below a story, in lower case, and the field that they give.
const BELOW: &[(&str, Option<&str>)] = &[
    ("load-date", None),
    ("language", Some("language")),
    ("url", Some("url")),
    ("publication-type", None),
    ("document-type", None),
    ("journal code", None),
    ("journal-code", None),
    ("acc-no", None),
    ("subject", None),
    ("company", None),
    ("organization", None),
    ("person", None),
    ("ticker", None),
    ("industry", None),
    ("geographic", None),
    ("city", None),
    ("state", None),
    ("country", None),
    ("graphic", None),
    ("correction", None),
    ("correction-date", None),
    ("update", None),
    ("series", None),
    ("notes", None),
];

/// Lines above the story of a later document that are looked at.
const MOST_ABOVE: usize = 60;

/// Lines of a headline.
const LONGEST_HEADLINE: usize = 3;

/// True for `1 of 250 DOCUMENTS`.
pub(super) fn is_opening(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let mut number = || words.next()?.parse::<u32>().ok();
    let Some(this) = number() else { return false };
    if words.next() != Some("of") {
        return false;
    }
    let Some(all) = words.next().and_then(|word| word.parse::<u32>().ok()) else { return false };
    let is_named = matches!(words.next(), Some("DOCUMENTS" | "DOCUMENT"));
    is_named && words.next().is_none() && (1..=all).contains(&this)
}

/// True for the last line of a later document.
pub(super) fn is_end(line: &str) -> bool {
    line.trim() == "End of Document"
}

/// The layout of a file that opens with a document.
pub(super) fn layout(head: &str) -> Option<Layout> {
    if head.contains(" DOCUMENT")
        && let Some(at) = head.lines().position(is_opening)
    {
        let lines: Vec<&str> = head.lines().skip(at).map(str::trim_end).collect();
        let end =
            lines.iter().skip(1).position(|line| is_opening(line)).map_or(lines.len(), |n| n + 1);
        return numbered(&lines[..end]).map(|_| Layout::Numbered);
    }
    if head.contains("\nBody") && head.contains("\nLength:") {
        let lines: Vec<&str> = head.lines().map(str::trim_end).collect();
        return ended(&lines).map(|_| Layout::Ended);
    }
    None
}

/// The label that a line opens with, and what stands behind it.
fn label<'a>(
    line: &'a str,
    labels: &[(&'static str, Option<&'static str>)],
) -> Option<(&'static str, Option<&'static str>, &'a str)> {
    let (name, rest) = line.split_once(':')?;
    let lower = name.to_lowercase();
    let starts = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let (known, field) = labels.iter().find(|(known, _)| *known == lower)?;
    (starts && name.starts_with(char::is_uppercase)).then(|| (*known, *field, rest.trim()))
}

fn is_copyright(line: &str) -> bool {
    let line = line.trim();
    let opens = ["Copyright ", "© ", "(c) ", "(C) "].iter().any(|sign| line.starts_with(sign));
    opens
        || line.eq_ignore_ascii_case("all rights reserved")
        || line.eq_ignore_ascii_case("all rights reserved.")
}

/// True for a line that is a day: `December 4, 2025 Thursday 6:30 AM GMT`.
fn is_day(line: &str) -> bool {
    let line = line.trim();
    let found = dates::find(line, 80, Some(dates::Order::MonthFirst));
    found.is_some_and(|(_, range)| {
        let before = line[..range.start].trim_end_matches([',', ' ']).to_lowercase();
        (before.is_empty() || dates::is_weekday(&before)) && line.len() <= 120
    })
}

/// A line that is a day without the name of that day, which may stand between it and its time.
fn without_weekday(line: &str) -> String {
    let is_other = |word: &&str| !dates::is_weekday(&word.trim_end_matches(',').to_lowercase());
    line.split_whitespace().filter(is_other).collect::<Vec<_>>().join(" ")
}

/// Reads a document under its number.
pub(super) fn numbered(lines: &[&str]) -> Option<Document> {
    let opening = lines.iter().position(|line| is_opening(line))?;
    let mut document = Document::default();
    let parts = paragraphs(lines, opening + 1);
    // Outlet, day and headline stand above the first label.
    let first = parts.iter().position(|part| label(lines[part.start], ABOVE).is_some())?;
    let (top, rest) = parts.split_at(first);
    let day = top.iter().position(|part| is_day(lines[part.start]))?;
    let outlet = top[..day].iter().rev().find(|part| !is_copyright(lines[part.start]))?;
    let outlet = folded(&lines[outlet.clone()]);
    document.say("source", &outlet, &outlet);
    let written = lines[top[day].start].trim();
    document.say("date", &without_weekday(written), written);
    // Editions stand in the middle of their line.
    let headline = top[day + 1..].iter().find(|part| !lines[part.start].starts_with("        "));
    let mut left = Vec::new();
    if let Some(headline) = headline {
        let headline = folded(&lines[headline.clone()]);
        document.say("title", &headline, &headline);
    }
    let mut is_measured = false;
    let mut body = None;
    for part in rest {
        match label(lines[part.start], ABOVE) {
            None => {
                body = Some(part.start);
                break;
            }
            Some(("body", _, _)) => {
                body = Some(part.start + 1);
                break;
            }
            Some(_) => {
                // Labels may follow each other without a blank line.
                for (at, line) in lines[part.clone()].iter().enumerate() {
                    let Some((name, field, value)) = label(line, ABOVE) else { continue };
                    is_measured |= matches!(name, "length" | "section");
                    let more = &lines[part.start + at + 1..part.end];
                    let more: Vec<&str> =
                        more.iter().copied().take_while(|l| label(l, ABOVE).is_none()).collect();
                    if let Some(field) = field {
                        let value = folded(&[&[value], &more[..]].concat());
                        left.push((field, value, folded(&[&[*line], &more[..]].concat())));
                    }
                }
            }
        }
    }
    // A headline with a label goes before one without.
    document.pairs.retain(|pair| pair.key != "title" || !left.iter().any(|(f, ..)| *f == "title"));
    for (field, value, evidence) in left {
        document.say(field, &value, &evidence);
    }
    let body = body.unwrap_or(lines.len());
    document.labels.push(0..body);
    below(lines, body, &mut document);
    is_measured.then_some(document)
}

/// Reads a document that ends with a line of its own.
pub(super) fn ended(lines: &[&str]) -> Option<Document> {
    let mut document = Document::default();
    let body = lines.iter().position(|line| line.trim() == "Body")?;
    let from = body.saturating_sub(MOST_ABOVE);
    let is_label = |line: &&str| label(line, ABOVE).is_some();
    let is_measured = lines[from..body]
        .iter()
        .any(|line| label(line, ABOVE).is_some_and(|(name, ..)| name == "length"));
    let first = from + lines[from..body].iter().position(is_label)?;
    let day = (from..first).rev().find(|at| is_day(lines[*at]))?;
    let filled = |at: &usize| !lines[*at].trim().is_empty();
    let outlet = (from..day).rev().find(filled)?;
    let last = (from..outlet).rev().find(filled)?;
    let start = (from..=last).rev().take_while(filled).take(LONGEST_HEADLINE).last()?;
    let title = folded(&lines[start..=last]);
    document.say("title", &title, &title);
    document.say("source", lines[outlet].trim(), lines[outlet].trim());
    document.say("date", &without_weekday(lines[day]), lines[day].trim());
    for line in &lines[first..body] {
        if let Some((_, Some(field), value)) = label(line, ABOVE) {
            document.say(field, &folded(&[value]), line);
        }
    }
    document.labels.push(0..body + 1);
    below(lines, body + 1, &mut document);
    is_measured.then_some(document)
}

/// Reads what stands below the story that begins at line `body`.
fn below(lines: &[&str], body: usize, document: &mut Document) {
    let is_last = |line: &str| is_end(line) || line.trim() == "Classification";
    // What stands behind the end of a document is none of it.
    let behind =
        lines[body..].iter().position(|line| is_end(line)).map_or(lines.len(), |n| body + n);
    if behind < lines.len() {
        document.labels.push(behind..lines.len());
    }
    let parts = paragraphs(&lines[..behind], body);
    let of_database = |part: &&std::ops::Range<usize>| {
        let line = lines[part.start];
        label(line, BELOW).is_some() || is_copyright(line) || is_last(line)
    };
    for part in parts.iter().rev().take_while(of_database) {
        for line in &lines[part.clone()] {
            if let Some((_, Some(field), value)) = label(line, BELOW) {
                document.say(field, value.split(';').next().unwrap_or(value).trim(), line);
            }
        }
        document.labels.push(part.clone());
    }
}

/// Runs of lines that are not blank, from a line on.
fn paragraphs(lines: &[&str], from: usize) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, line) in lines.iter().enumerate().skip(from) {
        if line.trim().is_empty() {
            continue;
        }
        match found.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}
