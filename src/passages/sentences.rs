//! Where sentences end: the Unicode rule, mended for the abbreviations of news.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Abbreviations that end in a point and are followed by a capital or a number without ending the
/// sentence. Compared without case; single letters (`J. Smith`) and acronyms (`U.S.`) count too.
const ABBREVIATIONS: &[&str] = &[
    "adm", "amb", "apr", "art", "aug", "ave", "bn", "brig", "ca", "capt", "cf", "co", "col",
    "corp", "cpl", "dec", "dept", "dr", "ed", "est", "etc", "feb", "fig", "fr", "gen", "gov",
    "hon", "inc", "jan", "jr", "jul", "jun", "lt", "ltd", "maj", "mar", "min", "mr", "mrs", "ms",
    "mt", "no", "nov", "oct", "op", "p", "ph", "pp", "pres", "prof", "pvt", "rep", "reps", "rev",
    "sec", "sen", "sens", "sep", "sept", "sgt", "sr", "st", "supt", "univ", "vol", "vs",
];

/// Returns the sentences of a range of text, trimmed, in order; together they hold every visible
/// character of it.
pub fn sentences(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let slice = &text[range.clone()];
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut continues = false;
    for (offset, piece) in slice.split_sentence_bound_indices() {
        let piece_range = super::trimmed(slice, offset..offset + piece.len());
        if piece_range.is_empty() {
            continue;
        }
        match found.last_mut() {
            Some(last) if continues => last.end = piece_range.end,
            _ => found.push(piece_range.clone()),
        }
        continues = ends_in_abbreviation(&slice[piece_range.clone()])
            || (piece.ends_with('\n') && !ends_a_sentence(&slice[piece_range]));
    }
    found.into_iter().map(move |r| range.start + r.start..range.start + r.end)
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
        assert!(ABBREVIATIONS.is_sorted());
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
    fn wrapped_lines_are_one_sentence() {
        assert_eq!(cut("One line\nwraps here. Two."), ["One line\nwraps here.", "Two."]);
    }

    #[test]
    fn quotations_close_their_sentence() {
        assert_eq!(cut("“We agreed.” He left."), ["“We agreed.”", "He left."]);
    }
}
