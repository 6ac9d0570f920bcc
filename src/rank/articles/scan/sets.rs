//! Most documents of a window are only counted, 64 at a time, by the sets of documents that hold each leaf.

use super::{BITS, Bits, Estimated, Look, WIDTH, Walk, place_in, words_of};
use crate::rank::articles::held::Held;
use crate::rank::doc_bits::ones;
use crate::rank::occurrences::Piece;

/// Looks at the documents that may be among the best, and counts the others; for so few leaves that each
/// has one of the first bits.
pub fn scan(mut walk: Walk<'_>, look: &mut impl Look) {
    let (partition, asked) = (walk.partition, walk.asked);
    let leaves = partition.lists.len();
    let mut sets: Vec<Bits> = vec![[0; WIDTH / BITS]; leaves];
    let mut sums = Box::new([0.0; WIDTH]);
    let mut forward = partition.forward();
    while !look.has_enough() && walk.next() {
        let base = walk.docs.start;
        let slight = asked.scoring.map(|scoring| scoring.slight(look.least()));
        for (leaf, set) in sets.iter_mut().enumerate() {
            let here = walk.piece(leaf);
            *set = set_of(base, &here);
            let is_slight = slight.is_none_or(|slight| slight.leaves.has(leaf));
            if let Some(scoring) = asked.scoring.filter(|s| !is_slight && s.is_scored(leaf)) {
                walk.add_parts(leaf, scoring, &here, &mut sums);
            }
        }
        let most_of_slight = slight.map_or(0.0, |slight| slight.most);
        for (number, sums) in sums.as_chunks_mut::<BITS>().0.iter_mut().enumerate() {
            let of_asked = sets.iter().enumerate().filter(|(leaf, _)| asked.leaves.has(*leaf));
            let mut left = of_asked.fold(0, |any, (_, set)| any | set[number]);
            if left != 0 && most_of(sums) + most_of_slight >= look.least_looked_at() {
                for at in ones(left) {
                    let sum = sums[at as usize % BITS];
                    if sum + most_of_slight < look.least_looked_at() {
                        continue;
                    }
                    let held = Held { few: held_by(&sets, number, at, 0).0, more: &[] };
                    let of_slight = slight.filter(|slight| held.has_any(&slight.leaves));
                    let mut estimated =
                        Estimated { sum, slight: of_slight.map_or(0.0, |slight| slight.most) };
                    if estimated.most() < look.least_looked_at() {
                        continue;
                    }
                    let doc = base + (number * BITS) as u32 + at;
                    if let (Some(slight), Some(scoring)) = (of_slight, asked.scoring) {
                        // What it comes to tells whether it is one of the best, and raises what the
                        // next have to come to.
                        let sum = sum + scoring.parts(slight, doc, partition, &mut forward);
                        estimated = Estimated { sum, slight: 0.0 };
                    }
                    look.look(doc, held, estimated);
                    left &= !(1 << at);
                }
            }
            count(&sets, number, left, |held, documents| look.count(held, documents));
            sums.fill(0.0);
        }
    }
}

/// Returns the documents of a piece as a set.
fn set_of(base: u32, places: &Piece<'_>) -> Bits {
    let mut bits = [0; WIDTH / BITS];
    match places {
        Piece::Many(many, docs) => {
            let words = bits.iter_mut().zip(words_of(many.docs(), docs));
            words.for_each(|(bits, word)| *bits = word);
        }
        Piece::List(..) => places.each_doc(|doc| {
            let at = place_in(base, doc);
            bits[at / BITS] |= 1 << (at % BITS);
        }),
    }
    bits
}

/// Returns the greatest of some numbers, none of which is negative.
fn most_of(sums: &[f32; BITS]) -> f32 {
    // Their bits are ordered as they are, and compared several at a time.
    let most = sums.iter().fold(0, |most, sum| most.max(sum.to_bits().cast_signed()));
    f32::from_bits(most.cast_unsigned())
}

/// Returns the leaves that a document holds, a bit each, and which of some documents of its word hold the
/// same.
#[inline]
fn held_by(sets: &[Bits], number: usize, at: u32, documents: u64) -> (u16, u64) {
    let (mut held, mut same) = (0, documents);
    for (leaf, set) in sets.iter().enumerate() {
        let (word, has) = (set[number], set[number] >> at & 1);
        held |= (has as u16) << leaf;
        // All bits are the other way round where the document does not hold it.
        same &= word ^ has.wrapping_sub(1);
    }
    (held, same)
}

/// Counts some documents of one word of bits by which leaves they hold.
fn count(sets: &[Bits], number: usize, mut documents: u64, mut found: impl FnMut(Held<'_>, u64)) {
    while documents != 0 {
        let (few, same) = held_by(sets, number, documents.trailing_zeros(), documents);
        found(Held { few, more: &[] }, u64::from(same.count_ones()));
        documents &= !same;
    }
}
