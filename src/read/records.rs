//! XML whose elements name a title and a text, as libraries and editorial systems write it -> an article each.
//!
//! No such file says what its elements mean but by their names, which are those of [`keys`]. An element is
//! an article where it has one title and one story, itself or one of them in a part of it. A file
//! without such an element, or with stories that belong to none, is left to be read as it stands.

use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use super::keys::{self, Key, Pair};
use super::{Context, Draft, Out, encoding, html, xml};
use crate::article::{Method, SkipReason};

/// Elements inside each other.
const DEEPEST: usize = 64;

/// Names of a text in records of one level that are those of the whole article here.
const WHOLES: &[&str] = &["article", "story"];

/// What opens and closes a text in which no sign is markup of the file.
const CDATA: (&str, &str) = ("<![CDATA[", "]]>");

/// True for text that opens as XML of another kind than pages, with elements of such names.
pub(super) fn is_records(text: &str) -> bool {
    let opens = text.starts_with("<?xml") || text.starts_with('<') && text.contains("</");
    let opening = |line: &str, key: Key| {
        line.split('<').skip(1).any(|tag| {
            let name = tag.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next();
            name.is_some_and(|name| {
                keys::meaning(local(name)).is_some_and(|(found, _)| found == key)
            })
        })
    };
    opens && opening(text, Key::Title) && opening(text, Key::Text)
}

/// The part of a name behind its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Reads a whole file; `Ok(false)` where it is none of these, and nothing was handed over.
pub(super) fn read(
    bytes: &[u8],
    context: &Context<'_>,
    out: &mut Out<'_>,
) -> Result<bool, SkipReason> {
    let decoded = html::decoded(bytes.to_vec(), None)?;
    let Some(found) = articles(&decoded.text) else { return Ok(false) };
    let is_one = found.len() == 1;
    for (index, article) in found.into_iter().enumerate() {
        let mut draft = Draft { raw: article.story, ..Draft::default() };
        keys::fill(&mut draft.article, &article.pairs, Method::Record, context.order);
        draft.article.notes.extend(decoded.notes.iter().cloned());
        if is_one {
            out.only(draft, context)?;
        } else {
            out.record(article.key, draft, context, || format!("record {}", index + 1));
        }
    }
    Ok(true)
}

/// An article, or what an element has of one.
#[derive(Default)]
struct Part {
    name: String,
    /// Where its content begins.
    start: usize,
    key: Option<String>,
    /// What it says itself, and what parts of it say.
    own: Vec<Pair>,
    inner: Vec<Pair>,
    /// Stories in it that belong to no article, and whether the last is its own child.
    stories: Vec<String>,
    has_story: bool,
}

struct Found {
    key: Option<String>,
    pairs: Vec<Pair>,
    story: String,
}

/// The articles of a file; `None` where there are none, or a story is left that is none's.
fn articles(text: &str) -> Option<Vec<Found>> {
    let mut reader = xml::reader(text);
    let mut open: Vec<Part> = vec![Part::default()];
    let mut found = Vec::new();
    // Where the story lies that is being read: what is named in it is its own.
    let mut story_depth: Option<usize> = None;
    loop {
        let before = usize::try_from(reader.buffer_position()).ok()?;
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                if open.len() > DEEPEST {
                    return None;
                }
                let start = usize::try_from(reader.buffer_position()).ok()?;
                let part = opened(&tag, start);
                let is_story =
                    keys::is_story(&part.name) && !WHOLES.contains(&&*part.name.to_lowercase());
                if story_depth.is_none() && is_story {
                    story_depth = Some(open.len());
                }
                open.push(part);
            }
            Event::End(tag) => {
                let name = tag.name().as_ref().to_string();
                let at = open.iter().rposition(|part| part.name == local(&name));
                // An end that nobody opened closes nothing; what is left open in a story ends with it.
                let Some(at) = at.filter(|at| *at > 0) else { continue };
                if at + 1 < open.len() && story_depth.is_none_or(|story| at < story) {
                    return None;
                }
                open.truncate(at + 1);
                let part = open.pop()?;
                let depth = open.len();
                let parent = open.last_mut()?;
                let markup = &text[part.start..before];
                match story_depth {
                    Some(story) if story < depth => continue,
                    Some(_) => {
                        story_depth = None;
                        let story = rendered(markup);
                        if !story.is_empty() {
                            parent.stories.push(story);
                            parent.has_story = true;
                        }
                    }
                    None => closed(part, markup, parent, &mut found),
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let [root] = &open[..] else { return None };
    (root.stories.is_empty() && !found.is_empty()).then_some(found)
}

/// What the tag of an element says.
fn opened(tag: &BytesStart<'_>, start: usize) -> Part {
    let name = local(tag.name().as_ref()).to_string();
    let mut part = Part { name, start, ..Part::default() };
    for attribute in tag.attributes().with_checks(false).flatten() {
        let (key, value) =
            (local(attribute.key.as_ref()).to_string(), html::unescape(&attribute.value));
        match keys::meaning(&key) {
            Some((Key::Id, _)) => part.key = Some(value).filter(|key| !key.trim().is_empty()),
            Some((Key::Date | Key::Url | Key::Author | Key::Language, _))
                if !keys::is_made(&key) =>
            {
                let evidence = Some(format!("{key}: {value}"));
                part.inner.push(Pair { key, value: Value::String(value), evidence });
            }
            _ => {}
        }
    }
    part
}

/// Takes an element that ends as an article, as a field of its parent, or as a part of it.
fn closed(part: Part, markup: &str, parent: &mut Part, found: &mut Vec<Found>) {
    let is_title = |pair: &&Pair| matches!(keys::meaning(&pair.key), Some((Key::Title, _)));
    let has_title = part.own.iter().any(|pair| is_title(&pair));
    let titles = part.own.iter().chain(&part.inner).filter(is_title).count();
    if let [_] = &part.stories[..]
        && titles > 0
        && (has_title || part.has_story)
    {
        let Part { key, own, inner, stories, .. } = part;
        let pairs = own.into_iter().chain(inner).collect();
        found.push(Found { key, pairs, story: stories.into_iter().collect() });
        return;
    }
    // The day on which a record was made or changed is not that of a story.
    let is_field = keys::meaning(&part.name).is_some() && !keys::is_made(&part.name);
    if is_field && part.stories.is_empty() && part.own.is_empty() {
        let line = html::fragment_line(&unwrapped(markup));
        let line = line.trim();
        if !line.is_empty() {
            let evidence = Some(format!("{}: {line}", part.name));
            let value = Value::String(line.to_string());
            parent.own.push(Pair { key: part.name, value, evidence });
            return;
        }
    }
    parent.inner.extend(part.own);
    parent.inner.extend(part.inner);
    parent.stories.extend(part.stories);
}

/// A story as text: with markup of the file, with markup that the file writes as text, or with neither.
fn rendered(markup: &str) -> String {
    let inside = unwrapped(markup);
    if inside.contains('<') {
        return html::fragment(&inside);
    }
    let text = encoding::unify_breaks(html::unescape(&inside));
    if html::looks_like_markup(&text) { html::fragment(&text) } else { text.trim().to_string() }
}

/// Markup without the marks of texts in which nothing is markup of the file.
fn unwrapped(markup: &str) -> String {
    markup.replace(CDATA.0, "").replace(CDATA.1, "")
}

#[cfg(test)]
mod tests {
    use crate::read::tests::{articles, shown, value};

    #[test]
    fn elements_with_a_title_and_a_text_are_articles() {
        let file = "<?xml version=\"1.0\"?>\n<archive name=\"x\">\n\
            <article id=\"a7\"><title>Lock shut</title><date>2025-11-18</date><source>Sarn Post</source>\
            <author>Ann Lee</author><body><p>The lock &amp; its gates are <b>shut</b>.</p><p>Nobody<br> asked.</body></article>\n\
            <article id=\"a8\" date=\"2025-11-19\"><title>Ferry stops</title><body><![CDATA[<p>It stopped.</p>]]></body></article>\n\
            </archive>";
        let found = articles("a.xml", file.as_bytes());
        let [one, two] = &found[..] else { panic!("{found:?}") };
        assert_eq!(shown(&one.title), ["Lock shut", "record", "title: Lock shut"]);
        assert_eq!(one.text, "The lock & its gates are shut.\n\nNobody\nasked.");
        assert_eq!(one.date.as_ref().unwrap().value.to_string(), "2025-11-18");
        assert_eq!(value(&one.source).as_deref(), Some("Sarn Post"));
        assert_eq!(
            (value(&one.author).as_deref(), one.key.as_deref()),
            (Some("Ann Lee"), Some("a7"))
        );
        assert_eq!((two.text.as_str(), two.key.as_deref()), ("It stopped.", Some("a8")));
        assert_eq!(two.date.as_ref().unwrap().value.to_string(), "2025-11-19");
    }

    #[test]
    fn a_title_or_a_text_may_stand_in_a_part() {
        let head = "<doc><head><title>Lock shut</title></head><text><body><head>Why</head><p>It is old.</p></body></text></doc>";
        let dump = "<wiki><page><title>Lock shut</title><revision><timestamp>2025-11-18T07:00:00Z</timestamp><text>Why\n\nIt &lt;i>is&lt;/i> old.</text></revision></page></wiki>";
        for file in [head, dump] {
            let found = articles("a.xml", file.as_bytes());
            assert_eq!(value(&found[0].title).as_deref(), Some("Lock shut"), "{file}");
            assert!(found[0].text.starts_with("Why\n\nIt ") && found.len() == 1, "{found:?}");
            assert_eq!(found[0].date, None);
        }
    }

    #[test]
    fn what_is_not_told_apart_stays_as_it_is() {
        for file in [
            // Stories without titles, below one for all.
            "<archive><title>Mine</title><item><text>One.</text></item><item><text>Two.</text></item></archive>",
            // A story beside an article.
            "<a><b><title>T</title><text>One.</text></b><text>Two.</text></a>",
            "<urlset><url><loc>https://a.example</loc><title>T</title></url></urlset>",
            "<note>A title and a text.</note>",
            // Torn, or closed in another order.
            "<a><b><title>T</title><text>One.</text></b><b><title>U</title><text>Two.",
            "<a><b><title>T</title><text>One.</text></a></b>",
        ] {
            let found = articles("a.xml", file.as_bytes());
            assert_eq!((found.len(), found[0].text.as_str()), (1, file));
        }
    }
}
