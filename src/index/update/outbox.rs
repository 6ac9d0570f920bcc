//! Messages of a thread that reads, handed over several at a time: waking who writes for each small
//! file costs more than reading some of them.

use std::sync::mpsc::SyncSender;

/// Messages wait until what they carry comes to so many bytes …
const BYTES: usize = 64 << 10;
/// … or there are so many of them.
const MESSAGES: usize = 64;

pub(super) struct Outbox<M> {
    sender: SyncSender<Vec<M>>,
    waiting: Vec<M>,
    bytes: usize,
}

impl<M> Outbox<M> {
    pub fn new(sender: SyncSender<Vec<M>>) -> Outbox<M> {
        Outbox { sender, waiting: Vec::new(), bytes: 0 }
    }

    /// Hands over a message, now or with later ones; returns false when nobody takes any more.
    pub fn put(&mut self, message: M, bytes: usize) -> bool {
        self.waiting.push(message);
        self.bytes += bytes;
        let is_full = self.bytes >= BYTES || self.waiting.len() >= MESSAGES;
        !is_full || self.flush()
    }

    /// Hands over what waits; returns false when nobody takes any more.
    pub fn flush(&mut self) -> bool {
        self.bytes = 0;
        self.waiting.is_empty() || self.sender.send(std::mem::take(&mut self.waiting)).is_ok()
    }
}

impl<M> Drop for Outbox<M> {
    fn drop(&mut self) {
        // Who has failed says so elsewhere.
        let _ = self.flush();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::sync_channel;

    #[test]
    fn nothing_is_lost_and_order_is_kept() {
        let (sender, receiver) = sync_channel(100);
        let mut outbox = Outbox::new(sender);
        for message in 0..MESSAGES + 10 {
            assert!(outbox.put(message, 1));
        }
        assert!(outbox.put(1_000, BYTES) && outbox.put(1_001, 1));
        drop(outbox);
        let taken: Vec<Vec<usize>> = receiver.into_iter().collect();
        assert_eq!(taken.iter().map(Vec::len).collect::<Vec<_>>(), [MESSAGES, 11, 1]);
        assert!(taken.concat().is_sorted());
    }

    #[test]
    fn who_hands_over_hears_that_nobody_takes() {
        let (sender, receiver) = sync_channel(1);
        drop(receiver);
        let mut outbox = Outbox::new(sender);
        assert!(outbox.put(1, 1) && !outbox.put(2, BYTES));
    }
}
