//! What a query asks of an index: plain data between the tree that was typed and the postings.
//!
//! Everything that is looked up is one shape: a [`Leaf`] is any of some [`Sequence`]s, a sequence
//! is slots at consecutive positions, and a slot is any of some [`TermKey`]s. A bare word is one
//! slot of stem keys, a quoted phrase is one slot a word of exact terms. Nearness is a leaf of
//! several items, each any of some sequences.

use std::collections::BTreeMap;
use std::ops::Range;

use super::ast::{DateRange, FieldName, Note};
use super::likeness::Likeness;
use crate::analysis::{UNIT_END, is_hyphenated};

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
    /// What all that is looked for must share.
    pub within: Option<Within>,
    /// What was typed and is not searched as it may have been meant, with the reason.
    pub ignored: Vec<Note>,
    /// For a word as typed: other words of the index that it was taken to stand for, in order.
    pub expanded: BTreeMap<String, Vec<String>>,
    /// The words that are looked for, in the order typed, without those that are only excluded.
    pub typed: Vec<TypedWord>,
}

/// A stretch of text that holds all that is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// One sentence.
    Sentence,
    /// One paragraph; of one that is longer than a passage, the part in one passage.
    Paragraph,
}

/// A word of a query by itself, whatever it is part of.
#[derive(Debug, Clone)]
pub struct TypedWord {
    /// As typed.
    pub surface: String,
    /// Its exact form.
    pub form: String,
    /// Bytes of the item of the query text that it stands in.
    pub span: Range<usize>,
    /// What it stands for.
    pub slot: Slot,
    /// The leaf that it belongs to.
    pub leaf: usize,
}

/// Something that is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// As typed.
    pub text: String,
    /// Bytes of the query text that it was read from; empty for what was not typed there.
    pub span: Range<usize>,
    /// Where it is looked up.
    pub scope: Scope,
    /// What is looked up.
    pub pattern: Pattern,
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

/// What a leaf looks for inside one passage, or one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// It stands where any of these stands.
    Any(Vec<Sequence>),
    /// Items near one another.
    Near {
        /// Each is any of some sequences; at least one.
        items: Vec<Vec<Sequence>>,
        /// How near, and in which order.
        nearness: Nearness,
    },
}

/// How near items stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Nearness {
    /// Between each item and the next stand at most so many words, in either order.
    Chain(Vec<u32>),
    /// All stand in any order among so many words.
    Window {
        /// How many places each item needs.
        counts: Vec<u32>,
        /// From the first word to the last, both counted.
        width: u32,
    },
}

impl Pattern {
    /// Returns the items; one for what is not about nearness.
    pub fn items(&self) -> &[Vec<Sequence>] {
        match self {
            Pattern::Any(sequences) => std::slice::from_ref(sequences),
            Pattern::Near { items, .. } => items,
        }
    }

    /// Returns the items, to be changed.
    pub fn items_mut(&mut self) -> &mut [Vec<Sequence>] {
        match self {
            Pattern::Any(sequences) => std::slice::from_mut(sequences),
            Pattern::Near { items, .. } => items,
        }
    }
}

impl Leaf {
    /// Returns a leaf of one word anywhere that counts as typed once; `text` names it.
    pub fn of_slot(slot: Slot, text: String) -> Leaf {
        Leaf {
            text,
            span: 0..0,
            scope: Scope::Anywhere,
            pattern: Pattern::Any(vec![Sequence::whole(vec![slot])]),
            count: 1,
            is_positive: true,
        }
    }

    /// Returns every sequence of every item.
    pub fn sequences(&self) -> impl Iterator<Item = &Sequence> + Clone {
        self.pattern.items().iter().flatten()
    }

    /// Returns the least that a place of it counts for, in hundredths; at least 1.
    pub fn least_weight(&self) -> u32 {
        self.sequences().map(|sequence| sequence.weight).min().unwrap_or(WHOLE).max(1)
    }
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
    /// Sorted, each once.
    pub keys: Vec<TermKey>,
    /// Words to be taken from the dictionary: their terms then stand in the place of this.
    pub like: Option<Likeness>,
    /// A name of which the index may hold other spellings: they then stand in the place of this.
    pub spelled_like: Option<Name>,
}

/// A word that may be a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its exact form, without a possessive.
    pub form: String,
    /// The same with the article before it.
    pub with_article: String,
}

/// Which terms of the dictionary match.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum TermKey {
    /// Every term that begins with this stem key, or with this character.
    Stem(String),
    /// Of those, the ones whose form is written without a hyphen.
    Closed(String),
    /// This term alone.
    Exact(String),
}

impl TermKey {
    /// Returns true when the key matches a term.
    pub fn matches(&self, term: &str) -> bool {
        match self {
            TermKey::Stem(key) => term.starts_with(key.as_str()),
            TermKey::Closed(key) => term.starts_with(key.as_str()) && !is_hyphenated(term),
            TermKey::Exact(exact) => term == exact,
        }
    }

    /// Returns true when the key asks for one character of a script without spaces, whatever
    /// follows it: what stands for it is then the first character of a pair.
    pub fn is_lead(&self) -> bool {
        matches!(self, TermKey::Stem(key) if key.ends_with(UNIT_END))
    }
}

impl Slot {
    /// Returns a slot that any of the keys matches; they are sorted.
    pub fn of(keys: Vec<TermKey>) -> Slot {
        Slot { keys, like: None, spelled_like: None }
    }

    /// Returns a slot that the spellings of a word will stand in.
    pub fn spelled_like(name: Name) -> Slot {
        Slot { spelled_like: Some(name), ..Slot::of(Vec::new()) }
    }

    /// Returns true when every key asks for one character of a script without spaces.
    pub fn is_lead(&self) -> bool {
        !self.keys.is_empty() && self.keys.iter().all(TermKey::is_lead)
    }

    /// Returns true when any key matches a term.
    pub fn matches(&self, term: &str) -> bool {
        // Stems sort before exact terms, of which there may be thousands.
        let exact = self.keys.partition_point(|key| !matches!(key, TermKey::Exact(_)));
        let (stems, exact) = self.keys.split_at(exact);
        let order = |key: &TermKey| match key {
            TermKey::Stem(_) | TermKey::Closed(_) => std::cmp::Ordering::Less,
            TermKey::Exact(own) => own.as_str().cmp(term),
        };
        stems.iter().any(|key| key.matches(term)) || exact.binary_search_by(order).is_ok()
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

    /// Returns false when, without any of the leaves, the tree cannot come out so, whatever the day.
    pub fn may_be(&self, outcome: bool) -> bool {
        match self {
            Tree::Leaf(_) => !outcome,
            Tree::Dates(_) => true,
            Tree::Not(tree) => tree.may_be(!outcome),
            Tree::All(trees) if outcome => trees.iter().all(|tree| tree.may_be(true)),
            Tree::Any(trees) if !outcome => trees.iter().all(|tree| tree.may_be(false)),
            Tree::All(trees) | Tree::Any(trees) => trees.iter().any(|tree| tree.may_be(outcome)),
        }
    }

    /// Returns true when the tree asks for a day.
    pub fn asks_for_dates(&self) -> bool {
        match self {
            Tree::Leaf(_) => false,
            Tree::All(trees) | Tree::Any(trees) => trees.iter().any(Tree::asks_for_dates),
            Tree::Not(tree) => tree.asks_for_dates(),
            Tree::Dates(_) => true,
        }
    }

    /// Calls `found` for each leaf that the tree asks for, and not for those that it denies.
    pub fn each_asked(&self, found: &mut impl FnMut(usize)) {
        match self {
            Tree::Leaf(leaf) => found(*leaf),
            Tree::All(trees) | Tree::Any(trees) => {
                trees.iter().for_each(|tree| tree.each_asked(found));
            }
            Tree::Not(_) | Tree::Dates(_) => {}
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
