//! Random articles and random queries against the slow matcher: every hit, both counts, every mark.

use proptest::prelude::*;
use proptest::sample::select;

use super::slow::{self, Texts, Verdict};
use super::*;
use crate::date::{Date, Time};
use crate::passages::{Bound, bounds};
use crate::query::ast::{
    Clause, DateRange, FieldName, Need, Node, Phrase, Query as Ast, Word, WordForm,
};

/// Words that articles and queries are made of: few enough to meet, odd enough to matter.
const WORDS: &[&str] = &[
    "security",
    "guarantee",
    "guarantees",
    "Guaranteed",
    "GUARANTEES",
    "the",
    "of",
    "it's",
    "US",
    "us",
    "U.S.",
    "U.S.’s",
    "u.s",
    "cease-fire",
    "cease‑fires",
    "ceasefire",
    "Ceasefires",
    "cease",
    "fire",
    "fires",
    "air",
    "airstrike",
    "air-strike",
    "strike",
    "weekend",
    "Zelensky’s",
    "government",
    "lied",
    "filter",
    "ring",
    "Zelensky's",
    "Zelensky",
    "Zelenskyy",
    "Zelenskiy’s",
    "Qaddafi",
    "Gaddafi",
    "gaddafi",
    "al-Sisi",
    "el-Sisi",
    "Kyiv",
    "Kiev",
    "Café",
    "cafe\u{301}",
    "CAFÉ",
    "cafes",
    "O’Brien",
    "OBrien",
    "l’accord",
    "accord",
    "d'État",
    "don't",
    "dont",
    "19,000",
    "19000",
    "19.3%",
    "19,3",
    "90bn",
    "28-point",
    "28",
    "point",
    "2025-12-04",
    "F-16",
    "state-of-the-art",
    "News.Az",
    "news",
    "az",
    "мир",
    "Мира",
    "мира",
    "Йод",
    "иод",
    "北京",
    "大学",
    "北",
    "京大",
    "京",
    "大",
    "北京大学",
    "한국",
    "국",
    "한국은",
    "ไทย",
    "ไ",
    "שלום",
    "שָׁלוֹם",
    "السلام",
    "سَلام",
    "🙂",
    "—",
    "“",
    "”",
    "‘",
    "(",
    "a\u{AD}ccord",
    "ﬁre",
    "ｆｉｒｅ",
    "Straße",
    "STRASSE",
    "x",
    "J.K.",
    "a.m.",
    "Łódź",
    "lodz",
    "e\u{301}\u{301}",
    "각",
    "が",
    "か\u{3099}",
];

const GAPS: &[&str] = &[" ", " ", " ", " ", ", ", ". ", "-", "’", "'", ".", "\n\n", "\u{200d}", ""];

fn word() -> impl Strategy<Value = String> {
    select(WORDS).prop_map(str::to_owned)
}

fn text(most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec((word(), select(GAPS)), 1..most).prop_map(|pieces| {
        let joined: String = pieces.iter().flat_map(|(w, gap)| [w.as_str(), gap]).collect();
        joined.trim().to_owned()
    })
}

fn article() -> impl Strategy<Value = Draft> {
    // Some texts are long enough for several passages.
    let body = prop_oneof![3 => text(12), 1 => text(150)];
    let few = || proptest::option::of(text(3));
    (proptest::option::of(text(6)), few(), few(), few(), proptest::option::of(date()), body)
        .prop_map(|(title, source, author, folder, date, text)| Draft {
            title,
            source,
            author,
            folder,
            date,
            text,
        })
}

fn day() -> impl Strategy<Value = Date> {
    // Few enough to meet, around the ends of months and years.
    let ends = [(2024, 2, 28), (2024, 2, 29), (2024, 3, 1), (2024, 12, 31), (2025, 1, 1)];
    let early = [(1600, 1, 1), (1969, 12, 31), (1970, 1, 1)];
    let days: Vec<_> = ends.into_iter().chain(early).collect();
    select(days).prop_map(|(year, month, day)| Date::from_ymd(year, month, day).unwrap())
}

/// A day, perhaps with a time and a zone, which are nothing to the day.
fn date() -> impl Strategy<Value = Date> {
    let time = (
        select(&[0, 1, 12, 23][..]),
        0..60_u8,
        select(&[None, Some(-720), Some(0), Some(840)][..]),
    )
        .prop_map(|(hour, minute, offset)| Time { hour, minute, second: None, offset });
    (day(), proptest::option::of(time)).prop_map(|(day, time)| match time {
        Some(time) => day.with_time(time).unwrap(),
        None => day,
    })
}

fn dates() -> impl Strategy<Value = DateRange> {
    (day(), day(), 0..4).prop_map(|(one, other, open)| {
        let (from, to) = if one.ymd() <= other.ymd() { (one, other) } else { (other, one) };
        match open {
            0 => DateRange { from: Some(from), to: None },
            1 => DateRange { from: None, to: Some(to) },
            _ => DateRange { from: Some(from), to: Some(to) },
        }
    })
}

fn leaf() -> impl Strategy<Value = Node> {
    let joined = || {
        proptest::collection::vec((word(), select(&["", "-", ".", "'"][..])), 1..3).prop_map(
            |pieces| pieces.iter().flat_map(|(w, gap)| [w.as_str(), gap]).collect::<String>(),
        )
    };
    let chunk = || prop_oneof![4 => word(), 1 => joined()];
    let form = || {
        prop_oneof![
            6 => Just(WordForm::Plain),
            1 => Just(WordForm::Exact),
            1 => (1..=2_u8).prop_map(WordForm::Fuzzy),
        ]
    };
    let word = (chunk(), form()).prop_map(|(text, form)| {
        let text: String = text.split_whitespace().collect();
        Node::Word(Word { text, span: 0..0, form })
    });
    // A beginning is one that some word has.
    let beginning = (chunk(), 1..6_usize).prop_map(|(text, letters)| {
        let text: String =
            text.split_whitespace().collect::<String>().chars().take(letters).collect();
        Node::Word(Word { text, span: 0..0, form: WordForm::Prefix })
    });
    let slop = prop_oneof![3 => Just(None), 1 => (0..8_u32).prop_map(Some)];
    let phrase =
        (text(4), slop).prop_map(|(text, slop)| Node::Phrase(Phrase { text, span: 0..0, slop }));
    prop_oneof![6 => word, 1 => beginning, 2 => phrase]
}

fn near() -> impl Strategy<Value = Node> {
    let several = || proptest::collection::vec(leaf(), 2..3).prop_map(Node::Any);
    let item = || prop_oneof![4 => leaf(), 1 => several()];
    let distance = || prop_oneof![4 => 0..12_u32, 1 => Just(u32::MAX)];
    (item(), proptest::collection::vec((distance(), item()), 1..3)).prop_map(|(first, rest)| {
        rest.into_iter().fold(first, |left, (distance, right)| Node::Near {
            left: Box::new(left),
            right: Box::new(right),
            distance,
        })
    })
}

fn node() -> impl Strategy<Value = Node> {
    prop_oneof![6 => leaf(), 2 => near(), 1 => dates().prop_map(Node::Dates)].prop_recursive(
        2,
        6,
        3,
        |inner| {
            let several = || proptest::collection::vec(inner.clone(), 2..4);
            let fields = [FieldName::Title, FieldName::Source, FieldName::Author, FieldName::Path];
            let field = select(fields.to_vec());
            prop_oneof![
                several().prop_map(Node::Any),
                several().prop_map(Node::All),
                inner.clone().prop_map(|node| Node::Not(Box::new(node))),
                (field, inner)
                    .prop_map(|(field, node)| Node::Field { field, node: Box::new(node) }),
            ]
        },
    )
}

fn clause() -> impl Strategy<Value = Clause> {
    let bare = leaf().prop_map(|node| {
        let need = if matches!(node, Node::Word(_)) { Need::Wanted } else { Need::Must };
        Clause { need, node }
    });
    let near = near().prop_map(|node| Clause { need: Need::Must, node });
    let other = (select(&[Need::Must, Need::MustNot][..]), node());
    prop_oneof![6 => bare, 1 => near, 2 => other.prop_map(|(need, node)| Clause { need, node })]
}

fn query() -> impl Strategy<Value = Ast> {
    // One in eight is asked with every word exact.
    (proptest::collection::vec(clause(), 1..5), 0..8).prop_map(|(clauses, exact)| {
        let query = Ast { clauses, notes: Vec::new() };
        if exact == 0 { query.exact() } else { query }
    })
}

fn request() -> impl Strategy<Value = SearchRequest> {
    let case = select(&["mixed Case", "ALL CAPITALS"][..]);
    let within = prop_oneof![
        4 => Just(None),
        1 => Just(Some(Within::Sentence)),
        1 => Just(Some(Within::Paragraph)),
    ];
    let outlets = prop_oneof![
        8 => Just(Vec::new()),
        1 => proptest::collection::vec(text(3), 1..3),
    ];
    let days = prop_oneof![8 => Just(Vec::new()), 1 => proptest::collection::vec(dates(), 1..3)];
    (query(), case, within, outlets, days).prop_map(|(query, text, within, sources, dates)| {
        let all = SearchRequest::new(text, query);
        SearchRequest { limit: 1000, passages: 1000, within, sources, dates, ..all }
    })
}

fn check(archive: &Archive, stored: &[StoredArticle], request: &SearchRequest) {
    let result = search(archive, request).unwrap();
    let SearchRequest { query, text, within, .. } = request;
    let mut slow = slow::Query::read(&query.clauses, text, &result.reading.expanded)
        .from(&request.sources)
        .on(&request.dates);
    if within.is_some() {
        slow = slow.within();
    }
    let texts: Vec<Texts> = stored.iter().map(|stored| texts_of(stored, *within)).collect();
    let verdicts: Vec<Verdict> = texts.iter().map(|texts| slow.verdict(texts)).collect();
    let count = |wanted| verdicts.iter().filter(|v| **v == wanted).count() as u64;
    assert_eq!(result.receipt.matched_all, count(Verdict::All));
    assert_eq!(result.receipt.matched_some, Some(count(Verdict::Some)));
    assert_eq!(result.hits.len() as u64, count(Verdict::All) + count(Verdict::Some));
    for hit in &result.hits {
        let i = number(hit);
        let expected = match hit.matched {
            Matched::All => Verdict::All,
            Matched::Some => Verdict::Some,
        };
        assert_eq!(verdicts[i], expected);
        check_marks(hit, &stored[i], &texts[i], &slow);
    }
}

fn check_marks(hit: &Hit, stored: &StoredArticle, texts: &Texts, slow: &slow::Query) {
    assert_eq!(hit.title_marks, slow.marks(texts, None), "title");
    let text: Vec<char> = stored.article.text.chars().collect();
    let mut expected = Vec::new();
    for (number, range) in stored.passages.iter().enumerate() {
        let marks = slow.marks(texts, Some(number));
        if !marks.is_empty() {
            expected.push((stored.article.text[range.clone()].to_owned(), marks));
        }
    }
    let mut shown: Vec<_> =
        hit.passages.iter().map(|p| (p.place.start, p.text.clone(), p.marks.clone())).collect();
    shown.sort_by_key(|(start, ..)| *start);
    for passage in &hit.passages {
        let cut: String = text[passage.place.clone()].iter().collect();
        assert_eq!(cut, passage.text);
    }
    let shown: Vec<_> = shown.into_iter().map(|(_, text, marks)| (text, marks)).collect();
    assert_eq!(shown, expected, "passages");
}

fn texts_of(stored: &StoredArticle, within: Option<Within>) -> Texts {
    let line = |field: &Option<Field<String>>| {
        field.as_ref().map_or_else(Vec::new, |field| slow::words(&field.value))
    };
    let article = &stored.article;
    let passages = || stored.passages.iter().map(|range| &article.text[range.clone()]);
    let cut = |passage: &str| {
        let is_start = |bound| within == Some(Within::Sentence) || bound == Bound::Paragraph;
        let bounds = bounds(passage).into_iter().filter(|(_, bound)| is_start(*bound));
        let mut regions: Vec<Vec<slow::Word>> = Vec::new();
        let mut starts = bounds.map(|(at, _)| at).peekable();
        for word in slow::words(passage) {
            let mut begins = regions.is_empty();
            while starts.next_if(|at| *at <= word.bytes.start).is_some() {
                begins = true;
            }
            if begins {
                regions.push(Vec::new());
            }
            regions.last_mut().unwrap().push(word);
        }
        regions
    };
    Texts {
        title: line(&article.title),
        day: article.date.as_ref().map(|date| date.value.ymd()),
        source: line(&article.source),
        author: line(&article.author),
        path: slow::words(&stored.relative.to_string_lossy()),
        passages: passages().map(slow::words).collect(),
        regions: passages().map(cut).collect(),
        title_regions: vec![line(&article.title)],
    }
}

/// Threads that a search is cut up for.
fn several_threads() -> &'static rayon::ThreadPool {
    static POOL: std::sync::OnceLock<rayon::ThreadPool> = std::sync::OnceLock::new();
    POOL.get_or_init(|| rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap())
}

/// Each case is one archive and ten queries. `TALKS_CASES=10000` asks for many more.
fn cases() -> u32 {
    std::env::var("TALKS_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(500)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn hits_counts_and_marks_agree_with_a_slow_matcher(
        drafts in proptest::collection::vec(article(), 1..6),
        requests in proptest::collection::vec(request(), 10),
    ) {
        let stored: Vec<StoredArticle> =
            drafts.iter().enumerate().map(|(i, draft)| draft.stored(i)).collect();
        let archive = archive(&drafts);
        for request in &requests {
            check(&archive, &stored, request);
            several_threads().install(|| check(&archive, &stored, request));
        }
    }

    #[test]
    fn words_are_cut_as_the_slow_matcher_cuts_them(text in text(30)) {
        let mut found = Vec::new();
        crate::analysis::Analyser::default().each(&text, crate::analysis::Language::English, |token| {
            found.push((token.start..token.end, token.position as usize, token.width > 1, token.term.form()));
        });
        let slow: Vec<_> = slow::words(&text)
            .into_iter()
            .map(|w| (w.bytes, w.position, w.is_whole_compound, w.form))
            .collect();
        prop_assert_eq!(found, slow);
    }
}
