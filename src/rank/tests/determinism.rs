//! The answer does not depend on how the index came about.

use fastrand::Rng;

use super::*;

/// Words of a made-up language, few enough that scores tie.
const WORDS: [&str; 24] = [
    "security",
    "guarantees",
    "talks",
    "river",
    "border",
    "minister",
    "envoy",
    "deal",
    "plan",
    "cease-fire",
    "ceasefire",
    "troops",
    "grain",
    "port",
    "sanctions",
    "summit",
    "vote",
    "army",
    "treaty",
    "witness",
    "the",
    "of",
    "U.S.",
    "Café",
];

fn words(random: &mut Rng, most: usize) -> String {
    let n = random.usize(1..=most);
    (0..n).map(|_| WORDS[random.usize(..WORDS.len())]).collect::<Vec<_>>().join(" ")
}

fn drafts(random: &mut Rng, count: usize) -> Vec<Draft> {
    let date = |random: &mut Rng| {
        let (month, day) = (1 + random.usize(..12) as u8, 1 + random.usize(..28) as u8);
        (random.usize(..4) > 0).then(|| crate::date::Date::from_ymd(2025, month, day)).flatten()
    };
    (0..count)
        .map(|_| Draft {
            title: (random.usize(..3) > 0).then(|| words(random, 6)),
            source: (random.usize(..3) > 0).then(|| format!("Outlet {}", random.usize(..5))),
            date: date(random),
            text: (0..1 + random.usize(..4)).map(|_| words(random, 60) + ".\n\n").collect(),
            ..Draft::default()
        })
        .collect()
}

fn queries(random: &mut Rng) -> Vec<String> {
    let word = |random: &mut Rng| WORDS[random.usize(..WORDS.len())];
    (0..200)
        .map(|i| match i % 6 {
            0 => word(random).to_owned(),
            1 | 2 => format!("{} {} {}", word(random), word(random), word(random)),
            3 => format!("\"{} {}\"", word(random), word(random)),
            4 => format!("{} OR {} -{}", word(random), word(random), word(random)),
            _ => format!("{} source:\"outlet {}\" since:2025-05", word(random), random.usize(..5)),
        })
        .collect()
}

/// The whole answer as text, timings apart.
fn answer(archive: &Archive, query: &str, limit: usize) -> String {
    let mut result =
        search(archive, &SearchRequest { limit, passages: 3, ..request(query) }).unwrap();
    result.receipt.took_ms = 0.0;
    let mut out = Vec::new();
    crate::present::write_hits_json(&mut out, None, &result).unwrap();
    String::from_utf8(out).unwrap()
}

struct Build {
    threads: usize,
    steps: usize,
    reversed: bool,
    visitors: bool,
}

fn build(drafts: &[Draft], visitors: &[Draft], how: &Build) -> Archive {
    let mut writer = Writer::in_memory(how.threads).unwrap();
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    if how.reversed {
        order.reverse();
    }
    for (step, part) in order.chunks(drafts.len().div_ceil(how.steps)).enumerate() {
        for &i in part {
            writer.add(&drafts[i].stored(i)).unwrap();
        }
        if how.visitors {
            for (i, visitor) in visitors.iter().enumerate().filter(|(i, _)| i % how.steps == step) {
                writer.add(&visitor.stored(5000 + i)).unwrap();
            }
        }
        writer.commit(&CommitNote::default()).unwrap();
    }
    if how.visitors {
        for (i, visitor) in visitors.iter().enumerate() {
            let stored = visitor.stored(5000 + i);
            writer.remove_file(0, &stored.relative);
        }
        writer.commit(&CommitNote::default()).unwrap();
    }
    writer.archive(Manifest::new()).unwrap()
}

#[test]
fn the_answer_does_not_depend_on_how_the_index_came_about() {
    let mut random = Rng::with_seed(20_251_204);
    let drafts = drafts(&mut random, 300);
    let visitors = self::drafts(&mut random, 90);
    let queries = queries(&mut random);
    let plain = Build { threads: 1, steps: 1, reversed: false, visitors: false };
    let first = build(&drafts, &visitors, &plain);
    let expected: Vec<String> = queries.iter().map(|q| answer(&first, q, 10)).collect();
    assert!(expected.iter().filter(|json| json.contains("\"rank\": 10")).count() > 100);
    let others = [
        Build { threads: 2, ..plain },
        Build { threads: 4, reversed: true, ..plain },
        Build { steps: 7, ..plain },
        Build { threads: 2, steps: 3, reversed: true, visitors: true },
    ];
    for how in &others {
        let other = build(&drafts, &visitors, how);
        for (query, expected) in queries.iter().zip(&expected) {
            assert_eq!(&answer(&other, query, 10), expected, "{query}");
        }
    }
}

#[test]
fn the_answer_does_not_depend_on_how_many_threads_search() {
    let mut random = Rng::with_seed(9);
    let drafts = drafts(&mut random, 300);
    let visitors = self::drafts(&mut random, 90);
    let plain = Build { threads: 1, steps: 1, reversed: false, visitors: false };
    let builds = [Build { threads: 2, steps: 3, reversed: true, visitors: true }, plain];
    let archives = builds.map(|how| build(&drafts, &visitors, &how));
    let queries = queries(&mut random);
    for threads in [2, 3, 7] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        for (archive, query) in archives.iter().flat_map(|a| queries.iter().map(move |q| (a, q))) {
            let expected = answer(archive, query, 10);
            assert_eq!(pool.install(|| answer(archive, query, 10)), expected, "{query}");
        }
    }
}

#[test]
fn the_first_ten_are_the_same_whatever_the_limit() {
    let mut random = Rng::with_seed(7);
    let drafts = drafts(&mut random, 400);
    let archive = archive(&drafts);
    let today = crate::date::Date::from_ymd(2025, 12, 10).unwrap();
    for query in queries(&mut random) {
        for recent in [None, Some(Recent { half_life_days: 9.0, today })] {
            let ids = |limit| -> Vec<(u64, i64)> {
                let asked = SearchRequest { limit, recent, ..request(&query) };
                let hits = search(&archive, &asked).unwrap().hits;
                hits.iter().map(|hit| (hit.article.id.0, rounded(hit.score))).collect()
            };
            let (ten, thousand) = (ids(10), ids(1000));
            assert_eq!(ten, thousand[..ten.len()], "{query}");
            assert!(ten.len() == 10 || ten.len() == thousand.len());
        }
    }
}
