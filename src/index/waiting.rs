//! Articles on their way to the engine's threads.
//!
//! The engine bounds what waits for its threads by the number of documents, ten thousand, which may
//! be a hundred megabytes or a hundred gigabytes. Here it is bounded by bytes.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use tantivy::TantivyDocument;
use tantivy::schema::document::Document;

/// Bytes that may wait: enough for the engine's threads to be busy while the next are read.
const MAX_WAITING: usize = 16 << 20;
/// So long nothing is taken only while a segment is written, or when the engine has failed: then
/// one more is handed over, and the engine says what is wrong.
const PATIENCE: Duration = Duration::from_secs(1);

/// An article ready to be added.
pub struct Prepared {
    pub(super) document: TantivyDocument,
    /// Bytes of the document.
    pub(super) bytes: usize,
    pub(super) place: Option<Place>,
}

/// What waits for the engine.
#[derive(Default)]
pub(super) struct Waiting {
    bytes: Mutex<usize>,
    fewer: Condvar,
}

/// Room that a waiting article takes, until it is dropped.
pub(super) struct Place {
    bytes: usize,
    waiting: Arc<Waiting>,
}

impl Waiting {
    /// Waits until there is room for so many bytes, and takes it.
    pub fn place(self: &Arc<Self>, bytes: usize) -> Place {
        let taken = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |taken: &mut usize| *taken > 0 && *taken + bytes > MAX_WAITING;
        let waited = self.fewer.wait_timeout_while(taken, PATIENCE, is_full);
        *waited.unwrap_or_else(PoisonError::into_inner).0 += bytes;
        Place { bytes, waiting: self.clone() }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        *self.waiting.bytes.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.waiting.fewer.notify_all();
    }
}

impl Document for Prepared {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    #[test]
    fn what_waits_is_bounded_and_one_article_always_goes() {
        let waiting = Arc::new(Waiting::default());
        let whole = waiting.place(2 * MAX_WAITING);
        let behind = std::thread::spawn({
            let waiting = waiting.clone();
            move || waiting.place(1).bytes
        });
        drop(whole);
        assert_eq!(behind.join().unwrap(), 1);
        assert_eq!(*waiting.bytes.lock().unwrap(), 0);
        // Where nothing is taken any more, it goes on all the same.
        let _stuck = waiting.place(MAX_WAITING);
        let since = Instant::now();
        let _further = waiting.place(1);
        assert!(since.elapsed() >= PATIENCE);
    }
}
