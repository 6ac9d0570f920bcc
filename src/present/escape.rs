//! JSON bytes that do a terminal no harm: control and direction-override characters are escaped.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use super::safe::is_unsafe;

/// Version of the JSON; goes up only when something is taken away.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Envelope<'a, T: Serialize> {
    version: u32,
    #[serde(flatten)]
    body: &'a T,
}

/// Writes a value with `"version":1` at its head, indented.
///
/// # Errors
/// Those of the writer.
pub fn to_json_pretty(out: &mut dyn Write, body: &impl Serialize) -> io::Result<()> {
    let formatter = Safe(PrettyFormatter::new());
    let mut serializer = Serializer::with_formatter(&mut *out, formatter);
    Envelope { version: VERSION, body }.serialize(&mut serializer)?;
    writeln!(out)
}

/// Writes a value with `"version":1` at its head, on one line.
///
/// # Errors
/// Those of the writer.
pub fn to_json_line(out: &mut dyn Write, body: &impl Serialize) -> io::Result<()> {
    write_line(out, &Envelope { version: VERSION, body })
}

pub(super) fn write_line(out: &mut dyn Write, body: &impl Serialize) -> io::Result<()> {
    let formatter = Safe(CompactFormatter);
    body.serialize(&mut Serializer::with_formatter(&mut *out, formatter))?;
    writeln!(out)
}

/// Escapes what [`is_unsafe`] names, beyond what JSON itself escapes.
struct Safe<F>(F);

impl<F: Formatter> Formatter for Safe<F> {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_unsafe) {
            self.0.write_string_fragment(out, &rest[..at])?;
            let Some(c) = rest[at..].chars().next() else { break };
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = &rest[at + c.len_utf8()..];
        }
        self.0.write_string_fragment(out, rest)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }
    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }
    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }
    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }
    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }
    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }
    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }
    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }
    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn what_steers_a_terminal_is_escaped() {
        let mut out = Vec::new();
        to_json_line(&mut out, &BTreeMap::from([("a", "\u{1b}x\u{202e}y\u{7f}\n")])).unwrap();
        let line = String::from_utf8(out).unwrap();
        assert_eq!(line, "{\"version\":1,\"a\":\"\\u001bx\\u202ey\\u007f\\n\"}\n");
    }
}
