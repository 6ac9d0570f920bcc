//! A walk on a thread of its own: the next files are looked at while those before are sorted, and
//! the first while the journal is read.

use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::JoinHandle;

use crate::discover::{Seen, Walk, discover};

/// What is handed over at once.
const BATCH: usize = 512;
/// Batches that may wait: enough for the time that the journal of a large archive takes to read.
const WAITING_BATCHES: usize = 64;

/// A walk that has begun. Dropped, it ends.
pub(super) struct Walking {
    batches: Receiver<Vec<Seen>>,
    thread: JoinHandle<()>,
}

impl Walking {
    /// Begins a walk.
    pub fn start(walk: Walk) -> Walking {
        let (sender, batches) = sync_channel(WAITING_BATCHES);
        let thread = std::thread::spawn(move || {
            let mut batch = Vec::with_capacity(BATCH);
            discover(&walk, |seen| {
                batch.push(seen);
                let is_full = batch.len() == BATCH;
                if is_full && sender.send(std::mem::take(&mut batch)).is_err() {
                    return ControlFlow::Break(());
                }
                ControlFlow::Continue(())
            });
            // Whoever has gone does not wait for the rest.
            let _ = sender.send(batch);
        });
        Walking { batches, thread }
    }

    /// Calls `found` for everything seen, in order, until it breaks off.
    ///
    /// # Panics
    /// Where the walk did: what it did not come to is not gone.
    pub fn each(self, mut found: impl FnMut(Seen) -> ControlFlow<()>) {
        let is_whole = self.batches.into_iter().flatten().all(|seen| found(seen).is_continue());
        if is_whole && let Err(panic) = self.thread.join() {
            resume_unwind(panic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discover::Candidate;

    fn names(folder: &std::path::Path, most: usize) -> Vec<String> {
        let (root, under) = (folder.to_path_buf(), folder.to_path_buf());
        let walking = Walking::start(Walk { root, under, hidden: false, leave_out: Vec::new() });
        let mut names = Vec::new();
        walking.each(|seen| {
            if let Seen::File(Candidate { relative, .. }) = seen {
                names.push(relative.to_string_lossy().into_owned());
            }
            if names.len() == most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        names
    }

    #[test]
    fn everything_seen_comes_in_order_until_it_is_enough() {
        let folder = tempfile::tempdir().unwrap();
        let files: Vec<String> = (0..2 * BATCH + 7).map(|number| format!("{number:05}")).collect();
        files.iter().for_each(|name| std::fs::write(folder.path().join(name), "x").unwrap());
        assert_eq!(names(folder.path(), usize::MAX), files);
        assert_eq!(names(folder.path(), BATCH + 1), files[..BATCH + 1]);
    }

    #[test]
    #[should_panic(expected = "a broken walk")]
    fn a_walk_that_broke_off_is_not_taken_for_whole() {
        let (sender, batches) = sync_channel::<Vec<Seen>>(1);
        let thread = std::thread::spawn(move || {
            drop(sender);
            resume_unwind(Box::new("a broken walk"));
        });
        Walking { batches, thread }.each(|_| ControlFlow::Continue(()));
    }
}
