//! The articles that are long enough for a group, read from the columns where they lie.

use std::cmp::Ordering;
use std::ops::Range;

use tantivy::SegmentReader;
use tantivy::columnar::Column;

use super::super::archive::{Archive, Place};
use super::ArticleName;
use crate::article::ArticleId;
use crate::copies::{SKETCH_VALUES, Sketches, room};
use crate::error::{Error, Result};

/// The number of an article that is not among them.
const NONE: u32 = u32::MAX;

/// The articles that are long enough for a group, numbered: earliest first, undated ones last, then
/// by what names them. In eight bytes each, and eight for each document.
#[derive(Default)]
pub(super) struct Members {
    columns: Vec<SketchColumns>,
    /// Segment and document of each.
    places: Vec<(u32, u32)>,
    /// For each segment the number of each of its documents.
    numbers: Vec<Vec<u32>>,
    /// For each segment where the sketch of each document begins, and the last one ends.
    starts: Vec<Vec<u32>>,
}

impl Members {
    /// # Errors
    /// [`Error::Engine`].
    pub fn of(archive: &Archive) -> Result<Members> {
        let columns =
            archive.segments().iter().map(SketchColumns::open).collect::<Result<Vec<_>>>()?;
        let documents = archive.segments().iter().map(|segment| segment.num_docs() as usize);
        let mut order: Vec<(i64, ArticleId, (u32, u32))> = room(documents.sum());
        for place in archive.places() {
            let column = &columns[place.segment];
            if column.whole(place.doc).is_some() {
                let key = column.key(place.doc);
                order.push((key.0, key.1.id, (place.segment as u32, place.doc)));
            }
        }
        // Files of the same path below two roots share their ids.
        let rest = |(segment, doc): (u32, u32)| columns[segment as usize].key(doc);
        order.sort_unstable_by(|a, b| {
            (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| rest(a.2).cmp(&rest(b.2)))
        });
        // A list of its own: collected from that one, it would stay where that lies.
        let mut places = Vec::with_capacity(order.len());
        places.extend(order.iter().map(|&(_, _, place)| place));
        drop(order);
        let documents = |segment: &SegmentReader| vec![NONE; segment.max_doc() as usize];
        let mut numbers: Vec<Vec<u32>> = archive.segments().iter().map(documents).collect();
        for (number, &(segment, doc)) in (0..).zip(&places) {
            numbers[segment as usize][doc as usize] = number;
        }
        let starts = columns.iter().zip(archive.segments());
        let starts = starts.map(|(columns, segment)| columns.starts(segment.max_doc())).collect();
        Ok(Members { columns, places, numbers, starts })
    }

    fn read_sketch(&self, segment: usize, doc: u32, sketch: &mut Vec<u32>) {
        let bounds = &self.starts[segment][doc as usize..];
        self.columns[segment].read_range(bounds[0], bounds[1], sketch);
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    fn at(&self, number: u32) -> (&SketchColumns, u32) {
        let (segment, doc) = self.places[number as usize];
        (&self.columns[segment as usize], doc)
    }

    pub fn place(&self, number: u32) -> Place {
        let (segment, doc) = self.places[number as usize];
        Place { segment: segment as usize, doc }
    }

    pub fn key(&self, number: u32) -> Key {
        let (columns, doc) = self.at(number);
        columns.key(doc)
    }

    pub fn name(&self, number: u32) -> ArticleName {
        self.key(number).1
    }

    /// Returns what tells the text of an article from all others, other versions of it too.
    pub fn text(&self, number: u32) -> (ArticleName, u32) {
        let (_, name, whole) = self.key(number);
        (name, whole)
    }

    /// Returns the number of the first article that does not stand before a key.
    pub fn first_from(&self, key: &Key) -> u32 {
        let stands =
            |&(segment, doc): &(u32, u32)| self.columns[segment as usize].key(doc).cmp(key);
        self.places.partition_point(|place| stands(place) == Ordering::Less) as u32
    }

    /// Returns the numbers of the members of a segment with their documents.
    pub fn of_segment(&self, segment: usize) -> impl Iterator<Item = (u32, u32)> {
        let numbers = (0..).zip(&self.numbers[segment]);
        numbers.filter(|(_, number)| **number != NONE).map(|(doc, &number)| (doc, number))
    }
}

impl Sketches for Members {
    fn value_count(&self) -> usize {
        self.columns.iter().map(|columns| columns.values.values.num_vals() as usize).sum()
    }

    fn each(&self, mut found: impl FnMut(u32, &[u32])) {
        let mut sketch = Vec::new();
        for segment in 0..self.columns.len() {
            for (doc, number) in self.of_segment(segment) {
                self.read_sketch(segment, doc, &mut sketch);
                found(number, &sketch);
            }
        }
    }

    fn read(&self, article: u32, sketch: &mut Vec<u32>) {
        let (segment, doc) = self.places[article as usize];
        self.read_sketch(segment as usize, doc, sketch);
    }
}

/// What orders articles: the date, what names them, and a hash of all their words.
pub(super) type Key = (i64, ArticleName, u32);

/// The columns of a segment that groups are made from.
pub(super) struct SketchColumns {
    ids: Column<u64>,
    files: Column<u64>,
    dates: Column<i64>,
    wholes: Column<u64>,
    values: Column<u64>,
}

impl SketchColumns {
    /// # Errors
    /// [`Error::Engine`].
    pub fn open(segment: &SegmentReader) -> Result<SketchColumns> {
        SketchColumns::try_open(segment).map_err(Error::engine("looking for near copies"))
    }

    fn try_open(segment: &SegmentReader) -> tantivy::Result<SketchColumns> {
        let columns = segment.fast_fields();
        // A column that no article of the segment has a value in is not there.
        let or_none = |name: &str| -> tantivy::Result<Column<u64>> {
            let column = columns.column_opt::<u64>(name)?;
            Ok(column.unwrap_or_else(|| Column::build_empty_column(segment.max_doc())))
        };
        Ok(SketchColumns {
            ids: or_none("id")?,
            files: or_none("file")?,
            dates: columns.i64("date")?,
            wholes: or_none("whole")?,
            values: or_none("sketch")?,
        })
    }

    /// Returns the hash of all words of an article; `None` for one that is too short for a group.
    pub fn whole(&self, doc: u32) -> Option<u32> {
        self.wholes.first(doc).map(|whole| whole as u32)
    }

    pub fn key(&self, doc: u32) -> Key {
        let number = |column: &Column<u64>| column.first(doc).unwrap_or(0);
        let name = ArticleName { id: ArticleId(number(&self.ids)), file: number(&self.files) };
        (self.dates.first(doc).unwrap_or(i64::MAX), name, self.whole(doc).unwrap_or(0))
    }

    pub fn read_sketch(&self, doc: u32, sketch: &mut Vec<u32>) {
        let Range { start, end } = self.values.index.value_row_ids(doc);
        self.read_range(start, end, sketch);
    }

    /// Reads values that stand one after the other.
    fn read_range(&self, start: u32, end: u32, sketch: &mut Vec<u32>) {
        let mut values = [0; SKETCH_VALUES];
        sketch.clear();
        for start in (start..end).step_by(SKETCH_VALUES) {
            let values = &mut values[..SKETCH_VALUES.min((end - start) as usize)];
            self.values.values.get_range(start.into(), values);
            sketch.extend(values.iter().map(|&value| value as u32));
        }
    }

    /// Returns where the sketch of each document begins, and the last one ends: to ask the column
    /// takes as long as to read a sketch, and each is read several times.
    fn starts(&self, documents: u32) -> Vec<u32> {
        let mut starts = vec![0];
        let mut end = 0;
        starts.extend((0..documents).map(|doc| {
            let range = self.values.index.value_row_ids(doc);
            end = range.end.max(end);
            end
        }));
        starts
    }
}
