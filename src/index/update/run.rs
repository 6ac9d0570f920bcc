//! One run over its places: what is seen is sorted, read, written, counted and committed in steps.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::UpdateOptions;
use super::report::{IndexReport, Progress, Warning};
use super::roots::{self, Place};
use super::sample;
use super::workers::{self, Message, ReadResult, read_step};
use crate::discover::{Candidate, Seen, Stamp, discover};
use crate::error::{Error, Result};
use crate::index::archive::{Archive, CommitNote};
use crate::index::journal::{FileKey, FileOutcome, FileState, Journal};
use crate::index::manifest::Manifest;
use crate::index::writer::Writer;
use crate::read::Settings;

/// A file changed this shortly before it was read may change again without showing it in its
/// time: clocks of file systems tick as slowly as every two seconds.
const FRESH_NANOSECONDS: i64 = 2_000_000_000;
/// Skipped records that are kept by name for one file; the rest are counted.
const KEPT_SKIPS: usize = 100;

/// One run over all its places.
pub(super) struct Run<'a> {
    /// `None` in a dry run.
    writer: Option<Writer>,
    journal: Journal,
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

/// A place with the settings that its files are read under.
struct Reading<'a> {
    place: &'a Place,
    settings: Settings,
    hash: u64,
}

impl<'a> Run<'a> {
    pub fn new(
        writer: Option<Writer>,
        journal: Journal,
        options: &'a UpdateOptions,
        progress: &'a mut dyn FnMut(&Progress),
    ) -> Run<'a> {
        Run { writer, journal, report: IndexReport::default(), options, progress }
    }

    /// Looks at one place after the other until all are done or the run is stopped.
    pub fn places(&mut self, dir: &Path, manifest: &Manifest, places: &[Place]) -> Result<()> {
        for place in places {
            if self.is_stopped() {
                break;
            }
            self.place(dir, manifest, place)?;
        }
        Ok(())
    }

    /// Commits what is left and returns what was done.
    pub fn end(mut self) -> Result<(Option<Writer>, Journal, IndexReport)> {
        self.commit()?;
        let Run { writer, journal, mut report, .. } = self;
        report.total_articles =
            journal.files().values().map(|state| u64::from(state.outcome.articles())).sum();
        // Files are read by several threads, and end in any order.
        report.skips.sort_by(|a, b| a.path.cmp(&b.path));
        Ok((writer, journal, report))
    }

    /// Returns whether the run is to end early, and notes it.
    fn is_stopped(&mut self) -> bool {
        self.report.is_interrupted |= self.options.is_stopped();
        self.report.is_interrupted
    }

    fn place(&mut self, dir: &Path, manifest: &Manifest, place: &Place) -> Result<()> {
        let (settings, hash) = roots::settings(&place.root)?;
        let reading = Reading { place, settings, hash };
        let mut walked = Walked::default();
        let is_missing = !place.under.exists();
        if !is_missing {
            discover(&place.walk(dir, manifest), |seen| {
                self.sort(&reading, seen, &mut walked);
                match self.options.is_stopped() {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                }
            });
        }
        if self.is_stopped() {
            // What was not seen yet may be there all the same.
            self.leave(&walked.files);
            return Ok(());
        }
        let known: Vec<FileKey> =
            self.journal.files().keys().filter(|key| place.holds(key)).cloned().collect();
        let is_empty = walked.seen.is_empty();
        if is_empty && !known.is_empty() && !self.options.prune {
            let articles = known.iter().map(|key| u64::from(self.articles_of(key))).sum();
            let path = place.under.clone();
            self.report.warnings.push(Warning { path, articles, lost: 0, is_missing });
            return Ok(());
        }
        if is_empty && self.options.rebuild && !self.options.prune {
            return self.take_over(dir, place, is_missing);
        }
        for key in known {
            let is_hidden_from_us = walked.unseen.iter().any(|folder| key.1.starts_with(folder));
            if !walked.seen.contains(&key.1) && !is_hidden_from_us {
                self.report.files.removed += 1;
                self.report.articles.removed += u64::from(self.articles_of(&key));
                self.remove(&key);
                self.journal.note(key, None);
            }
        }
        self.report.to_read += walked.files.len() as u64;
        if let Some(writer) = self.writer.as_mut().filter(|writer| writer.is_unlearned()) {
            writer.learn(&sample::articles(&reading.settings, &walked.files))?;
        }
        let mut left = &walked.files[..];
        while !left.is_empty() && !self.is_stopped() {
            let read = self.step(&reading, left)?;
            left = &left[read..];
            self.commit()?;
        }
        self.leave(left);
        Ok(())
    }

    /// Takes the articles of a root that is not there over from the index that is being rebuilt.
    fn take_over(&mut self, dir: &Path, place: &Place, is_missing: bool) -> Result<()> {
        let path = place.under.clone();
        let would_lose = |_| Error::WouldLose { path: path.clone() };
        let old = Archive::open(dir).map_err(would_lose)?;
        let files = old.journal().map_err(would_lose)?;
        let (mut taken, mut lost) = (BTreeMap::<FileKey, u32>::new(), 0);
        let reader = old.articles().map_err(would_lose)?;
        for at in old.places() {
            match reader.read(at) {
                Ok(stored) if stored.root == place.root.id => {
                    self.writer.as_ref().map_or(Ok(()), |writer| writer.add(&stored))?;
                    *taken.entry((stored.root, stored.relative)).or_default() += 1;
                }
                Ok(_) => {}
                Err(_) => lost += 1,
            }
        }
        for (key, state) in files.iter().flat_map(|journal| journal.files()) {
            let mut state = state.clone();
            if let FileOutcome::Indexed { articles, .. } = &mut state.outcome {
                *articles = taken.get(key).copied().unwrap_or(0);
            }
            if place.holds(key) {
                self.journal.note(key.clone(), Some(state));
            }
        }
        let articles = taken.values().map(|n| u64::from(*n)).sum();
        if articles + lost > 0 {
            self.report.warnings.push(Warning { path, articles, lost, is_missing });
        }
        Ok(())
    }

    /// Takes files that a stopped run did not come to out of the counts.
    fn leave(&mut self, files: &[Candidate]) {
        self.report.files.seen -= files.len() as u64;
        self.report.unread += files.len() as u64;
    }

    /// Decides about one thing seen: unchanged, unreadable, or to be read.
    fn sort(&mut self, reading: &Reading<'_>, seen: Seen, walked: &mut Walked) {
        let root = reading.place.root.id;
        self.report.files.seen += 1;
        match seen {
            Seen::File(candidate) => {
                walked.seen.insert(candidate.relative.clone());
                let key = (root, candidate.relative.clone());
                match self.journal.files().get(&key) {
                    Some(known)
                        if known.stamp == candidate.stamp
                            && known.settings_hash == reading.hash
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
                    settings_hash: reading.hash,
                    outcome: FileOutcome::Skipped(reason),
                };
                self.settle((root, relative), &path, state);
            }
        }
    }

    /// Reads the files of one step, from the first on; returns how many.
    fn step(&mut self, reading: &Reading<'_>, files: &[Candidate]) -> Result<usize> {
        let root = reading.place.root.id;
        let key_of = |file: usize| (root, files[file].relative.clone());
        // A file known under these settings is only read if its bytes are others.
        let known_hashes: Vec<Option<u64>> = (0..files.len())
            .map(|file| self.journal.files().get(&key_of(file)))
            .map(|state| state.filter(|s| s.settings_hash == reading.hash).map(|s| s.content_hash))
            .collect();
        let mut opened = BTreeSet::new();
        let options = self.options;
        let preparer = |_| self.writer.as_ref().map(Writer::preparer).transpose();
        let preparers = (0..options.threads.max(1)).map(preparer).collect::<Result<_>>()?;
        let read = (root, &reading.settings);
        read_step(read, files, &known_hashes, preparers, options, |message| match message {
            Message::Articles { file, articles } => {
                if opened.insert(file) {
                    self.remove(&key_of(file));
                }
                let Some(writer) = &self.writer else { return Ok(()) };
                articles.into_iter().try_for_each(|article| writer.add_prepared(article?))
            }
            Message::Again { file } => {
                self.remove(&key_of(file));
                Ok(())
            }
            Message::Done { file, result } => {
                self.report.bytes += files[file].stamp.size;
                self.report.read += 1;
                self.done(key_of(file), &files[file], reading.hash, result);
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
        let state = |stamp: Stamp, content_hash, outcome| FileState {
            stamp,
            is_fresh: stamp.modified.saturating_add(FRESH_NANOSECONDS) > now,
            content_hash,
            settings_hash,
            outcome,
        };
        match result {
            ReadResult::Same => {
                let Some(known) = self.journal.files().get(&key).cloned() else { return };
                self.report.unchanged(&candidate.path, &known);
                let state = state(candidate.stamp, known.content_hash, known.outcome.clone());
                if state != known {
                    self.journal.note(key, Some(state));
                }
            }
            ReadResult::Read { stamp, content_hash, articles, mut skips } => {
                let skipped_records = u32::try_from(skips.len()).unwrap_or(u32::MAX);
                let outcome = if articles == 0 {
                    FileOutcome::Skipped(workers::reason_of(&skips))
                } else {
                    skips.truncate(KEPT_SKIPS);
                    FileOutcome::Indexed { articles, skipped_records, skips }
                };
                self.settle(key, &candidate.path, state(stamp, content_hash, outcome));
            }
            ReadResult::Skipped { content_hash, reason } => {
                // Also what was added of it before it turned out to change under our hands.
                self.remove(&key);
                let outcome = FileOutcome::Skipped(reason);
                self.settle(key, &candidate.path, state(candidate.stamp, content_hash, outcome));
            }
        }
    }

    /// Notes what became of a file, and counts it.
    fn settle(&mut self, key: FileKey, path: &Path, state: FileState) {
        let before = self.articles_of(&key);
        if before > 0 && state.outcome.articles() == 0 {
            self.remove(&key);
        }
        self.report.count(path, before, &state);
        if self.journal.files().get(&key) != Some(&state) {
            self.journal.note(key, Some(state));
        }
    }

    fn remove(&self, key: &FileKey) {
        if let Some(writer) = &self.writer {
            writer.remove_file(key.0, &key.1);
        }
    }

    fn articles_of(&self, key: &FileKey) -> u32 {
        self.journal.files().get(key).map_or(0, |state| state.outcome.articles())
    }

    fn commit(&mut self) -> Result<()> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        if !self.journal.has_pending() {
            return Ok(());
        }
        let committed_at = jiff::Timestamp::from_second(self.options.now)
            .map_or_else(|_| String::new(), |now| now.to_string());
        let skipped_files = self.journal.skipped_files();
        let journal = self.journal.flush()?;
        writer.commit(&CommitNote { journal, skipped_files, committed_at })
    }
}
