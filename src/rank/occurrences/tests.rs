//! A list says what was put down, however it is asked.

use super::*;
use proptest::prelude::*;

fn list(first: u32, unit: u32, counts: &[(u32, [u32; 2])]) -> Occurrences {
    let mut list = Occurrences::new(first, 3, unit);
    counts.iter().for_each(|&(doc, places)| list.push(doc, places));
    list
}

proptest! {
    #[test]
    fn a_list_says_what_was_put_down(
        first in 0u32..700,
        counts in proptest::collection::btree_map(
            0u32..2_000,
            (prop_oneof![0u32..5, 1_000u32..1_100, Just(u32::MAX)],
                prop_oneof![0u32..3, 28u32..70, Just(u32::MAX)]),
            0..60,
        ),
        unit in prop_oneof![Just(1u32), Just(100)],
        asked in proptest::collection::btree_set(0u32..2_100, 0..60),
        width in 1u32..200,
        least in prop_oneof![0u32..600, Just(u32::MAX)],
    ) {
        let counts = counts.into_iter().filter(|(doc, _)| *doc >= first);
        let counts: Vec<_> = counts.map(|(doc, (text, title))| (doc, [text, title])).collect();
        let list = list(first, unit, &counts);
        let wanted: Vec<Occurrence> = counts
            .iter()
            .map(|&(doc, [text, title])| Occurrence {
                doc,
                in_text: text.saturating_mul(unit),
                in_title: title.saturating_mul(unit),
            })
            .collect();
        prop_assert_eq!(list.len(), wanted.len());
        prop_assert_eq!(list.iter().collect::<Vec<_>>(), &wanted[..]);
        let places: u64 = counts.iter().flat_map(|(_, c)| c).map(|&c| u64::from(c)).sum();
        prop_assert_eq!(list.total(), places * u64::from(unit));
        let mut from = 0;
        for doc in asked.into_iter().filter(|doc| *doc >= first) {
            let at = wanted.iter().find(|o| o.doc == doc).copied();
            prop_assert_eq!(list.find(doc), at);
            prop_assert_eq!(list.find_from(&mut from, doc), at);
        }
        let mut many = Occurrences::of_many(first..2_000, counts.len(), unit);
        for word in counts.chunk_by(|a, b| a.0 / u64::BITS == b.0 / u64::BITS) {
            let (mut bits, base) = (0, word[0].0 / u64::BITS * u64::BITS);
            let mut counts = [[0; 2]; AT_ONCE];
            for (doc, places) in word {
                let at = (doc - base) as usize;
                bits |= 1 << at;
                counts[at] = *places;
            }
            many.push_bits(base, bits, &mut counts);
            prop_assert_eq!(counts, [[0; 2]; AT_ONCE]);
        }
        prop_assert_eq!(many.iter().collect::<Vec<_>>(), &wanted[..]);
        prop_assert!((first..2_100).all(|doc| many.has(doc) == list.has(doc)));
        let is_wanted = |o: &Occurrence| o.in_title > 0 || o.in_text >= least;
        for piece in list.pieces() {
            let found = piece.with_least(|| least).filter(is_wanted);
            prop_assert!(found.eq(piece.iter().filter(is_wanted)));
        }
        // Piece by piece, as lists are walked together.
        let (mut found, mut taken) = (Vec::new(), 0);
        while let Some(doc) = list.doc(taken) {
            prop_assert_eq!(doc, wanted[taken].doc);
            let piece = list.piece(taken, doc..(doc + width).min(end_of_run(doc)));
            prop_assert!(piece.docs().eq(piece.iter().map(|o| o.doc)));
            found.extend(piece.iter());
            prop_assert!(piece.places.end > taken);
            taken = piece.places.end;
        }
        prop_assert_eq!(found, wanted);
    }
}
