//! What the archive holds: articles, their fields with provenance, their ids and dates.
//!
//! Everything here is plain data that any stage may import. Nothing here reads a file, knows a
//! format, or names the engine.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::date::Date;

/// A field's value together with how it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field<T> {
    /// The value that is shown and searched.
    pub value: T,
    /// The method that found it.
    pub method: Method,
    /// The text it was read from, as it stands in the file.
    pub evidence: String,
}

/// How a field was recovered, named as `talks show` prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Method {
    /// A correction in the root's `talks.toml`.
    Correction,
    /// A header block at the top of a text file.
    FrontMatter,
    /// A key of a structured record (JSON, JSON Lines, CSV, feed).
    Record,
    /// A header of a mail message.
    MailHeader,
    /// Structured data inside a page.
    JsonLd,
    /// A `<meta>` tag of a page.
    Meta,
    /// The `<title>` of a page.
    TitleTag,
    /// A heading of the document.
    Heading,
    /// A `<time>` element of a page.
    TimeTag,
    /// A line that names the author or the date beside the text.
    Byline,
    /// A link that names the page's own address.
    CanonicalLink,
    /// An attribute of the page's root element.
    HtmlAttribute,
    /// A first line that reads as a headline.
    Headline,
    /// A dated line at the top.
    DatedLine,
    /// The article's address.
    Url,
    /// The name of the file.
    FileName,
    /// The outlet's signature or boilerplate in the text.
    Signature,
    /// Detected from the text itself.
    Detected,
}

impl Method {
    /// Returns the name used in JSON and in `talks show`, in lower-case words joined by `-`.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Correction => "talks.toml",
            Method::FrontMatter => "front-matter",
            Method::Record => "record",
            Method::MailHeader => "mail-header",
            Method::JsonLd => "json-ld",
            Method::Meta => "meta",
            Method::TitleTag => "title-tag",
            Method::Heading => "heading",
            Method::TimeTag => "time-tag",
            Method::Byline => "byline",
            Method::CanonicalLink => "canonical-link",
            Method::HtmlAttribute => "html-attribute",
            Method::Headline => "headline",
            Method::DatedLine => "dated-line",
            Method::Url => "url",
            Method::FileName => "file-name",
            Method::Signature => "signature",
            Method::Detected => "detected",
        }
    }
}

/// One news piece as it was read, before it is indexed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The record's own `_id` or `id`; `None` for a file of one article and for records without.
    pub key: Option<String>,
    /// Place among the records of its file, from 0; 0 for a file of one article.
    pub ordinal: u32,
    /// Headline; `None` when no method found one.
    pub title: Option<Field<String>>,
    /// The outlet that published it.
    pub source: Option<Field<String>>,
    /// Date of publication, with the precision and offset it was written with.
    pub date: Option<Field<Date>>,
    /// Who wrote it, as written.
    pub author: Option<Field<String>>,
    /// The article's own address.
    pub url: Option<Field<String>>,
    /// Language as a two-letter code, where something states it.
    pub language: Option<Field<String>>,
    /// The story: paragraphs, headings and list items separated by `\n` or blank lines. Holds no
    /// `\r`, never starts or ends with white space, and is never empty in an indexed article.
    pub text: String,
    /// Lines that belong to the site and not the story, in order, for `talks show --raw`.
    pub left_out: Vec<LeftOut>,
    /// What was done to the bytes on the way (a guessed encoding, replaced characters).
    pub notes: Vec<String>,
}

impl Article {
    /// Returns what names the article inside its file: the record's own key, else its ordinal.
    ///
    /// `None` for a file of one article, and for the first record of a file when it has no key.
    pub fn record(&self) -> Option<String> {
        self.key.clone().or_else(|| (self.ordinal > 0).then(|| self.ordinal.to_string()))
    }
}

/// A line that was taken out of an article's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Byte offset into [`Article::text`] before which the line stood.
    pub at: usize,
    /// The line, without its line break.
    pub line: String,
}

/// The name of an article: a pure function of its file's path and its record key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ArticleId(pub u64);

impl ArticleId {
    /// Computes the id from the path relative to its root and the record, if the file holds many.
    ///
    /// `key` and `ordinal` are those of the [`Article`]; a record without a key goes by its ordinal,
    /// and is never taken for one whose key is the same number. The same arguments give the same id on every platform and version.
    pub fn of(relative: &Path, key: Option<&str>, ordinal: u32) -> ArticleId {
        let mut bytes = relative.as_os_str().as_encoded_bytes().to_vec();
        // No file name holds a NUL, so no path and key run into each other.
        match key {
            Some(key) => {
                bytes.push(0);
                bytes.extend_from_slice(key.as_bytes());
            }
            None if ordinal > 0 => {
                bytes.extend_from_slice(&[0, 0]);
                bytes.extend_from_slice(&ordinal.to_le_bytes());
            }
            None => {}
        }
        ArticleId(twox_hash::XxHash3_64::oneshot(&bytes))
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Why a candidate or a record was not indexed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SkipReason {
    /// The file or record holds no text.
    Empty,
    /// The bytes are not text of any kind that is read.
    Binary,
    /// The text is longer than an article can be; the bound in bytes.
    TooLong(u64),
    /// The file could not be opened or read; the system's message.
    Unreadable(String),
    /// The file went or changed while it was read.
    ChangedWhileRead,
    /// The file is not an ordinary file.
    NotAFile,
    /// The record could not be understood; what is wrong with it.
    BadRecord(String),
    /// `talks.toml` excludes it; the pattern.
    Excluded(String),
    /// The file is a link to one that does not lie below the root.
    OutsideRoot,
    /// The bytes are of a format that is known and not read; what it is and what to do.
    OtherFormat(String),
}

impl SkipReason {
    /// Returns the short name used to count skips by reason in JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            SkipReason::Empty => "empty",
            SkipReason::Binary | SkipReason::OtherFormat(_) => "binary",
            SkipReason::TooLong(_) => "too-long",
            SkipReason::Unreadable(_) => "unreadable",
            SkipReason::ChangedWhileRead => "changed-while-read",
            SkipReason::NotAFile => "not-a-file",
            SkipReason::BadRecord(_) => "bad-record",
            SkipReason::Excluded(_) => "excluded",
            SkipReason::OutsideRoot => "outside-root",
        }
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SkipReason::Empty => write!(f, "holds no text"),
            SkipReason::Binary => write!(f, "is not text"),
            SkipReason::TooLong(bound) => {
                write!(f, "is longer than the {} MiB that an article may have", bound >> 20)
            }
            SkipReason::Unreadable(why) => write!(f, "cannot be read: {why}"),
            SkipReason::ChangedWhileRead => write!(f, "changed while it was read"),
            SkipReason::NotAFile => write!(f, "is not an ordinary file"),
            SkipReason::BadRecord(why) => write!(f, "is not a readable record: {why}"),
            SkipReason::Excluded(pattern) => write!(f, "is excluded by `{pattern}` in talks.toml"),
            SkipReason::OtherFormat(what) => write!(f, "is {what}"),
            SkipReason::OutsideRoot => write!(f, "is a link that leads out of its root"),
        }
    }
}

/// A candidate or a record that was not indexed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skip {
    /// The file.
    pub path: PathBuf,
    /// Where in the file, for a record: `line 12`, `record 3`.
    pub place: Option<String>,
    /// Why.
    pub reason: SkipReason,
}

/// Returns the path that has these bytes, as [`std::ffi::OsStr::as_encoded_bytes`] gives them.
#[cfg(unix)]
pub(crate) fn path_from_bytes(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

/// Returns the path that has these bytes, as [`std::ffi::OsStr::as_encoded_bytes`] gives them.
#[cfg(not(unix))]
pub(crate) fn path_from_bytes(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}
