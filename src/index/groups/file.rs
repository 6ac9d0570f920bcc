//! `groups`: the groups of a commit on disk.
//!
//! ```text
//! head      magic, commit, counts of entries and members, bytes of the verdicts, with how many of its
//!           earliest bearers a value paired an article, a hash of these: 40 bytes
//! entries   hash of a member's name, first member of its group, members: 16 bytes, by hash
//! members   name: 16 bytes, group by group, earliest first
//! a hash of the entries and members
//! verdicts  texts: their count, then name and hash of all words: 20 bytes; then pairs of them: first
//!           and second, as postcard writes what lies between them and those of the pair before, and closeness
//! a hash of all before it
//! ```
//!
//! Where not all pairs could be compared, no number of bearers is there. Whoever changes which pairs are
//! compared, or what comes of it, changes the magic. Numbers are little-endian. A query reads entries and members, 32 bytes a member, and verifies
//! them; only a writer reads the verdicts. What is damaged is as if it were not there.

use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

use twox_hash::XxHash3_64;

use super::super::beside::Beside;
use super::super::manifest::replace;
use super::verdicts::{self, Verdict};
use super::{ArticleName, Compared, Made};
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
const NOBODY: ArticleName = ArticleName { id: ArticleId(0), file: 0 };

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
    bearers: usize,
}

impl Head {
    fn read(bytes: &[u8]) -> Option<Head> {
        let number = |at: usize| Some(u32_at(bytes, at)? as usize);
        let fits = bytes.get(..8)? == MAGIC
            && XxHash3_64::oneshot(bytes.get(..HEAD - HASH)?) == u64_at(bytes, HEAD - HASH)?;
        let commit = u64_at(bytes, 8)?;
        let (entries, members, verdicts) = (number(16)?, number(20)?, number(24)?);
        let head = Head { commit, entries, members, verdicts, bearers: number(28)? };
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
    pub(super) fn known(file: &Beside) -> Known {
        file.read().ok().flatten().and_then(Known::of).unwrap_or_default()
    }
}

/// Returns where in a whole file that is sound the verdicts are.
fn verdict_table(bytes: &[u8]) -> Option<Range<usize>> {
    let head = Head::read(bytes.get(..HEAD)?)?;
    let (tables, whole) = head.lengths();
    let end = bytes.len().checked_sub(HASH)?;
    let is_sound =
        bytes.len() as u64 == whole && XxHash3_64::oneshot(&bytes[..end]) == u64_at(bytes, end)?;
    is_sound.then_some(HEAD + tables + HASH..end)
}

/// What comparing texts gave when groups were kept last, as it lies on disk.
#[derive(Default)]
pub(super) struct Known {
    pub commit: u64,
    /// With how many of its earliest bearers a value paired an article; 0 where not all that this
    /// makes candidates could be compared.
    pub bearers: usize,
    bytes: Vec<u8>,
    texts: Range<usize>,
    pairs: Range<usize>,
}

impl Known {
    fn of(bytes: Vec<u8>) -> Option<Known> {
        let Head { commit, bearers, .. } = Head::read(bytes.get(..HEAD)?)?;
        let table = verdict_table(&bytes)?;
        let texts = table.start + 4;
        let count = u32_at(&bytes, table.start)? as usize;
        let texts = texts..texts.checked_add(count.checked_mul(TEXT)?)?;
        // The count of pairs: these come to an end with the bytes.
        let (_, pairs) =
            postcard::take_from_bytes::<usize>(bytes.get(texts.end..table.end)?).ok()?;
        let pairs = table.end - pairs.len()..table.end;
        Some(Known { commit, bearers, bytes, texts, pairs })
    }

    pub fn text_count(&self) -> usize {
        self.texts.len() / TEXT
    }

    /// Returns a text: a name, and a hash of all words.
    pub fn text(&self, at: usize) -> (ArticleName, u32) {
        let text = &self.bytes[self.texts.clone()][at * TEXT..][..TEXT];
        // As long as both.
        (name_at(text, 0).unwrap_or(NOBODY), u32_at(text, MEMBER).unwrap_or(0))
    }

    /// Returns verdicts on pairs of texts, by their places.
    pub fn pairs(&self) -> impl Iterator<Item = Verdict> {
        verdicts::read(&self.bytes[self.pairs.clone()])
    }
}

/// Keeps the groups of a commit beside its segments.
///
/// # Errors
/// [`Error::CannotWrite`](crate::error::Error::CannotWrite).
pub(super) fn keep(
    generation: &Path,
    commit: u64,
    made: &Made,
    compared: &Compared,
) -> error::Result<()> {
    let mut entries: Vec<(u64, u32, u32)> = Vec::new();
    let mut first = 0;
    for group in &made.groups {
        let count = group.len() as u32;
        entries.extend(group.iter().map(|&name| (hash_of(name), first, count)));
        first += count;
    }
    entries.sort_unstable();
    let (texts, pairs) = compared.by_texts();
    let pair_count = postcard::to_stdvec(&pairs.count()).unwrap_or_default();
    let verdicts = 4 + texts.len() * TEXT + pair_count.len() + pairs.bytes().len();
    let head =
        Head { commit, entries: entries.len(), members: first as usize, verdicts, bearers: 0 };
    let mut bytes = Vec::with_capacity(head.lengths().1 as usize);
    bytes.extend(MAGIC);
    bytes.extend(commit.to_le_bytes());
    for count in [entries.len(), first as usize, verdicts, compared.bearers] {
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
    bytes.extend((texts.len() as u32).to_le_bytes());
    for text in texts {
        let (name, whole) = compared.members.text(text);
        put_name(&mut bytes, name);
        bytes.extend(whole.to_le_bytes());
    }
    bytes.extend(pair_count);
    bytes.extend(pairs.bytes());
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

fn name_at(bytes: &[u8], at: usize) -> Option<ArticleName> {
    Some(ArticleName { id: ArticleId(u64_at(bytes, at)?), file: u64_at(bytes, at + 8)? })
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
