//! Reads terms by the form that is written in them.
//!
//! A term is `tag stem NUL form`, so the forms that begin alike do not stand side by side when a
//! stem is not how its form begins (`countri` of `country`). The form is read across both parts. A
//! branch is left where no form can fit: a stem that does not fit is followed only as far as the
//! stemmer of its language changes the end of a word.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::walk::{Branch, Bytes, TermReader};
use crate::analysis::{Language, STEM_END, WHOLE_FORM};
use crate::query::{Compared, LEFT_OUT_OF_STEMS, Likeness, is_left_out_of_stems};

/// Looks for forms that resemble a typed word.
pub struct FormReader {
    whole: Steps,
    /// The same for stems, where that differs.
    bare: Option<Steps>,
}

/// What has been read of a term.
#[derive(Clone, Copy)]
pub struct Reading {
    part: Part,
    language: Language,
    /// How many more letters at the end of the stem may be odd; [`ANY_NUMBER`] are never counted.
    odd_left: u8,
    /// Whether a form that begins with this stem, but for its odd end, may be written out behind it.
    may_be_written_out: bool,
    /// The character that is being read: its bits so far, and the bytes to come.
    bits: u32,
    to_come: u8,
    /// The form as far as it was read …
    form: u32,
    /// … and the stem, as the beginning of a form that may be written out whole behind it.
    stem: u32,
}

const ANY_NUMBER: u8 = u8::MAX;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Tag,
    Stem,
    /// The stem is over, nothing behind it has been read.
    Between,
    Form,
}

impl FormReader {
    /// Looks for what this likeness says.
    pub fn new(like: &Likeness) -> FormReader {
        let bare = like.bare().map(Steps::new);
        FormReader { whole: Steps::new(like.clone()), bare }
    }

    /// Takes a byte of UTF-8; the last one of a character compares it. False when nothing that
    /// begins so can fit.
    #[inline]
    fn take(&mut self, next: &mut Reading, byte: u8) -> bool {
        let letter = match next.to_come {
            0 if byte.is_ascii() => char::from(byte),
            _ => match next.letter_with(byte) {
                Some(letter) => letter,
                None => return true,
            },
        };
        let was_alike = next.stem == next.form && self.bare.is_none();
        next.form = self.whole.step(next.form, letter);
        if next.part == Part::Stem && next.may_be_written_out && !is_left_out_of_stems(letter) {
            next.stem = if was_alike {
                next.form
            } else {
                self.bare.as_mut().unwrap_or(&mut self.whole).step(next.stem, letter)
            };
            // The letter with which it stops to fit is the first odd one.
            if next.stem == OVER {
                next.may_be_written_out = next.odd_left > 0 && next.language.ends_oddly_in(letter);
                if next.odd_left != ANY_NUMBER {
                    next.odd_left = next.odd_left.saturating_sub(1);
                }
            }
        }
        next.form != OVER || (next.part == Part::Stem && next.may_be_written_out)
    }
}

impl Reading {
    /// Returns the character that ends with a byte; `None` where more bytes are to come.
    fn letter_with(&mut self, byte: u8) -> Option<char> {
        (self.bits, self.to_come) = match (byte, self.to_come) {
            (0x80..=0xBF, 1..) => (self.bits << 6 | u32::from(byte & 0x3F), self.to_come - 1),
            (0xC0..=0xDF, _) => (u32::from(byte & 0x1F), 1),
            (0xE0..=0xEF, _) => (u32::from(byte & 0x0F), 2),
            (0xF0.., _) => (u32::from(byte & 0x07), 3),
            _ => (u32::from(byte), 0),
        };
        let letter = || char::from_u32(self.bits).unwrap_or(char::REPLACEMENT_CHARACTER);
        (self.to_come == 0).then(letter)
    }
}

impl TermReader for FormReader {
    type State = Reading;

    fn start(&mut self) -> Reading {
        Reading {
            part: Part::Tag,
            language: Language::Neutral,
            odd_left: ANY_NUMBER,
            may_be_written_out: true,
            bits: 0,
            to_come: 0,
            form: START,
            stem: START,
        }
    }

    fn read(&mut self, state: &Reading, byte: u8) -> Branch<Reading> {
        let mut next = *state;
        let may_fit = match state.part {
            Part::Tag => {
                next.part = Part::Stem;
                next.language = Language::from_tag(byte);
                next.odd_left = next.language.odd_ending().map_or(ANY_NUMBER, |most| most as u8);
                true
            }
            Part::Stem if byte == STEM_END as u8 => {
                next.part = Part::Between;
                true
            }
            Part::Between if byte == WHOLE_FORM as u8 => {
                next.part = Part::Form;
                next.form = START;
                true
            }
            Part::Between if state.form == OVER => false,
            Part::Between => {
                next.part = Part::Form;
                self.take(&mut next, byte)
            }
            Part::Stem | Part::Form => self.take(&mut next, byte),
        };
        match may_fit {
            false => Branch::Leave,
            true if next.to_come == 0 && self.whole.fits_whatever_follows(next.form) => {
                Branch::Take
            }
            true => Branch::Follow(next),
        }
    }

    fn fits(&self, state: &Reading) -> bool {
        matches!(state.part, Part::Between | Part::Form)
            && state.to_come == 0
            && self.whole.fits(state.form)
    }

    fn onward(&mut self, state: &Reading) -> Bytes {
        if state.to_come > 0 || state.part == Part::Tag {
            return Bytes::ANY;
        }
        let mut bytes = self.whole.onward(state.form);
        match state.part {
            Part::Tag | Part::Form => {}
            Part::Between => bytes.insert(WHOLE_FORM as u8),
            Part::Stem => {
                bytes.insert(STEM_END as u8);
                let is_over = state.form == OVER && state.stem == OVER && state.odd_left == 0;
                if state.may_be_written_out && !is_over {
                    bytes = bytes.or(self.onward_in_stems(state));
                }
            }
        }
        bytes
    }
}

impl FormReader {
    /// Returns the bytes that may lead on to a stem behind which a form is written out.
    fn onward_in_stems(&mut self, state: &Reading) -> Bytes {
        let steps = self.bare.as_mut().unwrap_or(&mut self.whole);
        let mut bytes = steps.onward(state.stem);
        LEFT_OUT_OF_STEMS.iter().for_each(|&letter| bytes.insert(first_byte(letter)));
        if state.odd_left > 0 {
            let Some(odd) = state.language.odd_letters() else { return Bytes::ANY };
            odd.chars().for_each(|letter| bytes.insert(first_byte(letter)));
        }
        bytes
    }
}

/// Returns the byte with which a letter begins.
fn first_byte(letter: char) -> u8 {
    letter.encode_utf8(&mut [0; 4]).as_bytes()[0]
}

/// Comparing a letter, remembered: a walk takes the same steps again and again.
struct Steps {
    like: Likeness,
    /// What the numbers of states stand for.
    states: Vec<Compared>,
    numbers: HashMap<Compared, u32, RandomState>,
    /// For each state, the next by each letter that makes a difference, and by any other.
    next: Vec<u32>,
    /// The places of a state among them, as a power of two.
    bits: u32,
    /// Those letters, and one that is none of them.
    letters: Vec<char>,
    /// The places of ASCII letters among them.
    ascii: [u16; 128],
    /// For each state, the bytes that may lead on from it; none before they were asked for.
    onward: Vec<Bytes>,
}

/// Nothing that goes on so fits.
const OVER: u32 = 0;
/// Nothing has been read.
const START: u32 = 1;
const UNKNOWN: u32 = u32::MAX;

impl Steps {
    fn new(like: Likeness) -> Steps {
        let mut letters = like.telling_letters();
        let other = ('\u{E000}'..).find(|letter| !letters.contains(letter)).unwrap_or('\u{E000}');
        letters.push(other);
        let place = |letter| letters.iter().position(|&l| l == letter).unwrap_or(letters.len() - 1);
        let ascii = std::array::from_fn(|byte| place(byte as u8 as char) as u16);
        let bits = letters.len().next_power_of_two().ilog2();
        let start = like.start();
        let numbers = HashMap::from_iter([(start, START)]);
        let mut next = vec![OVER; 1 << bits];
        next.resize(2 << bits, UNKNOWN);
        Steps {
            like,
            states: vec![start, start],
            numbers,
            next,
            bits,
            letters,
            ascii,
            onward: vec![Bytes::NONE; 2],
        }
    }

    #[inline]
    fn step(&mut self, state: u32, letter: char) -> u32 {
        let place = match self.ascii.get(letter as usize) {
            Some(&place) => usize::from(place),
            None => self.place_of(letter),
        };
        self.next_by_place(state, place)
    }

    #[inline]
    fn next_by_place(&mut self, state: u32, place: usize) -> u32 {
        match self.next[(state as usize) << self.bits | place] {
            UNKNOWN => self.compare(state, place),
            next => next,
        }
    }

    /// Returns the bytes that may lead on from a state.
    #[inline]
    fn onward(&mut self, state: u32) -> Bytes {
        match self.onward[state as usize] {
            // Hyphens always lead on from where anything does.
            Bytes::NONE if state != OVER => self.look_onward(state),
            known => known,
        }
    }

    #[cold]
    fn look_onward(&mut self, state: u32) -> Bytes {
        let any_other = self.letters.len() - 1;
        let mut bytes = Bytes::ANY;
        if self.next_by_place(state, any_other) == OVER {
            bytes = Bytes::NONE;
            let letters = self.like.onward(&self.states[state as usize]);
            letters.for_each(|letter| bytes.insert(first_byte(letter)));
        }
        self.onward[state as usize] = bytes;
        bytes
    }

    fn place_of(&self, letter: char) -> usize {
        self.letters.iter().position(|&l| l == letter).unwrap_or(self.letters.len() - 1)
    }

    #[cold]
    fn compare(&mut self, state: u32, place: usize) -> u32 {
        let compared = self.like.step(&self.states[state as usize], self.letters[place]);
        let next = if self.like.may_fit(&compared) { self.number(compared) } else { OVER };
        self.next[(state as usize) << self.bits | place] = next;
        next
    }

    fn number(&mut self, compared: Compared) -> u32 {
        *self.numbers.entry(compared).or_insert_with(|| {
            self.states.push(compared);
            self.onward.push(Bytes::NONE);
            self.next.resize(self.next.len() + (1 << self.bits), UNKNOWN);
            self.states.len() as u32 - 1
        })
    }

    fn fits(&self, state: u32) -> bool {
        state != OVER && self.like.fits(&self.states[state as usize]).is_some()
    }

    fn fits_whatever_follows(&self, state: u32) -> bool {
        self.like.slips_allowed().is_none() && self.fits(state)
    }
}
