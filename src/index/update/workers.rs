//! Files -> articles, by a few threads at once.

use std::fs::File;
use std::hash::Hasher;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};

use twox_hash::XxHash3_64;

use crate::article::{Article, SkipReason};
use crate::discover::{Candidate, Stamp, plain};
use crate::error::Result;
use crate::read::{Reading, Record, Settings, read_file};

/// Articles of one file are handed over when their texts come to so many bytes …
const BATCH_BYTES: usize = 1 << 20;
/// … or when there are so many of them.
const BATCH_ARTICLES: usize = 512;
/// Batches that may wait for the writer; with their size this bounds what lies in memory.
const WAITING_BATCHES: usize = 32;

/// What a reading thread has to say.
pub(super) enum Message {
    /// Some articles of a file, in order.
    Articles { file: usize, articles: Vec<Article> },
    /// A file was read to its end.
    Done { file: usize, result: ReadResult },
}

/// How the reading of a file ended.
pub(super) enum ReadResult {
    /// Its bytes are those that were indexed before.
    Same,
    /// It was read, and gave so many articles.
    Read { content_hash: u64, articles: u32, skips: Vec<(Option<String>, SkipReason)> },
    /// Nothing of it counts.
    Skipped { content_hash: u64, reason: SkipReason },
}

/// Cuts files into groups of about `bytes`, each at least one file.
pub(super) fn groups(files: &[Candidate], bytes: u64) -> impl Iterator<Item = &[Candidate]> {
    let mut sum = 0;
    files.chunk_by(move |a, _| {
        sum += a.stamp.size;
        let fits = sum < bytes;
        if !fits {
            sum = 0;
        }
        fits
    })
}

/// Reads files with `threads` threads and calls `handle`, on this thread, for what they say. The
/// messages of one file come in order; those of different files come as they come.
pub(super) fn read_group(
    settings: &Settings,
    files: &[Candidate],
    known_hashes: &[Option<u64>],
    threads: usize,
    mut handle: impl FnMut(Message) -> Result<()>,
) -> Result<()> {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(WAITING_BATCHES);
        for _ in 0..threads.max(1).min(files.len()) {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                loop {
                    let file = next.fetch_add(1, Ordering::Relaxed);
                    let Some(candidate) = files.get(file) else { break };
                    let result = read_one(settings, candidate, known_hashes[file], file, &sender);
                    if sender.send(Message::Done { file, result }).is_err() {
                        // The writer has failed and says why.
                        break;
                    }
                }
            });
        }
        drop(sender);
        receiver.into_iter().try_for_each(&mut handle)
    })
}

fn read_one(
    settings: &Settings,
    candidate: &Candidate,
    known_hash: Option<u64>,
    file: usize,
    sender: &SyncSender<Message>,
) -> ReadResult {
    if known_hash.is_some() && hash_of(&candidate.path) == known_hash {
        return ReadResult::Same;
    }
    let (mut batch, mut batch_bytes) = (Vec::new(), 0);
    let (mut articles, mut skips) = (0, Vec::new());
    let reading = read_file(&candidate.path, &candidate.relative, settings, &mut |record| {
        match record {
            Record::Article(article) => {
                articles += 1;
                batch_bytes += article.text.len();
                batch.push(*article);
                if batch_bytes >= BATCH_BYTES || batch.len() >= BATCH_ARTICLES {
                    let articles = std::mem::take(&mut batch);
                    batch_bytes = 0;
                    // A writer that has failed is noticed when the file is done.
                    let _ = sender.send(Message::Articles { file, articles });
                }
            }
            Record::Skip { place, reason } => skips.push((place, reason)),
        }
    });
    let unchanged = std::fs::metadata(&candidate.path)
        .is_ok_and(|metadata| Stamp::of(&metadata) == candidate.stamp);
    match reading {
        Ok(Reading { content_hash, .. }) if unchanged => {
            if !batch.is_empty() {
                let _ = sender.send(Message::Articles { file, articles: batch });
            }
            ReadResult::Read { content_hash, articles, skips }
        }
        Ok(_) => ReadResult::Skipped { content_hash: 0, reason: SkipReason::ChangedWhileRead },
        Err(reason) => {
            let content_hash = hash_of(&candidate.path).unwrap_or(0);
            ReadResult::Skipped { content_hash, reason }
        }
    }
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
