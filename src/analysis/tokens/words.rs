//! Text -> words: where each begins and ends. What it is in the index is not asked here.

use crate::script::{
    ascii_digit, continues_unspaced, continues_word, is_apostrophe, is_hyphen, is_letter,
    is_unspaced, is_word_char, plain_run,
};

/// Short words before an apostrophe that belong to the next word in French, Italian and Catalan.
const ELISIONS: [&str; 10] = ["l", "d", "j", "m", "t", "s", "c", "n", "qu", "un"];

/// May stand between two characters of a script without spaces that belong together: the break of
/// a wrapped line, and the mark of a place where a line may be broken.
const SOFT_BREAKS: [char; 2] = ['\n', '\u{200B}'];

/// A word found in the text: its bytes, and where to look for the next.
pub(super) struct Found {
    pub start: usize,
    pub end: usize,
    pub resume: usize,
    pub unspaced: bool,
    /// Whether it has letters and digits of ASCII alone.
    pub is_plain: bool,
}

/// Returns the next word at or behind a place.
pub(super) fn next_word(text: &str, from: usize) -> Option<Found> {
    let offset = if text.as_bytes()[from..].first().is_some_and(u8::is_ascii) {
        // The usual case: skip to the next ASCII letter or the first byte of another character.
        text.as_bytes()[from..].iter().position(|b| b.is_ascii_alphanumeric() || !b.is_ascii())?
    } else {
        0
    };
    let mut start = from + offset;
    let first = loop {
        let c = text[start..].chars().next()?;
        if is_word_char(c) || is_unspaced(c) {
            break c;
        }
        start += c.len_utf8();
    };
    let after_first = start + first.len_utf8();
    if is_unspaced(first) {
        let end = unspaced_end(text, after_first);
        return Some(Found { start, end, resume: end, unspaced: true, is_plain: false });
    }
    let plain = after_first + plain_run(text.as_bytes(), after_first);
    // The usual case: letters and digits up to a space.
    let (end, resume) = match text.as_bytes().get(plain) {
        None | Some(b' ' | b'\n') => (plain, plain),
        _ => word_end(text, start, after_first, plain),
    };
    let is_plain = first.is_ascii() && end == plain;
    Some(Found { start, end, resume, unspaced: false, is_plain })
}

/// Returns the end of the word that starts at `start`, and where the search goes on; from the end of
/// its first character to `plain` all are letters and digits.
fn word_end(text: &str, start: usize, after_first: usize, plain: usize) -> (usize, usize) {
    let mut end = plain;
    // Letters since the last point: an acronym has one at a time.
    let mut letters_in_part = 1 + plain - after_first;
    let mut is_acronym = false;
    while let Some(c) = text[end..].chars().next() {
        let next = end + c.len_utf8();
        if is_word_char(c) {
            letters_in_part += 1;
        } else if !continues_word(c) && !links_inside(text, end, c) {
            if c == '.' && letters_in_part == 1 && single_letter_follows(text, next) {
                let starts_as_letter = text[start..].chars().next().is_some_and(is_letter);
                if starts_as_letter && (is_acronym || one_letter(&text[start..end])) {
                    is_acronym = true;
                    letters_in_part = 0;
                    end = next;
                    continue;
                }
            }
            break;
        }
        end = next;
    }
    if is_acronym && text[end..].starts_with('.') {
        end += 1;
        let tail = &text[end..];
        let possessive = tail.strip_prefix(is_apostrophe).and_then(|t| t.strip_prefix(['s', 'S']));
        if let Some(rest) = possessive
            && !rest.starts_with(is_word_char)
        {
            return (end, text.len() - rest.len());
        }
    }
    (end, end)
}

/// Returns true when the character at `at` stands inside a word: an apostrophe between letters, a
/// point or comma between digits.
fn links_inside(text: &str, at: usize, c: char) -> bool {
    let follows = text[at + c.len_utf8()..].chars().next();
    if is_apostrophe(c) {
        return follows.is_some_and(is_word_char);
    }
    let stands_between = |is: fn(char) -> bool| {
        follows.is_some_and(is) && text[..at].chars().next_back().is_some_and(is)
    };
    match c {
        '.' | ',' | '٫' | '٬' => stands_between(|c| ascii_digit(c).is_ascii_digit()),
        _ => false,
    }
}

fn one_letter(surface: &str) -> bool {
    surface.chars().filter(|&c| !continues_word(c)).count() == 1
}

fn single_letter_follows(text: &str, at: usize) -> bool {
    let mut chars = text[at..].chars();
    let letter = chars.next().is_some_and(|c| is_word_char(c) && is_letter(c));
    let after = chars.find(|&c| !continues_word(c));
    letter && !after.is_some_and(|c| is_word_char(c) || is_unspaced(c) || is_apostrophe(c))
}

/// Returns the end of a character of a script without spaces, with all that belongs to it.
fn unspaced_end(text: &str, mut at: usize) -> usize {
    while let Some(c) = text[at..].chars().next().filter(|&c| continues_unspaced(c)) {
        at += c.len_utf8();
    }
    at
}

/// Returns the bytes of the character that forms a pair with the one that ends at `at`.
pub(super) fn next_unspaced(text: &str, at: usize) -> Option<(usize, usize)> {
    let rest = &text[at..];
    let start = at + rest.len() - rest.strip_prefix(SOFT_BREAKS).unwrap_or(rest).len();
    let c = text[start..].chars().next().filter(|&c| is_unspaced(c))?;
    Some((start, unspaced_end(text, start + c.len_utf8())))
}

/// Returns the length of an elided article and where the word after it starts.
pub(super) fn elision(surface: &str) -> Option<(usize, usize)> {
    let (at, apostrophe) = surface.char_indices().take(4).find(|&(_, c)| is_apostrophe(c))?;
    let rest = at + apostrophe.len_utf8();
    let head = &surface[..at];
    let elided = ELISIONS.iter().any(|e| head.eq_ignore_ascii_case(e));
    // `d's` and `t's` are plurals of letters, not elisions.
    let long_enough = surface[rest..].chars().nth(1).is_some();
    (elided && long_enough).then_some((at, rest))
}

/// Returns true when a hyphen and then a word follow directly.
pub(super) fn joins_next(text: &str, end: usize) -> bool {
    let mut chars = text[end..].chars();
    chars.next().is_some_and(is_hyphen) && chars.next().is_some_and(is_word_char)
}
