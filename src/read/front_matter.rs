//! A header block at the top of a text -> named values, and the text behind it.
//!
//! YAML between `---`, TOML between `+++`, a JSON object, bare `Key: value` lines, or lines that begin with
//! a sign: `% Title`, `#+TITLE: …`. A block that is broken is read line by line, and one that never closes
//! is text: nothing is ever lost.

mod bare;
mod fenced;
mod signed;

use self::bare::bare;
use self::fenced::{fenced, json, json_pairs, toml_pairs, yaml_pairs};
use super::keys::Pair;

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

/// Splits off the header block of `text`; `None` when there is none.
pub(super) fn split(text: &str) -> Option<Split<'_>> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let first = text.lines().next()?.trim_end();
    match first {
        "---json" => fenced(text, &["---"], json_pairs),
        "---" | "---yaml" => fenced(text, &["---", "..."], yaml_pairs),
        "+++" => fenced(text, &["+++"], toml_pairs),
        _ if first.starts_with('{') => json(text),
        _ if first.starts_with("% ") => signed::percent(text),
        _ if first.starts_with("#+") => signed::keyword(text),
        _ => bare(text),
    }
}

/// Splits off a first heading, and the bare block that programs for notes write below it; `None` where
/// there are not both.
pub(super) fn below_heading(text: &str) -> Option<(&str, Split<'_>)> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let (heading, rest) = text.strip_prefix("# ")?.split_once('\n')?;
    let split = bare(rest.trim_start())?;
    (split.pairs.len() > 1 && !heading.trim().is_empty()).then_some((heading.trim(), split))
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

#[cfg(test)]
mod tests {
    //! 1. Each style is read. 2. A broken block is read line by line. 3. What is no block stays text.

    use serde_json::Value;

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
    fn lines_with_a_sign_are_read() {
        let wanted = [
            pair("title", "A: deal"),
            pair("author", "Ann Lee, Bo Ray"),
            pair("date", "4 Dec 2025"),
        ];
        let text = "% A: deal\n% Ann Lee; Bo Ray\n% 4 Dec 2025\n\nBody.";
        assert_eq!(pairs(text), wanted);
        assert_eq!(split(text).unwrap().body.trim(), "Body.");
        assert_eq!(
            pairs("% A: deal\n%\n% 4 Dec 2025\n\nBody."),
            [wanted[0].clone(), wanted[2].clone()]
        );
        let text =
            "#+TITLE: A: deal\n#+OPTIONS: toc:nil\n#+DATE: <2025-12-04 Thu>\n\n* Part\nBody.";
        let wanted = [
            pair("TITLE", "A: deal"),
            pair("OPTIONS", "toc:nil"),
            pair("DATE", "<2025-12-04 Thu>"),
        ];
        assert_eq!(pairs(text), wanted);
        assert_eq!(split(text).unwrap().body.trim(), "* Part\nBody.");
    }

    #[test]
    fn a_block_may_stand_below_a_heading() {
        let text = "# A: deal\n\nPublished: December 4, 2025\nURL: https://lock.example/a\n\nBody.";
        let (heading, split) = below_heading(text).unwrap();
        assert_eq!((heading, split.pairs.len(), split.body.trim()), ("A: deal", 2, "Body."));
        for text in [
            "# A deal\n\nBody.",
            "# A deal\n\nDate: today\n\nBody.",
            "A\n\nURL: x\nDate: 2025\n\nB",
        ] {
            assert_eq!(below_heading(text), None, "{text}");
        }
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
            "% of the vote\nwent to nobody.",
            "#+1 for the plan\n\nThe story.",
            "",
        ] {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
