//! The story of an item -> markup as pages have it.

use super::tree::{Element, Node};
use crate::read::html;

/// Elements of NITF -> those of pages that are laid out as they are. Elements of pages are written as
/// they are, and others stand in their line.
const AS_PAGE: &[(&str, &str)] = &[
    ("block", "div"),
    ("body.content", "div"),
    ("nitf-table", "div"),
    ("nitf-col", "div"),
    ("bq", "blockquote"),
    ("credit", "p"),
    ("datasource", "p"),
    ("fn", "p"),
    ("note", "div"),
    ("hedline", "div"),
    ("hl1", "h2"),
    ("hl2", "h2"),
    ("byline", "p"),
    ("dateline", "p"),
    ("media", "div"),
    ("media-caption", "p"),
    ("tagline", "p"),
    ("para", "p"),
];

/// Elements of pages that make paragraphs, lines and cells, or that are no text.
const OF_PAGES: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "caption",
    "br",
    "hr",
    "pre",
    "blockquote",
    "figure",
    "figcaption",
    "del",
    "sup",
    "script",
    "style",
    "head",
];

/// What stands in a story and is not read: what tells of a picture, and not what stands below it.
const UNREAD: &[&str] = &["media-metadata", "media-reference", "media-object", "media-producer"];

/// Returns the text of an element as a reader sees it, without a heading that is the headline again.
pub(super) fn render(element: &Element, title: Option<&str>) -> String {
    let mut markup = String::new();
    write(element, title, &mut markup);
    html::fragment(&markup)
}

fn write(element: &Element, title: Option<&str>, markup: &mut String) {
    let name = element.name.as_str();
    let is_headline = matches!(name, "h1" | "hl1") && element.line(&[]).as_deref() == title;
    if UNREAD.contains(&name) || is_headline && title.is_some() {
        return;
    }
    let known = AS_PAGE.iter().find(|(of_nitf, _)| *of_nitf == name).map(|(_, of_page)| *of_page);
    let tag = known.or_else(|| OF_PAGES.iter().find(|of_page| **of_page == name).copied());
    if let Some(tag) = tag {
        markup.push_str(&format!("<{tag}>"));
    }
    for node in &element.nodes {
        match node {
            Node::Text(text) => markup.push_str(&quick_xml::escape::partial_escape(text.as_str())),
            Node::Element(inner) => write(inner, title, markup),
        }
    }
    if let Some(tag) = tag.filter(|tag| !matches!(*tag, "br" | "hr")) {
        markup.push_str(&format!("</{tag}>"));
    }
}
