//! Every document of a window, by itself.

use super::{BITS, Bits, Estimated, Look, WIDTH, Walk, place_in, words_of};
use crate::rank::articles::held::{Bit, Held, bit_of, words_for};
use crate::rank::doc_bits::ones;
use crate::rank::occurrences::Piece;

/// Looks at every document that is asked for.
pub fn scan(mut walk: Walk<'_>, look: &mut impl Look) {
    let (partition, asked) = (walk.partition, walk.asked);
    let leaves = partition.lists.len();
    let mut window = Window::new(leaves);
    let reader = partition.source.raw.reader;
    let mut forward = partition.forward();
    let all_count = asked.all || (0..leaves).all(|leaf| asked.leaves.has(leaf));
    while !look.has_enough() && walk.next() {
        window.base = walk.docs.start;
        let slight = asked.scoring.map(|scoring| scoring.slight(look.least()));
        for leaf in 0..leaves {
            let here = walk.piece(leaf);
            window.add(leaf, &here);
            let is_slight = slight.is_none_or(|slight| slight.leaves.has(leaf));
            if let Some(scoring) = asked.scoring.filter(|s| !is_slight && s.is_scored(leaf)) {
                walk.add_parts(leaf, scoring, &here, &mut window.estimates);
            }
        }
        if asked.all {
            let docs = &partition.docs;
            let here = walk.docs.start.max(docs.start)..walk.docs.end.min(docs.end);
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
    base: u32,
    /// The first leaves that a document holds.
    few: Box<[u16; WIDTH]>,
    /// The others; so many words a document.
    more: Vec<u64>,
    words: usize,
    estimates: Box<[f32; WIDTH]>,
    /// A bit for each document of which anything is known.
    touched: Bits,
}

impl Window {
    fn new(leaves: usize) -> Window {
        let words = words_for(leaves);
        let (few, estimates) = (Box::new([0; WIDTH]), Box::new([0.0; WIDTH]));
        let more = vec![0; WIDTH * words];
        Window { base: 0, few, more, words, estimates, touched: [0; WIDTH / BITS] }
    }

    fn touch(&mut self, doc: u32) {
        let at = place_in(self.base, doc);
        self.touched[at / BITS] |= 1 << (at % BITS);
    }

    /// Adds the places of a leaf.
    fn add(&mut self, leaf: usize, places: &Piece<'_>) {
        match (bit_of(leaf), places) {
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
            self.touch(doc);
            put(self, place_in(self.base, doc));
        });
    }

    /// Hands out what is known, by document, and knows nothing again.
    #[inline]
    fn empty_into(&mut self, mut look: impl FnMut(u32, Held<'_>, f32)) {
        for (number, bits) in self.touched.iter_mut().enumerate() {
            for bit in ones(std::mem::take(bits)) {
                let at = number * BITS + bit as usize;
                let few = std::mem::take(&mut self.few[at]);
                let most = std::mem::take(&mut self.estimates[at]);
                let more = &mut self.more[at * self.words..][..self.words];
                look(self.base + at as u32, Held { few, more }, most);
                if self.words > 0 {
                    more.fill(0);
                }
            }
        }
    }
}
