//! The columns of a segment, opened once, against the documents they are of.

use tantivy::columnar::{Column, StrColumn};
use tantivy::schema::document::{ReferenceValue, Value};
use tantivy::schema::{Field, FieldType};
use tantivy::{SegmentReader, TantivyDocument};

/// A column of one kind or another.
enum Kind {
    Unsigned(Column<u64>),
    Signed(Column<i64>),
    /// Not there when no article of the segment has a value.
    Text(Option<StrColumn>),
}

/// The columns of a segment.
pub struct Columns(Vec<(Field, Kind)>);

impl Columns {
    pub fn open(segment: &SegmentReader) -> tantivy::Result<Columns> {
        let columns = segment.fast_fields();
        let mut opened = Vec::new();
        for (field, entry) in segment.schema().fields().filter(|(_, entry)| entry.is_fast()) {
            let name = entry.name();
            opened.push(match entry.field_type() {
                FieldType::U64(_) => (field, Kind::Unsigned(columns.u64(name)?)),
                FieldType::I64(_) => (field, Kind::Signed(columns.i64(name)?)),
                FieldType::Str(_) => (field, Kind::Text(columns.str(name)?)),
                _ => continue,
            });
        }
        Ok(Columns(opened))
    }

    /// Returns whether the columns of an article have what its document has: every value, in order.
    pub fn agree(&self, doc: u32, document: &TantivyDocument) -> tantivy::Result<bool> {
        for (field, kind) in &self.0 {
            let wanted = document.get_all(*field).filter_map(|value| match value.as_value() {
                ReferenceValue::Leaf(leaf) => Some(leaf),
                _ => None,
            });
            let agrees = match kind {
                Kind::Unsigned(column) => {
                    column.values_for_doc(doc).eq(wanted.filter_map(|leaf| leaf.as_u64()))
                }
                Kind::Signed(column) => {
                    column.values_for_doc(doc).eq(wanted.filter_map(|leaf| leaf.as_i64()))
                }
                Kind::Text(column) => {
                    let mut there = Vec::new();
                    for column in column.iter() {
                        for ord in column.term_ords(doc) {
                            let mut text = String::new();
                            column.ord_to_str(ord, &mut text)?;
                            there.push(text);
                        }
                    }
                    there.iter().map(String::as_str).eq(wanted.filter_map(|leaf| leaf.as_str()))
                }
            };
            if !agrees {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
