//! `C++`, `F#`, `Disney+`: signs that are part of a name, and of no word of the index.

use std::ops::Range;

use super::{Lowering, Piece};

/// Signs that names end in.
const SIGNS: [char; 2] = ['+', '#'];

impl Lowering<'_> {
    /// Notes the names in a text that are searched without the signs they end in.
    pub(super) fn note_signs(&mut self, text: &str, pieces: &[Piece], span: &Range<usize>) {
        for piece in pieces.iter().filter(|piece| piece.width == 1) {
            let rest = &text[piece.bytes.end..];
            let behind = rest.trim_start_matches(SIGNS);
            let signs = rest.len() - behind.len();
            if signs > 0 && !behind.starts_with(char::is_alphanumeric) {
                let name = text[piece.bytes.start..piece.bytes.end + signs].to_owned();
                let reason = format!("signs are not in the index: searched as `{}`", piece.surface);
                self.note(name, span.clone(), &reason);
            }
        }
    }
}
