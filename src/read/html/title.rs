//! What a page says about itself -> its headline.

use std::collections::HashSet;

use super::super::keys::one_line;
use super::super::offer;
use super::facts::{Facts, Place};
use crate::article::{Field, Method};

/// Signs that part a headline from the name of its site.
const PARTING: &[&str] =
    &[" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", " > ", " _ "];

/// Metas of one name that are tried: pages give one, some give it again.
const MOST_OF_A_NAME: usize = 10;

/// Chooses the headline: JSON-LD, `og:title`, `<title>`, then the first heading.
pub(super) fn choose(facts: &Facts) -> Option<Field<String>> {
    let mut found = None;
    let site = super::outlet::names(facts);
    let heading = main_heading(facts);
    let shown = shown_words(facts);
    let headlines =
        facts.linked.iter().filter(|t| t.is_article()).filter_map(|t| t.headline.as_ref());
    if let Some(headline) = headlines.filter(|h| good(h)).find(|h| is_shown(h, &shown)) {
        offer(&mut found, Some(headline.clone()), Method::JsonLd, || {
            format!("headline: {headline}")
        });
    }
    let names = [
        "og:title",
        "twitter:title",
        "dc.title",
        "dcterm:title",
        "dcterms.title",
        "headline",
        "parsely-title",
        "sailthru.title",
    ];
    for name in names {
        for content in facts.meta(name).take(MOST_OF_A_NAME) {
            let title = one_line(super::unescape(content))
                .map(|title| without_site(&title, &site, heading));
            offer(&mut found, title.filter(|title| good(title)), Method::Meta, || {
                format!("{name}: {content}")
            });
        }
    }
    if let Some(written) = facts.title.clone().and_then(one_line) {
        let title = from_tag(&written, &site, heading);
        offer(&mut found, Some(title).filter(|title| good(title)), Method::TitleTag, || {
            format!("<title>{written}</title>")
        });
    }
    if let Some(heading) = heading {
        let value = Some(heading.to_string()).filter(|heading| good(heading));
        offer(&mut found, value, Method::Heading, || format!("<h1>{heading}</h1>"));
    }
    found
}

/// The words of what the page shows as its title.
fn shown_words(facts: &Facts) -> HashSet<String> {
    let shown = facts.title.iter().map(String::as_str);
    let shown = shown.chain(facts.meta("og:title").take(MOST_OF_A_NAME));
    shown.chain(facts.headings.iter().map(|(_, text)| text.as_str())).flat_map(words).collect()
}

/// True when a headline shares half of its words with `shown`; an encyclopedia puts descriptions
/// there.
fn is_shown(headline: &str, shown: &HashSet<String>) -> bool {
    let (mut own, mut common) = (0, 0);
    for word in words(headline) {
        own += 1;
        common += usize::from(shown.contains(&word));
    }
    shown.is_empty() || common * 2 >= own
}

/// Words of three letters and more, in lower case.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().count() > 2).map(str::to_lowercase)
}

fn good(title: &str) -> bool {
    let length = title.chars().count();
    (1..=400).contains(&length) && title.chars().any(char::is_alphanumeric)
}

/// The only heading of the first level in the story, or the first.
pub(super) fn main_heading(facts: &Facts) -> Option<&str> {
    let story = facts.headings.iter().find(|(place, _)| *place == Place::Story);
    story.or(facts.headings.first()).map(|(_, text)| text.as_str())
}

/// Takes the site's name off a title that a meta gives.
fn without_site(title: &str, site: &[String], heading: Option<&str>) -> String {
    if let Some(heading) = heading
        && is_headed(title, heading, site)
    {
        return heading.to_string();
    }
    let whole = |rest: &str| heading == Some(rest) && rest.split_whitespace().count() >= 3;
    strip(title, |rest, cut| whole(rest) || site.iter().any(|name| same(name, cut)))
}

/// True for a title that opens with the heading and goes on with a sign that parts it from the site:
/// a heading proves what the headline is, however short, unless it is the name of the site itself.
fn is_headed(title: &str, heading: &str, site: &[String]) -> bool {
    let Some(rest) = title.strip_prefix(heading).filter(|_| good(heading)) else { return false };
    // `渡轮停运_人民网`: a script without spaces has none beside the sign.
    let unspaced = heading.ends_with(|c: char| matches!(c, '\u{3040}'..='\u{9fff}'));
    let parted = PARTING.iter().any(|sign| {
        rest.starts_with(sign) || unspaced && rest.starts_with(sign.trim()) && sign.trim() != "/"
    });
    let name = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    parted && !name.is_empty() && !site.iter().any(|name| same(name, heading))
}

/// Takes what is not the headline off a `<title>`.
fn from_tag(title: &str, site: &[String], heading: Option<&str>) -> String {
    // A heading that is part of the title is the headline.
    if let Some(heading) = heading
        && heading.split_whitespace().count() >= 3
        && title.contains(heading)
    {
        return heading.to_string();
    }
    let stripped = without_site(title, site, heading);
    if stripped != title {
        return stripped;
    }
    // The last part of three words or fewer behind a sign is a site's name.
    strip(title, |rest, cut| {
        let last = title.ends_with(cut);
        last && cut.split_whitespace().count() <= 4
            && rest.split_whitespace().count() >= 4
            && !cut.contains(['.', ',', '?'])
    })
}

/// Cuts the last or the first part of a title where `is_site(rest, cut)`.
fn strip(title: &str, is_site: impl Fn(&str, &str) -> bool) -> String {
    let mut title = title;
    for _ in 0..3 {
        let last = PARTING.iter().filter_map(|sign| Some((title.rfind(sign)?, sign))).max();
        if let Some((at, sign)) = last
            && is_site(title[..at].trim(), title[at + sign.len()..].trim())
        {
            title = title[..at].trim();
            continue;
        }
        let first = PARTING.iter().filter_map(|sign| Some((title.find(sign)?, sign))).min();
        if let Some((at, sign)) = first
            && is_site(title[at + sign.len()..].trim(), title[..at].trim())
        {
            title = title[at + sign.len()..].trim();
            continue;
        }
        break;
    }
    title.to_string()
}

/// True for two names that differ in case, spaces and signs only.
fn same(a: &str, b: &str) -> bool {
    let plain = |text: &str| -> String {
        let lower = text.to_lowercase();
        let lower = lower.strip_prefix("the ").unwrap_or(&lower);
        lower.chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let (a, b) = (plain(a), plain(b));
    !a.is_empty() && a == b
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::super::facts;

    fn title(head: &str, heading: &str) -> String {
        let page = format!("<html><head>{head}</head><body><h1>{heading}</h1><p>It stopped.</p>");
        super::choose(&facts::collect(&Document::from(page.as_str()))).unwrap().value
    }

    #[test]
    fn the_heading_proves_what_the_headline_is() {
        let named = |written: &str| format!("<title>{written}</title>");
        for (written, heading) in [
            ("Ferry stops - The Ledger", "Ferry stops"),
            ("Fähre | Nachrichten | Der Bote", "Fähre"),
            ("渡轮停运_人民网", "渡轮停运"),
            ("渡轮停运 - 联合早报", "渡轮停运"),
            ("Ferry stops on Monday - The Ledger", "Ferry stops on Monday"),
        ] {
            assert_eq!(title(&named(written), heading), heading);
            let meta = format!("<meta property=og:title content=\"{written}\">");
            assert_eq!(title(&meta, heading), heading);
        }
        for (written, heading) in
            [("Ferry-men return", "Ferry"), ("Ferry stops: The Ledger", "Ferry stops")]
        {
            assert_eq!(title(&named(written), heading), written);
        }
        let site = "<meta property=og:site_name content=\"The Ledger\">";
        let head = format!("{site}{}", named("The Ledger - Ferry stops"));
        assert_eq!(title(&head, "The Ledger"), "Ferry stops");
    }
}
