//! `Key: value` lines without fences, and what is left of a block that is broken -> named values.

use serde_json::Value;

use super::Split;
use crate::read::keys::{self, Key, Pair};

/// Lines that a bare block may have.
const LONGEST_BARE_BLOCK: usize = 40;

/// Reads `Title: …` lines without fences: the first names a field, and a title, a date or an address is there.
pub(super) fn bare(text: &str) -> Option<Split<'_>> {
    let mut pairs: Vec<Pair> = Vec::new();
    // Pairs up to the last line whose name is known, and the byte behind that line.
    let (mut known, mut known_end) = (0, 0);
    let mut at = 0;
    let mut closed = false;
    for line in text.split_inclusive('\n').take(LONGEST_BARE_BLOCK) {
        if line.trim().is_empty() {
            closed = true;
            break;
        }
        let Some(pair) = bare_pair(line) else { break };
        at += line.len();
        let meant = keys::meaning(&pair.key).map(|(key, _)| key);
        pairs.push(pair);
        if meant.is_some_and(|key| !matches!(key, Key::Text | Key::Id)) {
            (known, known_end) = (pairs.len(), at);
        }
        if pairs.len() == 1 && known == 0 {
            return None;
        }
    }
    if !closed {
        pairs.truncate(known);
        at = known_end;
    }
    let date = keys::pairs_of(&pairs, Key::Date);
    let dated = date.iter().any(|pair| keys::date_of(&pair.value, None).is_some());
    let titled = !keys::pairs_of(&pairs, Key::Title).is_empty();
    let is_address = |pair: &&Pair| pair.value.as_str().is_some_and(|v| v.starts_with("http"));
    let addressed = closed && keys::pairs_of(&pairs, Key::Url).iter().any(is_address);
    let enough = dated || titled || addressed || pairs.len() > 1 && closed;
    (enough && known > 0).then(|| Split { pairs, body: &text[at..], note: None, fenced: false })
}

/// Reads one `Key: value` line. A key is one to three words.
fn bare_pair(line: &str) -> Option<Pair> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim();
    // `title:: …`, as outliners write what a page is.
    let value = match value.strip_prefix(':') {
        Some(rest) if rest.starts_with(char::is_whitespace) => rest,
        _ => value,
    };
    let value = value.trim();
    let fits = (2..=24).contains(&key.len())
        && key.starts_with(|c: char| c.is_alphabetic())
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-'))
        && key.split_whitespace().count() <= 3
        && value.len() <= 500
        && !value.starts_with("//");
    let value = Value::String(unquote(value).to_string());
    fits.then(|| Pair { key: key.to_string(), value, evidence: Some(line.trim().to_string()) })
}

/// Reads what can be read of a broken block: every line that sets a known name.
pub(super) fn loose_lines(block: &str) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for line in block.lines() {
        let pair = match line.split_once(" = ") {
            Some((key, value)) if !key.contains(':') => bare_pair(&format!("{key}: {value}")),
            _ if line.starts_with(char::is_whitespace) => None,
            _ => bare_pair(line),
        };
        let Some(pair) = pair else { continue };
        let empty = pair.value.as_str().is_none_or(str::is_empty);
        let known = keys::meaning(&pair.key).is_some_and(|(key, _)| key != Key::Text);
        if known && !empty {
            pairs.push(Pair { evidence: Some(line.trim().to_string()), ..pair });
        }
    }
    pairs
}

/// Takes one pair of quotes off a value.
fn unquote(value: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote).and_then(|v| v.strip_suffix(quote)) {
            return inner;
        }
    }
    value
}
