//! A line that someone means to quote -> where it stands, and in which words.
//!
//! Articles are found through the rarest words of the line; then the line is laid along each text,
//! word by word. What is found is exact, or cut at the quote's own ellipses, or nearly so, and every
//! word that differs is named. A line that nobody wrote is not found, however plausible.

mod align;
mod asides;
mod asked;
mod candidates;

use std::ops::Range;
use std::time::Instant;

pub use align::Kind;
use align::{Alignment, Step, align};
use asides::asides;
use asked::{Asked, Form, forms};
use candidates::candidates;

use super::hit::HitArticle;
use crate::analysis::Analyser;
use crate::article::{Article, ArticleId};
use crate::error::Result;
use crate::index::{Archive, Place, StoredArticle};
use crate::passages::sentences;

/// The answer to whether a line can be quoted.
#[derive(Debug, Clone, Default)]
pub struct QuoteResult {
    /// The line as given.
    pub text: String,
    /// How many words it has, without those in brackets.
    pub words: usize,
    /// Where it stands: earliest first, undated last, then by id; at most as many as asked for.
    pub found: Vec<Quoted>,
    /// In how many of the articles that were compared it stands.
    pub total: usize,
    /// Articles that were compared word for word.
    pub compared: usize,
    /// True when more articles share its rare words than were compared.
    pub is_cut_short: bool,
    /// Articles in the index.
    pub searched: u64,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
}

/// An article in which the line stands.
#[derive(Debug, Clone)]
pub struct Quoted {
    /// The article, without its text.
    pub article: HitArticle,
    /// The earliest of its group of near copies; `None` for an article that is alone.
    pub group: Option<ArticleId>,
    /// True when the article's file has changed or gone since it was indexed.
    pub is_stale: bool,
    /// How closely the line stands there.
    pub how: How,
    /// True when it stands in the headline.
    pub in_title: bool,
    /// The sentences in which it stands, as printed there.
    pub wording: String,
    /// Where `wording` stands in the article's text, or in its title, in code points.
    pub place: Range<usize>,
    /// What of `wording` was quoted, in bytes: from the first to the last word.
    pub quoted: Range<usize>,
    /// What differs, in order.
    pub differences: Vec<Difference>,
}

/// How closely a line stands in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// The same words in the same order; case, accents and typography may differ.
    Exact,
    /// The same, but for what its ellipses and brackets say.
    Cut,
    /// Some words differ.
    Near,
}

/// Words that differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What became of them.
    pub kind: Kind,
    /// Bytes of the line; `None` for words that it lacks.
    pub asked: Option<Range<usize>>,
    /// Bytes of the wording; `None` for words that the article lacks.
    pub there: Option<Range<usize>>,
}

/// Finds where a line stands; `limit` articles are returned.
///
/// # Errors
/// [`Error::Engine`](crate::error::Error::Engine).
pub fn quote(archive: &Archive, text: &str, limit: usize) -> Result<QuoteResult> {
    let started = Instant::now();
    let mut analyser = Analyser::default();
    let asked = Asked::read(text, &mut analyser);
    let candidates = candidates(archive, &asked)?;
    let reader = archive.articles()?;
    let mut result = QuoteResult {
        text: text.to_owned(),
        words: asked.words(),
        compared: candidates.places.len(),
        is_cut_short: candidates.is_cut_short,
        searched: archive.totals().articles,
        ..QuoteResult::default()
    };
    for &place in &candidates.places {
        let Ok(stored) = reader.read(place) else { continue };
        if let Some(found) = find(archive, &asked, &mut analyser, stored, place)? {
            result.found.push(found);
        }
    }
    result.total = result.found.len();
    result.found.sort_by_cached_key(|found| {
        let date = found.article.article.date.as_ref().map_or(i64::MAX, |date| date.value.order());
        (date, found.article.id, found.article.path.clone())
    });
    result.found.truncate(limit);
    result.took_ms = started.elapsed().as_secs_f64() * 1e3;
    Ok(result)
}

/// Looks for the line in one article: in its text and, unless it stands there as it is, in its
/// headline; where both have it, the closer one is told.
fn find(
    archive: &Archive,
    asked: &Asked,
    analyser: &mut Analyser,
    mut stored: StoredArticle,
    place: Place,
) -> Result<Option<Quoted>> {
    let language = stored.language();
    let text = std::mem::take(&mut stored.article.text);
    let words = forms(analyser, &text, language);
    let title = stored.article.title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
    let in_text = align(asked, &words, &asides(&text, &words));
    let title_words = forms(analyser, &title, language);
    let cost = in_text.as_ref().map_or(u32::MAX, |alignment| alignment.cost);
    let in_title = align(asked, &title_words, &[]).filter(|alignment| alignment.cost < cost);
    let (in_title, text, words, alignment) = match (in_title, in_text) {
        (Some(alignment), _) => (true, title, title_words, alignment),
        (None, Some(alignment)) => (false, text, words, alignment),
        (None, None) => return Ok(None),
    };
    let bytes = words[alignment.words.start].bytes.start..words[alignment.words.end - 1].bytes.end;
    let around = if in_title { 0..text.len() } else { whole_sentences(&text, &stored, &bytes) };
    let path = archive.path_of(&stored);
    let is_stale = archive.is_stale(&stored);
    let start = text[..around.start].chars().count();
    let wording = text[around.clone()].to_owned();
    let group = archive.earliest_of(archive.name_at(place)?)?;
    Ok(Some(Quoted {
        group: group.map(|earliest| earliest.id),
        is_stale,
        how: alignment.how(),
        in_title,
        place: start..start + wording.chars().count(),
        quoted: bytes.start - around.start..bytes.end - around.start,
        differences: differences(asked, &words, &alignment, around.start),
        wording,
        article: HitArticle {
            id: stored.id,
            path: path.unwrap_or_else(|| stored.relative.clone()),
            article: Article { text: String::new(), ..stored.article },
        },
    }))
}

/// Widens a range of a text to whole sentences.
fn whole_sentences(text: &str, stored: &StoredArticle, bytes: &Range<usize>) -> Range<usize> {
    let mut around = bytes.clone();
    for passage in &stored.passages {
        if passage.end <= bytes.start || passage.start >= bytes.end {
            continue;
        }
        for sentence in sentences(text, passage.clone()) {
            if sentence.start < bytes.end && sentence.end > bytes.start {
                around.start = around.start.min(sentence.start);
                around.end = around.end.max(sentence.end);
            }
        }
    }
    around
}

/// Turns the steps of an alignment that differ into ranges of the line and of the wording that
/// begins at `from`.
fn differences(
    asked: &Asked,
    words: &[Form],
    alignment: &Alignment,
    from: usize,
) -> Vec<Difference> {
    let there = |words_there: &Range<usize>| {
        let first = words.get(words_there.start)?;
        let last = words.get(words_there.end.checked_sub(1)?)?;
        (!words_there.is_empty()).then(|| first.bytes.start - from..last.bytes.end - from)
    };
    let one = |step: &Step| {
        let kind = step.kind?;
        Some(Difference { kind, asked: asked.bytes(&step.asked), there: there(&step.there) })
    };
    alignment.steps.iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests;
