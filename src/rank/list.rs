//! Articles without a query: filtered, ordered by date, a page at a time.

use super::Sort;
use super::articles::{Articles, TieBreak};
use super::score::Formula;
use crate::error::Result;
use crate::index::{Archive, Place, StoredArticle};
use crate::query::ast::{DateRange, Query};
use crate::query::lower;

/// Which articles are listed.
#[derive(Debug, Clone)]
pub struct ListRequest {
    /// Outlets, of which one must be the article's; empty for any.
    pub sources: Vec<String>,
    /// Day ranges that must all hold.
    pub dates: Vec<DateRange>,
    /// Only those without a date.
    pub undated: bool,
    /// [`Sort::Oldest`] for the earliest first, else the latest; undated last, then by id.
    pub sort: Sort,
    /// Most articles to return.
    pub limit: usize,
    /// Articles to leave out at the head.
    pub offset: usize,
}

/// An article of a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Where its file lies, as far as its root is known.
    pub path: std::path::PathBuf,
    /// True when the file has changed or gone since it was indexed.
    pub is_stale: bool,
    /// The article, or why it cannot be read back.
    pub stored: std::result::Result<StoredArticle, String>,
}

/// Returns the articles asked for and how many there are in all.
///
/// # Errors
/// [`Error::Engine`](crate::error::Error::Engine).
pub fn list(archive: &Archive, request: &ListRequest) -> Result<(Vec<Listed>, u64)> {
    let languages = archive.languages();
    let plan = archive.with_analyser(|analyser| {
        lower(analyser, "", &Query::default(), languages, &request.sources, &request.dates)
    });
    let articles = Articles::open(archive, &plan, Formula::default())?;
    let mut found: Vec<(TieBreak, Place)> = archive
        .places()
        .filter(|&place| articles.passes(place))
        .map(|place| (articles.tie_break(place), place))
        .filter(|((date, _), _)| !request.undated || date.0 == i64::MIN)
        .collect();
    let total = found.len() as u64;
    match request.sort {
        Sort::Oldest => found.sort_by_key(|((date, name), _)| (date.0 == i64::MIN, date.0, *name)),
        Sort::Newest | Sort::Score => found.sort(),
    }
    let reader = archive.articles()?;
    let page = found.into_iter().skip(request.offset).take(request.limit);
    let listed = page.map(|(_, place)| listed(archive, reader.read(place))).collect();
    Ok((listed, total))
}

/// Returns an article that was read back with what its file says now.
pub fn listed(archive: &Archive, stored: std::result::Result<StoredArticle, String>) -> Listed {
    let known = stored.as_ref().ok();
    let path = known.and_then(|stored| archive.path_of(stored));
    let stale = known.is_none_or(|stored| archive.is_stale(stored));
    let relative = || known.map(|stored| stored.relative.clone()).unwrap_or_default();
    Listed { path: path.clone().unwrap_or_else(relative), is_stale: stale, stored }
}
