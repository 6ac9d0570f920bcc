//! Plurals of designations: `F-16s` are several of `F-16`.
//!
//! Words with a digit have no language, so no stemmer cuts them.

use crate::script::is_letter;

/// `F-5s` and `MiG-3s` are several; `iPhone5s` is one.
const MAX_LETTERS_BEFORE_ONE_DIGIT: usize = 4;
/// So many letters may be a word before an age.
const WORD_LETTERS: usize = 3;

/// Returns a designation without the `s` of its plural: `F-16s`, `M1A2s`, `737s`. What may be a decade, an
/// age or a unit (`1990s`, `30s`, `9.58s`) or a name that ends so (`5s`, `iPhone5s`) is left as it is.
pub(super) fn singular<'a>(base: &'a str, form: &str) -> &'a str {
    let Some(one) = base.strip_suffix('s') else { return base };
    let head = one.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = &one[head.len()..];
    let is_round = number.ends_with('0');
    let letters = head.chars().filter(|&c| is_letter(c)).count();
    let is_plural = match (letters, number.len()) {
        (_, 0) => false,
        (0, 2..=4) => head.is_empty() && !is_round && !form.contains('-'),
        (0, _) => false,
        // `M5S` is a party and `H2S` a gas.
        (_, 1) => {
            let is_designation = form.contains('-') || head.contains(|c: char| c.is_ascii_digit());
            letters <= MAX_LETTERS_BEFORE_ONE_DIGIT && is_designation
        }
        // `mid-30s`
        (WORD_LETTERS.., 2) | (_, 4) => !is_round,
        _ => true,
    };
    if is_plural { one } else { base }
}
