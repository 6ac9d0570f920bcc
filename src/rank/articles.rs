//! Step 1: which articles match, and in what order by their words.
//!
//! Every list of documents that a leaf gives holds live articles only, so counts and weights never
//! see a deleted one. Filters hold here, before anything is cut to a page.

mod segment;
mod within;

use std::cell::Cell;
use std::cmp::Reverse;

use tantivy::columnar::Column;

use super::hit::Matched;
use super::postings::Occurrence;
use super::score::{Collection, Formula, article_part, in_wholes, rounded, weight};
use super::union::Union;
use super::{Match, Sort};
use crate::article::ArticleId;
use crate::error::{Error, Result};
use crate::index::{Archive, ArticleName, Fields, Place};
use crate::query::ast::DateRange;
use crate::query::{Plan, Scope, Tree};
use segment::Segment;

/// Seconds in a day, as dates are ordered.
const DAY: i64 = 86_400;
/// Articles with some of the words are counted up to here when none of them is shown.
pub const SOME_COUNTED: u64 = 10_000;

/// An article that matched.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// What it is ordered by: the rounded score, or the date.
    pub order: i64,
    /// Its score by words alone.
    pub score: f64,
    /// What its score is multiplied by for its age: 1 unless fresh articles are preferred.
    pub freshness: f64,
    /// Where it lies.
    pub place: Place,
    /// Whether it has all the bare words.
    pub matched: Matched,
}

/// Everything that matched, before any order.
#[derive(Debug, Default)]
pub struct Matches {
    /// Articles with all the bare words; all matching articles where any word is enough.
    pub first: Vec<Found>,
    /// Articles with some of them.
    pub second: Vec<Found>,
    /// How many have all.
    pub all: u64,
    /// How many have some and not all; counted no further than needed.
    pub some: u64,
    /// How many would match but for a date range, and have no date.
    pub undated: u64,
}

/// A plan bound to an index: its lists and weights.
pub struct Articles<'a> {
    plan: &'a Plan,
    /// What every score starts from.
    pub collection: Collection,
    segments: Vec<Segment<'a>>,
    fields: Fields,
    /// Weight of each leaf; 0 for those that are not scored.
    pub weights: Vec<f64>,
}

impl<'a> Articles<'a> {
    /// Reads the lists of every leaf.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn open(archive: &'a Archive, plan: &'a Plan, formula: Formula) -> Result<Articles<'a>> {
        let totals = archive.totals();
        let articles = totals.articles as f64;
        let mean = |words: u64| (words as f64 / articles.max(1.0)).max(1.0);
        let collection = Collection {
            formula,
            articles,
            mean_words: mean(totals.text_words + totals.title_words),
            mean_title_words: mean(totals.title_words),
        };
        let open = |reader| Segment::open(archive, plan, reader);
        let segments = archive.segments().iter().map(open).collect::<tantivy::Result<Vec<_>>>();
        let segments = segments.map_err(Error::engine("reading the postings"))?;
        let mut weights = Vec::with_capacity(plan.leaves.len());
        for (i, leaf) in plan.leaves.iter().enumerate() {
            let lists = || segments.iter().flat_map(|segment| &segment.lists[i]);
            let df = lists().count();
            let cf: u64 = lists().map(|o| u64::from(o.in_text) + u64::from(o.in_title)).sum();
            let is_scored = leaf.is_positive
                && matches!(
                    leaf.scope,
                    Scope::Anywhere | Scope::Field(crate::query::ast::FieldName::Title)
                );
            let added = plan.added.iter().find(|(number, _)| *number == i);
            let added = added.map_or(0.0, |(_, weight)| *weight);
            let scored = weight(&collection, df as f64, in_wholes(cf), leaf.count, added);
            weights.push(if is_scored { scored } else { 0.0 });
        }
        Ok(Articles { plan, collection, segments, fields: *archive.fields(), weights })
    }

    /// Returns how many live articles hold a leaf.
    pub fn found_in(&self, leaf: usize) -> u64 {
        self.segments.iter().map(|segment| segment.lists[leaf].len() as u64).sum()
    }

    /// Finds what matches. `needed` hits fill the page: when as many have all the words, those
    /// with some are only counted, and only up to [`SOME_COUNTED`].
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn find(&self, matching: Match, sort: Sort, needed: usize) -> Result<Matches> {
        let mut matches = Matches::default();
        if self.plan.finds_nothing() {
            return Ok(matches);
        }
        for number in 0..self.segments.len() {
            self.find_all(number, sort, &mut matches)?;
        }
        let is_relaxable = match self.plan.wanted.len() {
            0 => false,
            1 => !self.plan.added.is_empty(),
            _ => true,
        };
        // All in one sentence is all or nothing.
        if matching == Match::All || !is_relaxable || self.plan.within.is_some() {
            return Ok(matches);
        }
        let shows_some = matching == Match::Some || matches.first.len() < needed;
        for number in 0..self.segments.len() {
            self.find_some(number, sort, shows_some, &mut matches);
        }
        if matching == Match::Some {
            let second = std::mem::take(&mut matches.second);
            matches.first.extend(second);
        }
        Ok(matches)
    }

    fn find_all(&self, number: usize, sort: Sort, matches: &mut Matches) -> Result<()> {
        let segment = &self.segments[number];
        segment.rewind();
        let leaves = self.plan.must.iter().filter_map(|tree| match tree {
            Tree::Leaf(leaf) => Some(*leaf),
            _ => None,
        });
        let required = self.plan.wanted.iter().copied().chain(leaves);
        let shortest = required.min_by_key(|&leaf| segment.lists[leaf].len());
        let (mut matching, mut undated) = (Vec::new(), Vec::new());
        let mut look = |doc: u32| {
            if !self.plan.wanted.iter().all(|&leaf| segment.has(leaf, doc)) {
                return;
            }
            match self.filters(segment, doc) {
                Filtered::In => matching.push(doc),
                Filtered::Undated => undated.push(doc),
                Filtered::Out => {}
            }
        };
        match shortest {
            Some(leaf) => segment.lists[leaf].iter().for_each(|o| look(o.doc)),
            None if self.may_hold_nothing() => segment.reader.doc_ids_alive().for_each(&mut look),
            None => {
                let positive = self.plan.leaves.iter().enumerate().filter(|(_, l)| l.is_positive);
                let lists: Vec<_> = positive.map(|(i, _)| &segment.lists[i][..]).collect();
                Union::new(&lists).for_each(&mut look);
            }
        }
        for docs in [&mut matching, &mut undated] {
            self.keep_within(number, docs)?;
        }
        matches.all += matching.len() as u64;
        matches.undated += undated.len() as u64;
        segment.rewind();
        let found = |doc| self.found(number, doc, sort, Matched::All);
        matches.first.extend(matching.into_iter().map(found));
        Ok(())
    }

    /// Returns true when an article without any of the words may match: `a OR -b` is such a query.
    fn may_hold_nothing(&self) -> bool {
        self.plan.must.iter().all(|tree| tree.may_be(true))
            && self.plan.must_not.iter().all(|tree| tree.may_be(false))
    }

    fn find_some(&self, number: usize, sort: Sort, shows: bool, matches: &mut Matches) {
        let segment = &self.segments[number];
        segment.rewind();
        let wanted = &self.plan.wanted;
        let added = self.plan.added.iter().map(|(leaf, _)| leaf);
        let lists = wanted.iter().chain(added).map(|&leaf| &segment.lists[leaf][..]);
        let union = Union::new(&lists.collect::<Vec<_>>());
        if !shows && self.has_no_filters() {
            let some = matches.some + union.left() - self.count_all(segment);
            matches.some = some.min(SOME_COUNTED + 1);
            return;
        }
        for doc in union {
            if !shows && matches.some > SOME_COUNTED {
                return;
            }
            let has_all = wanted.iter().all(|&leaf| segment.has(leaf, doc));
            if !has_all && matches!(self.filters(segment, doc), Filtered::In) {
                matches.some += 1;
                if shows {
                    matches.second.push(self.found(number, doc, sort, Matched::Some));
                }
            }
        }
    }

    fn has_no_filters(&self) -> bool {
        self.plan.must.is_empty() && self.plan.must_not.is_empty() && self.plan.dates.is_empty()
    }

    /// Counts the documents with all the bare words.
    fn count_all(&self, segment: &Segment<'_>) -> u64 {
        let wanted = &self.plan.wanted;
        let Some(&shortest) = wanted.iter().min_by_key(|&&leaf| segment.lists[leaf].len()) else {
            return 0;
        };
        let has_all = |o: &&Occurrence| wanted.iter().all(|&leaf| segment.has(leaf, o.doc));
        segment.lists[shortest].iter().filter(has_all).count() as u64
    }

    fn filters(&self, segment: &Segment<'_>, doc: u32) -> Filtered {
        let has = |leaf: usize| segment.has(leaf, doc);
        let date = Cell::new(None::<Option<i64>>);
        let day = || {
            let known = date.get().unwrap_or_else(|| segment.dates.first(doc));
            date.set(Some(known));
            known.map(|order| order.div_euclid(DAY))
        };
        let within = |range: &DateRange| day().is_some_and(|day| contains(range, day));
        let holds = self.plan.must.iter().all(|tree| tree.holds(&has, &within))
            && !self.plan.must_not.iter().any(|tree| tree.holds(&has, &within));
        if !holds {
            Filtered::Out
        } else if self.plan.dates.iter().all(within) {
            Filtered::In
        } else if day().is_none() {
            Filtered::Undated
        } else {
            Filtered::Out
        }
    }

    /// Returns true when an article passes everything that must hold besides the bare words.
    pub fn passes(&self, place: Place) -> bool {
        let segment = &self.segments[place.segment];
        segment.rewind();
        matches!(self.filters(segment, place.doc), Filtered::In)
    }

    /// Returns true when an article is a hit, in either tier of what is asked for.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn matches(&self, place: Place, matching: Match) -> Result<bool> {
        let segment = &self.segments[place.segment];
        segment.rewind();
        let has = |leaf: usize| segment.has(leaf, place.doc);
        let wanted = &self.plan.wanted;
        let has_wanted = if matching == Match::All || self.plan.within.is_some() {
            wanted.iter().all(|&leaf| has(leaf))
        } else {
            let mut any =
                wanted.iter().copied().chain(self.plan.added.iter().map(|(leaf, _)| *leaf));
            wanted.is_empty() || any.any(has)
        };
        let is_in = has_wanted && matches!(self.filters(segment, place.doc), Filtered::In);
        let mut docs = if is_in { vec![place.doc] } else { Vec::new() };
        self.keep_within(place.segment, &mut docs)?;
        Ok(!docs.is_empty())
    }

    fn found(&self, number: usize, doc: u32, sort: Sort, matched: Matched) -> Found {
        let segment = &self.segments[number];
        let words = (segment.text_words.fieldnorm(doc), segment.title_words.fieldnorm(doc));
        // In the order typed, so that the sum has the same rounding wherever it is made.
        let score = self.parts(segment, doc, words).map(|(_, part)| part).sum();
        let date = || segment.dates.first(doc);
        let order = match sort {
            Sort::Score => rounded(score),
            Sort::Newest => date().unwrap_or(i64::MIN),
            Sort::Oldest => date().map_or(i64::MIN, |date| -date),
        };
        Found { order, score, freshness: 1.0, place: Place { segment: number, doc }, matched }
    }

    fn parts<'s>(
        &'s self,
        segment: &'s Segment<'_>,
        doc: u32,
        words: (u32, u32),
    ) -> impl Iterator<Item = (usize, f64)> + 's {
        self.weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0).filter_map(
            move |(leaf, &weight)| {
                let at = segment.find(leaf, doc)?;
                let counts = (at.in_text, at.in_title);
                Some((leaf, article_part(&self.collection, weight, counts, words)))
            },
        )
    }

    /// Returns what each leaf adds to an article's score, in the order typed.
    pub fn explain(&self, place: Place) -> Vec<(usize, f64)> {
        let segment = &self.segments[place.segment];
        segment.rewind();
        let words =
            (segment.text_words.fieldnorm(place.doc), segment.title_words.fieldnorm(place.doc));
        self.parts(segment, place.doc, words).collect()
    }

    /// Returns the leaves because of which an article matched: those to be marked.
    pub fn reasons(&self, place: Place) -> Vec<usize> {
        let segment = &self.segments[place.segment];
        segment.rewind();
        let has = |leaf: usize| segment.has(leaf, place.doc);
        let day = segment.dates.first(place.doc).map(|order| order.div_euclid(DAY));
        let within = |range: &DateRange| day.is_some_and(|day| contains(range, day));
        let mut reasons: Vec<usize> =
            self.plan.wanted.iter().copied().filter(|&leaf| has(leaf)).collect();
        for tree in &self.plan.must {
            tree.reasons(&has, &within, &mut reasons);
        }
        reasons.retain(|&leaf| self.plan.leaves[leaf].is_positive);
        reasons.sort_unstable();
        reasons.dedup();
        reasons
    }

    /// Returns an article's date as dates are ordered, in seconds.
    pub fn date(&self, place: Place) -> Option<i64> {
        self.segments[place.segment].dates.first(place.doc)
    }

    /// Returns what an article is called.
    pub fn name(&self, place: Place) -> ArticleName {
        let segment = &self.segments[place.segment];
        let number = |column: &Column<u64>| column.first(place.doc).unwrap_or(0);
        ArticleName { id: ArticleId(number(&segment.ids)), file: number(&segment.files) }
    }

    /// Returns what breaks ties: the latest first, undated last; then the id; then, for files of
    /// the same path below two roots, which have the same id, a number of the file.
    pub fn tie_break(&self, place: Place) -> TieBreak {
        (Reverse(self.date(place).unwrap_or(i64::MIN)), self.name(place))
    }
}

/// Date, then id and file.
pub type TieBreak = (Reverse<i64>, ArticleName);

enum Filtered {
    In,
    Out,
    Undated,
}

/// Returns true when a day, as days since 1970, lies in the range.
fn contains(range: &DateRange, day: i64) -> bool {
    let number = |date: crate::date::Date| i64::from(date.day_number());
    range.from.is_none_or(|from| number(from) <= day) && range.to.is_none_or(|to| day <= number(to))
}
