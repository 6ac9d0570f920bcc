//! The groups of near copies among the live articles: made after each commit, kept beside it.
//!
//! Groups are a function of the live articles alone. The file that keeps them names the commit it
//! belongs to; a reader that finds another number, or no file, makes them itself. The file also
//! holds what was found when pairs of texts were compared, so that a commit compares only pairs
//! with a text that is new, and, where it is known what the index held then, looks for no others.

mod before;
mod file;
mod members;
mod verdicts;

use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;
use std::sync::OnceLock;

use foldhash::fast::RandomState;

use super::archive::{Archive, ArticleReader, Place};
use super::beside::Beside;
use crate::article::ArticleId;
use crate::copies::{Pair, Words, bearers, candidates, groups, overlap, unsettle};
use crate::error::Result;
pub(super) use before::Before;
use before::Changes;
pub use file::NAME as GROUPS_FILE;
use file::{Damaged, GroupsFile, Known};
use members::Members;
use verdicts::{Between, Pairs, Verdict};

/// Returns true when the groups of a commit are kept in a generation.
pub(super) fn groups_are_kept(generation: &Path, commit: u64) -> bool {
    GroupsFile::open(&Beside::open(generation, GROUPS_FILE), commit).is_some()
}

/// Returns the commit of the groups that are kept in a generation, if any are, after verifying
/// every byte of them.
///
/// # Errors
/// When they are not what was written.
pub(super) fn commit_of_groups(generation: &Path) -> std::result::Result<Option<u64>, Damaged> {
    GroupsFile::commit(&Beside::open(generation, GROUPS_FILE))
}

/// What names an article whatever the segments: its id, and the hash of its root and path, since
/// files of the same path below two roots share their id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleName {
    /// The article's id.
    pub id: ArticleId,
    /// The hash of its root and path.
    pub file: u64,
}

/// The groups of near copies of one commit.
#[derive(Debug)]
pub enum Groups {
    /// As they lie on disk.
    Kept(GroupsFile),
    /// Just made.
    Made(Made),
}

/// Groups in memory.
#[derive(Debug, Default)]
pub struct Made {
    /// The members of each group, earliest first; at least two each.
    groups: Vec<Vec<ArticleName>>,
    /// For each member the number of its group.
    group_of: HashMap<ArticleName, u32, RandomState>,
}

/// What comparing texts gave, and what it was asked of.
#[derive(Default)]
struct Compared {
    members: Members,
    /// With how many of its earliest bearers a value paired an article; 0 where a text could not be
    /// read back, and its pairs are still to be compared.
    bearers: usize,
    /// Verdicts on members, by their numbers.
    pairs: Pairs,
}

impl Compared {
    /// Returns the texts that there are verdicts on, by the numbers of their members, and the
    /// verdicts on them by their places.
    fn by_texts(&self) -> (Vec<u32>, Pairs) {
        let mut places = vec![0; self.members.len()];
        self.pairs.iter().flat_map(|(a, b, _)| [a, b]).for_each(|text| places[text as usize] = 1);
        let mut texts = Vec::new();
        for (number, place) in (0..).zip(&mut places).filter(|(_, place)| **place > 0) {
            *place = texts.len() as u32;
            texts.push(number);
        }
        let place = |text: u32| places[text as usize];
        let pairs = self.pairs.iter().map(|(a, b, closeness)| (place(a), place(b), closeness));
        let pairs = pairs.collect();
        (texts, pairs)
    }
}

/// Groups that are looked for once.
pub(super) type GroupsOnce = OnceLock<Groups>;

impl Groups {
    /// Returns the members of the group of an article, earliest first; `None` for one that is
    /// alone.
    pub fn of(&self, article: ArticleName) -> Option<Vec<ArticleName>> {
        match self {
            Groups::Kept(file) => file.group_of(article),
            Groups::Made(made) => {
                made.group_of.get(&article).map(|&group| made.groups[group as usize].clone())
            }
        }
    }
}

impl Archive {
    /// Returns the groups of near copies among the live articles.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn groups(&self) -> Result<&Groups> {
        if let Some(groups) = self.groups_once().get() {
            return Ok(groups);
        }
        let file = self.groups_file();
        let groups = match file.and_then(|file| GroupsFile::open(file, self.commit())) {
            Some(file) => Groups::Kept(file),
            // Verdicts are of texts, whichever commit they were found for.
            None => {
                let known = file.map(GroupsFile::known).unwrap_or_default();
                Groups::Made(self.make_groups(known, None)?.0)
            }
        };
        Ok(self.groups_once().get_or_init(|| groups))
    }

    /// Returns whether the groups that are kept are those that the texts make, compared anew.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub(super) fn groups_are_right(&self) -> Result<bool> {
        let kept = self.groups()?;
        let made = self.make_groups(Known::default(), None)?.0;
        let is_kept = |group: &Vec<ArticleName>| {
            group.iter().all(|&name| kept.of(name).as_ref() == Some(group))
        };
        let members = match kept {
            Groups::Kept(file) => file.member_count(),
            Groups::Made(made) => made.group_of.len(),
        };
        Ok(members == made.group_of.len() && made.groups.iter().all(is_kept))
    }

    /// Makes the groups of this commit, with what is known of the last one, and keeps them. `before`
    /// says what the index held then.
    ///
    /// # Errors
    /// [`Error::Engine`](crate::error::Error::Engine),
    /// [`Error::CannotWrite`](crate::error::Error::CannotWrite).
    pub(super) fn keep_groups(&self, generation: &Path, before: Option<&Before>) -> Result<()> {
        self.unpack_by(generation)?;
        let known = GroupsFile::known(&Beside::open(generation, GROUPS_FILE));
        let (made, compared) = self.make_groups(known, before)?;
        file::keep(generation, self.commit(), &made, &compared)
    }

    fn make_groups(&self, known: Known, before: Option<&Before>) -> Result<(Made, Compared)> {
        let members = Members::of(self)?;
        let bearers = bearers(&members);
        let between = Between::of(&known, &members);
        // What was a pair then is one now, where nothing is new of both.
        let is_as_before = between.is_whole && known.bearers == bearers;
        let before = before.filter(|before| is_as_before && before.commit == known.commit);
        drop(known);
        let fresh = match before {
            Some(before) => {
                let Changes { mut fresh, gone } = before.changes(self, &members)?;
                unsettle(&members, bearers, &mut fresh, &gone);
                fresh
            }
            None => vec![true; members.len()],
        };
        let candidates = candidates(&members, bearers, &fresh);
        let compared =
            compare((members, bearers), &candidates, &between.pairs, &fresh, &self.articles()?);
        drop((candidates, between, fresh));
        let verdicts = compared.pairs.iter();
        let mut pairs: Vec<Pair> = verdicts
            .filter_map(|(earlier, later, closeness)| {
                Some(Pair { later, earlier, closeness: closeness? })
            })
            .collect();
        pairs.sort_unstable();
        let members = &compared.members;
        let earliest = groups(members.len(), &pairs);
        drop(pairs);
        let mut made = Made::default();
        let mut numbers: HashMap<u32, u32, RandomState> = HashMap::default();
        for (article, &first) in earliest.iter().enumerate() {
            if first as usize == article {
                continue;
            }
            let number = *numbers.entry(first).or_insert_with(|| {
                made.groups.push(vec![members.name(first)]);
                made.groups.len() as u32 - 1
            });
            made.groups[number as usize].push(members.name(article as u32));
        }
        for (number, group) in made.groups.iter().enumerate() {
            made.group_of.extend(group.iter().map(|&name| (name, number as u32)));
        }
        Ok((made, compared))
    }

    /// Returns where an article lies; `None` when it is not there or deleted.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn place_of(&self, name: ArticleName) -> Result<Option<Place>> {
        // Only files have lists of their articles; most hold one.
        Ok(self.of_file(name.file, Some(name.id))?.first().copied())
    }
}

/// Texts that are kept while they are compared: those of one time meet the same others.
const TEXTS_AT_HAND: usize = 1_000;

/// The texts of articles, as they are compared.
struct Texts<'a, 'r> {
    members: &'a Members,
    reader: &'a ArticleReader<'r>,
    at_hand: HashMap<u32, Rc<Words>, RandomState>,
}

impl Texts<'_, '_> {
    /// Returns the words of a member's text; `None` where it cannot be read back.
    fn words(&mut self, number: u32) -> Option<Rc<Words>> {
        if let Some(words) = self.at_hand.get(&number) {
            return Some(words.clone());
        }
        let stored = self.reader.read(self.members.place(number)).ok()?;
        let words = Rc::new(Words::of(&stored.article.text));
        if self.at_hand.len() == TEXTS_AT_HAND {
            self.at_hand.clear();
        }
        self.at_hand.insert(number, words.clone());
        Some(words)
    }
}

/// Compares the texts of candidates of which nothing is known yet; these and what is known are in
/// order. Of other pairs what is known stays where neither is fresh. Nothing is said of a text that
/// cannot be read back.
fn compare(
    (members, bearers): (Members, usize),
    candidates: &[(u32, u32)],
    known: &Pairs,
    fresh: &[bool],
    reader: &ArticleReader<'_>,
) -> Compared {
    let mut texts = Texts { members: &members, reader, at_hand: HashMap::default() };
    let mut known = known.iter().peekable();
    let stays = |&(a, b, _): &Verdict| !fresh[a as usize] && !fresh[b as usize];
    let (mut pairs, mut is_all) = (Pairs::default(), true);
    for candidates in candidates.chunk_by(|a, b| a.0 == b.0) {
        // A text of its own, since only here the places of its runs are made.
        let mut first: Option<Option<Words>> = None;
        for &(earlier, later) in candidates {
            while let Some(verdict) = known.next_if(|&(a, b, _)| (a, b) < (earlier, later)) {
                Some(verdict).filter(stays).into_iter().for_each(|verdict| pairs.push(verdict));
            }
            if let Some(verdict) = known.next_if(|&(a, b, _)| (a, b) == (earlier, later)) {
                pairs.push(verdict);
                continue;
            }
            let own = || texts.words(earlier).as_deref().cloned();
            let first = first.get_or_insert_with(own).as_ref();
            let Some((first, second)) = first.zip(texts.words(later)) else {
                is_all = false;
                continue;
            };
            let overlap = overlap(first, &second);
            let closeness = overlap.is_copy().then(|| overlap.closeness());
            pairs.push((earlier, later, closeness));
        }
    }
    known.filter(stays).for_each(|verdict| pairs.push(verdict));
    Compared { members, bearers: if is_all { bearers } else { 0 }, pairs }
}

/// Keeps groups of nothing under the number of a commit, for tests of who notices.
#[cfg(test)]
pub(super) fn keep_none(generation: &Path, commit: u64) {
    file::keep(generation, commit, &Made::default(), &Compared::default()).unwrap_or_default();
}

#[cfg(test)]
mod tests;
