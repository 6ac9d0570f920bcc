//! NITF and NewsML, in which wires and newspapers hand their stories on, and notes of Evernote -> an article an item.
//!
//! `tree` holds one item at a time, within bounds; `nitf`, `newsml` and `notes` name what it says, and `markup`
//! writes its story down as a page, so that it is rendered as pages are. Entities that a file defines
//! itself are never replaced.

mod markup;
mod newsml;
mod nitf;
mod notes;
mod tree;

use quick_xml::events::Event;
use serde_json::Value;

use self::tree::{Builder, Element, local};
use super::keys::{self, Pair};
use super::{Context, Draft, Out, html, story, xml};
use crate::article::{Method, SkipReason};

/// First elements of a file, in lower case.
const ROOTS: &[&str] = &["nitf", "newsitem", "newsmessage", "newsml", notes::ROOT];

/// Elements that are an article each.
const ITEMS: &[&str] = &["nitf", "newsitem"];

/// Elements that are no article: what wires send beside their stories.
const OTHER_ITEMS: &[&str] =
    &["packageitem", "conceptitem", "knowledgeitem", "planningitem", "catalogitem"];

/// True for text that opens as a file of news items.
pub(super) fn is_news(text: &str) -> bool {
    first_element(text).is_some_and(|name| ROOTS.contains(&local(name).as_str()))
}

/// The name of the first element, behind declarations and comments.
fn first_element(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        let inside = rest.strip_prefix('<')?;
        let end = if inside.starts_with('?') {
            inside.find("?>")? + 2
        } else if inside.starts_with("!--") {
            inside.find("-->")? + 3
        } else if inside.starts_with('!') {
            // What a document type declares for itself stands in brackets.
            let plain = inside.find('>')?;
            match inside[..plain].contains('[') {
                true => plain + inside[plain..].find("]>").map_or(1, |at| at + 2),
                false => plain + 1,
            }
        } else {
            return inside.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next();
        };
        rest = inside[end..].trim_start();
    }
}

/// Reads a whole file.
pub(super) fn read(
    bytes: Vec<u8>,
    context: &Context<'_>,
    out: &mut Out<'_>,
) -> Result<(), SkipReason> {
    let decoded = html::decoded(bytes, None)?;
    let text = decoded.text.trim_start_matches('\u{feff}').trim_start();
    let is_one = first_element(text).is_some_and(|name| ITEMS.contains(&local(name).as_str()));
    let mut reader = xml::reader(text);
    let mut builder = Builder::default();
    let mut items = Items { context, out, notes: decoded.notes, number: 0, is_one };
    loop {
        let done = match reader.read_event() {
            Err(error) => {
                let reason = SkipReason::BadRecord(error.to_string());
                return items.broken(reason);
            }
            Ok(Event::Eof) => break,
            Ok(Event::Start(tag)) => builder.open(&tag)?,
            Ok(Event::Empty(tag)) => builder.empty(&tag)?,
            Ok(Event::End(tag)) => builder.close(&local(tag.name().as_ref())),
            Ok(Event::Text(piece)) => builder.text(&piece),
            Ok(Event::CData(piece)) => builder.text(&piece),
            Ok(Event::GeneralRef(reference)) => match reference.resolve_char_ref() {
                Ok(Some(c)) => builder.text(c.encode_utf8(&mut [0; 4])),
                _ => builder.text(&html::unescape(&format!("&{};", &*reference))),
            },
            Ok(_) => None,
        };
        if let Some(item) = done {
            items.take(item, None)?;
        }
    }
    if let Some(item) = builder.end() {
        items.take(item, Some("the file ends inside of this item"))?;
    }
    if items.number == 0 { Err(SkipReason::Empty) } else { Ok(()) }
}

/// Where the items of a file go.
struct Items<'i, 'o> {
    context: &'i Context<'i>,
    out: &'i mut Out<'o>,
    notes: Vec<String>,
    number: u64,
    /// True for a file that is one item.
    is_one: bool,
}

impl Items<'_, '_> {
    /// Hands over what was read of an item.
    fn take(
        &mut self,
        item: Result<Element, SkipReason>,
        note: Option<&str>,
    ) -> Result<(), SkipReason> {
        let place = format!("record {}", self.number + 1);
        let item = match item {
            Ok(item) => item,
            Err(reason) if self.is_one && self.number == 0 => return Err(reason),
            Err(reason) => {
                self.number += 1;
                self.out.bad_record(self.context, place, reason);
                return Ok(());
            }
        };
        let found = if OTHER_ITEMS.contains(&item.name.as_str()) {
            Found::default()
        } else if item.name == "nitf" {
            nitf::read(&item)
        } else if item.name == notes::ITEM {
            notes::read(&item)
        } else {
            newsml::read(&item)
        };
        let is_one = self.is_one && self.number == 0;
        self.number += 1;
        if found.story.is_empty() && found.pairs.is_empty() {
            if is_one {
                return Err(SkipReason::Empty);
            }
            self.out.bad_record(self.context, place, SkipReason::Empty);
            return Ok(());
        }
        let mut draft = Draft { raw: found.story, ..Draft::default() };
        keys::fill(&mut draft.article, &found.pairs, Method::Record, self.context.order);
        draft.article.notes.extend(self.notes.iter().cloned());
        draft.article.notes.extend(note.map(str::to_string));
        if is_one {
            return self.out.only(draft, self.context);
        }
        self.out.record(found.key, draft, self.context, || place);
        Ok(())
    }

    /// Reports markup that nothing can be read behind.
    fn broken(self, reason: SkipReason) -> Result<(), SkipReason> {
        if self.number == 0 {
            return Err(reason);
        }
        self.out.bad_record(self.context, format!("record {}", self.number + 1), reason);
        Ok(())
    }
}

/// What an item says.
#[derive(Default)]
struct Found {
    /// What it calls itself.
    key: Option<String>,
    /// What it says of itself, under the names of [`keys`], the most trusted first.
    pairs: Vec<Pair>,
    /// The story, rendered.
    story: String,
}

impl Found {
    /// Adds what an element or an attribute named `name` says of `key`.
    fn say(&mut self, key: &str, name: &str, value: Option<String>) {
        let Some(value) = value.filter(|value| !value.trim().is_empty()) else { return };
        let evidence = Some(format!("{name}: {value}"));
        self.pairs.push(Pair { key: key.to_string(), value: Value::String(value), evidence });
    }

    /// Adds writers: without `By`, and without what they are behind their names.
    fn say_author(&mut self, name: &str, written: Option<String>) {
        let Some(written) = written else { return };
        let names = story::byline(&written).unwrap_or_else(|| written.clone());
        let evidence = Some(format!("{name}: {written}"));
        let pair = Pair { key: "author".to_string(), value: Value::String(names), evidence };
        self.pairs.push(pair);
    }

    /// The headline so far.
    fn title(&self) -> Option<&str> {
        self.pairs.iter().find(|pair| pair.key == "title")?.value.as_str()
    }
}

#[cfg(test)]
mod tests;
