//! First bytes and name -> format. Content decides; the name helps where content is silent.

use std::path::Path;

use serde_json::Value;

use super::compressed::Packing;
use super::text::Kind;
use super::wide::Wide;
use super::{
    encoding, feed, foreign, front_matter, keys, mail, mbox, newswire, press, subtitles, table,
    warc,
};
use crate::article::SkipReason;

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Text with or without a header block.
    Text(Kind),
    /// One JSON value: an article, or a list of them.
    Json,
    /// One JSON value a line.
    JsonLines,
    /// A saved page.
    Html,
    /// A mail message.
    Mail,
    /// Mail messages, each behind an envelope line.
    Mailbox,
    /// Pages that a crawler kept.
    WebArchive,
    /// RSS, Atom or RDF.
    Feed,
    /// NITF or NewsML.
    News,
    /// Documents of a database of the press.
    Press(press::Layout),
    /// What is said in a film or a broadcast, with its times.
    Subtitles,
    /// A table whose cells are parted by this sign.
    Table(u8),
    /// A compressed stream of another format.
    Packed(Packing),
    /// Another format in UTF-16.
    Wide(Wide),
}

/// Chooses the format of a stream by its first bytes.
///
/// # Errors
///
/// [`SkipReason::Binary`] for what is no text.
pub(super) fn format(head: &[u8], name: &Path) -> Result<Format, SkipReason> {
    if head.starts_with(b"\x1f\x8b") {
        return Ok(Format::Packed(Packing::Gzip));
    }
    if head.starts_with(b"\x28\xb5\x2f\xfd") {
        return Ok(Format::Packed(Packing::Zstd));
    }
    // It may hold pictures too.
    if head.starts_with(warc::MAGIC) {
        return Ok(Format::WebArchive);
    }
    if let Some(reason) = foreign::skip(head, name) {
        return Err(reason);
    }
    let extension = extension(name);
    if let Some(wide) = Wide::of(head) {
        return Ok(Format::Wide(wide));
    }
    if encoding::looks_binary(head) {
        return Err(SkipReason::Binary);
    }
    // What is valid, as most is, is known sooner than what is not can be mended.
    let text = std::str::from_utf8(head).map_or_else(|_| String::from_utf8_lossy(head), Into::into);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let by_name = matches!(extension.as_str(), "jsonl" | "ndjson" | "jl" | "ldjson");
    if (by_name || text.starts_with(['{', '[']))
        && let Some(format) = json(text, by_name, extension == "json")
    {
        return Ok(format);
    }
    if text.starts_with('<')
        && let Some(reason) = foreign::list_in_xml(text)
    {
        return Err(reason);
    }
    if text.starts_with('<') && feed::is_feed(text) {
        return Ok(Format::Feed);
    }
    if text.starts_with('<') && newswire::is_news(text) {
        return Ok(Format::News);
    }
    if let Some(layout) = press::layout(text) {
        return Ok(Format::Press(layout));
    }
    let markdown =
        matches!(extension.as_str(), "md" | "markdown" | "mdown" | "mkd" | "mdx" | "qmd");
    if !markdown && subtitles::is_subtitles(text) {
        return Ok(Format::Subtitles);
    }
    if mail::is_mail(text) {
        let first = text.lines().next().unwrap_or_default();
        let is_box = mbox::is_envelope(first.as_bytes());
        return Ok(if is_box { Format::Mailbox } else { Format::Mail });
    }
    let named = matches!(extension.as_str(), "csv" | "tsv" | "tab");
    if let Some(sign) = table::sign(text, named) {
        return Ok(Format::Table(sign));
    }
    if is_page(text, &extension) {
        return Ok(Format::Html);
    }
    if let Some(reason) = foreign::part_of_page(&extension)
        && !has_header(text)
    {
        return Err(reason);
    }
    Ok(Format::Text(if markdown { Kind::Markdown } else { Kind::Plain }))
}

/// True for a page: it opens like one, or it is called one and has tags.
fn is_page(text: &str, extension: &str) -> bool {
    let mut rest = text;
    while let Some(comment) = rest.strip_prefix("<!--") {
        let Some((_, behind)) = comment.split_once("-->") else { break };
        rest = behind.trim_start();
    }
    if let Some((_, behind)) = rest.strip_prefix("<?xml").and_then(|xml| xml.split_once("?>")) {
        rest = behind.trim_start();
    }
    let open: String = rest.chars().take(14).collect::<String>().to_ascii_lowercase();
    if ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| open.starts_with(tag)) {
        return true;
    }
    let called = matches!(extension, "html" | "htm" | "xhtml" | "shtml" | "mhtml");
    let has_tags = || {
        text.contains("</")
            || text.contains("<p")
            || text.contains("<div")
            || text.contains("<meta")
    };
    called && !text.starts_with("---") && !text.starts_with("+++") && has_tags()
}

/// True for a text whose header block names a field; what site generators fill in has an empty one.
fn has_header(text: &str) -> bool {
    let names_field = |pair: &keys::Pair| keys::meaning(&pair.key).is_some();
    front_matter::split(text).is_some_and(|split| split.pairs.iter().any(names_field))
}

/// The ending of a name, in lower case.
pub(super) fn extension(name: &Path) -> String {
    name.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Tells one value from a value a line, and both from text that starts with a bracket.
fn json(text: &str, by_name: bool, named_json: bool) -> Option<Format> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let is_object = |line: &str| {
        line.trim_start().starts_with('{')
            && serde_json::from_str::<Value>(line).is_ok_and(|v| v.is_object())
    };
    let first = lines.next()?;
    let second = lines.next();
    if by_name {
        // A value over many lines under the name of a value a line.
        let over_lines = matches!(first.trim(), "{" | "[") && second.is_some();
        return Some(if over_lines { Format::Json } else { Format::JsonLines });
    }
    let starts_object = |line: &str| line.trim_start().starts_with('{');
    if is_object(first) && second.is_none_or(starts_object) {
        return Some(if second.is_some() { Format::JsonLines } else { Format::Json });
    }
    // A first line that is broken, or longer than the head, among lines that are values.
    if starts_object(first) && lines.chain(second).filter(|line| is_object(line)).count() > 1 {
        return Some(Format::JsonLines);
    }
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    match stream.next() {
        Some(Ok(value)) if value.is_object() || value.is_array() => {
            let rest = text[stream.byte_offset()..].trim_start();
            // Text behind the value: front matter, which the text reader knows.
            let only = rest.is_empty() || rest.starts_with(['{', '[']);
            only.then_some(Format::Json)
        }
        // The value is longer than the head.
        Some(Err(error)) if error.is_eof() && (named_json || text.len() > 1000) => {
            let inside = text[1..].trim_start();
            let opens = inside.starts_with(['"', '{', '[', ']', '}']);
            opens.then_some(Format::Json)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        let plain = Ok(Format::Text(Kind::Plain));
        let table: &[(&str, &str, Result<Format, SkipReason>)] = &[
            ("Some text.", "a.txt", plain.clone()),
            ("Some text.", "a.md", Ok(Format::Text(Kind::Markdown))),
            ("{\"a\":1}\n{\"a\":2}\n", "a.txt", Ok(Format::JsonLines)),
            ("{\"a\":1}", "a.txt", Ok(Format::Json)),
            ("{\"a\":1}", "a.jsonl", Ok(Format::JsonLines)),
            ("not json\n{\"a\":1}", "a.jsonl", Ok(Format::JsonLines)),
            ("{broken\n{\"a\":1}\n{\"a\":1}\n", "a", Ok(Format::JsonLines)),
            ("[{\"a\":1}]", "a", Ok(Format::Json)),
            ("[a link](b) and more", "a", plain.clone()),
            ("{\"title\":\"x\"}\n\nBody", "a.txt", plain.clone()),
            ("a\0b", "a.txt", Err(SkipReason::Binary)),
        ];
        for (text, name, wanted) in table {
            assert_eq!(&format(text.as_bytes(), Path::new(name)), wanted, "{text:?}");
        }
    }
}
