//! Two texts -> how much of each stands in the other, word for word.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

use foldhash::fast::RandomState;

use super::MIN_WORDS;
use super::runs::{NEVER, Runs};
use super::words::{each_word, mix};

/// Words in a row that must be the same to count as common …
const RUN: usize = 3;
/// … and to count as copied: templates agree in short runs, copies in long ones.
const LONG_RUN: u8 = 8;
/// Two texts are copies when so much of the shorter one was copied …
const COPIED: f64 = 0.5;
/// … or so much of it is common, as after light rewording, and this much still copied.
const COMMON: (f64, f64) = (0.78, 0.35);
/// So much of the longer text must be common: an item of a digest is no copy of the digest.
const COMMON_OF_LONGER: f64 = 0.2;
/// What is common in both must come to this: a small part of the longer text must be most of the
/// shorter one.
const COMMON_OF_BOTH: f64 = 0.9;
/// Common words with at most so many others between them are one region.
const GAP: usize = 8;
/// Within regions, numbers must be common so nearly as often as words are: where the words stay
/// and the numbers change, two reports fill in one form. The second figure is taken off for chance,
/// times the root of the count.
const NUMBERS: (f64, f64) = (0.7, 0.4);

/// Within regions, of the capitalised words so many may be nowhere in the other text, and one more:
/// the same deal of other parties is another story.
const OTHER_NAMES: f64 = 0.2;
/// Facts (names, numbers) that stand in the place of others are what tells one filled-in form from
/// another: there may be one, and one more for so many common words. The first in a text, which
/// says whom it is about, counts twice.
const WORDS_A_SWAP: usize = 200;
/// What stands between two common stretches of both texts stands in one place if it is this short.
const SWAP_GAP: usize = 16;
/// Where more than this share of the words are numbers, the text is a table, and a table with
/// other figures is another one …
const TABLE: f64 = 0.2;
/// … so this much must have been copied.
const COPIED_TABLE: f64 = 0.95;

/// The words of a text and its runs, ready to be compared with others.
#[derive(Debug, Clone)]
pub struct Words {
    words: Vec<u64>,
    capitals: Vec<bool>,
    /// The hash of the run that begins with each word, but for the last ones.
    hashes: Vec<u64>,
    /// Made when it is first asked for: most texts are only held against those of others.
    runs: OnceCell<Runs>,
    counted: u32,
}

/// How much two texts have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlap {
    /// Share of the first text's words that stand in a run of both, 0 to 1.
    pub of_first: f64,
    /// Share of the second text's words that stand in a run of both, 0 to 1.
    pub of_second: f64,
    /// Share of the words of both that stand in a run of both, 0 to 1.
    pub of_both: f64,
    /// Share of the shorter text's words that stand in a long run of both, 0 to 1.
    pub copied: f64,
    /// Whether the numbers and names among the common words agree; false where so little is common
    /// that it does not matter.
    pub facts_agree: bool,
    /// Whether both have the words that a member of a group needs.
    pub is_long_enough: bool,
}

impl Words {
    /// Reads the words of a text.
    pub fn of(text: &str) -> Words {
        let (mut words, mut counted) = (Vec::with_capacity(text.len() / 6), 0);
        let mut capitals = Vec::with_capacity(text.len() / 6);
        each_word(text, |word| {
            counted += u32::from(word.opens);
            words.push(word.hash);
            capitals.push(word.is_capital);
        });
        let hashes = words.windows(RUN).map(run).collect();
        Words { words, capitals, hashes, runs: OnceCell::new(), counted }
    }

    /// Returns how many words the text has.
    pub fn word_count(&self) -> usize {
        self.words.len()
    }

    fn runs(&self) -> &Runs {
        self.runs.get_or_init(|| Runs::of(&self.hashes))
    }

    /// Returns where a run begins that goes on behind `from`, else where it begins first: forms
    /// repeat their phrases.
    fn place(&self, run: u64, from: usize) -> Option<usize> {
        let runs = self.runs();
        let first = runs.first(&self.hashes, run);
        if first == NEVER {
            return None;
        }
        let mut at = first;
        while at != NEVER && (at as usize + RUN) <= from {
            at = runs.next[at as usize];
        }
        Some(if at == NEVER { first as usize } else { at as usize })
    }
}

fn run(words: &[u64]) -> u64 {
    words.iter().fold(0, |hash, &word| mix(hash, word))
}

/// Returns how many of the words stand in a common stretch of at least so many.
fn count(common: &[u8], least: u8) -> usize {
    common.iter().filter(|&&run| run >= least).count()
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// Where the runs of two texts stand that both have.
struct Common {
    in_first: Vec<bool>,
    in_second: Vec<bool>,
}

impl Common {
    /// Looks for each run of the second text in the first.
    fn of(first: &Words, second: &Words) -> Common {
        let mut in_first = vec![false; first.words.len()];
        let mut in_second = vec![false; second.words.len()];
        let runs = first.runs();
        for (chunk, hashes) in second.hashes.chunks(64).enumerate() {
            let mut left = runs.among(hashes);
            while left != 0 {
                let at = left.trailing_zeros() as usize;
                left &= left - 1;
                let mut there = runs.first(&first.hashes, hashes[at]);
                in_second[64 * chunk + at] = there != NEVER;
                while there != NEVER && !in_first[there as usize] {
                    in_first[there as usize] = true;
                    there = runs.next[there as usize];
                }
            }
        }
        Common { in_first, in_second }
    }
}

/// Returns for each word the length of the longest stretch of common runs that it stands in, as far
/// as [`LONG_RUN`]; 0 for a word in no common run. `begins` says where common runs begin.
fn stretches(begins: &[bool]) -> Vec<u8> {
    let mut common = vec![0; begins.len()];
    let mut fill = |stretch: Range<usize>| {
        let length = stretch.len().min(LONG_RUN.into()) as u8;
        for word in &mut common[stretch] {
            *word = length.max(*word);
        }
    };
    let mut stretch = 0..0;
    for (at, _) in begins.iter().enumerate().filter(|(_, begins)| **begins) {
        // Runs that are one word apart stand so in the other text too, or nearly always.
        if at + RUN != stretch.end + 1 {
            fill(std::mem::replace(&mut stretch, at..at));
        }
        stretch.end = at + RUN;
    }
    fill(stretch);
    common
}

/// Returns how much two texts have in common; the order of common parts does not matter. Where one
/// text is held against many others in turn, it should be the first. Of two texts of one length the
/// first counts as the shorter one.
pub fn overlap(first: &Words, second: &Words) -> Overlap {
    let common = Common::of(first, second);
    let (in_first, in_second) = (stretches(&common.in_first), stretches(&common.in_second));
    let (words_first, words_second) = (count(&in_first, 1), count(&in_second, 1));
    let (shorter, longer, common) = match first.words.len() <= second.words.len() {
        true => (first, second, &in_first),
        false => (second, first, &in_second),
    };
    let copied = share(count(common, LONG_RUN), shorter.words.len());
    let overlap = Overlap {
        of_first: share(words_first, first.words.len()),
        of_second: share(words_second, second.words.len()),
        of_both: share(words_first + words_second, first.words.len() + second.words.len()),
        copied,
        facts_agree: true,
        is_long_enough: first.counted.min(second.counted) >= MIN_WORDS,
    };
    let facts_agree = overlap.is_copy() && facts_agree(shorter, longer, common, copied);
    Overlap { facts_agree, ..overlap }
}

/// Returns true when the numbers and names of the regions of common words agree.
fn facts_agree(shorter: &Words, longer: &Words, common: &[u8], copied: f64) -> bool {
    let words = &shorter.words;
    let is_number = |at: &usize| words[*at] & 1 == 1;
    let numbers = (0..words.len()).filter(is_number).count() as f64;
    if numbers > TABLE * words.len() as f64 {
        return copied >= COPIED_TABLE;
    }
    let known: HashSet<u64, RandomState> = longer.words.iter().copied().collect();
    let region = region(common);
    let count = |fits: &dyn Fn(&usize) -> bool| region.iter().filter(|at| fits(at)).count() as f64;
    let is_common = |at: &usize| common[*at] > 0;
    let share = count(&is_common) / (region.len() as f64).max(1.0);
    let (numbers, same) = (count(&is_number), count(&|at| is_number(at) && is_common(at)));
    let names = count(&|at| shorter.capitals[*at]);
    let others = count(&|at| shorter.capitals[*at] && !known.contains(&words[*at]));
    same >= NUMBERS.0 * share * numbers - NUMBERS.1 * numbers.sqrt()
        && others <= OTHER_NAMES * names + 1.0
        && swapped_facts(shorter, longer) <= 1 + region.len() / WORDS_A_SWAP
}

/// Counts the gaps between common stretches in which both texts have facts, and others.
fn swapped_facts(shorter: &Words, longer: &Words) -> usize {
    let facts = |words: &Words, gap: Range<usize>| -> Vec<u64> {
        let is_fact = |at: &usize| words.capitals[*at] || words.words[*at] & 1 == 1;
        gap.filter(is_fact).map(|at| words.words[at]).collect()
    };
    let mut swapped = 0;
    // Where the last common run ended, in both; both texts begin in one place.
    let (mut end, mut end_there) = (0, 0);
    for (at, &run) in shorter.hashes.iter().enumerate() {
        let Some(there) = longer.place(run, end_there) else { continue };
        if at > end && there > end_there && at - end <= SWAP_GAP && there - end_there <= SWAP_GAP {
            let (here, there) = (facts(shorter, end..at), facts(longer, end_there..there));
            let lacks = |these: &[u64], those: &[u64]| these.iter().any(|f| !those.contains(f));
            // Whom a story is about stands first.
            let weight = if end == 0 { 2 } else { 1 };
            swapped += weight * usize::from(lacks(&here, &there) && lacks(&there, &here));
        }
        (end, end_there) = (at + RUN, there + RUN);
    }
    swapped
}

/// Returns the places of the common words and of those in the gaps between them.
fn region(common: &[u8]) -> Vec<usize> {
    let mut region: Vec<usize> = Vec::new();
    for at in (0..common.len()).filter(|&at| common[at] > 0) {
        let from = region.last().map_or(at, |last| last + 1);
        region.extend(if at - from <= GAP { from..at } else { at..at });
        region.push(at);
    }
    region
}

impl Overlap {
    /// Returns true when two texts are near copies.
    pub fn is_copy(&self) -> bool {
        let low = self.of_first.min(self.of_second);
        let high = self.of_first.max(self.of_second);
        let is_copied = self.copied >= COPIED || (high >= COMMON.0 && self.copied >= COMMON.1);
        self.is_long_enough
            && is_copied
            && low >= COMMON_OF_LONGER
            && high + low >= COMMON_OF_BOTH
            && self.facts_agree
    }

    /// Returns how close two texts are, to order near copies by: the share of the words of both
    /// that is common, in thousandths.
    pub fn closeness(&self) -> u16 {
        (self.of_both * 1000.0).round() as u16
    }
}

#[cfg(test)]
mod tests {
    //! 1. Cuts, additions and another order leave a copy; so does light rewording. 2. A form filled
    //! in twice is two stories. 3. An item of a digest and a short text are no copies.

    use super::*;

    const WORDS: [&str; 12] = [
        "river",
        "talks",
        "observer",
        "bridge",
        "sluice",
        "delegation",
        "winter",
        "ferry",
        "market",
        "treaty",
        "harvest",
        "railway",
    ];

    fn prose(seed: u32, words: u32) -> String {
        let mut state = seed.wrapping_mul(2_654_435_761) | 1;
        let mut text = String::new();
        for _ in 0..words {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text += WORDS[(state >> 28) as usize % 12];
            text += &format!("{} ", ["", "s", "ing", "ed"][(state >> 20) as usize % 4]);
        }
        text
    }

    fn compared(first: &str, second: &str) -> Overlap {
        overlap(&Words::of(first), &Words::of(second))
    }

    #[test]
    fn cuts_additions_and_another_order_leave_a_copy() {
        let parts: Vec<String> = (1..6).map(|seed| prose(seed, 80)).collect();
        let whole = parts.concat();
        assert!(compared(&whole, &whole).is_copy());
        assert!(compared(&whole, &parts[..2].concat()).is_copy());
        assert!(compared(&whole, &(whole.clone() + &prose(9, 300))).is_copy());
        let turned: String = parts.iter().rev().map(String::as_str).collect();
        assert!(compared(&whole, &turned).is_copy());
        let reworded: Vec<&str> = whole.split(' ').collect();
        let every_tenth = |(i, word)| if i % 10 == 3 { "otherwise" } else { word };
        let reworded: Vec<&str> = reworded.into_iter().enumerate().map(every_tenth).collect();
        let found = compared(&whole, &reworded.join(" "));
        assert!(found.is_copy() && found.of_first < 0.95, "{found:?}");
        assert!(!compared(&whole, &prose(20, 400)).is_copy());
    }

    #[test]
    fn a_form_filled_in_twice_is_two_stories() {
        let report = |n: u32| -> String {
            let line = |i: u32| {
                let (a, b) = (n * 7919 + i * 13, n * 104_729 + i * 7);
                format!(
                    "exports of {} rose by {a}.{i} tonnes to {b} tonnes in the week ended on \
                         Friday, the office of the harbour said. ",
                    WORDS[i as usize]
                )
            };
            (0..10).map(line).collect()
        };
        let found = compared(&report(3), &report(5));
        assert!(found.of_first > 0.6 && !found.facts_agree && !found.is_copy(), "{found:?}");
        assert!(compared(&report(3), &report(3)).is_copy());
        let deal = |buyer: &str, bank: &str| {
            format!(
                "{buyer} is raising money through an offering of convertible debentures, said sole \
                 manager {bank}. The debentures are convertible into the common stock of {buyer} at \
                 a premium over the price of the day on which terms were set, which {bank} said was \
                 in line with the market. {buyer} means to spend the money on new rolling stock. \
                 {bank} and {buyer} have worked together before, and the offering is rated as the \
                 earlier ones were. Non-callable for two years, the issue is to be listed in Port \
                 Aurel and payment is due at the end of the month. Selling fees come to one part in \
                 a hundred and the rest is for {bank}, which holds on to the paper until the books \
                 are closed."
            )
        };
        let (one, other) =
            (deal("Velmora Tram Works", "Ostra Lenders"), deal("Sarn Oil", "Meridian Trust"));
        let found = compared(&one, &other);
        assert!(found.of_first > 0.7 && !found.is_copy(), "{found:?}");
    }

    /// Its phrases come back, so a run does not say by itself where in the other text it stands.
    #[test]
    fn a_form_that_repeats_its_phrases_is_filled_in_twice_too() {
        let help = |[a, b, c, d]: [u32; 4]| {
            format!(
                "The bank of Port Aurel said that it gave the market of the town {a} mln in help \
                 this morning, as it does on most days of the harvest when the mills pay for their \
                 grain at once. It bought {b} mln in bills of band one at the rate of the day before, \
                 {c} mln in bills of band two at the rate of the day before, and {d} mln in bills of \
                 band three at the rate of the day before. No other bills changed hands, said dealers \
                 who did not wish to be named, and none are looked for until the weekend, when the \
                 railway settles with the ferry owners and with the owners of the river barges, whose \
                 accounts have been kept by the bank since the great flood."
            )
        };
        let found = compared(&help([345, 58, 227, 56]), &help([224, 27, 21, 171]));
        assert!(found.copied > 0.5 && !found.facts_agree, "{found:?}");
        assert!(compared(&help([345, 58, 227, 56]), &help([345, 58, 227, 57])).is_copy());
    }

    #[test]
    fn the_same_said_of_someone_else_is_another_story() {
        let issue = |who: &str| {
            format!("{who} is issuing bonds due in ten years, said the bank. {}", prose(3, 150))
        };
        let found = compared(&issue("Velmora Tram Works"), &issue("Sarn Oil"));
        assert!(found.copied > 0.5 && !found.facts_agree, "{found:?}");
        let found = compared(&issue("Velmora Tram Works"), &issue("Velmora Tram Works Plc"));
        assert!(found.is_copy(), "{found:?}");
    }

    #[test]
    fn an_item_of_a_digest_and_a_short_text_are_no_copies() {
        let digest: String = (1..10).map(|seed| prose(seed, 120)).collect();
        let found = compared(&digest, &prose(3, 120));
        assert!(found.of_second > 0.95 && !found.is_copy(), "{found:?}");
        assert!(!compared(&prose(1, 90), &prose(1, 90)).is_copy());
    }
}
