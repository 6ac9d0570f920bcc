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

/// Returns false when no place of one item and no place of another, given with their numbers, can belong to one
/// match; both ascending.
pub fn may_be_near(
    nearness: &Nearness,
    (one, places): (usize, &[Span]),
    (other, others): (usize, &[Span]),
) -> bool {
    let most = match nearness {
        Nearness::Chain(gaps) if one.abs_diff(other) == 1 => gaps[one.min(other)],
        Nearness::Chain(_) => return true,
        Nearness::Window { width, .. } => *width,
    };
    let (mut places, mut others) = (places.iter(), others.iter());
    let (mut a, mut b) = (places.next(), others.next());
    while let (Some(left), Some(right)) = (a, b) {
        if left.last < right.first {
            if right.first - left.last - 1 <= most {
                return true;
            }
            a = places.next();
        } else if right.last < left.first {
            if left.first - right.last - 1 <= most {
                return true;
            }
            b = others.next();
        } else {
            return true;
        }
    }
    false
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
    fn what_may_be_near_is_all_that_is() {
        let mut random = fastrand::Rng::with_seed(3);
        let mut none = 0;
        for _ in 0..3_000 {
            let mut item = || {
                let mut firsts: Vec<u32> =
                    (0..random.u32(1..5)).map(|_| random.u32(..60)).collect();
                firsts.sort_unstable();
                firsts.dedup();
                let span =
                    |first: u32| Span { first, last: first + random.u32(..3), weight: WHOLE };
                firsts.into_iter().map(span).collect::<Vec<_>>()
            };
            let mut places = [item(), item(), item()];
            let nearness = match random.bool() {
                true => Nearness::Chain(vec![random.u32(..6), random.u32(..6)]),
                false => Nearness::Window { counts: vec![1; 3], width: random.u32(3..12) },
            };
            let may = |places: &[Vec<Span>; 3]| {
                let may =
                    |a: usize, b: usize| may_be_near(&nearness, (a, &places[a]), (b, &places[b]));
                may(0, 1) && may(2, 1) && may(0, 2)
            };
            let may = may(&places);
            keep_near(&nearness, &mut places, |_| 0);
            none += usize::from(!may);
            assert!(may || places.iter().all(Vec::is_empty), "{nearness:?} {places:?}");
        }
        assert!(none > 500, "{none}");
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
