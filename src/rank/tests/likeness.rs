//! Beginnings and misspellings find just the words of the dictionary that a look at every term
//! finds, in whatever language, script and spelling; and after the file of the dictionary has gone.

use std::collections::BTreeMap;

use crate::analysis::form_of;
use crate::article::{Article, Field, Method};
use crate::discover::Stamp;
use crate::index::{Archive, CommitNote, Manifest, StoredArticle, Writer};
use crate::query::{Likeness, Scope};
use crate::rank::expand::resembling;

/// Ends that stemmers change, and such as they leave alone.
const ENDS: &[&str] = &[
    "", "", "s", "'s", "y", "ies", "ing", "ying", "ed", "edly", "ability", "ably", "ational",
    "ization", "ology", "ional", "eren", "eerde", "heid", "oom", "aan", "eel", "ement", "amment",
    "euses", "eaux", "ité", "icatrice", "encia", "anza", "isme", "ccsel", "ddan", "mma", "ssa",
    "ungen", "ığı", "ler", ".b.", ".5", ",000", "12", "-fire", "-s", "ая", "ου",
];

const LANGUAGES: &[&str] = &["en", "en", "en", "de", "fr", "nl", "es", "fi", "tr", "hu", "pl"];

/// A word of few letters, so that many differ by a slip.
fn word(random: &mut fastrand::Rng) -> String {
    let letters = ["abely", "abely", "abely", "tieabckq", "rst'.-", "0123", "аея", "éïß"];
    let letters: Vec<char> = letters[random.usize(..letters.len())].chars().collect();
    let mut word: String =
        (0..=random.usize(..5)).map(|_| letters[random.usize(..letters.len())]).collect();
    word.push_str(ENDS[random.usize(..ENDS.len())]);
    word
}

fn stored(number: usize, text: String, language: &str) -> StoredArticle {
    let (method, evidence) = (Method::FrontMatter, String::new());
    let language = Some(Field { value: language.to_owned(), method, evidence });
    let article = Article { text, language, ..Article::default() };
    StoredArticle::new(0, format!("{number}.txt").into(), Stamp::default(), article)
}

/// Returns true for a compound with a possessive inside, whose stem lacks letters in its middle: a
/// walk follows no such stem unless the possessive was typed, and may miss the word.
fn is_possessive_inside(form: &str) -> bool {
    form.contains("'s-") || form.contains("'-")
}

/// Every form that fits, with its slips, from a look at every term.
fn slow(archive: &Archive, like: &Likeness) -> BTreeMap<String, u8> {
    let mut found = BTreeMap::new();
    for segment in archive.segments() {
        let index = segment.inverted_index(archive.fields().text_terms).unwrap();
        let mut terms = index.terms().stream().unwrap();
        while let Some((term, _)) = terms.next() {
            // Where a sentence begins is no word.
            let Some(form) = form_of(std::str::from_utf8(term).unwrap()) else { continue };
            if let Some(slips) = like.slips(&form).filter(|_| !is_possessive_inside(&form)) {
                found.insert(form, slips);
            }
        }
    }
    found
}

fn fast(archive: &Archive, like: &Likeness) -> BTreeMap<String, u8> {
    let found = resembling(archive, Scope::Anywhere, like).unwrap();
    let found = found.into_iter().map(|word| (word.form, word.slips));
    found.filter(|(form, _)| !is_possessive_inside(form)).collect()
}

#[test]
fn a_walk_finds_what_a_look_at_every_term_finds() {
    let cases: u64 = std::env::var("TALKS_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
    for seed in 0..cases.min(200) {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut writer = Writer::in_memory(1).unwrap();
        for number in 0..4 {
            let words: Vec<String> = (0..150).map(|_| word(&mut random)).collect();
            let language = LANGUAGES[random.usize(..LANGUAGES.len())];
            writer.add(&stored(number, words.join(" "), language)).unwrap();
        }
        writer.commit(&CommitNote::default()).unwrap();
        let archive = writer.archive(Manifest::new()).unwrap();
        for _ in 0..30 {
            let typed = word(&mut random);
            for like in [
                Likeness::beginning(&typed),
                Likeness::fuzzy(&typed, 1),
                Likeness::fuzzy(&typed, 2),
            ] {
                assert_eq!(fast(&archive, &like), slow(&archive, &like), "{seed} {typed} {like:?}");
            }
        }
    }
}

#[test]
fn possessives_inside_a_compound_are_found_where_they_are_typed() {
    let mut writer = Writer::in_memory(1).unwrap();
    let text = "women's-rights women's womenswear it's-guarantee its item";
    writer.add(&stored(0, text.to_owned(), "en")).unwrap();
    writer.commit(&CommitNote::default()).unwrap();
    let archive = writer.archive(Manifest::new()).unwrap();
    let found = |like: Likeness| -> Vec<String> {
        resembling(&archive, Scope::Anywhere, &like).unwrap().into_iter().map(|w| w.form).collect()
    };
    assert_eq!(found(Likeness::beginning("women's-r")), ["women's-rights"]);
    assert_eq!(found(Likeness::beginning("women's")), ["women's", "women's-rights", "womenswear"]);
    assert_eq!(found(Likeness::beginning("it's")), ["it's", "it's-guarantee", "its"]);
    assert_eq!(found(Likeness::fuzzy("women's-rihgts", 1)), ["women's-rights"]);
}

#[test]
fn an_open_archive_finds_misspellings_after_its_files_have_gone() {
    let home = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(home.path(), 1).unwrap();
    writer.add(&stored(0, "the government said".to_owned(), "en")).unwrap();
    writer.commit(&CommitNote::default()).unwrap();
    let archive = writer.archive(Manifest::new()).unwrap();
    for entry in std::fs::read_dir(home.path()).unwrap() {
        std::fs::remove_file(entry.unwrap().path()).unwrap();
    }
    let found = fast(&archive, &Likeness::fuzzy("goverment", 1));
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [("government".to_owned(), 1)]);
}

#[test]
fn a_word_of_any_length_is_looked_for() {
    let words: Vec<String> = (0..200).map(|n| "ab".repeat(n)).collect();
    let mut writer = Writer::in_memory(1).unwrap();
    writer.add(&stored(0, words.join(" "), "en")).unwrap();
    writer.commit(&CommitNote::default()).unwrap();
    let archive = writer.archive(Manifest::new()).unwrap();
    for length in [30, 75, 5_000] {
        let like = Likeness::fuzzy(&"ab".repeat(length), 2);
        assert_eq!(fast(&archive, &like), slow(&archive, &like));
    }
}
