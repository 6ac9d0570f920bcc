//! Text -> tokens: the one analyser that index, query and marks all share.
//!
//! What a word is, which words count as the same, and what a quoted word is compared by is decided
//! here and nowhere else. Change anything that changes a term or a position, and
//! [`ANALYSER_VERSION`] goes up: an index of another version is refused with the way to rebuild.

mod aliases;
mod arabic;
mod common;
mod designations;
mod fold;
mod language;
mod memory;
mod names;
mod term;
mod tokens;

pub use aliases::{aliases_in, aliases_of};
pub use common::is_common;
pub use language::Language;
pub use names::{NameFinder, name_key, other_keys};
pub use term::{Looked, STEM_END, UNIT_END, WHOLE_FORM, WordTerm, form_of, is_hyphenated};
pub use tokens::{Analyser, Token};

/// Goes up with every change of terms or positions.
pub const ANALYSER_VERSION: u32 = 4;
