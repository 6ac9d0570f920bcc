//! NITF: head, head of the body, story.

use super::tree::Element;
use super::{Found, markup};

/// Reads a whole document.
pub(super) fn read(nitf: &Element) -> Found {
    let mut found = Found::default();
    describe(nitf, &mut found);
    let identifier = nitf.first("doc-id").and_then(|id| id.attribute("id-string"));
    found.key = identifier.or_else(|| nitf.attribute("uno"));
    found.story = story(nitf, &found);
    found
}

/// Adds what a document says of itself.
pub(super) fn describe(nitf: &Element, found: &mut Found) {
    let head = nitf.first("body.head");
    let in_head = |name: &str| head.and_then(|head| head.first(name));
    let headline = in_head("hl1").or_else(|| in_head("hedline"));
    found.say("title", "hl1", headline.and_then(|line| line.line(&[])));
    found.say("title", "title", nitf.at(&["head", "title"]).and_then(|line| line.line(&[])));

    let attribute = |element: &str, name: &str| nitf.first(element)?.attribute(name);
    for (element, name) in [
        ("pubdata", "date.publication"),
        ("date.release", "norm"),
        ("date.issue", "norm"),
        ("story.date", "norm"),
    ] {
        found.say("date", &format!("{element} {name}"), attribute(element, name));
    }
    found.say("source", "pubdata name", attribute("pubdata", "name"));
    found.say("source", "distributor", in_head("distributor").and_then(|name| name.line(&[])));
    found.say("url", "pubdata ex-ref", attribute("pubdata", "ex-ref"));
    found.say_author("byline", head.and_then(writers));
    let language = nitf.attribute("lang");
    let language = language.or_else(|| attribute("body", "lang"));
    found.say("language", "xml:lang", language.or_else(|| attribute("body.content", "lang")));
}

/// The writers that the head of the body names. By-lines of several classes are one by-line, written in several ways.
fn writers(head: &Element) -> Option<String> {
    let bylines = head.all("byline");
    let class = bylines.first()?.attribute("class");
    let of_class = bylines.iter().filter(|byline| byline.attribute("class") == class);
    let names: Vec<String> = of_class
        .filter_map(|byline| {
            let people: Vec<_> =
                byline.all("person").iter().filter_map(|name| name.line(&[])).collect();
            if people.is_empty() { byline.line(&["byttl"]) } else { Some(people.join(", ")) }
        })
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The story, below the line of its place and day and the lines below the headline.
pub(super) fn story(nitf: &Element, found: &Found) -> String {
    let head = nitf.first("body.head");
    let content = nitf.first("body.content");
    let told = content.map(|content| parts(content, found.title())).unwrap_or_default();
    let told = if told.is_empty() {
        let short = head.and_then(|head| head.first("abstract"));
        short.map(|short| markup::render(short, None)).unwrap_or_default()
    } else {
        told
    };
    let lines = |name: &str| head.map(|head| head.all(name)).unwrap_or_default();
    let above = lines("hl2").into_iter().chain(lines("dateline"));
    let end = nitf.first("body.end").map(|end| markup::render(end, None));
    let parts = above.filter_map(|line| line.line(&[])).chain([told]).chain(end);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The blocks of a story, without one that another opens with: archives repeat the first paragraph by itself.
fn parts(content: &Element, title: Option<&str>) -> String {
    let mut left = String::new();
    let blocks: Vec<_> = content.elements().filter(|element| element.name == "block").collect();
    if let [first, second, ..] = &blocks[..] {
        let (one, other) = (markup::render(first, title), markup::render(second, title));
        if other.starts_with(&one) {
            left.push_str(&one);
        }
    }
    let text = markup::render(content, title);
    match text.strip_prefix(&left) {
        Some(rest) if !left.is_empty() => rest.trim_start().to_string(),
        _ => text,
    }
}
