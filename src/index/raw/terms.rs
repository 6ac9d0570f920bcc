//! The dictionary of a field in one segment: its terms in order, each by its number.
//!
//! The engine looks for a range of terms by going to the first that is not before it, whatever that
//! begins with, and puts each term together on the way. What most look-ups ask is whether any term
//! begins so, and the answer is there at the first byte by which none goes on.

use std::ops::Range;

use tantivy::TantivyError;
use tantivy::directory::OwnedBytes;
use tantivy::postings::TermInfo;
use tantivy_fst::raw::{Fst, Node};

use super::infos::TermInfos;

/// The terms of a field in one segment.
pub struct FieldTerms {
    /// `None` where there is no term.
    dictionary: Option<(Fst<OwnedBytes>, TermInfos)>,
}

impl FieldTerms {
    pub(super) fn none() -> FieldTerms {
        FieldTerms { dictionary: None }
    }

    pub(super) fn of(words: Fst<OwnedBytes>, infos: TermInfos) -> FieldTerms {
        FieldTerms { dictionary: Some((words, infos)) }
    }

    /// Returns the words themselves; `None` where there is no term.
    pub fn words(&self) -> Option<&Fst<OwnedBytes>> {
        self.dictionary.as_ref().map(|(words, _)| words)
    }

    /// Returns what is known of a term, if it is there.
    ///
    /// # Errors
    /// When the dictionary is broken.
    pub fn get(&self, term: &[u8]) -> tantivy::Result<Option<TermInfo>> {
        let number = self.words().and_then(|words| words.get(term));
        number.map(|number| self.info(number.value())).transpose()
    }

    /// Returns what is known of the term of a number.
    ///
    /// # Errors
    /// When there is no such term.
    pub fn info(&self, number: u64) -> tantivy::Result<TermInfo> {
        let (_, infos) = self
            .dictionary
            .as_ref()
            .ok_or_else(|| TantivyError::InternalError("a dictionary without a term".to_owned()))?;
        Ok(infos.get(number)?)
    }

    /// Returns the numbers of the terms that begin so.
    pub fn numbers(&self, beginning: &[u8]) -> Range<u64> {
        let Some((words, mut node, first)) = self.go_to(beginning) else { return 0..0 };
        let mut last = first;
        while let Some(branch) = node.len().checked_sub(1) {
            let branch = node.transition(branch);
            last += branch.out.value();
            node = words.node(branch.addr);
        }
        first..last + 1
    }

    /// Calls `found` for each term that begins so, with its number, in order, until that fails.
    pub fn each<E>(
        &self,
        beginning: &[u8],
        mut found: impl FnMut(&[u8], u64) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some((words, node, mut number)) = self.go_to(beginning) else { return Ok(()) };
        let mut term = beginning.to_vec();
        let mut take = |node: &Node<'_>, term: &[u8]| {
            if node.is_final() {
                found(term, number)?;
                number += 1;
            }
            Ok(())
        };
        take(&node, &term)?;
        let mut path = vec![(0..node.len(), node)];
        while let Some((left, node)) = path.last_mut() {
            let Some(branch) = left.next() else {
                path.pop();
                term.pop();
                continue;
            };
            let branch = node.transition(branch);
            term.push(branch.inp);
            let node = words.node(branch.addr);
            take(&node, &term)?;
            path.push((0..node.len(), node));
        }
        Ok(())
    }

    /// Goes along the dictionary; returns where that leads, and the number of the first term there;
    /// `None` where no term begins so.
    fn go_to(&self, beginning: &[u8]) -> Option<(&Fst<OwnedBytes>, Node<'_>, u64)> {
        let words = self.words()?;
        let (mut node, mut number) = (words.root(), 0);
        for &byte in beginning {
            let branch = node.transition(node.find_input(byte)?);
            // Terms are numbered in order, so what the way comes to is the first number behind it.
            number += branch.out.value();
            node = words.node(branch.addr);
        }
        (node.is_final() || !node.is_empty()).then_some((words, node, number))
    }
}
