//! Query text -> AST -> what the index is asked for.

pub mod ast;
