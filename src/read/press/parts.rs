//! A stream of lines -> the bytes of one document at a time.

use std::io::BufRead;

use super::{Layout, factiva, nexis, proquest};
use crate::article::SkipReason;
use crate::read::source::{self, Line};
use crate::read::{MAX_ARTICLE_BYTES, MAX_MARKUP_BYTES};

/// Bytes behind the last document that are no document: what was searched for, whose rights they are.
const MOST_BEHIND: usize = 2000;

/// Cuts a stream into documents.
pub(super) struct Parts<R> {
    input: R,
    layout: Layout,
    /// The first line of the next part, where it opens with one.
    opening: Option<Vec<u8>>,
    /// A part that was read ahead.
    ahead: Option<Part>,
    done: bool,
}

type Part = Result<Vec<u8>, SkipReason>;

impl<R: BufRead> Parts<R> {
    pub(super) fn new(input: R, layout: Layout) -> Parts<R> {
        Parts { input, layout, opening: None, ahead: None, done: false }
    }

    /// The bytes of the next document. What stands before the first belongs to it, and so does a little
    /// behind the last to that.
    pub(super) fn next(&mut self) -> Option<Part> {
        let mut part = match self.ahead.take() {
            Some(part) => part,
            None => self.part()?,
        };
        self.ahead = self.part();
        if let (Ok(bytes), Some(Ok(behind))) = (&mut part, &self.ahead)
            && self.done
            && self.layout != Layout::Numbered
            && behind.len() <= MOST_BEHIND
            && (self.layout == Layout::Ruled || !ends(self.layout, last_line(behind)))
        {
            bytes.extend_from_slice(behind);
            self.ahead = None;
        }
        Some(part)
    }

    /// The lines up to the next boundary; `None` where nothing but white space is left.
    fn part(&mut self) -> Option<Part> {
        let mut bytes = self.opening.take().unwrap_or_default();
        let (mut line, mut is_long, mut is_described) = (Vec::new(), false, false);
        // What a file opens with belongs to its first document.
        let mut is_open = !bytes.is_empty();
        while !self.done {
            match source::read_line(&mut self.input, &mut line, MAX_MARKUP_BYTES) {
                Err(error) => {
                    self.done = true;
                    return Some(Err(SkipReason::Unreadable(error.to_string())));
                }
                Ok(Line::End) => {
                    self.done = true;
                    break;
                }
                Ok(Line::TooLong) => is_long = true,
                Ok(Line::Whole) => {}
            }
            line.push(b'\n');
            let text = String::from_utf8_lossy(&line);
            if self.layout == Layout::Numbered && nexis::is_opening(&text) {
                if is_open {
                    self.opening = Some(line);
                    break;
                }
                is_open = true;
            }
            // A rule stands above the first document too.
            is_described |= self.layout != Layout::Ruled || proquest::describes(&text);
            let ends = is_described && ends(self.layout, &text);
            is_long |= (bytes.len() + line.len()) as u64 > MAX_MARKUP_BYTES;
            if is_long {
                bytes.clear();
            } else {
                bytes.extend_from_slice(&line);
            }
            if ends {
                break;
            }
        }
        if is_long {
            return Some(Err(SkipReason::TooLong(MAX_ARTICLE_BYTES)));
        }
        if !bytes.trim_ascii().is_empty() {
            return Some(Ok(bytes));
        }
        if self.done { None } else { self.part() }
    }
}

/// True for the last line of a document.
fn ends(layout: Layout, line: &str) -> bool {
    match layout {
        Layout::Numbered => false,
        Layout::Ended => nexis::is_end(line),
        Layout::Coded => factiva::is_end(line),
        Layout::Ruled => proquest::is_rule(line),
    }
}

fn last_line(bytes: &[u8]) -> &str {
    let text = bytes.trim_ascii_end();
    let start = memchr::memrchr(b'\n', text).map_or(0, |at| at + 1);
    std::str::from_utf8(&text[start..]).unwrap_or_default()
}
