//! Elements that say when: what they show, and what they tell programs.

use super::walk::{MOST, Met, attribute, property, short_text};
use super::{Dated, Facts};
use crate::read::html::classes;

/// Collects `<time>`, `itemprop=datePublished` and elements whose class speaks of a date.
pub(super) fn collect(met: &Met<'_, '_>, facts: &mut Facts) {
    let Met { node, element, name, names, place } = *met;
    if facts.dated.len() >= MOST || matches!(name, "html" | "body" | "head" | "input" | "img") {
        return;
    }
    if element.attrs.is_empty() && name != "time" && name != "relative-time" {
        return;
    }
    let get = |attr: &str| attribute(element, attr);
    let property = property(element);
    let published = property.contains("datepublished")
        || property.contains("datecreated")
        || property.contains("dc:date") | property.contains("dc:created")
        || get("pubdate").is_some()
        || names
            .split_whitespace()
            .any(|class| matches!(class, "published" | "entry-date" | "dt-published"));
    let updated = property.contains("datemodified")
        || names.contains("updated") && !names.contains("published")
        || names.contains("modified");
    let stamped = name == "abbr"
        && get("title").is_some_and(|title| title.contains(|c: char| c.is_ascii_digit()));
    let is_time = name == "time" || name == "relative-time" || stamped;
    if !(is_time || published || updated || classes::says_date(names)) {
        return;
    }
    let text = short_text(node);
    let machine = [
        "datetime",
        "content",
        "title",
        "data-datetime",
        "data-time",
        "data-date",
        "data-timestamp",
    ]
    .iter()
    .find_map(|attr| get(attr))
    .filter(|value| value.len() <= 60 && !value.trim().is_empty());
    if text.is_empty() && machine.is_none() {
        return;
    }
    let at = facts.elements;
    facts.dated.push(Dated { machine, text, is_time, published, updated, place, at });
}
