//! How a score came about, and which forms the items of a query stand for.

use super::articles::{Articles, Found};
use super::hit::ItemForms;
use super::passages::Evidence;
use super::sequences::each_term;
use crate::analysis::form_of;
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::query::{Leaf, Plan};

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
    plan.leaves
        .iter()
        .map(each)
        .collect::<tantivy::Result<_>>()
        .map_err(Error::engine("reading the dictionary"))
}

fn leaf_forms(archive: &Archive, leaf: &Leaf) -> tantivy::Result<Vec<(String, u64)>> {
    let fields = archive.fields();
    let mut forms = std::collections::BTreeMap::new();
    for slot in leaf.sequences().flat_map(|sequence| &sequence.slots) {
        for segment in archive.segments() {
            for field in [fields.text_terms, fields.title_terms] {
                let index = segment.inverted_index(field)?;
                each_term(&index, slot, |term, info| {
                    let form = std::str::from_utf8(term).ok().and_then(form_of);
                    *forms.entry(form.unwrap_or_default()).or_insert(0) += u64::from(info.doc_freq);
                })?;
            }
        }
    }
    Ok(forms.into_iter().collect())
}
