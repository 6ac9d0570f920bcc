//! How well near copies are told: recall on rewrites of real articles, and what is grouped in an
//! archive as it is.
//!
//!     cargo run --release --example near_copies -- FOLDER [--groups N]
//!
//! FOLDER holds `text/bbc`, `text/oilprice` and `text/reuters-21578.jsonl`, as
//! `../shared/data/unpack` lays them out. The rewrites are seeded: the same ones each time.
//! `--groups N` prints N groups of reuters, drawn by seed, to be read by a person.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use fastrand::Rng;
use talks::copies::{
    MIN_WORDS, Overlap, Pair, Sketch, Words, bearers, candidates, groups, overlap,
};
use talks::read::{Record, Settings, read_file};

/// Articles of a collection that are rewritten by each rule.
const REWRITTEN: usize = 300;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = PathBuf::from(arguments.first().expect("FOLDER"));
    let shown = arguments.iter().position(|a| a == "--groups");
    let shown = shown.and_then(|at| arguments.get(at + 1)).map_or(0, |n| n.parse().unwrap());
    if shown == 0 {
        println!("{:<26}{:>9}{:>9}{:>9}", "recall by rule", "bbc", "oilprice", "reuters");
        let names = ["text/bbc", "text/oilprice", "text/reuters-21578.jsonl"];
        let texts = names.map(|name| texts(&folder.join(name)));
        let columns: Vec<BTreeMap<usize, f64>> = texts.iter().map(|t| recall(t)).collect();
        for (i, (name, _)) in RULES.iter().enumerate() {
            let figures: String = columns.iter().map(|c| format!("{:>9.3}", c[&i])).collect();
            println!("{name:<26}{figures}");
        }
        println!();
    }
    as_it_is(&texts(&folder.join("text/reuters-21578.jsonl")), shown);
}

/// The text of every article of a collection that is long enough, in order of its files.
fn texts(path: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for file in common::files(path) {
        let name = Path::new(file.file_name().unwrap()).to_path_buf();
        let _ = read_file(&file, &name, &Settings::default(), &mut |record| {
            if let Record::Article(article) = record {
                found.push(article.text);
            }
        });
    }
    found
}

type Rule = fn(&[&str], &[&str], &mut Rng) -> Vec<String>;

/// What is done to an article; given its sentences and those of another article.
const RULES: [(&str, Rule); 15] = [
    ("unchanged", |s, _, _| own(s)),
    ("first 70 % kept", |s, _, _| head(s, 0.7)),
    ("first 50 % kept", |s, _, _| head(s, 0.5)),
    ("first 30 % kept", |s, _, _| head(s, 0.3)),
    ("half dropped here and there", |s, _, d| {
        s.iter().filter(|_| d.bool()).map(|s| s.to_string()).collect()
    }),
    ("30 % added", |s, o, d| added(s, o, 0.3, d)),
    ("60 % added", |s, o, d| added(s, o, 0.6, d)),
    ("100 % added", |s, o, d| added(s, o, 1.0, d)),
    ("order swapped", |s, _, d| swapped(s, d)),
    ("5 % of words changed", |s, o, d| reworded(&own(s), o, 0.05, d)),
    ("10 % of words changed", |s, o, d| reworded(&own(s), o, 0.10, d)),
    ("15 % of words changed", |s, o, d| reworded(&own(s), o, 0.15, d)),
    ("20 % of words changed", |s, o, d| reworded(&own(s), o, 0.20, d)),
    ("60 % kept, 30 % added", |s, o, d| added(&refs(&head(s, 0.6)), o, 0.5, d)),
    ("50 %, added, swapped, 5 %", |s, o, d| {
        let kept = head(s, 0.5);
        let more = added(&refs(&kept), o, 0.3, d);
        reworded(&swapped(&refs(&more), d), o, 0.05, d)
    }),
];

fn own(sentences: &[&str]) -> Vec<String> {
    sentences.iter().map(|s| s.to_string()).collect()
}

fn refs(sentences: &[String]) -> Vec<&str> {
    sentences.iter().map(String::as_str).collect()
}

fn words_in(sentences: &[&str]) -> usize {
    sentences.iter().map(|s| s.split_whitespace().count()).sum()
}

fn head(sentences: &[&str], share: f64) -> Vec<String> {
    let wanted = (words_in(sentences) as f64 * share) as usize;
    let mut words = 0;
    let mut kept = Vec::new();
    for sentence in sentences {
        if words >= wanted {
            break;
        }
        words += sentence.split_whitespace().count();
        kept.push(sentence.to_string());
    }
    kept
}

fn added(sentences: &[&str], other: &[&str], share: f64, draw: &mut Rng) -> Vec<String> {
    let wanted = (words_in(sentences) as f64 * share) as usize;
    let mut more: Vec<String> = Vec::new();
    let mut words = 0;
    for sentence in other.iter().cycle().take(10 * other.len().max(1)) {
        if words >= wanted {
            break;
        }
        words += sentence.split_whitespace().count();
        more.push(sentence.to_string());
    }
    let mut all = own(sentences);
    if draw.bool() {
        all.splice(0..0, more);
    } else {
        all.extend(more);
    }
    all
}

fn swapped(sentences: &[&str], draw: &mut Rng) -> Vec<String> {
    let mut all = own(sentences);
    draw.shuffle(&mut all);
    all
}

/// Changes words without capitals and digits: who rewords a story leaves its figures and names.
fn reworded(sentences: &[String], other: &[&str], share: f64, draw: &mut Rng) -> Vec<String> {
    let is_plain = |word: &&str| word.chars().all(|c| c.is_lowercase() || ",.".contains(c));
    let others: Vec<&str> =
        other.iter().flat_map(|s| s.split_whitespace()).filter(is_plain).collect();
    let one = |sentence: &String| {
        let words = sentence.split_whitespace();
        let change = |word| {
            if is_plain(&word) && draw.f64() < share {
                draw.choice(&others).copied().unwrap_or(word)
            } else {
                word
            }
        };
        words.map(change).collect::<Vec<_>>().join(" ")
    };
    sentences.iter().map(one).collect()
}

fn sentences(text: &str) -> Vec<&str> {
    // A line may be a paragraph, or wrapped at a column: only what ends in a stop is a sentence.
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(['.', '!', '?']) {
        if text[at + 1..].starts_with(char::is_whitespace) {
            found.push(text[start..=at].trim());
            start = at + 1;
        }
    }
    found.push(text[start..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

fn word_count(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Indexes a collection with rewrites of some of its articles; returns for each rule the share of
/// rewrites, of those of the length that a group needs, that are in the group of their original.
fn recall(texts: &[String]) -> BTreeMap<usize, f64> {
    let mut draw = Rng::with_seed(20_250_101);
    let long: Vec<usize> =
        (0..texts.len()).filter(|&i| word_count(&texts[i]) >= MIN_WORDS as usize).collect();
    let mut recall = BTreeMap::new();
    for (number, (_, rule)) in RULES.iter().enumerate() {
        let mut all: Vec<String> = texts.to_vec();
        let mut origins = Vec::new();
        let mut tries = 0;
        while origins.len() < REWRITTEN && tries < 20 * REWRITTEN {
            tries += 1;
            let origin = long[draw.usize(..long.len())];
            let other = long[draw.usize(..long.len())];
            let (mine, theirs) = (sentences(&texts[origin]), sentences(&texts[other]));
            let rewrite = rule(&mine, &theirs, &mut draw).join(" ");
            if origin != other && word_count(&rewrite) >= MIN_WORDS as usize {
                origins.push((all.len(), origin));
                all.push(rewrite);
            }
        }
        let (grouped, _) = grouped(&all);
        let found = origins.iter().filter(|(copy, origin)| grouped[*copy] == grouped[*origin]);
        recall.insert(number, found.count() as f64 / origins.len().max(1) as f64);
    }
    recall
}

/// Returns for each text the earliest of its group, and how many pairs were compared.
fn grouped(texts: &[String]) -> (Vec<u32>, usize) {
    let sketch = |text: &String| Sketch::of(text).map(|sketch| sketch.values).unwrap_or_default();
    let sketches: Vec<Vec<u32>> = texts.iter().map(sketch).collect();
    let candidates = candidates(&sketches, bearers(&sketches), &vec![true; texts.len()]);
    let verified = |&(earlier, later): &(u32, u32)| {
        let overlap = compared(texts, earlier, later);
        let closeness = overlap.closeness();
        overlap.is_copy().then_some(Pair { later, earlier, closeness })
    };
    let mut pairs: Vec<Pair> = candidates.iter().filter_map(verified).collect();
    pairs.sort();
    (groups(texts.len(), &pairs), candidates.len())
}

fn compared(texts: &[String], a: u32, b: u32) -> Overlap {
    overlap(&Words::of(&texts[a as usize]), &Words::of(&texts[b as usize]))
}

/// Groups a collection, and prints some of the groups.
fn as_it_is(texts: &[String], shown: usize) {
    let (earliest, compared_pairs) = grouped(texts);
    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (article, &group) in earliest.iter().enumerate() {
        members.entry(group).or_default().push(article as u32);
    }
    members.retain(|_, articles| articles.len() > 1);
    let articles: usize = members.values().map(Vec::len).sum();
    let long = texts.iter().filter(|text| word_count(text) >= MIN_WORDS as usize).count();
    println!("reuters as it is: {} articles, {long} of {MIN_WORDS} words or more", texts.len());
    let started = Instant::now();
    let bytes: usize = texts.iter().map(String::len).sum();
    let sketched = texts.iter().filter(|text| Sketch::of(text).is_some()).count();
    let rate = bytes as f64 / 1e6 / started.elapsed().as_secs_f64();
    println!("sketches of {sketched} texts at {rate:.0} MB/s, one thread");
    println!("{compared_pairs} pairs compared, {} groups of {articles} articles", members.len());
    let mut draw = Rng::with_seed(7);
    let all: Vec<&Vec<u32>> = members.values().collect();
    for _ in 0..shown {
        let group = all[draw.usize(..all.len())];
        println!("\n================ group of {}", group.len());
        for pair in group.windows(2).take(3) {
            let o = compared(texts, group[0], pair[1]);
            println!(
                "---- {:.2} of the first, {:.2} of the second, {:.2} copied",
                o.of_first, o.of_second, o.copied
            );
        }
        for &article in group.iter().take(4) {
            println!("[{article}]\n{}\n", texts[article as usize]);
        }
    }
}
