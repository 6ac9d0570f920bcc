//! Text -> the words that are written as names are, each with its key.

mod key;

use super::common::is_common;
use super::fold::fold_into;
use super::memory::{MAX_BYTES, Memory, Numbered};
use crate::script::{continues_word, is_apostrophe, is_word_char};

pub use key::{name_key, other_keys};

/// Finds the words of a text that are written as names are, and gives each its key.
///
/// Keep one and use it again: it remembers the words it has seen.
#[derive(Default)]
pub struct NameFinder {
    words: Memory,
    /// For each word its term, empty for one that is no name, and the number of the text that it
    /// was last seen in.
    terms: Numbered<u32>,
    texts: u32,
}

impl NameFinder {
    /// Calls `found` for each word of a text in several parts, as written, that begins with a capital
    /// and goes on in small letters, with `key NUL form`; once for each, unless a text has very many.
    pub fn each<'a>(&mut self, parts: impl Iterator<Item = &'a str>, mut found: impl FnMut(&str)) {
        if self.texts == u32::MAX || self.words.is_full() {
            self.words.clear();
            self.terms.clear();
            self.texts = 0;
        }
        self.texts += 1;
        for part in parts {
            self.each_in(part, &mut found);
        }
    }

    fn each_in(&mut self, mut rest: &str, found: &mut impl FnMut(&str)) {
        while let Some(start) = next_capital(rest) {
            let end = start + word_length(&rest[start..]);
            let word = &rest[start..end];
            let glance = self.words.glance(rest.as_bytes(), start, end);
            rest = &rest[end..];
            if let Some(number) = glance.or_else(|| self.words.find(word)) {
                let seen = std::mem::replace(self.terms.known(number), self.texts);
                let term = if seen == self.texts { "" } else { self.terms.get(number).0 };
                if !term.is_empty() {
                    found(term);
                }
                continue;
            }
            let term = name_term(word).unwrap_or_default();
            if !term.is_empty() {
                found(&term);
            }
            if self.words.insert(word, self.terms.next()) {
                self.terms.push(&term, self.texts);
            }
        }
    }
}

/// Returns where the next word begins that starts with a capital.
fn next_capital(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        // The usual case: on to the next capital of ASCII, or to another character.
        at += bytes[at..].iter().position(|b| b.is_ascii_uppercase() || !b.is_ascii())?;
        let c = text[at..].chars().next()?;
        if is_word_char(c) && c.is_uppercase() && !ends_inside_word(&text[..at]) {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// Returns true when what follows a text goes on with its last word.
fn ends_inside_word(text: &str) -> bool {
    let mut before = text.chars().rev().skip_while(|&c| continues_word(c) || is_apostrophe(c));
    before.next().is_some_and(is_word_char)
}

/// Returns the length of the word that a text begins with.
fn word_length(text: &str) -> usize {
    let plain = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    // The usual case: letters up to a space.
    if matches!(text.as_bytes().get(plain), Some(b' ' | b'\n' | b',' | b'.')) {
        return plain;
    }
    let end = text.char_indices().find(|&(at, c)| !goes_on(&text[at..], c));
    end.map_or(text.len(), |(at, _)| at)
}

fn goes_on(rest: &str, c: char) -> bool {
    let next = || rest[c.len_utf8()..].chars().next();
    is_word_char(c) || continues_word(c) || (is_apostrophe(c) && next().is_some_and(is_word_char))
}

fn name_term(word: &str) -> Option<String> {
    if word.len() > MAX_BYTES || !word.chars().any(char::is_lowercase) {
        return None;
    }
    let mut form = String::with_capacity(word.len());
    fold_into(word, &mut form);
    let form = form.strip_suffix("'s").unwrap_or(&form);
    let is_short = ["'re", "'ll", "'ve", "'d", "'t", "'m"].iter().any(|end| form.ends_with(end));
    if is_short || is_common(form) {
        return None;
    }
    Some(format!("{}\0{form}", name_key(form)?))
}

#[cfg(test)]
mod tests {
    //! 1. Names are found in texts, each once. 2. Any text is read as one character after the other
    //! would be.

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_found_in_texts() {
        let mut found = Vec::new();
        let text =
            "The envoy met Zelenskyy’s aide; Zelenskyy and O'Brien, NATO said. They’re in Łódź.";
        NameFinder::default().each([text].into_iter(), |term| found.push(term.to_owned()));
        found.dedup();
        assert_eq!(found, ["zelensky\0zelenskyy", "obrien\0o'brien", "lodz\0lodz"]);
    }

    /// Where the next word begins that starts with a capital, found one character after the other.
    fn slow_capital(text: &str) -> Option<usize> {
        let mut in_word = false;
        for (at, c) in text.char_indices() {
            let goes_on = in_word && (continues_word(c) || is_apostrophe(c));
            if is_word_char(c) && !in_word && c.is_uppercase() {
                return Some(at);
            }
            in_word = is_word_char(c) || goes_on;
        }
        None
    }

    proptest! {
        #[test]
        fn capitals_are_found_as_one_by_one(text in "[aB '’.Łł\u{300}北\u{AD}9]{0,12}|\\PC{0,20}") {
            prop_assert_eq!(next_capital(&text), slow_capital(&text));
            if text.starts_with(is_word_char) {
                let slow = text.char_indices().find(|&(at, c)| !goes_on(&text[at..], c));
                prop_assert_eq!(word_length(&text), slow.map_or(text.len(), |(at, _)| at));
            }
            NameFinder::default().each([&*text].into_iter(), |_| {});
        }
    }
}
