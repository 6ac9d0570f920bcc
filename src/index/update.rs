//! Roots -> an index that says what their files say now.
//!
//! Files are compared by size and time first and by their bytes where these differ; what is new or
//! changed is read by a few threads and written by one. A step of the build is one commit of whole
//! files with their journal lines, so a build that is cut off loses its last step at most.

mod report;
mod roots;
mod workers;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub use report::{Counts, IndexReport, Progress, Warning};
use roots::Place;
use workers::{Message, ReadResult, read_group};

use super::archive::{Archive, CommitNote};
use super::journal::{FileKey, FileOutcome, FileState, Journal};
use super::lock::WriterLock;
use super::manifest::{Manifest, check_home};
use super::stored::StoredArticle;
use super::writer::Writer;
use crate::discover::{Candidate, Seen, Stamp, discover};
use crate::error::{Error, Result};
use crate::read::Settings;

/// A file changed this shortly before it was read may change again without showing it in its
/// time: clocks of file systems tick as slowly as every two seconds.
const FRESH_NANOSECONDS: i64 = 2_000_000_000;
/// Skipped records that are kept by name for one file; the rest are counted.
const KEPT_SKIPS: usize = 100;

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
    /// Threads that read, and as many that write.
    pub threads: usize,
    /// The time of this run, in seconds since 1970.
    pub now: i64,
    /// Bytes of files after which a step is committed.
    pub step_bytes: u64,
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
            threads,
            now,
            // Long enough that commits cost nothing, short enough to lose a minute at most.
            step_bytes: 1 << 30,
        }
    }
}

/// Brings the index in `dir` up to date with the files under the paths, and makes it if it is not
/// there. Calls `progress` after each file, from this thread.
///
/// A file that cannot be read is a skip, never an error. The last commit stands when this fails.
///
/// # Errors
/// [`Error::NoSuchRoot`], [`Error::NotAnIndex`], [`Error::OtherVersion`] unless `rebuild` is set,
/// [`Error::Busy`], [`Error::BadSettings`], [`Error::Damaged`], [`Error::CannotRead`],
/// [`Error::CannotWrite`], [`Error::Engine`].
pub fn update(
    dir: &Path,
    options: &UpdateOptions,
    progress: &mut dyn FnMut(&Progress),
) -> Result<IndexReport> {
    check_home(dir)?;
    let found = match Manifest::read(dir) {
        Ok(manifest) => Some(manifest),
        Err(Error::NoIndex { .. }) => None,
        Err(Error::OtherVersion { .. } | Error::Damaged { .. }) if options.rebuild => None,
        Err(error) => return Err(error),
    };
    let mut manifest = found.clone().unwrap_or_default();
    // Before anything is made: a mistyped path leaves no trace.
    let places = roots::places(&mut manifest, options)?;
    std::fs::create_dir_all(dir).map_err(Error::writing(dir))?;
    let dir = &dir.canonicalize().map_err(Error::reading(dir))?;
    let _lock = WriterLock::take(dir)?;
    if options.rebuild {
        manifest.generation = roots::next_generation(dir);
    }
    let generation = manifest.generation_dir(dir);
    let is_new = !generation.join("meta.json").exists();
    let mut writer = Writer::open(&generation, options.threads)?;
    if is_new {
        // A generation is complete, and readable, before the manifest names it.
        writer.commit(&CommitNote::default())?;
    }
    if found.as_ref() != Some(&manifest) && !options.rebuild {
        manifest.write(dir)?;
    }
    let note = writer.commit_note()?;
    let journal = Journal::open(&generation, note.journal)?;
    let report = IndexReport::default();
    let mut run = Run { writer, journal, note, report, options, progress };
    for place in &places {
        run.place(dir, &manifest, place)?;
    }
    run.commit()?;
    let Run { writer, mut report, .. } = run;
    writer.finish()?;
    if options.rebuild {
        manifest.write(dir)?;
        roots::remove_other_generations(dir, &manifest);
    }
    report.total_articles = Archive::open(dir)?.totals().articles;
    Ok(report)
}

/// One run over all its places.
struct Run<'a> {
    writer: Writer,
    journal: Journal,
    note: CommitNote,
    report: IndexReport,
    options: &'a UpdateOptions,
    progress: &'a mut dyn FnMut(&Progress),
}

/// What a walk over a place found.
#[derive(Default)]
struct Walked {
    /// To be read, in order.
    files: Vec<Candidate>,
    /// Every path seen.
    seen: BTreeSet<PathBuf>,
    /// Folders that could not be looked into; what is known below them stays.
    unseen: Vec<PathBuf>,
}

impl Run<'_> {
    fn place(&mut self, dir: &Path, manifest: &Manifest, place: &Place) -> Result<()> {
        let (settings, settings_hash) = roots::settings(&place.root)?;
        let mut walked = Walked::default();
        let is_missing = !place.under.exists();
        if !is_missing {
            let walk = place.walk(dir, manifest);
            discover(&walk, |seen| self.sort(place, seen, settings_hash, &mut walked));
        }
        let known: Vec<FileKey> =
            self.journal.files().keys().filter(|key| place.holds(key)).cloned().collect();
        let is_empty = walked.seen.is_empty();
        if is_empty && !known.is_empty() && !self.options.prune {
            let articles = known.iter().map(|key| u64::from(self.articles_of(key))).sum();
            let path = place.under.clone();
            self.report.warnings.push(Warning { path, articles, is_missing });
            return Ok(());
        }
        for key in known {
            let is_hidden_from_us = walked.unseen.iter().any(|folder| key.1.starts_with(folder));
            if !walked.seen.contains(&key.1) && !is_hidden_from_us {
                self.report.files.removed += 1;
                self.report.articles.removed += u64::from(self.articles_of(&key));
                self.writer.remove_file(key.0, &key.1);
                self.journal.note(key, None);
            }
        }
        self.report.to_read += walked.files.len() as u64;
        for group in workers::groups(&walked.files, self.options.step_bytes) {
            self.read(place, &settings, settings_hash, group)?;
            self.commit()?;
        }
        Ok(())
    }

    /// Decides about one thing seen: unchanged, unreadable, or to be read.
    fn sort(&mut self, place: &Place, seen: Seen, settings_hash: u64, walked: &mut Walked) {
        let root = place.root.id;
        self.report.files.seen += 1;
        match seen {
            Seen::File(candidate) => {
                walked.seen.insert(candidate.relative.clone());
                let key = (root, candidate.relative.clone());
                match self.journal.files().get(&key) {
                    Some(known)
                        if known.stamp == candidate.stamp
                            && known.settings_hash == settings_hash
                            && !known.is_fresh =>
                    {
                        self.report.unchanged(&candidate.path, known);
                    }
                    _ => walked.files.push(candidate),
                }
            }
            Seen::Unreadable { path, relative, reason, is_folder } => {
                walked.seen.insert(relative.clone());
                if is_folder {
                    walked.unseen.push(relative.clone());
                }
                let state = FileState {
                    stamp: Stamp::default(),
                    is_fresh: true,
                    content_hash: 0,
                    settings_hash,
                    outcome: FileOutcome::Skipped(reason),
                };
                self.settle((root, relative), &path, state);
            }
        }
    }

    /// Reads the files of one step.
    fn read(
        &mut self,
        place: &Place,
        settings: &Settings,
        settings_hash: u64,
        group: &[Candidate],
    ) -> Result<()> {
        let root = place.root.id;
        let key_of = |file: usize| (root, group[file].relative.clone());
        // A file known under these settings is only read if its bytes are others.
        let known_hashes: Vec<Option<u64>> = (0..group.len())
            .map(|file| self.journal.files().get(&key_of(file)))
            .map(|state| state.filter(|s| s.settings_hash == settings_hash).map(|s| s.content_hash))
            .collect();
        let mut opened = BTreeSet::new();
        read_group(settings, group, &known_hashes, self.options.threads, |message| match message {
            Message::Articles { file, articles } => {
                let candidate = &group[file];
                if opened.insert(file) {
                    self.writer.remove_file(root, &candidate.relative);
                }
                for article in articles {
                    let relative = candidate.relative.clone();
                    let stored = StoredArticle::new(root, relative, candidate.stamp, article);
                    self.writer.add(&stored)?;
                }
                Ok(())
            }
            Message::Done { file, result } => {
                let candidate = &group[file];
                let key = key_of(file);
                self.report.bytes += candidate.stamp.size;
                self.report.read += 1;
                self.done(key, candidate, settings_hash, result);
                let report = &self.report;
                let (total, done) = (report.to_read, report.read);
                let (skipped, bytes) = (report.files.skipped, report.bytes);
                (self.progress)(&Progress { total, done, skipped, bytes });
                Ok(())
            }
        })
    }

    fn done(
        &mut self,
        key: FileKey,
        candidate: &Candidate,
        settings_hash: u64,
        result: ReadResult,
    ) {
        let now = self.options.now.saturating_mul(1_000_000_000);
        let is_fresh = candidate.stamp.modified.saturating_add(FRESH_NANOSECONDS) > now;
        let state = |content_hash, outcome| FileState {
            stamp: candidate.stamp,
            is_fresh,
            content_hash,
            settings_hash,
            outcome,
        };
        match result {
            ReadResult::Same => {
                let Some(known) = self.journal.files().get(&key).cloned() else { return };
                self.report.unchanged(&candidate.path, &known);
                let outcome = known.outcome.clone();
                self.journal.note(key, Some(state(known.content_hash, outcome)));
            }
            ReadResult::Read { content_hash, articles, mut skips } => {
                let skipped_records = u32::try_from(skips.len()).unwrap_or(u32::MAX);
                let outcome = if articles == 0 {
                    self.writer.remove_file(key.0, &key.1);
                    FileOutcome::Skipped(workers::reason_of(&skips))
                } else {
                    skips.truncate(KEPT_SKIPS);
                    FileOutcome::Indexed { articles, skipped_records, skips }
                };
                self.settle(key, &candidate.path, state(content_hash, outcome));
            }
            ReadResult::Skipped { content_hash, reason } => {
                // Also what was added of it before it turned out to change under our hands.
                self.writer.remove_file(key.0, &key.1);
                let outcome = FileOutcome::Skipped(reason);
                self.settle(key, &candidate.path, state(content_hash, outcome));
            }
        }
    }

    /// Notes what became of a file, and counts it.
    fn settle(&mut self, key: FileKey, path: &Path, state: FileState) {
        let before = self.articles_of(&key);
        if before > 0 && state.outcome.articles() == 0 {
            self.writer.remove_file(key.0, &key.1);
        }
        self.report.count(path, before, &state);
        self.journal.note(key, Some(state));
    }

    fn articles_of(&self, key: &FileKey) -> u32 {
        self.journal.files().get(key).map_or(0, |state| state.outcome.articles())
    }

    fn commit(&mut self) -> Result<()> {
        if !self.journal.has_pending() {
            return Ok(());
        }
        let committed_at = jiff::Timestamp::from_second(self.options.now)
            .map_or_else(|_| String::new(), |now| now.to_string());
        let skipped_files = self.journal.skipped_files();
        self.note = CommitNote { journal: self.journal.flush()?, skipped_files, committed_at };
        self.writer.commit(&self.note)
    }
}
