//! A mix of queries drawn from the words of the index itself.

use fastrand::Rng;
use talks::error::Error;
use talks::index::Archive;
use talks::rank::vocabulary;

use super::Measured;

/// Words that fewer articles hold are typing errors more often than words.
const RAREST: u64 = 2;
/// A rare word is in at most one of so many articles.
const RARE_SHARE: u64 = 1_000;
/// A word of middling frequency is in at most one of so many articles.
const MIDDLING_SHARE: u64 = 20;
/// Common words are drawn from so many of the most frequent.
const MOST_COMMON: usize = 200;

/// Draws `each` queries of each class: rare and common single words, several words of one article
/// (all of them match it), words of different articles (some match), phrases, words near one
/// another, beginnings of words, misspelt words, names, and words with a filter. An archive without
/// names, or where no word is long enough, gives fewer.
///
/// # Errors
/// [`Error::Engine`].
pub fn draw(archive: &Archive, seed: u64, each: usize) -> Result<Vec<Measured>, Error> {
    let mut words = vocabulary(archive)?;
    words.retain(|(form, _)| form.len() > 2 && form.chars().all(char::is_alphabetic));
    words.retain(|(form, _)| !talks::analysis::is_common(form));
    let articles = archive.totals().articles;
    let mut random = Rng::with_seed(seed);
    let rare_most = (articles / RARE_SHARE).max(RAREST + 1);
    let rare: Vec<&str> = within(&words, RAREST, rare_most);
    let middling: Vec<&str> = within(&words, RAREST, (articles / MIDDLING_SHARE).max(RAREST + 1));
    let mut by_count: Vec<&(String, u64)> = words.iter().collect();
    by_count.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let common: Vec<&str> =
        by_count.iter().take(MOST_COMMON).map(|(form, _)| form.as_str()).collect();

    let mut queries = Vec::new();
    let mut push = |class, text: Option<String>| {
        queries.extend(text.map(|text| Measured { class, text }));
    };
    let texts = texts(archive, &mut random, each)?;
    let span = archive.totals().first.zip(archive.totals().last);
    for text in &texts {
        push("rare", random.choice(&rare).map(|word| word.to_string()));
        push("common", random.choice(&common).map(|word| word.to_string()));
        push("all words", together(text, &mut random));
        let pair = (random.choice(&middling), random.choice(&middling), random.choice(&common));
        if let (Some(a), Some(b), Some(c)) = pair {
            push("some words", Some(format!("{a} {b} {c}")));
        }
        push("phrase", phrase(text, &mut random));
        push("near", near(text, &mut random));
        push("prefix", random.choice(&middling).and_then(|word| prefix(word)));
        push("fuzzy", random.choice(&middling).and_then(|word| misspelt(word)));
        push("names", name(text, &mut random));
        push("filters", filtered(text, span, &mut random));
    }
    queries.sort_by_key(|query| query.class);
    Ok(queries)
}

fn within(words: &[(String, u64)], least: u64, most: u64) -> Vec<&str> {
    let fits = |count: u64| (least..=most).contains(&count);
    words.iter().filter(|(_, count)| fits(*count)).map(|(form, _)| form.as_str()).collect()
}

/// Texts of articles drawn at random, one for each query of a class.
fn texts(archive: &Archive, random: &mut Rng, each: usize) -> Result<Vec<String>, Error> {
    let mut places: Vec<_> = archive.places().collect();
    let mut keyed: Vec<(u64, _)> = Vec::new();
    let reader = archive.articles()?;
    for place in places.drain(..) {
        keyed.push((archive.name_at(place)?.id.0, place));
    }
    // By id, so that the draw does not depend on how the index was built.
    keyed.sort();
    let mut texts = Vec::new();
    while texts.len() < each && !keyed.is_empty() {
        let (_, place) = keyed[random.usize(..keyed.len())];
        match reader.read(place) {
            Ok(stored) => texts.push(stored.article.text),
            Err(_) => return Ok(texts),
        }
    }
    Ok(texts)
}

/// Two or three words of one article.
fn together(text: &str, random: &mut Rng) -> Option<String> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.len() > 4 && !talks::analysis::is_common(&word.to_lowercase()))
        .collect();
    let count = random.usize(2..4);
    let drawn: Vec<&str> = (0..count).filter_map(|_| random.choice(&words).copied()).collect();
    (drawn.len() == count).then(|| drawn.join(" ").to_lowercase())
}

/// Two words that stand side by side.
fn phrase(text: &str, random: &mut Rng) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let plain = |word: &str| word.len() > 3 && word.chars().all(char::is_alphabetic);
    let pairs: Vec<&[&str]> = words.windows(2).filter(|p| p.iter().all(|w| plain(w))).collect();
    let pair = random.choice(&pairs)?;
    Some(format!("\"{} {}\"", pair[0], pair[1]))
}

/// Two words of one article that stand a few words apart.
fn near(text: &str, random: &mut Rng) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let fits = |word: &str| {
        word.len() > 4
            && word.chars().all(char::is_alphabetic)
            && !talks::analysis::is_common(&word.to_lowercase())
    };
    let pairs: Vec<&[&str]> = words.windows(4).filter(|w| fits(w[0]) && fits(w[3])).collect();
    let pair = random.choice(&pairs)?;
    Some(format!("{} NEAR/5 {}", pair[0].to_lowercase(), pair[3].to_lowercase()))
}

/// The first five letters of a longer word.
fn prefix(word: &str) -> Option<String> {
    let (end, _) = word.char_indices().nth(5)?;
    Some(format!("{}*", &word[..end]))
}

/// A word without one of its letters, and the sign that says so.
fn misspelt(word: &str) -> Option<String> {
    let letters = word.chars().count();
    let kept = word.chars().enumerate().filter(|(i, _)| *i != letters / 2);
    (letters > 5).then(|| kept.map(|(_, c)| c).chain(['~']).collect())
}

/// Two words with capitals inside a sentence.
fn name(text: &str, random: &mut Rng) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_name = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && word.len() > 2
            && letters.all(char::is_lowercase)
    };
    let starts_low = |word: &str| word.chars().all(char::is_lowercase);
    let names: Vec<&[&str]> =
        words.windows(3).filter(|w| starts_low(w[0]) && is_name(w[1]) && is_name(w[2])).collect();
    let name = random.choice(&names)?;
    Some(format!("{} {}", name[1], name[2]))
}

/// Words of one article inside the later half of the archive's time.
fn filtered(text: &str, span: Option<(i64, i64)>, random: &mut Rng) -> Option<String> {
    let words = together(text, random)?;
    let (first, last) = span?;
    let middle = jiff::Timestamp::from_second(first + (last - first) / 2).ok()?;
    Some(format!("{words} since:{}", &middle.to_string()[..10]))
}
