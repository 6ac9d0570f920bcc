//! Query text -> tree: what a person typed or pasted, read as `docs/QUERY.md` describes.
//!
//! Reading takes three steps, a file each: [`lex`] cuts the text into tokens, with the help of
//! [`quotes`], [`word`] and [`dates`]; [`settle`] turns syntax that lacks its other half back into
//! words; [`grammar`] builds the tree and can no longer fail. Nothing here knows the analyser or
//! the engine.
//!
//! Promises, each with a test in `tests.rs`:
//!
//! 1. Any text is a query. Only an unreadable value of `date:`, `since:` or `until:` is an error,
//!    and it says where.
//! 2. What looked like syntax and was not read as such leaves a [`Note`](super::ast::Note).
//! 3. Display gives back the same tree when it is read again.
//! 4. Reading takes time in proportion to the text, and nests no deeper than [`MAX_DEPTH`].
//! 5. Each example of `docs/QUERY.md` reads as the document says.

use std::fmt;
use std::ops::Range;

use super::ast::{Clause, Need, Node, Phrase, Query, Word, WordForm};
use crate::date::Date;

mod dates;
mod grammar;
mod lex;
mod quotes;
mod settle;
#[cfg(test)]
mod tests;
mod token;
mod word;

pub use dates::{parse_days, parse_span};
pub(super) use lex::{can_follow_sign, escaped, reads_as_word};
pub(super) use quotes::quoted;

/// Number of parentheses that may be open at once; past it they are left out.
///
/// Nobody writes eight by hand. The tree is walked recursively by every later stage, so the bound
/// keeps a pasted `((((…` far from the end of the stack.
pub const MAX_DEPTH: usize = 32;

/// Words that may stand between the two sides of a `NEAR` without a number.
///
/// Ten words are about half a sentence of news text.
pub const DEFAULT_NEAR: u32 = 10;

/// How a query text is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseOptions {
    /// Whether the text holds syntax at all.
    pub mode: Mode,
    /// The day that `today` and `7d` are counted from; a time of day is ignored.
    pub today: Date,
}

/// Whether a query text holds syntax.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// The language of `docs/QUERY.md`.
    #[default]
    Syntax,
    /// No syntax: every chunk between white space is a wanted word.
    Words,
    /// No syntax: the whole text is one phrase.
    Phrase,
}

/// A value of a known field that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// Bytes of the query text that cannot be read; never empty.
    pub at: Range<usize>,
    /// What is wrong with them, as a clause.
    pub reason: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for ParseError {}

/// Reads a query text.
///
/// A blank text gives a query without clauses. Clauses and notes come in the order typed.
///
/// # Errors
///
/// Only for an unreadable value of `date:`, `since:` or `until:`, and only in [`Mode::Syntax`].
pub fn parse(text: &str, options: &ParseOptions) -> Result<Query, ParseError> {
    match options.mode {
        Mode::Syntax => {
            let lexed = lex::lex(text, options.today)?;
            let (tokens, mut notes) = settle::settle(lexed, text);
            notes.sort_by_key(|note| note.span.start);
            Ok(Query { clauses: grammar::clauses(tokens), notes })
        }
        Mode::Words => Ok(Query { clauses: words(text), notes: Vec::new() }),
        Mode::Phrase => Ok(Query { clauses: phrase(text), notes: Vec::new() }),
    }
}

fn words(text: &str) -> Vec<Clause> {
    let clause = |chunk: &str| {
        // `split_whitespace` gives slices of `text`, so the difference of addresses is an offset.
        let start = chunk.as_ptr() as usize - text.as_ptr() as usize;
        let span = start..start + chunk.len();
        let word = Word { text: chunk.to_owned(), span, form: WordForm::Plain };
        Clause { need: Need::Wanted, node: Node::Word(word) }
    };
    text.split_whitespace().map(clause).collect()
}

fn phrase(text: &str) -> Vec<Clause> {
    let start = text.len() - text.trim_start().len();
    let inside = text.trim();
    let bare = inside.trim_matches(|c: char| c.is_whitespace() || quotes::is_double(c));
    if bare.is_empty() {
        return Vec::new();
    }
    let span = start..start + inside.len();
    let node = Node::Phrase(Phrase { text: bare.to_owned(), span, slop: None });
    vec![Clause { need: Need::Must, node }]
}
