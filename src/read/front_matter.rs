//! A header block at the top of a text -> named values, and the text behind it.
//!
//! YAML between `---`, TOML between `+++`, a JSON object, or bare `Key: value` lines. A block that
//! is broken is read line by line, and one that never closes is text: nothing is ever lost.

use std::collections::HashMap;

use serde_json::Value;

use super::keys::{self, Key, Pair};
use super::yaml;

/// A header block and what follows it.
#[derive(Debug, PartialEq)]
pub(super) struct Split<'a> {
    /// Its named values, in order.
    pub(super) pairs: Vec<Pair>,
    /// The text behind it.
    pub(super) body: &'a str,
    /// What was wrong with it.
    pub(super) note: Option<String>,
    /// True for YAML, TOML and JSON, which writers of Markdown use; false for bare lines.
    pub(super) fenced: bool,
}

/// Largest block that is read, in bytes; what is larger is text.
const LARGEST_BLOCK: usize = 256 << 10;

/// Lines that a bare block may have.
const LONGEST_BARE_BLOCK: usize = 40;

/// Splits off the header block of `text`; `None` when there is none.
pub(super) fn split(text: &str) -> Option<Split<'_>> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let first = text.lines().next()?.trim_end();
    match first {
        "---" => fenced(text, &["---", "..."], yaml_pairs),
        "+++" => fenced(text, &["+++"], toml_pairs),
        _ if first.starts_with('{') => json(text),
        _ => bare(text),
    }
}

/// True for a text that [`split`] leaves whole and that opens a header block all the same.
pub(super) fn never_closes(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').trim_start().lines();
    let fence = lines.next().map(str::trim_end);
    let names = |line: &str, sign: char| {
        line.split_once(sign).is_some_and(|(key, _)| {
            let key = key.trim();
            !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        })
    };
    match (fence, lines.next()) {
        (Some("---"), Some(line)) => names(line, ':'),
        (Some("+++"), Some(line)) => names(line, '='),
        _ => false,
    }
}

/// Reads the block between two fences.
fn fenced<'a>(
    text: &'a str,
    closing: &[&str],
    read: fn(&str) -> Result<Vec<Pair>, String>,
) -> Option<Split<'a>> {
    let start = text.find('\n')? + 1;
    let mut at = start;
    let end = loop {
        let line = text.get(at..)?.split('\n').next()?;
        if closing.contains(&line.trim_end()) {
            break at;
        }
        at += line.len() + 1;
        if at - start > LARGEST_BLOCK || at > text.len() {
            return None;
        }
    };
    let block = &text[start..end];
    let body = text[end..].split_once('\n').map_or("", |(_, body)| body);
    let (pairs, note) = match read(block) {
        Ok(pairs) => (pairs, None),
        Err(why) => {
            let pairs = loose_lines(block);
            if pairs.is_empty() {
                return None;
            }
            (pairs, Some(format!("front matter is broken ({why}); read line by line")))
        }
    };
    // Two rules across a page are not front matter.
    let is_block = !pairs.is_empty() || block.trim().is_empty();
    is_block.then_some(Split { pairs, body, note, fenced: true })
}

fn yaml_pairs(block: &str) -> Result<Vec<Pair>, String> {
    yaml::read(block).or_else(|why| yaml::read(&indent_quoted(block)).map_err(|_| why))
}

/// Indents the lines inside a quoted text, which many readers of YAML do not ask for.
fn indent_quoted(block: &str) -> String {
    let closes = |text: &str, quote: char| {
        let end = text.trim_end();
        end.ends_with(quote) && !end.ends_with("\\\"")
    };
    let mut out = String::with_capacity(block.len() + 16);
    let mut open: Option<char> = None;
    for line in block.split_inclusive('\n') {
        if let Some(quote) = open {
            out.push_str("  ");
            if closes(line, quote) {
                open = None;
            }
        } else if let Some((_, value)) = line.split_once(": ") {
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            open = quote.filter(|quote| !closes(&value[1..], *quote));
        }
        out.push_str(line);
    }
    out
}

fn toml_pairs(block: &str) -> Result<Vec<Pair>, String> {
    let document: toml_edit::DocumentMut =
        block.parse().map_err(|error: toml_edit::TomlError| {
            error.message().lines().next().unwrap_or("not TOML").to_string()
        })?;
    let lines = lines_of(block);
    let pair = |(key, item): (&str, &toml_edit::Item)| {
        let value = toml_value(item.as_value()?, 0);
        let evidence = lines.get(key).map(|line| line.to_string());
        Some(Pair { key: key.to_string(), value, evidence })
    };
    Ok(document.iter().filter_map(pair).collect())
}

/// Scalars as written, without quotes.
fn toml_value(value: &toml_edit::Value, depth: usize) -> Value {
    use toml_edit::Value as Toml;
    match value {
        Toml::String(text) => Value::String(text.value().clone()),
        Toml::Integer(number) => Value::String(number.value().to_string()),
        Toml::Float(number) => Value::String(number.value().to_string()),
        Toml::Datetime(date) => Value::String(date.value().to_string()),
        Toml::Array(items) if depth < 8 => {
            Value::Array(items.iter().map(|item| toml_value(item, depth + 1)).collect())
        }
        Toml::InlineTable(table) if depth < 8 => Value::Object(
            table
                .iter()
                .map(|(key, item)| (key.to_string(), toml_value(item, depth + 1)))
                .collect(),
        ),
        _ => Value::Null,
    }
}

/// The first line of a block that sets each key.
fn lines_of(block: &str) -> HashMap<&str, &str> {
    let mut lines = HashMap::new();
    for line in block.lines() {
        if let Some((key, _)) = line.split_once('=') {
            lines.entry(key.trim().trim_matches(['"', '\''])).or_insert(line);
        }
    }
    lines
}

/// Reads a JSON object that text follows; an object alone is a JSON file.
fn json(text: &str) -> Option<Split<'_>> {
    let head = super::start_of(text, LARGEST_BLOCK);
    let mut stream = serde_json::Deserializer::from_str(head).into_iter::<Value>();
    let Value::Object(map) = stream.next()?.ok()? else { return None };
    let body = &text[stream.byte_offset()..];
    if body.trim().is_empty() || !body.starts_with('\n') {
        return None;
    }
    let pair = |(key, value)| Pair { key, value, evidence: None };
    let pairs: Vec<Pair> = map.into_iter().map(pair).collect();
    Some(Split { pairs, body, note: None, fenced: true })
}

/// Reads `Title: …` lines without fences: the first names a field, and a title, a date or an address is there.
fn bare(text: &str) -> Option<Split<'_>> {
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
fn loose_lines(block: &str) -> Vec<Pair> {
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

#[cfg(test)]
mod tests {
    //! 1. Each style is read. 2. A broken block is read line by line. 3. What is no block stays text.

    use super::*;

    fn pairs(text: &str) -> Vec<(String, String)> {
        let Some(split) = split(text) else { return Vec::new() };
        let shown = |value: Value| match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        split.pairs.into_iter().map(|pair| (pair.key, shown(pair.value))).collect()
    }

    fn pair(key: &str, value: &str) -> (String, String) {
        (key.to_string(), value.to_string())
    }

    #[test]
    fn each_style_is_read() {
        let wanted = [pair("title", "A: deal"), pair("date", "2025-12-04")];
        for text in [
            "---\ntitle: \"A: deal\"\ndate: 2025-12-04\n---\n\nBody.",
            "\n---\r\ntitle: 'A: deal'\r\ndate: 2025-12-04\r\n...\r\nBody.",
            "+++\ntitle = \"A: deal\"\ndate = 2025-12-04\n+++\nBody.",
            "{\n\"title\": \"A: deal\",\n\"date\": \"2025-12-04\"}\n\nBody.",
        ] {
            let mut found = pairs(text);
            found.sort_by_key(|(key, _)| key == "date");
            assert_eq!(found, wanted, "{text}");
            assert!(split(text).unwrap().body.trim() == "Body.");
        }
        let bare = "Title: A: deal\nNumber: 7\nDate: 2025-12-04\n\nBody.";
        assert_eq!(
            pairs(bare),
            [pair("Title", "A: deal"), pair("Number", "7"), pair("Date", "2025-12-04")]
        );
    }

    #[test]
    fn evidence_is_the_line_that_sets_a_key_however_many_there_are() {
        let many: String = (0..10_000).map(|n| format!("k{n} = {n}\n")).collect();
        let text = format!("+++\n{many} \"title\" = 'A = b' # so\n+++\nBody.");
        let split = split(&text).unwrap();
        let evidence = |at: usize| split.pairs[at].evidence.as_deref();
        assert_eq!(
            (evidence(9_999), evidence(10_000)),
            (Some("k9999 = 9999"), Some(" \"title\" = 'A = b' # so"))
        );
    }

    #[test]
    fn a_broken_block_is_read_line_by_line() {
        let text = "---\ntitle: The deal: what we know\ndate: 2025-12-04\ntags: [a, b\n---\nBody.";
        let split = split(text).unwrap();
        assert!(split.note.is_some());
        assert_eq!(
            pairs(text),
            [pair("title", "The deal: what we know"), pair("date", "2025-12-04")]
        );
    }

    #[test]
    fn a_quoted_text_may_go_on_without_indent() {
        let text = "---\ntitle: \"A long\ntitle: of talks\"\ndate: 2025-12-04\n---\nBody.";
        assert_eq!(
            pairs(text),
            [pair("title", "A long title: of talks"), pair("date", "2025-12-04")]
        );
        assert_eq!(split(text).unwrap().note, None);
    }

    #[test]
    fn what_is_no_block_stays_text() {
        for text in [
            "---\ntitle: never closed\n\nBody.",
            "---\n\nA rule above, and one below.\n\n---\nMore.",
            "{\"a\": 1}",
            "Talks: what we know\n\nThe story.",
            "He said: no.\n\nThe story.",
            "",
        ] {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
