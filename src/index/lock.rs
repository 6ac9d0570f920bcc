//! The writer's lock: one process writes, and others are told which.
//!
//! The operating system holds the lock and lets go of it when the process ends, however it ends, so
//! a dead writer's lock needs no taking over: it is free. What stands in the file only says who
//! holds it. Readers never look at it.

use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::error::{Error, Result};

/// The name of the lock file in the index directory.
pub const NAME: &str = "lock";
/// How often a waiting process looks again: soon enough for people, rarely enough for the disk.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Held while this process may write; let go when dropped.
#[derive(Debug)]
pub struct WriterLock {
    file: File,
    found: Vec<u8>,
}

impl WriterLock {
    /// Takes the lock of an index directory, which must exist; waits for it that long, or until
    /// `stop` is set.
    ///
    /// # Errors
    /// [`Error::Busy`] with the holder when another process has it, [`Error::Interrupted`],
    /// [`Error::CannotWrite`].
    pub fn take(dir: &Path, wait: Duration, stop: &AtomicBool) -> Result<WriterLock> {
        let path = dir.join(NAME);
        let mut file = fs::OpenOptions::new()
            .create(true)
            .read(true)
            .write(true)
            .truncate(false)
            .open(&path)
            .map_err(Error::writing(&path))?;
        let since = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if stop.load(Ordering::Relaxed) => {
                    return Err(Error::Interrupted);
                }
                Err(TryLockError::WouldBlock) if since.elapsed() < wait => {
                    std::thread::sleep(LOOK_AGAIN.min(wait.saturating_sub(since.elapsed())));
                }
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    // Best effort: the holder may be writing its name just now.
                    let _ = file.read_to_string(&mut holder);
                    let holder = holder.trim().to_owned();
                    return Err(Error::Busy { path: dir.to_path_buf(), holder });
                }
                Err(TryLockError::Error(error)) => return Err(Error::writing(path)(error)),
            }
        }
        let mut found = Vec::new();
        // Only a note hangs on it: that the last holder did not end well.
        let _ = file.read_to_end(&mut found);
        let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        let name = format!("process {} on {}\n", std::process::id(), host.trim());
        let mut sign = || {
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(name.as_bytes())
        };
        // The lock holds without a name in it, also on a full disk.
        let _ = sign();
        Ok(WriterLock { file, found })
    }

    /// Returns what stood in the file when the lock was taken: nothing after a writer that ended
    /// well.
    pub fn found(&self) -> &[u8] {
        &self.found
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // A file with no name in it: nobody writes, and nobody died writing.
        let _ = self.file.set_len(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(dir: &Path, wait: Duration) -> Result<WriterLock> {
        WriterLock::take(dir, wait, &AtomicBool::new(false))
    }

    #[test]
    fn a_second_writer_is_told_who_writes() {
        let dir = tempfile::tempdir().unwrap();
        let held = take(dir.path(), Duration::ZERO).unwrap();
        let refused = take(dir.path(), Duration::ZERO).unwrap_err();
        assert!(refused.to_string().contains(&std::process::id().to_string()), "{refused}");
        drop(held);
        take(dir.path(), Duration::ZERO).unwrap();
        assert_eq!(fs::read(dir.path().join(NAME)).unwrap(), b"");
    }

    #[test]
    fn a_waiting_writer_gets_the_lock_when_it_is_free_and_can_be_stopped() {
        let dir = tempfile::tempdir().unwrap();
        let held = take(dir.path(), Duration::ZERO).unwrap();
        let stopped = WriterLock::take(dir.path(), Duration::MAX, &AtomicBool::new(true));
        assert_eq!(stopped.unwrap_err().kind(), "interrupted");
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| take(dir.path(), Duration::from_secs(60)));
            std::thread::sleep(2 * LOOK_AGAIN);
            drop(held);
            waiting.join().unwrap().unwrap();
        });
    }
}
