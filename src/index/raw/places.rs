//! The positions of one term in all its documents, as the engine packs them.
//!
//! ```text
//! count of packed blocks, vint | bits of a value in each, u8 | blocks of 128 values | the rest, vints
//! ```
//!
//! A value is how far a position lies behind the one before it in the same document.

use std::io;

use bitpacking::{BitPacker, BitPacker4x};
use tantivy::directory::OwnedBytes;

/// Values that are packed together, of positions as of documents.
pub const BLOCK: usize = BitPacker4x::BLOCK_LEN;

/// Returns how many bytes a block takes whose values take so many bits each.
pub fn packed_bytes(bits: u8) -> usize {
    usize::from(bits) * BLOCK / 8
}

/// Reads numbers of seven bits a byte, the last byte of each marked, from the beginning of `bytes`;
/// returns how many bytes they take. Values that are not there stay as they are.
pub fn read_vints(bytes: &[u8], values: &mut [u32]) -> usize {
    let mut rest = bytes.iter();
    for value in values {
        let (mut sum, mut shift) = (0_u32, 0);
        loop {
            let Some(&byte) = rest.next() else { return bytes.len() };
            sum |= u32::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            shift += 7;
            if byte & 0x80 != 0 {
                break;
            }
        }
        *value = sum;
    }
    bytes.len() - rest.len()
}

/// Reads a run of values after the other, forward as a rule.
pub struct Places {
    widths: OwnedBytes,
    blocks: OwnedBytes,
    /// The block that is unpacked, and where it begins.
    unpacked: Option<(usize, usize)>,
    values: Box<[u32; BLOCK]>,
    /// A run that lies in several blocks.
    across: Vec<u32>,
}

impl Places {
    /// Takes the bytes of a term.
    pub fn open(bytes: OwnedBytes) -> io::Result<Places> {
        let mut count = [0];
        let taken = read_vints(&bytes, &mut count);
        let widths = taken..taken.saturating_add(count[0] as usize);
        if widths.end > bytes.len() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "positions that were cut"));
        }
        let blocks = bytes.slice(widths.end..bytes.len());
        let (values, across) = (Box::new([0; BLOCK]), Vec::new());
        Ok(Places { widths: bytes.slice(widths), blocks, unpacked: None, values, across })
    }

    /// Returns so many values from the `first` on.
    #[inline]
    pub fn read(&mut self, first: u64, count: usize) -> &[u32] {
        let (block, at) = ((first / BLOCK as u64) as usize, (first % BLOCK as u64) as usize);
        self.unpack(block);
        if at + count <= BLOCK {
            return &self.values[at..at + count];
        }
        self.read_across(block, at, count)
    }

    fn read_across(&mut self, mut block: usize, at: usize, count: usize) -> &[u32] {
        self.across.clear();
        self.across.extend_from_slice(&self.values[at..]);
        while self.across.len() < count {
            block += 1;
            self.unpack(block);
            let wanted = (count - self.across.len()).min(BLOCK);
            self.across.extend_from_slice(&self.values[..wanted]);
        }
        &self.across
    }

    #[inline]
    fn unpack(&mut self, block: usize) {
        if self.unpacked.is_none_or(|(unpacked, _)| unpacked != block) {
            self.go_to(block);
        }
    }

    fn go_to(&mut self, block: usize) {
        let (from, start) = self.unpacked.filter(|(at, _)| *at < block).unwrap_or((0, 0));
        let bits: usize = self.widths[from..block].iter().map(|&bits| usize::from(bits)).sum();
        let start = start + bits * BLOCK / 8;
        match self.widths.get(block) {
            Some(&bits) => {
                BitPacker4x::new().decompress(&self.blocks[start..], &mut self.values[..], bits);
            }
            None => {
                read_vints(&self.blocks[start..], &mut self.values[..]);
            }
        }
        self.unpacked = Some((block, start));
    }
}
