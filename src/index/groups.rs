//! The groups of near copies among the live articles: made after each commit, kept beside it.
//!
//! Groups are a function of the live articles alone. The file that keeps them names the commit it
//! belongs to; a reader that finds another number, or no file, makes them itself. The file also
//! holds what was found when pairs of texts were compared, so that a commit compares only pairs
//! with a text that is new.

mod file;

use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;
use std::sync::OnceLock;

use foldhash::fast::RandomState;
use tantivy::SegmentReader;
use tantivy::columnar::Column;

use super::archive::{Archive, ArticleReader, Place};
use super::sealed::{SealedDirectory, Stamps};
use crate::article::ArticleId;
use crate::copies::{Pair, Sketches, Words, groups, overlap};
use crate::error::{Error, Result};
pub use file::NAME as GROUPS_FILE;
use file::{Damaged, GroupsFile};

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

/// Groups in memory.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// The members of each group, earliest first; at least two each.
    groups: Vec<Vec<ArticleName>>,
    /// For each member the number of its group.
    group_of: HashMap<ArticleName, u32, RandomState>,
    /// What comparing texts gave.
    verdicts: Verdicts,
}

/// What comparing texts gave.
#[derive(Debug, Default)]
struct Verdicts {
    /// The texts: a name and a hash of all words of each.
    texts: Vec<(ArticleName, u32)>,
    /// For pairs of them, by their places, the closeness, where they are near copies.
    pairs: Vec<Verdict>,
}

/// Two numbers of texts, the lower first, and how close these are, if they are near copies.
type Verdict = (u32, u32, Option<u16>);

/// The groups of near copies of a commit, where they are not kept or what was read of them is
/// damaged, once they were made.
pub(super) type MadeOnce = OnceLock<Made>;

impl Made {
    fn of(&self, article: ArticleName) -> Option<Vec<ArticleName>> {
        self.group_of.get(&article).map(|&group| self.groups[group as usize].clone())
    }
}

/// An article that may be in a group.
struct Member {
    name: ArticleName,
    place: Place,
    /// A hash of all its words.
    whole: u32,
}

impl Member {
    fn text(&self) -> (ArticleName, u32) {
        (self.name, self.whole)
    }
}

impl Archive {
    /// Returns the members of the group of near copies of an article, earliest first; `None` for one
    /// that is alone.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn group_of(&self, article: ArticleName) -> Result<Option<Vec<ArticleName>>> {
        if let Some(kept) = self.kept_groups()
            && let Ok(group) = kept.group_of(article)
        {
            return Ok(group);
        }
        let made = match self.made_groups().get() {
            Some(made) => made,
            None => {
                // Verdicts are of texts, whichever commit they were found for.
                let known = self.groups_file().map(GroupsFile::verdicts).unwrap_or_default();
                let made = self.make_groups(&known)?;
                self.made_groups().get_or_init(|| made)
            }
        };
        Ok(made.of(article))
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
    /// [`Error::Engine`].
    pub(super) fn groups_are_right(&self) -> Result<bool> {
        let Some(kept) = self.kept_groups() else { return Ok(false) };
        let made = self.make_groups(&Verdicts::default())?;
        let is_kept = |group: &Vec<ArticleName>| {
            let kept_of = |&name| kept.group_of(name).ok().flatten();
            group.iter().all(|name| kept_of(name).as_ref() == Some(group))
        };
        Ok(kept.member_count() == made.group_of.len() && made.groups.iter().all(is_kept))
    }

    /// Makes the groups of this commit, with what is known of the last one, and keeps them.
    ///
    /// # Errors
    /// [`Error::Engine`], [`Error::CannotWrite`].
    pub(super) fn keep_groups(&self, generation: &Path) -> Result<()> {
        self.unpack_by(generation)?;
        let directory = SealedDirectory::open(generation, Stamps::default())?;
        let file = directory.open_beside(GROUPS_FILE).ok().flatten();
        let known = file.as_ref().map(GroupsFile::verdicts).unwrap_or_default();
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
        let known = known.between(&members);
        let verdicts = compare(&members, &candidates, &known, &self.articles()?);
        let mut pairs: Vec<Pair> = verdicts
            .iter()
            .filter_map(|&(earlier, later, closeness)| {
                Some(Pair { later, earlier, closeness: closeness? })
            })
            .collect();
        pairs.sort_unstable();
        let earliest = groups(members.len(), &pairs);
        let mut made = Made { verdicts: Verdicts::of(&members, verdicts), ..Made::default() };
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

impl Verdicts {
    /// Returns verdicts on members by their numbers as those on texts, whatever the members.
    fn of(members: &[Member], mut pairs: Vec<Verdict>) -> Verdicts {
        let mut numbers: Vec<u32> = pairs.iter().flat_map(|&(a, b, _)| [a, b]).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let place = |number: u32| numbers.partition_point(|&known| known < number) as u32;
        for (a, b, _) in &mut pairs {
            (*a, *b) = (place(*a), place(*b));
        }
        let text = |&number: &u32| members[number as usize].text();
        Verdicts { texts: numbers.iter().map(text).collect(), pairs }
    }

    /// Returns the verdicts on pairs of members, by their numbers, in order.
    fn between(&self, members: &[Member]) -> Vec<Verdict> {
        let mut of_name: HashMap<(ArticleName, u32), u32, RandomState> = HashMap::default();
        if !self.texts.is_empty() {
            of_name.extend(members.iter().map(Member::text).zip(0..));
        }
        let numbers: Vec<_> = self.texts.iter().map(|text| of_name.get(text).copied()).collect();
        let number = |text: u32| *numbers.get(text as usize)?;
        let mut between: Vec<Verdict> = self
            .pairs
            .iter()
            .filter_map(|&(a, b, closeness)| {
                let (a, b) = (number(a)?, number(b)?);
                // A changed date may swap the two; what is common to them stays.
                Some((a.min(b), a.max(b), closeness))
            })
            .collect();
        between.sort_unstable();
        between
    }
}

/// Texts that are kept while they are compared: those of one time meet the same others.
const TEXTS_AT_HAND: usize = 1_000;

/// The texts of articles, as they are compared.
struct Texts<'a, 'r> {
    members: &'a [Member],
    reader: &'a ArticleReader<'r>,
    at_hand: HashMap<u32, Rc<Words>, RandomState>,
}

impl Texts<'_, '_> {
    /// Returns the words of a member's text; `None` where it cannot be read back.
    fn words(&mut self, number: u32) -> Option<Rc<Words>> {
        if let Some(words) = self.at_hand.get(&number) {
            return Some(words.clone());
        }
        let stored = self.reader.read(self.members[number as usize].place).ok()?;
        let words = Rc::new(Words::of(&stored.article.text));
        if self.at_hand.len() == TEXTS_AT_HAND {
            self.at_hand.clear();
        }
        self.at_hand.insert(number, words.clone());
        Some(words)
    }
}

/// Compares the texts of pairs of which nothing is known yet; both are in order. Nothing is
/// said of a text that cannot be read back.
fn compare(
    members: &[Member],
    candidates: &[(u32, u32)],
    known: &[Verdict],
    reader: &ArticleReader<'_>,
) -> Vec<Verdict> {
    let mut texts = Texts { members, reader, at_hand: HashMap::default() };
    let mut known = known.iter().peekable();
    let mut verdicts = Vec::with_capacity(candidates.len());
    for pairs in candidates.chunk_by(|a, b| a.0 == b.0) {
        // A text of its own, since only here the places of its runs are made.
        let mut first: Option<Option<Words>> = None;
        for &(earlier, later) in pairs {
            while known.next_if(|&&(a, b, _)| (a, b) < (earlier, later)).is_some() {}
            if let Some(&verdict) = known.next_if(|&&(a, b, _)| (a, b) == (earlier, later)) {
                verdicts.push(verdict);
                continue;
            }
            let own = || texts.words(earlier).as_deref().cloned();
            let Some(first) = first.get_or_insert_with(own) else { continue };
            let Some(second) = texts.words(later) else { continue };
            let overlap = overlap(first, &second);
            let closeness = overlap.is_copy().then(|| overlap.closeness());
            verdicts.push((earlier, later, closeness));
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
