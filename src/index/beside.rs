//! A file beside the segments of a generation, read when it is needed.
//!
//! A query may never look at it, so it is opened with the archive and read later: by then a rebuild
//! may have removed the generation, and the name would lead nowhere.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::error::{Error, Result};

/// A file that may be there.
#[derive(Debug)]
pub struct Beside {
    path: PathBuf,
    file: Option<Mutex<File>>,
    is_absent: bool,
}

impl Beside {
    /// Opens a file of a generation. One that cannot be opened is an error when it is read.
    pub fn open(generation: &Path, name: &str) -> Beside {
        let path = generation.join(name);
        match File::open(&path) {
            Ok(file) => Beside { path, file: Some(Mutex::new(file)), is_absent: false },
            Err(error) => {
                let is_absent = error.kind() == io::ErrorKind::NotFound;
                Beside { path, file: None, is_absent }
            }
        }
    }

    /// Returns where it lies, or lay.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns true when there was none.
    pub fn is_absent(&self) -> bool {
        self.is_absent
    }

    /// Has the file read from its beginning; `None` when there was none.
    ///
    /// # Errors
    /// [`Error::CannotRead`].
    pub fn read_by<T>(&self, read: impl FnOnce(&mut File) -> io::Result<T>) -> Result<Option<T>> {
        if self.is_absent {
            return Ok(None);
        }
        let from_start = || match &self.file {
            Some(file) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.rewind()?;
                read(&mut file)
            }
            None => read(&mut File::open(&self.path)?),
        };
        from_start().map(Some).map_err(Error::reading(&self.path))
    }

    /// Reads all of it; `None` when there was none.
    ///
    /// # Errors
    /// [`Error::CannotRead`].
    pub fn read(&self) -> Result<Option<Vec<u8>>> {
        self.read_by(|file| {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            Ok(bytes)
        })
    }
}
