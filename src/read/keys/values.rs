//! A value -> a text, a date, an outlet, the names of writers.

use serde_json::{Map, Value};

use super::blocks;
use crate::date::{Date, Time};
use crate::read::dates::{self, Order};
use crate::read::{html, story, url};

/// Names under which an object wraps one text.
const WRAPPING: &[&str] = &[
    "name", "text", "value", "title", "main", "basic", "original", "href", "#text", "$t", "@value",
];

/// The name under which an object wraps a text that is markup.
const RENDERED: &str = "rendered";

/// Names under which an object keeps a text as it was written, where it has no other: the first is markup.
const WRITTEN: &[&str] = &["html", "markdown", "raw"];

/// Names of the parts of a person's name: the first, and that of the family.
const GIVEN: &[&str] =
    &["given", "given_name", "givenName", "first_name", "firstName", "firstname"];
const FAMILY: &[&str] =
    &["family", "family_name", "familyName", "last_name", "lastName", "lastname"];

/// The text of a scalar, or of the one text an object wraps (`{"name": …}`, `{"rendered": …}`).
pub(in crate::read) fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(_) | Value::Null => return None,
        Value::Array(items) if are_renditions(items) => text_of(main_of(items)?)?,
        Value::Array(items) if are_runs(items) => items.iter().filter_map(run).collect(),
        Value::Array(items) => items.iter().filter_map(text_of).collect::<Vec<_>>().join("\n\n"),
        Value::Object(map) => match map.get(RENDERED) {
            Some(Value::String(markup)) => html::fragment(markup),
            _ => {
                let wrapped = || WRAPPING.iter().find_map(|name| map.get(*name)).and_then(text_of);
                if blocks::is_block(map) {
                    // Its blocks may be empty, or say less than the text beside them.
                    let value = map.get("value").and_then(text_of);
                    let told = blocks::text_of(map);
                    let is_more =
                        |told: &String| value.as_ref().is_none_or(|v| v.len() <= told.len());
                    told.filter(is_more).or(value).or_else(wrapped)?
                } else {
                    wrapped().or_else(|| blocks::text_of(map)).or_else(|| written(map))?
                }
            }
        },
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_string())
}

/// The text that an object keeps as it was written.
fn written(map: &Map<String, Value>) -> Option<String> {
    WRITTEN.iter().find_map(|name| {
        let text = map.get(*name)?.as_str()?;
        let text = if *name == WRITTEN[0] { html::fragment(text) } else { text.to_string() };
        Some(text).filter(|text| !text.trim().is_empty())
    })
}

/// True for one text several times over, as agencies send it: each for a role of its own, of which one is the
/// main one, or in a format of its own. Other lists are the pieces of one text.
fn are_renditions(items: &[Value]) -> bool {
    let differ = |names: &[&str]| {
        let told = |item: &Value| {
            names.iter().find_map(|name| item.get(*name)?.as_str().map(str::to_string))
        };
        let told: Vec<_> = items.iter().filter_map(told).collect();
        told.len() == items.len() && (1..told.len()).all(|at| !told[..at].contains(&told[at]))
    };
    let is_main = |item: &Value| role(item) == Some(MAIN);
    items.len() > 1
        && items.iter().all(|item| item.get("value").is_some_and(Value::is_string))
        && (differ(&["role"]) && items.iter().any(is_main)
            || differ(&["contentType", "contenttype"]))
}

/// The role of the rendition that readers are to see.
const MAIN: &str = "main";

fn role(item: &Value) -> Option<&str> {
    item.get("role")?.as_str()
}

/// The one that is called the main one, else the first.
fn main_of(items: &[Value]) -> Option<&Value> {
    items.iter().find(|item| role(item) == Some(MAIN)).or(items.first())
}

/// What a piece of a line is, in messages whose lines are lists of pieces.
const KINDS_OF_RUN: &[&str] = &[
    "plain",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "code",
    "spoiler",
    "link",
    "text_link",
    "mention",
    "mention_name",
    "hashtag",
    "cashtag",
    "email",
    "phone",
    "custom_emoji",
];

/// True for the pieces of one text, as `["The lock ", {"type": "bold", "text": "stays"}, " shut."]`: paragraphs
/// are all texts, or objects of other kinds, or of the same kind as links are.
fn are_runs(items: &[Value]) -> bool {
    let kind = |item: &Value| {
        Some(item.get("text")?.as_str().and(item.get("type")?.as_str())?.to_string())
    };
    let mut kinds = items.iter().filter(|item| !item.is_string()).map(kind).peekable();
    let mixed = items.iter().any(Value::is_string);
    let mut is_plain = mixed;
    let mut is_known = |kind: &str| {
        is_plain |= kind == "plain";
        KINDS_OF_RUN.contains(&kind)
    };
    let are_known =
        kinds.peek().is_some() && kinds.all(|kind| kind.is_some_and(|kind| is_known(&kind)));
    are_known && is_plain
}

/// The letters of a piece, with the spaces at its ends.
fn run(item: &Value) -> Option<&str> {
    item.as_str().or_else(|| item.get("text")?.as_str())
}

/// White space folded to single spaces; `None` when nothing is left.
pub(in crate::read) fn one_line(text: String) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// A date from a string, a count of seconds or milliseconds, or an object that wraps one.
pub(in crate::read) fn date_of(value: &Value, order: Option<Order>) -> Option<Date> {
    match value {
        Value::String(text) => dates::parse(text, order)
            .or_else(|| dates::find(text, 100, order).map(|(date, _)| date))
            .or_else(|| written_seconds(text)),
        Value::Number(number) => number.as_f64().and_then(from_seconds),
        Value::Object(map) => {
            if let Some(parts) = map.get("date-parts") {
                return from_parts(parts);
            }
            let names = ["$date", "$numberLong", "date", "value", "#text", "$t", "@value", "iso"];
            names.iter().find_map(|name| map.get(*name)).and_then(|inner| date_of(inner, order))
        }
        Value::Array(items) => items.first().and_then(|first| date_of(first, order)),
        Value::Bool(_) | Value::Null => None,
    }
}

/// A count of seconds or milliseconds that is written as a text, as in tables. Digits that are more
/// may be a day and an hour.
fn written_seconds(text: &str) -> Option<Date> {
    let text = text.trim();
    let digits = matches!(text.len(), 9 | 10 | 12 | 13) && text.bytes().all(|b| b.is_ascii_digit());
    let number: f64 = text.parse().ok().filter(|_| digits)?;
    let fits = if text.len() > 10 { number < 2e12 } else { number < 2e9 };
    fits.then(|| from_seconds(number)).flatten()
}

/// The first day of `[[2025, 11, 12]]`, as programs for references write it; a month alone is no day.
fn from_parts(parts: &Value) -> Option<Date> {
    let first = parts.as_array()?.first()?.as_array()?;
    let part = |at: usize| match first.get(at)? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let (year, month, day) = (part(0)?, part(1)?, part(2)?);
    Date::from_ymd(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?)
}

/// A count of seconds or milliseconds since 1970 that falls into the years of the web.
fn from_seconds(number: f64) -> Option<Date> {
    let (from, to) = (631_152_000.0, 4_102_444_800.0);
    let seconds = if number >= from * 1000.0 { number / 1000.0 } else { number };
    if !(from..to).contains(&seconds) {
        return None;
    }
    let at = jiff::Timestamp::from_second(seconds as i64).ok()?.to_zoned(jiff::tz::TimeZone::UTC);
    let byte = |n: i8| u8::try_from(n).ok();
    let day = Date::from_ymd(at.year(), byte(at.month())?, byte(at.day())?)?;
    let (hour, minute) = (byte(at.hour())?, byte(at.minute())?);
    day.with_time(Time { hour, minute, second: byte(at.second()), offset: Some(0) })
}

/// The one name a value gives, as a text or wrapped in an object: a number is a key of some table.
fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => one_line(unlinked(text)),
        Value::Object(map) => {
            let wrapped = WRAPPING.iter().find_map(|name| map.get(*name)).and_then(name_of);
            wrapped.or_else(|| {
                let part = |names: &[&str]| {
                    // One of them may be empty.
                    names.iter().find_map(|name| one_line(map.get(*name)?.as_str()?.into()))
                };
                let parts = [part(GIVEN), part(FAMILY)].into_iter().flatten();
                one_line(parts.collect::<Vec<_>>().join(" ")).or_else(|| part(&["literal"]))
            })
        }
        _ => None,
    }
}

/// `[[Ann Lee]]` and `[[people/ann|Ann Lee]]`, as notes link to each other, without the link.
fn unlinked(text: &str) -> String {
    let inside = text.trim().strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
    let name = inside.map(|name| name.rsplit('|').next().unwrap_or(name));
    name.unwrap_or(text).to_string()
}

/// The address of an article that stands where its outlet is named: more than a host.
pub(super) fn page_of(value: &Value) -> Option<String> {
    let text = name_of(value).filter(|text| url::is_absolute(text))?;
    let (_, rest) = text.split_once("://")?;
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    (!path.is_empty()).then_some(text)
}

/// The outlet a value names; an address gives its host.
pub(super) fn source_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::Array(items) if items.len() == 1 => name_of(&items[0])?,
        other => name_of(other)?,
    };
    if url::is_absolute(&text) {
        return url::host(&text);
    }
    (text.chars().count() <= 80).then_some(text)
}

/// Several names joined by commas.
pub(super) fn names_of(value: &Value) -> Option<String> {
    let names = match value {
        Value::Array(items) => {
            let mut names: Vec<String> = Vec::new();
            for name in items.iter().filter_map(name_of) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            names.join(", ")
        }
        other => name_of(other)?,
    };
    // `By Ann Lee`
    let lead = names.get(..3).is_some_and(|lead| lead.eq_ignore_ascii_case("by "));
    let names = if lead { names[3..].trim().to_string() } else { names };
    let names = story::without_jobs(&names);
    let fits = !names.is_empty() && names.chars().count() <= 300;
    fits.then_some(names).filter(|name| !url::is_absolute(name))
}
