//! RSS, Atom and RDF files -> an article an item.

mod backup;
mod text;

use quick_xml::events::{BytesStart, Event};

use self::text::Text;
use super::keys::{self, one_line};
use super::{Context, Draft, Out, html, language, offer, url, xml};
use crate::article::{Article, Field, Method, SkipReason};

/// Elements inside each other; feeds have six.
const DEEPEST: usize = 64;

/// True for text that opens as a feed.
pub(super) fn is_feed(text: &str) -> bool {
    let head = super::start_of(text, 3000);
    let opens = |tag: &str| {
        head.find(tag).is_some_and(|at| {
            let before = head[..at].trim_start();
            // Only a declaration, a style sheet and comments stand before the first element.
            !before.contains("<html")
                && before.matches('<').count()
                    == before.matches("<?").count() + before.matches("<!").count()
        })
    };
    ["<rss", "<feed", "<rdf:RDF"].iter().any(|tag| opens(tag))
}

/// What is known of the item that is open.
#[derive(Default)]
struct Item {
    title: Option<String>,
    link: Option<String>,
    guid: Option<String>,
    /// Where its relative addresses start from.
    base: Option<String>,
    date: Option<(String, String)>,
    author: Option<String>,
    source: Option<String>,
    short: String,
    long: String,
    /// True for what backups of blogs keep beside their posts.
    is_other: bool,
}

/// Reads a whole feed.
pub(super) fn read(
    bytes: Vec<u8>,
    context: &Context<'_>,
    out: &mut Out<'_>,
) -> Result<(), SkipReason> {
    let decoded = html::decoded(bytes, None)?;
    let mut reader = xml::reader(decoded.text.trim_start());
    let mut path: Vec<String> = Vec::new();
    let mut text = Text::default();
    let mut channel = Article::default();
    let mut base: Option<String> = None;
    let mut item: Option<Item> = None;
    let mut number = 0u64;
    loop {
        let place = || format!("record {}", number + 1);
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let reason = SkipReason::BadRecord(error.to_string());
                if number == 0 && item.is_none() {
                    return Err(reason);
                }
                out.bad_record(context, place(), reason);
                return Ok(());
            }
        };
        match event {
            Event::Start(tag) => {
                let name = local_name(&tag);
                if path.len() > DEEPEST {
                    return Err(SkipReason::BadRecord("elements nest too deeply".to_string()));
                }
                let is_item = name == "item" || name == "entry";
                if is_item || item.is_none() {
                    let written = attribute(&tag, "xml:base");
                    let here = written.and_then(|of| url::joined(base.as_deref(), &of));
                    let here = here.or_else(|| base.clone());
                    if is_item {
                        item = Some(Item { base: here, ..Item::default() });
                    } else {
                        base = here;
                    }
                }
                opened(&tag, &name, &path, &mut item);
                text.opened(&tag, &name, path.len());
                path.push(name);
            }
            Event::Empty(tag) => {
                let name = local_name(&tag);
                opened(&tag, &name, &path, &mut item);
                text.empty(&name);
            }
            Event::Text(piece) => text.push(&piece),
            Event::CData(piece) => text.push(&piece),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(c)) => text.push(c.encode_utf8(&mut [0; 4])),
                _ => text.push(&html::unescape(&format!("&{};", &*reference))),
            },
            Event::End(_) => {
                let Some(name) = path.pop() else { continue };
                let parent = path.last().map(String::as_str).unwrap_or_default();
                if text.closed(&name, path.len()) {
                    // Markup of a text is no element of the feed.
                    continue;
                }
                if name == "item" || name == "entry" {
                    if item.as_ref().is_some_and(|item| item.is_other) {
                        item = None;
                        number += 1;
                        let reason = SkipReason::BadRecord(
                            "it is a file, a setting or a comment of a blog".to_string(),
                        );
                        out.bad_record(context, format!("record {number}"), reason);
                    } else if let Some(item) = item.take() {
                        let (key, mut draft) = item.draft(&channel, context);
                        draft.article.notes.extend(decoded.notes.iter().cloned());
                        out.record(key, draft, context, place);
                        number += 1;
                    }
                } else if let Some(item) = &mut item {
                    item.closed(&name, &path, &text.written);
                } else {
                    channel_closed(&mut channel, &name, parent, &text.written);
                }
                text.written.clear();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if let Some(item) = item {
        let (key, draft) = item.draft(&channel, context);
        out.record(key, draft, context, || format!("record {}", number + 1));
        number += 1;
    }
    if number == 0 { Err(SkipReason::Empty) } else { Ok(()) }
}

/// The name without its prefix, but for `dc:` and `content:`, in lower case.
fn local_name(tag: &BytesStart<'_>) -> String {
    let name = tag.name().as_ref().to_lowercase();
    match name.split_once(':') {
        Some(("dc" | "content" | "media", _)) | None => name,
        Some((_, local)) => local.to_string(),
    }
}

/// Reads what stands in attributes: the link of Atom, and what kind of record it is.
fn opened(tag: &BytesStart<'_>, name: &str, path: &[String], item: &mut Option<Item>) {
    let Some(item) = item.as_mut().filter(|_| !in_source(path)) else { return };
    if name == "category" {
        item.is_other |= attribute(tag, "term").is_some_and(|term| backup::is_other_kind(&term));
    }
    if name != "link" {
        return;
    }
    let alternate = attribute(tag, "rel").is_none_or(|rel| rel == "alternate");
    if let Some(href) = attribute(tag, "href").filter(|_| alternate && item.link.is_none()) {
        item.link = Some(href);
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes().flatten();
    attributes.find(|a| a.key.as_ref() == name).map(|a| html::unescape(&a.value))
}

/// True inside the `<source>` of Atom, which tells of the feed that an entry was taken from.
fn in_source(path: &[String]) -> bool {
    path.iter().any(|name| name == "source")
}

impl Item {
    /// Takes over the text of an element; `path` are those around it.
    fn closed(&mut self, name: &str, path: &[String], text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let parent = path.last().map(String::as_str).unwrap_or_default();
        let line = || one_line(html::fragment_line(text));
        match name {
            "title" if parent == "source" => self.source = line(),
            _ if in_source(path) => {}
            "title" if matches!(parent, "item" | "entry") => {
                self.title = self.title.take().or_else(line)
            }
            "link" => self.link = self.link.take().or_else(|| one_line(text.to_string())),
            "guid" | "id" if matches!(parent, "item" | "entry") => {
                self.guid = self.guid.take().or_else(|| one_line(text.to_string()));
            }
            "pubdate" | "published" | "dc:date" | "issued" | "created" => {
                self.date = Some((name.to_string(), text.to_string()));
            }
            // A change is better than nothing, and the only date old Atom has.
            "updated" | "modified" if self.date.is_none() => {
                self.date = Some((name.to_string(), text.to_string()));
            }
            "dc:creator" | "author" | "name" if self.author.is_none() => self.author = line(),
            "source" => self.source = line(),
            "post_type" => self.is_other = backup::is_other_post(text),
            "content:encoded" | "content" => self.long = text.to_string(),
            "description" | "summary" if matches!(parent, "item" | "entry") => {
                self.short = text.to_string();
            }
            _ => {}
        }
    }

    fn draft(self, channel: &Article, context: &Context<'_>) -> (Option<String>, Draft) {
        let mut draft = Draft::default();
        let article = &mut draft.article;
        let shown = |name: &str, text: &str| format!("{name}: {text}");
        if let Some(title) = &self.title {
            offer(&mut article.title, Some(title.clone()), Method::Record, || {
                shown("title", title)
            });
        }
        if let Some((name, written)) = &self.date {
            let date = keys::date_of(&serde_json::Value::String(written.clone()), context.order);
            offer(&mut article.date, date, Method::Record, || shown(name, written));
        }
        let written = self.link.or_else(|| self.guid.clone().filter(|guid| url::is_absolute(guid)));
        let link = written.as_ref().and_then(|link| url::joined(self.base.as_deref(), link));
        if let (Some(link), Some(written)) = (&link, &written) {
            offer(&mut article.url, Some(link.clone()), Method::Record, || shown("link", written));
        }
        if let Some(author) = &self.author {
            // `mail@host (Ann Lee)` is how RSS wants it.
            let name = author
                .split_once('(')
                .map_or(author.as_str(), |(_, name)| name.trim_end_matches(')'));
            offer(&mut article.author, Some(name.to_string()), Method::Record, || {
                shown("author", author)
            });
        }
        if let Some(source) = &self.source {
            offer(&mut article.source, Some(source.clone()), Method::Record, || {
                shown("source", source)
            });
        }
        article.source = article.source.take().or_else(|| channel.source.clone());
        html::drop_outlet(article);
        article.author = article.author.take().or_else(|| channel.author.clone());
        article.language = channel.language.clone();
        let text = if self.long.len() >= self.short.len() { self.long } else { self.short };
        draft.raw = html::fragment(&text);
        (self.guid.or(link), draft)
    }
}

/// Reads what the channel says about all items.
fn channel_closed(channel: &mut Article, name: &str, parent: &str, text: &str) {
    let text = text.trim();
    // The author of an Atom feed is that of each entry without one.
    if (parent, name) == ("author", "name") {
        let author = one_line(html::fragment_line(text));
        offer(&mut channel.author, author, Method::Record, || {
            format!("author of the feed: {text}")
        });
    }
    if matches!(parent, "channel" | "feed") && !text.is_empty() {
        match name {
            "title" => {
                let title = one_line(html::fragment_line(text));
                offer(&mut channel.source, title, Method::Record, || {
                    format!("channel title: {text}")
                });
            }
            "language" => {
                let field = |code| Field {
                    value: code,
                    method: Method::Record,
                    evidence: text.to_string(),
                };
                channel.language = language::code(text).map(field);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_told_from_pages() {
        assert!(is_feed("<?xml version=\"1.0\"?>\n<!-- c -->\n<rss version=\"2.0\"><channel>"));
        assert!(is_feed("<feed xmlns=\"http://www.w3.org/2005/Atom\">"));
        assert!(!is_feed("<html><body><rss></html>"));
    }
}
