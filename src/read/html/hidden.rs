//! A story that the page hides: behind a paywall, until a script runs, or below a dialog that was open when the
//! page was saved.
//!
//! Pages hide much else: the next story, transcripts, translations, offers, other views. So what is hidden is the story only
//! where the page shows no line of one, or where it is called the text of one and goes on with the little that is shown.

use dom_query::{Document, NodeRef};

use super::body::{self, SHORT};
use super::{classes, facts, render};

/// Classes and ids of what holds the text of a story, whole.
const TEXTS: &[&str] = &[
    "article-body",
    "article__body",
    "articlebody",
    "article-content",
    "article__content",
    "article-text",
    "story-body",
    "story__body",
    "storybody",
    "story-content",
    "story-text",
    "post-content",
    "post-body",
    "entry-content",
    "paywalled-content",
];

/// Classes and ids of what is shown in place of the rest of a story, whole.
const WALLS: &[&str] = &[
    "wall",
    "paywall",
    "paywall-message",
    "paywall-prompt",
    "regwall",
    "cookie-banner",
    "cookie-notice",
    "consent",
];

/// Elements that hold no story.
const NO_STORY: &[&str] = &[
    "dialog", "nav", "footer", "aside", "form", "figure", "select", "button", "details", "noscript",
];

/// Paragraphs that running text has at least: what machines are told has none.
const FEWEST_PARAGRAPHS: usize = 2;

/// Words of a line that is more than a name or a button.
const FEWEST_WORDS: usize = 4;

/// The same in bytes, for scripts without spaces.
const FEWEST_BYTES: usize = 30;

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
    if bytes < SHORT || shown.len() >= SHORT || bytes <= 2 * shown.len() {
        return None;
    }
    let document = Document::from(markup);
    let opening = opening(&document, shown);
    let is_it = |node: &NodeRef<'_>| {
        let is_whole = || opening.is_empty() && is_story(node);
        let is_rest = || is_text(node) && !holds_headline(node);
        is_hidden(node)
            && has_paragraphs(node)
            && may_hold(node)
            && (is_whole() || is_rest())
            && !is_shown_beside(&document, node)
    };
    let hidden = document.select("[hidden], [aria-hidden], [style]");
    let hidden: Vec<_> = hidden.nodes().iter().filter(|node| is_it(node)).collect();
    // Of several stories none is known to be that of the page.
    let (inmost, around) = hidden.split_last()?;
    if around.iter().any(|outer| !is_around(outer, inmost)) {
        return None;
    }
    for node in &hidden {
        node.remove_attr("hidden");
        node.remove_attr("aria-hidden");
        if is_styled_so(node) {
            node.remove_attr("style");
        }
    }
    let facts = facts::collect(&document);
    let text = body::story(document, &facts);
    goes_on(&text, &opening).then_some(text)
}

/// The lines that are shown of the story: all but its headline and what stands in dialogs, forms and walls.
fn opening<'a>(document: &Document, shown: &'a str) -> Vec<&'a str> {
    let is_wall = |node: &NodeRef<'_>| {
        is_dialog(node) || NO_STORY.iter().any(|name| node.has_name(name)) || is_called(node, WALLS)
    };
    let is_heading =
        |node: &NodeRef<'_>| ["h1", "h2", "title"].iter().any(|name| node.has_name(name));
    let root = document.root();
    let others: Vec<String> = root
        .descendants_it()
        .filter(|node| node.is_element() && (is_heading(node) || is_wall(node)) && !is_unseen(node))
        .map(|node| render::text(&node))
        .collect();
    let is_other = |line: &str| others.iter().any(|text| text.lines().any(|other| other == line));
    let is_label = |line: &str| {
        line.split_whitespace().count() < FEWEST_WORDS
            && line.len() < FEWEST_BYTES
            && !line.ends_with(['.', '!', '?', '。', '！', '？'])
    };
    let lines = shown.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.filter(|line| !is_other(line) && !is_label(line)).collect()
}

/// True where a text has all lines of its opening in their order, and more behind them than up to there.
fn goes_on(text: &str, opening: &[&str]) -> bool {
    let mut rest = text;
    for line in opening {
        let Some((_, behind)) = rest.split_once(line) else { return false };
        rest = behind;
    }
    2 * rest.len() > text.len()
}

fn is_unseen(node: &NodeRef<'_>) -> bool {
    std::iter::once(*node).chain(node.ancestors_it(None)).any(|outer| is_hidden(&outer))
}

fn is_dialog(node: &NodeRef<'_>) -> bool {
    node.attr("role").is_some_and(|role| role.to_lowercase().contains("dialog"))
}

/// True for an element with one of these names, whole.
fn is_called(node: &NodeRef<'_>, whole: &[&str]) -> bool {
    classes::of(node).split_whitespace().any(|name| whole.contains(&name))
}

fn has_paragraphs(node: &NodeRef<'_>) -> bool {
    node.descendants_it().filter(|inner| inner.has_name("p")).nth(FEWEST_PARAGRAPHS - 1).is_some()
}

/// True for an element that may stand in the story, for all that it and those around it are called.
fn may_hold(node: &NodeRef<'_>) -> bool {
    let is_other = |node: &NodeRef<'_>| {
        if node.has_name("body") || node.has_name("html") {
            return false;
        }
        let names = classes::of(node);
        NO_STORY.iter().any(|name| node.has_name(name))
            || is_dialog(node)
            || node.has_attr("lang")
            || node.has_attr("data-lang")
            || classes::is_outside(&names)
            || classes::is_thread(&names)
    };
    !std::iter::once(*node).chain(node.ancestors_it(None)).any(|outer| is_other(&outer))
}

fn is_text(node: &NodeRef<'_>) -> bool {
    node.attr("itemprop").is_some_and(|it| &*it == "articleBody") || is_called(node, TEXTS)
}

/// True for an element that is a story, or holds one.
fn is_story(node: &NodeRef<'_>) -> bool {
    let is_it = |node: &NodeRef<'_>| node.has_name("article") || is_text(node);
    is_it(node) || holds_headline(node) || node.descendants_it().any(|inner| is_it(&inner))
}

fn holds_headline(node: &NodeRef<'_>) -> bool {
    node.descendants_it().any(|inner| inner.has_name("h1"))
}

/// True for a page that shows an element for a story beside what it hides: that is another one.
fn is_shown_beside(document: &Document, hidden: &NodeRef<'_>) -> bool {
    let is_it =
        |node: &NodeRef<'_>| node.has_name("article") || node.has_name("main") || is_text(node);
    let root = document.root();
    root.descendants_it().filter(is_it).any(|node| {
        let is_same = node.id == hidden.id || is_around(&node, hidden) || is_around(hidden, &node);
        !is_same && !is_unseen(&node) && !render::text(&node).is_empty()
    })
}

/// True for an element with the other one in it.
fn is_around(outer: &NodeRef<'_>, inner: &NodeRef<'_>) -> bool {
    inner.ancestors_it(None).any(|node| node.id == outer.id)
}
