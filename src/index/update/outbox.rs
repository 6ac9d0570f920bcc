//! What a thread that reads has to say, handed over several messages at a time.
//!
//! Waking who writes for each small file costs more than reading some of them. And articles that are prepared
//! together take less time than one by one: what each part of the work looks things up in stays at hand.

use std::sync::mpsc::SyncSender;

use super::batches::{Batch, Coming, prepare_together};
use super::workers::Message;
use crate::index::writer::Preparer;

/// Messages wait until the files they tell of, and the texts they carry, come to so many bytes …
const BYTES: usize = 512 << 10;
/// … or there are so many of them.
const MESSAGES: usize = 256;

pub(super) struct Outbox {
    sender: SyncSender<Vec<Message>>,
    /// Prepares what waits; without one articles are dropped.
    preparer: Option<Preparer>,
    waiting: Vec<Message>,
    /// Articles that are not prepared yet, in the order of the messages that stand for them.
    batches: Vec<Batch>,
    bytes: usize,
}

impl Outbox {
    pub fn new(sender: SyncSender<Vec<Message>>, preparer: Option<Preparer>) -> Outbox {
        Outbox { sender, preparer, waiting: Vec::new(), batches: Vec::new(), bytes: 0 }
    }

    /// Returns what prepares articles, where they are wanted.
    pub fn preparer(&mut self) -> Option<&mut Preparer> {
        self.preparer.as_mut()
    }

    /// Hands over a message, now or with later ones; returns false when nobody takes any more.
    pub fn put(&mut self, message: Message, bytes: usize) -> bool {
        self.waiting.push(message);
        self.bytes = self.bytes.saturating_add(bytes);
        let is_full = self.bytes >= BYTES || self.waiting.len() >= MESSAGES;
        !is_full || self.flush()
    }

    /// Hands over articles of a file, prepared with those of other files.
    pub fn put_batch(&mut self, file: usize, batch: Batch) -> bool {
        let bytes = batch.bytes();
        self.batches.push(batch);
        self.put(Message::Articles { file, articles: Coming::Together }, bytes)
    }

    /// Hands over what waits; returns false when nobody takes any more.
    fn flush(&mut self) -> bool {
        self.bytes = 0;
        let (mut messages, batches) =
            (std::mem::take(&mut self.waiting), std::mem::take(&mut self.batches));
        if let Some(preparer) = &mut self.preparer {
            let mut prepared = prepare_together(batches, preparer).into_iter();
            for message in &mut messages {
                if let Message::Articles { articles: articles @ Coming::Together, .. } = message {
                    *articles = Coming::Here(prepared.next().flatten());
                }
            }
        }
        messages.is_empty() || self.sender.send(messages).is_ok()
    }

    /// Hands over the rest; returns what prepared it.
    pub fn close(mut self) -> Option<Preparer> {
        // Who has failed says so elsewhere.
        let _ = self.flush();
        self.preparer
    }
}

#[cfg(test)]
mod tests {
    //! 1. Nothing is lost, and order is kept. 2. Who hands over hears that nobody takes.

    use super::*;
    use std::sync::mpsc::sync_channel;

    fn number(message: &Message) -> usize {
        match message {
            Message::Again { file } => *file,
            _ => usize::MAX,
        }
    }

    #[test]
    fn nothing_is_lost_and_order_is_kept() {
        let (sender, receiver) = sync_channel(100);
        let mut outbox = Outbox::new(sender, None);
        for file in 0..MESSAGES + 10 {
            assert!(outbox.put(Message::Again { file }, 1));
        }
        assert!(outbox.put(Message::Again { file: 1_000 }, BYTES));
        assert!(outbox.put(Message::Again { file: 1_001 }, 1));
        outbox.close();
        let taken: Vec<Vec<Message>> = receiver.into_iter().collect();
        assert_eq!(taken.iter().map(Vec::len).collect::<Vec<_>>(), [MESSAGES, 11, 1]);
        assert!(taken.iter().flatten().map(number).is_sorted());
    }

    #[test]
    fn who_hands_over_hears_that_nobody_takes() {
        let (sender, receiver) = sync_channel(1);
        drop(receiver);
        let mut outbox = Outbox::new(sender, None);
        let again = || Message::Again { file: 1 };
        assert!(outbox.put(again(), 1) && !outbox.put(again(), BYTES));
    }
}
