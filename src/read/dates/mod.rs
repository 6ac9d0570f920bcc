//! Written dates -> [`Date`]: ISO, mail, and the ways people write a day in the languages of news.
//!
//! Strict by design: [`parse`] wants the whole text to be one date, [`find`] wants a day with its
//! year. A numeric day that could be read two ways is no date unless an [`Order`] is known, an
//! impossible day is none, and nothing is ever completed from a clock.

mod day;
pub(super) mod labels;
mod names;
pub(super) mod october;
mod time;
mod tokens;

use std::ops::Range;

pub(super) use names::is_weekday;

use crate::date::Date;
use tokens::{Kind, Token};

/// Which of two numbers comes first where a date is written in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `4/12/2025` is the fourth of December.
    DayFirst,
    /// `4/12/2025` is the twelfth of April.
    MonthFirst,
}

/// Longest text worth reading as one date, in bytes: more is prose.
const LONGEST_DATE: usize = 120;

/// Reads the whole of `text` as one date, with its time and offset if they are written.
///
/// Returns `None` for anything else, for an impossible day, and for a numeric day that `order`
/// leaves undecided.
pub fn parse(text: &str, order: Option<Order>) -> Option<Date> {
    let text = text.trim();
    // Every day has its year in digits, and most lines have none.
    if text.len() > LONGEST_DATE || !tokens::may_have_digits(text) {
        return None;
    }
    let tokens = tokens::split(text);
    let (date, end) = read_at(&tokens, skip_lead(&tokens, 0), order)?;
    let rest = skip_tail(&tokens, end);
    (rest == tokens.len()).then_some(date)
}

/// Finds the first date written in `text` and the bytes it takes.
///
/// Reads at most the first `limit` bytes.
pub fn find(text: &str, limit: usize, order: Option<Order>) -> Option<(Date, Range<usize>)> {
    find_all(text, limit, order).next()
}

/// Finds the dates written in `text`, in order, each with the bytes it takes.
///
/// Reads at most the first `limit` bytes.
pub(super) fn find_all(
    text: &str,
    limit: usize,
    order: Option<Order>,
) -> impl Iterator<Item = (Date, Range<usize>)> + use<> {
    let text = super::start_of(text, limit);
    let has_digits = tokens::may_have_digits(text);
    find_among(if has_digits { tokens::split(text) } else { Vec::new() }, order)
}

fn find_among(
    tokens: Vec<Token>,
    order: Option<Order>,
) -> impl Iterator<Item = (Date, Range<usize>)> {
    let mut i = 0;
    std::iter::from_fn(move || {
        while i < tokens.len() {
            let start = i;
            i += 1;
            if starts_freely(&tokens, start)
                && let Some((date, end)) = read_at(&tokens, start, order)
                && ends_freely(&tokens, end)
            {
                i = end.max(i);
                return Some((date, tokens[start].start..tokens[end - 1].end));
            }
        }
        None
    })
}

/// Reads a day, and a time before or after it, from token `i` on.
fn read_at(tokens: &[Token], i: usize, order: Option<Order>) -> Option<(Date, usize)> {
    if let Some(read) = day::with_time_inside(tokens, i) {
        return Some(read);
    }
    if let Some((day, end)) = day::read(tokens, i, order) {
        let at = time::skip_connectors(tokens, end);
        let timed = time::read(tokens, at).or_else(|| time::compact(tokens, end));
        if let Some((time, end)) = timed
            && let Some(date) = day.with_time(time)
        {
            return Some((date, end));
        }
        return Some((day, end));
    }
    // `10:30 GMT, 4 December 2025`
    let (time, end) = time::read(tokens, i)?;
    let at = skip_lead(tokens, time::skip_connectors(tokens, end));
    let (day, end) = day::read(tokens, at, order)?;
    Some((day.with_time(time).unwrap_or(day), end))
}

/// Skips a weekday and the like before a date: `Thursday, `, `on Thu `, `Le jeudi `.
fn skip_lead(tokens: &[Token], mut i: usize) -> usize {
    while let Some(token) = tokens.get(i) {
        let skipped = match token.kind {
            Kind::Word => names::is_weekday(&token.text) || names::is_lead(&token.text),
            Kind::Symbol if token.text == "-" => i > 0 && names::is_weekday(&tokens[i - 1].text),
            Kind::Symbol => matches!(token.text.as_str(), "," | "." | ":" | "(" | "|"),
            Kind::Number(_) => false,
        };
        if !skipped {
            break;
        }
        i += 1;
    }
    i
}

/// Skips what may follow a date without changing it: `(CET)`, a weekday, `Uhr`, a full stop.
fn skip_tail(tokens: &[Token], mut i: usize) -> usize {
    let mut inside_parentheses = false;
    while let Some(token) = tokens.get(i) {
        let skipped = match token.kind {
            Kind::Word => {
                inside_parentheses
                    || names::is_weekday(&token.text)
                    || names::is_tail(&token.text)
                    || time::is_zone(&token.text)
            }
            Kind::Symbol => {
                match token.text.as_str() {
                    "(" => inside_parentheses = true,
                    ")" => inside_parentheses = false,
                    _ => {}
                }
                matches!(token.text.as_str(), "," | "." | "(" | ")" | "|" | "]")
            }
            Kind::Number(_) => false,
        };
        if !skipped {
            break;
        }
        i += 1;
    }
    i
}

/// True when no number or letter is glued to the front of token `i`.
fn starts_freely(tokens: &[Token], i: usize) -> bool {
    let Some(before) = i.checked_sub(1).map(|b| &tokens[b]) else { return true };
    if before.end != tokens[i].start {
        return true;
    }
    match before.kind {
        Kind::Symbol => {
            let glued = matches!(before.text.as_str(), "-" | "/" | "." | "$" | "€" | "£" | "#");
            // `date:2025`, `(2025`, `"2025` start freely; `12-2025-01-01` does not.
            !glued || i < 2 || !matches!(tokens[i - 2].kind, Kind::Number(_))
        }
        // A script without spaces glues everything.
        Kind::Word => !before.text.is_ascii(),
        Kind::Number(_) => false,
    }
}

/// True when no number or letter is glued to the end before token `end`.
fn ends_freely(tokens: &[Token], end: usize) -> bool {
    let Some(after) = tokens.get(end) else { return true };
    if tokens[end - 1].end != after.start {
        return true;
    }
    match after.kind {
        Kind::Symbol => {
            let glued = matches!(after.text.as_str(), "-" | "/" | "." | "%");
            let number_follows = tokens.get(end + 1).is_some_and(|next| {
                next.start == after.end && matches!(next.kind, Kind::Number(_))
            });
            !(glued && number_follows)
        }
        // `2025年12月4日报道`: a script without spaces glues everything.
        Kind::Word => !after.text.is_ascii(),
        Kind::Number(_) => false,
    }
}

#[cfg(test)]
mod tests;
