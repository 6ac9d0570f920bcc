//! Tokens -> a day of the calendar.

use super::tokens::{Kind, Token};
use super::{Order, names, october, time};
use crate::date::Date;

/// Reads a day that starts at token `i`; returns it with the token behind it.
pub(super) fn read(tokens: &[Token], i: usize, order: Option<Order>) -> Option<(Date, usize)> {
    match tokens.get(i)?.kind {
        Kind::Number(_) => year_first(tokens, i)
            .or_else(|| compact(tokens, i))
            .or_else(|| east_asian(tokens, i))
            .or_else(|| day_and_name(tokens, i))
            .or_else(|| numbers(tokens, i, order)),
        Kind::Word => name_first(tokens, i),
        Kind::Symbol => None,
    }
}

/// Reads `Dec 4 01:51:38 [+0000] 2025`, where the time stands inside the date.
pub(super) fn with_time_inside(tokens: &[Token], i: usize) -> Option<(Date, usize)> {
    let month = names::month(&tokens.get(i)?.text)?;
    let day = small(tokens.get(i + 1)?, 2)?;
    let (mut time, mut at) = time::read(tokens, i + 2)?;
    if tokens.get(at)?.number().is_none() {
        let (offset, end) = time::offset(tokens, at)?;
        time.offset = time.offset.or(offset);
        at = end;
    }
    let date = Date::from_ymd(year(tokens.get(at)?)?, month, day)?.with_time(time)?;
    Some((date, at + 1))
}

/// A year of four digits that news may have.
fn year(token: &Token) -> Option<i16> {
    let fits = token.digits() == 4;
    token.number().filter(|_| fits).and_then(|y| i16::try_from(y).ok())
}

/// A number of at most `digits` digits that fits a month or a day.
fn small(token: &Token, digits: usize) -> Option<u8> {
    let fits = (1..=digits).contains(&token.digits());
    token.number().filter(|_| fits).and_then(|n| u8::try_from(n).ok())
}

/// `2025-12-04`, `2025/12/4`, `2025.12.04`, `2025-Dec-04`, `2025 December 4`, `2025. december 4`.
fn year_first(tokens: &[Token], i: usize) -> Option<(Date, usize)> {
    let year = year(&tokens[i])?;
    let next = tokens.get(i + 1)?;
    let has_stop = next.is(".");
    let name_at = if has_stop { i + 2 } else { i + 1 };
    if let Some(name) = tokens.get(name_at)
        && let Some(month) = names::month(&name.text)
        && let Some(day) = tokens.get(name_at + 1).and_then(|day| small(day, 2))
        // `© Lock Times 2024. December 4, 2025`
        && (!has_stop || (names::is_hungarian(&name.text) && !has_year(tokens, name_at + 2)))
    {
        return Some((Date::from_ymd(year, month, day)?, name_at + 2));
    }
    let sign = separator(next)?;
    let month = tokens.get(i + 2)?;
    let same = tokens.get(i + 3).and_then(separator)? == sign;
    let month = small(month, 2).or_else(|| names::month(&month.text)).filter(|_| same)?;
    let day = small(tokens.get(i + 4)?, 2)?;
    Some((Date::from_ymd(year, month, day)?, i + 5))
}

/// True when a year follows, perhaps behind a comma.
fn has_year(tokens: &[Token], at: usize) -> bool {
    let at = if tokens.get(at).is_some_and(|token| token.is(",")) { at + 1 } else { at };
    tokens.get(at).and_then(year).is_some()
}

/// `20251204`.
fn compact(tokens: &[Token], i: usize) -> Option<(Date, usize)> {
    let token = tokens.get(i).filter(|t| t.digits() == 8)?;
    let value = u32::try_from(token.number()?).ok()?;
    let year = i16::try_from(value / 10_000).ok().filter(|y| (1900..=2100).contains(y))?;
    let (month, day) = (u8::try_from(value / 100 % 100).ok()?, u8::try_from(value % 100).ok()?);
    Some((Date::from_ymd(year, month, day)?, i + 1))
}

/// `2025年12月4日`, `2025년 12월 4일`.
fn east_asian(tokens: &[Token], i: usize) -> Option<(Date, usize)> {
    let is = |at: usize, signs: [&str; 2]| {
        tokens.get(at).is_some_and(|t| signs.iter().any(|sign| t.is(sign)))
    };
    let signs = is(i + 1, ["年", "년"]) && is(i + 3, ["月", "월"]) && is(i + 5, ["日", "일"]);
    let year = year(&tokens[i]).filter(|_| signs)?;
    let (month, day) = (small(tokens.get(i + 2)?, 2)?, small(tokens.get(i + 4)?, 2)?);
    Some((Date::from_ymd(year, month, day)?, i + 6))
}

/// `4 December 2025`, `4th of Dec., 2025`, `4. Dezember 2025`, `4 de diciembre de 2025`,
/// `04-Dec-2025`.
fn day_and_name(tokens: &[Token], i: usize) -> Option<(Date, usize)> {
    let day = small(&tokens[i], 2)?;
    let mut at = i + 1;
    let glued = tokens.get(at).is_some_and(|t| t.start == tokens[i].end);
    if glued && tokens.get(at).is_some_and(|t| names::is_ordinal(&t.text)) {
        at += 1;
    }
    at =
        skip(tokens, at, 2, |t| matches!(t, "." | "-" | "/" | "de" | "of" | "di" | "\u{ad}" | "‑"));
    let name = &tokens.get(at)?.text;
    let month = names::month(name)?;
    at = skip(tokens, at + 1, 2, |t| {
        matches!(t, "." | "," | "-" | "/" | "de" | "del" | "'" | "’" | "‑")
    });
    // Arabic writes a second name for the month: `كانون الأول`; such dates stay unread.
    let year = year(tokens.get(at)?)?;
    let date = if october::is_shared(name) {
        october::read(year, day)?
    } else {
        Date::from_ymd(year, month, day)?
    };
    Some((date, at + 1))
}

/// `December 4, 2025`, `Dec. 4th 2025`, `Dec-04-2025`.
fn name_first(tokens: &[Token], i: usize) -> Option<(Date, usize)> {
    let month = names::month(&tokens[i].text)?;
    let mut at = skip(tokens, i + 1, 1, |t| matches!(t, "." | "-" | "/"));
    at = skip(tokens, at, 1, |t| t == "the");
    let day = small(tokens.get(at)?, 2)?;
    let glued = tokens.get(at + 1).is_some_and(|t| t.start == tokens[at].end);
    at += 1;
    if glued && tokens.get(at).is_some_and(|t| names::is_ordinal(&t.text)) {
        at += 1;
    }
    at = skip(tokens, at, 2, |t| matches!(t, "," | "." | "-" | "/"));
    let year = year(tokens.get(at)?)?;
    Some((Date::from_ymd(year, month, day)?, at + 1))
}

/// `4/12/2025`, `04.12.2025`, `13-1-2025`: only what can be read in one way.
fn numbers(tokens: &[Token], i: usize, order: Option<Order>) -> Option<(Date, usize)> {
    let first = small(&tokens[i], 2)?;
    let sign = separator(tokens.get(i + 1)?)?;
    let second = small(tokens.get(i + 2)?, 2)?;
    let same = separator(tokens.get(i + 3)?)? == sign;
    let year = tokens.get(i + 4).filter(|_| same)?;
    let year = self::year(year).or_else(|| {
        // `04.12.25`: with dots and two digits each, nothing but a day is written so. `4.12.25` could
        // be a number of a version or a chapter, but for where days are known to be written so.
        let two = tokens[i].digits() == 2 && tokens[i + 2].digits() == 2;
        let short = sign == '.' && (two || order == Some(Order::DayFirst));
        let value = small(year, 2).filter(|_| short && year.digits() == 2)?;
        Some(if value < 50 { 2000 } else { 1900 } + i16::from(value))
    })?;
    // With dots the day comes first wherever dates are written so.
    let order = if sign == '.' { Some(Order::DayFirst) } else { order };
    let (day, month) = match order {
        _ if first == second => (first, second),
        _ if first > 12 => (first, second),
        _ if second > 12 => (second, first),
        Some(Order::DayFirst) => (first, second),
        Some(Order::MonthFirst) => (second, first),
        None => return None,
    };
    Some((Date::from_ymd(year, month, day)?, i + 5))
}

/// A sign that parts the numbers of a date.
fn separator(token: &Token) -> Option<char> {
    match token.text.as_str() {
        "-" | "‑" | "–" => Some('-'),
        "/" => Some('/'),
        "." => Some('.'),
        _ => None,
    }
}

/// Skips up to `most` tokens that satisfy `may`.
fn skip(tokens: &[Token], mut i: usize, most: usize, may: impl Fn(&str) -> bool) -> usize {
    let end = i + most;
    while i < end && tokens.get(i).is_some_and(|t| may(&t.text)) {
        i += 1;
    }
    i
}
