//! A list read here is the list that the engine reads: documents and positions, however one goes
//! through it, around the bounds of blocks and where a document's places lie in several. So is the
//! dictionary, however many terms there are and however they begin.

use proptest::prelude::*;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use tantivy::{DocSet, Index, SegmentReader, TERMINATED, TantivyDocument};

use super::{PlacedPostings, RawFiles, RawSegment, positions};

/// Makes a segment of texts.
fn segment(texts: &[String]) -> (SegmentReader, Field) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("plain")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let field =
        schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    let index = Index::create_in_ram(schema.build());
    let plain = TextAnalyzer::builder(WhitespaceTokenizer::default()).build();
    index.tokenizers().register("plain", plain);
    let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
    for text in texts {
        let mut document = TantivyDocument::new();
        document.add_text(field, text);
        writer.add_document(document).unwrap();
    }
    writer.commit().unwrap();
    let segments = index.searchable_segments().unwrap();
    (SegmentReader::open(&segments[0]).unwrap(), field)
}

/// Opens the lists of a word, of the engine and our own.
fn both(reader: &SegmentReader, field: Field, word: &str) -> (SegmentPostings, PlacedPostings) {
    let index = reader.inverted_index(field).unwrap();
    let info = index.terms().get(word).unwrap().unwrap();
    let option = IndexRecordOption::WithFreqsAndPositions;
    let engines = index.read_postings_from_terminfo(&info, option).unwrap();
    let files = RawFiles::default();
    let lists = RawSegment { reader, files: &files }.lists(field).unwrap();
    (engines, lists.open(&info).unwrap())
}

fn go_through(texts: &[String], steps: &[u32]) {
    let (reader, field) = segment(texts);
    by_ranks(both(&reader, field, "x"), steps);
    let (mut engines, mut own) = both(&reader, field, "x");
    let mut steps = steps.iter().cycle();
    loop {
        let doc = engines.doc();
        assert_eq!(own.doc(), doc);
        if doc == TERMINATED {
            assert_eq!(own.seek(TERMINATED), TERMINATED);
            return;
        }
        let step = steps.next().copied().unwrap_or(1);
        // Not all are asked for their positions, and some twice.
        for _ in 0..step % 3 {
            let (mut wanted, mut found) = (vec![7], vec![7]);
            engines.append_positions_with_offset(0, &mut wanted);
            found.extend(positions(own.gaps()));
            assert_eq!(found, wanted, "document {doc}");
        }
        assert_eq!(own.seek(doc), doc);
        let target = (doc + step.max(1)).min(TERMINATED);
        assert_eq!(own.seek(target), engines.seek(target));
    }
}

/// Some documents, by how many lie before them.
fn by_ranks((mut engines, mut own): (SegmentPostings, PlacedPostings), steps: &[u32]) {
    let mut steps = steps.iter().cycle();
    let mut rank = 0;
    while engines.doc() != TERMINATED {
        let (mut wanted, mut found) = (vec![7], vec![7]);
        engines.append_positions_with_offset(0, &mut wanted);
        found.extend(positions(own.gaps_of(rank)));
        assert_eq!(found, wanted, "rank {rank}");
        for _ in 0..steps.next().copied().unwrap_or(1).max(1) {
            engines.advance();
            rank += 1;
        }
    }
}

/// A text with a word so often, other words between.
fn text(times: usize) -> String {
    (0..times).map(|i| if i % 5 == 3 { "y y y x " } else { "x " }).collect::<String>() + "z"
}

#[test]
fn lists_of_lengths_around_a_block() {
    for count in [1, 2, 127, 128, 129, 255, 256, 257, 1_000] {
        let texts: Vec<String> = (0..count).map(|i| text(1 + i % 3)).collect();
        go_through(&texts, &[1]);
        go_through(&texts, &[2, 1, 130, 4]);
    }
}

#[test]
fn a_document_with_places_in_several_blocks() {
    let texts: Vec<String> = [1, 127, 300, 1, 128, 2, 1_000].map(text).to_vec();
    go_through(&texts, &[1]);
    go_through(&texts, &[2]);
}

proptest! {
    #[test]
    fn any_list_is_the_engines(
        times in prop::collection::vec(prop_oneof![3 => Just(0), 5 => 1..4_usize, 1 => 1..200_usize], 1..600),
        steps in prop::collection::vec(prop_oneof![1..5_u32, 1..300_u32], 1..20),
    ) {
        let mut times = times;
        times.push(1);
        let texts: Vec<String> = times.into_iter().map(text).collect();
        go_through(&texts, &steps);
    }
}

/// Looks whether terms and what is known of them are the same as the engine says.
fn same_terms(texts: &[String], beginnings: &[&str]) {
    let (reader, field) = segment(texts);
    let index = reader.inverted_index(field).unwrap();
    let files = RawFiles::default();
    let terms = RawSegment { reader: &reader, files: &files }.terms(field).unwrap();
    let mut all = Vec::new();
    let mut stream = index.terms().stream().unwrap();
    while let Some((term, info)) = stream.next() {
        all.push((term.to_vec(), info.clone()));
    }
    for beginning in beginnings {
        let number = |at: usize| at as u64;
        let from = all.partition_point(|(term, _)| term.as_slice() < beginning.as_bytes());
        let those =
            all[from..].iter().take_while(|(term, _)| term.starts_with(beginning.as_bytes()));
        let wanted: Vec<_> = those.cloned().collect();
        let mut found = Vec::new();
        let look = |term: &[u8], number: u64| {
            found.push((term.to_vec(), number));
            Ok::<(), ()>(())
        };
        terms.each(beginning.as_bytes(), look).unwrap();
        let numbered =
            wanted.iter().enumerate().map(|(i, (term, _))| (term.clone(), number(from + i)));
        assert_eq!(found, numbered.collect::<Vec<_>>(), "{beginning:?}");
        let numbers = terms.numbers(beginning.as_bytes());
        if wanted.is_empty() {
            assert!(numbers.is_empty(), "{beginning:?}");
        } else {
            assert_eq!(numbers, number(from)..number(from + wanted.len()), "{beginning:?}");
        }
        for (term, info) in &wanted {
            assert_eq!(terms.get(term).unwrap().as_ref(), Some(info));
        }
        let is_term = wanted.first().is_some_and(|(term, _)| term == beginning.as_bytes());
        assert_eq!(terms.get(beginning.as_bytes()).unwrap().is_some(), is_term, "{beginning:?}");
    }
    assert!(terms.info(all.len() as u64 + 1_000).is_err());
}

#[test]
fn terms_are_those_of_the_engine_around_the_bounds_of_their_blocks() {
    same_terms(&[String::new()], &["", "w"]);
    for count in [1, 255, 256, 257, 511, 512, 513, 2_000] {
        // Some have many documents, and many places in one.
        let text = |i: usize| (0..=i % 7).map(|_| format!("w{i:x} w{:x} ", i / 16)).collect();
        let texts: Vec<String> = (0..count).map(text).collect();
        same_terms(&texts, &["", "w", "w1", "w1f", "w7d0", "v", "x", "w1f0f0"]);
    }
}

proptest! {
    #[test]
    fn terms_that_begin_alike_are_those_of_the_engine(
        texts in prop::collection::vec("[abé]{0,3}( [abé]{1,5}){0,8}", 1..40),
        beginning in "[abéc]{0,4}",
    ) {
        same_terms(&texts, &[&beginning, "", "a", "ab", "é"]);
    }
}
