//! A parsed page -> the text of its story.
//!
//! A port of the reading mode of browsers finds the element that holds the story; what it leaves
//! standing around is cut, and pages on which it finds nothing give all their text.

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::facts::Facts;
use super::render;

/// Returns the text of the story.
pub(super) fn story(document: Document, _facts: &Facts) -> String {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let whole = document.body().map(|body| render::text(&body)).unwrap_or_default();
    let Ok(mut readability) = Readability::with_document(document, None, Some(config)) else {
        return whole;
    };
    match readability.parse() {
        Ok(article) => {
            let content = Document::fragment(article.content);
            render::text(&content.root())
        }
        Err(_) => whole,
    }
}
