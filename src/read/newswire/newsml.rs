//! NewsML-G2, and NewsML 1 where its elements say the same: what is told of an item, and its content.

use super::tree::Element;
use super::{Found, markup, nitf};
use crate::read::{encoding, html};

/// Reads a whole item.
pub(super) fn read(item: &Element) -> Found {
    let mut found = Found::default();
    describe(item, &mut found);
    let line = |path: &[&str]| item.at(path).and_then(|element| element.line(&[]));
    let identifier = item.attribute("guid").or_else(|| line(&["publicidentifier"]));
    found.key = identifier.or_else(|| line(&["newsitemid"]));
    for content in contents(item) {
        if let Some(document) = content.first("nitf") {
            nitf::describe(document, &mut found);
        } else if let Some(page) = content.first("html") {
            let title = page.at(&["head", "title"]).and_then(|title| title.line(&[]));
            found.say("title", "title", title);
        }
        found.story = story(content, &found);
        // Others tell the same story in other ways.
        if !found.story.is_empty() {
            break;
        }
    }
    if found.story.is_empty() {
        found.story = line(&["contentmeta", "description"]).unwrap_or_default();
    }
    found
}

/// The elements that hold a story, and no picture written in letters.
fn contents(item: &Element) -> impl Iterator<Item = &Element> {
    let all =
        ["inlinexml", "inlinedata", "datacontent"].into_iter().flat_map(|name| item.all(name));
    let is_other =
        |kind: &str| ["image/", "audio/", "video/"].iter().any(|of| kind.starts_with(of));
    all.filter(move |content| {
        let kind = content.attribute("contenttype");
        content.attribute("encoding").is_none() && !kind.is_some_and(|kind| is_other(&kind))
    })
}

fn describe(item: &Element, found: &mut Found) {
    let line = |path: &[&str]| item.at(path).and_then(|element| element.line(&[]));
    let attribute = |path: &[&str], name: &str| item.at(path)?.attribute(name);

    found.say("title", "headline", line(&["contentmeta", "headline"]));
    found.say("title", "HeadLine", line(&["newslines", "headline"]));
    found.say("title", "title", line(&["itemmeta", "title"]));

    for (group, name) in [
        ("contentmeta", "contentcreated"),
        ("itemmeta", "firstcreated"),
        ("itemmeta", "versioncreated"),
        ("newsmanagement", "firstcreated"),
        ("newsmanagement", "thisrevisioncreated"),
        ("newsidentifier", "dateid"),
    ] {
        found.say("date", name, line(&[group, name]));
    }

    let provider = item.at(&["itemmeta", "provider"]);
    found.say("source", "provider", provider.and_then(name_of));
    let party = |of: &str| attribute(&["administrativemetadata", of, "party"], "formalname");
    found.say("source", "Provider", party("provider"));
    found.say("source", "Source", party("source"));

    found.say_author("by", line(&["contentmeta", "by"]));
    found.say_author("ByLine", line(&["newslines", "byline"]));
    let creators = item.first("contentmeta").map(|meta| meta.all("creator")).unwrap_or_default();
    let people = creators
        .into_iter()
        .filter(|creator| creator.attribute("type").is_none_or(|kind| kind.ends_with("person")));
    let names: Vec<String> =
        people.filter_map(|creator| creator.first("name")?.line(&[])).collect();
    let is_provider = found.pairs.iter().any(|pair| {
        pair.key == "source" && names.iter().any(|name| pair.value.as_str() == Some(name))
    });
    if !names.is_empty() && !is_provider {
        found.say_author("creator", Some(names.join(", ")));
    }

    let language = attribute(&["contentmeta", "language"], "tag");
    let language =
        language.or_else(|| attribute(&["descriptivemetadata", "language"], "formalname"));
    let language = language.or_else(|| attribute(&["inlinexml"], "lang"));
    found.say("language", "language", language.or_else(|| item.attribute("lang")));
}

/// The name of a party; a code of a list of names is one where it is written as one.
fn name_of(party: &Element) -> Option<String> {
    let name = party.first("name").and_then(|name| name.line(&[]));
    name.or_else(|| party.attribute("literal")).or_else(|| {
        let code = party.attribute("qcode")?;
        let (_, name) = code.split_once(':')?;
        let is_name = name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphabetic);
        is_name.then(|| name.to_string())
    })
}

/// The story that an element holds as NITF, as a page, or as text.
fn story(content: &Element, found: &Found) -> String {
    if let Some(document) = content.first("nitf") {
        return nitf::story(document, found);
    }
    if let Some(page) = content.first("html") {
        return markup::render(page.first("body").unwrap_or(page), found.title());
    }
    if content.elements().next().is_some() {
        return markup::render(content, found.title());
    }
    // A reference may stand for a break that no text has.
    let text = encoding::unify_breaks(content.text());
    let is_page = content.attribute("contenttype").is_some_and(|kind| kind.contains("html"));
    if is_page || html::looks_like_markup(&text) { html::fragment(&text) } else { text }
}
