//! How well lines are found: sentences of real articles, as they stand and as people change them, and
//! sentences that nobody wrote.
//!
//!     cargo run --release --example quotes -- FOLDER
//!
//! FOLDER holds `text/bbc`, as `../shared/data/unpack` lays it out. The draw is seeded.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod common;

use std::path::{Path, PathBuf};

use fastrand::Rng;
use talks::index::{CommitNote, Manifest, StoredArticle, Writer};
use talks::rank::{How, quote};
use talks::read::{Record, Settings, read_file};

/// Sentences drawn, and as many invented.
const DRAWN: usize = 200;
/// Shorter sentences are not drawn: who changes a word of four has another sentence.
const MIN_WORDS: usize = 6;

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("FOLDER")).join("text/bbc");
    let mut writer = Writer::in_memory(2).unwrap();
    let mut sentences: Vec<String> = Vec::new();
    for file in &common::files(&folder) {
        let relative = file.strip_prefix(&folder).unwrap().to_path_buf();
        let name = Path::new(file.file_name().unwrap());
        let _ = read_file(file, name, &Settings::default(), &mut |record| {
            if let Record::Article(article) = record {
                sentences.extend(sentences_of(&article.text));
                let stored = StoredArticle::new(0, relative.clone(), Default::default(), *article);
                writer.add(&stored).unwrap();
            }
        });
    }
    writer.commit(&CommitNote::default()).unwrap();
    let archive = writer.archive(Manifest::new()).unwrap();
    println!("{} articles, {} sentences", archive.totals().articles, sentences.len());

    let mut draw = Rng::with_seed(20_250_101);
    let drawn: Vec<String> =
        (0..DRAWN).map(|_| sentences[draw.usize(..sentences.len())].clone()).collect();
    let mut times = Vec::new();
    for (name, change) in CHANGES {
        let (mut found, mut exact, mut cut) = (0, 0, 0);
        for sentence in &drawn {
            let line = change(sentence, &sentences, &mut draw);
            let result = quote(&archive, &line, 5).unwrap();
            times.push(result.took_ms);
            found += usize::from(result.total > 0);
            exact += usize::from(result.found.iter().any(|q| q.how == How::Exact));
            cut += usize::from(result.found.iter().any(|q| q.how == How::Cut));
            if result.total == 0 {
                println!("  not found: {line}");
            }
        }
        println!("{name:<28} found {found} of {DRAWN}; exact {exact}, cut {cut}");
    }
    for (name, invent) in INVENTED {
        let mut found = 0;
        for _ in 0..DRAWN {
            let line = invent(&sentences, &mut draw);
            let result = quote(&archive, &line, 5).unwrap();
            times.push(result.took_ms);
            if result.total > 0 {
                found += 1;
                println!("  found: {line}\n     as: {}", result.found[0].wording);
            }
        }
        println!("{name:<28} found {found} of {DRAWN}");
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("warm: p50 {:.2} ms, p99 {:.2} ms, most {:.2} ms", at(0.5), at(0.99), at(1.0));
}

fn sentences_of(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(['.', '!', '?']) {
        let rest = &text[at + 1..];
        if rest.is_empty() || rest.starts_with(['\n', ' ']) {
            found.push(text[start..=at].trim().to_owned());
            start = at + 1;
        }
    }
    found.retain(|s| (MIN_WORDS..60).contains(&s.split_whitespace().count()) && !s.contains('\n'));
    found
}

type Change = fn(&str, &[String], &mut Rng) -> String;

const CHANGES: [(&str, Change); 5] = [
    ("as it stands", |s, _, _| s.to_owned()),
    ("cut in the middle", |s, _, draw| {
        let words: Vec<&str> = s.split(' ').collect();
        let n = words.len();
        let from = n / 3 + draw.usize(..=n / 6);
        let to = (from + 1 + draw.usize(..=n / 4)).min(n - 1);
        format!("{} … {}", words[..from].join(" "), words[to..].join(" "))
    }),
    ("one word changed", |s, all, draw| {
        let mut words: Vec<&str> = s.split(' ').collect();
        let other = &all[draw.usize(..all.len())];
        let others: Vec<&str> = other.split(' ').collect();
        let at = draw.usize(..words.len());
        words[at] = others[draw.usize(..others.len())];
        words.join(" ")
    }),
    ("one word invented", |s, _, draw| {
        let mut words: Vec<&str> = s.split(' ').collect();
        let at = draw.usize(..words.len());
        words[at] = "flurbish";
        words.join(" ")
    }),
    ("quotes and dashes changed", |s, _, _| {
        let swapped = s.replace('"', "”").replace('\'', "’").replace(" - ", " — ");
        format!("“{}”", swapped.replace('-', "\u{2011}"))
    }),
];

type Invent = fn(&[String], &mut Rng) -> String;

const INVENTED: [(&str, Invent); 3] = [
    ("halves of two sentences", |all, draw| {
        let (a, b) = (&all[draw.usize(..all.len())], &all[draw.usize(..all.len())]);
        let half = |s: &str, last: bool| {
            let words: Vec<&str> = s.split(' ').collect();
            let middle = words.len() / 2;
            if last { words[middle..].join(" ") } else { words[..middle].join(" ") }
        };
        format!("{} {}", half(a, false), half(b, true))
    }),
    ("halves joined by …", |all, draw| {
        let (a, b) = (&all[draw.usize(..all.len())], &all[draw.usize(..all.len())]);
        let words = |s: &str| s.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let (a, b) = (words(a), words(b));
        format!("{} … {}", a[..a.len() / 2].join(" "), b[b.len() / 2..].join(" "))
    }),
    ("words of one, turned", |all, draw| {
        let mut words: Vec<&str> = all[draw.usize(..all.len())].split(' ').collect();
        draw.shuffle(&mut words);
        words.join(" ")
    }),
];
