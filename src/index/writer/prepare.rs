//! An article -> what the engine is given of it. Made on the threads that read, so that the writer has
//! only to list and to write.

use tantivy::TantivyDocument;
use tantivy::schema::Value;
use tantivy::schema::document::CompactDocValue;

use crate::error::{Error, Result};
use crate::index::archive::file_hash;
use crate::index::packing::{Dictionary, Packer};
use crate::index::schema::Fields;
use crate::index::stored::StoredArticle;
use crate::index::waiting::Prepared;
use crate::index::wire::Cutter;

/// A number of a document that waits.
const NUMBER_BYTES: usize = 16;
/// A buffer that a long article made larger than this is not kept.
const KEPT_BUFFER_BYTES: usize = 1 << 20;

/// Makes what the engine is given of articles. Each thread that prepares has one of its own.
pub struct Preparer {
    fields: Fields,
    packer: Packer,
    cutter: Cutter,
    /// What is packed, kept for the next article.
    buffer: Vec<u8>,
}

impl Preparer {
    pub(super) fn new(fields: Fields, dictionary: &Dictionary) -> Result<Preparer> {
        let (packer, cutter) = (dictionary.packer()?, Cutter::default());
        Ok(Preparer { fields, packer, cutter, buffer: Vec::new() })
    }

    /// Prepares articles, each step for all of them: its tables are looked into by nothing else meanwhile.
    ///
    /// # Errors
    /// Of an article: [`Error::CannotWrite`] when there is no memory to pack it.
    pub fn prepare(&mut self, articles: &[StoredArticle]) -> Vec<Result<Prepared>> {
        let documents: Vec<_> = articles.iter().map(|stored| self.document(stored)).collect();
        let packed: Vec<_> = articles.iter().map(|stored| self.pack(stored)).collect();
        let both = documents.into_iter().zip(packed);
        both.map(|(document, packed)| Ok(self.together(document, &packed?))).collect()
    }

    fn document(&mut self, stored: &StoredArticle) -> TantivyDocument {
        let file = file_hash(stored.root, &stored.relative);
        stored.document(&self.fields, file, &mut self.cutter)
    }

    fn pack(&mut self, stored: &StoredArticle) -> Result<Vec<u8>> {
        self.buffer = stored.to_bytes_in(std::mem::take(&mut self.buffer));
        let packed = self.packer.pack(&self.buffer);
        if self.buffer.capacity() > KEPT_BUFFER_BYTES {
            self.buffer = Vec::new();
        }
        packed.map_err(Error::writing(&stored.relative))
    }

    fn together(&self, mut document: TantivyDocument, packed: &[u8]) -> Prepared {
        document.add_bytes(self.fields.article, packed);
        // It waits for its turn beside many others.
        document.shrink_to_fit();
        let length = |value: CompactDocValue<'_>| {
            let text = value.as_str().map(str::len);
            text.or(value.as_bytes().map(<[u8]>::len)).unwrap_or(NUMBER_BYTES)
        };
        let bytes = document.field_values().map(|(_, value)| length(value)).sum();
        Prepared { document, bytes, place: None }
    }
}
