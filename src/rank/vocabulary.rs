//! The words of an index and how many articles hold them.

use std::collections::BTreeMap;

use crate::analysis::form_of;
use crate::error::{Error, Result};
use crate::index::Archive;

/// Returns every word form of the texts with the number of articles that hold it, in the order of
/// the forms. Deleted articles count until their segment is merged. Walks the whole dictionary.
///
/// # Errors
/// [`Error::Engine`].
pub fn vocabulary(archive: &Archive) -> Result<Vec<(String, u64)>> {
    let read = || -> tantivy::Result<Vec<(String, u64)>> {
        let mut forms: BTreeMap<String, u64> = BTreeMap::new();
        for segment in archive.segments() {
            let index = segment.inverted_index(archive.fields().text_terms)?;
            let mut terms = index.terms().stream()?;
            while let Some((term, info)) = terms.next() {
                if let Some(form) = std::str::from_utf8(term).ok().and_then(form_of) {
                    *forms.entry(form).or_default() += u64::from(info.doc_freq);
                }
            }
        }
        Ok(forms.into_iter().collect())
    };
    read().map_err(Error::engine("reading the dictionary"))
}
