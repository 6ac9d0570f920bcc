//! The formulas of step 1 and step 2, and their constants.
//!
//! Word weights follow BM25 with an idf exponent and a burstiness factor. What each part gives was
//! measured on many collections; k1 between 1.2 and 2.2 and b between .5 and .75 differ by less
//! than the noise.

use crate::query::WHOLE;

/// Term frequency saturation (BM25, Robertson and Walker 1994).
const K1: f64 = 1.2;
/// Length normalisation.
const B: f64 = 0.6;
/// Two words this close are about each other.
const PAIR_WINDOW: u32 = 8;
/// Saturation inside a passage: low, so that a passage with both words beats one that repeats one.
const PASSAGE_K1: f64 = 0.4;

/// The weights of the parts of a score. A part is left out by its neutral value, which each names;
/// that is how `talks eval --without` measures what each is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Formula {
    /// Rare words count for a little more than their idf; 1 for just that.
    pub idf_exponent: f64,
    /// Words that come in bursts (high mean count where they occur at all) are about the topic:
    /// the factor cf/df of Amati's In_expB2, to this power; 0 for none.
    pub burst_exponent: f64,
    /// Weight of the title's own BM25 beside that of the whole article; 0 for none.
    pub title: f64,
    /// Weight of a pair of neighbouring query words that stand close, in any order; 0 for none.
    pub pair: f64,
    /// Weight of a pair that stands side by side in the order typed; 0 for none.
    pub ordered_pair: f64,
    /// Weight of the best passage beside the article; 0 for none.
    pub passage: f64,
}

impl Default for Formula {
    fn default() -> Formula {
        Formula {
            idf_exponent: 1.25,
            burst_exponent: 0.5,
            title: 0.4,
            pair: 0.10,
            ordered_pair: 0.03,
            passage: 0.2,
        }
    }
}

/// Statistics of the live articles that every score starts from.
#[derive(Debug, Clone, Copy)]
pub struct Collection {
    /// The weights of the parts.
    pub formula: Formula,
    /// Live articles.
    pub articles: f64,
    /// Mean length of an article with its title, in words; at least 1.
    pub mean_words: f64,
    /// Mean length of a title, in words; at least 1.
    pub mean_title_words: f64,
}

/// Returns the weight of a leaf: how much one saturated occurrence is worth.
///
/// `df` is the number of live articles that hold it, `cf` how often it stands in them, `count` how
/// often it was typed, `added` what it counts for beyond that. Zero for a leaf that stands nowhere.
pub fn weight(collection: &Collection, df: f64, cf: f64, count: u32, added: f64) -> f64 {
    if df == 0.0 {
        return 0.0;
    }
    let typed = f64::from(count);
    let typed = 9.0 * typed / (8.0 + typed);
    let Formula { idf_exponent, burst_exponent, .. } = collection.formula;
    idf(collection, df).powf(idf_exponent) * (cf / df).powf(burst_exponent) * (typed + added)
}

/// Returns the inverse document frequency of what stands in `df` articles (Robertson and Sparck
/// Jones 1976, never negative).
pub fn idf(collection: &Collection, df: f64) -> f64 {
    (1.0 + (collection.articles - df + 0.5) / (df + 0.5)).ln()
}

/// Returns a count as it weighs in a text, given the text's length over the mean length.
pub fn saturated(count: f64, length: f64) -> f64 {
    count / (count + K1 * (1.0 - B + B * length))
}

/// Returns a count of hundredths as a number of whole places. Counts are added up as integers, so
/// that the sum does not depend on the order of the lists.
pub fn in_wholes(hundredths: u64) -> f64 {
    hundredths as f64 / f64::from(WHOLE)
}

/// Returns what a leaf adds to an article's score; its counts are in hundredths.
pub fn article_part(
    collection: &Collection,
    weight: f64,
    (in_text, in_title): (u32, u32),
    (text_words, title_words): (u32, u32),
) -> f64 {
    let saturate = |count: u64, words: u32, mean: f64| {
        (K1 + 1.0) * saturated(in_wholes(count), f64::from(words) / mean)
    };
    let (in_text, in_title) = (u64::from(in_text), u64::from(in_title));
    let whole = saturate(in_text + in_title, text_words + title_words, collection.mean_words);
    let title = if in_title == 0 {
        0.0
    } else {
        saturate(in_title, title_words, collection.mean_title_words)
    };
    weight * (whole + collection.formula.title * title)
}

/// What [`article_part`] gives, quickly and a little too high: enough to leave out what cannot be
/// among the best. No rounding makes it less than the score.
pub struct Estimate {
    /// What lengths add below the line of a saturated count, by the engine's byte for a length: of a
    /// text in the whole article, of a title in the whole article, and of a title by itself.
    text: [f32; 256],
    title: [f32; 256],
    title_alone: [f32; 256],
    /// The formula's weight of a title.
    title_weight: f32,
}

/// How much too high estimates are made, as a share of them: more than what rounding takes away.
const MARGIN: f64 = 1e-4;

impl Estimate {
    /// Prepares estimates; `words_of` returns the length that a byte stands for.
    pub fn new(collection: &Collection, words_of: impl Fn(u8) -> u32) -> Estimate {
        let whole = f64::from(WHOLE);
        let table = |base: f64, mean: f64| {
            let of = |byte: usize| {
                let length = f64::from(words_of(byte as u8)) / mean;
                (whole * K1 * (base + B * length)) as f32
            };
            std::array::from_fn(of)
        };
        Estimate {
            text: table(1.0 - B, collection.mean_words),
            title: table(0.0, collection.mean_words),
            title_alone: table(1.0 - B, collection.mean_title_words),
            title_weight: collection.formula.title as f32,
        }
    }

    /// Returns a leaf's weight as [`part`](Estimate::part) takes it.
    pub fn weight(weight: f64) -> f32 {
        (weight * (K1 + 1.0) * (1.0 + MARGIN)) as f32
    }

    /// Returns the least that a score comes to of which all parts together were estimated at this.
    pub fn least(parts: f32) -> f64 {
        f64::from(parts) * (1.0 - 3.0 * MARGIN)
    }

    /// Returns the least count in hundredths, or one a little less, with which a leaf of such a weight may add
    /// this, in a text as short as can be and not in the title.
    pub fn least_count(&self, weight: f32, least: f32) -> u32 {
        if least >= weight {
            return u32::MAX;
        }
        let count = self.text[0] * least / (weight - least);
        (count * (1.0 - 1e-4)) as u32
    }

    /// Returns what a leaf of such a weight adds at the most.
    pub fn most(&self, weight: f32) -> f32 {
        weight * (1.0 + self.title_weight)
    }

    /// Returns what counts in hundredths add in text and title of these lengths.
    #[inline]
    pub fn part(&self, weight: f32, counts: (u32, u32), lengths: (u8, u8)) -> f32 {
        let (text, title) = (usize::from(lengths.0), usize::from(lengths.1));
        let count = counts.0 as f32 + counts.1 as f32;
        let whole = count / (count + self.text[text] + self.title[title]);
        if counts.1 == 0 {
            return weight * whole;
        }
        let in_title = counts.1 as f32;
        let alone = in_title / (in_title + self.title_alone[title]);
        weight * (whole + self.title_weight * alone)
    }
}

/// Returns what a leaf adds to a passage's score.
pub fn passage_part(weight: f64, count: u32) -> f64 {
    let tf = f64::from(count);
    weight * tf * (PASSAGE_K1 + 1.0) / (tf + PASSAGE_K1)
}

/// Returns what two neighbouring query leaves add for standing close together, given the ascending
/// positions of both; once for nearness in any order, once more for standing side by side.
pub fn closeness(formula: &Formula, weights: (f64, f64), first: &[u32], second: &[u32]) -> f64 {
    let (mut near, mut ordered) = (0u32, 0u32);
    for &at in first {
        let from = second.partition_point(|&p| p + PAIR_WINDOW <= at);
        let window = second[from..].iter().take_while(|&&p| p < at + PAIR_WINDOW);
        let mut is_near = false;
        for &other in window {
            is_near = true;
            ordered += u32::from(other == at + 1);
        }
        near += u32::from(is_near);
    }
    let mean = (weights.0 + weights.1) / 2.0;
    let saturated = |n: u32| f64::from(n) * (K1 + 1.0) / (f64::from(n) + K1);
    mean * (formula.pair * saturated(near) + formula.ordered_pair * saturated(ordered))
}

/// Returns what [`passage_part`] and [`closeness`] can add to the score of an article at the most, given the
/// weights of the leaves that stand in its text and how often each does: a part grows with its count, and
/// a leaf has two neighbours.
pub fn most_bonus(formula: &Formula, leaves: impl Iterator<Item = (f64, u32)>) -> f64 {
    let (mut sum, mut parts, mut count) = (0.0, 0.0, 0);
    for (weight, places) in leaves {
        sum += weight;
        parts += passage_part(weight, places);
        count += 1;
    }
    let pairs = if count > 1 { (formula.pair + formula.ordered_pair) * (K1 + 1.0) } else { 0.0 };
    formula.passage * parts + pairs * sum
}

/// Returns a score as it is compared and shown: in millionths.
pub fn rounded(score: f64) -> i64 {
    (score * 1e6).round() as i64
}

/// Returns the least score that is rounded to this.
pub fn unrounded(millionths: i64) -> f64 {
    (millionths as f64 - 0.5) / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLLECTION: Collection =
        Collection { formula: FORMULA, articles: 1000.0, mean_words: 300.0, mean_title_words: 8.0 };
    const FORMULA: Formula = Formula {
        idf_exponent: 1.25,
        burst_exponent: 0.5,
        title: 0.4,
        pair: 0.1,
        ordered_pair: 0.03,
        passage: 0.2,
    };

    #[test]
    fn rare_words_repeated_words_and_titles_weigh_more() {
        let w = |df, cf, count| weight(&COLLECTION, df, cf, count, 0.0);
        assert!(w(2.0, 2.0, 1) > w(20.0, 20.0, 1));
        assert!(w(20.0, 60.0, 1) > w(20.0, 20.0, 1));
        assert!(w(20.0, 20.0, 2) > w(20.0, 20.0, 1));
        assert_eq!(w(0.0, 0.0, 1), 0.0);
        assert!(weight(&COLLECTION, 2.0, 2.0, 0, 0.5) > 0.0);
        let part = |tf: (u32, u32), words| {
            article_part(&COLLECTION, 1.0, (tf.0 * WHOLE, tf.1 * WHOLE), words)
        };
        assert!(part((2, 0), (300, 8)) > part((1, 0), (300, 8)));
        assert!(part((0, 1), (300, 8)) > part((1, 0), (300, 8)));
        assert!(part((1, 0), (100, 8)) > part((1, 0), (900, 8)));
        let hundredths = |count| article_part(&COLLECTION, 1.0, (count, 0), (300, 8));
        assert!(hundredths(60) < hundredths(WHOLE) && hundredths(200) == part((2, 0), (300, 8)));
    }

    #[test]
    fn an_estimate_is_the_score_or_a_little_more() {
        let words_of = |byte: u8| u32::from(byte).pow(2);
        let estimate = Estimate::new(&COLLECTION, words_of);
        for counts in [(1, 0), (35, 0), (60, 100), (100, 0), (0, 100), (4_000, 300), (u32::MAX, 7)]
        {
            for lengths in [(0, 0), (1, 0), (0, 1), (17, 3), (255, 9), (255, 255)] {
                let words = (words_of(lengths.0), words_of(lengths.1));
                let part = article_part(&COLLECTION, 3.7, counts, words);
                let most = estimate.part(Estimate::weight(3.7), counts, lengths);
                let (least, most) = (Estimate::least(most), f64::from(most));
                assert!(least <= part && part <= most, "{counts:?} {lengths:?}");
                assert!(most < part * 1.001, "{counts:?} {lengths:?}");
            }
        }
    }

    #[test]
    fn a_passage_with_both_words_beats_one_that_repeats_one() {
        assert!(passage_part(1.0, 9) < passage_part(1.0, 1) + passage_part(0.5, 1));
    }

    #[test]
    fn closeness_counts_neighbours_and_their_order() {
        let close = |a: &[u32], b: &[u32]| closeness(&FORMULA, (1.0, 1.0), a, b);
        assert_eq!(close(&[1], &[20]), 0.0);
        assert!(close(&[1], &[2]) > close(&[2], &[1]));
        assert!(close(&[2], &[1]) > 0.0);
        assert!(close(&[1], &[2]) > close(&[1], &[5]));
        assert!(close(&[10], &[3]) > 0.0 && close(&[10], &[2]) == 0.0);
    }
}
