//! A story in parts, each an object with a text and a heading -> its text.

use serde_json::{Map, Value};

use super::kept;
use crate::read::html;
use crate::read::keys::{self, Key, Pair};
use crate::read::site_lines;

/// Names of the parts of one story, in lower case.
const NAMES: &[&str] = &["sections", "chapters", "pages", "parts"];

/// Headings of what stands below a story and is no part of it, in lower case; those of links are labels.
const BELOW: &[&str] = &[
    "comments",
    "kommentare",
    "commentaires",
    "comentarios",
    "comentários",
    "commenti",
    "комментарии",
    "коментарі",
    "terms",
    "terms of use",
];

/// The longest prose in parts, without pictures between them and what stands below the story.
pub(super) fn prose(pairs: &[Pair]) -> Option<String> {
    kept::longest(pairs, |pair| match &pair.value {
        Value::Array(items) if is_list(&pair.key) => {
            text_of(items.iter().filter(|item| item.as_object().is_none_or(is_part)))
        }
        _ => None,
    })
}

fn is_list(name: &str) -> bool {
    NAMES.contains(&name.to_lowercase().as_str())
}

/// True for a part that has something to tell, and is not what stands below a story.
fn is_part(part: &Map<String, Value>) -> bool {
    let lists =
        |value: &Value| value.as_array().is_some_and(|items| items.iter().any(Value::is_object));
    let tells = |(name, value): (&String, &Value)| keys::is_story(name) || lists(value);
    match heading(part) {
        Some(heading) => {
            !site_lines::is_label(&heading) && !BELOW.contains(&heading.to_lowercase().as_str())
        }
        None => part.iter().any(tells),
    }
}

fn heading(part: &Map<String, Value>) -> Option<String> {
    find(part, |name| name == "heading" || matches!(keys::meaning(name), Some((Key::Title, _))))
}

/// The first text under a name that is wanted.
fn find(part: &Map<String, Value>, is_wanted: impl Fn(&str) -> bool) -> Option<String> {
    part.iter().find_map(|(name, value)| keys::text_of(value).filter(|_| is_wanted(name)))
}

/// The texts of the parts of a story, if all of them are parts of one.
fn text_of<'a>(parts: impl Iterator<Item = &'a Value>) -> Option<String> {
    let texts: Option<Vec<String>> = parts.map(part).collect();
    let told = texts?.into_iter().filter(|text| !text.is_empty());
    Some(told.collect::<Vec<_>>().join("\n\n"))
}

/// The heading and the text of a part of a story; what has a day, an address or a writer of its own is another story.
fn part(item: &Value) -> Option<String> {
    let part = item.as_object()?;
    let is_other = |name: &String| {
        let meant = keys::meaning(name).map(|(key, _)| key);
        matches!(meant, Some(Key::Date | Key::Url | Key::Author | Key::Source))
    };
    if part.keys().any(is_other) {
        return None;
    }
    let is_markup = |text: &String| html::looks_like_markup(text);
    let text = find(part, keys::is_story);
    let text = text.map(|text| if is_markup(&text) { html::fragment(&text) } else { text });
    let inner = part.iter().filter(|(name, _)| is_list(name));
    let inner = inner.filter_map(|(_, value)| text_of(value.as_array()?.iter()));
    // A heading may stand above the next part.
    let told = heading(part).into_iter().chain(text).chain(inner);
    Some(told.collect::<Vec<_>>().join("\n\n"))
}
