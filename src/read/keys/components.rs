//! A story in components, each with a role, as apps for news take it -> its text.

use serde_json::{Map, Value};

use crate::read::html;

/// The name of a list of components, in a document and in a component.
const LIST: &str = "components";

/// The role of what a story tells.
const BODY: &str = "body";

/// Roles of what fields of their own tell, and of buttons.
const NO_STORY: &[&str] =
    &["title", "byline", "author", "photographer", "illustrator", "logo", "link_button"];

/// Components inside each other that are looked into.
const DEEPEST: usize = 20;

/// The text of a document in components, of which one is its body; `None` for any other.
pub(in crate::read) fn text_of(document: &Map<String, Value>) -> Option<String> {
    let mut told = Told::default();
    told.list(document, 0);
    told.has_body.then(|| told.texts.join("\n\n"))
}

#[derive(Default)]
struct Told {
    texts: Vec<String>,
    has_body: bool,
}

impl Told {
    fn list(&mut self, of: &Map<String, Value>, depth: usize) {
        let components = of.get(LIST).and_then(Value::as_array).into_iter().flatten();
        for component in components.filter_map(Value::as_object) {
            let role = component.get("role").and_then(Value::as_str).unwrap_or_default();
            if role.is_empty() || NO_STORY.contains(&role) || depth > DEEPEST {
                continue;
            }
            let text = super::text_of(&Value::Object(component.clone()));
            let is_markup = |text: &str| {
                component.get("format").is_some_and(|format| format == "html")
                    || html::looks_like_markup(text)
            };
            let text = text.map(|text| if is_markup(&text) { html::fragment(&text) } else { text });
            self.has_body |= role == BODY && text.is_some();
            self.texts.extend(text);
            self.list(component, depth + 1);
        }
    }
}
