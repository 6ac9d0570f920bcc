//! What an error of the engine came of: a file that is not what was written, or one that the system
//! did not let be read. They are not the same: the first needs a repair, the second a permission.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError};

/// A file of an index that is not what was written, on its way through the engine.
#[derive(Debug, Clone)]
pub(crate) struct Broken {
    pub path: PathBuf,
    pub reason: &'static str,
}

impl Broken {
    /// Returns the error that carries this through the engine.
    pub fn error(path: &Path, reason: &'static str) -> io::Error {
        let path = path.to_path_buf();
        io::Error::new(io::ErrorKind::InvalidData, Broken { path, reason })
    }

    /// Finds it again in an error of the engine.
    pub fn of(error: &TantivyError) -> Option<&Broken> {
        let io = match error {
            TantivyError::IoError(io) => io,
            TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => io_error,
            _ => return None,
        };
        io.get_ref().and_then(|inner| inner.downcast_ref())
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        write!(f, "`{name}` {}", self.reason)
    }
}

impl std::error::Error for Broken {}

/// Returns the file or folder that the system refused to open, and its reason. One that is not
/// there, is something else, or lies where the disk is broken, is none: that is damage.
pub(super) fn refused(error: &TantivyError) -> Option<(PathBuf, io::Error)> {
    let (path, io) = match error {
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath })
            if is_refusal(io_error) =>
        {
            (filepath, io_error)
        }
        // It was there a moment ago: whoever asks has looked for a file in it.
        TantivyError::OpenDirectoryError(OpenDirectoryError::IoError {
            io_error,
            directory_path,
        }) if is_refusal(io_error) || io_error.kind() == io::ErrorKind::NotFound => {
            (directory_path, io_error)
        }
        _ => return None,
    };
    Some((path.clone(), again(io)))
}

/// Returns the same error of the system once more.
pub(crate) fn again(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => error.kind().into(),
    }
}

/// Returns true for an error that is about this process, and says nothing of the file.
pub(crate) fn is_refusal(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::OutOfMemory)
        || wants_more_files(error)
}

/// Returns true for a system that lets this process, or all together, open no more files.
pub(super) fn wants_more_files(error: &io::Error) -> bool {
    // ENFILE and EMFILE of every Unix; the standard library has no name for them.
    cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    const EIO: i32 = 5;
    const EACCES: i32 = 13;
    const EMFILE: i32 = 24;

    fn opening(error: io::Error) -> Error {
        Error::engine("reading")(OpenReadError::wrap_io_error(error, PathBuf::from("/data/x.idx")))
    }

    #[test]
    fn what_the_system_refuses_is_not_damage() {
        for refusal in [EACCES, EMFILE] {
            let error = opening(io::Error::from_raw_os_error(refusal));
            let Error::CannotRead { path, source } = error else { panic!("{error:?}") };
            assert_eq!(path, Path::new("/data/x.idx"));
            assert_eq!(source.raw_os_error(), Some(refusal));
        }
    }

    #[test]
    fn what_is_not_what_was_written_is_damage() {
        let error = opening(Broken::error(Path::new("/data/x.idx"), "was cut"));
        assert!(matches!(error, Error::Damaged { .. }), "{error:?}");
        let error = opening(io::Error::from_raw_os_error(EIO));
        assert!(matches!(error, Error::Engine { .. }), "{error:?}");
    }
}
