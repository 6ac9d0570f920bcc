//! A piece of text in a page -> whether a description of the page quotes it.

use dom_query::NodeRef;

use super::{Facts, Place, run};
use crate::read::html::{classes, lead};

/// Metas that describe a page.
pub(super) const DESCRIPTIONS: &[&str] = &["og:description", "description", "twitter:description"];

/// Elements around a piece of text that may name it.
const NAMING_LEVELS: usize = 4;

/// True for a piece of text that a description of the page quotes: of the story, and not what a site
/// says about itself.
pub(super) fn is_one(node: &NodeRef<'_>, text: &str, place: Place, facts: &Facts) -> bool {
    let fits = match place {
        Place::Story => true,
        Place::Outside => facts.heading_at.is_some() && facts.prose_at.is_none(),
        Place::Foot | Place::Foreign => false,
    };
    let mut said = facts.descriptions.iter().filter(|said| lead::is_start(text, said));
    let Some(said) = said.next().filter(|_| fits) else { return false };
    // A link or a word in bold may open the paragraph.
    let text = format!("{text}{}", run::after(node));
    let mut titles = facts.title.iter().map(String::as_str).chain(facts.meta("og:title"));
    lead::open_alike(&text, said)
        && !titles.any(|title| lead::open_alike(title, &text))
        && !node
            .ancestors_it(Some(NAMING_LEVELS))
            .any(|node| node.has_name("h1") || classes::is_of_site(&classes::of(&node)))
}
