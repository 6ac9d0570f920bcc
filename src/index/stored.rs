//! An article on its way into the engine's store and back.

use std::ops::Range;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;

use super::schema::Fields;
use super::wire::Cutter;
use crate::analysis::Language;
use crate::article::{Article, ArticleId, path_from_bytes};
use crate::copies::Sketch;
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

/// Returns the bytes of the one stored field of a document, as the engine lays it out: number of
/// fields, field, type, length, bytes. The engine's own way would take them one by one.
pub(super) fn packed_in(document: &[u8]) -> Option<&[u8]> {
    /// The engine's type of bytes.
    const BYTES: u8 = 4;
    let (1, rest) = varint(document)? else { return None };
    let (_field, rest) = rest.split_first_chunk::<4>()?;
    let (&BYTES, rest) = rest.split_first()? else { return None };
    let (length, bytes) = varint(rest)?;
    (bytes.len() as u64 == length).then_some(bytes)
}

/// Reads a number that is written seven bits a byte, the lowest first; the last byte has the
/// eighth bit.
fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let length = bytes.iter().take(10).position(|byte| byte & 0x80 != 0)? + 1;
    let (digits, rest) = bytes.split_at(length);
    let number = digits.iter().rev().fold(0, |n, digit| n << 7 | u64::from(digit & 0x7F));
    Some((number, rest))
}

/// What lies in the store: read as owned data, written from borrowed data.
#[derive(Serialize, Deserialize)]
struct Record<Path, Story> {
    root: u32,
    relative: Path,
    stamp: Stamp,
    article: Story,
    /// For each passage how many bytes it leaves out before it, and how long it is.
    passages: Vec<(u32, u32)>,
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

    /// Makes what the engine is given of the article, all but what is stored; `file` is the hash of
    /// its file.
    pub(super) fn document(
        &self,
        fields: &Fields,
        file: u64,
        cutter: &mut Cutter,
    ) -> TantivyDocument {
        let article = &self.article;
        let language = self.language();
        let mut doc = TantivyDocument::default();
        doc.add_u64(fields.id, self.id.0);
        doc.add_u64(fields.file, file);
        doc.add_u64(fields.passages, self.passages.len() as u64);
        if let Some(sketch) = Sketch::of(&article.text) {
            doc.add_u64(fields.whole, sketch.whole.into());
            sketch.values.iter().for_each(|&value| doc.add_u64(fields.sketch, value.into()));
        }
        if let Some(date) = &article.date {
            doc.add_i64(fields.date, date.value.order());
        }
        if let Some(title) = &article.title {
            doc.add_text(fields.title_terms, cutter.line(language, &title.value));
        }
        if let Some(source) = &article.source {
            doc.add_text(fields.source, &source.value);
            doc.add_text(fields.source_terms, cutter.line(language, &source.value));
        }
        if let Some(author) = &article.author {
            doc.add_text(fields.author_terms, cutter.line(language, &author.value));
        }
        doc.add_text(fields.path_terms, cutter.line(language, &self.relative.to_string_lossy()));
        let passages = self.passages.iter().map(|range| &article.text[range.clone()]);
        doc.add_text(fields.text_terms, cutter.passages(language, passages.clone()));
        doc.add_text(fields.names, cutter.names(language, passages));
        doc
    }

    /// Returns the bytes that are stored, before they are packed.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        self.to_bytes_in(Vec::new())
    }

    /// Writes the bytes that are stored over what is in a buffer.
    pub(super) fn to_bytes_in(&self, mut buffer: Vec<u8>) -> Vec<u8> {
        buffer.clear();
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut end = 0;
        let passages = self.passages.iter().map(|range| {
            let gap = range.start - end;
            end = range.end;
            (small(gap), small(range.len()))
        });
        let record = Record {
            root: self.root,
            relative: self.relative.as_os_str().as_encoded_bytes(),
            stamp: self.stamp,
            article: &self.article,
            passages: passages.collect(),
        };
        // Plain data: there is nothing in it that cannot be written.
        postcard::to_extend(&record, buffer).unwrap_or_default()
    }

    /// Reads an article back, or says what is wrong with what is stored.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<StoredArticle, String> {
        let record: Record<Vec<u8>, Article> = postcard::from_bytes(bytes)
            .map_err(|_| "its stored fields cannot be read".to_owned())?;
        let Record { root, relative, stamp, article, passages } = record;
        let relative = path_from_bytes(relative);
        let mut end = 0usize;
        let passages = passages.into_iter().map(|(gap, length)| {
            let start = end.saturating_add(gap as usize);
            end = start.saturating_add(length as usize);
            start..end
        });
        let passages: Vec<Range<usize>> = passages.collect();
        if passages.iter().any(|range| article.text.get(range.clone()).is_none()) {
            return Err("a passage lies outside its text".to_owned());
        }
        let id = ArticleId::of(&relative, article.key.as_deref(), article.ordinal);
        Ok(StoredArticle { id, root, relative, stamp, article, passages })
    }
}

/// Returns the language whose stems an article's words have: what the article states, else
/// English for Latin script.
pub fn language_of(article: &Article) -> Language {
    article.language.as_ref().map_or(Language::English, |field| Language::from_code(&field.value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::schema::{INDEXED, STORED};

    #[test]
    fn what_the_engine_stores_is_found_in_its_documents() {
        let mut schema = tantivy::schema::Schema::builder();
        let (id, article) =
            (schema.add_u64_field("id", INDEXED), schema.add_bytes_field("a", STORED));
        let index = tantivy::Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 15_000_000).unwrap();
        let texts = [0, 1, 127, 128, 129, 16_383, 16_384, 70_000].map(|length| vec![0xA5; length]);
        for text in &texts {
            let mut document = TantivyDocument::default();
            document.add_u64(id, 7);
            document.add_bytes(article, text);
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let store = searcher.segment_reader(0).get_store_reader(0).unwrap();
        for (doc, text) in (0..).zip(&texts) {
            let document = store.get_document_bytes(doc).unwrap();
            assert_eq!(packed_in(&document), Some(&text[..]));
            assert_eq!(packed_in(&document[..document.len() - 1]), None);
        }
        assert!(
            [&b""[..], b"\x80", b"\x81", b"\x01\x01\x01"]
                .map(packed_in)
                .iter()
                .all(Option::is_none)
        );
    }
}
