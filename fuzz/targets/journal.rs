//! Any bytes in the place of the journal: read as far as they are lines, and refused where a commit
//! vouches for other ones.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use talks::index::{Journal, JournalMark};

static DIR: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));

fuzz_target!(|bytes: &[u8]| {
    let dir = DIR.path();
    std::fs::write(dir.join("journal"), bytes).expect("a file");
    let salvaged = Journal::salvage(dir).expect("whatever can be understood");
    assert!(salvaged.files().len() <= bytes.len());
    let _ = salvaged.skipped_by_reason();
    let length = bytes.len() as u64;
    for mark in [JournalMark { length, checksum: 0 }, JournalMark { length: length + 1, checksum: 0 }] {
        if length > 0 || mark.length > 0 {
            assert!(Journal::read(dir, mark).is_err(), "a journal that no commit vouches for");
        }
    }
});
