//! Candidate -> articles | skips: one file a format, one a field to recover.
//!
//! [`read_file`] looks at the first bytes, hands the file to the reader of its format, and calls
//! back once for each article or skipped record, in file order. Content decides about the format;
//! the name of the file only helps where content is silent. Fields come from the methods of their
//! table in order of trust, and keep the method and the text they were read from.
//!
//! Nothing here prints, reads the environment or a clock, or panics on any input. Memory is bounded
//! by the largest article, not by the file.

mod archive;
mod compressed;
mod dates;
mod draft;
mod encoding;
pub mod eval;
mod feed;
mod fix;
mod foreign;
mod front_matter;
mod html;
mod json;
mod json_items;
mod json_lines;
mod keys;
mod language;
mod mail;
mod markdown;
mod mbox;
mod newswire;
mod out;
mod outlets;
mod press;
mod repeats;
mod settings;
mod site_lines;
mod sniff;
mod source;
mod story;
mod subtitles;
mod table;
mod text;
mod url;
mod warc;
mod wide;
mod xml;
mod yaml;

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, Cursor};
use std::path::{Path, PathBuf};

use crate::article::{Article, Field, Method, SkipReason};
use crate::date::Date;
use draft::Draft;
pub use fix::{Fix, FixError, FixName, fix, fixed};
use out::Out;
pub use repeats::{Repeat, Repeats};
pub use settings::{Change, Settings, SettingsError, Unmatched, escaped, slashed};
use sniff::Format;
use source::{Head, Source};
use wide::Narrowing;

/// Longest text of one article, in bytes. A book of a thousand pages has a tenth of it; what is
/// longer is a dump or a log, and would slow down every search that touches it.
pub const MAX_ARTICLE_BYTES: u64 = 16 << 20;

/// Largest record or page that is parsed, in bytes: markup and escapes may double a text.
const MAX_MARKUP_BYTES: u64 = 2 * MAX_ARTICLE_BYTES;

/// Reads the whole of a text as one date, as `talks.toml` does: a day that could be read in two ways is
/// none, and so is an impossible one.
pub fn read_date(text: &str) -> Option<Date> {
    dates::parse(text, None)
}

/// Returns the two-letter code of a language tag (`en-US`) or name (`English`).
pub fn language_code(tag: &str) -> Option<String> {
    language::code(tag)
}

/// True for the whole address of a page.
pub fn is_address(text: &str) -> bool {
    url::is_absolute(text)
}

/// Longest headline, in bytes: the longest of the nineteenth century had a tenth of it.
const LONGEST_TITLE: usize = 4000;

/// What a file gave for one of its records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// An article, with text.
    Article(Box<Article>),
    /// A record that was left out.
    Skip {
        /// Where in the file: `line 12`, `record 3`, the name of a member.
        place: Option<String>,
        /// Why.
        reason: SkipReason,
    },
}

/// What was read, for the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// XXH3 of all bytes of the file, 64 bits.
    pub content_hash: u64,
    /// Length of the file in bytes.
    pub bytes: u64,
}

/// Reads the file at `path` and calls `sink` once for each article or skipped record, in file order.
///
/// `relative` is the path below the root: `talks.toml` names files by it, and dates may stand in
/// it. A file of many records is streamed.
///
/// # Errors
///
/// The reason when the file as a whole is skipped; `sink` has not been called then.
pub fn read_file(
    path: &Path,
    relative: &Path,
    settings: &Settings,
    sink: &mut dyn FnMut(Record),
) -> Result<Reading, SkipReason> {
    if let Some(pattern) = settings.excludes(relative, None) {
        return Err(SkipReason::Excluded(pattern.to_string()));
    }
    let unreadable = |error: std::io::Error| SkipReason::Unreadable(error.to_string());
    let data = std::fs::metadata(path).map_err(unreadable)?;
    if !data.is_file() {
        return Err(SkipReason::NotAFile);
    }
    let mut file = File::open(path).map_err(unreadable)?;
    read_source(&mut file, relative, settings, sink)
}

/// Reads `bytes` as [`read_file`] reads a file named `relative`.
///
/// # Errors
///
/// The reason when the bytes as a whole are skipped; `sink` has not been called then.
pub fn read_bytes(
    bytes: &[u8],
    relative: &Path,
    settings: &Settings,
    sink: &mut dyn FnMut(Record),
) -> Result<Reading, SkipReason> {
    if let Some(pattern) = settings.excludes(relative, None) {
        return Err(SkipReason::Excluded(pattern.to_string()));
    }
    read_source(&mut Cursor::new(bytes), relative, settings, sink)
}

fn read_source(
    input: &mut dyn source::ReadSeek,
    relative: &Path,
    settings: &Settings,
    sink: &mut dyn FnMut(Record),
) -> Result<Reading, SkipReason> {
    let context = Context {
        relative,
        name: relative.to_path_buf(),
        settings,
        order: settings.order(relative),
        drop: settings.drop_lines(relative),
        member: None,
        unpacked: 0,
        narrowed: None,
    };
    let mut out = Out { sink, ordinal: 0, seen: HashSet::new(), called: false };
    let unreadable = |error: std::io::Error| SkipReason::Unreadable(error.to_string());
    let is_archive = archive::is_archive(input).map_err(unreadable)?;
    let result = if is_archive {
        let result = archive::read(input, &context, &mut out);
        input.rewind().map_err(unreadable)?;
        result
    } else {
        let mut source = Source::new(input);
        let result = read_stream(&mut source, &context, &mut out);
        if out.called {
            out.end(result);
            return source.finish().map_err(unreadable);
        }
        result
    };
    match result {
        Err(reason) if !out.called => Err(reason),
        // Folders and hidden files alone, in an archive.
        Ok(()) if !out.called => Err(SkipReason::Empty),
        result => {
            out.end(result);
            Source::new(input).finish().map_err(unreadable)
        }
    }
}

/// Reads one stream of any format.
fn read_stream(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    out: &mut Out<'_>,
) -> Result<(), SkipReason> {
    let mut head = Head::new(input)?;
    match sniff::format(head.bytes(), &context.name)? {
        Format::JsonLines => json_lines::read(&mut head, context, out),
        Format::Json => json::read(&mut head, context, out),
        Format::Packed(packing) => compressed::read(packing, &mut head, context, out),
        Format::Wide(wide) => {
            // What is wide twice is no text.
            if context.narrowed.is_some() {
                return Err(SkipReason::Binary);
            }
            let narrowing = Narrowing::new(wide);
            read_stream(&mut narrowing.narrow(&mut head), &context.narrowed(&narrowing), out)
        }
        Format::Table(sign) => table::read(&mut head, sign, context, out),
        Format::Mail => mail::read(head.whole(MAX_MARKUP_BYTES)?, context, out),
        Format::Mailbox => mbox::read(&mut head, context, out),
        Format::WebArchive => warc::read(&mut head, context, out),
        Format::Feed => feed::read(head.whole(MAX_MARKUP_BYTES)?, context, out),
        Format::News => newswire::read(head.whole(MAX_MARKUP_BYTES)?, context, out),
        Format::Subtitles => subtitles::read(head.whole(2 * MAX_ARTICLE_BYTES)?, context, out),
        Format::Press(layout) => press::read(&mut head, layout, context, out),
        Format::Html => html::read(head.whole(MAX_MARKUP_BYTES)?, context, out),
        Format::Text(kind) => text::read(head.whole(2 * MAX_ARTICLE_BYTES)?, kind, context, out),
    }
}

/// What a reader needs to know besides the bytes.
struct Context<'a> {
    /// Path of the file below its root.
    relative: &'a Path,
    /// The name that content goes by: without the ending of a compression, or of a member.
    name: PathBuf,
    settings: &'a Settings,
    /// How numeric dates are written.
    order: Option<dates::Order>,
    /// Lines that `talks.toml` drops.
    drop: Vec<String>,
    /// The member of an archive that is being read.
    member: Option<String>,
    /// Compressed streams that were opened on the way here.
    unpacked: u8,
    /// How all of it was decoded on the way here.
    narrowed: Option<&'a Narrowing>,
}

impl<'a> Context<'a> {
    /// The context of a stream inside a compressed one.
    fn unpacked(&self, name: PathBuf) -> Context<'a> {
        let (drop, member) = (self.drop.clone(), self.member.clone());
        Context { name, drop, member, unpacked: self.unpacked + 1, ..*self }
    }

    /// The context of a stream that was decoded.
    fn narrowed<'b>(&'b self, narrowing: &'b Narrowing) -> Context<'b> {
        let (name, drop, member) = (self.name.clone(), self.drop.clone(), self.member.clone());
        Context { name, drop, member, narrowed: Some(narrowing), ..*self }
    }

    /// The context of a member of an archive.
    fn member(&self, member: &str) -> Context<'a> {
        let (name, drop) = (PathBuf::from(member), self.drop.clone());
        Context { name, drop, member: Some(member.to_string()), ..*self }
    }
}

/// The start of a text: at most `limit` bytes, cut between characters.
fn start_of(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Fills an empty field; a field keeps the first value it gets.
fn offer<T>(
    slot: &mut Option<Field<T>>,
    value: Option<T>,
    method: Method,
    evidence: impl FnOnce() -> String,
) {
    if slot.is_none()
        && let Some(value) = value
    {
        *slot = Some(Field { value, method, evidence: evidence() });
    }
}

#[cfg(test)]
mod tests;
