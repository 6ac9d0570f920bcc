//! What the live articles come to: counts, lengths, span of dates.
//!
//! The engine's own statistics count deleted articles until segments merge; these never do, so an
//! index with deletes ranks as a fresh one. They are computed from the segments after each commit
//! and kept in `totals.json` beside them, under the commit's number; a reader that finds another
//! number there (a crash in between), or a file that is not what was written, computes them itself.

use std::collections::BTreeSet;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::SegmentReader;
use tantivy::schema::Field;

use super::manifest::put;
use super::schema::Fields;
use super::sealed::{Stamps, text};
use crate::error::{Error, Result};

pub const NAME: &str = "totals.json";

/// What the live articles of an index come to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Number of the commit that these are of.
    pub commit: u64,
    /// Articles.
    pub articles: u64,
    /// Distinct outlets.
    pub sources: u64,
    /// Articles without a date.
    pub undated: u64,
    /// Passages.
    pub passages: u64,
    /// Sum of the lengths of titles, in words, as the engine rounds lengths.
    pub title_words: u64,
    /// Sum of the lengths of texts, in words, as the engine rounds lengths.
    pub text_words: u64,
    /// [`Date::order`](crate::date::Date::order) of the earliest article.
    pub first: Option<i64>,
    /// [`Date::order`](crate::date::Date::order) of the latest article.
    pub last: Option<i64>,
    /// Tags of the languages that words are stemmed in, sorted.
    pub languages: String,
}

/// What is kept beside the segments of a commit, so that a reader need not look for it.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// What its live articles come to.
    pub totals: Totals,
    /// The stamps of its files as their writer left them.
    pub files: Stamps,
}

impl Kept {
    /// Reads what is kept in a generation; nothing when it is not there or not what was written,
    /// for all of it can be found out from the segments.
    pub fn read(generation: &Path) -> Option<Kept> {
        let bytes = std::fs::read(generation.join(NAME)).ok()?;
        text::is_sealed(&bytes).then(|| serde_json::from_slice(&bytes).ok())?
    }

    /// Keeps it beside its segments.
    ///
    /// # Errors
    /// [`Error::CannotWrite`].
    pub fn write(&self, generation: &Path) -> Result<()> {
        let path = generation.join(NAME);
        let bytes = text::to_json(self).map_err(|error| Error::writing(&path)(error.into()))?;
        put(&path, &bytes)
    }
}

impl Totals {
    /// Computes the totals from the segments: one look at each column and length.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn compute(commit: u64, fields: &Fields, segments: &[SegmentReader]) -> Result<Totals> {
        let mut totals = Totals { commit, ..Totals::default() };
        let mut sources = BTreeSet::new();
        let mut languages = BTreeSet::new();
        for segment in segments {
            totals
                .add_segment(fields, segment, &mut sources, &mut languages)
                .map_err(Error::engine("counting the articles"))?;
        }
        totals.sources = sources.len() as u64;
        totals.languages = languages.into_iter().map(char::from).collect();
        Ok(totals)
    }

    fn add_segment(
        &mut self,
        fields: &Fields,
        segment: &SegmentReader,
        sources: &mut BTreeSet<String>,
        languages: &mut BTreeSet<u8>,
    ) -> tantivy::Result<()> {
        let columns = segment.fast_fields();
        let dates = columns.i64("date")?;
        let passages = columns.u64("passages")?;
        let source = columns.str("source")?;
        let length = |field: Field| segment.get_fieldnorms_reader(field);
        let (title, text) = (length(fields.title_terms)?, length(fields.text_terms)?);
        let mut used = BTreeSet::new();
        for doc in segment.doc_ids_alive() {
            self.articles += 1;
            self.passages += passages.first(doc).unwrap_or(0);
            self.title_words += u64::from(title.fieldnorm(doc));
            self.text_words += u64::from(text.fieldnorm(doc));
            match dates.first(doc) {
                Some(date) => {
                    self.first = Some(self.first.map_or(date, |first| first.min(date)));
                    self.last = Some(self.last.map_or(date, |last| last.max(date)));
                }
                None => self.undated += 1,
            }
            used.extend(source.as_ref().and_then(|column| column.ords().first(doc)));
        }
        if let Some(column) = &source {
            for ord in used {
                let mut name = String::new();
                column.ord_to_str(ord, &mut name)?;
                sources.insert(name);
            }
        }
        for field in [fields.title_terms, fields.text_terms] {
            let index = segment.inverted_index(field)?;
            for language in crate::analysis::Language::all() {
                let tag = language.tag();
                let mut terms = index.terms().range().ge([tag]).lt([tag + 1]).into_stream()?;
                if terms.advance() {
                    languages.insert(tag);
                }
            }
        }
        Ok(())
    }
}
