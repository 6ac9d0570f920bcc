//! Text -> a number for each word, fast enough to be done for every text that is indexed.
//!
//! A word here is a run of letters and digits, case folded: coarser than the analyser's, because
//! nobody sees these words. An apostrophe, a hyphen or a point parts words, so typography does not
//! matter; a point or comma between digits does not. Characters of scripts without spaces are words each.

use crate::script::{Eight, continues_word, is_low, is_number, is_unspaced, is_word_char};

/// One word of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// Equal for equal words; the lowest bit says whether the word holds a digit.
    pub hash: u64,
    /// Bytes of the word as written.
    pub len: usize,
    /// Whether white space stands before it, or it needs none.
    pub opens: bool,
    /// Whether it begins with a capital, as names do.
    pub is_capital: bool,
}

/// Odd, with bits set all over: a factor that spreads every bit of a word over the upper half.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
/// Folds ASCII letters to lower case, eight at a time, and leaves digits as they are.
const LOWER: u64 = 0x2020_2020_2020_2020;

/// Mixes a further number into a hash.
pub(super) fn mix(hash: u64, further: u64) -> u64 {
    let wide = u128::from(hash ^ FACTOR) * u128::from(further ^ 0xD6E8_FEB8_6659_FD93);
    (wide as u64) ^ ((wide >> 64) as u64)
}

/// Calls `found` for each word of a text, in order.
pub(super) fn each_word(text: &str, mut found: impl FnMut(Word)) {
    let bytes = text.as_bytes();
    let (mut at, mut opens) = (0, true);
    while let Some(&byte) = bytes.get(at) {
        match class(byte) {
            PART => {}
            class => {
                opens |= class == SPACE;
                at += 1;
                continue;
            }
        }
        let start = at;
        let mut has_digit = false;
        loop {
            let (count, digit) = Eight::at(bytes, at).plain();
            at += count;
            has_digit |= digit;
            if count < 8 {
                if !(has_digit && at < bytes.len() && links_digits(bytes, at)) {
                    break;
                }
                at += 1;
            }
        }
        if bytes.get(at).is_none_or(u8::is_ascii) {
            let hash = (hash_ascii(bytes, start, at) & !1) | u64::from(has_digit);
            let is_capital = byte.is_ascii_uppercase();
            found(Word { hash, len: at - start, opens, is_capital });
            opens = false;
            continue;
        }
        let first = text[start..].chars().next().unwrap_or(' ');
        if is_unspaced(first) {
            at = start + first.len_utf8();
            let hash = mix(1, u64::from(u32::from(first))) & !1;
            found(Word { hash, len: at - start, opens: true, is_capital: false });
            opens = true;
        } else if is_word_char(first) {
            let hash;
            (at, hash) = other_script(text, start);
            let is_capital = first.is_uppercase();
            found(Word { hash, len: at - start, opens, is_capital });
            opens = false;
        } else {
            at = start + first.len_utf8();
            opens |= first.is_whitespace();
        }
    }
}

/// What a byte is: a letter or digit of ASCII or part of a character outside of it, white space, or
/// another sign.
const PART: u8 = 0;
const SPACE: u8 = 1;
const OTHER: u8 = 2;

static CLASSES: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        let this = byte as u8;
        classes[byte] = match this {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | 0x80.. => PART,
            _ if this.is_ascii_whitespace() => SPACE,
            _ => OTHER,
        };
        byte += 1;
    }
    classes
};

fn class(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

/// Returns true for a point or comma inside a number.
fn links_digits(bytes: &[u8], at: usize) -> bool {
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    matches!(bytes[at], b'.' | b',') && is_digit(at - 1) && is_digit(at + 1)
}

/// Hashes the ASCII letters and digits from `start` to `end`, case folded.
fn hash_ascii(bytes: &[u8], start: usize, end: usize) -> u64 {
    let mut hash = (end - start) as u64;
    let mut at = start;
    while at < end {
        let len = (end - at).min(8);
        let eight = match bytes.get(at..at + 8) {
            Some(eight) => u64::from_le_bytes(eight.try_into().unwrap_or_default()),
            None => {
                let mut eight = [0; 8];
                eight[..len].copy_from_slice(&bytes[at..at + len]);
                u64::from_le_bytes(eight)
            }
        };
        let kept = (eight | LOWER) & (u64::MAX >> (64 - 8 * len));
        hash = mix(hash, kept);
        at += len;
    }
    hash
}

/// Returns the end and the hash of a word that may hold letters outside of ASCII.
fn other_script(text: &str, start: usize) -> (usize, u64) {
    let bytes = text.as_bytes();
    let (mut end, mut hash, mut has_digit) = (start, 2, false);
    for (offset, c) in text[start..].char_indices() {
        let at = start + offset;
        if is_word_char(c) {
            if is_low(c) {
                hash = mix(hash, u64::from(u32::from(c)));
            } else {
                for lower in c.to_lowercase() {
                    hash = mix(hash, u64::from(u32::from(lower)));
                }
            }
            has_digit |= is_number(c);
        } else {
            let is_inside = continues_word(c) || (has_digit && links_digits(bytes, at));
            if !is_inside {
                break;
            }
        }
        end = at + c.len_utf8();
    }
    if bytes[start..end].is_ascii() {
        hash = hash_ascii(bytes, start, end);
    }
    (end, (hash & !1) | u64::from(has_digit))
}

#[cfg(test)]
mod tests {
    //! 1. Case and typography do not matter. 2. Different words differ. 3. Words that white space
    //! opens are counted. 4. Every text can be read.

    use super::*;
    use proptest::prelude::*;

    fn hashes(text: &str) -> Vec<u64> {
        let mut found = Vec::new();
        each_word(text, |word| found.push(word.hash));
        found
    }

    fn opened(text: &str) -> usize {
        let mut n = 0;
        each_word(text, |word| n += usize::from(word.opens));
        n
    }

    #[test]
    fn case_and_typography_do_not_matter() {
        assert_eq!(hashes("Don't say “Cease-fire”!"), hashes("don’t SAY \"cease–FIRE\""));
        assert_eq!(hashes("ÉTÉ Київ"), hashes("été, київ"));
        assert_eq!(hashes("Peace, at last"), hashes("peace at LAST."));
        assert_eq!(hashes("$1.5bn"), hashes("€1.5bn’"));
    }

    #[test]
    fn different_words_differ_and_numbers_are_told_from_words() {
        let all = hashes("a b ab ba abcdefgh abcdefghi 1.2 12 a1 é e 北 京 abcdefgh1");
        let distinct: std::collections::HashSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), 14);
        let numbers: Vec<bool> = all.iter().map(|hash| hash & 1 == 1).collect();
        assert_eq!(numbers.iter().filter(|&&n| n).count(), 4);
    }

    #[test]
    fn words_that_white_space_opens_are_counted() {
        assert_eq!(opened("don't say U.S. 28-point – yes"), 5);
        assert_eq!(opened("l’été à Київ"), 3);
        assert_eq!(opened("北京大学"), 4);
        assert_eq!(opened(" … "), 0);
    }

    proptest! {
        #[test]
        fn every_text_can_be_read(text in "[a-cA1é\u{301}北 .’-]{0,30}|\\PC{0,30}") {
            let words = hashes(&text).len();
            prop_assert!(opened(&text) <= words);
            prop_assert_eq!(words, hashes(&text.replace(' ', "  ")).len());
        }
    }
}
