//! A query and a text, parted by a NUL: marks are in order, do not overlap, lie on characters inside
//! passages, and a query of exclusions alone marks nothing.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use talks::article::Article;
use talks::date::Date;
use talks::index::{Archive, CommitNote, Manifest, StoredArticle, Writer};
use talks::query::{Mode, ParseOptions, parse};
use talks::rank::marks_of;

/// An index with words of English and of no language: marks look up its languages.
static ARCHIVE: LazyLock<Archive> = LazyLock::new(|| {
    let mut writer = Writer::in_memory(1).expect("an index in memory");
    for text in ["Talks on security guarantees.", "停火 谈判"] {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let stored = StoredArticle::new(0, text.into(), Default::default(), article);
        writer.add(&stored).expect("an article");
    }
    writer.commit(&CommitNote::default()).expect("a commit");
    writer.archive(Manifest::new()).expect("an archive")
});

fuzz_target!(|input: &str| {
    let (query, text) = input.split_once('\0').unwrap_or((input, input));
    let article = Article { text: text.to_owned(), ..Article::default() };
    talks_fuzz::check_passages(text);
    let stored = StoredArticle::new(0, "a".into(), Default::default(), article);
    let options = ParseOptions { mode: Mode::Syntax, today: Date::EPOCH };
    let Ok(parsed) = parse(query, &options) else { return };
    let marks = marks_of(&ARCHIVE, query, &parsed, &stored).expect("marks");
    for mark in &marks {
        assert!(mark.start < mark.end && stored.article.text.get(mark.clone()).is_some());
        let inside = |passage: &&std::ops::Range<usize>| {
            passage.start <= mark.start && mark.end <= passage.end
        };
        assert!(stored.passages.iter().any(|passage| inside(&passage)), "a mark in no passage");
    }
    assert!(marks.windows(2).all(|pair| pair[0].end <= pair[1].start), "marks overlap");
});
