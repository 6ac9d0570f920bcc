//! Query text -> AST -> what the index is asked for.

pub mod ast;
mod lower;
mod plan;
mod print;

pub use lower::lower;
pub use plan::{Leaf, Plan, Scope, Sequence, Slot, TermKey, Tree};
