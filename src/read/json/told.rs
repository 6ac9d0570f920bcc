//! The pairs of a record -> its text: what it names as one, else prose under another name, else its parts.

use serde_json::{Map, Value};

use super::kept;
use crate::read::keys::{self, Key, Pair};
use crate::read::site_lines;

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

/// The text of a record; the parts of a story, each an object, are taken where nothing else is prose.
pub(super) fn text_of(pairs: &[Pair], nested: &[Pair]) -> Option<String> {
    let both = [pairs, nested];
    let named = |pairs: &[Pair]| {
        let mut texts = keys::pairs_of(pairs, Key::Text).into_iter();
        texts.find_map(|pair| keys::text_of(&pair.value))
    };
    both.into_iter()
        .find_map(named)
        .or_else(|| both.into_iter().find_map(prose))
        .or_else(|| both.into_iter().find_map(prose_of_parts))
}

/// The longest prose that is not in parts.
fn prose(pairs: &[Pair]) -> Option<String> {
    if !pairs.iter().any(is_in_parts) {
        return kept::prose(pairs);
    }
    let others: Vec<Pair> = pairs.iter().filter(|pair| !is_in_parts(pair)).cloned().collect();
    kept::prose(&others)
}

/// The longest prose in parts, without pictures between them and what stands below the story.
fn prose_of_parts(pairs: &[Pair]) -> Option<String> {
    let own = |pair: &Pair| match &pair.value {
        Value::Array(items) if is_in_parts(pair) => {
            let own = items.iter().filter(|item| item.as_object().is_none_or(is_part));
            Pair { value: Value::Array(own.cloned().collect()), ..pair.clone() }
        }
        _ => pair.clone(),
    };
    let has_parts = pairs.iter().any(is_in_parts);
    has_parts.then(|| kept::prose(&pairs.iter().map(own).collect::<Vec<_>>())).flatten()
}

fn is_in_parts(pair: &Pair) -> bool {
    has_objects(&pair.value)
}

/// True for a part that has something to tell, and is not what stands below a story.
fn is_part(part: &Map<String, Value>) -> bool {
    let is_heading =
        |name: &str| name == "heading" || matches!(keys::meaning(name), Some((Key::Title, _)));
    let heading = part.iter().find(|(name, _)| is_heading(name));
    let heading = heading.and_then(|(_, value)| keys::text_of(value));
    let tells = |(name, value): (&String, &Value)| keys::is_story(name) || has_objects(value);
    match heading {
        Some(heading) => {
            !site_lines::is_label(&heading) && !BELOW.contains(&heading.to_lowercase().as_str())
        }
        None => part.iter().any(tells),
    }
}

/// True for a list of objects, as parts are.
fn has_objects(value: &Value) -> bool {
    value.as_array().is_some_and(|items| items.iter().any(Value::is_object))
}
