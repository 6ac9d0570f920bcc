//! Any bytes in the place of the journal: read as far as they are lines, refused where a commit
//! vouches for other ones, and what was read is written and read back as the same.

#![no_main]

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use talks::index::{FileKey, Journal, JournalMark};
use talks_fuzz::hash;
use tempfile::{TempDir, tempdir};

static OLD: LazyLock<TempDir> = LazyLock::new(|| tempdir().expect("a folder"));
static NEW: LazyLock<TempDir> = LazyLock::new(|| tempdir().expect("a folder"));

fuzz_target!(|bytes: &[u8]| {
    let dir = OLD.path();
    fs::write(dir.join("journal"), bytes).expect("a file");
    let salvaged = Journal::salvage(dir).expect("whatever can be understood");
    assert!(salvaged.files().len() <= bytes.len());
    let skipped: u64 = salvaged.skipped_by_reason().values().sum();
    assert_eq!(skipped, salvaged.skipped_files());
    for (FileKey(_, path), state) in salvaged.files() {
        assert!(state.skips(path).iter().all(|skip| skip.path == *path));
    }
    let (length, checksum) = (bytes.len() as u64, hash(bytes));
    for mark in [
        JournalMark { length, checksum: !checksum },
        JournalMark { length: length + 1, checksum },
        JournalMark { length: u64::MAX, checksum },
    ] {
        let is_nothing = mark.length == 0;
        assert!(is_nothing || Journal::read(dir, mark).is_err(), "no commit vouches for it");
    }
    if let Ok(journal) = Journal::read(dir, JournalMark { length, checksum }) {
        assert_eq!(journal.files(), salvaged.files(), "lines mean the same whoever reads them");
    }
    written_again(NEW.path(), &salvaged);
});

fn written_again(dir: &Path, read: &Journal) {
    let _ = fs::remove_file(dir.join("journal"));
    let mut journal = Journal::open(dir, JournalMark::default()).expect("an empty journal");
    for (key, state) in read.files() {
        journal.note(key.clone(), Some(state.clone()));
    }
    let mark = journal.flush().expect("room");
    let again = Journal::read(dir, mark).expect("what was written");
    assert_eq!(again.files(), read.files(), "what is written is not what is read");
}
