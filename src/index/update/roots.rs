//! Which places a run looks at: roots, and parts of roots.

use std::path::{Path, PathBuf};

use super::UpdateOptions;
use crate::article::SkipReason;
use crate::discover::{Hides, SETTINGS_NAME, Seen, Walk, is_gone, plain};
use crate::error::{Error, Result};
use crate::index::journal::{FileKey, Journal};
use crate::index::manifest::{Manifest, Root, generations};
use crate::read::Settings;

/// A root, or what lies below a path inside one.
pub(super) struct Place {
    pub root: Root,
    pub under: PathBuf,
}

impl Place {
    pub fn walk(&self, index: &Path, manifest: &Manifest) -> Walk {
        let inside =
            |root: &&Root| root.id != self.root.id && root.path.starts_with(&self.root.path);
        let mut leave_out: Vec<PathBuf> =
            manifest.roots.iter().filter(inside).map(|root| root.path.clone()).collect();
        leave_out.push(index.to_path_buf());
        Walk {
            root: self.root.path.clone(),
            under: self.under.clone(),
            hidden: self.root.hidden,
            leave_out,
        }
    }

    /// Returns what is seen of a place whose root cannot be entered, for a reason.
    pub fn out_of_reach(&self, reason: SkipReason) -> Seen {
        let relative = self.under.strip_prefix(&self.root.path).unwrap_or(Path::new(""));
        let (path, relative) = (self.under.clone(), relative.to_path_buf());
        Seen::Unreadable { path, relative, reason, hides: Hides::Folder }
    }

    /// Returns what tells whether a file that the index knows lies in this place.
    pub fn holds(&self) -> impl Fn(&FileKey) -> bool {
        let is_whole = self.under.as_os_str() == self.root.path.as_os_str();
        let lies_here = |key: &FileKey| self.root.file(&key.1).starts_with(&self.under);
        move |key| key.0 == self.root.id && (is_whole || lies_here(key))
    }
}

/// Returns the places that a run looks at, and adds new roots to the manifest.
pub(super) fn places(manifest: &mut Manifest, options: &UpdateOptions) -> Result<Vec<Place>> {
    if options.paths.is_empty() {
        let whole = |root: &Root| Place { root: root.clone(), under: root.path.clone() };
        return Ok(manifest.roots.iter().map(whole).collect());
    }
    let mut places: Vec<Place> = Vec::new();
    for path in &options.paths {
        let place = place(manifest, path, options)?;
        if !places.iter().any(|p| place.under.starts_with(&p.under) && p.root == place.root) {
            places.retain(|p| p.root != place.root || !p.under.starts_with(&place.under));
            places.push(place);
        }
    }
    // Roots inside what was named lie under it too.
    let inside: Vec<Place> = manifest
        .roots
        .iter()
        .filter(|root| !places.iter().any(|place| place.root.id == root.id))
        .filter(|root| places.iter().any(|place| root.path.starts_with(&place.under)))
        .map(|root| Place { root: root.clone(), under: root.path.clone() })
        .collect();
    places.extend(inside);
    if options.rebuild {
        // A rebuilt index has no other articles to keep: every root is read.
        let named: Vec<u32> = places.iter().map(|place| place.root.id).collect();
        let others = manifest.roots.iter().filter(|root| !named.contains(&root.id));
        places.extend(others.map(|root| Place { root: root.clone(), under: root.path.clone() }));
        places.iter_mut().for_each(|place| place.under = place.root.path.clone());
        places.sort_by_key(|place| place.root.id);
        places.dedup_by_key(|place| place.root.id);
    }
    Ok(places)
}

fn place(manifest: &mut Manifest, path: &Path, options: &UpdateOptions) -> Result<Place> {
    let absolute = match path.canonicalize() {
        Ok(absolute) => absolute,
        Err(_) => {
            // A root that is gone can still be named: to be told so, or to prune it.
            let known = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
            let root = manifest.roots.iter().find(|root| known.starts_with(&root.path));
            let root = root.ok_or_else(|| Error::NoSuchRoot { path: path.to_path_buf() })?;
            return Ok(Place { root: root.clone(), under: known });
        }
    };
    // The innermost root that holds the path.
    let holding = manifest.roots.iter().filter(|root| absolute.starts_with(&root.path));
    if let Some(root) = holding.max_by_key(|root| root.path.as_os_str().len()) {
        return Ok(Place { root: root.clone(), under: absolute });
    }
    let root = Root {
        id: manifest.roots.iter().map(|root| root.id + 1).max().unwrap_or(0),
        is_file: !absolute.is_dir(),
        hidden: options.hidden,
        path: absolute.clone(),
        aliases: Vec::new(),
    };
    manifest.roots.push(root.clone());
    Ok(Place { root, under: absolute })
}

/// The settings of a root, as far as they can be known.
pub(super) enum Found {
    /// With a hash that changes when those do that files are read under.
    Settings(Settings, u64),
    /// The root's folder cannot be entered, so nobody can say whether there are any.
    OutOfReach(SkipReason),
}

/// Reads the settings of a root.
pub(super) fn settings(root: &Root) -> Result<Found> {
    let folder = if root.is_file { root.path.parent() } else { Some(root.path.as_path()) };
    let Some(folder) = folder else { return Ok(Found::Settings(Settings::default(), 0)) };
    let path = folder.join(SETTINGS_NAME);
    if let Err(error) = std::fs::symlink_metadata(&path)
        && !is_gone(&error)
    {
        return Ok(Found::OutOfReach(SkipReason::Unreadable(plain(&error))));
    }
    let settings = Settings::load(folder)
        .map_err(|error| Error::BadSettings { path: path.clone(), reason: error.to_string() })?;
    let text = std::fs::read_to_string(path).ok();
    let hash = text.map_or(0, |text| {
        // Spellings are about queries: no file is read anew for them.
        let without = if settings.aliases().is_empty() { None } else { without_aliases(&text) };
        twox_hash::XxHash3_64::oneshot(without.as_ref().unwrap_or(&text).as_bytes())
    });
    Ok(Found::Settings(settings, hash))
}

fn without_aliases(text: &str) -> Option<String> {
    let mut document: toml_edit::DocumentMut = text.parse().ok()?;
    document.remove("aliases");
    Some(document.to_string())
}

/// Takes roots out of the manifest that are not there and have no file in the index any more;
/// returns whether there were any.
pub(super) fn forget_gone(manifest: &mut Manifest, journal: &Journal) -> bool {
    let before = manifest.roots.len();
    let is_known = |root: &Root| journal.files().keys().any(|key| key.0 == root.id);
    manifest.roots.retain(|root| root.path.exists() || is_known(root));
    manifest.roots.len() < before
}

/// Returns the number of the generation that a rebuild, or a first build, fills: one that was cut
/// off is gone on in, if it is of this version and over these roots.
pub(super) fn generation_to_fill(dir: &Path, live: Option<&Manifest>, manifest: &Manifest) -> u32 {
    let live = live.map_or(0, |live| live.generation);
    let is_same = |number: &u32| {
        let copy = Manifest { generation: *number, ..manifest.clone() };
        Manifest::read_copy(&copy.generation_dir(dir)) == Some(copy)
    };
    let numbers = generations(dir);
    let begun = numbers.iter().copied().filter(|&number| number > live).find(is_same);
    begun.unwrap_or_else(|| numbers.last().map_or(1, |last| last + 1))
}

/// Removes generations by their numbers. A reader that has one open keeps it open; what cannot be
/// removed now is removed by another run.
pub(super) fn remove_generations(dir: &Path, is_dead: impl Fn(u32) -> bool) {
    for generation in generations(dir).into_iter().filter(|&number| is_dead(number)) {
        let _ =
            std::fs::remove_dir_all(Manifest { generation, ..Manifest::new() }.generation_dir(dir));
    }
}
