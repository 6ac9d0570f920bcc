//! Text -> tokens: where words stand, and the term of each.
//!
//! One walk over the text finds words, possessives, acronyms, numbers and compounds. A word takes
//! one position. The whole of a hyphenated compound stands beside its parts, at the position of
//! the first, and is as wide as they are: `cease-fire` is `cease`, `fire`, and `ceasefire`. A script
//! without spaces is cut into overlapping pairs of characters, each at the position of its first;
//! the last character of a run stands alone.

mod words;

use super::language::Language;
use super::term::{Looked, TermMaker, UNIT_END, WordTerm};
use crate::script::is_letter;
use words::{elision, joins_next, next_unspaced, next_word};

/// A word where it stands in a text.
#[derive(Debug, Clone, Copy)]
pub struct Token<T> {
    /// First byte of the word.
    pub start: usize,
    /// Byte after the word; the final point of an acronym belongs to it.
    pub end: usize,
    /// Byte after the first character of a pair; else the same as `end`.
    pub lead_end: usize,
    /// Number of words before it, from 0.
    pub position: u32,
    /// How many positions it takes: more than 1 for the whole of a compound.
    pub width: u32,
    /// What it is in the index.
    pub term: T,
}

/// Compounds of more parts are names of rules and parties, not one word in disguise.
const MAX_JOINED_PARTS: usize = 3;
/// Longer compounds are not written closed.
const MAX_JOINED_BYTES: usize = 48;
/// Cuts text into tokens. Keep one and use it again: it remembers the words it has seen.
#[derive(Default)]
pub struct Analyser {
    terms: TermMaker,
    /// Words that were cut and are still to be looked up, and what was found of each.
    cut: Vec<Cut>,
    numbers: Vec<Option<u32>>,
    /// The pair at hand, with the mark behind its first character.
    pair: String,
}

/// Words that are looked up at a time: looks at places that lie far apart do not wait for one another.
const AT_A_TIME: usize = 64;

/// A word that was cut.
#[derive(Clone, Copy)]
struct Cut {
    start: usize,
    end: usize,
    position: u32,
    width: u32,
    unspaced: bool,
}

impl Analyser {
    /// Forgets words where so many are remembered that it is better to begin anew. To be called now
    /// and then, between texts: of no other use is anything forgotten.
    pub fn make_room(&mut self) {
        self.terms.make_room();
    }

    /// Returns a word of the last text by its [number](Looked::number).
    pub fn known(&self, number: u32) -> Looked<'_> {
        self.terms.known(number)
    }

    /// Calls `found` for every token of `text`, by position; the whole of a compound comes after
    /// its parts. Returns the number of positions taken.
    pub fn each(
        &mut self,
        text: &str,
        language: Language,
        found: impl FnMut(Token<WordTerm<'_>>),
    ) -> u32 {
        self.each_at(text, language, |_| true, found)
    }

    /// Calls `found` as [`each`](Analyser::each) does, for the tokens at the positions asked for: what
    /// stands elsewhere is not made a term.
    pub fn each_at(
        &mut self,
        text: &str,
        language: Language,
        is_asked: impl Fn(u32) -> bool,
        mut found: impl FnMut(Token<WordTerm<'_>>),
    ) -> u32 {
        self.looked(text, language, is_asked, |token| {
            let Token { start, end, lead_end, position, width, term } = token;
            found(Token { start, end, lead_end, position, width, term: term.term() });
        })
    }

    /// Does as [`Analyser::each`] does, for who need not know each term.
    pub fn each_looked(
        &mut self,
        text: &str,
        language: Language,
        found: impl FnMut(Token<Looked<'_>>),
    ) -> u32 {
        self.looked(text, language, |_| true, found)
    }

    fn looked(
        &mut self,
        text: &str,
        language: Language,
        is_asked: impl Fn(u32) -> bool,
        mut found: impl FnMut(Token<Looked<'_>>),
    ) -> u32 {
        self.cut.clear();
        let mut position = 0;
        let mut compound = Compound::default();
        let mut at = 0;
        while let Some(word) = next_word(text, at) {
            at = word.resume;
            if self.cut.len() >= AT_A_TIME {
                self.look_up(text, language, &mut found);
            }
            if word.unspaced {
                self.cut(word.start, word.end, position, &is_asked, true);
                position += 1;
                continue;
            }
            let mut start = word.start;
            if !word.is_plain
                && let Some((head_end, rest)) = elision(&text[word.start..word.end])
            {
                self.cut(word.start, word.start + head_end, position, &is_asked, false);
                position += 1;
                start = word.start + rest;
                compound.broken = true;
            }
            self.cut(start, word.end, position, &is_asked, false);
            compound.add(word.start, position);
            position += 1;
            if joins_next(text, word.end) {
                continue;
            }
            let joined = compound.joined(text, word.end).filter(|&(_, first)| is_asked(first));
            if let Some((start, first)) = joined {
                let (end, width) = (word.end, position - first);
                self.cut.push(Cut { start, end, position: first, width, unspaced: false });
            }
            compound = Compound::default();
        }
        self.look_up(text, language, &mut found);
        position
    }

    /// Notes a word that was cut, where its position is asked for.
    fn cut(
        &mut self,
        start: usize,
        end: usize,
        position: u32,
        is_asked: impl Fn(u32) -> bool,
        unspaced: bool,
    ) {
        if is_asked(position) {
            self.cut.push(Cut { start, end, position, width: 1, unspaced });
        }
    }

    /// Looks up the words that were cut, and hands them over.
    fn look_up(
        &mut self,
        text: &str,
        language: Language,
        found: &mut impl FnMut(Token<Looked<'_>>),
    ) {
        let Analyser { terms, cut, numbers, pair } = self;
        let places = cut.iter().map(|word| (!word.unspaced).then_some((word.start, word.end)));
        terms.glance(text, places, language, numbers);
        for (word, &number) in cut.iter().zip(&*numbers) {
            let &Cut { start, end: lead_end, position, width, unspaced } = word;
            let mut end = lead_end;
            let term = if let Some(number) = number {
                terms.known(number)
            } else if unspaced {
                let next;
                (next, end) = next_unspaced(text, lead_end).unwrap_or((lead_end, lead_end));
                pair.clear();
                pair.push_str(&text[start..lead_end]);
                pair.push(UNIT_END);
                pair.push_str(&text[next..end]);
                terms.look(pair, language)
            } else {
                terms.look(&text[start..end], language)
            };
            found(Token { start, end, lead_end, position, width, term });
        }
        cut.clear();
    }
}

/// The parts of a compound seen so far.
#[derive(Default)]
struct Compound {
    parts: usize,
    start: usize,
    first: u32,
    broken: bool,
}

impl Compound {
    fn add(&mut self, start: usize, position: u32) {
        if self.parts == 0 {
            (self.start, self.first) = (start, position);
        }
        self.parts += 1;
    }

    /// Returns where the compound starts and its first position, if it is joined as one word.
    fn joined(&self, text: &str, end: usize) -> Option<(usize, u32)> {
        let fits = (2..=MAX_JOINED_PARTS).contains(&self.parts)
            && !self.broken
            && end - self.start <= MAX_JOINED_BYTES
            && text[self.start..end].contains(is_letter)
            && !text[self.start..end].contains(['.', ',']);
        fits.then_some((self.start, self.first))
    }
}

#[cfg(test)]
mod tests;
