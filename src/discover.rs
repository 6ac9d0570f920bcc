//! Roots -> candidates, in a fixed order.
//!
//! A candidate is a file that was seen and not yet opened. The order is that of the path's bytes,
//! part by part, so that two walks over the same files agree. Hidden files, the index itself and
//! other roots below a root are left out; links to directories are not followed.

use std::ffi::{OsStr, OsString};
use std::fs::Metadata;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

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
    /// Settings that are not those of the root, and rule nothing.
    Settings(PathBuf),
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
    let relative = relative(&walk.root, &walk.under);
    // Follows a link: a place is what its name leads to.
    let first = match std::fs::metadata(&walk.under) {
        Ok(metadata) if metadata.is_dir() => {
            let relative = walk.under.strip_prefix(&walk.root).unwrap_or(&relative).to_path_buf();
            Entry { path: walk.under.clone(), relative, kind: Kind::Folder }
        }
        Ok(_) if walk.under.file_name() == Some(OsStr::new(SETTINGS_NAME)) => return,
        Ok(metadata) if walk.under == walk.root && metadata.is_file() => {
            let kind = Kind::File(Stamp::of(&metadata));
            Entry { path: walk.under.clone(), relative, kind }
        }
        Ok(_) => Entry { path: walk.under.clone(), relative, kind: Kind::Link },
        Err(error) => {
            let _ = found(unseen_folder(walk, walk.under.clone(), &error));
            return;
        }
    };
    let mut waiting = vec![first];
    while let Some(entry) = waiting.pop() {
        let goes_on = match entry.kind {
            Kind::Folder => match list(walk, &entry, &mut waiting) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => found(unseen_folder(walk, entry.path, &error)),
            },
            _ => look_at(walk, entry).map_or(ControlFlow::Continue(()), &mut found),
        };
        if goes_on.is_break() {
            return;
        }
    }
}

/// Something in a folder.
struct Entry {
    path: PathBuf,
    relative: PathBuf,
    kind: Kind,
}

/// What a folder says of it.
enum Kind {
    Folder,
    File(Stamp),
    /// A link, or what else its name must be followed for.
    Link,
    /// Settings of another folder than the root.
    Settings,
}

/// Adds what lies in a folder and is not left out to what waits, the first on top; what was listed
/// before an error too. Files are looked at from the folder, which saves the system the way to each.
fn list(walk: &Walk, folder: &Entry, waiting: &mut Vec<Entry>) -> std::io::Result<()> {
    let here = |path: &&PathBuf| path.parent() == Some(&folder.path);
    let left_out: Vec<&OsStr> =
        walk.leave_out.iter().filter(here).filter_map(|path| path.file_name()).collect();
    let is_left_out = |name: &OsStr| {
        let is_hidden = name.as_encoded_bytes().first() == Some(&b'.');
        (is_hidden && !walk.hidden) || left_out.contains(&name)
    };
    let mut entries: Vec<(OsString, Kind)> = Vec::new();
    let mut read = || -> std::io::Result<()> {
        for entry in std::fs::read_dir(&folder.path)? {
            let entry = entry?;
            let name = entry.file_name();
            if is_left_out(&name) {
                continue;
            }
            let kind = match entry.file_type() {
                Ok(kind) if kind.is_dir() => Kind::Folder,
                _ if name == SETTINGS_NAME && folder.path == walk.root => continue,
                _ if name == SETTINGS_NAME => Kind::Settings,
                Ok(kind) if kind.is_file() => match entry.metadata() {
                    Ok(metadata) => Kind::File(Stamp::of(&metadata)),
                    Err(_) => Kind::Link,
                },
                _ => Kind::Link,
            };
            entries.push((name, kind));
        }
        Ok(())
    };
    let result = read();
    entries.sort_unstable_by(|a, b| b.0.as_encoded_bytes().cmp(a.0.as_encoded_bytes()));
    waiting.extend(entries.into_iter().map(|(name, kind)| {
        let (path, relative) = (folder.path.join(&name), folder.relative.join(&name));
        Entry { path, relative, kind }
    }));
    result
}

/// Returns a folder that could not be looked into.
fn unseen_folder(walk: &Walk, path: PathBuf, error: &std::io::Error) -> Seen {
    // Of a whole root the empty path, which every path begins with.
    let relative = path.strip_prefix(&walk.root).unwrap_or(Path::new("")).to_path_buf();
    let reason = SkipReason::Unreadable(plain(error));
    Seen::Unreadable { path, relative, reason, hides: Hides::Folder }
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

fn look_at(walk: &Walk, Entry { path, relative, kind }: Entry) -> Option<Seen> {
    if let Kind::File(stamp) = kind {
        return Some(Seen::File(Candidate { path, relative, stamp }));
    }
    if let Kind::Settings = kind {
        return Some(Seen::Settings(path));
    }
    // Follows a link, so that a link to a file is read as the file.
    let (reason, hides) = match std::fs::metadata(&path) {
        // An archive of somebody else's may draw in any file that can be read.
        Ok(metadata) if metadata.is_file() && leaves_root(walk, &path) => {
            (SkipReason::OutsideRoot, Hides::Nothing)
        }
        Ok(metadata) if metadata.is_file() => {
            let stamp = Stamp::of(&metadata);
            return Some(Seen::File(Candidate { path, relative, stamp }));
        }
        // A link to a folder is left alone: what it holds has a place of its own.
        Ok(metadata) if metadata.is_dir() => return None,
        Ok(_) => (SkipReason::NotAFile, Hides::Nothing),
        Err(error) => {
            let hides = if is_gone(&error) { Hides::Nothing } else { Hides::File };
            (SkipReason::Unreadable(plain(&error)), hides)
        }
    };
    Some(Seen::Unreadable { path, relative, reason, hides })
}

/// Returns true when what a name leads to does not lie below the root.
fn leaves_root(walk: &Walk, path: &Path) -> bool {
    match (walk.root.canonicalize(), path.canonicalize()) {
        (Ok(root), Ok(target)) => !target.starts_with(root),
        _ => true,
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
                Seen::Settings(path) => {
                    format!("?{}", path.strip_prefix(&walk.root).unwrap().display())
                }
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
    fn settings_of_other_folders_than_the_root_are_named() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["talks.toml", "a/b.txt", "a/talks.toml", ".x/talks.toml", "d/talks.toml/c"] {
            fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let mut place = walk(folder.path());
        assert_eq!(names(&place), ["a/b.txt", "?a/talks.toml", "d/talks.toml/c"]);
        place.under = folder.path().join("a");
        assert_eq!(names(&place), ["a/b.txt", "?a/talks.toml"]);
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
    fn a_link_that_leads_out_of_its_root_is_named_and_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        fs::create_dir(&root).unwrap();
        fs::write(folder.path().join("secret.txt"), "x").unwrap();
        std::os::unix::fs::symlink("../secret.txt", root.join("out.txt")).unwrap();
        fs::write(root.join("in.txt"), "x").unwrap();
        std::os::unix::fs::symlink("in.txt", root.join("to.txt")).unwrap();
        assert_eq!(names(&walk(&root)), ["in.txt", "!out.txt", "to.txt"]);
        let under = |name: &str| Walk { under: root.join(name), ..walk(&root) };
        assert_eq!(names(&under("out.txt")), ["!out.txt"]);
        assert_eq!(names(&under("to.txt")), ["to.txt"]);
        // A root that is a link was named by who asked for it.
        assert_eq!(names(&walk(&root.join("out.txt"))), ["out.txt"]);
        std::os::unix::fs::symlink(&root, folder.path().join("alias")).unwrap();
        let alias = walk(&folder.path().join("alias"));
        assert_eq!(names(&alias), ["in.txt", "!out.txt", "to.txt"]);
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
