//! The documents of a segment that hold any leaf: which leaves each holds, and what its score will
//! come to about.
//!
//! Lists are walked together, a window of documents at a time: a few instructions a place, and most
//! documents need no more than that.

use super::held::{Bit, Held, LeafSet, bit_of, words_for};
use super::scoring::Scoring;
use super::segment::Segment;
use crate::rank::postings::Occurrence;

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
pub fn scan(segment: &Segment<'_>, asked: &Asked<'_>, look: &mut impl Look) {
    let leaves = segment.lists.len();
    let mut window = Window::new(leaves);
    let mut taken = vec![0; leaves];
    let end_of_all = segment.reader.max_doc();
    let all_count = asked.all || (0..leaves).all(|leaf| asked.leaves.has(leaf));
    while !look.has_enough() {
        let next = |leaf: usize| segment.lists[leaf].get(taken[leaf]).map(|o| o.doc);
        let next = (0..leaves).filter(|&leaf| asked.leaves.has(leaf)).filter_map(next).min();
        let base = match (asked.all, next) {
            (true, _) if window.end() < end_of_all => window.end(),
            (false, Some(next)) => next,
            _ => return,
        };
        window.base = Some(base);
        let slight = asked.scoring.map(|scoring| scoring.slight(look.least()));
        for (leaf, taken) in taken.iter_mut().enumerate() {
            let list = &segment.lists[leaf][*taken..];
            let skipped = list.partition_point(|o| o.doc < base);
            let list = &list[skipped..];
            let here = &list[..list.partition_point(|o| o.doc < window.end())];
            *taken += skipped + here.len();
            window.add(leaf, here);
            if let Some(scoring) = asked.scoring
                && scoring.is_scored(leaf)
                && !slight.is_some_and(|slight| slight.leaves.has(leaf))
            {
                window.add_parts(here, |place| scoring.part(leaf, place, segment));
            }
        }
        if asked.all {
            let here = base..window.end().min(end_of_all);
            here.filter(|&doc| !segment.reader.is_deleted(doc)).for_each(|doc| window.touch(doc));
        }
        window.empty_into(|doc, held, sum| {
            if all_count || held.has_any(asked.leaves) {
                let of_slight = slight.filter(|slight| held.has_any(&slight.leaves));
                let slight = of_slight.map_or(0.0, |slight| slight.most);
                look.look(doc, held, Estimated { sum, slight });
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
    touched: [u64; WIDTH / BITS],
}

impl Window {
    fn new(leaves: usize) -> Window {
        let words = words_for(leaves);
        let (few, estimates) = (Box::new([0; WIDTH]), Box::new([0.0; WIDTH]));
        let more = vec![0; WIDTH * words];
        Window { base: None, few, more, words, estimates, touched: [0; WIDTH / BITS] }
    }

    /// Returns the first document behind it.
    fn end(&self) -> u32 {
        self.base.map_or(0, |base| base.saturating_add(WIDTH as u32))
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
    fn add(&mut self, leaf: usize, places: &[Occurrence]) {
        match bit_of(leaf) {
            Bit::Few(bit) => self.each(places, |window, at| window.few[at] |= bit),
            Bit::More(word, bit) => {
                self.each(places, |window, at| window.more[at * window.words + word] |= bit);
            }
        }
    }

    #[inline]
    fn each(&mut self, places: &[Occurrence], put: impl Fn(&mut Window, usize)) {
        for place in places {
            let at = self.at(place.doc);
            self.touched[at / BITS] |= 1 << (at % BITS);
            put(self, at);
        }
    }

    /// Adds what the places of a leaf come to in scores.
    #[inline]
    fn add_parts(&mut self, places: &[Occurrence], part: impl Fn(&Occurrence) -> f32) {
        for place in places {
            let at = self.at(place.doc);
            self.estimates[at] += part(place);
        }
    }

    /// Hands out what is known, by document, and knows nothing again.
    #[inline]
    fn empty_into(&mut self, mut look: impl FnMut(u32, Held<'_>, f32)) {
        let base = self.base.unwrap_or(0);
        for (number, bits) in self.touched.iter_mut().enumerate() {
            while *bits != 0 {
                let at = number * BITS + bits.trailing_zeros() as usize;
                *bits &= *bits - 1;
                let few = std::mem::take(&mut self.few[at]);
                let most = std::mem::take(&mut self.estimates[at]);
                let more = &mut self.more[at * self.words..][..self.words];
                look(base + at as u32, Held { few, more }, most);
                if self.words > 0 {
                    more.fill(0);
                }
            }
        }
    }
}
