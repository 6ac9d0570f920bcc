//! Step 2: which passages of an article answer best, from the positions of its words.
//!
//! No text is read here. A position says which passage it is in, so the postings alone tell how
//! many of the words a passage has and how close together they stand.

use std::collections::BTreeMap;

use super::articles::Articles;
use super::score::{Formula, closeness, passage_part};
use super::within::Held;
use crate::error::Result;
use crate::index::{Place, STRIDE};
use crate::query::{Pattern, Plan, Scope};

/// Words of the window by which an article's best place is weighed: 40 did best of 40 to 120.
const WINDOW: u32 = 40;

/// What the positions of one article say.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// The leaves that speak for it, and where they stand.
    leaves: Vec<(usize, Vec<u32>)>,
    /// What the best passage adds to the article's score.
    pub passage_bonus: f64,
    /// What words standing close together add to it.
    pub closeness: f64,
}

/// A passage and how well it answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PassageScore {
    /// Its number in the article, from 0.
    pub number: usize,
    /// Its score.
    pub score: f64,
}

/// Returns the evidence for each of some articles, in the order given.
///
/// # Errors
/// [`Error::Engine`](crate::error::Error::Engine).
pub fn evidence(plan: &Plan, articles: &Articles<'_>, places: &[Place]) -> Result<Vec<Evidence>> {
    let positions = if plan.within.is_some() {
        held_positions(articles, places)?
    } else {
        positions(plan, articles, places)?
    };
    Ok(weighed(articles, positions))
}

/// Returns, for each article, the positions of the leaves that speak for it.
fn positions(plan: &Plan, articles: &Articles<'_>, places: &[Place]) -> Result<Vec<Held>> {
    // By leaf, in which articles it speaks.
    let mut speaks: Vec<Vec<(Place, usize)>> = vec![Vec::new(); plan.leaves.len()];
    let mut reasons = Vec::new();
    for (i, &place) in places.iter().enumerate() {
        articles.reasons(place, &mut reasons);
        for &leaf in &reasons {
            if plan.leaves[leaf].scope == Scope::Anywhere && articles.weights[leaf] > 0.0 {
                speaks[leaf].push((place, i));
            }
        }
    }
    let mut positions: Vec<Held> = vec![Vec::new(); places.len()];
    for (leaf, mut speaks) in speaks.into_iter().enumerate() {
        speaks.sort_unstable();
        for here in speaks.chunk_by(|(a, _), (b, _)| a.segment == b.segment) {
            let docs: Vec<u32> = here.iter().map(|(place, _)| place.doc).collect();
            let found = articles.text_positions(here[0].0.segment, leaf, &docs)?;
            for ((_, i), found) in here.iter().zip(found) {
                positions[*i].push((leaf, found));
            }
        }
    }
    Ok(positions)
}

fn weighed(articles: &Articles<'_>, positions: Vec<Held>) -> Vec<Evidence> {
    let (formula, mut window) = (&articles.collection.formula, Window::default());
    let weigh = |leaves| weigh(formula, leaves, &articles.weights, &mut window);
    positions.into_iter().map(weigh).collect()
}

/// Returns, for each article, the positions of its leaves inside what has all of them.
fn held_positions(articles: &Articles<'_>, places: &[Place]) -> Result<Vec<Held>> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|&i| places[i]);
    let mut all = vec![Held::new(); places.len()];
    for same in order.chunk_by(|&a, &b| places[a].segment == places[b].segment) {
        let docs: Vec<u32> = same.iter().map(|&i| places[i].doc).collect();
        let Some(&first) = same.first() else { continue };
        for (&i, held) in same.iter().zip(articles.held(places[first].segment, &docs)?) {
            all[i] = held;
        }
    }
    Ok(all)
}

fn weigh(formula: &Formula, leaves: Held, weights: &[f64], window: &mut Window) -> Evidence {
    let pairs = leaves.windows(2).map(|pair| match pair {
        [(first, a), (second, b)] => closeness(formula, (weights[*first], weights[*second]), a, b),
        _ => 0.0,
    });
    let closeness = pairs.fold(0.0, |sum, pair| sum + pair);
    let passage_bonus = formula.passage * window.best(&leaves, weights);
    Evidence { leaves, passage_bonus, closeness }
}

impl Evidence {
    /// Returns the positions inside a passage at which there may be a word of some leaves,
    /// ascending; `None` where that is not known of one of them.
    pub fn places(&self, plan: &Plan, leaves: &[usize], passage: usize) -> Option<Vec<u32>> {
        let mut places = Vec::new();
        for &leaf in leaves {
            // Of nearness the places of one item are known.
            let Pattern::Any(sequences) = &plan.leaves[leaf].pattern else { return None };
            let (_, positions) = self.leaves.iter().find(|(number, _)| *number == leaf)?;
            let words = sequences.iter().map(|sequence| sequence.slots.len() as u32).max()?;
            let first = positions.partition_point(|&at| ((at / STRIDE) as usize) < passage);
            let here =
                positions[first..].iter().take_while(|&&at| (at / STRIDE) as usize == passage);
            places.extend(here.flat_map(|at| at % STRIDE..at % STRIDE + words));
        }
        places.sort_unstable();
        Some(places)
    }

    /// Returns the passages that hold anything, best first; ties in the order of the text.
    pub fn passages(&self, formula: &Formula, weights: &[f64]) -> Vec<PassageScore> {
        let mut passages: BTreeMap<u32, f64> = BTreeMap::new();
        for (leaf, positions) in &self.leaves {
            for (passage, run) in runs(positions) {
                *passages.entry(passage).or_default() +=
                    passage_part(weights[*leaf], run.len() as u32);
            }
        }
        for pair in self.leaves.windows(2) {
            let [(first, a), (second, b)] = pair else { continue };
            let weights = (weights[*first], weights[*second]);
            let second_runs: BTreeMap<u32, &[u32]> = runs(b).collect();
            for (passage, run) in runs(a) {
                if let Some(other) = second_runs.get(&passage) {
                    *passages.entry(passage).or_default() +=
                        closeness(formula, weights, run, other);
                }
            }
        }
        let passages = passages.into_iter();
        let mut passages: Vec<PassageScore> = passages
            .map(|(number, score)| PassageScore { number: number as usize, score })
            .collect();
        passages.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.number.cmp(&b.number)));
        passages
    }
}

/// Looks for the best window of an article; what it writes down is kept for the next.
#[derive(Default)]
struct Window {
    /// Positions, and which of the leaves stands there.
    places: Vec<(u32, usize)>,
    /// How often each stands in the window.
    counts: Vec<u32>,
}

impl Window {
    /// Returns the score of the best window of [`WINDOW`] words by the words in it. Windows are shorter
    /// than passages, lest a long passage win by its length; none reaches over the end of one.
    fn best(&mut self, leaves: &[(usize, Vec<u32>)], weights: &[f64]) -> f64 {
        let Window { places, counts } = self;
        places.clear();
        for (i, (_, at)) in leaves.iter().enumerate() {
            places.extend(at.iter().map(|&position| (position, i)));
        }
        places.sort_unstable();
        counts.clear();
        counts.resize(leaves.len(), 0);
        let mut best = 0.0f64;
        let mut from = 0;
        for &(last, leaf) in &*places {
            counts[leaf] += 1;
            while last - places[from].0 >= WINDOW || last / STRIDE != places[from].0 / STRIDE {
                counts[places[from].1] -= 1;
                from += 1;
            }
            let held = counts.iter().zip(leaves).filter(|(count, _)| **count > 0);
            let score = held.map(|(&count, (leaf, _))| passage_part(weights[*leaf], count)).sum();
            best = best.max(score);
        }
        best
    }
}

/// Cuts ascending positions into those of each passage.
fn runs(positions: &[u32]) -> impl Iterator<Item = (u32, &[u32])> {
    positions.chunk_by(|a, b| a / STRIDE == b / STRIDE).map(|run| (run[0] / STRIDE, run))
}

#[cfg(test)]
mod tests {
    //! 1. The passage with both words comes first. 2. Nearness breaks a tie, then the order of the
    //! text. 3. Neighbouring passages are not near.

    use super::*;

    fn order(leaves: &[(usize, Vec<u32>)]) -> Vec<usize> {
        let (formula, weights) = (Formula::default(), [1.0, 1.0]);
        let evidence = weigh(&formula, leaves.to_vec(), &weights, &mut Window::default());
        evidence.passages(&formula, &weights).iter().map(|p| p.number).collect()
    }

    #[test]
    fn the_passage_with_both_words_comes_first() {
        assert_eq!(order(&[(0, vec![1, 2, 3, STRIDE + 9]), (1, vec![STRIDE + 90])]), [1, 0]);
    }

    #[test]
    fn nearness_breaks_a_tie_and_then_the_order_of_the_text() {
        let far_and_near = [(0, vec![1, STRIDE + 1]), (1, vec![100, STRIDE + 2])];
        assert_eq!(order(&far_and_near), [1, 0]);
        assert_eq!(order(&[(0, vec![1, STRIDE + 1])]), [0, 1]);
    }

    #[test]
    fn the_best_window_is_within_one_passage() {
        let bonus = |leaves: &[(usize, Vec<u32>)]| {
            weigh(&Formula::default(), leaves.to_vec(), &[1.0, 1.0], &mut Window::default())
                .passage_bonus
        };
        let together = bonus(&[(0, vec![60]), (1, vec![99])]);
        let apart = bonus(&[(0, vec![60]), (1, vec![100])]);
        assert!(together > apart);
        assert_eq!(apart, bonus(&[(0, vec![60]), (1, vec![STRIDE])]));
        assert_eq!(together, bonus(&[(0, vec![60, 200]), (1, vec![99])]));
    }

    #[test]
    fn neighbouring_passages_are_not_near() {
        let places = vec![(0, vec![239]), (1, vec![STRIDE])];
        let apart = weigh(&Formula::default(), places, &[1.0, 1.0], &mut Window::default());
        assert_eq!(apart.closeness, 0.0);
    }
}
