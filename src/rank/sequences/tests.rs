//! A walk through sets finds what one through lists finds: the same documents, with the same places.

use std::ops::Range;

use crate::analysis::Analyser;
use crate::date::Date;
use crate::index::{Archive, FieldLists};
use crate::query::{Leaf, Mode, ParseOptions, lower, parse};
use crate::rank::tests::{archive, draft};

use super::*;

fn leaf(archive: &Archive, text: &str) -> Leaf {
    let options = ParseOptions { mode: Mode::Phrase, today: Date::EPOCH };
    let query = parse(text, &options).unwrap();
    let lowered =
        |analyser: &mut Analyser| lower(analyser, text, &query, archive.languages(), &[], &[]);
    archive.with_analyser(lowered).leaves.remove(0)
}

/// What a walk finds, and whether it is through sets.
fn found(lists: &FieldLists, terms: &SequenceTerms, walk: Walk) -> (Vec<(u32, Vec<u32>)>, bool) {
    let mut matcher = SequenceMatcher::open(lists, terms, walk).unwrap();
    let mut found = Vec::new();
    let docs: Range<u32> = match walk {
        Walk::Through { start, end } => start..end,
        Walk::Asked => 0..lists.docs(),
    };
    let mut from = docs.start;
    while let Some(doc) = matcher.doc_from(from).filter(|doc| docs.contains(doc)) {
        let places = matcher.positions(doc).to_vec();
        found.extend((!places.is_empty()).then_some((doc, places)));
        from = doc + 1;
    }
    (found, matcher.bits().is_some())
}

#[test]
fn sets_and_lists_have_the_same_places() {
    let words = ["port", "ports", "bridge", "old", "ferry"];
    let mut random = fastrand::Rng::with_seed(11);
    let mut through_sets = 0;
    for _ in 0..20 {
        let text = |random: &mut fastrand::Rng| {
            let words = (0..random.usize(1..30)).map(|_| match random.usize(..300) {
                // A form that few texts have, whose list is walked beside the sets of the others.
                0 => "porting",
                n => words[n % words.len()],
            });
            words.collect::<Vec<_>>().join(" ")
        };
        let drafts: Vec<_> = (0..300).map(|_| draft(&text(&mut random))).collect();
        let archive = archive(&drafts);
        for phrase in ["old port", "port of ferry", "bridge", "port port", "ferry bridge old port"]
        {
            let leaf = leaf(&archive, phrase);
            for segment in archive.raw_segments() {
                let lists = segment.lists(archive.fields().text_terms).unwrap();
                let terms = segment.terms(archive.fields().text_terms).unwrap();
                let LeafTerms::Any(sequences) = LeafTerms::look_up(&terms, &leaf).unwrap() else {
                    panic!("{phrase} is no sequence");
                };
                for terms in &sequences {
                    let (walked, _) = found(&lists, terms, Walk::Asked);
                    let all = lists.docs();
                    for docs in [0..all, 0..all / 3, all / 3..all, all / 2..all / 2] {
                        let (ranked, are_sets) = found(&lists, terms, Walk::through(&docs));
                        let wanted = walked.iter().filter(|(doc, _)| docs.contains(doc));
                        assert_eq!(
                            ranked,
                            wanted.cloned().collect::<Vec<_>>(),
                            "{phrase} {docs:?}"
                        );
                        through_sets += usize::from(are_sets);
                    }
                }
            }
        }
    }
    assert!(through_sets > 100, "{through_sets}");
}
