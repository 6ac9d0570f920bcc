//! What a character is, found out once.
//!
//! The standard library answers from packed tables that it walks along: some hundred steps for each letter
//! of Cyrillic, some nine hundred for one of Devanagari, asked several times for each letter of a text.

use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

use unicode_normalization::char::is_combining_mark;

/// What is known of a character: some of the bits below.
#[derive(Clone, Copy)]
pub(super) struct Kinds(u8);

/// Set of each character that was asked for.
const KNOWN: u8 = 1;
/// A letter, as `char::is_alphabetic` says.
pub(super) const LETTER: u8 = 2;
/// A digit or another number, as `char::is_numeric` says.
pub(super) const NUMBER: u8 = 4;
/// A mark that combines with the character before it; some are letters too.
pub(super) const MARK: u8 = 8;
/// What is the same in lower case.
pub(super) const LOW: u8 = 16;

/// Characters that are remembered: nearly all that texts are made of.
const REMEMBERED: usize = 0x2_0000;

/// A byte for each: nothing is taken of memory but for the scripts that come up. Two threads that find out
/// the same write the same.
static FOUND: [AtomicU8; REMEMBERED] = [const { AtomicU8::new(0) }; REMEMBERED];

impl Kinds {
    /// Returns what a character is.
    #[inline]
    pub fn of(c: char) -> Kinds {
        let Some(found) = FOUND.get(c as usize) else { return Kinds::ask(c) };
        match found.load(Relaxed) {
            0 => {
                let kinds = Kinds::ask(c);
                found.store(kinds.0, Relaxed);
                kinds
            }
            kinds => Kinds(kinds),
        }
    }

    fn ask(c: char) -> Kinds {
        let bit = |is: bool, bit: u8| if is { bit } else { 0 };
        let kinds = bit(c.is_alphabetic(), LETTER) | bit(c.is_numeric(), NUMBER);
        let is_low = c.to_lowercase().eq([c]);
        Kinds(KNOWN | kinds | bit(is_combining_mark(c), MARK) | bit(is_low, LOW))
    }

    /// Returns true for one of these kinds.
    pub fn has(self, kinds: u8) -> bool {
        self.0 & kinds != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_what_the_tables_say_each_time() {
        for c in '\0'..=char::MAX {
            for _ in 0..2 {
                let kinds = Kinds::of(c);
                assert_eq!(kinds.has(LETTER), c.is_alphabetic(), "{c:?}");
                assert_eq!(kinds.has(NUMBER), c.is_numeric(), "{c:?}");
                assert_eq!(kinds.has(LOW), c.to_lowercase().eq([c]), "{c:?}");
                assert_eq!(kinds.has(MARK), is_combining_mark(c), "{c:?}");
            }
        }
    }
}
