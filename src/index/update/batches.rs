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
    /// Prepares them on this thread; `None` where it is not up to one of them, and panics.
    pub fn prepare(self, preparer: &mut Preparer) -> Done {
        let Batch { root, relative, stamp, articles } = self;
        let stored = |article| StoredArticle::new(root, relative.clone(), stamp, article);
        let prepare =
            || articles.into_iter().map(|article| preparer.prepare(&stored(article))).collect();
        catch_unwind(AssertUnwindSafe(prepare)).ok()
    }
}

/// Prepared articles; `None` where that failed, which costs their file and no more.
type Done = Option<Vec<Result<Prepared>>>;

/// Prepared articles, or articles that another thread prepares.
pub(super) enum Coming {
    Here(Done),
    Soon(Receiver<Done>),
}

impl Coming {
    /// Returns the articles; waits for the thread that prepares them.
    pub fn wait(self) -> Done {
        match self {
            Coming::Here(articles) => articles,
            Coming::Soon(receiver) => receiver.recv().ok().flatten(),
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
