//! Pairs of texts -> verdicts, by a few threads.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

use foldhash::fast::RandomState;

use super::Compared;
use super::members::Members;
use super::verdicts::{Pairs, Verdict};
use crate::copies::{Words, overlap};
use crate::error::Result;
use crate::index::archive::{Archive, ArticleReader};

/// Texts that are kept while they are compared: those of one time meet the same others.
const TEXTS_AT_HAND: usize = 1_000;
/// Pairs that a thread takes at once: most have one text in common.
const PAIRS_AT_A_TIME: usize = 256;

/// What was found of a pair: how close it is, or one of these.
type Found = u16;
/// They are no near copies.
const APART: Found = u16::MAX - 1;
/// One could not be read back.
const UNREAD: Found = u16::MAX;

/// The texts of articles, as they are compared.
struct Texts<'a, 'r> {
    members: &'a Members,
    reader: ArticleReader<'r>,
    at_hand: HashMap<u32, Rc<Words>, RandomState>,
    most: usize,
}

impl Texts<'_, '_> {
    /// Returns the words of a member's text; `None` where it cannot be read back.
    fn words(&mut self, number: u32) -> Option<Rc<Words>> {
        if let Some(words) = self.at_hand.get(&number) {
            return Some(words.clone());
        }
        let stored = self.reader.read(self.members.place(number)).ok()?;
        let words = Rc::new(Words::of(&stored.article.text));
        if self.at_hand.len() >= self.most {
            self.at_hand.clear();
        }
        self.at_hand.insert(number, words.clone());
        Some(words)
    }

    /// Compares pairs, which are in order.
    fn compare(&mut self, pairs: &[(u32, u32)], found: &mut [Found]) {
        let mut found = found.iter_mut();
        for pairs in pairs.chunk_by(|a, b| a.0 == b.0) {
            // A text of its own, since only here the places of its runs are made.
            let first = self.words(pairs[0].0).as_deref().cloned();
            for (&(_, later), found) in pairs.iter().zip(&mut found) {
                *found = match first.as_ref().zip(self.words(later)) {
                    None => UNREAD,
                    Some((first, second)) => {
                        let overlap = overlap(first, &second);
                        if overlap.is_copy() { overlap.closeness() } else { APART }
                    }
                };
            }
        }
    }
}

/// Compares the texts of candidates of which nothing is known yet; these and what is known are in
/// order. Of other pairs what is known stays where neither is fresh. Nothing is said of a text that
/// cannot be read back.
///
/// # Errors
/// [`Error::Engine`](crate::error::Error::Engine).
pub(super) fn compare(
    (archive, threads): (&Archive, usize),
    (members, bearers): (Members, usize),
    candidates: &[(u32, u32)],
    known: &Pairs,
    fresh: &[bool],
) -> Result<Compared> {
    let unknown = unknown(candidates, known);
    let mut found = vec![UNREAD; unknown.len()];
    let threads = unknown.len().div_ceil(PAIRS_AT_A_TIME).min(threads).max(1);
    let most = TEXTS_AT_HAND / threads;
    let readers = (0..threads).map(|_| archive.articles()).collect::<Result<Vec<_>>>()?;
    let chunks = unknown.chunks(PAIRS_AT_A_TIME).zip(found.chunks_mut(PAIRS_AT_A_TIME));
    let chunks = Mutex::new(chunks);
    std::thread::scope(|scope| {
        for reader in readers {
            let (members, chunks) = (&members, &chunks);
            scope.spawn(move || {
                let mut texts = Texts { members, reader, at_hand: HashMap::default(), most };
                loop {
                    let next = chunks.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some((pairs, found)) = next else { return };
                    texts.compare(pairs, found);
                }
            });
        }
    });
    let is_all = !found.contains(&UNREAD);
    let mut known = known.iter().peekable();
    let mut found = unknown.iter().zip(&found).peekable();
    let mut pairs = Pairs::default();
    let mut push = |verdict| pairs.push(verdict);
    let stays = |&(a, b, _): &Verdict| !fresh[a as usize] && !fresh[b as usize];
    for &candidate in candidates {
        let is_before = |&(a, b, _): &Verdict| (a, b) < candidate;
        while let Some(verdict) = known.next_if(is_before) {
            Some(verdict).filter(stays).into_iter().for_each(&mut push);
        }
        match found.next_if(|(pair, _)| **pair == candidate) {
            None => known.next().into_iter().for_each(&mut push),
            Some((_, &UNREAD)) => {}
            Some((&(earlier, later), &found)) => {
                push((earlier, later, Some(found).filter(|&found| found != APART)));
            }
        }
    }
    known.filter(stays).for_each(push);
    Ok(Compared { members, bearers: if is_all { bearers } else { 0 }, pairs })
}

/// Returns the candidates of which nothing is known.
fn unknown(candidates: &[(u32, u32)], known: &Pairs) -> Vec<(u32, u32)> {
    let mut known = known.iter().peekable();
    let is_unknown = |candidate: &&(u32, u32)| {
        while known.next_if(|&(a, b, _)| (a, b) < **candidate).is_some() {}
        known.peek().is_none_or(|&(a, b, _)| (a, b) != **candidate)
    };
    candidates.iter().filter(is_unknown).copied().collect()
}
