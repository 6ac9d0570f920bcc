//! One run over its places: what is seen is sorted, read, written, counted and committed in steps.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::UpdateOptions;
use super::keep::Unread;
use super::report::{Cause, IndexReport, Progress, UnusedSettings};
use super::roots::{self, Found, Place};
use super::sample;
use super::walking::Walking;
use super::workers::{self, Message, ReadResult, read_step};
use crate::article::SkipReason;
use crate::discover::{Candidate, Hides, SETTINGS_NAME, Seen, Stamp};
use crate::error::Result;
use crate::index::archive::CommitNote;
use crate::index::journal::{FileKey, FileOutcome, FileState, Journal};
use crate::index::manifest::Manifest;
use crate::index::writer::Writer;
use crate::read::Settings;

/// A file changed this shortly before it was read may change again without showing it in its
/// time: clocks of file systems tick as slowly as every two seconds.
const FRESH_NANOSECONDS: i64 = 2_000_000_000;
/// One run over all its places.
pub(super) struct Run<'a> {
    /// `None` in a dry run.
    pub(super) writer: Option<Writer>,
    pub(super) journal: Journal,
    pub(super) report: IndexReport,
    pub(super) options: &'a UpdateOptions,
    progress: &'a mut dyn FnMut(&Progress),
    /// The walk over the first place, if it has begun.
    ahead: Option<Walking>,
}

/// What a walk over a place found.
#[derive(Default)]
pub(super) struct Walked {
    /// To be read, in order.
    files: Vec<Candidate>,
    /// For each of them the hash of the bytes that are known under these settings: it is only read
    /// if its bytes are others.
    known_hashes: Vec<Option<u64>>,
    /// Every file seen, in the order of the walk.
    seen: Vec<FileKey>,
    /// Folders that could not be looked into, and where they are; what is known below them stays.
    unseen: Vec<(PathBuf, PathBuf)>,
    /// Files that could not be looked at.
    unread: Vec<Unread>,
}

/// Returns those of some keys that are not among others; both in order.
fn not_among<'a>(
    keys: impl Iterator<Item = &'a FileKey>,
    others: &[FileKey],
) -> impl Iterator<Item = &'a FileKey> {
    let mut others = others.iter().peekable();
    keys.filter(move |&key| {
        while others.next_if(|&other| other < key).is_some() {}
        others.peek().is_none_or(|&other| other != key)
    })
}

impl Walked {
    /// Returns true for a folder that could not be looked into.
    fn is_unseen_folder(&self, relative: &Path) -> bool {
        self.unseen.iter().any(|(folder, _)| folder == relative)
    }

    /// Returns true for a file that may be there although it was not seen.
    fn hides(&self, relative: &Path) -> bool {
        self.unseen.iter().any(|(folder, _)| relative.starts_with(folder))
    }
}

/// A place with the settings that its files are read under.
pub(super) struct Reading<'a> {
    pub place: &'a Place,
    pub settings: Settings,
    pub hash: u64,
}

impl<'a> Run<'a> {
    pub fn new(
        writer: Option<Writer>,
        journal: Journal,
        options: &'a UpdateOptions,
        progress: &'a mut dyn FnMut(&Progress),
    ) -> Run<'a> {
        Run { writer, journal, report: IndexReport::default(), options, progress, ahead: None }
    }

    /// Goes on with a walk over the first place that has begun.
    pub fn walked_ahead(self, ahead: Option<Walking>) -> Run<'a> {
        Run { ahead, ..self }
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
        self.commit(true)?;
        let Run { writer, journal, mut report, .. } = self;
        if report.is_interrupted {
            // Nobody waits for merges, and for totals and groups the next reader would.
            writer.as_ref().map_or(Ok(()), Writer::keep)?;
        }
        report.total_articles =
            journal.files().values().map(|state| u64::from(state.outcome.articles())).sum();
        Ok((writer, journal, report))
    }

    /// Returns whether the run is to end early, and notes it.
    pub(super) fn is_stopped(&mut self) -> bool {
        self.report.is_interrupted |= self.options.is_stopped();
        self.report.is_interrupted
    }

    fn place(&mut self, dir: &Path, manifest: &Manifest, place: &Place) -> Result<()> {
        let mut walked = Walked::default();
        let ahead = self.ahead.take();
        let (settings, hash) = match roots::settings(&place.root)? {
            Found::Settings(settings, hash) => (settings, hash),
            Found::OutOfReach(reason) => {
                let reading = Reading { place, settings: Settings::default(), hash: 0 };
                self.sort(&reading, place.out_of_reach(reason), &mut walked);
                return self.take_in(dir, &reading, walked);
            }
        };
        let reading = Reading { place, settings, hash };
        let mut unmatched = reading.settings.unmatched();
        if place.under.exists() {
            let walking = ahead.unwrap_or_else(|| Walking::start(place.walk(dir, manifest)));
            walking.each(|seen| {
                if let Seen::File(Candidate { relative, .. }) | Seen::Unreadable { relative, .. } =
                    &seen
                {
                    unmatched.meet(relative);
                }
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
        // What lies in a folder that could not be looked into, or in another part of the root, is not known.
        let is_whole = place.under == place.root.path && !place.root.is_file;
        if is_whole && walked.unseen.is_empty() && !walked.seen.is_empty() {
            let path = place.root.path.join(SETTINGS_NAME);
            let unused = |table| UnusedSettings { path: path.clone(), table: Some(table) };
            self.report.unused_settings.extend(unmatched.names().into_iter().map(unused));
        }
        self.take_in(dir, &reading, walked)
    }

    /// Brings the index up to date with what a walk over a place found.
    pub(super) fn take_in(
        &mut self,
        dir: &Path,
        reading: &Reading<'_>,
        mut walked: Walked,
    ) -> Result<()> {
        let place = reading.place;
        // As it comes, but for what a file system puts out of order.
        walked.seen.sort();
        let (holds, is_folder) = (place.holds(), |key: &FileKey| walked.is_unseen_folder(&key.1));
        let known = self.journal.files().keys().filter(|key| holds(key) && !is_folder(key));
        if walked.seen.is_empty() && !self.options.prune {
            let cause = match &walked.unseen[..] {
                [] if !place.under.exists() => Cause::Missing,
                [(_, path), ..] if *path == place.under => Cause::Unreadable,
                _ => Cause::Empty,
            };
            let known: Vec<FileKey> = known.cloned().collect();
            return self.keep_place(dir, place, &known, cause);
        }
        let gone: Vec<FileKey> =
            not_among(known, &walked.seen).filter(|key| !walked.hides(&key.1)).cloned().collect();
        for key in gone {
            self.report.files.removed += 1;
            self.report.articles.removed += u64::from(self.articles_of(&key));
            self.remove(&key);
            self.journal.note(key, None);
        }
        for (folder, path) in &walked.unseen {
            self.keep_folder(dir, place, folder, path)?;
        }
        let unread = std::mem::take(&mut walked.unread);
        self.keep_unread(dir, reading, unread)?;
        self.report.to_read += walked.files.len() as u64;
        if let Some(writer) = self.writer.as_mut().filter(|writer| writer.is_unlearned()) {
            let least = self.options.learn_bytes;
            let samples = sample::articles(&reading.settings, &walked.files, least);
            // Markup and what is no text may take up three quarters of the files.
            writer.learn(&samples, usize::try_from(least / 4).unwrap_or(usize::MAX))?;
        }
        let mut at = 0;
        while at < walked.files.len() && !self.is_stopped() {
            at += self.step(dir, reading, &walked.files[at..], &walked.known_hashes[at..])?;
            self.commit(at == walked.files.len())?;
        }
        self.leave(&walked.files[at..]);
        Ok(())
    }

    /// Takes files that a stopped run did not come to out of the counts.
    fn leave(&mut self, files: &[Candidate]) {
        self.report.files.seen -= files.len() as u64;
        self.report.unread += files.len() as u64;
    }

    /// Decides about one thing seen: unchanged, unreadable, or to be read.
    pub(super) fn sort(&mut self, reading: &Reading<'_>, seen: Seen, walked: &mut Walked) {
        let root = reading.place.root.id;
        self.report.files.seen += u64::from(!matches!(seen, Seen::Settings(_)));
        match seen {
            Seen::Settings(path) => {
                self.report.unused_settings.push(UnusedSettings { path, table: None });
            }
            Seen::File(mut candidate) => {
                let key = FileKey(root, std::mem::take(&mut candidate.relative));
                let known = self.journal.files().get(&key);
                let known = known.filter(|known| known.settings_hash == reading.hash);
                match known {
                    Some(known) if known.stamp == candidate.stamp && !known.is_fresh => {
                        self.report.unchanged(&candidate.path, known);
                    }
                    _ => {
                        walked.known_hashes.push(known.map(|known| known.content_hash));
                        walked.files.push(Candidate { relative: key.1.clone(), ..candidate });
                    }
                }
                walked.seen.push(key);
            }
            Seen::Unreadable { path, relative, reason, hides } => match hides {
                Hides::Nothing => {
                    walked.seen.push(FileKey(root, relative.clone()));
                    self.settle(FileKey(root, relative), &path, unread_state(reading, reason));
                }
                Hides::File => {
                    walked.seen.push(FileKey(root, relative.clone()));
                    walked.unread.push(Unread { path, relative, reason, is_torn: false });
                }
                Hides::Folder => {
                    walked.unseen.push((relative.clone(), path.clone()));
                    self.settle(FileKey(root, relative), &path, unread_state(reading, reason));
                }
            },
        }
    }

    /// Reads the files of one step, from the first on; returns how many.
    fn step(
        &mut self,
        dir: &Path,
        reading: &Reading<'_>,
        files: &[Candidate],
        known_hashes: &[Option<u64>],
    ) -> Result<usize> {
        let root = reading.place.root.id;
        let key_of = |file: usize| FileKey(root, files[file].relative.clone());
        let mut unread = Vec::new();
        let (mut opened, mut failed) = (BTreeSet::new(), BTreeSet::new());
        let options = self.options;
        let preparer = |_| self.writer.as_ref().map(Writer::preparer).transpose();
        let preparers = (0..options.threads.max(1)).map(preparer).collect::<Result<_>>()?;
        let by = (root, &reading.settings);
        let read =
            read_step(by, files, known_hashes, preparers, options, |message| match message {
                Message::Articles { file, articles } => {
                    // What the index does not hold is not removed: the engine keeps a query for each removal
                    // until the commit.
                    if opened.insert(file) && self.articles_of(&key_of(file)) > 0 {
                        self.remove(&key_of(file));
                    }
                    let Some(writer) = &self.writer else { return Ok(()) };
                    let Some(articles) = articles.wait() else {
                        failed.insert(file);
                        return Ok(());
                    };
                    articles.into_iter().try_for_each(|article| writer.add_prepared(article?))
                }
                Message::Again { file } => {
                    failed.remove(&file);
                    self.remove(&key_of(file));
                    Ok(())
                }
                Message::Done { file, result } => {
                    self.report.bytes += files[file].stamp.size;
                    self.report.read += 1;
                    let candidate = &files[file];
                    let result = if failed.remove(&file) { result.failed() } else { result };
                    if let ReadResult::Unread(reason) = result {
                        let (path, relative) = (candidate.path.clone(), candidate.relative.clone());
                        let is_torn = opened.contains(&file);
                        unread.push(Unread { path, relative, reason, is_torn });
                    } else {
                        if opened.contains(&file) && matches!(result, ReadResult::Skipped { .. }) {
                            // What was added of it before it turned out to change under our hands.
                            self.remove(&key_of(file));
                        }
                        self.done(key_of(file), candidate, reading.hash, result);
                    }
                    let report = &self.report;
                    let (total, done) = (report.to_read, report.read);
                    let (skipped, bytes) = (report.files.skipped, report.bytes);
                    (self.progress)(&Progress { total, done, skipped, bytes });
                    Ok(())
                }
            })?;
        self.keep_unread(dir, reading, unread)?;
        Ok(read)
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
            ReadResult::Read { stamp, content_hash, articles, skipped_records, skips } => {
                let outcome = if articles == 0 {
                    FileOutcome::Skipped(workers::reason_of(&skips))
                } else {
                    FileOutcome::Indexed { articles, skipped_records, skips }
                };
                self.settle(key, &candidate.path, state(stamp, content_hash, outcome));
            }
            ReadResult::Skipped { content_hash, reason } => {
                let state = state(candidate.stamp, content_hash, FileOutcome::Skipped(reason));
                // Nothing is known of its bytes: the next run looks at them whatever its time says.
                let is_fresh = state.is_fresh || content_hash == 0;
                self.settle(key, &candidate.path, FileState { is_fresh, ..state });
            }
            ReadResult::Unread(_) => {}
        }
    }

    /// Notes what became of a file, and counts it.
    pub(super) fn settle(&mut self, key: FileKey, path: &Path, state: FileState) {
        let before = self.articles_of(&key);
        if before > 0 && state.outcome.articles() == 0 {
            self.remove(&key);
        }
        self.report.count(path, before, &state);
        self.note_changed(key, state);
    }

    /// Notes what became of a file, where it is not what is known.
    pub(super) fn note_changed(&mut self, key: FileKey, state: FileState) {
        if self.journal.files().get(&key) != Some(&state) {
            self.journal.note(key, Some(state));
        }
    }

    pub(super) fn remove(&self, key: &FileKey) {
        if let Some(writer) = &self.writer {
            writer.remove_file(key.0, &key.1);
        }
    }

    pub(super) fn articles_of(&self, key: &FileKey) -> u32 {
        self.journal.files().get(key).map_or(0, |state| state.outcome.articles())
    }

    /// Commits what is noted; totals and groups after the last step are kept at the end of the run.
    fn commit(&mut self, is_last: bool) -> Result<()> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        if !self.journal.has_pending() {
            return Ok(());
        }
        let committed_at = jiff::Timestamp::from_second(self.options.now)
            .map_or_else(|_| String::new(), |now| now.to_string());
        let skipped_files = self.journal.skipped_files();
        let journal = self.journal.flush()?;
        let note = CommitNote { journal, skipped_files, committed_at };
        if is_last { writer.commit_alone(&note) } else { writer.commit(&note) }
    }
}

/// Returns what is noted of something that cannot be read now: nothing of it is in the index, and
/// the next run tries again, for it may be readable without looking changed.
pub(super) fn unread_state(reading: &Reading<'_>, reason: SkipReason) -> FileState {
    FileState {
        stamp: Stamp::default(),
        is_fresh: true,
        content_hash: 0,
        settings_hash: reading.hash,
        outcome: FileOutcome::Skipped(reason),
    }
}

#[cfg(test)]
mod tests;
