//! A record that names no text of its own -> where its story is kept all the same.
//!
//! Exports put a story one object further in, and tables under names of their own. What is taken is
//! plainly prose, and the only such value there is where objects are concerned: a caption is no story.

use serde_json::{Map, Value};

use crate::read::html;
use crate::read::keys::{self, Key, Pair};
use crate::script::{is_letter, is_unspaced};

/// Objects inside each other that are looked into: a post, what it says, in how many pieces.
const DEEPEST: usize = 3;

/// Fewest words of a value that is prose whatever its name.
const FEWEST_WORDS: usize = 15;

/// Fewest letters of such a value in a script without spaces.
const FEWEST_LETTERS: usize = 60;

/// Parts of the names of values that are long and no story.
const NO_STORY: &[&str] = &[
    "right",
    "terms",
    "licen",
    "disclaim",
    "caption",
    "bio",
    "prompt",
    "agent",
    "cookie",
    "header",
    "comment",
    "error",
    "tags",
    "keyword",
    "query",
    "script",
    "style",
    "alt",
    "image",
    "photo",
    "author",
    "user",
    "correction",
    "acknowledg",
    "newsletter",
    "privacy",
    "nav",
    "jsonld",
    "note",
    "readme",
    "related",
    "highlight",
    "poll",
    "publisher",
    "address",
    "seo",
    "quoted",
    "retweet",
    "advert",
    "parent",
    "reply",
    "source",
    "cast",
    "recipient",
    "code",
    "svg",
    "promo",
    "teaser",
    "detail",
    "about",
    "log",
];

/// Signs of addresses, data and code.
const SIGNS: [char; 12] = ['/', '@', '{', '}', '=', ';', '\\', '_', '|', '#', '<', '>'];

/// Returns the pairs of the one object inside of `map` that has a text, the innermost first.
pub(super) fn inside(map: &Map<String, Value>) -> Vec<Pair> {
    let mut found = Vec::new();
    // What an object with a title has further in is something else: another story, its outlet.
    if !map.keys().any(|name| matches!(keys::meaning(name), Some((Key::Title, _)))) {
        look(map, DEEPEST, &mut found);
    }
    match found.pop() {
        Some(pairs) if found.is_empty() => pairs,
        _ => Vec::new(),
    }
}

/// Collects the pairs of each object in `map` that has a text, with those of the objects around it.
fn look(map: &Map<String, Value>, depth: usize, found: &mut Vec<Vec<Pair>>) {
    for (name, value) in map {
        let Value::Object(inner) = value else { continue };
        if depth == 0 || is_no_story(name) {
            continue;
        }
        let before = found.len();
        if inner.iter().any(|(name, value)| keys::is_story(name) && keys::text_of(value).is_some())
        {
            found.push(Vec::new());
        } else {
            look(inner, depth - 1, found);
        }
        // Of several none is the story.
        if found.len() > 1 {
            return;
        }
        for pairs in &mut found[before..] {
            pairs.extend(inner.iter().map(|(key, value)| Pair {
                key: key.clone(),
                value: value.clone(),
                evidence: None,
            }));
        }
    }
}

/// Returns the longest value that is prose under a name that says nothing.
pub(super) fn prose(pairs: &[Pair]) -> Option<String> {
    longest(pairs, |pair| match &pair.value {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) if items.iter().all(Value::is_string) => keys::text_of(&pair.value),
        _ => None,
    })
}

/// Returns the longest prose that `text` finds under names that say nothing, beside a title: what has none is as often
/// a message of a program.
pub(super) fn longest(pairs: &[Pair], text: impl Fn(&Pair) -> Option<String>) -> Option<String> {
    keys::pairs_of(pairs, Key::Title).into_iter().find_map(|pair| keys::text_of(&pair.value))?;
    let unnamed = |pair: &&Pair| keys::meaning(&pair.key).is_none() && !is_no_story(&pair.key);
    let texts = pairs.iter().filter(unnamed).filter_map(text);
    texts.filter(|text| is_prose(text)).max_by_key(String::len)
}

fn is_no_story(name: &str) -> bool {
    let name = name.to_lowercase();
    NO_STORY.iter().any(|part| name.contains(part))
}

/// True for some words in more than one sentence, and no address, data or code.
pub(super) fn is_prose(text: &str) -> bool {
    if html::looks_like_markup(text) {
        return is_plain_prose(&html::fragment(text));
    }
    is_plain_prose(text)
}

fn is_plain_prose(text: &str) -> bool {
    let words = || text.split_whitespace();
    let spaced = words().filter(|word| word.contains(is_letter)).count();
    let signs = words().filter(|word| word.contains(SIGNS)).count();
    let unspaced = || text.chars().filter(|c| is_unspaced(*c)).count();
    let closing = ['"', '\'', '”', '’', '»', ')', ']'];
    let ends = words().filter(|word| {
        let word = word.trim_end_matches(closing);
        word.ends_with(['.', '!', '?', '…', '।', '؟', '።', '။'])
    });
    let ends = ends.count() + text.chars().filter(|c| matches!(c, '。' | '！' | '？')).count();
    (spaced >= FEWEST_WORDS || unspaced() >= FEWEST_LETTERS) && ends >= 2 && signs * 10 <= spaced
}
