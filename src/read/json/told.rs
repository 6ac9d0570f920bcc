//! The pairs of a record -> its text: what it names as one, else prose under another name, else its parts.

use super::{kept, parts};
use crate::read::keys::{self, Key, Pair};

/// The text of a record; the parts of a story, each an object, are taken where nothing else is prose.
pub(super) fn text_of(pairs: &[Pair], nested: &[Pair]) -> Option<String> {
    let both = [pairs, nested];
    let named = |pairs: &[Pair]| {
        let mut texts = keys::pairs_of(pairs, Key::Text).into_iter();
        texts.find_map(|pair| keys::text_of(&pair.value))
    };
    both.into_iter()
        .find_map(named)
        .or_else(|| both.into_iter().find_map(kept::prose))
        .or_else(|| both.into_iter().find_map(parts::prose))
}
