//! The documents of a partition that hold any leaf: which leaves each holds, and what its score will
//! come to about.
//!
//! Lists are walked together, a window of documents at a time: a few instructions a place, and most
//! documents need no more than that.

use std::ops::Range;

use super::held::{Bit, Held, LeafSet, bit_of, words_for};
use super::partition::Partition;
use super::scoring::Scoring;
use crate::rank::doc_bits::{DocBits, ones};
use crate::rank::occurrences::{Occurrence, Piece, end_of_run};

/// Documents of a window: what is known of so many stays in the nearest caches. Tests have archives
/// of several windows with fewer.
const WIDTH: usize = if cfg!(test) { 64 } else { 4096 };
const BITS: usize = u64::BITS as usize;

/// Which documents are looked at, and what is to be said of them.
pub struct Asked<'a> {
    /// A document is looked at because it holds one of these …
    pub leaves: &'a LeafSet,
    /// … or because it is live, whatever it holds.
    pub all: bool,
    /// How scores are estimated; `None` where they do not matter.
    pub scoring: Option<&'a Scoring>,
}

/// What the score of a document comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimated {
    /// By the leaves that were added up, or a little more.
    pub sum: f32,
    /// By those that were not, at the most.
    pub slight: f32,
}

impl Estimated {
    /// Returns the score, or something more.
    pub fn most(self) -> f32 {
        self.sum + self.slight
    }
}

/// Looks at documents.
pub trait Look {
    /// Looks at a live document, with the leaves that it holds and an estimate of its score.
    fn look(&mut self, doc: u32, held: Held<'_>, estimated: Estimated);

    /// Returns an estimate below which it does not matter how far below.
    fn least(&self) -> f32 {
        f32::NEG_INFINITY
    }

    /// Returns an estimate below which documents need only be counted.
    fn least_looked_at(&self) -> f32 {
        f32::NEG_INFINITY
    }

    /// Returns how many of the best are kept.
    fn room(&self) -> usize {
        0
    }

    /// Counts documents that hold just these leaves and were not looked at.
    fn count(&mut self, _held: Held<'_>, _documents: u64) {}

    /// Returns true when no more need be looked at.
    fn has_enough(&mut self) -> bool {
        false
    }
}

impl<F: FnMut(u32, Held<'_>)> Look for F {
    fn look(&mut self, doc: u32, held: Held<'_>, _: Estimated) {
        self(doc, held);
    }
}

/// Looks at each live document that is asked for, in ascending order.
pub fn scan(partition: &Partition<'_>, asked: &Asked<'_>, look: &mut impl Look) {
    let leaves = partition.lists.len();
    let mut window = Window::new(leaves);
    let mut taken = vec![0; leaves];
    let (reader, docs) = (partition.source.raw.reader, partition.docs.clone());
    let mut forward = partition.forward();
    let all_count = asked.all || (0..leaves).all(|leaf| asked.leaves.has(leaf));
    while !look.has_enough() {
        let next = |leaf: usize| partition.lists[leaf].next(taken[leaf]);
        let next = (0..leaves).filter(|&leaf| asked.leaves.has(leaf)).filter_map(next).min();
        let base = match (asked.all, next) {
            (true, _) if window.end().max(docs.start) < docs.end => window.end().max(docs.start),
            (false, Some(next)) => next,
            _ => return,
        };
        let base = base - base % u64::BITS;
        window.base = Some(base);
        let slight = asked.scoring.map(|scoring| scoring.slight(look.least()));
        let is_summed = |leaf: usize| {
            let is_slight = slight.is_none_or(|slight| slight.leaves.has(leaf));
            !is_slight && asked.scoring.is_some_and(|scoring| scoring.is_scored(leaf))
        };
        let is_counted = {
            let most = slight.map_or(f32::MAX, |slight| slight.most);
            !asked.all && most < look.least_looked_at()
        };
        for (leaf, taken) in taken.iter_mut().enumerate() {
            let here = partition.lists[leaf].piece(*taken, base..window.end());
            *taken = here.end();
            let is_summed = is_summed(leaf);
            match bit_of(leaf) {
                Bit::Few(bit) if is_counted && !is_summed => window.add_apart(bit, &here),
                bit => window.add(bit, &here),
            }
            if let Some(scoring) = asked.scoring.filter(|_| is_summed) {
                let lengths = |doc| partition.lengths(doc);
                window.add_parts(&here, |place| scoring.part(leaf, place, lengths(place.doc)));
            }
        }
        window.count_apart(|held, documents| {
            if all_count || held.has_any(asked.leaves) {
                look.count(held, documents);
            }
        });
        if asked.all {
            let here = base.max(docs.start)..window.end().min(docs.end);
            here.filter(|&doc| !reader.is_deleted(doc)).for_each(|doc| window.touch(doc));
        }
        window.empty_into(|doc, held, sum| {
            if all_count || held.has_any(asked.leaves) {
                let of_slight = slight.filter(|slight| held.has_any(&slight.leaves));
                let slight = of_slight.map_or(0.0, |slight| slight.most);
                let mut estimated = Estimated { sum, slight };
                if let (Some(slight), Some(scoring)) = (of_slight, asked.scoring)
                    && estimated.most() >= look.least()
                {
                    // What it comes to tells whether it is one of the best, and raises what the
                    // next have to come to.
                    let sum = sum + scoring.parts(slight, doc, partition, &mut forward);
                    estimated = Estimated { sum, slight: 0.0 };
                }
                look.look(doc, held, estimated);
            }
        });
    }
}

/// Documents that are looked at together.
struct Window {
    base: Option<u32>,
    /// The first leaves that a document holds.
    few: Box<[u16; WIDTH]>,
    /// The others; so many words a document.
    more: Vec<u64>,
    words: usize,
    estimates: Box<[f32; WIDTH]>,
    /// A bit for each document of which anything is known.
    touched: Bits,
    /// The bit of a leaf, and its documents: they are told of when they hold others too.
    apart: Vec<(u16, Bits)>,
}

/// A bit for each document.
type Bits = [u64; WIDTH / BITS];

impl Window {
    fn new(leaves: usize) -> Window {
        let words = words_for(leaves);
        let (few, estimates) = (Box::new([0; WIDTH]), Box::new([0.0; WIDTH]));
        let more = vec![0; WIDTH * words];
        let (touched, apart) = ([0; WIDTH / BITS], Vec::new());
        Window { base: None, few, more, words, estimates, touched, apart }
    }

    /// Returns the first document behind it: all lie in one run of the lists.
    fn end(&self) -> u32 {
        self.base.map_or(0, |base| base.saturating_add(WIDTH as u32).min(end_of_run(base)))
    }

    fn at(&self, doc: u32) -> usize {
        // The remainder is there for the compiler, which then knows that all places are in reach.
        (doc - self.base.unwrap_or(0)) as usize % WIDTH
    }

    fn touch(&mut self, doc: u32) {
        let at = self.at(doc);
        self.touched[at / BITS] |= 1 << (at % BITS);
    }

    /// Adds the places of a leaf.
    fn add(&mut self, bit: Bit, places: &Piece<'_>) {
        match (bit, places) {
            (Bit::Few(bit), Piece::Many(many, docs)) => {
                let counts = self.few.iter_mut().zip(many.counts(docs.clone()));
                counts.for_each(|(few, &count)| *few |= if count > 0 { bit } else { 0 });
                let words = self.touched.iter_mut().zip(words_of(many.docs(), docs));
                words.for_each(|(touched, word)| *touched |= word);
            }
            (Bit::Few(bit), _) => self.each(places, |window, at| window.few[at] |= bit),
            (Bit::More(word, bit), _) => {
                self.each(places, |window, at| window.more[at * window.words + word] |= bit);
            }
        }
    }

    #[inline]
    fn each(&mut self, places: &Piece<'_>, put: impl Fn(&mut Window, usize)) {
        places.each_doc(|doc| {
            let at = self.at(doc);
            self.touched[at / BITS] |= 1 << (at % BITS);
            put(self, at);
        });
    }

    /// Adds the places of a leaf of which documents that hold nothing else are only counted.
    fn add_apart(&mut self, bit: u16, places: &Piece<'_>) {
        let mut bits = [0; WIDTH / BITS];
        match places {
            Piece::Many(many, docs) => {
                let words = words_of(many.docs(), docs);
                bits.iter_mut().zip(words).for_each(|(bits, word)| *bits = word);
            }
            Piece::List(..) => places.each_doc(|doc| {
                let at = self.at(doc);
                bits[at / BITS] |= 1 << (at % BITS);
            }),
        }
        self.apart.push((bit, bits));
    }

    /// Counts the documents of which nothing else is known by what they hold.
    fn count_apart(&self, mut count: impl FnMut(Held<'_>, u64)) {
        for number in 0..self.touched.len() {
            let any = self.apart.iter().fold(0, |any, (_, bits)| any | bits[number]);
            count_by(&self.apart, number, any & !self.touched[number], 0, &mut count);
        }
    }

    /// Adds what the places of a leaf come to in scores.
    #[inline]
    fn add_parts(&mut self, places: &Piece<'_>, part: impl Fn(Occurrence) -> f32) {
        places.each(|place| {
            let at = self.at(place.doc);
            self.estimates[at] += part(place);
        });
    }

    /// Hands out what is known, by document, and knows nothing again.
    #[inline]
    fn empty_into(&mut self, mut look: impl FnMut(u32, Held<'_>, f32)) {
        let base = self.base.unwrap_or(0);
        for (number, bits) in self.touched.iter_mut().enumerate() {
            for bit in ones(std::mem::take(bits)) {
                let at = number * BITS + bit as usize;
                let apart = self.apart.iter().filter(|(_, bits)| is_in(bits, at));
                let apart = apart.fold(0, |few, (bit, _)| few | bit);
                let few = std::mem::take(&mut self.few[at]) | apart;
                let most = std::mem::take(&mut self.estimates[at]);
                let more = &mut self.more[at * self.words..][..self.words];
                look(base + at as u32, Held { few, more }, most);
                if self.words > 0 {
                    more.fill(0);
                }
            }
        }
        self.apart.clear();
    }
}

/// Returns the words of a set for the documents of a window.
fn words_of(set: &DocBits, docs: &Range<u32>) -> impl Iterator<Item = u64> {
    docs.clone().step_by(BITS).map(|doc| set.word(doc / u64::BITS))
}

fn is_in(bits: &Bits, at: usize) -> bool {
    bits[at / BITS] & (1 << (at % BITS)) != 0
}

/// Counts some documents of one word of bits by which of some leaves they hold, beside `few`.
fn count_by(
    leaves: &[(u16, Bits)],
    word: usize,
    documents: u64,
    few: u16,
    count: &mut impl FnMut(Held<'_>, u64),
) {
    if documents == 0 {
        return;
    }
    let Some(((bit, bits), others)) = leaves.split_first() else {
        return count(Held { few, more: &[] }, u64::from(documents.count_ones()));
    };
    count_by(others, word, documents & bits[word], few | bit, count);
    count_by(others, word, documents & !bits[word], few, count);
}
