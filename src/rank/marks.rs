//! A text and what is looked for -> the byte ranges that satisfy it.
//!
//! Marks are found by the analyser that the index was built with, in the text that is shown: a
//! phrase is one mark where the whole of it stands, and a word is marked in whatever form matched.

use std::ops::Range;

use super::near::{Span, keep_near};
use super::within::{Around, Regions};
use crate::analysis::{Analyser, Language};
use crate::passages::{Bound, bounds};
use crate::query::{Leaf, Pattern, Scope, Sequence, Slot, TermKey, WHOLE, Within};

/// A token of the text at hand.
struct Placed {
    bytes: Range<usize>,
    lead_end: usize,
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
    marks_at(analyser, text, language, leaves, |_| true)
}

/// Returns [`marks`] of a text of which it is known where they stand: no mark holds a word at a
/// position that `may_be_marked` refuses.
pub fn marks_at<'a>(
    analyser: &mut Analyser,
    text: &str,
    language: Language,
    leaves: impl Iterator<Item = &'a Leaf> + Clone,
    may_be_marked: impl Fn(u32) -> bool,
) -> Vec<Range<usize>> {
    let tokens = placed(analyser, text, language, leaves.clone(), may_be_marked, |_, _| ());
    let one_region = |_: u32| 0;
    let found = leaves.flat_map(|leaf| places_of(&tokens, leaf, &one_region));
    joined(found.map(|(_, bytes)| bytes).collect())
}

/// Returns the byte ranges of `text` that stand in a sentence, or paragraph, which has all that is
/// looked for. `text` is one passage; for a line `within` is `None`: it has no sentences.
pub fn marks_within(
    analyser: &mut Analyser,
    text: &str,
    language: Language,
    within: Option<Within>,
    around: &Around<'_>,
) -> Vec<Range<usize>> {
    let mut regions = Regions::default();
    let mut starts = within.map_or_else(Vec::new, |within| {
        let is_start = |bound| within == Within::Sentence || bound == Bound::Paragraph;
        let starts = bounds(text).into_iter().filter(|(_, bound)| is_start(*bound));
        starts.map(|(at, _)| at).collect()
    });
    starts.reverse();
    let leaves = &around.plan.leaves;
    let is_here = |leaf: &&Leaf| leaf.is_positive && leaf.scope == Scope::Anywhere;
    let here = leaves.iter().filter(is_here);
    let tokens = placed(
        analyser,
        text,
        language,
        here,
        |_| true,
        |start, position| {
            while starts.pop_if(|at| *at <= start).is_some() {
                if regions.starts.last() != Some(&position) {
                    regions.starts.push(position);
                }
            }
        },
    );
    let region = |position: u32| regions.of(position);
    let places: Vec<Vec<(Span, Range<usize>)>> = leaves
        .iter()
        .map(|leaf| if is_here(&leaf) { places_of(&tokens, leaf, &region) } else { Vec::new() })
        .collect();
    let mut numbers: Vec<u32> = places.iter().flatten().map(|(s, _)| region(s.first)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut found = Vec::new();
    for number in numbers {
        let stand =
            |leaf: &usize| places[*leaf].iter().filter(|(span, _)| region(span.first) == number);
        for leaf in around.reasons(&|leaf| stand(&leaf).next().is_some()) {
            found.extend(stand(&leaf).map(|(_, bytes)| bytes.clone()));
        }
    }
    joined(found)
}

/// Returns the tokens that some slot of the leaves matches, by position, of those that are asked
/// for; `each` is told the first byte and the position of every one of these.
fn placed<'a>(
    analyser: &mut Analyser,
    text: &str,
    language: Language,
    leaves: impl Iterator<Item = &'a Leaf>,
    is_asked: impl Fn(u32) -> bool,
    mut each: impl FnMut(usize, u32),
) -> Vec<Placed> {
    let slots: Vec<&Slot> =
        leaves.flat_map(|leaf| leaf.sequences()).flat_map(|s| &s.slots).collect();
    let sieve = Sieve::of(&slots);
    let mut tokens: Vec<Placed> = Vec::new();
    analyser.each_at(text, language, is_asked, |token| {
        each(token.start, token.position);
        let term = &token.term.term;
        // Only what some slot matches can be part of a mark.
        if sieve.passes(term) && slots.iter().any(|slot| slot.matches(term)) {
            let bytes = token.start..token.end;
            let (lead_end, position) = (token.lead_end, token.position);
            tokens.push(Placed { bytes, lead_end, position, term: (*term).into() });
        }
    });
    tokens.sort_by_key(|token| token.position);
    tokens
}

/// Tells most terms that no slot matches, by one byte: a slot has keys for every language of the index.
struct Sieve {
    /// Bytes that may be the second of a term, a bit each; the first says of which language it is.
    seconds: [u64; 4],
}

impl Sieve {
    fn of(slots: &[&Slot]) -> Sieve {
        let mut seconds = [0; 4];
        for key in slots.iter().flat_map(|slot| &slot.keys) {
            let (TermKey::Stem(start) | TermKey::Closed(start) | TermKey::Exact(start)) = key;
            match start.as_bytes().get(1) {
                Some(byte) => seconds[usize::from(byte / 64)] |= 1 << (byte % 64),
                None => seconds = [u64::MAX; 4],
            }
        }
        Sieve { seconds }
    }

    fn passes(&self, term: &str) -> bool {
        let has = |byte: &u8| self.seconds[usize::from(byte / 64)] & 1 << (byte % 64) != 0;
        term.as_bytes().get(1).is_none_or(has)
    }
}

/// Returns where a leaf stands without reaching from one region into another.
fn places_of(
    tokens: &[Placed],
    leaf: &Leaf,
    region: &dyn Fn(u32) -> u32,
) -> Vec<(Span, Range<usize>)> {
    let in_one = |(span, _): &(Span, Range<usize>)| region(span.first) == region(span.last);
    let standing_in_one = |sequences: &[Sequence]| -> Vec<_> {
        standing(tokens, sequences).into_iter().filter(in_one).collect()
    };
    match &leaf.pattern {
        Pattern::Any(sequences) => standing_in_one(sequences),
        Pattern::Near { items, nearness } => {
            let standing: Vec<_> = items.iter().map(|item| standing_in_one(item)).collect();
            let spans = |of: &Vec<(Span, _)>| of.iter().map(|(span, _)| *span).collect();
            let mut near: Vec<Vec<Span>> = standing.iter().map(spans).collect();
            keep_near(nearness, &mut near, region);
            let kept = standing.into_iter().zip(near).flat_map(|(standing, near)| {
                standing.into_iter().filter(move |(span, _)| near.contains(span))
            });
            kept.collect()
        }
    }
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
    let mut end = first.lead_end;
    for (offset, slot) in (0u32..).zip(&sequence.slots) {
        let position = first.position + offset;
        let here = if offset == 0 { &tokens[at..=at] } else { &tokens[at + 1..] };
        let token = here
            .iter()
            .take_while(|token| token.position <= position)
            .find(|token| token.position == position && slot.matches(&token.term))?;
        // Of a pair that was found by its first character, that alone.
        let is_lead = slot.keys.iter().all(TermKey::is_lead);
        end = end.max(if is_lead { token.lead_end } else { token.bytes.end });
    }
    Some(first.bytes.start..end)
}

/// Puts ranges in order and makes one of those that touch or overlap.
pub fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
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
