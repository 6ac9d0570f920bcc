//! A list of terms that says who wrote a page and when: `<dl><dt>By<dd>Ann Lee<dt>Published<dd>…</dl>`.

use dom_query::NodeRef;

use super::{names, render};
use crate::read::dates::labels::{CHANGED, PUBLISHED};

/// Longest list of this kind, in bytes.
const LONGEST: usize = 300;

/// What a term is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Term {
    Writer,
    Day,
}

/// The terms of a list with what stands behind them; `None` for a list that says anything else.
fn terms(list: &NodeRef<'_>) -> Option<Vec<(Term, String)>> {
    if !list.has_name("dl") || render::start(list, 2 * LONGEST).len() > LONGEST {
        return None;
    }
    let mut found: Vec<(Term, String)> = Vec::new();
    let mut term = None;
    for node in list.descendants_it() {
        let (is_term, is_said) = (node.has_name("dt"), node.has_name("dd"));
        if is_term {
            let text = render::line(&node, LONGEST).to_lowercase();
            let label = text.trim_end_matches([':', ' ']);
            let is_day = [PUBLISHED, CHANGED].iter().any(|labels| labels.contains(&label));
            let is_writer = names::is_label(label);
            let of = if is_writer { Some(Term::Writer) } else { is_day.then_some(Term::Day) };
            term = Some(of?);
        } else if is_said {
            found.push((term?, render::line(&node, LONGEST)));
        }
    }
    (!found.is_empty()).then_some(found)
}

/// True for a list that says who wrote a page or when, and nothing else.
pub(super) fn is_list(node: &NodeRef<'_>) -> bool {
    terms(node).is_some()
}

/// The writers that such a list names.
pub(super) fn writers(node: &NodeRef<'_>) -> Vec<String> {
    let terms = terms(node).unwrap_or_default();
    terms.into_iter().filter(|(term, _)| *term == Term::Writer).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use crate::read::tests::{articles, value};

    #[test]
    fn a_list_of_writer_and_day_is_read_and_no_text() {
        let told = "<p>The ferry stopped on Monday, and those who waited went home on foot.</p>"
            .to_string()
            + "<p>Nobody can say when it will be mended, or who is to pay for the new bearing.</p>";
        let page = |list: &str| {
            format!("<title>Ferry stops</title><article><h1>Ferry stops</h1>{list}{told}</article>")
        };
        let list =
            "<dl><dt>By:</dt><dd>Ann Lee</dd><dt>Published</dt><dd>4 December 2025</dd></dl>";
        let found = &articles("a.html", page(list).as_bytes())[0];
        assert_eq!(value(&found.author).as_deref(), Some("Ann Lee"));
        assert_eq!(found.date.as_ref().unwrap().value.to_string(), "2025-12-04");
        assert!(
            !found.text.contains("Ann Lee") && !found.text.contains("Published"),
            "{}",
            found.text
        );
        let other = "<dl><dt>By</dt><dd>Ann Lee</dd><dt>Length</dt><dd>40 m</dd></dl>";
        let found = &articles("a.html", page(other).as_bytes())[0];
        assert!(found.text.contains("40 m"), "{}", found.text);
        assert_eq!(found.author, None);
    }
}
