//! Query text -> AST -> what the index is asked for.

pub mod ast;
mod likeness;
mod lower;
mod parse;
mod plan;
mod print;

pub use likeness::{Compared, LEFT_OUT_OF_STEMS, Likeness, is_left_out_of_stems};
pub use lower::lower;
pub use parse::{Mode, ParseError, ParseOptions, parse, parse_days, parse_span};
pub use plan::{
    Leaf, Name, Nearness, Pattern, Plan, Scope, Sequence, Slot, TermKey, Tree, TypedWord, WHOLE,
    Within,
};
