//! Query text -> tokens: where each item begins and ends, and what it is by itself.
//!
//! Syntax counts only where an item begins. Inside a word everything is text: `it's`, `guarantee(s)`,
//! `10:30` and `6'2"` are words. A parenthesis belongs to the word around it when its other half
//! stands in the same chunk, so the text of a word never holds half a pair.

use super::super::ast::WordForm;
use super::quotes::{Quoted, quoted_text, without_closing_marks};
use super::token::{Kind, Lexed, Token};
use super::{MAX_DEPTH, ParseError};
use crate::date::Date;

const SIGNS: [char; 3] = ['-', '+', '−'];

/// Cuts a query text into tokens.
pub(super) fn lex(text: &str, today: Date) -> Result<Lexed, ParseError> {
    // A headline in capitals has no operators: its AND is a word like the others.
    lex_with(text, today, text.contains(char::is_lowercase))
}

fn lex_with(text: &str, today: Date, operators: bool) -> Result<Lexed, ParseError> {
    let out = Lexed::default();
    let half_open = half_open(text);
    let groups = Vec::new();
    Lexer { text, today, operators, half_open, groups, out, at: 0, fresh: true, literal: false }
        .run()
}

/// Returns whether a word, printed as it is, is read as this plain word wherever an item may stand.
pub(in crate::query) fn reads_as_word(text: &str) -> bool {
    let Some(any_day) = Date::from_ymd(2000, 1, 1) else { return false };
    // Behind a field, marks at the end leave what stands as typed elsewhere: `->''`.
    if without_closing_marks(text) < text.len() {
        return false;
    }
    lex_with(text, any_day, true).is_ok_and(|lexed| {
        matches!(&lexed.tokens[..], [Token { kind: Kind::Word(word, WordForm::Plain), .. }] if word == text)
    })
}

/// Returns a word as it is typed when it would be read as something else.
pub(in crate::query) fn escaped(word: &str) -> String {
    format!("\\{}", word.replace('(', "\\(").replace(')', "\\)"))
}

/// Returns whether a sign directly before the text is a sign: `->` and `-.` are not.
pub(in crate::query) fn can_follow_sign(text: &str) -> bool {
    let bears = |c: char| c.is_alphanumeric() || !c.is_ascii();
    !text.starts_with(SIGNS) && text.contains(bears)
}

/// An open parenthesis.
pub(super) struct Group {
    /// Its token; `None` past the bound.
    token: Option<usize>,
    pub(super) in_field: bool,
}

pub(super) struct Lexer<'t> {
    pub(super) text: &'t str,
    pub(super) today: Date,
    /// Whether `OR`, `AND`, `NOT` and `NEAR` are operators.
    pub(super) operators: bool,
    /// Where a `(` stands that no `)` of its chunk closes; sorted.
    pub(super) half_open: Vec<usize>,
    pub(super) groups: Vec<Group>,
    pub(super) out: Lexed,
    pub(super) at: usize,
    /// At the start, after white space or after an opening parenthesis.
    fresh: bool,
    /// Directly after a mark that was left out: what follows is a word, whatever it spells.
    pub(super) literal: bool,
}

impl Lexer<'_> {
    fn run(mut self) -> Result<Lexed, ParseError> {
        while let Some(c) = self.text[self.at..].chars().next() {
            match c {
                _ if c.is_whitespace() => {
                    self.out.release(self.text);
                    self.at += c.len_utf8();
                    (self.fresh, self.literal) = (true, false);
                    continue;
                }
                '(' => {
                    self.open();
                    (self.fresh, self.literal) = (true, false);
                    continue;
                }
                ')' => self.close(),
                '\\' => self.escaped(),
                _ if SIGNS.contains(&c) && !matches!(self.last(), Some(Kind::Field(_))) => {
                    self.sign()
                }
                _ => match quoted_text(&self.text[self.at..]) {
                    Some(quoted) => self.quoted(quoted),
                    None => self.word()?,
                },
            }
            self.fresh = false;
        }
        self.out.release(self.text);
        Ok(self.out)
    }

    pub(super) fn last(&self) -> Option<&Kind> {
        self.out.tokens.last().map(|token| &token.kind)
    }

    /// Leaves `len` bytes out of the query and says so.
    fn skip(&mut self, len: usize, reason: &str) {
        let span = self.at..self.at + len;
        self.out.release(self.text);
        self.out.note(self.text, span, reason);
        self.at += len;
        self.literal = true;
    }

    fn open(&mut self) {
        let in_field = self.groups.last().is_some_and(|group| group.in_field);
        if self.groups.len() >= MAX_DEPTH {
            self.skip(1, "parentheses nest too deep: searched as words");
            self.groups.push(Group { token: None, in_field });
            return;
        }
        let in_field = in_field || matches!(self.last(), Some(Kind::Field(_)));
        self.groups.push(Group { token: Some(self.out.tokens.len()), in_field });
        self.out.push(Kind::Open { closed: false }, self.at..self.at + 1);
        self.at += 1;
    }

    fn close(&mut self) {
        self.out.release(self.text);
        match self.groups.pop() {
            None => self.skip(1, "no opening parenthesis: searched as words"),
            Some(Group { token: None, .. }) => self.at += 1,
            Some(Group { token: Some(open), .. }) if open + 1 == self.out.tokens.len() => {
                self.out.tokens.pop();
                self.skip(1, "nothing between the parentheses: left out");
            }
            Some(Group { token: Some(open), .. }) => {
                self.out.tokens[open].kind = Kind::Open { closed: true };
                self.out.push(Kind::Close, self.at..self.at + 1);
                self.at += 1;
            }
        }
    }

    /// A backslash makes a word of whatever follows it. Inside, another one before a parenthesis
    /// makes that a part of the word.
    fn escaped(&mut self) {
        let (mut word, mut inner, mut after_slash) = (String::new(), 0_usize, false);
        let start = self.at + 1;
        let mut end = self.text.len();
        for (at, c) in self.text[start..].char_indices() {
            match c {
                '(' | ')' if after_slash => drop(word.pop()),
                '(' => inner += 1,
                ')' if inner > 0 => inner -= 1,
                _ if c == ')' || c.is_whitespace() => {
                    end = start + at;
                    break;
                }
                _ => {}
            }
            after_slash = c == '\\';
            word.push(c);
        }
        if word.is_empty() {
            return self.skip(1, "no word follows the backslash: left out");
        }
        self.at = end;
        self.out.push(Kind::Word(word, WordForm::Plain), start..end);
    }

    fn sign(&mut self) {
        let rest = &self.text[self.at..];
        let len = rest.len() - rest.trim_start_matches(SIGNS).len();
        let (signs, rest) = rest.split_at(len);
        let one = signs.chars().count() == 1;
        let mut follows = "";
        let item_follows = rest.starts_with(['(', '\\']) || quoted_text(rest).is_some() || {
            follows = &self.text[self.at + len..self.word_end(self.at + len)];
            can_follow_sign(follows)
        };
        if self.fresh && one && item_follows {
            let kind = if signs == "+" { Kind::Plus } else { Kind::Minus };
            self.out.push(kind, self.at..self.at + len);
            self.at += len;
        } else if item_follows || follows.is_empty() {
            self.skip(len, "the sign stands before no item: left out");
        } else {
            // An arrow, a smiley: text.
            self.as_typed(self.at..self.at + len + follows.len(), None);
        }
    }

    fn quoted(&mut self, quoted: Quoted) {
        let (open, inside, close) = match quoted {
            Quoted::Open(len) => return self.skip(len, "no closing quote: searched as words"),
            Quoted::Empty(len) => return self.skip(len, "nothing between the quotes: left out"),
            Quoted::Closed(open, inside, close) => (open, inside, close),
        };
        let start = self.at + open;
        let text = self.text[start..start + inside].trim();
        let len = open + inside + close;
        if text.is_empty() {
            return self.skip(len, "nothing between the quotes: left out");
        }
        let span = self.at..self.at + len;
        self.at = span.end;
        let slop = self.slop();
        self.out.push(Kind::Phrase(text.to_owned(), slop), span);
    }

    /// Reads the `~5` directly after a phrase.
    fn slop(&mut self) -> Option<u32> {
        let number = self.text[self.at..].strip_prefix('~')?;
        let len = number.bytes().take_while(u8::is_ascii_digit).count();
        if len == 0 {
            let span = self.at..self.at + 1;
            self.out.note(self.text, span, "no number follows the tilde: searched as a phrase");
            self.at += 1;
            return None;
        }
        self.at += 1 + len;
        // All digits: it can only be too large, and then every distance is near enough.
        Some(number[..len].parse().unwrap_or(u32::MAX))
    }
}

/// Returns where a `(` stands that no `)` of the same chunk closes.
fn half_open(text: &str) -> Vec<usize> {
    let (mut half, mut open) = (Vec::new(), Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' => open.push(at),
            ')' => drop(open.pop()),
            _ if c.is_whitespace() => half.append(&mut open),
            _ => {}
        }
    }
    half.append(&mut open);
    half
}
