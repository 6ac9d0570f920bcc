//! Tokens that fit together -> the tree.
//!
//! From loose to tight: items side by side, `OR`, `AND`, signs and `NOT`, `NEAR`. Equal trees come
//! out for equal meanings: a group of one item is the item, groups of one kind join, two
//! negations cancel.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::super::ast::{Clause, Need, Node, Phrase, Word};
use super::token::{Kind, Token};

/// Builds the clauses of a query.
pub(super) fn clauses(tokens: Vec<Token>) -> Vec<Clause> {
    let mut grammar = Grammar { tokens: tokens.into_iter().peekable() };
    let mut clauses = Vec::new();
    while grammar.tokens.peek().is_some() {
        match grammar.alternatives() {
            Some(Item { node: Node::Not(node), .. }) => {
                clauses.push(Clause { need: Need::MustNot, node: *node });
            }
            Some(Item { node, is_bare }) => {
                let need = if is_bare { Need::Wanted } else { Need::Must };
                clauses.push(Clause { need, node });
            }
            // Tokens that fit together leave nothing over; going on keeps that from mattering.
            None => drop(grammar.tokens.next()),
        }
    }
    clauses
}

/// A node, and whether it is a word with nothing around it.
struct Item {
    node: Node,
    is_bare: bool,
}

struct Grammar {
    tokens: Peekable<IntoIter<Token>>,
}

impl Grammar {
    fn takes(&mut self, kind: &Kind) -> bool {
        self.tokens.next_if(|token| token.kind == *kind).is_some()
    }

    fn alternatives(&mut self) -> Option<Item> {
        let first = self.conjunction()?;
        self.chain(first, &Kind::Or, Node::Any, Self::conjunction)
    }

    fn conjunction(&mut self) -> Option<Item> {
        let first = self.signed()?;
        self.chain(first, &Kind::And, Node::All, Self::signed)
    }

    fn chain(
        &mut self,
        first: Item,
        between: &Kind,
        join: fn(Vec<Node>) -> Node,
        next: fn(&mut Self) -> Option<Item>,
    ) -> Option<Item> {
        if self.tokens.peek().is_none_or(|token| token.kind != *between) {
            return Some(first);
        }
        let mut nodes = vec![first.node];
        while self.takes(between) {
            nodes.extend(next(self).map(|item| item.node));
        }
        Some(Item { node: joined(nodes, join)?, is_bare: false })
    }

    fn signed(&mut self) -> Option<Item> {
        let (mut negated, mut is_bare) = (false, true);
        while let Some(token) =
            self.tokens.next_if(|t| matches!(t.kind, Kind::Minus | Kind::Plus | Kind::Not))
        {
            negated ^= token.kind != Kind::Plus;
            is_bare = false;
        }
        let mut item = self.nearness()?;
        item.is_bare &= is_bare;
        if negated {
            item.node = negation(item.node);
        }
        Some(item)
    }

    fn nearness(&mut self) -> Option<Item> {
        let mut left = self.primary()?;
        while let Some(token) = self.tokens.next_if(|token| matches!(token.kind, Kind::Near(_))) {
            let Kind::Near(distance) = token.kind else { continue };
            let Some(right) = self.primary() else { continue };
            let (left_node, right_node) = (Box::new(left.node), Box::new(right.node));
            let node = Node::Near { left: left_node, right: right_node, distance };
            left = Item { node, is_bare: false };
        }
        Some(left)
    }

    fn primary(&mut self) -> Option<Item> {
        let node = match self.tokens.peek()?.kind {
            Kind::Word(..) | Kind::Phrase(..) | Kind::Dates(_) | Kind::Field(_) => {
                let Token { kind, span } = self.tokens.next()?;
                match kind {
                    Kind::Word(text, form) => {
                        let node = Node::Word(Word { text, span, form });
                        return Some(Item { node, is_bare: true });
                    }
                    Kind::Phrase(text, slop) => Node::Phrase(Phrase { text, span, slop }),
                    Kind::Dates(range) => Node::Dates(range),
                    Kind::Field(field) => match self.primary()?.node {
                        Node::Not(node) => negation(Node::Field { field, node }),
                        node => Node::Field { field, node: Box::new(node) },
                    },
                    _ => return None,
                }
            }
            Kind::Open { .. } => {
                self.tokens.next();
                let mut nodes = Vec::new();
                while self.tokens.peek().is_some() && !self.takes(&Kind::Close) {
                    match self.alternatives() {
                        Some(item) => nodes.push(item.node),
                        None => drop(self.tokens.next()),
                    }
                }
                joined(nodes, Node::All)?
            }
            _ => return None,
        };
        Some(Item { node, is_bare: false })
    }
}

fn negation(node: Node) -> Node {
    match node {
        Node::Not(node) => *node,
        node => Node::Not(Box::new(node)),
    }
}

/// Joins nodes; those that are joined the same way already lend their own. `None` for none.
fn joined(nodes: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Option<Node> {
    let kind = std::mem::discriminant(&join(Vec::new()));
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        let same = std::mem::discriminant(&node) == kind;
        match node {
            Node::All(inner) | Node::Any(inner) if same => flat.extend(inner),
            node => flat.push(node),
        }
    }
    if flat.len() < 2 { flat.pop() } else { Some(join(flat)) }
}
