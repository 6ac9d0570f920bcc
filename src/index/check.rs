//! An index -> what is wrong with it: every file against its checksum, every article against its
//! postings, every count against what it counts.
//!
//! Nothing here trusts what it has not verified: an index whose files are what was written may still
//! have been written wrongly, so each stored article is analysed anew and compared with what the
//! dictionary, the columns and the lengths say of it.

mod articles;
mod columns;
mod repair;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use articles::Checked;
pub use repair::{Repair, repair};

use super::archive::{Archive, open_engine};
use super::groups::{GROUPS_FILE, commit_of_groups};
use super::journal::{FileKey, Journal};
use super::lock::{self, WriterLock};
use super::manifest::Manifest;
use super::packing::{self, Dictionary};
use super::sealed::{META, SealedDirectory, files_of};
use super::totals::{self, Kept, Totals};
use crate::article::ArticleId;
use crate::error::{Error, Result, is_refusal};

/// Faults that a report names; the rest are counted. A broken segment has one for every article.
const NAMED_FAULTS: usize = 1_000;

/// How an index is checked.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// How long to wait for another process that writes.
    pub wait: Duration,
    /// Set from outside to end early.
    pub stop: Arc<AtomicBool>,
}

/// What a check looked at and what it found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Files of the index that were verified.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Articles that were read back and analysed anew.
    pub articles: u64,
    /// Entries of the dictionary, field by field and segment by segment, whose postings were read.
    pub terms: u64,
    /// What is wrong; at most the first thousand.
    pub faults: Vec<Fault>,
    /// How many faults there are in all.
    pub fault_count: u64,
    /// What is worth knowing and does no harm.
    pub notes: Vec<String>,
}

/// Something that is wrong with an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file of the index, or the article's file, or the index directory.
    pub path: PathBuf,
    /// The article, for a fault of one.
    pub article: Option<ArticleId>,
    /// What is wrong with it.
    pub reason: String,
    /// What mends it.
    pub remedy: Remedy,
}

/// What mends a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remedy {
    /// It can be made again from the rest of the index.
    Rewrite,
    /// The articles must be read anew from their files.
    Rebuild,
}

impl CheckReport {
    /// Returns true when nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.fault_count == 0
    }

    fn fault(&mut self, path: impl Into<PathBuf>, remedy: Remedy, reason: impl Into<String>) {
        let (path, reason) = (path.into(), reason.into());
        self.add(Fault { path, article: None, reason, remedy });
    }

    fn add(&mut self, fault: Fault) {
        self.fault_count += 1;
        if self.faults.len() < NAMED_FAULTS {
            self.faults.push(fault);
        }
    }

    /// Takes an error for a fault where it says that something is damaged.
    fn take<T>(&mut self, remedy: Remedy, place: &Path, result: Result<T>) -> Result<Option<T>> {
        match result {
            Ok(value) => return Ok(Some(value)),
            Err(Error::Damaged { path, reason }) => self.fault(path, remedy, reason),
            Err(Error::Engine { source, .. }) => self.fault(place, remedy, plain(&source)),
            Err(error) => return Err(error),
        }
        Ok(None)
    }
}

fn plain(error: &tantivy::TantivyError) -> String {
    super::archive::plain_engine(error)
}

/// Checks the index in a directory. Takes the writer's lock where it may, so that nothing changes
/// meanwhile; changes nothing.
///
/// # Errors
/// [`Error::NoIndex`], [`Error::OtherVersion`], [`Error::Busy`], [`Error::Interrupted`],
/// [`Error::CannotRead`]. What is damaged is a fault in the report, never an error.
pub fn check(dir: &Path, options: &CheckOptions) -> Result<CheckReport> {
    // Is there an index of this version at all?
    let manifest = Manifest::read(dir);
    if let Err(Error::NoIndex { .. } | Error::OtherVersion { .. } | Error::CannotRead { .. }) =
        manifest
    {
        manifest?;
    }
    let mut report = CheckReport::default();
    let _lock = match WriterLock::take(dir, options.wait, &options.stop) {
        Ok(lock) => {
            // Not before: it names who writes, and who is waited for.
            check_lock_file(dir, lock.found(), &mut report);
            Some(lock)
        }
        // Nobody can write to what cannot be written to.
        Err(Error::CannotWrite { source, .. }) if is_read_only(&source) => {
            let found = std::fs::read(dir.join(lock::NAME)).unwrap_or_default();
            check_lock_file(dir, &found, &mut report);
            None
        }
        Err(error) => return Err(error),
    };
    check_locked(dir, &options.stop, &mut report)?;
    Ok(report)
}

/// Returns true for an error of what may be read and not written.
fn is_read_only(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

/// Opens each file of a generation: one that the system refuses to open is not damaged, and nothing
/// is to be made anew for it, also where an answer can do without it.
fn each_opens(generation: &Path) -> Result<()> {
    for entry in std::fs::read_dir(generation).into_iter().flatten().flatten() {
        if let Err(error) = File::open(entry.path())
            && is_refusal(&error)
        {
            return Err(Error::reading(&entry.path())(error));
        }
    }
    Ok(())
}

/// Checks an index that nobody else writes to.
fn check_locked(dir: &Path, stop: &AtomicBool, report: &mut CheckReport) -> Result<()> {
    let manifest = Manifest::read(dir);
    let Some(manifest) = report.take(Remedy::Rewrite, dir, manifest)? else { return Ok(()) };
    report.files += 1;
    let generation = manifest.generation_dir(dir);
    each_opens(&generation)?;
    if Manifest::read_copy(&generation).as_ref() != Some(&manifest) {
        let copy = generation.join(super::manifest::NAME);
        report.fault(copy, Remedy::Rewrite, "is not the copy of the manifest that was written");
    }
    let kept = Kept::read(&generation);
    // With no stamps to trust: every byte that is read is verified.
    let directory = SealedDirectory::open(&generation, Default::default());
    let Some(directory) = report.take(Remedy::Rebuild, &generation, directory)? else {
        return Ok(());
    };
    let names = check_files(&directory, &generation, report, stop)?;
    let opened = open_engine(&generation, Default::default())
        .and_then(|(index, _)| Archive::over(&index, manifest.clone(), None))
        .map(|archive| archive.at(dir, &directory));
    let Some(archive) = report.take(Remedy::Rebuild, &generation, opened)? else { return Ok(()) };
    let dictionary = Dictionary::read(&generation);
    let Some(dictionary) = report.take(Remedy::Rebuild, &generation, dictionary)? else {
        return Ok(());
    };
    report.files += u64::from(!dictionary.is_empty());
    note_leftovers(dir, &manifest, &names, report);
    check_kept(kept.as_ref(), archive.totals(), &generation, report);
    check_groups(&archive, &generation, report)?;
    let journal = Journal::read(&generation, archive.commit_note().journal);
    let journal = report.take(Remedy::Rebuild, &generation, journal)?;
    let mut checked = Checked::new(&archive);
    for segment in 0..archive.segments().len() {
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let result = checked.segment(segment, report);
        report.take(Remedy::Rebuild, &generation, result)?;
    }
    if let Some(journal) = journal {
        check_journal(&journal, &archive, &checked.files, report);
    }
    Ok(())
}

/// Looks at what stands in the lock file: nothing, or the name of who writes or died writing.
fn check_lock_file(dir: &Path, text: &[u8], report: &mut CheckReport) {
    let path = dir.join(lock::NAME);
    let name = std::str::from_utf8(text).ok().and_then(|text| text.strip_suffix('\n'));
    let holder = name.and_then(|name| name.strip_prefix("process ")?.split_once(" on "));
    match holder {
        _ if text.is_empty() => {}
        Some((pid, _)) if pid.parse::<u32>().is_ok() => {
            report.notes.push("the last writer did not end well; its last commit stands".into());
        }
        _ => report.fault(path, Remedy::Rewrite, "names no process"),
    }
}

/// Verifies each file of the last commit; returns their names.
fn check_files(
    directory: &SealedDirectory,
    generation: &Path,
    report: &mut CheckReport,
    stop: &AtomicBool,
) -> Result<BTreeSet<PathBuf>> {
    let mut names = BTreeSet::from([PathBuf::from(META)]);
    // The list of segments is sound, or nothing can be said of them.
    if directory.verify(Path::new(META)).is_ok()
        && let Ok((index, _)) = super::archive::over_directory(directory.clone())
        && let Ok(metas) = index.load_metas()
    {
        names.extend(metas.segments.iter().flat_map(files_of));
    }
    for name in &names {
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let place = generation.join(name);
        if let Some(bytes) = report.take(Remedy::Rebuild, &place, directory.verify(name))? {
            report.files += 1;
            report.bytes += bytes;
        }
    }
    Ok(names)
}

/// Notes what lies in the directory and is no part of the index.
fn note_leftovers(
    dir: &Path,
    manifest: &Manifest,
    names: &BTreeSet<PathBuf>,
    report: &mut CheckReport,
) {
    for number in super::manifest::generations(dir) {
        if number != manifest.generation {
            report.notes.push(format!(
                "generation {number} is not in use; a rebuild goes on in it or removes it"
            ));
        }
    }
    let own =
        [super::journal::NAME, totals::NAME, super::manifest::NAME, packing::NAME, GROUPS_FILE];
    let listing = std::fs::read_dir(manifest.generation_dir(dir));
    let found = listing.into_iter().flatten().flatten().map(|entry| entry.file_name());
    let is_known = |name: &std::ffi::OsString| {
        names.contains(Path::new(name))
            || own.iter().any(|own| *own == *name)
            || name.to_string_lossy().starts_with('.')
    };
    let strays = found.filter(|name| !is_known(name)).count();
    if strays > 0 {
        report.notes.push(format!(
            "{strays} files are of no commit: a build was cut off, and the next one removes them"
        ));
    }
}

fn check_kept(kept: Option<&Kept>, found: &Totals, generation: &Path, report: &mut CheckReport) {
    let path = generation.join(totals::NAME);
    let Some(kept) = kept else {
        report.fault(path, Remedy::Rewrite, "is not what was written");
        return;
    };
    if kept.totals.commit != found.commit {
        report.notes.push("the totals are of another commit; queries count anew".into());
    } else if kept.totals != *found {
        report.fault(path, Remedy::Rewrite, "counts otherwise than the articles do");
    } else {
        report.files += 1;
    }
}

/// Compares the groups that are kept with those that the articles make.
fn check_groups(archive: &Archive, generation: &Path, report: &mut CheckReport) -> Result<()> {
    let path = generation.join(GROUPS_FILE);
    match commit_of_groups(generation) {
        Ok(Some(kept)) if kept == archive.totals().commit => {
            report.files += 1;
            let same = archive.groups_are_right();
            if report.take(Remedy::Rebuild, generation, same)? == Some(false) {
                report.fault(path, Remedy::Rewrite, "has other groups than the articles make");
            }
        }
        Ok(Some(_)) => {
            report.notes.push("the groups are of another commit; queries make them anew".into());
        }
        Ok(None) | Err(_) => report.fault(path, Remedy::Rewrite, "is not what was written"),
    }
    Ok(())
}

/// Compares what the journal says of each file with the articles that are there.
fn check_journal(
    journal: &Journal,
    archive: &Archive,
    files: &BTreeMap<FileKey, u32>,
    report: &mut CheckReport,
) {
    report.files += 1;
    let path_of = |key: &FileKey| match archive.manifest().root(key.0) {
        Some(root) => root.file(&key.1),
        None => key.1.clone(),
    };
    for (key, state) in journal.files() {
        let (said, there) = (state.outcome.articles(), files.get(key).copied().unwrap_or(0));
        if said != there {
            let reason = format!("has {there} articles in the index where the journal has {said}");
            report.fault(path_of(key), Remedy::Rebuild, reason);
        }
        if archive.manifest().root(key.0).is_none() {
            report.fault(path_of(key), Remedy::Rebuild, "is of no root that is known");
        }
    }
    for key in files.keys().filter(|key| !journal.files().contains_key(*key)) {
        report.fault(path_of(key), Remedy::Rebuild, "has articles and no line in the journal");
    }
    if journal.skipped_files() != archive.commit_note().skipped_files {
        let path = archive.manifest().roots.first().map(|root| root.path.clone());
        let reason = "the commit counts other skipped files than the journal".to_owned();
        report.fault(path.unwrap_or_default(), Remedy::Rebuild, reason);
    }
}
