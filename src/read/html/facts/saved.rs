//! What a browser writes into a page that it saves -> the address of the page.

use dom_query::{NodeData, NodeRef};

use crate::read::start_of;

/// Bytes of a comment that are read.
const LONGEST: usize = 4096;

/// The address in ` saved from url=(0054)https…`, which browsers write at the top of a page, or in what
/// SingleFile writes, ` Page saved with SingleFile` and a line ` url: https…`.
///
/// The day of saving that stands beside it is no day of the story.
pub(super) fn address(node: &NodeRef<'_>) -> Option<String> {
    let contents = node.query_or(None, |tree| match &tree.data {
        NodeData::Comment { contents } => Some(start_of(contents, LONGEST).to_string()),
        _ => None,
    })?;
    let text = contents.trim();
    let address = match text.strip_prefix("saved from url=(") {
        Some(rest) => rest.split_once(')').map(|(_, address)| address),
        None if text.starts_with("Page saved with SingleFile") => {
            text.lines().find_map(|line| line.trim().strip_prefix("url:"))
        }
        None => None,
    };
    address.map(|address| address.trim().to_string())
}
