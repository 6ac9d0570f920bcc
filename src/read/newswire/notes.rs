//! Notes that Evernote exports: pages that were clipped, and what somebody wrote down.

use super::Found;
use super::tree::Element;
use crate::read::html;

/// First element of a file of notes.
pub(super) const ROOT: &str = "en-export";

/// One of them.
pub(super) const ITEM: &str = "note";

/// Reads a note. Its author is who keeps it, and the day on which it was made is not that of a page.
pub(super) fn read(note: &Element) -> Found {
    let mut found = Found::default();
    let own = |name: &str| note.elements().find(|element| element.name == name);
    found.say("title", "title", own("title").and_then(|title| title.line(&[])));
    let about = own("note-attributes");
    let page = about.and_then(|about| about.first("source-url")?.line(&[]));
    if page.is_none() {
        let made = own("created").and_then(|made| made.line(&[]));
        found.say("created", "created", made.map(|made| written(&made)));
    }
    found.say("url", "source-url", page);
    found.story = own("content").map(|content| html::fragment(&content.text())).unwrap_or_default();
    found
}

/// `20251119T081100Z` as a day with its time.
fn written(moment: &str) -> String {
    let is_moment = moment.len() == 16
        && moment.bytes().enumerate().all(|(at, b)| match at {
            8 => b == b'T',
            15 => b == b'Z',
            _ => b.is_ascii_digit(),
        });
    if !is_moment {
        return moment.to_string();
    }
    let (day, time) = (&moment[..8], &moment[9..]);
    let (day, time) = (
        format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]),
        format!("{}:{}:{}", &time[..2], &time[2..4], &time[4..]),
    );
    format!("{day}T{time}")
}
