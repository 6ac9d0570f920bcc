//! Parsed markup -> the text a reader sees: paragraphs parted by blank lines, items as lines.

use dom_query::{NodeData, NodeRef};

use super::super::start_of;

/// Elements whose content is no text of the page.
pub(super) fn is_hidden(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "math"
            | "button"
            | "select"
            | "option"
            | "textarea"
            | "input"
            | "iframe"
            | "object"
            | "embed"
            | "video"
            | "audio"
            | "canvas"
            | "head"
            | "title"
            | "link"
            | "meta"
            | "map"
            // How a word is read aloud stands above it and is no part of the line.
            | "rt"
            | "rp"
            // What was taken out of a text is shown as such.
            | "del"
    )
}

/// Line breaks around an element: 2 for a paragraph, 1 for a line, 0 inside one.
fn gap(name: &str) -> usize {
    match name {
        "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "nav"
        | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "pre" | "ul" | "ol" | "dl"
        | "table" | "figure" | "figcaption" | "form" | "fieldset" | "hr" | "address"
        | "details" | "summary" | "center" => 2,
        "li" | "dt" | "dd" | "tr" | "caption" | "br" | "legend" => 1,
        _ => 0,
    }
}

/// True for an element before and behind which a line ends.
pub(super) fn breaks(name: &str) -> bool {
    gap(name) > 0
}

/// True for an element that stands in a line of text.
pub(super) fn is_inline(name: &str) -> bool {
    gap(name) == 0 && !is_hidden(name) && !matches!(name, "td" | "th" | "html" | "body" | "img")
}

/// Stands for a line break in text that something else than [`text`] works on before: no text has this
/// character, which Unicode keeps for the use inside of programs.
pub(super) const BREAK: char = '\u{fdd0}';

const SOFT_HYPHEN: char = '\u{ad}';

/// Returns the text below a node.
pub(super) fn text(node: &NodeRef<'_>) -> String {
    let mut writer = Writer::default();
    writer.node(node, 0);
    writer.text.trim().to_string()
}

/// Returns the text below a node on one line, cut at `limit` bytes: no more of the page is read, so
/// that elements inside each other cost no more than others.
pub(super) fn line(node: &NodeRef<'_>, limit: usize) -> String {
    let line = start(node, limit).split_whitespace().collect::<Vec<_>>().join(" ");
    start_of(&line, limit).trim_end().to_string()
}

/// Returns the start of the text below a node, of no more than `limit` bytes and the break before them.
pub(super) fn start(node: &NodeRef<'_>, limit: usize) -> String {
    let mut writer = Writer { limit, ..Writer::default() };
    writer.node(node, 0);
    writer.text.trim().to_string()
}

/// Characters of a mark that leads to a footnote, with its brackets.
const LONGEST_MARK: usize = 5;

/// Letters of the shortest word behind which a raised number is no power: units are shorter.
const SHORTEST_WORD: usize = 4;

/// True for raised text behind `before` that leads to a footnote: a sign or number that is a link to a place of
/// a page, or a number behind a word or the end of a sentence.
fn is_footnote_mark(node: &NodeRef<'_>, before: &str) -> bool {
    let text = node.text();
    let mark = text.trim();
    let sign = mark.trim_matches(['[', ']', '(', ')']);
    if sign.is_empty() || mark.chars().count() > LONGEST_MARK {
        return false;
    }
    let is_number = sign.bytes().all(|b| b.is_ascii_digit());
    let is_sign = sign.chars().count() == 1;
    let mut links = node.descendants_it().take(4).filter(|inner| inner.has_name("a"));
    let leads = links.any(|link| link.attr("href").is_some_and(|href| href.contains('#')));
    let letters =
        before.chars().rev().take_while(|c| c.is_alphabetic()).take(SHORTEST_WORD).count();
    let behind_words =
        letters >= SHORTEST_WORD || before.ends_with(['.', ',', '!', '?', '”', '"', ';']);
    leads && (is_number || is_sign) || is_number && behind_words
}

struct Writer {
    text: String,
    /// Bytes of text that are enough.
    limit: usize,
    /// Line breaks owed before the next text.
    gap: usize,
    /// A space is owed before the next text.
    space: bool,
    /// Inside preformatted text.
    raw: usize,
    /// Lists that are open: their paragraphs are lines.
    lists: usize,
}

impl Default for Writer {
    fn default() -> Writer {
        Writer { text: String::new(), limit: usize::MAX, gap: 0, space: false, raw: 0, lists: 0 }
    }
}

impl Writer {
    fn node(&mut self, node: &NodeRef<'_>, depth: usize) {
        // The markup was bounded; what a parser adds to it is a few levels.
        if depth > 600 || self.text.len() >= self.limit {
            return;
        }
        let name = node.query_or(None, |tree| match &tree.data {
            NodeData::Element(element) => Some(element.name.local.clone()),
            NodeData::Text { contents } => {
                for (n, piece) in contents.split(BREAK).enumerate() {
                    self.gap = self.gap.max(usize::from(n > 0));
                    self.push(piece);
                }
                None
            }
            _ => None,
        });
        let name = name.as_ref().map_or("", |name| name.as_ref());
        if is_hidden(name) || name == "sup" && is_footnote_mark(node, &self.text) {
            return;
        }
        let gap = if self.lists > 0 { gap(name).min(1) } else { gap(name) };
        self.gap = self.gap.max(gap);
        let list = matches!(name, "ul" | "ol" | "dl" | "table");
        self.lists += usize::from(list);
        self.raw += usize::from(name == "pre");
        let mut child = node.first_child();
        while let Some(current) = child.filter(|_| self.text.len() < self.limit) {
            self.node(&current, depth + 1);
            child = current.next_sibling();
        }
        self.lists -= usize::from(list);
        self.raw -= usize::from(name == "pre");
        if matches!(name, "td" | "th") {
            self.space = true;
        }
        if name != "br" {
            self.gap = self.gap.max(gap);
        }
    }

    fn push(&mut self, contents: &str) {
        // Where a word may be parted at the end of a line is no part of it.
        let whole;
        let contents = if contents.contains(SOFT_HYPHEN) {
            whole = contents.replace(SOFT_HYPHEN, "");
            &whole
        } else {
            contents
        };
        // What is passed over for a limit may be white space alone; labels hold none of that length.
        let contents = start_of(contents, self.limit.saturating_sub(self.text.len()));
        if self.raw > 0 && !contents.trim().is_empty() {
            self.owed();
            self.text.push_str(contents);
            return;
        }
        let mut words = contents
            .split(|c: char| c.is_whitespace() && c != '\u{a0}' || c == '\u{200b}')
            .filter(|w| !w.is_empty());
        let Some(first) = words.next() else {
            self.space |= !contents.is_empty();
            return;
        };
        self.space |= contents.starts_with(char::is_whitespace);
        self.owed();
        self.text.push_str(first);
        for word in words {
            self.text.push(' ');
            self.text.push_str(word);
        }
        self.space = contents.ends_with(char::is_whitespace);
    }

    /// Writes the breaks or the space that are owed.
    fn owed(&mut self) {
        let (gap, space) = (std::mem::take(&mut self.gap), std::mem::take(&mut self.space));
        if self.text.is_empty() {
            return;
        }
        if gap > 0 {
            self.text.truncate(self.text.trim_end().len());
            self.text.extend(std::iter::repeat_n('\n', gap));
        } else if space && !self.text.ends_with(char::is_whitespace) {
            self.text.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    #[test]
    fn readers_see_paragraphs_and_lines() {
        let markup = "<div><h2>Part</h2><p>One <b>two</b>,\n three.<br>Four<p>Five&nbsp;<i> six</i>\
                      <ul><li>a<li><p>b</p></ul><table><tr><td>c<td>d<tr><td>e</table><script>x</script></div>";
        let document = Document::fragment(markup);
        let text = super::text(&document.root());
        assert_eq!(text, "Part\n\nOne two, three.\nFour\n\nFive\u{a0}six\n\na\nb\n\nc d\ne");
    }

    #[test]
    fn words_are_whole_and_said_once() {
        let markup = "<p>Schleu\u{ad}sen&shy;wärter <ruby>閘<rp>(</rp><rt>こう</rt><rp>)</rp>門<rt>もん</rt></ruby>を";
        let document = Document::fragment(markup);
        assert_eq!(super::text(&document.root()), "Schleusenwärter 閘門を");
    }

    #[test]
    fn marks_of_footnotes_and_what_was_deleted_are_no_text() {
        for (markup, wanted) in [
            ("The treaty<sup>1</sup> holds.<sup>12</sup> So", "The treaty holds. So"),
            ("the dam<sup><a href=#fn1>[1]</a></sup>, and", "the dam, and"),
            ("the dam<sup id=r><a href='/a#note'>*</a></sup>", "the dam"),
            ("40 m<sup>2</sup> of 10<sup>6</sup>", "40 m2 of 106"),
            ("the 4<sup>th</sup> day, E = mc<sup>2</sup>", "the 4th day, E = mc2"),
            ("see<sup><a href=/other>notes</a></sup>", "seenotes"),
            ("on <del>Monday</del><ins>Tuesday</ins> it", "on Tuesday it"),
            ("<p>One.</p><del><p>Two.</p></del><p>Three.</p>", "One.\n\nThree."),
        ] {
            let document = Document::fragment(markup);
            assert_eq!(super::text(&document.root()), wanted, "{markup}");
        }
    }

    #[test]
    fn a_line_ends_at_its_limit() {
        let document = Document::fragment("<div><p>One <b>two</b></p><p>three é four</p></div>");
        let line = |limit| super::line(&document.root(), limit);
        assert_eq!(line(100), "One two three é four");
        assert_eq!(line(15), "One two three");
        assert_eq!(line(9), "One two t");
        assert_eq!(line(0), "");
    }
}
