//! A saved page -> one article: its body without the site around it, and what it says about itself.
//!
//! `facts` walks the parsed page once and collects what the fields are chosen from; one file a
//! field chooses; `body` finds the story, and `render` turns markup into text.

mod author;
mod body;
mod charset;
mod classes;
mod credits;
mod date;
mod elsewhere;
mod facts;
mod hidden;
mod json_ld;
mod lead;
mod names;
mod nesting;
mod outlet;
mod printed;
mod render;
mod title;
mod unshown;

use dom_query::{Document, NodeRef};

pub(super) use self::elsewhere::take as links_elsewhere;

use super::encoding::{self, Decoded};
use super::{Context, Draft, MAX_ARTICLE_BYTES, Out, language, offer};
use crate::article::{Article, SkipReason};

/// Reads a whole page as one article.
pub(super) fn read(
    bytes: Vec<u8>,
    context: &Context<'_>,
    out: &mut Out<'_>,
) -> Result<(), SkipReason> {
    let decoded = decoded(bytes, None)?;
    let mut draft = draft(&decoded.text, context)?;
    draft.article.notes.splice(0..0, decoded.notes);
    out.only(draft, context)
}

/// Makes a draft of a page.
pub(super) fn draft(markup: &str, context: &Context<'_>) -> Result<Draft, SkipReason> {
    let bounded = nesting::bounded(markup);
    // A body may open with its headline, its date and its by-line once more.
    let mut draft = Draft { top: true, ..Draft::default() };
    if bounded.note {
        draft.article.notes.push("markup beyond what a page may have was left out".to_string());
    }
    let document = Document::from(bounded.markup.as_ref());
    let facts = facts::collect(&document);
    let article = &mut draft.article;
    article.url = facts.address();
    article.title = title::choose(&facts);
    article.source = outlet::choose(&facts);
    article.author = author::choose(&facts);
    article.date =
        date::choose(&facts, article.url.as_ref().map(|url| url.value.as_str()), context.order);
    for (method, written) in &facts.languages {
        offer(&mut article.language, language::code(written), *method, || written.clone());
    }
    draft.raw = body::story(document, &facts);
    if let Some(story) = unshown::story(&bounded.markup, &draft.raw, &facts) {
        draft.raw = story;
    }
    draft.sections = facts.sections;
    if draft.raw.len() as u64 > MAX_ARTICLE_BYTES {
        return Err(SkipReason::TooLong(MAX_ARTICLE_BYTES));
    }
    Ok(draft)
}

/// True for a text that holds the tags of paragraphs or breaks.
pub(super) fn looks_like_markup(text: &str) -> bool {
    let tags =
        ["</p>", "<br>", "<br/>", "<br />", "</div>", "</li>", "<p>", "</a>", "</P>", "<BR>"];
    tags.iter().any(|tag| text.contains(tag))
}

/// Takes the name of the outlet off a headline that a list of stories gives.
pub(super) fn drop_outlet(article: &mut Article) {
    if let (Some(title), Some(source)) = (&mut article.title, &article.source) {
        title.value = title::without_outlet(&title.value, &source.value).to_string();
    }
}

/// Returns the text of a fragment of markup, with marks where a line leads to other stories.
pub(super) fn fragment(markup: &str) -> String {
    let bounded = nesting::bounded(markup);
    let document = Document::fragment(bounded.markup.as_ref());
    elsewhere::mark(&document);
    render::text(&document.root())
}

/// Returns the text of the page of a letter: without what only lists of letters show, which writers hide
/// in its first lines. A letter that is hidden as a whole is shown.
pub(super) fn letter(markup: &str) -> String {
    let bounded = nesting::bounded(markup);
    let document = Document::fragment(bounded.markup.as_ref());
    let is_hidden = |node: &NodeRef<'_>| {
        let style = node.attr("style").map(|style| style.to_lowercase().replace(' ', ""));
        node.has_attr("hidden") || style.is_some_and(|style| style.contains("display:none"))
    };
    let hidden: Vec<_> = document
        .root()
        .descendants_it()
        .filter(|node| node.is_element() && is_hidden(node))
        .collect();
    for node in hidden {
        node.remove_from_parent();
    }
    elsewhere::mark(&document);
    let text = render::text(&document.root());
    if text.is_empty() { fragment(markup) } else { text }
}

/// Returns the text of a fragment on one line; text without markup stays as it is.
pub(super) fn fragment_line(markup: &str) -> String {
    let text = if markup.contains("</") || markup.contains("<br") {
        fragment(markup)
    } else {
        unescape(markup)
    };
    text.replace(elsewhere::MARK, "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a page or an XML file, by the encoding that it came with, else by the one that it declares.
pub(super) fn decoded(bytes: Vec<u8>, charset: Option<String>) -> Result<Decoded, SkipReason> {
    let declared = charset.or_else(|| charset::declared(&bytes));
    encoding::decode(bytes, declared.as_deref())
}

/// Replaces character references.
pub(super) fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_string();
    }
    if let Some(plain) = xml_unescaped(text) {
        return plain;
    }
    // As an attribute nothing is a tag, whatever the text holds.
    let quoted = format!("<p title=\"{}\">", text.replace('"', "&quot;"));
    let document = Document::fragment(quoted);
    let paragraph = document.select_single("p");
    paragraph.attr("title").map_or_else(|| text.to_string(), |value| value.to_string())
}

/// Bytes of `quot;` and `apos;`.
const LONGEST_XML_NAME: usize = 5;

/// Replaces the five references that XML has by itself; `None` for a text that holds another one,
/// for which a parser is asked: that takes a hundred times as long.
fn xml_unescaped(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if rest.is_empty() || rest.starts_with(char::is_whitespace) {
            plain.push('&');
            continue;
        }
        let (name, _) = super::start_of(rest, LONGEST_XML_NAME).split_once(';')?;
        plain.push_str(quick_xml::escape::resolve_predefined_entity(name)?);
        rest = &rest[name.len() + 1..];
    }
    plain.push_str(rest);
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_replaced_and_tags_are_not_made() {
        assert_eq!(unescape("a &amp; b &lt;p&gt; \"c\" &#8217;"), "a & b <p> \"c\" ’");
        assert_eq!(unescape("<b>&eacute;"), "<b>é");
    }

    #[test]
    fn the_references_of_xml_need_no_parser() {
        let text = "R&amp;D & \u{e9} &lt;a&gt; &quot;&apos;&";
        assert_eq!(xml_unescaped(text).as_deref(), Some("R&D & é <a> \"'&"));
        for other in ["&eacute;", "&amp", "&#60;", "&&amp;", "&amp;amp;&nbsp;"] {
            assert_eq!(xml_unescaped(other), None, "{other}");
        }
    }
}
