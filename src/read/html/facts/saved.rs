//! What a browser writes into a page that it saves -> the address of the page.

use dom_query::{NodeData, NodeRef};

use crate::read::start_of;

/// Bytes of a comment that are read.
const LONGEST: usize = 4096;

/// The address that the reading mode of Firefox shows above a page, in a link of this class.
pub(super) fn is_reader_link(name: &str, names: &str) -> bool {
    name == "a" && names.split_whitespace().any(|class| class == "reader-domain")
}

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

#[cfg(test)]
mod tests {
    use crate::read::tests::{articles, value};

    #[test]
    fn the_reading_mode_of_a_browser_shows_where_a_page_is_from() {
        let told =
            "<p>The ferry stopped on Monday, and those who waited went home on foot.</p>".repeat(3);
        let page = format!(
            "<html><head><title>Ferry stops</title></head><body><div class=container><div class='header reader-header'>\
             <a class='domain reader-domain' href=https://lock.example/ferry>lock.example</a>\
             <h1 class=reader-title>Ferry stops</h1><div class='credits reader-credits'>Ann Lee</div></div>\
             <div class=content><div class=moz-reader-content>{told}</div></div></div></body></html>"
        );
        let found = &articles("a.html", page.as_bytes())[0];
        assert_eq!(value(&found.url).as_deref(), Some("https://lock.example/ferry"));
        assert_eq!(value(&found.source).as_deref(), Some("lock.example"));
        assert_eq!(value(&found.author).as_deref(), Some("Ann Lee"));
    }
}
