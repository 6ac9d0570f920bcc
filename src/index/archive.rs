//! An index opened for reading: segments, totals, and articles read back.
//!
//! Opening takes no lock and writes nothing, so it works beside a writer and on a read-only
//! directory. What was opened stays as it was: a commit made later is not seen.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tantivy::directory::error::OpenReadError;
use tantivy::store::StoreReader;
use tantivy::{Index, SegmentReader, TantivyError};

use super::beside::Beside;
use super::columns::ArticleColumns;
use super::commit::Commit;
use super::groups::{GROUPS_FILE, MadeOnce};
use super::journal::{self, FileKey, Journal, JournalMark};
use super::manifest::Manifest;
use super::packing::{self, Dictionary, Unpacker, Unpacking};
use super::raw::{RawFiles, RawSegment};
use super::schema::{Fields, schema};
use super::sealed::{META, Opened, SealedDirectory, SealedFile, Stamps};
use super::stored::{StoredArticle, packed_in};
use super::tokenizer::tokenizers;
use super::totals::{Kept, Totals};
use crate::analysis::{Analyser, Language};
use crate::article::ArticleId;
use crate::discover::Stamp;
use crate::error::{Error, Result};

/// A merge may remove a file between reading the list of segments and opening them; the list is
/// then read anew. A writer that merges faster than this many times in a row is not a writer.
pub(super) const OPEN_TRIES: u32 = 20;
/// Blocks of stored articles that are kept: the hits of a page are read once each.
const STORE_BLOCKS: usize = 0;
/// Analysers that are kept between queries: as many readers at once find one that remembers.
const KEPT_ANALYSERS: usize = 8;

/// An index opened for reading.
pub struct Archive {
    dir: Option<PathBuf>,
    manifest: Manifest,
    fields: Fields,
    segments: Vec<SegmentReader>,
    totals: Totals,
    note: CommitNote,
    /// Read when the first file is found that has another time than when it was indexed.
    files: OnceLock<Option<Journal>>,
    /// Opened when the first article is read.
    store: OnceLock<Store>,
    /// Analysers that remember the words of earlier queries; each is lent to one query at a time.
    analysers: Mutex<Vec<Analyser>>,
    groups: MadeOnce,
    /// Of each segment.
    raw: Vec<RawFiles>,
    /// Opened when the first article is ordered or named.
    columns: OnceLock<Vec<ArticleColumns>>,
    /// `None` in memory.
    beside: Option<BesideSegments>,
}

/// The files beside the segments that are read when they are needed.
struct BesideSegments {
    dictionary: Opened,
    groups: Opened,
    journal: Beside,
}

impl BesideSegments {
    fn open(directory: &SealedDirectory) -> BesideSegments {
        BesideSegments {
            dictionary: directory.open_beside(packing::NAME),
            groups: directory.open_beside(GROUPS_FILE),
            journal: Beside::open(directory.place(), journal::NAME),
        }
    }

    /// Returns true when one of them is not there: it never was, or the generation has gone.
    fn lacks_any(&self) -> bool {
        let lacks = |file: &Opened| matches!(file, Ok(None));
        lacks(&self.dictionary) || lacks(&self.groups) || self.journal.is_absent()
    }
}

/// The stored articles of each segment, and what unpacks them.
struct Store {
    segments: Vec<StoreReader>,
    unpacking: Unpacking,
}

/// What a commit says of itself beside its articles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitNote {
    /// How much of the journal belongs to it.
    pub journal: JournalMark,
    /// Files of which nothing is in the index.
    pub skipped_files: u64,
    /// When it was made: UTC, ISO 8601.
    pub committed_at: String,
}

impl CommitNote {
    /// Reads the note out of a commit; that of the first, empty commit says nothing.
    pub(super) fn of(payload: Option<&str>) -> CommitNote {
        let note = payload.map(serde_json::from_str).transpose();
        note.ok().flatten().unwrap_or_default()
    }
}

/// Where an article lies: segment and place in it. Means nothing outside its [`Archive`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Index into [`Archive::segments`].
    pub segment: usize,
    /// The engine's number of the document.
    pub doc: u32,
}

impl Archive {
    /// Opens the last commit of the index in a directory.
    ///
    /// # Errors
    /// [`Error::NoIndex`], [`Error::OtherVersion`], [`Error::Damaged`], [`Error::CannotRead`].
    pub fn open(dir: &Path) -> Result<Archive> {
        let mut tries = 0;
        loop {
            // Anew each time: a rebuild may have switched to another generation.
            let manifest = Manifest::read(dir)?;
            let generation = manifest.generation_dir(dir);
            let Kept { totals, files } = Kept::read(&generation).unwrap_or_default();
            let number = manifest.generation;
            let opened = open_engine(&generation, files).and_then(|(index, directory)| {
                let archive = Archive::over(&index, manifest, Some(totals))?;
                Ok(archive.at(dir, &directory))
            });
            match opened {
                // A rebuild was removing it while it was opened.
                Ok(archive)
                    if archive.beside.as_ref().is_some_and(BesideSegments::lacks_any)
                        && tries < OPEN_TRIES
                        && Manifest::read(dir)?.generation != number =>
                {
                    tries += 1;
                }
                Ok(archive) => return Ok(archive),
                Err(Error::Engine { source, .. }) if tries == OPEN_TRIES => {
                    return Err(Error::Damaged { path: generation, reason: plain_engine(&source) });
                }
                Err(error) if tries == OPEN_TRIES => return Err(error),
                Err(_) => {
                    tries += 1;
                    // Half a merge commit; a millisecond is ages for a rename.
                    std::thread::sleep(Duration::from_millis(u64::from(tries.min(10))));
                }
            }
        }
    }

    /// Reads the last commit of an engine index that is already open, with the totals that were
    /// kept, if they are of this commit.
    pub(super) fn over(index: &Index, manifest: Manifest, kept: Option<Totals>) -> Result<Archive> {
        let doing = "opening the index";
        let commit = Commit::last(index).map_err(Error::engine(doing))?;
        let note = CommitNote::of(commit.payload.as_deref());
        let open = |meta: tantivy::SegmentMeta| SegmentReader::open(&index.segment(meta));
        let segments = commit.segments.into_iter().map(open).collect::<tantivy::Result<Vec<_>>>();
        let segments = segments.map_err(Error::engine(doing))?;
        let fields = schema().1;
        let totals = match kept.filter(|totals| totals.commit == commit.number) {
            Some(totals) => totals,
            None => Totals::compute(commit.number, &fields, &segments)?,
        };
        let (files, store, analysers, groups, columns) = Default::default();
        let raw = segments.iter().map(|_| RawFiles::default()).collect();
        let (dir, beside) = (None, None);
        let archive = Archive {
            dir,
            manifest,
            fields,
            segments,
            totals,
            note,
            files,
            store,
            analysers,
            groups,
            raw,
            columns,
            beside,
        };
        Ok(archive)
    }

    /// Tells the archive the directory that it lies in, and opens what lies beside its segments.
    pub(super) fn at(self, dir: &Path, directory: &SealedDirectory) -> Archive {
        let beside = Some(BesideSegments::open(directory));
        Archive { dir: Some(dir.to_path_buf()), beside, ..self }
    }

    /// Returns what the live articles come to.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// Returns the groups that were made because there are none that can be read.
    pub(super) fn made_groups(&self) -> &MadeOnce {
        &self.groups
    }

    /// Returns where the columns are once they were opened.
    pub(super) fn columns_once(&self) -> &OnceLock<Vec<ArticleColumns>> {
        &self.columns
    }

    /// Returns the engine's number of the commit.
    pub(super) fn commit(&self) -> u64 {
        self.totals.commit
    }

    /// Returns the file of the groups; `None` in memory, and where none can be opened.
    pub(super) fn groups_file(&self) -> Option<&SealedFile> {
        self.beside.as_ref()?.groups.as_ref().ok()?.as_ref()
    }

    /// Returns what the commit says of itself.
    pub fn commit_note(&self) -> &CommitNote {
        &self.note
    }

    /// Returns what the index directory says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Returns the engine's segments; their order means nothing.
    pub fn segments(&self) -> &[SegmentReader] {
        &self.segments
    }

    /// Returns the engine's segments with their files.
    pub fn raw_segments(&self) -> impl Iterator<Item = RawSegment<'_>> {
        self.segments.iter().zip(&self.raw).map(|(reader, files)| RawSegment { reader, files })
    }

    /// Returns the engine's handles of our fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Calls `run` with an analyser that remembers the words of earlier queries.
    pub fn with_analyser<T>(&self, run: impl FnOnce(&mut Analyser) -> T) -> T {
        let lent = || self.analysers.lock().unwrap_or_else(PoisonError::into_inner);
        let mut analyser = lent().pop().unwrap_or_default();
        analyser.make_room();
        let result = run(&mut analyser);
        let mut kept = lent();
        if kept.len() < KEPT_ANALYSERS {
            kept.push(analyser);
        }
        result
    }

    /// Returns the languages that words of the index are stemmed in.
    pub fn languages(&self) -> impl Iterator<Item = Language> {
        self.totals.languages.bytes().map(Language::from_tag)
    }

    /// Reads what became of each file, as far as the commit vouches for it; empty in memory.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::CannotRead`].
    pub fn journal(&self) -> Result<Option<Journal>> {
        let Some(beside) = &self.beside else { return Ok(None) };
        Journal::read_from(&beside.journal, self.note.journal).map(Some)
    }

    /// Returns the bytes that the index takes on disk; 0 in memory.
    pub fn bytes_on_disk(&self) -> u64 {
        let Some(dir) = &self.dir else { return 0 };
        let files = walkdir::WalkDir::new(dir).into_iter().flatten();
        files
            .filter_map(|entry| entry.metadata().ok())
            .filter(|m| m.is_file())
            .map(|m| m.len())
            .sum()
    }

    /// Returns where every live article lies, in no particular order.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        self.segments.iter().enumerate().flat_map(|(segment, reader)| {
            reader.doc_ids_alive().map(move |doc| Place { segment, doc })
        })
    }

    /// Returns the live articles whose id begins with these hex digits, by id; at most `limit`.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn find_id(&self, digits: &str, limit: usize) -> Result<Vec<(ArticleId, Place)>> {
        let fits =
            (1..=16).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let Some(number) = fits.then(|| u64::from_str_radix(digits, 16).ok()).flatten() else {
            return Ok(Vec::new());
        };
        let free_bits = 4 * (16 - digits.len() as u32);
        let low = number.checked_shl(free_bits).unwrap_or(0);
        let high = low | 1u64.checked_shl(free_bits).unwrap_or(0).wrapping_sub(1);
        let mut found = Vec::new();
        for (segment, reader) in self.segments.iter().enumerate() {
            let columns = &self.columns()?[segment];
            for doc in reader.doc_ids_alive() {
                let id = columns.id(doc);
                if (low..=high).contains(&id.0) {
                    found.push((id, Place { segment, doc }));
                }
            }
        }
        found.sort();
        found.truncate(limit);
        Ok(found)
    }

    /// Reads stored articles one after the other.
    ///
    /// # Errors
    /// [`Error::Engine`] when the store of a segment cannot be opened, [`Error::Damaged`] when the
    /// dictionary of the index is.
    pub fn articles(&self) -> Result<ArticleReader<'_>> {
        let store = match self.store.get() {
            Some(store) => store,
            None => {
                let dictionary = self.beside.as_ref().map(|b| Dictionary::read_from(&b.dictionary));
                let opened = self.open_store(&dictionary.transpose()?.unwrap_or_default())?;
                self.store.get_or_init(|| opened)
            }
        };
        let unpacker = Mutex::new(store.unpacking.unpacker());
        Ok(ArticleReader { segments: &store.segments, unpacker })
    }

    /// Has articles unpacked by what the articles of a generation have in common: for a writer,
    /// whose generation no manifest may name yet.
    pub(super) fn unpack_by(&self, generation: &Path) -> Result<()> {
        let opened = self.open_store(&Dictionary::read(generation)?)?;
        self.store.get_or_init(|| opened);
        Ok(())
    }

    fn open_store(&self, dictionary: &Dictionary) -> Result<Store> {
        let open = |reader: &SegmentReader| reader.get_store_reader(STORE_BLOCKS);
        let segments = self.segments.iter().map(open).collect::<std::io::Result<Vec<_>>>();
        let segments = segments.map_err(Error::engine("opening the stored articles"))?;
        Ok(Store { segments, unpacking: dictionary.unpacking()? })
    }

    /// Returns true when the file of an article is no longer as it was when it was read, or its root
    /// is no longer known: at the cost of one look at its size and time.
    pub fn is_stale(&self, stored: &StoredArticle) -> bool {
        let Some(path) = self.path_of(stored) else { return true };
        let Ok(now) = std::fs::metadata(path).map(|metadata| Stamp::of(&metadata)) else {
            return true;
        };
        // A file that was touched, and found to be the same, has its new time in the journal.
        let files = || self.files.get_or_init(|| self.journal().ok().flatten()).as_ref();
        now != stored.stamp
            && files()
                .and_then(|journal| {
                    journal.files().get(&FileKey(stored.root, stored.relative.clone()))
                })
                .is_none_or(|state| state.stamp != now)
    }

    /// Returns where the file of an article lies; `None` when its root is no longer known.
    pub fn path_of(&self, stored: &StoredArticle) -> Option<PathBuf> {
        let root = self.manifest.root(stored.root)?;
        Some(root.file(&stored.relative))
    }
}

/// Reads stored articles.
pub struct ArticleReader<'a> {
    segments: &'a [StoreReader],
    unpacker: Mutex<Unpacker<'a>>,
}

impl ArticleReader<'_> {
    /// Reads one article, or says why it cannot be read.
    pub fn read(&self, place: Place) -> std::result::Result<StoredArticle, String> {
        let store = self.segments.get(place.segment).ok_or("its segment is not there")?;
        let document = store.get_document_bytes(place.doc);
        let document = document.map_err(|error| plain_engine(&error))?;
        let packed = packed_in(&document).ok_or("its stored form is missing")?;
        let mut unpacker = self.unpacker.lock().unwrap_or_else(PoisonError::into_inner);
        StoredArticle::from_bytes(&unpacker.unpack(packed)?)
    }
}

/// Returns the hash that the articles of one file carry.
pub(super) fn file_hash(root: u32, relative: &Path) -> u64 {
    let mut bytes = root.to_le_bytes().to_vec();
    bytes.extend_from_slice(relative.as_os_str().as_encoded_bytes());
    twox_hash::XxHash3_64::oneshot(&bytes)
}

/// Opens the engine's index of a generation.
pub(super) fn open_engine(generation: &Path, files: Stamps) -> Result<(Index, SealedDirectory)> {
    let damaged = |reason: String| Error::Damaged { path: generation.to_path_buf(), reason };
    let meta = generation.join(META);
    match std::fs::metadata(&meta) {
        Ok(found) if found.is_file() => {}
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            return Err(Error::reading(meta)(error));
        }
        _ => return Err(damaged(format!("has no `{META}`"))),
    }
    let directory = SealedDirectory::open(generation, files)?;
    over_directory(directory).map_err(|error| match error {
        Error::Engine { source, .. } => damaged(plain_engine(&source)),
        error => error,
    })
}

/// Opens the engine's index in a directory.
pub(super) fn over_directory(directory: SealedDirectory) -> Result<(Index, SealedDirectory)> {
    let doing = "opening the index";
    let mut index = Index::open(directory.clone()).map_err(Error::engine(doing))?;
    if index.schema() != schema().0 {
        let reason = "has other fields than its format says".to_owned();
        return Err(Error::Damaged { path: directory.place().to_path_buf(), reason });
    }
    index.set_tokenizers(tokenizers());
    Ok((index, directory))
}

/// Reads what the last commit of a generation says of itself.
///
/// # Errors
/// [`Error::Damaged`], [`Error::Engine`].
pub(super) fn commit_note(generation: &Path) -> Result<CommitNote> {
    let last = Commit::last(&open_engine(generation, Stamps::default())?.0);
    let last = last.map_err(Error::engine("opening the index"))?;
    Ok(CommitNote::of(last.payload.as_deref()))
}

/// Returns the engine's reason without its Debug forms.
pub(super) fn plain_engine(error: &TantivyError) -> String {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    match error {
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(path)) => {
            format!("lacks `{}`", name(path))
        }
        TantivyError::OpenReadError(OpenReadError::IoError { filepath, .. }) => {
            format!("has an unreadable `{}`", name(filepath))
        }
        TantivyError::DataCorruption(_) => "holds data that was not written so".to_owned(),
        TantivyError::IncompatibleIndex(_) => "was written by another engine".to_owned(),
        _ => "cannot be read".to_owned(),
    }
}
