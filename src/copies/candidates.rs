//! Sketches -> pairs that are worth comparing word for word.
//!
//! Two articles whose sketches agree in part are a pair. What many articles have in common (a
//! legal notice, a table's frame) would make pairs of all of them, so a value pairs an article
//! only with the earliest of its bearers: copies of a story still meet their earliest ones.
//!
//! Sketches are read where they lie, again and again, and what is held of them at a time is bounded.
//! After a change only pairs with an article of which something may be new are looked for: see
//! [`unsettle`].

use super::SKETCH_VALUES;
use super::earliest::{Earliest, Touched, each_value, key_of};
use super::room;

/// A value pairs an article with so many of its earliest bearers, at first …
const EARLIEST_BEARERS: usize = 16;
/// … and with half as many, again and again, while there are more meetings than this. It bounds
/// time in an archive made of the same few paragraphs.
const MEETINGS: usize = 8 << 20;
/// Values that are counted at a time: 16 MB of them.
const COUNTED_AT_A_TIME: usize = 4 << 20;
/// Earliest bearers that are held at a time: 12 to 48 MB with the values that they bear.
const EARLIEST_AT_A_TIME: usize = 3 << 20;
/// Share of the sketch values both could have that both must have. Near copies share half of
/// their words; what shares a fifth passes one time in a hundred.
const SHARED_VALUES: f64 = 0.3;
/// Fewer common values prove nothing.
const MIN_SHARED: usize = 2;

/// The sketches of articles that are numbered in their order, earliest first.
pub trait Sketches {
    /// Returns how many values all sketches have.
    fn value_count(&self) -> usize;
    /// Calls `found` with the number and the sketch of each article, whatever the order: its values,
    /// ascending, each once.
    fn each(&self, found: impl FnMut(u32, &[u32]));
    /// Writes the sketch of an article over what is in `sketch`.
    fn read(&self, article: u32, sketch: &mut Vec<u32>);
}

/// Sketches in memory.
impl Sketches for Vec<Vec<u32>> {
    fn value_count(&self) -> usize {
        self.iter().map(Vec::len).sum()
    }

    fn each(&self, mut found: impl FnMut(u32, &[u32])) {
        (0..).zip(self).for_each(|(number, sketch)| found(number, sketch));
    }

    fn read(&self, article: u32, sketch: &mut Vec<u32>) {
        sketch.clone_from(&self[article as usize]);
    }
}

/// An article that was there before and is not any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Number of the first article that stands behind where it stood.
    pub before: u32,
    /// Its sketch.
    pub sketch: Vec<u32>,
}

/// Returns with how many of its earliest bearers a value pairs an article. It depends on all
/// sketches.
pub fn bearers(sketches: &impl Sketches) -> usize {
    bearers_of(sketches, MEETINGS, COUNTED_AT_A_TIME)
}

fn bearers_of(sketches: &impl Sketches, most: usize, at_a_time: usize) -> usize {
    let halved = |bearers: &usize| Some(bearers / 2).filter(|&half| half > 0);
    let counts = std::iter::successors(Some(EARLIEST_BEARERS), halved);
    // For each count the meetings that it makes.
    let mut counts: Vec<(usize, usize)> = counts.map(|bearers| (bearers, 0)).collect();
    let count = sketches.value_count();
    let parts = count.div_ceil(at_a_time).max(1) as u64;
    let mut keys: Vec<u32> = room(count / parts as usize);
    for part in 0..parts {
        keys.clear();
        sketches.each(|_, sketch| {
            let all = sketch.iter().map(|&value| key_of(value));
            keys.extend(all.filter(|&key| (u64::from(key) * parts) >> 32 == part));
        });
        keys.sort_unstable();
        for same in keys.chunk_by(|a, b| a == b).filter(|same| same.len() > 1) {
            for (bearers, meetings) in &mut counts {
                let few = same.len().min(*bearers);
                *meetings += few * (few - 1) / 2 + (same.len() - few) * *bearers;
            }
        }
        counts.retain(|(bearers, meetings)| *meetings <= most || *bearers == 1);
        if counts.len() == 1 {
            break;
        }
    }
    counts[0].0
}

/// Marks as fresh, beside the articles that are new, the others whose pairs may be others than they
/// were: those that are now among the earliest bearers of a value and were not, or the other way
/// round. What is not fresh then is paired with what is not fresh just as it was.
///
/// `fresh` says of each article whether it is new; what is gone is in `gone`, in any order.
pub fn unsettle(sketches: &impl Sketches, bearers: usize, fresh: &mut [bool], gone: &[Gone]) {
    let mut touched = Touched::by_fresh(sketches, fresh);
    let mut stood: Vec<(u32, u32)> = Vec::new();
    for gone in gone {
        touched.add(&gone.sketch);
        stood.extend(gone.sketch.iter().map(|&value| (key_of(value), gone.before)));
    }
    stood.sort_unstable();
    let mut unsettled = Vec::new();
    each_value(sketches, Some(&touched), |key, articles| {
        let stood = &stood[stood.partition_point(|&(known, _)| known < key)..];
        let stood = &stood[..stood.partition_point(|&(known, _)| known == key)];
        let mut new = 0;
        for (at, &article) in articles.iter().enumerate() {
            if fresh[article as usize] {
                new += 1;
                continue;
            }
            let old = at - new;
            if old >= bearers {
                break;
            }
            let gone = stood.partition_point(|&(_, before)| before <= article);
            if (old + gone < bearers) != (at < bearers) {
                unsettled.push(article);
            }
        }
        true
    });
    unsettled.into_iter().for_each(|article| fresh[article as usize] = true);
}

/// Returns the pairs to compare of which one at least is fresh: earlier article first, sorted, each
/// once.
pub fn candidates(sketches: &impl Sketches, bearers: usize, fresh: &[bool]) -> Vec<(u32, u32)> {
    candidates_in(sketches, bearers, fresh, EARLIEST_AT_A_TIME)
}

fn candidates_in(
    sketches: &impl Sketches,
    bearers: usize,
    fresh: &[bool],
    at_a_time: usize,
) -> Vec<(u32, u32)> {
    let is_all = fresh.iter().all(|&fresh| fresh);
    let touched = (!is_all).then(|| Touched::by_fresh(sketches, fresh));
    // About one for each article.
    let mut pairs = room(fresh.len());
    let (mut met, mut other) = (Vec::new(), Vec::new());
    let (mut round, mut rounds) = (0, 1);
    while round < rounds {
        // Where the first of them fits, the others do, or nearly.
        let most = if round == 0 { at_a_time } else { usize::MAX };
        let touched = touched.as_ref();
        let Some(earliest) = Earliest::of(sketches, touched, bearers, (round, rounds), most) else {
            rounds *= 2;
            continue;
        };
        // What is not fresh meets fresh ones alone: most of its values need no look.
        let with_fresh = (!is_all).then(|| earliest.with_fresh(fresh));
        sketches.each(|later, sketch| {
            met.clear();
            let only = with_fresh.as_ref().filter(|_| !fresh[later as usize]);
            for &value in sketch {
                if only.is_some_and(|with_fresh| !with_fresh.has(value)) {
                    continue;
                }
                let earlier = earliest.of_value(value).iter().take_while(|&&early| early < later);
                let is_fresh = |early: &&u32| fresh[later as usize] || fresh[**early as usize];
                met.extend(earlier.filter(is_fresh));
            }
            met.sort_unstable();
            for same in met.chunk_by(|a, b| a == b).filter(|same| same.len() >= MIN_SHARED) {
                sketches.read(same[0], &mut other);
                if is_likely(&other, sketch) {
                    pairs.push((same[0], later));
                }
            }
        });
        round += 1;
    }
    pairs.sort_unstable();
    pairs
}

/// Returns true when two sketches agree in so much of what they could agree in that the texts are
/// worth comparing.
fn is_likely(a: &[u32], b: &[u32]) -> bool {
    // A full sketch says nothing of values above its last.
    let reach = |sketch: &[u32]| match sketch.last() {
        Some(&last) if sketch.len() == SKETCH_VALUES => last,
        _ => u32::MAX,
    };
    let bound = reach(a).min(reach(b));
    let within = |sketch: &[u32]| sketch.partition_point(|&value| value <= bound);
    let fewer = within(a).min(within(b));
    let (mut shared, mut rest) = (0, b);
    for value in a {
        while rest.first().is_some_and(|other| other < value) {
            rest = &rest[1..];
        }
        shared += usize::from(rest.first() == Some(value));
    }
    shared >= MIN_SHARED && shared as f64 >= SHARED_VALUES * fewer as f64
}

#[cfg(test)]
mod tests;
