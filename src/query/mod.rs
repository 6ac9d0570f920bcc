//! Query text -> AST -> what the index is asked for.

pub mod ast;
mod lower;
mod parse;
mod plan;
mod print;

pub use lower::lower;
pub use parse::{Mode, ParseError, ParseOptions, parse, parse_days, parse_span};
pub use plan::{Leaf, Plan, Scope, Sequence, Slot, TermKey, Tree, WHOLE};
