//! Tokens -> a time of day and its offset.

use super::tokens::{Kind, Token};
use crate::date::Time;

/// Skips what joins a day and a time: `T`, `at`, `um`, a comma, a dash.
pub(super) fn skip_connectors(tokens: &[Token], mut i: usize) -> usize {
    let end = i + 3;
    while i < end
        && tokens.get(i).is_some_and(|t| match t.kind {
            Kind::Number(_) => false,
            Kind::Symbol => {
                matches!(
                    t.text.as_str(),
                    "," | "-" | "–" | "—" | "|" | "•" | "·" | "(" | "." | "/" | "@"
                )
            }
            Kind::Word => matches!(
                t.text.as_str(),
                "t" | "at"
                    | "um"
                    | "à"
                    | "a"
                    | "las"
                    | "alle"
                    | "ore"
                    | "às"
                    | "в"
                    | "о"
                    | "om"
                    | "kl"
                    | "klo"
                    | "saat"
                    | "u"
            ),
        })
    {
        i += 1;
    }
    i
}

/// Reads a time that starts at token `i`; returns it with the token behind it.
pub(super) fn read(tokens: &[Token], i: usize) -> Option<(Time, usize)> {
    let hour_token = tokens.get(i)?;
    let mut hour = number(hour_token, 2)?;
    let mut at = i + 1;
    let mut minute = 0;
    let mut second = None;
    let sign = tokens.get(at)?;
    let glued = |a: &Token, b: &Token| a.end == b.start;
    let colon = sign.is(":") || (sign.is("h") && glued(hour_token, sign));
    let dot = sign.is(".") && glued(hour_token, sign);
    let mut written = false;
    if (colon || dot)
        && let Some(value) = tokens.get(at + 1).and_then(|t| number(t, 2))
        && (colon || tokens[at + 1].digits() == 2)
    {
        minute = value;
        written = colon;
        at += 2;
        if let Some(value) = tokens.get(at).filter(|t| t.is(":")).and(tokens.get(at + 1))
            && let Some(value) = number(value, 2)
        {
            second = Some(value);
            at += 2;
            let fraction = tokens.get(at).is_some_and(|t| t.is(".") || t.is(","));
            if fraction
                && tokens
                    .get(at + 1)
                    .is_some_and(|t| matches!(t.kind, Kind::Number(_)) && t.start == tokens[at].end)
            {
                at += 2;
            }
        }
    }
    // `20:15h`, which would else be a word glued to the date.
    if written
        && let Some(hours) = tokens.get(at)
        && ["h", "hs", "hrs", "uhr"].iter().any(|word| hours.is(word))
        && glued(&tokens[at - 1], hours)
    {
        at += 1;
    }
    if let Some((afternoon, end)) = half_of_day(tokens, at) {
        written = true;
        at = end;
        hour = match (hour, afternoon) {
            (1..=11, true) => hour + 12,
            (12, false) => 0,
            (1..=23, _) => hour,
            _ => return None,
        };
    } else if dot && tokens.get(at).is_some_and(|t| t.is("uhr") || t.is("h") || is_zone(&t.text)) {
        // `14.30 Uhr`: with a dot only what follows tells a time from a number.
        written = true;
        at += usize::from(!is_zone(&tokens[at].text));
    }
    if !written {
        return None;
    }
    if tokens.get(at).is_some_and(|t| t.is("uhr") || t.is("hrs") || t.is("hours")) {
        at += 1;
    }
    let (offset, at) = offset(tokens, at).unwrap_or((None, at));
    let fits = hour < 24 && minute < 60 && second.is_none_or(|s| s <= 60);
    fits.then_some((Time { hour, minute, second, offset }, at))
}

/// Reads the `T015138Z` of `20251204T015138Z`, or `T0151`.
pub(super) fn compact(tokens: &[Token], i: usize) -> Option<(Time, usize)> {
    let digits = tokens.get(i).filter(|t| t.is("t")).and(tokens.get(i + 1))?;
    let value = digits.number()?;
    let (hour, minute, second) = match digits.digits() {
        4 => (value / 100, value % 100, None),
        6 => (value / 10_000, value / 100 % 100, Some(value % 100)),
        _ => return None,
    };
    let (offset, at) = offset(tokens, i + 2).unwrap_or((None, i + 2));
    let byte = |n: u64| u8::try_from(n).unwrap_or(u8::MAX);
    let time = Time { hour: byte(hour), minute: byte(minute), second: second.map(byte), offset };
    Some((time, at))
}

/// Reads an offset: `Z`, `UTC`, `+02:00`, `-0400`, `-5`, `EST`, `GMT+2`. A zone whose offset depends on
/// the season (`ET`) is passed over and gives none.
pub(super) fn offset(tokens: &[Token], i: usize) -> Option<(Option<i16>, usize)> {
    let mut at = i;
    while tokens.get(at).is_some_and(|t| t.is("(") || t.is(",")) && at < i + 1 {
        at += 1;
    }
    let mut named = None;
    if let Some(token) = tokens.get(at)
        && is_zone(&token.text)
    {
        named = Some(zone(&token.text));
        at += 1;
        if tokens.get(at).is_some_and(|t| t.is(")")) {
            at += 1;
        }
        if !matches!(named, Some(Some(0))) {
            return named.map(|offset| (offset, at));
        }
    }
    let signed = tokens.get(at).and_then(|t| match t.text.as_str() {
        "+" => Some(1),
        "-" | "−" => Some(-1),
        _ => None,
    });
    let (Some(sign), Some(value)) = (signed, tokens.get(at + 1)) else {
        return named.map(|offset| (offset, at));
    };
    let glued = tokens[at].end == value.start;
    let Some(number) = value.number().filter(|_| glued).and_then(|n| i16::try_from(n).ok()) else {
        return named.map(|offset| (offset, at));
    };
    let (minutes, end) = match value.digits() {
        1 | 2 => match tokens.get(at + 2).filter(|t| t.is(":")).and(tokens.get(at + 3)) {
            Some(rest) => (number * 60 + rest.number().map_or(0, |m| (m % 60) as i16), at + 4),
            None => (number * 60, at + 2),
        },
        3 | 4 => (number / 100 * 60 + number % 100, at + 2),
        _ => return named.map(|offset| (offset, at)),
    };
    Some((Some(sign * minutes), end))
}

/// True for the name of a zone.
pub(super) fn is_zone(word: &str) -> bool {
    zone(word).is_some() || matches!(word, "et" | "pt" | "ct" | "mt" | "ist" | "local")
}

/// Minutes east of UTC of a zone whose name says so.
fn zone(word: &str) -> Option<i16> {
    Some(match word {
        "z" | "utc" | "gmt" | "ut" | "wet" => 0,
        "est" | "cdt" => -300,
        "edt" => -240,
        "cst" | "mdt" => -360,
        "mst" | "pdt" => -420,
        "pst" => -480,
        "bst" | "cet" | "mez" | "west" => 60,
        "cest" | "mesz" | "eet" | "sast" => 120,
        "eest" | "msk" => 180,
        "jst" | "kst" => 540,
        "aest" => 600,
        "aedt" => 660,
        _ => return None,
    })
}

fn number(token: &Token, digits: usize) -> Option<u8> {
    let fits = (1..=digits).contains(&token.digits());
    token.number().filter(|_| fits).and_then(|n| u8::try_from(n).ok())
}

/// Reads `am`, `p.m.` and the like; true for the afternoon.
fn half_of_day(tokens: &[Token], i: usize) -> Option<(bool, usize)> {
    let token = tokens.get(i)?;
    match token.text.as_str() {
        "am" => return Some((false, i + 1)),
        "pm" => return Some((true, i + 1)),
        _ => {}
    }
    let afternoon = match token.text.as_str() {
        "a" => false,
        "p" => true,
        _ => return None,
    };
    let m = tokens.get(i + 1).filter(|t| t.is(".")).and(tokens.get(i + 2))?;
    let dot = tokens.get(i + 3).is_some_and(|t| t.is("."));
    m.is("m").then_some((afternoon, i + 3 + usize::from(dot)))
}
