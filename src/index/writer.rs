//! An index opened for writing: articles in, files out, commits.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tantivy::directory::Directory;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexBuilder, IndexSettings, IndexWriter, Term};

use super::archive::{Archive, CommitNote, OPEN_TRIES, file_hash, over_directory};
use super::manifest::Manifest;
use super::schema::{Fields, schema};
use super::sealed::{META, SealedDirectory, files_of, is_of_segment};
use super::stored::StoredArticle;
use super::tokenizer::tokenizers;
use super::totals::Kept;
use crate::error::{Error, Result};

/// Stored text is packed in blocks of this size: a hit unpacks one. Larger blocks pack a little
/// better and cost every shown hit more.
const STORE_BLOCK_BYTES: usize = 16 << 10;
/// Arena of one indexing thread, in bytes; the engine refuses less than 15 MB. It flushes a
/// segment when the arena is full, so a larger one makes fewer, larger segments.
const ARENA_BYTES: usize = 96 << 20;

/// An index opened for writing. Only one may exist for an index at a time.
pub struct Writer {
    index: Index,
    fields: Fields,
    engine: IndexWriter,
    /// `None` in memory.
    directory: Option<SealedDirectory>,
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
        let index = if directory.place().join(META).is_file() {
            let index = over_directory(directory.clone())?.0;
            remove_leftovers(&index, &directory)?;
            index
        } else {
            let made = builder().open_or_create(directory.clone());
            made.map_err(Error::engine("making the index"))?
        };
        Writer::over(index, Some(directory), threads)
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
        let threads = threads.max(1);
        let engine = index
            .writer_with_num_threads(threads, threads * ARENA_BYTES)
            .map_err(Error::engine("opening the index for writing"))?;
        Ok(Writer { index, fields: schema().1, engine, directory })
    }

    /// Adds an article. It is found after the next commit.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn add(&self, stored: &StoredArticle) -> Result<()> {
        let file = file_hash(stored.root, &stored.relative);
        let document = stored.document(&self.fields, file);
        let added = self.engine.add_document(document).map_err(Error::engine("adding an article"));
        added.map(|_| ()).map_err(|error| self.reason(error))
    }

    /// Removes every article of a file that was added before this call.
    pub fn remove_file(&self, root: u32, relative: &Path) {
        let term = Term::from_field_u64(self.fields.file, file_hash(root, relative));
        self.engine.delete_term(term);
    }

    /// Makes everything since the last commit durable and visible, and keeps the totals.
    ///
    /// # Errors
    /// [`Error::Engine`], [`Error::CannotWrite`]; the last commit then stands.
    pub fn commit(&mut self, note: &CommitNote) -> Result<()> {
        let doing = "committing";
        let payload = serde_json::to_string(note).unwrap_or_default();
        let prepared = self.engine.prepare_commit();
        let committed = prepared.and_then(|mut prepared| {
            prepared.set_payload(&payload);
            prepared.commit()
        });
        committed.map_err(Error::engine(doing)).map_err(|error| self.reason(error))?;
        self.keep()
    }

    fn reason(&self, error: Error) -> Error {
        match &self.directory {
            Some(directory) => directory.reason(error),
            None => error,
        }
    }

    /// Keeps what readers need not find out for themselves.
    fn keep(&self) -> Result<()> {
        match &self.directory {
            Some(directory) => keep(&self.index, directory),
            None => Ok(()),
        }
    }

    /// Returns what the last commit says of itself.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn commit_note(&self) -> Result<CommitNote> {
        let metas = self.index.load_metas().map_err(Error::engine("opening the index"))?;
        Ok(CommitNote::of(&metas))
    }

    /// Waits until the engine has merged what it means to merge.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn finish(self) -> Result<()> {
        let Writer { index, engine, directory, .. } = self;
        let reason = |error| match &directory {
            Some(directory) => directory.reason(error),
            None => error,
        };
        engine.wait_merging_threads().map_err(Error::engine("merging")).map_err(reason)?;
        // The merged segments are new files.
        directory.map_or(Ok(()), |directory| keep(&index, &directory))
    }

    /// Opens what was committed last, for an index in memory.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn archive(&self, manifest: Manifest) -> Result<Archive> {
        Archive::over(&self.index, manifest, None)
    }
}

/// Keeps the totals of the last commit and the stamps of its files beside them, where they are not
/// kept already.
pub(super) fn keep(index: &Index, directory: &SealedDirectory) -> Result<()> {
    let mut tries = 0;
    loop {
        match try_to_keep(index, directory) {
            // A merge that has just ended took a file away.
            Err(Error::Engine { .. }) if tries < OPEN_TRIES => tries += 1,
            kept => return kept,
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn try_to_keep(index: &Index, directory: &SealedDirectory) -> Result<()> {
    let kept = Kept::read(directory.place());
    let metas = index.load_metas().map_err(Error::engine("opening the index"))?;
    let files = directory.vouch(metas.segments.iter().flat_map(files_of))?;
    if kept.as_ref().is_some_and(|k| k.totals.commit == metas.opstamp && k.files == files) {
        return Ok(());
    }
    let totals = kept.map(|kept| kept.totals);
    let totals = Archive::over(index, Manifest::new(), totals)?.totals().clone();
    Kept { totals, files }.write(directory.place())
}

/// Removes files of segments that the last commit does not name: of a writer that was killed, or
/// that failed. The engine would fail for ever when it comes to give one of them its name again.
fn remove_leftovers(index: &Index, directory: &SealedDirectory) -> Result<()> {
    let metas = index.load_metas().map_err(Error::engine("opening the index"))?;
    let live: BTreeSet<PathBuf> = metas.segments.iter().flat_map(files_of).collect();
    for entry in std::fs::read_dir(directory.place()).into_iter().flatten().flatten() {
        let name = PathBuf::from(entry.file_name());
        if is_of_segment(&name) && !live.contains(&name) {
            // What cannot be removed now is an error when its name comes up.
            let _ = directory.delete(&name);
        }
    }
    Ok(())
}

fn builder() -> IndexBuilder {
    let settings = IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor { compression_level: Some(3) }),
        docstore_blocksize: STORE_BLOCK_BYTES,
        ..IndexSettings::default()
    };
    Index::builder().schema(schema().0).settings(settings).tokenizers(tokenizers())
}
