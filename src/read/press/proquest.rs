//! The layout of ProQuest: documents between rules, with labels above the story and most of them below.

use super::{Document, folded};

/// Shortest rule: theirs has sixty signs.
const SHORTEST_RULE: usize = 40;

/// The label that every document has.
const NEEDED: &str = "Publication title";

/// Labels that give a field, the most trusted first.
const FIELDS: &[(&str, &str)] = &[
    ("Title", "title"),
    ("Author", "author"),
    (NEEDED, "source"),
    ("Publication date", "date"),
    ("Language of publication", "language"),
];

/// Labels that may stand between a story and the first of those that give a field, in any order.
const OTHERS: &[&str] = &[
    "Subject",
    "Business indexing term",
    "Location",
    "Company / organization",
    "People",
    "Identifier / keyword",
    "Classification",
    "Publication year",
    "Year",
    "First page",
    "Pages",
    "Section",
];

/// What stands in front of the story, or alone in the line above it; without a story the abstract is all there is.
const STORY: &[&str] = &["Full text", "Abstract"];

/// Longest label, in bytes.
const LONGEST_LABEL: usize = 40;

/// True for a line of underscores.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= SHORTEST_RULE && line.bytes().all(|b| b == b'_')
}

/// True for a file that opens with such a rule and names the database; its labels may stand far below.
pub(super) fn is_ruled(head: &str) -> bool {
    let opens = head.lines().find(|line| !line.trim().is_empty()).is_some_and(is_rule);
    let names = || head.contains("ProQuest") || head.contains("proquest.com");
    opens && names() && head.lines().any(|line| story(line).is_some())
}

/// True for a line that only the labels of a document have.
pub(super) fn describes(line: &str) -> bool {
    label(line).is_some_and(|(name, _)| name == NEEDED)
}

/// The label that a line opens with, and what stands behind it.
fn label(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let fits = name.len() <= LONGEST_LABEL
        && name.starts_with(char::is_uppercase)
        && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '/' | '-'));
    (fits && (value.is_empty() || value.starts_with(' '))).then(|| (name, value.trim()))
}

/// The place among [`STORY`] of what a line opens the story with, and what stands behind it.
fn story(line: &str) -> Option<(usize, &str)> {
    let alone = STORY.iter().position(|name| line.trim() == name.to_uppercase());
    alone.map(|at| (at, "")).or_else(|| {
        let (name, rest) = label(line)?;
        let at = STORY.iter().position(|known| known.eq_ignore_ascii_case(name))?;
        Some((at, rest))
    })
}

/// Reads a document.
pub(super) fn document(lines: &[&str]) -> Option<Document> {
    let mut document = Document::default();
    let described = lines.iter().rposition(|line| describes(line))?;
    let opens = |which: usize| {
        let mut found = lines[..described].iter().enumerate();
        found.find_map(|(at, line)| {
            story(line).filter(|(n, _)| *n == which).map(|(_, rest)| (at, rest))
        })
    };
    let (opening, first) = opens(0).or_else(|| opens(1))?;
    // Labels stand together, with or without blank lines between them and a heading above.
    let is_known =
        |name: &str| OTHERS.contains(&name) || FIELDS.iter().any(|(known, _)| *known == name);
    let is_label = |line: &&str| {
        let line = line.trim();
        line.is_empty() || line == "DETAILS" || label(line).is_some_and(|(name, _)| is_known(name))
    };
    let body = &lines[opening + 1..described];
    let below =
        opening + 1 + body.len() - body.iter().rev().take_while(|line| is_label(line)).count();
    for (name, field) in FIELDS {
        let labels = lines[below..].iter().chain(&lines[..opening]);
        let found = labels.filter_map(|line| label(line).map(|(n, value)| (n, value, line)));
        for (_, value, line) in found.filter(|(n, ..)| n == name).take(1) {
            // `Sarn Post; Sarn`: the place where it is printed.
            let value =
                if *field == "source" { value.split(';').next().unwrap_or(value) } else { value };
            document.say(field, value.trim(), line);
        }
    }
    if !document.pairs.iter().any(|pair| pair.key == "title") {
        let rule = lines[..opening].iter().rposition(|line| is_rule(line)).map_or(0, |at| at + 1);
        let is_filled = |line: &&&str| !line.trim().is_empty() && !line.starts_with("Document ");
        let first = lines[rule..opening].iter().find(is_filled);
        if let Some(title) =
            first.filter(|line| label(line).is_none_or(|(name, _)| !is_known(name)))
        {
            document.say("title", &folded(&[*title]), title);
        }
    }
    let mut own: Vec<String> = lines.iter().map(|line| line.to_string()).collect();
    own[opening] = first.to_string();
    document.labels.push(0..opening);
    document.labels.push(below..lines.len());
    document.lines = Some(own);
    Some(document)
}
