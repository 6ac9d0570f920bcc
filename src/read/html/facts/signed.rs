//! An element of a page -> who signs there: by-lines, and the names in them.

use dom_query::NodeRef;

use super::walk::{LONGEST_LABEL, MOST, Met, attribute, property, short_text};
use super::{Facts, Signed};
use crate::read::html::{classes, render};
use crate::read::story;

/// Collects an element that names somebody.
pub(super) fn collect(met: &Met<'_, '_>, facts: &mut Facts) {
    let Met { node, element, name, names, place } = *met;
    if element.attrs.is_empty()
        || facts.signed.len() >= MOST
        || matches!(name, "html" | "body" | "head" | "input" | "img" | "form")
    {
        return;
    }
    let get = |attr: &str| attribute(element, attr);
    let property = property(element);
    let rel = get("rel").unwrap_or_default().to_lowercase();
    let sure = rel.split_whitespace().any(|r| r == "author" || r == "schema:author")
        || property
            .split_whitespace()
            .any(|p| p == "author" || p == "dc:creator" || p == "schema:author");
    let rank = match () {
        () if sure => 0,
        () if classes::says_author(names) || is_submitter(node, names) => 1,
        // A link to the page of a writer between the headline and the story.
        () if name == "a"
            && facts.heading_at.is_some()
            && facts.prose_at.is_none()
            && get("href").is_some_and(|href| leads_to_writer(&href))
            && story::is_name_list(&short_text(node)) =>
        {
            2
        }
        () => return,
    };
    let text = name_in(node);
    if !text.is_empty() && text.chars().count() < 120 {
        facts.signed.push(Signed { text, rank, place });
    }
}

/// True for the name of a user inside of what says when a page was submitted, and by whom.
fn is_submitter(node: &NodeRef<'_>, names: &str) -> bool {
    names.split_whitespace().any(|class| class == "username")
        && story::is_name_list(&short_text(node))
        && node.ancestors_it(Some(3)).any(|node| classes::of(&node).contains("submitted"))
}

/// Parts of addresses of pages about writers.
const PAGES_OF_WRITERS: &[&str] = &[
    "/author",
    "/autor",
    "/auteur",
    "/people/",
    "/person/",
    "/profile/",
    "/staff/",
    "/contributor",
    "/journalist",
    "/reporter",
    "/writer",
    "/by/",
    "/redakt",
];

fn leads_to_writer(href: &str) -> bool {
    let href = href.to_lowercase();
    PAGES_OF_WRITERS.iter().any(|part| href.contains(part))
}

/// The text that names somebody: the names inside `<span itemprop=author><span itemprop=name>`, the
/// links to pages of writers, else the first line that says more than `By`.
fn name_in(node: &NodeRef<'_>) -> String {
    let is_name = |inner: &NodeRef<'_>| {
        inner.attr("itemprop").is_some_and(|prop| prop.eq_ignore_ascii_case("name"))
    };
    let is_link = |inner: &NodeRef<'_>| {
        let is_author = |rel: &str| rel.split_whitespace().any(|rel| rel == "author");
        inner.has_name("a")
            && (inner.attr("rel").is_some_and(|rel| is_author(&rel.to_lowercase()))
                || inner.attr("href").is_some_and(|href| leads_to_writer(&href)))
    };
    let names = |is_one: &dyn Fn(&NodeRef<'_>) -> bool, is_good: fn(&str) -> bool| {
        let mut names: Vec<String> = Vec::new();
        for inner in node.descendants_it().take(60).filter(|inner| is_one(inner)) {
            let name = short_text(&inner);
            if is_good(&name) && !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    };
    let marked = names(&is_name, |name| !name.is_empty());
    let marked = if marked.is_empty() { names(&is_link, story::is_name_list) } else { marked };
    if !marked.is_empty() {
        return marked;
    }
    let text = short_text(node);
    if let Some(first) = first_of_glued(node, &text) {
        return first;
    }
    let lines = render::start(node, 4 * LONGEST_LABEL);
    let is_signed = |line: &&str| story::is_name_list(line) || story::byline(line).is_some();
    match lines.split_once('\n') {
        Some((first, _)) if !text.is_empty() && is_signed(&first) => first.to_string(),
        _ => text,
    }
}

/// The name in an element that another follows without a space, parted by layout alone:
/// `<span>Ann Lee</span><span>Harbour correspondent</span>`. Where the other holds a name too, both.
fn first_of_glued(node: &NodeRef<'_>, text: &str) -> Option<String> {
    let mut parts = node.children_it(false).filter(|part| !short_text(part).is_empty());
    let (first, next) = (parts.next()?, parts.next()?);
    if !first.is_element() || !next.is_element() {
        return None;
    }
    let (first, next) = (short_text(&first), short_text(&next));
    let behind = text.strip_prefix(first.as_str())?;
    let is_other = behind.starts_with(char::is_uppercase) || story::is_job(behind);
    let is_glued = is_other && first.ends_with(char::is_lowercase);
    if !is_glued || !story::is_name_list(&first) {
        return None;
    }
    let is_second = behind == next && story::is_name_list(&next);
    Some(if is_second { format!("{first}, {next}") } else { first })
}
