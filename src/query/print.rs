//! The tree -> canonical query text: how a query was read, in the language it was typed in.
//!
//! What this prints is read as the same tree again, whatever stands in the query. Three choices
//! see to that. A word that would be read as something else stands behind a backslash. Text is
//! quoted in marks that it does not hold. And where parentheses would nest deeper than they may,
//! items are joined by `AND` instead, which needs no more of them than the text that was read.

use std::fmt::{Display, Formatter, Result, Write};

use super::ast::{Clause, DateRange, Need, Node, Query, Word, WordForm};
use super::parse::{MAX_DEPTH, can_follow_sign, escaped, quoted, reads_as_word};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut out = Printer::default();
        out.query(self)?;
        if out.deepest > MAX_DEPTH {
            out = Printer { with_and: true, ..Printer::default() };
            out.query(self)?;
        }
        f.write_str(&out.text)
    }
}

/// What stands around a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    /// White space, or one side of an `OR`.
    Loose,
    /// Parentheses: the node is all they hold.
    Parentheses,
    /// One side of an `AND`.
    And,
    /// A sign directly before it.
    Sign,
}

#[derive(Default)]
struct Printer {
    text: String,
    /// Parentheses that are open now, and the most that were open at once.
    depth: usize,
    deepest: usize,
    /// Whether items that hold together are joined by `AND` wherever that can be.
    with_and: bool,
}

impl Printer {
    fn query(&mut self, query: &Query) -> Result {
        for (at, clause) in query.clauses.iter().enumerate() {
            self.text.push_str(if at > 0 { " " } else { "" });
            self.clause(clause)?;
        }
        Ok(())
    }

    fn clause(&mut self, clause: &Clause) -> Result {
        match (clause.need, &clause.node) {
            (Need::Must, node @ Node::Word(_)) => self.signed("+", node),
            (Need::Wanted | Need::Must, node) => self.node(node, Around::Loose),
            (Need::MustNot, node) => self.signed("-", node),
        }
    }

    fn signed(&mut self, sign: &str, node: &Node) -> Result {
        self.text.push_str(sign);
        self.node(node, Around::Sign)
    }

    fn node(&mut self, node: &Node, around: Around) -> Result {
        let in_parentheses = match node {
            Node::Not(_) => around == Around::Sign,
            Node::Any(_) => matches!(around, Around::And | Around::Sign),
            // `(a OR b c)` takes a moment to read: `(a OR b) AND c`. There is an `OR`, so that the
            // query has operators; one without any lower-case letter has none.
            Node::All(nodes) if around == Around::Loose => {
                !self.with_and && !nodes.iter().any(|node| matches!(node, Node::Any(_)))
            }
            Node::All(_) => around != Around::Parentheses,
            _ => false,
        };
        if in_parentheses {
            return self.parentheses(node);
        }
        match node {
            Node::Word(word) => self.word(word, around),
            Node::Phrase(phrase) => {
                self.text.push_str(&quoted(&phrase.text));
                phrase.slop.map_or(Ok(()), |slop| write!(self.text, "~{slop}"))
            }
            Node::Near { left, right, distance } => {
                self.beside_near(left, around)?;
                write!(self.text, " NEAR/{distance} ")?;
                self.beside_near(right, Around::Loose)
            }
            Node::Dates(range) => self.dates(*range),
            Node::Field { field, node } => {
                write!(self.text, "{}:", field.as_str())?;
                match **node {
                    Node::Word(_) | Node::Phrase(_) => self.node(node, Around::Loose),
                    _ => self.parentheses(node),
                }
            }
            Node::Not(node) => self.signed("-", node),
            Node::Any(nodes) => self.joined(nodes, " OR ", Around::Loose),
            Node::All(nodes) if around == Around::Loose => self.joined(nodes, " AND ", Around::And),
            Node::All(nodes) => self.joined(nodes, " ", Around::Loose),
        }
    }

    fn beside_near(&mut self, node: &Node, around: Around) -> Result {
        match node {
            Node::Any(_) => self.parentheses(node),
            _ => self.node(node, around),
        }
    }

    fn parentheses(&mut self, node: &Node) -> Result {
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        self.text.push('(');
        self.node(node, Around::Parentheses)?;
        if self.text.ends_with('\\') {
            // Side by side the two would read as an escaped parenthesis.
            self.text.push(' ');
        }
        self.text.push(')');
        self.depth -= 1;
        Ok(())
    }

    fn joined(&mut self, nodes: &[Node], between: &str, around: Around) -> Result {
        for (at, node) in nodes.iter().enumerate() {
            self.text.push_str(if at > 0 { between } else { "" });
            self.node(node, around)?;
        }
        Ok(())
    }

    fn word(&mut self, word: &Word, around: Around) -> Result {
        let text = &word.text;
        match word.form {
            WordForm::Prefix => write!(self.text, "{text}*"),
            WordForm::Fuzzy(1) => write!(self.text, "{text}~"),
            WordForm::Fuzzy(slips) => write!(self.text, "{text}~{slips}"),
            WordForm::Plain | WordForm::Exact => {
                let stands =
                    reads_as_word(text) && (around != Around::Sign || can_follow_sign(text));
                write!(self.text, "{}", if stands { text.clone() } else { escaped(text) })
            }
        }
    }

    fn dates(&mut self, range: DateRange) -> Result {
        let day =
            |day: Option<crate::date::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        match range.from == range.to {
            true => write!(self.text, "date:{}", day(range.from)),
            false => write!(self.text, "date:{}..{}", day(range.from), day(range.to)),
        }
    }
}
