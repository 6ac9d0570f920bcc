//! What a search gives back: plain owned data, which nothing needs an index to print.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use super::feedback::AddedWord;
use super::fold::Folded;
use crate::article::{Article, ArticleId};
use crate::query::ast::Note;

/// The answer to one query.
#[derive(Debug, Clone, Default)]
pub struct SearchResult {
    /// The page of hits that was asked for, best first.
    pub hits: Vec<Hit>,
    /// What the search covered.
    pub receipt: Receipt,
    /// How the query was read, and what each item of it stands for.
    pub reading: Reading,
}

/// An article that matched.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Place in the whole answer, from 1.
    pub rank: usize,
    /// Score; hits are ordered by it to six decimals, then by date, latest first, undated last,
    /// then by id.
    pub score: f64,
    /// Whether it has all the bare words.
    pub matched: Matched,
    /// The earliest of its group of near copies; `None` for an article that is alone.
    pub group: Option<ArticleId>,
    /// Its near copies that match too, where they are folded.
    pub folded: Folded,
    /// True when the article's file has changed or gone since it was indexed.
    pub is_stale: bool,
    /// Why the article could not be read back; all below is then empty but for what is known.
    pub read_error: Option<String>,
    /// The article.
    pub article: HitArticle,
    /// The opening words of the text, where there is no title.
    pub opening: Option<String>,
    /// Byte ranges of the title that satisfy the query: in order, without overlap.
    pub title_marks: Vec<Range<usize>>,
    /// The opening of the article, where no passage of it matched or it was asked for.
    pub lead: Option<Passage>,
    /// Its best passages, best first.
    pub passages: Vec<Passage>,
    /// The parts of the score, in order, where they were asked for.
    pub parts: Vec<(String, f64)>,
}

/// How much of a query an article has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matched {
    /// All the bare words.
    All,
    /// Some of them.
    Some,
}

/// What is shown of an article.
#[derive(Debug, Clone)]
pub struct HitArticle {
    /// Its id.
    pub id: ArticleId,
    /// Its file; where its root is no longer known, the path below the root.
    pub path: PathBuf,
    /// The article; without its text.
    pub article: Article,
}

/// A passage of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// The text.
    pub text: String,
    /// Where it stands in the article's text, in code points.
    pub place: Range<usize>,
    /// Its own score; 0 for a lead.
    pub score: f64,
    /// Byte ranges of `text` that satisfy the query: in order, without overlap.
    pub marks: Vec<Range<usize>>,
}

/// What a search covered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Receipt {
    /// Articles that have all the bare words, and all that must hold.
    pub matched_all: u64,
    /// Articles that have some of the bare words, and all that must hold, without the former;
    /// `None` above 10,000. Zero when only articles with all of them were asked for.
    pub matched_some: Option<u64>,
    /// Articles in the index.
    pub searched: u64,
    /// Outlets in the index.
    pub sources: u64,
    /// Articles in the index without a date.
    pub undated: u64,
    /// Articles that match but for a date range, and have no date.
    pub excluded_undated: u64,
    /// Files of which nothing is in the index.
    pub skipped_files: u64,
    /// True when articles with only some of the words are among the hits.
    pub is_relaxed: bool,
    /// Days in which a score halves, where fresh articles are preferred.
    pub half_life_days: Option<f64>,
    /// How long the search took, in milliseconds.
    pub took_ms: f64,
    /// Articles that are hits under the matching that was asked for.
    pub matched_any: u64,
}

/// How a query was read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The query as typed.
    pub text: String,
    /// The query as it was read, in the same language.
    pub parsed: String,
    /// True when there is no word to look for.
    pub is_wordless: bool,
    /// What was typed and is not searched as it may have been meant.
    pub ignored: Vec<Note>,
    /// For a word as typed: other words of the index that it was taken to stand for, in order.
    pub expanded: BTreeMap<String, Vec<String>>,
    /// The words that were added because the best articles share them, heaviest first.
    pub added: Vec<AddedWord>,
    /// For each item looked up: the text typed, and the word forms of the index it stands for,
    /// each with the number of articles, where they were asked for.
    pub forms: Vec<ItemForms>,
    /// For words that are found nowhere or hardly: close ones that are found, in the order typed,
    /// where they were asked for.
    pub did_you_mean: Vec<Suggestion>,
}

/// A word that is found nowhere or hardly, and one of the index that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// As typed.
    pub word: String,
    /// Bytes of the item of the query text that it stands in.
    pub place: Range<usize>,
    /// The exact form of the other.
    pub suggestion: String,
    /// Articles that hold it.
    pub articles: u64,
}

/// An item of a query as typed, and the word forms of the index that it stands for, each with the
/// number of articles that hold it.
pub type ItemForms = (String, Vec<(String, u64)>);

/// What is kept of a text that has no title: enough for a line.
const OPENING_BYTES: usize = 300;

/// Returns the beginning of the text of an article without a title.
pub(super) fn opening(article: &Article) -> Option<String> {
    let text = &article.text;
    let is_untitled = article.title.is_none();
    is_untitled.then(|| text[..text.floor_char_boundary(OPENING_BYTES)].to_owned())
}
