//! `talks query --batch`: many queries over an index that is opened once.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use talks::error::Error;
use talks::eval::topic_of_line;
use talks::present::safe;
use talks::rank::search;

use super::{Context, Format, Outcome, QueryArgs, Run, outcome, print, threads};

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
    threads::start(&archive, threads::Searches::Many);
    let mut worst = Outcome::Nothing;
    for (number, line) in (1..).zip(BufReader::new(input).split(b'\n')) {
        let line = line.map_err(Error::reading(file))?;
        let line = String::from_utf8_lossy(&line);
        if line.trim().is_empty() {
            continue;
        }
        let asked = match topic_of_line(&line) {
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
