//! Markup -> which of its lines lead to other stories: a label, and the links below it or behind it.
//!
//! A line of text alone does not tell a link from a sentence, so lines are looked at while they still have their
//! links. A mark in the text tells them afterwards, wherever the text goes in between.

use std::ops::Range;

use dom_query::{Document, NodeData, NodeId, NodeRef};

use super::super::{dates, site_lines};
use super::render;

/// Opens a line that leads elsewhere: no text has this character, which Unicode keeps for the use inside of
/// programs.
pub(super) const MARK: char = '\u{fdd1}';

/// Longest line that is a link to a story, in bytes: more is a paragraph.
const LONGEST: usize = 400;

/// Letters of a line that is prose: what a heading above it leads to stands here.
const PROSE: usize = 80;

/// A line of a page as readers see it.
#[derive(Default)]
struct Line {
    /// Its start, of no more than [`LONGEST`] bytes and a piece of text.
    text: String,
    letters: usize,
    /// Letters of links to other pages.
    linked: usize,
    /// Bytes of `text` before the first of them.
    before: Option<usize>,
    /// Where its text begins.
    first: Option<NodeId>,
    /// True for a heading.
    is_heading: bool,
}

impl Line {
    /// True for a line that is a link, or links, and nothing else.
    fn is_link(&self) -> bool {
        self.linked > 0 && self.linked == self.letters && self.text.len() <= LONGEST
    }

    /// True for a label with links behind it.
    fn is_labelled_link(&self) -> bool {
        let Some(label) = self.before.and_then(|at| self.text.get(..at)) else { return false };
        let letters = label.chars().filter(|c| c.is_alphanumeric()).count();
        self.text.len() <= LONGEST
            && letters + self.linked == self.letters
            && site_lines::is_label(label)
    }

    /// True for what stands below a link in a list of them: a day, a counter, a button, a picture.
    fn is_beside(&self) -> bool {
        self.letters == 0
            || dates::parse(&self.text, None).is_some()
            || site_lines::is_site_line(&self.text)
    }
}

/// Marks the lines that lead to other stories.
pub(super) fn mark(document: &Document) {
    let mut lines = Lines(vec![Line::default()]);
    lines.read(&document.root(), false, false, 0);
    let lines = lines.0;
    for first in leading(&lines) {
        if let Some(node) = lines[first].first.and_then(|id| document.tree.get(&id)) {
            node.insert_before(&document.tree.new_text(MARK.to_string()));
        }
    }
}

/// The numbers of the lines that lead elsewhere.
fn leading(lines: &[Line]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = &lines[at];
        at += 1;
        // Most lines are no label: what stands below is looked at last.
        let opens = || lines.get(at).is_some_and(|next| next.is_link() || next.is_beside());
        if line.is_labelled_link() {
            found.push(at - 1);
        } else if !site_lines::is_label(&line.text) || !opens() {
            continue;
        }
        let below = at;
        while lines.get(at).is_some_and(|line| line.is_link() || line.is_beside()) {
            at += 1;
        }
        // A heading above prose is the heading of that prose, though it is a link.
        let last = (below..at).rev().find(|&at| lines[at].is_link());
        let heads = lines.get(at).is_some_and(|next| next.letters >= PROSE);
        let end = match last {
            Some(last) if heads && lines[last].is_heading => last,
            Some(_) => at,
            None => below,
        };
        found.extend((below..end).filter(|&at| lines[at].letters > 0));
        at = end.max(below);
    }
    found
}

/// The lines of a page, the last of them open.
struct Lines(Vec<Line>);

impl Lines {
    fn read(&mut self, node: &NodeRef<'_>, is_linked: bool, is_heading: bool, depth: usize) {
        // The markup was bounded; what a parser adds to it is a few levels.
        if depth > 600 {
            return;
        }
        let name = node.query_or(None, |tree| match &tree.data {
            NodeData::Element(element) => Some(element.name.local.clone()),
            NodeData::Text { contents } => {
                self.add(contents, node.id, is_linked, is_heading);
                None
            }
            _ => None,
        });
        let name = name.as_ref().map_or("", |name| name.as_ref());
        if render::is_hidden(name) {
            return;
        }
        let breaks = render::breaks(name);
        if breaks {
            self.end();
        }
        let leads = name == "a" && node.attr("href").is_some_and(|href| leads_away(&href));
        let heads = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        let mut child = node.first_child();
        while let Some(current) = child {
            self.read(&current, is_linked || leads, is_heading || heads, depth + 1);
            child = current.next_sibling();
        }
        if breaks {
            self.end();
        }
    }

    fn add(&mut self, contents: &str, id: NodeId, is_linked: bool, is_heading: bool) {
        let Some(line) = self.0.last_mut() else { return };
        let letters = contents.chars().filter(|c| c.is_alphanumeric()).count();
        if contents.trim().is_empty() {
            line.text.push(' ');
            return;
        }
        line.first.get_or_insert(id);
        line.is_heading |= is_heading;
        if is_linked && letters > 0 {
            line.before.get_or_insert(line.text.len());
            line.linked += letters;
        }
        line.letters += letters;
        if line.text.len() <= LONGEST {
            line.text.push_str(contents);
        }
    }

    fn end(&mut self) {
        if self.0.last().is_some_and(|line| line.first.is_some()) {
            self.0.push(Line::default());
        } else if let Some(line) = self.0.last_mut() {
            line.text.clear();
        }
    }
}

/// True for the address of another page.
fn leads_away(href: &str) -> bool {
    let href = href.trim();
    !href.is_empty() && !href.starts_with('#')
}

/// Takes the marks out of a text; returns the numbers of the lines that have one.
pub(in crate::read) fn take(text: &mut String) -> Vec<Range<usize>> {
    if !text.contains(MARK) {
        return Vec::new();
    }
    let marked = |(_, line): &(usize, &str)| line.trim_start().starts_with(MARK);
    let found = text.split('\n').enumerate().filter(marked).map(|(at, _)| at..at + 1).collect();
    text.retain(|c| c != MARK);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of a fragment when the lines that lead elsewhere have gone.
    fn left(markup: &str) -> String {
        let document = Document::fragment(markup);
        mark(&document);
        let mut text = render::text(&document.root());
        let led = take(&mut text);
        let is_led = |at: usize| led.iter().any(|range| range.contains(&at));
        let lines = text.lines().enumerate().filter(|(at, line)| !is_led(*at) && !line.is_empty());
        lines.map(|(_, line)| line.trim()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn links_below_a_label_lead_elsewhere() {
        for (markup, wanted) in [
            (
                "<p>A.</p><p>Lire aussi</p><ul><li><a href=/1>Un pont</a><li><a href=/2>Deux</a></ul><p>B.",
                "A.|Lire aussi|B.",
            ),
            (
                "<p>A.</p><p><strong>RELATED:</strong><br><a href=/1>One</a><br><a href=/2>Two</a></p><p>B.",
                "A.|RELATED:|B.",
            ),
            (
                "<p>A.</p><h3>Más noticias</h3><p><a href=/1>Uno</a></p><p>4 de diciembre de 2025</p><p><a href=/2>Dos</a>",
                "A.|Más noticias",
            ),
            ("<p>A.</p><p>Läs också <a href=/1>Färjan står</a></p><p>B.", "A.|B."),
            (
                "<p>A.</p><div><span>Up next</span><p><a href=/1><b>One</b> more</a></p></div>",
                "A.|Up next",
            ),
            ("<p>A.</p><p>関連記事</p><p><a href=/1>渡し船が止まる</a></p><p>B.", "A.|関連記事|B."),
            (
                "<p>A.</p><p><b>Mehr zum Thema:</b> <a href=/1>Eins</a>, <a href=/2>zwei</a></p><p>B.",
                "A.|B.",
            ),
        ] {
            assert_eq!(left(markup), wanted, "{markup}");
        }
    }

    #[test]
    fn links_in_a_story_stay() {
        let prose = "<p>The ferry stopped on Monday, and those who waited went home on foot along the canal, as they had done before.</p>";
        let roundup = format!("<h2>More news</h2><h3><a href=/1>Ferry stops</a></h3>{prose}");
        let text = left(&roundup);
        assert!(text.contains("Ferry stops"), "{text}");
        for (markup, wanted) in [
            (
                "<p><a href=/1>Ferry</a><p>Related <a href=/1>parties</a> met",
                "Ferry|Related parties met",
            ),
            ("<p>Related</p><p>He said <a href=/1>so</a></p>", "Related|He said so"),
            ("<p>See also</p><p><a href=#n>Notes</a></p>", "See also|Notes"),
            ("<p>The lock</p><p><a href=/1>A link</a></p>", "The lock|A link"),
        ] {
            assert_eq!(left(markup), wanted, "{markup}");
        }
    }
}
