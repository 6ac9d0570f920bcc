//! What a page says about itself -> the day it was published.
//!
//! In order of trust: JSON-LD, metas, marked-up elements, dates of scripts, a visible date beside the
//! headline or with a label, the address. Days of a change are a last resort, and say so in their
//! evidence.

use super::super::dates::{self, Order};
use super::super::{keys, offer, url};
use super::facts::{Dated, Facts, Line, Place};
use crate::article::{Field, Method};
use crate::date::Date;

/// Metas that give the day of publication, in order of trust.
const METAS: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article:published",
    "published_time",
    "article_date_original",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
    "sailthru.date",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.issued",
    "dcterms.created",
    "dc.created",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "dc:created",
    "dc:date",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publicationdate",
    "published-date",
    "publisheddate",
    "pubdate",
    "pub_date",
    "date_published",
    "date_created",
    "datecreated",
    "created",
    "article.published",
    "article.created",
    "rnews:datepublished",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "prism.publicationdate",
    "bt:pubdate",
    "analyticsattributes.articledate",
    "date",
    "og:pubdate",
    "video:release_date",
    "displaydate",
    "mediator_published_time",
    "uploaddate",
    "doc_date",
    "og:regdate",
    "rbpubdate",
    "dateposted",
    "ptime",
    "datetime",
    "time",
];

/// Words before a date that say it is the day of publication, in lower case.
const PUBLISHED: &[&str] = &[
    "published",
    "posted",
    "publication date",
    "date",
    "issued",
    "created",
    "uploaded",
    "added",
    "veröffentlicht",
    "datum",
    "erschienen",
    "erstellt",
    "geschrieben",
    "eingestellt",
    "publiziert",
    "publié",
    "mis en ligne",
    "mise en ligne",
    "publicado",
    "fecha",
    "pubblicato",
    "gepubliceerd",
    "geplaatst",
    "опубликовано",
    "дата",
    "dodano",
    "opublikowano",
    "yayın",
    "beitrag wurde",
    "artikel wurde",
    "submitted",
    "written",
];

/// Words before a date that say it is the day of a change.
const CHANGED: &[&str] = &[
    "updated",
    "modified",
    "last edited",
    "last change",
    "revised",
    "reviewed",
    "aktualisiert",
    "stand",
    "letzte änderung",
    "letzte aktualisierung",
    "zuletzt",
    "geändert",
    "bearbeitet",
    "mis à jour",
    "mise à jour",
    "modifié",
    "actualizado",
    "aggiornato",
    "atualizado",
    "bijgewerkt",
    "обновлено",
    "version",
];

/// Elements between a headline and an element that is dated for it and not for a comment.
const REACH: usize = 150;

/// Elements between a headline and a date that belongs to it.
const NEAR: usize = 40;

/// Chooses the date; `address` is the page's own.
pub(super) fn choose(
    facts: &Facts,
    address: Option<&str>,
    order: Option<Order>,
) -> Option<Field<Date>> {
    // What markup gives for machines follows no custom of the language.
    let machine_order = order;
    let order = order.or_else(|| order_of(facts));
    let mut found = None;
    for thing in &facts.linked {
        for (name, written) in
            [("datePublished", &thing.published), ("dateCreated", &thing.created)]
        {
            if let Some(written) = written {
                offer(&mut found, read(written, machine_order), Method::JsonLd, || {
                    format!("{name}: {written}")
                });
            }
        }
    }
    from_metas(facts, machine_order, &mut found);
    let mut shown = None;
    from_elements(facts, Place::Story, REACH, order, &mut shown);
    from_lines(facts, order, &mut shown);
    from_elements(facts, Place::Story, usize::MAX, order, &mut shown);
    let in_address = address.and_then(url::date).map(|(date, part)| Field {
        value: date,
        method: Method::Url,
        evidence: part.to_string(),
    });
    if let Some(machine) = found {
        return Some(local_day(local_day(machine, shown), in_address));
    }
    if shown.as_ref().is_some_and(|shown| shown.method == Method::TimeTag) {
        return shown;
    }
    let mut scripted = None;
    for (name, written) in &facts.scripted {
        offer(&mut scripted, read(written, order), Method::Meta, || format!("{name}: {written}"));
    }
    let mut found = shown.or(scripted);
    found = found.or(in_address);
    from_elements(facts, Place::Outside, usize::MAX, order, &mut found);
    from_changes(facts, order, &mut found);
    from_last_resorts(facts, order, &mut found);
    found
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

fn from_metas(facts: &Facts, order: Option<Order>, found: &mut Option<Field<Date>>) {
    for name in METAS {
        for content in facts.meta(name) {
            offer(found, read(content, order), Method::Meta, || format!("{name}: {content}"));
        }
    }
    // Names that no table foresees: `sw-pubdate`, `photos:uploaded`.
    for (name, content) in &facts.metas {
        let speaks = ["pubdate", "publish", "created", "uploaded", "issued", "posted"];
        let other = ["modif", "updat", "expir", "valid", "publisher", "review", "until", "end"];
        if speaks.iter().any(|part| name.contains(part))
            && !other.iter().any(|part| name.contains(part))
        {
            offer(found, read(content, order), Method::Meta, || format!("{name}: {content}"));
        }
    }
}

/// Chooses among elements: what markup calls published, then the nearest to the headline.
fn from_elements(
    facts: &Facts,
    place: Place,
    reach: usize,
    order: Option<Order>,
    found: &mut Option<Field<Date>>,
) {
    let mut elements: Vec<&Dated> =
        facts.dated.iter().filter(|d| d.place == place && (!d.updated || d.published)).collect();
    if place == Place::Outside {
        elements.retain(|dated| dated.published || dated.is_time);
    }
    elements.retain(|dated| dated.published || distance(facts, dated.at) <= reach);
    elements.sort_by_key(|d| (!d.published, !d.is_time, distance(facts, d.at)));
    for dated in elements {
        let method =
            if dated.is_time || dated.published { Method::TimeTag } else { Method::Byline };
        let shown = if dated.text.is_empty() {
            dated.machine.clone().unwrap_or_default()
        } else {
            dated.text.clone()
        };
        if let Some(machine) = &dated.machine {
            offer(found, read(machine, order), method, || machine.clone());
        }
        let text = dates::find(&dated.text, 120, order)
            .filter(|(date, range)| plausible(*date) && !says(&dated.text[..range.start], CHANGED));
        offer(found, text.map(|(date, _)| date), method, || shown);
    }
}

/// Elements between the headline and element `at`; what stands before it counts double.
fn distance(facts: &Facts, at: usize) -> usize {
    let heading = facts.heading_at.unwrap_or(0);
    if at >= heading { at - heading } else { 2 * (heading - at) }
}

/// True when a text says one of `words` close to its end.
fn says(before: &str, words: &[&str]) -> bool {
    let lower = before.to_lowercase();
    let tail: String = lower.chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
    words.iter().any(|word| {
        tail.match_indices(word).any(|(at, _)| !tail[..at].ends_with(char::is_alphanumeric))
    })
}

/// A date in visible text.
struct Written<'a> {
    line: &'a Line,
    date: Date,
    /// What stands before it, with the piece of text before that.
    before: String,
    /// True when the date is most of the line, or opens it.
    alone: bool,
}

/// The dates in visible text, with what stands before each.
fn written<'a>(facts: &'a Facts, order: Option<Order>) -> impl Iterator<Item = Written<'a>> {
    facts.lines.iter().filter_map(move |line| {
        let (date, range) =
            dates::find(&line.text, 300, order).filter(|(date, _)| plausible(*date))?;
        let before = format!("{} {}", line.before, &line.text[..range.start]);
        let alone = range.start <= 3 || line.text.len() - range.len() <= 35;
        Some(Written { line, date, before, alone })
    })
}

/// A visible date: with a label, or close below the headline and on a line of its own.
fn from_lines(facts: &Facts, order: Option<Order>, found: &mut Option<Field<Date>>) {
    let mut lines: Vec<_> = written(facts, order)
        .filter(|w| w.line.place == Place::Story && !says(&w.before, CHANGED))
        .collect();
    let labelled = |w: &Written<'_>| says(&w.before, PUBLISHED) && w.line.text.len() <= 160;
    lines.sort_by_key(|w| (!(labelled(w) && w.alone), !w.alone, distance(facts, w.line.at)));
    for w in lines {
        let near = facts.heading_at.is_some() && distance(facts, w.line.at) <= NEAR && w.alone;
        if near || labelled(&w) {
            offer(found, Some(w.date), Method::Byline, || w.line.text.clone());
        }
    }
}

/// Days of a change: better than none, when the page gives no other.
fn from_changes(facts: &Facts, order: Option<Order>, found: &mut Option<Field<Date>>) {
    for thing in facts.linked.iter().filter(|thing| thing.is_article() || thing.is_page()) {
        if let Some(modified) = &thing.modified {
            offer(found, read(modified, order), Method::JsonLd, || {
                format!("dateModified: {modified}")
            });
        }
    }
    let metas = [
        "article:modified_time",
        "og:updated_time",
        "og:modified_time",
        "datemodified",
        "dcterms.modified",
        "dc.date.modified",
        "dc.modified",
        "lastmod",
        "last-modified",
        "last_modified",
        "modified",
        "revised",
        "updated_time",
    ];
    for name in metas {
        for content in facts.meta(name) {
            offer(found, read(content, order), Method::Meta, || format!("{name}: {content}"));
        }
    }
    for dated in facts.dated.iter().filter(|dated| dated.updated) {
        let machine = dated.machine.as_deref().and_then(|machine| read(machine, order));
        let date = machine.or_else(|| dates::find(&dated.text, 120, order).map(|(date, _)| date));
        offer(found, date.filter(|date| plausible(*date)), Method::TimeTag, || dated.text.clone());
    }
    for Written { line, date, before, .. } in written(facts, order) {
        if says(&before, CHANGED) && line.text.len() <= 160 {
            offer(found, Some(date), Method::Byline, || {
                format!("{} {}", line.before, line.text).trim().to_string()
            });
        }
    }
}

/// A date in the title, the only or first short line of the story with one, or a dated image.
fn from_last_resorts(facts: &Facts, order: Option<Order>, found: &mut Option<Field<Date>>) {
    let titles = facts.title.iter().map(String::as_str).chain(facts.meta("og:title"));
    for title in titles {
        let date =
            dates::find(title, 300, order).map(|(date, _)| date).filter(|date| plausible(*date));
        offer(found, date, Method::TitleTag, || title.trim().to_string());
    }
    let mut lines: Vec<_> = written(facts, order).filter(|w| w.alone).collect();
    lines.sort_by_key(|w| (w.line.place, distance(facts, w.line.at)));
    for w in lines {
        offer(found, Some(w.date), Method::Byline, || w.line.text.clone());
    }
    let images = facts.meta("og:image").map(str::to_string).chain(facts.images.iter().cloned());
    for image in images {
        let date = url::date(&image).map(|(date, _)| date);
        offer(found, date, Method::Url, || image.clone());
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
