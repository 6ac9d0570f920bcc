//! What a page says about itself -> the day it was published.

use super::super::dates::{self, Order};
use super::super::{keys, offer, url};
use super::facts::{Dated, Facts, Place};
use crate::article::{Field, Method};
use crate::date::Date;

/// Chooses the date: JSON-LD, metas, `<time>`, a visible date beside the headline, the address.
pub(super) fn choose(facts: &Facts, address: Option<&str>, order: Option<Order>) -> Option<Field<Date>> {
    let mut found = None;
    for thing in facts.linked.iter().filter(|thing| thing.is_article() || thing.is_page()) {
        for (name, written) in [("datePublished", &thing.published), ("dateCreated", &thing.created)] {
            if let Some(written) = written {
                offer(&mut found, read(written, order), Method::JsonLd, || format!("{name}: {written}"));
            }
        }
    }
    for name in METAS {
        for content in facts.meta(name) {
            offer(&mut found, read(content, order), Method::Meta, || format!("{name}: {content}"));
        }
    }
    from_elements(facts, order, &mut found);
    let _ = address;
    let _ = url::date;
    found
}

/// Metas that give the day of publication, in order of trust.
const METAS: &[&str] = &[
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "article:published", "published_time",
    "article_date_original", "originalpublicationdate", "cxenseparse:recs:publishtime", "sailthru.date", "parsely-pub-date",
    "dc.date.issued", "dcterms.issued", "dc.issued", "dcterms.created", "dc.created", "dc.date.created", "dcterms.date", "dc.date", "dc:created", "dc:date",
    "publishdate", "publish-date", "publish_date", "publication_date", "publicationdate", "published-date", "publisheddate", "pubdate",
    "pub_date", "date_published", "date_created", "datecreated", "created", "article.published", "article.created", "rnews:datepublished",
    "citation_publication_date", "citation_date", "citation_online_date", "prism.publicationdate", "bt:pubdate", "analyticsattributes.articledate",
    "date", "og:pubdate", "video:release_date", "displaydate", "last-modified-date", "shareaholic:article_published_time", "time", "mediator_published_time",
    "uploaddate", "doc_date", "og:regdate", "rbpubdate", "dateposted", "ptime", "datetime",
];

/// Reads a date that markup gives.
fn read(written: &str, order: Option<Order>) -> Option<Date> {
    let value = serde_json::Value::String(written.to_string());
    keys::date_of(&value, order)
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

/// Chooses among elements: what markup calls published, then the nearest to the headline.
fn from_elements(facts: &Facts, order: Option<Order>, found: &mut Option<Field<Date>>) {
    let mut elements: Vec<&Dated> = facts.dated.iter().filter(|d| d.place == Place::Story).collect();
    let heading = facts.heading_at.unwrap_or(0);
    elements.sort_by_key(|d| (!d.published, d.updated, !d.is_time, d.at.abs_diff(heading)));
    for dated in elements {
        let method = if dated.is_time { Method::TimeTag } else { Method::Byline };
        if let Some(machine) = &dated.machine {
            offer(found, read(machine, order), method, || machine.clone());
        }
        let text = dates::find(&dated.text, 120, order).map(|(date, _)| date).filter(|d| plausible(*d));
        offer(found, text, method, || dated.text.clone());
    }
}
