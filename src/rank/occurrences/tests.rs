//! A list says what was put down, however it is asked.

use super::list::AT_ONCE;
use super::*;
use proptest::prelude::*;

type Counts = [(u32, [u32; 2])];

fn list(first: u32, unit: u32, counts: &Counts) -> Occurrences {
    let mut list = List::new(first, 3, unit);
    counts.iter().for_each(|&(doc, places)| list.push(doc, places));
    Occurrences::List(list)
}

/// The same, 64 documents at a time.
fn by_bits(first: u32, unit: u32, counts: &Counts) -> Occurrences {
    let mut list = List::new(first, counts.len(), unit);
    for word in counts.chunk_by(|a, b| a.0 / u64::BITS == b.0 / u64::BITS) {
        let (mut bits, base) = (0, word[0].0 / u64::BITS * u64::BITS);
        let mut counts = [[0; 2]; AT_ONCE];
        for (doc, places) in word {
            let at = (doc - base) as usize;
            bits |= 1 << at;
            counts[at] = *places;
        }
        list.push_bits(base, bits, &mut counts);
        assert_eq!(counts, [[0; 2]; AT_ONCE]);
    }
    Occurrences::List(list)
}

/// The same as many, of which those in `deleted` are taken out.
fn many(first: u32, unit: u32, counts: &Counts, deleted: &[u32]) -> Occurrences {
    let mut many = Counting::of(first..2_000);
    counts.iter().filter(|(_, [_, title])| *title > 0).for_each(|&(doc, [_, title])| {
        many.add_to_title(doc, title);
    });
    // In two parts, as of two forms.
    let docs: Vec<u32> = counts.iter().map(|(doc, _)| *doc).collect();
    let texts = |part: &dyn Fn(u32) -> u32| -> Vec<u32> {
        counts.iter().map(|(_, [text, _])| part(*text)).collect()
    };
    many.add_to_texts(&docs, &texts(&|text| text / 2), 1);
    many.add_to_texts(&docs, &texts(&|text| text.div_ceil(2) / 3), 3);
    many.add_to_texts(&docs, &texts(&|text| text.div_ceil(2) % 3), 1);
    many.add_to_texts(deleted, deleted, 1);
    Occurrences::Many(many.end(unit, Some(&|doc| deleted.contains(&doc))))
}

fn all(list: &Occurrences) -> Vec<Occurrence> {
    let mut all = Vec::new();
    list.each(|at| all.push(at));
    all
}

proptest! {
    #[test]
    fn a_list_says_what_was_put_down(
        first in 0u32..700,
        counts in proptest::collection::btree_map(
            0u32..2_000,
            (prop_oneof![1u32..5, 120u32..132, 1_000u32..1_100, Just(u32::MAX)],
                prop_oneof![0u32..3, 28u32..70, Just(u32::MAX)]),
            0..60,
        ),
        deleted in proptest::collection::btree_set(0u32..2_000, 0..20),
        unit in prop_oneof![Just(1u32), Just(100)],
        asked in proptest::collection::btree_set(0u32..2_100, 0..60),
        width in 1u32..200,
        first_ones in 0usize..30,
        least in prop_oneof![0u32..600, 25_000u32..26_000, Just(u32::MAX)],
    ) {
        let counts = counts.into_iter().filter(|(doc, _)| *doc >= first);
        let counts: Vec<_> = counts.map(|(doc, (text, title))| (doc, [text, title])).collect();
        let wanted: Vec<Occurrence> = counts
            .iter()
            .map(|&(doc, [text, title])| Occurrence {
                doc,
                in_text: text.saturating_mul(unit),
                in_title: title.saturating_mul(unit),
            })
            .collect();
        let deleted = deleted.into_iter().filter(|doc| counts.iter().all(|(d, _)| d != doc));
        let deleted: Vec<u32> = deleted.filter(|&doc| doc >= first).collect();
        let places: u64 = counts.iter().flat_map(|(_, c)| c).map(|&c| u64::from(c)).sum();
        for list in [
            list(first, unit, &counts),
            by_bits(first, unit, &counts),
            many(first, unit, &counts, &deleted),
        ] {
            prop_assert_eq!(list.len(), wanted.len());
            prop_assert_eq!(all(&list), &wanted[..]);
            prop_assert_eq!(list.total(), places * u64::from(unit));
            let mut from = 0;
            for &doc in asked.iter().filter(|doc| **doc >= first) {
                let at = wanted.iter().find(|o| o.doc == doc).copied();
                prop_assert_eq!(list.find(doc), at);
                prop_assert_eq!(list.find_from(&mut from, doc), at);
                prop_assert_eq!(list.has(doc), at.is_some());
            }
            let is_wanted = |o: &Occurrence| o.in_title > 0 || o.in_text >= least;
            let mut found = Vec::new();
            list.each_with_least(first_ones, || least, |at| found.push(at));
            prop_assert!(found.iter().all(|at| wanted.contains(at)));
            found.retain(is_wanted);
            found.sort_unstable_by_key(|at| at.doc);
            prop_assert_eq!(found, wanted.iter().copied().filter(is_wanted).collect::<Vec<_>>());
            // Piece by piece, as lists are walked together.
            let (mut found, mut taken) = (Vec::new(), 0);
            while let Some(doc) = list.next(taken) {
                let piece = list.piece(taken, doc..(doc + width).min(end_of_run(doc)));
                let (mut docs, before) = (Vec::new(), found.len());
                piece.each_doc(|doc| docs.push(doc));
                piece.each(|at| found.push(at));
                prop_assert_eq!(docs.first(), Some(&doc));
                prop_assert!(docs.into_iter().eq(found[before..].iter().map(|at| at.doc)));
                prop_assert!(piece.end() > taken);
                taken = piece.end();
            }
            prop_assert_eq!(found, &wanted[..]);
        }
    }
}
