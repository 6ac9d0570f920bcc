//! A walk on a thread of its own: the next files are looked at while those before are sorted, and
//! the first while the journal is read.

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, sync_channel};

use crate::discover::{Seen, Walk, discover};

/// What is handed over at once.
const BATCH: usize = 512;
/// Batches that may wait: enough for the time that the journal of a large archive takes to read.
const WAITING_BATCHES: usize = 64;

/// A walk that has begun. Dropped, it ends.
pub(super) struct Walking(Receiver<Vec<Seen>>);

impl Walking {
    /// Begins a walk.
    pub fn start(walk: Walk) -> Walking {
        let (sender, receiver) = sync_channel(WAITING_BATCHES);
        std::thread::spawn(move || {
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
        Walking(receiver)
    }

    /// Returns everything seen, in order.
    pub fn seen(self) -> impl Iterator<Item = Seen> {
        self.0.into_iter().flatten()
    }
}
