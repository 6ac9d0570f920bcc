//! Query text -> AST -> what the index is asked for.

pub mod ast;
mod parse;
mod print;

pub use parse::{Mode, ParseError, ParseOptions, parse, parse_days};
