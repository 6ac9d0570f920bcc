//! What the project promises about any bytes, for the targets that feed it some.

use std::hash::Hasher;
use std::path::Path;

use talks::article::{Article, SkipReason};
use talks::passages::{MAX_WORDS, split};
use talks::read::{Reading, Record, Settings, read_bytes};
use talks::script::{is_unspaced, is_word_char};

/// What reading a file gave.
pub type Read = (Vec<Record>, Result<Reading, SkipReason>);

/// Reads `bytes` as a file of this name.
pub fn read(name: &str, bytes: &[u8]) -> Read {
    let mut records = Vec::new();
    let settings = Settings::default();
    let result = read_bytes(bytes, Path::new(name), &settings, &mut |r| records.push(r));
    (records, result)
}

/// Reads `bytes` as a file of this name, and checks what it gives.
///
/// There is an article, a skipped record or a reason; hash and length are those of the file; every
/// article holds what its type promises; and reading again gives the same.
pub fn check(name: &str, bytes: &[u8]) -> Vec<Record> {
    let (records, result) = read(name, bytes);
    match &result {
        Ok(reading) => {
            assert!(!records.is_empty(), "a file that was read gives something");
            let whole = Reading { content_hash: hash(bytes), bytes: bytes.len() as u64 };
            assert_eq!(*reading, whole, "all of a file is hashed");
        }
        Err(reason) => {
            assert!(records.is_empty(), "a file that was skipped gives nothing");
            assert!(!reason.to_string().is_empty());
        }
    }
    articles(&records).for_each(check_article);
    // It costs as much as all the rest, and what differs at random differs in every fourth too.
    if bytes.len().is_multiple_of(4) {
        assert_eq!((&records, &result), (&read(name, bytes).0, &result), "reading again differs");
    }
    records
}

/// The articles among some records.
pub fn articles(records: &[Record]) -> impl Iterator<Item = &Article> {
    records.iter().filter_map(|record| match record {
        Record::Article(article) => Some(&**article),
        Record::Skip { .. } => None,
    })
}

/// Checks the promises of [`Article`] and of [`split`].
fn check_article(article: &Article) {
    let text = &article.text;
    assert!(!text.is_empty() && !text.contains('\r') && text.trim() == text, "{text:?}");
    assert!(article.left_out.iter().all(|left| text.is_char_boundary(left.at)), "{article:?}");
    assert!(article.left_out.windows(2).all(|pair| pair[0].at <= pair[1].at), "{article:?}");
    let lines = [&article.title, &article.source, &article.author, &article.url];
    for field in lines.into_iter().flatten() {
        assert!(!field.value.trim().is_empty() && !field.value.contains('\n'), "{field:?}");
    }
    check_passages(text);
}

/// Passages are in order, do not overlap, are trimmed, not too long, and hold every word.
pub fn check_passages(text: &str) {
    let mut end = 0;
    for range in split(text) {
        assert!(range.start >= end, "passages overlap");
        assert!(!text[end..range.start].contains(is_word_char), "a word in no passage");
        let passage = &text[range.clone()];
        assert!(!passage.is_empty() && passage.trim() == passage, "{passage:?}");
        assert!(words(passage) <= MAX_WORDS, "{} words", words(passage));
        end = range.end;
    }
    assert!(!text[end..].contains(is_word_char), "a word behind the last passage");
}

/// Counts runs of letters and digits; each character of an unspaced script is one.
fn words(text: &str) -> usize {
    let mut before = false;
    let starts = text.chars().filter(|c| {
        let is_word = is_word_char(*c);
        let starts = is_unspaced(*c) || is_word && !before;
        before = is_word;
        starts
    });
    starts.count()
}

/// The hash by which files and journals are known.
pub fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = twox_hash::XxHash3_64::new();
    hasher.write(bytes);
    hasher.finish()
}
