//! The documents of a segment that hold any leaf: which leaves each holds, and what its score will
//! come to about.
//!
//! Lists are walked together, a window of documents at a time: a few instructions a place, and most
//! documents need no more than that.

use super::segment::Segment;
use crate::rank::postings::Occurrence;
use crate::rank::score::Estimate;

/// Documents of a window: what is known of so many stays in the nearest caches. Tests have archives
/// of several windows with fewer.
const WIDTH: usize = if cfg!(test) { 64 } else { 4096 };
const BITS: usize = u64::BITS as usize;

/// The leaves that a document holds.
#[derive(Clone, Copy)]
pub struct Held<'a>(&'a [u64]);

impl Held<'_> {
    /// Returns true when the document holds a leaf.
    #[inline]
    pub fn has(&self, leaf: usize) -> bool {
        self.0[leaf / BITS] & (1 << (leaf % BITS)) != 0
    }

    /// Returns the first 64 leaves, a bit each.
    #[inline]
    pub fn low_bits(&self) -> u64 {
        self.0[0]
    }

    /// Returns true when it holds all of some leaves.
    #[inline]
    pub fn has_all(&self, leaves: &LeafSet) -> bool {
        self.0.iter().zip(&leaves.0).all(|(held, asked)| held & asked == *asked)
    }

    /// Returns true when it holds any of some leaves.
    #[inline]
    pub fn has_any(&self, leaves: &LeafSet) -> bool {
        self.0.iter().zip(&leaves.0).any(|(held, asked)| held & asked != 0)
    }
}

/// Some leaves of a plan.
pub struct LeafSet(Vec<u64>);

impl LeafSet {
    /// Makes a set of leaves of a plan that has `count`.
    pub fn new(count: usize, leaves: impl Iterator<Item = usize>) -> LeafSet {
        let mut words = vec![0; count.div_ceil(BITS).max(1)];
        leaves.for_each(|leaf| words[leaf / BITS] |= 1 << (leaf % BITS));
        LeafSet(words)
    }

    fn has(&self, leaf: usize) -> bool {
        Held(&self.0).has(leaf)
    }
}

/// Which documents are looked at, and what is to be said of them.
pub struct Asked<'a> {
    /// A document is looked at because it holds one of these …
    pub leaves: &'a LeafSet,
    /// … or because it is live, whatever it holds.
    pub all: bool,
    /// What a score will come to about: of each leaf the weight, 0 for those that are not scored; `None`
    /// where it does not matter.
    pub estimate: Option<(&'a Estimate, &'a [f32])>,
}

/// Calls `look` for each live document that is asked for, in ascending order, with the leaves that
/// it holds and an estimate of its score, or a little more.
pub fn scan(segment: &Segment<'_>, asked: &Asked<'_>, mut look: impl FnMut(u32, Held<'_>, f32)) {
    let leaves = segment.lists.len();
    let mut window = Window::new(leaves);
    let mut taken = vec![0; leaves];
    let end_of_all = segment.reader.max_doc();
    loop {
        let next = |leaf: usize| segment.lists[leaf].get(taken[leaf]).map(|o| o.doc);
        let next = (0..leaves).filter(|&leaf| asked.leaves.has(leaf)).filter_map(next).min();
        let base = match (asked.all, next) {
            (true, _) if window.end() < end_of_all => window.end(),
            (false, Some(next)) => next,
            _ => return,
        };
        window.base = Some(base);
        for (leaf, taken) in taken.iter_mut().enumerate() {
            let list = &segment.lists[leaf][*taken..];
            let skipped = list.partition_point(|o| o.doc < base);
            let list = &list[skipped..];
            let here = &list[..list.partition_point(|o| o.doc < window.end())];
            *taken += skipped + here.len();
            window.add(leaf, here);
            if let Some((estimate, weights)) = asked.estimate.filter(|(_, w)| w[leaf] > 0.0) {
                window.add_parts(here, segment, estimate, weights[leaf]);
            }
        }
        if asked.all {
            let here = base..window.end().min(end_of_all);
            here.filter(|&doc| !segment.reader.is_deleted(doc)).for_each(|doc| window.touch(doc));
        }
        window.empty_into(|doc, held, estimate| {
            if asked.all || held.has_any(asked.leaves) {
                look(doc, held, estimate);
            }
        });
    }
}

/// Documents that are looked at together.
struct Window {
    base: Option<u32>,
    /// Words of the mask of a document.
    words: usize,
    masks: Vec<u64>,
    estimates: Vec<f32>,
    /// A bit for each document of which anything is known.
    touched: [u64; WIDTH / BITS],
}

impl Window {
    fn new(leaves: usize) -> Window {
        let words = leaves.div_ceil(BITS).max(1);
        let (masks, estimates) = (vec![0; WIDTH * words], vec![0.0; WIDTH]);
        Window { base: None, words, masks, estimates, touched: [0; WIDTH / BITS] }
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
        let (word, bit) = (leaf / BITS, 1 << (leaf % BITS));
        for place in places {
            let at = self.at(place.doc);
            self.masks[at * self.words + word] |= bit;
            self.touched[at / BITS] |= 1 << (at % BITS);
        }
    }

    /// Adds what the places of a leaf come to in scores.
    fn add_parts(
        &mut self,
        places: &[Occurrence],
        segment: &Segment<'_>,
        estimate: &Estimate,
        weight: f32,
    ) {
        for place in places {
            let lengths = segment.lengths(place.doc);
            let at = self.at(place.doc);
            self.estimates[at] += estimate.part(weight, (place.in_text, place.in_title), lengths);
        }
    }

    /// Hands out what is known, by document, and knows nothing again.
    fn empty_into(&mut self, mut look: impl FnMut(u32, Held<'_>, f32)) {
        let base = self.base.unwrap_or(0);
        for (number, bits) in self.touched.iter_mut().enumerate() {
            while *bits != 0 {
                let at = number * BITS + bits.trailing_zeros() as usize;
                *bits &= *bits - 1;
                let held = &mut self.masks[at * self.words..][..self.words];
                look(base + at as u32, Held(held), std::mem::take(&mut self.estimates[at]));
                held.fill(0);
            }
        }
    }
}
