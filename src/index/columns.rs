//! The columns that order and name articles, opened once for all queries.

use tantivy::SegmentReader;
use tantivy::columnar::Column;

use super::archive::{Archive, Place};
use super::groups::ArticleName;
use crate::article::ArticleId;
use crate::error::{Error, Result};

/// The columns of one segment.
pub struct ArticleColumns {
    /// Dates as they are ordered; none for undated articles.
    pub dates: Column<i64>,
    ids: Column<u64>,
    files: Column<u64>,
}

impl ArticleColumns {
    fn open(segment: &SegmentReader) -> tantivy::Result<ArticleColumns> {
        let columns = segment.fast_fields();
        let (ids, files) = (columns.u64("id")?, columns.u64("file")?);
        Ok(ArticleColumns { dates: columns.i64("date")?, ids, files })
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

    /// Returns what names the article at a place.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn name_at(&self, place: Place) -> Result<ArticleName> {
        Ok(self.columns()?[place.segment].name(place.doc))
    }
}
