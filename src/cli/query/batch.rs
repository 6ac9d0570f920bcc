//! `talks query --batch`: many queries over an index that is opened once.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use serde::Deserialize;
use talks::error::Error;
use talks::present::safe;
use talks::rank::search;

use super::{Context, Format, Outcome, QueryArgs, Run, outcome, print};

/// A line of a batch.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub struct Asked {
    /// Its name.
    #[serde(rename = "_id")]
    pub id: String,
    /// The query.
    pub text: String,
}

/// Runs every query of a file; a line that cannot be read is a warning.
pub fn run(args: &QueryArgs, file: &Path, context: &mut Context<'_>) -> Run {
    let input: Box<dyn Read> = if file == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        if file.is_dir() {
            return Err(Error::reading(file)(std::io::ErrorKind::IsADirectory.into()).into());
        }
        Box::new(std::fs::File::open(file).map_err(Error::reading(file))?)
    };
    let archive = context.open()?;
    let mut worst = Outcome::Nothing;
    for (number, line) in (1..).zip(BufReader::new(input).split(b'\n')) {
        let line = line.map_err(Error::reading(file))?;
        let line = String::from_utf8_lossy(&line);
        if line.trim().is_empty() {
            continue;
        }
        let asked = match read(&line) {
            Ok(asked) => asked,
            Err(reason) => {
                writeln!(context.notices, "talks: line {number}: {reason}")?;
                continue;
            }
        };
        let request = match args.request(&asked.text) {
            Ok(request) => request,
            Err(error @ Error::BadQuery { .. }) => {
                writeln!(context.notices, "talks: line {number}: {}", safe(&error.to_string()))?;
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let result = search(&archive, &request)?;
        if args.format() == Format::Text {
            writeln!(context.out, "== {}: {}\n", safe(&asked.id), safe(&asked.text))?;
        }
        print(args, Some(&asked.id), &result, context)?;
        if args.format() == Format::Text {
            writeln!(context.out)?;
        }
        worst = match (worst, outcome(&result)) {
            (Outcome::Partial, _) | (_, Outcome::Partial) => Outcome::Partial,
            (Outcome::Found, _) | (_, Outcome::Found) => Outcome::Found,
            _ => Outcome::Nothing,
        };
    }
    Ok(worst)
}

/// Reads a line: JSON with `_id` and `text`, or `id<TAB>query`.
pub fn read(line: &str) -> Result<Asked, String> {
    let line = line.trim_end_matches(['\r', '\n']);
    if line.trim_start().starts_with('{') {
        let value: serde_json::Value =
            serde_json::from_str(line).map_err(|error| format!("is not JSON: {error}"))?;
        let text = |key: &str| match value.get(key) {
            Some(serde_json::Value::String(text)) => Some(text.clone()),
            Some(serde_json::Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        let id = text("_id").or_else(|| text("id"));
        return match (id, text("text")) {
            (Some(id), Some(text)) => Ok(Asked { id, text }),
            _ => Err("has no `_id` or no `text`".to_owned()),
        };
    }
    match line.split_once('\t') {
        Some((id, text)) if !id.trim().is_empty() => {
            Ok(Asked { id: id.trim().to_owned(), text: text.to_owned() })
        }
        _ => Err("is not `id<TAB>query`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_line_are_read_and_others_are_refused() {
        let asked = Asked { id: "7".to_owned(), text: "a b".to_owned() };
        assert_eq!(read("7\ta b\r"), Ok(asked));
        let asked = Asked { id: "7".to_owned(), text: "a b".to_owned() };
        assert_eq!(read("{\"_id\":7,\"text\":\"a b\"}"), Ok(asked));
        assert!(read("no tab").is_err());
        assert!(read("{\"_id\":\"x\"}").is_err());
        assert!(read("{").is_err());
    }
}
