//! Articles of a file, prepared by the thread that reads it, or by one that has no file to read.
//!
//! A large file is read by one thread. What it reads is handed to a thread that waits, where there
//! is one, and prepared by itself where there is none: so all threads have something to do, and
//! nothing waits for a thread that may not come.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

use crate::article::Article;
use crate::discover::Stamp;
use crate::error::Result;
use crate::index::stored::StoredArticle;
use crate::index::waiting::Prepared;
use crate::index::writer::Preparer;

/// Some articles of a file, as they were read.
pub(super) struct Batch {
    pub root: u32,
    pub relative: PathBuf,
    pub stamp: Stamp,
    pub articles: Vec<Article>,
}

impl Batch {
    /// Returns how long its texts are together.
    pub fn bytes(&self) -> usize {
        self.articles.iter().map(|article| article.text.len()).sum()
    }

    /// Cuts the articles into passages; `None` where the thread is not up to one of them, and panics.
    fn cut(self) -> Option<Vec<StoredArticle>> {
        let Batch { root, relative, stamp, articles } = self;
        let stored = |article| StoredArticle::new(root, relative.clone(), stamp, article);
        guarded(|| articles.into_iter().map(stored).collect())
    }

    /// Prepares them on this thread.
    fn prepare(self, preparer: &mut Preparer) -> Done {
        self.cut().and_then(|stored| guarded(|| preparer.prepare(&stored)))
    }
}

/// Prepared articles; `None` where that failed, which costs their file and no more.
type Done = Option<Vec<Result<Prepared>>>;

/// Prepares articles of several files together; returns those of each.
pub(super) fn prepare_together(batches: Vec<Batch>, preparer: &mut Preparer) -> Vec<Done> {
    prepare_cut(batches.into_iter().map(Batch::cut).collect(), preparer)
}

fn prepare_cut(cut: Vec<Option<Vec<StoredArticle>>>, preparer: &mut Preparer) -> Vec<Done> {
    let lengths: Vec<_> = cut.iter().map(|stored| stored.as_ref().map(Vec::len)).collect();
    let all: Vec<StoredArticle> = cut.into_iter().flatten().flatten().collect();
    if let Some(prepared) = guarded(|| preparer.prepare(&all)) {
        let mut prepared = prepared.into_iter();
        let take = |length: Option<usize>| Some(prepared.by_ref().take(length?).collect());
        return lengths.into_iter().map(take).collect();
    }
    // One of them fails, and costs its own file.
    let mut rest = &all[..];
    let of_file = |length: Option<usize>| {
        let stored = rest.split_off(..length?)?;
        guarded(|| preparer.prepare(stored))
    };
    lengths.into_iter().map(of_file).collect()
}

fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// Prepared articles, or articles that another thread prepares.
pub(super) enum Coming {
    Here(Done),
    Soon(Receiver<Done>),
    /// Those that wait in an outbox, to be prepared with others.
    Together,
}

impl Coming {
    /// Returns the articles; waits for the thread that prepares them.
    pub fn wait(self) -> Done {
        match self {
            Coming::Here(articles) => articles,
            Coming::Soon(receiver) => receiver.recv().ok().flatten(),
            Coming::Together => None,
        }
    }
}

struct Task {
    batch: Batch,
    done: SyncSender<Done>,
}

/// Threads that have something to prepare.
#[derive(Clone)]
pub(super) struct Tasks(SyncSender<Task>);

/// Threads that wait for something to prepare.
pub(super) struct Helpers(Mutex<Receiver<Task>>);

/// Returns the two ends between those who have articles and those who have time.
pub(super) fn help() -> (Tasks, Helpers) {
    // No room between them: a task is taken by a thread that waits for it at this moment, or by none.
    let (sender, receiver) = sync_channel(0);
    (Tasks(sender), Helpers(Mutex::new(receiver)))
}

impl Tasks {
    /// Has articles prepared by a thread that waits, else prepares them.
    pub fn prepare(&self, batch: Batch, preparer: &mut Preparer) -> Coming {
        let (done, coming) = sync_channel(1);
        match self.0.try_send(Task { batch, done }) {
            Ok(()) => Coming::Soon(coming),
            Err(error) => {
                use std::sync::mpsc::TrySendError::{Disconnected, Full};
                let (Full(task) | Disconnected(task)) = error;
                Coming::Here(task.batch.prepare(preparer))
            }
        }
    }
}

impl Helpers {
    /// Prepares what others hand over, until no thread has anything more to read.
    pub fn work(&self, preparer: &mut Preparer) {
        loop {
            let task = self.0.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(Task { batch, done }) = task else { return };
            // Nobody waits for it any more when the writer has failed.
            let _ = done.send(batch.prepare(preparer));
        }
    }
}

#[cfg(test)]
mod tests {
    //! 1. Articles that are prepared together are as those prepared alone. 2. One that cannot be costs its own
    //! file.

    use super::*;
    use crate::index::writer::Writer;

    fn cut(text: &str, articles: usize) -> Option<Vec<StoredArticle>> {
        let article = |n| Article { text: format!("{text} {n}"), ..Article::default() };
        let relative = format!("{text}.txt").into();
        Batch {
            root: 0,
            relative,
            stamp: Stamp::default(),
            articles: (0..articles).map(article).collect(),
        }
        .cut()
    }

    fn bytes(done: Done) -> Option<Vec<usize>> {
        done.map(|articles| articles.into_iter().map(|article| article.unwrap().bytes).collect())
    }

    #[test]
    fn files_prepared_together_are_as_alone_and_fail_alone() {
        let writer = Writer::in_memory(1).unwrap();
        let mut preparer = writer.preparer().unwrap();
        let files = [("a story", 2), ("none", 0), ("a longer story of the day", 1)];
        let files = || files.map(|(text, articles)| cut(text, articles));
        let alone: Vec<_> =
            files().into_iter().map(|file| bytes(Some(preparer.prepare(&file.unwrap())))).collect();
        let mut batches = files().to_vec();
        let together = prepare_cut(batches.clone(), &mut preparer);
        assert_eq!(together.into_iter().map(bytes).collect::<Vec<_>>(), alone);
        // One whose passage lies outside its text, and one that could not be cut.
        let mut broken = cut("a broken story", 1).unwrap();
        broken[0].passages = vec![std::ops::Range { start: 0, end: 1_000 }];
        batches.insert(1, Some(broken));
        batches.insert(0, None);
        let together: Vec<_> = prepare_cut(batches, &mut preparer).into_iter().map(bytes).collect();
        assert_eq!(together, [&[None, alone[0].clone(), None][..], &alone[1..]].concat());
    }
}
