//! What tells, without reading a file, that it is the one that was written.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{PoisonError, RwLock};

use serde::{Deserialize, Serialize};

/// Size, times and inode of a file. The time of the last change of the inode cannot be set by a
/// program, so whatever wrote to the file since shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStamp(u64, i64, i64, u64);

impl FileStamp {
    /// Reads the stamp of a file; `None` when there is none.
    pub fn of(path: &Path) -> Option<FileStamp> {
        let data = std::fs::metadata(path).ok()?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let nanos = |seconds: i64, nanos: i64| {
                seconds.saturating_mul(1_000_000_000).saturating_add(nanos)
            };
            let modified = nanos(data.mtime(), data.mtime_nsec());
            let changed = nanos(data.ctime(), data.ctime_nsec());
            Some(FileStamp(data.len(), modified, changed, data.ino()))
        }
        #[cfg(not(unix))]
        {
            let modified = crate::discover::Stamp::of(&data).modified;
            Some(FileStamp(data.len(), modified, 0, 0))
        }
    }
}

/// The stamps of files as their writer left them, by name.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stamps(RwLock<BTreeMap<String, FileStamp>>);

impl Stamps {
    /// Returns true for files that the engine takes in as a whole when it opens them.
    pub fn covers(name: &Path) -> bool {
        let kind = name.extension().and_then(|kind| kind.to_str());
        matches!(kind, Some("term" | "fast" | "fieldnorm"))
    }

    /// Returns true when the file had this stamp when its writer was done with it.
    pub fn vouch_for(&self, name: &Path, now: FileStamp) -> bool {
        let stamps = self.0.read().unwrap_or_else(PoisonError::into_inner);
        name.to_str().and_then(|name| stamps.get(name)) == Some(&now)
    }

    /// Notes the stamp of a file that was written, or verified.
    pub fn insert(&self, name: &Path, stamp: FileStamp) {
        if let Some(name) = name.to_str() {
            let mut stamps = self.0.write().unwrap_or_else(PoisonError::into_inner);
            stamps.insert(name.to_owned(), stamp);
        }
    }
}

impl PartialEq for Stamps {
    fn eq(&self, other: &Stamps) -> bool {
        let read =
            |stamps: &Stamps| stamps.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        read(self) == read(other)
    }
}
