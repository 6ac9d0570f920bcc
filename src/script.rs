//! Which characters make words: the few Unicode questions that several stages ask.
//!
//! Splitting into passages and splitting into tokens must agree on what can start a word, so the
//! rule stands here once.

mod eight;
mod kinds;

pub(crate) use eight::{Eight, plain_run};
use kinds::{Kinds, LETTER, LOW, MARK, NUMBER};

/// Returns true for a letter, as `char::is_alphabetic` does, and sooner.
pub fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { Kinds::of(c).has(LETTER) }
}

/// Returns true for a digit or another number, as `char::is_numeric` does, and sooner.
pub fn is_number(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { Kinds::of(c).has(NUMBER) }
}

/// The zeros of the scripts that news is written in with digits of their own; nine more follow each.
const ZEROS: [char; 18] = [
    '\u{0660}', // Arabic
    '\u{06F0}', // Persian, Urdu
    '\u{07C0}', // N'Ko
    '\u{0966}', // Devanagari
    '\u{09E6}', // Bengali
    '\u{0A66}', // Gurmukhi
    '\u{0AE6}', // Gujarati
    '\u{0B66}', // Odia
    '\u{0BE6}', // Tamil
    '\u{0C66}', // Telugu
    '\u{0CE6}', // Kannada
    '\u{0D66}', // Malayalam
    '\u{0E50}', // Thai
    '\u{0ED0}', // Lao
    '\u{0F20}', // Tibetan
    '\u{1040}', // Myanmar
    '\u{17E0}', // Khmer
    '\u{FF10}', // full-width
];

/// Returns the digit of ASCII that says what a digit of another script says, or the character itself.
pub fn ascii_digit(c: char) -> char {
    if c < ZEROS[0] {
        return c;
    }
    let above = |zero: char| (c as u32).wrapping_sub(zero as u32);
    let value = ZEROS.into_iter().map(above).find(|&value| value < 10);
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}

/// Returns true for a character that is its own lower case.
pub fn is_low(c: char) -> bool {
    Kinds::of(c).has(LOW)
}

/// Returns true for what makes words in some script: letters and numbers but for combining marks.
fn makes_words(c: char) -> bool {
    let kinds = Kinds::of(c);
    kinds.has(LETTER | NUMBER) && !kinds.has(MARK)
}

/// Returns true for a character of a script that is written without spaces between words, or, like
/// Hangul, with words that run into one another: such text is cut into pairs of characters.
pub fn is_unspaced(c: char) -> bool {
    // Most characters are below all of these.
    c >= '\u{0E00}'
        && matches!(c,
        '\u{0E00}'..='\u{0E4F}'      // Thai, Lao, without their digits
        | '\u{0E5A}'..='\u{0ECF}'
        | '\u{0EDA}'..='\u{0EFF}'
        | '\u{1000}'..='\u{103F}'    // Myanmar, without its digits
        | '\u{104A}'..='\u{109F}'
        | '\u{1100}'..='\u{115F}'    // Hangul, first parts of decomposed syllables
        | '\u{1780}'..='\u{17DF}'    // Khmer, without its digits
        | '\u{17EA}'..='\u{17FF}'
        | '\u{3005}'..='\u{3007}'    // iteration mark, closing mark, zero
        | '\u{3040}'..='\u{30FF}'    // Hiragana, Katakana
        | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}'    // Han
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}'    // Hangul
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9F}'    // half-width Katakana
        | '\u{20000}'..='\u{3FFFF}')
        && makes_words(c)
}

/// Returns true for a letter or digit of a script that is written with spaces.
pub fn is_word_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    makes_words(c) && !is_unspaced(c)
}

/// Returns true for a character that continues a word without being a letter: combining marks,
/// and the invisible characters that shape or guide text (soft hyphen, joiners, direction marks).
pub fn continues_word(c: char) -> bool {
    !c.is_ascii() && (Kinds::of(c).has(MARK) || is_invisible(c))
}

/// Returns true for what belongs to the character before it in a script without spaces: besides
/// what continues any word, the later parts of a decomposed Hangul syllable and the voicing marks of
/// half-width Katakana.
pub fn continues_unspaced(c: char) -> bool {
    continues_word(c) || matches!(c, '\u{1160}'..='\u{11FF}' | '\u{FF9E}' | '\u{FF9F}')
}

/// Returns true for the invisible characters that are dropped from words.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}'
        | '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Returns true for the characters that people type as an apostrophe.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{02BC}' | '\u{FF07}' | '\u{201B}')
}

/// Returns true for the characters that join the parts of a compound.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{FE63}' | '\u{FF0D}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_are_numbers_written_with_spaces() {
        for zero in ZEROS {
            for value in 0..10 {
                let digit = char::from_u32(zero as u32 + value).unwrap();
                assert!(is_number(digit) && is_word_char(digit) && !is_unspaced(digit));
                assert_eq!(ascii_digit(digit).to_digit(10), Some(value));
            }
        }
        assert_eq!(['7', 'é', '七', '²', 'ก'].map(ascii_digit), ['7', 'é', '七', '²', 'ก']);
    }
}
