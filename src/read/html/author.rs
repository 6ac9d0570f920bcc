//! What a page says about itself -> who wrote it.

use super::super::offer;
use super::facts::{Facts, Place};
use super::names::names as clean;
use crate::article::{Field, Method};

/// Chooses the author: JSON-LD, metas, then visible by-lines.
pub(super) fn choose(facts: &Facts) -> Option<Field<String>> {
    let mut found = None;
    for thing in facts.linked.iter().filter(|thing| thing.is_article() || thing.is_page()) {
        let author = thing.author.as_deref().and_then(clean);
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
            if let Some(author) = clean(&super::unescape(content))
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
        offer(&mut found, clean(&signed.text), Method::Byline, || signed.text.clone());
    }
    found
}
