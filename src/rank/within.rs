//! `--within`: all that is looked for stands in one sentence, or in one paragraph.
//!
//! Where these begin is in the index: terms of their own stand there, at the position of the first
//! word. A title is one sentence and one paragraph. What is excluded, and fields, are about the
//! whole article as ever.

use std::collections::BTreeMap;

use super::postings::Terms;
use super::sequences::{LeafPlaces, SequenceMatcher, SequenceTerms, Walk};
use crate::index::{Fields, PARAGRAPH_MARK, RawSegment, SENTENCE_MARK};
use crate::query::ast::DateRange;
use crate::query::{Plan, Scope, Sequence, Slot, TermKey, Tree, Within};

/// Returns the term that stands where each sentence, or paragraph, begins.
fn marks_of(within: Within) -> Sequence {
    let marks = match within {
        Within::Sentence => &[SENTENCE_MARK, PARAGRAPH_MARK][..],
        Within::Paragraph => &[PARAGRAPH_MARK][..],
    };
    let key = |mark: &&str| TermKey::Exact((*mark).to_owned());
    Sequence::whole(vec![Slot::of(marks.iter().map(key).collect())])
}

/// The sentences or paragraphs of a text, by the positions at which they begin.
#[derive(Debug, Clone, Default)]
pub struct Regions {
    /// Ascending.
    pub starts: Vec<u32>,
}

impl Regions {
    /// Returns the number of the region that a position is in.
    pub fn of(&self, position: u32) -> u32 {
        self.starts.partition_point(|&start| start <= position) as u32
    }
}

/// The positions of each leaf in an article's text, inside the regions that have all.
pub type Held = Vec<(usize, Vec<u32>)>;

/// Returns, for each of some documents in ascending order, where its text has all that is looked
/// for in one region, by leaf; empty where it has not.
pub fn held(
    segment: RawSegment<'_>,
    fields: &Fields,
    (plan, terms): (&Plan, &[Terms<'_>]),
    within: Within,
    docs: &[u32],
    around: &dyn Fn(u32, Ask<'_>),
) -> tantivy::Result<Vec<Held>> {
    let lists = segment.lists(fields.text_terms)?;
    let mut all: Vec<Held> = vec![Vec::new(); docs.len()];
    let known = segment.terms(fields.text_terms)?;
    let Some(marks) = SequenceTerms::look_up(&known, &marks_of(within))? else {
        return Ok(all);
    };
    let mut marks = SequenceMatcher::open(&lists, &marks, Walk::Asked)?;
    let mut leaves = Vec::new();
    for (number, leaf) in plan.leaves.iter().enumerate() {
        if let Some(terms) = &terms[number].in_text
            && leaf.is_positive
            && leaf.scope == Scope::Anywhere
        {
            leaves.push((number, LeafPlaces::open(&lists, terms)?));
        }
    }
    for (&doc, held) in docs.iter().zip(&mut all) {
        let regions = Regions { starts: marks.positions(doc).to_vec() };
        // By region, what stands there.
        let mut found: BTreeMap<u32, BTreeMap<usize, Vec<u32>>> = BTreeMap::new();
        for (number, places) in &mut leaves {
            for span in places.spans(doc, &|position| regions.of(position)) {
                let here = found.entry(regions.of(span.first)).or_default();
                here.entry(*number).or_default().push(span.first);
            }
        }
        let mut kept: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        around(doc, &mut |around| {
            for here in found.values() {
                for leaf in around.reasons(&|leaf| here.contains_key(&leaf)) {
                    kept.entry(leaf).or_default().extend(here.get(&leaf).into_iter().flatten());
                }
            }
        });
        *held = kept.into_iter().filter(|(_, positions)| !positions.is_empty()).collect();
        for (_, positions) in held {
            positions.sort_unstable();
            positions.dedup();
        }
    }
    Ok(all)
}

/// What is to be asked of the article around a region.
pub type Ask<'a> = &'a mut dyn FnMut(&Around<'_>);

/// What a tree is asked about: a region and the article around it.
pub struct Around<'a> {
    pub plan: &'a Plan,
    /// Whether a leaf stands in the article.
    pub article: &'a dyn Fn(usize) -> bool,
    pub dates: &'a dyn Fn(&DateRange) -> bool,
}

impl Around<'_> {
    /// Returns true when a region has all that is looked for.
    pub fn holds(&self, here: &impl Fn(usize) -> bool) -> bool {
        self.plan.wanted.iter().all(|&leaf| self.leaf(leaf, here))
            && self.plan.must.iter().all(|tree| self.tree(tree, here))
    }

    fn leaf(&self, leaf: usize, here: &impl Fn(usize) -> bool) -> bool {
        match self.plan.leaves[leaf].scope {
            Scope::Anywhere => here(leaf),
            Scope::Field(_) => (self.article)(leaf),
        }
    }

    fn tree(&self, tree: &Tree, here: &impl Fn(usize) -> bool) -> bool {
        match tree {
            Tree::Leaf(leaf) => self.leaf(*leaf, here),
            Tree::All(trees) => trees.iter().all(|tree| self.tree(tree, here)),
            Tree::Any(trees) => trees.iter().any(|tree| self.tree(tree, here)),
            Tree::Not(tree) => {
                !tree.holds(&|leaf| (self.article)(leaf), &|range| (self.dates)(range))
            }
            Tree::Dates(range) => (self.dates)(range),
        }
    }

    /// Returns the leaves because of which a region has all, in order, each once.
    pub fn reasons(&self, here: &impl Fn(usize) -> bool) -> Vec<usize> {
        let mut reasons = Vec::new();
        if self.holds(here) {
            reasons.extend(self.plan.wanted.iter().copied());
            self.plan.must.iter().for_each(|tree| self.add_reasons(tree, here, &mut reasons));
            reasons.retain(|&leaf| self.plan.leaves[leaf].is_positive);
        }
        reasons.sort_unstable();
        reasons.dedup();
        reasons
    }

    fn add_reasons(&self, tree: &Tree, here: &impl Fn(usize) -> bool, reasons: &mut Vec<usize>) {
        if !self.tree(tree, here) {
            return;
        }
        match tree {
            Tree::Leaf(leaf) => reasons.push(*leaf),
            Tree::All(trees) | Tree::Any(trees) => {
                trees.iter().for_each(|tree| self.add_reasons(tree, here, reasons));
            }
            Tree::Not(_) | Tree::Dates(_) => {}
        }
    }
}
