//! What a run did, in counts that add up.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::article::{Skip, SkipReason};
use crate::index::journal::{FileOutcome, FileState};

/// Skips that a report names; the rest are counted. `talks status --skipped` has every file, and
/// as many records of each as the journal keeps.
const NAMED_SKIPS: usize = 1_000;

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IndexReport {
    /// Files: seen = added + updated + unchanged + skipped, and removed.
    pub files: Counts,
    /// Articles; `seen` stays 0, and `skipped` counts records of files that gave others.
    pub articles: Counts,
    /// Articles in the index afterwards.
    pub total_articles: u64,
    /// Files that were opened.
    pub read: u64,
    /// Files that were to be opened.
    pub to_read: u64,
    /// Skipped files by the kind of the reason; they add up to `files.skipped`.
    pub skipped_by_reason: BTreeMap<&'static str, u64>,
    /// Bytes of the files that were opened.
    pub bytes: u64,
    /// True when the run was stopped before it was through; the next one goes on.
    pub is_interrupted: bool,
    /// Files that a stopped run found and did not come to; in no count.
    pub unread: u64,
    /// What was skipped, by path and then in the order of the file; at most the first thousand.
    pub skips: Vec<Skip>,
    /// What the user should know.
    pub warnings: Vec<Warning>,
    /// Settings that rule nothing, in the order in which they were come upon.
    pub unused_settings: Vec<UnusedSettings>,
}

/// A `talks.toml`, or a table of one, that rules nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnusedSettings {
    /// The file.
    pub path: PathBuf,
    /// The table that names no file; `None` where the file does not lie at a root.
    pub table: Option<String>,
}

/// Counts of files, or of articles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Looked at.
    pub seen: u64,
    /// New.
    pub added: u64,
    /// Changed, and read anew.
    pub updated: u64,
    /// As they were.
    pub unchanged: u64,
    /// Gone.
    pub removed: u64,
    /// Not indexed.
    pub skipped: u64,
}

/// A place whose files are all gone at once, or out of reach: more likely an unplugged disk than a
/// wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The place.
    pub path: PathBuf,
    /// How many of its articles were kept.
    pub articles: u64,
    /// How many a rebuild could not read back, and did not keep.
    pub lost: u64,
    /// Why they were kept.
    pub cause: Cause,
}

/// Why the articles of a place were kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// It is not there.
    Missing,
    /// It holds no file any more.
    Empty,
    /// It cannot be looked into.
    Unreadable,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files to be read in the place at hand and those before it.
    pub total: u64,
    /// Files read.
    pub done: u64,
    /// Files skipped.
    pub skipped: u64,
    /// Bytes read.
    pub bytes: u64,
}

impl IndexReport {
    /// Counts a file that is as it was.
    pub(super) fn unchanged(&mut self, path: &Path, state: &FileState) {
        match &state.outcome {
            FileOutcome::Indexed { articles, skipped_records, .. } => {
                self.files.unchanged += 1;
                self.articles.unchanged += u64::from(*articles);
                self.articles.skipped += u64::from(*skipped_records);
            }
            FileOutcome::Skipped(reason) => self.skip(reason),
        }
        self.name_skips(path, state);
    }

    /// Counts a file that was read, of which `before` articles were in the index.
    pub(super) fn count(&mut self, path: &Path, before: u32, state: &FileState) {
        let (before, after) = (u64::from(before), u64::from(state.outcome.articles()));
        self.articles.updated += before.min(after);
        self.articles.added += after.saturating_sub(before);
        self.articles.removed += before.saturating_sub(after);
        match &state.outcome {
            FileOutcome::Indexed { skipped_records, .. } => {
                self.articles.skipped += u64::from(*skipped_records);
                if before == 0 { self.files.added += 1 } else { self.files.updated += 1 }
            }
            FileOutcome::Skipped(reason) => self.skip(reason),
        }
        self.name_skips(path, state);
    }

    fn skip(&mut self, reason: &SkipReason) {
        self.files.skipped += 1;
        *self.skipped_by_reason.entry(reason.kind()).or_default() += 1;
    }

    /// Counts a file that cannot be read now, of which the index keeps what it has.
    pub(super) fn kept(&mut self, path: &Path, known: &FileState, reason: SkipReason) {
        self.articles.unchanged += u64::from(known.outcome.articles());
        self.skip(&reason);
        self.name(path, || vec![Skip { path: path.to_path_buf(), place: None, reason }]);
    }

    fn name_skips(&mut self, path: &Path, state: &FileState) {
        if state.has_skips() {
            self.name(path, || state.skips(path));
        }
    }

    /// Names what was skipped of a file. Files are read by several threads, and end in any order;
    /// the first thousand skips in the order of the paths are kept all the same.
    fn name(&mut self, path: &Path, skips: impl FnOnce() -> Vec<Skip>) {
        let is_full = self.skips.len() >= NAMED_SKIPS;
        if is_full && self.skips.last().is_some_and(|last| *last.path <= *path) {
            return;
        }
        let at = self.skips.partition_point(|named| *named.path <= *path);
        self.skips.splice(at..at, skips());
        self.skips.truncate(NAMED_SKIPS);
    }
}
