//! What a page says about itself -> who wrote it.

use super::super::keys::one_line;
use super::super::{dates, offer, story, url};
use super::facts::{Facts, Place};
use crate::article::{Field, Method};

/// Chooses the author: JSON-LD, metas, then visible by-lines.
pub(super) fn choose(facts: &Facts) -> Option<Field<String>> {
    let mut found = None;
    for thing in facts.linked.iter().filter(|thing| thing.is_article() || thing.is_page()) {
        let author = thing.author.clone().and_then(clean);
        offer(&mut found, author.clone(), Method::JsonLd, || {
            format!("author: {}", author.unwrap_or_default())
        });
    }
    let names = [
        "dc.creator",
        "dcterms.creator",
        "dc:creator",
        "dcterm:creator",
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "byl",
        "citation_author",
        "article.author",
        "cxenseparse:author",
    ];
    for name in names {
        let mut all: Vec<String> = Vec::new();
        for content in facts.meta(name) {
            if let Some(author) = clean(super::unescape(content))
                && !all.contains(&author)
            {
                all.push(author);
            }
        }
        let joined = Some(all.join(", ")).filter(|joined| !joined.is_empty());
        offer(&mut found, joined.clone(), Method::Meta, || {
            format!("{name}: {}", joined.unwrap_or_default())
        });
    }
    let mut signed: Vec<_> =
        facts.signed.iter().filter(|signed| signed.place == Place::Story).collect();
    signed.sort_by_key(|signed| signed.rank);
    for signed in signed {
        offer(&mut found, clean(signed.text.clone()), Method::Byline, || signed.text.clone());
    }
    found
}

/// Takes `By`, dates and addresses off a by-line; `None` when no name is left.
fn clean(written: String) -> Option<String> {
    let line = one_line(written)?;
    let mut text = line.as_str();
    if let Some((_, range)) = dates::find(text, 200, None) {
        let before = text[..range.start]
            .trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '.');
        text = before;
    }
    // In a text that is the outlet.
    text = text.strip_prefix("Published by ").unwrap_or(text);
    let text = story::without_lead(text).unwrap_or(text);
    let text = text.split(['|', '•', '·']).next().unwrap_or(text);
    let text = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—' | ':' | ';' | '/')
    });
    let length = text.chars().count();
    let general = [
        "admin",
        "administrator",
        "author",
        "staff",
        "editor",
        "by",
        "unknown",
        "none",
        "null",
        "guest",
        "webmaster",
        "about the author",
        "authors",
    ];
    let fits = (2..=100).contains(&length)
        && text.chars().any(char::is_alphabetic)
        && !url::is_absolute(text)
        && !text.starts_with(['@', '/'])
        && !text.contains("://")
        && !general.contains(&text.to_lowercase().as_str());
    fits.then(|| text.to_string())
}
