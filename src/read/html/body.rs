//! A parsed page -> the text of its story.
//!
//! A port of the reading mode of browsers finds the element that holds the story. Before it looks, what
//! only the law wants is taken out, and who the author is; after it, blocks that stand twice are. Where it
//! finds nothing, the page's own structured text or all of its text is better than none; where the page
//! quotes an opening that the text lacks, the text gets it (`lead`).

use std::cell::OnceCell;
use std::collections::HashSet;

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::facts::Facts;
use super::{classes, credits, elsewhere, lead, render};

/// Text shorter than this beside a longer one that may be the story is not the story, in bytes.
pub(super) const SHORT: usize = 400;

/// Words of blocks that no story has, in lower case.
const LEGAL: &[&str] = &[
    "use of this site constitutes",
    "use of this website constitutes",
    "acceptance of our user agreement",
    "may not be reproduced, distributed",
    "may not be published, broadcast, rewritten",
    "this site uses cookies",
    "this website uses cookies",
    "we use cookies",
    "all rights reserved",
];

/// Longest block that is taken out for such words, in bytes.
const LONGEST_LEGAL: usize = 900;

/// Longest box about an author, in bytes: what is longer may hold the story too.
const LONGEST_ABOUT: usize = 1500;

/// Longest list of the sections that a page is in, in bytes.
const LONGEST_TRAIL: usize = 300;

/// Longest form to subscribe, in bytes.
const LONGEST_FORM: usize = 400;

/// Threads that are looked at: a page has one, or one a page of comments.
const MOST_THREADS: usize = 8;

/// Pieces that make a box a thread, and paragraphs that make what stands beside it a story.
const FEWEST_COMMENTS: usize = 3;
const FEWEST_PARAGRAPHS: usize = 3;

/// Shortest line that counts as a paragraph, in bytes.
const PARAGRAPH: usize = 80;

/// Shortest block that counts as standing twice, in bytes: refrains are shorter.
const SHORTEST_TWICE: usize = 80;

/// Returns the text of the story.
pub(super) fn story(document: Document, facts: &Facts) -> String {
    elsewhere::mark(&document);
    let lead = lead::of(&document, facts);
    let whole = match &lead {
        Some(_) => String::new(),
        None => document.body().map(|body| render::text(&body)).unwrap_or_default(),
    };
    let trail = trail(&document, facts);
    drop_boxes(&document, facts);
    mark_breaks(&document);
    let found = read(document).filter(|text| !text.is_empty());
    let linked = facts.linked.iter().find_map(|thing| thing.body.as_deref()).unwrap_or_default();
    let text = match found {
        Some(text) if text.len() < SHORT && linked.len() > 2 * text.len() => plain(linked),
        Some(text) if is_of_other(&text, linked) => {
            let told = plain(linked);
            // Markup and references may have stood between its letters.
            if is_of_other(&text, &told) { told } else { text }
        }
        Some(text) => text,
        None if linked.len() >= SHORT => plain(linked),
        None => lead.as_ref().map_or(whole, |lead| lead.around.clone()),
    };
    let text = lead.iter().fold(text, lead::restore);
    without_repeats(without_trail(&text, &trail))
}

/// The text of a story that is given for machines: some sites write its markup as text.
fn plain(linked: &str) -> String {
    if linked.contains("&lt;") {
        super::fragment(&super::unescape(linked))
    } else {
        super::fragment(linked)
    }
}

/// True for a text that has nothing of the story which the page gives for machines.
fn is_of_other(text: &str, linked: &str) -> bool {
    linked.len() >= SHORT && 2 * linked.len() >= text.len() && !lead::is_part(text, linked)
}

fn read(document: Document) -> Option<String> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    // The walk over the page is the crate's own: should it ever panic, the page costs its layout only.
    let parse = move || Readability::with_document(document, None, Some(config)).ok()?.parse().ok();
    let article = std::panic::catch_unwind(std::panic::AssertUnwindSafe(parse)).ok()??;
    let content = Document::fragment(article.content);
    Some(render::text(&content.root()))
}

/// Writes the end of a line beside each `<br>` that ends one: the reading mode makes paragraphs of
/// runs of `<br>`, and loses some of the single ones.
fn mark_breaks(document: &Document) {
    let is_empty = |node: &NodeRef<'_>| node.is_text() && node.text().trim().is_empty();
    for node in document.select("br").nodes() {
        let mut next = node.next_sibling();
        while let Some(empty) = next.take_if(|next| is_empty(next)) {
            next = empty.next_sibling();
        }
        if !next.is_some_and(|next| next.has_name("br")) {
            node.insert_after(&document.tree.new_text(render::BREAK.to_string()));
        }
    }
}

/// Takes out small blocks of legal text and boxes about the author, which reading modes take for
/// paragraphs.
fn drop_boxes(document: &Document, facts: &Facts) {
    let Some(body) = document.body() else { return };
    let mut doomed: Vec<NodeRef<'_>> = Vec::new();
    let whole = OnceCell::new();
    let whole = || whole.get_or_init(|| Measure::of(&body));
    let mut threads = 0;
    for node in body.descendants_it().filter(|node| node.is_element()) {
        let block =
            ["p", "div", "small", "li", "footer", "section"].iter().any(|name| node.has_name(name));
        let own = node.immediate_text();
        if block && own.len() > 20 && own.len() <= LONGEST_LEGAL {
            let lower = own.to_lowercase();
            if LEGAL.iter().any(|words| lower.contains(words)) {
                doomed.push(node);
                continue;
            }
        }
        if credits::is_list(&node) {
            doomed.push(node);
            continue;
        }
        let boxed = ["div", "section", "aside", "footer"].iter().any(|name| node.has_name(name));
        let listed = boxed || node.has_name("ol") || node.has_name("ul");
        if listed
            && threads < MOST_THREADS
            && !facts.is_holder(node.id)
            && classes::is_thread(&classes::of(&node))
        {
            threads += 1;
            if drowns(&node, whole()) {
                doomed.push(node);
                continue;
            }
        }
        if boxed
            && !facts.is_holder(node.id)
            && classes::asks_to_subscribe(&classes::of(&node))
            && is_form(&node, whole())
        {
            doomed.push(node);
            continue;
        }
        if boxed
            && !facts.is_holder(node.id)
            && classes::is_about_writer(&classes::of(&node))
            && render::start(&node, 2 * LONGEST_ABOUT).len() <= LONGEST_ABOUT
        {
            doomed.push(node);
        }
    }
    for node in doomed {
        node.remove_from_parent();
    }
}

/// How much text there is.
struct Measure {
    bytes: usize,
    paragraphs: usize,
}

impl Measure {
    fn of(node: &NodeRef<'_>) -> Measure {
        let text = render::text(node);
        let paragraphs = text.lines().filter(|line| line.trim().len() >= PARAGRAPH).count();
        Measure { bytes: text.len(), paragraphs }
    }
}

/// True for what readers wrote, where that is as long as all else and a story is left without it: the reading mode
/// leaves out what is shorter, and a box of that name may hold a column.
fn drowns(thread: &NodeRef<'_>, body: &Measure) -> bool {
    let elements = || thread.descendants_it().filter(|node| node.is_element());
    let comments = elements().filter(|node| classes::is_comment(&classes::of(node)));
    if comments.take(FEWEST_COMMENTS).count() < FEWEST_COMMENTS
        || elements().any(|node| node.has_name("h1"))
    {
        return false;
    }
    let Measure { bytes, paragraphs } = Measure::of(thread);
    2 * bytes >= body.bytes && paragraphs + FEWEST_PARAGRAPHS <= body.paragraphs
}

/// The lines of the first list of the sections that a page is in: a few links, and the name of the page.
fn trail(document: &Document, facts: &Facts) -> Vec<String> {
    let lists = facts.trails.iter().filter_map(|id| document.tree.get(id));
    let lines = |node: NodeRef<'_>| {
        if render::start(&node, 2 * LONGEST_TRAIL).len() > LONGEST_TRAIL {
            return None;
        }
        let text = render::text(&node);
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let lines: Vec<String> = lines.map(str::to_string).collect();
        let links = node.descendants_it().filter(|inner| inner.has_name("a")).count();
        let is_told = lines.iter().any(|line| line.ends_with(['.', '!', '?', ':', '…']));
        let tells = |inner: &NodeRef<'_>| {
            ["p", "h1", "h2", "h3", "h4"].iter().any(|name| inner.has_name(name))
        };
        // One name alone may be the first word of the story.
        let has_parts = lines.len() > 1 || text.contains(['>', '›', '»', '/', '|', '→']);
        let is_it = links > 0 && has_parts && lines.len() <= links + 1 && !is_told;
        (is_it && !node.descendants_it().any(|inner| tells(&inner))).then_some(lines)
    };
    { lists }.find_map(lines).unwrap_or_default()
}

/// A text without the trail above it: the reading mode takes that for a part of the story where it cannot be taken out
/// beforehand without others.
fn without_trail<'a>(text: &'a str, trail: &[String]) -> &'a str {
    let mut rest = text.trim_start();
    for line in trail {
        match rest.strip_prefix(line.as_str()) {
            Some(behind) if behind.is_empty() || behind.starts_with('\n') => {
                rest = behind.trim_start();
            }
            _ => break,
        }
    }
    rest
}

/// True for a short form and what stands beside its fields: a box of that name may hold a story.
fn is_form(node: &NodeRef<'_>, body: &Measure) -> bool {
    let text = render::start(node, 2 * LONGEST_FORM);
    let asks = |node: NodeRef<'_>| node.has_name("form") || node.has_name("input");
    text.len() < LONGEST_FORM
        && 10 * text.len() < body.bytes
        && node.descendants_it().any(asks)
        && !node.descendants_it().any(|node| node.has_name("h1"))
}

/// Takes out blocks of some length that stood before: slides and pages for print repeat the text.
fn without_repeats(text: &str) -> String {
    let mut seen: HashSet<&str> = HashSet::new();
    let mut kept: Vec<&str> = Vec::new();
    for line in text.split('\n') {
        if line.len() < SHORTEST_TWICE || seen.insert(line.trim()) {
            kept.push(line);
        }
    }
    kept.join("\n")
}

#[cfg(test)]
mod tests;
