//! Where sentences end: the Unicode rule, mended for the abbreviations of news.

use std::ops::Range;

use super::breaks;

/// Abbreviations that end in a point and are followed by a capital or a number without ending the
/// sentence. Compared without case; single letters (`J. Smith`) and acronyms (`U.S.`) count too.
const ABBREVIATIONS: &[&str] = &[
    "adm", "amb", "approx", "apr", "ariz", "art", "assn", "aug", "ave", "bn", "brig", "bros", "ca",
    "calif", "capt", "cf", "cie", "cmdr", "co", "col", "colo", "cols", "conn", "corp", "cos",
    "cpl", "dec", "dept", "dist", "dr", "ed", "est", "etc", "ext", "feb", "fig", "fla", "fr",
    "gen", "gens", "gov", "govt", "hon", "inc", "intl", "jan", "jr", "jul", "jun", "lt", "ltd",
    "maj", "mar", "messrs", "mich", "min", "minn", "mlle", "mme", "mr", "mrs", "ms", "mt", "no",
    "nov", "oct", "okla", "op", "ore", "p", "penn", "ph", "pp", "pres", "prof", "prop", "pvt",
    "rep", "reps", "rev", "sec", "sen", "sens", "sep", "sept", "sgt", "sr", "sra", "st", "sta",
    "ste", "sto", "supt", "tel", "tenn", "tex", "univ", "va", "vol", "vs", "wash", "wis", "wyo",
];

/// Words that begin a sentence rather than go on after an abbreviation. Sorted.
const OPENERS: &[&str] = &[
    "A",
    "After",
    "Also",
    "An",
    "And",
    "As",
    "At",
    "Before",
    "But",
    "By",
    "During",
    "For",
    "From",
    "He",
    "Her",
    "His",
    "However",
    "I",
    "If",
    "In",
    "It",
    "Its",
    "Last",
    "Meanwhile",
    "My",
    "No",
    "On",
    "One",
    "Our",
    "She",
    "Since",
    "So",
    "Some",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "To",
    "Under",
    "We",
    "What",
    "When",
    "Where",
    "While",
    "With",
    "You",
];

/// Returns the sentences of a range of text, trimmed, in order; together they hold every visible
/// character of it.
pub fn sentences(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let slice = &text[range.clone()];
    let mut found: Vec<Range<usize>> = Vec::new();
    // Whether a line ended inside the sentence, and whether an abbreviation may have ended it.
    let (mut breaks_off, mut may_continue) = (false, false);
    for (offset, piece) in breaks::sentences(slice) {
        let piece_range = super::trimmed(slice, offset..offset + piece.len());
        if piece_range.is_empty() {
            continue;
        }
        match found.last_mut() {
            Some(last) if breaks_off => last.end = piece_range.end,
            Some(last) if may_continue && !opens_a_sentence(&slice[piece_range.clone()]) => {
                last.end = piece_range.end;
            }
            _ => found.push(piece_range.clone()),
        }
        breaks_off = piece.ends_with('\n') && !ends_a_sentence(&slice[piece_range.clone()]);
        may_continue = ends_in_abbreviation(&slice[piece_range]);
    }
    found.into_iter().map(move |r| range.start + r.start..range.start + r.end)
}

fn opens_a_sentence(text: &str) -> bool {
    let bare = text.trim_start_matches(['"', '“', '‘', '\'', '(', '[']);
    let word = bare.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    OPENERS.binary_search(&word).is_ok()
}

fn ends_a_sentence(sentence: &str) -> bool {
    let bare = sentence.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？', ':'])
}

fn ends_in_abbreviation(sentence: &str) -> bool {
    let Some(bare) = sentence.strip_suffix('.') else { return false };
    let word = bare.rsplit([' ', '\n', '\u{A0}', '(', '“', '"']).next().unwrap_or(bare);
    if word.contains('.') {
        // `U.S.` and `a.m.`: an acronym more often stands inside a sentence than at its end.
        return word.split('.').all(|part| part.chars().count() == 1);
    }
    let one_capital = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    one_capital || ABBREVIATIONS.binary_search(&word.to_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text, 0..text.len()).map(|r| &text[r]).collect()
    }

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        assert!(ABBREVIATIONS.is_sorted() && OPENERS.is_sorted());
        assert_eq!(
            cut("He spoke on Nov. 27 to Sen. Hale. They met at 9 a.m. Monday. Then left."),
            ["He spoke on Nov. 27 to Sen. Hale.", "They met at 9 a.m. Monday.", "Then left."]
        );
        assert_eq!(
            cut("The U.S. Senate sat. J. Doe won!"),
            ["The U.S. Senate sat.", "J. Doe won!"]
        );
    }

    #[test]
    fn news_cuts_where_its_sentences_end() {
        for (text, parts) in [
            ("It rose 1.5 p.c. to $9.49m (£5.2m). Shares fell 19.3%. That was all.", 3),
            ("J. K. Rowling met J.R.R. Tolkien Jr. of Acme Inc. and Hale Ltd. in St. Ives.", 1),
            ("Gov. Hale vs. Lt. Gov. Orr was No. 1 on Feb. 3, 2025. It drew.", 2),
            ("He said: “Go. Now.” She did. (They left.) “Why?” he asked.", 6),
            (
                "They paid €90bn… and left. The U.S. is, at 9 a.m., the first. Then the U.K. Parliament sat.",
                3,
            ),
            (
                "The E.U. Commission met Col. Brandt, Prof. Wirth and Sens. Orr and Hale at 5 p.m. Friday.",
                1,
            ),
        ] {
            assert_eq!(cut(text).len(), parts, "{:?}", cut(text));
        }
    }

    #[test]
    fn wrapped_lines_are_one_sentence() {
        assert_eq!(cut("One line\nwraps here. Two."), ["One line\nwraps here.", "Two."]);
    }

    #[test]
    fn quotations_close_their_sentence() {
        assert_eq!(cut("“We agreed.” He left."), ["“We agreed.”", "He left."]);
    }
}
