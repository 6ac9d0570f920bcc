//! What a page says about itself -> the outlet that published it.

use super::super::keys::one_line;
use super::super::{offer, url};
use super::facts::Facts;
use crate::article::{Field, Method};

/// Chooses the outlet: the publisher of JSON-LD, then `og:site_name` and its like.
///
/// The host of the address is tried later, for pages as for every other format.
pub(super) fn choose(facts: &Facts) -> Option<Field<String>> {
    let mut found = None;
    let good = |name: &str| good(name) && !is_headline(name, facts);
    for thing in facts.linked.iter().filter(|thing| thing.is_article() || thing.is_page()) {
        let publisher = thing.publisher.clone().filter(|name| good(name));
        offer(&mut found, publisher.clone(), Method::JsonLd, || {
            format!("publisher: {}", publisher.unwrap_or_default())
        });
    }
    for name in [
        "og:site_name",
        "dc.publisher",
        "dcterms.publisher",
        "publisher",
        "application-name",
        "cre",
        "twitter:app:name:iphone",
    ] {
        for content in facts.meta(name) {
            let value = one_line(super::unescape(content)).filter(|name| good(name));
            offer(&mut found, value, Method::Meta, || format!("{name}: {content}"));
        }
    }
    for thing in facts.linked.iter().filter(|thing| thing.kind.contains("website")) {
        let name = thing.name.clone().filter(|name| good(name));
        offer(&mut found, name.clone(), Method::JsonLd, || {
            format!("name: {}", name.unwrap_or_default())
        });
    }
    found
}

/// All names under which the page speaks of its site, for taking them off titles.
pub(super) fn names(facts: &Facts) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let metas = [
        "og:site_name",
        "application-name",
        "apple-mobile-web-app-title",
        "publisher",
        "al:ios:app_name",
    ];
    for name in metas {
        names.extend(facts.meta(name).filter_map(|content| one_line(super::unescape(content))));
    }
    for thing in &facts.linked {
        names.extend(thing.publisher.clone());
        if thing.kind.contains("website") || thing.kind.contains("organization") {
            names.extend(thing.name.clone());
        }
    }
    names.extend(facts.site_headings.iter().cloned());
    if let Some(address) = facts.address()
        && let Some(host) = url::host(&address.value)
    {
        // `bbc.co.uk` is called BBC.
        names.extend(host.split('.').max_by_key(|part| part.len()).map(str::to_string));
        names.push(host);
    }
    names.retain(|name| name.len() <= LONGEST_NAME);
    names.sort_unstable();
    names.dedup();
    names
}

/// Bytes of a site's name that may stand in a title.
const LONGEST_NAME: usize = 300;

/// Words of a name that may be a headline under a wrong key; front pages are called as their site.
const WORDS_OF_HEADLINE: usize = 5;

/// True for a name with the words of a headline.
pub(super) fn is_long(name: &str) -> bool {
    name.split_whitespace().count() >= WORDS_OF_HEADLINE
}

/// True for a name that is the headline of the page.
fn is_headline(name: &str, facts: &Facts) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let name = plain(name);
    let headings = facts.headings.iter().map(|(_, text)| text.as_str());
    let linked = facts.linked.iter().filter_map(|thing| thing.headline.as_deref());
    is_long(&name)
        && headings.chain(linked).chain(facts.meta("og:title")).any(|text| plain(text) == name)
}

fn good(name: &str) -> bool {
    (1..=80).contains(&name.chars().count())
        && !url::is_absolute(name)
        && !name.starts_with('@')
        && !url::is_archive(&name.to_lowercase())
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::super::facts;

    #[test]
    fn a_headline_is_no_outlet() {
        let page = |site: &str, headline: &str| {
            format!("<meta property=og:site_name content='{site}'><h1>{headline}</h1><p>Text.")
        };
        let outlet = |page: String| {
            let facts = facts::collect(&Document::from(page.as_str()));
            super::choose(&facts).map(|field| field.value)
        };
        let headline = "Keys of the sluice house handed over";
        assert_eq!(outlet(page(headline, headline)), None);
        assert_eq!(outlet(page("Lock Times", headline)).as_deref(), Some("Lock Times"));
        assert_eq!(outlet(page("Lock Times", "Lock Times")).as_deref(), Some("Lock Times"));
        assert_eq!(outlet(page("archive.ph", "Lock opens")), None);
    }
}
