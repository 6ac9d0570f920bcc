//! Roots -> an index that says what their files say now.
//!
//! Files are compared by size and time first and by their bytes where these differ; what is new or
//! changed is read by a few threads and written by one. A step of the build is one commit of whole
//! files with their journal lines, so a build that is cut off loses its last step at most, and the
//! next run goes on from there. `docs/durability.md` has the order in which things reach the disk.

mod batches;
mod keep;
mod outbox;
mod report;
mod roots;
mod run;
mod sample;
mod step;
#[cfg(test)]
mod tests;
mod walking;
mod workers;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub use report::{Cause, Counts, IndexReport, Progress, UnusedSettings, Warning};
use roots::Place;
use run::Run;
use walking::Walking;

use super::archive::CommitNote;
use super::journal::{Journal, JournalMark};
use super::lock::WriterLock;
use super::manifest::{Manifest, check_home};
use super::sealed::META;
use super::writer::{Writer, clear_up};
use crate::error::{Error, Result};

/// How an index is brought up to date.
#[derive(Debug, Clone)]
pub struct UpdateOptions {
    /// Files and folders to look at; each that no root covers becomes a root. Empty: all roots.
    pub paths: Vec<PathBuf>,
    /// Whether hidden files below new roots are indexed.
    pub hidden: bool,
    /// Whether articles of roots that are missing or empty are removed.
    pub prune: bool,
    /// Whether everything is read anew into a new generation.
    pub rebuild: bool,
    /// Whether files are only read, and nothing on disk is changed.
    pub dry_run: bool,
    /// How long to wait for another process that writes.
    pub wait: Duration,
    /// Threads that read; the engine writes with half as many.
    pub threads: usize,
    /// The time of this run, in seconds since 1970.
    pub now: i64,
    /// Bytes of files after which a step is committed.
    pub step_bytes: u64,
    /// Bytes of files that are enough to learn from what articles have in common, once.
    pub learn_bytes: u64,
    /// Time after which a step is committed.
    pub step_time: Duration,
    /// Set from outside to end early: files at hand are finished and committed, the rest is left
    /// to the next run.
    pub stop: Arc<AtomicBool>,
}

impl UpdateOptions {
    /// Returns the usual options for a run at this time.
    pub fn new(now: i64) -> UpdateOptions {
        let threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(8));
        UpdateOptions {
            paths: Vec::new(),
            hidden: false,
            prune: false,
            rebuild: false,
            dry_run: false,
            wait: Duration::ZERO,
            threads,
            now,
            // Long enough that commits cost little, short enough to lose half a minute at most.
            step_bytes: 1 << 30,
            step_time: Duration::from_secs(30),
            learn_bytes: sample::LEAST_BYTES,
            stop: Arc::default(),
        }
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// What a run is about to work on.
struct Plan {
    /// The manifest that is there, when it can be used.
    found: Option<Manifest>,
    /// The manifest as it is to be.
    manifest: Manifest,
    places: Vec<Place>,
}

impl Plan {
    fn make(dir: &Path, options: &UpdateOptions) -> Result<Plan> {
        check_home(dir)?;
        let found = match Manifest::read(dir) {
            Ok(manifest) => Some(manifest),
            Err(Error::NoIndex { .. }) => None,
            Err(Error::OtherVersion { .. } | Error::Damaged { .. }) if options.rebuild => None,
            Err(error) => return Err(error),
        };
        let mut manifest = found.clone().unwrap_or_else(|| {
            // Of an index that cannot be read, what it was made of is read all the same.
            Manifest { roots: Manifest::roots_of_any(dir), ..Manifest::new() }
        });
        let places = roots::places(&mut manifest, options)?;
        for place in &places {
            // Those of a root that is out of reach stay as they were.
            let roots::Found::Settings(settings, _) = roots::settings(&place.root)? else {
                continue;
            };
            let root = manifest.roots.iter_mut().find(|root| root.id == place.root.id);
            if let Some(root) = root {
                root.aliases = settings.aliases().to_vec();
            }
        }
        Ok(Plan { found, manifest, places })
    }
}

/// Brings the index in `dir` up to date with the files under the paths, and makes it if it is not
/// there. Calls `progress` after each file, from this thread.
///
/// A file that cannot be read is a skip, never an error. The last commit stands when this fails.
/// A dry run takes no lock, changes nothing and returns what a run would do.
///
/// # Errors
/// [`Error::NoSuchRoot`], [`Error::NotAnIndex`], [`Error::OtherVersion`] unless `rebuild` is set,
/// [`Error::Busy`], [`Error::Interrupted`] when stopped while waiting, [`Error::BadSettings`],
/// [`Error::WouldLose`], [`Error::Damaged`], [`Error::CannotRead`], [`Error::CannotWrite`],
/// [`Error::Engine`].
pub fn update(
    dir: &Path,
    options: &UpdateOptions,
    progress: &mut dyn FnMut(&Progress),
) -> Result<IndexReport> {
    // Before anything is made: a mistyped path or a broken setting leaves no trace.
    let plan = Plan::make(dir, options)?;
    if options.dry_run {
        return rehearse(dir, &plan, options, progress);
    }
    std::fs::create_dir_all(dir).map_err(Error::writing(dir))?;
    let dir = &dir.canonicalize().map_err(Error::reading(dir))?;
    let _lock = WriterLock::take(dir, options.wait, &options.stop)?;
    // Another process may have written since.
    let mut plan = Plan::make(dir, options)?;
    if options.rebuild || plan.found.is_none() {
        let number = roots::generation_to_fill(dir, plan.found.as_ref(), &plan.manifest);
        plan.manifest.generation = number;
    }
    let generation = plan.manifest.generation_dir(dir);
    let filled = fill(dir, plan, options, progress);
    if filled.is_err() {
        // A disk that was too small for them is not left full of what no commit names.
        clear_up(&generation);
    }
    filled
}

/// Brings the generation that the plan's manifest names up to date, and has the index name it.
fn fill(
    dir: &Path,
    plan: Plan,
    options: &UpdateOptions,
    progress: &mut dyn FnMut(&Progress),
) -> Result<IndexReport> {
    let Plan { found, mut manifest, places } = plan;
    // The walk over the first place goes on while the index is opened.
    let ahead = places.first().map(|place| Walking::start(place.walk(dir, &manifest)));
    let generation = manifest.generation_dir(dir);
    let is_new = !generation.join(META).exists();
    let mut writer = Writer::open(&generation, options.threads)?;
    if is_new {
        // A generation is complete, and readable, before the manifest names it.
        writer.commit(&CommitNote::default())?;
    }
    if options.rebuild {
        manifest.write_copy(dir)?;
    } else if found.as_ref() != Some(&manifest) {
        manifest.write(dir)?;
    }
    let journal = Journal::open(&generation, writer.commit_note()?.journal)?;
    let mut run = Run::new(Some(writer), journal, options, progress).walked_ahead(ahead);
    run.places(dir, &manifest, &places)?;
    let (writer, journal, report) = run.end()?;
    if report.is_interrupted {
        // A rebuild that is not complete is not switched to, and nobody waits for merges.
        return Ok(report);
    }
    writer.map_or(Ok(()), Writer::finish)?;
    let forgets = options.prune && roots::forget_gone(&mut manifest, &journal);
    if options.rebuild || forgets {
        manifest.write(dir)?;
    }
    // One that is being filled by a rebuild has a higher number, and is left to go on in.
    roots::remove_generations(dir, |number| {
        number < manifest.generation || (options.rebuild && number > manifest.generation)
    });
    Ok(report)
}

/// Reads what a run would read, and writes nothing.
fn rehearse(
    dir: &Path,
    plan: &Plan,
    options: &UpdateOptions,
    progress: &mut dyn FnMut(&Progress),
) -> Result<IndexReport> {
    let journal = match &plan.found {
        Some(manifest) if !options.rebuild => {
            let generation = manifest.generation_dir(dir);
            Journal::read(&generation, super::archive::commit_note(&generation)?.journal)?
        }
        _ => Journal::read(dir, JournalMark::default())?,
    };
    // The index is left out of a walk by its resolved path; one that is not there is in no walk.
    let dir = dir.canonicalize().unwrap_or_else(|_| dir.to_path_buf());
    let mut run = Run::new(None, journal, options, progress);
    run.places(&dir, &plan.manifest, &plan.places)?;
    Ok(run.end()?.2)
}
