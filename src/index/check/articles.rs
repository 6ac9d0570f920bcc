//! Each stored article, analysed anew, against what the engine has of it.
//!
//! For each field, and each article, a number sums up its terms with their places: once from the
//! dictionary and the postings, once from the stored text. Where the two differ, a search would
//! find what is not there or miss what is.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::document::{ReferenceValue, ReferenceValueLeaf, Value};
use tantivy::schema::{Field, FieldType, IndexRecordOption};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{DocSet, SegmentReader, TERMINATED, TantivyDocument, Term};
use twox_hash::XxHash3_64;

use super::columns::Columns;
use super::{CheckReport, Fault, Remedy};
use crate::article::ArticleId;
use crate::error::{Error, Result};
use crate::index::archive::{Archive, Place, file_hash};
use crate::index::journal::FileKey;
use crate::index::schema::ANALYSER;
use crate::index::stored::StoredArticle;
use crate::index::tokenizer::tokenizers;
use crate::index::wire::Cutter;

const DOING: &str = "checking the articles";

/// Checks segment by segment, and counts what each file has.
pub struct Checked<'a> {
    archive: &'a Archive,
    cutter: Cutter,
    /// Reads what is cut.
    analyser: TextAnalyzer,
    /// Articles that were read back, by file.
    pub files: BTreeMap<FileKey, u32>,
    ids: HashSet<(u32, ArticleId)>,
}

/// What the engine has of the articles of a segment.
struct Indexed {
    fields: Vec<IndexedField>,
    columns: Columns,
}

/// What it has of one field.
struct IndexedField {
    field: Field,
    found: Vec<Digest>,
    /// Of a field whose text is cut into words.
    lengths: Option<FieldNormReader>,
}

/// What a field of an article comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Digest {
    sum: u64,
    terms: u32,
}

impl Digest {
    fn add(&mut self, term: &[u8], position: u32) {
        self.add_hashed(XxHash3_64::oneshot(term), position);
    }

    /// Adds up what does not depend on order, and does depend on term and place together.
    fn add_hashed(&mut self, term: u64, position: u32) {
        let mut mixed = term.wrapping_add(u64::from(position).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        self.sum = self.sum.wrapping_add(mixed ^ (mixed >> 31));
        self.terms += 1;
    }
}

impl<'a> Checked<'a> {
    pub fn new(archive: &'a Archive) -> Self {
        let analyser = tokenizers().get(ANALYSER).unwrap_or_default();
        let (cutter, files, ids) = Default::default();
        Checked { archive, cutter, analyser, files, ids }
    }

    /// Checks the live articles of one segment.
    pub fn segment(&mut self, number: usize, report: &mut CheckReport) -> Result<()> {
        let segment = &self.archive.segments()[number];
        let columns = Columns::open(segment).map_err(Error::engine(DOING))?;
        let mut indexed = Indexed { fields: Vec::new(), columns };
        for (field, entry) in segment.schema().fields() {
            if entry.is_indexed() {
                let lengths = has_lengths(segment, field)
                    .then(|| segment.get_fieldnorms_reader(field))
                    .transpose()
                    .map_err(Error::engine(DOING))?;
                let found = postings(segment, field, report)?;
                indexed.fields.push(IndexedField { field, found, lengths });
            }
        }
        let reader = self.archive.articles()?;
        for doc in segment.doc_ids_alive() {
            let place = Place { segment: number, doc };
            match reader.read(place) {
                Ok(stored) => self.article(place, &stored, &indexed, report)?,
                Err(reason) => {
                    let id = self.archive.name_at(place).ok().map(|name| name.id);
                    fault(report, "".into(), id, &reason);
                }
            }
        }
        Ok(())
    }

    fn article(
        &mut self,
        place: Place,
        stored: &StoredArticle,
        indexed: &Indexed,
        report: &mut CheckReport,
    ) -> Result<()> {
        report.articles += 1;
        *self.files.entry(FileKey(stored.root, stored.relative.clone())).or_default() += 1;
        let segment = &self.archive.segments()[place.segment];
        let path = self.archive.path_of(stored);
        let path = path.unwrap_or_else(|| stored.relative.clone());
        let mut wrong = |reason: &str| fault(report, path.clone(), Some(stored.id), reason);
        if !self.ids.insert((stored.root, stored.id)) {
            wrong("is there twice");
        }
        if self.archive.manifest().root(stored.root).is_none() {
            wrong("is of no root that is known");
        }
        let file = file_hash(stored.root, &stored.relative);
        let fields = self.archive.fields();
        let document = stored.document(fields, file, &mut self.cutter);
        for IndexedField { field, found, lengths } in &indexed.fields {
            let name = segment.schema().get_field_name(*field).to_owned();
            let expected = self.digest(&document, *field);
            let found = found.get(place.doc as usize).copied().unwrap_or_default();
            if found != expected {
                wrong(&format!("is indexed otherwise than it reads, in `{name}`"));
            }
            if let Some(lengths) = lengths
                && lengths.fieldnorm_id(place.doc)
                    != FieldNormReader::fieldnorm_to_id(expected.terms)
            {
                wrong(&format!("has another length than it is given, in `{name}`"));
            }
        }
        if !indexed.columns.agree(place.doc, &document).map_err(Error::engine(DOING))? {
            wrong("has other numbers in its columns than it reads");
        }
        Ok(())
    }

    /// Sums up one field of a document that is made anew.
    fn digest(&mut self, document: &TantivyDocument, field: Field) -> Digest {
        let mut digest = Digest::default();
        for value in document.get_all(field) {
            match value.as_value() {
                ReferenceValue::Leaf(ReferenceValueLeaf::U64(number)) => {
                    let term = Term::from_field_u64(field, number);
                    digest.add(term.serialized_value_bytes(), 0);
                }
                ReferenceValue::Leaf(ReferenceValueLeaf::Str(text)) if self.is_cut(field) => {
                    let mut tokens = self.analyser.token_stream(text);
                    tokens.process(&mut |token| {
                        digest.add(token.text.as_bytes(), token.position as u32);
                    });
                }
                ReferenceValue::Leaf(ReferenceValueLeaf::Str(text)) if self.has_names(field) => {
                    // Which names it has is indexed, not how often or where.
                    let mut names = BTreeSet::new();
                    self.analyser.token_stream(text).process(&mut |token| {
                        names.insert(token.text.clone());
                    });
                    names.iter().for_each(|name| digest.add(name.as_bytes(), 0));
                }
                ReferenceValue::Leaf(ReferenceValueLeaf::Str(text)) => {
                    digest.add(text.as_bytes(), 0);
                }
                _ => {}
            }
        }
        digest
    }

    fn is_cut(&self, field: Field) -> bool {
        self.archive.segments().first().is_some_and(|segment| has_lengths(segment, field))
    }

    fn has_names(&self, field: Field) -> bool {
        field == self.archive.fields().names
    }
}

/// Returns true for a field whose text is cut into words.
fn has_lengths(segment: &SegmentReader, field: Field) -> bool {
    match segment.schema().get_field_entry(field).field_type() {
        FieldType::Str(options) => {
            options.get_indexing_options().is_some_and(|indexing| indexing.tokenizer() == ANALYSER)
        }
        _ => false,
    }
}

/// Sums up, for each live article, what the dictionary and the postings of a field say of it.
fn postings(
    segment: &SegmentReader,
    field: Field,
    report: &mut CheckReport,
) -> Result<Vec<Digest>> {
    let mut found = vec![Digest::default(); segment.max_doc() as usize];
    let index = segment.inverted_index(field).map_err(Error::engine(DOING))?;
    let with_positions = has_lengths(segment, field);
    let option = match with_positions {
        true => IndexRecordOption::WithFreqsAndPositions,
        false => IndexRecordOption::Basic,
    };
    let mut terms = index.terms().stream().map_err(Error::engine(DOING))?;
    let mut positions = Vec::new();
    while terms.advance() {
        report.terms += 1;
        let term = XxHash3_64::oneshot(terms.key());
        let info = terms.value();
        let postings = index.read_postings_from_terminfo(info, option);
        let mut postings = postings.map_err(Error::engine(DOING))?;
        let mut count = 0;
        while postings.doc() != TERMINATED {
            let doc = postings.doc();
            count += 1;
            positions.clear();
            positions.push(0);
            if with_positions {
                postings.positions(&mut positions);
            }
            if let Some(digest) = found.get_mut(doc as usize).filter(|_| !segment.is_deleted(doc)) {
                positions.iter().for_each(|&position| digest.add_hashed(term, position));
            }
            postings.advance();
        }
        if count != info.doc_freq {
            let name = segment.schema().get_field_name(field);
            let reason = format!("a word of `{name}` has {count} articles, and counts others");
            fault(report, "".into(), None, &reason);
        }
    }
    Ok(found)
}

fn fault(
    report: &mut CheckReport,
    path: std::path::PathBuf,
    article: Option<ArticleId>,
    reason: &str,
) {
    report.add(Fault { path, article, reason: reason.to_owned(), remedy: Remedy::Rebuild });
}
