//! The one error enum of the library.
//!
//! A variant says what the reader can do about it, and names the thing. Malformed articles are not
//! errors: they are [`Skip`](crate::article::Skip)s. `Display` gives this level only; `source()`
//! gives the level below.

mod engine;

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::PathBuf;

pub(crate) use engine::Broken;
pub(crate) use engine::{again, is_refusal};
use engine::{refused, wants_more_files};

/// What can go wrong, by what can be done about it.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A known field of a query has a value that cannot be read.
    BadQuery {
        /// The whole query.
        text: String,
        /// Bytes of `text` that cannot be read.
        at: Range<usize>,
        /// What is wrong with them.
        reason: String,
    },
    /// A value given beside the query cannot be read.
    BadArgument {
        /// The option, as typed: `--since`.
        option: String,
        /// Its value.
        value: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A root's `talks.toml` cannot be understood.
    BadSettings {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the line.
        reason: String,
    },
    /// There is no index in this directory.
    NoIndex {
        /// The directory.
        path: PathBuf,
    },
    /// The directory holds something else, so no index is made there.
    NotAnIndex {
        /// The directory.
        path: PathBuf,
        /// What it holds, or what it is, as a clause.
        reason: String,
    },
    /// The index was written in another format or with another analyser.
    OtherVersion {
        /// The index directory.
        path: PathBuf,
        /// What is there.
        found: String,
        /// What this program writes.
        wanted: String,
        /// Whether a later version of this program wrote it.
        is_newer: bool,
    },
    /// The index cannot be what was written.
    Damaged {
        /// The file or directory.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Another process is writing to the index.
    Busy {
        /// The index directory.
        path: PathBuf,
        /// Who writes, as far as it is known.
        holder: String,
    },
    /// A root is gone, and what was indexed of it cannot be taken over.
    WouldLose {
        /// The root.
        path: PathBuf,
    },
    /// It was asked to stop before it had begun, or before it had an answer.
    Interrupted,
    /// A root that was named does not exist.
    NoSuchRoot {
        /// The path as given.
        path: PathBuf,
    },
    /// No article has this id or path.
    NoSuchArticle {
        /// What was asked for.
        name: String,
    },
    /// Several articles answer to this id or path.
    Ambiguous {
        /// What was asked for.
        name: String,
        /// The candidates, as `id path`, in order of id; at most twenty.
        candidates: Vec<String>,
    },
    /// A file cannot be read.
    CannotRead {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A file cannot be written.
    CannotWrite {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The engine failed.
    Engine {
        /// What was being done, as a gerund: `reading the postings`.
        doing: &'static str,
        /// The engine's reason.
        source: Box<tantivy::TantivyError>,
    },
}

/// Options that take days.
const DATED: [&str; 3] = ["--since", "--until", "--last"];

/// What helps a process that has as many files open as it may.
const MORE_FILES: &str = "let it open more files, as with: ulimit -n 1024";

/// Returns true when there is no room, and would be room if something else was removed.
fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// The result of a fallible call of this library.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Returns a short name for programs: the `kind` of an error in JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            Error::BadQuery { .. } => "bad-query",
            Error::BadArgument { .. } => "bad-argument",
            Error::BadSettings { .. } => "bad-settings",
            Error::NoIndex { .. } => "no-index",
            Error::NotAnIndex { .. } => "not-an-index",
            Error::OtherVersion { .. } => "other-version",
            Error::Damaged { .. } => "damaged",
            Error::Busy { .. } => "busy",
            Error::WouldLose { .. } => "would-lose",
            Error::Interrupted => "interrupted",
            Error::NoSuchRoot { .. } => "no-such-root",
            Error::NoSuchArticle { .. } => "no-such-article",
            Error::Ambiguous { .. } => "ambiguous",
            Error::CannotRead { .. } => "cannot-read",
            Error::CannotWrite { .. } => "cannot-write",
            Error::Engine { .. } => "engine",
        }
    }

    /// Returns the next step to try, where there is one.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Error::BadQuery { .. } => {
                "write a day as 2025-12-04, a month as 2025-12, a range as A..B; \
                 a \\ before it searches it as a word, and --words everything"
            }
            Error::BadArgument { option, .. } if !DATED.contains(&option.as_str()) => {
                "--help says what each option takes"
            }
            Error::BadArgument { .. } => {
                "write a day as 2025-12-04, a month as 2025-12, a span as 7d, 2w, 3m or 1y"
            }
            Error::BadSettings { path, .. } => {
                return Some(format!("mend `{}` or move it away", path.display()));
            }
            Error::NoIndex { .. } => {
                "build one with: talks index PATH (or name another with --index DIR)"
            }
            Error::NotAnIndex { .. } => "name an empty or new directory with --index DIR",
            Error::OtherVersion { is_newer: true, .. } => {
                "a newer talks wrote it: use that one, or rebuild it with: talks index --rebuild"
            }
            Error::OtherVersion { .. } => "rebuild it from the files with: talks index --rebuild",
            Error::Damaged { .. } => {
                "run `talks check`: it names all that is damaged, and --repair mends what can be"
            }
            Error::Busy { .. } => {
                "run it again when that is done, or wait for it with --wait SECONDS"
            }
            Error::WouldLose { .. } => {
                "bring it back and run it again, or drop its articles with --prune"
            }
            Error::Interrupted => "run it again",
            Error::NoSuchRoot { .. } => {
                "check the path; what to index is named so: talks index PATH"
            }
            Error::NoSuchArticle { .. } => "talks list shows the articles with their ids",
            Error::Ambiguous { .. } => "give more digits of the id, or the whole path",
            Error::CannotRead { source, .. } if wants_more_files(source) => MORE_FILES,
            Error::CannotWrite { source, .. } if wants_more_files(source) => MORE_FILES,
            Error::CannotRead { .. } => "check that it exists and that you may read it",
            Error::CannotWrite { source, .. } if is_full(source) => {
                "make room there and run it again: the disk, your share of it, or its files are used up"
            }
            Error::CannotWrite { .. } => "check the disk and your permissions",
            Error::Engine { .. } => "run it again; if it stays, run `talks check`",
        };
        Some(hint.to_owned())
    }

    /// Wraps an engine error with what was being done; one that came of a file that is not what
    /// was written is [`Error::Damaged`], one of a file that the system did not let be read
    /// [`Error::CannotRead`].
    pub fn engine<E: Into<tantivy::TantivyError>>(doing: &'static str) -> impl FnOnce(E) -> Error {
        move |source| {
            let source = source.into();
            if let Some(Broken { path, reason }) = Broken::of(&source) {
                return Error::Damaged { path: path.clone(), reason: (*reason).to_owned() };
            }
            match refused(&source) {
                Some((path, source)) => Error::CannotRead { path, source },
                None => Error::Engine { doing, source: Box::new(source) },
            }
        }
    }

    /// Wraps a system error on reading a file.
    pub fn reading(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Error {
        let path = path.into();
        move |source| Error::CannotRead { path, source }
    }

    /// Wraps a system error on writing a file.
    pub fn writing(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Error {
        let path = path.into();
        move |source| Error::CannotWrite { path, source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::BadQuery { text, at, reason } => {
                let part = text.get(at.clone()).unwrap_or(text);
                write!(f, "cannot read `{part}` in the query: {reason}")
            }
            Error::BadArgument { option, value, reason } => {
                write!(f, "cannot read `{value}` after `{option}`: {reason}")
            }
            Error::BadSettings { path, reason } => {
                write!(f, "cannot read the settings in `{}`: {reason}", path.display())
            }
            Error::NoIndex { path } => write!(f, "there is no index in `{}`", path.display()),
            Error::NotAnIndex { path, reason } => {
                write!(f, "`{}` is no index: {reason}", path.display())
            }
            Error::OtherVersion { path, found, wanted, .. } => {
                let path = path.display();
                write!(f, "the index in `{path}` has {found}, and this program reads {wanted}")
            }
            Error::Damaged { path, reason } => {
                write!(f, "the index is damaged: `{}` {reason}", path.display())
            }
            Error::Busy { path, holder } => {
                write!(f, "another process is writing to the index in `{}`", path.display())?;
                if holder.is_empty() { Ok(()) } else { write!(f, ": {holder}") }
            }
            Error::Interrupted => write!(f, "interrupted"),
            Error::WouldLose { path } => {
                let path = path.display();
                write!(f, "`{path}` is missing or empty, and its articles cannot be taken over")
            }
            Error::NoSuchRoot { path } => {
                write!(f, "there is no file or folder `{}`", path.display())
            }
            Error::NoSuchArticle { name } => write!(f, "no article is called `{name}`"),
            Error::Ambiguous { name, candidates } => {
                write!(f, "several articles are called `{name}`: {}", candidates.join(", "))
            }
            Error::CannotRead { path, .. } => write!(f, "cannot read `{}`", path.display()),
            Error::CannotWrite { path, .. } => write!(f, "cannot write `{}`", path.display()),
            Error::Engine { doing, .. } => write!(f, "the search engine failed while {doing}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::CannotRead { source, .. } | Error::CannotWrite { source, .. } => Some(source),
            Error::Engine { source, .. } => Some(source),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_of_each() -> Vec<Error> {
        let path = PathBuf::from("/data/index");
        let text = || "x".to_owned();
        let io = || io::Error::from(io::ErrorKind::PermissionDenied);
        vec![
            Error::BadQuery { text: text(), at: 0..1, reason: text() },
            Error::BadArgument { option: text(), value: text(), reason: text() },
            Error::BadSettings { path: path.clone(), reason: text() },
            Error::NoIndex { path: path.clone() },
            Error::NotAnIndex { path: path.clone(), reason: text() },
            Error::OtherVersion {
                path: path.clone(),
                found: text(),
                wanted: text(),
                is_newer: false,
            },
            Error::Damaged { path: path.clone(), reason: text() },
            Error::Busy { path: path.clone(), holder: text() },
            Error::Interrupted,
            Error::WouldLose { path: path.clone() },
            Error::NoSuchRoot { path: path.clone() },
            Error::NoSuchArticle { name: text() },
            Error::Ambiguous { name: text(), candidates: vec![text()] },
            Error::CannotRead { path: path.clone(), source: io() },
            Error::CannotWrite { path, source: io() },
            Error::Engine {
                doing: "reading",
                source: Box::new(tantivy::TantivyError::InvalidArgument(text())),
            },
        ]
    }

    #[test]
    fn messages_are_clauses_for_people() {
        let mut kinds = std::collections::HashSet::new();
        for error in one_of_each() {
            let shown = error.to_string();
            assert!(!shown.starts_with(char::is_uppercase) && !shown.ends_with('.'), "{shown}");
            assert!(!shown.contains('{') && !shown.contains("Some("), "{shown}");
            assert!(error.hint().is_some_and(|hint| !hint.is_empty()));
            assert!(kinds.insert(error.kind()), "{} names two kinds", error.kind());
            if let Some(source) = std::error::Error::source(&error) {
                assert!(!shown.contains(&source.to_string()), "{shown}");
            }
        }
    }
}
