//! Beginnings and misspellings -> the words of the index that they stand for.
//!
//! The dictionary is walked: `forms` reads its terms, `walk` leaves the branches where none can fit.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::forms::FormReader;
use super::names::respell;
use super::postings::fields_of;
use super::walk::{Taken, walk};
use crate::analysis::form_of;
use crate::error::{Error, Result};
use crate::index::{Archive, RawSegment};
use crate::query::ast::Note;
use crate::query::{Likeness, Plan, Scope, Sequence, Slot, TermKey, WHOLE};
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED};

/// Most words that one typed word is taken to stand for, the most frequent ones; no list of news
/// comes near it but for a letter and a star over millions of articles. Bounds memory and time.
const MAX_FORMS: usize = 50_000;
/// Most words printed of those.
const MAX_PRINTED: usize = 1_000;
/// What a word counts for that differs by no, one and two slips, in hundredths.
const SLIP_WEIGHTS: [u32; 3] = [WHOLE, 60, 35];

/// A word of the index that resembles a typed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resembling {
    /// Its exact form.
    pub form: String,
    /// Slips between the two; 0 for a beginning.
    pub slips: u8,
    /// Live articles that hold it; those that hold it in title and text count twice.
    pub articles: u64,
    /// Its terms, sorted.
    pub terms: Vec<String>,
}

/// Puts words of the index in the place of what resembles them.
///
/// # Errors
/// [`Error::Engine`].
pub fn expand(archive: &Archive, plan: &mut Plan) -> Result<()> {
    respell(archive, plan)?;
    let Plan { leaves, expanded, ignored, .. } = plan;
    for leaf in leaves {
        let is_positive = leaf.is_positive;
        for sequences in leaf.pattern.items_mut() {
            for sequence in std::mem::take(sequences) {
                let like = |slot: &Slot| slot.like.clone();
                let found =
                    sequence.slots.iter().enumerate().find_map(|(i, s)| Some((i, like(s)?)));
                let Some((at, like)) = found else {
                    sequences.push(sequence);
                    continue;
                };
                let mut words = resembling(archive, leaf.scope, &like)?;
                if words.len() > MAX_FORMS {
                    let reason = format!(
                        "stands for {} words: the {MAX_FORMS} most frequent are searched",
                        words.len()
                    );
                    words.truncate(MAX_FORMS);
                    let text = leaf.text.clone();
                    ignored.push(Note { span: leaf.span.clone(), text, reason });
                }
                sequences.extend(by_slips(&sequence, at, &words));
                if !is_positive {
                    continue;
                }
                let printed = expanded.entry(leaf.text.clone()).or_default();
                let forms = words.into_iter().map(|word| word.form).take(MAX_PRINTED);
                printed.extend(forms.filter(|form| !printed.contains(form)).collect::<Vec<_>>());
            }
        }
    }
    Ok(())
}

/// Returns a sequence for each number of slips, with the words that differ by so many.
fn by_slips(sequence: &Sequence, at: usize, words: &[Resembling]) -> Vec<Sequence> {
    let with = |(slips, weight): (usize, &u32)| {
        let same = words.iter().filter(|word| usize::from(word.slips) == slips);
        let mut keys: Vec<TermKey> =
            same.flat_map(|word| word.terms.iter().cloned().map(TermKey::Exact)).collect();
        keys.sort();
        let mut slots = sequence.slots.clone();
        slots[at] = Slot::of(keys);
        Sequence { slots, weight: sequence.weight * weight / WHOLE }
    };
    let each = SLIP_WEIGHTS.iter().enumerate().map(with);
    each.filter(|sequence| !sequence.slots[at].keys.is_empty()).collect()
}

/// Returns the words of the index that resemble what was typed: fewest slips first, then the most
/// frequent, then by letters.
///
/// # Errors
/// [`Error::Engine`].
pub fn resembling(archive: &Archive, scope: Scope, like: &Likeness) -> Result<Vec<Resembling>> {
    let mut terms: BTreeMap<String, (u8, u64)> = BTreeMap::new();
    let mut reader = FormReader::new(like);
    let mut look = || -> tantivy::Result<()> {
        for segment in archive.raw_segments() {
            let (text, title) = fields_of(archive.fields(), scope);
            for field in text.into_iter().chain(title) {
                let known = segment.terms(field)?;
                let Some(words) = known.words() else { continue };
                let mut take = |term: &[u8], number: u64| -> tantivy::Result<()> {
                    let Ok(term) = std::str::from_utf8(term) else { return Ok(()) };
                    let slips = form_of(term).and_then(|form| like.slips(&form));
                    let Some(slips) = slips else { return Ok(()) };
                    let articles = live(segment, field, &known.info(number)?)?;
                    if articles > 0 {
                        terms.entry(term.to_owned()).or_insert((slips, 0)).1 += articles;
                    }
                    Ok(())
                };
                walk(words, &mut reader, |taken| match taken {
                    Taken::Term(term, number) => take(term, number),
                    Taken::Branch(beginning) => known.each(beginning, &mut take),
                })?;
            }
        }
        Ok(())
    };
    look().map_err(Error::engine("reading the dictionary"))?;
    let mut words: BTreeMap<String, Resembling> = BTreeMap::new();
    for (term, (slips, articles)) in terms {
        let form = form_of(&term).unwrap_or_default();
        let new = || Resembling { form: form.clone(), slips, articles: 0, terms: Vec::new() };
        let word = words.entry(form.clone()).or_insert_with(new);
        word.articles += articles;
        word.terms.push(term);
    }
    let mut words: Vec<Resembling> = words.into_values().collect();
    words.sort_by_key(|word| (word.slips, Reverse(word.articles)));
    Ok(words)
}

/// Returns how many live documents hold a term; the engine's own count has deleted ones in it.
pub fn live(segment: RawSegment<'_>, field: Field, info: &TermInfo) -> tantivy::Result<u64> {
    let segment = segment.reader;
    if segment.num_deleted_docs() == 0 {
        return Ok(u64::from(info.doc_freq));
    }
    let index = segment.inverted_index(field)?;
    let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    let mut articles = 0;
    while postings.doc() != TERMINATED {
        articles += u64::from(!segment.is_deleted(postings.doc()));
        postings.advance();
    }
    Ok(articles)
}
