//! A file or bytes -> a stream that is hashed on the way, with a head that can be looked at.

use std::hash::Hasher;
use std::io::{self, BufRead, BufReader, Read, Seek};

use twox_hash::XxHash3_64;

use super::Reading;
use crate::article::SkipReason;

/// What every input can do.
pub(super) trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

/// Bytes that are read at a time: most files have fewer, and room for them is made for each file.
const CHUNK: usize = 16 << 10;

/// Bytes that may be looked at before a format is chosen.
const HEAD: usize = 64 << 10;

/// An input that hashes and counts what is read from it.
pub(super) struct Source<'a> {
    inner: BufReader<Hashing<'a>>,
}

struct Hashing<'a> {
    input: &'a mut dyn ReadSeek,
    hash: XxHash3_64,
    bytes: u64,
}

impl Read for Hashing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.hash.write(&buffer[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}

impl<'a> Source<'a> {
    pub(super) fn new(input: &'a mut dyn ReadSeek) -> Source<'a> {
        let hashing = Hashing { input, hash: XxHash3_64::new(), bytes: 0 };
        Source { inner: BufReader::with_capacity(CHUNK, hashing) }
    }

    /// Reads the rest and returns hash and length of the whole.
    pub(super) fn finish(mut self) -> io::Result<Reading> {
        loop {
            let length = self.inner.fill_buf()?.len();
            if length == 0 {
                break;
            }
            self.inner.consume(length);
        }
        let hashing = self.inner.into_inner();
        Ok(Reading { content_hash: hashing.hash.finish(), bytes: hashing.bytes })
    }
}

impl Read for Source<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer)
    }
}

impl BufRead for Source<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
    }
}

/// A stream whose first bytes were read ahead.
pub(super) struct Head<'a> {
    head: Vec<u8>,
    at: usize,
    rest: &'a mut dyn BufRead,
}

impl<'a> Head<'a> {
    /// Reads the head of a stream.
    ///
    /// # Errors
    ///
    /// [`SkipReason::Empty`] when there is none, [`SkipReason::Unreadable`] when nothing can be read.
    pub(super) fn new(rest: &'a mut dyn BufRead) -> Result<Head<'a>, SkipReason> {
        let mut head = Vec::new();
        let result = (&mut *rest).take(HEAD as u64).read_to_end(&mut head);
        match result {
            Err(error) if head.is_empty() => Err(SkipReason::Unreadable(error.to_string())),
            _ if head.is_empty() => Err(SkipReason::Empty),
            _ => Ok(Head { head, at: 0, rest }),
        }
    }

    /// The head, from the first byte.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.head
    }

    /// Reads everything, at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// [`SkipReason::TooLong`] when there is more.
    pub(super) fn whole(self, limit: u64) -> Result<Vec<u8>, SkipReason> {
        let mut bytes = self.head;
        let room = (limit + 1).saturating_sub(bytes.len() as u64);
        self.rest
            .take(room)
            .read_to_end(&mut bytes)
            .map_err(|error| SkipReason::Unreadable(error.to_string()))?;
        if bytes.len() as u64 > limit {
            return Err(SkipReason::TooLong(super::MAX_ARTICLE_BYTES));
        }
        Ok(bytes)
    }
}

impl Read for Head<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Head<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.head.len() {
            return Ok(&self.head[self.at..]);
        }
        self.rest.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        if self.at < self.head.len() {
            self.at += amount;
        } else {
            self.rest.consume(amount);
        }
    }
}

/// How reading a line ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A whole line, without its break.
    Whole,
    /// The line was longer than the limit; the rest of it was passed over.
    TooLong,
    /// There is no further line.
    End,
}

/// Reads one line of at most `limit` bytes into `line`; never holds more.
pub(super) fn read_line(
    input: &mut dyn BufRead,
    line: &mut Vec<u8>,
    limit: u64,
) -> io::Result<Line> {
    line.clear();
    let mut any = false;
    let mut too_long = false;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            break;
        }
        any = true;
        let end = memchr::memchr(b'\n', buffer);
        let part = &buffer[..end.unwrap_or(buffer.len())];
        if line.len() as u64 + part.len() as u64 > limit {
            too_long = true;
            line.clear();
        } else if !too_long {
            line.extend_from_slice(part);
        }
        let consumed = end.map_or(buffer.len(), |end| end + 1);
        input.consume(consumed);
        if end.is_some() {
            break;
        }
    }
    Ok(match (any, too_long) {
        (false, _) => Line::End,
        (true, true) => Line::TooLong,
        (true, false) => Line::Whole,
    })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_long_line_is_passed_over_and_the_next_is_read() {
        let mut input = BufReader::with_capacity(4, Cursor::new(b"ab\nabcdefghij\ncd".to_vec()));
        let mut line = Vec::new();
        let mut next = || (read_line(&mut input, &mut line, 5).unwrap(), line.clone());
        assert_eq!(next(), (Line::Whole, b"ab".to_vec()));
        assert_eq!(next().0, Line::TooLong);
        assert_eq!(next(), (Line::Whole, b"cd".to_vec()));
        assert_eq!(next().0, Line::End);
    }

    #[test]
    fn hash_and_length_are_of_all_bytes() {
        let bytes = vec![7u8; 300_000];
        let mut input = Cursor::new(bytes.clone());
        let mut source = Source::new(&mut input);
        let mut some = [0; 10];
        source.read_exact(&mut some).unwrap();
        let reading = source.finish().unwrap();
        assert_eq!(reading, Reading { content_hash: XxHash3_64::oneshot(&bytes), bytes: 300_000 });
    }
}
