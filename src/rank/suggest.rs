//! "Did you mean": for a word that is found nowhere or hardly, one of the index that is close to it.
//!
//! Only words of live articles are suggested. A word that is found well costs nothing: its count is
//! known by then.

use super::articles::Articles;
use super::expand::{Resembling, resembling};
use super::hit::Suggestion;
use super::postings::live_articles;
use crate::analysis::is_common;
use crate::error::Result;
use crate::index::Archive;
use crate::query::{Leaf, Likeness, Plan, Scope, Slot, TermKey, TypedWord};
use crate::script::is_unspaced;

/// A word in no more articles than this is hardly found …
const HARDLY: u64 = 2;
/// … if another one letter away is in so many times as many.
const TIMES_AS_MANY: u64 = 100;
/// Shorter words are a slip away from too many others.
const MIN_LETTERS: usize = 4;
/// In a word of so many letters the first may be the wrong one; it seldom is.
const ANY_FIRST_LETTERS: usize = 6;
/// From so many letters on, two slips are looked for.
const TWO_SLIPS_LETTERS: usize = 8;
/// Words of one query that are looked up: the dictionary is walked once for each.
const MOST_WORDS: usize = 5;
/// What the articles of a word count for that is two slips away: people make one at a time.
const SECOND_SLIP: f64 = 1.0 / 30.0;
/// What they count for where the first letter differs.
const OTHER_FIRST_LETTER: f64 = 0.1;

/// Returns a suggestion for each word of a query that is found nowhere or hardly and is close to a
/// word that is found, in the order typed.
///
/// # Errors
/// [`Error::Engine`](crate::error::Error::Engine).
pub fn suggestions(
    archive: &Archive,
    plan: &Plan,
    articles: &Articles<'_>,
) -> Result<Vec<Suggestion>> {
    let mut found: Vec<Suggestion> = Vec::new();
    let mut asked = 0;
    for typed in &plan.typed {
        let letters = typed.form.chars().count();
        let is_word = typed.form.chars().all(|c| c.is_alphabetic() && !is_unspaced(c));
        if !is_word || letters < MIN_LETTERS || articles.found_in(typed.leaf) > HARDLY {
            continue;
        }
        if asked == MOST_WORDS {
            break;
        }
        // Of a phrase that stands nowhere each word may be found.
        let leaf = Leaf::of_slot(typed.slot.clone(), String::new());
        let own = live_articles(archive, &leaf)?;
        if own > HARDLY || found.iter().any(|before| before.word == typed.surface) {
            continue;
        }
        asked += 1;
        found.extend(suggestion(archive, typed, own)?);
    }
    Ok(found)
}

fn suggestion(archive: &Archive, typed: &TypedWord, own: u64) -> Result<Option<Suggestion>> {
    let far = own == 0 && typed.form.chars().count() >= TWO_SLIPS_LETTERS;
    let like = Likeness::fuzzy(&typed.form, if far { 2 } else { 1 }).with_other_beginnings(1);
    let starts_alike = |other: &Resembling| other.form.chars().next() == typed.form.chars().next();
    let others = resembling(archive, Scope::Anywhere, &like)?.into_iter().filter(|other| {
        let is_own = other.terms.iter().any(|term| typed.slot.matches(term));
        let is_near = starts_alike(other)
            || (other.slips == 1 && typed.form.chars().count() >= ANY_FIRST_LETTERS);
        let is_other = !is_own && other.form != typed.form && !is_common(&other.form);
        is_other && is_near && other.articles >= own * TIMES_AS_MANY
    });
    let value = |other: &Resembling| {
        let same_start = starts_alike(other);
        other.articles as f64
            * if other.slips > 1 { SECOND_SLIP } else { 1.0 }
            * if same_start { 1.0 } else { OTHER_FIRST_LETTER }
    };
    // Of equal ones the closest, then the first by letters.
    let best = others.max_by(|a, b| {
        let by_letters = || b.slips.cmp(&a.slips).then_with(|| b.form.cmp(&a.form));
        value(a).total_cmp(&value(b)).then_with(by_letters)
    });
    let Some(best) = best else { return Ok(None) };
    let slot = Slot::of(best.terms.into_iter().map(TermKey::Exact).collect());
    Ok(Some(Suggestion {
        word: typed.surface.clone(),
        place: typed.span.clone(),
        suggestion: best.form,
        articles: live_articles(archive, &Leaf::of_slot(slot, String::new()))?,
    }))
}
