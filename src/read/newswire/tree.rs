//! Events of a parser -> one item at a time, as a tree of bounded size.

use quick_xml::events::BytesStart;

use super::{ITEMS, OTHER_ITEMS, notes};
use crate::article::SkipReason;
use crate::read::html;

/// Elements inside each other; a table of a story in a list of a message has twenty.
const DEEPEST: usize = 64;

/// Elements and attributes of one item: the longest article with a line of thirty letters each.
const MOST_NODES: usize = 500_000;

/// An element with what stands in it. Names are in lower case and without their prefix.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) nodes: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

/// The part of a name behind its prefix, in lower case.
pub(super) fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_lowercase()
}

impl Element {
    fn new(tag: &BytesStart<'_>) -> Element {
        // A name that stands twice is no reason to lose the others.
        let mut attributes = tag.attributes();
        let attributes = attributes.with_checks(false).flatten().take(MOST_NODES);
        let attributes =
            attributes.map(|a| (local(a.key.as_ref()), html::unescape(&a.value))).collect();
        Element { name: local(tag.name().as_ref()), attributes, nodes: Vec::new() }
    }

    /// The value of an attribute, where there is one.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim().to_string()).filter(|value| !value.is_empty())
    }

    /// The elements right inside this one.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// All elements of a name below this one, in the order of the file; none inside another of them.
    pub(super) fn all<'e>(&'e self, name: &str) -> Vec<&'e Element> {
        let mut found = Vec::new();
        self.collect(name, &mut found);
        found
    }

    fn collect<'e>(&'e self, name: &str, found: &mut Vec<&'e Element>) {
        for element in self.elements() {
            if element.name == name {
                found.push(element);
            } else {
                element.collect(name, found);
            }
        }
    }

    /// The first element of a name below this one.
    pub(super) fn first(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|element| {
            if element.name == name { Some(element) } else { element.first(name) }
        })
    }

    /// The first element below this one that is reached by all the names, one below the other.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.first(name))
    }

    /// The text of this element, on one line; without that of the elements named in `without`.
    pub(super) fn line(&self, without: &[&str]) -> Option<String> {
        let mut text = String::new();
        self.write(without, &mut text);
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!line.is_empty()).then_some(line)
    }

    /// The text of this element as it stands.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&[], &mut text);
        text.trim().to_string()
    }

    fn write(&self, without: &[&str], text: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(piece) => text.push_str(piece),
                Node::Element(element) if without.contains(&element.name.as_str()) => {}
                Node::Element(element) => element.write(without, text),
            }
        }
    }
}

/// Puts events together.
#[derive(Default)]
pub(super) struct Builder {
    /// Elements that are open, from the item on.
    open: Vec<Element>,
    /// Elements that are open around the item.
    around: Vec<String>,
    /// Elements and attributes of the item so far.
    size: usize,
}

/// An item that is whole, or why it is none.
type Done = Option<Result<Element, SkipReason>>;

impl Builder {
    /// Takes note of an element that opens.
    ///
    /// # Errors
    ///
    /// [`SkipReason::BadRecord`] where elements nest too deeply.
    pub(super) fn open(&mut self, tag: &BytesStart<'_>) -> Result<Done, SkipReason> {
        if self.open.len() + self.around.len() >= DEEPEST {
            return Err(SkipReason::BadRecord("elements nest too deeply".to_string()));
        }
        let element = Element::new(tag);
        let in_notes = self.around.first().is_some_and(|root| root == notes::ROOT);
        let is_item = |name: &str| match in_notes {
            true => name == notes::ITEM,
            false => ITEMS.contains(&name) || OTHER_ITEMS.contains(&name),
        };
        if self.open.is_empty() && !is_item(&element.name) {
            self.around.push(element.name);
            return Ok(None);
        }
        self.size += 1 + element.attributes.len();
        self.open.push(element);
        Ok(None)
    }

    /// Takes note of an element without content.
    pub(super) fn empty(&mut self, tag: &BytesStart<'_>) -> Result<Done, SkipReason> {
        let name = local(tag.name().as_ref());
        self.open(tag)?;
        Ok(self.close(&name))
    }

    /// Takes note of an end: it closes what is left open inside of its element, and nothing where none is open.
    pub(super) fn close(&mut self, name: &str) -> Done {
        let Some(at) = self.open.iter().rposition(|element| element.name == name) else {
            if let Some(at) = self.around.iter().rposition(|open| open == name)
                && self.open.is_empty()
            {
                self.around.truncate(at);
            }
            return None;
        };
        self.fold(at)
    }

    /// Adds text, without its references.
    pub(super) fn text(&mut self, piece: &str) -> Done {
        if let Some(element) = self.open.last_mut() {
            match element.nodes.last_mut() {
                Some(Node::Text(text)) => text.push_str(piece),
                _ => element.nodes.push(Node::Text(piece.to_string())),
            }
        }
        None
    }

    /// The item that is open where the file ends.
    pub(super) fn end(&mut self) -> Done {
        if self.open.is_empty() { None } else { self.fold(0) }
    }

    /// Closes the elements from the `at`th on.
    fn fold(&mut self, at: usize) -> Done {
        while self.open.len() > at.max(1) {
            let inner = self.open.pop()?;
            // What is too large is counted and not kept.
            if self.size <= MOST_NODES {
                self.open.last_mut()?.nodes.push(Node::Element(inner));
            }
        }
        if at > 0 {
            return None;
        }
        let item = self.open.pop()?;
        let is_large = std::mem::take(&mut self.size) > MOST_NODES;
        let reason = || SkipReason::BadRecord(format!("it has more than {MOST_NODES} elements"));
        Some(if is_large { Err(reason()) } else { Ok(item) })
    }
}
