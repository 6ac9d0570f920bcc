//! A text and what is looked for -> the byte ranges that satisfy it.
//!
//! Marks are found by the analyser that the index was built with, in the text that is shown: a
//! phrase is one mark where the whole of it stands, and a word is marked in whatever form matched.

use std::ops::Range;

use crate::analysis::{Analyser, Language};
use crate::query::{Leaf, Sequence};

/// A token of the text at hand.
struct Placed {
    bytes: Range<usize>,
    position: u32,
    term: Box<str>,
}

/// Returns the byte ranges of `text` in which any of the leaves stands: in order, without overlap.
///
/// Ranges that touch or overlap (a phrase within a longer one) become one.
pub fn marks<'a>(
    analyser: &mut Analyser,
    text: &str,
    language: Language,
    leaves: impl Iterator<Item = &'a Leaf> + Clone,
) -> Vec<Range<usize>> {
    let sequences = || leaves.clone().flat_map(|leaf| &leaf.sequences);
    let mut tokens: Vec<Placed> = Vec::new();
    analyser.each(text, language, |token| {
        let term = &token.term.term;
        // Only what some slot matches can be part of a mark.
        if sequences().any(|s| s.slots.iter().any(|slot| slot.matches(term))) {
            let bytes = token.start..token.end;
            tokens.push(Placed { bytes, position: token.position, term: term.clone() });
        }
    });
    tokens.sort_by_key(|token| token.position);
    let mut found: Vec<Range<usize>> = Vec::new();
    for sequence in sequences() {
        for at in 0..tokens.len() {
            found.extend(stands_at(&tokens, at, sequence));
        }
    }
    joined(found)
}

/// Returns the bytes of a sequence that begins with the token at `at`.
fn stands_at(tokens: &[Placed], at: usize, sequence: &Sequence) -> Option<Range<usize>> {
    let first = &tokens[at];
    let mut end = first.bytes.end;
    for (offset, slot) in (0u32..).zip(&sequence.slots) {
        let position = first.position + offset;
        let here = if offset == 0 { &tokens[at..=at] } else { &tokens[at + 1..] };
        let token = here
            .iter()
            .take_while(|token| token.position <= position)
            .find(|token| token.position == position && slot.matches(&token.term))?;
        end = end.max(token.bytes.end);
    }
    Some(first.bytes.start..end)
}

fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            // Words of unspaced scripts touch; words of one compound are held apart by a hyphen.
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}
