//! A CSV or TSV file with a header -> an article a row.

use std::cell::Cell;
use std::io::{self, BufRead, Read};

use serde_json::Value;

use super::keys::{self, Key, Pair};
use super::{Context, MAX_ARTICLE_BYTES, MAX_MARKUP_BYTES, Out, encoding, json};
use crate::article::{Method, SkipReason};

/// Signs that may part the cells of a row, the likeliest first.
const SIGNS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// Longest header that is looked at, in bytes.
const LONGEST_HEADER: usize = 4096;

/// The byte order mark of UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Returns the sign that parts cells, when the first line is a header of articles.
///
/// A file that is `named` a table needs one known column; another needs a text or title, a second
/// known column, and a second line that is parted in the same way.
pub(super) fn sign(text: &str, named: bool) -> Option<u8> {
    let mut lines = text.lines();
    let header = lines.next().filter(|line| line.len() <= LONGEST_HEADER)?;
    let second = lines.next().unwrap_or_default();
    SIGNS.into_iter().find(|sign| {
        let cells: Vec<&str> =
            header.split(char::from(*sign)).map(|cell| cell.trim().trim_matches('"')).collect();
        let known: Vec<Key> =
            cells.iter().filter_map(|cell| keys::meaning(cell)).map(|(key, _)| key).collect();
        let tells = known.iter().any(|key| matches!(key, Key::Text | Key::Title));
        let short = cells.iter().all(|cell| cell.len() <= 40 && cell.split(' ').count() <= 4);
        let alike = second.contains(char::from(*sign));
        let enough = if named { !known.is_empty() } else { known.len() >= 2 && short && alike };
        cells.len() >= 2 && tells && enough
    })
}

/// Reads row by row.
pub(super) fn read(
    input: &mut dyn BufRead,
    sign: u8,
    context: &Context<'_>,
    out: &mut Out<'_>,
) -> Result<(), SkipReason> {
    let since = Cell::new(0u64);
    let unreadable = |error: io::Error| SkipReason::BadRecord(error.to_string());
    let unmarked = without_mark(input).map_err(unreadable)?;
    let bounded = Bounded { inner: unmarked, since: &since };
    let mut reader = csv::ReaderBuilder::new().delimiter(sign).flexible(true).from_reader(bounded);
    let columns: Vec<String> = match reader.byte_headers() {
        Ok(header) => header.iter().map(lossy).collect(),
        Err(error) => return Err(SkipReason::BadRecord(error.to_string())),
    };
    let mut row = csv::ByteRecord::new();
    let mut any = false;
    for number in 1u64.. {
        since.set(0);
        let place = || format!("record {number}");
        match reader.read_byte_record(&mut row) {
            Ok(false) => break,
            Ok(true) => {
                any = true;
                match draft_of(&columns, &row, context) {
                    Ok((key, draft)) => out.record(key, draft, context, place),
                    Err(reason) => out.bad_record(context, place(), reason),
                }
            }
            Err(error) => {
                any = true;
                let too_long = since.get() > MAX_MARKUP_BYTES;
                let reason = if too_long {
                    SkipReason::TooLong(MAX_ARTICLE_BYTES)
                } else {
                    SkipReason::BadRecord(error.to_string())
                };
                // A row that never ends has swallowed what follows it.
                out.bad_record(context, place(), reason);
                break;
            }
        }
    }
    if any { Ok(()) } else { Err(SkipReason::Empty) }
}

fn draft_of(
    columns: &[String],
    row: &csv::ByteRecord,
    context: &Context<'_>,
) -> Result<(Option<String>, super::Draft), SkipReason> {
    let mut pairs = Vec::new();
    let mut key = None;
    let mut notes = Vec::new();
    for (column, cell) in columns.iter().zip(row) {
        let text = match std::str::from_utf8(cell) {
            Ok(text) => text.to_string(),
            Err(_) => {
                let decoded = encoding::decode(cell.to_vec(), None)?;
                notes.extend(decoded.notes.into_iter().map(|note| format!("{column}: {note}")));
                decoded.text
            }
        };
        if text.trim().is_empty() {
            continue;
        }
        if matches!(column.as_str(), "_id" | "id") && key.is_none() {
            key = Some(text.trim().to_string());
        }
        pairs.push(Pair { key: column.clone(), value: Value::String(text), evidence: None });
    }
    let mut draft = json::from_pairs(pairs, Vec::new(), Method::Record, context);
    draft.article.notes.extend(notes);
    Ok((key, draft))
}

fn lossy(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).trim().to_string()
}

/// The stream behind a byte order mark. The decoder hands the mark over as a read of its own, and
/// the reader of tables takes a read of nothing but a mark for the end.
fn without_mark(mut input: impl Read) -> io::Result<impl Read> {
    let mut head = Vec::with_capacity(MARK.len());
    input.by_ref().take(MARK.len() as u64).read_to_end(&mut head)?;
    if head == MARK {
        head.clear();
    }
    Ok(io::Cursor::new(head).chain(input))
}

/// A stream that ends with an error when one row takes more than a record may.
struct Bounded<'a, R> {
    inner: R,
    since: &'a Cell<u64>,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.since.set(self.since.get() + read as u64);
        if self.since.get() > MAX_MARKUP_BYTES {
            return Err(io::Error::other("a row is longer than any article"));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_told_from_prose() {
        assert_eq!(sign("id,title,text\n1,a,b", true), Some(b','));
        assert_eq!(sign("title\tdate\tbody\na\tb\tc", false), Some(b'\t'));
        assert_eq!(sign("Title;Datum;Text\na;b;c", false), Some(b';'));
        assert_eq!(sign("Talks, text and title, they said\nand, so", false), None);
        assert_eq!(sign("a,b,c\n1,2,3", true), None);
    }
}
