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

/// Returns the text with a space for each white-space control (tab, line break) and the
/// replacement character for each other unsafe character.
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
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
        assert_eq!(safe("a\tb\nc"), "a b c");
        assert_eq!(safe("\u{1b}[31mred\u{9b}"), "\u{FFFD}[31mred\u{FFFD}");
        assert_eq!(safe("\u{202E}gnp.exe"), "\u{FFFD}gnp.exe");
    }
}
