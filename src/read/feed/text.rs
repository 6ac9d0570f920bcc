//! The text of the element of a feed that is open, with the markup that stands unescaped in it.
//!
//! Texts of feeds are markup. Most escape it; Atom's `type="xhtml"` writes it as elements, which are
//! written down again here, so that both are rendered in one way.

use quick_xml::events::BytesStart;

/// Elements whose content is a text, and may be markup.
const TEXTS: &[&str] = &["title", "content", "content:encoded", "summary", "description"];

/// The text of one element.
#[derive(Default)]
pub(super) struct Text {
    /// What it holds so far: plain, or markup that [`crate::read::html`] renders.
    pub(super) written: String,
    /// The element of [`TEXTS`] that is open: elements in it are markup.
    holder: Option<Holder>,
}

struct Holder {
    /// Elements around it.
    depth: usize,
    /// Elements inside it that are open.
    inside: usize,
    /// True when it says that it holds elements: its text is no markup then.
    is_xhtml: bool,
}

impl Text {
    /// Takes note of an element that opens inside `depth` others.
    pub(super) fn opened(&mut self, tag: &BytesStart<'_>, name: &str, depth: usize) {
        if matches!(name, "item" | "entry") {
            // Whatever was left open before it.
            self.holder = None;
        }
        if let Some(holder) = &mut self.holder {
            holder.inside += 1;
            self.written.push_str(&format!("<{name}>"));
            return;
        }
        self.written.clear();
        if TEXTS.contains(&name) {
            let is_xhtml = |value: &str| matches!(value, "xhtml" | "application/xhtml+xml");
            let is_xhtml =
                tag.attributes().flatten().any(|a| a.key.as_ref() == "type" && is_xhtml(&a.value));
            self.holder = Some(Holder { depth, inside: 0, is_xhtml });
        }
    }

    /// Takes note of an element without content.
    pub(super) fn empty(&mut self, name: &str) {
        match (name, &self.holder) {
            (_, None) => {}
            ("br" | "hr", Some(_)) => self.written.push_str(&format!("<{name}>")),
            (_, Some(_)) => self.written.push_str(&format!("<{name}></{name}>")),
        }
    }

    /// Takes note of an element that closes inside `depth` others; true when it was markup.
    pub(super) fn closed(&mut self, name: &str, depth: usize) -> bool {
        match &mut self.holder {
            Some(holder) if holder.depth < depth => {
                holder.inside = holder.inside.saturating_sub(1);
                self.written.push_str(&format!("</{name}>"));
                true
            }
            _ => {
                self.holder = None;
                false
            }
        }
    }

    /// Adds text, without its references.
    pub(super) fn push(&mut self, piece: &str) {
        let beside_elements =
            self.holder.as_ref().is_some_and(|holder| holder.is_xhtml || holder.inside > 0);
        if beside_elements {
            self.written.push_str(&quick_xml::escape::partial_escape(piece));
        } else {
            self.written.push_str(piece);
        }
    }
}
