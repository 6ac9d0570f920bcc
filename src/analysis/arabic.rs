//! Letters that Arabic writes either way: one stem for both.
//!
//! Many write `ه` for a final `ة`, and Egypt writes `ى` for a final `ي`. The stemmer takes some of
//! these for endings and leaves others.

use rust_stemmers::Stemmer;

/// In shorter words `ى` and `ي` tell words apart: `على` is *on*, `علي` is a name. What may be a prefix does
/// not count, so that a word is treated alike with the article and without.
const MIN_LETTERS_BEFORE_YA: usize = 3;
/// Letters that are written onto the beginning of a word: *and*, *so*, *in*, *to*, *like*.
const PREFIXES: [char; 5] = ['و', 'ف', 'ب', 'ل', 'ك'];
const ARTICLE: &str = "ال";
/// What is left of a stem that loses a final `ه`; of shorter ones it is part of the root (`وجه`).
const MIN_LETTERS_BEFORE_HA: usize = 3;

/// Returns the stem of a folded word.
pub(super) fn stem(stemmer: &Stemmer, base: &str) -> String {
    let mut stem = match base.strip_suffix('ى') {
        Some(head) if without_prefixes(head).chars().count() >= MIN_LETTERS_BEFORE_YA => {
            stemmer.stem(&format!("{head}ي")).into_owned()
        }
        _ => stemmer.stem(base).into_owned(),
    };
    if let Some(head) = stem.strip_suffix(['ة', 'ه']) {
        let head = head.len();
        let is_ending = stem[..head].chars().count() >= MIN_LETTERS_BEFORE_HA;
        stem.truncate(head);
        if !is_ending {
            stem.push('ه');
        }
    }
    stem
}

fn without_prefixes(word: &str) -> &str {
    let word = word.trim_start_matches(PREFIXES);
    word.strip_prefix(ARTICLE).map_or(word, without_prefixes)
}
