//! An index opened for writing: articles in, files out, commits.

mod keep;
mod leftovers;
mod merge;
mod prepare;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::merge_policy::NoMergePolicy;
use tantivy::store::Compressor;
use tantivy::{Index, IndexBuilder, IndexSettings, IndexWriter, Term};

use super::archive::{Archive, CommitNote, file_hash, over_directory};
use super::commit::Commit;
use super::groups::{Before, Making};
use super::manifest::Manifest;
use super::packing::Dictionary;
use super::schema::{Fields, schema};
use super::sealed::{META, SealedDirectory};
use super::stored::StoredArticle;
use super::tokenizer::tokenizers;
use super::totals::Kept;
use super::waiting::{Prepared, Waiting};
use crate::error::{Error, Result};
pub(super) use keep::keep;
pub(super) use leftovers::clear_up;
use leftovers::remove_leftovers;
use merge::to_merge;
pub use prepare::Preparer;

/// The engine copies a block of this size for each article that is read; articles are packed
/// before it sees them (see [`super::packing`]).
const STORE_BLOCK_BYTES: usize = 4 << 10;
/// Arenas of all indexing threads together, in bytes. The engine flushes a segment when one is
/// full, so larger ones make fewer, larger segments.
const ARENA_BYTES: usize = 60 << 20;
/// The engine refuses less than this for one thread.
const LEAST_ARENA_BYTES: usize = 15_000_000;

/// An index opened for writing. Only one may exist for an index at a time.
pub struct Writer {
    index: Index,
    fields: Fields,
    engine: IndexWriter<Prepared>,
    waiting: Arc<Waiting>,
    /// `None` in memory.
    directory: Option<SealedDirectory>,
    dictionary: Dictionary,
    preparer: Mutex<Preparer>,
    /// The last commit whose groups are kept, when there are later ones.
    before: Option<Before>,
    /// Threads that read.
    threads: usize,
}

impl Writer {
    /// Opens the engine's index of a generation for writing, and makes it when it is not there.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::CannotWrite`], [`Error::Engine`].
    pub fn open(generation: &Path, threads: usize) -> Result<Writer> {
        std::fs::create_dir_all(generation).map_err(Error::writing(generation))?;
        let kept = Kept::read(generation).unwrap_or_default();
        let directory = SealedDirectory::open(generation, kept.files)?;
        Writer::on(directory, threads)
    }

    /// Opens the engine's index in a directory for writing, and makes it when it is not there.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Engine`].
    pub(super) fn on(directory: SealedDirectory, threads: usize) -> Result<Writer> {
        let directory = directory.for_writing();
        let index = if directory.place().join(META).is_file() {
            let index = over_directory(directory.clone())?.0;
            remove_leftovers(&index, &directory)?;
            index
        } else {
            let made = builder().open_or_create(directory.clone());
            made.map_err(Error::engine("making the index")).map_err(|e| directory.reason(e))?
        };
        let opened = Writer::over(index, Some(directory.clone()), threads);
        opened.map_err(|error| directory.reason(error))
    }

    /// Makes an index in memory, for tests and small collections.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn in_memory(threads: usize) -> Result<Writer> {
        let index = builder().create_in_ram().map_err(Error::engine("making the index"))?;
        Writer::over(index, None, threads)
    }

    fn over(index: Index, directory: Option<SealedDirectory>, threads: usize) -> Result<Writer> {
        let engine_threads = threads.div_ceil(2).max(1);
        let engine = index
            .writer_with_num_threads::<Prepared>(
                engine_threads,
                ARENA_BYTES.max(engine_threads * LEAST_ARENA_BYTES),
            )
            .map_err(Error::engine("opening the index for writing"))?;
        // Segments are merged once, at the end of a run: see `to_merge`.
        engine.set_merge_policy(Box::new(NoMergePolicy));
        let dictionary = match &directory {
            Some(directory) => Dictionary::read(directory.place())?,
            None => Dictionary::default(),
        };
        let fields = schema().1;
        let preparer = Mutex::new(Preparer::new(fields, &dictionary)?);
        let waiting = Arc::default();
        let before = None;
        Ok(Writer {
            index,
            fields,
            engine,
            waiting,
            directory,
            dictionary,
            preparer,
            before,
            threads,
        })
    }

    /// Returns true when articles would pack better after [`Writer::learn`].
    pub fn is_unlearned(&self) -> bool {
        self.directory.is_some() && self.dictionary.is_empty()
    }

    /// Learns what the articles of the index have in common from some of them, where these come to
    /// `least` bytes.
    ///
    /// # Errors
    /// [`Error::CannotWrite`].
    pub fn learn(&mut self, samples: &[StoredArticle], least: usize) -> Result<()> {
        let Some(directory) = &self.directory else { return Ok(()) };
        let samples: Vec<Vec<u8>> = samples.iter().map(StoredArticle::to_bytes).collect();
        let dictionary = Dictionary::learn(&samples, least);
        if !dictionary.is_empty() {
            // Before any article that needs it.
            dictionary.keep(directory.place())?;
            self.dictionary = dictionary;
            self.preparer = Mutex::new(self.preparer()?);
        }
        Ok(())
    }

    /// Returns what prepares articles for this index on another thread.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the dictionary of the index is none.
    pub fn preparer(&self) -> Result<Preparer> {
        Preparer::new(self.fields, &self.dictionary)
    }

    /// Adds an article. It is found after the next commit.
    ///
    /// # Errors
    /// [`Error::Engine`], [`Error::CannotWrite`].
    pub fn add(&self, stored: &StoredArticle) -> Result<()> {
        let mut preparer = self.preparer.lock().unwrap_or_else(PoisonError::into_inner);
        let prepared = preparer.prepare(std::slice::from_ref(stored));
        prepared.into_iter().try_for_each(|article| self.add_prepared(article?))
    }

    /// Adds an article that was prepared for this index; waits while too many are on their way.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn add_prepared(&self, mut prepared: Prepared) -> Result<()> {
        prepared.place = Some(self.waiting.place(prepared.bytes));
        let added = self.engine.add_document(prepared);
        let added = added.map_err(Error::engine("adding an article"));
        added.map(|_| ()).map_err(|error| self.reason(error))
    }

    /// Removes every article of a file that was added before this call.
    pub fn remove_file(&self, root: u32, relative: &Path) {
        let term = Term::from_field_u64(self.fields.file, file_hash(root, relative));
        self.engine.delete_term(term);
    }

    /// Makes everything since the last commit durable and visible, and keeps the totals and the
    /// groups.
    ///
    /// # Errors
    /// [`Error::Engine`], [`Error::CannotWrite`]. The last commit then stands; where only totals or
    /// groups could not be kept, that is the new one, and whoever needs them makes them anew.
    pub fn commit(&mut self, note: &CommitNote) -> Result<()> {
        self.commit_alone(note)?;
        self.keep()
    }

    /// Makes everything since the last commit durable and visible, and leaves totals and groups to
    /// [`Writer::finish`] or [`Writer::keep`]: whoever needs them before makes them anew.
    ///
    /// # Errors
    /// [`Error::Engine`], [`Error::CannotWrite`]. The last commit then stands.
    pub fn commit_alone(&mut self, note: &CommitNote) -> Result<()> {
        let doing = "committing";
        if let Some(directory) = &self.directory
            // Where it cannot be opened, groups are looked for among all.
            && let Ok(Some(before)) = Before::open(&self.index, directory.place())
        {
            self.before = Some(before);
        }
        let payload = serde_json::to_string(note).unwrap_or_default();
        let prepared = self.engine.prepare_commit();
        let committed = prepared.and_then(|mut prepared| {
            prepared.set_payload(&payload);
            prepared.commit()
        });
        committed.map_err(Error::engine(doing)).map_err(|error| self.reason(error))?;
        Ok(())
    }

    fn reason(&self, error: Error) -> Error {
        match &self.directory {
            Some(directory) => directory.reason(error),
            None => error,
        }
    }

    /// Keeps the totals and the groups of the last commit, where they are not kept yet.
    ///
    /// # Errors
    /// [`Error::Engine`], [`Error::CannotWrite`].
    pub fn keep(&self) -> Result<()> {
        match &self.directory {
            Some(directory) => {
                let making = Making { before: self.before.as_ref(), threads: self.threads };
                keep(&self.index, directory, making)
            }
            None => Ok(()),
        }
    }

    /// Returns what the last commit says of itself.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn commit_note(&self) -> Result<CommitNote> {
        let last = Commit::last(&self.index).map_err(Error::engine("opening the index"))?;
        Ok(CommitNote::of(last.payload.as_deref()))
    }

    /// Merges the segments that a query is better off without, after the last commit. A fresh
    /// build ends with one; later runs leave small ones beside it until they come to something.
    /// Groups are looked for meanwhile.
    ///
    /// # Errors
    /// [`Error::Engine`], [`Error::CannotWrite`]; what was committed stands.
    pub fn finish(mut self) -> Result<()> {
        let segments = self.index.searchable_segment_metas().map_err(Error::engine("merging"))?;
        let segments = to_merge(segments);
        if !segments.is_empty() {
            // The merge runs on a thread of the engine's, and changes no article. What cannot be kept
            // beside it is tried again behind it.
            let merging = self.engine.merge(&segments);
            let _ = self.keep();
            let merged = merging.wait().map_err(Error::engine("merging"));
            merged.map_err(|error| self.reason(error))?;
            self.before = None;
            // When the merge ended, the old segments may still have been looked at for groups.
            let removed = self.engine.garbage_collect_files().wait();
            let removed = removed.map_err(Error::engine("removing merged segments"));
            removed.map_err(|error| self.reason(error))?;
        }
        let Writer { index, engine, directory, before, threads, .. } = self;
        let making = Making { before: before.as_ref(), threads };
        let reason = |error| match &directory {
            Some(directory) => directory.reason(error),
            None => error,
        };
        engine.wait_merging_threads().map_err(Error::engine("merging")).map_err(reason)?;
        // The merged segments are new files.
        directory.map_or(Ok(()), |directory| keep(&index, &directory, making))
    }

    /// Opens what was committed last, for an index in memory.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn archive(&self, manifest: Manifest) -> Result<Archive> {
        Archive::over(&self.index, manifest, None)
    }
}

fn builder() -> IndexBuilder {
    let settings = IndexSettings {
        docstore_compression: Compressor::None,
        docstore_compress_dedicated_thread: false,
        docstore_blocksize: STORE_BLOCK_BYTES,
        ..IndexSettings::default()
    };
    Index::builder().schema(schema().0).settings(settings).tokenizers(tokenizers())
}

#[cfg(test)]
mod tests;
