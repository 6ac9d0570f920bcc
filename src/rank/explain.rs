//! How a score came about, and which forms the items of a query stand for.

use std::collections::BTreeMap;

use super::articles::{Articles, Found};
use super::hit::ItemForms;
use super::passages::Evidence;
use super::postings::{fields_of, live_articles};
use super::sequences::each_term;
use crate::analysis::form_of;
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::query::{Leaf, Pattern, Plan, Sequence, Slot};

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
                    forms.append(&mut slot_forms(archive, leaf, slot)?);
                }
                continue;
            }
            let pattern = Pattern::Any(vec![sequence.clone()]);
            let articles = live_articles(archive, &Leaf { pattern, ..leaf.clone() })?;
            if articles > 0 {
                forms.insert(written_out(archive, leaf, sequence)?, articles);
            }
        }
    }
    Ok(forms.into_iter().collect())
}

/// Returns the forms that a slot of a leaf stands for, with the numbers of articles that hold them.
fn slot_forms(archive: &Archive, leaf: &Leaf, slot: &Slot) -> Result<BTreeMap<String, u64>> {
    let mut forms = BTreeMap::new();
    let mut look = || -> tantivy::Result<()> {
        let (text, title) = fields_of(archive.fields(), leaf.scope);
        for segment in archive.segments() {
            for field in text.into_iter().chain(title) {
                each_term(&*segment.inverted_index(field)?, slot, |term, info| {
                    let form = std::str::from_utf8(term).ok().and_then(form_of);
                    *forms.entry(form.unwrap_or_default()).or_insert(0) += u64::from(info.doc_freq);
                })?;
            }
        }
        Ok(())
    };
    look().map_err(Error::engine("reading the dictionary"))?;
    Ok(forms)
}

/// Returns a sequence in the most frequent form of each of its words.
fn written_out(archive: &Archive, leaf: &Leaf, sequence: &Sequence) -> Result<String> {
    let word = |slot| {
        let forms = slot_forms(archive, leaf, slot)?.into_iter();
        let most = forms.max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
        Ok(most.map_or_else(String::new, |(form, _)| form))
    };
    Ok(sequence.slots.iter().map(word).collect::<Result<Vec<_>>>()?.join(" "))
}
