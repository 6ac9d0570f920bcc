//! The groups of near copies among the live articles: made after each commit, kept beside it.
//!
//! Groups are a function of the live articles alone. The file that keeps them names the commit it
//! belongs to; a reader that finds another number, or no file, makes them itself. The file also
//! holds what was found when pairs of texts were compared, so that a commit compares only pairs
//! with a text that is new, and, where it is known what the index held then, looks for no others.

mod before;
mod compare;
mod file;
mod keep;
mod members;
mod verdicts;

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;

use foldhash::fast::RandomState;

use super::archive::Archive;
use super::sealed::{SealedDirectory, Stamps};
use crate::article::ArticleId;
use crate::copies::{Pair, bearers, candidates, groups, unsettle};
use crate::error::Result;
pub(super) use before::Before;
use before::Changes;
use compare::compare;
pub use file::NAME as GROUPS_FILE;
use file::{Damaged, GroupsFile, Known};
use members::Members;
use verdicts::{Between, Pairs};

/// Returns true when the groups of a commit are kept in a generation, as they were written.
pub(super) fn groups_are_kept(generation: &Path, commit: u64) -> bool {
    commit_of_groups(generation) == Ok(Some(commit))
}

/// Returns the commit of the groups that are kept in a generation, if any are, after verifying
/// every byte of them.
///
/// # Errors
/// When they are not what was written.
pub(super) fn commit_of_groups(generation: &Path) -> std::result::Result<Option<u64>, Damaged> {
    GroupsFile::commit(generation)
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

/// A member of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupMember {
    /// What names it.
    pub name: ArticleName,
    /// The engine's number of its document when the groups were kept, in whichever segment: it is looked at
    /// first, and may be another's by now.
    pub doc: u32,
}

/// Groups in memory, to be looked up.
#[derive(Debug, Default)]
pub(super) struct Made {
    groups: Groups,
    /// For each member the number of its group.
    group_of: HashMap<ArticleName, u32, RandomState>,
}

/// The members of each group, earliest first; at least two each.
type Groups = Vec<Vec<GroupMember>>;

/// How groups are made.
#[derive(Clone, Copy)]
pub(super) struct Making<'a> {
    /// The last commit whose groups are kept, where it is known.
    pub before: Option<&'a Before>,
    /// Threads that compare.
    pub threads: usize,
}

impl Default for Making<'_> {
    fn default() -> Self {
        Making { before: None, threads: 1 }
    }
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
    /// Returns the texts that there are verdicts on, by the numbers of their members, and for each
    /// member the place of its text among them.
    fn texts(&self) -> (Vec<u32>, Vec<u32>) {
        let mut places = vec![0; self.members.len()];
        self.pairs.iter().flat_map(|(a, b, _)| [a, b]).for_each(|text| places[text as usize] = 1);
        let mut texts = Vec::new();
        for (number, place) in (0..).zip(&mut places).filter(|(_, place)| **place > 0) {
            *place = texts.len() as u32;
            texts.push(number);
        }
        (texts, places)
    }
}

/// The groups of near copies of a commit, where they are not kept or what was read of them is
/// damaged, once they were made.
pub(super) type MadeOnce = OnceLock<Made>;

impl Made {
    fn over(groups: Groups) -> Made {
        let mut group_of = HashMap::default();
        for (number, group) in (0..).zip(&groups) {
            group_of.extend(group.iter().map(|member| (member.name, number)));
        }
        Made { groups, group_of }
    }

    fn of(&self, article: ArticleName) -> Option<&[GroupMember]> {
        self.group_of.get(&article).map(|&group| &self.groups[group as usize][..])
    }
}

impl Archive {
    /// Returns the members of the group of near copies of an article, earliest first; `None` for one
    /// that is alone.
    ///
    /// # Errors
    /// [`Error::Engine`](crate::error::Error::Engine).
    pub fn group_of(&self, article: ArticleName) -> Result<Option<Vec<GroupMember>>> {
        if let Some(kept) = self.kept_groups()
            && let Ok(group) = kept.group_of(article)
        {
            return Ok(group);
        }
        Ok(self.groups_made()?.of(article).map(<[GroupMember]>::to_vec))
    }

    /// Returns the earliest of the group of an article; `None` for one that is alone.
    ///
    /// # Errors
    /// [`Error::Engine`](crate::error::Error::Engine).
    pub fn earliest_of(&self, article: ArticleName) -> Result<Option<ArticleName>> {
        if let Some(kept) = self.kept_groups()
            && let Ok(earliest) = kept.earliest_of(article)
        {
            return Ok(earliest);
        }
        let earliest = self.groups_made()?.of(article).and_then(<[GroupMember]>::first);
        Ok(earliest.map(|earliest| earliest.name))
    }

    /// Returns the groups of this commit made anew, once.
    fn groups_made(&self) -> Result<&Made> {
        if let Some(made) = self.made_groups().get() {
            return Ok(made);
        }
        // Verdicts are of texts, whichever commit they were found for.
        let known = self.groups_file().map(GroupsFile::known).unwrap_or_default();
        let made = Made::over(self.make_groups(known, Making::default())?.0);
        Ok(self.made_groups().get_or_init(|| made))
    }

    /// Returns the groups of this commit as they lie on disk, if they do.
    fn kept_groups(&self) -> Option<GroupsFile<'_>> {
        GroupsFile::open(self.groups_file()?, self.commit())
    }

    /// Returns true when nobody who asks for groups waits for them to be made.
    #[cfg(test)]
    pub(super) fn has_groups(&self) -> bool {
        self.kept_groups().is_some()
    }

    /// Returns whether the groups that are kept are those that the texts make, compared anew.
    ///
    /// # Errors
    /// [`Error::Engine`](crate::error::Error::Engine).
    pub(super) fn groups_are_right(&self) -> Result<bool> {
        let Some(kept) = self.kept_groups() else { return Ok(false) };
        let groups = self.make_groups(Known::default(), Making::default())?.0;
        let is_kept = |group: &Vec<GroupMember>| {
            let names = names(group);
            let kept_of = |&name| kept.group_of(name).ok().flatten().map(|kept| self::names(&kept));
            names.iter().all(|name| kept_of(name).as_ref() == Some(&names))
        };
        Ok(kept.member_count() == groups.iter().map(Vec::len).sum::<usize>()
            && groups.iter().all(is_kept))
    }

    /// Makes the groups of this commit, with what is known of the last one, and keeps them.
    ///
    /// # Errors
    /// [`Error::Engine`](crate::error::Error::Engine),
    /// [`Error::CannotWrite`](crate::error::Error::CannotWrite).
    pub(super) fn keep_groups(&self, generation: &Path, making: Making<'_>) -> Result<()> {
        self.unpack_by(generation)?;
        let directory = SealedDirectory::open(generation, Stamps::default())?;
        let file = directory.open_beside(GROUPS_FILE).ok().flatten();
        let known = file.as_ref().map(GroupsFile::known).unwrap_or_default();
        let (groups, compared) = self.make_groups(known, making)?;
        keep::keep(generation, self.commit(), &groups, &compared)
    }

    /// Writes down where the members of the groups that are kept lie now, after a merge.
    ///
    /// # Errors
    /// [`Error::Engine`](crate::error::Error::Engine),
    /// [`Error::CannotWrite`](crate::error::Error::CannotWrite).
    pub(super) fn renew_places(&self, generation: &Path) -> Result<()> {
        let directory = SealedDirectory::open(generation, Stamps::default())?;
        let file = directory.open_beside(GROUPS_FILE).ok().flatten();
        let kept = file.as_ref().and_then(|file| GroupsFile::open(file, self.commit()));
        let Some(kept) = kept.filter(|kept| kept.member_count() > 0) else { return Ok(()) };
        let Ok(members) = kept.members() else { return Ok(()) };
        let mut docs: HashMap<ArticleName, u32, RandomState> = HashMap::default();
        docs.extend(members.map(|member| (member.name, member.doc)));
        let mut is_as_it_was = true;
        for place in self.places() {
            if let Some(doc) = docs.get_mut(&self.name_at(place)?) {
                is_as_it_was &= *doc == place.doc;
                *doc = place.doc;
            }
        }
        if is_as_it_was {
            return Ok(());
        }
        keep::renew(generation, &kept, |name| docs.get(&name).copied().unwrap_or(u32::MAX))
    }

    fn make_groups(&self, known: Known, making: Making<'_>) -> Result<(Groups, Compared)> {
        let members = Members::of(self)?;
        let bearers = bearers(&members);
        let (commit, is_paired_so) = (known.commit, known.bearers == bearers);
        let between = Between::of(known, &members);
        // What was a pair then is one now, where nothing is new of both.
        let is_as_before = between.is_whole && is_paired_so;
        let before = making.before.filter(|before| is_as_before && before.commit == commit);
        let fresh = match before {
            Some(before) => {
                let Changes { mut fresh, gone } = before.changes(self, &members)?;
                unsettle(&members, bearers, &mut fresh, &gone);
                fresh
            }
            None => vec![true; members.len()],
        };
        let candidates = candidates(&members, bearers, &fresh);
        let (by, of) = ((self, making.threads), (members, bearers));
        let compared = compare(by, of, candidates, &between, &fresh)?;
        drop((between, fresh));
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
        let mut groups = Groups::new();
        let mut numbers: HashMap<u32, u32, RandomState> = HashMap::default();
        for (article, &first) in earliest.iter().enumerate() {
            if first as usize == article {
                continue;
            }
            let member = |number| {
                let (name, doc) = (members.name(number), members.place(number).doc);
                GroupMember { name, doc }
            };
            let number = *numbers.entry(first).or_insert_with(|| {
                groups.push(vec![member(first)]);
                groups.len() as u32 - 1
            });
            groups[number as usize].push(member(article as u32));
        }
        Ok((groups, compared))
    }
}

fn names(group: &[GroupMember]) -> Vec<ArticleName> {
    group.iter().map(|member| member.name).collect()
}

/// Keeps groups of nothing under the number of a commit, for tests of who notices.
#[cfg(test)]
pub(super) fn keep_none(generation: &Path, commit: u64) {
    keep::keep(generation, commit, &[], &Compared::default()).unwrap_or_default();
}

#[cfg(test)]
mod tests;
