//! `groups`: the groups of a commit on disk, a sealed file.
//!
//! ```text
//! head      magic, commit, counts of entries and members: 24 bytes
//! entries   hash of a member's name, first member of its group, members: 16 bytes, by hash
//! members   name: 16 bytes, group by group, earliest first
//! verdicts  texts: their count, then name and hash of all words: 20 bytes; then pairs of them: first
//!           and second, as postcard writes what lies between them and those of the pair before, and closeness
//! ```
//!
//! Numbers are little-endian. A query reads, and thereby verifies, the blocks in which the articles
//! that it shows are or would be; only a writer reads the verdicts. What is damaged is as if it were
//! not there.

use std::path::Path;

use tantivy::HasLen;
use twox_hash::XxHash3_64;

use super::super::manifest::put;
use super::super::sealed::{SealedDirectory, SealedFile, Stamps, seal_file};
use super::{ArticleName, Made, Verdict, Verdicts};
use crate::article::ArticleId;
use crate::error;

/// The file's name in its generation.
pub const NAME: &str = "groups";
const MAGIC: &[u8; 8] = b"talksgr3";
const HEAD: usize = 24;
const ENTRY: usize = 16;
const MEMBER: usize = 16;
const TEXT: usize = MEMBER + 4;

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
}

impl<'a> GroupsFile<'a> {
    /// Reads the head of a file.
    fn read(file: &'a SealedFile) -> Option<GroupsFile<'a>> {
        let head = file.read(0, HEAD).ok()?;
        let number = |at: usize| Some(u32_at(&head, at)? as usize);
        let (commit, entries, members) = (u64_at(&head, 8)?, number(16)?, number(20)?);
        let groups = GroupsFile { file, commit, entries, members };
        (head.get(..8)? == MAGIC && groups.verdicts_at() <= file.len()).then_some(groups)
    }

    /// Returns where the members begin.
    fn members_at(&self) -> usize {
        HEAD + self.entries * ENTRY
    }

    /// Returns where the verdicts begin.
    fn verdicts_at(&self) -> usize {
        self.members_at() + self.members * MEMBER
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
    pub(super) fn group_of(&self, name: ArticleName) -> Result<Option<Vec<ArticleName>>, Damaged> {
        let hash = hash_of(name);
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
            let group = self.group_at(first, count)?;
            if group.contains(&name) {
                return Ok(Some(group));
            }
        }
        Ok(None)
    }

    /// Returns how many articles are in some group.
    pub(super) fn member_count(&self) -> usize {
        self.members
    }

    /// Reads a hash, and the first of the members that it leads to, and their count.
    fn entry(&self, number: usize) -> Result<(u64, usize, usize), Damaged> {
        let entry = self.file.read(HEAD + number * ENTRY, ENTRY).map_err(|_| Damaged)?;
        let read = || Some((u64_at(&entry, 0)?, u32_at(&entry, 8)?, u32_at(&entry, 12)?));
        read().map(|(hash, first, count)| (hash, first as usize, count as usize)).ok_or(Damaged)
    }

    fn group_at(&self, first: usize, count: usize) -> Result<Vec<ArticleName>, Damaged> {
        let bytes = self.file.read(self.members_at() + first * MEMBER, count * MEMBER);
        let bytes = bytes.map_err(|_| Damaged)?;
        bytes.chunks_exact(MEMBER).map(|member| name_at(member, 0).ok_or(Damaged)).collect()
    }

    /// Returns what comparing texts gave when the groups were kept last; nothing where it is
    /// damaged.
    pub(super) fn verdicts(file: &SealedFile) -> Verdicts {
        let read = || {
            let at = GroupsFile::read(file)?.verdicts_at();
            file.verify_all().ok()?;
            read_verdicts(&file.read(at, file.len() - at).ok()?)
        };
        read().unwrap_or_default()
    }
}

/// Keeps the groups of a commit beside its segments.
///
/// # Errors
/// [`Error::CannotWrite`](crate::error::Error::CannotWrite).
pub(super) fn keep(generation: &Path, commit: u64, made: &Made) -> error::Result<()> {
    let mut entries: Vec<(u64, u32, u32)> = Vec::new();
    let mut first = 0;
    for group in &made.groups {
        let count = group.len() as u32;
        entries.extend(group.iter().map(|&name| (hash_of(name), first, count)));
        first += count;
    }
    entries.sort_unstable();
    let mut bytes = MAGIC.to_vec();
    bytes.extend(commit.to_le_bytes());
    for count in [entries.len() as u32, first] {
        bytes.extend(count.to_le_bytes());
    }
    for (hash, first, count) in entries {
        bytes.extend(hash.to_le_bytes());
        bytes.extend(first.to_le_bytes());
        bytes.extend(count.to_le_bytes());
    }
    made.groups.iter().flatten().for_each(|&name| put_name(&mut bytes, name));
    bytes.extend(verdict_bytes(&made.verdicts));
    seal_file(&mut bytes);
    put(&generation.join(NAME), &bytes)
}

fn hash_of(name: ArticleName) -> u64 {
    let mut bytes = name.id.0.to_le_bytes().to_vec();
    bytes.extend(name.file.to_le_bytes());
    XxHash3_64::oneshot(&bytes)
}

fn put_name(bytes: &mut Vec<u8>, name: ArticleName) {
    bytes.extend(name.id.0.to_le_bytes());
    bytes.extend(name.file.to_le_bytes());
}

fn verdict_bytes(verdicts: &Verdicts) -> Vec<u8> {
    let mut bytes = (verdicts.texts.len() as u32).to_le_bytes().to_vec();
    for &(name, whole) in &verdicts.texts {
        put_name(&mut bytes, name);
        bytes.extend(whole.to_le_bytes());
    }
    // Pairs come in order, and the second is the higher: what lies between is small.
    let (mut first, mut second) = (0, 0);
    let apart = |&(a, b, closeness): &Verdict| {
        let apart = (a - first, if a == first { b - second } else { b - a }, closeness);
        (first, second) = (a, b);
        apart
    };
    let pairs: Vec<Verdict> = verdicts.pairs.iter().map(apart).collect();
    // Plain data: there is nothing in it that cannot be written.
    postcard::to_extend(&pairs, bytes).unwrap_or_default()
}

fn read_verdicts(bytes: &[u8]) -> Option<Verdicts> {
    let (count, rest) = (u32_at(bytes, 0)? as usize, bytes.get(4..)?);
    let (texts, pairs) = rest.split_at_checked(count.checked_mul(TEXT)?)?;
    let text = |text: &[u8]| Some((name_at(text, 0)?, u32_at(text, MEMBER)?));
    let texts = texts.chunks_exact(TEXT).map(text).collect::<Option<_>>()?;
    let mut pairs: Vec<Verdict> = postcard::from_bytes(pairs).ok()?;
    let (mut first, mut second) = (0u32, 0u32);
    for (a, b, _) in &mut pairs {
        let next = first.checked_add(*a)?;
        *b = if next == first { second.checked_add(*b)? } else { next.checked_add(*b)? };
        *a = next;
        (first, second) = (*a, *b);
    }
    Some(Verdicts { texts, pairs })
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
