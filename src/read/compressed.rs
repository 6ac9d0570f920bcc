//! A gzip or zstd stream -> the stream inside, bounded in how much it may grow.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};

use super::source::Head;
use super::{Context, Out, foreign};
use crate::article::SkipReason;

/// A way of compressing one stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    /// RFC 1952, one member or several.
    Gzip,
    /// RFC 8878.
    Zstd,
}

/// Bytes that may come out of any stream, whatever went in.
const FREE: u64 = 64 << 20;

/// How many times its size a stream may grow beyond that. News grows three to ten times, the most
/// repetitive logs a hundred.
const MOST_GROWTH: u64 = 200;

/// What is said of a stream that grows beyond that.
pub(super) const BOMB: &str = "it unpacks to more than 200 times its size";

/// True when so many bytes came out of so many that went in.
pub(super) fn is_bomb(given: u64, taken: u64) -> bool {
    given > FREE && given > taken.saturating_mul(MOST_GROWTH)
}

/// Streams inside streams: a packed file of packed lines is one too many.
const DEEPEST: u8 = 1;

/// Unpacks a stream and reads what is inside.
pub(super) fn read(
    packing: Packing,
    head: &mut Head<'_>,
    context: &Context<'_>,
    out: &mut Out<'_>,
) -> Result<(), SkipReason> {
    if context.unpacked >= DEEPEST {
        return Err(foreign::packed_again(&context.name));
    }
    let taken = Cell::new(0);
    let counted = BufReader::new(Counted { input: head, taken: &taken });
    let unpacked: Box<dyn Read + '_> = match packing {
        Packing::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(counted)),
        Packing::Zstd => Box::new(
            zstd::stream::read::Decoder::with_buffer(counted)
                .map_err(|error| SkipReason::Unreadable(error.to_string()))?,
        ),
    };
    let given = Cell::new(0);
    let taken = || taken.get();
    let mut guarded = BufReader::new(Guarded { inner: unpacked, given: &given, taken });
    let inner = context.unpacked(context.name.with_extension(""));
    super::read_stream(&mut guarded, &inner, out)
}

struct Counted<'a, 'b> {
    input: &'a mut Head<'b>,
    taken: &'a Cell<u64>,
}

impl Read for Counted<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.fill_buf()?.read(buffer)?;
        self.input.consume(read);
        self.taken.set(self.taken.get() + read as u64);
        Ok(read)
    }
}

/// A stream that ends with an error when it grows beyond what articles do.
pub(super) struct Guarded<'a, R, F> {
    pub(super) inner: R,
    /// Bytes that were given out.
    pub(super) given: &'a Cell<u64>,
    /// Bytes that went in.
    pub(super) taken: F,
}

impl<R: Read, F: Fn() -> u64> Read for Guarded<'_, R, F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.given.set(self.given.get() + read as u64);
        if is_bomb(self.given.get(), (self.taken)()) {
            return Err(io::Error::other(BOMB));
        }
        Ok(read)
    }
}
