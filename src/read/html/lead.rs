//! What a page's description quotes -> where its story opens, and whether the text that was found has it.
//!
//! Sites describe a page by its first sentences. Where these stand in the page and not in the text, the
//! reading mode took a part of the page for all of it: without what stands above the pictures, or a
//! notice, a comment, a note about the author in place of the story.

use dom_query::{Document, NodeRef};

use super::body::SHORT;
use super::facts::Facts;
use super::{hidden, render};

/// Letters that two texts must share to open alike.
const FEWEST_LETTERS: usize = 20;

/// Letters that are looked at.
const MOST_LETTERS: usize = 40;

/// Bytes of an opening that stands apart from the rest of a story: more is no standfirst.
const LONGEST: usize = 1500;

/// Elements around the opening that may hold the story.
const MOST_LEVELS: usize = 12;

/// The opening of a story.
pub(super) struct Lead {
    /// The paragraph that opens it.
    block: String,
    /// The text of what holds this paragraph and more than it.
    pub(super) around: String,
}

/// Letters and digits of a text, in lower case.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// True for two texts with the same letters in front, up to the end of the shorter one.
pub(super) fn open_alike(one: &str, other: &str) -> bool {
    let (shared, ended) = shared(one, other);
    ended && shared >= FEWEST_LETTERS
}

/// True for a text of which all letters, however few, open another.
pub(super) fn is_start(text: &str, other: &str) -> bool {
    let (shared, ended) = shared(text, other);
    ended && shared > 0
}

/// Letters in front that two texts share, and whether one of them ended there.
fn shared(one: &str, other: &str) -> (usize, bool) {
    let (mut one, mut other) = (letters(one), letters(other));
    for shared in 0..MOST_LETTERS {
        match (one.next(), other.next()) {
            (Some(a), Some(b)) if a == b => {}
            (Some(_), Some(_)) => return (shared, false),
            _ => return (shared, true),
        }
    }
    (MOST_LETTERS, true)
}

/// Looks the opening up in a page whose facts know where it stands.
pub(super) fn of(document: &Document, facts: &Facts) -> Option<Lead> {
    let text = document.tree.get(&facts.opening?)?;
    if text.ancestors_it(None).any(|node| hidden::is_hidden(&node)) {
        return None;
    }
    let is_block =
        |node: &NodeRef<'_>| node.node_name().is_some_and(|name| !render::is_inline(&name));
    let block = text.ancestors_it(None).find(is_block).filter(|node| !node.has_name("body"))?;
    let paragraph = render::text(&block);
    let enough = 2 * paragraph.len() + SHORT;
    let holders = block.ancestors_it(None).take_while(|node| !node.has_name("body"));
    let mut around = None;
    for holder in holders.take(MOST_LEVELS) {
        around = Some(holder);
        if render::start(&holder, 2 * enough).len() >= enough {
            break;
        }
    }
    let around = around.map(|holder| render::text(&holder)).unwrap_or_default();
    Some(Lead { block: paragraph, around })
}

/// Gives a text its opening, or what the opening belongs to where the text is of something else.
pub(super) fn restore(text: String, lead: &Lead) -> String {
    let own: String = letters(&text).collect();
    let opening: String = letters(&lead.block).take(MOST_LETTERS).collect();
    if opening.is_empty() || own.contains(&opening) {
        return text;
    }
    let is_of_other = lead.around.len() >= SHORT
        && 2 * lead.around.len() >= text.len()
        && !is_part(&text, &lead.around);
    if is_of_other {
        return lead.around.clone();
    }
    if lead.block.len() > LONGEST { text } else { format!("{}\n\n{text}", lead.block) }
}

/// Bytes of lines that are told from others.
const LONG_LINE: usize = 60;

/// True when some of the longer lines of a text stand in another.
pub(super) fn is_part(text: &str, whole: &str) -> bool {
    let whole: String = letters(whole).collect();
    let mut lines = text.lines().filter(|line| line.len() >= LONG_LINE);
    lines.any(|line| whole.contains(&letters(line).collect::<String>()))
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::super::{body, facts};

    const LEAD: &str =
        "The ferry across the old canal stopped on Monday, and nobody can say why it did.";

    fn story(body: &str) -> String {
        let page =
            format!("<meta name=description content='{LEAD} More.'><h1>Ferry stops</h1>{body}");
        let document = Document::from(page.as_str());
        let facts = facts::collect(&document);
        body::story(document, &facts)
    }

    fn paragraphs(words: &str, count: usize) -> String {
        let some = |n| {
            format!(
                "<p>{words} number {n}, of which people said, and more than once, that it was a long day.</p>"
            )
        };
        (0..count).map(some).collect()
    }

    #[test]
    fn a_standfirst_opens_the_story() {
        let told = paragraphs("They waited for boat", 8);
        let page = format!(
            "<header><p class=lead>{LEAD}</p></header><div class=pic></div><div><div class=text>{told}</div></div>"
        );
        let text = story(&page);
        assert!(text.starts_with(LEAD), "{text}");
        assert_eq!(text.matches("nobody can say").count(), 1);
        assert!(text.contains("boat number 7"));
    }

    #[test]
    fn a_story_is_preferred_to_what_stands_beside_it() {
        let told = format!("<div>{LEAD}</div><div>{}</div>", "They waited.<br>".repeat(40));
        let notice = paragraphs("We take money, and that is notice", 6);
        let page = format!("<div class=sidebar-ad>{told}</div><div class=text>{notice}</div>");
        assert!(story(&page).starts_with(LEAD));
    }

    #[test]
    fn what_a_description_does_not_quote_stays_where_it_is() {
        let told = paragraphs("They waited for boat", 8);
        let hidden = format!("<p style='display: none'>{LEAD}</p>");
        let related = format!("<div class=related><p>{LEAD}</p></div>");
        for other in [hidden, related] {
            let text = story(&format!("<article>{told}</article>{other}"));
            assert!(!text.contains("nobody can say"), "{text}");
        }
    }
}
