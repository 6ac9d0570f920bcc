//! Subtitles of films and broadcasts (SubRip, WebVTT) -> what is said, as one text.
//!
//! Numbers and times leave, and so do marks of italics and places; pieces of a sentence that were shown
//! one after the other stand in one line again, so that phrases are found. Who speaks stays.

use super::{Context, Draft, Out, encoding, html};
use crate::article::SkipReason;

/// The first line of WebVTT.
const SIGNATURE: &str = "WEBVTT";

/// Blocks of WebVTT that are not shown.
const UNSHOWN: &[&str] = &["NOTE", "STYLE", "REGION"];

/// Longest mark, in bytes.
const LONGEST_MARK: usize = 200;

/// Between the times at which a piece comes and goes.
const ARROW: &str = "-->";

/// True for text that opens as subtitles do.
pub(super) fn is_subtitles(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    let first = lines.next().unwrap_or_default();
    if let Some(rest) = first.strip_prefix(SIGNATURE) {
        return (rest.is_empty() || rest.starts_with([' ', '\t'])) && lines.any(is_times);
    }
    is_number(first) && lines.next().is_some_and(is_times)
}

/// Reads a whole file as one article.
pub(super) fn read(
    bytes: Vec<u8>,
    context: &Context<'_>,
    out: &mut Out<'_>,
) -> Result<(), SkipReason> {
    let decoded = encoding::decode(bytes, None)?;
    let mut draft = Draft { raw: said(&decoded.text), ..Draft::default() };
    draft.article.notes.extend(decoded.notes);
    out.only(draft, context)
}

fn is_number(line: &str) -> bool {
    !line.is_empty() && line.len() <= 9 && line.bytes().all(|b| b.is_ascii_digit())
}

/// True for `00:01:04,000 --> 00:01:07,500`, with settings behind it.
fn is_times(line: &str) -> bool {
    let is_time = |time: Option<&str>| {
        time.is_some_and(|time| {
            time.contains(':')
                && time.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b',' | b'.'))
        })
    };
    line.split_once(ARROW).is_some_and(|(from, to)| {
        is_time(Some(from.trim())) && is_time(to.split_whitespace().next())
    })
}

/// When a piece comes and goes, as it is written.
fn ends_of(times: &str) -> (&str, &str) {
    let (comes, goes) = times.split_once(ARROW).unwrap_or_default();
    (comes.trim(), goes.split_whitespace().next().unwrap_or_default())
}

/// What is said. A turn of a speaker is a paragraph.
fn said(text: &str) -> String {
    let is_web = text.trim_start_matches('\u{feff}').trim_start().starts_with(SIGNATURE);
    let mut told = String::new();
    let (mut before, mut speaker, mut gone) = (String::new(), String::new(), "");
    for block in blocks(text) {
        let times = block.iter().position(|line| is_times(line));
        let lines = match times {
            Some(at) => &block[at + 1..],
            // The head, and what is not shown; other lines without times are kept.
            None if is_web && is_unshown(&block) => continue,
            None => &block[..],
        };
        let (comes, goes) = times.map_or(("", ""), |at| ends_of(block[at]));
        let follows = !gone.is_empty() && comes == gone;
        gone = goes;
        for (number, line) in lines.iter().enumerate() {
            let (voice, line) = shown(line, is_web);
            // Where lines roll, each is shown again above the next, and at once.
            let rolls = follows && number == 0 && line == before && line.contains(' ');
            if line.is_empty() || rolls && voice.as_ref().is_none_or(|voice| *voice == speaker) {
                continue;
            }
            let mut turns = line.starts_with(['-', '–', '—']) || line.starts_with(">>");
            if let Some(voice) = voice.filter(|voice| *voice != speaker) {
                speaker = voice;
                turns = true;
            }
            if !told.is_empty() {
                told.push_str(if turns { "\n\n" } else { " " });
            }
            if turns && !speaker.is_empty() {
                told.push_str(&speaker);
                told.push_str(": ");
            }
            told.push_str(&line);
            before = line;
        }
    }
    told
}

/// Runs of lines that are not blank; a piece begins where its times stand, were there no line before it.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.trim_start_matches('\u{feff}').lines().map(str::trim) {
        let last = blocks.len() - 1;
        let block = &mut blocks[last];
        if line.is_empty() {
            blocks.push(Vec::new());
        } else if is_times(line) && block.iter().any(|line| is_times(line)) {
            let number = block.pop_if(|line| is_number(line));
            blocks.push(number.into_iter().chain([line]).collect());
        } else {
            block.push(line);
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

fn is_unshown(block: &[&str]) -> bool {
    let first = block[0].split_whitespace().next().unwrap_or_default();
    first == SIGNATURE || UNSHOWN.contains(&first)
}

/// Who says a line, where a mark names them, and the line without marks.
fn shown(line: &str, is_web: bool) -> (Option<String>, String) {
    let (mut plain, mut voice) = (String::new(), None);
    let mut rest = line;
    while let Some(at) = rest.find(['<', '{']) {
        plain.push_str(&rest[..at]);
        let close = if rest[at..].starts_with('<') { b'>' } else { b'}' };
        let end = rest.as_bytes()[at..].iter().take(LONGEST_MARK).position(|b| *b == close);
        let end = end.map(|end| at + end).filter(|end| is_mark(&rest[at..*end]));
        let Some(end) = end else {
            plain.push_str(&rest[at..=at]);
            rest = &rest[at + 1..];
            continue;
        };
        let inner = &rest[at + 1..end];
        if let Some((tag, name)) = inner.split_once(' ')
            && (tag == "v" || tag.starts_with("v."))
        {
            voice = Some(name.trim().to_string()).filter(|name| !name.is_empty());
        }
        rest = &rest[end + 1..];
    }
    plain.push_str(rest);
    let plain = if is_web { html::unescape(&plain) } else { plain };
    (voice, plain.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// True for an opened mark: `<i`, `</c.yellow`, `<font color=…`, a time, `{\\an8`.
fn is_mark(mark: &str) -> bool {
    if let Some(inner) = mark.strip_prefix('{') {
        return inner.starts_with('\\');
    }
    let inner = mark.trim_start_matches('<');
    if is_times(&format!("{inner} {ARROW} {inner}")) {
        return true;
    }
    let (name, says) = inner
        .trim_start_matches('/')
        .split_once(' ')
        .unwrap_or((inner.trim_start_matches('/'), ""));
    let name = name.split('.').next().unwrap_or_default();
    match name {
        "i" | "b" | "u" | "s" | "c" | "ruby" | "rt" => says.is_empty(),
        "v" | "font" | "lang" => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_sentence_stand_together() {
        let file = "1\r\n00:00:01,000 --> 00:00:04,000\r\n<i>Good evening.</i> The board\r\nof Sarn\r\n\r\n\
                    2\r\n00:00:04,000 --> 00:00:07,500 X1:40\r\n{\\an8}shut its lock.\r\n\r\n\
                    3\r\n00:00:08,000 --> 00:00:11,000\r\n- Nobody asked.\r\n- So it is.\r\n\
                    4\r\n00:00:12,000 --> 00:00:13,000\r\n12 < 14 {so}\r\n";
        assert!(is_subtitles(file));
        let wanted = "Good evening. The board of Sarn shut its lock.\n\n- Nobody asked.\n\n- So it is. 12 < 14 {so}";
        assert_eq!(said(file), wanted);
    }

    #[test]
    fn who_speaks_stays_and_what_is_not_shown_leaves() {
        let file = "WEBVTT - News at ten\nKind: captions\n\nNOTE by hand\nNOTHING\n\nSTYLE\n::cue { color: red }\n\n\
                    intro\n00:01.000 --> 00:04.000 align:start\n<v Anna>The board &amp; the owners\n\n\
                    00:04.000 --> 00:07.500\n<v Anna>met <c.yellow>on<00:05.000> Tuesday</c>.\n\n\
                    00:08.000 --> 00:09.000\n<v Bo Ray>So they say.\n";
        assert!(is_subtitles(file));
        assert_eq!(
            said(file),
            "Anna: The board & the owners met on Tuesday.\n\nBo Ray: So they say."
        );
    }

    #[test]
    fn lines_that_roll_are_said_once() {
        let file = "WEBVTT\n\n00:01.000 --> 00:02.000\nthe board\n\n00:02.000 --> 00:03.000\nthe board\nof Sarn met\n\n\
                    00:03.000 --> 00:03.010\nof Sarn met\n";
        assert_eq!(said(file), "the board of Sarn met");
    }

    #[test]
    fn what_is_said_again_stays() {
        let file = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>No. It is not.\n\n00:02.000 --> 00:03.000\n<v Bo>No. It is not.\n\n\
                    00:04.000 --> 00:05.000\n<v Bo>No. It is not.\n\n00:06.000 --> 00:07.000\nif a <b and c> d {b} <u know>\n";
        assert_eq!(
            said(file),
            "Anna: No. It is not.\n\nBo: No. It is not. No. It is not. if a <b and c> d {b} <u know>"
        );
    }

    #[test]
    fn other_texts_are_no_subtitles() {
        for text in [
            "1\nA list --> of things",
            "WEBVTTS\n",
            "WEBVTT is the first line of the format.\n\nNOTE that the story goes on here.",
            "The arrow 00:01 --> 00:02",
            "12\n\n00:01.000 --> 00:02.000",
            "",
        ] {
            assert!(!is_subtitles(text), "{text:?}");
        }
    }
}
