//! What is on disk: schema, build, open, journal.
//!
//! This is code; the top-level folder `index/` is data, the default home of a built index.

mod archive;
mod beside;
mod check;
mod columns;
mod commit;
mod files;
mod groups;
mod journal;
mod lock;
mod manifest;
mod packing;
mod raw;
mod schema;
mod sealed;
mod stored;
mod tokenizer;
mod totals;
mod update;
mod waiting;
mod wire;
mod writer;

pub use archive::{Archive, ArticleReader, CommitNote, Place};
pub use check::{CheckOptions, CheckReport, Fault, Remedy, Repair, check, repair};
pub use columns::ArticleColumns;
pub use files::Files;
pub use groups::{ArticleName, GROUPS_FILE, GroupMember};
pub use journal::{FileKey, FileOutcome, FileState, Journal, JournalMark};
pub use lock::WriterLock;
pub use manifest::{FORMAT_VERSION, Manifest, Root};
pub use raw::{FieldLists, FieldTerms, Gaps, PlacedPostings, RawFiles, RawSegment, positions};
pub use schema::{Fields, PARAGRAPH_MARK, SENTENCE_MARK, STRIDE, schema};
pub use stored::{StoredArticle, language_of};
pub use totals::Totals;
pub use update::{
    Cause, Counts, IndexReport, Progress, UnusedSettings, UpdateOptions, Warning, update,
};
pub use writer::Writer;
