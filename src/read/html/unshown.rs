//! The story of a page that shows nearly nothing: programs of the page put it there when it is opened.
//!
//! It is [hidden], stands in a `<template>`, or in the state that a script keeps as JSON, under a name like `body`. Only
//! long prose is taken, and of a state that holds several pieces of about one length none is: it is a list. Where nothing is
//! told so, and the page tells nothing, documents of editors are looked for, and texts one object further in.

use dom_query::Document;
use serde_json::Value;

use super::body::SHORT;
use super::facts::Facts;
use super::{body, facts, fragment, hidden, looks_like_markup};
use crate::read::keys;

/// Names of what is a story, in lower case and without signs.
const NAMES: &[&str] = &[
    "articlebody",
    "body",
    "bodyhtml",
    "bodytext",
    "content",
    "contenthtml",
    "text",
    "fulltext",
    "storybody",
    "articletext",
    "paragraphs",
    "blocks",
];

/// Names of a story that are looked for where none of the others tells one.
const OTHER_NAMES: &[&str] = &["contentelements", "elements", "nodes", "components"];

/// Parts of the names of what has texts beside a story, in lower case.
const ASIDE: &[&str] = &[
    "comment",
    "author",
    "bio",
    "related",
    "recommend",
    "newsletter",
    "consent",
    "cookie",
    "privacy",
    "legal",
    "terms",
    "modal",
    "footer",
    "header",
    "sidebar",
    "promo",
    "teaser",
    "advert",
    "about",
    "popular",
    "latest",
    "faq",
];

/// Names by which an object is known as the document of an editor.
const DOCUMENTS: &[&str] = &["type", "nodeType", "_type", "root", "document", "children"];

/// Which texts of a state are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Those that stand under a name of a story as they are.
    Plain,
    /// Documents of editors, and texts one object further in.
    Packed,
}

/// Values inside each other that are looked into.
const DEEPEST: usize = 40;

/// Sentences that a story has at least.
const FEWEST_SENTENCES: usize = 3;

/// Returns the story that a page holds and does not show; `shown` is the text that it does.
pub(super) fn story(markup: &str, shown: &str, facts: &Facts) -> Option<String> {
    let is_it = |text: &String| text.len() > 2 * shown.len();
    let found = hidden::story(markup, shown, facts.hidden_text);
    let found = found.filter(|text| is_prose(text) && is_it(text));
    if found.is_some() || shown.len() >= SHORT {
        return found;
    }
    in_template(markup).or_else(|| in_state(markup, shown)).filter(is_it)
}

fn in_template(markup: &str) -> Option<String> {
    let lower = markup.to_ascii_lowercase();
    if !lower.contains("<template") {
        return None;
    }
    // As an element that is shown.
    let mut opened = String::with_capacity(markup.len());
    let mut at = 0;
    while let Some(found) = lower[at..].find("template") {
        let (start, end) = (at + found, at + found + "template".len());
        opened.push_str(&markup[at..start]);
        let is_tag = lower[..start].ends_with('<') || lower[..start].ends_with("</");
        opened.push_str(if is_tag { "section" } else { &markup[start..end] });
        at = end;
    }
    opened.push_str(&markup[at..]);
    let document = Document::from(opened.as_str());
    let facts = facts::collect(&document);
    let text = body::story(document, &facts);
    // Places that a program is to fill in.
    let is_pattern = text.contains("{{") || text.contains("${");
    (is_prose(&text) && !is_pattern).then_some(text)
}

fn in_state(markup: &str, shown: &str) -> Option<String> {
    if !markup.contains("application/json") && !markup.contains("__NEXT_DATA__") {
        return None;
    }
    let document = Document::from(markup);
    let scripts = document.select("script[type='application/json'], script#__NEXT_DATA__");
    let states = scripts.nodes().iter().map(|script| serde_json::from_str(&script.text()));
    let states: Vec<Value> = states.flatten().collect();
    let told = |form| {
        let mut found: Vec<String> = Vec::new();
        states.iter().for_each(|state| gather(state, 0, form, &mut found));
        found
    };
    let mut found = told(Form::Plain);
    // A page that tells something has its story; what else it keeps in such forms is as often a notice.
    if found.is_empty() && !tells(shown) {
        found = told(Form::Packed);
    }
    found.sort_by_key(|text| std::cmp::Reverse(text.len()));
    let longest = found.first()?;
    // The same story may stand there twice, or in part.
    let is_other = |text: &&String| !longest.contains(text.as_str());
    let others = found.iter().skip(1).find(is_other);
    others.is_none_or(|other| 2 * other.len() <= longest.len()).then(|| longest.clone())
}

/// True for a text with a sentence, but that the page needs scripts.
fn tells(shown: &str) -> bool {
    let is_sentence = |line: &str| line.trim_end().ends_with(['.', '!', '?', '。', '！', '？']);
    shown.lines().any(|line| is_sentence(line) && !line.to_lowercase().contains("javascript"))
}

/// Adds the prose that stands under a name of a story.
fn gather(value: &Value, depth: usize, form: Form, found: &mut Vec<String>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        // Of several stories none is that of the page.
        Value::Array(items)
            if form == Form::Packed
                && items.iter().filter(|item| keys::is_entry(item)).nth(1).is_some() => {}
        Value::Array(items) => items.iter().for_each(|item| gather(item, depth + 1, form, found)),
        Value::Object(map) => {
            for (key, value) in map {
                let plain: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
                let plain = plain.to_ascii_lowercase();
                let text = match form {
                    Form::Plain => NAMES.contains(&plain.as_str()).then(|| prose(value)),
                    Form::Packed if ASIDE.iter().any(|part| plain.contains(part)) => continue,
                    Form::Packed => {
                        let names = NAMES.iter().chain(OTHER_NAMES);
                        { names }.any(|name| *name == plain).then(|| packed(value))
                    }
                };
                match text.flatten().filter(|text| is_prose(text)) {
                    Some(text) => found.push(text),
                    None => gather(value, depth + 1, form, found),
                }
            }
        }
        _ => {}
    }
}

/// A text, the texts of a list of paragraphs, or those of the blocks of an editor.
fn prose(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let own = |item: &Value| match item {
                Value::String(text) => Some(text.clone()),
                Value::Object(map) => {
                    NAMES.iter().find_map(|name| map.get(*name)?.as_str().map(str::to_string))
                }
                _ => None,
            };
            // Most of the list is text, and not things that have a text too.
            if 2 * items.iter().filter_map(own).count() < items.len() {
                return None;
            }
            // Lists and tables stand among the paragraphs.
            let node = |item| keys::text_of(item).filter(|_| keys::is_node(item));
            let paragraphs = items.iter().filter_map(|item| own(item).or_else(|| node(item)));
            paragraphs.collect::<Vec<_>>().join("\n\n")
        }
        Value::Object(map) if map.contains_key("type") || map.contains_key("nodeType") => {
            keys::text_of(value)?
        }
        _ => return None,
    };
    Some(rendered(text))
}

/// The text of the document of an editor, or of one that says in which form it is.
fn packed(value: &Value) -> Option<String> {
    match value {
        Value::Array(items) if !items.iter().any(keys::is_entry) => keys::text_of(value),
        Value::Object(map) => {
            let told = ["rendered", "html"].iter().find_map(|name| map.get(*name)?.as_str());
            let document = || DOCUMENTS.iter().any(|name| map.contains_key(*name));
            let inner = || map.get("json").and_then(packed);
            let own = || document().then(|| keys::text_of(value)).flatten();
            told.map(str::to_string).or_else(inner).or_else(own)
        }
        _ => None,
    }
    .map(rendered)
}

fn rendered(text: String) -> String {
    if looks_like_markup(&text) { fragment(&text) } else { text.trim().to_string() }
}

/// True for a long text of sentences.
fn is_prose(text: &str) -> bool {
    let sentences = text.matches(['.', '!', '?', '。', '！', '？']).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    text.len() >= SHORT
        && sentences >= FEWEST_SENTENCES
        && 3 * letters >= 2 * text.chars().count()
        && !text.starts_with(['{', '[', '<'])
}

#[cfg(test)]
mod tests {
    use crate::read::tests::articles;

    fn told(name: &str) -> String {
        let line = |n| format!("The {name} stopped on day {n}, and those who waited went home.");
        (1..9).map(line).collect::<Vec<_>>().join("\n\n")
    }

    fn page(inside: &str) -> String {
        let title = "<html><head><title>Ferry stops</title></head>";
        format!("{title}<body><div id=app>Loading…</div>{inside}</body></html>")
    }

    fn text(inside: &str) -> String {
        articles("a.html", page(inside).as_bytes()).remove(0).text
    }

    fn state(value: &serde_json::Value) -> String {
        format!("<script id=\"__NEXT_DATA__\" type=\"application/json\">{value}</script>")
    }

    #[test]
    fn a_story_in_the_state_of_a_script_is_found() {
        let story = told("ferry");
        let markup: String = story.split("\n\n").map(|line| format!("<p>{line}</p>")).collect();
        let list: Vec<_> = story
            .split("\n\n")
            .map(|line| serde_json::json!({"type": "p", "text": line}))
            .collect();
        for value in [serde_json::json!(markup), serde_json::json!(&list), serde_json::json!(story)]
        {
            let article = serde_json::json!({"props": {"page": {"title": "Ferry stops", "body": value, "id": 7}}});
            assert_eq!(text(&state(&article)), story);
        }
        let blocks =
            |lines: Vec<serde_json::Value>| serde_json::json!({"article": {"blocks": lines}});
        assert_eq!(text(&state(&blocks(list))), story);
        let nodes: Vec<_> = story
            .split("\n\n")
            .map(|line| {
                serde_json::json!({"type": "p", "content": [{"type": "text", "text": line}]})
            })
            .collect();
        assert_eq!(text(&state(&blocks(nodes.clone()))), story);
        let document = serde_json::json!({"page": {"body": {"type": "doc", "content": nodes}}});
        assert_eq!(text(&state(&document)), story);
        let list_of_texts: Vec<_> = story
            .split("\n\n")
            .map(|line| serde_json::json!({"_id": 1, "type": "text", "content": line}))
            .collect();
        for wrapped in [
            serde_json::json!({"content": {"rendered": markup}}),
            serde_json::json!({"content": {"html": markup}}),
            serde_json::json!({"content": {"json": {"children": nodes}}}),
            serde_json::json!({"type": "story", "content_elements": list_of_texts}),
            serde_json::json!({"content": {"root": {"type": "root", "children": nodes}}}),
        ] {
            assert_eq!(text(&state(&wrapped)), story, "{wrapped}");
        }
    }

    #[test]
    fn what_stands_beside_a_story_in_the_state_of_a_script_is_not_it() {
        let (story, box_) = (told("ferry"), format!("<p>{}</p>", told("cookie")));
        let body = story.replace("\n\n", " ");
        let nodes: Vec<_> = story
            .split("\n\n")
            .map(|line| serde_json::json!({"type": "p", "children": [{"text": line}]}))
            .collect();
        for beside in [
            serde_json::json!({"author": {"bio": {"html": box_}}}),
            serde_json::json!({"comments": [{"content": {"rendered": box_}}]}),
            serde_json::json!({"related": [{"_type": "post", "body": nodes}]}),
            serde_json::json!({"privacy": {"html": box_}}),
        ] {
            let shown = serde_json::json!({"article": {"body": body}, "beside": beside});
            assert_eq!(text(&state(&shown)), body, "{beside}");
            assert_eq!(text(&state(&beside)), "Loading…", "{beside}");
        }
        // A page that tells something has its story.
        let own = "<p>The ferry to Sarn stopped on Monday, and will sail again.</p>";
        let consent = serde_json::json!({"content": {"html": box_}});
        assert!(!text(&format!("{own}{}", state(&consent))).contains("cookie"));
        // A front page is no story.
        let entry = |n: usize| serde_json::json!({"type": "story", "headlines": {"basic": "Ferry"}, "content_elements": nodes[..n]});
        let front = serde_json::json!({"content_elements": [entry(8), entry(2)]});
        assert_eq!(text(&state(&front)), "Loading…");
    }

    #[test]
    fn lists_in_the_state_of_a_script_are_part_of_the_story() {
        let story = told("ferry");
        let run = |line: &str| serde_json::json!({"_type": "span", "text": line});
        let mut blocks: Vec<_> = story
            .split("\n\n")
            .map(|line| serde_json::json!({"_type": "block", "text": line}))
            .collect();
        blocks.push(serde_json::json!({"_type": "list", "children": [
            {"_type": "item", "children": [run("One gate.")]}, {"_type": "item", "children": [run("Its key.")]}]}));
        blocks.push(
            serde_json::json!({"_type": "story", "url": "/t", "children": [run("Trains late")]}),
        );
        let found = text(&state(&serde_json::json!({"article": {"body": blocks}})));
        assert_eq!(found, format!("{story}\n\nOne gate.\n\nIts key."));
    }

    #[test]
    fn a_story_in_a_template_is_found() {
        let story = told("ferry");
        let markup: String = story.split("\n\n").map(|line| format!("<p>{line}</p>")).collect();
        let inside =
            format!("<Template id=t><article><h1>Ferry stops</h1>{markup}</article></template>");
        assert!(text(&inside).ends_with(&story), "{}", text(&inside));
        let pattern = inside.replace("day 3", "{{ day }}");
        assert!(!text(&pattern).contains("stopped on"));
    }

    #[test]
    fn a_story_that_is_hidden_is_found() {
        let story = told("ferry");
        let markup: String = story.split("\n\n").map(|line| format!("<p>{line}</p>")).collect();
        let wall =
            "<div class=wall><p>Subscribe to read on. Already a subscriber? Log in.</p></div>";
        let lead = "<p>The ferry has stopped and will not run before the spring, said its owners on Monday.</p>";
        let head = "<h1>Ferry stops</h1>";
        for inside in [
            format!(
                "{head}{lead}{wall}<div class=article-body style='display: none'>{markup}</div>"
            ),
            format!(
                "<article>{head}{lead}<div id=story-body hidden>{markup}</div>{wall}</article>"
            ),
            format!(
                "<article>{head}{}<div style='DISPLAY:none' itemprop=articleBody>{markup}</div></article>",
                lead.repeat(2)
            ),
            format!(
                "<div aria-hidden=true><article hidden>{head}{markup}</article></div><div role=dialog>Sign up!</div>"
            ),
        ] {
            let found = text(&inside);
            assert!(found.ends_with(&story), "{inside}\n{found}");
        }
    }

    #[test]
    fn what_else_is_hidden_stays_so() {
        let story = told("ferry");
        let markup: String = story.split("\n\n").map(|line| format!("<p>{line}</p>")).collect();
        let lead = "<p>The lock has been shut and will not open before the spring, said its keepers on Monday.</p>";
        let head = "<h1>Lock shut</h1>";
        let hidden = |attributes: &str| format!("<div {attributes} hidden>{markup}</div>");
        let other = format!("<h1>Ferry stops</h1>{markup}");
        let mut pages: Vec<String> = [
            "",
            "class='cookie-modal article-body' role=dialog",
            "class=comments",
            "class=article-body lang=de",
            "class=article-body data-lang=de",
            "class=history-panel",
            "class=premium-offer",
            "class=video-story-description",
            "class=story-preview",
            "class=transcript",
            "class=next-story",
            "class=print-only",
        ]
        .iter()
        .map(|attributes| format!("<article>{head}{lead}{}</article>", hidden(attributes)))
        .collect();
        for shown in [lead, "<p>Short news: the lock is shut.</p>", "<p>It is shut.</p>"] {
            pages.extend([
                // The next story of an endless page, and another view of a program.
                format!("<article>{head}{shown}</article><article hidden>{other}</article>"),
                format!("<div style='display:none'><main>{other}</main></div>{head}{shown}"),
                format!("{head}{shown}<div class=article-body hidden>{other}</div>"),
                format!("{head}<div class=article-body hidden>{markup}</div>{shown}"),
                format!(
                    "<main>{head}{shown}</main><div itemscope hidden><h1>Ferry stops</h1>\
                    <span itemprop=articleBody>{story}</span></div>"
                ),
            ]);
        }
        let second = other.replace("ferry", "train");
        pages.push(format!("<article hidden>{other}</article><article hidden>{second}</article>"));
        for inside in pages {
            assert!(!text(&inside).contains("stopped on"), "{inside}");
        }
    }

    #[test]
    fn what_is_no_story_of_the_page_is_left() {
        let (one, other) = (told("ferry"), told("train"));
        let list = serde_json::json!({"items": [{"body": one}, {"body": other}]});
        assert!(!text(&state(&list)).contains("stopped on"));
        let notice =
            serde_json::json!({"labels": {"cookies": one}, "text": "Short. Too short. Yes."});
        assert!(!text(&state(&notice)).contains("stopped on"));
        // What is shown is the story.
        let shown: String = other.split("\n\n").map(|line| format!("<p>{line}</p>")).collect();
        let both = shown + &state(&serde_json::json!({"body": one}));
        assert!(!text(&both).contains("The ferry"), "{}", text(&both));
    }
}
