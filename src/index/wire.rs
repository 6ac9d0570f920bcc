//! Text -> the terms of a field, as one string that the engine is handed, and back.
//!
//! The engine cuts what it is given on threads of its own, and asks for each word anew where its list
//! is. What is handed over is cut already, by the threads that read, and each term stands there
//! once, with all its positions: so its list is found once more for each article, and not for each
//! word.
//!
//! ```text
//! term      its length in bytes, the term, the number of its positions, what lies between these
//! number    six bits a byte, the lowest first; the seventh says that it goes on
//! ```

use std::borrow::Cow;

use crate::analysis::{Analyser, Language, Looked, NameFinder};
use crate::passages::{Bound, bounds};

use super::schema::{PARAGRAPH_MARK, SENTENCE_MARK, STRIDE};

/// A byte of a number that another one follows.
const GOES_ON: u8 = 0x40;
/// What is handed over of a long text is not kept.
const KEPT_WIRE_BYTES: usize = 1 << 20;
/// Stands in no term, and in texts by mistake: it is read as a space.
const STRAY: char = '\u{1}';

/// Cuts texts. Keep one and use it again: it remembers the words it has seen.
#[derive(Default)]
pub(super) struct Cutter {
    analyser: Analyser,
    names: NameFinder,
    field: Grouped,
    /// The field at hand, as it is handed over.
    wire: String,
}

impl Cutter {
    /// Cuts a line, which has no sentences.
    pub fn line(&mut self, language: Language, line: &str) -> &str {
        self.begin();
        let field = &mut self.field;
        self.analyser.each_looked(&plain(line), language, |token| {
            let slot = field.slot(token.term);
            field.places.push((slot, token.position));
        });
        self.end()
    }

    /// Cuts a text by its passages, and marks where their sentences and paragraphs begin.
    pub fn passages<'a>(
        &mut self,
        language: Language,
        passages: impl Iterator<Item = &'a str>,
    ) -> &str {
        self.begin();
        let field = &mut self.field;
        for (base, passage) in (0..).step_by(STRIDE as usize).zip(passages) {
            let passage = plain(passage);
            let mut bounds = bounds(&passage).into_iter().peekable();
            self.analyser.each_looked(&passage, language, |token| {
                let position = base + token.position;
                let mut mark = None;
                while let Some((_, bound)) = bounds.next_if(|(at, _)| *at <= token.start) {
                    mark = if mark == Some(Bound::Paragraph) { mark } else { Some(bound) };
                }
                if let Some(mark) = mark {
                    let slot = field.mark(mark);
                    field.places.push((slot, position));
                }
                let slot = field.slot(token.term);
                field.places.push((slot, position));
            });
        }
        self.end()
    }

    /// Finds the names of a text; where they stand does not matter.
    pub fn names<'a>(
        &mut self,
        language: Language,
        passages: impl Iterator<Item = &'a str>,
    ) -> &str {
        let wire = &mut self.wire;
        wire.clear();
        // German writes every noun as names are written.
        if language != Language::German {
            self.names.each(passages, |term| put_term(wire, term, &[0]));
        }
        wire
    }

    fn begin(&mut self) {
        self.analyser.make_room();
        self.field.begin();
        if self.wire.capacity() > KEPT_WIRE_BYTES {
            self.wire = String::new();
        }
        self.wire.clear();
    }

    fn end(&mut self) -> &str {
        let analyser = &self.analyser;
        self.field.write(&mut self.wire, |number| analyser.known(number).term().term);
        &self.wire
    }
}

fn plain(text: &str) -> Cow<'_, str> {
    match memchr::memchr(STRAY as u8, text.as_bytes()) {
        Some(_) => text.replace(STRAY, " ").into(),
        None => text.into(),
    }
}

/// A term of a field.
#[derive(Clone, Copy)]
enum Opened {
    /// One that the analyser remembers, by its number.
    Known(u32),
    /// One that lies here.
    Own { start: usize, end: usize },
}

/// The terms of one field of one article, by the order in which they come first.
#[derive(Default)]
struct Grouped {
    /// Number of the field.
    field: u32,
    /// For each number of a term the field that it was last seen in, and its slot there.
    seen: Vec<(u32, u32)>,
    /// The slots of the two marks.
    marks: [Option<u32>; 2],
    /// The term of each slot; all are fetched together at the end.
    opened: Vec<Opened>,
    /// Terms that the analyser does not remember, one after the other.
    own: String,
    /// A slot and a position for each word, in order.
    places: Vec<(u32, u32)>,
    /// The positions of each slot, one slot after the other, and where each begins.
    positions: Vec<u32>,
    starts: Vec<u32>,
}

impl Grouped {
    fn begin(&mut self) {
        if self.field == u32::MAX {
            *self = Grouped::default();
        }
        self.field += 1;
        self.marks = [None; 2];
        self.opened.clear();
        self.own.clear();
        self.places.clear();
    }

    fn slot(&mut self, word: Looked<'_>) -> u32 {
        // One that is not remembered now is not when it comes again: each has a slot of its own.
        let Some(number) = word.number() else { return self.open_own(word.term().term) };
        if self.seen.len() <= number as usize {
            self.seen.resize((number as usize + 1).next_power_of_two(), (0, 0));
        }
        let (field, slot) = self.seen[number as usize];
        if field == self.field {
            return slot;
        }
        let slot = self.open(Opened::Known(number));
        self.seen[number as usize] = (self.field, slot);
        slot
    }

    fn mark(&mut self, mark: Bound) -> u32 {
        let (at, term) = match mark {
            Bound::Sentence => (0, SENTENCE_MARK),
            Bound::Paragraph => (1, PARAGRAPH_MARK),
        };
        let slot = self.marks[at].unwrap_or_else(|| self.open_own(term));
        self.marks[at] = Some(slot);
        slot
    }

    fn open_own(&mut self, term: &str) -> u32 {
        let start = self.own.len();
        self.own.push_str(term);
        self.open(Opened::Own { start, end: self.own.len() })
    }

    fn open(&mut self, term: Opened) -> u32 {
        self.opened.push(term);
        self.opened.len() as u32 - 1
    }

    /// Writes each term with all its positions; `known` returns those that are remembered.
    fn write<'a>(&mut self, wire: &mut String, known: impl Fn(u32) -> &'a str) {
        let starts = &mut self.starts;
        starts.clear();
        starts.resize(self.opened.len() + 1, 0);
        for &(slot, _) in &self.places {
            starts[slot as usize + 1] += 1;
        }
        for slot in 1..starts.len() {
            starts[slot] += starts[slot - 1];
        }
        self.positions.clear();
        self.positions.resize(self.places.len(), 0);
        for &(slot, position) in &self.places {
            let at = &mut starts[slot as usize];
            self.positions[*at as usize] = position;
            *at += 1;
        }
        // Each start has come to the end of its slot.
        let mut first = 0;
        for (&term, &last) in self.opened.iter().zip(starts.iter()) {
            let term = match term {
                Opened::Known(number) => known(number),
                Opened::Own { start, end } => &self.own[start..end],
            };
            put_term(wire, term, &self.positions[first..last as usize]);
            first = last as usize;
        }
    }
}

/// Writes a term and its positions, which ascend.
fn put_term(wire: &mut String, term: &str, positions: &[u32]) {
    put(wire, term.len() as u32);
    wire.push_str(term);
    put(wire, positions.len() as u32);
    let mut before = 0;
    for &position in positions {
        put(wire, position - before);
        before = position;
    }
}

fn put(wire: &mut String, mut number: u32) {
    while number >= u32::from(GOES_ON) {
        wire.push(char::from(GOES_ON | (number as u8 & (GOES_ON - 1))));
        number >>= 6;
    }
    wire.push(char::from(number as u8));
}

/// Reads what a [`Cutter`] wrote: a term and a position after the other.
pub(super) struct Terms<'a> {
    rest: &'a str,
    /// Positions of the term at hand that are still to come.
    left: u32,
    position: u32,
}

impl<'a> Terms<'a> {
    pub fn of(wire: &'a str) -> Terms<'a> {
        Terms { rest: wire, left: 0, position: 0 }
    }

    /// Returns the next position, and the term where it is another than that of the last one; `None`
    /// at the end, and where what follows was not written by a [`Cutter`].
    pub fn next(&mut self) -> Option<(Option<&'a str>, u32)> {
        let mut term = None;
        if self.left == 0 {
            let length = self.number()? as usize;
            let (head, rest) = self.rest.split_at_checked(length)?;
            (term, self.rest) = (Some(head), rest);
            self.left = self.number()?;
            self.position = 0;
        }
        self.left = self.left.checked_sub(1)?;
        self.position = self.position.checked_add(self.number()?)?;
        Some((term, self.position))
    }

    fn number(&mut self) -> Option<u32> {
        let (mut number, mut shift) = (0, 0);
        for (at, &byte) in self.rest.as_bytes().iter().enumerate().take(6) {
            number |= u32::from(byte & (GOES_ON - 1)).checked_shl(shift)?;
            shift += 6;
            if byte & GOES_ON == 0 {
                self.rest = self.rest.get(at + 1..)?;
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    //! 1. What is read back are the words of the text with their positions, each term at one place.
    //! 2. What was not written here ends the reading.

    use super::*;
    use proptest::prelude::*;

    fn read(wire: &str) -> Vec<(String, u32)> {
        let (mut terms, mut found, mut last) = (Terms::of(wire), Vec::new(), "");
        while let Some((term, position)) = terms.next() {
            last = term.unwrap_or(last);
            found.push((last.to_owned(), position));
        }
        assert_eq!(terms.rest, "");
        found
    }

    #[test]
    fn sentences_and_paragraphs_are_marked() {
        let mut cutter = Cutter::default();
        let wire = cutter.passages(Language::Neutral, ["One two. Two\n\nSix", "One"].into_iter());
        let marks = |mark: &str| -> Vec<u32> {
            read(wire).into_iter().filter(|(term, _)| term == mark).map(|(_, at)| at).collect()
        };
        assert_eq!(marks(PARAGRAPH_MARK), [0, 3, STRIDE]);
        assert_eq!(marks(SENTENCE_MARK), [2]);
        assert_eq!(read(wire).len(), 9);
    }

    #[test]
    fn names_are_found_once_and_german_has_none() {
        let mut cutter = Cutter::default();
        let mut names = |language| {
            cutter.names(language, ["Annette met Boris", "Annette"].into_iter()).to_owned()
        };
        assert_eq!(read(&names(Language::English)).len(), 2);
        assert_eq!(names(Language::German), "");
    }

    #[test]
    fn what_was_not_written_here_ends_the_reading() {
        for wire in [
            "",
            "\u{5}ab",
            "é",
            "\u{1}aé",
            "\u{7F}\u{7F}\u{7F}\u{7F}\u{7F}\u{7F}\u{7F}",
            "\u{1}a\0",
        ] {
            assert_eq!(Terms::of(wire).next(), None, "{wire:?}");
        }
    }

    proptest! {
        #[test]
        fn numbers_are_read_back(numbers in prop::collection::vec(any::<u32>(), 1..9)) {
            let mut sorted = numbers.clone();
            sorted.sort_unstable();
            let mut wire = String::new();
            put_term(&mut wire, "é", &sorted);
            let found: Vec<u32> = read(&wire).into_iter().map(|(_, at)| at).collect();
            prop_assert_eq!(found, sorted);
        }

        #[test]
        fn terms_are_those_of_the_text(
            texts in prop::collection::vec("[aAb’é. \n-]{0,30}|(The |the |THE |cease-fire |U.S. |北京){1,40}", 1..6)
        ) {
            // The same cutter: it remembers words of the texts before.
            let mut cutter = Cutter::default();
            for text in &texts {
                let found = read(cutter.line(Language::English, text));
                let mut slow = Vec::new();
                Analyser::default().each(text, Language::English, |token| {
                    slow.push((token.term.term.to_owned(), token.position));
                });
                let mut sorted = found.clone();
                sorted.sort();
                slow.sort();
                prop_assert_eq!(sorted, slow);
                // Each term at one place, its positions ascending.
                let groups = found.chunk_by(|a, b| a.0 == b.0).count();
                let distinct: std::collections::HashSet<_> = found.iter().map(|f| &f.0).collect();
                prop_assert_eq!(groups, distinct.len());
                prop_assert!(found.windows(2).all(|pair| pair[0].0 != pair[1].0 || pair[0].1 <= pair[1].1));
            }
        }
    }
}
