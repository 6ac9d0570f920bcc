//! Text -> the numbers, words and signs that a date is made of.

use crate::script::is_letter;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A run of digits, with its value.
    Number(u64),
    /// A run of letters, in lower case; a character of a script without spaces stands alone.
    Word,
    /// Any other character that is not white space.
    Symbol,
}

/// One token.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) text: String,
    /// Byte offset of its start.
    pub(super) start: usize,
    /// Byte offset behind it.
    pub(super) end: usize,
}

impl Token {
    /// The value of a number.
    pub(super) fn number(&self) -> Option<u64> {
        match self.kind {
            Kind::Number(value) => Some(value),
            _ => None,
        }
    }

    /// Digits of a number, 0 for anything else.
    pub(super) fn digits(&self) -> usize {
        if matches!(self.kind, Kind::Number(_)) { self.text.chars().count() } else { 0 }
    }

    /// True for this very sign or word.
    pub(super) fn is(&self, text: &str) -> bool {
        !matches!(self.kind, Kind::Number(_)) && self.text == text
    }
}

/// Splits `text` into tokens; white space separates and is dropped.
pub(super) fn split(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}') {
            continue;
        }
        let joins = tokens.last().filter(|t| t.end == at).map(|t| t.kind);
        if let Some(digit) = digit(c) {
            if let (Some(Kind::Number(value)), Some(last)) = (joins, tokens.last_mut()) {
                last.kind = Kind::Number(value.saturating_mul(10).saturating_add(digit));
                last.text.push(c);
                last.end = end;
            } else {
                tokens.push(Token { kind: Kind::Number(digit), text: c.into(), start: at, end });
            }
        } else if is_letter(c) || is_mark(c) {
            let lower = c.to_lowercase();
            match (joins, tokens.last_mut()) {
                (Some(Kind::Word), Some(last)) if !stands_alone(c) && !last.ends_alone() => {
                    last.text.extend(lower);
                    last.end = end;
                }
                _ => {
                    let text = lower.collect();
                    tokens.push(Token { kind: Kind::Word, text, start: at, end });
                }
            }
        } else {
            tokens.push(Token { kind: Kind::Symbol, text: c.into(), start: at, end });
        }
    }
    tokens
}

impl Token {
    fn ends_alone(&self) -> bool {
        self.text.chars().next_back().is_some_and(stands_alone)
    }
}

/// Returns false for a text that has no digit.
pub(super) fn may_have_digits(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit() || !byte.is_ascii())
}

/// Decimal value of a digit, in the digits that news is written with.
fn digit(c: char) -> Option<u64> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    Some(u64::from(c as u32 - zero as u32))
}

/// Combining marks belong to the word before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}')
}

/// Han characters and Hangul syllables: `2025年12月4日` has no spaces.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}
