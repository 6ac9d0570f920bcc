//! One slot of a sequence: the lists of its terms, as one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::TERMINATED;
use tantivy::postings::TermInfo;

use super::ranked::RankedSlot;
use crate::index::{FieldLists, Gaps, PlacedPostings, positions};

/// So many lists are asked one by one for a document.
pub const FEW_LISTS: usize = 16;

/// The postings of one slot.
pub enum SlotPostings {
    /// They are walked.
    Walked(WalkedSlot),
    /// Their documents are sets.
    Ranked(Box<RankedSlot>),
}

impl SlotPostings {
    /// Returns the first document at or after `target`.
    pub fn seek(&mut self, target: u32) -> u32 {
        match self {
            SlotPostings::Walked(slot) => slot.seek(target),
            SlotPostings::Ranked(slot) => slot.bits().next(target).unwrap_or(TERMINATED),
        }
    }

    /// Returns the positions in a document, which is where the walk stands or comes to.
    #[inline]
    pub fn gaps(&mut self, doc: u32) -> Gaps<'_> {
        match self {
            SlotPostings::Walked(slot) => slot.gaps(doc),
            SlotPostings::Ranked(slot) => slot.gaps(doc),
        }
    }
}

/// Lists that are walked together.
pub struct WalkedSlot {
    lists: Vec<PlacedPostings>,
    /// Where each stands, the first document on top, where there are many: a beginning may stand for
    /// thousands of words.
    heads: BinaryHeap<Reverse<(u32, usize)>>,
    /// Memory for what several lists have of a document.
    merged: Vec<u32>,
}

impl WalkedSlot {
    /// Opens the lists of some terms.
    pub fn open<'a>(
        lists: &FieldLists,
        terms: impl Iterator<Item = &'a TermInfo>,
    ) -> std::io::Result<WalkedSlot> {
        let lists = terms.map(|info| lists.open(info)).collect::<std::io::Result<Vec<_>>>()?;
        let mut heads = BinaryHeap::new();
        if lists.len() > FEW_LISTS {
            heads.extend(lists.iter().enumerate().map(|(i, list)| Reverse((list.doc(), i))));
        }
        Ok(WalkedSlot { lists, heads, merged: Vec::new() })
    }

    fn seek(&mut self, target: u32) -> u32 {
        if self.heads.is_empty() {
            let docs = self.lists.iter_mut().map(|list| list.seek(target));
            return docs.min().unwrap_or(TERMINATED);
        }
        while let Some(mut head) = self.heads.peek_mut() {
            let Reverse((doc, i)) = *head;
            if doc >= target {
                return doc;
            }
            *head = Reverse((self.lists[i].seek(target), i));
        }
        TERMINATED
    }

    /// Returns the positions in a document, which is where the walk stands or comes to.
    pub fn gaps(&mut self, doc: u32) -> Gaps<'_> {
        if self.lists.len() == 1 {
            let list = &mut self.lists[0];
            return if list.seek(doc) == doc { list.gaps() } else { &[] };
        }
        self.merged.clear();
        if self.heads.is_empty() {
            for list in &mut self.lists {
                if list.seek(doc) == doc {
                    self.merged.extend(positions(list.gaps()));
                }
            }
        } else {
            let mut here = Vec::new();
            while self.seek(doc) == doc {
                let Some(head) = self.heads.pop() else { break };
                let Reverse((_, i)) = head;
                self.merged.extend(positions(self.lists[i].gaps()));
                here.push(head);
            }
            self.heads.extend(here);
        }
        to_gaps(&mut self.merged)
    }
}

/// Makes gaps of positions, in any order and some of them twice.
pub fn to_gaps(found: &mut Vec<u32>) -> Gaps<'_> {
    if !found.is_sorted_by(|a, b| a < b) {
        found.sort_unstable();
        found.dedup();
    }
    let mut before = 0;
    for at in found.iter_mut() {
        (*at, before) = (*at - before, *at);
    }
    found
}
