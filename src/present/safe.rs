//! Text of unknown origin -> text that can do a terminal no harm.

use std::borrow::Cow;

/// Returns true for a character that must not reach a terminal, a page or a Markdown file as
/// itself: controls, and characters that override the direction of what follows.
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}'
            | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// Bytes that are looked at together.
const PIECE: usize = 64;

/// Returns true for a text of ASCII letters, digits, signs and blanks alone: it is safe, and as many
/// columns wide as it has bytes.
pub fn is_plain(text: &str) -> bool {
    let is_other = |byte: u8| !(b' '..=b'~').contains(&byte);
    // Pieces without a way out are looked at many bytes at a time.
    let pieces = text.as_bytes().chunks(PIECE);
    let mut others = pieces.map(|piece| piece.iter().fold(false, |o, &byte| o | is_other(byte)));
    !others.any(|has_other| has_other)
}

/// Returns the text with a space for each white-space control (tab, line break) and the
/// replacement character for each other unsafe character.
pub fn safe(text: &str) -> Cow<'_, str> {
    if is_plain(text) || !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let replace = |c: char| match c {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
        c if is_unsafe(c) => '\u{FFFD}',
        c => c,
    };
    Cow::Owned(text.chars().map(replace).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_comes_through() {
        assert_eq!(safe("plain"), "plain");
        let is_one = |c: char| is_plain(&c.to_string());
        assert!((0..0x300).filter_map(char::from_u32).all(|c| !(is_one(c) && is_unsafe(c))));
        assert_eq!(safe("a\tb\nc"), "a b c");
        assert_eq!(safe("\u{1b}[31mred\u{9b}"), "\u{FFFD}[31mred\u{FFFD}");
        assert_eq!(safe("\u{202E}gnp.exe"), "\u{FFFD}gnp.exe");
    }
}
