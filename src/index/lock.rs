//! The writer's lock: one process writes, and others are told which.
//!
//! The operating system holds the lock and lets go of it when the process ends, however it ends.
//! What stands in the file only says who holds it. Readers never look at it.

use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use crate::error::{Error, Result};

/// The name of the lock file in the index directory.
pub const NAME: &str = "lock";

/// Held while this process may write; let go when dropped.
#[derive(Debug)]
pub struct WriterLock {
    _file: File,
}

impl WriterLock {
    /// Takes the lock of an index directory, which must exist.
    ///
    /// # Errors
    /// [`Error::Busy`] with the holder when another process has it, [`Error::CannotWrite`].
    pub fn take(dir: &Path) -> Result<WriterLock> {
        let path = dir.join(NAME);
        let mut file = fs::OpenOptions::new()
            .create(true)
            .read(true)
            .write(true)
            .truncate(false)
            .open(&path)
            .map_err(Error::writing(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Best effort: the holder may be writing its name just now.
                let _ = file.read_to_string(&mut holder);
                let holder = holder.trim().to_owned();
                return Err(Error::Busy { path: dir.to_path_buf(), holder });
            }
            Err(TryLockError::Error(error)) => return Err(Error::writing(path)(error)),
        }
        let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        let name = format!("process {} on {}\n", std::process::id(), host.trim());
        let mut sign = || {
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(name.as_bytes())
        };
        sign().map_err(Error::writing(&path))?;
        Ok(WriterLock { _file: file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_is_told_who_writes() {
        let dir = tempfile::tempdir().unwrap();
        let held = WriterLock::take(dir.path()).unwrap();
        let refused = WriterLock::take(dir.path()).unwrap_err();
        assert!(refused.to_string().contains(&std::process::id().to_string()), "{refused}");
        drop(held);
        WriterLock::take(dir.path()).unwrap();
    }
}
