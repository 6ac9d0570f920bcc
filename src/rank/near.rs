//! Items that stand near one another: which of their places belong to a match.
//!
//! Postings and marks ask here alike: the first with positions of the index, the second with the
//! words of the text that is shown.

use crate::query::{Nearness, WHOLE};

/// Where an item stands: positions of its first and last word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Position of its first word.
    pub first: u32,
    /// Position of its last word.
    pub last: u32,
    /// What it counts for in scores, in hundredths.
    pub weight: u32,
}

/// Keeps of each item's places those that belong to a match.
///
/// `places` has the places of each item within one text, ascending, each once; `passage` tells the
/// passage of a position, and no match reaches from one into another.
pub fn keep_near(
    nearness: &Nearness,
    places: &mut [Vec<Span>],
    passage: impl Fn(u32) -> u32 + Copy,
) {
    match nearness {
        Nearness::Chain(gaps) => chain(gaps, places, passage),
        Nearness::Window { counts, width } => window(counts, *width, places, passage),
    }
}

/// Each item within a number of words of the next, whichever of the two comes first.
fn chain(gaps: &[u32], places: &mut [Vec<Span>], passage: impl Fn(u32) -> u32 + Copy) {
    // What has no partner on one side goes, first walking up the chain and then down again: what
    // is left has partners all the way to both ends.
    let link = |places: &mut [Vec<Span>], kept: usize, by: usize, gap: u32| {
        let mut left = std::mem::take(&mut places[kept]);
        let partners = Partners::new(&places[by]);
        left.retain(|span| partners.has(span, gap, passage));
        places[kept] = left;
    };
    for (i, &gap) in gaps.iter().enumerate() {
        link(places, i + 1, i, gap);
    }
    for (i, &gap) in gaps.iter().enumerate().rev() {
        link(places, i, i + 1, gap);
    }
}

/// The places of one item by where they begin and where they end.
struct Partners<'a> {
    spans: &'a [Span],
    /// Where they end, ascending; `None` where they end where they begin.
    lasts: Option<Vec<u32>>,
}

impl Partners<'_> {
    /// Takes places, ascending.
    fn new(spans: &[Span]) -> Partners<'_> {
        let sorted = || {
            let mut lasts: Vec<u32> = spans.iter().map(|span| span.last).collect();
            lasts.sort_unstable();
            lasts
        };
        let lasts = spans.iter().any(|span| span.first != span.last).then(sorted);
        Partners { spans, lasts }
    }

    /// Returns true when the nearest place before a span, or behind it, is near enough.
    fn has(&self, span: &Span, gap: u32, passage: impl Fn(u32) -> u32) -> bool {
        let near =
            |left: u32, right: u32| passage(left) == passage(right) && right - left - 1 <= gap;
        let behind = self.spans.partition_point(|other| other.first <= span.last);
        let before = match &self.lasts {
            Some(lasts) => lasts[..lasts.partition_point(|&last| last < span.first)].last(),
            None => {
                let before = self.spans.partition_point(|other| other.first < span.first);
                self.spans[..before].last().map(|other| &other.last)
            }
        };
        self.spans.get(behind).is_some_and(|other| near(span.last, other.first))
            || before.is_some_and(|&last| near(last, span.first))
    }
}

/// All items, each at as many places as it needs, among so many words.
fn window(counts: &[u32], width: u32, places: &mut [Vec<Span>], passage: impl Fn(u32) -> u32) {
    let mut all: Vec<(u32, usize)> = places
        .iter()
        .enumerate()
        .flat_map(|(item, spans)| spans.iter().map(move |span| (span.first, item)))
        .collect();
    all.sort_unstable();
    let mut kept: Vec<Vec<Span>> = vec![Vec::new(); places.len()];
    let mut inside = vec![0; places.len()];
    let (mut end, mut next_kept) = (0, 0);
    // The words are quoted: each place counts in full.
    let span = |at: u32| Span { first: at, last: at, weight: WHOLE };
    for (start, &(first, item)) in all.iter().enumerate() {
        let is_inside = |at: u32| at - first < width && passage(at) == passage(first);
        while let Some(&(_, other)) = all.get(end).filter(|(at, _)| is_inside(*at)) {
            inside[other] += 1;
            end += 1;
        }
        if inside.iter().zip(counts).all(|(inside, count)| inside >= count) {
            for &(at, other) in &all[next_kept.max(start)..end] {
                kept[other].push(span(at));
            }
            next_kept = next_kept.max(end);
        }
        inside[item] -= 1;
    }
    places.clone_from_slice(&kept);
}

#[cfg(test)]
mod tests {
    //! 1. A chain keeps what has a partner on each side. 2. A window holds all words, in any
    //! order, a word typed twice at two places. 3. Nothing reaches into the next passage.

    use super::*;

    fn spans(at: &[u32]) -> Vec<Span> {
        at.iter().map(|&at| Span { first: at, last: at, weight: WHOLE }).collect()
    }

    fn kept(nearness: &Nearness, items: &[&[u32]]) -> Vec<Vec<u32>> {
        let mut places: Vec<Vec<Span>> = items.iter().map(|at| spans(at)).collect();
        keep_near(nearness, &mut places, |at| at / 100);
        places.iter().map(|spans| spans.iter().map(|span| span.first).collect()).collect()
    }

    #[test]
    fn a_chain_keeps_what_has_a_partner_on_each_side() {
        let near = |gaps: &[u32], items: &[&[u32]]| kept(&Nearness::Chain(gaps.to_vec()), items);
        assert_eq!(near(&[2], &[&[1, 20], &[4, 30]]), [vec![1], vec![4]]);
        assert_eq!(near(&[1], &[&[1], &[4]]), [vec![], vec![0; 0]]);
        assert_eq!(near(&[2], &[&[4], &[1]]), [vec![4], vec![1]]);
        assert_eq!(near(&[0], &[&[7], &[7]]), [vec![], vec![0; 0]]);
        let chained = near(&[2, 2], &[&[1, 50], &[3, 52], &[5]]);
        assert_eq!(chained, [vec![1], vec![3], vec![5]]);
        assert_eq!(near(&[u32::MAX], &[&[99], &[100]]), [vec![], vec![0; 0]]);
    }

    #[test]
    fn a_window_holds_all_words_in_any_order() {
        let window = |counts: &[u32], others: u32, items: &[&[u32]]| {
            let width = counts.iter().sum::<u32>().saturating_add(others);
            kept(&Nearness::Window { counts: counts.to_vec(), width }, items)
        };
        assert_eq!(window(&[1, 1], 0, &[&[2, 9], &[1]]), [vec![2], vec![1]]);
        assert_eq!(window(&[1, 1], 1, &[&[2, 9], &[4, 12]]), [vec![2], vec![4]]);
        assert_eq!(window(&[2, 1], 1, &[&[2, 5], &[3]]), [vec![2, 5], vec![3]]);
        assert_eq!(window(&[2, 1], 0, &[&[2, 5], &[3]]), [vec![], vec![0; 0]]);
        assert_eq!(window(&[1, 1], u32::MAX, &[&[99], &[100]]), [vec![], vec![0; 0]]);
        assert_eq!(window(&[1, 1], 2, &[&[1, 3, 5], &[2, 9]]), [vec![1, 3, 5], vec![2]]);
    }
}
