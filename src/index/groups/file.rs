//! `groups`: the groups of a commit on disk, a sealed file.
//!
//! ```text
//! head      magic, commit, counts of entries and members, with how many of its earliest bearers a
//!           value paired an article: 28 bytes
//! entries   hash of a member's name, first member of its group, members: 16 bytes, by hash
//! members   name, and document when they were kept: 20 bytes, group by group, earliest first
//! verdicts  texts: their count, then name and hash of all words: 20 bytes; then pairs of them: first
//!           and second, as postcard writes what lies between them and those of the pair before, and closeness
//! ```
//!
//! Where not all pairs could be compared, no number of bearers is there. Whoever changes which pairs are
//! compared, or what comes of it, changes the magic. That of before stands on files whose members are
//! names alone; they are read as well. Numbers are little-endian. A query reads, and thereby verifies,
//! the blocks in which the articles that it shows are or would be; only a writer reads the verdicts.
//! What is damaged is as if it were not there.

use std::path::Path;

use tantivy::HasLen;
use tantivy::directory::OwnedBytes;
use twox_hash::XxHash3_64;

use super::super::sealed::{SealedDirectory, SealedFile, Stamps};
use super::{ArticleName, GroupMember};
use crate::article::ArticleId;

/// The file's name in its generation.
pub const NAME: &str = "groups";
pub(super) const MAGIC: &[u8; 8] = b"talksgr4";
const MAGIC_OF_NAMES_ALONE: &[u8; 8] = b"talksgr3";
const HEAD: usize = 28;
const ENTRY: usize = 16;
const NAME_BYTES: usize = 16;
const MEMBER: usize = NAME_BYTES + 4;
const TEXT: usize = NAME_BYTES + 4;
const NOBODY: ArticleName = ArticleName { id: ArticleId(0), file: 0 };

/// The file of the groups is not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damaged;

/// Groups as they lie on disk.
#[derive(Debug)]
pub struct GroupsFile<'a> {
    file: &'a SealedFile,
    commit: u64,
    entries: usize,
    members: usize,
    bearers: usize,
    member_bytes: usize,
}

impl<'a> GroupsFile<'a> {
    /// Reads the head of a file.
    fn read(file: &'a SealedFile) -> Option<GroupsFile<'a>> {
        let head = file.bytes(0, HEAD).ok()?;
        let number = |at: usize| Some(u32_at(head, at)? as usize);
        let member_bytes = match head.first_chunk()? {
            MAGIC => MEMBER,
            MAGIC_OF_NAMES_ALONE => NAME_BYTES,
            _ => return None,
        };
        let (commit, entries, members) = (u64_at(head, 8)?, number(16)?, number(20)?);
        let bearers = number(24)?;
        let groups = GroupsFile { file, commit, entries, members, bearers, member_bytes };
        (groups.verdicts_at() <= file.len()).then_some(groups)
    }

    /// Returns where the members begin.
    fn members_at(&self) -> usize {
        HEAD + self.entries * ENTRY
    }

    /// Returns where the verdicts begin.
    fn verdicts_at(&self) -> usize {
        self.members_at() + self.members * self.member_bytes
    }

    /// Reads the groups of a commit; `None` when they are those of another, or damaged at their
    /// head.
    pub(super) fn open(file: &'a SealedFile, commit: u64) -> Option<GroupsFile<'a>> {
        GroupsFile::read(file).filter(|groups| groups.commit == commit)
    }

    /// Returns the commit of the groups that are kept, when every byte of their file is sound;
    /// `None` where there is no file.
    ///
    /// # Errors
    /// When the file is there and not what was written.
    pub(super) fn commit(generation: &Path) -> Result<Option<u64>, Damaged> {
        let directory =
            SealedDirectory::open(generation, Stamps::default()).map_err(|_| Damaged)?;
        let file = directory.open_beside(NAME).map_err(|_| Damaged)?;
        let Some(file) = file else { return Ok(None) };
        let groups = GroupsFile::read(&file).filter(|_| file.verify_all().is_ok());
        groups.map(|groups| Some(groups.commit)).ok_or(Damaged)
    }

    /// Returns the members of the group of an article, earliest first; `None` for one that is
    /// alone.
    ///
    /// # Errors
    /// When what is read is not what was written.
    pub(super) fn group_of(&self, name: ArticleName) -> Result<Option<Vec<GroupMember>>, Damaged> {
        let members = self.members_with(name)?;
        Ok(members.map(|members| members.chunks_exact(self.member_bytes).map(member_of).collect()))
    }

    /// Returns the earliest of the group of an article; `None` for one that is alone.
    ///
    /// # Errors
    /// When what is read is not what was written.
    pub(super) fn earliest_of(&self, name: ArticleName) -> Result<Option<ArticleName>, Damaged> {
        let members = self.members_with(name)?;
        members.map(|members| name_at(members, 0).ok_or(Damaged)).transpose()
    }

    /// Returns the members of the group of an article as they are written.
    fn members_with(&self, name: ArticleName) -> Result<Option<&'a [u8]>, Damaged> {
        let hash = hash_of(name);
        let written = bytes_of(name);
        let (mut low, mut high) = (0, self.entries);
        // Hashes are spread evenly, so where one lies can be told from those around it.
        let (mut below, mut above) = (0, u64::MAX);
        while low < high {
            let share =
                u128::from(hash - below) * (high - low) as u128 / (u128::from(above - below) + 1);
            let middle = low + share as usize;
            let (found, ..) = self.entry(middle)?;
            if found < hash {
                (low, below) = (middle + 1, found);
            } else {
                (high, above) = (middle, found);
            }
        }
        for number in low..self.entries {
            let (found, first, count) = self.entry(number)?;
            if found != hash {
                break;
            }
            let (first, length) = (first * self.member_bytes, count * self.member_bytes);
            let members = self.file.bytes(self.members_at() + first, length);
            let members = members.map_err(|_| Damaged)?;
            if members.chunks_exact(self.member_bytes).any(|member| member.starts_with(&written)) {
                return Ok(Some(members));
            }
        }
        Ok(None)
    }

    /// Returns all members, group by group.
    ///
    /// # Errors
    /// When what is read is not what was written.
    pub(super) fn members(&self) -> Result<impl Iterator<Item = GroupMember> + 'a, Damaged> {
        let members = self.file.bytes(self.members_at(), self.members * self.member_bytes);
        Ok(members.map_err(|_| Damaged)?.chunks_exact(self.member_bytes).map(member_of))
    }

    /// Returns what lies between the magic and the members, and behind them.
    ///
    /// # Errors
    /// When what is read is not what was written.
    pub(super) fn around_members(&self) -> Result<(&'a [u8], &'a [u8]), Damaged> {
        let (before, behind) = (self.members_at(), self.verdicts_at());
        let bytes = |at, length| self.file.bytes(at, length).map_err(|_| Damaged);
        Ok((bytes(MAGIC.len(), before - MAGIC.len())?, bytes(behind, self.file.len() - behind)?))
    }

    /// Returns how many articles are in some group.
    pub(super) fn member_count(&self) -> usize {
        self.members
    }

    /// Reads a hash, and the first of the members that it leads to, and their count.
    fn entry(&self, number: usize) -> Result<(u64, usize, usize), Damaged> {
        let entry = self.file.bytes(HEAD + number * ENTRY, ENTRY).map_err(|_| Damaged)?;
        let read = || Some((u64_at(entry, 0)?, u32_at(entry, 8)?, u32_at(entry, 12)?));
        read().map(|(hash, first, count)| (hash, first as usize, count as usize)).ok_or(Damaged)
    }

    /// Returns what comparing texts gave when the groups were kept last; nothing where it is
    /// damaged.
    pub(super) fn known(file: &SealedFile) -> Known {
        Known::of(file).unwrap_or_default()
    }
}

/// What comparing texts gave when groups were kept last, as it lies on disk.
pub(super) struct Known {
    pub commit: u64,
    /// With how many of its earliest bearers a value paired an article; 0 where not all that this
    /// makes candidates could be compared.
    pub bearers: usize,
    texts: OwnedBytes,
    pairs: OwnedBytes,
}

impl Default for Known {
    fn default() -> Known {
        let (texts, pairs) = (OwnedBytes::empty(), OwnedBytes::empty());
        Known { commit: 0, bearers: 0, texts, pairs }
    }
}

impl Known {
    fn of(file: &SealedFile) -> Option<Known> {
        let groups = GroupsFile::read(file)?;
        file.verify_all().ok()?;
        let at = groups.verdicts_at();
        let count = u32_at(&file.read(at, 4).ok()?, 0)? as usize;
        let texts = file.read(at + 4, count.checked_mul(TEXT)?).ok()?;
        let at = at + 4 + texts.len();
        let pairs = file.read(at, file.len().checked_sub(at)?).ok()?;
        // The count of pairs: these come to an end with the bytes.
        let (_, rest) = postcard::take_from_bytes::<usize>(&pairs).ok()?;
        let pairs = pairs.slice(pairs.len() - rest.len()..pairs.len());
        Some(Known { commit: groups.commit, bearers: groups.bearers, texts, pairs })
    }

    pub fn text_count(&self) -> usize {
        self.texts.len() / TEXT
    }

    /// Returns a text: a name, and a hash of all words.
    pub fn text(&self, at: usize) -> (ArticleName, u32) {
        let text = &self.texts[at * TEXT..][..TEXT];
        // As long as both.
        (name_at(text, 0).unwrap_or(NOBODY), u32_at(text, NAME_BYTES).unwrap_or(0))
    }

    /// Returns verdicts on pairs of texts, by their places, as they are written.
    pub fn pairs(&self) -> &[u8] {
        &self.pairs
    }
}

pub(super) fn hash_of(name: ArticleName) -> u64 {
    XxHash3_64::oneshot(&bytes_of(name))
}

pub(super) fn bytes_of(name: ArticleName) -> [u8; NAME_BYTES] {
    let mut bytes = [0; NAME_BYTES];
    let (id, file) = bytes.split_at_mut(8);
    id.copy_from_slice(&name.id.0.to_le_bytes());
    file.copy_from_slice(&name.file.to_le_bytes());
    bytes
}

/// Reads a member from bytes that are as long as one, or as its name.
fn member_of(bytes: &[u8]) -> GroupMember {
    let (name, doc) = (name_at(bytes, 0), u32_at(bytes, NAME_BYTES));
    GroupMember { name: name.unwrap_or(NOBODY), doc: doc.unwrap_or(u32::MAX) }
}

fn name_at(bytes: &[u8], at: usize) -> Option<ArticleName> {
    Some(ArticleName { id: ArticleId(u64_at(bytes, at)?), file: u64_at(bytes, at + 8)? })
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
