//! JSON -> articles: one object, a list of them, or an object that wraps such a list.

mod kept;
mod parts;
mod told;

use std::io::BufRead;

use serde_json::{Map, Value};

use super::json_items::{Item, Items};
use super::keys::{self, Key, Pair};
use super::{Context, Draft, Out, encoding, html};
use crate::article::{Method, SkipReason};

/// Names under which exports wrap a list of articles.
const WRAPPERS: &[&str] = &[
    "articles",
    "items",
    "results",
    "docs",
    "documents",
    "entries",
    "posts",
    "data",
    "stories",
    "hits",
    "response",
];

/// Names of such a list in what programs write of posts; a story may have parts of these names too.
const LISTS_OF_POSTS: &[&str] = &["messages", "statuses", "feed", "children", "orderedItems", "db"];

/// Names under which an article keeps some of its fields.
const NESTED: &[&str] = &["metadata", "meta", "fields", "_source"];

/// Wrappers inside each other: `{"response": {"docs": […]}}`.
const DEEPEST_WRAPPER: usize = 3;

/// Reads a file of one value, or of several behind each other.
pub(super) fn read(
    input: &mut dyn BufRead,
    context: &Context<'_>,
    out: &mut Out<'_>,
) -> Result<(), SkipReason> {
    let mut items = Items::new(input);
    let mut held: Option<Vec<u8>> = None;
    let mut number = 0u64;
    loop {
        match items.next_item() {
            Ok(Item::Value(bytes)) => {
                // A value that stands alone is the file's only article, or wraps a list.
                if number == 0 && !items.in_list() {
                    held = Some(bytes);
                } else {
                    if let Some(first) = held.take() {
                        one_of_many(first, 1, context, out);
                    }
                    one_of_many(bytes, number + 1, context, out);
                }
                number += 1;
            }
            Ok(Item::Passed(reason)) => {
                number += 1;
                out.bad_record(context, format!("record {number}"), reason);
            }
            Ok(Item::Broken(why)) => {
                let reason = SkipReason::BadRecord(why.to_string());
                if number == 0 {
                    return Err(reason);
                }
                out.bad_record(context, format!("record {}", number + 1), reason);
                break;
            }
            Ok(Item::End) => break,
            Err(error) => {
                let reason = SkipReason::Unreadable(error.to_string());
                if number == 0 {
                    return Err(reason);
                }
                out.bad_record(context, format!("record {}", number + 1), reason);
                break;
            }
        }
    }
    match held {
        Some(only) => whole(only, context, out),
        None if number == 0 => Err(SkipReason::Empty),
        None => Ok(()),
    }
}

fn one_of_many(bytes: Vec<u8>, number: u64, context: &Context<'_>, out: &mut Out<'_>) {
    let place = || format!("record {number}");
    match decode(bytes) {
        Ok((value, notes)) => record(value, notes, context, out, place),
        Err(reason) => out.bad_record(context, place(), reason),
    }
}

/// Reads the only value of a file.
fn whole(bytes: Vec<u8>, context: &Context<'_>, out: &mut Out<'_>) -> Result<(), SkipReason> {
    let (value, notes) = decode(bytes)?;
    let mut inner = &value;
    for _ in 0..DEEPEST_WRAPPER {
        let Value::Object(map) = inner else { break };
        let texts = map.keys().any(|name| matches!(keys::meaning(name), Some((Key::Text, _))));
        // A story may name lists too: what else there is to read, its pictures.
        let is_story = map.iter().any(|(name, value)| {
            keys::is_story(name) && value.as_str().is_some_and(kept::is_prose)
        });
        let wrapped = wrappers(map).find_map(|name| {
            map.get(name).filter(|value| match value {
                Value::Array(items) => !is_story && items.iter().any(Value::is_object),
                Value::Object(_) => !texts,
                _ => false,
            })
        });
        match wrapped {
            // A list of one database.
            Some(Value::Array(items))
                if let [Value::Object(only)] = &items[..]
                    && wraps(only) =>
            {
                inner = &items[0];
            }
            Some(Value::Array(items)) => {
                let feed = feed_title(map);
                for (index, item) in items.iter().enumerate() {
                    // What was done in a channel, among what was said there.
                    if is_channel(map)
                        && item.get("type").and_then(Value::as_str) == Some("service")
                    {
                        let place = format!("record {}", index + 1);
                        out.bad_record(context, place, SkipReason::Empty);
                        continue;
                    }
                    let mut item = item.clone();
                    if let (Some(title), Value::Object(item)) = (feed, &mut item) {
                        item.entry("site_name").or_insert_with(|| title.clone());
                    }
                    record(item, Vec::new(), context, out, || format!("record {}", index + 1));
                }
                return Ok(());
            }
            Some(value) => inner = value,
            None => break,
        }
    }
    let Value::Object(map) = value else {
        return Err(SkipReason::BadRecord("it is not an object".to_string()));
    };
    if is_keyed(&map) {
        for (index, (name, item)) in map.into_iter().enumerate() {
            let Value::Object(item) = item else { continue };
            let (key, mut draft) = draft(item, context);
            draft.article.notes.splice(0..0, notes.iter().cloned());
            let place = || format!("record {}", index + 1);
            out.record(key.or(Some(name)), draft, context, place);
        }
        return Ok(());
    }
    let (_, mut draft) = draft(map, context);
    draft.article.notes.splice(0..0, notes);
    out.only(draft, context)
}

/// Names under which an object may hold a list of articles.
fn wrappers(map: &Map<String, Value>) -> impl Iterator<Item = &'static str> {
    let of_posts: &[&str] = if is_told(map) { &[] } else { LISTS_OF_POSTS };
    WRAPPERS.iter().chain(of_posts).copied()
}

/// True for an object with a title or a text of its own.
fn is_told(map: &Map<String, Value>) -> bool {
    map.keys().any(|name| matches!(keys::meaning(name), Some((Key::Text | Key::Title, _))))
}

/// True for an object that is no article and holds a list of them, right there or in one more object.
fn wraps(map: &Map<String, Value>) -> bool {
    let lists = |map: &Map<String, Value>| {
        !is_told(map) && wrappers(map).any(|name| map.get(name).is_some_and(Value::is_array))
    };
    let mut inner = wrappers(map).filter_map(|name| map.get(name)?.as_object());
    lists(map) || !is_told(map) && inner.any(lists)
}

/// True for what a program for messages writes of a channel.
fn is_channel(map: &Map<String, Value>) -> bool {
    let kind = map.get("type").and_then(Value::as_str);
    kind.is_some_and(|of| of.ends_with("_channel")) && map.contains_key("messages")
}

/// The title of a JSON Feed or the name of a channel, which is the outlet of its items, as that of any other feed.
fn feed_title(map: &Map<String, Value>) -> Option<&Value> {
    if is_channel(map) {
        return map.get("name").filter(|name| name.is_string());
    }
    let version = map.get("version").and_then(Value::as_str)?;
    map.get("title").filter(|title| title.is_string() && version.contains("jsonfeed.org/version"))
}

/// True for an object of articles, each under a name of its own: `{"a1": {"title": …}, "a2": …}`.
fn is_keyed(map: &Map<String, Value>) -> bool {
    let is_article = |value: &Value| {
        let Value::Object(inner) = value else { return false };
        let tells =
            |name: &String| matches!(keys::meaning(name), Some((Key::Text | Key::Title, _)));
        inner.keys().any(tells)
    };
    let named = |name: &String| keys::meaning(name).is_some() || NESTED.contains(&name.as_str());
    !map.is_empty() && map.values().all(is_article) && !map.keys().any(named)
}

fn decode(bytes: Vec<u8>) -> Result<(Value, Vec<String>), SkipReason> {
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok((parse(text)?, Vec::new())),
        Err(_) => {
            let decoded = encoding::decode(bytes, None)?;
            Ok((parse(&decoded.text)?, decoded.notes))
        }
    }
}

/// Parses one value.
pub(super) fn parse(text: &str) -> Result<Value, SkipReason> {
    serde_json::from_str(text).map_err(|error| {
        let why = error.to_string();
        let why = why.split(" at line ").next().unwrap_or("not JSON");
        SkipReason::BadRecord(format!("{why} at column {}", error.column()))
    })
}

/// Hands over one record of many.
pub(super) fn record(
    value: Value,
    notes: Vec<String>,
    context: &Context<'_>,
    out: &mut Out<'_>,
    place: impl Fn() -> String,
) {
    let Value::Object(map) = value else {
        let reason = SkipReason::BadRecord("it is not an object".to_string());
        return out.bad_record(context, place(), reason);
    };
    if is_of_chat(&map) {
        let reason = "it is a message of a chat with a program".to_string();
        return out.bad_record(context, place(), SkipReason::BadRecord(reason));
    }
    let (key, mut draft) = draft(map, context);
    draft.article.notes.splice(0..0, notes);
    out.record(key, draft, context, place);
}

/// Who speaks in a chat with a program.
const ROLES: &[&str] = &["system", "developer", "user", "assistant", "tool", "function", "model"];

/// True for a message of a chat with a program: it has a role and what was said, and no headline, writer, day or address.
fn is_of_chat(map: &Map<String, Value>) -> bool {
    let role = map.get("role").and_then(Value::as_str).unwrap_or_default();
    let is_of_article = |name: &String| {
        let meant = keys::meaning(name).map(|(key, _)| key);
        matches!(meant, Some(Key::Title | Key::Author | Key::Date | Key::Url))
    };
    ROLES.contains(&role)
        && ["content", "parts"].iter().any(|name| map.contains_key(*name))
        && !map.keys().any(is_of_article)
}

/// Makes a draft of an object, and returns its own key.
pub(super) fn draft(map: Map<String, Value>, context: &Context<'_>) -> (Option<String>, Draft) {
    let key = ["_id", "id"].iter().find_map(|name| match map.get(*name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    let has = |map: &Map<String, Value>, is_text: &dyn Fn(&str) -> bool| {
        let mut texts = map.iter().filter(|(name, _)| is_text(name));
        texts.any(|(_, value)| match value {
            Value::String(text) => !text.trim().is_empty(),
            other => keys::text_of(other).is_some(),
        })
    };
    let is_text = |name: &str| matches!(keys::meaning(name), Some((Key::Text, _)));
    let mut parts = NESTED.iter().filter_map(|name| map.get(*name)?.as_object());
    let has_story = has(&map, &is_text) || parts.clone().any(|part| has(part, &keys::is_story));
    let told = has_story || parts.any(|part| has(part, &is_text));
    let in_components = if has_story { None } else { keys::text_of_components(&map) };
    let kept = if told { Vec::new() } else { kept::inside(&map) };
    let mut pairs: Vec<Pair> = Vec::new();
    let mut nested: Vec<Pair> = Vec::new();
    for (name, value) in map {
        match value {
            // `{"metadata": {"date": …}}`: what is inside counts after what is outside.
            Value::Object(inner) if NESTED.contains(&name.as_str()) => {
                let pair = |(key, value)| Pair { key, value, evidence: None };
                nested.extend(inner.into_iter().map(pair));
            }
            value => pairs.push(Pair { key: name, value, evidence: None }),
        }
    }
    let without_kept = nested.len();
    nested.extend(kept);
    if let Some(text) = in_components.filter(|text| is_more(text, &pairs, &nested)) {
        nested.truncate(without_kept);
        pairs.push(Pair { key: "text".to_string(), value: Value::String(text), evidence: None });
    }
    (key, from_pairs(pairs, nested, Method::Record, context))
}

/// True for a text that is prose, or more, beside what the pairs tell.
fn is_more(text: &str, pairs: &[Pair], nested: &[Pair]) -> bool {
    told::text_of(pairs, nested).is_none_or(|told| {
        told.len() < text.len() || kept::is_prose(text) && !kept::is_prose(&told)
    })
}

/// Makes a draft of named values; text that is markup becomes plain.
pub(super) fn from_pairs(
    pairs: Vec<Pair>,
    nested: Vec<Pair>,
    method: Method,
    context: &Context<'_>,
) -> Draft {
    let mut draft = Draft { top: true, ..Draft::default() };
    keys::fill(&mut draft.article, &pairs, method, context.order);
    keys::fill(&mut draft.article, &nested, method, context.order);
    html::drop_outlet(&mut draft.article);
    let text = told::text_of(&pairs, &nested).unwrap_or_default();
    draft.raw = if html::looks_like_markup(&text) {
        html::fragment(&text)
    } else {
        encoding::unify_breaks(text)
    };
    draft.raw.retain(|c| c != '\0');
    draft
}
