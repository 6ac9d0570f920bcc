//! Files and skips: an append-only journal beside the segments.
//!
//! Every file that was looked at has its last word here: its stamp, the hash of its bytes, and
//! what became of it. Lines are appended and flushed before the engine commits, and their valid
//! length and checksum travel in the commit's payload: what a crash left behind that length is cut
//! off, so journal and articles cannot disagree. Queries do not read it.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::hash::Hasher;
use std::io::Write;
use std::path::{Path, PathBuf, is_separator};

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;

use super::beside::Beside;
use crate::article::{Skip, SkipReason, path_from_bytes};
use crate::discover::Stamp;
use crate::error::{Error, Result};

pub const NAME: &str = "journal";

/// A file as the index knows it: its root's number and its path below it. The order is that of a
/// walk: by root, then by the parts of the path.
#[derive(Debug, Clone)]
pub struct FileKey(pub u32, pub PathBuf);

/// Returns how many bytes two paths have in common at their beginning.
fn common_length(a: &[u8], b: &[u8]) -> usize {
    let ((a8, _), (b8, _)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let same = 8 * a8.iter().zip(b8).take_while(|(a, b)| a == b).count();
    same + a[same..].iter().zip(&b[same..]).take_while(|(a, b)| a == b).count()
}

impl PartialEq for FileKey {
    fn eq(&self, other: &FileKey) -> bool {
        self.0 == other.0 && self.1.as_os_str() == other.1.as_os_str()
    }
}

impl Eq for FileKey {}

impl PartialOrd for FileKey {
    fn partial_cmp(&self, other: &FileKey) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for FileKey {
    /// Compares bytes up to the first that differ: to take paths apart for each comparison is half
    /// of a run over files that have not changed.
    fn cmp(&self, other: &FileKey) -> Ordering {
        self.0.cmp(&other.0).then_with(|| {
            fn bytes(key: &FileKey) -> &[u8] {
                key.1.as_os_str().as_encoded_bytes()
            }
            let common = common_length(bytes(self), bytes(other));
            // What ends a part comes before whatever goes on with it.
            let rank = |key: &FileKey| match bytes(key).get(common) {
                None => 0,
                Some(&byte) if is_separator(byte as char) => 1,
                Some(&byte) => u16::from(byte) + 2,
            };
            rank(self).cmp(&rank(other))
        })
    }
}

/// What became of a file when it was last read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    /// Size and time when it was read.
    pub stamp: Stamp,
    /// True when the file was so fresh that a change in the same moment might not show in its time.
    pub is_fresh: bool,
    /// Hash of its bytes.
    pub content_hash: u64,
    /// Hash of the settings it was read under.
    pub settings_hash: u64,
    /// The articles and skipped records, or why there are none.
    pub outcome: FileOutcome,
}

/// What a file gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileOutcome {
    /// Articles were indexed.
    Indexed {
        /// How many.
        articles: u32,
        /// Records of it that were skipped.
        skipped_records: u32,
        /// The first of them, with place and reason.
        skips: Vec<(Option<String>, SkipReason)>,
    },
    /// Nothing was indexed.
    Skipped(SkipReason),
}

impl FileOutcome {
    /// Returns the number of articles in the index from this file.
    pub fn articles(&self) -> u32 {
        match self {
            FileOutcome::Indexed { articles, .. } => *articles,
            FileOutcome::Skipped(_) => 0,
        }
    }
}

impl FileState {
    /// Returns true when something of the file was skipped, or all.
    pub fn has_skips(&self) -> bool {
        match &self.outcome {
            FileOutcome::Skipped(_) => true,
            FileOutcome::Indexed { skips, .. } => !skips.is_empty(),
        }
    }

    /// Returns what was skipped of the file, which lies at `path`.
    pub fn skips(&self, path: &Path) -> Vec<Skip> {
        let skip = |place: &Option<String>, reason: &SkipReason| Skip {
            path: path.to_path_buf(),
            place: place.clone(),
            reason: reason.clone(),
        };
        match &self.outcome {
            FileOutcome::Skipped(reason) => vec![skip(&None, reason)],
            FileOutcome::Indexed { skips, .. } => {
                skips.iter().map(|(place, reason)| skip(place, reason)).collect()
            }
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Line {
    root: u32,
    path: Vec<u8>,
    /// `None` when the file is gone.
    state: Option<FileState>,
}

/// How much of the journal a commit vouches for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct JournalMark {
    /// Bytes.
    pub length: u64,
    /// Hash of those bytes.
    pub checksum: u64,
}

/// The journal, open for appending.
pub struct Journal {
    path: PathBuf,
    files: BTreeMap<FileKey, FileState>,
    pending: Vec<u8>,
    hasher: XxHash3_64,
    length: u64,
}

impl Journal {
    /// Reads the journal of a generation as far as the last commit vouches for it, and cuts off the
    /// rest.
    ///
    /// # Errors
    /// [`Error::Damaged`] when it is shorter or other than the commit says, [`Error::CannotRead`],
    /// [`Error::CannotWrite`].
    pub fn open(generation: &Path, mark: JournalMark) -> Result<Journal> {
        let journal = Journal::read(generation, mark)?;
        // Where there is nothing to cut off, nothing is written.
        if fs::metadata(&journal.path).is_ok_and(|metadata| metadata.len() != mark.length) {
            let file = fs::OpenOptions::new().write(true).open(&journal.path);
            file.and_then(|file| file.set_len(mark.length))
                .map_err(Error::writing(&journal.path))?;
        }
        Ok(journal)
    }

    /// Reads the journal as [`Journal::open`] does, without changing anything on disk.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::CannotRead`].
    pub fn read(generation: &Path, mark: JournalMark) -> Result<Journal> {
        Journal::read_from(&Beside::open(generation, NAME), mark)
    }

    /// Reads a journal that was opened before, as [`Journal::read`] does.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::CannotRead`].
    pub(super) fn read_from(file: &Beside, mark: JournalMark) -> Result<Journal> {
        let path = file.path().to_path_buf();
        let damaged = |reason: &str| Error::Damaged { path: path.clone(), reason: reason.into() };
        let bytes = file.read()?.unwrap_or_default();
        let length = usize::try_from(mark.length).unwrap_or(usize::MAX);
        let valid = bytes.get(..length).ok_or_else(|| damaged("is shorter than it was"))?;
        let mut hasher = XxHash3_64::new();
        hasher.write(valid);
        if length > 0 && hasher.finish() != mark.checksum {
            return Err(damaged("is not what was written"));
        }
        let (files, rest) = understood(valid);
        if !rest.is_empty() {
            return Err(damaged("cannot be understood"));
        }
        Ok(Journal { path, files, pending: Vec::new(), hasher, length: mark.length })
    }

    /// Reads as many lines as can be understood, whatever a commit says of them.
    ///
    /// # Errors
    /// [`Error::CannotRead`].
    pub fn salvage(generation: &Path) -> Result<Journal> {
        let path = generation.join(NAME);
        let bytes = fs::read(&path).map_err(Error::reading(&path))?;
        let files = understood(&bytes).0;
        Ok(Journal { path, files, pending: Vec::new(), hasher: XxHash3_64::new(), length: 0 })
    }

    /// Returns every file known, by root and path.
    pub fn files(&self) -> &BTreeMap<FileKey, FileState> {
        &self.files
    }

    /// Notes what became of a file; `None` when it is gone.
    pub fn note(&mut self, key: FileKey, state: Option<FileState>) {
        let line = Line {
            root: key.0,
            path: key.1.as_os_str().as_encoded_bytes().to_vec(),
            state: state.clone(),
        };
        // Plain owned data: there is nothing in it that cannot be written.
        self.pending.extend(postcard::to_stdvec(&line).unwrap_or_default());
        match state {
            Some(state) => self.files.insert(key, state),
            None => self.files.remove(&key),
        };
    }

    /// Appends what was noted and flushes it to disk; returns what the commit is to vouch for.
    ///
    /// # Errors
    /// [`Error::CannotWrite`].
    pub fn flush(&mut self) -> Result<JournalMark> {
        if !self.pending.is_empty() {
            let append = || {
                let mut file = File::options().create(true).append(true).open(&self.path)?;
                file.write_all(&self.pending)?;
                file.sync_all()
            };
            append().map_err(Error::writing(&self.path))?;
            self.hasher.write(&self.pending);
            self.length += self.pending.len() as u64;
            self.pending.clear();
        }
        Ok(JournalMark { length: self.length, checksum: self.hasher.finish() })
    }

    /// Returns true when something was noted since the last flush.
    pub fn has_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Returns the number of files of which nothing is in the index, by the kind of the reason.
    pub fn skipped_by_reason(&self) -> BTreeMap<&'static str, u64> {
        let mut counts = BTreeMap::new();
        for state in self.files.values() {
            if let FileOutcome::Skipped(reason) = &state.outcome {
                *counts.entry(reason.kind()).or_default() += 1;
            }
        }
        counts
    }

    /// Returns the number of files of which nothing is in the index.
    pub fn skipped_files(&self) -> u64 {
        let skipped = |state: &&FileState| matches!(state.outcome, FileOutcome::Skipped(_));
        self.files.values().filter(skipped).count() as u64
    }
}

/// Returns the last word on each file, and the bytes from the first line on that cannot be read.
fn understood(mut bytes: &[u8]) -> (BTreeMap<FileKey, FileState>, &[u8]) {
    let mut lines = Vec::new();
    while let Ok((line, rest)) = postcard::take_from_bytes::<Line>(bytes) {
        bytes = rest;
        lines.push((FileKey(line.root, path_from_bytes(line.path)), line.state));
    }
    // Sorted at once, where of lines on one file the last stays: faster than a tree that grows.
    let files: BTreeMap<FileKey, Option<FileState>> = lines.into_iter().collect();
    (files.into_iter().filter_map(|(key, state)| Some((key, state?))).collect(), bytes)
}

#[cfg(test)]
mod tests {
    //! 1. The last word on a file is what is read back. 2. What no commit vouches for is cut off.
    //! 3. A changed journal is refused. 4. Files are in the order of their paths, part by part.

    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn files_are_in_the_order_of_the_parts_of_their_paths(a in "([ab./-]{0,12}é?){0,2}", b in "([ab./-]{0,12}é?){0,2}") {
            // As a walk gives them: no part is empty, none a point.
            let plain = |path: &str| -> PathBuf { Path::new(path).components().filter(|part| matches!(part, std::path::Component::Normal(_))).collect() };
            let (a, b) = (FileKey(0, plain(&a)), FileKey(0, plain(&b)));
            prop_assert_eq!(a.cmp(&b), a.1.cmp(&b.1));
            prop_assert_eq!(a == b, a.1 == b.1);
        }
    }

    fn state(size: u64) -> FileState {
        FileState {
            stamp: Stamp { size, modified: 1 },
            is_fresh: false,
            content_hash: 7,
            settings_hash: 0,
            outcome: FileOutcome::Skipped(SkipReason::Empty),
        }
    }

    #[test]
    fn the_last_word_is_read_back_and_the_rest_is_cut_off() {
        let dir = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(dir.path(), JournalMark::default()).unwrap();
        let key = |name: &str| FileKey(0, PathBuf::from(name));
        journal.note(key("a"), Some(state(1)));
        journal.note(key("b"), Some(state(2)));
        let first = journal.flush().unwrap();
        journal.note(key("a"), Some(state(3)));
        journal.note(key("b"), None);
        let second = journal.flush().unwrap();

        let read = Journal::read(dir.path(), second).unwrap();
        assert_eq!(read.files().len(), 1);
        assert_eq!(read.files()[&key("a")].stamp.size, 3);

        let mut cut = Journal::open(dir.path(), first).unwrap();
        assert_eq!(cut.files().len(), 2);
        cut.note(key("c"), Some(state(4)));
        let third = cut.flush().unwrap();
        assert_eq!(Journal::read(dir.path(), third).unwrap().files().len(), 3);
        assert_eq!(Journal::read(dir.path(), second).err().unwrap().kind(), "damaged");
    }
}
