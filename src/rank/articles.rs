//! Step 1: which articles match, and in what order by their words.
//!
//! Every list of documents that a leaf gives holds live articles only, so counts and weights never
//! see a deleted one. Filters hold here, before anything is cut to a page.

mod best;
mod held;
mod meet;
mod partition;
mod scan;
mod scoring;
mod sift;
mod tiers;
mod within;

use std::cell::Cell;
use std::cmp::Reverse;
use std::ops::Range;

use super::halves::{in_pieces, threads};
use super::hit::Matched;
use super::occurrences::{Occurrence, Occurrences};
use super::postings::{Terms, text_positions};
use super::score::{Collection, Formula, article_part, in_wholes, most_bonus, rounded, weight};
use super::starts::Wanted;
use super::{Match, Sort};
use crate::error::{Error, Result};
use crate::index::{Archive, ArticleName, Fields, Place};
use crate::query::ast::DateRange;
use crate::query::{Plan, Scope};
use partition::{Forward, Partition, Source, cut};
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
    /// In the order of their segments and documents.
    partitions: Vec<Partition<'a>>,
    fields: Fields,
    /// Weight of each leaf; 0 for those that are not scored.
    pub weights: Vec<f64>,
}

/// A segment, and the terms of each leaf in it.
struct Segment<'a> {
    source: Source<'a>,
    terms: Vec<Terms<'a>>,
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
        let fields = *archive.fields();
        let doing = "reading the postings";
        let segments = archive.raw_segments().zip(archive.columns()?).enumerate();
        let segments = segments.map(|(segment, (raw, columns))| {
            let terms = plan.leaves.iter().map(|leaf| Terms::look_up(raw, &fields, leaf));
            let terms = terms.collect::<tantivy::Result<_>>()?;
            Ok(Segment { source: Source { segment, raw, columns }, terms })
        });
        let segments =
            segments.collect::<tantivy::Result<Vec<_>>>().map_err(Error::engine(doing))?;
        let threads = threads();
        let cut = |segment: &Segment<'a>| {
            let docs = cut(segment.source.raw.reader, &segment.terms, threads).into_iter();
            docs.map(|docs| (segment.source.segment, docs)).collect::<Vec<_>>()
        };
        let open = |(number, docs)| {
            let Segment { source, terms }: &Segment<'a> = &segments[number];
            Partition::open(&fields, plan, terms, *source, docs)
        };
        let open = |pieces: Vec<(usize, Range<u32>)>| pieces.into_iter().map(open).collect();
        let partitions = in_pieces(segments.iter().flat_map(cut).collect(), threads, &open);
        let partitions: Vec<Partition<'a>> = partitions.map_err(Error::engine(doing))?;
        let mut weights = Vec::with_capacity(plan.leaves.len());
        for (i, leaf) in plan.leaves.iter().enumerate() {
            let lists = || partitions.iter().map(|partition| &partition.lists[i]);
            let df: usize = lists().map(Occurrences::len).sum();
            let cf: u64 = lists().map(Occurrences::total).sum();
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
        Ok(Articles { plan, collection, segments, partitions, fields, weights })
    }

    /// Returns how many live articles hold a leaf.
    pub fn found_in(&self, leaf: usize) -> u64 {
        self.partitions.iter().map(|partition| partition.lists[leaf].len() as u64).sum()
    }

    /// Returns the partition that an article is in.
    fn partition(&self, place: Place) -> &Partition<'a> {
        let is_before = |partition: &Partition<'_>| {
            (partition.source.segment, partition.docs.end) <= (place.segment, place.doc)
        };
        &self.partitions[self.partitions.partition_point(is_before)]
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
        let Segment { source, terms } = &self.segments[number];
        let Some(terms) = &terms[leaf].in_text else { return Ok(vec![Vec::new(); docs.len()]) };
        let find = |doc| self.partition(Place { segment: number, doc }).find(leaf, doc);
        let count = |doc| find(doc).map_or(0, |at| at.in_text);
        let wanted: Vec<Wanted> =
            docs.iter().map(|&doc| Wanted { doc, count: count(doc) }).collect();
        text_positions(source.raw, &self.fields, terms, &wanted)
            .map_err(Error::engine("reading the positions"))
    }

    fn filters(
        &self,
        partition: &Partition<'_>,
        doc: u32,
        has: &impl Fn(usize) -> bool,
    ) -> Filtered {
        let date = Cell::new(None::<Option<i64>>);
        let day = || {
            let known = date.get().unwrap_or_else(|| partition.source.columns.date(doc));
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
        let partition = self.partition(place);
        let has = |leaf: usize| partition.has(leaf, place.doc);
        self.filters(partition, place.doc, &has) == Filtered::In
    }

    /// Returns true when an article is a hit, in either tier of what is asked for.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn matches(&self, place: Place, matching: Match) -> Result<bool> {
        let partition = self.partition(place);
        let has = |leaf: usize| partition.has(leaf, place.doc);
        let wanted = &self.plan.wanted;
        let has_wanted = if matching == Match::All || self.plan.within.is_some() {
            wanted.iter().all(|&leaf| has(leaf))
        } else {
            let mut any =
                wanted.iter().copied().chain(self.plan.added.iter().map(|(leaf, _)| *leaf));
            wanted.is_empty() || any.any(&has)
        };
        let is_in = has_wanted && self.filters(partition, place.doc, &has) == Filtered::In;
        let mut docs = if is_in { vec![place.doc] } else { Vec::new() };
        self.keep_within(place.segment, &mut docs)?;
        Ok(!docs.is_empty())
    }

    fn found(
        &self,
        partition: &Partition<'_>,
        doc: u32,
        sort: Sort,
        matched: Matched,
        forward: &mut Forward<'_>,
    ) -> Found {
        let words = partition.words(doc);
        // In the order typed, so that the sum has the same rounding wherever it is made.
        // The sum of none is -0, which would be shown.
        let find = |leaf| forward.find(leaf, doc);
        let score = self.parts(find, words).fold(0.0, |sum, (_, part)| sum + part);
        let order = match sort {
            Sort::Score => rounded(score),
            Sort::Newest | Sort::Oldest => date_order(partition, doc, sort),
        };
        let place = Place { segment: partition.source.segment, doc };
        Found { order, score, freshness: 1.0, place, matched }
    }

    /// Returns what each leaf adds to an article's score; `find` looks them up in it.
    fn parts<'s>(
        &'s self,
        mut find: impl FnMut(usize) -> Option<Occurrence> + 's,
        words: (u32, u32),
    ) -> impl Iterator<Item = (usize, f64)> + 's {
        self.weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0).filter_map(
            move |(leaf, &weight)| {
                let at = find(leaf)?;
                let counts = (at.in_text, at.in_title);
                Some((leaf, article_part(&self.collection, weight, counts, words)))
            },
        )
    }

    /// Returns what the places of its words can add to an article's score at the most.
    pub fn most_bonus(&self, place: Place) -> f64 {
        let partition = self.partition(place);
        let leaves = self.plan.leaves.iter().zip(&self.weights).enumerate();
        let speaking =
            leaves.filter(|(_, (leaf, weight))| leaf.scope == Scope::Anywhere && **weight > 0.0);
        let in_text = |leaf| partition.find(leaf, place.doc).map_or(0, |at| at.in_text);
        let places = |leaf: usize| in_text(leaf).div_ceil(self.plan.leaves[leaf].least_weight());
        let leaves = speaking.map(|(leaf, (_, &weight))| (weight, places(leaf)));
        most_bonus(&self.collection.formula, leaves.filter(|(_, places)| *places > 0))
    }

    /// Returns what each leaf adds to an article's score, in the order typed.
    pub fn explain(&self, place: Place) -> Vec<(usize, f64)> {
        let partition = self.partition(place);
        let find = |leaf| partition.find(leaf, place.doc);
        self.parts(find, partition.words(place.doc)).collect()
    }

    /// Writes the leaves because of which an article matched, those to be marked, over what is in
    /// `reasons`.
    pub fn reasons(&self, place: Place, reasons: &mut Vec<usize>) {
        let partition = self.partition(place);
        let has = |leaf: usize| partition.has(leaf, place.doc);
        let date = || partition.source.columns.date(place.doc);
        let within =
            |range: &DateRange| date().is_some_and(|order| contains(range, order.div_euclid(DAY)));
        reasons.clear();
        reasons.extend(self.plan.wanted.iter().copied().filter(|&leaf| has(leaf)));
        for tree in &self.plan.must {
            tree.reasons(&has, &within, reasons);
        }
        reasons.retain(|&leaf| self.plan.leaves[leaf].is_positive);
        reasons.sort_unstable();
        reasons.dedup();
    }

    /// Returns an article's date as dates are ordered, in seconds.
    pub fn date(&self, place: Place) -> Option<i64> {
        self.segments[place.segment].source.columns.date(place.doc)
    }

    /// Returns what an article is called.
    pub fn name(&self, place: Place) -> ArticleName {
        self.segments[place.segment].source.columns.name(place.doc)
    }

    /// Returns what breaks ties: the latest first, undated last; then the id; then, for files of
    /// the same path below two roots, which have the same id, a number of the file.
    pub fn tie_break(&self, place: Place) -> TieBreak {
        (Reverse(self.date(place).unwrap_or(i64::MIN)), self.name(place))
    }
}

/// Date, then id and file.
pub type TieBreak = (Reverse<i64>, ArticleName);

/// Returns what an article is ordered by where dates decide, more for those that come first.
fn date_order(partition: &Partition<'_>, doc: u32, sort: Sort) -> i64 {
    let date = partition.source.columns.date(doc);
    date.map_or(i64::MIN, |date| if sort == Sort::Oldest { -date } else { date })
}

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
