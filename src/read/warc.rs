//! A file of a web archive -> an article for each page in it.
//!
//! Of what a crawler kept, answers that hold a page or a text are read, and texts that were made of
//! pages. Requests, pictures and the crawler's notes are passed. The day of the crawl dates no page.

use std::io::{self, Read};

use super::source::{self, Head, Line};
use super::{Context, Draft, MAX_ARTICLE_BYTES, MAX_MARKUP_BYTES, Out, encoding, html, offer};
use crate::article::{Method, SkipReason};

/// First bytes of every record.
pub(super) const MAGIC: &[u8] = b"WARC/";

/// Longest line of a record's head, in bytes.
const LONGEST_LINE: u64 = 64 << 10;

/// Lines of the head of a record or of an answer.
const MOST_LINES: usize = 1000;

/// Named values of a head, names in lower case.
#[derive(Default)]
struct Fields(Vec<(String, String)>);

impl Fields {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn push(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        if let Some((key, value)) = line.split_once(':') {
            self.0.push((key.trim().to_lowercase(), value.trim().to_string()));
        }
    }

    /// The type of what follows, in lower case and without its parameters.
    fn kind(&self) -> String {
        let kind = self.get("content-type").unwrap_or_default();
        kind.split(';').next().unwrap_or_default().trim().to_lowercase()
    }
}

/// Reads every record.
pub(super) fn read(
    head: &mut Head<'_>,
    context: &Context<'_>,
    out: &mut Out<'_>,
) -> Result<(), SkipReason> {
    let unreadable = |error: io::Error| SkipReason::Unreadable(error.to_string());
    let mut number = 0u64;
    while let Some(fields) = fields(head)? {
        number += 1;
        let length = fields.get("content-length").and_then(|length| length.parse::<u64>().ok());
        let Some(length) = length else { return Err(broken("a record has no length")) };
        let place = || format!("record {number}");
        let mut content = (&mut *head).take(length);
        if is_wanted(&fields) && length > MAX_MARKUP_BYTES {
            out.bad_record(context, place(), SkipReason::TooLong(MAX_ARTICLE_BYTES));
        } else if is_wanted(&fields) {
            let mut bytes = Vec::new();
            content.read_to_end(&mut bytes).map_err(unreadable)?;
            let is_cut = (bytes.len() as u64) < length;
            match draft(bytes, &fields, context) {
                Ok(Some(mut draft)) => {
                    if is_cut {
                        draft.article.notes.push("its record is cut".to_string());
                    }
                    let address = draft.article.url.as_ref().map(|url| url.value.clone());
                    out.record(address, draft, context, place);
                }
                Ok(None) => {}
                Err(reason) => out.bad_record(context, place(), reason),
            }
        }
        io::copy(&mut content, &mut io::sink()).map_err(unreadable)?;
    }
    Ok(())
}

fn broken(why: &str) -> SkipReason {
    SkipReason::BadRecord(why.to_string())
}

/// The head of the next record; `None` at the end.
fn fields(head: &mut Head<'_>) -> Result<Option<Fields>, SkipReason> {
    let mut line = Vec::new();
    let mut fields = Fields::default();
    let mut opened = false;
    for _ in 0..MOST_LINES {
        let read = source::read_line(head, &mut line, LONGEST_LINE)
            .map_err(|error| SkipReason::Unreadable(error.to_string()))?;
        match read {
            Line::End if opened => return Err(broken("a record ends in its head")),
            Line::End => return Ok(None),
            _ if !opened && line.trim_ascii().is_empty() => {}
            _ if !opened && line.starts_with(MAGIC) => opened = true,
            _ if !opened => return Err(broken("no record begins where one should")),
            _ if line.trim_ascii().is_empty() => return Ok(Some(fields)),
            _ => fields.push(&line),
        }
    }
    Err(broken("the head of a record does not end"))
}

/// True for a record that may hold a page or a text.
fn is_wanted(fields: &Fields) -> bool {
    let web = fields.get("warc-target-uri").is_some_and(|uri| address(uri).starts_with("http"));
    let kind = fields.kind();
    web && match fields.get("warc-type").unwrap_or_default() {
        "response" => kind == "application/http",
        "resource" => is_page(&kind) || kind == "text/plain",
        "conversion" => kind == "text/plain",
        _ => false,
    }
}

fn is_page(kind: &str) -> bool {
    matches!(kind, "text/html" | "application/xhtml+xml")
}

/// Some crawlers write addresses in angle brackets.
fn address(uri: &str) -> &str {
    uri.trim_matches(['<', '>'])
}

/// Makes a draft of a record; `None` for one that holds neither page nor text, or an answer that
/// says that there is none.
fn draft(
    bytes: Vec<u8>,
    fields: &Fields,
    context: &Context<'_>,
) -> Result<Option<Draft>, SkipReason> {
    let (bytes, answer) = match fields.get("warc-type") {
        Some("response") => match answer(bytes)? {
            Some(answer) => answer,
            None => return Ok(None),
        },
        _ => (
            bytes,
            Fields(vec![(
                "content-type".into(),
                fields.get("content-type").unwrap_or_default().into(),
            )]),
        ),
    };
    let kind = answer.kind();
    let charset = answer.get("content-type").and_then(|kind| kind.split_once("charset="));
    let charset = charset.map(|(_, charset)| charset.trim_matches(['"', '\'', ' ']).to_string());
    let (mut draft, notes) = if is_page(&kind) {
        let decoded = html::decoded(bytes, charset)?;
        (html::draft(&decoded.text, context)?, decoded.notes)
    } else if kind == "text/plain" {
        let decoded = encoding::decode(bytes, charset.as_deref())?;
        (Draft { top: true, raw: decoded.text, ..Draft::default() }, decoded.notes)
    } else {
        return Ok(None);
    };
    draft.article.notes.splice(0..0, notes);
    let uri = fields.get("warc-target-uri").map(|uri| address(uri).to_string());
    offer(&mut draft.article.url, uri.clone(), Method::Record, || {
        format!("WARC-Target-URI: {}", uri.unwrap_or_default())
    });
    Ok(Some(draft))
}

/// Splits the answer of a server into its content and its head; `None` when it gives nothing.
fn answer(bytes: Vec<u8>) -> Result<Option<(Vec<u8>, Fields)>, SkipReason> {
    let ends = [&b"\r\n\r\n"[..], b"\n\n"];
    let end = ends.iter().filter_map(|end| Some((memchr::memmem::find(&bytes, end)?, end.len())));
    let Some((end, blank)) = end.min() else { return Ok(None) };
    let mut lines = bytes[..end].split(|byte| *byte == b'\n');
    let status = lines.next().unwrap_or_default();
    let is_given = status.split(|byte| *byte == b' ').nth(1) == Some(b"200");
    let mut fields = Fields::default();
    lines.take(MOST_LINES).for_each(|line| fields.push(line));
    if !is_given || !(is_page(&fields.kind()) || fields.kind() == "text/plain") {
        return Ok(None);
    }
    let mut content = bytes[end + blank..].to_vec();
    if fields.get("transfer-encoding").is_some_and(|how| how.eq_ignore_ascii_case("chunked")) {
        content = joined(&content).unwrap_or(content);
    }
    // Crawlers often write what they unpacked, and leave what the head says.
    if content.starts_with(b"\x1f\x8b") {
        let mut plain = Vec::new();
        flate2::bufread::MultiGzDecoder::new(content.as_slice())
            .take(MAX_MARKUP_BYTES)
            .read_to_end(&mut plain)
            .map_err(|error| SkipReason::Unreadable(error.to_string()))?;
        content = plain;
    }
    Ok(Some((content, fields)))
}

/// Joins the chunks of an answer; `None` for what is not in chunks.
fn joined(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let line = memchr::memchr(b'\n', rest)?;
        let size = std::str::from_utf8(&rest[..line]).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[line + 1..];
        if size == 0 {
            return Some(whole);
        }
        // The last chunk may be cut.
        whole.extend_from_slice(&rest[..size.min(rest.len())]);
        rest = rest.get(size..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return Some(whole);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn chunks_are_joined() {
        assert_eq!(joined(b"4\r\nlock\r\n6;x=1\r\n keepe\r\n0\r\n\r\n").unwrap(), b"lock keepe");
        assert_eq!(joined(b"ff\r\ncut").unwrap(), b"cut");
        for whole in [&b"<p>no chunks</p>"[..], b"zz\r\nlock", b""] {
            assert_eq!(joined(whole), None);
        }
    }
}
