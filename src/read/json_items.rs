//! A stream of JSON -> the bytes of its values: the elements of a list, or values behind each other.
//!
//! Finds where a value ends and leaves parsing to the parser, so that a list of any length is read
//! one element at a time.

use std::io::{self, BufRead};

use super::{MAX_ARTICLE_BYTES, MAX_MARKUP_BYTES};
use crate::article::SkipReason;

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// The bytes of one value.
    Value(Vec<u8>),
    /// A value longer than any article, or of too many parts; it was passed over.
    Passed(SkipReason),
    /// The stream ends inside a value, or between values stands what is none.
    Broken(&'static str),
    /// There is no further value.
    End,
}

/// Largest value outside a list, in bytes: it may wrap a list itself.
const LARGEST_ALONE: u64 = 4 * MAX_MARKUP_BYTES;

/// Splits a stream into values.
pub(super) struct Items<'a> {
    input: &'a mut dyn BufRead,
    in_list: bool,
    started: bool,
}

impl<'a> Items<'a> {
    pub(super) fn new(input: &'a mut dyn BufRead) -> Items<'a> {
        Items { input, in_list: false, started: false }
    }

    /// True while the values are elements of a list.
    pub(super) fn in_list(&self) -> bool {
        self.in_list
    }

    /// Returns the next value.
    pub(super) fn next_item(&mut self) -> io::Result<Item> {
        loop {
            match self.peek()? {
                None if self.in_list => return Ok(Item::Broken("the list never ends")),
                None => return Ok(Item::End),
                Some(b) if b.is_ascii_whitespace() => self.input.consume(1),
                Some(0xef | 0xbb | 0xbf) if !self.started => self.input.consume(1),
                Some(b',') => self.input.consume(1),
                Some(b'[') if !self.in_list => {
                    self.in_list = true;
                    self.started = true;
                    self.input.consume(1);
                }
                Some(b']') if self.in_list => {
                    self.in_list = false;
                    self.input.consume(1);
                }
                Some(b']' | b'}') => return Ok(Item::Broken("a bracket closes nothing")),
                Some(_) => {
                    self.started = true;
                    return self.value();
                }
            }
        }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.input.fill_buf()?.first().copied())
    }

    /// Reads one value from its first byte on.
    fn value(&mut self) -> io::Result<Item> {
        let limit = if self.in_list { MAX_MARKUP_BYTES } else { LARGEST_ALONE };
        let mut bytes = Vec::new();
        let mut passed: Option<SkipReason> = None;
        let mut parts = Parts::of(limit);
        let (mut depth, mut in_string, mut escaped) = (0u64, false, false);
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                // A bare number or word may end with the stream.
                let whole = depth == 0 && !in_string && !self.in_list;
                return Ok(match (whole, passed) {
                    (false, _) => Item::Broken("it is cut short"),
                    (true, Some(reason)) => Item::Passed(reason),
                    (true, None) => Item::Value(bytes),
                });
            }
            let mut taken = 0;
            let mut done = false;
            for byte in buffer {
                if in_string {
                    taken += 1;
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => in_string = false,
                        _ => {}
                    }
                    continue;
                }
                match byte {
                    b'"' => in_string = true,
                    b',' if depth > 0 => parts.count += 1,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' if depth > 0 => {
                        depth -= 1;
                        if depth == 0 {
                            taken += 1;
                            done = true;
                            break;
                        }
                    }
                    // The end of a bare value, or of the list it stands in.
                    b',' | b']' | b'}' | b'\n' if depth == 0 => {
                        done = true;
                        // What closes nothing would never be taken.
                        taken += usize::from(*byte == b'}' || !self.in_list && *byte == b']');
                        break;
                    }
                    _ => {}
                }
                taken += 1;
            }
            if bytes.len() as u64 + taken as u64 > limit {
                passed = Some(SkipReason::TooLong(MAX_ARTICLE_BYTES));
            } else if passed.is_none() {
                passed = parts.too_many();
            }
            if passed.is_some() {
                bytes = Vec::new();
            } else {
                bytes.extend_from_slice(&buffer[..taken]);
            }
            self.input.consume(taken);
            if done {
                return Ok(passed.map_or_else(|| Item::Value(bytes), Item::Passed));
            }
        }
    }
}

/// Bytes of JSON for each comma outside of its texts: what is denser holds numbers and no story,
/// and takes sixteen times its length once it is parsed.
const BYTES_PER_PART: u64 = 64;

/// Counts the parts of a value that is not parsed yet.
pub(super) struct Parts {
    count: u64,
    most: u64,
}

impl Parts {
    /// For a value of at most `limit` bytes.
    fn of(limit: u64) -> Parts {
        Parts { count: 0, most: limit / BYTES_PER_PART }
    }

    /// The reason to pass over the value, when it has too many.
    fn too_many(&self) -> Option<SkipReason> {
        let why = || format!("it has more than {} parts", self.most);
        (self.count > self.most).then(|| SkipReason::BadRecord(why()))
    }

    /// The same for a whole value of at most `limit` bytes.
    pub(super) fn too_many_in(value: &[u8], limit: u64) -> Option<SkipReason> {
        let mut parts = Parts::of(limit);
        if memchr::memchr_iter(b',', value).count() as u64 <= parts.most {
            return None;
        }
        let (mut in_string, mut escaped) = (false, false);
        for byte in value {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                b',' if !in_string => parts.count += 1,
                _ => {}
            }
        }
        parts.too_many()
    }
}

#[cfg(test)]
mod tests {
    //! 1. Lists and runs of values come apart. 2. A cut stream gives its whole values first.
    //! 3. No bytes make it hang.

    use std::io::BufReader;

    use proptest::prelude::*;

    use super::*;

    fn items(text: &str) -> Vec<Item> {
        let mut input = BufReader::with_capacity(3, text.as_bytes());
        let mut items = Items::new(&mut input);
        let mut found = Vec::new();
        loop {
            let item = items.next_item().unwrap();
            let last = matches!(item, Item::End | Item::Broken(_));
            found.push(item);
            if last || found.len() > 100 {
                return found;
            }
        }
    }

    fn value(text: &str) -> Item {
        Item::Value(text.as_bytes().to_vec())
    }

    #[test]
    fn lists_and_runs_come_apart() {
        assert_eq!(
            items(" [{\"a\":\"]}\\\"\"}, 2 ,[3]]"),
            [value("{\"a\":\"]}\\\"\"}"), value("2 "), value("[3]"), Item::End]
        );
        assert_eq!(items("{}\n{\"b\":1}"), [value("{}"), value("{\"b\":1}"), Item::End]);
    }

    #[test]
    fn a_cut_stream_gives_its_whole_values_first() {
        assert_eq!(
            items("[{\"a\":1},{\"b\":"),
            [value("{\"a\":1}"), Item::Broken("it is cut short")]
        );
        assert_eq!(items("[1,"), [value("1"), Item::Broken("the list never ends")]);
    }

    #[test]
    fn what_has_too_many_parts_is_passed_over() {
        let most = MAX_MARKUP_BYTES / BYTES_PER_PART;
        let numbers = "1,".repeat(most as usize + 1);
        let list = format!("[{{\"text\":[{numbers}1]}},{{\"text\":\"{numbers}\"}}]");
        let mut input = list.as_bytes();
        let mut items = Items::new(&mut input);
        let why = SkipReason::BadRecord(format!("it has more than {most} parts"));
        assert_eq!(items.next_item().unwrap(), Item::Passed(why.clone()));
        let Item::Value(text) = items.next_item().unwrap() else { panic!("a text is one part") };
        assert_eq!(items.next_item().unwrap(), Item::End);
        assert_eq!(Parts::too_many_in(&text, MAX_MARKUP_BYTES), None);
        let line = format!("{{\"text\":[{numbers}1]}}");
        assert_eq!(Parts::too_many_in(line.as_bytes(), MAX_MARKUP_BYTES), Some(why));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_hang(text in "[\\[\\]{}\",:\\\\ a1\n]{0,40}") {
            prop_assert!(items(&text).len() <= 100);
        }
    }
}
