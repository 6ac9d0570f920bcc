//! Reads terms by the form that is written in them.
//!
//! A term is `tag stem NUL form`, so the forms that begin alike do not stand side by side when a
//! stem is not how its form begins (`countri` of `country`). The form is read across both parts. A
//! branch is left where no form can fit: a stem that does not fit is followed only as far as the
//! stemmer of its language changes the end of a word.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::walk::{Branch, TermReader};
use crate::analysis::{Language, STEM_END, WHOLE_FORM};
use crate::query::{Compared, Likeness, is_left_out_of_stems};

/// Looks for forms that resemble a typed word.
pub struct FormReader {
    whole: Steps,
    /// The same for stems, where it differs.
    bare: Option<Steps>,
}

/// What has been read of a term.
#[derive(Clone, Copy)]
pub struct Reading {
    part: Part,
    language: Language,
    /// How many more letters at the end of the stem may be odd; `None` for any number.
    odd_left: Option<usize>,
    /// Whether a form that begins with this stem, but for its odd end, may be written out behind it.
    may_be_written_out: bool,
    /// The character that is being read: its bits so far, and the bytes to come.
    bits: u32,
    to_come: u8,
    /// The form as far as it was read …
    form: usize,
    /// … and the stem, as the beginning of a form that may be written out whole behind it.
    stem: usize,
}

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
        let bare = Some(like.bare()).filter(|bare| bare != like).map(Steps::new);
        FormReader { whole: Steps::new(like.clone()), bare }
    }

    fn stems(&mut self) -> &mut Steps {
        self.bare.as_mut().unwrap_or(&mut self.whole)
    }

    /// Takes a byte of UTF-8; the last one of a character compares it. False when nothing that
    /// begins so can fit.
    fn take(&mut self, next: &mut Reading, byte: u8) -> bool {
        (next.bits, next.to_come) = match (byte, next.to_come) {
            (0x80..=0xBF, 1..) => (next.bits << 6 | u32::from(byte & 0x3F), next.to_come - 1),
            (0xC0..=0xDF, _) => (u32::from(byte & 0x1F), 1),
            (0xE0..=0xEF, _) => (u32::from(byte & 0x0F), 2),
            (0xF0.., _) => (u32::from(byte & 0x07), 3),
            _ => (u32::from(byte), 0),
        };
        if next.to_come > 0 {
            return true;
        }
        let letter = char::from_u32(next.bits).unwrap_or(char::REPLACEMENT_CHARACTER);
        next.form = self.whole.step(next.form, letter);
        if next.part == Part::Stem && next.may_be_written_out && !is_left_out_of_stems(letter) {
            next.stem = self.stems().step(next.stem, letter);
            // The letter with which it stops to fit is the first odd one.
            if next.stem == OVER {
                let left = next.odd_left.map_or(Some(None), |left| left.checked_sub(1).map(Some));
                next.odd_left = left.unwrap_or(Some(0));
                next.may_be_written_out = left.is_some() && next.language.ends_oddly_in(letter);
            }
        }
        next.form != OVER || (next.part == Part::Stem && next.may_be_written_out)
    }
}

impl TermReader for FormReader {
    type State = Reading;

    fn start(&mut self) -> Reading {
        Reading {
            part: Part::Tag,
            language: Language::Neutral,
            odd_left: None,
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
                next.odd_left = next.language.odd_ending();
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

    fn only(&self, state: &Reading) -> Option<u8> {
        let is_over = state.form == OVER && state.to_come == 0;
        match state.part {
            Part::Stem if is_over && state.stem == OVER && state.odd_left == Some(0) => {
                Some(STEM_END as u8)
            }
            Part::Between if is_over => Some(WHOLE_FORM as u8),
            _ => None,
        }
    }
}

/// Comparing a letter, remembered: a walk takes the same steps again and again.
struct Steps {
    like: Likeness,
    /// What the numbers of states stand for.
    states: Vec<Compared>,
    numbers: HashMap<Compared, usize, RandomState>,
    /// For each state, the next by each letter that makes a difference, and by any other.
    next: Vec<usize>,
    /// Those letters, and one that is none of them.
    letters: Vec<char>,
    /// The places of ASCII letters among them.
    ascii: [u16; 128],
}

/// Nothing that goes on so fits.
const OVER: usize = 0;
/// Nothing has been read.
const START: usize = 1;
const UNKNOWN: usize = usize::MAX;

impl Steps {
    fn new(like: Likeness) -> Steps {
        let mut letters = like.telling_letters();
        let other = ('\u{E000}'..).find(|letter| !letters.contains(letter)).unwrap_or('\u{E000}');
        letters.push(other);
        let place = |letter| letters.iter().position(|&l| l == letter).unwrap_or(letters.len() - 1);
        let places = (0..128).map(|byte: u8| place(byte as char) as u16).collect::<Vec<_>>();
        let mut ascii = [0; 128];
        ascii.copy_from_slice(&places);
        let start = like.start();
        let numbers = HashMap::from_iter([(start, START)]);
        let next = vec![UNKNOWN; 2 * letters.len()];
        Steps { like, states: vec![start, start], numbers, next, letters, ascii }
    }

    fn step(&mut self, state: usize, letter: char) -> usize {
        if state == OVER {
            return OVER;
        }
        let place = match self.ascii.get(letter as usize) {
            Some(&place) => usize::from(place),
            None => {
                self.letters.iter().position(|&l| l == letter).unwrap_or(self.letters.len() - 1)
            }
        };
        let at = state * self.letters.len() + place;
        if self.next[at] == UNKNOWN {
            let next = self.like.step(&self.states[state], self.letters[place]);
            self.next[at] = if self.like.may_fit(&next) { self.number(next) } else { OVER };
        }
        self.next[at]
    }

    fn number(&mut self, compared: Compared) -> usize {
        *self.numbers.entry(compared).or_insert_with(|| {
            self.states.push(compared);
            self.next.resize(self.next.len() + self.letters.len(), UNKNOWN);
            self.states.len() - 1
        })
    }

    fn fits(&self, state: usize) -> bool {
        state != OVER && self.like.fits(&self.states[state]).is_some()
    }

    fn fits_whatever_follows(&self, state: usize) -> bool {
        self.like.slips_allowed().is_none() && self.fits(state)
    }
}
