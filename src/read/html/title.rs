//! What a page says about itself -> its headline.

use std::collections::HashSet;

use super::super::keys::one_line;
use super::super::offer;
use super::facts::{Facts, Place};
use super::printed;
use crate::article::{Field, Method};

/// Signs that part a headline from the name of its site.
const PARTING: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " » ", " « ", " › ", " · ", " • ", " / ", " > ", " _ ",
    " ｜ ",
];

/// A sign that parts so behind a heading alone: French has a space before each colon.
const PARTING_HEADING: &str = " : ";

/// Signs that do so without spaces in scripts that have none: `渡轮停运_人民网`.
const PARTING_UNSPACED: &[&str] = &["|", "｜", "-", "–", "—", "_", "：", "»", "·"];

/// Signs between what stands above a headline and the headline: `Ferries: Crossing stops`.
const LEADING: &[&str] = &[": ", " - ", " – ", " — ", " | ", " » ", " › "];

/// Words of a heading that cannot be the name of a site or a section.
const WORDS_OF_HEADING: usize = 3;

/// Metas of one name that are tried: pages give one, some give it again.
const MOST_OF_A_NAME: usize = 10;

/// Chooses the headline: JSON-LD, `og:title`, `<title>`, then the first heading.
pub(super) fn choose(facts: &Facts) -> Option<Field<String>> {
    let mut found = None;
    let site = super::outlet::names(facts);
    let heading = main_heading(facts);
    let shown = shown_words(facts);
    let is_site = |text: &str| site.iter().any(|name| same(name, text));
    // A page that has a heading of its own is not called as its site.
    let headed = heading.is_some_and(|heading| good(heading) && !is_site(heading));
    let is_only_site = |title: &str| headed && is_site(title) && !super::outlet::is_long(title);
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
                .map(|title| without_site(&title, &site, heading))
                .filter(|title| good(title) && !is_only_site(title));
            offer(&mut found, title, Method::Meta, || format!("{name}: {content}"));
        }
    }
    if let Some(written) = facts.title.clone().and_then(one_line) {
        let title = from_tag(&written, &site, heading);
        let title = Some(title).filter(|title| good(title) && !is_only_site(title));
        offer(&mut found, title, Method::TitleTag, || format!("<title>{written}</title>"));
    }
    if let Some(heading) = heading {
        let value = Some(heading.to_string()).filter(|heading| good(heading));
        let name = facts.heading_name.unwrap_or("h1");
        offer(&mut found, value, Method::Heading, || format!("<{name}>{heading}</{name}>"));
    }
    let told = || {
        let names = ["og:title", "twitter:title"].into_iter();
        names.flat_map(|name| facts.meta(name).take(MOST_OF_A_NAME)).chain(heading)
    };
    let address = facts.address();
    let address = address.as_ref().map(|field| field.value.as_str());
    found.map(|field| {
        let is_told = |rest: &str| told().any(|title| same(title, rest));
        let value = printed::without_label(&field.value, address, is_told).to_string();
        Field { value, ..field }
    })
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
        && let Some(own) = headed(title, heading, site).or_else(|| led(title, heading, site))
    {
        // Some pages write their headings in capitals.
        let shouted = !heading.contains(char::is_lowercase) && own.contains(char::is_lowercase);
        return if shouted { own } else { heading }.to_string();
    }
    let whole =
        |rest: &str| heading == Some(rest) && rest.split_whitespace().count() >= WORDS_OF_HEADING;
    strip(title, |rest, cut| whole(rest) || site.iter().any(|name| same(name, cut)))
}

/// Fewest words of a headline that a name stands behind: of fewer, the name may be part of it, as in the scores and
/// the talks of two.
const WORDS_BEFORE_OUTLET: usize = 4;

/// Signs that stand between the two ends of a way too, and part no name from a headline.
const ON_THE_WAY: &str = " > ";

/// A title without the name of its outlet behind it.
pub(in crate::read) fn without_outlet<'a>(title: &'a str, outlet: &str) -> &'a str {
    let signs = PARTING.iter().filter(|sign| **sign != ON_THE_WAY);
    let mut parted = signs.filter_map(|sign| title.rsplit_once(sign));
    let rest = parted.find(|(_, name)| same(name, outlet)).map(|(rest, _)| rest.trim());
    let is_headline = |rest: &&str| rest.split_whitespace().count() >= WORDS_BEFORE_OUTLET;
    rest.filter(is_headline).filter(|rest| good(rest)).unwrap_or(title)
}

/// The part of a title that is the heading, where it opens with it and goes on with a sign that parts it
/// from the site: a heading proves what the headline is, however short, unless it is the name of the
/// site itself.
fn headed<'a>(title: &'a str, heading: &str, site: &[String]) -> Option<&'a str> {
    let own = opening(title, heading).filter(|_| good(heading))?;
    let rest = &title[own.len()..];
    let unspaced = heading.ends_with(|c: char| matches!(c, '\u{3000}'..='\u{9fff}'));
    // A colon may part a headline from what it says, and so only a name that is known is parted by one.
    let named =
        rest.strip_prefix(": ").is_some_and(|rest| site.iter().any(|name| same(name, rest)));
    let parted = named
        || PARTING.iter().chain([&PARTING_HEADING]).any(|sign| rest.starts_with(sign))
        || unspaced && PARTING_UNSPACED.iter().any(|sign| rest.starts_with(sign));
    let name = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let fits = parted && !name.is_empty() && !site.iter().any(|name| same(name, heading));
    fits.then_some(own)
}

/// The part of a title that is the heading, where it ends with it behind what readers see above it.
fn led<'a>(title: &'a str, heading: &str, site: &[String]) -> Option<&'a str> {
    let long = heading.split_whitespace().count() >= WORDS_OF_HEADING;
    let start =
        title.chars().rev().take(heading.chars().count()).map(char::len_utf8).sum::<usize>();
    let (before, own) = title.split_at(title.len() - start);
    // The name of the site proves more than the length of the heading.
    let is_site = site.iter().any(|name| same(name, before));
    let fits =
        (long || is_site) && opening(own, heading) == Some(own) && !before.starts_with(heading);
    (fits && LEADING.iter().any(|sign| before.ends_with(sign))).then_some(own)
}

/// The start of a title that says the same as the heading, but for case, quotation marks and dashes.
fn opening<'a>(title: &'a str, heading: &str) -> Option<&'a str> {
    let mut own = title.char_indices();
    for wanted in heading.chars() {
        let (_, c) = own.next()?;
        if c != wanted
            && plain_sign(c) != plain_sign(wanted)
            && !c.to_lowercase().eq(wanted.to_lowercase())
        {
            return None;
        }
    }
    Some(&title[..own.offset()])
}

/// A sign that keyboards have for one that printers have.
fn plain_sign(c: char) -> char {
    match c {
        '’' | '‘' | '‚' | '`' | '´' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '–' | '—' | '‑' => '-',
        '\u{a0}' => ' ',
        other => other,
    }
}

/// Takes what is not the headline off a `<title>`.
fn from_tag(title: &str, site: &[String], heading: Option<&str>) -> String {
    // A heading that is part of the title is the headline.
    if let Some(heading) = heading
        && heading.split_whitespace().count() >= WORDS_OF_HEADING
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
pub(super) fn same(a: &str, b: &str) -> bool {
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
    fn the_page_proves_that_a_word_is_a_label() {
        let meta = |written: &str| format!("<meta property=og:title content=\"{written}\">");
        let tag = "<title>Print: Ferry stops on Monday</title>";
        let headline = "Ferry stops on Monday";
        let address = "<link rel=canonical href='https://l.example/news/7/print'>";
        let labelled = format!("Print: {headline}");
        for (head, heading) in [
            (format!("{tag}{}", meta(headline)), ""),
            (meta(&labelled), headline),
            (format!("{tag}{address}"), labelled.as_str()),
        ] {
            assert_eq!(title(&head, heading), headline, "{head}");
        }
        for head in [tag.to_string(), format!("{tag}{}", meta(&labelled))] {
            assert_eq!(title(&head, &labelled), labelled, "{head}");
        }
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
            ("渡轮停运：人民网", "渡轮停运"),
            ("渡轮「晨星」停运 ｜ 人民网", "渡轮「晨星」停运"),
            ("Ferry stops › The Ledger", "Ferry stops"),
            ("Ferry stops : 31.10.2023, 10.19", "Ferry stops"),
            ("Ferry won't sail - The Ledger, Weekly", "Ferry won’t sail"),
            ("Crossings: Ferry stops on Monday", "Ferry stops on Monday"),
            ("Crossings - Ferry stops on Monday", "Ferry stops on Monday"),
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
        let shouted = named("Ferry stops - The Ledger");
        assert_eq!(title(&shouted, "FERRY STOPS"), "Ferry stops");
        let site = "<meta property=og:site_name content=\"The Ledger\">";
        let head = format!("{site}{}", named("Ferry stops: The Ledger"));
        assert_eq!(title(&head, "Ferry stops"), "Ferry stops");
        let head = format!("{site}{}", named("The Ledger - Ferry stops"));
        assert_eq!(title(&head, "The Ledger"), "Ferry stops");
        let page = |h1: &str| {
            format!(
                "<title>{{}}</title><body>{h1}<h2 class=entry-title>Ferry stops</h2><p>It stopped.</p>"
            )
        };
        for h1 in [
            "<h1><a href=/>The Sarn Ledger</a></h1>",
            "<h1><a href='https://ledger.example/'>The Sarn Ledger</a></h1>",
            "<h1 class=site-title>The Sarn Ledger</h1>",
        ] {
            for written in [
                "The Sarn Ledger - Ferry stops",
                "The Sarn Ledger: Ferry stops",
                "Ferry stops - The Sarn Ledger",
            ] {
                let page = page(h1).replace("{}", written);
                let facts = facts::collect(&Document::from(page.as_str()));
                assert_eq!(super::choose(&facts).unwrap().value, "Ferry stops", "{page}");
            }
        }
        // A heading that leads home is the headline where there is no other, and what stands below a story is of another.
        let told = "<p>The council met on Monday evening in the old hall by the river, and talked about the lock.</p>";
        let below = "<h3 class=post-title>Bridge closes</h3><p>It shut.</p>";
        for h1 in [
            "<h1><a href=/>Ferry stops</a></h1>",
            "<h1 class=site-title>Ferry stops</h1>",
            "<h1><a href='https://ledger.example?p=12'>Ferry stops</a></h1>",
        ] {
            let page =
                format!("<title>Ferry stops - The Sarn Ledger</title><body>{h1}{told}{below}");
            let facts = facts::collect(&Document::from(page.as_str()));
            assert_eq!(super::choose(&facts).unwrap().value, "Ferry stops", "{page}");
        }
        let page = format!("<body><p>By Ann Lee</p>{told}{below}");
        let facts = facts::collect(&Document::from(page.as_str()));
        assert!(facts.headings.is_empty());
        let same = format!("{site}<meta property=og:title content=\"The Ledger\">");
        assert_eq!(title(&same, "Ferry stops"), "Ferry stops");
        assert_eq!(title(&same, "The Ledger"), "The Ledger");
    }
}
