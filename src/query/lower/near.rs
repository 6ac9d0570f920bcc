//! Nearness: chains of `NEAR`, and quoted words in any order.

use std::ops::Range;

use super::super::ast::Node;
use super::super::plan::{Nearness, Pattern, Scope, Sequence, Slot, TermKey};
use super::{Lowering, text_of_word};

impl Lowering<'_> {
    /// Lowers a chain of `NEAR`; `None` when nothing of it can be searched.
    pub(super) fn near(&mut self, node: &Node, scope: Scope, positive: bool) -> Option<usize> {
        let (mut nodes, mut distances) = (Vec::new(), Vec::new());
        flatten(node, &mut nodes, &mut distances);
        let (mut items, mut gaps, mut text) = (Vec::new(), Vec::new(), String::new());
        let mut span: Option<Range<usize>> = None;
        for (i, node) in nodes.into_iter().enumerate() {
            let distance = i.checked_sub(1).map(|before| distances[before]);
            if let Some(distance) = distance {
                text.push_str(&format!(" NEAR/{distance} "));
            }
            let here = self.item(node, &mut text);
            let at = span_of(node);
            span = Some(
                span.map_or(at.clone(), |span| span.start.min(at.start)..span.end.max(at.end)),
            );
            match (here, items.is_empty()) {
                (Some(item), true) => items.push(item),
                (Some(item), false) => {
                    items.push(item);
                    gaps.extend(distance);
                }
                // Without a word between them its neighbours are as far apart as either was from
                // it, whichever is more.
                (None, _) => {
                    if let (Some(next), Some(gap)) = (distances.get_mut(i), distance) {
                        *next = gap.max(*next);
                    }
                }
            }
        }
        let pattern = match items.len() {
            0 => return None,
            1 => Pattern::Any(items.pop().unwrap_or_default()),
            _ => Pattern::Near { items, nearness: Nearness::Chain(gaps) },
        };
        Some(self.leaf(&text, &span.unwrap_or_default(), scope, pattern, positive))
    }

    /// Returns what one item of a chain stands for, and appends it to `text` as it was typed.
    fn item(&mut self, node: &Node, text: &mut String) -> Option<Vec<Sequence>> {
        match node {
            Node::Word(word) => {
                text.push_str(&text_of_word(word));
                self.sequences(word, false)
            }
            Node::Phrase(phrase) => {
                text.push_str(&format!("\"{}\"", phrase.text));
                if let Some(others) = phrase.slop {
                    let typed = format!("\"{}\"~{others}", phrase.text);
                    self.note(
                        typed,
                        phrase.span.clone(),
                        "beside NEAR: its words must be adjacent",
                    );
                }
                self.exact_slots(phrase).map(|slots| vec![Sequence::whole(slots)])
            }
            Node::Any(nodes) => {
                let mut sequences = Vec::new();
                for (i, node) in nodes.iter().enumerate() {
                    text.push_str(if i == 0 { "(" } else { " OR " });
                    sequences.extend(self.item(node, text).unwrap_or_default());
                }
                text.push(')');
                (!sequences.is_empty()).then_some(sequences)
            }
            // The grammar has nothing else beside a `NEAR`.
            _ => None,
        }
    }
}

/// Lays a chain out: its items, and the distance between each and the next.
fn flatten<'a>(node: &'a Node, items: &mut Vec<&'a Node>, distances: &mut Vec<u32>) {
    match node {
        Node::Near { left, right, distance } => {
            flatten(left, items, distances);
            distances.push(*distance);
            flatten(right, items, distances);
        }
        node => items.push(node),
    }
}

/// Returns quoted words in any order, with at most so many others among them.
pub(super) fn window(slots: Vec<Slot>, others: u32) -> Pattern {
    let width = (slots.len() as u32).saturating_add(others);
    let mut items: Vec<(Slot, u32)> = Vec::new();
    for slot in slots {
        match items.iter_mut().find(|(same, _)| *same == slot) {
            Some((_, count)) => *count += 1,
            None => items.push((slot, 1)),
        }
    }
    let counts = items.iter().map(|(slot, count)| count + begun_by(slot, &items)).collect();
    let sequence = |(slot, _)| vec![Sequence::whole(vec![slot])];
    let items = items.into_iter().map(sequence).collect();
    Pattern::Near { items, nearness: Nearness::Window { counts, width } }
}

/// Returns how many of the pairs that are asked for begin with the character of a slot. Each of them
/// takes a place at which the character stands, so it needs so many more for itself.
fn begun_by(lead: &Slot, items: &[(Slot, u32)]) -> u32 {
    if !lead.is_lead() {
        return 0;
    }
    let begins = |pair: &Slot| {
        pair.keys.iter().any(|key| matches!(key, TermKey::Exact(term) if lead.matches(term)))
    };
    items.iter().filter(|(slot, _)| begins(slot)).map(|(_, count)| count).sum()
}

fn span_of(node: &Node) -> Range<usize> {
    match node {
        Node::Word(word) => word.span.clone(),
        Node::Phrase(phrase) => phrase.span.clone(),
        Node::Any(nodes) => {
            let spans = || nodes.iter().map(span_of);
            spans().map(|s| s.start).min().unwrap_or(0)..spans().map(|s| s.end).max().unwrap_or(0)
        }
        _ => 0..0,
    }
}
