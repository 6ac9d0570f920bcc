//! A mail message, or a page saved as one -> one article.

mod parts;

use std::borrow::Cow;

use mail_parser::{Address, Message, MessageParser, MimeHeaders, PartType};

use super::encoding;
use super::keys::one_line;
use super::{Context, Draft, Out, dates, html, offer, url};
use crate::article::{Method, SkipReason};

/// Headers that only mail has.
const TELLING: &[&str] = &[
    "received",
    "message-id",
    "mime-version",
    "return-path",
    "delivered-to",
    "subject",
    "newsgroups",
    "xref",
    "reply-to",
    "list-id",
    "snapshot-content-location",
];

/// True for text that opens with the headers of a message: sender and one telling other among them,
/// or those of a page that was saved as one, which has no sender. A page without pictures must say that a program
/// saved it: servers send such headers too.
pub(super) fn is_mail(text: &str) -> bool {
    let (mut sender, mut telling, mut mime, mut lines) = (false, false, false, 0);
    let (mut related, mut html, mut located, mut saved) = (false, false, false, false);
    for line in text.lines().take(200) {
        if line.trim().is_empty() {
            break;
        }
        lines += 1;
        if line.starts_with([' ', '\t']) || lines == 1 && line.starts_with("From ") {
            continue;
        }
        let Some((name, value)) = line.split_once(':') else { return false };
        if name.is_empty()
            || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        {
            return false;
        }
        let name = name.to_ascii_lowercase();
        sender |= name == "from" && value.contains('@');
        saved |= name == PRODUCER || name == "from" && says_saved(value);
        mime |= name == "mime-version";
        related |= name == "content-type" && is_of(value, RELATED);
        html |= name == "content-type" && is_of(value, HTML);
        located |= name == "content-location" && url::is_absolute(value.trim());
        telling |= TELLING.contains(&name.as_str());
    }
    lines >= 2 && (sender && telling || mime && (related || html && located && saved))
}

/// The type of a page with its pictures, and that of one without any.
const RELATED: &str = "multipart/related";
const HTML: &str = "text/html";

/// The header in which a program of those times says that it wrote the message.
const PRODUCER: &str = "x-mimeole";

/// True for a sender that is a note of who saved a page.
fn says_saved(from: &str) -> bool {
    !from.contains('@') && from.to_ascii_lowercase().contains("saved by")
}

fn is_of(content_type: &str, wanted: &str) -> bool {
    content_type.trim_start().to_ascii_lowercase().starts_with(wanted)
}

/// Reads a whole message.
pub(super) fn read(
    bytes: Vec<u8>,
    context: &Context<'_>,
    out: &mut Out<'_>,
) -> Result<(), SkipReason> {
    let (_, draft) = draft(&bytes, context)?;
    out.only(draft, context)
}

/// Makes a draft of a message, with the id that it has of its own.
pub(super) fn draft(
    bytes: &[u8],
    context: &Context<'_>,
) -> Result<(Option<String>, Draft), SkipReason> {
    let (bytes, notes) = with_plain_headers(bytes);
    let Some(message) = MessageParser::default().parse(bytes.as_ref()) else {
        return Err(SkipReason::BadRecord("it is not a message".to_string()));
    };
    let raw = |name: &'static str| {
        message.header_raw(name).map(str::trim).filter(|value| !value.is_empty())
    };
    let saved = is_saved(&message);
    let mut draft = match page(&message).filter(|_| saved) {
        Some(page) => html::draft(page, context)?,
        None => Draft { top: false, ..Draft::default() },
    };
    let article = &mut draft.article;
    if saved {
        if let Some((name, address)) = address(&message) {
            offer(&mut article.url, Some(address.clone()), Method::MailHeader, || {
                format!("{name}: {address}")
            });
        }
    } else {
        let date = raw("Date").and_then(|written| dates::parse(written, context.order));
        offer(&mut article.date, date, Method::MailHeader, || {
            format!("Date: {}", raw("Date").unwrap_or_default())
        });
        offer(&mut article.author, message.from().and_then(sender), Method::MailHeader, || {
            one_line(format!("From: {}", raw("From").unwrap_or_default())).unwrap_or_default()
        });
        if let Some(place) = raw("Archived-At").map(|place| place.trim_matches(['<', '>'])) {
            let place = Some(place.to_string()).filter(|place| url::is_absolute(place));
            offer(&mut article.url, place.clone(), Method::MailHeader, || {
                format!("Archived-At: {}", place.unwrap_or_default())
            });
        }
    }
    if draft.raw.is_empty() {
        parts::write(&message, &mut draft);
    }
    let subject = message.subject().map(str::to_string).and_then(one_line);
    let shown = subject.clone().unwrap_or_default();
    offer(&mut draft.article.title, subject, Method::MailHeader, || format!("Subject: {shown}"));
    draft.raw = encoding::unify_breaks(draft.raw);
    draft.raw.retain(|c| c != '\0');
    draft.article.notes.extend(notes);
    Ok((message.message_id().map(str::to_string), draft))
}

/// True for a page that a program saved as a message. Nobody sent it, so it has no sender, and its date is
/// the day on which it was saved.
fn is_saved(message: &Message<'_>) -> bool {
    let header = |name: &'static str| message.header_raw(name);
    let sent = header("From").is_some_and(|from| from.contains('@'));
    let is_of = |wanted| header("Content-Type").is_some_and(|written| is_of(written, wanted));
    let is_located = || header("Content-Location").is_some_and(|at| url::is_absolute(at.trim()));
    let is_noted = || header(PRODUCER).is_some() || header("From").is_some_and(says_saved);
    header("Snapshot-Content-Location").is_some()
        || !sent && (is_of(RELATED) || is_of(HTML) && is_located() && is_noted())
}

/// The first page of a message.
fn page<'m>(message: &'m Message<'_>) -> Option<&'m str> {
    message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(markup) => Some(markup.as_ref()),
        _ => None,
    })
}

/// Where a saved page was, with the name of the header that says so.
fn address(message: &Message<'_>) -> Option<(&'static str, String)> {
    let header = |name: &'static str| {
        let value = message.header_raw(name)?.trim();
        url::is_absolute(value).then(|| (name, value.to_string()))
    };
    let of_part = || {
        let part = message.html_bodies().find(|part| part.is_text_html())?;
        let value = part.content_location().map(str::trim)?;
        url::is_absolute(value).then(|| ("Content-Location", value.to_string()))
    };
    header("Snapshot-Content-Location").or_else(|| header("Content-Location")).or_else(of_part)
}

/// The message with headers in UTF-8: old ones hold bytes of the charset that the message declares.
fn with_plain_headers(bytes: &[u8]) -> (Cow<'_, [u8]>, Vec<String>) {
    let end = [&b"\n\n"[..], b"\r\n\r\n"]
        .iter()
        .filter_map(|blank| memchr::memmem::find(bytes, blank))
        .min()
        .unwrap_or(bytes.len());
    let (headers, rest) = bytes.split_at(end);
    if std::str::from_utf8(headers).is_ok() {
        return (Cow::Borrowed(bytes), Vec::new());
    }
    let lower = String::from_utf8_lossy(headers).to_lowercase();
    let charset = lower.split_once("charset=").and_then(|(_, rest)| {
        rest.trim_start_matches('"').split(|c: char| c.is_whitespace() || "\";".contains(c)).next()
    });
    let Ok(decoded) = encoding::decode(headers.to_vec(), charset) else {
        return (Cow::Borrowed(bytes), Vec::new());
    };
    let notes = decoded.notes.into_iter().map(|note| format!("headers: {note}")).collect();
    let mut plain = decoded.text.into_bytes();
    plain.extend_from_slice(rest);
    (Cow::Owned(plain), notes)
}

/// The name of the first sender, else the address.
fn sender(from: &Address<'_>) -> Option<String> {
    let first = from.first()?;
    let name = first.name().map(str::to_string).and_then(one_line);
    name.or_else(|| first.address().map(str::to_string))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_from_headers_of_articles() {
        assert!(is_mail("From: a@b.org (Ann)\nSubject: Talks\nLines: 4\n\nBody"));
        assert!(is_mail("Received: from x\n\tby y\nFrom: Ann <a@b.org>\n\nBody"));
        assert!(!is_mail("Title: Talks\nDate: 2025-12-04\n\nBody"));
        assert!(!is_mail("From: the editor\nSubject: none\n\nBody"));
        assert!(!is_mail("From here on: it went well\n\nBody"));
    }

    #[test]
    fn pages_saved_as_messages_are_told_from_headers_of_articles() {
        let related = "MIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary=b\n\nBody";
        assert!(is_mail(related));
        assert!(is_mail(&format!("From: \"Saved by a browser\"\nSubject: Talks\n{related}")));
        assert!(!is_mail("MIME-Version: 1.0\nContent-Type: text/plain\n\nBody"));
        let bare = "From: \"Saved by a browser\"\nMIME-Version: 1.0\nContent-Type: text/html;\n\tcharset=\"gb2312\"\n";
        assert!(is_mail(&format!("{bare}Content-Location: https://a.example/1\n\n<p>Body")));
        assert!(!is_mail(&format!("{bare}\n<p>Body")));
        let sent = "MIME-Version: 1.0\nContent-Type: text/html\nContent-Location: https://a.example/1\n\nBody";
        assert!(!is_mail(sent));
        assert!(is_mail(&format!("X-MimeOLE: Produced By a browser\n{sent}")));
    }
}
