//! Files -> articles, by a few threads at once.

use std::fs::File;
use std::hash::Hasher;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::sync_channel;

use twox_hash::XxHash3_64;

use super::UpdateOptions;
use super::batches::{Batch, Coming, Tasks, help};
use super::outbox::Outbox;
use super::step::Step;
use crate::article::{Article, SkipReason};
use crate::discover::{Candidate, Stamp, is_gone, plain};
use crate::error::Result;
use crate::index::writer::Preparer;
use crate::read::{Reading, Record, Settings, read_file};

/// Articles of one file are handed over when their texts come to so many bytes …
const BATCH_BYTES: usize = 256 << 10;
/// … or when there are so many of them.
const BATCH_ARTICLES: usize = 512;
/// Batches that may wait for the writer; with their size this bounds what lies in memory.
const WAITING_BATCHES: usize = 4;

/// Skipped records that are kept by name for one file; the rest are counted.
const KEPT_SKIPS: usize = 100;

/// How often a file is read that changes while it is read.
const TRIES: u32 = 3;

/// What a reading thread has to say.
pub(super) enum Message {
    /// Some articles of a file, in order.
    Articles { file: usize, articles: Coming },
    /// The file changed: what was handed over of it does not count, and it is read again.
    Again { file: usize },
    /// A file was read to its end.
    Done { file: usize, result: ReadResult },
}

/// How the reading of a file ended.
pub(super) enum ReadResult {
    /// Its bytes are those that were indexed before.
    Same,
    /// It was read, and gave so many articles.
    Read {
        stamp: Stamp,
        content_hash: u64,
        articles: u32,
        skipped_records: u32,
        /// The first of them.
        skips: Vec<(Option<String>, SkipReason)>,
    },
    /// Nothing of it counts.
    Skipped { content_hash: u64, reason: SkipReason },
    /// It is there, and the system does not let it be read: nothing is known of what it says.
    Unread(SkipReason),
}

impl ReadResult {
    /// Returns what stands for a file that was read, and some of which could not be prepared.
    pub fn failed(self) -> ReadResult {
        match self {
            ReadResult::Read { content_hash, .. } => {
                ReadResult::Skipped { content_hash, reason: failed() }
            }
            other => other,
        }
    }
}

/// Reads files of a root, from the first on, with a thread for each of `preparers` until the step
/// is long enough, and calls `handle`, on this thread, for what they say; returns how many files
/// were read. The messages of one file come in order; those of different files come as they come.
/// Without a preparer, articles are read and dropped.
pub(super) fn read_step(
    (root, settings): (u32, &Settings),
    files: &[Candidate],
    known_hashes: &[Option<u64>],
    preparers: Vec<Option<Preparer>>,
    options: &UpdateOptions,
    mut handle: impl FnMut(Message) -> Result<()>,
) -> Result<usize> {
    let step = Step::new(files, options);
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(WAITING_BATCHES);
        let (tasks, helpers) = help();
        let helpers = std::sync::Arc::new(helpers);
        for preparer in preparers {
            let (mut out, step) = (Outbox::new(sender.clone(), preparer), &step);
            let (tasks, helpers) = (tasks.clone(), helpers.clone());
            scope.spawn(move || {
                while let Some(file) = step.next() {
                    let (candidate, out, tasks) = (&files[file], &mut out, &tasks);
                    let mut reader = Reader { root, settings, candidate, file, out, tasks };
                    let result = reader.read(known_hashes[file]);
                    let bytes = usize::try_from(candidate.stamp.size).unwrap_or(usize::MAX);
                    if !out.put(Message::Done { file, result }, bytes) {
                        // The writer has failed and says why.
                        break;
                    }
                }
                let preparer = out.close();
                // Who waits for tasks has none.
                drop(tasks);
                if let Some(mut preparer) = preparer {
                    helpers.work(&mut preparer);
                }
            });
        }
        drop((sender, tasks));
        receiver.into_iter().flatten().try_for_each(&mut handle)
    })?;
    Ok(step.handed_out())
}

/// Reads one file.
struct Reader<'a> {
    root: u32,
    settings: &'a Settings,
    candidate: &'a Candidate,
    file: usize,
    out: &'a mut Outbox,
    tasks: &'a Tasks,
}

impl Reader<'_> {
    fn read(&mut self, known_hash: Option<u64>) -> ReadResult {
        if known_hash.is_some() && hash_of(&self.candidate.path) == known_hash {
            return ReadResult::Same;
        }
        let mut stamp = self.candidate.stamp;
        let mut was_unreadable = false;
        for _ in 0..TRIES {
            let (result, batch, has_sent) = self.attempt(stamp);
            match std::fs::metadata(&self.candidate.path).map(|data| Stamp::of(&data)) {
                // What can be read as bytes and not as a file is tried twice: it may have been out
                // of reach for a moment, and its bytes may be no archive.
                Ok(now) if now == stamp && is_unreadable(&result) && !was_unreadable => {
                    was_unreadable = true;
                }
                Ok(now) if now == stamp => {
                    if !matches!(result, ReadResult::Unread(_)) && !batch.is_empty() {
                        let relative = self.candidate.relative.clone();
                        let batch = Batch { root: self.root, relative, stamp, articles: batch };
                        // Most files end here: few articles are not worth another thread.
                        self.out.put_batch(self.file, batch);
                    }
                    return result;
                }
                Ok(now) => stamp = now,
                Err(error) => {
                    let reason = SkipReason::Unreadable(plain(&error));
                    return match is_gone(&error) {
                        true => ReadResult::Skipped { content_hash: 0, reason },
                        false => ReadResult::Unread(reason),
                    };
                }
            }
            if has_sent && !self.out.put(Message::Again { file: self.file }, 0) {
                break;
            }
        }
        ReadResult::Skipped { content_hash: 0, reason: SkipReason::ChangedWhileRead }
    }

    /// Reads the file once. Returns what came of it, the articles that are still to be handed
    /// over, and whether some were.
    fn attempt(&mut self, stamp: Stamp) -> (ReadResult, Vec<Article>, bool) {
        let (root, path, relative) = (self.root, &self.candidate.path, &self.candidate.relative);
        let (mut batch, mut batch_bytes, mut has_sent) = (Vec::new(), 0, false);
        let (mut articles, mut skipped_records, mut skips) = (0, 0, Vec::new());
        let mut sink = |record| match record {
            Record::Article(article) => {
                articles += 1;
                let Some(preparer) = self.out.preparer() else { return };
                batch_bytes += article.text.len();
                batch.push(*article);
                if batch_bytes >= BATCH_BYTES || batch.len() >= BATCH_ARTICLES {
                    has_sent = true;
                    batch_bytes = 0;
                    let articles = std::mem::take(&mut batch);
                    let batch = Batch { root, relative: relative.clone(), stamp, articles };
                    // A writer that has failed is noticed when the file is done.
                    let articles = self.tasks.prepare(batch, preparer);
                    self.out.put(Message::Articles { file: self.file, articles }, BATCH_BYTES);
                }
            }
            Record::Skip { place, reason } => {
                skipped_records += 1;
                if skips.len() < KEPT_SKIPS {
                    skips.push((place, reason));
                }
            }
        };
        let result = match guarded(|| read_file(path, relative, self.settings, &mut sink)) {
            Ok(Reading { content_hash, .. }) => {
                ReadResult::Read { stamp, content_hash, articles, skipped_records, skips }
            }
            Err(reason) => match (hash_of(path), reason) {
                (None, reason @ SkipReason::Unreadable(_)) => ReadResult::Unread(reason),
                (hash, reason) => ReadResult::Skipped { content_hash: hash.unwrap_or(0), reason },
            },
        };
        (result, batch, has_sent)
    }
}

/// Has something read; where a reader is not up to it, and panics, that costs one skip.
pub(super) fn guarded(
    read: impl FnOnce() -> std::result::Result<Reading, SkipReason>,
) -> std::result::Result<Reading, SkipReason> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(failed()))
}

/// Returns the reason that stands for a file that its reader, or what comes after it, was not up to.
pub(super) fn failed() -> SkipReason {
    SkipReason::BadRecord("the reader failed on it".to_owned())
}

/// Returns true when the system, or an unpacker, would not give out the bytes of a file.
fn is_unreadable(result: &ReadResult) -> bool {
    matches!(
        result,
        ReadResult::Skipped { reason: SkipReason::Unreadable(_), .. } | ReadResult::Unread(_)
    )
}

fn hash_of(path: &Path) -> Option<u64> {
    let mut file = File::open(path).ok()?;
    let mut hasher = XxHash3_64::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        match file.read(&mut buffer).map_err(|error| plain(&error)) {
            Ok(0) => return Some(hasher.finish()),
            Ok(read) => hasher.write(&buffer[..read]),
            Err(_) => return None,
        }
    }
}

/// Returns the reason that stands for a file of which every record was skipped.
pub(super) fn reason_of(skips: &[(Option<String>, SkipReason)]) -> SkipReason {
    match skips {
        [] => SkipReason::Empty,
        [(_, reason)] => reason.clone(),
        _ => SkipReason::BadRecord("none of its records could be read".to_owned()),
    }
}
