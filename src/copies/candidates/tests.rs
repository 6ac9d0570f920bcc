//! 1. Pairs are those of a slow, obvious look at all, however much is held at a time. 2. A value pairs
//! with fewer where there are many. 3. What is looked for after a change, beside what was found
//! before, is what a look at all finds.

use proptest::prelude::*;

use super::*;

fn sketch(random: &mut fastrand::Rng, values: u32) -> Vec<u32> {
    let mut sketch: Vec<u32> = (0..12).map(|_| random.u32(..values) << 20).collect();
    sketch.sort_unstable();
    sketch.dedup();
    sketch
}

/// The same sketches, told of from the last to the first.
struct Backwards<'a>(&'a Vec<Vec<u32>>);

impl Sketches for Backwards<'_> {
    fn value_count(&self) -> usize {
        self.0.value_count()
    }

    fn each(&self, mut found: impl FnMut(u32, &[u32])) {
        (0..self.0.len()).rev().for_each(|number| found(number as u32, &self.0[number]));
    }

    fn read(&self, article: u32, sketch: &mut Vec<u32>) {
        self.0.read(article, sketch);
    }
}

fn sketches(articles: usize, values: u32) -> Vec<Vec<u32>> {
    let mut random = fastrand::Rng::with_seed(3);
    (0..articles).map(|_| sketch(&mut random, values)).collect()
}

/// Every article with every earlier one.
fn slowly(sketches: &[Vec<u32>], bearers: usize) -> Vec<(u32, u32)> {
    let is_earliest = |value: u32, early: usize| {
        sketches[..early].iter().filter(|sketch| sketch.contains(&value)).count() < bearers
    };
    let mut pairs = Vec::new();
    for later in 0..sketches.len() {
        for early in 0..later {
            let common = sketches[early].iter().filter(|value| sketches[later].contains(value));
            let met = common.filter(|&&value| is_earliest(value, early)).count();
            if met >= MIN_SHARED && is_likely(&sketches[early], &sketches[later]) {
                pairs.push((early as u32, later as u32));
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

#[test]
fn pairs_are_those_of_a_slow_look_however_much_is_held() {
    let sketches = sketches(200, 60);
    for bearers in [16, 4, 1] {
        let all = slowly(&sketches, bearers);
        assert!(all.len() > 100 && all.is_sorted());
        for at_a_time in [40, 200, EARLIEST_AT_A_TIME] {
            assert_eq!(candidates_in(&sketches, bearers, &[true; 200], at_a_time), all);
            let backwards = Backwards(&sketches);
            assert_eq!(candidates_in(&backwards, bearers, &[true; 200], at_a_time), all);
        }
    }
}

#[test]
fn a_value_pairs_with_fewer_where_there_are_many() {
    let sketches = sketches(300, 60);
    assert_eq!(bearers(&sketches), EARLIEST_BEARERS);
    // Each later one with the earliest, in each value.
    let mut meetings = 0;
    each_value(&sketches, None, |_, articles| {
        meetings += (1..articles.len()).map(|at| at.min(EARLIEST_BEARERS)).sum::<usize>();
        true
    });
    for at_a_time in [100, COUNTED_AT_A_TIME] {
        assert_eq!(bearers_of(&sketches, meetings, at_a_time), EARLIEST_BEARERS);
        assert_eq!(bearers_of(&sketches, meetings - 1, at_a_time), EARLIEST_BEARERS / 2);
        assert_eq!(bearers_of(&sketches, 0, at_a_time), 1);
    }
}

proptest! {
    #[test]
    fn what_is_looked_for_after_a_change_is_all_that_is_missing(
        seed: u64,
        // What becomes of each article: it stays, goes, comes.
        fates in prop::collection::vec(prop_oneof![4 => Just((true, true)), 1 => Just((true, false)), 1 => Just((false, true))], 1..60),
        values in 6u32..80,
        bearers in prop::sample::select(vec![1usize, 2, 4, 16]),
    ) {
        let mut random = fastrand::Rng::with_seed(seed);
        let articles: Vec<Vec<u32>> = fates.iter().map(|_| sketch(&mut random, values)).collect();
        let those = |is: &dyn Fn(&(bool, bool)) -> bool| -> Vec<usize> {
            (0..fates.len()).filter(|&at| is(&fates[at])).collect()
        };
        let (before, now) = (those(&|fate| fate.0), those(&|fate| fate.1));
        let sketches = |of: &[usize]| -> Vec<Vec<u32>> {
            of.iter().map(|&at| articles[at].clone()).collect()
        };
        let number = |at: usize| now.binary_search(&at);
        let is_gone = |at: &&usize| !fates[**at].1;
        let gone: Vec<Gone> = before.iter().filter(is_gone).map(|&at| Gone {
            before: number(at).unwrap_or_else(|behind| behind) as u32,
            sketch: articles[at].clone(),
        }).collect();
        let mut fresh: Vec<bool> = now.iter().map(|&at| !fates[at].0).collect();
        let all = slowly(&sketches(&now), bearers);

        unsettle(&sketches(&now), bearers, &mut fresh, &gone);
        let mut found = candidates(&sketches(&now), bearers, &fresh);
        for (early, later) in slowly(&sketches(&before), bearers) {
            let (early, later) = (number(before[early as usize]), number(before[later as usize]));
            if let (Ok(early), Ok(later)) = (early, later) && !fresh[early] && !fresh[later] {
                found.push((early as u32, later as u32));
            }
        }
        found.sort_unstable();
        prop_assert_eq!(found, all);
    }
}
