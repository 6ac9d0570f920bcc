//! Markup -> which of its lines lead to other stories: a label, and the links below it or behind it.
//!
//! A line of text alone does not tell a link from a sentence, so lines are looked at while they still have their
//! links. A mark in the text tells them afterwards, wherever the text goes in between.

use std::ops::Range;

use dom_query::{Document, NodeData, NodeId, NodeRef};

use super::super::{dates, site_lines};
use super::render;

/// Opens a line that leads elsewhere.
pub(super) use super::super::encoding::LINE_MARK as MARK;

/// Most bytes that are kept of a line: more is a paragraph.
const LONGEST: usize = 800;

/// Longest line that is a link to a story, in characters.
const LONGEST_LINK: usize = 160;

/// Shortest line that is prose, in bytes: what a heading above it leads to stands here.
const PROSE: usize = 80;

/// Most lines below a label that are looked at.
const MOST_BELOW: usize = 200;

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
    /// The item of a list in which it stands.
    item: Option<NodeId>,
    /// The list of that item.
    list: Option<NodeId>,
    /// True for a heading.
    is_heading: bool,
    /// True for a cell of a table, which may be one of the story.
    is_cell: bool,
}

impl Line {
    /// True for a line that is a link to a story and nothing else.
    fn is_link(&self) -> bool {
        let text = self.text.trim();
        self.linked > 0
            && self.linked == self.letters
            && (!self.is_cell || self.item.is_some())
            && text.chars().take(LONGEST_LINK + 1).count() <= LONGEST_LINK
            // A question may be a headline.
            && !site_lines::ends_sentence(text, self.item.is_none())
            && !site_lines::is_label(text)
    }

    /// True for a label with links behind it.
    fn is_labelled_link(&self) -> bool {
        let Some((label, link)) = self.before.and_then(|at| self.text.split_at_checked(at)) else {
            return false;
        };
        let letters = label.chars().filter(|c| c.is_alphanumeric()).count();
        letters + self.linked == self.letters
            && link.chars().take(LONGEST_LINK + 1).count() <= LONGEST_LINK
            && site_lines::is_headline(link)
            && site_lines::is_label(label)
    }

    /// True for what stands below a link in a list of them: a day, a counter, a button.
    fn is_beside(&self) -> bool {
        !self.is_heading
            && self.text.len() < PROSE
            && !site_lines::is_label(&self.text)
            && (dates::parse(&self.text, None).is_some() || site_lines::is_site_line(&self.text))
    }

    fn is_prose(&self) -> bool {
        self.text.trim().len() >= PROSE && 2 * self.linked < self.letters
    }
}

/// Marks the lines that lead to other stories.
pub(super) fn mark(document: &Document) {
    let mut lines = Lines::default();
    lines.read(&document.root(), Place::default(), 0);
    lines.end();
    for node in lines.marked {
        if let Some(node) = document.tree.get(&node) {
            let text = node.text().replace(MARK, "\u{fffd}");
            node.set_text(text);
        }
    }
    for first in leading(&lines.lines) {
        if let Some(node) = lines.lines[first].first.and_then(|id| document.tree.get(&id)) {
            node.insert_before(&document.tree.new_text(MARK.to_string()));
        }
    }
}

/// The numbers of the lines that lead elsewhere; none where no prose would be left.
fn leading(lines: &[Line]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let label = &lines[at];
        let introduced = at > 0 && lines[at - 1].text.trim_end().ends_with([':', '：']);
        at += 1;
        if introduced {
            continue;
        }
        // Most lines are no label: what stands below is looked at last.
        if label.is_labelled_link() {
            found.push(at - 1);
        } else if lines.get(at).is_none_or(|next| next.linked == 0)
            || !site_lines::is_label(&label.text)
        {
            continue;
        }
        let end = end_of_links(lines, at);
        found.extend(at..end);
        at = end;
    }
    if !lines
        .iter()
        .enumerate()
        .any(|(at, line)| line.is_prose() && found.binary_search(&at).is_err())
    {
        found.clear();
    }
    found
}

/// Where the links below a label end that stands above line `start`: `start` where they are none.
///
/// They are a list, or two lines at least that are a link and nothing else. What is looked at ends at the next
/// label, so that no line is looked at for two of them.
fn end_of_links(lines: &[Line], start: usize) -> usize {
    let label = start.checked_sub(1).and_then(|at| lines[at].item);
    // A list in which the label stands too is the layout of the page.
    let list_of = |line: &Line| line.list.filter(|_| line.item != label);
    let list = lines.get(start).and_then(list_of);
    let (mut end, mut links) = (start, 0);
    for (at, line) in lines.iter().enumerate().skip(start).take(MOST_BELOW) {
        if list_of(line) != list {
            break;
        } else if line.is_link() {
            (end, links) = (at + 1, links + 1);
        } else if !line.is_beside() {
            break;
        } else if list.is_some() && end == at {
            end = at + 1;
        }
    }
    let next = lines.get(end);
    if list.is_some() {
        // A list with something else in it may be told by the story.
        let goes_on = next.is_some_and(|next| list_of(next) == list);
        return if goes_on || links == 0 { start } else { end };
    }
    // A heading above a text is the heading of that text, though it is a link.
    if next.is_some_and(|next| !next.is_link()) && links > 0 && lines[end - 1].is_heading {
        return start;
    }
    if links >= 2 { end } else { start }
}

/// The lines of a page, the last of them open.
#[derive(Default)]
struct Lines {
    lines: Vec<Line>,
    open: Line,
    /// Texts that have the mark already.
    marked: Vec<NodeId>,
}

/// What a text stands in.
#[derive(Clone, Copy, Default)]
struct Place {
    is_linked: bool,
    is_heading: bool,
    is_cell: bool,
    item: Option<NodeId>,
    list: Option<NodeId>,
}

impl Lines {
    fn read(&mut self, node: &NodeRef<'_>, mut place: Place, depth: usize) {
        // The markup was bounded; what a parser adds to it is a few levels.
        if depth > 600 {
            return;
        }
        let name = node.query_or(None, |tree| match &tree.data {
            NodeData::Element(element) => Some(element.name.local.clone()),
            NodeData::Text { contents } => {
                self.add(contents, node.id, place);
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
        match name {
            "a" => place.is_linked |= node.attr("href").is_some_and(|href| leads_away(&href)),
            // Bold lines are headings of what follows too.
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "b" | "strong" => place.is_heading = true,
            "td" | "th" => place.is_cell = true,
            "li" => place.item = Some(node.id),
            "ul" | "ol" => place.list = Some(node.id),
            _ => {}
        }
        let mut child = node.first_child();
        while let Some(current) = child {
            self.read(&current, place, depth + 1);
            child = current.next_sibling();
        }
        if breaks {
            self.end();
        }
    }

    fn add(&mut self, contents: &str, id: NodeId, place: Place) {
        if contents.contains(MARK) {
            self.marked.push(id);
        }
        let line = &mut self.open;
        let letters = contents.chars().filter(|c| c.is_alphanumeric()).count();
        if contents.trim().is_empty() {
            line.text.push(' ');
            return;
        }
        if line.first.is_none() {
            (line.first, line.item, line.list) = (Some(id), place.item, place.list);
        }
        line.is_heading |= place.is_heading;
        line.is_cell |= place.is_cell;
        if place.is_linked && letters > 0 {
            line.before.get_or_insert(line.text.len());
            line.linked += letters;
        }
        line.letters += letters;
        if line.text.len() <= LONGEST {
            line.text.push_str(contents);
        }
    }

    fn end(&mut self) {
        let line = std::mem::take(&mut self.open);
        // What has no letter is a picture, or a rule.
        if line.letters > 0 {
            self.lines.push(line);
        }
    }
}

/// True for the address of another page.
fn leads_away(href: &str) -> bool {
    let href = href.trim();
    let scheme = href.split_once(':').map(|(scheme, _)| scheme);
    let is_other = |scheme: &str| scheme.chars().all(|c| c.is_ascii_alphabetic());
    !href.is_empty()
        && !href.starts_with('?')
        && !href.contains('#')
        && scheme.is_none_or(|scheme| {
            !is_other(scheme)
                || scheme.eq_ignore_ascii_case("http")
                || scheme.eq_ignore_ascii_case("https")
        })
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
mod tests;
