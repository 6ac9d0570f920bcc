//! The engine's directory with a seal on every file, so that what is read is what was written.
//!
//! A file of a segment ends in checksums of its blocks, and a block is verified when it is first
//! read. Files that the engine takes in as a whole when it opens them (dictionary, columns,
//! lengths) would cost a query a look at all their bytes: they are verified whole by the writer and
//! by `check`, and by a reader when their stamp — size, times, inode — is not the one that the
//! writer left. Small files that are replaced as a whole end in a line with their checksum.
//!
//! What does not fit its checksum never reaches the engine: it is an error that names the file.

mod early;
#[cfg(test)]
mod faults;
mod file;
mod stamps;
pub(super) mod text;

use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, INDEX_WRITER_LOCK, Lock, MmapDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

use tantivy::SegmentMeta;
use tantivy::index::SegmentComponent;

use file::SealingWriter;
pub use file::{SealedFile, Sealer, seal_file};
pub use stamps::{FileStamp, Stamps};

use crate::error::{Error, Result, again};

/// How often the engine's own lock is tried for, and how long between.
const LOCK_TRIES: u32 = 100;
const LOCK_PAUSE: Duration = Duration::from_millis(10);

/// The engine's list of segments.
pub const META: &str = "meta.json";
/// The engine's list of the files that it made. It is not kept: a writer finds them in the directory.
const MANAGED: &str = ".managed.json";

/// Returns the names of the files of a segment.
pub fn files_of(segment: &SegmentMeta) -> Vec<PathBuf> {
    use SegmentComponent::{Delete, FastFields, FieldNorms, Positions, Postings, Store, Terms};
    let mut parts = vec![Postings, Positions, Terms, Store, FastFields, FieldNorms];
    parts.extend(segment.has_deletes().then_some(Delete));
    parts.into_iter().map(|part| segment.relative_path(part)).collect()
}

/// Returns true for the name of a file of some segment.
pub fn is_of_segment(name: &Path) -> bool {
    let kinds = ["idx", "pos", "term", "store", "fast", "fieldnorm", "del", "temp"];
    name.extension().and_then(|kind| kind.to_str()).is_some_and(|kind| kinds.contains(&kind))
}

/// A file beside the segments that was opened; `None` when there was none.
pub type Opened = std::result::Result<Option<SealedFile>, OpenReadError>;

/// A directory of sealed files.
#[derive(Clone)]
pub struct SealedDirectory {
    inner: Box<dyn Directory>,
    place: PathBuf,
    stamps: Arc<Stamps>,
    failure: Arc<Failure>,
    /// Whether the engine may want to remove files.
    is_writing: bool,
}

/// The first write that failed. The engine's threads tell of it as of some failure of some thread.
#[derive(Default)]
pub struct Failure(Mutex<Option<(PathBuf, io::Error)>>);

impl Failure {
    /// Passes a result on, and keeps its error.
    fn note<T>(&self, path: &Path, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            first.get_or_insert_with(|| (path.to_path_buf(), again(error)));
        }
        result
    }
}

impl SealedDirectory {
    /// Opens the directory of a generation, with the stamps that its writer left.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn open(place: &Path, stamps: Stamps) -> Result<SealedDirectory> {
        let inner = MmapDirectory::open(place).map_err(Error::engine("opening the index"))?;
        Ok(SealedDirectory::over(Box::new(inner), place, stamps))
    }

    /// Seals the files of a directory that lies at `place`.
    pub fn over(inner: Box<dyn Directory>, place: &Path, stamps: Stamps) -> SealedDirectory {
        let (place, stamps) = (place.to_path_buf(), Arc::new(stamps));
        SealedDirectory { inner, place, stamps, failure: Arc::default(), is_writing: false }
    }

    /// Lets the engine know of the files that lie there, so that it can remove them.
    pub fn for_writing(self) -> SealedDirectory {
        SealedDirectory { is_writing: true, ..self }
    }

    /// Returns the files of segments that lie there, as the engine would have noted them.
    fn managed(&self) -> Vec<u8> {
        let entries = self.is_writing.then(|| std::fs::read_dir(&self.place));
        let entries = entries.into_iter().flatten().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let names: Vec<String> = names.filter(|name| is_of_segment(Path::new(name))).collect();
        // Plain strings: there is nothing in them that cannot be written.
        serde_json::to_vec(&names).unwrap_or_default()
    }

    /// Returns the write that failed in the place of what the engine says of it.
    pub fn reason(&self, error: Error) -> Error {
        let mut failure = self.failure.0.lock().unwrap_or_else(PoisonError::into_inner);
        match (error, failure.take()) {
            (Error::Engine { .. }, Some((path, source))) => Error::CannotWrite { path, source },
            (error, _) => error,
        }
    }

    /// Returns where it lies.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Verifies every byte of a file; returns its length.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Engine`].
    pub fn verify(&self, name: &Path) -> Result<u64> {
        let doing = "verifying a file";
        if name == Path::new(META) {
            let bytes = self.atomic_read(name).map_err(Error::engine(doing))?;
            return Ok(bytes.len() as u64);
        }
        let file = self.open_sealed(name).map_err(Error::engine(doing))?;
        file.verify_all().map_err(Error::engine(doing))
    }

    /// Returns the stamps of those of these files that readers take on trust, after verifying
    /// those whose stamp is another than when they were written.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Engine`].
    pub fn vouch(&self, names: impl Iterator<Item = PathBuf>) -> Result<Stamps> {
        let stamps = Stamps::default();
        for name in names.filter(|name| Stamps::covers(name)) {
            let Some(now) = FileStamp::of(&self.place.join(&name)) else { continue };
            if !self.stamps.vouch_for(&name, now) {
                self.verify(&name)?;
            }
            self.stamps.insert(&name, now);
            stamps.insert(&name, now);
        }
        Ok(stamps)
    }

    /// Opens a file beside the segments; `None` when there is none.
    ///
    /// # Errors
    /// The system's, or when the file was cut or is not ours.
    pub fn open_beside(&self, name: &str) -> Opened {
        match self.open_sealed(Path::new(name)) {
            Err(OpenReadError::FileDoesNotExist(_)) => Ok(None),
            opened => opened.map(Some),
        }
    }

    /// Says where a file lies that could not be read: the engine knows its name alone.
    fn placed(&self, error: OpenReadError) -> OpenReadError {
        match error {
            OpenReadError::IoError { io_error, filepath } => {
                OpenReadError::IoError { io_error, filepath: self.place.join(filepath) }
            }
            error => error,
        }
    }

    fn open_sealed(&self, name: &Path) -> std::result::Result<SealedFile, OpenReadError> {
        let handle = self.inner.get_file_handle(name).map_err(|error| self.placed(error))?;
        let broken = |error| OpenReadError::wrap_io_error(error, name.to_path_buf());
        SealedFile::open(&self.place.join(name), &*handle).map_err(broken)
    }
}

/// Returns the system's reason of a file that could not be opened for writing.
fn plain_io(error: OpenWriteError) -> io::Error {
    match error {
        OpenWriteError::IoError { io_error, .. } => again(&io_error),
        OpenWriteError::FileAlreadyExists(_) => io::ErrorKind::AlreadyExists.into(),
    }
}

impl fmt::Debug for SealedDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedDirectory({})", self.place.display())
    }
}

impl Directory for SealedDirectory {
    fn get_file_handle(
        &self,
        path: &Path,
    ) -> std::result::Result<Arc<dyn FileHandle>, OpenReadError> {
        let file = self.open_sealed(path)?;
        let is_known = Stamps::covers(path)
            && FileStamp::of(&self.place.join(path))
                .is_some_and(|now| self.stamps.vouch_for(path, now));
        Ok(Arc::new(if is_known { file.trusted() } else { file }))
    }

    fn delete(&self, path: &Path) -> std::result::Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> std::result::Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> std::result::Result<WritePtr, OpenWriteError> {
        let (place, stamps) = (self.place.join(path), self.stamps.clone());
        let inner = self.inner.open_write(path).inspect_err(|error| {
            if let OpenWriteError::IoError { io_error, .. } = error {
                let _ = self.failure.note::<()>(&place, Err(again(io_error)));
            }
        })?;
        let name = path.to_path_buf();
        let written = move || {
            if let Some(now) = FileStamp::of(&place).filter(|_| Stamps::covers(&name)) {
                stamps.insert(&name, now);
            }
        };
        Ok(io::BufWriter::new(Box::new(SealingWriter::new(
            inner,
            &self.place.join(path),
            self.failure.clone(),
            written,
        ))))
    }

    fn atomic_read(&self, path: &Path) -> std::result::Result<Vec<u8>, OpenReadError> {
        if path == Path::new(MANAGED) {
            return Ok(self.managed());
        }
        let bytes = self.inner.atomic_read(path).map_err(|error| self.placed(error))?;
        text::unseal(&self.place.join(path), bytes)
            .map_err(|error| OpenReadError::wrap_io_error(error, path.to_path_buf()))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path == Path::new(MANAGED) {
            return Ok(());
        }
        let mut beside = path.as_os_str().to_owned();
        beside.push(".new");
        let beside = Path::new(&beside);
        // Left by a writer that was killed.
        if self.inner.exists(beside).is_ok_and(|is_there| is_there) {
            let _ = self.inner.delete(beside);
        }
        let replace = || {
            let mut writer = self.inner.open_write(beside).map_err(plain_io)?;
            writer.write_all(&text::seal(data))?;
            writer.terminate()?;
            std::fs::rename(self.place.join(beside), self.place.join(path))?;
            // A commit is the renaming of the list of segments; it is done when that is on disk.
            if path == Path::new(META) { self.inner.sync_directory() } else { Ok(()) }
        };
        let replaced = self.failure.note(&self.place.join(path), replace());
        if replaced.is_err() {
            // It may have filled the disk.
            let _ = self.inner.delete(beside);
        }
        replaced
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.failure.note(&self.place, self.inner.sync_directory())
    }

    fn acquire_lock(&self, lock: &Lock) -> std::result::Result<DirectoryLock, LockError> {
        // Who writes holds our lock of the index, so this one is free, but for a moment in which a
        // process that another thread has just started still holds what was open here.
        for _ in 0..LOCK_TRIES {
            match self.inner.acquire_lock(lock) {
                Err(LockError::LockBusy) => std::thread::sleep(LOCK_PAUSE),
                // The engine takes another lock when it removes files, and goes on where it cannot.
                Err(LockError::IoError(error)) if lock.filepath == INDEX_WRITER_LOCK.filepath => {
                    let path = self.place.join(&lock.filepath);
                    let _ = self.failure.note::<()>(&path, Err(again(&error)));
                    return Err(LockError::IoError(error));
                }
                taken => return taken,
            }
        }
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}
