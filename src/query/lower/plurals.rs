//! `F-16` and `F-16s`: one designation, also where its parts stand apart.
//!
//! The number by itself does not say so: `130s` may be an age or a decade. With what stands before it the
//! analyser knows.

use super::{Lowering, Piece, parts};
use crate::query::plan::TermKey;

impl Lowering<'_> {
    /// Returns the last part of the plural of a hyphenated designation, or of the one that it is the
    /// plural of; nothing for other compounds.
    pub(super) fn other_number(&mut self, whole: &Piece) -> Vec<TermKey> {
        let counted = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
        let other = match whole.surface.strip_suffix(['s', 'S']) {
            Some(one) if counted(one) => one.to_owned(),
            None if counted(&whole.surface) => format!("{}s", whole.surface),
            _ => return Vec::new(),
        };
        let pieces = self.pieces(&other);
        let is_same = pieces.iter().any(|p| p.width == whole.width && p.stems == whole.stems);
        let last = parts(&pieces).and_then(|parts| parts.last().map(|last| last.stems.clone()));
        last.filter(|_| is_same).unwrap_or_default()
    }
}
