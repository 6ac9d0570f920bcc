//! `groups`: the groups of a commit on disk.
//!
//! ```text
//! head      magic, commit, counts of entries and members, bytes of the verdicts, a hash of these:
//!           40 bytes
//! entries   hash of a member's name, first member of its group, members: 16 bytes, by hash
//! members   name: 16 bytes, group by group, earliest first
//! a hash of the entries and members
//! verdicts  texts: their count, then name and hash of all words: 20 bytes; then pairs of them: first
//!           and second, as postcard writes what lies between them and those of the pair before, and closeness
//! a hash of all before it
//! ```
//!
//! Numbers are little-endian. A query reads entries and members, 32 bytes a member, and verifies
//! them; only a writer reads the verdicts. What is damaged is as if it were not there.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use twox_hash::XxHash3_64;

use super::super::beside::Beside;
use super::super::manifest::replace;
use super::{ArticleName, Made, Verdict, Verdicts};
use crate::article::ArticleId;
use crate::error;

/// The file's name in its generation.
pub const NAME: &str = "groups";
const MAGIC: &[u8; 8] = b"talksgr2";
const HEAD: usize = 40;
const ENTRY: usize = 16;
const MEMBER: usize = 16;
const TEXT: usize = MEMBER + 4;
const HASH: usize = 8;

/// The file of the groups is not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damaged;

/// Groups as they lie on disk, read.
#[derive(Debug)]
pub struct GroupsFile {
    /// Entries, then members.
    tables: Vec<u8>,
    /// Where the members begin.
    members_at: usize,
}

struct Head {
    commit: u64,
    entries: usize,
    members: usize,
    /// Bytes of the verdicts.
    verdicts: usize,
}

impl Head {
    fn read(bytes: &[u8]) -> Option<Head> {
        let number = |at: usize| Some(u32_at(bytes, at)? as usize);
        let fits = bytes.get(..8)? == MAGIC
            && XxHash3_64::oneshot(bytes.get(..HEAD - HASH)?) == u64_at(bytes, HEAD - HASH)?;
        let commit = u64_at(bytes, 8)?;
        let head =
            Head { commit, entries: number(16)?, members: number(20)?, verdicts: number(24)? };
        fits.then_some(head)
    }

    /// Returns the length of the entries and members, and of the whole file.
    fn lengths(&self) -> (usize, u64) {
        let tables = self.entries * ENTRY + self.members * MEMBER;
        (tables, (HEAD + tables + HASH + self.verdicts + HASH) as u64)
    }
}

impl GroupsFile {
    /// Reads the groups of a commit; `None` when they are not there, damaged, or those of another.
    pub(super) fn open(file: &Beside, commit: u64) -> Option<GroupsFile> {
        file.read_by(|file| Ok(GroupsFile::read(file, commit))).ok()??
    }

    fn read(file: &mut File, commit: u64) -> Option<GroupsFile> {
        let mut bytes = [0; HEAD];
        file.read_exact(&mut bytes).ok()?;
        let head = Head::read(&bytes).filter(|head| head.commit == commit)?;
        let (tables, whole) = head.lengths();
        if file.metadata().ok()?.len() != whole {
            return None;
        }
        let mut bytes = Vec::with_capacity(tables + HASH);
        file.take((tables + HASH) as u64).read_to_end(&mut bytes).ok()?;
        let is_sound = XxHash3_64::oneshot(bytes.get(..tables)?) == u64_at(&bytes, tables)?;
        bytes.truncate(tables);
        is_sound.then_some(GroupsFile { tables: bytes, members_at: head.entries * ENTRY })
    }

    fn entries(&self) -> &[u8] {
        &self.tables[..self.members_at]
    }

    fn members(&self) -> &[u8] {
        &self.tables[self.members_at..]
    }

    /// Returns the commit of the groups that are kept, when every byte of their file is sound;
    /// `None` where there is no file.
    ///
    /// # Errors
    /// When the file is there and not what was written.
    pub(super) fn commit(file: &Beside) -> Result<Option<u64>, Damaged> {
        let Ok(Some(bytes)) = file.read() else { return Ok(None) };
        let commit = verdict_table(&bytes).and_then(|_| u64_at(&bytes, 8)).ok_or(Damaged)?;
        let is_read = Self::open(file, commit).is_some();
        if is_read { Ok(Some(commit)) } else { Err(Damaged) }
    }

    /// Returns the members of the group of an article, earliest first; `None` for one that is
    /// alone.
    pub(super) fn group_of(&self, name: ArticleName) -> Option<Vec<ArticleName>> {
        let hash = hash_of(name);
        let entries = self.entries();
        let (mut low, mut high) = (0, entries.len() / ENTRY);
        while low < high {
            let middle = low + (high - low) / 2;
            match u64_at(entries, middle * ENTRY)? < hash {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        let same = entries[low * ENTRY..].chunks_exact(ENTRY);
        let same = same.take_while(|entry| u64_at(entry, 0) == Some(hash));
        same.filter_map(|entry| self.group_at(entry)).find(|group| group.contains(&name))
    }

    /// Returns how many articles are in some group.
    pub(super) fn member_count(&self) -> usize {
        self.members().len() / MEMBER
    }

    fn group_at(&self, entry: &[u8]) -> Option<Vec<ArticleName>> {
        let (first, count) = (u32_at(entry, 8)? as usize, u32_at(entry, 12)? as usize);
        let bytes = self.members().get(first * MEMBER..(first + count) * MEMBER)?;
        bytes.chunks_exact(MEMBER).map(|member| name_at(member, 0)).collect()
    }

    /// Returns what comparing texts gave when the groups were kept last; nothing where the file is
    /// not there or damaged.
    pub(super) fn verdicts(file: &Beside) -> Verdicts {
        let bytes = file.read().ok().flatten().unwrap_or_default();
        let table = verdict_table(&bytes).unwrap_or_default();
        read_verdicts(table).unwrap_or_default()
    }
}

/// Returns the verdicts of a whole file that is sound.
fn verdict_table(bytes: &[u8]) -> Option<&[u8]> {
    let head = Head::read(bytes.get(..HEAD)?)?;
    let (tables, whole) = head.lengths();
    let end = bytes.len().checked_sub(HASH)?;
    let is_sound =
        bytes.len() as u64 == whole && XxHash3_64::oneshot(&bytes[..end]) == u64_at(bytes, end)?;
    if is_sound { bytes.get(HEAD + tables + HASH..end) } else { None }
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
    let verdicts = verdict_bytes(&made.verdicts);
    let mut bytes = MAGIC.to_vec();
    bytes.extend(commit.to_le_bytes());
    for count in [entries.len(), first as usize, verdicts.len(), 0] {
        bytes.extend((count as u32).to_le_bytes());
    }
    bytes.extend(XxHash3_64::oneshot(&bytes).to_le_bytes());
    for (hash, first, count) in entries {
        bytes.extend(hash.to_le_bytes());
        bytes.extend(first.to_le_bytes());
        bytes.extend(count.to_le_bytes());
    }
    made.groups.iter().flatten().for_each(|&name| put_name(&mut bytes, name));
    bytes.extend(XxHash3_64::oneshot(&bytes[HEAD..]).to_le_bytes());
    bytes.extend(verdicts);
    bytes.extend(XxHash3_64::oneshot(&bytes).to_le_bytes());
    replace(&generation.join(NAME), &bytes)
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
