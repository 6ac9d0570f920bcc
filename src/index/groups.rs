//! The groups of near copies among the live articles: made after each commit, kept beside it.
//!
//! Groups are a function of the live articles alone. The file that keeps them names the commit it
//! belongs to; a reader that finds another number, or no file, makes them itself. The file also
//! holds what was found when pairs of texts were compared, so that a commit compares only pairs
//! with a text that is new.

mod file;

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;

use foldhash::fast::RandomState;
use tantivy::SegmentReader;
use tantivy::columnar::Column;

use super::archive::{Archive, ArticleReader, Place};
use super::beside::Beside;
use crate::article::ArticleId;
use crate::copies::{Pair, Sketches, Words, groups, overlap};
use crate::error::{Error, Result};
pub use file::NAME as GROUPS_FILE;
use file::{Damaged, GroupsFile};

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
    /// What comparing texts gave.
    verdicts: Verdicts,
}

/// Two texts: a name and a hash of all words of each.
type Compared = [(ArticleName, u32); 2];
/// The closeness of two texts that were compared, where they are near copies.
type Verdicts = HashMap<Compared, Option<u16>, RandomState>;

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

/// An article that may be in a group.
struct Member {
    name: ArticleName,
    place: Place,
    /// A hash of all its words.
    whole: u32,
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
                Groups::Made(self.make_groups(&file.map(GroupsFile::verdicts).unwrap_or_default())?)
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
        let made = self.make_groups(&Verdicts::default())?;
        let is_kept = |group: &Vec<ArticleName>| {
            group.iter().all(|&name| kept.of(name).as_ref() == Some(group))
        };
        let members = match kept {
            Groups::Kept(file) => file.member_count(),
            Groups::Made(made) => made.group_of.len(),
        };
        Ok(members == made.group_of.len() && made.groups.iter().all(is_kept))
    }

    /// Makes the groups of this commit, with what is known of the last one, and keeps them.
    ///
    /// # Errors
    /// [`Error::Engine`], [`Error::CannotWrite`].
    pub(super) fn keep_groups(&self, generation: &Path) -> Result<()> {
        self.unpack_by(generation)?;
        let known = GroupsFile::verdicts(&Beside::open(generation, GROUPS_FILE));
        let made = self.make_groups(&known)?;
        file::keep(generation, self.commit(), &made)
    }

    fn make_groups(&self, known: &Verdicts) -> Result<Made> {
        let doing = "looking for near copies";
        let columns: Vec<SketchColumns> = self
            .segments()
            .iter()
            .map(SketchColumns::open)
            .collect::<tantivy::Result<_>>()
            .map_err(Error::engine(doing))?;
        let members = members(self, &columns);
        let mut sketches = Sketches::default();
        for member in &members {
            let Place { segment, doc } = member.place;
            sketches.push(columns[segment].values.values_for_doc(doc).map(|value| value as u32));
        }
        let candidates = sketches.candidates();
        drop(sketches);
        let verdicts = compare(&members, &candidates, known, &self.articles()?);
        let mut pairs: Vec<Pair> = candidates
            .iter()
            .filter_map(|&(earlier, later)| {
                let compared = names(&members, earlier, later);
                let closeness = (*verdicts.get(&compared)?)?;
                Some(Pair { later, earlier, closeness })
            })
            .collect();
        pairs.sort_unstable();
        let earliest = groups(members.len(), &pairs);
        let mut made = Made { verdicts, ..Made::default() };
        let mut numbers: HashMap<u32, u32, RandomState> = HashMap::default();
        for (article, &first) in earliest.iter().enumerate() {
            if first as usize == article {
                continue;
            }
            let number = *numbers.entry(first).or_insert_with(|| {
                made.groups.push(vec![members[first as usize].name]);
                made.groups.len() as u32 - 1
            });
            made.groups[number as usize].push(members[article].name);
        }
        for (number, group) in made.groups.iter().enumerate() {
            made.group_of.extend(group.iter().map(|&name| (name, number as u32)));
        }
        Ok(made)
    }

    /// Returns where an article lies; `None` when it is not there or deleted.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn place_of(&self, name: ArticleName) -> Result<Option<Place>> {
        // Only files have lists of their articles; most hold one.
        Ok(self.of_file(name.file, Some(name.id))?.first().copied())
    }

    /// Returns what names the article at a place.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn name_at(&self, place: Place) -> Result<ArticleName> {
        let columns = self.segments()[place.segment].fast_fields();
        let column = |name: &str| columns.u64(name).map_err(Error::engine("reading the ids"));
        let (ids, files) = (column("id")?, column("file")?);
        let id = ArticleId(ids.first(place.doc).unwrap_or(0));
        Ok(ArticleName { id, file: files.first(place.doc).unwrap_or(0) })
    }
}

/// The columns of a segment that groups are made from.
struct SketchColumns {
    ids: Column<u64>,
    files: Column<u64>,
    dates: Column<i64>,
    wholes: Column<u64>,
    values: Column<u64>,
}

impl SketchColumns {
    fn open(segment: &SegmentReader) -> tantivy::Result<SketchColumns> {
        let columns = segment.fast_fields();
        // A column that no article of the segment has a value in is not there.
        let or_none = |name: &str| -> tantivy::Result<Column<u64>> {
            let column = columns.column_opt::<u64>(name)?;
            Ok(column.unwrap_or_else(|| Column::build_empty_column(segment.max_doc())))
        };
        Ok(SketchColumns {
            ids: or_none("id")?,
            files: or_none("file")?,
            dates: columns.i64("date")?,
            wholes: or_none("whole")?,
            values: or_none("sketch")?,
        })
    }
}

/// Returns the articles that are long enough for a group: earliest first, undated ones last, then
/// by id.
fn members(archive: &Archive, columns: &[SketchColumns]) -> Vec<Member> {
    let mut members: Vec<(i64, Member)> = Vec::new();
    for place in archive.places() {
        let column = &columns[place.segment];
        let Some(whole) = column.wholes.first(place.doc) else { continue };
        let number = |column: &Column<u64>| column.first(place.doc).unwrap_or(0);
        let name = ArticleName { id: ArticleId(number(&column.ids)), file: number(&column.files) };
        let date = column.dates.first(place.doc).unwrap_or(i64::MAX);
        members.push((date, Member { name, place, whole: whole as u32 }));
    }
    members.sort_unstable_by_key(|(date, member)| (*date, member.name));
    members.into_iter().map(|(_, member)| member).collect()
}

fn names(members: &[Member], earlier: u32, later: u32) -> Compared {
    let of = |number: u32| {
        let member = &members[number as usize];
        (member.name, member.whole)
    };
    let (a, b) = (of(earlier), of(later));
    // A changed date may swap the two; what is common to them stays.
    if a <= b { [a, b] } else { [b, a] }
}

/// Compares the texts of pairs of which nothing is known yet.
fn compare(
    members: &[Member],
    candidates: &[(u32, u32)],
    known: &Verdicts,
    reader: &ArticleReader<'_>,
) -> Verdicts {
    let words = |number: u32| {
        let stored = reader.read(members[number as usize].place).ok()?;
        Some(Words::of(&stored.article.text))
    };
    let mut verdicts = Verdicts::default();
    for pairs in candidates.chunk_by(|a, b| a.0 == b.0) {
        let mut first: Option<Option<Words>> = None;
        for &(earlier, later) in pairs {
            let compared = names(members, earlier, later);
            let verdict = known.get(&compared).copied().or_else(|| {
                let first = first.get_or_insert_with(|| words(earlier)).as_ref()?;
                let overlap = overlap(first, &words(later)?);
                Some(overlap.is_copy().then(|| overlap.closeness()))
            });
            // Nothing is known of a text that cannot be read back.
            verdicts.extend(verdict.map(|verdict| (compared, verdict)));
        }
    }
    verdicts
}

/// Keeps groups of nothing under the number of a commit, for tests of who notices.
#[cfg(test)]
pub(super) fn keep_none(generation: &Path, commit: u64) {
    file::keep(generation, commit, &Made::default()).unwrap_or_default();
}

#[cfg(test)]
mod tests;
