//! A YAML block -> named values, with every scalar as written.
//!
//! Reads the parser's events and not a schema's values, so that `1.10`, `yes` and a date keep their
//! letters, the last of a repeated key counts, and an alias never multiplies what it names.

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

use super::keys::Pair;

/// Collections inside each other; front matter has two or three.
const DEEPEST: usize = 24;

/// Events of one block; a block of 256 KiB of short list items stays below.
const MOST_EVENTS: usize = 100_000;

/// Bytes that all aliases of one block may stand for together.
const MOST_NAMED_AGAIN: usize = 256 << 10;

/// Brackets that flow collections may open before the parser is asked at all.
const MOST_BRACKETS: usize = 200;

/// A collection that is still open.
enum Open {
    List(Vec<Value>),
    Map { map: Vec<(String, Value)>, key: Option<(String, usize)>, from: usize },
}

/// Reads the first document of `block`, which must be a mapping.
///
/// # Errors
///
/// What is wrong with it, in a few words.
pub(super) fn read(block: &str) -> Result<Vec<Pair>, String> {
    if deepest_bracket(block) > MOST_BRACKETS {
        return Err("nested too deeply".to_string());
    }
    let mut anchors: HashMap<usize, Value> = HashMap::new();
    let mut named_again = 0;
    let mut open: Vec<Open> = Vec::new();
    let mut pairs: Vec<Pair> = Vec::new();
    for (count, next) in Parser::new_from_str(block).enumerate() {
        let (event, span) = next.map_err(|error| {
            let line = error.marker().line();
            format!("line {line}")
        })?;
        if count > MOST_EVENTS || open.len() > DEEPEST {
            return Err("too large".to_string());
        }
        let start = span.byte_range().map_or(0, |range| range.start);
        let end = span.byte_range().map_or(0, |range| range.end);
        let value = match event {
            Event::Scalar(text, style, anchor, _) => {
                let value = scalar(&text, style);
                if anchor > 0 {
                    anchors.insert(anchor, value.clone());
                }
                value
            }
            // Only scalars are named again; a list or a map behind an alias is left out.
            Event::Alias(anchor) => {
                let value = anchors.get(&anchor).unwrap_or(&Value::Null);
                named_again += value.as_str().map_or(0, str::len);
                if named_again > MOST_NAMED_AGAIN {
                    return Err("too large".to_string());
                }
                value.clone()
            }
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open::Map { map: Vec::new(), key: None, from: start });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::List(items)) => Value::Array(items),
                Some(Open::Map { map, .. }) => {
                    let folded: Map<String, Value> = map.into_iter().collect();
                    Value::Object(folded)
                }
                None => return Err("closes what is not open".to_string()),
            },
            Event::DocumentEnd | Event::StreamEnd => break,
            _ => continue,
        };
        let top = open.len() == 1;
        match open.last_mut() {
            Some(Open::List(items)) => items.push(value),
            Some(Open::Map { map, key, from }) => match key.take() {
                None => *key = Some((key_text(value), start)),
                Some((name, key_start)) => {
                    if top {
                        let evidence = block.get(key_start..end).map(first_lines);
                        pairs.push(Pair { key: name, value, evidence });
                    } else {
                        map.push((name, value));
                    }
                    *from = end;
                }
            },
            // The top mapping has closed.
            None if value.is_object() => break,
            None => return Err("not a mapping".to_string()),
        }
    }
    Ok(last_of_each(pairs))
}

/// Leaves the last pair of every key where it stands.
fn last_of_each(pairs: Vec<Pair>) -> Vec<Pair> {
    let last: HashMap<String, usize> =
        pairs.iter().enumerate().map(|(at, pair)| (pair.key.clone(), at)).collect();
    let is_last = |(at, pair): &(usize, Pair)| last.get(&pair.key) == Some(at);
    pairs.into_iter().enumerate().filter(is_last).map(|(_, pair)| pair).collect()
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    let empty = matches!(text, "" | "~" | "null" | "Null" | "NULL");
    if style == ScalarStyle::Plain && empty {
        return Value::Null;
    }
    Value::String(text.to_string())
}

fn key_text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// The value as it stands, at most its first three lines.
fn first_lines(text: &str) -> String {
    text.lines().take(3).collect::<Vec<_>>().join("\n").trim_end().to_string()
}

/// Most `[` and `{` that are open at once, as far as letters tell.
fn deepest_bracket(block: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0usize);
    for byte in block.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    //! 1. Scalars keep their letters.
    //! 2. The last of a repeated key counts.
    //! 3. Aliases do not multiply, depth is bounded, and no block makes it panic.

    use proptest::prelude::*;

    use super::*;

    fn value(block: &str, key: &str) -> Option<Value> {
        read(block).ok()?.into_iter().find(|pair| pair.key == key).map(|pair| pair.value)
    }

    #[test]
    fn scalars_keep_their_letters() {
        let block = "a: 1.10\nb: yes\nc: 2015-07-08\nd: >\n  two\n  lines\ne: ~\nf: 'it''s'\n";
        assert_eq!(value(block, "a"), Some("1.10".into()));
        assert_eq!(value(block, "b"), Some("yes".into()));
        assert_eq!(value(block, "c"), Some("2015-07-08".into()));
        assert_eq!(value(block, "d"), Some("two lines\n".into()));
        assert_eq!(value(block, "e"), Some(Value::Null));
        assert_eq!(value(block, "f"), Some("it's".into()));
    }

    #[test]
    fn the_last_of_a_repeated_key_counts_and_evidence_is_its_line() {
        let block = "title: one\ntags:\n- a\n- b\ntitle: \"two\" # again\n";
        let pairs = read(block).unwrap();
        let title = pairs.iter().find(|pair| pair.key == "title").unwrap();
        assert_eq!(title.value, Value::from("two"));
        assert_eq!(title.evidence.as_deref(), Some("title: \"two\""));
        assert_eq!(pairs.len(), 2);
    }

    #[test]
    fn many_keys_are_read_in_one_go() {
        let block: String = (0..20_000).map(|n| format!("k{n}:\n")).collect();
        let pairs = read(&format!("{block}k0: again\n")).unwrap();
        assert_eq!((pairs.len(), pairs[0].key.as_str()), (20_000, "k1"));
        assert_eq!(pairs[19_999].value, Value::from("again"));
    }

    #[test]
    fn aliases_do_not_multiply_and_depth_is_bounded() {
        let mut bomb = String::from("a0: &a0 [x,x,x,x]\n");
        for i in 1..60 {
            let row = format!("*a{},", i - 1).repeat(9);
            bomb.push_str(&format!("a{i}: &a{i} [{row}]\n"));
        }
        assert!(read(&bomb).is_ok());
        assert!(read(&format!("a: {}", "[".repeat(50_000))).is_err());
        let indented: String = (0..500).map(|i| format!("{}a:\n", " ".repeat(i))).collect();
        assert!(read(&indented).is_err());
        assert!(read("- a\n- b\n").is_err());
    }

    #[test]
    fn aliases_of_one_long_text_do_not_multiply_it() {
        let block = |times: usize| {
            let long = "x".repeat(100_000);
            format!("a: &a {long}\nb: [{}]\n", "*a, ".repeat(times))
        };
        assert_eq!(read(&block(30_000)), Err("too large".to_string()));
        assert_eq!(value(&block(2), "b").unwrap().as_array().map(Vec::len), Some(2));
    }

    proptest! {
        #[test]
        fn no_block_makes_it_panic(block in "[a-c:&*!|>'\"#%@`?{}\\[\\], \n\t-]{0,80}") {
            let _ = read(&block);
        }
    }
}
