//! Markup -> the same markup with nesting bounded.
//!
//! A parser of HTML takes quadratic time, and whoever walks its tree a deep stack, when tags nest
//! without end. Real pages nest some fifty deep. Tags below the bound are cut out before parsing.

use std::borrow::Cow;
use std::collections::HashMap;

/// Tags that may be open at once.
const DEEPEST: usize = 240;

/// Formatting tags that may be open at once: a parser opens them again in every block.
const MOST_FORMATTING: usize = 16;

/// Tags a page may have. A page of 200,000 is a listing of megabytes.
const MOST_TAGS: usize = 200_000;

/// Signs `<` that open no tag, and character references: each becomes a piece of text of its own.
const MOST_PIECES: usize = 150_000;

/// White space and `=` in one long tag: a parser compares each attribute with all before it.
const MOST_IN_TAG: usize = 2000;

/// Markup that can be parsed in time.
pub(super) struct Bounded<'a> {
    pub(super) markup: Cow<'a, str>,
    /// True when something was cut out.
    pub(super) note: bool,
}

/// Cuts out start tags that nest too deeply, and everything behind too many tags.
pub(super) fn bounded(markup: &str) -> Bounded<'_> {
    let whole = markup;
    let reference = memchr::memchr_iter(b'&', markup.as_bytes()).nth(MOST_PIECES);
    let markup = &markup[..reference.unwrap_or(markup.len())];
    let bytes = markup.as_bytes();
    let mut stray = 0usize;
    let mut open: Vec<&str> = Vec::new();
    let mut formatting: HashMap<&str, usize> = HashMap::new();
    let mut formatting_open = 0usize;
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let mut tags = 0usize;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        let start = at + found;
        let rest = &bytes[start + 1..];
        if rest.starts_with(b"!--") {
            let Some(end) = memchr::memmem::find(rest, b"-->") else {
                cuts.push((start, bytes.len()));
                break;
            };
            at = start + 1 + end + 3;
            continue;
        }
        let closing = rest.first() == Some(&b'/');
        let name_at = start + 1 + usize::from(closing);
        let length =
            bytes[name_at..].iter().take(24).take_while(|b| b.is_ascii_alphanumeric()).count();
        let name = &markup[name_at..name_at + length];
        if length == 0 {
            at = start + 1;
            stray += 1;
            if stray > MOST_PIECES {
                cuts.push((start, bytes.len()));
                break;
            }
            continue;
        }
        let end =
            memchr::memchr(b'>', &bytes[name_at..]).map_or(bytes.len(), |end| name_at + end + 1);
        at = end;
        tags += 1;
        if tags > MOST_TAGS {
            cuts.push((start, bytes.len()));
            break;
        }
        if end - start > MOST_IN_TAG {
            let parts = bytes[start..end].iter().filter(|b| b.is_ascii_whitespace() || **b == b'=');
            if parts.count() > MOST_IN_TAG {
                cuts.push((start, end));
                continue;
            }
        }
        let is = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
        if is(&["script", "style", "textarea", "title", "xmp"]) && !closing {
            let Some(raw) = raw_end(bytes, end, name) else {
                // To the parser all behind it is no markup.
                cuts.push((end, bytes.len()));
                break;
            };
            at = raw;
            continue;
        }
        // Void elements and those whose end may be left out do not nest by themselves.
        let flat = is(&[
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
            "source", "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead",
            "tfoot", "option", "html", "head", "body",
        ]);
        let self_closed = bytes[..end].ends_with(b"/>");
        if flat {
            continue;
        }
        let formats = is(&[
            "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong",
            "tt", "u",
        ]);
        if formats {
            let count = formatting.entry(name).or_default();
            if closing {
                formatting_open -= usize::from(*count > 0);
                *count = count.saturating_sub(1);
            } else if formatting_open >= MOST_FORMATTING {
                cuts.push((start, end));
            } else {
                *count += 1;
                formatting_open += 1;
            }
        } else if closing {
            if let Some(place) = open.iter().rposition(|tag| tag.eq_ignore_ascii_case(name)) {
                open.truncate(place);
            }
        } else if open.len() >= DEEPEST {
            cuts.push((start, end));
        } else if !self_closed || !is(&["path", "g", "rect", "use", "circle", "line", "polygon"]) {
            open.push(name);
        }
    }
    if cuts.is_empty() {
        return Bounded { markup: Cow::Borrowed(markup), note: markup.len() < whole.len() };
    }
    let mut kept = String::with_capacity(markup.len());
    let mut from = 0;
    for (start, end) in cuts {
        kept.push_str(&markup[from..start]);
        from = end;
    }
    kept.push_str(&markup[from..]);
    Bounded { markup: Cow::Owned(kept), note: true }
}

/// Where the raw text of an element ends.
fn raw_end(bytes: &[u8], from: usize, name: &str) -> Option<usize> {
    let mut at = from;
    loop {
        let found = at + memchr::memmem::find(&bytes[at..], b"</")?;
        let after = &bytes[found + 2..];
        if after.len() >= name.len() && after[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return Some(found);
        }
        at = found + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pages_stay_as_they_are() {
        let page = "<html><body>".to_string()
            + &"<div><p>text<br><b>bold</b><ul><li>a<li>b</ul></div>".repeat(1000);
        assert!(!bounded(&page).note);
        let unclosed = "<p><font color=red>text".repeat(10);
        assert!(!bounded(&unclosed).note);
    }

    #[test]
    fn deep_nesting_is_cut_and_text_stays() {
        let page = "<div>x".repeat(100_000);
        let cut = bounded(&page);
        assert!(cut.note);
        assert_eq!(cut.markup.matches("<div>").count(), DEEPEST);
        assert_eq!(cut.markup.matches('x').count(), 100_000);
        let bold: String = (0..5000).map(|i| format!("<p><b id={i}>x</p>")).collect();
        assert_eq!(bounded(&bold).markup.matches("<b").count(), MOST_FORMATTING);
    }

    #[test]
    fn what_breaks_into_too_many_pieces_is_cut() {
        assert!(bounded(&"<".repeat(500_000)).markup.len() < 200_000);
        assert!(bounded(&"&#".repeat(500_000)).markup.len() < 400_000);
        let attributes: String = (0..50_000).map(|i| format!("a{i}=1 ")).collect();
        assert_eq!(bounded(&format!("<p {attributes}>x")).markup, "x");
        assert_eq!(bounded("a<!-- never closed").markup, "a");
        // What never closes is looked for once, not once for each that never closes.
        for name in ["script", "style", "title", "xmp", "textarea"] {
            let open = format!("<{name}>");
            assert_eq!(bounded(&format!("a{}", open.repeat(1000))).markup, format!("a{open}"));
        }
    }

    #[test]
    fn scripts_hide_their_tags() {
        let page = format!("<script>{}</script><p>a", "\"<div>\"".repeat(1000));
        assert!(!bounded(&page).note);
    }
}
