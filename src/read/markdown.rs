//! Markdown -> plain text: paragraphs parted by blank lines, link texts, list items as lines.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A rendered document.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Rendered {
    /// The first heading of the first level, if nothing but markup stands before it.
    pub(super) heading: Option<String>,
    /// The text, without that heading.
    pub(super) text: String,
    /// The other headings.
    pub(super) sections: Vec<String>,
}

/// Renders Markdown to the text a reader sees.
///
/// Addresses, images' addresses, comments and HTML tags are left out; code stays.
pub(super) fn render(source: &str) -> Rendered {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut out = Writer::default();
    for event in Parser::new_ext(source, options) {
        out.event(event);
    }
    Rendered { heading: out.heading, text: out.text.trim().to_string(), sections: out.sections }
}

#[derive(Default)]
struct Writer {
    text: String,
    heading: Option<String>,
    /// Where the text of a heading that may be the title started.
    heading_from: Option<usize>,
    /// Where the text of another heading started.
    section_from: Option<usize>,
    sections: Vec<String>,
    /// Lists that are open.
    lists: usize,
    /// True inside an HTML block of a kind that holds no text.
    hidden: Option<&'static str>,
    /// Blank lines owed before the next text.
    gap: usize,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.push(&text),
            Event::SoftBreak => self.push(" "),
            Event::HardBreak => self.gap = self.gap.max(1),
            Event::Rule => self.gap = 2,
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.gap = 2;
                let first = self.text.trim().is_empty() && self.heading.is_none();
                if first && *level == pulldown_cmark::HeadingLevel::H1 {
                    self.heading_from = Some(self.text.len());
                } else {
                    self.section_from = Some(self.text.len());
                }
            }
            Tag::List(_) => {
                self.gap = self.gap.max(if self.lists == 0 { 2 } else { 1 });
                self.lists += 1;
            }
            Tag::Item | Tag::TableRow | Tag::TableHead => self.gap = self.gap.max(1),
            Tag::Paragraph if self.lists > 0 => self.gap = self.gap.max(1),
            Tag::Paragraph | Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::Table(_) => self.gap = 2,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                if let Some(from) = self.heading_from.take() {
                    let heading = self.text.split_off(from.min(self.text.len()));
                    self.heading = super::keys::one_line(heading);
                }
                if let Some(section) = self.section_from.take().and_then(|at| self.text.get(at..)) {
                    self.sections.push(section.trim().to_string());
                }
                self.gap = 2;
            }
            TagEnd::List(_) => {
                self.lists = self.lists.saturating_sub(1);
                self.gap = if self.lists == 0 { 2 } else { 1 };
            }
            TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead => self.gap = self.gap.max(1),
            TagEnd::TableCell => self.push(" "),
            TagEnd::Paragraph if self.lists > 0 => self.gap = self.gap.max(1),
            TagEnd::Paragraph | TagEnd::BlockQuote(_) | TagEnd::CodeBlock | TagEnd::Table => {
                self.gap = 2;
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        let gap = std::mem::take(&mut self.gap);
        if !self.text.is_empty() && gap > 0 {
            self.text.truncate(self.text.trim_end().len());
            self.text.extend(std::iter::repeat_n('\n', gap));
        }
        self.text.push_str(text);
    }

    /// Keeps the text between tags, breaks lines at block tags, and hides scripts and styles.
    fn html(&mut self, html: &str) {
        let mut rest = html;
        while !rest.is_empty() {
            let Some(open) = rest.find('<') else { break };
            self.push_plain(&rest[..open]);
            let after = &rest[open..];
            let close = if after.starts_with("<!--") { "-->" } else { ">" };
            let Some(end) = after.find(close) else { return };
            self.tag(&after[..end]);
            rest = &after[end + close.len()..];
        }
        self.push_plain(rest);
    }

    fn push_plain(&mut self, text: &str) {
        if text.trim().is_empty() {
            if !text.is_empty() && !self.text.is_empty() && self.gap == 0 {
                self.push(" ");
            }
            return;
        }
        self.push(&super::html::unescape(text));
    }

    fn tag(&mut self, tag: &str) {
        let inner = tag.trim_start_matches('<');
        let (closing, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        let name: String = inner
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        for hidden in ["script", "style"] {
            if name == hidden {
                self.hidden = (!closing).then_some(hidden);
            }
        }
        let gap = match name.as_str() {
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "table" | "ul" | "ol" | "blockquote"
            | "figure" => 2,
            "br" | "li" | "tr" => 1,
            _ => 0,
        };
        self.gap = self.gap.max(gap);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_see_text_and_no_markup() {
        let source = "# A deal\n\nFirst *line*\nsecond [line](http://a.org) & `code`.\n\n- one\n- two\n  - three\n\n\
                      > quoted\n\n<div style=\"x\">kept</div>\n<!-- gone -->\n\n![alt](x.png)\n\n| a | b |\n|---|---|\n| c | d |\n";
        let rendered = render(source);
        assert_eq!(rendered.heading.as_deref(), Some("A deal"));
        assert_eq!(
            rendered.text,
            "First line second line & code.\n\none\ntwo\nthree\n\nquoted\n\nkept\n\nalt\n\na b\nc d"
        );
    }

    #[test]
    fn a_later_heading_stays_text() {
        let rendered = render("Lead.\n\n# Part\n\nMore.");
        assert_eq!(
            rendered,
            Rendered {
                heading: None,
                text: "Lead.\n\nPart\n\nMore.".into(),
                sections: vec!["Part".into()]
            }
        );
    }

    #[test]
    fn scripts_are_hidden() {
        assert_eq!(render("a\n\n<script>let x = 1;</script>\n\nb").text, "a\n\nb");
    }
}
