//! Words that the best articles share, added to the query: pseudo-relevance feedback.
//!
//! Rocchio's method on saturated counts: the best [`SOURCES`] articles vote for their words, each
//! with its score over a power of its rank, so that a wrong article far down does little harm. An added word
//! counts in scores and brings in articles of its own, behind those with all the typed words; it
//! is never marked, for nobody typed it.

use std::collections::{BTreeMap, HashMap};

use super::postings::live_articles;
use super::score::{Collection, idf, saturated};
use crate::analysis::{Analyser, is_common};
use crate::error::Result;
use crate::index::{Archive, Place};
use crate::query::{Leaf, Pattern, Plan, Scope, Slot, TermKey};

/// Articles that vote.
pub const SOURCES: usize = 10;
/// Most words added.
const WORDS: usize = 100;
/// Weight of all added words together, beside the typed ones.
const WEIGHT: f64 = 1.2;
/// Votes fall with this power of the rank.
const RANK_EXPONENT: f64 = 2.0;
/// A word in more than this share of the articles says little about any.
const MOST_ARTICLES: f64 = 0.1;
/// A word in fewer articles than this would only find the article that it was taken from.
const LEAST_ARTICLES: u64 = 2;
/// Shorter words are abbreviations and remains of numbers.
const LEAST_CHARS: usize = 3;

/// A word that was added to a query.
#[derive(Debug, Clone, PartialEq)]
pub struct AddedWord {
    /// The form in which it stands most often in the articles that it comes from.
    pub word: String,
    /// How often it counts as typed; typed words count from 1.
    pub weight: f64,
}

/// A stem that stands in the best articles.
#[derive(Debug, Default)]
struct Candidate {
    vote: f64,
    forms: BTreeMap<String, u32>,
}

/// Adds to a plan the words that the best articles share; `best` are their places and scores, best
/// first. Returns the words, heaviest first; ties in the order of their stems.
///
/// # Errors
/// [`Error::Engine`](crate::error::Error::Engine).
pub fn widen(
    archive: &Archive,
    plan: &mut Plan,
    collection: &Collection,
    best: &[(Place, f64)],
) -> Result<Vec<AddedWord>> {
    let candidates = candidates(archive, collection, &best[..best.len().min(SOURCES)])?;
    let mut chosen: Vec<(f64, f64, String, String)> = Vec::new();
    for (key, candidate) in candidates {
        let df = live_articles(archive, &leaf(&key, String::new()))?;
        if df < LEAST_ARTICLES || df as f64 > MOST_ARTICLES * collection.articles {
            continue;
        }
        let forms = candidate.forms.into_iter();
        let word = forms.max_by_key(|(form, n)| (*n, std::cmp::Reverse(form.clone())));
        let word = word.map(|(form, _)| form).unwrap_or_default();
        chosen.push((candidate.vote * idf(collection, df as f64), candidate.vote, key, word));
    }
    chosen.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.2.cmp(&b.2)));
    chosen.truncate(WORDS);

    let typed: u32 = plan.leaves.iter().filter(|leaf| leaf.is_positive).map(|l| l.count).sum();
    let votes: f64 = chosen.iter().map(|(_, vote, _, _)| vote).sum();
    // Articles that were found by a field alone have no score to vote with.
    if votes <= 0.0 {
        return Ok(Vec::new());
    }
    let mut added = Vec::with_capacity(chosen.len());
    for (_, vote, key, word) in chosen {
        let weight = WEIGHT * vote / votes * f64::from(typed);
        let number = plan.leaves.iter().position(|leaf| stands_for(leaf, &key));
        let number = number.unwrap_or_else(|| {
            plan.leaves.push(leaf(&key, word.clone()));
            plan.leaves.len() - 1
        });
        plan.added.push((number, weight));
        added.push(AddedWord { word, weight });
    }
    added.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    Ok(added)
}

/// Reads the best articles and lets them vote for the stems of their words.
fn candidates(
    archive: &Archive,
    collection: &Collection,
    best: &[(Place, f64)],
) -> Result<BTreeMap<String, Candidate>> {
    let reader = archive.articles()?;
    let mut analyser = Analyser::default();
    let mut all: BTreeMap<String, Candidate> = BTreeMap::new();
    for (rank, &(place, score)) in (1u32..).zip(best) {
        // One that cannot be read back says so where it is shown.
        let Ok(stored) = reader.read(place) else { continue };
        let mut counts: HashMap<String, u32> = HashMap::new();
        let mut words = 0u32;
        let title = stored.article.title.as_ref().map_or("", |title| title.value.as_str());
        let passages = stored.passages.iter().map(|bytes| &stored.article.text[bytes.clone()]);
        for text in std::iter::once(title).chain(passages) {
            analyser.each(text, stored.language(), |token| {
                words += 1;
                let form = token.term.form();
                if token.width == 1 && is_content(&form) {
                    let key = token.term.stem_key();
                    *counts.entry(key.to_owned()).or_default() += 1;
                    let candidate = all.entry(key.to_owned()).or_default();
                    *candidate.forms.entry(form).or_default() += 1;
                }
            });
        }
        let length = f64::from(words) / collection.mean_words;
        for (key, count) in counts {
            let vote =
                score / f64::from(rank).powf(RANK_EXPONENT) * saturated(f64::from(count), length);
            // Each article adds once to each stem, so the order of the map does not show.
            all.entry(key).or_default().vote += vote;
        }
    }
    Ok(all)
}

fn is_content(form: &str) -> bool {
    form.chars().count() >= LEAST_CHARS
        && !form.contains(|c: char| c.is_numeric())
        && !is_common(form)
}

/// A word that counts for nothing by itself, only for what is added.
fn leaf(key: &str, word: String) -> Leaf {
    let slot = Slot::of(vec![TermKey::Stem(key.to_owned())]);
    Leaf { count: 0, ..Leaf::of_slot(slot, word) }
}

/// Returns true when a leaf that was typed already stands for a stem anywhere.
fn stands_for(leaf: &Leaf, key: &str) -> bool {
    let is_key = |stem: &TermKey| matches!(stem, TermKey::Stem(stem) if stem == key);
    leaf.is_positive
        && leaf.scope == Scope::Anywhere
        && matches!(leaf.pattern, Pattern::Any(_))
        && leaf.sequences().any(|sequence| match &sequence.slots[..] {
            [slot] => slot.keys.iter().any(is_key),
            _ => false,
        })
}
