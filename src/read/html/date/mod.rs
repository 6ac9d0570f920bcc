//! What a page says about itself -> the day it was published.
//!
//! In order of trust: JSON-LD, metas, marked-up elements, dates of scripts, a visible date beside the
//! headline or with a label, the address. Days of a change are a last resort, and say so in their
//! evidence. What machines are told gives way to what readers are shown beside the headline where
//! it names no publication, or where more of the page speaks for the other day.

mod line;
mod rest;
mod visible;
mod words;

use super::super::dates::{self, Order};
use super::super::{keys, offer, url};
use super::facts::Facts;
use crate::article::{Field, Method};
use crate::date::Date;
use words::{METAS, VAGUE_METAS};

/// Chooses the date; `address` is the page's own.
pub(super) fn choose(
    facts: &Facts,
    address: Option<&str>,
    order: Option<Order>,
) -> Option<Field<Date>> {
    // What markup gives for machines follows no custom of the language.
    let stated = stated(facts, order);
    let order = order.or_else(|| order_of(facts));
    let shown = visible::story_date(facts, order);
    let in_address = address.and_then(url::date).map(|(date, part)| Field {
        value: date,
        method: Method::Url,
        evidence: part.to_string(),
    });
    let best = stated.iter().find(|stated| !stated.is_vague).or(stated.first());
    if let Some(machine) = best {
        if let Some(shown) = &shown
            && is_overruled(machine, shown, &stated)
        {
            return Some(shown.field.clone());
        }
        let field = local_day(machine.field.clone(), shown.map(|shown| shown.field));
        return Some(local_day(field, in_address));
    }
    let shown = shown.map(|shown| shown.field);
    if shown.as_ref().is_some_and(|shown| shown.method == Method::TimeTag) {
        return shown;
    }
    let mut scripted = None;
    for (name, written) in &facts.scripted {
        offer(&mut scripted, read(written, order), Method::Meta, || format!("{name}: {written}"));
    }
    let mut found = shown.or(scripted).or(in_address);
    found = found.or_else(|| visible::outside(facts, order));
    rest::labelled(facts, order, &mut found);
    rest::changes(facts, order, &mut found);
    rest::last_resorts(facts, order, &mut found);
    found
}

/// A day that a page gives for machines.
struct Stated {
    /// The key that gave it: `datePublished`, the name of a meta.
    name: String,
    field: Field<Date>,
    /// True when the key does not speak of publication.
    is_vague: bool,
}

/// Days that a page gives for machines, in order of trust within the sure and the vague.
fn stated(facts: &Facts, order: Option<Order>) -> Vec<Stated> {
    let mut all = Vec::new();
    let mut add = |name: &str, written: &str, method: Method, is_vague: bool| {
        if let Some(value) = read(written, order) {
            let evidence = format!("{name}: {written}");
            let field = Field { value, method, evidence };
            all.push(Stated { name: name.to_string(), field, is_vague });
        }
    };
    for thing in &facts.linked {
        if let Some(written) = &thing.published {
            add("datePublished", written, Method::JsonLd, false);
        }
    }
    for name in METAS {
        facts.meta(name).for_each(|content| add(name, content, Method::Meta, false));
    }
    // Names that no table foresees: `sw-pubdate`, `photos:uploaded`.
    for (name, content) in &facts.metas {
        let is = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
        let known = METAS.contains(&name.as_str()) || VAGUE_METAS.contains(&name.as_str());
        let other = ["modif", "updat", "expir", "valid", "publisher", "review", "until", "end"];
        if !known && is(&["pubdate", "publish", "issued", "posted"]) && !is(&other) {
            add(name, content, Method::Meta, false);
        } else if !known && is(&["created", "uploaded"]) && !is(&other) {
            add(name, content, Method::Meta, true);
        }
    }
    for thing in &facts.linked {
        if let Some(written) = &thing.created {
            add("dateCreated", written, Method::JsonLd, true);
        }
    }
    for name in VAGUE_METAS {
        facts.meta(name).for_each(|content| add(name, content, Method::Meta, true));
    }
    all
}

/// True when the date beside the headline counts for more than what machines are told: that does not
/// speak of publication, or fewer of the page's keys give it than give the day that is shown.
fn is_overruled(machine: &Stated, shown: &visible::Shown, stated: &[Stated]) -> bool {
    let day = |field: &Field<Date>| field.value.day_only();
    if !shown.is_near || day(&machine.field) == day(&shown.field) {
        return false;
    }
    let speaking_for = |field: &Field<Date>| {
        let mut names: Vec<&str> = stated
            .iter()
            .filter(|stated| day(&stated.field) == day(field))
            .map(|stated| stated.name.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    };
    let witnesses = speaking_for(&shown.field);
    machine.is_vague || witnesses > 0 && witnesses + 1 > speaking_for(&machine.field)
}

/// Reads a date that markup gives.
fn read(written: &str, order: Option<Order>) -> Option<Date> {
    let value = serde_json::Value::String(written.to_string());
    keys::date_of(&value, order)
        .or_else(|| {
            // `2025-12-04T10:00:00:123Z`: the day stands, whatever follows it.
            let day = written.trim().get(..10).filter(|day| day.as_bytes()[4] == b'-')?;
            dates::parse(day, None)
        })
        .or_else(|| {
            let number: f64 = written.trim().parse().ok().filter(|n: &f64| *n > 1e9)?;
            keys::date_of(&serde_json::json!(number), order)
        })
        .filter(|date| plausible(*date))
}

/// Years that a page can be published in.
fn plausible(date: Date) -> bool {
    (1990..=2100).contains(&date.ymd().0)
}

/// How the page writes numeric dates: by another date on it, or by its language.
fn order_of(facts: &Facts) -> Option<Order> {
    let texts =
        facts.dated.iter().map(|d| &d.text).chain(facts.lines.iter().map(|line| &line.text));
    for text in texts.take(200) {
        let mut numbers =
            text.split(|c: char| !c.is_ascii_digit() && c != '/').filter(|n| n.len() >= 8);
        let order = numbers.find_map(|written| {
            let mut parts = written.split('/').map(|part| part.parse::<u16>().ok());
            match (parts.next()??, parts.next()??, parts.next()??) {
                (13..=31, 1..=12, 1990..=2100) => Some(Order::DayFirst),
                (1..=12, 13..=31, 1990..=2100) => Some(Order::MonthFirst),
                _ => None,
            }
        });
        if order.is_some() {
            return order;
        }
    }
    let (_, language) = facts.languages.first()?;
    let language = language.to_lowercase().replace('_', "-");
    match language.as_str() {
        "en-us" => Some(Order::MonthFirst),
        "en" => None,
        _ if language.starts_with("en-") => Some(Order::DayFirst),
        _ => {
            let code = language.split('-').next().unwrap_or_default();
            let day_first = [
                "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "tr", "cs", "da", "no", "nb",
                "fi", "el", "ro", "id", "vi",
            ];
            day_first.contains(&code).then_some(Order::DayFirst)
        }
    }
}

/// A moment given in UTC may fall on another day than the one the page shows its readers: theirs
/// counts, when it is the day before or after.
fn local_day(machine: Field<Date>, shown: Option<Field<Date>>) -> Field<Date> {
    let utc = machine.value.time().is_some_and(|time| time.offset == Some(0));
    match shown {
        Some(shown)
            if utc
                && shown.value.time().is_none_or(|time| time.offset != Some(0))
                && shown.value.day_number().abs_diff(machine.value.day_number()) == 1 =>
        {
            shown
        }
        _ => machine,
    }
}

#[cfg(test)]
mod tests;
