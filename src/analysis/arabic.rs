//! Letters that Arabic writes either way: one stem for both.
//!
//! Many write `ه` for a final `ة`, and Egypt writes `ى` for a final `ي`. The stemmer takes some of
//! these for endings and leaves others.

use rust_stemmers::Stemmer;

/// In shorter words `ى` and `ي` tell words apart: `على` is *on*, `علي` is a name.
const MIN_LETTERS_BEFORE_YA: usize = 3;
/// What is left of a stem that loses a final `ه`; of shorter ones it is part of the root (`وجه`).
const MIN_LETTERS_BEFORE_HA: usize = 3;

/// Returns the stem of a folded word.
pub(super) fn stem(stemmer: &Stemmer, base: &str) -> String {
    let mut stem = match base.strip_suffix('ى') {
        Some(head) if head.chars().count() >= MIN_LETTERS_BEFORE_YA => {
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
