//! Lists of other stories: what stands in an entry is of that story, its day and its writer too.
//!
//! An entry is known by its company. At least three that lie side by side have one headline each, which is a
//! link to a page of its own, and little else. The entry whose headline is the title of the page is its story.

use std::collections::{HashMap, HashSet};

use dom_query::{Document, NodeId, NodeRef};

use crate::read::html::classes;
use crate::read::{dates, url};

/// Entries that make a list.
const FEWEST: usize = 3;

/// Headlines that are looked at.
const MOST: usize = 300;

/// Elements around a headline that may be its entry.
const MOST_AROUND: usize = 6;

/// Bytes of an entry: more is a story.
const LONGEST: usize = 1_000;

/// Bytes of a link that is a headline without being marked up as one.
const SHORTEST_LINK: usize = 25;

/// Returns the elements that are entries of such lists.
pub(super) fn collect(document: &Document) -> HashSet<NodeId> {
    let title = document.select("title").text().to_lowercase();
    let mut headlines: HashMap<NodeId, usize> = HashMap::new();
    let mut around: Vec<(NodeId, NodeRef<'_>)> = Vec::new();
    for link in
        document.select("a[href]").nodes().iter().filter(|link| is_headline(link)).take(MOST)
    {
        let is_own = is_title(&link.text(), &title);
        for node in link.ancestors_it(Some(MOST_AROUND)) {
            let Some(parent) = node.parent() else { break };
            // A story with its headline is no entry, nor is what holds one.
            *headlines.entry(node.id).or_default() += if is_own { 2 } else { 1 };
            around.push((parent.id, node));
        }
    }
    around.retain(|(_, node)| headlines[&node.id] == 1);
    let mut company: HashMap<(NodeId, String), usize> = HashMap::new();
    let name = |node: &NodeRef<'_>| node.node_name().map(|name| name.to_string());
    for (parent, node) in &around {
        *company.entry((*parent, name(node).unwrap_or_default())).or_default() += 1;
    }
    let is_one = |(parent, node): &(NodeId, NodeRef<'_>)| {
        company[&(*parent, name(node).unwrap_or_default())] >= FEWEST
            && !matches!(name(node).as_deref(), Some("p" | "td" | "h1" | "h2" | "h3" | "h4" | "a"))
            && node.text().len() <= LONGEST
            && !node.descendants_it().any(|inner| inner.has_name("h1"))
    };
    around.iter().filter(|one| is_one(one)).map(|(_, node)| node.id).collect()
}

/// True for a link to a page that is a headline: the whole of a heading, around one, or a long one in an entry
/// of a list that has a number, as a date does.
fn is_headline(link: &NodeRef<'_>) -> bool {
    let href = link.attr("href").unwrap_or_default();
    let is_page = !href.contains('#') && (!href.contains(':') || href.starts_with("http"));
    let is_date = dates::parse(link.text().trim(), None).is_some();
    if !is_page || url::is_front(&href) || is_date || leads_to_writer(link, &href) {
        return false;
    }
    let is_heading =
        |node: &NodeRef<'_>| ["h2", "h3", "h4", "h5", "h6"].iter().any(|name| node.has_name(name));
    let text = link.text().trim().len();
    let is_all = |outer: &NodeRef<'_>| outer.text().trim().len() == text;
    if link.ancestors_it(Some(2)).any(|outer| is_heading(&outer) && is_all(&outer))
        || link.descendants_it().take(20).any(|inner| is_heading(&inner))
    {
        return true;
    }
    let is_entry = |node: &NodeRef<'_>| node.has_name("li") || node.has_name("article");
    let entry = link.ancestors_it(Some(3)).find(is_entry);
    text >= SHORTEST_LINK
        && entry.is_some_and(|entry| entry.text().contains(|c: char| c.is_ascii_digit()))
}

/// Parts of addresses of what people wrote; several may have written one story.
const WRITERS: &[&str] = &[
    "/author",
    "/autor",
    "/auteur",
    "/profile",
    "/people",
    "/staff",
    "/by/",
    "/journalist",
    "/contributor",
];

fn leads_to_writer(link: &NodeRef<'_>, href: &str) -> bool {
    let href = href.to_lowercase();
    let says_so = |node: &NodeRef<'_>| {
        let said = ["rel", "itemprop"].iter().filter_map(|name| node.attr(name));
        said.into_iter().any(|said| said.to_lowercase().contains("author"))
            || classes::says_author(&classes::of(node))
    };
    WRITERS.iter().any(|part| href.contains(part))
        || std::iter::once(*link).chain(link.ancestors_it(Some(3))).any(|node| says_so(&node))
}

/// True where the title of a page has this headline.
fn is_title(headline: &str, title: &str) -> bool {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let headline = words(&headline.to_lowercase());
    !headline.is_empty() && words(title).contains(&headline)
}
