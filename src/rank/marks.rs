//! A text and what is looked for -> the byte ranges that satisfy it.
//!
//! Marks are found by the analyser that the index was built with, in the text that is shown: a
//! phrase is one mark where the whole of it stands, and a word is marked in whatever form matched.

use std::ops::Range;

use super::near::{Span, keep_near};
use crate::analysis::{Analyser, Language};
use crate::query::{Leaf, Pattern, Sequence, WHOLE};

/// A token of the text at hand.
struct Placed {
    bytes: Range<usize>,
    position: u32,
    term: Box<str>,
}

/// Returns the byte ranges of `text` in which any of the leaves stands: in order, without overlap.
///
/// `text` is one passage, or a line. Of items that must be near, those places are marked that
/// belong to a match. Ranges that touch or overlap (a phrase within a longer one) become one.
pub fn marks<'a>(
    analyser: &mut Analyser,
    text: &str,
    language: Language,
    leaves: impl Iterator<Item = &'a Leaf> + Clone,
) -> Vec<Range<usize>> {
    let slots = || leaves.clone().flat_map(|leaf| leaf.sequences()).flat_map(|s| &s.slots);
    let mut tokens: Vec<Placed> = Vec::new();
    analyser.each(text, language, |token| {
        let term = &token.term.term;
        // Only what some slot matches can be part of a mark.
        if slots().any(|slot| slot.matches(term)) {
            let bytes = token.start..token.end;
            tokens.push(Placed { bytes, position: token.position, term: term.clone() });
        }
    });
    tokens.sort_by_key(|token| token.position);
    let mut found: Vec<Range<usize>> = Vec::new();
    for leaf in leaves {
        match &leaf.pattern {
            Pattern::Any(sequences) => {
                found.extend(standing(&tokens, sequences).into_iter().map(|(_, bytes)| bytes));
            }
            Pattern::Near { items, nearness } => {
                let standing: Vec<_> = items.iter().map(|item| standing(&tokens, item)).collect();
                let spans = |of: &Vec<(Span, _)>| of.iter().map(|(span, _)| *span).collect();
                let mut near: Vec<Vec<Span>> = standing.iter().map(spans).collect();
                keep_near(nearness, &mut near, |_| 0);
                for (standing, near) in standing.into_iter().zip(near) {
                    let is_near = |(span, _): &(Span, _)| near.contains(span);
                    found.extend(standing.into_iter().filter(is_near).map(|(_, bytes)| bytes));
                }
            }
        }
    }
    joined(found)
}

/// Returns where any of some sequences stands: positions and bytes.
fn standing(tokens: &[Placed], sequences: &[Sequence]) -> Vec<(Span, Range<usize>)> {
    let mut found = Vec::new();
    for sequence in sequences {
        for at in 0..tokens.len() {
            if let Some(bytes) = stands_at(tokens, at, sequence) {
                let first = tokens[at].position;
                let last = first + sequence.slots.len() as u32 - 1;
                found.push((Span { first, last, weight: WHOLE }, bytes));
            }
        }
    }
    found.sort_by_key(|(span, _)| *span);
    found
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
