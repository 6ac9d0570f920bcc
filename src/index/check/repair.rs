//! A damaged index -> a sound one: what can be made again from the rest of it is, else the articles
//! are read anew from their files, and what is not in any file any more is named.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{CheckOptions, CheckReport, Fault, Remedy};
use crate::error::{Error, Result};
use crate::index::archive::{commit_note, over_directory};
use crate::index::groups::{GROUPS_FILE, Making};
use crate::index::journal::{FileKey, Journal};
use crate::index::lock::WriterLock;
use crate::index::manifest::{self, Manifest, generations};
use crate::index::sealed::SealedDirectory;
use crate::index::update::{IndexReport, Progress, UpdateOptions, update};
use crate::index::{totals, writer};

/// What a repair did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Repair {
    /// Files of the index that were made again from the rest of it.
    pub rewritten: Vec<PathBuf>,
    /// What reading the articles anew did, where that was needed.
    pub rebuilt: Option<IndexReport>,
    /// Files whose articles were in the index and are not any more: they are gone, or cannot be
    /// read. In order.
    pub lost: Vec<PathBuf>,
    /// What is wrong all the same, after everything was tried; at most the first thousand.
    pub left: Vec<Fault>,
}

/// Mends what a check found. `options` say how articles are read anew, if they must be.
///
/// # Errors
/// Those of [`update`]; what was there is then left as it was.
pub fn repair(
    dir: &Path,
    report: &CheckReport,
    options: &UpdateOptions,
    progress: &mut dyn FnMut(&Progress),
) -> Result<Repair> {
    let mut done = Repair::default();
    if report.is_clean() {
        return Ok(done);
    }
    {
        let _lock = WriterLock::take(dir, options.wait, &options.stop)?;
        mend_manifest(dir, &mut done)?;
        if report.faults.iter().all(|fault| fault.remedy == Remedy::Rewrite) {
            rewrite(dir, &mut done)?;
        }
    }
    let checking = CheckOptions { wait: options.wait, stop: options.stop.clone() };
    if super::check(dir, &checking)?.is_clean() {
        return Ok(done);
    }
    let before = files_with_articles(dir);
    let paths = Vec::new();
    let rebuild = UpdateOptions { rebuild: true, dry_run: false, paths, ..options.clone() };
    let rebuilt = update(dir, &rebuild, progress)?;
    if rebuilt.is_interrupted {
        // What was there is there, and the next repair goes on.
        done.rebuilt = Some(rebuilt);
        return Ok(done);
    }
    done.rebuilt = Some(rebuilt);
    done.left = super::check(dir, &checking)?.faults;
    let after = files_with_articles(dir);
    let manifest = Manifest::read(dir)?;
    let lost =
        before.difference(&after).map(|FileKey(root, relative)| match manifest.root(*root) {
            Some(root) => root.file(relative),
            None => relative.clone(),
        });
    done.lost = lost.collect();
    Ok(done)
}

/// Puts the copy of a generation in the place of a manifest that is damaged.
fn mend_manifest(dir: &Path, done: &mut Repair) -> Result<()> {
    let generation =
        |number| Manifest { generation: number, ..Manifest::new() }.generation_dir(dir);
    match Manifest::read(dir) {
        Ok(manifest) => {
            let copy = manifest.generation_dir(dir);
            if copy.is_dir() && Manifest::read_copy(&copy).as_ref() != Some(&manifest) {
                manifest.write_copy(dir)?;
                done.rewritten.push(copy.join(manifest::NAME));
            }
        }
        Err(Error::Damaged { path, .. }) => {
            // The first: a later one may be a rebuild that was cut off.
            let copies = generations(dir).into_iter().map(generation);
            if let Some(manifest) = copies.filter_map(|copy| Manifest::read_copy(&copy)).next() {
                manifest.write(dir)?;
                done.rewritten.push(path);
            }
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Makes again what the engine's files tell: the totals, the stamps and the groups.
fn rewrite(dir: &Path, done: &mut Repair) -> Result<()> {
    let generation = Manifest::read(dir)?.generation_dir(dir);
    let directory = SealedDirectory::open(&generation, Default::default())?;
    let paths = [generation.join(totals::NAME), generation.join(GROUPS_FILE)];
    for path in &paths {
        std::fs::remove_file(path).or_else(absent_is_fine).map_err(Error::writing(path))?;
    }
    let (index, directory) = over_directory(directory)?;
    writer::keep(&index, &directory, Making::default())?;
    done.rewritten.extend(paths);
    Ok(())
}

fn absent_is_fine(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

/// Returns the files that have articles, as far as the journal can be read: also the journal of an
/// index that cannot be opened.
fn files_with_articles(dir: &Path) -> BTreeSet<FileKey> {
    let generation = Manifest::read(dir).map(|manifest| manifest.generation_dir(dir)).ok();
    let journal = generation.and_then(|generation| {
        let sound =
            commit_note(&generation).and_then(|note| Journal::read(&generation, note.journal));
        sound.or_else(|_| Journal::salvage(&generation)).ok()
    });
    let files = journal.iter().flat_map(|journal| journal.files());
    files.filter(|(_, state)| state.outcome.articles() > 0).map(|(key, _)| key.clone()).collect()
}
