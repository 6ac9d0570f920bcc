//! The columns that order and name articles, opened once for all queries.

use std::sync::OnceLock;

use tantivy::SegmentReader;
use tantivy::columnar::Column;
use tantivy::fastfield::FastFieldReaders;

use super::archive::{Archive, Place};
use super::groups::ArticleName;
use crate::article::ArticleId;
use crate::error::{Error, Result};

/// The columns of one segment.
pub struct ArticleColumns {
    all: FastFieldReaders,
    /// Opened when the first date is asked for: the engine reads something of every 512 then.
    dates: OnceLock<tantivy::Result<Column<i64>>>,
    ids: Column<u64>,
    files: Column<u64>,
}

impl ArticleColumns {
    fn open(segment: &SegmentReader) -> tantivy::Result<ArticleColumns> {
        let all = segment.fast_fields().clone();
        let (ids, files) = (all.u64("id")?, all.u64("file")?);
        Ok(ArticleColumns { all, dates: OnceLock::new(), ids, files })
    }

    /// Returns the date of an article as it is ordered, in seconds; `None` for one that is undated, and
    /// where dates cannot be read, which [`Archive::dates_are_sound`] tells.
    pub fn date(&self, doc: u32) -> Option<i64> {
        self.dates.get_or_init(|| self.all.i64("date")).as_ref().ok()?.first(doc)
    }

    /// Returns the id of an article.
    pub fn id(&self, doc: u32) -> ArticleId {
        ArticleId(self.ids.first(doc).unwrap_or(0))
    }

    /// Returns what names an article.
    pub fn name(&self, doc: u32) -> ArticleName {
        ArticleName { id: self.id(doc), file: self.files.first(doc).unwrap_or(0) }
    }
}

impl Archive {
    /// Returns the columns of each segment.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn columns(&self) -> Result<&[ArticleColumns]> {
        if let Some(columns) = self.columns_once().get() {
            return Ok(columns);
        }
        let opened = self.segments().iter().map(ArticleColumns::open);
        let opened = opened.collect::<tantivy::Result<_>>();
        let opened = opened.map_err(Error::engine("reading the ids"))?;
        Ok(self.columns_once().get_or_init(|| opened))
    }

    /// Says whether the dates that were asked for could be read.
    ///
    /// # Errors
    /// [`Error::Engine`] when they could not.
    pub fn dates_are_sound(&self) -> Result<()> {
        let opened = self.columns_once().get().into_iter().flatten();
        let broken = opened.filter_map(|columns| columns.dates.get()?.as_ref().err()).next();
        broken.map_or(Ok(()), |error| Err(Error::engine("reading the dates")(error.clone())))
    }

    /// Returns what names the article at a place.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn name_at(&self, place: Place) -> Result<ArticleName> {
        Ok(self.columns()?[place.segment].name(place.doc))
    }
}
