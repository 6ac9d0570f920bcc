//! The articles in which a line may stand: those that hold enough of its rarest words.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::asked::{Asked, Form, allowed};
use crate::analysis::{Analyser, is_common};
use crate::date::Date;
use crate::error::{Error, Result};
use crate::index::{Archive, Place};
use crate::query::{Leaf, Mode, ParseOptions, lower, parse};
use crate::rank::postings::{live_articles, occurrences};

/// Words that are looked up, the rarest ones.
const LOOKED_UP: usize = 8;
/// Articles that are compared word for word; a line that more have in part is a formula.
const COMPARED: usize = 500;

/// Articles to compare.
pub struct Candidates {
    /// Where they lie, best first.
    pub places: Vec<Place>,
    /// True when there were more.
    pub is_cut_short: bool,
}

/// Finds the articles that hold enough of a line's rarest words.
///
/// # Errors
/// [`Error::Engine`].
pub fn candidates(archive: &Archive, asked: &Asked) -> Result<Candidates> {
    let none = Candidates { places: Vec::new(), is_cut_short: false };
    let slips = allowed(asked.words());
    if slips == 0 && asked.is_plain() && asked.words() > 0 {
        // Nothing may differ: the whole line is one phrase.
        let Some(leaf) = leaf(archive, &asked.line()) else { return Ok(none) };
        return Ok(best(archive, holders(archive, &[leaf])?, 1));
    }
    let mut known: Vec<(u64, Leaf)> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let sought = asked.sought();
    let distinct: Vec<&(&Form, String)> =
        sought.iter().filter(|(_, text)| seen.insert(text)).collect();
    let telling = distinct.iter().copied().filter(|(_, text)| !is_common(text));
    let telling: Vec<&(&Form, String)> = telling.collect();
    let used = if telling.len() > slips + 1 { telling } else { distinct };
    // Joined words count as one, as they do where lines are compared.
    let mut unknown = 0;
    // Of characters in a row that stand nowhere in pairs there is one pair more than is changed.
    let mut row = 0;
    for (form, text) in used {
        let Some(leaf) = leaf(archive, text) else { continue };
        match live_articles(archive, &leaf)? {
            0 => {
                row = if *text == form.form { 0 } else { row + 1 };
                unknown += usize::from(!form.is_joined && row != 2);
            }
            held => {
                known.push((held, leaf));
                row = 0;
            }
        }
    }
    if known.is_empty() || unknown > slips {
        return Ok(none);
    }
    let slips = slips - unknown;
    known.sort_by_key(|(count, _)| *count);
    known.truncate(LOOKED_UP);
    let leaves: Vec<Leaf> = known.into_iter().map(|(_, leaf)| leaf).collect();
    // A word that was changed may be several here, joined by hyphens.
    let needed = leaves.len().saturating_sub(2 * slips).max(leaves.len().div_ceil(2));
    Ok(best(archive, holders(archive, &leaves)?, needed))
}

/// Returns how the words of a form, side by side and exact, are looked up.
fn leaf(archive: &Archive, form: &str) -> Option<Leaf> {
    let options = ParseOptions { mode: Mode::Phrase, today: Date::EPOCH };
    let query = parse(form, &options).ok()?;
    let lowered =
        |analyser: &mut Analyser| lower(analyser, form, &query, archive.languages(), &[], &[]);
    archive.with_analyser(lowered).leaves.into_iter().next()
}

/// Counts for each live article how many of the leaves stand in it.
fn holders(archive: &Archive, leaves: &[Leaf]) -> Result<HashMap<Place, usize, RandomState>> {
    let mut holders: HashMap<Place, usize, RandomState> = HashMap::default();
    for (segment, raw) in archive.raw_segments().enumerate() {
        for leaf in leaves {
            let found = occurrences(raw, archive.fields(), leaf);
            found.map_err(Error::engine("reading the postings"))?.each(|at| {
                *holders.entry(Place { segment, doc: at.doc }).or_default() += 1;
            });
        }
    }
    Ok(holders)
}

/// Returns the articles that hold at least so many, those that hold most first, then the earliest.
fn best(
    archive: &Archive,
    holders: HashMap<Place, usize, RandomState>,
    needed: usize,
) -> Candidates {
    let mut enough: Vec<(Place, usize)> =
        holders.into_iter().filter(|(_, held)| *held >= needed).collect();
    let key = |&(place, held): &(Place, usize)| {
        let columns = archive.columns().ok().map(|columns| &columns[place.segment]);
        let date = columns.and_then(|columns| columns.date(place.doc));
        let name = archive.name_at(place).ok();
        (std::cmp::Reverse(held), date.unwrap_or(i64::MAX), name)
    };
    let is_cut_short = enough.len() > COMPARED;
    enough.sort_by_cached_key(key);
    enough.truncate(COMPARED);
    Candidates { places: enough.into_iter().map(|(place, _)| place).collect(), is_cut_short }
}
