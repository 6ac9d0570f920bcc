//! The dictionaries of an archive, as they lie on disk, for whoever walks them otherwise than the
//! engine does.

use std::path::Path;
use std::sync::OnceLock;

use tantivy::directory::{CompositeFile, Directory, OwnedBytes};
use tantivy::index::SegmentComponent;
use tantivy::schema::Field;
use tantivy::{SegmentReader, TantivyError};
use tantivy_fst::raw::Fst;

use super::archive::Archive;

/// Behind the dictionary of a field: the numbers of its terms, and this many bytes that begin with
/// the length of these.
const TAIL: usize = 16;

/// The file of dictionaries of each segment, once they were asked for.
#[derive(Default)]
pub struct TermFiles(OnceLock<Vec<CompositeFile>>);

impl Archive {
    /// Returns the dictionary of a field in a segment; `None` when it has no term.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn dictionary(
        &self,
        segment: usize,
        field: Field,
    ) -> tantivy::Result<Option<Fst<OwnedBytes>>> {
        let files = &self.term_files().0;
        let files = match files.get() {
            Some(files) => files,
            None => {
                let opened = self.segments().iter().map(open).collect::<tantivy::Result<_>>()?;
                files.get_or_init(|| opened)
            }
        };
        let Some(file) = files.get(segment).and_then(|file| file.open_read(field)) else {
            return Ok(None);
        };
        let broken = |reason: &str| TantivyError::InternalError(reason.to_owned());
        if file.num_bytes().get_bytes() < TAIL as u64 {
            return Err(broken("a dictionary without an end"));
        }
        let (rest, tail) = file.split_from_end(TAIL);
        let tail = tail.read_bytes()?;
        let length = tail.first_chunk::<8>().map_or(u64::MAX, |bytes| u64::from_le_bytes(*bytes));
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if rest.num_bytes().get_bytes() < length as u64 {
            return Err(broken("a dictionary shorter than its end says"));
        }
        let (terms, _) = rest.split_from_end(length);
        let terms = Fst::new(terms.read_bytes()?);
        terms.map(Some).map_err(|_| broken("a dictionary that is none"))
    }
}

/// Opens the file of a segment that is open already: the directory has it at hand, even where it
/// was removed since.
fn open(segment: &SegmentReader) -> tantivy::Result<CompositeFile> {
    let name = format!("{}.{}", segment.segment_id().uuid_string(), SegmentComponent::Terms);
    let file = segment.index().directory().open_read(Path::new(&name))?;
    Ok(CompositeFile::open(&file)?)
}
