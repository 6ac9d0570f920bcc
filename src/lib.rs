//! Full-text search for an archive of news articles.
//!
//! `talks` turns whatever people have saved — text, Markdown, pages, feeds, records — into
//! articles with a source, a date and a title, each with the evidence it was read from, and answers
//! queries with ranked passages in which the matching words are marked. It is exact about what it
//! shows: every mark can be checked against the text, every count is a count of live articles, and
//! the same articles and query give the same answer however the index came about.
//!
//! # The flow
//!
//! To build: [`discover`] walks the roots, [`read`] turns files into articles or skips,
//! [`passages`] cuts the text, [`analysis`] cuts words, [`index`] writes and commits.
//! To search: [`query`] parses what was typed and lowers it, [`rank`] finds, orders and marks,
//! [`present`] prints. [`eval`] says how good a ranking is. [`article`], [`date`] and [`error`] are
//! shared by all, [`script`] and [`copies`] — which texts tell one story in the same words — by
//! those that look at text.
//!
//! ```
//! use talks::article::Article;
//! use talks::date::Date;
//! use talks::index::{CommitNote, Manifest, StoredArticle, Writer};
//! use talks::query::{Mode, ParseOptions, parse};
//! use talks::rank::{SearchRequest, search};
//!
//! # fn main() -> Result<(), talks::error::Error> {
//! let mut writer = Writer::in_memory(1)?;
//! let text = "Both sides want security guarantees.".to_owned();
//! let article = Article { text, ..Article::default() };
//! writer.add(&StoredArticle::new(0, "a.txt".into(), Default::default(), article))?;
//! writer.commit(&CommitNote::default())?;
//! let archive = writer.archive(Manifest::new())?;
//!
//! let options = ParseOptions { mode: Mode::Syntax, today: Date::EPOCH };
//! let query = parse("\"security guarantees\"", &options).expect("no field has a value here");
//! let result = search(&archive, &SearchRequest::new("\"security guarantees\"", query))?;
//! let passage = &result.hits[0].passages[0];
//! assert_eq!(&passage.text[passage.marks[0].clone()], "security guarantees");
//! # Ok(())
//! # }
//! ```
//!
//! An archive on disk is brought up to date with [`index::update`] and opened with
//! [`index::Archive::open`].
//!
//! # When not to use this
//!
//! For logs, source code or records without prose: there are no passages in them. For search by
//! meaning, or across many machines: this is one archive, on one disk, by its words.
//!
//! The library never prints, never exits, and reads no environment and no clock: what day it is,
//! and where things are, its caller says.

pub mod analysis;
pub mod article;
pub mod copies;
pub mod date;
pub mod discover;
pub mod error;
pub mod eval;
pub mod index;
pub mod passages;
pub mod present;
pub mod query;
pub mod rank;
pub mod read;
pub mod script;
