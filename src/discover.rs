//! Roots -> candidates, in a fixed order.
//!
//! A candidate is a file that was seen and not yet opened. The order is that of the path's bytes,
//! part by part, so that two walks over the same files agree. Hidden files, the index itself and
//! other roots below a root are left out; links to directories are not followed.

use std::fs::Metadata;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use walkdir::{DirEntry, WalkDir};

use crate::article::SkipReason;

/// The name of a root's own settings, which are never an article.
pub const SETTINGS_NAME: &str = "talks.toml";

/// A place that is walked.
#[derive(Debug, Clone)]
pub struct Walk {
    /// The folder, or the one file, that relative paths start from.
    pub root: PathBuf,
    /// What lies below the root and is to be looked at; the root itself for all of it.
    pub under: PathBuf,
    /// Whether hidden files are looked at too.
    pub hidden: bool,
    /// Folders that are not entered: the index, and roots inside this root.
    pub leave_out: Vec<PathBuf>,
}

/// A file that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Where it is.
    pub path: PathBuf,
    /// Its path below the root; the file's name where the root is the file.
    pub relative: PathBuf,
    /// Size and time when it was found.
    pub stamp: Stamp,
}

/// What tells, without reading a file, that it has not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// Time of the last change, in nanoseconds since 1970.
    pub modified: i64,
}

impl Stamp {
    /// Reads the stamp out of a file's metadata.
    pub fn of(metadata: &Metadata) -> Stamp {
        let modified =
            metadata.modified().ok().map_or(0, |time| match time.duration_since(UNIX_EPOCH) {
                Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
                Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |n| -n),
            });
        Stamp { size: metadata.len(), modified }
    }
}

/// What a walk comes upon.
#[derive(Debug)]
pub enum Seen {
    /// A file to read.
    File(Candidate),
    /// Something that cannot be read, with its path below the root and the reason.
    Unreadable {
        /// Where it is.
        path: PathBuf,
        /// Its path below the root.
        relative: PathBuf,
        /// Why.
        reason: SkipReason,
        /// What this says of what was there before.
        hides: Hides,
    },
}

/// What may lie, unseen, behind something that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hides {
    /// Nothing: there is no file, or none of a kind that is read.
    Nothing,
    /// A file, as it was or changed.
    File,
    /// A folder, with all that is below it.
    Folder,
}

/// Walks one place and calls `found` for everything seen, in order, until it breaks off.
pub fn discover(walk: &Walk, mut found: impl FnMut(Seen) -> ControlFlow<()>) {
    let walker = WalkDir::new(&walk.under).follow_root_links(true).sort_by_file_name();
    let mut entries = walker.into_iter();
    while let Some(next) = entries.next() {
        let seen = match next {
            Ok(entry) => {
                if entry.depth() > 0 && is_left_out(walk, &entry) {
                    if entry.file_type().is_dir() {
                        entries.skip_current_dir();
                    }
                    continue;
                }
                look_at(walk, &entry)
            }
            Err(error) => {
                let path = error.path().unwrap_or(&walk.under).to_path_buf();
                let reason = match error.io_error() {
                    Some(io) => SkipReason::Unreadable(plain(io)),
                    None => SkipReason::NotAFile,
                };
                // Of a whole root the empty path, which every path begins with.
                let relative = path.strip_prefix(&walk.root).unwrap_or(Path::new("")).to_path_buf();
                Some(Seen::Unreadable { path, relative, reason, hides: Hides::Folder })
            }
        };
        if seen.is_some_and(|seen| found(seen).is_break()) {
            return;
        }
    }
}

/// Returns true for an error that says that a file is not there, and not only out of reach.
pub fn is_gone(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}

/// Returns the system's reason without the number of the error.
pub fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default().to_lowercase();
    if text.is_empty() { "unknown error".to_owned() } else { text }
}

fn is_left_out(walk: &Walk, entry: &DirEntry) -> bool {
    let hidden = entry.file_name().as_encoded_bytes().first() == Some(&b'.');
    (hidden && !walk.hidden) || walk.leave_out.iter().any(|path| path == entry.path())
}

fn look_at(walk: &Walk, entry: &DirEntry) -> Option<Seen> {
    if entry.file_type().is_dir() {
        return None;
    }
    let path = entry.path().to_path_buf();
    let relative = relative(&walk.root, &path);
    if entry.file_name() == SETTINGS_NAME {
        return None;
    }
    let unreadable = |reason, hides| {
        let (path, relative) = (path.clone(), relative.clone());
        Some(Seen::Unreadable { path, relative, reason, hides })
    };
    // Follows a link, so that a link to a file is read as the file.
    match std::fs::metadata(&path) {
        Ok(metadata) if metadata.is_file() => {
            let stamp = Stamp::of(&metadata);
            Some(Seen::File(Candidate { path, relative, stamp }))
        }
        // A link to a folder is left alone: what it holds has a place of its own.
        Ok(metadata) if metadata.is_dir() => None,
        Ok(_) => unreadable(SkipReason::NotAFile, Hides::Nothing),
        Err(error) => {
            let hides = if is_gone(&error) { Hides::Nothing } else { Hides::File };
            unreadable(SkipReason::Unreadable(plain(&error)), hides)
        }
    }
}

fn relative(root: &Path, path: &Path) -> PathBuf {
    match path.strip_prefix(root) {
        Ok(below) if !below.as_os_str().is_empty() => below.to_path_buf(),
        _ => PathBuf::from(path.file_name().unwrap_or(path.as_os_str())),
    }
}

#[cfg(test)]
mod tests {
    //! 1. Files come in one order, whatever the order of their making. 2. Hidden files, left-out
    //! folders, settings and linked folders are not seen. 3. Special files are named, not opened.

    use super::*;
    use std::fs;

    fn walk(root: &Path) -> Walk {
        let (root, under) = (root.to_path_buf(), root.to_path_buf());
        Walk { root, under, hidden: false, leave_out: Vec::new() }
    }

    fn names(walk: &Walk) -> Vec<String> {
        let mut names = Vec::new();
        discover(walk, |seen| {
            names.push(match seen {
                Seen::File(candidate) => candidate.relative.display().to_string(),
                Seen::Unreadable { relative, .. } => format!("!{}", relative.display()),
            });
            ControlFlow::Continue(())
        });
        names
    }

    #[test]
    fn files_come_in_one_order_and_hidden_ones_do_not_come() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for name in ["b.txt", "a/z.txt", "a/b.txt", ".hidden/x.txt", ".y", "talks.toml", "index/s"]
        {
            fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
            fs::write(root.join(name), "x").unwrap();
        }
        let mut place = walk(root);
        place.leave_out.push(root.join("index"));
        assert_eq!(names(&place), ["a/b.txt", "a/z.txt", "b.txt"]);
        place.hidden = true;
        assert_eq!(names(&place), [".hidden/x.txt", ".y", "a/b.txt", "a/z.txt", "b.txt"]);
        place.under = root.join("a");
        assert_eq!(names(&place), ["a/b.txt", "a/z.txt"]);
    }

    #[test]
    fn a_root_may_be_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("one.txt");
        fs::write(&file, "x").unwrap();
        assert_eq!(names(&walk(&file)), ["one.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_to_folders_are_left_alone_and_broken_links_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("d")).unwrap();
        fs::write(root.join("d/x.txt"), "x").unwrap();
        std::os::unix::fs::symlink(root, root.join("d/loop")).unwrap();
        std::os::unix::fs::symlink(root.join("d/x.txt"), root.join("file")).unwrap();
        std::os::unix::fs::symlink(root.join("gone"), root.join("broken")).unwrap();
        assert_eq!(names(&walk(root)), ["!broken", "d/x.txt", "file"]);
    }
}
