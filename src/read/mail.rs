//! A mail message, or a page saved as one -> one article.

use std::borrow::Cow;

use mail_parser::{Address, MessageParser};

use super::encoding;
use super::keys::one_line;
use super::{Context, Draft, MAX_ARTICLE_BYTES, Out, dates, html, offer};
use crate::article::{Method, SkipReason};

/// Text parts of one message that are read; the rest are attachments by another name.
const MOST_PARTS: usize = 50;

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

/// True for text that opens with the headers of a message, sender and one telling other among them.
pub(super) fn is_mail(text: &str) -> bool {
    let (mut sender, mut telling, mut lines) = (false, false, 0);
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
        sender |= name == "from" && (value.contains('@') || value.contains("Saved by"));
        telling |= TELLING.contains(&name.as_str());
    }
    sender && telling && lines >= 2
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
    let address = raw("Snapshot-Content-Location").map(str::to_string);
    let mut draft = match (&address, message.body_html(0)) {
        // A browser that saves a page as mail puts the page into its first part.
        (Some(_), Some(page)) => html::draft(&page, context)?,
        _ => Draft { top: false, ..Draft::default() },
    };
    let article = &mut draft.article;
    if let Some(address) = address {
        offer(&mut article.url, Some(address.clone()), Method::MailHeader, || {
            format!("Snapshot-Content-Location: {address}")
        });
    } else {
        let date = raw("Date").and_then(|written| dates::parse(written, context.order));
        offer(&mut article.date, date, Method::MailHeader, || {
            format!("Date: {}", raw("Date").unwrap_or_default())
        });
        offer(&mut article.author, message.from().and_then(sender), Method::MailHeader, || {
            one_line(format!("From: {}", raw("From").unwrap_or_default())).unwrap_or_default()
        });
        if let Some(place) = raw("Archived-At").map(|place| place.trim_matches(['<', '>'])) {
            let place = Some(place.to_string()).filter(|place| super::url::is_absolute(place));
            offer(&mut article.url, place.clone(), Method::MailHeader, || {
                format!("Archived-At: {}", place.unwrap_or_default())
            });
        }
        let parts = message.text_body_count().min(MOST_PARTS);
        for part in 0..parts {
            let text = message.body_text(part).unwrap_or_default();
            if draft.raw.len() as u64 > MAX_ARTICLE_BYTES {
                break;
            }
            draft.raw.push_str(text.trim_end());
            draft.raw.push_str("\n\n");
        }
        if draft.raw.trim().is_empty()
            && let Some(page) = message.body_html(0)
        {
            draft.raw = html::fragment(&page);
        }
        if message.text_body_count() > MOST_PARTS {
            draft.article.notes.push(format!("only the first {MOST_PARTS} parts were read"));
        }
    }
    let subject = message.subject().map(str::to_string).and_then(one_line);
    let shown = subject.clone().unwrap_or_default();
    offer(&mut draft.article.title, subject, Method::MailHeader, || format!("Subject: {shown}"));
    draft.raw = encoding::unify_breaks(draft.raw);
    draft.raw.retain(|c| c != '\0');
    draft.article.notes.extend(notes);
    Ok((message.message_id().map(str::to_string), draft))
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
}
