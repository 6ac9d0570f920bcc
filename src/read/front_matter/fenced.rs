//! A block of YAML, TOML or JSON at the top of a text -> named values.

use std::collections::HashMap;

use serde_json::Value;

use super::bare::loose_lines;
use super::{LARGEST_BLOCK, Split};
use crate::read::keys::Pair;
use crate::read::{start_of, yaml};

/// Reads the block between two fences.
pub(super) fn fenced<'a>(
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

pub(super) fn yaml_pairs(block: &str) -> Result<Vec<Pair>, String> {
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

pub(super) fn toml_pairs(block: &str) -> Result<Vec<Pair>, String> {
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

pub(super) fn json_pairs(block: &str) -> Result<Vec<Pair>, String> {
    let map: serde_json::Map<String, Value> =
        serde_json::from_str(block).map_err(|error| error.to_string())?;
    Ok(map.into_iter().map(|(key, value)| Pair { key, value, evidence: None }).collect())
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
pub(super) fn json(text: &str) -> Option<Split<'_>> {
    let head = start_of(text, LARGEST_BLOCK);
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
