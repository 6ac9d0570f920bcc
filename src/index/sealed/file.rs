//! A file of a segment with the checksums of its blocks behind it.
//!
//! ```text
//! data | sum of each block, u32 | length of data, u64 | XXH3 of sums and length, u64 | magic
//! ```
//!
//! All numbers are little-endian; the sum of a block is the lower half of its XXH3. The length of
//! the file and that of the data fit each other in one way only, so a file that was cut is known by
//! its end. A sum that was changed makes a sound block look broken, never a broken one sound.

use std::fmt;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Failure;
use super::early::Early;
use tantivy::HasLen;
use tantivy::directory::{AntiCallToken, FileHandle, OwnedBytes, TerminatingWrite, WritePtr};
use twox_hash::XxHash3_64;

use crate::error::Broken;

/// A page of memory: what the system reads at least, so verifying it costs no other reading.
const BLOCK: usize = 4 << 10;
/// What is written at a time: a huge page. Of a file that was written so, and has not left the
/// system's cache since, the system maps this much at once where it can, and small pages elsewhere.
const CHUNK: usize = 2 << 20;
const _: () = assert!(CHUNK.is_multiple_of(BLOCK));
const MAGIC: [u8; 8] = *b"talks-s1";
const TAIL: usize = 8 + 8 + MAGIC.len();

fn sum_of(block: &[u8]) -> u32 {
    XxHash3_64::oneshot(block) as u32
}

fn sums_of(data: &[u8]) -> impl Iterator<Item = u8> {
    data.chunks(BLOCK).map(sum_of).flat_map(u32::to_le_bytes)
}

/// Returns what stands behind data of some length whose blocks have these sums.
fn tail(sums: Vec<u8>, length: u64) -> Vec<u8> {
    let mut tail = sums;
    tail.extend(length.to_le_bytes());
    tail.extend(XxHash3_64::oneshot(&tail).to_le_bytes());
    tail.extend(MAGIC);
    tail
}

/// Makes the data of a file a whole file, with the checksums of its blocks.
pub fn seal_file(data: &mut Vec<u8>) {
    let tail = tail(sums_of(data).collect(), data.len() as u64);
    data.extend(tail);
}

/// Writes data and, at its end, the checksums of its blocks. What does not fill a chunk yet is handed on
/// at the end.
pub struct Sealer<W> {
    inner: W,
    chunk: Vec<u8>,
    sums: Vec<u8>,
    length: u64,
}

impl<W: Write> Sealer<W> {
    pub fn new(inner: W) -> Sealer<W> {
        Sealer { inner, chunk: Vec::new(), sums: Vec::new(), length: 0 }
    }

    fn end_chunk(&mut self) -> io::Result<()> {
        self.inner.write_all(&self.chunk)?;
        self.length += self.chunk.len() as u64;
        self.sums.extend(sums_of(&self.chunk));
        self.chunk.clear();
        Ok(())
    }

    /// Hands on what is left, and the checksums.
    pub fn end(&mut self) -> io::Result<()> {
        self.end_chunk()?;
        let tail = tail(std::mem::take(&mut self.sums), self.length);
        self.inner.write_all(&tail)
    }
}

impl<W: Write> Write for Sealer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(CHUNK - self.chunk.len());
        self.chunk.extend_from_slice(&bytes[..taken]);
        if self.chunk.len() == CHUNK {
            self.end_chunk()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Writes a file of a segment, sealed.
pub struct SealingWriter<F> {
    sealer: Sealer<WritePtr>,
    early: Early,
    path: PathBuf,
    failure: Arc<Failure>,
    /// Called when the file is on disk.
    written: F,
}

impl<F: FnMut() + Send + Sync + 'static> SealingWriter<F> {
    /// Notes a write that fails in `failure`, under the name of `path`.
    pub fn new(inner: WritePtr, path: &Path, failure: Arc<Failure>, written: F) -> Self {
        let (sealer, early) = (Sealer::new(inner), Early::new(path));
        SealingWriter { sealer, early, path: path.to_path_buf(), failure, written }
    }
}

impl<F: FnMut() + Send + Sync + 'static> Write for SealingWriter<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.failure.note(&self.path, self.sealer.write(bytes))?;
        self.early.wrote(taken);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.failure.note(&self.path, self.sealer.flush())
    }
}

impl<F: FnMut() + Send + Sync + 'static> TerminatingWrite for SealingWriter<F> {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.failure.note(&self.path, self.sealer.end())?;
        self.failure.note(&self.path, self.sealer.inner.terminate_ref(token))?;
        (self.written)();
        Ok(())
    }
}

/// A file whose blocks are verified when they are first read.
pub struct SealedFile {
    path: PathBuf,
    bytes: OwnedBytes,
    length: usize,
    /// A bit for each block that was verified; none when the file is taken on trust.
    verified: Option<Box<[AtomicU64]>>,
}

impl SealedFile {
    /// Opens a file whose bytes a handle gives, after a look at its end.
    pub fn open(path: &Path, handle: &dyn FileHandle) -> io::Result<SealedFile> {
        let path = path.to_path_buf();
        let broken = |reason| Broken::error(&path, reason);
        let bytes = handle.read_bytes(0..handle.len())?;
        let data = |bytes: &[u8]| {
            let (rest, magic) = bytes.split_last_chunk::<8>()?;
            let (rest, _) = rest.split_last_chunk::<8>()?;
            let (_, length) = rest.split_last_chunk::<8>()?;
            let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
            let blocks = length.div_ceil(BLOCK);
            let whole = blocks.checked_mul(4)?.checked_add(length)?.checked_add(TAIL)?;
            (*magic == MAGIC && whole == bytes.len()).then_some((length, blocks))
        };
        let (length, blocks) = data(&bytes).ok_or_else(|| broken("was cut or is not ours"))?;
        let words = (0..blocks.div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        Ok(SealedFile { path, bytes, length, verified: Some(words) })
    }

    /// Returns the file with all its blocks taken on trust.
    pub fn trusted(self) -> SealedFile {
        SealedFile { verified: None, ..self }
    }

    /// Reads and verifies so many bytes from a place.
    pub fn read(&self, at: usize, length: usize) -> io::Result<OwnedBytes> {
        self.read_bytes(at..at.saturating_add(length))
    }

    /// Verifies so many bytes from a place and lends them.
    pub fn bytes(&self, at: usize, length: usize) -> io::Result<&[u8]> {
        let range = at..at.saturating_add(length);
        self.verify_in(&range)?;
        Ok(&self.bytes[range])
    }

    /// Verifies the blocks of a range that were not yet.
    fn verify_in(&self, range: &Range<usize>) -> io::Result<()> {
        if range.start > range.end || range.end > self.length {
            return Err(Broken::error(&self.path, "refers to bytes that it does not have"));
        }
        let Some(verified) = &self.verified else { return Ok(()) };
        for block in range.start / BLOCK..range.end.div_ceil(BLOCK) {
            let (word, bit) = (&verified[block / 64], 1 << (block % 64));
            if word.load(Ordering::Relaxed) & bit == 0 {
                self.verify(block)?;
                word.fetch_or(bit, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    /// Verifies every byte, and the sums too; returns how many bytes there are.
    pub fn verify_all(&self) -> io::Result<u64> {
        let broken = || Broken::error(&self.path, "is not what was written");
        let end = self.bytes.len() - MAGIC.len();
        let (head, sum) =
            self.bytes[self.length..end].split_last_chunk::<8>().ok_or_else(broken)?;
        if XxHash3_64::oneshot(head) != u64::from_le_bytes(*sum) {
            return Err(broken());
        }
        for block in 0..self.length.div_ceil(BLOCK) {
            self.verify(block)?;
        }
        Ok(self.bytes.len() as u64)
    }

    fn verify(&self, block: usize) -> io::Result<()> {
        let at = self.length + 4 * block;
        let start = block * BLOCK;
        let data = &self.bytes[start..self.length.min(start + BLOCK)];
        if self.bytes[at..at + 4] == sum_of(data).to_le_bytes() {
            return Ok(());
        }
        Err(Broken::error(&self.path, "is not what was written"))
    }
}

impl HasLen for SealedFile {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for SealedFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        self.verify_in(&range)?;
        Ok(self.bytes.slice(range))
    }
}

impl fmt::Debug for SealedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedFile({}, {} bytes)", self.path.display(), self.length)
    }
}

#[cfg(test)]
mod tests {
    //! 1. What was written is read, at every length around a block. 2. Each byte that is changed,
    //! and each cut, is found: by a reader where it reads it, by a check anywhere.

    use super::*;
    use tantivy::directory::{Directory, RamDirectory};

    fn sealed(data: &[u8]) -> Vec<u8> {
        let directory = RamDirectory::create();
        let path = Path::new("x");
        let mut writer =
            SealingWriter::new(directory.open_write(path).unwrap(), path, Arc::default(), || ());
        writer.write_all(data).unwrap();
        writer.terminate().unwrap();
        directory.open_read(path).unwrap().read_bytes().unwrap().to_vec()
    }

    fn open(bytes: Vec<u8>) -> io::Result<SealedFile> {
        SealedFile::open(Path::new("x"), &OwnedBytes::new(bytes))
    }

    fn data(length: usize) -> Vec<u8> {
        (0..length).map(|i| (i * 7 + i / 251) as u8).collect()
    }

    #[test]
    fn what_was_written_is_read() {
        for length in
            [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 70 * BLOCK + 5, CHUNK, CHUNK + 1, 2 * CHUNK]
        {
            let data = data(length);
            let file = open(sealed(&data)).unwrap();
            assert_eq!(file.len(), length);
            assert_eq!(file.read_bytes(0..length).unwrap().as_slice(), data);
            assert_eq!(file.verify_all().unwrap() as usize, sealed(&data).len());
            assert!(file.read_bytes(0..length + 1).is_err());
        }
    }

    #[test]
    fn every_changed_byte_and_every_cut_is_found() {
        let data = data(2 * BLOCK + 100);
        let whole = sealed(&data);
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x10;
            let Ok(file) = open(bytes) else { continue };
            assert!(file.verify_all().is_err(), "{at}");
            if let Ok(read) = file.read_bytes(0..data.len()) {
                assert_eq!(read.as_slice(), data, "{at}");
            }
            // Blocks that were not touched are read all the same.
            let sound = if at < BLOCK { BLOCK..2 * BLOCK } else { 0..BLOCK };
            let is_own_sum = at >= data.len();
            assert!(file.read_bytes(sound).is_ok() || is_own_sum, "{at}");
        }
        for length in 0..whole.len() {
            assert!(open(whole[..length].to_vec()).is_err(), "{length}");
        }
    }
}
