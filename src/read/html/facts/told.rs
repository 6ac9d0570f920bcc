//! What a page tells machines: metas and scripts.

use dom_query::{Element, NodeRef};

use super::walk::{MOST, attribute};
use super::{Facts, opening};
use crate::read::html::json_ld;

/// Collects what a script holds: linked data, dates, the address that an archive copied.
pub(super) fn script(node: &NodeRef<'_>, element: &Element, facts: &mut Facts) {
    let kind = attribute(element, "type").unwrap_or_default().to_lowercase();
    if kind.contains("ld+json") && facts.linked.len() < MOST {
        facts.linked.extend(json_ld::read(&node.text()));
        return;
    }
    let text = node.text();
    if facts.copied_from.is_none()
        && let Some((_, rest)) = text.split_once("__wm.wombat(\"")
    {
        facts.copied_from = rest.split('"').next().map(str::to_string);
    }
    if facts.scripted.len() < 20 {
        json_ld::scripted_dates(&text, &mut facts.scripted);
    }
}

/// Collects a meta under each name that it has.
pub(super) fn meta(element: &Element, facts: &mut Facts) {
    let get = |attr: &str| attribute(element, attr);
    let Some(content) = get("content").or_else(|| get("value")) else { return };
    if facts.metas.len() >= MOST || content.len() > 5000 {
        return;
    }
    for attr in ["property", "name", "itemprop", "http-equiv"] {
        for key in get(attr).unwrap_or_default().to_lowercase().split_whitespace() {
            if opening::DESCRIPTIONS.contains(&key) {
                facts.descriptions.push(content.clone());
            }
            facts.metas.push((key.to_string(), content.clone()));
        }
    }
}
