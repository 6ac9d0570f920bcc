//! Beginnings (`word*`) and misspellings (`word~`): what is to be taken from the dictionary.
//!
//! They are about whole words, not stems. Of a chunk of several words the last is meant; the whole
//! of a compound counts too.

use super::super::ast::{Word, WordForm};
use super::super::likeness::Likeness;
use super::super::plan::{Sequence, Slot};
use super::{Lowering, Piece};

impl Lowering<'_> {
    /// Returns what a word with a star or a tilde stands for, but for the dictionary.
    pub(super) fn likenesses(
        &mut self,
        word: &Word,
        pieces: &[Piece],
        parts: &[&Piece],
    ) -> Vec<Sequence> {
        let likeness = |form: &str| match word.form {
            WordForm::Fuzzy(slips) => Likeness::fuzzy(form, slips),
            _ => Likeness::beginning(form),
        };
        let like = |form: &str| Slot { like: Some(likeness(form)), ..Slot::of(Vec::new()) };
        let Some((last, before)) = parts.split_last() else { return Vec::new() };
        if let (WordForm::Fuzzy(typed), Some(slips)) =
            (word.form, likeness(&last.form).slips_allowed())
            && slips < typed
        {
            let reason = match slips {
                0 => "a slip in a word this short would be another word: read without",
                _ => "two slips in a word this short would be another word: read as ~1",
            };
            self.note(super::text_of_word(word), word.span.clone(), reason);
        }
        let mut slots: Vec<Slot> = before.iter().map(|part| Slot::of(part.stems.clone())).collect();
        slots.push(like(&last.form));
        let mut sequences = vec![Sequence::whole(slots)];
        let is_whole = |piece: &&Piece| piece.width > 1 && piece.width as usize == parts.len();
        let wholes = pieces.iter().filter(is_whole);
        sequences.extend(wholes.map(|whole| Sequence::whole(vec![like(&whole.form)])));
        sequences
    }
}
