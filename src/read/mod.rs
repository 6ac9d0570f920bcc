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
mod encoding;
pub mod eval;
mod feed;
mod fix;
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
mod outlets;
mod repeats;
mod settings;
mod site_lines;
mod sniff;
mod source;
mod story;
mod table;
mod text;
mod url;
mod yaml;

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, Cursor};
use std::path::{Path, PathBuf};

use crate::article::{Article, Field, Method, SkipReason};
use crate::date::Date;
pub use fix::{Fix, FixError, FixName, fix, fixed};
pub use repeats::{Repeat, Repeats};
pub use settings::{Change, FILE_NAME as SETTINGS_FILE, Settings, SettingsError};
use sniff::Format;
use source::{Head, Source};

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
        if result.is_ok() || out.called {
            out.end(result);
            return source.finish().map_err(unreadable);
        }
        result
    };
    match result {
        Err(reason) if !out.called => Err(reason),
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
        Format::Table(sign) => table::read(&mut head, sign, context, out),
        Format::Mail => mail::read(head.whole(MAX_MARKUP_BYTES)?, context, out),
        Format::Mailbox => mbox::read(&mut head, context, out),
        Format::Feed => feed::read(head.whole(MAX_MARKUP_BYTES)?, context, out),
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
}

impl<'a> Context<'a> {
    /// The context of a stream inside a compressed one.
    fn unpacked(&self, name: PathBuf) -> Context<'a> {
        let (drop, member) = (self.drop.clone(), self.member.clone());
        Context { name, drop, member, unpacked: self.unpacked + 1, ..*self }
    }

    /// The context of a member of an archive.
    fn member(&self, member: &str) -> Context<'a> {
        let (name, drop) = (PathBuf::from(member), self.drop.clone());
        Context { name, drop, member: Some(member.to_string()), ..*self }
    }
}

/// Where readers put what they find.
struct Out<'a> {
    sink: &'a mut dyn FnMut(Record),
    ordinal: u32,
    /// Hashes of the keys that were given in this file.
    seen: HashSet<u64>,
    /// True once the sink was called.
    called: bool,
}

impl Out<'_> {
    /// Hands over the only article of a file.
    fn only(&mut self, draft: Draft, context: &Context<'_>) -> Result<(), SkipReason> {
        if context.member.is_some() {
            self.record(None, draft, context, String::new);
            return Ok(());
        }
        let article = draft.finish(context)?;
        self.put(Record::Article(Box::new(article)));
        Ok(())
    }

    /// Hands over one record of many; one that is no article becomes a skip with its place.
    fn record(
        &mut self,
        key: Option<String>,
        mut draft: Draft,
        context: &Context<'_>,
        place: impl FnOnce() -> String,
    ) {
        draft.article.ordinal = self.ordinal;
        draft.article.key = match (&context.member, key) {
            (None, key) => key,
            (Some(member), None) => Some(member.clone()),
            (Some(member), Some(key)) => Some(format!("{member}#{key}")),
        };
        self.ordinal = self.ordinal.saturating_add(1);
        if let Some(key) = &draft.article.key
            && !self.seen.insert(twox_hash::XxHash3_64::oneshot(key.as_bytes()))
        {
            draft.article.notes.push(format!("the id `{key}` stands in this file before"));
            draft.article.key = None;
        }
        let excluded = context.settings.excludes(context.relative, draft.article.key.as_deref());
        let result = match excluded {
            Some(pattern) => Err(SkipReason::Excluded(pattern.to_string())),
            None => draft.finish(context),
        };
        match result {
            Ok(article) => self.put(Record::Article(Box::new(article))),
            Err(reason) => self.skip(context, Some(place()).filter(|p| !p.is_empty()), reason),
        }
    }

    /// Reports a record that is no article, and counts it.
    fn bad_record(&mut self, context: &Context<'_>, place: String, reason: SkipReason) {
        self.ordinal = self.ordinal.saturating_add(1);
        self.skip(context, Some(place), reason);
    }

    /// Reports a member that gave nothing, and counts it.
    fn lost(&mut self, context: &Context<'_>, reason: SkipReason) {
        self.ordinal = self.ordinal.saturating_add(1);
        self.skip(context, None, reason);
    }

    /// Reports what went wrong after records were handed over.
    fn end(&mut self, result: Result<(), SkipReason>) {
        if let Err(reason) = result {
            self.put(Record::Skip { place: None, reason });
        }
    }

    fn skip(&mut self, context: &Context<'_>, place: Option<String>, reason: SkipReason) {
        let place = match (&context.member, place) {
            (None, place) => place,
            (Some(member), None) => Some(member.clone()),
            (Some(member), Some(place)) => Some(format!("{member} {place}")),
        };
        self.put(Record::Skip { place, reason });
    }

    fn put(&mut self, record: Record) {
        self.called = true;
        (self.sink)(record);
    }
}

/// What a format found, before the text is cleaned and the last methods are tried.
#[derive(Debug, Default)]
struct Draft {
    /// The fields that the format gave.
    article: Article,
    /// The text with all its lines; `\n` is the only line break.
    raw: String,
    /// True when headline, date and by-line may stand at the top of the text.
    top: bool,
}

impl Draft {
    /// Cleans the text, tries the methods that no format has to itself, and corrects.
    fn finish(self, context: &Context<'_>) -> Result<Article, SkipReason> {
        let Draft { mut article, raw, top } = self;
        if raw.len() as u64 > MAX_MARKUP_BYTES {
            return Err(SkipReason::TooLong(MAX_ARTICLE_BYTES));
        }
        if let Some(url) = article.url.as_ref().map(|url| url.value.clone()) {
            offer(&mut article.source, url::host(&url).map(str::to_string), Method::Url, || {
                url.clone()
            });
        }
        let search = story::Search { top, order: context.order, drop: &context.drop };
        story::settle(&mut article, &raw, search);
        if let Some(url) = article.url.as_ref().map(|url| url.value.clone())
            && let Some((date, part)) = url::date(&url)
        {
            offer(&mut article.date, Some(date), Method::Url, || part.to_string());
        }
        if article.date.is_none()
            && let Some((date, part)) = date_in_name(context)
        {
            article.date = Some(Field { value: date, method: Method::FileName, evidence: part });
        }
        // What a record calls its title may be a text.
        if let Some(title) = article.title.take_if(|title| title.value.len() > LONGEST_TITLE)
            && article.text.is_empty()
        {
            article.text = title.value;
        }
        context.settings.correct(&mut article, context.relative);
        if article.text.is_empty() {
            match &article.title {
                Some(title) => article.text = title.value.clone(),
                None => return Err(SkipReason::Empty),
            }
        }
        if article.text.len() as u64 > MAX_ARTICLE_BYTES {
            return Err(SkipReason::TooLong(MAX_ARTICLE_BYTES));
        }
        Ok(article)
    }
}

/// The day in the name of the file, or in the folders `2025/12/04` it lies in.
fn date_in_name(context: &Context<'_>) -> Option<(Date, String)> {
    let name = context.name.to_string_lossy();
    let file = context.name.file_name()?.to_string_lossy();
    let found = url::digits_in(&file).map(|(date, part)| (date, part.to_string()));
    found.or_else(|| {
        let path = format!("/{name}");
        url::date(&path).map(|(date, part)| (date, part.to_string()))
    })
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
