//! Which leaves of a plan a document holds, a bit each.
//!
//! Most plans have few leaves, and for so many documents are looked at that bits for more would not
//! stay in the nearest cache: the first leaves have bits of their own.

const FEW: usize = u16::BITS as usize;
const BITS: usize = u64::BITS as usize;

/// The leaves that a document holds.
#[derive(Clone, Copy)]
pub struct Held<'a> {
    /// The first of them.
    pub few: u16,
    /// The others.
    pub more: &'a [u64],
}

/// Where the bit of a leaf is.
#[derive(Clone, Copy)]
pub enum Bit {
    /// Among the first: the bit.
    Few(u16),
    /// Among the others: the word and the bit.
    More(usize, u64),
}

/// Returns where the bit of a leaf is.
#[inline]
pub fn bit_of(leaf: usize) -> Bit {
    match leaf.checked_sub(FEW) {
        None => Bit::Few(1 << leaf),
        Some(other) => Bit::More(other / BITS, 1 << (other % BITS)),
    }
}

/// Returns how many words the bits of so many leaves take beside those of the first.
pub fn words_for(leaves: usize) -> usize {
    leaves.saturating_sub(FEW).div_ceil(BITS)
}

impl Held<'_> {
    /// Returns true when the document holds a leaf.
    #[inline]
    pub fn has(&self, leaf: usize) -> bool {
        match bit_of(leaf) {
            Bit::Few(bit) => self.few & bit != 0,
            Bit::More(word, bit) => self.more[word] & bit != 0,
        }
    }

    /// Returns true when it holds all of some leaves.
    #[inline]
    pub fn has_all(&self, leaves: &LeafSet) -> bool {
        let mut pairs = self.more.iter().zip(&leaves.more);
        self.few & leaves.few == leaves.few && pairs.all(|(held, asked)| held & asked == *asked)
    }

    /// Returns true when it holds any of some leaves.
    #[inline]
    pub fn has_any(&self, leaves: &LeafSet) -> bool {
        let mut pairs = self.more.iter().zip(&leaves.more);
        self.few & leaves.few != 0 || pairs.any(|(held, asked)| held & asked != 0)
    }
}

/// Some leaves of a plan.
#[derive(Clone)]
pub struct LeafSet {
    few: u16,
    more: Vec<u64>,
}

impl LeafSet {
    /// Makes a set of leaves of a plan that has `count`.
    pub fn new(count: usize, leaves: impl Iterator<Item = usize>) -> LeafSet {
        let mut set = LeafSet { few: 0, more: vec![0; words_for(count)] };
        leaves.for_each(|leaf| set.put(leaf));
        set
    }

    /// Adds a leaf.
    pub fn put(&mut self, leaf: usize) {
        match bit_of(leaf) {
            Bit::Few(bit) => self.few |= bit,
            Bit::More(word, bit) => self.more[word] |= bit,
        }
    }

    /// Returns true when a leaf is in it.
    pub fn has(&self, leaf: usize) -> bool {
        self.held().has(leaf)
    }

    /// Returns the set as that of a document that holds just these.
    pub fn held(&self) -> Held<'_> {
        Held { few: self.few, more: &self.more }
    }
}
