//! Text -> passages: the ranges of an article that are found, scored and shown.
//!
//! A passage is whole sentences, about 40 to 120 words of them. Paragraphs are kept whole where
//! they fit; a short one joins the next; a long one is cut between sentences. A heading starts a
//! passage, and a line that ends in a colon stays with what it introduces.

mod bounds;
mod breaks;
mod sentences;

use std::ops::Range;

pub use bounds::{Bound, bounds};

use crate::script::{is_letter, is_number, is_unspaced, is_word_char};
pub(crate) use sentences::sentences;

/// A passage with this many words is long enough to stand alone.
const ENOUGH_WORDS: usize = 40;
/// A passage takes no further paragraph or sentence beyond this many words.
const FULL_WORDS: usize = 120;
/// No passage has more words than this: what the index leaves room for between two passages.
/// Only text without any sentence end reaches it.
pub const MAX_WORDS: usize = 124;
/// Bytes in which words are counted at a time.
const COUNTED: usize = 128;
/// A line of more words is a paragraph, not a heading.
const HEADING_WORDS: usize = 14;

/// Splits a text into passages: byte ranges in order, which do not overlap and hold every word.
///
/// A passage neither starts nor ends with white space and has at most [`MAX_WORDS`] words, counted
/// as runs of letters and digits. Empty for a text without any visible character.
pub fn split(text: &str) -> Vec<Range<usize>> {
    let paragraphs = with_lists(text, paragraphs(text));
    let mut builder = Builder { text, passages: Vec::new(), open: None, closed: 0 };
    for (i, paragraph) in paragraphs.iter().enumerate() {
        if is_heading(text, paragraph, paragraphs.get(i + 1)) {
            builder.close();
        }
        builder.add(paragraph);
    }
    builder.close();
    builder.passages.into_iter().map(|passage| passage.range).collect()
}

/// A stretch of text and how many words it has.
#[derive(Debug, Clone)]
struct Stretch {
    range: Range<usize>,
    words: usize,
}

impl Stretch {
    fn of(text: &str, range: Range<usize>) -> Stretch {
        Stretch { words: count_words(&text[range.clone()]), range }
    }

    fn to(&self, other: &Stretch) -> Stretch {
        Stretch { range: self.range.start..other.range.end, words: self.words + other.words }
    }
}

struct Builder<'a> {
    text: &'a str,
    passages: Vec<Stretch>,
    open: Option<Stretch>,
    /// Passages before the last heading: nothing joins these any more.
    closed: usize,
}

impl Builder<'_> {
    fn add(&mut self, paragraph: &Stretch) {
        let whole = match self.open.take() {
            Some(open) if open.words + paragraph.words <= FULL_WORDS => open.to(paragraph),
            Some(open) if open.words < ENOUGH_WORDS => match self.join_last(open) {
                None => paragraph.clone(),
                // Too little to stand alone: it goes into the first part of what follows.
                Some(open) => open.to(paragraph),
            },
            Some(open) => {
                self.passages.push(open);
                paragraph.clone()
            }
            None => paragraph.clone(),
        };
        if whole.words > FULL_WORDS {
            self.passages.extend(parts(self.text, &whole));
        } else if whole.words >= ENOUGH_WORDS {
            self.passages.push(whole);
        } else {
            self.open = Some(whole);
        }
    }

    /// Joins what is too short to stand alone with the passage before it, or gives it back.
    fn join_last(&mut self, open: Stretch) -> Option<Stretch> {
        match self.passages[self.closed..].last_mut() {
            Some(last) if last.words + open.words <= FULL_WORDS => {
                *last = last.to(&open);
                None
            }
            _ => Some(open),
        }
    }

    /// Closes what stands before a heading, or the text.
    fn close(&mut self) {
        if let Some(open) = self.open.take()
            && let Some(open) =
                if open.words < ENOUGH_WORDS { self.join_last(open) } else { Some(open) }
        {
            self.passages.push(open);
        }
        self.closed = self.passages.len();
    }
}

/// Cuts a stretch that is too long into parts between sentences, as even in length as they allow.
fn parts(text: &str, stretch: &Stretch) -> Vec<Stretch> {
    let sentences = sentences(text, stretch.range.clone())
        .flat_map(|range| clauses(text, Stretch::of(text, range)));
    let mut parts: Vec<Stretch> = Vec::new();
    let mut pieces = stretch.words.div_ceil((ENOUGH_WORDS + FULL_WORDS) / 2).max(1);
    let mut left = stretch.words;
    let mut open: Option<Stretch> = None;
    for sentence in sentences {
        open = Some(match open {
            None => sentence,
            Some(part) => {
                let target = left / pieces;
                let over = part.words + sentence.words / 2 > target;
                if over || part.words + sentence.words > FULL_WORDS {
                    left -= part.words.min(left);
                    pieces = (pieces - 1).max(1);
                    parts.push(part);
                    sentence
                } else {
                    part.to(&sentence)
                }
            }
        });
    }
    parts.extend(open);
    parts
}

/// Joins each line that ends in a colon with what it introduces: the next paragraph, and the
/// further items of a list.
fn with_lists(text: &str, paragraphs: Vec<Stretch>) -> Vec<Stretch> {
    let mut joined: Vec<Stretch> = Vec::new();
    let (mut introduced, mut in_list) = (false, false);
    for paragraph in paragraphs {
        let item = is_list_item(text, &paragraph);
        let introduces = text[paragraph.range.clone()].ends_with([':', '：']);
        match joined.last_mut() {
            Some(last) if introduced || (in_list && item) => {
                in_list = item;
                *last = last.to(&paragraph);
            }
            _ => {
                in_list = false;
                joined.push(paragraph);
            }
        }
        introduced = introduces;
    }
    joined
}

/// Returns true for a short line that reads as one of a list: it starts low, or with a bullet or a
/// number.
fn is_list_item(text: &str, paragraph: &Stretch) -> bool {
    let line = &text[paragraph.range.clone()];
    let first = line.chars().next().unwrap_or(' ');
    paragraph.words <= ENOUGH_WORDS
        && (first.is_lowercase() || is_number(first) || "-–—*•·▪‣(".contains(first))
}

/// Cuts one sentence that is longer than a passage between words.
fn clauses(text: &str, sentence: Stretch) -> Vec<Stretch> {
    if sentence.words <= FULL_WORDS {
        return vec![sentence];
    }
    let mut cut = Vec::new();
    let (mut start, mut words, mut in_word) = (sentence.range.start, 0, false);
    for (offset, c) in text[sentence.range.clone()].char_indices() {
        let at = sentence.range.start + offset;
        // Only before a word that begins after white space or in a script without spaces.
        let breaks = is_unspaced(c) || text[..at].ends_with(char::is_whitespace);
        let starts_word = is_unspaced(c) || (is_word_char(c) && !in_word);
        in_word = is_word_char(c);
        if starts_word {
            if (words >= FULL_WORDS && breaks) || words >= MAX_WORDS {
                push_trimmed(text, start..at, &mut cut);
                (start, words) = (at, 0);
            }
            words += 1;
        }
    }
    push_trimmed(text, start..sentence.range.end, &mut cut);
    cut
}

fn push_trimmed(text: &str, range: Range<usize>, out: &mut Vec<Stretch>) {
    let range = trimmed(text, range);
    if !range.is_empty() {
        out.push(Stretch::of(text, range));
    }
}

/// Returns the paragraphs of a text with their words.
fn paragraphs(text: &str) -> Vec<Stretch> {
    paragraph_ranges(text).into_iter().map(|range| Stretch::of(text, range)).collect()
}

/// Returns the paragraphs of a text: what stands between blank lines, and single lines where the
/// lines are paragraphs rather than the wrapping of one.
fn paragraph_ranges(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut block: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    for end in ends {
        let range = trimmed(text, at..end);
        at = end;
        if range.is_empty() {
            flush(text, &mut block, &mut found);
        } else {
            block.push(range);
        }
    }
    flush(text, &mut block, &mut found);
    found
}

fn flush(text: &str, block: &mut Vec<Range<usize>>, found: &mut Vec<Range<usize>>) {
    if is_wrapped(text, block) {
        // Where paragraphs are set in instead of apart, one begins at each line that is.
        let least = block.iter().map(|line| indent(text, line)).min().unwrap_or(0);
        for paragraph in block.chunk_by(|_, next| indent(text, next) < least + 2) {
            if let [first, .., last] | [first @ last] = paragraph {
                found.push(first.start..last.end);
            }
        }
    } else {
        found.append(block);
    }
    block.clear();
}

/// Spaces before the first character of a line.
fn indent(text: &str, line: &Range<usize>) -> usize {
    line.start - text[..line.start].trim_end_matches([' ', '\t']).len()
}

/// Returns true when the lines of a block are one paragraph, or several, wrapped at a column: most
/// lines but the last are of middling, similar length and end inside a sentence, or a good part of
/// them goes on in a small letter.
fn is_wrapped(text: &str, block: &[Range<usize>]) -> bool {
    let breaks = block.len().saturating_sub(1);
    if breaks == 0 {
        return false;
    }
    let is_open = |line: &Range<usize>, least: usize| {
        let line = &text[line.clone()];
        (least..=100).contains(&line.len()) && !line.ends_with(['.', '!', '?', ':', '"', '”', '’'])
    };
    let open = block[..breaks].iter().filter(|line| is_open(line, 40)).count();
    let goes_on = block.windows(2).filter(|pair| {
        is_open(&pair[0], 30) && text[pair[1].clone()].starts_with(char::is_lowercase)
    });
    open * 10 >= breaks * 6 || goes_on.count() * 10 >= breaks * 3
}

/// Returns true for a short line without an end mark that stands above a paragraph.
fn is_heading(text: &str, paragraph: &Stretch, next: Option<&Stretch>) -> bool {
    let line = &text[paragraph.range.clone()];
    let starts_high =
        line.chars().find(|&c| is_letter(c) || is_number(c)).is_some_and(|c| !c.is_lowercase());
    let ends_open = !line.ends_with(['.', ',', ';', ':', '"', '”', '…', '。', '，', '：']);
    paragraph.words <= HEADING_WORDS
        && starts_high
        && ends_open
        && !line.contains('\n')
        && next.is_some_and(|next| next.words >= 2 * paragraph.words && next.words > 8)
}

/// Counts words as runs of letters and digits; each character of an unspaced script is a word.
fn count_words(text: &str) -> usize {
    if text.is_ascii() {
        // A word begins where a letter or digit stands behind something else. Few enough at a time for
        // a byte to count them, so that many are looked at at once.
        let bytes = text.as_bytes();
        let begins = |(before, byte): (&u8, &u8)| {
            u8::from(byte.is_ascii_alphanumeric() & !before.is_ascii_alphanumeric())
        };
        let pairs = bytes.chunks(COUNTED).zip(bytes.get(1..).unwrap_or_default().chunks(COUNTED));
        let counts = pairs.map(|(before, at)| before.iter().zip(at).map(begins).sum::<u8>());
        let first = bytes.first().is_some_and(u8::is_ascii_alphanumeric);
        return usize::from(first) + counts.map(usize::from).sum::<usize>();
    }
    let mut words = 0;
    let mut in_word = false;
    for c in text.chars() {
        let word = is_word_char(c);
        if is_unspaced(c) || (word && !in_word) {
            words += 1;
        }
        in_word = word;
    }
    words
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    let end = range.start + slice.trim_end().len();
    start..end.max(start)
}

#[cfg(test)]
mod tests;
