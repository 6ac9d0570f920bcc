//! An article on its way into the engine's store and back.

use std::ops::Range;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::document::Value;

use super::schema::{Fields, wire_line, wire_passages};
use crate::analysis::Language;
use crate::article::{Article, ArticleId, Field, LeftOut};
use crate::date::Date;
use crate::discover::Stamp;
use crate::passages;

/// An article as it lies in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredArticle {
    /// Its id.
    pub id: ArticleId,
    /// Number of its root in the manifest.
    pub root: u32,
    /// Path of its file below the root.
    pub relative: PathBuf,
    /// Size and time of the file when it was read.
    pub stamp: Stamp,
    /// What was read.
    pub article: Article,
    /// Byte ranges of the passages in [`Article::text`], in order.
    pub passages: Vec<Range<usize>>,
}

/// Everything stored about an article but its text.
#[derive(Serialize, Deserialize)]
struct Rest {
    id: ArticleId,
    root: u32,
    relative: Vec<u8>,
    stamp: Stamp,
    key: Option<String>,
    ordinal: u32,
    title: Option<Field<String>>,
    source: Option<Field<String>>,
    date: Option<Field<Date>>,
    author: Option<Field<String>>,
    url: Option<Field<String>>,
    language: Option<Field<String>>,
    left_out: Vec<LeftOut>,
    notes: Vec<String>,
    passages: Vec<Range<u32>>,
}

impl StoredArticle {
    /// Makes what is stored of an article that was read from a file.
    pub fn new(root: u32, relative: PathBuf, stamp: Stamp, article: Article) -> Self {
        let id = ArticleId::of(&relative, article.key.as_deref(), article.ordinal);
        let passages = passages::split(&article.text);
        StoredArticle { id, root, relative, stamp, article, passages }
    }

    /// Returns the language whose stems the article's words have.
    pub fn language(&self) -> Language {
        language_of(&self.article)
    }

    pub(super) fn document(&self, fields: &Fields, file: u64) -> TantivyDocument {
        let article = &self.article;
        let language = self.language();
        let wire_line = |text: &str| wire_line(language, text);
        let mut doc = TantivyDocument::default();
        doc.add_u64(fields.id, self.id.0);
        doc.add_u64(fields.file, file);
        doc.add_u64(fields.passages, self.passages.len() as u64);
        if let Some(date) = &article.date {
            doc.add_i64(fields.date, date.value.order());
            doc.add_text(fields.date_text, date.value.to_string());
        }
        if let Some(title) = &article.title {
            doc.add_text(fields.title, &title.value);
            doc.add_text(fields.title_terms, wire_line(&title.value));
        }
        if let Some(source) = &article.source {
            doc.add_text(fields.source, &source.value);
            doc.add_text(fields.source_terms, wire_line(&source.value));
        }
        if let Some(author) = &article.author {
            doc.add_text(fields.author_terms, wire_line(&author.value));
        }
        doc.add_text(fields.path_terms, wire_line(&self.relative.to_string_lossy()));
        doc.add_text(fields.text, &article.text);
        let passages = self.passages.iter().map(|range| &article.text[range.clone()]);
        doc.add_text(fields.text_terms, wire_passages(language, passages));
        doc.add_bytes(fields.rest, &self.rest());
        doc
    }

    fn rest(&self) -> Vec<u8> {
        let article = self.article.clone();
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let rest = Rest {
            id: self.id,
            root: self.root,
            relative: self.relative.as_os_str().as_encoded_bytes().to_vec(),
            stamp: self.stamp,
            key: article.key,
            ordinal: article.ordinal,
            title: article.title,
            source: article.source,
            date: article.date,
            author: article.author,
            url: article.url,
            language: article.language,
            left_out: article.left_out,
            notes: article.notes,
            passages: self.passages.iter().map(|r| small(r.start)..small(r.end)).collect(),
        };
        // Plain owned data: there is nothing in it that cannot be written.
        postcard::to_stdvec(&rest).unwrap_or_default()
    }

    /// Reads an article back, or says what is wrong with what is stored.
    pub(super) fn from_document(
        fields: &Fields,
        doc: &TantivyDocument,
    ) -> Result<StoredArticle, String> {
        let text = doc.get_first(fields.text).and_then(|value| value.as_str());
        let rest = doc.get_first(fields.rest).and_then(|value| value.as_bytes());
        let (Some(text), Some(rest)) = (text, rest) else {
            return Err("a stored field is missing".to_owned());
        };
        let rest: Rest = postcard::from_bytes(rest)
            .map_err(|_| "the stored fields cannot be read".to_owned())?;
        let passages: Vec<Range<usize>> =
            rest.passages.iter().map(|r| r.start as usize..r.end as usize).collect();
        if passages.iter().any(|range| text.get(range.clone()).is_none()) {
            return Err("a passage lies outside its text".to_owned());
        }
        let article = Article {
            key: rest.key,
            ordinal: rest.ordinal,
            title: rest.title,
            source: rest.source,
            date: rest.date,
            author: rest.author,
            url: rest.url,
            language: rest.language,
            text: text.to_owned(),
            left_out: rest.left_out,
            notes: rest.notes,
        };
        let relative = path_from_bytes(rest.relative);
        let (id, root, stamp) = (rest.id, rest.root, rest.stamp);
        Ok(StoredArticle { id, root, relative, stamp, article, passages })
    }
}

/// Returns the language whose stems an article's words have: what the article states, else
/// English for Latin script.
pub fn language_of(article: &Article) -> Language {
    article.language.as_ref().map_or(Language::English, |field| Language::from_code(&field.value))
}

#[cfg(unix)]
pub(super) fn path_from_bytes(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
pub(super) fn path_from_bytes(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}
