//! Text -> the few numbers by which its near copies are found.
//!
//! Of all runs of three longer words of a text the ones with the smallest hashes are kept (a
//! "bottom-k" sketch: Broder 1997, Cohen and Kaplan 2007). Equal runs have equal hashes, so two
//! texts that share much keep some of the same runs, also when one is a fraction of the other.
//! Short words are left out: runs without them are rarer, and survive small repairs.

use super::MIN_WORDS;
use super::words::{each_word, mix};

/// Most values of a sketch. A cut to 30 % of a text shares about seven of them with the whole.
pub const SKETCH_VALUES: usize = 24;
/// A word of fewer bytes is left out, unless it holds a digit.
const MIN_BYTES: usize = 4;
/// Values that are gathered before the smallest are chosen.
const GATHERED: usize = 8 * SKETCH_VALUES;

/// What is kept of a text to find its near copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    /// A hash of all words in order, and of which begin with a capital: equal for texts that differ in
    /// nothing but typography.
    pub whole: u32,
    /// Smallest hashes of runs of words, ascending, each once; at most [`SKETCH_VALUES`].
    pub values: Vec<u32>,
}

impl Sketch {
    /// Returns the sketch of a text; `None` for one of fewer than [`MIN_WORDS`] words.
    pub fn of(text: &str) -> Option<Sketch> {
        let (mut words, mut whole) = (0u32, 0u64);
        let (mut before, mut last) = (0u64, 0u64);
        let mut smallest = Smallest { values: Vec::with_capacity(GATHERED), bound: u32::MAX };
        each_word(text, |word| {
            words += u32::from(word.opens);
            // Which words are names decides what comparing texts gives.
            whole = mix(whole, word.hash ^ (u64::from(word.is_capital) << 63));
            if word.len >= MIN_BYTES || word.hash & 1 == 1 {
                let run = mix(mix(before, last), word.hash);
                smallest.add((run >> 32) as u32);
                (before, last) = (last, word.hash);
            }
        });
        let values = smallest.finish();
        (words >= MIN_WORDS && !values.is_empty())
            .then_some(Sketch { whole: (whole >> 32) as u32, values })
    }
}

/// Gathers the smallest of many numbers.
struct Smallest {
    values: Vec<u32>,
    /// Numbers from here up are not among the smallest.
    bound: u32,
}

impl Smallest {
    fn add(&mut self, value: u32) {
        if value < self.bound {
            self.values.push(value);
            if self.values.len() == GATHERED {
                self.settle();
            }
        }
    }

    fn settle(&mut self) {
        self.values.sort_unstable();
        self.values.dedup();
        self.values.truncate(SKETCH_VALUES);
        if self.values.len() == SKETCH_VALUES {
            self.bound = self.values[SKETCH_VALUES - 1];
        }
    }

    fn finish(mut self) -> Vec<u32> {
        self.settle();
        self.values
    }
}

#[cfg(test)]
mod tests {
    //! 1. Short texts have no sketch. 2. A sketch is of the words alone. 3. A part shares values
    //! with the whole, an unrelated text none.

    use super::*;

    fn text(words: std::ops::Range<u32>) -> String {
        words.map(|n| format!("word{} ", n.wrapping_mul(2_654_435_761))).collect()
    }

    fn shared(a: &Sketch, b: &Sketch) -> usize {
        a.values.iter().filter(|value| b.values.contains(value)).count()
    }

    #[test]
    fn short_texts_have_none() {
        assert_eq!(Sketch::of(&text(0..99)), None);
        assert_eq!(Sketch::of(&text(0..100)).unwrap().values.len(), SKETCH_VALUES);
        assert_eq!(Sketch::of(&"a ".repeat(200)), None);
        assert_eq!(Sketch::of(""), None);
    }

    #[test]
    fn a_sketch_is_of_the_words_alone() {
        let plain = text(0..400);
        let typeset = plain.replace(' ', " — \n");
        assert_eq!(Sketch::of(&plain), Sketch::of(&typeset));
        let whole = |text: &str| Sketch::of(text).unwrap().whole;
        assert_ne!(whole(&plain), whole(&text(0..401)));
        let (small, capital) = (plain.to_lowercase(), plain.to_uppercase());
        assert_eq!(Sketch::of(&small).unwrap().values, Sketch::of(&capital).unwrap().values);
        assert_ne!(whole(&small), whole(&capital));
    }

    #[test]
    fn a_part_shares_values_and_an_unrelated_text_none() {
        let whole = Sketch::of(&text(0..400)).unwrap();
        assert!(shared(&whole, &Sketch::of(&text(140..260)).unwrap()) >= 3);
        assert_eq!(shared(&whole, &Sketch::of(&text(1000..1400)).unwrap()), 0);
    }
}
