//! What a query says, as plain data: no engine, no analysis, no clock.
//!
//! Words stand here as they were typed. What counts as a common word, which forms a word stands
//! for and where a chunk such as `News.Az` falls apart is decided when the query is lowered, so
//! that another engine can be given the same tree.

use std::ops::Range;

use crate::date::Date;

/// A whole query: its clauses in the order typed, and what could not be read as syntax.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// All clauses hold together; empty when nothing was typed.
    pub clauses: Vec<Clause>,
    /// What was typed as syntax but searched as words, in the order typed.
    pub notes: Vec<Note>,
}

/// One item of a query and how much it is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// How much the item is needed.
    pub need: Need,
    /// The item.
    pub node: Node,
}

/// How much an item is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A bare word: wanted, and given up last when nothing has all of them.
    Wanted,
    /// Always holds.
    Must,
    /// Never holds.
    MustNot,
}

/// An item of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A chunk of text without white space, matched forgivingly.
    Word(Word),
    /// Quoted words: exact forms, adjacent, in order.
    Phrase(Phrase),
    /// Two items at most `distance` words apart, in any order.
    Near {
        /// A word, a phrase, alternatives of these, or another `Near`.
        left: Box<Node>,
        /// A word, a phrase, or alternatives of these.
        right: Box<Node>,
        /// Number of words that may stand between the two.
        distance: u32,
    },
    /// Every item holds; at least two.
    All(Vec<Node>),
    /// At least one item holds; at least two.
    Any(Vec<Node>),
    /// The item does not hold.
    Not(Box<Node>),
    /// The item holds within one field.
    Field {
        /// The field.
        field: FieldName,
        /// A word, a phrase or a group of them.
        node: Box<Node>,
    },
    /// The article's day lies within the range; an undated article's never does.
    Dates(DateRange),
}

/// A word as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The chunk as typed, operators removed; never empty, no white space.
    pub text: String,
    /// Bytes of the query text that it was read from.
    pub span: Range<usize>,
    /// How it is matched.
    pub form: WordForm,
}

/// How a word is matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordForm {
    /// Any inflection or spelling of the word.
    Plain,
    /// The word as it stands, as if it were quoted.
    Exact,
    /// Any word that begins so (`word*`).
    Prefix,
    /// Any word within this many slips of a letter (`word~`, `word~2`).
    Fuzzy(u8),
}

/// Quoted words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// What stands between the quotes, as typed.
    pub text: String,
    /// Bytes of the query text that it was read from, quotes included.
    pub span: Range<usize>,
    /// `None`: adjacent and in order. `Some(n)`: any order, at most `n` other words among them.
    pub slop: Option<u32>,
}

/// A field that a query can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldName {
    /// The headline.
    Title,
    /// The outlet.
    Source,
    /// Who wrote it.
    Author,
    /// The file's path below its root.
    Path,
}

impl FieldName {
    /// Returns the name as it is typed before the colon.
    pub fn as_str(self) -> &'static str {
        match self {
            FieldName::Title => "title",
            FieldName::Source => "source",
            FieldName::Author => "author",
            FieldName::Path => "path",
        }
    }
}

/// A range of days, both ends included; at least one end is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRange {
    /// First day, or open.
    pub from: Option<Date>,
    /// Last day, or open.
    pub to: Option<Date>,
}

/// Something typed that was not read as it may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text as typed.
    pub text: String,
    /// Bytes of the query text that it stands at.
    pub span: Range<usize>,
    /// What was done with it, as a clause: `no closing quote: searched as words`.
    pub reason: String,
}

impl Query {
    /// Returns the query with every bare word as if it were quoted: no other endings or spellings.
    pub fn exact(mut self) -> Query {
        self.clauses.iter_mut().for_each(|clause| clause.node.make_exact());
        self
    }
}

impl Node {
    fn make_exact(&mut self) {
        match self {
            Node::Word(word) if word.form == WordForm::Plain => word.form = WordForm::Exact,
            Node::Near { left, right, .. } => {
                left.make_exact();
                right.make_exact();
            }
            Node::All(nodes) | Node::Any(nodes) => nodes.iter_mut().for_each(Node::make_exact),
            Node::Not(node) | Node::Field { node, .. } => node.make_exact(),
            Node::Word(_) | Node::Phrase(_) | Node::Dates(_) => {}
        }
    }
}
