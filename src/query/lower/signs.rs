//! `C++`, `F#`, `Disney+`: signs that are part of a name, and of no word of the index.

use std::ops::Range;

use super::{Lowering, Piece};

/// Signs that names end in.
const SIGNS: [char; 2] = ['+', '#'];

impl Lowering<'_> {
    /// Notes the names in a text that are searched without the signs they end in.
    pub(super) fn note_signs(&mut self, text: &str, pieces: &[Piece], span: &Range<usize>) {
        let mut end = 0;
        for piece in pieces.iter().filter(|piece| piece.width == 1) {
            // Pairs of characters overlap, and several end with the name.
            if piece.bytes.end <= end {
                continue;
            }
            end = piece.bytes.end;
            let rest = &text[piece.bytes.end..];
            let behind = rest.trim_start_matches(SIGNS);
            let signs = rest.len() - behind.len();
            if signs > 0 && !behind.starts_with(char::is_alphanumeric) {
                let is_around = |c: char| piece.is_unspaced() && c.is_alphanumeric();
                let start = text[..piece.bytes.start].trim_end_matches(is_around).len();
                let word = &text[start..piece.bytes.end];
                let reason = format!("signs are not in the index: searched as `{word}`");
                self.note(text[start..end + signs].to_owned(), span.clone(), &reason);
            }
        }
    }
}
