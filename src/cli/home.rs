//! The root that a file belongs to: whose `talks.toml` rules it, and its path below it.

use std::path::{Path, PathBuf};

use talks::discover::SETTINGS_NAME;
use talks::error::Error;
use talks::index::Manifest;
use talks::read::{Settings, escaped, slashed};

/// Where a file or folder belongs.
pub struct Home {
    /// The folder of its `talks.toml`.
    pub folder: PathBuf,
    /// Its path below that folder; empty for the folder itself.
    pub relative: PathBuf,
    /// True when the index knows the root.
    pub is_indexed: bool,
}

impl Home {
    /// Finds the root of `path`: one that the index in `index` knows, else the nearest folder above it
    /// that has a `talks.toml`, else the folder it lies in; a folder is its own.
    pub fn of(path: &Path, index: &Path) -> Home {
        let absolute = absolute(path);
        let at = |folder: &Path, is_indexed| {
            let relative = absolute.strip_prefix(folder).ok()?.to_path_buf();
            Some(Home { folder: folder.to_path_buf(), relative, is_indexed })
        };
        // An index that cannot be read knows no roots.
        let roots = Manifest::read(index).map(|manifest| manifest.roots).unwrap_or_default();
        let holding = roots.iter().filter(|root| absolute.starts_with(&root.path));
        let root = holding.max_by_key(|root| root.path.as_os_str().len());
        let known = root.and_then(|root| {
            let folder = if root.is_file { root.path.parent()? } else { &root.path };
            at(folder, true)
        });
        let own = if absolute.is_dir() { Some(absolute.as_path()) } else { absolute.parent() };
        let settled = || {
            let mut above = own?.ancestors();
            at(above.find(|folder| folder.join(SETTINGS_NAME).symlink_metadata().is_ok())?, false)
        };
        let found = known.or_else(settled).or_else(|| at(own?, false));
        found.unwrap_or(Home { folder: absolute, relative: PathBuf::new(), is_indexed: false })
    }

    /// The path of the file `path` below the folder; its name where the file is the root.
    pub fn of_file(&self, path: &Path) -> PathBuf {
        if self.relative.as_os_str().is_empty() {
            return PathBuf::from(path.file_name().unwrap_or_default());
        }
        self.relative.clone()
    }

    /// Reads the settings that rule it.
    pub fn settings(&self) -> Result<Settings, Error> {
        Settings::load(&self.folder).map_err(|error| Error::BadSettings {
            path: self.folder.join(SETTINGS_NAME),
            reason: error.to_string(),
        })
    }
}

/// Returns the name of a table of `talks.toml` for what `pattern` names below a folder.
pub fn pattern_below(folder: &Path, pattern: &str) -> String {
    let folder = escaped(&slashed(folder));
    if folder.is_empty() { pattern.to_owned() } else { format!("{folder}/{pattern}") }
}

/// The path with its folder resolved and a link at its end kept: what a link names has a place of
/// its own.
fn absolute(path: &Path) -> PathBuf {
    let written = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    if path.is_dir() {
        return path.canonicalize().unwrap_or(written);
    }
    let resolved = written.parent().and_then(|parent| parent.canonicalize().ok());
    match (resolved, written.file_name()) {
        (Some(parent), Some(name)) => parent.join(name),
        _ => written,
    }
}
