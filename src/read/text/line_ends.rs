//! Words that are parted at the ends of lines, as print has them -> words that a search finds.
//!
//! A sign that stands for nothing else leaves with its line break. A hyphen may belong to the word: it
//! leaves only where the text has the word without it, and else its line break leaves alone, so that
//! `prov-ince` is found as a compound by both of its spellings.

use std::collections::HashMap;

use crate::script::{is_hyphen, is_letter};

/// Signs at the end of a line that say nothing but that the word goes on: a soft hyphen, and what
/// programs that read pictures of print make of one.
const SOFT: [char; 2] = ['\u{ad}', '¬'];

/// Words behind a hyphen that stands for a part that both words share: `Ober- und Unterhaus`.
const BETWEEN: &[&str] = &[
    "and", "or", "to", "und", "oder", "bis", "en", "of", "och", "eller", "og", "et", "ou", "e",
    "o", "y", "i", "a", "lub", "nebo",
];

/// Signs that may stand before a word.
const OPENING: [char; 8] = ['"', '\'', '“', '„', '‘', '«', '(', '['];

/// What parts columns of print in a line.
const GAP: &str = "   ";

/// Returns the text with its parted words joined.
pub(super) fn joined(text: &str) -> String {
    let breaks: Vec<Break<'_>> = breaks(text).collect();
    if breaks.is_empty() {
        return text.to_string();
    }
    let hard = || breaks.iter().filter(|found| !found.is_soft);
    let standing = standing(text, hard().flat_map(|found| [found.whole(), found.parted()]));
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for found in &breaks {
        let stands = |word: &String| standing.get(word).is_some_and(|stands| *stands);
        let leaves = found.is_soft || stands(&found.whole()) && !stands(&found.parted());
        out.push_str(&text[from..if leaves { found.sign } else { found.behind_sign }]);
        from = found.next;
    }
    out.push_str(&text[from..]);
    out
}

/// A word that goes on in the next line.
struct Break<'t> {
    /// Its letters before the sign, and behind the line break.
    head: &'t str,
    tail: &'t str,
    is_soft: bool,
    /// Where the sign stands, where it ends, and where the next line's letters begin.
    sign: usize,
    behind_sign: usize,
    next: usize,
}

impl Break<'_> {
    /// The word without a hyphen, in lower case.
    fn whole(&self) -> String {
        format!("{}{}", self.head, self.tail).to_lowercase()
    }

    /// The word with its hyphen, in lower case.
    fn parted(&self) -> String {
        format!("{}-{}", self.head, self.tail).to_lowercase()
    }
}

/// Says of each of some words in lower case whether it stands in a text, in whatever case.
fn standing(text: &str, asked: impl Iterator<Item = String>) -> HashMap<String, bool> {
    let mut standing: HashMap<String, bool> = asked.map(|word| (word, false)).collect();
    let bit = |c: char| 1u64 << (u32::from(c) & 63);
    // Most words are told by their first letter to be none of them.
    let first = |word: &str| word.chars().flat_map(char::to_lowercase).next().map_or(0, bit);
    let firsts = standing.keys().fold(0, |firsts, word| firsts | first(word));
    if firsts == 0 {
        return standing;
    }
    for word in text.split(|c: char| !is_letter(c) && !is_hyphen(c)) {
        if first(word) & firsts != 0
            && let Some(stands) = standing.get_mut(&word.to_lowercase())
        {
            *stands = true;
        }
    }
    standing
}

/// Finds the ends of lines where a word goes on in small letters.
fn breaks(text: &str) -> impl Iterator<Item = Break<'_>> {
    memchr::memchr_iter(b'\n', text.as_bytes()).filter_map(|at| {
        let line = text[..at].trim_end_matches([' ', '\t']);
        let last = line.chars().next_back()?;
        let is_soft = SOFT.contains(&last);
        if !is_soft && !matches!(last, '-' | '\u{2010}') {
            return None;
        }
        let sign = line.len() - last.len_utf8();
        let head = &line[line[..sign]
            .rfind(|c: char| !c.is_alphabetic())
            .map_or(0, |before| before + line[before..].chars().next().map_or(1, char::len_utf8))
            ..sign];
        let rest = text[at + 1..].trim_start_matches([' ', '\t']);
        let tail = &rest[..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())];
        // What follows a line of columns is the next line of another one.
        let start = line.rfind('\n').map_or(0, |before| before + 1);
        let next = &rest[..rest.find('\n').unwrap_or(rest.len())];
        let in_columns = [&line[start..], next].iter().any(|line| line.trim().contains(GAP));
        // Addresses, code and single letters are no parts of words.
        let before = line[..sign - head.len()].chars().next_back();
        let is_word = before.is_none_or(|c| c.is_whitespace() || OPENING.contains(&c))
            && [head, tail].iter().all(|part| part.chars().nth(1).is_some());
        let goes_on = tail.starts_with(char::is_lowercase) && is_word && !in_columns;
        let shares = !is_soft && BETWEEN.contains(&tail);
        (goes_on && !shares).then(|| Break {
            head,
            tail,
            is_soft,
            sign,
            behind_sign: line.len(),
            next: text.len() - rest.len(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_on_in_the_next_line() {
        for (text, wanted) in [
            ("it was say\u{ad}\ning so", "it was saying so"),
            ("the board vot¬\n  ed on it", "the board voted on it"),
            ("in the prov-\nince", "in the prov-ince"),
            ("in the prov- \n\tince", "in the prov-ince"),
            ("the province, in the prov-\nince", "the province, in the province"),
            ("The Province of the prov\u{2010}\nince", "The Province of the province"),
            ("a well-\nknown yard", "a well-known yard"),
            // A word that is written in both ways keeps its hyphen.
            (
                "re-creation and recreation: re-\ncreation",
                "re-creation and recreation: re-creation",
            ),
            ("ein Haus-\nboot, das Hausboot", "ein Hausboot, das Hausboot"),
            ("дого-\nвор", "дого-вор"),
        ] {
            assert_eq!(joined(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_parted_word_stays() {
        for text in [
            "he left -\nand came back",
            "he left--\nand came back",
            "Anglo-\nOrvenian talks",
            "Ober-\nund Unterhaus",
            "the years 2019-\nand 2020-",
            "item-\n\nnext paragraph",
            "- one\n- two",
            "ends here-\n",
            "a ¬\nb",
            "x¬\nand y",
            "x = a-\nb, ab",
            "https://a.example/foo-\nbar-baz foobar",
            "-foo-\nbar",
            "the lock    in prov-\nat noon    ince",
            "the lock    in prov-\nat noon",
            "no sign\nat all",
        ] {
            assert_eq!(joined(text), text, "{text:?}");
        }
    }
}
