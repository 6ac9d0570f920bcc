//! Options that several commands share: outlets and dates. And what day it is.

use std::sync::OnceLock;

use clap::Args;
use talks::date::Date;
use talks::error::Error;
use talks::query::ast::DateRange;
use talks::query::{parse_days, parse_span};

// Which articles are looked at. No doc comment: clap would print it as what the whole command does.
#[derive(Args, Default)]
pub struct FilterArgs {
    /// Only articles of this outlet (can be repeated: any of them)
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,

    /// Only articles of this day or later (2025-12-04, 2025-12, yesterday, 7d)
    #[arg(long, value_name = "DATE")]
    since: Option<String>,

    /// Only articles of this day or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<String>,

    /// Only articles of the last days, weeks, months or years (7d, 2w, 3m, 1y)
    #[arg(long, value_name = "SPAN", conflicts_with = "since")]
    last: Option<String>,
}

impl FilterArgs {
    /// Reads the dates.
    ///
    /// # Errors
    /// [`Error::BadArgument`].
    pub fn dates(&self) -> Result<Vec<DateRange>, Error> {
        let mut ranges = Vec::new();
        let mut read = |option: &str, value: &Option<String>, keep: fn(DateRange) -> DateRange| {
            let Some(value) = value else { return Ok(()) };
            let open = DateRange { from: None, to: None };
            let bad = |reason: String| bad_argument(option, value, reason);
            let range = keep(parse_days(value, today()).map_err(bad)?);
            if range == open {
                return Err(bad("the range is open on this side".to_owned()));
            }
            ranges.push(range);
            Ok(())
        };
        read("--since", &self.since, |range| DateRange { to: None, ..range })?;
        read("--until", &self.until, |range| DateRange { from: None, ..range })?;
        if let Some(value) = &self.last {
            let bad = |reason: String| bad_argument("--last", value, reason);
            parse_span(value, today()).map_err(bad)?;
        }
        read("--last", &self.last, |range| DateRange { to: None, ..range })?;
        Ok(ranges)
    }

    /// Returns the outlets.
    ///
    /// # Errors
    /// [`Error::BadArgument`] for one that no outlet can be called, as of a variable that is empty.
    pub fn sources(&self) -> Result<Vec<String>, Error> {
        match self.source.iter().find(|name| !name.contains(char::is_alphanumeric)) {
            Some(name) => {
                Err(bad_argument("--source", name, "it holds no letter or digit".to_owned()))
            }
            None => Ok(self.source.clone()),
        }
    }
}

fn bad_argument(option: &str, value: &str, reason: String) -> Error {
    Error::BadArgument { option: option.to_owned(), value: value.to_owned(), reason }
}

/// Returns today's date where the user is; `TALKS_TODAY` sets another, for tests. It is asked for
/// once: a run that goes on past midnight answers all its queries as of one day.
pub fn today() -> Date {
    static TODAY: OnceLock<Date> = OnceLock::new();
    *TODAY.get_or_init(ask_today)
}

fn ask_today() -> Date {
    let set = std::env::var("TALKS_TODAY").ok().and_then(|day| day.parse().ok());
    let day: jiff::civil::Date = set.unwrap_or_else(|| jiff::Zoned::now().date());
    let date = Date::from_ymd(day.year(), day.month().unsigned_abs(), day.day().unsigned_abs());
    // A clock outside the years of news stands at the start of computing.
    date.unwrap_or(Date::EPOCH)
}
