//! Queries with names, as test collections and batches write them.

use std::io::{self, BufRead};

/// A query with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its name.
    pub id: String,
    /// The query.
    pub text: String,
}

/// Reads a line: JSON with `_id` (or `id`) and `text`, or `id<TAB>query`.
///
/// # Errors
/// What is wrong with the line, as the end of a sentence that begins with "line 3".
pub fn topic_of_line(line: &str) -> Result<Topic, String> {
    let line = line.trim_end_matches(['\r', '\n']);
    if line.trim_start().starts_with('{') {
        let value: serde_json::Value =
            serde_json::from_str(line).map_err(|error| format!("is not JSON: {error}"))?;
        let text = |key: &str| match value.get(key) {
            Some(serde_json::Value::String(text)) => Some(text.clone()),
            Some(serde_json::Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        let id = text("_id").or_else(|| text("id"));
        return match (id, text("text")) {
            (Some(id), Some(text)) => Ok(Topic { id, text }),
            _ => Err("has no `_id` or no `text`".to_owned()),
        };
    }
    match line.split_once('\t') {
        Some((id, text)) if !id.trim().is_empty() => {
            Ok(Topic { id: id.trim().to_owned(), text: text.to_owned() })
        }
        _ => Err("is not `id<TAB>query`".to_owned()),
    }
}

/// Reads all queries: JSON Lines, `id<TAB>query` lines, or TREC topics, of which the `title` is
/// taken. Calls `bad` with the number of each line that cannot be read, and goes on.
///
/// # Errors
/// Those of the input.
pub fn read_topics(
    mut input: impl BufRead,
    mut bad: impl FnMut(usize, String),
) -> io::Result<Vec<Topic>> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    if text.contains("<top>") {
        return Ok(trec_topics(text, bad));
    }
    let mut topics = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        match topic_of_line(line) {
            Ok(topic) => topics.push(topic),
            Err(reason) => bad(number, reason),
        }
    }
    Ok(topics)
}

/// Reads the topics of TREC's text tasks: tags that are never closed, and a label before the value.
fn trec_topics(text: &str, mut bad: impl FnMut(usize, String)) -> Vec<Topic> {
    let field = |topic: &str, tag: &str, label: &str| {
        let (_, rest) = topic.split_once(tag)?;
        let value = rest.split('<').next().unwrap_or(rest).trim();
        let value = value.strip_prefix(label).unwrap_or(value);
        Some(value.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let topic = |topic: &str| {
        let id = field(topic, "<num>", "Number:")?;
        let text = field(topic, "<title>", "Topic:")?;
        // `051` in a topic is `51` in its judgements.
        let digits = id.trim_start_matches('0');
        let id = if digits.is_empty() { id.get(..1)? } else { digits }.to_owned();
        Some(Topic { id, text })
    };
    let mut topics = Vec::new();
    let mut line = 1;
    for (number, part) in text.split("<top>").enumerate() {
        if number > 0 {
            match topic(part) {
                Some(topic) => topics.push(topic),
                None => bad(line, "is a topic without a number or a title".to_owned()),
            }
        }
        line += part.matches('\n').count();
    }
    topics
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(id: &str, text: &str) -> Topic {
        Topic { id: id.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn both_kinds_of_line_are_read_and_others_are_refused() {
        assert_eq!(topic_of_line("7\ta b\r"), Ok(topic("7", "a b")));
        assert_eq!(topic_of_line("{\"_id\":7,\"text\":\"a b\"}"), Ok(topic("7", "a b")));
        assert!(topic_of_line("no tab").is_err());
        assert!(topic_of_line("{\"_id\":\"x\"}").is_err());
        assert!(topic_of_line("{").is_err());
    }

    #[test]
    fn bad_lines_are_named_and_left_out() {
        let mut bad = Vec::new();
        let read = read_topics("1\ta\n\nnothing\n2\tb\n".as_bytes(), |n, _| bad.push(n));
        assert_eq!(read.expect("bytes"), [topic("1", "a"), topic("2", "b")]);
        assert_eq!(bad, [3]);
    }

    #[test]
    fn the_title_of_a_trec_topic_is_its_query() {
        let text = "<top>\n<num> Number: 051\n<title> Topic:  Airbus\n  subsidies\n<desc> D\n</top>\n\
                    <top><num>52<title>South African sanctions</top>";
        let read = read_topics(text.as_bytes(), |_, _| unreachable!()).expect("bytes");
        assert_eq!(read, [topic("51", "Airbus subsidies"), topic("52", "South African sanctions")]);
    }
}
