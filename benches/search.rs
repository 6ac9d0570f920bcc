//! Analysis, passages and indexing in bytes a second, query latency by class, marks, and opening an
//! index on disk, over a seeded collection.
//!
//! Run with `cargo bench --bench search`. The collection is made here, the same every time: 5,000
//! articles of about 400 words from a vocabulary of 20,000 with word frequencies after Zipf.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use talks::analysis::{Analyser, Language};
use talks::article::Article;
use talks::date::Date;
use talks::index::{Archive, CommitNote, Manifest, StoredArticle, UpdateOptions, Writer, update};
use talks::passages;
use talks::query::{Mode, ParseOptions, parse};
use talks::rank::{SearchRequest, marks_of, search};

const ARTICLES: usize = 5_000;
const VOCABULARY: f64 = 20_000.0;

struct Random(u64);

impl Random {
    fn unit(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A rank after Zipf's law: the n-th word comes with a probability of about 1/n.
    fn rank(&mut self) -> usize {
        VOCABULARY.powf(self.unit()) as usize
    }
}

/// A word for a rank: letters only, longer for rarer words.
fn word(rank: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ta", "re", "mo", "li", "sen", "dor", "vik", "al", "ne", "pu", "gra", "os", "ti", "ban",
        "ur", "ke",
    ];
    let mut rest = rank + 16;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(SYLLABLES[rest % 16]);
        rest /= 16;
    }
    word
}

fn texts() -> Vec<String> {
    let mut random = Random(7);
    (0..ARTICLES)
        .map(|_| {
            let sentences = 10 + (random.unit() * 30.0) as usize;
            (0..sentences)
                .map(|i| {
                    let words: Vec<String> = (0..13).map(|_| word(random.rank())).collect();
                    let end = if i % 4 == 3 { ".\n\n" } else { ". " };
                    format!("The {}{end}", words.join(" "))
                })
                .collect::<String>()
                .trim()
                .to_owned()
        })
        .collect()
}

fn archive(texts: &[String]) -> Archive {
    let mut writer = Writer::in_memory(1).expect("memory can be written");
    for (i, text) in texts.iter().enumerate() {
        let article = Article { text: text.clone(), ..Article::default() };
        let stored = StoredArticle::new(0, format!("{i}.txt").into(), Default::default(), article);
        writer.add(&stored).expect("memory can be written");
    }
    writer.commit(&CommitNote::default()).expect("memory can be written");
    writer.archive(Manifest::new()).expect("what was written can be read")
}

fn analysis(criterion: &mut Criterion, texts: &[String]) {
    let sample = &texts[..200];
    let bytes: usize = sample.iter().map(String::len).sum();
    let mut group = criterion.benchmark_group("analysis");
    group.throughput(Throughput::Bytes(bytes as u64));
    let mut analyser = Analyser::default();
    group.bench_function("words", |bencher| {
        bencher.iter(|| {
            let each = |text: &String| analyser.each(text, Language::English, |_| {});
            sample.iter().map(each).sum::<u32>()
        });
    });
    group.bench_function("passages", |bencher| {
        bencher.iter(|| sample.iter().map(|text| passages::split(text).len()).sum::<usize>());
    });
    group.finish();
}

fn query(criterion: &mut Criterion, archive: &Archive) {
    let mut group = criterion.benchmark_group("query");
    let (common, middling, rare) = (word(3), word(300), word(15_000));
    let classes = [
        ("rare", rare.clone()),
        ("common", common.clone()),
        ("all words", format!("{common} {middling}")),
        ("some words", format!("{middling} {rare} {}", word(14_999))),
        ("phrase", format!("\"the {common}\"")),
        ("near", format!("{common} NEAR/5 {middling}")),
        ("prefix", format!("{}*", &rare[..4])),
        ("fuzzy", format!("{}~", &rare[1..])),
        ("filters", format!("{common} since:1970-06 path:txt")),
    ];
    for (class, text) in classes {
        let options = ParseOptions { mode: Mode::Syntax, today: Date::EPOCH };
        group.bench_function(class, |bencher| {
            bencher.iter(|| {
                let parsed = parse(&text, &options).expect("the query has no field");
                search(archive, &SearchRequest::new(text.as_str(), parsed)).expect("it is readable")
            });
        });
    }
    group.finish();
}

/// From texts to a committed index, in memory.
fn indexing(criterion: &mut Criterion, texts: &[String]) {
    let sample = &texts[..500];
    let mut group = criterion.benchmark_group("indexing");
    group.throughput(Throughput::Bytes(sample.iter().map(|text| text.len() as u64).sum()));
    group.sample_size(10);
    group.bench_function("one thread", |bencher| bencher.iter(|| archive(sample)));
    group.finish();
}

/// The marks of a query in whole texts, as `talks show --marks` makes them.
fn marks(criterion: &mut Criterion, archive: &Archive) {
    let reader = archive.articles().expect("it is readable");
    let stored: Vec<StoredArticle> =
        archive.places().take(100).filter_map(|place| reader.read(place).ok()).collect();
    let text = format!("{} \"the {}\"", word(300), word(3));
    let options = ParseOptions { mode: Mode::Syntax, today: Date::EPOCH };
    let query = parse(&text, &options).expect("the query has no field");
    let mut group = criterion.benchmark_group("marks");
    let bytes = stored.iter().map(|stored| stored.article.text.len() as u64).sum();
    group.throughput(Throughput::Bytes(bytes));
    group.bench_function("a hundred texts", |bencher| {
        bencher.iter(|| {
            let marks = |stored| marks_of(archive, &text, &query, stored).map_or(0, |m| m.len());
            stored.iter().map(marks).sum::<usize>()
        });
    });
    group.finish();
}

/// Opening an index on disk, and the first query on it: what a process pays before it is warm.
fn cold(criterion: &mut Criterion, texts: &[String]) {
    let home = tempfile::tempdir().expect("a folder can be made");
    let news = home.path().join("news");
    std::fs::create_dir(&news).expect("a folder can be made");
    for (i, text) in texts.iter().take(1_000).enumerate() {
        std::fs::write(news.join(format!("{i}.txt")), text).expect("a file can be written");
    }
    let index = home.path().join("index");
    let options = UpdateOptions { paths: vec![news], ..UpdateOptions::new(0) };
    update(&index, &options, &mut |_| {}).expect("the files can be indexed");
    let text = word(300);
    let options = ParseOptions { mode: Mode::Syntax, today: Date::EPOCH };
    let mut group = criterion.benchmark_group("cold");
    group.bench_function("open", |bencher| bencher.iter(|| Archive::open(&index)));
    group.bench_function("open and ask", |bencher| {
        bencher.iter(|| {
            let archive = Archive::open(&index).expect("it is an index");
            let parsed = parse(&text, &options).expect("the query has no field");
            search(&archive, &SearchRequest::new(text.as_str(), parsed)).expect("it is readable")
        });
    });
    group.finish();
}

fn all(criterion: &mut Criterion) {
    let texts = texts();
    analysis(criterion, &texts);
    indexing(criterion, &texts);
    let archive = archive(&texts);
    query(criterion, &archive);
    marks(criterion, &archive);
    cold(criterion, &texts);
}

criterion_group!(benches, all);
criterion_main!(benches);
