//! Many mail messages in one file -> an article each.
//!
//! Each message opens with an envelope line `From address date` at the start of the file or behind a
//! blank line. The file is streamed; a line of a story that begins with `From ` is written `>From `.

use super::source::{self, Head, Line};
use super::{Context, MAX_ARTICLE_BYTES, MAX_MARKUP_BYTES, Out, mail};
use crate::article::SkipReason;

/// True for an envelope line: an address without spaces, and a year and a time behind it.
pub(super) fn is_envelope(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    // Senders may be written in any encoding.
    let rest = String::from_utf8_lossy(rest);
    let Some((address, date)) = rest.trim().split_once(' ') else { return false };
    let year =
        date.split_whitespace().any(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()));
    !address.is_empty() && year && date.contains(':') && date.len() < 100
}

/// True for the first envelope, which a byte order mark and white space may stand before.
fn opens(line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(line);
    is_envelope(text.trim_start_matches('\u{feff}').trim_start().as_bytes())
}

/// Reads every message; a file of one is one article, like any other mail.
pub(super) fn read(
    head: &mut Head<'_>,
    context: &Context<'_>,
    out: &mut Out<'_>,
) -> Result<(), SkipReason> {
    let (mut message, mut line) = (Vec::new(), Vec::new());
    let (mut number, mut is_long, mut after_blank) = (0u64, false, true);
    loop {
        let read = source::read_line(head, &mut line, MAX_MARKUP_BYTES)
            .map_err(|error| SkipReason::Unreadable(error.to_string()))?;
        let is_end = matches!(read, Line::End);
        let opens = if number == 0 { opens(&line) } else { after_blank && is_envelope(&line) };
        if is_end || opens {
            let is_only = is_end && number == 1;
            let place = || format!("message {number}");
            let too_long = SkipReason::TooLong(MAX_ARTICLE_BYTES);
            let message = std::mem::take(&mut message);
            match if is_long { Err(too_long) } else { mail::draft(&message, context) } {
                _ if number == 0 && is_end => {
                    return Err(SkipReason::BadRecord("it is not a message".to_string()));
                }
                _ if number == 0 => {}
                Err(reason) if is_only => return Err(reason),
                Err(reason) => out.bad_record(context, place(), reason),
                Ok((_, draft)) if is_only => out.only(draft, context)?,
                Ok((key, draft)) => out.record(key, draft, context, place),
            }
            if is_end {
                return Ok(());
            }
            (number, is_long, after_blank) = (number + 1, false, false);
            continue;
        }
        is_long |=
            matches!(read, Line::TooLong) || (message.len() + line.len()) as u64 > MAX_MARKUP_BYTES;
        if is_long {
            message.clear();
            after_blank = line.trim_ascii().is_empty();
            continue;
        }
        after_blank = line.trim_ascii().is_empty();
        let signs = line.iter().take_while(|b| **b == b'>').count();
        let is_escaped = signs > 0 && line[signs..].starts_with(b"From ");
        message.extend_from_slice(&line[usize::from(is_escaped)..]);
        message.push(b'\n');
    }
}

#[cfg(test)]
mod tests {
    use super::is_envelope;

    #[test]
    fn envelopes_are_told_from_sentences() {
        assert!(is_envelope(b"From ann@wire.example Thu Dec  4 10:30:00 2025\n"));
        assert!(is_envelope(b"From MAILER-DAEMON Thu Dec 04 10:30:00 +0000 2025\r\n"));
        assert!(!is_envelope(b"From the customs house it is a mile to the dam.\n"));
        assert!(!is_envelope(b">From ann@wire.example Thu Dec  4 10:30:00 2025\n"));
    }
}
