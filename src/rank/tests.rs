//! 1. Every hit, both counts and every mark agree with a slow matcher over the plain text, whatever
//! the articles and the query. 2. Filters hold before anything is cut to a page. 3. The order is
//! total: score, date, id. 4. The answer does not depend on threads (of the build or
//! of the search), steps, order or deletes.
//! 5. Nearness, beginnings and misspellings find, mark and print what `docs/QUERY.md` says.

mod analysis;
mod copies;
mod determinism;
mod examples;
mod explain;
mod language;
mod likeness;
mod names;
mod odd;
mod property;
mod slow;
mod widened;

use super::articles::Found;
use super::score::rounded;
use super::*;
use crate::article::{Article, Field, Method};
use crate::discover::Stamp;
use crate::index::{CommitNote, Manifest, StoredArticle, Writer};
use crate::query::{Mode, ParseOptions, Within, parse};

/// What a test says of an article.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub title: Option<String>,
    pub source: Option<String>,
    pub author: Option<String>,
    /// The folder below the article's own.
    pub folder: Option<String>,
    pub date: Option<crate::date::Date>,
    pub text: String,
}

pub(super) fn draft(text: &str) -> Draft {
    Draft { text: text.to_owned(), ..Draft::default() }
}

fn found<T>(value: Option<T>) -> Option<Field<T>> {
    value.map(|value| Field { value, method: Method::FrontMatter, evidence: String::new() })
}

impl Draft {
    /// The path begins with the article's number.
    pub fn path(&self, number: usize) -> String {
        match &self.folder {
            Some(folder) => format!("{number:04}/{folder}/text.txt"),
            None => format!("{number:04}.txt"),
        }
    }

    pub fn stored(&self, number: usize) -> StoredArticle {
        let draft = self.clone();
        let article = Article {
            title: found(draft.title),
            source: found(draft.source),
            author: found(draft.author),
            date: found(draft.date),
            text: draft.text,
            ..Article::default()
        };
        StoredArticle::new(0, self.path(number).into(), Stamp::default(), article)
    }
}

pub(in crate::rank) fn archive(drafts: &[Draft]) -> Archive {
    let mut writer = Writer::in_memory(1).unwrap();
    for (i, draft) in drafts.iter().enumerate() {
        writer.add(&draft.stored(i)).unwrap();
    }
    writer.commit(&CommitNote::default()).unwrap();
    writer.archive(Manifest::new()).unwrap()
}

pub(super) fn request(text: &str) -> SearchRequest {
    let today = crate::date::Date::from_ymd(2025, 12, 10).unwrap();
    let query = parse(text, &ParseOptions { mode: Mode::Syntax, today });
    SearchRequest::new(text, query.unwrap_or_else(|error| panic!("{text}: {}", error.reason)))
}

/// The numbers of the articles found, in order.
pub(super) fn numbers(archive: &Archive, request: &SearchRequest) -> Vec<usize> {
    let result = search(archive, request).unwrap();
    result.hits.iter().map(number).collect()
}

pub(super) fn number(hit: &Hit) -> usize {
    hit.article.path.to_string_lossy()[..4].parse().unwrap()
}

/// The marked pieces of all passages shown, and of the title.
pub(super) fn marked(hit: &Hit) -> Vec<String> {
    let title = hit.article.article.title.as_ref().map_or("", |title| title.value.as_str());
    let in_title = hit.title_marks.iter().map(|m| title[m.clone()].to_owned());
    let in_text =
        hit.passages.iter().flat_map(|p| p.marks.iter().map(|m| p.text[m.clone()].to_owned()));
    in_title.chain(in_text).collect()
}

/// No article.
pub(super) const NONE: [usize; 0] = [];

pub(super) fn texts(texts: &[&str]) -> Archive {
    archive(&texts.iter().map(|text| draft(text)).collect::<Vec<_>>())
}

/// The numbers of the articles that have all the words, ascending.
pub(super) fn finds(archive: &Archive, query: &str) -> Vec<usize> {
    let mut found = numbers(archive, &SearchRequest { matching: Match::All, ..request(query) });
    found.sort_unstable();
    found
}

/// The marked pieces of the first hit.
pub(super) fn first_marks(archive: &Archive, query: &str) -> Vec<String> {
    let result = search(archive, &SearchRequest { passages: 9, ..request(query) }).unwrap();
    result.hits.first().map(marked).unwrap_or_default()
}
