//! A story as editors keep it, block by block in JSON -> its text.
//!
//! Editors write a document as objects in each other: blocks with their children, and in them runs of
//! letters that share a style. What they call these differs; that the innermost hold texts does not. So a
//! block gives all texts below it, whatever kind it is of.

use serde_json::{Map, Value};

use crate::read::html;

/// Names of lists of what stands in a block, or in the document.
const CHILDREN: &[&str] = &[
    "content",
    "children",
    "blocks",
    "items",
    "head",
    "body",
    "foot",
    "rows",
    "cells",
    "cols",
    "columns",
    "innerBlocks",
    "content_elements",
];

/// Names of an object that holds the whole document.
const HOLDERS: &[&str] = &["root", "document"];

/// Names of an object that holds what a block says, written as markup.
const DATA: &[&str] = &["data", "attributes"];

/// Names of what a block says in one text.
const TEXTS: &[&str] = &["text", "message", "content", "quote", "caption", "citation"];

/// Kinds of a run of letters; some editors write none.
const RUNS: &[&str] = &["text", "span"];

/// Kinds of a whole document.
const DOCUMENTS: &[&str] = &["doc", "document", "root"];

/// Kinds of a break inside of a block, in small letters.
const BREAKS: &[&str] = &["hardbreak", "hard_break", "linebreak", "br"];

/// What the kinds of blocks end in, in small letters: others that stand among runs are part of their line.
const BLOCKS: &[&str] =
    &["list", "item", "paragraph", "quote", "table", "row", "cell", "head", "header", "heading"];

/// Kinds of what others pay for, and of links to other stories, in small letters.
const NO_TEXT: &[&str] =
    &["ad", "ads", "advert", "advertisement", "newsletter", "promo", "interstitial_link"];

/// The same, as HTML calls them.
const TAGS: &[&str] =
    &["p", "ul", "ol", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"];

/// The text of a document or a block; `None` where there are no blocks.
pub(super) fn text_of(block: &Map<String, Value>) -> Option<String> {
    let mut story = Story::default();
    story.block(block, Place::default());
    story.end_line();
    (!story.lines.is_empty()).then(|| story.lines.join("\n\n"))
}

/// Whether an object is a block of a kind, with more in it: a name beside it is no wrapped text.
pub(super) fn is_block(object: &Map<String, Value>) -> bool {
    let holds = |names: &[&str]| {
        names.iter().filter_map(|name| object.get(*name)).any(|v| v.is_array() || v.is_object())
    };
    (kind(object).is_some() && (holds(CHILDREN) || holds(DATA)))
        || object.get("innerBlocks").is_some_and(Value::is_array)
}

/// Names of what a story has, or a link to one, and no part of a story.
const OF_STORIES: &[&str] = &[
    "title",
    "headline",
    "headlines",
    "heading",
    "name",
    "permalink",
    "slug",
    "canonical_url",
    "website_url",
];

/// True for a story among others, or what leads to one.
pub(in crate::read) fn is_entry(value: &Value) -> bool {
    let is_story = |block: &Map<String, Value>| {
        let kinds = ["type", "_type"].iter().filter_map(|name| block.get(*name)?.as_str());
        { kinds }.any(|kind| ["story", "article", "post"].contains(&kind))
    };
    let has_name =
        |block: &Map<String, Value>| OF_STORIES.iter().any(|name| block.contains_key(*name));
    value.as_object().is_some_and(|block| has_name(block) || is_story(block))
}

/// True for a block that is a paragraph or the like: what has an address of its own is another story.
pub(in crate::read) fn is_node(value: &Value) -> bool {
    let has_address = |block: &Map<String, Value>| {
        ["url", "href", "link", "target"].iter().any(|name| block.contains_key(*name))
    };
    let is_node = |block: &Map<String, Value>| is_block(block) && !has_address(block);
    value.as_object().is_some_and(is_node) && !is_entry(value)
}

/// The text that is being put together.
#[derive(Default)]
struct Story {
    lines: Vec<String>,
    line: String,
}

/// Where a block stands.
#[derive(Clone, Copy, Default)]
struct Place {
    /// Among the runs of a line.
    in_line: bool,
    /// In what is written as markup.
    in_markup: bool,
}

impl Story {
    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = line.trim();
        if !line.is_empty() {
            self.lines.push(line.to_owned());
        }
    }

    fn text(&mut self, text: &str, place: Place) {
        self.end_line_unless(place.in_line);
        match place.in_markup || html::looks_like_markup(text) || is_element(text) {
            true => self.line.push_str(&html::fragment(text)),
            false => self.line.push_str(text),
        }
        self.end_line_unless(place.in_line);
    }

    fn value(&mut self, value: &Value, place: Place) {
        match value {
            Value::String(text) => self.text(text, place),
            Value::Array(cells) if cells.iter().all(Value::is_string) => self.row(cells, place),
            Value::Array(values) => values.iter().for_each(|value| self.value(value, place)),
            Value::Object(block) => self.block(block, place),
            _ => {}
        }
    }

    fn block(&mut self, block: &Map<String, Value>, place: Place) {
        if let Some(text) = run(block) {
            return self.text(text, place);
        }
        let kind = kind(block).unwrap_or_default();
        let lower = kind.to_lowercase();
        if BREAKS.contains(&lower.as_str()) {
            return self.line.push('\n');
        }
        if NO_TEXT.contains(&lower.as_str()) {
            return;
        }
        let is_row = |name: &str| name == "cells" || lower.ends_with("row");
        let names_block = || {
            // `heading-2`
            let kind = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-' || c == '_');
            TAGS.contains(&lower.as_str()) || BLOCKS.iter().any(|end| kind.ends_with(end))
        };
        let is_inline = place.in_line && !names_block();
        self.end_line_unless(is_inline);
        if let Some(markup) = markup(block) {
            self.text(&markup, Place { in_markup: true, ..place });
        } else if let Some(inner) = HOLDERS.iter().find_map(|name| block.get(*name)?.as_object()) {
            self.block(inner, place);
        } else if let Some((_, cells)) = lists(block).find(|(name, _)| is_row(name)) {
            self.row(cells, place);
        } else {
            self.contents(block, kind, Place { in_line: is_inline, ..place });
        }
        self.end_line_unless(is_inline);
    }

    fn contents(&mut self, block: &Map<String, Value>, kind: &str, place: Place) {
        let from = self.lines.len();
        for name in TEXTS {
            let Some(text) = block.get(*name).and_then(Value::as_str) else { continue };
            // A message stands below its own title.
            if let ("message", Some(title)) = (*name, block.get("title").and_then(Value::as_str)) {
                self.text(title, place);
            }
            self.text(text, place);
        }
        let own = self.lines.len();
        // What says something about a piece of a line, as a picture in it, is no part of the line.
        let data = DATA.iter().filter(|_| !place.in_line);
        for inner in data.filter_map(|name| block.get(*name)?.as_object()) {
            self.contents(inner, "", Place { in_markup: true, ..place });
        }
        let is_table = kind.ends_with("table");
        if let Some(cells) = block.get("header").and_then(Value::as_array).filter(|_| is_table) {
            self.row(cells, place);
        }
        for (name, children) in lists(block) {
            // What stands in the document itself is paragraphs.
            let is_line = match kind {
                "" => name == "children" && children.iter().all(|child| run_of(child).is_some()),
                kind => !DOCUMENTS.contains(&kind),
            };
            let has_runs = || children.iter().any(|child| run_of(child).is_some());
            let in_line = is_line && (place.in_line || has_runs());
            for child in children {
                match child {
                    Value::Array(cells) if is_table => self.row(cells, place),
                    child => self.value(child, Place { in_line, ..place }),
                }
            }
        }
        self.end_line_unless(place.in_line);
        // Some write the text of a block beside its runs once more.
        let (told, again) = self.lines[from..].split_at(own - from);
        if !told.is_empty() && words(told).eq(words(again)) {
            self.lines.drain(from..own);
        }
    }

    fn end_line_unless(&mut self, in_line: bool) {
        if !in_line {
            self.end_line();
        }
    }

    /// Writes the cells of a row of a table, as those of pages are written; columns of a page that hold
    /// more stay apart.
    fn row(&mut self, cells: &[Value], place: Place) {
        let cell = |cell: &Value| {
            let mut story = Story::default();
            story.value(cell, Place { in_line: false, ..place });
            story.end_line();
            story.lines
        };
        let cells: Vec<Vec<String>> = cells.iter().map(cell).collect();
        self.end_line();
        if cells.iter().all(|lines| lines.len() < 2) {
            self.line = cells.concat().join(" ");
            self.end_line();
        } else {
            self.lines.extend(cells.into_iter().flatten());
        }
    }
}

/// True for a text that holds an element of a line, as `The <i>lock</i>`.
fn is_element(text: &str) -> bool {
    ["</i>", "</b>", "</em>", "</strong>", "</span>", "</u>"].iter().any(|end| text.contains(end))
}

fn words(lines: &[String]) -> impl Iterator<Item = &str> {
    lines.iter().flat_map(|line| line.split_whitespace())
}

fn lists(block: &Map<String, Value>) -> impl Iterator<Item = (&'static str, &Vec<Value>)> {
    CHILDREN.iter().filter_map(|name| Some((*name, block.get(*name)?.as_array()?)))
}

fn kind(block: &Map<String, Value>) -> Option<&str> {
    ["type", "nodeType", "_type", "blockName"].iter().find_map(|name| block.get(*name)?.as_str())
}

/// The letters of a run.
fn run(run: &Map<String, Value>) -> Option<&str> {
    let is_run = kind(run).is_none_or(|kind| RUNS.contains(&kind)) && lists(run).next().is_none();
    let text = || ["text", "value"].iter().find_map(|name| run.get(*name)?.as_str());
    is_run.then(text).flatten()
}

fn run_of(value: &Value) -> Option<&str> {
    run(value.as_object()?)
}

/// The markup of a block that is kept as such, with that of the blocks in it where they stood.
fn markup(block: &Map<String, Value>) -> Option<String> {
    let list = |name: &str| block.get(name).and_then(Value::as_array);
    let mut inner = list("innerBlocks").into_iter().flatten().filter_map(Value::as_object);
    let mut written = String::new();
    if let Some(pieces) = list("innerContent") {
        for piece in pieces {
            match piece {
                Value::String(piece) => written.push_str(piece),
                _ => written.push_str(&inner.next().and_then(markup).unwrap_or_default()),
            }
        }
    } else {
        written.push_str(block.get("innerHTML")?.as_str()?);
    }
    written.extend(inner.filter_map(markup));
    Some(written)
}

#[cfg(test)]
mod tests;
