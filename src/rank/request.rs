//! What a search is asked for: plain data.

use super::{Formula, Recent};
use crate::query::Within;
use crate::query::ast::{DateRange, Query};

/// What is asked for.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// The query as typed.
    pub text: String,
    /// The query as parsed.
    pub query: Query,
    /// Most hits to return.
    pub limit: usize,
    /// Hits to leave out at the head.
    pub offset: usize,
    /// Most passages a hit.
    pub passages: usize,
    /// Order of the hits.
    pub sort: Sort,
    /// What to do when few articles have all the words.
    pub matching: Match,
    /// Outlets, of which one must be the article's; empty for any.
    pub sources: Vec<String>,
    /// Day ranges that must all hold.
    pub dates: Vec<DateRange>,
    /// Whether to give the opening of each article, besides where none of its passages matched.
    pub lead: bool,
    /// Whether fresh articles are preferred, and how much; only where hits stand by score.
    pub recent: Option<Recent>,
    /// The weights of the parts of a score.
    pub formula: Formula,
    /// Whether the words that the best articles share are added to the query.
    pub expand: bool,
    /// What must hold all that is looked for, besides the passage that a phrase stands in anyway.
    pub within: Option<Within>,
    /// Whether to say how scores came about and which forms words stand for.
    pub explain: bool,
    /// Whether to look for close words where a word is found nowhere or hardly.
    pub suggests: bool,
    /// Whether near copies of a hit are folded below it; a page is then of so many groups.
    pub folds: bool,
}

impl SearchRequest {
    /// Returns a request for the ten best hits with one passage each.
    pub fn new(text: impl Into<String>, query: Query) -> SearchRequest {
        SearchRequest {
            text: text.into(),
            query,
            limit: 10,
            offset: 0,
            passages: 1,
            sort: Sort::Score,
            matching: Match::AllFirst,
            sources: Vec::new(),
            dates: Vec::new(),
            lead: false,
            recent: None,
            formula: Formula::default(),
            expand: false,
            within: None,
            explain: false,
            suggests: true,
            folds: false,
        }
    }
}

/// Order of the hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    Score,
    /// Latest date first, undated last; the score is that of step 1.
    Newest,
    /// Earliest date first, undated last; the score is that of step 1.
    Oldest,
}

/// Which articles are hits when a query has several bare words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// Those with all of them; if that leaves room, those with some of them below.
    AllFirst,
    /// Only those with all of them.
    All,
    /// Those with any of them, by score alone.
    Some,
}
