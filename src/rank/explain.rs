//! How a score came about, and which forms the items of a query stand for.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::articles::{Articles, Found};
use super::hit::ItemForms;
use super::passages::Evidence;
use super::postings::{fields_of, live_articles};
use super::sequences::each_term;
use crate::analysis::form_of;
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::query::{Leaf, Pattern, Plan, Sequence, Slot, TermKey};

/// Of a part of a word so many forms are put beside those of the others: each is searched for.
const FORMS_OF_A_PART: usize = 5;

/// Returns what each part adds to a score; they add up to it.
pub fn parts(
    plan: &Plan,
    articles: &Articles<'_>,
    found: &Found,
    evidence: &Evidence,
    score: f64,
) -> Vec<(String, f64)> {
    let words = articles.explain(found.place).into_iter();
    let (typed, added): (Vec<_>, Vec<_>) =
        words.partition(|&(leaf, _)| plan.leaves[leaf].count > 0);
    let mut parts: Vec<(String, f64)> =
        typed.into_iter().map(|(leaf, part)| (plan.leaves[leaf].text.clone(), part)).collect();
    if !plan.added.is_empty() {
        parts.push(("added words".to_owned(), added.iter().map(|(_, part)| part).sum()));
    }
    // The second step looks at the best articles only.
    if score != found.score * found.freshness {
        parts.push(("best passage".to_owned(), evidence.passage_bonus));
        parts.push(("closeness".to_owned(), evidence.closeness));
    }
    if found.freshness < 1.0 {
        let fresh: f64 = parts.iter().map(|(_, part)| part).sum();
        parts.push(("age".to_owned(), score - fresh));
    }
    parts
}

/// Returns the word forms of the index that each leaf stands for.
pub fn forms(archive: &Archive, plan: &Plan) -> Result<Vec<ItemForms>> {
    let each = |leaf: &Leaf| Ok((leaf.text.clone(), leaf_forms(archive, leaf)?));
    plan.leaves.iter().map(each).collect()
}

fn leaf_forms(archive: &Archive, leaf: &Leaf) -> Result<Vec<(String, u64)>> {
    let mut forms = BTreeMap::new();
    for item in leaf.pattern.items() {
        // Of a word that is also looked for in parts (`ceasefire`, `cease fire`), no part is a form of it.
        let is_word = item.iter().any(|sequence| sequence.slots.len() == 1);
        for sequence in item {
            if !is_word || sequence.slots.len() == 1 {
                for slot in &sequence.slots {
                    let of_slot = slot_forms(archive, leaf, slot)?.into_iter();
                    forms.extend(of_slot.map(|(form, found)| (form, found.articles)));
                }
                continue;
            }
            for (form, slots) in written_out(archive, leaf, sequence)? {
                let pattern = Pattern::Any(vec![Sequence { slots, ..*sequence }]);
                let articles = live_articles(archive, &Leaf { pattern, ..leaf.clone() })?;
                if articles > 0 {
                    forms.insert(form, articles);
                }
            }
        }
    }
    Ok(forms.into_iter().collect())
}

/// A form of the index.
#[derive(Default)]
struct FoundForm {
    articles: u64,
    terms: Vec<TermKey>,
}

/// Returns the forms that a slot of a leaf stands for.
fn slot_forms(archive: &Archive, leaf: &Leaf, slot: &Slot) -> Result<BTreeMap<String, FoundForm>> {
    let mut forms: BTreeMap<String, FoundForm> = BTreeMap::new();
    let mut look = || -> tantivy::Result<()> {
        let (text, title) = fields_of(archive.fields(), leaf.scope);
        for segment in archive.raw_segments() {
            for field in text.into_iter().chain(title) {
                each_term(&segment.terms(field)?, slot, |term, info| {
                    let Ok(term) = std::str::from_utf8(term) else { return };
                    let found = forms.entry(form_of(term).unwrap_or_default()).or_default();
                    found.articles += u64::from(info.doc_freq);
                    found.terms.push(TermKey::Exact(term.to_owned()));
                })?;
            }
        }
        Ok(())
    };
    look().map_err(Error::engine("reading the dictionary"))?;
    Ok(forms)
}

/// Returns what a sequence may look like, in the most frequent forms of each of its words.
fn written_out(
    archive: &Archive,
    leaf: &Leaf,
    sequence: &Sequence,
) -> Result<Vec<(String, Vec<Slot>)>> {
    let mut written = vec![(String::new(), Vec::new())];
    for slot in &sequence.slots {
        let mut forms: Vec<_> = slot_forms(archive, leaf, slot)?.into_iter().collect();
        forms.sort_by_key(|(_, found)| Reverse(found.articles));
        forms.truncate(FORMS_OF_A_PART);
        written = written
            .iter()
            .flat_map(|(before, slots)| {
                forms.iter().map(move |(form, found)| {
                    let mut terms = found.terms.clone();
                    terms.sort();
                    terms.dedup();
                    let with = slots.iter().cloned().chain([Slot::of(terms)]).collect();
                    (format!("{before} {form}").trim_start().to_owned(), with)
                })
            })
            .collect();
    }
    Ok(written)
}
