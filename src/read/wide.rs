//! UTF-16 as a stream -> UTF-8: readers of formats look for signs of one byte.

use std::cell::Cell;
use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};

use super::encoding;
use crate::article::Article;

/// First bytes of UTF-32LE, whose first two are the mark of UTF-16LE.
const UTF_32LE: &[u8] = b"\xff\xfe\0\0";

/// Bytes of UTF-8 that are made at a time.
const ROOM: usize = 16 << 10;

/// UTF-16, and how it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wide {
    encoding: &'static Encoding,
    has_mark: bool,
}

impl Wide {
    /// Recognises UTF-16 by its mark, else by where its zero bytes stand.
    pub(super) fn of(head: &[u8]) -> Option<Wide> {
        if head.starts_with(UTF_32LE) {
            return None;
        }
        let marked = Encoding::for_bom(head).map(|(encoding, _)| encoding);
        let marked = marked.filter(|encoding| *encoding != UTF_8);
        let encoding = marked.or_else(|| encoding::wide_without_mark(head))?;
        Some(Wide { encoding, has_mark: marked.is_some() })
    }
}

/// What was done to a stream of UTF-16, so far as it was read.
#[derive(Debug)]
pub(super) struct Narrowing {
    wide: Wide,
    has_replaced: Cell<bool>,
}

impl Narrowing {
    pub(super) fn new(wide: Wide) -> Narrowing {
        Narrowing { wide, has_replaced: Cell::new(false) }
    }

    /// Returns `input` as UTF-8.
    pub(super) fn narrow<'a>(&'a self, input: &'a mut dyn BufRead) -> Narrow<'a> {
        Narrow {
            input,
            decoder: self.wide.encoding.new_decoder_with_bom_removal(),
            has_replaced: &self.has_replaced,
            text: vec![0; ROOM],
            ready: 0..0,
            is_over: false,
        }
    }

    /// Returns the notes of an article that was read from it, whose text is `raw`.
    pub(super) fn notes(&self, article: &Article, raw: &str) -> Vec<String> {
        let Wide { encoding, has_mark } = self.wide;
        let mut notes = Vec::new();
        notes.extend((!has_mark).then(|| encoding::note(encoding, "guessed")));
        if self.has_replaced.get() {
            let fields = [&article.title, &article.source, &article.author, &article.url];
            let fields = fields.into_iter().flatten().map(|field| field.value.as_str());
            let replaced = |text: &str| text.matches(char::REPLACEMENT_CHARACTER).count();
            let count = fields.chain([raw]).map(replaced).sum();
            notes.extend((count > 0).then(|| encoding::replaced_note(count)));
        }
        notes
    }
}

/// UTF-16 that is read as UTF-8.
pub(super) struct Narrow<'a> {
    input: &'a mut dyn BufRead,
    decoder: Decoder,
    has_replaced: &'a Cell<bool>,
    text: Vec<u8>,
    /// What of `text` was made and not taken.
    ready: std::ops::Range<usize>,
    /// True once the decoder has given its last.
    is_over: bool,
}

impl Read for Narrow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Narrow<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.ready.is_empty() && !self.is_over {
            let wide = self.input.fill_buf()?;
            let is_last = wide.is_empty();
            let (result, taken, made, has_replaced) =
                self.decoder.decode_to_utf8(wide, &mut self.text, is_last);
            self.input.consume(taken);
            self.ready = 0..made;
            self.has_replaced.set(self.has_replaced.get() || has_replaced);
            self.is_over = is_last && result == CoderResult::InputEmpty;
        }
        Ok(&self.text[self.ready.clone()])
    }

    fn consume(&mut self, amount: usize) {
        self.ready.start += amount;
    }
}
