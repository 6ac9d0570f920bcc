//! What differs between a line and an article -> is it the same statement?
//!
//! What may differ is bounded by the length of the line, of each piece between its ellipses, and by how much
//! of it differs in a row: more is another statement in some of the same words.

use super::{Alignment, Kind, Step};
use crate::rank::quote::asked::{Asked, Form, Piece, allowed};

/// More differences in a row are another statement …
const IN_A_ROW: usize = 3;
/// … and so are more words in a row that the article lacks, of which one may begin or end the line:
/// more is how another sentence begins or ends.
const LACKED_IN_A_ROW: usize = 2;
/// So many words that are the same are a statement, however common each of them is.
const SAME_WORDS: usize = 5;
/// A piece between ellipses of fewer words must stand near its neighbour …
const LOOSE_WORDS: usize = 3;
/// … with at most so many words between.
const NEAR: usize = 60;

/// Returns true when what differs is little enough for the line to be the same statement.
pub(super) fn is_same(asked: &Asked, text: &[Form], alignment: &Alignment) -> bool {
    let is_whole = !asked.pieces.iter().any(|piece| matches!(piece, Piece::Ellipsis(_)));
    let parts = alignment.steps.split(|step| step.kind == Some(Kind::LeftOut));
    let words_of = |steps: &[Step]| -> usize {
        let pieces = steps.iter().flat_map(|step| &asked.pieces[step.asked.clone()]);
        pieces.filter(|piece| matches!(piece, Piece::Word(_))).count()
    };
    let edits_of = |steps: &[Step]| -> Option<usize> {
        let differs = |step: &&Step| {
            let is_edit = matches!(step.kind, Some(Kind::Changed | Kind::Missing | Kind::Added));
            is_edit && !step.is_aside
        };
        // Joined words count as one.
        let lacked = |step: &Step| {
            let forms = asked.pieces[step.asked.clone()].iter();
            forms.filter(|p| !matches!(p, Piece::Word(form) if form.is_joined)).count()
        };
        let there = |step: &Step| text[step.there.clone()].iter().filter(|f| !f.is_joined).count();
        let size = |step: &Step| lacked(step).max(there(step)).max(1);
        let is_little = |row: &[Step]| {
            row.iter().map(size).sum::<usize>() <= IN_A_ROW
                && row.iter().map(lacked).sum::<usize>() <= LACKED_IN_A_ROW
        };
        let rows: Vec<&[Step]> = steps.split(|step| !differs(&step)).collect();
        let ends = rows.first().into_iter().chain(rows.last());
        let ends_well = ends.into_iter().all(|row| row.iter().map(lacked).sum::<usize>() <= 1);
        let is_little = ends_well && rows.into_iter().all(is_little);
        is_little.then(|| steps.iter().filter(differs).map(size).sum())
    };
    let mut edits = 0;
    for part in parts {
        let Some(here) = edits_of(part) else { return false };
        if here > allowed(words_of(part)) {
            return false;
        }
        edits += here;
    }
    let is_told =
        edits == 0 || asked.telling_words() >= edits + 2 || asked.words() >= edits + SAME_WORDS;
    let is_near = is_whole || loose_parts_are_near(&alignment.steps, words_of);
    edits <= allowed(asked.words()) && is_told && is_near
}

/// Returns true when every short piece between ellipses stands near a neighbour: `said … it` is
/// anywhere.
fn loose_parts_are_near(steps: &[Step], words_of: impl Fn(&[Step]) -> usize) -> bool {
    let gaps: Vec<usize> = steps
        .iter()
        .filter(|step| step.kind == Some(Kind::LeftOut))
        .map(|step| step.there.len())
        .collect();
    let parts = steps.split(|step| step.kind == Some(Kind::LeftOut));
    parts.enumerate().all(|(i, part)| {
        let before = i.checked_sub(1).and_then(|i| gaps.get(i));
        let nearest = before.into_iter().chain(gaps.get(i)).min();
        words_of(part) >= LOOSE_WORDS || nearest.is_none_or(|&gap| gap <= NEAR)
    })
}
