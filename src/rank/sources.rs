//! The outlets of an archive, with what each has.

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::index::Archive;

/// What the archive has of one outlet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceCount {
    /// The outlet; `None` for articles of which it is not known.
    pub source: Option<String>,
    /// Its articles.
    pub articles: u64,
    /// Those of them without a date.
    pub undated: u64,
    /// [`Date::order`](crate::date::Date::order) of the earliest.
    pub first: Option<i64>,
    /// [`Date::order`](crate::date::Date::order) of the latest.
    pub last: Option<i64>,
}

/// Counts the live articles by outlet: most articles first, then by name, the unknown last.
///
/// # Errors
/// [`Error::Engine`].
pub fn sources(archive: &Archive) -> Result<Vec<SourceCount>> {
    let mut all: BTreeMap<Option<String>, SourceCount> = BTreeMap::new();
    for segment in archive.segments() {
        let doing = "counting the outlets";
        let columns = segment.fast_fields();
        let dates = columns.i64("date").map_err(Error::engine(doing))?;
        let names = columns.str("source").map_err(Error::engine(doing))?;
        // By number within the segment first, so that each name is looked up once.
        let mut counts: BTreeMap<Option<u64>, SourceCount> = BTreeMap::new();
        for doc in segment.doc_ids_alive() {
            let ord = names.as_ref().and_then(|column| column.ords().first(doc));
            counts.entry(ord).or_default().add(dates.first(doc));
        }
        for (ord, count) in counts {
            let mut name = String::new();
            if let (Some(ord), Some(column)) = (ord, &names) {
                column.ord_to_str(ord, &mut name).map_err(Error::engine(doing))?;
            }
            let source = ord.map(|_| name);
            let sum = all.entry(source.clone()).or_default();
            sum.source = source;
            sum.join(&count);
        }
    }
    let mut found: Vec<SourceCount> = all.into_values().collect();
    found.sort_by(|a, b| {
        let key = |count: &SourceCount| (count.source.is_none(), u64::MAX - count.articles);
        key(a).cmp(&key(b)).then_with(|| a.source.cmp(&b.source))
    });
    Ok(found)
}

impl SourceCount {
    fn add(&mut self, date: Option<i64>) {
        let (first, last, undated) = (date, date, u64::from(date.is_none()));
        self.join(&SourceCount { source: None, articles: 1, undated, first, last });
    }

    fn join(&mut self, other: &SourceCount) {
        self.articles += other.articles;
        self.undated += other.undated;
        self.first = self.first.into_iter().chain(other.first).min();
        self.last = self.last.into_iter().chain(other.last).max();
    }
}
