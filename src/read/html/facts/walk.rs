//! A parsed page -> its facts, in one walk: one collector a kind.

use dom_query::{Document, Element, NodeData, NodeRef};

use super::{Facts, Line, Place, Signed, copy, dated, opening, run, saved, signed, told};
use crate::article::Method;
use crate::read::html::{classes, credits, hidden, json_ld, render};
use crate::read::{LONGEST_TITLE, start_of, url};

/// Collected pieces of one kind: a page has a few, a listing thousands.
pub(super) const MOST: usize = 400;

/// True for an element that is called the list of the sections that its page is in, and can be one.
fn is_trail(node: &NodeRef<'_>, names: &str) -> bool {
    let is_list = ["nav", "ol", "ul", "div", "span"].iter().any(|name| node.has_name(name));
    is_list
        && names.split_whitespace().any(|name| {
            let is_its = name.ends_with("breadcrumb") || name.ends_with("breadcrumbs");
            let is_said_of = ["has", "no", "with", "without", "hide"].iter().any(|word| {
                name.strip_prefix(word).is_some_and(|rest| rest.starts_with(['-', '_']))
            });
            is_its && !is_said_of || name.starts_with("breadcrumb") && name.ends_with("list")
        })
}

/// Lists of sections that are kept: a page has one, or one for each screen.
const MOST_TRAILS: usize = 4;

/// Headings that are collected.
const MOST_HEADINGS: usize = 20;

/// Characters of an element that may be a label, as a date or a by-line.
pub(super) const LONGEST_LABEL: usize = 300;

/// Bytes of a piece of text that is a paragraph and no label.
const PROSE: usize = 100;

/// Bytes of a piece of text that is more than what stands above a headline.
const ABOVE_HEADLINE: usize = 60;

/// Elements before a comment that tells where the page was saved from.
const MOST_BEFORE_COMMENT: usize = 2;

/// An element that the walk has met.
pub(super) struct Met<'a, 'b> {
    pub(super) node: &'a NodeRef<'b>,
    pub(super) element: &'a Element,
    /// Its tag.
    pub(super) name: &'a str,
    /// Its class and id, in lower case.
    pub(super) names: &'a str,
    pub(super) place: Place,
}

/// What an element says that it is, in lower case; most say nothing.
pub(super) fn property(element: &Element) -> String {
    let mut all = String::new();
    for attribute in element.attrs.iter() {
        if matches!(&*attribute.name.local, "itemprop" | "property") {
            all.push_str(&attribute.value.to_lowercase());
            all.push(' ');
        }
    }
    all
}

/// Walks a page once.
pub(in crate::read::html) fn collect(document: &Document) -> Facts {
    let mut facts = Facts::default();
    for holder in
        document.select("h1, main, article, [itemprop=articleBody]").nodes().iter().take(50)
    {
        // A comment may be an `article` too.
        if !facts.holders.is_empty() && holder.has_name("article") && is_in_foreign(holder) {
            continue;
        }
        let outer = std::iter::once(holder.id).chain(holder.ancestors_it(None).map(|node| node.id));
        facts.holders.extend(outer);
    }
    walk(&document.root(), Place::Story, 0, &mut facts);
    for name in [
        "og:locale",
        "content-language",
        "dc.language",
        "dcterms.language",
        "language",
        "inlanguage",
    ] {
        let found: Vec<String> = facts.meta(name).map(str::to_string).collect();
        facts.languages.extend(found.into_iter().map(|content| (Method::Meta, content)));
    }
    let things: Vec<_> = facts
        .linked
        .iter()
        .filter_map(|t| t.language.clone())
        .map(|l| (Method::JsonLd, l))
        .collect();
    facts.languages.extend(things);
    copy::forget(&mut facts);
    head_by_class(&mut facts);
    let shown: Vec<&str> = facts.title.iter().map(String::as_str).collect();
    let shown = shown.into_iter().chain(facts.headings.iter().map(|(_, text)| text.as_str()));
    let shown: Vec<String> = shown.map(str::to_lowercase).collect();
    json_ld::rank(&mut facts.linked, &shown);
    facts
}

/// True for a heading that is the name of the site: it leads to the front page, or its class says so.
fn is_site_heading(node: &NodeRef<'_>, names: &str) -> bool {
    let leads_home = |link: &NodeRef<'_>| {
        link.has_name("a") && link.attr("href").is_some_and(|href| url::is_front(&href))
    };
    let mut links = node.descendants_it().take(20).filter(|inner| inner.has_name("a"));
    let outer = node.parent().filter(|parent| leads_home(parent));
    classes::names_site(names)
        || outer.is_some()
        || links
            .next()
            .is_some_and(|link| leads_home(&link) && link.text().trim() == node.text().trim())
}

/// Takes the one heading whose class calls it a headline for that of a page that has no other, or else
/// the name of the site, which is better than none.
fn head_by_class(facts: &mut Facts) {
    if let Some((at, name, text)) = facts.subheadings.first().cloned()
        && facts.headings.is_empty()
    {
        // Lists of stories have more of them, and below a story stands that of another.
        let is_one = facts.subheadings.iter().all(|(.., other)| *other == text);
        let is_above = facts.first_prose.is_none_or(|prose| prose > at);
        if is_one && is_above && !text.is_empty() {
            facts.headings.push((Place::Story, text));
            facts.heading_name = Some(name);
            facts.heading_at = Some(at);
            facts.prose_at = facts.prose_at.filter(|prose| *prose > at);
        }
    }
    let of_site = std::mem::take(&mut facts.placed_site_headings);
    if facts.headings.is_empty() {
        facts.headings = of_site;
    } else {
        facts.site_headings = of_site.into_iter().map(|(_, text)| text).collect();
    }
}

fn is_in_foreign(node: &NodeRef<'_>) -> bool {
    let is_foreign =
        |node: &NodeRef<'_>| !node.has_name("body") && classes::is_foreign(&classes::of(node));
    is_foreign(node) || node.ancestors_it(None).any(|node| is_foreign(&node))
}

pub(super) fn attribute(element: &Element, name: &str) -> Option<String> {
    let found = element.attrs.iter().find(|a| &*a.name.local == name)?;
    Some(found.value.to_string())
}

fn walk(node: &NodeRef<'_>, place: Place, depth: usize, facts: &mut Facts) {
    if depth > 600 {
        return;
    }
    let Some(element) = node.query_or(None, |tree| match &tree.data {
        NodeData::Element(element) => Some(element.clone()),
        _ => None,
    }) else {
        let contents = node.query_or(None, |tree| match &tree.data {
            NodeData::Text { contents } => Some(contents.clone()),
            _ => None,
        });
        match contents {
            Some(contents) => text_piece(node, &contents, place, facts),
            None => {
                if facts.elements <= MOST_BEFORE_COMMENT {
                    facts.saved_from = facts.saved_from.take().or_else(|| saved::address(node));
                }
                children(node, place, depth, facts);
            }
        }
        return;
    };
    facts.elements += 1;
    let name: &str = &element.name.local;
    let get = |attr: &str| attribute(&element, attr);
    match name {
        "script" => return told::script(node, &element, facts),
        "style" | "svg" | "noscript" | "template" | "iframe" => return,
        "html" => {
            for attr in ["lang", "xml:lang"] {
                if let Some(lang) = get(attr).filter(|lang| !lang.trim().is_empty()) {
                    facts.languages.push((Method::HtmlAttribute, lang));
                }
            }
        }
        "title" if facts.title.is_none() && place == Place::Story => {
            facts.title = Some(start_of(&node.text(), LONGEST_TITLE).to_string());
        }
        "meta" => return told::meta(&element, facts),
        "link" => {
            let rel = get("rel").unwrap_or_default().to_lowercase();
            let is = |kind: &str| rel.split_whitespace().any(|r| r == kind);
            if is("canonical") && facts.canonical.is_none() {
                facts.canonical = get("href");
            }
            // An archive's name for its copy.
            if is("bookmark")
                && facts.copied_from.is_none()
                && let Some(address) = get("href").filter(|href| url::archived(href) != href)
            {
                facts.copied_from = Some(url::archived(&address).to_string());
            }
            return;
        }
        _ => {}
    }
    let names = format!("{} {}", get("class").unwrap_or_default(), get("id").unwrap_or_default())
        .to_lowercase();
    if facts.saved_from.is_none() && saved::is_reader_link(name, &names) {
        facts.saved_from = get("href");
    }
    let is_named_outside = classes::is_outside(&names);
    if is_named_outside && facts.trails.len() < MOST_TRAILS && is_trail(node, &names) {
        facts.trails.push(node.id);
    }
    let outside = name == "nav" || is_named_outside;
    let place = match place {
        _ if facts.holders.contains(&node.id) => place,
        Place::Foreign => Place::Foreign,
        _ if classes::is_foreign(&names) && !matches!(name, "html" | "body") => Place::Foreign,
        _ if name == "aside" && classes::says_meta(&names) => place,
        _ if name == "footer" && classes::says_meta(&names) => Place::Outside,
        _ if matches!(name, "aside" | "footer") => Place::Foot,
        _ if matches!(name, "figcaption" | "blockquote") => Place::Foreign,
        Place::Story if outside => Place::Outside,
        _ => place,
    };
    if name == "img" && facts.images.len() < 20 {
        facts.images.extend(get("src"));
    }
    let headings = facts.headings.len() + facts.placed_site_headings.len();
    if name == "h1" && headings < MOST_HEADINGS {
        let text = render::line(node, LONGEST_TITLE);
        if is_site_heading(node, &names) {
            facts.placed_site_headings.extend((!text.is_empty()).then_some((place, text)));
            // Better than none, until one of the story comes.
            facts.heading_at.get_or_insert(facts.elements);
        } else if !text.is_empty() {
            if facts.headings.is_empty() {
                (facts.heading_at, facts.prose_at) = (Some(facts.elements), None);
            }
            facts.headings.push((place, text));
        }
    }
    if let Some(level) = ["h2", "h3"].into_iter().find(|level| *level == name)
        && place == Place::Story
        && facts.subheadings.len() < MOST_HEADINGS
        && classes::says_headline(&names)
    {
        facts.subheadings.push((facts.elements, level, render::line(node, LONGEST_TITLE)));
    }
    if matches!(name, "h2" | "h3" | "h4" | "h5" | "h6") && facts.sections.len() < MOST {
        let text = short_text(node);
        if text.contains(|c: char| c.is_ascii_digit()) {
            facts.sections.push(text);
        }
    }
    if name == "dl" && facts.signed.len() < MOST {
        let writers = credits::writers(node).into_iter();
        facts.signed.extend(writers.map(|text| Signed { text, rank: 1, place }));
    }
    let met = Met { node, element: &element, name, names: &names, place };
    dated::collect(&met, facts);
    signed::collect(&met, facts);
    let is_hidden = !element.attrs.is_empty() && hidden::is_hidden(node);
    facts.hidden_around += usize::from(is_hidden);
    children(node, place, depth, facts);
    facts.hidden_around -= usize::from(is_hidden);
}

fn children(node: &NodeRef<'_>, place: Place, depth: usize, facts: &mut Facts) {
    let mut child = node.first_child();
    while let Some(current) = child {
        walk(&current, place, depth + 1, facts);
        child = current.next_sibling();
    }
}

/// Text of an element that is short enough to be a label; empty for more.
pub(super) fn short_text(node: &NodeRef<'_>) -> String {
    if node.descendants_it().take(61).count() > 60 {
        return String::new();
    }
    // More bytes than characters of any script need.
    let text = render::line(node, 4 * LONGEST_LABEL + 4);
    if text.chars().count() > LONGEST_LABEL { String::new() } else { text }
}

fn text_piece(node: &NodeRef<'_>, contents: &str, place: Place, facts: &mut Facts) {
    let holds_year = contents.as_bytes().windows(3).any(|w| w.iter().all(u8::is_ascii_digit))
        || contents
            .as_bytes()
            .windows(3)
            .any(|w| w[0] == b'.' && w[1].is_ascii_digit() && w[2].is_ascii_digit())
        || !contents.is_ascii() && contents.chars().any(char::is_numeric);
    let text = contents.trim();
    if text.is_empty() {
        return;
    }
    if facts.opening.is_none() && opening::is_one(node, text, place, facts) {
        facts.opening = Some(node.id);
    }
    if place == Place::Story && text.len() > ABOVE_HEADLINE {
        facts.first_prose.get_or_insert(facts.elements);
    }
    if facts.hidden_around > 0 {
        facts.hidden_text += text.len();
    }
    if facts.heading_at.is_some() && place == Place::Story && text.len() >= PROSE {
        facts.prose_at.get_or_insert(facts.elements);
    }
    let short = if text.len() <= 60 { text.to_string() } else { String::new() };
    let before = std::mem::replace(&mut facts.before, short);
    if holds_year && facts.lines.len() < 4 * MOST {
        let text = text.chars().take(LONGEST_LABEL).collect();
        // The white space at the ends of the piece parts words too.
        let space = |is: bool| if is { " " } else { "" };
        let run_before = run::before(node) + space(contents.starts_with(char::is_whitespace));
        let run_after =
            space(contents.ends_with(char::is_whitespace)).to_string() + &run::after(node);
        let at = facts.elements;
        facts.lines.push(Line { at, place, text, before, run_before, run_after });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_headings_are_cut() {
        let long = "Talks resumed ".repeat(50_000);
        let thing = "{\"@type\":\"Article\",\"headline\":\"Another one of many\"}";
        let linked = format!("<script type=\"application/ld+json\">{thing}</script>").repeat(200);
        let page = format!("<title>{long}</title>{linked}<h1>{long}</h1><p>Text.");
        let facts = collect(&Document::from(page.as_str()));
        assert!(facts.title.as_ref().is_some_and(|title| title.len() <= LONGEST_TITLE));
        assert!(facts.headings[0].1.len() <= LONGEST_TITLE);
        assert_eq!(facts.linked.len(), 200);
        assert!(crate::read::html::title::choose(&facts).is_none());
    }

    #[test]
    fn headings_and_dates_inside_each_other_are_read_once() {
        let inside = |open: &str| open.repeat(110) + &"Talks resumed ".repeat(50_000);
        let facts = collect(&Document::from(inside("<h1><div>").as_str()));
        assert_eq!(facts.headings.len(), MOST_HEADINGS);
        let facts = collect(&Document::from(inside("<div class=date>").as_str()));
        assert!(facts.dated.is_empty());
    }
}
