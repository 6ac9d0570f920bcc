//! What is written of a large file goes to the disk while more of it is written, so that little is left to
//! be waited for at its end.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

/// Bytes after which the disk is given what was written; smaller files are flushed at their end alone.
const BYTES: usize = 8 << 20;

/// A file that is being written.
pub struct Early {
    path: PathBuf,
    /// Written since the disk was given something.
    bytes: usize,
    flushing: Option<JoinHandle<()>>,
}

impl Early {
    pub fn new(path: &Path) -> Early {
        Early { path: path.to_path_buf(), bytes: 0, flushing: None }
    }

    /// Notes that so many bytes more were written, and gives them to the disk when they come to
    /// something and it is done with those before.
    pub fn wrote(&mut self, bytes: usize) {
        self.bytes += bytes;
        let is_busy = || self.flushing.as_ref().is_some_and(|flushing| !flushing.is_finished());
        if self.bytes < BYTES || is_busy() {
            return;
        }
        self.bytes = 0;
        let path = self.path.clone();
        // What goes wrong the system says again to who wrote it, when it is flushed at its end.
        let flush = || drop(File::open(path).and_then(|file| file.sync_data()));
        self.flushing = std::thread::Builder::new().spawn(flush).ok();
    }
}

impl Drop for Early {
    fn drop(&mut self) {
        if let Some(flushing) = self.flushing.take() {
            // It has nothing to say.
            let _ = flushing.join();
        }
    }
}
