//! Tokens, and what was noted while they were made.

use std::ops::Range;

use super::super::ast::{DateRange, FieldName, Note, WordForm};

/// One token and the bytes of the query text that it stands at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Word(String, WordForm),
    Phrase(String, Option<u32>),
    Dates(DateRange),
    /// A field and its colon; the value is the next token, unless that is an unclosed `Open`.
    Field(FieldName),
    Open {
        closed: bool,
    },
    Close,
    Minus,
    Plus,
    Or,
    And,
    Not,
    Near(u32),
}

/// Tokens, and what was left out or read as words on the way.
#[derive(Debug, Default)]
pub(super) struct Lexed {
    pub(super) tokens: Vec<Token>,
    pub(super) notes: Vec<Note>,
}

impl Lexed {
    /// Notes what was done with some bytes of the query text.
    pub(super) fn note(&mut self, text: &str, span: Range<usize>, reason: &str) {
        self.notes.push(Note { text: text[span.clone()].to_owned(), span, reason: reason.into() });
    }

    pub(super) fn push(&mut self, kind: Kind, span: Range<usize>) {
        self.tokens.push(Token { kind, span });
    }

    /// Gives up signs and fields at the end that wait for an item, because none follows directly.
    pub(super) fn release(&mut self, text: &str) {
        while let Some(last) = self.tokens.last_mut() {
            let span = last.span.clone();
            match last.kind {
                Kind::Minus | Kind::Plus => {
                    self.tokens.pop();
                    self.note(text, span, "no item follows the sign directly: left out");
                }
                Kind::Field(_) => {
                    last.kind = Kind::Word(text[span.clone()].to_owned(), WordForm::Plain);
                    self.note(text, span, "no value follows the colon: searched as words");
                    return;
                }
                _ => return,
            }
        }
    }
}
