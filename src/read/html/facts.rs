//! What a page says about itself: the facts that fields are chosen from.

mod copy;
mod dated;
mod opening;
mod run;
mod saved;
mod signed;
mod told;
mod walk;

use std::collections::HashSet;

use dom_query::NodeId;

use super::super::{offer, url};
use super::json_ld;
use crate::article::{Field, Method};

pub(super) use self::walk::collect;

/// Where in the page something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// In the story or its header.
    Story,
    /// Around it: navigation, side bars.
    Outside,
    /// In an `<aside>` or a `<footer>`.
    Foot,
    /// In what speaks of other days: comments, related links, captions, quotations.
    Foreign,
}

/// Something that may tell the date.
#[derive(Debug, Clone)]
pub(super) struct Dated {
    /// Value for machines: `datetime`, `content`, `title`.
    pub(super) machine: Option<String>,
    /// Text for people.
    pub(super) text: String,
    /// True for `<time>`.
    pub(super) is_time: bool,
    /// True when markup says that it is the day of publication.
    pub(super) published: bool,
    /// True when markup says that it is the day of a change.
    pub(super) updated: bool,
    pub(super) place: Place,
    /// Elements before it.
    pub(super) at: usize,
}

/// Someone who may have written the page.
#[derive(Debug, Clone)]
pub(super) struct Signed {
    pub(super) text: String,
    /// Lower is surer: 0 `rel=author` or `itemprop`, 1 a by-line by its class, 2 a link to a writer's page.
    pub(super) rank: u8,
    pub(super) place: Place,
}

/// What a page says about itself.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// `name`, `property`, `itemprop` or `http-equiv` of `<meta>` in lower case, with its content.
    pub(super) metas: Vec<(String, String)>,
    /// Text of `<title>`.
    pub(super) title: Option<String>,
    /// Texts of `<h1>` in the story, then of others.
    pub(super) headings: Vec<(Place, String)>,
    /// Texts of `<h1>` that are the name of the site, where another heading is that of the story.
    pub(super) site_headings: Vec<String>,
    /// The same while the page is read, with their places.
    placed_site_headings: Vec<(Place, String)>,
    /// What the heading is called that is no `<h1>`.
    pub(super) heading_name: Option<&'static str>,
    /// Headings of lower levels that are called headlines: the elements before them, what they are called.
    subheadings: Vec<(usize, &'static str, String)>,
    /// The elements before the first prose of the page, wherever its heading stands.
    first_prose: Option<usize>,
    /// Texts of the headings of parts that hold a number.
    pub(super) sections: Vec<String>,
    /// What `<html lang>` and metas say, in order of trust.
    pub(super) languages: Vec<(Method, String)>,
    /// `<link rel=canonical>`.
    pub(super) canonical: Option<String>,
    /// Values of JSON-LD, the page's own article first.
    pub(super) linked: Vec<json_ld::Thing>,
    pub(super) dated: Vec<Dated>,
    pub(super) signed: Vec<Signed>,
    /// Place of the first `<h1>` among the elements.
    pub(super) heading_at: Option<usize>,
    /// Elements before the first paragraph below it.
    pub(super) prose_at: Option<usize>,
    /// Short pieces of text that hold a number like a year.
    pub(super) lines: Vec<Line>,
    /// Addresses of images, which some sites date.
    pub(super) images: Vec<String>,
    /// Dates that scripts give under a name like `publishedAt`.
    pub(super) scripted: Vec<(String, String)>,
    /// What the page says it is about.
    descriptions: Vec<String>,
    /// Elements that are called the list of the sections that the page is in.
    pub(super) trails: Vec<NodeId>,
    /// The piece of text that opens as a description of the page does.
    pub(super) opening: Option<NodeId>,
    /// The address that a web archive wrote into its copy.
    copied_from: Option<String>,
    /// The address that a browser wrote into the page it saved.
    saved_from: Option<String>,
    /// Bytes of text in elements that are not shown.
    pub(super) hidden_text: usize,
    /// Elements around the present one that are not shown.
    hidden_around: usize,
    /// Elements that were passed.
    elements: usize,
    /// The piece of text before, when it is short.
    before: String,
    /// Elements that hold a heading or the story: never outside.
    holders: HashSet<NodeId>,
}

/// A short piece of text with a number in it.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Elements before it.
    pub(super) at: usize,
    pub(super) place: Place,
    pub(super) text: String,
    /// The piece before it: `Published:` may stand in an element of its own.
    pub(super) before: String,
    /// What stands before it in the same line: a sentence may hold it in an element of its own.
    pub(super) run_before: String,
    /// What stands behind it in the same line.
    pub(super) run_after: String,
}

impl Facts {
    /// True for an element that holds a heading or the story.
    pub(super) fn is_holder(&self, id: NodeId) -> bool {
        self.holders.contains(&id)
    }

    /// Contents of the metas of one name, in order.
    pub(super) fn meta<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.metas.iter().filter(move |(key, _)| key == name).map(|(_, content)| content.as_str())
    }

    /// The address that the page gives as its own.
    pub(super) fn address(&self) -> Option<Field<String>> {
        let mut found = None;
        let good = |text: &str| {
            let is_page = |text: &str| !url::host(text).is_some_and(|host| url::is_archive(&host));
            Some(url::archived(text.trim()).to_string())
                .filter(|text| url::is_absolute(text) && is_page(text))
        };
        if let Some(canonical) = &self.canonical {
            offer(&mut found, good(canonical), Method::CanonicalLink, || {
                format!("<link rel=\"canonical\" href=\"{canonical}\">")
            });
        }
        for name in ["og:url", "twitter:url", "parsely-link", "sailthru.url"] {
            for content in self.meta(name) {
                offer(&mut found, good(content), Method::Meta, || format!("{name}: {content}"));
            }
        }
        if let Some(address) = &self.copied_from {
            offer(&mut found, good(address), Method::Meta, || format!("copy of {address}"));
        }
        if let Some(address) = &self.saved_from {
            offer(&mut found, good(address), Method::Meta, || format!("saved from {address}"));
        }
        for thing in &self.linked {
            if let Some(address) = &thing.url {
                offer(&mut found, good(address), Method::JsonLd, || format!("url: {address}"));
            }
        }
        found
    }
}
