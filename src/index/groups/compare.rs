//! Pairs of texts -> verdicts, by a few threads.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Mutex, PoisonError};

use foldhash::fast::RandomState;

use super::Compared;
use super::members::Members;
use super::verdicts::{Between, Pairs, Verdict};
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
/// It was known before.
const KNOWN: Found = u16::MAX - 2;

/// A pair of texts, the earlier first.
type Candidate = (u32, u32);

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

    /// Compares candidates, those of one later text after the other.
    fn compare(&mut self, asked: &[u32], candidates: &[Candidate], found: &[AtomicU16]) {
        let later_of = |at: u32| candidates[at as usize].1;
        for asked in asked.chunk_by(|&a, &b| later_of(a) == later_of(b)) {
            let later = self.read(later_of(asked[0]));
            for &at in asked {
                let earlier = candidates[at as usize].0;
                let earlier = later.as_ref().and_then(|_| self.words(earlier));
                let this = match earlier.zip(later.as_ref()) {
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
                found[at as usize].store(this, Ordering::Relaxed);
            }
        }
    }
}

/// Returns the places of the candidates of which nothing is known, in the order in which they are
/// compared: all of a later text together, beside those of other texts that share its earliest
/// partner. What many texts have in common is compared with the same few early ones, so most of these
/// are at hand. Candidates are in order.
fn put_together(candidates: &[Candidate], found: &[AtomicU16], members: usize) -> Vec<u32> {
    let unknown = || {
        let all = (0u32..).zip(candidates).zip(found);
        let all = all.filter(|(_, found)| found.load(Ordering::Relaxed) != KNOWN);
        all.map(|((at, &(earlier, later)), _)| (at, earlier, later as usize))
    };
    // For each text its earliest partner, and how many it has; then where its places go.
    let mut firsts = vec![u32::MAX; members];
    let mut places = vec![0u32; members];
    let mut texts: Vec<u32> = Vec::new();
    for (_, earlier, later) in unknown() {
        if places[later] == 0 {
            firsts[later] = earlier;
            texts.push(later as u32);
        }
        places[later] += 1;
    }
    texts.sort_unstable_by_key(|&text| (firsts[text as usize], text));
    drop(firsts);
    let mut end = 0;
    for text in texts {
        let count = std::mem::replace(&mut places[text as usize], end);
        end += count;
    }
    let mut asked = vec![0; end as usize];
    for (at, _, later) in unknown() {
        asked[places[later] as usize] = at;
        places[later] += 1;
    }
    asked
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
    candidates: Vec<Candidate>,
    known: &Between,
    fresh: &[bool],
) -> Result<Compared> {
    let found = unknown(&candidates, known);
    let asked = put_together(&candidates, &found, members.len());
    let threads = asked.len().div_ceil(PAIRS_AT_A_TIME).min(threads).max(1);
    let most = TEXTS_AT_HAND / threads;
    let readers = (0..threads).map(|_| archive.articles()).collect::<Result<Vec<_>>>()?;
    let chunks = Mutex::new(asked.chunks(PAIRS_AT_A_TIME));
    std::thread::scope(|scope| {
        for reader in readers {
            let (members, chunks, candidates, found) = (&members, &chunks, &candidates, &found);
            scope.spawn(move || {
                let mut texts = Texts { members, reader, at_hand: HashMap::default(), most };
                loop {
                    let next = chunks.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some(asked) = next else { return };
                    texts.compare(asked, candidates, found);
                }
            });
        }
    });
    drop(asked);
    let mut is_all = true;
    let mut known = known.iter().peekable();
    let mut pairs = Pairs::default();
    let mut push = |verdict| pairs.push(verdict);
    let stays = |&(a, b, _): &Verdict| !fresh[a as usize] && !fresh[b as usize];
    for (candidate, found) in candidates.into_iter().zip(found) {
        let is_before = |&(a, b, _): &Verdict| (a, b) < candidate;
        while let Some(verdict) = known.next_if(is_before) {
            Some(verdict).filter(stays).into_iter().for_each(&mut push);
        }
        let (earlier, later) = candidate;
        match found.into_inner() {
            KNOWN => known.next().into_iter().for_each(&mut push),
            UNREAD => is_all = false,
            found => push((earlier, later, Some(found).filter(|&found| found != APART))),
        }
    }
    known.filter(stays).for_each(push);
    Ok(Compared { members, bearers: if is_all { bearers } else { 0 }, pairs })
}

/// Returns for each candidate whether it is known, or nothing is found of it yet.
fn unknown(candidates: &[Candidate], known: &Between) -> Vec<AtomicU16> {
    let mut known = known.iter().peekable();
    let found = candidates.iter().map(|candidate| {
        while known.next_if(|&(a, b, _)| (a, b) < *candidate).is_some() {}
        let is_known = known.peek().is_some_and(|&(a, b, _)| (a, b) == *candidate);
        if is_known { KNOWN } else { UNREAD }
    });
    found.map(AtomicU16::new).collect()
}
