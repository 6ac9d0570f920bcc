//! What would be indexed of a file, without an index: articles and skips.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::articles::{FieldView, article_text};
use super::escape::{to_json_pretty, write_line};
use super::json::{Span, spans};
use super::safe::safe;
use super::text::{TextStyle, place_of};
use crate::article::Skip;
use crate::index::StoredArticle;

/// An article with its file, or a skip.
pub type ReadItem = Result<(PathBuf, StoredArticle), Skip>;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum ItemView<'a> {
    Article(Box<ArticleView<'a>>),
    Skip { path: String, place: Option<&'a str>, kind: &'static str, reason: String },
}

#[derive(Serialize)]
struct ArticleView<'a> {
    path: String,
    key: Option<&'a str>,
    ordinal: u32,
    title: Option<FieldView<'a>>,
    date: Option<FieldView<'a>>,
    source: Option<FieldView<'a>>,
    author: Option<FieldView<'a>>,
    url: Option<FieldView<'a>>,
    language: Option<FieldView<'a>>,
    notes: &'a [String],
    passages: Vec<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

impl<'a> ItemView<'a> {
    fn new(item: &'a ReadItem, text: bool) -> ItemView<'a> {
        let shown = |path: &Path| path.to_string_lossy().into_owned();
        match item {
            Ok((path, stored)) => {
                let article = &stored.article;
                ItemView::Article(Box::new(ArticleView {
                    path: shown(path),
                    key: article.key.as_deref(),
                    ordinal: article.ordinal,
                    title: FieldView::of(&article.title),
                    date: FieldView::of(&article.date),
                    source: FieldView::of(&article.source),
                    author: FieldView::of(&article.author),
                    url: FieldView::of(&article.url),
                    language: FieldView::of(&article.language),
                    notes: &article.notes,
                    passages: spans(&article.text, &stored.passages),
                    text: text.then_some(article.text.as_str()),
                }))
            }
            Err(skip) => ItemView::Skip {
                path: shown(&skip.path),
                place: skip.place.as_deref(),
                kind: skip.reason.kind(),
                reason: skip.reason.to_string(),
            },
        }
    }
}

/// Writes articles and skips as one JSON object; `text` adds the text of each article.
///
/// # Errors
/// Those of the writer.
pub fn write_read_json(out: &mut dyn Write, items: &[ReadItem], text: bool) -> io::Result<()> {
    #[derive(Serialize)]
    struct Body<'a> {
        items: Vec<ItemView<'a>>,
    }
    let items = items.iter().map(|item| ItemView::new(item, text)).collect();
    to_json_pretty(out, &Body { items })
}

/// Writes an article or a skip as a line of JSON.
///
/// # Errors
/// Those of the writer.
pub fn write_read_line(out: &mut dyn Write, item: &ReadItem, text: bool) -> io::Result<()> {
    write_line(out, &ItemView::new(item, text))
}

/// Writes an article or a skip for people.
///
/// # Errors
/// Those of the writer.
pub fn write_read_text(out: &mut dyn Write, item: &ReadItem, style: &TextStyle) -> io::Result<()> {
    match item {
        Ok((path, stored)) => {
            article_text(out, path, false, stored, &[], style)?;
        }
        Err(skip) => {
            let (path, place) = (style.path(&skip.path), place_of(skip));
            writeln!(out, "skipped   {path}{place}: {}", safe(&skip.reason.to_string()))?;
        }
    }
    writeln!(out)
}
