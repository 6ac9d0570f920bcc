//! A story that the page hides: behind a paywall, until a script runs, or below a dialog that was open when the
//! page was saved.
//!
//! Pages hide much else: dialogs, policies, forms, menus, translations. So what is hidden counts as the story only in
//! the element that holds the story, or where it names itself so on a page that shows hardly anything, and only
//! where it goes on with all that is shown.

use dom_query::{Document, NodeRef};

use super::body::{self, SHORT};
use super::{classes, facts};

/// Parts of the names of what holds a story.
const STORIES: &[&str] =
    &["article", "story", "post-content", "post-body", "entry-content", "paywall", "premium"];

/// The same of what is hidden and no story.
const OTHERS: &[&str] = &[
    "cookie",
    "consent",
    "gdpr",
    "privacy",
    "policy",
    "terms",
    "modal",
    "popup",
    "dialog",
    "overlay",
    "login",
    "signin",
    "sign-in",
    "subscri",
    "newsletter",
    "share",
    "menu",
    "search",
    "tooltip",
    "caption",
    "translat",
];

/// Elements that hold no story.
const NO_STORY: &[&str] = &[
    "dialog", "nav", "footer", "aside", "form", "figure", "select", "button", "details", "noscript",
];

/// Bytes of a line that must be in a story if it is shown.
const TELLING: usize = 60;

/// True for an element that says that it is not shown.
pub(super) fn is_hidden(node: &NodeRef<'_>) -> bool {
    let says = |name: &str, value: &str| {
        node.attr(name).is_some_and(|written| written.eq_ignore_ascii_case(value))
    };
    node.has_attr("hidden") || says("aria-hidden", "true") || is_styled_so(node)
}

fn is_styled_so(node: &NodeRef<'_>) -> bool {
    node.attr("style").is_some_and(|style| {
        let style: String = style.to_lowercase().split_whitespace().collect();
        style.contains("display:none") || style.contains("visibility:hidden")
    })
}

/// Returns the story that a page hides, for one that shows `shown` of it; `bytes` is how much text it
/// hides in all.
pub(super) fn story(markup: &str, shown: &str, bytes: usize) -> Option<String> {
    if bytes < SHORT || bytes <= 2 * shown.len() {
        return None;
    }
    let document = Document::from(markup);
    let hidden = document.select("[hidden], [aria-hidden], [style]");
    let hidden = hidden.nodes().iter().filter(|node| is_hidden(node) && may_hold(node, shown));
    let mut is_any = false;
    for node in hidden {
        is_any = true;
        node.remove_attr("hidden");
        node.remove_attr("aria-hidden");
        if is_styled_so(node) {
            node.remove_attr("style");
        }
    }
    if !is_any {
        return None;
    }
    let facts = facts::collect(&document);
    let text = body::story(document, &facts);
    let mut telling = shown.lines().filter(|line| line.len() >= TELLING);
    telling.all(|line| text.contains(line)).then_some(text)
}

/// True for what may be the story, or the rest of it.
fn may_hold(node: &NodeRef<'_>, shown: &str) -> bool {
    let names = |node: &NodeRef<'_>| classes::of(node);
    let is_other = |node: &NodeRef<'_>| {
        let is_page = node.has_name("body") || node.has_name("html");
        let names = names(node);
        let role = node.attr("role").unwrap_or_default().to_lowercase();
        NO_STORY.iter().any(|name| node.has_name(name))
            || role.contains("dialog")
            || !is_page
                && (node.has_attr("lang")
                    || OTHERS.iter().any(|part| names.contains(part))
                    || classes::is_foreign(&names)
                    || classes::is_outside(&names)
                    || classes::is_thread(&names))
    };
    let mut around = std::iter::once(*node).chain(node.ancestors_it(None));
    if around.any(|outer| is_other(&outer)) {
        return false;
    }
    let is_story = |node: &NodeRef<'_>| {
        node.has_name("article") || node.attr("itemprop").is_some_and(|it| &*it == "articleBody")
    };
    let inside = node.ancestors_it(None).any(|outer| is_story(&outer));
    let holds_story = || {
        let is_head = |inner: &NodeRef<'_>| inner.has_name("h1") || inner.has_name("main");
        let names_itself = STORIES.iter().any(|part| names(node).contains(part));
        names_itself
            || is_story(node)
            || node.descendants_it().any(|inner| is_story(&inner) || is_head(&inner))
    };
    inside || shown.len() < SHORT && holds_story()
}
