//! JSON-LD of a page -> the articles and pages that it describes.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::super::{LONGEST_TITLE, keys};

/// One thing that is described, with the fields an article has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Thing {
    /// Types in lower case, joined by spaces.
    pub(super) kind: String,
    pub(super) headline: Option<String>,
    pub(super) name: Option<String>,
    pub(super) published: Option<String>,
    pub(super) created: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) author: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    pub(super) body: Option<String>,
}

impl Thing {
    /// True for kinds of news pieces.
    pub(super) fn is_article(&self) -> bool {
        ["article", "posting", "report", "analysis"].iter().any(|part| self.kind.contains(part))
    }

    /// True for a page as such.
    pub(super) fn is_page(&self) -> bool {
        self.kind
            .split(' ')
            .any(|kind| kind.ends_with("page") || kind == "videoobject" || kind == "recipe")
    }
}

/// Things inside each other that are looked into.
const DEEPEST: usize = 6;

/// Things of one page.
const MOST: usize = 200;

/// Reads one script.
pub(super) fn read(script: &str) -> Vec<Thing> {
    let script = script.trim();
    let script = script.strip_prefix("<!--").unwrap_or(script);
    let script = script.strip_suffix("-->").unwrap_or(script);
    let script = script.trim().trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let script = script.trim_end_matches("]]>").trim_end_matches("//").trim().trim_end_matches(';');
    let mut things = Vec::new();
    match parse(script) {
        Some(value) => {
            let mut named = Named::new();
            collect_names(&value, 0, &mut named);
            gather(&value, 0, &named, &mut things);
        }
        None => things.extend(salvage(script)),
    }
    things
}

/// Names under which scripts of a page give its day of publication.
const SCRIPTED: &[&str] = &[
    "datePublished",
    "publishedAt",
    "published_at",
    "publishedDate",
    "publishDate",
    "publish_date",
    "publicationDate",
    "publication_date",
    "firstPublished",
    "first_published_at",
    "datePosted",
    "pubDate",
    "pubdate",
    "postDate",
    "post_date",
    "dateCreated",
    "createdAt",
    "created_at",
    "articleChangeDateShort",
    "published",
];

/// Finds `"publishedAt": "2025-12-04…"` in a script, whatever else it holds.
pub(super) fn scripted_dates(script: &str, found: &mut Vec<(String, String)>) {
    for name in SCRIPTED {
        for (at, _) in script.match_indices(name).take(3) {
            let rest = script[at + name.len()..].trim_start_matches(['\\', '"', '\'', ' ']);
            let Some(rest) = rest.strip_prefix([':', '=']) else { continue };
            let value: String = rest
                .trim_start_matches(['\\', '"', '\'', ' '])
                .chars()
                .take_while(|c| !matches!(c, '"' | '\'' | '\\' | ',' | '}' | ';' | '\n'))
                .take(60)
                .collect();
            if value.len() >= 8
                && value.starts_with(|c: char| c.is_ascii_digit())
                && found.len() < 20
            {
                found.push(((*name).to_string(), value));
            }
        }
    }
}

/// Puts the page's own article first: articles, then pages, then whatever is left. Of several articles
/// the one whose headline stands in `shown`, the page's titles in lower case, comes first.
pub(super) fn rank(things: &mut Vec<Thing>, shown: &[String]) {
    things.retain(|thing| *thing != Thing::default());
    let is_shown = |thing: &Thing| {
        let headline = thing.headline.as_ref().filter(|headline| headline.len() <= LONGEST_TITLE);
        let headline = headline.map(|headline| headline.to_lowercase());
        headline.is_some_and(|headline| shown.iter().any(|text| text.contains(&headline)))
    };
    things.sort_by_cached_key(|thing| match thing {
        _ if thing.is_article() => u8::from(!is_shown(thing)),
        _ if thing.is_page() => 2,
        _ => 3,
    });
}

/// Parses, after mending what sites break most: raw line breaks in texts, commas too many.
fn parse(script: &str) -> Option<Value> {
    if let Ok(value) = serde_json::from_str(script) {
        return Some(value);
    }
    let mut mended = String::with_capacity(script.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in script.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            '}' | ']' if !in_string => {
                let end = mended.trim_end().len();
                if mended[..end].ends_with(',') {
                    mended.truncate(end - 1);
                }
            }
            _ if in_string && c.is_control() => {
                mended.push(' ');
                continue;
            }
            _ => {}
        }
        mended.push(c);
    }
    let mut stream = serde_json::Deserializer::from_str(&mended).into_iter::<Value>();
    stream.next()?.ok()
}

/// Reads single fields out of a script that is no JSON.
fn salvage(script: &str) -> Option<Thing> {
    let field = |name: &str| {
        let rest = &script[script.find(&format!("\"{name}\""))? + name.len() + 2..];
        let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        let text = rest.split('"').next()?;
        (text.len() < 300).then(|| clean(text)).flatten()
    };
    let thing = Thing {
        headline: field("headline"),
        published: field("datePublished"),
        ..Thing::default()
    };
    (thing != Thing::default()).then_some(Thing { kind: "article".to_string(), ..thing })
}

/// The names of what a script describes, by the `@id` that it is referred to with.
type Named<'a> = HashMap<&'a str, String>;

fn collect_names<'a>(value: &'a Value, depth: usize, named: &mut Named<'a>) {
    if depth > DEEPEST || named.len() > MOST {
        return;
    }
    match value {
        Value::Array(items) => {
            items.iter().for_each(|item| collect_names(item, depth + 1, named));
        }
        Value::Object(map) => {
            if let Some(Value::String(id)) = map.get("@id")
                && is_somebody(&kinds(map))
                && let Some(name) = map.get("name").and_then(first_text)
            {
                named.entry(id).or_insert(name);
            }
            map.values().for_each(|value| collect_names(value, depth + 1, named));
        }
        _ => {}
    }
}

fn gather(value: &Value, depth: usize, named: &Named<'_>, things: &mut Vec<Thing>) {
    if depth > DEEPEST || things.len() > MOST {
        return;
    }
    match value {
        Value::Array(items) => {
            items.iter().for_each(|item| gather(item, depth + 1, named, things));
        }
        Value::Object(map) => {
            things.push(thing(map, named));
            // Lists of other pages (`itemListElement`, `hasPart`, `liveBlogUpdate`) are not this page.
            for name in ["@graph", "mainEntity", "mainEntityOfPage", "item"] {
                if let Some(inner) = map.get(name) {
                    gather(inner, depth + 1, named, things);
                }
            }
        }
        _ => {}
    }
}

fn thing(map: &Map<String, Value>, named: &Named<'_>) -> Thing {
    let text = |name: &str| map.get(name).and_then(first_text);
    Thing {
        kind: kinds(map),
        headline: text("headline"),
        name: text("name"),
        published: text("datePublished"),
        created: text("dateCreated").or_else(|| text("uploadDate")),
        modified: text("dateModified"),
        author: map.get("author").or_else(|| map.get("creator")).and_then(|who| people(who, named)),
        publisher: map.get("publisher").or_else(|| map.get("sourceOrganization")).and_then(
            |publisher| match publisher {
                Value::Array(items) => items.first().and_then(|item| name_of(item, named)),
                other => name_of(other, named),
            },
        ),
        url: text("url").or_else(|| match map.get("mainEntityOfPage") {
            Some(Value::Object(page)) => page.get("@id").and_then(first_text),
            other => other.and_then(first_text),
        }),
        language: text("inLanguage"),
        body: map.get("articleBody").and_then(Value::as_str).map(str::to_string),
    }
}

/// What a thing is, in lower case: `newsarticle`, `person organization`.
fn kinds(map: &Map<String, Value>) -> String {
    let kinds = match map.get("@type") {
        Some(Value::Array(kinds)) => {
            kinds.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
        }
        other => other.and_then(Value::as_str).unwrap_or_default().to_string(),
    };
    kinds.to_lowercase()
}

/// True for what can write or publish; an image may have the `@id` of its outlet.
fn is_somebody(kinds: &str) -> bool {
    ["person", "organization", "corporation", "brand"].iter().any(|kind| kinds.contains(kind))
}

/// The text of a value, or of the first of a list.
fn first_text(value: &Value) -> Option<String> {
    match value {
        Value::Array(items) => items.first().and_then(first_text),
        Value::Object(map) => map.get("@value").or_else(|| map.get("name")).and_then(first_text),
        Value::String(text) => clean(text),
        _ => None,
    }
}

/// The name of a person or an outlet, or of what it refers to: `{"@id": "https://…#organization"}`.
fn name_of(value: &Value, named: &Named<'_>) -> Option<String> {
    match value {
        Value::Object(map) => map.get("name").and_then(first_text).or_else(|| {
            let id = map.get("@id").and_then(Value::as_str)?;
            named.get(id).cloned()
        }),
        // Some sites quote the object as a text.
        Value::String(text) if text.trim_start().starts_with('{') => {
            let quoted: Map<String, Value> = serde_json::from_str(text).ok()?;
            quoted.get("name").and_then(first_text)
        }
        other => first_text(other),
    }
}

fn people(value: &Value, named: &Named<'_>) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    let items = match value {
        Value::Array(items) => items.as_slice(),
        other => std::slice::from_ref(other),
    };
    for name in items.iter().filter_map(|item| name_of(item, named)) {
        if !names.contains(&name) && !super::super::url::is_absolute(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}

/// One line without character references.
fn clean(text: &str) -> Option<String> {
    let text = super::unescape(text);
    let plain =
        if text.contains("</") || text.contains("<br") { super::fragment(&text) } else { text };
    keys::one_line(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graphs_and_lists_are_looked_into() {
        let script = r#"{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Site"},
            {"@type":["NewsArticle"],"headline":"A &amp; b","datePublished":"2025-12-04T10:00Z",
             "author":[{"name":"Ann Lee"},{"name":"Bo Ray"}],"publisher":{"name":"Wire"}}]}"#;
        let mut things = read(script);
        rank(&mut things, &[]);
        assert_eq!(things[0].headline.as_deref(), Some("A & b"));
        assert_eq!(things[0].author.as_deref(), Some("Ann Lee, Bo Ray"));
        assert_eq!(things[0].publisher.as_deref(), Some("Wire"));
        assert!(things[0].is_article());
    }

    #[test]
    fn what_is_referred_to_is_named_where_it_is_described() {
        let script = r##"{"@graph":[
            {"@type":"Article","headline":"Ferry stops","author":{"@id":"#ann"},"publisher":{"@id":"#us"}},
            {"@type":"Organization","@id":"#us","name":"Lock Times"},
            {"@type":"WebPage","breadcrumb":{"author":{"@type":"Person","@id":"#ann","name":"Ann Lee"}}}]}"##;
        let mut things = read(script);
        rank(&mut things, &[]);
        assert_eq!(things[0].publisher.as_deref(), Some("Lock Times"));
        assert_eq!(things[0].author.as_deref(), Some("Ann Lee"));
        let nowhere = read(r##"{"@type":"Article","headline":"A","publisher":{"@id":"#us"}}"##);
        assert_eq!(nowhere[0].publisher, None);
        let page = r##"{"@graph":[
            {"@type":"Article","headline":"Ferry stops","author":{"@id":"#page"},"publisher":{"@id":"#us"}},
            {"@type":"WebPage","@id":"#page","name":"Ferry stops - Home"},
            {"@type":"ImageObject","@id":"#us","name":"logo"},
            {"@type":"NewsMediaOrganization","@id":"#us","name":"Lock Times"}]}"##;
        let mut things = read(page);
        rank(&mut things, &[]);
        assert_eq!(things[0].author, None);
        assert_eq!(things[0].publisher.as_deref(), Some("Lock Times"));
    }

    #[test]
    fn a_person_may_be_quoted() {
        let author = |json: &str| read(&format!("{{\"author\":{json}}}"))[0].author.clone();
        assert_eq!(
            author(r#""{ \"@type\":\"Person\", \"name\":\"Ann Lee\" }""#).as_deref(),
            Some("Ann Lee")
        );
        assert_eq!(author(r#""{ broken""#), None);
    }

    #[test]
    fn broken_scripts_are_mended_or_salvaged() {
        let mended = read(
            "<!-- {\"@type\": \"Article\", \"headline\": \"A\nb\", \"datePublished\": \"2025-12-04\",} -->",
        );
        assert_eq!(mended[0].headline.as_deref(), Some("A b"));
        let salvaged = read("{\"@type\": Article, \"datePublished\": \"2025-12-04\"}");
        assert_eq!(salvaged[0].published.as_deref(), Some("2025-12-04"));
        assert!(read("nothing").is_empty());
    }
}
