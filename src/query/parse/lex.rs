//! Query text -> tokens: where each item begins and ends, and what it is by itself.
//!
//! Syntax counts only where an item begins. Inside a word everything is text: `it's`, `guarantee(s)`,
//! `10:30` and `6'2"` are words. A parenthesis belongs to the word around it when its other half
//! stands in the same chunk, so the text of a word never holds half a pair.

use std::ops::Range;

use super::super::ast::{DateRange, FieldName, Note, WordForm};
use super::quotes::{Quoted, quoted_text, without_closing_marks};
use super::{DEFAULT_NEAR, MAX_DEPTH, ParseError, dates};
use crate::date::Date;

const SIGNS: [char; 3] = ['-', '+', '−'];

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

    fn push(&mut self, kind: Kind, span: Range<usize>) {
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
struct Group {
    /// Its token; `None` past the bound.
    token: Option<usize>,
    in_field: bool,
}

struct Lexer<'t> {
    text: &'t str,
    today: Date,
    /// Whether `OR`, `AND`, `NOT` and `NEAR` are operators.
    operators: bool,
    /// Where a `(` stands that no `)` of its chunk closes; sorted.
    half_open: Vec<usize>,
    groups: Vec<Group>,
    out: Lexed,
    at: usize,
    /// At the start, after white space or after an opening parenthesis.
    fresh: bool,
    /// Directly after a mark that was left out: what follows is a word, whatever it spells.
    literal: bool,
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

    fn last(&self) -> Option<&Kind> {
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

    /// Returns where the word that begins at `start` ends.
    fn word_end(&self, start: usize) -> usize {
        let mut inner = 0_usize;
        for (at, c) in self.text[start..].char_indices() {
            match c {
                _ if c.is_whitespace() => return start + at,
                '(' if operator(&self.text[start..start + at]).is_some()
                    || self.half_open.binary_search(&(start + at)).is_ok() =>
                {
                    return start + at;
                }
                '(' => inner += 1,
                ')' if inner == 0 => return start + at,
                ')' => inner -= 1,
                _ => {}
            }
        }
        self.text.len()
    }

    fn word(&mut self) -> Result<(), ParseError> {
        let is_value = matches!(self.last(), Some(Kind::Field(_)));
        if !is_value && self.field()? {
            return Ok(());
        }
        let span = self.at..self.word_end(self.at);
        self.at = span.end;
        let chunk = &self.text[span.clone()];
        let is_signed = matches!(self.last(), Some(Kind::Minus | Kind::Plus));
        if let Some(kind) = operator(chunk).filter(|_| !is_value && !is_signed && !self.literal) {
            if self.operators {
                self.out.push(kind, span);
            } else {
                let reason = "no lower-case letter in the query: searched as words";
                self.as_typed(span, Some(reason));
            }
            return Ok(());
        }
        let bare = without_closing_marks(chunk);
        if bare < chunk.len() {
            let marks = span.start + bare..span.end;
            self.out.note(self.text, marks, "no opening quote: searched as words");
        }
        let (text, form, reason) = form(&chunk[..bare]);
        let word = span.start..span.start + bare;
        if let Some(reason) = reason {
            self.out.note(self.text, word.clone(), reason);
        }
        self.out.push(Kind::Word(text.to_owned(), form), word);
        Ok(())
    }

    /// Takes bytes of the text as one word, whatever they hold.
    fn as_typed(&mut self, span: Range<usize>, reason: Option<&str>) {
        if let Some(reason) = reason {
            self.out.note(self.text, span.clone(), reason);
        }
        self.at = span.end;
        self.out.push(Kind::Word(self.text[span.clone()].to_owned(), WordForm::Plain), span);
    }

    /// Reads a field's name and colon, of a field of days also the value; `false` when none stands
    /// here.
    fn field(&mut self) -> Result<bool, ParseError> {
        let start = self.at;
        let Some((len, field)) = field_name(&self.text[start..]) else { return Ok(false) };
        let colon = start + len + 1;
        let blank = |c: char| c.is_whitespace() || c == ')';
        if self.text[colon..].chars().next().is_none_or(blank) {
            let reason = "no value follows the colon: searched as words";
            self.out.note(self.text, start..colon, reason);
            return Ok(false);
        }
        if self.groups.last().is_some_and(|group| group.in_field) {
            let span = start..self.word_end(start);
            self.as_typed(span, Some("a field inside a field: searched as words"));
            return Ok(true);
        }
        if let FieldKind::Text(field) = field {
            self.at = colon;
            self.out.push(Kind::Field(field), start..colon);
            return Ok(true);
        }
        // A value that opens a group is not read: the parenthesis alone is what is wrong.
        let end = self.word_end(colon).max(colon + 1);
        let value = &self.text[colon..end];
        let days = match field {
            FieldKind::Since => dates::parse_one(value, "since:", self.today)
                .map(|days| DateRange { to: None, ..days }),
            FieldKind::Until => dates::parse_one(value, "until:", self.today)
                .map(|days| DateRange { from: None, ..days }),
            _ => dates::parse_days(value, self.today),
        };
        let days = days.map_err(|reason| ParseError { at: colon..end, reason })?;
        self.at = end;
        self.out.push(Kind::Dates(days), start..end);
        Ok(true)
    }
}

#[derive(Debug, Clone, Copy)]
enum FieldKind {
    Text(FieldName),
    Date,
    Since,
    Until,
}

/// Returns the field that a text begins with, and the bytes of its name before the colon.
fn field_name(text: &str) -> Option<(usize, FieldKind)> {
    let fields = [
        ("title", FieldKind::Text(FieldName::Title)),
        ("source", FieldKind::Text(FieldName::Source)),
        ("author", FieldKind::Text(FieldName::Author)),
        ("path", FieldKind::Text(FieldName::Path)),
        ("date", FieldKind::Date),
        ("since", FieldKind::Since),
        ("until", FieldKind::Until),
    ];
    let text = text.as_bytes();
    let starts = |name: &str| {
        text.get(name.len()) == Some(&b':')
            && text[..name.len()].eq_ignore_ascii_case(name.as_bytes())
    };
    fields.into_iter().find(|(name, _)| starts(name)).map(|(name, field)| (name.len(), field))
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

fn operator(chunk: &str) -> Option<Kind> {
    match chunk {
        "OR" => Some(Kind::Or),
        "AND" => Some(Kind::And),
        "NOT" => Some(Kind::Not),
        "NEAR" => Some(Kind::Near(DEFAULT_NEAR)),
        _ => {
            let number = chunk.strip_prefix("NEAR/").filter(|number| !number.is_empty())?;
            let digits = number.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| Kind::Near(number.parse().unwrap_or(u32::MAX)))
        }
    }
}

/// Reads a star or a tilde at the end of a word, and says what was done with one that is text.
fn form(chunk: &str) -> (&str, WordForm, Option<&'static str>) {
    let plain = |reason| (chunk, WordForm::Plain, reason);
    let stem = chunk.trim_end_matches('*');
    if stem.contains('*') {
        return plain(Some("a star stands only at the end of a word: searched as words"));
    }
    if stem.len() < chunk.len() {
        return match stem.contains(char::is_alphanumeric) {
            true => (stem, WordForm::Prefix, None),
            false => plain(Some("no letter before the star: searched as words")),
        };
    }
    let Some((stem, slips)) = chunk.split_once('~') else { return plain(None) };
    if !stem.contains(char::is_alphabetic) {
        return plain(None);
    }
    match slips {
        "" | "1" => (stem, WordForm::Fuzzy(1), None),
        "2" => (stem, WordForm::Fuzzy(2), None),
        "0" => (stem, WordForm::Fuzzy(1), Some("one or two slips can be asked for: read as ~1")),
        "3" | "4" | "5" | "6" | "7" | "8" | "9" => {
            (stem, WordForm::Fuzzy(2), Some("one or two slips can be asked for: read as ~2"))
        }
        _ => plain(None),
    }
}
