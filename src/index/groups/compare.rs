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

/// Texts that are kept while others are compared with them.
const TEXTS_AT_HAND: usize = 1_000;
/// Pairs that a thread takes at once: most have one text in common.
const PAIRS_AT_A_TIME: usize = 256;

/// What was found of a pair: how close it is, or one of these.
type Found = u16;
/// They are no near copies.
const APART: Found = u16::MAX - 1;
/// One could not be read back.
const UNREAD: Found = u16::MAX;

/// A pair to be compared, the earlier text first, and what was found.
type Asked = (u32, u32, Found);

/// The texts of articles, as they are compared.
struct Texts<'a, 'r> {
    members: &'a Members,
    reader: ArticleReader<'r>,
    at_hand: HashMap<u32, Rc<Words>, RandomState>,
    most: usize,
}

impl Texts<'_, '_> {
    /// Reads the words of a member's text; `None` where it cannot be read back.
    fn read(&mut self, number: u32) -> Option<Words> {
        let stored = self.reader.read(self.members.place(number)).ok()?;
        Some(Words::of(&stored.article.text))
    }

    /// Returns the words of a text that many others are compared with, and keeps them at hand.
    fn words(&mut self, number: u32) -> Option<Rc<Words>> {
        if let Some(words) = self.at_hand.get(&number) {
            return Some(words.clone());
        }
        let words = Rc::new(self.read(number)?);
        if self.at_hand.len() >= self.most {
            self.at_hand.clear();
        }
        self.at_hand.insert(number, words.clone());
        Some(words)
    }

    /// Compares pairs, those of one later text after the other.
    fn compare(&mut self, pairs: &mut [Asked]) {
        for pairs in pairs.chunk_by_mut(|a, b| a.1 == b.1) {
            let later = self.read(pairs[0].1);
            for (earlier, _, found) in pairs {
                let earlier = later.as_ref().and_then(|_| self.words(*earlier));
                *found = match earlier.zip(later.as_ref()) {
                    None => UNREAD,
                    Some((earlier, later)) => {
                        // Of two of one length the first counts as the shorter one.
                        let overlap = match earlier.word_count() == later.word_count() {
                            true => overlap(&earlier, later),
                            false => overlap(later, &earlier),
                        };
                        if overlap.is_copy() { overlap.closeness() } else { APART }
                    }
                };
            }
        }
    }
}

/// Puts pairs into the order in which they are compared: all of a later text together, beside those of
/// other texts that share its earliest partner. What many texts have in common is compared with the same
/// few early ones, so most of these are at hand.
fn put_together(pairs: &mut [Asked], members: usize) {
    let mut firsts = vec![u32::MAX; members];
    for &(earlier, later, _) in &*pairs {
        let first = &mut firsts[later as usize];
        *first = earlier.min(*first);
    }
    pairs.sort_unstable_by_key(|&(earlier, later, _)| (firsts[later as usize], later, earlier));
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
    let mut asked = unknown(candidates, known);
    put_together(&mut asked, members.len());
    let threads = asked.len().div_ceil(PAIRS_AT_A_TIME).min(threads).max(1);
    let most = TEXTS_AT_HAND / threads;
    let readers = (0..threads).map(|_| archive.articles()).collect::<Result<Vec<_>>>()?;
    let chunks = Mutex::new(asked.chunks_mut(PAIRS_AT_A_TIME));
    std::thread::scope(|scope| {
        for reader in readers {
            let (members, chunks) = (&members, &chunks);
            scope.spawn(move || {
                let mut texts = Texts { members, reader, at_hand: HashMap::default(), most };
                loop {
                    let next = chunks.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some(pairs) = next else { return };
                    texts.compare(pairs);
                }
            });
        }
    });
    asked.sort_unstable();
    let is_all = asked.iter().all(|&(.., found)| found != UNREAD);
    let mut known = known.iter().peekable();
    let mut found = asked.iter().peekable();
    let mut pairs = Pairs::default();
    let mut push = |verdict| pairs.push(verdict);
    let stays = |&(a, b, _): &Verdict| !fresh[a as usize] && !fresh[b as usize];
    for &candidate in candidates {
        let is_before = |&(a, b, _): &Verdict| (a, b) < candidate;
        while let Some(verdict) = known.next_if(is_before) {
            Some(verdict).filter(stays).into_iter().for_each(&mut push);
        }
        match found.next_if(|&&(earlier, later, _)| (earlier, later) == candidate) {
            None => known.next().into_iter().for_each(&mut push),
            Some(&(.., UNREAD)) => {}
            Some(&(earlier, later, found)) => {
                push((earlier, later, Some(found).filter(|&found| found != APART)));
            }
        }
    }
    known.filter(stays).for_each(push);
    Ok(Compared { members, bearers: if is_all { bearers } else { 0 }, pairs })
}

/// Returns the candidates of which nothing is known.
fn unknown(candidates: &[(u32, u32)], known: &Pairs) -> Vec<Asked> {
    let mut known = known.iter().peekable();
    let is_unknown = |candidate: &&(u32, u32)| {
        while known.next_if(|&(a, b, _)| (a, b) < **candidate).is_some() {}
        known.peek().is_none_or(|&(a, b, _)| (a, b) != **candidate)
    };
    candidates.iter().filter(is_unknown).map(|&(a, b)| (a, b, UNREAD)).collect()
}
