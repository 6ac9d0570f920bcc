//! JSON Lines -> an article a line; a bad line is a skip with its number.

use std::io::BufRead;

use serde_json::Value;

use super::json_items::Parts;
use super::source::{self, Line};
use super::{Context, MAX_ARTICLE_BYTES, MAX_MARKUP_BYTES, Out, encoding, json};
use crate::article::SkipReason;

/// Reads line by line; holds one line at a time, and none longer than an article may be.
pub(super) fn read(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    out: &mut Out<'_>,
) -> Result<(), SkipReason> {
    let mut line = Vec::new();
    let mut any = false;
    for number in 1u64.. {
        let place = || format!("line {number}");
        match source::read_line(input, &mut line, MAX_MARKUP_BYTES) {
            Ok(Line::End) => break,
            Ok(Line::TooLong) => {
                any = true;
                out.bad_record(context, place(), SkipReason::TooLong(MAX_ARTICLE_BYTES));
            }
            Ok(Line::Whole) if line.trim_ascii().is_empty() => {}
            Ok(Line::Whole) => {
                any = true;
                match value(&mut line) {
                    Ok((value, notes)) => json::record(value, notes, context, out, place),
                    Err(reason) => out.bad_record(context, place(), reason),
                }
            }
            Err(error) => {
                out.bad_record(context, place(), SkipReason::Unreadable(error.to_string()));
                return Ok(());
            }
        }
    }
    if any { Ok(()) } else { Err(SkipReason::Empty) }
}

/// Parses one line, decoding it first when it is not UTF-8.
fn value(line: &mut Vec<u8>) -> Result<(Value, Vec<String>), SkipReason> {
    let bytes = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    if let Some(reason) = Parts::too_many_in(bytes, MAX_MARKUP_BYTES) {
        return Err(reason);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((json::parse(text)?, Vec::new())),
        Err(_) => {
            let decoded = encoding::decode(std::mem::take(line), None)?;
            Ok((json::parse(&decoded.text)?, decoded.notes))
        }
    }
}
