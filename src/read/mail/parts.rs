//! The parts of a message -> its text, and what of it is not read.

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use super::super::{Draft, MAX_ARTICLE_BYTES, html};

/// Text parts of one message that are read; the rest are attachments by another name.
const MOST_PARTS: usize = 50;

/// Messages inside messages that are read: somebody passed on what somebody had passed on.
const DEEPEST: usize = 4;

/// Writes the text of a message, and behind it that of the messages it encloses.
pub(super) fn write(message: &Message<'_>, draft: &mut Draft) {
    let mut left = MOST_PARTS;
    let mut unread = Vec::new();
    body(message, 0, &mut left, &mut unread, &mut draft.raw);
    if left == 0 {
        draft.article.notes.push(format!("only the first {MOST_PARTS} parts were read"));
    }
    if !unread.is_empty() {
        let names = unread.join(", ");
        draft.article.notes.push(format!("attachments that were not read: {names}"));
    }
}

fn body(
    message: &Message<'_>,
    depth: usize,
    left: &mut usize,
    unread: &mut Vec<String>,
    text: &mut String,
) {
    for part in message.text_bodies() {
        if *left == 0 || text.len() as u64 > MAX_ARTICLE_BYTES {
            return;
        }
        *left -= 1;
        match &part.body {
            PartType::Text(plain) => text.push_str(plain.trim_end()),
            PartType::Html(markup) => text.push_str(&html::letter(markup)),
            _ => continue,
        }
        text.push_str("\n\n");
    }
    for part in message.attachments() {
        match &part.body {
            PartType::Message(enclosed) if depth < DEEPEST && *left > 0 => {
                if let Some(subject) = enclosed.subject() {
                    text.push_str(subject.trim());
                    text.push_str("\n\n");
                }
                body(enclosed, depth + 1, left, unread, text);
            }
            _ if is_picture(part) || unread.len() == MOST_PARTS => {}
            _ => unread.push(name(part)),
        }
    }
}

/// True for what only decorates a text.
fn is_picture(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("image"))
}

/// What an attachment is called, else its type.
fn name(part: &MessagePart<'_>) -> String {
    let kind = || {
        let kind = part.content_type()?;
        Some(format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("*")))
    };
    let named =
        part.attachment_name().map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
    named.or_else(kind).unwrap_or_else(|| "without a name".to_string())
}
