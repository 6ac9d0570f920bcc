//! What a query asks of an index: plain data between the tree that was typed and the postings.
//!
//! Everything that is looked up is one shape: a [`Leaf`] is any of some [`Sequence`]s, a sequence
//! is slots at consecutive positions, and a slot is any of some [`TermKey`]s. A bare word is one
//! slot of stem keys, a quoted phrase is one slot a word of exact terms.

use std::collections::BTreeMap;

use super::ast::{DateRange, FieldName, Note};

/// The weight of a [`Sequence`] that stands for what was typed, in hundredths.
pub const WHOLE: u32 = 100;

/// A lowered query.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// What is looked up, in the order typed; each distinct item once.
    pub leaves: Vec<Leaf>,
    /// Leaves of the bare words: articles with all of them come first.
    pub wanted: Vec<usize>,
    /// Leaves that were added to what was typed, by number, and how often each counts as typed.
    /// An article that has only these comes with those that have some of the bare words.
    pub added: Vec<(usize, f64)>,
    /// What always holds.
    pub must: Vec<Tree>,
    /// What never holds.
    pub must_not: Vec<Tree>,
    /// Day ranges that always hold, apart from those inside groups.
    pub dates: Vec<DateRange>,
    /// What was typed and is not searched as it may have been meant, with the reason.
    pub ignored: Vec<Note>,
    /// For a word as typed: other words of the index that it was taken to stand for, in order.
    pub expanded: BTreeMap<String, Vec<String>>,
}

/// Something that is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// As typed.
    pub text: String,
    /// Where it is looked up.
    pub scope: Scope,
    /// It stands where any of these stands.
    pub sequences: Vec<Sequence>,
    /// How often it was typed.
    pub count: u32,
    /// False for an item that is only ever excluded: it is neither scored nor marked.
    pub is_positive: bool,
}

/// Where a leaf is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// In the title or the text.
    Anywhere,
    /// In one field only.
    Field(FieldName),
}

/// Slots at consecutive positions of one passage, or of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence {
    /// At least one.
    pub slots: Vec<Slot>,
    /// What one place of it counts for in scores, in hundredths: [`WHOLE`] for what was typed, less
    /// for what only resembles it.
    pub weight: u32,
}

impl Sequence {
    /// Returns a sequence that counts in full.
    pub fn whole(slots: Vec<Slot>) -> Sequence {
        Sequence { slots, weight: WHOLE }
    }
}

/// One position: a word that any of the keys matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// At least one, sorted, each once.
    pub keys: Vec<TermKey>,
}

/// Which terms of the dictionary match.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum TermKey {
    /// Every term that begins with this stem key.
    Stem(String),
    /// This term alone.
    Exact(String),
}

impl TermKey {
    /// Returns true when the key matches a term.
    pub fn matches(&self, term: &str) -> bool {
        match self {
            TermKey::Stem(key) => term.starts_with(key.as_str()),
            TermKey::Exact(exact) => term == exact,
        }
    }
}

impl Slot {
    /// Returns true when any key matches a term.
    pub fn matches(&self, term: &str) -> bool {
        self.keys.iter().any(|key| key.matches(term))
    }
}

/// How leaves hold together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// The leaf with this index is there.
    Leaf(usize),
    /// All hold.
    All(Vec<Tree>),
    /// At least one holds.
    Any(Vec<Tree>),
    /// It does not hold.
    Not(Box<Tree>),
    /// The article's day lies in the range.
    Dates(DateRange),
}

impl Tree {
    /// Returns whether the tree holds, given what is there.
    pub fn holds(
        &self,
        leaf: &impl Fn(usize) -> bool,
        dates: &impl Fn(&DateRange) -> bool,
    ) -> bool {
        match self {
            Tree::Leaf(i) => leaf(*i),
            Tree::All(trees) => trees.iter().all(|tree| tree.holds(leaf, dates)),
            Tree::Any(trees) => trees.iter().any(|tree| tree.holds(leaf, dates)),
            Tree::Not(tree) => !tree.holds(leaf, dates),
            Tree::Dates(range) => dates(range),
        }
    }

    /// Returns true when the tree asks for a leaf.
    pub fn mentions(&self, leaf: usize) -> bool {
        match self {
            Tree::Leaf(i) => *i == leaf,
            Tree::All(trees) | Tree::Any(trees) => trees.iter().any(|tree| tree.mentions(leaf)),
            Tree::Not(tree) => tree.mentions(leaf),
            Tree::Dates(_) => false,
        }
    }

    /// Adds to `marked` the leaves that make the tree hold; none when it does not.
    pub fn reasons(
        &self,
        leaf: &impl Fn(usize) -> bool,
        dates: &impl Fn(&DateRange) -> bool,
        marked: &mut Vec<usize>,
    ) {
        if !self.holds(leaf, dates) {
            return;
        }
        match self {
            Tree::Leaf(i) => marked.push(*i),
            Tree::All(trees) | Tree::Any(trees) => {
                trees.iter().for_each(|tree| tree.reasons(leaf, dates, marked));
            }
            Tree::Not(_) | Tree::Dates(_) => {}
        }
    }
}

impl Plan {
    /// Returns true when nothing can be found: no word is left to look for, or only exclusions.
    pub fn finds_nothing(&self) -> bool {
        !self.leaves.iter().any(|leaf| leaf.is_positive)
    }
}
