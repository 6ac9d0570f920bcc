//! A directory that fails at its n-th operation, for every n: with a full disk from there on, with
//! one error of the disk, with a short write before the disk is full. Each time: an error in plain
//! words, and on disk the last commit, or the new one, whole.

use std::collections::BTreeSet;
use std::fs;
use std::sync::atomic::{AtomicI64, Ordering};

use tantivy::directory::{AntiCallToken, TerminatingWrite};

use super::*;
use crate::article::Article;
use crate::discover::Stamp;
use crate::index::archive::{Archive, CommitNote, open_engine};
use crate::index::manifest::Manifest;
use crate::index::stored::StoredArticle;
use crate::index::writer::Writer;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq)]
enum How {
    /// No space from then on.
    Full,
    /// One operation fails, the next ones work.
    Once,
    /// A write takes half of what it was given, and then there is no space.
    Short,
}

#[derive(Clone)]
struct Failing {
    inner: Box<dyn Directory>,
    /// Operations that still work.
    left: Arc<AtomicI64>,
    how: How,
}

impl Failing {
    fn step(&self) -> io::Result<()> {
        let left = self.left.fetch_sub(1, Ordering::SeqCst);
        let (full, broken) = (28, 5);
        match self.how {
            How::Full if left <= 0 => Err(io::Error::from_raw_os_error(full)),
            How::Short if left < 0 => Err(io::Error::from_raw_os_error(full)),
            How::Once if left == 0 => Err(io::Error::from_raw_os_error(broken)),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Failing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Failing({:?})", self.how)
    }
}

struct FailingWriter {
    inner: WritePtr,
    failing: Failing,
}

impl io::Write for FailingWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let is_short =
            self.failing.how == How::Short && self.failing.left.load(Ordering::SeqCst) == 0;
        self.failing.step()?;
        let taken = if is_short { bytes.len().div_ceil(2) } else { bytes.len() };
        self.inner.write(&bytes[..taken])
    }

    fn flush(&mut self) -> io::Result<()> {
        self.failing.step()?;
        self.inner.flush()
    }
}

impl TerminatingWrite for FailingWriter {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.failing.step()?;
        self.inner.terminate_ref(token)
    }
}

impl Directory for Failing {
    fn get_file_handle(
        &self,
        path: &Path,
    ) -> std::result::Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> std::result::Result<(), DeleteError> {
        self.step().map_err(|error| DeleteError::IoError {
            io_error: Arc::new(error),
            filepath: path.to_path_buf(),
        })?;
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> std::result::Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> std::result::Result<WritePtr, OpenWriteError> {
        let failed = |error| OpenWriteError::wrap_io_error(error, path.to_path_buf());
        self.step().map_err(failed)?;
        let writer = FailingWriter { inner: self.inner.open_write(path)?, failing: self.clone() };
        Ok(io::BufWriter::new(Box::new(writer)))
    }

    fn atomic_read(&self, path: &Path) -> std::result::Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.step()?;
        self.inner.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.step()?;
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> std::result::Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

fn article(name: &str) -> StoredArticle {
    let text = format!("Talks on {name}.");
    StoredArticle::new(0, name.into(), Stamp::default(), Article { text, ..Article::default() })
}

/// An index of as many segments as are about to be merged.
fn base() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(folder.path(), 1).unwrap();
    for name in ["a", "b", "c", "d", "e", "f", "g"] {
        writer.add(&article(name)).unwrap();
        writer.commit(&CommitNote::default()).unwrap();
    }
    writer.finish().unwrap();
    folder
}

fn copy(from: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    folder
}

/// Adds, replaces and removes; the commit starts a merge.
fn change(directory: SealedDirectory) -> Result<()> {
    let mut writer = Writer::on(directory, 1)?;
    writer.remove_file(0, Path::new("a"));
    for name in ["h", "i"] {
        writer.add(&article(name))?;
    }
    writer.commit(&CommitNote::default())?;
    writer.finish()
}

fn names(generation: &Path) -> BTreeSet<String> {
    let (index, directory) = open_engine(generation, Stamps::default()).unwrap();
    for segment in index.load_metas().unwrap().segments {
        for name in files_of(&segment) {
            directory.verify(&name).unwrap();
        }
    }
    let archive = Archive::over(&index, Manifest::new(), None).unwrap();
    let reader = archive.articles().unwrap();
    let name = |place| reader.read(place).unwrap().relative.to_string_lossy().into_owned();
    archive.places().map(name).collect()
}

/// Lets every so many-th operation fail in each way; every one with `TALKS_TRIALS`, which takes a
/// minute.
#[test]
fn the_last_commit_stands_whichever_operation_fails() {
    let plan = match std::env::var_os("TALKS_TRIALS") {
        Some(_) => [(How::Full, 1), (How::Once, 1), (How::Short, 1)],
        None => [(How::Full, 11), (How::Once, 29), (How::Short, 29)],
    };
    let base = base();
    let old = names(base.path());
    let new: BTreeSet<String> =
        ["b", "c", "d", "e", "f", "g", "h", "i"].map(str::to_owned).into_iter().collect();
    let (mut tries, mut refused, mut committed) = (0, 0, 0);
    for (how, every) in plan {
        for n in (0..).step_by(every) {
            let folder = copy(base.path());
            let inner: Box<dyn Directory> = Box::new(MmapDirectory::open(folder.path()).unwrap());
            let left = Arc::new(AtomicI64::new(n));
            let failing = Failing { inner, left: left.clone(), how };
            let sealed = SealedDirectory::over(Box::new(failing), folder.path(), Stamps::default());
            let result = change(sealed);
            tries += 1;
            let there = names(folder.path());
            match &result {
                Ok(()) => {
                    assert_eq!(there, new, "{how:?} {n}: claimed, and not on disk");
                    committed += 1;
                }
                Err(error) => {
                    assert!(there == old || there == new, "{how:?} {n}: {there:?}");
                    assert_eq!(error.kind(), "cannot-write", "{error:?}");
                    refused += 1;
                }
            }
            // With room again, the next run ends where it should.
            let whole = SealedDirectory::open(folder.path(), Stamps::default()).unwrap();
            change(whole).unwrap();
            assert_eq!(names(folder.path()), new);
            if left.load(Ordering::SeqCst) > 0 {
                break;
            }
        }
    }
    assert!(refused > 5 && committed > 0, "{tries} tries, {refused} refused");
    println!(
        "{tries} tries: {refused} refused with the last commit intact, {committed} went through"
    );
}
