//! The values of `date:`, `since:` and `until:`: days, months, years, and how long ago.
//!
//! The options of the command line that name days read them here too, so that both accept the
//! same words and refuse the same mistakes.

use jiff::ToSpan;

use super::super::ast::DateRange;
use crate::date::Date;

/// What a value may look like; part of every refusal.
const FORMS: &str = "use 2025, 2025-12, 2025-12-04, today, yesterday, 7d, 2w, 3m or 1y";

/// Reads days: `2025`, `2025-12`, `2025-12-04`, `today`, `yesterday`, `7d`, `2w`, `3m`, `1y`, or
/// two of these with `..` between, of which one may be missing.
///
/// A day, a month or a year is the range from its first to its last day; `7d` is the one day that
/// long before `today`. A range runs from the first day of its left side to the last day of its
/// right side. Days to come are accepted, as far as [`Date`] has them.
///
/// # Errors
///
/// A clause that says what is wrong, for anything else and for a range that runs backwards.
pub fn parse_days(text: &str, today: Date) -> Result<DateRange, String> {
    let Some((left, right)) = text.split_once("..") else { return one(text, today) };
    let side = |side: &str| match side {
        "" => Ok(None),
        side => one(side, today).map(Some),
    };
    let (left, right) = (side(left)?, side(right)?);
    let range =
        DateRange { from: left.and_then(|range| range.from), to: right.and_then(|range| range.to) };
    match (range.from, range.to) {
        (None, None) => Err(format!("`{text}` names no day: {FORMS}")),
        (Some(from), Some(to)) if from.day_number() > to.day_number() => {
            Err(format!("the range runs backwards: {from} is later than {to}"))
        }
        _ => Ok(range),
    }
}

/// Reads a length of time, `7d`, `2w`, `3m` or `1y`, as the days from then until `today`; 1 or more.
///
/// # Errors
///
/// A clause that says what is wrong.
pub fn parse_span(text: &str, today: Date) -> Result<u32, String> {
    let bad = || format!("`{text}` is no length of time: use 7d, 2w, 3m or 1y");
    let unit = text
        .chars()
        .next_back()
        .filter(|c| matches!(c.to_ascii_lowercase(), 'd' | 'w' | 'm' | 'y'));
    let unit = unit.ok_or_else(bad)?.to_ascii_lowercase();
    let count = &text[..text.len() - 1];
    let count = Some(count).filter(|c| c.bytes().all(|b| b.is_ascii_digit()));
    let count: i32 = count.and_then(|count| count.parse().ok()).ok_or_else(bad)?;
    let then = ago(count, unit, today).ok_or_else(|| format!("`{text}` is too long"))?;
    let days = u32::try_from(today.day_number() - then.day_number()).unwrap_or(0);
    if days == 0 { Err(bad()) } else { Ok(days) }
}

/// Reads the value of `since:` or `until:`, which is one date and no range.
pub(super) fn parse_one(text: &str, field: &str, today: Date) -> Result<DateRange, String> {
    match text.contains("..") {
        true => Err(format!("{field} takes one date: for a range, use date:")),
        false => one(text, today),
    }
}

fn one(text: &str, today: Date) -> Result<DateRange, String> {
    let day = |day: Date| DateRange { from: Some(day), to: Some(day) };
    if text.eq_ignore_ascii_case("today") {
        return Ok(day(today.day_only()));
    }
    if text.eq_ignore_ascii_case("yesterday") {
        return ago(1, 'd', today).map(day).ok_or_else(|| unreadable(text));
    }
    let unit = text.chars().next_back().map(|c| c.to_ascii_lowercase());
    if let Some(unit @ ('d' | 'w' | 'm' | 'y')) = unit {
        let count = &text[..text.len() - 1];
        if !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit()) {
            let date = count.parse().ok().and_then(|count| ago(count, unit, today));
            return date.map(day).ok_or_else(|| format!("`{text}` ago is before every archive"));
        }
    }
    calendar(text).ok_or_else(|| unreadable(text))
}

fn unreadable(text: &str) -> String {
    let shaped = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '-');
    let padded: Vec<String> = text.split('-').map(|part| format!("{part:0>2}")).collect();
    let padded = padded.join("-");
    match shaped {
        true if calendar(&padded).is_some() => format!("`{text}` lacks a zero: write {padded}"),
        true => format!("the calendar has no `{text}`: {FORMS}"),
        false => format!("`{text}` is no date: {FORMS}"),
    }
}

/// Returns the day that lies so many days, weeks, months or years before `today`; the last day of
/// the month where the month is too short.
fn ago(count: i32, unit: char, today: Date) -> Option<Date> {
    let (year, month, day) = today.ymd();
    let today = jiff::civil::Date::new(year, month as i8, day as i8).ok()?;
    let span = match unit {
        'd' => jiff::Span::new().try_days(count),
        'w' => jiff::Span::new().try_weeks(count),
        'm' => jiff::Span::new().try_months(count),
        _ => jiff::Span::new().try_years(count),
    };
    let then = today.checked_sub(span.ok()?).ok()?;
    Date::from_ymd(then.year(), then.month() as u8, then.day() as u8)
}

/// Reads a year, a month or a day of the calendar.
fn calendar(text: &str) -> Option<DateRange> {
    let mut parts = text.split('-');
    let mut number = |digits: usize| match parts.next() {
        None => Some(None),
        Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => {
            part.parse::<i16>().ok().map(Some)
        }
        Some(_) => None,
    };
    let (year, month, day) = (number(4)??, number(2)?, number(2)?);
    if parts.next().is_some() {
        return None;
    }
    let date = |month: i16, day: i16| {
        Date::from_ymd(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    };
    let (from, to) = match (month, day) {
        (None, _) => (date(1, 1)?, date(12, 31)?),
        (Some(month), None) => {
            let first = jiff::civil::Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
            let last = first.checked_add(1.month()).ok()?.checked_sub(1.day()).ok()?;
            (date(month, 1)?, date(month, i16::from(last.day()))?)
        }
        (Some(month), Some(day)) => (date(month, day)?, date(month, day)?),
    };
    Some(DateRange { from: Some(from), to: Some(to) })
}
