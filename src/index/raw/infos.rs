//! Where the lists of the terms of a dictionary lie, by the number of the term, as the engine packs it.
//!
//! ```text
//! bytes of the heads, u64 | terms, u64 | a head for each 256 terms | the other terms, packed
//! head: where its packed terms begin, u64 | its first term, whole | bits of documents, of each start, u8 × 3
//! a term, whole: documents, u32 | documents' list: start u64, length u32 | places' list: the same
//! a term, packed: start of the documents' list, start of the places' list, documents
//! ```
//!
//! Starts count from those of the first term; the lists of a term end where those of the next begin,
//! so one more pair of starts stands behind the last.

use std::io;
use std::ops::Range;

use tantivy::directory::{FileSlice, OwnedBytes};
use tantivy::postings::TermInfo;

/// Terms of which one is written whole.
const BLOCK: u64 = 256;
const WHOLE: usize = 28;
const HEAD: usize = 8 + WHOLE + 3;

/// The entries of a dictionary.
pub struct TermInfos {
    heads: OwnedBytes,
    packed: OwnedBytes,
}

impl TermInfos {
    /// Takes what stands behind the words of a dictionary.
    pub fn open(file: FileSlice) -> io::Result<TermInfos> {
        let bytes = file.read_bytes()?;
        let length = bytes.first_chunk().map_or(u64::MAX, |length| u64::from_le_bytes(*length));
        let rest = bytes.get(16..).ok_or_else(cut)?;
        let length = usize::try_from(length).ok().filter(|&length| length <= rest.len());
        let end = 16 + length.ok_or_else(cut)?;
        Ok(TermInfos { heads: bytes.slice(16..end), packed: bytes.slice(end..bytes.len()) })
    }

    /// Returns what is known of the term of a number.
    ///
    /// # Errors
    /// When there is no such term.
    pub fn get(&self, number: u64) -> io::Result<TermInfo> {
        self.read(number).ok_or_else(cut)
    }

    fn read(&self, number: u64) -> Option<TermInfo> {
        let at = usize::try_from(number / BLOCK).ok()?.checked_mul(HEAD)?;
        let (begins, head) = self.heads.get(at..at.checked_add(HEAD)?)?.split_first_chunk()?;
        let (whole, widths) = head.split_first_chunk::<WHOLE>()?;
        let (first, widths) = (term_of(whole)?, <[u8; 3]>::try_from(widths).ok()?);
        let Some(before) = (number % BLOCK).checked_sub(1) else { return Some(first) };
        let packed = self.packed.get(usize::try_from(u64::from_le_bytes(*begins)).ok()?..)?;
        let [of_count, of_docs, of_places] = widths.map(usize::from);
        let entry = of_docs + of_places + of_count;
        let at = before as usize * entry;
        let list = |from: usize, at: usize, bits: usize| -> Option<Range<usize>> {
            let start = from.checked_add(bits_at(packed, at, bits)? as usize)?;
            let end = from.checked_add(bits_at(packed, at + entry, bits)? as usize)?;
            (start <= end).then_some(start..end)
        };
        Some(TermInfo {
            postings_range: list(first.postings_range.start, at, of_docs)?,
            positions_range: list(first.positions_range.start, at + of_docs, of_places)?,
            doc_freq: bits_at(packed, at + of_docs + of_places, of_count)? as u32,
        })
    }
}

fn cut() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a dictionary without the entry of a term")
}

/// Reads a term that is written whole.
fn term_of(bytes: &[u8; WHOLE]) -> Option<TermInfo> {
    let (doc_freq, lists) = bytes.split_first_chunk()?;
    let list = |bytes: &[u8]| -> Option<Range<usize>> {
        let (start, length) = bytes.split_first_chunk()?;
        let start = usize::try_from(u64::from_le_bytes(*start)).ok()?;
        let length = u32::from_le_bytes(*length.first_chunk()?) as usize;
        Some(start..start.checked_add(length)?)
    };
    let (postings, positions) = lists.split_at(lists.len() / 2);
    Some(TermInfo {
        doc_freq: u32::from_le_bytes(*doc_freq),
        postings_range: list(postings)?,
        positions_range: list(positions)?,
    })
}

/// Reads so many bits from a bit on, the lowest first; at most 56.
fn bits_at(bytes: &[u8], at: usize, bits: usize) -> Option<u64> {
    let rest = bytes.get(at / 8..)?;
    let word = match rest.first_chunk() {
        Some(word) => *word,
        // The last of the file.
        None => {
            let mut word = [0; 8];
            word[..rest.len()].copy_from_slice(rest);
            word
        }
    };
    (bits <= 56).then(|| u64::from_le_bytes(word) >> (at % 8) & ((1 << bits) - 1))
}
