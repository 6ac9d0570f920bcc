//! Surface text of a word -> its exact form: case, accents and typographic variants folded.
//!
//! The exact form is what quoted words are compared by. Two spellings share one form only if they
//! differ in case, in accents, or in how the same characters are typeset (ligatures, full-width
//! letters, digits of other scripts, composed or decomposed accents, kinds of apostrophe and hyphen).

use unicode_normalization::UnicodeNormalization;

use crate::script::{ascii_digit, is_apostrophe, is_invisible};

/// Appends the exact form of `surface` to `out`.
pub fn fold_into(surface: &str, out: &mut String) {
    if surface.is_ascii() {
        out.extend(surface.bytes().map(|b| b.to_ascii_lowercase() as char));
        return;
    }
    let lowered = surface.nfkd().flat_map(char::to_lowercase).filter(|&c| !is_invisible(c));
    let mut previous = '\0';
    // Recomposed at the end, so that Hangul and kana come back whole.
    let kept: String = lowered
        .nfkd()
        .filter(|&c| {
            let drop = is_accent(c) && !(c == '\u{0306}' && previous == 'и');
            if !drop {
                previous = c;
            }
            !drop
        })
        .collect();
    for c in kept.nfc() {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ħ' => out.push('h'),
            'ı' => out.push('i'),
            'ς' => out.push('σ'),
            // Persian and Urdu have code points of their own for letters that Arabic has too.
            'ک' => out.push('ك'),
            'ی' => out.push('ي'),
            '٫' => out.push('.'),
            '٬' => out.push(','),
            c if is_apostrophe(c) => out.push('\''),
            c => out.push(ascii_digit(c)),
        }
    }
}

/// Returns true for a mark that is an accent of Latin, Greek or Cyrillic, a Hebrew point, an Arabic
/// vowel sign or the nukta of Hindi, which many leave out. Marks that make another letter (kana voicing, Indic vowels) are not accents.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}'
        | '\u{0591}'..='\u{05BD}' | '\u{05BF}' | '\u{05C1}'..='\u{05C2}' | '\u{05C4}'..='\u{05C5}'
        | '\u{05C7}'
        | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0640}' | '\u{093C}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20F0}')
}

#[cfg(test)]
mod tests {
    //! 1. Case, accents and typesetting fold. 2. Different letters stay different.
    //! 3. Folding twice changes nothing.

    use super::*;
    use proptest::prelude::*;

    fn fold(s: &str) -> String {
        let mut out = String::new();
        fold_into(s, &mut out);
        out
    }

    #[test]
    fn case_accents_and_typesetting_fold() {
        for (surface, form) in [
            ("Café", "cafe"),
            ("Cafe\u{301}", "cafe"),
            ("ﬁnal", "final"),
            ("ＮＡＴＯ", "nato"),
            ("Jørgensen", "jorgensen"),
            ("Łódź", "lodz"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("İstanbul", "istanbul"),
            ("Macron’s", "macron's"),
            ("co\u{AD}operate", "cooperate"),
            ("Ελλάς", "ελλασ"),
            ("١٢٣", "123"),
            ("۱۲۳", "123"),
            ("१२३", "123"),
            ("１２３", "123"),
            ("๒๕๖๗", "2567"),
            ("١٢٬٣٤٥٫٦", "12,345.6"),
            ("ف١٦", "ف16"),
            ("کتاب", "كتاب"),
            ("سوری", "سوري"),
            ("ज़मीन", "जमीन"),
            ("ज\u{93C}मीन", "जमीन"),
        ] {
            assert_eq!(fold(surface), form);
        }
    }

    #[test]
    fn different_letters_stay_different() {
        assert_ne!(fold("мой"), fold("мои"));
        assert_ne!(fold("が"), fold("か"));
        assert_eq!(fold("각"), "각");
        assert_ne!(fold("على"), fold("علي"));
        assert_ne!(fold("مدرسة"), fold("مدرسه"));
        // A nukta makes other letters in Bengali and Gurmukhi.
        assert_ne!(fold("য়"), fold("য"));
        assert_ne!(fold("ਸ਼"), fold("ਸ"));
        assert_ne!(fold("x²"), fold("x"));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(s in "\\PC{0,12}") {
            let once = fold(&s);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
