//! Step 1: which articles match, and in what order by their words.
//!
//! Every list of documents that a leaf gives holds live articles only, so counts and weights never
//! see a deleted one. Filters hold here, before anything is cut to a page.

mod best;
mod held;
mod meet;
mod scan;
mod scoring;
mod segment;
mod sift;
mod tiers;
mod within;

use std::cell::Cell;
use std::cmp::Reverse;

use super::hit::Matched;
use super::postings::text_positions;
use super::score::{Collection, Formula, article_part, in_wholes, most_bonus, rounded, weight};
use super::starts::Wanted;
use super::{Match, Sort};
use crate::error::{Error, Result};
use crate::index::{Archive, ArticleName, Fields, Place};
use crate::query::ast::DateRange;
use crate::query::{Plan, Scope};
use segment::Segment;
pub use tiers::{Matches, SOME_COUNTED};

/// Seconds in a day, as dates are ordered.
const DAY: i64 = 86_400;
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
        let segments = archive.segments().iter().zip(archive.columns()?);
        let open = |(reader, columns)| Segment::open(archive, plan, columns, reader);
        let segments = segments.map(open).collect::<tantivy::Result<Vec<_>>>();
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

    /// Returns for each of some documents of a segment, in ascending order, the positions in the text at
    /// which a leaf begins.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn text_positions(
        &self,
        number: usize,
        leaf: usize,
        docs: &[u32],
    ) -> Result<Vec<Vec<u32>>> {
        let segment = &self.segments[number];
        let Some(terms) = &segment.terms[leaf] else { return Ok(vec![Vec::new(); docs.len()]) };
        segment.rewind();
        let count = |doc| segment.find(leaf, doc).map_or(0, |at| at.in_text);
        let wanted: Vec<Wanted> =
            docs.iter().map(|&doc| Wanted { doc, count: count(doc) }).collect();
        text_positions(segment.reader, &self.fields, terms, &wanted)
            .map_err(Error::engine("reading the positions"))
    }

    fn filters(&self, segment: &Segment<'_>, doc: u32, has: &impl Fn(usize) -> bool) -> Filtered {
        let date = Cell::new(None::<Option<i64>>);
        let day = || {
            let known = date.get().unwrap_or_else(|| segment.columns.dates.first(doc));
            date.set(Some(known));
            known.map(|order| order.div_euclid(DAY))
        };
        let within = |range: &DateRange| day().is_some_and(|day| contains(range, day));
        let holds = self.plan.must.iter().all(|tree| tree.holds(has, &within))
            && !self.plan.must_not.iter().any(|tree| tree.holds(has, &within));
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
        let has = |leaf: usize| segment.has(leaf, place.doc);
        self.filters(segment, place.doc, &has) == Filtered::In
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
            wanted.is_empty() || any.any(&has)
        };
        let is_in = has_wanted && self.filters(segment, place.doc, &has) == Filtered::In;
        let mut docs = if is_in { vec![place.doc] } else { Vec::new() };
        self.keep_within(place.segment, &mut docs)?;
        Ok(!docs.is_empty())
    }

    fn found(&self, number: usize, doc: u32, sort: Sort, matched: Matched) -> Found {
        let segment = &self.segments[number];
        let words = (segment.text_words.fieldnorm(doc), segment.title_words.fieldnorm(doc));
        // In the order typed, so that the sum has the same rounding wherever it is made.
        // The sum of none is -0, which would be shown.
        let score = self.parts(segment, doc, words).fold(0.0, |sum, (_, part)| sum + part);
        let order = match sort {
            Sort::Score => rounded(score),
            Sort::Newest | Sort::Oldest => self.date_order(number, doc, sort),
        };
        Found { order, score, freshness: 1.0, place: Place { segment: number, doc }, matched }
    }

    /// Returns what an article is ordered by where dates decide, more for those that come first.
    fn date_order(&self, number: usize, doc: u32, sort: Sort) -> i64 {
        let date = self.segments[number].columns.dates.first(doc);
        date.map_or(i64::MIN, |date| if sort == Sort::Oldest { -date } else { date })
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

    /// Returns what the places of its words can add to an article's score at the most.
    pub fn most_bonus(&self, place: Place) -> f64 {
        let segment = &self.segments[place.segment];
        segment.rewind();
        let leaves = self.plan.leaves.iter().zip(&self.weights).enumerate();
        let speaking =
            leaves.filter(|(_, (leaf, weight))| leaf.scope == Scope::Anywhere && **weight > 0.0);
        let in_text = |leaf| segment.find(leaf, place.doc).map_or(0, |at| at.in_text);
        let places = |leaf: usize| in_text(leaf).div_ceil(self.plan.leaves[leaf].least_weight());
        let leaves = speaking.map(|(leaf, (_, &weight))| (weight, places(leaf)));
        most_bonus(&self.collection.formula, leaves.filter(|(_, places)| *places > 0))
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
        let day = segment.columns.dates.first(place.doc).map(|order| order.div_euclid(DAY));
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
        self.segments[place.segment].columns.dates.first(place.doc)
    }

    /// Returns what an article is called.
    pub fn name(&self, place: Place) -> ArticleName {
        self.segments[place.segment].columns.name(place.doc)
    }

    /// Returns what breaks ties: the latest first, undated last; then the id; then, for files of
    /// the same path below two roots, which have the same id, a number of the file.
    pub fn tie_break(&self, place: Place) -> TieBreak {
        (Reverse(self.date(place).unwrap_or(i64::MIN)), self.name(place))
    }
}

/// Date, then id and file.
pub type TieBreak = (Reverse<i64>, ArticleName);

#[derive(PartialEq, Eq)]
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
