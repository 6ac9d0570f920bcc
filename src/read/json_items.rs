//! A stream of JSON -> the bytes of its values: the elements of a list, or values behind each other.
//!
//! Finds where a value ends and leaves parsing to the parser, so that a list of any length is read
//! one element at a time.

use std::io::{self, BufRead};

use super::MAX_MARKUP_BYTES;

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// The bytes of one value.
    Value(Vec<u8>),
    /// A value longer than any article; it was passed over.
    TooLong,
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
        let mut too_long = false;
        let (mut depth, mut in_string, mut escaped) = (0u64, false, false);
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                // A bare number or word may end with the stream.
                let whole = depth == 0 && !in_string && !self.in_list;
                return Ok(match (whole, too_long) {
                    (false, _) => Item::Broken("it is cut short"),
                    (true, true) => Item::TooLong,
                    (true, false) => Item::Value(bytes),
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
                too_long = true;
                bytes = Vec::new();
            } else if !too_long {
                bytes.extend_from_slice(&buffer[..taken]);
            }
            self.input.consume(taken);
            if done {
                return Ok(if too_long { Item::TooLong } else { Item::Value(bytes) });
            }
        }
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

    proptest! {
        #[test]
        fn no_bytes_make_it_hang(text in "[\\[\\]{}\",:\\\\ a1\n]{0,40}") {
            prop_assert!(items(&text).len() <= 100);
        }
    }
}
