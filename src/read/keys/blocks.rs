//! A story as editors keep it, block by block in JSON -> its text.
//!
//! Editors write a document as objects in each other: blocks with their children, and in them runs of
//! letters that share a style. What they call these differs; that the innermost hold texts does not.

use serde_json::{Map, Value};

use crate::read::html;

/// Names of the list of what stands in a block, or in the document.
const CHILDREN: &[&str] = &["content", "children", "blocks", "items"];

/// Names of an object that holds the whole document, or what a block says.
const HOLDERS: &[&str] = &["root", "document", "data"];

/// Kinds of a run of letters; some editors write none.
const RUNS: &[&str] = &["text", "span"];

/// Kinds of a whole document.
const DOCUMENTS: &[&str] = &["doc", "document", "root"];

/// Kinds of a break inside of a block, in small letters.
const BREAKS: &[&str] = &["hardbreak", "hard_break", "linebreak", "br"];

/// The text of a document or a block; `None` where there are no blocks.
pub(super) fn text_of(block: &Map<String, Value>) -> Option<String> {
    if let Some(inner) = HOLDERS.iter().find_map(|name| block.get(*name)?.as_object()) {
        // What stands right there is written as markup.
        let text = inner.get("text").and_then(Value::as_str).map(html::fragment);
        return text.or_else(|| text_of(inner));
    }
    let children = children(block)?;
    // What stands in the document itself is paragraphs.
    let is_block = kind(block).is_some_and(|kind| !DOCUMENTS.contains(&kind));
    if is_block && children.iter().any(|child| run(child).is_some()) {
        let mut line = String::new();
        write(children, &mut line);
        return Some(line);
    }
    let block = |child: &Value| match child {
        Value::String(text) => Some(text.clone()),
        Value::Object(child) => {
            text_of(child).or_else(|| child.get("text")?.as_str().map(str::to_string))
        }
        _ => None,
    };
    let blocks: Vec<String> = children.iter().filter_map(block).collect();
    let blocks: Vec<&str> =
        blocks.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    (!blocks.is_empty()).then(|| blocks.join("\n\n"))
}

fn children(block: &Map<String, Value>) -> Option<&Vec<Value>> {
    CHILDREN.iter().find_map(|name| block.get(*name)?.as_array())
}

fn kind(block: &Map<String, Value>) -> Option<&str> {
    ["type", "nodeType", "_type"].iter().find_map(|name| block.get(*name)?.as_str())
}

/// The letters of a run.
fn run(value: &Value) -> Option<&str> {
    let run = value.as_object()?;
    let is_run = kind(run).is_none_or(|kind| RUNS.contains(&kind)) && children(run).is_none();
    let text = || ["text", "value"].iter().find_map(|name| run.get(*name)?.as_str());
    is_run.then(text).flatten()
}

/// Writes the runs of a block, and of links in it.
fn write(children: &[Value], line: &mut String) {
    for child in children {
        match (run(child), child.as_object()) {
            (Some(text), _) => line.push_str(text),
            (None, Some(inner)) => {
                let is_break =
                    kind(inner).is_some_and(|kind| BREAKS.contains(&kind.to_lowercase().as_str()));
                if is_break {
                    line.push('\n');
                } else if let Some(inner) = self::children(inner) {
                    write(inner, line);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::read::keys::text_of;

    #[test]
    fn documents_of_editors_are_texts() {
        let wanted = Some("The lock is shut.\n\nNobody asked.".to_string());
        for (editor, document) in [
            (
                "nodes with content",
                json!({"type": "doc", "content": [
                    {"type": "paragraph", "content": [
                        {"type": "text", "text": "The lock "},
                        {"type": "text", "marks": [{"type": "bold"}], "text": "is shut."}]},
                    {"type": "image", "attrs": {"src": "a.jpg", "alt": "A gate"}},
                    {"type": "paragraph", "content": [{"type": "text", "text": "Nobody asked."}]}]}),
            ),
            (
                "nodes with values",
                json!({"nodeType": "document", "content": [
                    {"nodeType": "paragraph", "content": [
                        {"nodeType": "text", "value": "The "},
                        {"nodeType": "hyperlink", "data": {"uri": "https://a.example"},
                         "content": [{"nodeType": "text", "value": "lock"}]},
                        {"nodeType": "text", "value": " is shut."}]},
                    {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "Nobody asked."}]}]}),
            ),
            (
                "a root",
                json!({"root": {"type": "root", "children": [
                    {"type": "paragraph", "children": [{"type": "text", "text": "The lock is shut."}]},
                    {"type": "paragraph", "children": [{"type": "text", "text": "Nobody asked."}]}]}}),
            ),
            (
                "a list of leaves",
                json!([{"type": "p", "children": [{"text": "The lock "}, {"text": "is shut.", "bold": true}]},
                       {"type": "p", "children": [{"text": "Nobody asked."}]}]),
            ),
            (
                "spans",
                json!([{"_type": "block", "children": [{"_type": "span", "text": "The lock is shut."}]},
                       {"_type": "block", "children": [{"_type": "span", "text": "Nobody asked."}]}]),
            ),
            (
                "flat blocks",
                json!({"blocks": [{"key": "a", "type": "unstyled", "text": "The lock is shut."},
                                  {"key": "b", "type": "unstyled", "text": "Nobody asked."}], "entityMap": {}}),
            ),
            (
                "blocks with data",
                json!([{"type": "header", "data": {"text": "The lock is shut.", "level": 2}},
                       {"type": "list", "data": {"items": ["Nobody asked."]}}]),
            ),
        ] {
            assert_eq!(text_of(&document), wanted, "{editor}");
        }
    }

    #[test]
    fn other_objects_have_no_text() {
        for value in [
            json!({"items": [1, 2]}),
            json!({"content": []}),
            json!({"children": [{"type": "image", "src": "a.jpg"}]}),
            json!({"data": {"level": 2}}),
        ] {
            assert_eq!(text_of(&value), None, "{value}");
        }
    }
}
