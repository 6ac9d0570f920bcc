//! A piece of text in a page -> what stands before and behind it in the same line.

use dom_query::{NodeData, NodeRef};

use crate::read::html::render;
use crate::read::start_of;

/// Bytes of text on either side that tell a sentence from a label.
const LONGEST: usize = 120;

/// Neighbours and elements around a piece that are looked at on either side.
const MOST_STEPS: usize = 40;

/// Text before `node` in its line, from a break or a block on, or its end of some length.
pub(super) fn before(node: &NodeRef<'_>) -> String {
    let mut pieces = collect(node, NodeRef::prev_sibling);
    pieces.reverse();
    pieces.concat()
}

/// Text behind `node` in its line, up to a break or a block, or its start of some length.
pub(super) fn after(node: &NodeRef<'_>) -> String {
    collect(node, NodeRef::next_sibling).concat()
}

fn collect<'a>(node: &NodeRef<'a>, next: fn(&NodeRef<'a>) -> Option<NodeRef<'a>>) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut length = 0;
    let mut at = *node;
    for _ in 0..MOST_STEPS {
        if length >= LONGEST {
            break;
        }
        let Some(neighbour) = next(&at) else {
            match at.parent().filter(is_inline) {
                Some(parent) => at = parent,
                None => break,
            }
            continue;
        };
        at = neighbour;
        let text = at.query_or(None, |tree| match &tree.data {
            NodeData::Text { contents } => Some(start_of(contents, 4 * LONGEST).to_string()),
            _ => None,
        });
        let text = match text {
            Some(text) => text,
            None if !at.is_element() => continue,
            None if is_inline(&at) => render::line(&at, LONGEST),
            None => break,
        };
        length += text.len();
        pieces.push(text);
    }
    pieces
}

fn is_inline(node: &NodeRef<'_>) -> bool {
    node.query_or(false, |tree| match &tree.data {
        NodeData::Element(element) => render::is_inline(&element.name.local),
        _ => false,
    })
}
