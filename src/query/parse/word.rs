//! A chunk of text -> a word, an operator, or a field and its colon.

use std::ops::Range;

use super::super::ast::{DateRange, FieldName, WordForm};
use super::lex::Lexer;
use super::quotes::without_closing_marks;
use super::token::Kind;
use super::{DEFAULT_NEAR, ParseError, dates};

impl Lexer<'_> {
    /// Returns where the word that begins at `start` ends.
    pub(super) fn word_end(&self, start: usize) -> usize {
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

    pub(super) fn word(&mut self) -> Result<(), ParseError> {
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
    pub(super) fn as_typed(&mut self, span: Range<usize>, reason: Option<&str>) {
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
