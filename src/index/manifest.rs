//! `manifest.json`: which generation is live, in which format, over which roots.
//!
//! The manifest is replaced by writing a new file beside it and renaming it, so a reader sees the
//! old or the new one, whole. It changes when roots change and when a rebuild switches over; a
//! commit does not touch it. Each generation holds a copy of the manifest that is to name it: a
//! rebuild that was cut off goes on in it, and a manifest that is damaged is mended from it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::sealed::text;
use crate::analysis::ANALYSER_VERSION;
use crate::error::{Error, Result};

/// Goes up with every change of what is on disk.
pub const FORMAT_VERSION: u32 = 7;

pub const NAME: &str = "manifest.json";

/// What an index directory says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT_VERSION`] of the program that wrote it.
    pub format: u32,
    /// [`ANALYSER_VERSION`] of the program that wrote it.
    pub analyser: u32,
    /// Number of the live generation.
    pub generation: u32,
    /// The roots, in the order they were added.
    pub roots: Vec<Root>,
}

/// A folder, or one file, that is indexed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// Its number, of no other root. That of a root that was forgotten, of which no article and no
    /// line of the journal is left, may be given to a new one.
    pub id: u32,
    /// Its absolute path.
    pub path: PathBuf,
    /// Whether it is one file and not a folder.
    pub is_file: bool,
    /// Whether hidden files below it are indexed.
    pub hidden: bool,
    /// Spellings that its `talks.toml` adds: a list a name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Vec<String>>,
}

impl Root {
    /// Returns where a file of this root lies.
    pub fn file(&self, relative: &Path) -> PathBuf {
        if self.is_file { self.path.clone() } else { self.path.join(relative) }
    }
}

impl Manifest {
    /// Returns the manifest of an empty index.
    pub fn new() -> Manifest {
        Manifest {
            format: FORMAT_VERSION,
            analyser: ANALYSER_VERSION,
            generation: 1,
            roots: Vec::new(),
        }
    }

    /// Returns the spellings that the roots add, a list a name.
    pub fn aliases(&self) -> impl Iterator<Item = &Vec<String>> {
        self.roots.iter().flat_map(|root| &root.aliases)
    }

    /// Reads the manifest of an index directory.
    ///
    /// # Errors
    /// [`Error::NoIndex`] when there is none, [`Error::OtherVersion`] when another program wrote
    /// it, [`Error::Damaged`] when it cannot be understood, [`Error::CannotRead`] otherwise.
    pub fn read(dir: &Path) -> Result<Manifest> {
        let path = dir.join(NAME);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                return Err(Error::NoIndex { path: dir.to_path_buf() });
            }
            Err(error) => return Err(Error::reading(path)(error)),
        };
        let damaged = |reason: &str| Error::Damaged { path: path.clone(), reason: reason.into() };
        let value: serde_json::Value =
            serde_json::from_slice(&bytes).map_err(|_| damaged("is not JSON"))?;
        let number = |key: &str| value.get(key).and_then(serde_json::Value::as_u64);
        let (Some(format), Some(analyser)) = (number("format"), number("analyser")) else {
            return Err(damaged("names no format"));
        };
        if (format, analyser) != (FORMAT_VERSION.into(), ANALYSER_VERSION.into()) {
            return Err(Error::OtherVersion {
                path: dir.to_path_buf(),
                found: format!("format {format}, analyser {analyser}"),
                wanted: format!("format {FORMAT_VERSION}, analyser {ANALYSER_VERSION}"),
                is_newer: format > FORMAT_VERSION.into() || analyser > ANALYSER_VERSION.into(),
            });
        }
        if !text::is_sealed(&bytes) {
            return Err(damaged("is not what was written"));
        }
        serde_json::from_value(value).map_err(|_| damaged("lacks a key or has one of another kind"))
    }

    /// Reads the roots out of a manifest of any version, as far as they can be understood, so that
    /// an index can be rebuilt without naming them again.
    pub fn roots_of_any(dir: &Path) -> Vec<Root> {
        let roots = |folder: PathBuf| -> Option<Vec<Root>> {
            let bytes = fs::read(folder.join(NAME)).ok()?;
            let value: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
            serde_json::from_value(value.get("roots")?.clone()).ok()
        };
        let copies = generations(dir).into_iter().map(|n| generation_dir(dir, n));
        std::iter::once(dir.to_path_buf()).chain(copies).find_map(roots).unwrap_or_default()
    }

    /// Replaces the manifest of an index directory, and the copy in its generation.
    ///
    /// # Errors
    /// [`Error::CannotWrite`].
    pub fn write(&self, dir: &Path) -> Result<()> {
        self.write_copy(dir)?;
        self.write_to(dir)
    }

    /// Replaces the copy in the generation that it names, which must be there.
    ///
    /// # Errors
    /// [`Error::CannotWrite`].
    pub fn write_copy(&self, dir: &Path) -> Result<()> {
        self.write_to(&self.generation_dir(dir))
    }

    /// Reads the copy in a generation; nothing when there is none, or none of this version.
    pub fn read_copy(generation: &Path) -> Option<Manifest> {
        Manifest::read(generation).ok()
    }

    fn write_to(&self, folder: &Path) -> Result<()> {
        let path = folder.join(NAME);
        let bytes = text::to_json(self).map_err(|error| Error::writing(&path)(error.into()))?;
        replace(&path, &bytes)
    }

    /// Returns the directory of the live generation.
    pub fn generation_dir(&self, dir: &Path) -> PathBuf {
        generation_dir(dir, self.generation)
    }

    /// Returns the root with this number.
    pub fn root(&self, id: u32) -> Option<&Root> {
        self.roots.iter().find(|root| root.id == id)
    }
}

impl Default for Manifest {
    fn default() -> Self {
        Manifest::new()
    }
}

/// Replaces a file so that a reader, or a power cut, finds the old or the new one, whole; when this
/// returns, the new one.
///
/// # Errors
/// [`Error::CannotWrite`].
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    put(path, bytes)?;
    let sync = |folder: &Path| fs::File::open(folder)?.sync_all();
    path.parent().map_or(Ok(()), sync).map_err(Error::writing(path))
}

/// Replaces a file that can be made again, so that a reader, or a power cut, finds the old or the new
/// one, whole. That it is the new one is not waited for.
///
/// # Errors
/// [`Error::CannotWrite`].
pub fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    put_by(path, |file| file.write_all(bytes))
}

/// Replaces a file as [`put`] does, with what `write` writes.
///
/// # Errors
/// [`Error::CannotWrite`].
pub fn put_by(path: &Path, write: impl FnOnce(&mut fs::File) -> io::Result<()>) -> Result<()> {
    let beside = path.with_extension("tmp");
    let write = || {
        let mut file = fs::File::create(&beside)?;
        write(&mut file)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(|error| {
        // It may have filled the disk.
        let _ = fs::remove_file(&beside);
        Error::writing(path)(error)
    })
}

/// Makes sure that a directory may become, or is, an index: it is missing, empty, holds only
/// hidden files and a README, or has a manifest. Leftovers of a build that was cut off before its
/// first manifest count as empty.
///
/// # Errors
/// [`Error::NotAnIndex`] with one of the things it holds, [`Error::CannotRead`].
pub fn check_home(dir: &Path) -> Result<()> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            let reason = "it is no directory".to_owned();
            return Err(Error::NotAnIndex { path: dir.to_path_buf(), reason });
        }
        Err(error) => return Err(Error::reading(dir)(error)),
    };
    if dir.join(NAME).is_file() {
        return Ok(());
    }
    for entry in entries {
        let name = entry.map_err(Error::reading(dir))?.file_name();
        let name = name.to_string_lossy().into_owned();
        let harmless = name.starts_with('.') || name.to_ascii_lowercase().starts_with("readme");
        let ours =
            name == super::lock::NAME || name == "manifest.tmp" || number_of(&name).is_some();
        if !harmless && !ours {
            let reason = format!("it holds `{name}`");
            return Err(Error::NotAnIndex { path: dir.to_path_buf(), reason });
        }
    }
    Ok(())
}

fn generation_dir(dir: &Path, number: u32) -> PathBuf {
    dir.join(format!("g{number:04}"))
}

/// Returns the numbers of the generations in an index directory, named by the manifest or not, in
/// order.
pub fn generations(dir: &Path) -> Vec<u32> {
    let names = fs::read_dir(dir).into_iter().flatten().flatten();
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut numbers: Vec<u32> = names.filter_map(|name| number_of(&name)).collect();
    numbers.sort_unstable();
    numbers
}

/// Returns the number of a generation from the name of its directory.
fn number_of(name: &str) -> Option<u32> {
    let digits = name.strip_prefix('g').filter(|digits| digits.len() >= 4)?;
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    //! 1. A manifest reads back. 2. Another version, a broken file and no file are told apart.
    //! 3. A directory that holds something else is refused.

    use super::*;

    #[test]
    fn what_cannot_be_written_whole_is_not_left_in_part() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("dictionary");
        put(&path, b"old").unwrap();
        let full = |file: &mut fs::File| {
            file.write_all(b"half")?;
            Err(io::ErrorKind::StorageFull.into())
        };
        assert!(matches!(put_by(&path, full), Err(Error::CannotWrite { .. })));
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_manifest_reads_back() {
        let dir = tempfile::tempdir().unwrap();
        let root = Root {
            id: 3,
            path: "/news".into(),
            is_file: false,
            hidden: false,
            aliases: Vec::new(),
        };
        let manifest = Manifest { roots: vec![root], ..Manifest::new() };
        fs::create_dir(manifest.generation_dir(dir.path())).unwrap();
        manifest.write(dir.path()).unwrap();
        assert_eq!(Manifest::roots_of_any(dir.path()), manifest.roots);
        assert_eq!(Manifest::read(dir.path()).unwrap(), manifest);
    }

    #[test]
    fn what_is_wrong_is_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        let kind = || Manifest::read(dir.path()).unwrap_err().kind();
        assert_eq!(kind(), "no-index");
        let path = dir.path().join(NAME);
        fs::write(&path, "{").unwrap();
        assert_eq!(kind(), "damaged");
        fs::write(&path, "{\"format\":99,\"analyser\":1}").unwrap();
        assert_eq!(kind(), "other-version");
        let now = format!("{{\"format\":{FORMAT_VERSION},\"analyser\":{ANALYSER_VERSION}}}");
        fs::write(&path, now).unwrap();
        assert_eq!(kind(), "damaged");
    }

    #[test]
    fn a_directory_that_holds_something_else_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        check_home(&dir.path().join("new")).unwrap();
        fs::write(dir.path().join("README.md"), "x").unwrap();
        fs::write(dir.path().join(".gitignore"), "x").unwrap();
        check_home(dir.path()).unwrap();
        fs::write(dir.path().join("letter.txt"), "x").unwrap();
        assert_eq!(check_home(dir.path()).unwrap_err().kind(), "not-an-index");
    }
}
