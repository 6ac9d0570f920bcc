//! Header lines that each begin with a sign -> named values.

use serde_json::Value;

use super::Split;
use crate::read::keys::{self, Pair};

/// Names of the lines of a `%` block, in their order.
const PERCENT: [&str; 3] = ["title", "author", "date"];

/// Lines that a block may have.
const MOST_LINES: usize = 40;

/// Reads `% Title`, `% Ann Lee; Bo Ray`, `% 4 December 2025` and a blank line. A line of a sign alone
/// leaves its field out; one that is indented goes on with the one before.
pub(super) fn percent(text: &str) -> Option<Split<'_>> {
    let mut values: Vec<(String, String)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        match line.strip_prefix('%') {
            Some(value) => values.push((value.trim().to_string(), line.trim_end().to_string())),
            None if line.starts_with([' ', '\t']) => {
                values.last_mut()?.0 += &format!(" {}", line.trim());
            }
            None => return None,
        }
        at += line.len();
        if values.len() > PERCENT.len() {
            return None;
        }
    }
    let named = PERCENT.into_iter().zip(values).filter(|(_, (value, _))| !value.is_empty());
    let pairs = named.map(|(name, (value, line))| {
        let value = if name == "author" { value.replace("; ", ", ") } else { value };
        Pair { key: name.to_string(), value: Value::String(value), evidence: Some(line) }
    });
    let pairs: Vec<Pair> = pairs.collect();
    (!pairs.is_empty()).then(|| Split { pairs, body: &text[at..], note: None, fenced: true })
}

/// Reads `#+TITLE: …` lines.
pub(super) fn keyword(text: &str) -> Option<Split<'_>> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n').take(MOST_LINES) {
        let Some((key, value)) = line.strip_prefix("#+").and_then(|rest| rest.split_once(':'))
        else {
            break;
        };
        if key.is_empty() || !key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            break;
        }
        let value = Value::String(value.trim().to_string());
        let evidence = Some(line.trim_end().to_string());
        pairs.push(Pair { key: key.to_string(), value, evidence });
        at += line.len();
    }
    let known = pairs.iter().any(|pair| keys::meaning(&pair.key).is_some());
    known.then(|| Split { pairs, body: &text[at..], note: None, fenced: false })
}
