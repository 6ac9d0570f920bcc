//! Where the Unicode rule ends sentences (UAX #29), quickly for the characters that news is made of.
//!
//! Looking up the class of every character costs more than all else that is done with a text. In
//! plain text a sentence can end only behind a full stop, a question or exclamation mark, or a line
//! break, and only there the rules have to be asked. Text with any other character than those of
//! [`class`] is left to `unicode-segmentation`; the two agree, which a test shows.

use unicode_segmentation::UnicodeSegmentation;

/// Bytes that are looked at at once where few are what is looked for.
const AT_ONCE: usize = 16;

/// Classes of the standard's table 4, as far as plain text has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Lower,
    Upper,
    /// A letter of a script without capitals.
    Letter,
    Numeric,
    /// `.`
    Point,
    /// `!` and `?`
    Mark,
    Close,
    /// `,`, `-`, `:` and what else goes on with a sentence.
    Continue,
    Space,
    Break,
    Other,
}

/// Returns the class of a character; `None` where only the whole table knows it.
fn class(c: char) -> Option<Class> {
    Some(match c {
        'a'..='z' | 'ª' | 'µ' | 'º' | 'ß'..='ö' | 'ø'..='ÿ' => Class::Lower,
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' => Class::Upper,
        'а'..='џ' | 'ґ' | 'ά'..='ώ' => Class::Lower,
        'Ѐ'..='Я' | 'Ґ' | 'Ά' | 'Έ' | 'Ή' | 'Ί' | 'Ό' | 'Ύ' | 'Ώ' | 'Α'..='Ρ' | 'Σ'..='Ϋ' => {
            Class::Upper
        }
        'א'..='ת' | 'ؠ'..='غ' | 'ف'..='ي' | 'پ' | 'چ' | 'ژ' | 'ک' | 'گ' | 'ی' => {
            Class::Letter
        }
        '0'..='9' => Class::Numeric,
        '.' => Class::Point,
        '!' | '?' => Class::Mark,
        '"' | '\'' | '(' | ')' | '[' | ']' | '{' | '}' | '«' | '»' | '‘'..='‟' | '‹' | '›' => {
            Class::Close
        }
        ',' | '-' | ':' | ';' | '–' | '—' | '،' => Class::Continue,
        ' ' | '\t' | '\u{B}' | '\u{C}' | '\u{A0}' => Class::Space,
        '\n' | '\r' => Class::Break,
        '\0'..='~'
        | '¡'..='¬'
        | '®'..='¿'
        | '×'
        | '÷'
        | '‐'..='‒'
        | '―'..='‗'
        | '†'..='‣'
        | '‥'
        | '…'
        | '‰'..='›'
        | '€' => Class::Other,
        _ => return None,
    })
}

/// Returns the sentences of a text by the Unicode rule, in order, none left out: where each begins,
/// and its text.
pub(super) fn sentences(text: &str) -> Vec<(usize, &str)> {
    let is_plain = text.is_ascii() || text.chars().all(|c| class(c).is_some());
    if !is_plain || text.contains('\u{7F}') {
        return text.split_sentence_bound_indices().collect();
    }
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(next) = next_terminator(&text.as_bytes()[at..]) {
        at += next;
        match end_at(text, at) {
            Ok(end) => {
                found.push((start, &text[start..end]));
                (start, at) = (end, end);
            }
            Err(goes_on) => at = goes_on,
        }
    }
    if start < text.len() {
        found.push((start, &text[start..]));
    }
    found
}

fn is_terminator(byte: u8) -> bool {
    (byte == b'.') | (byte == b'!') | (byte == b'?') | (byte == b'\n') | (byte == b'\r')
}

/// Returns where the first terminator stands.
fn next_terminator(bytes: &[u8]) -> Option<usize> {
    let has_one = |some: &[u8]| some.iter().fold(false, |any, &byte| any | is_terminator(byte));
    // Many bytes are looked at at once.
    let none = bytes.chunks_exact(AT_ONCE).take_while(|some| !has_one(some)).count() * AT_ONCE;
    bytes[none..].iter().position(|&byte| is_terminator(byte)).map(|at| none + at)
}

/// Returns where the sentence ends that the terminator at `at` ends, or from where on to look for
/// the next where it ends none.
fn end_at(text: &str, at: usize) -> Result<usize, usize> {
    let classes = |from: usize| text[from..].chars().map_while(class);
    let skip = |from: usize, skipped: Class| {
        let rest = &text[from..];
        text.len() - rest.trim_start_matches(|c| class(c) == Some(skipped)).len()
    };
    if text[at..].starts_with(['\n', '\r']) {
        return Ok(at + line_break(&text[at..]));
    }
    let after = at + 1;
    let is_point = text[at..].starts_with('.');
    if is_point {
        let is_letter = |c: char| matches!(class(c), Some(Class::Upper | Class::Lower));
        match classes(after).next() {
            Some(Class::Numeric) => return Err(after),
            Some(Class::Upper) if text[..at].ends_with(is_letter) => return Err(after),
            _ => {}
        }
    }
    let end = skip(skip(after, Class::Close), Class::Space);
    if is_point {
        let decides = |class: &Class| {
            use Class::{Break, Letter, Lower, Mark, Point, Upper};
            matches!(class, Lower | Upper | Letter | Break | Mark | Point)
        };
        if classes(end).find(decides) == Some(Class::Lower) {
            return Err(end);
        }
    }
    match classes(end).next() {
        Some(Class::Continue | Class::Mark | Class::Point) => Err(end),
        Some(Class::Break) => Ok(end + line_break(&text[end..])),
        _ => Ok(end),
    }
}

/// Returns the length of the line break that a text begins with.
fn line_break(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn agrees(text: &str) {
        let slow: Vec<_> = text.split_sentence_bound_indices().collect();
        assert_eq!(sentences(text), slow, "{text:?}");
    }

    /// Every known character, in the places where its class shows.
    #[test]
    fn every_class_is_that_of_the_table() {
        for c in ('\0'..='\u{2FFF}').filter(|&c| class(c).is_some()) {
            for frame in [
                "a. # b", "ж. # Ж", "ب. #ب", "#. ب b", "a. #b", "a.#B", "#.B", "a! #b", "a.#",
                "A.# b", "a.) #B", "#",
            ] {
                agrees(&frame.replace('#', &c.to_string()));
                agrees(&frame.replace('#', &format!("{c} {c}")));
            }
        }
    }

    proptest! {
        #[test]
        fn the_rules_are_those_of_the_standard(
            text in "[aBéжДאب،2.!?,–—\"'”’(« \n\r\u{A0}…:$]{0,14}|[a-zA-Z.!? ,\"\n]{0,30}|\\PC{0,12}"
        ) {
            agrees(&text);
        }
    }
}
