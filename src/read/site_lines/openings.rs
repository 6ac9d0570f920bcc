//! Patterns for whole lines -> which lines may match one of them, by their first bytes.
//!
//! Most lines of a story open in no way that any pattern does. To know that takes a look at one bit,
//! where the patterns themselves take a copy of the line in small letters and a walk along it.

use regex_syntax::Parser;
use regex_syntax::hir::literal::Extractor;

/// Bytes that are looked at.
const LOOKED_AT: usize = 4;
/// Classes of bytes, and bits for each.
const CLASS_BITS: usize = 5;
/// Characters of a class of which each is an opening of its own: all digits are fewer.
const MOST_CHARACTERS: usize = 1024;
/// Openings of one pattern.
const MOST_OPENINGS: usize = 1 << 14;

/// Which lines may match: a bit for each way to open.
pub(super) struct Openings(Vec<u64>);

impl Openings {
    /// Reads the openings of patterns that stand for whole lines in lower case; where those of one
    /// cannot be told, every line may match.
    pub fn of(patterns: &[impl AsRef<str>]) -> Openings {
        let mut openings = Openings(vec![0; 1 << (LOOKED_AT * CLASS_BITS - 6)]);
        let mut extractor = Extractor::new();
        extractor.limit_literal_len(LOOKED_AT).limit_class(MOST_CHARACTERS);
        extractor.limit_total(MOST_OPENINGS);
        for pattern in patterns {
            let literals =
                Parser::new().parse(pattern.as_ref()).map(|parsed| extractor.extract(&parsed));
            match literals.as_ref().ok().and_then(|literals| literals.literals()) {
                Some(literals) => literals.iter().for_each(|one| openings.add(one.as_bytes())),
                None => openings.add(b""),
            }
        }
        openings
    }

    /// Notes that lines may open with these bytes, whatever follows.
    fn add(&mut self, opening: &[u8]) {
        let known = opening.len().min(LOOKED_AT);
        let first = place(&opening[..known]) << ((LOOKED_AT - known) * CLASS_BITS);
        let behind = 1 << ((LOOKED_AT - known) * CLASS_BITS);
        (first..first + behind).for_each(|place| self.0[place >> 6] |= 1 << (place & 63));
    }

    /// Returns false for a line that matches in letters of no case.
    pub fn fit(&self, line: &str) -> bool {
        match line.as_bytes().first_chunk::<LOOKED_AT>() {
            // Other letters may be others in lower case, and so are their bytes.
            Some(first) if first.is_ascii() => {
                let place = place(first);
                self.0[place >> 6] >> (place & 63) & 1 == 1
            }
            _ => true,
        }
    }
}

/// Returns where bytes stand that are the same but for the case of letters.
fn place(bytes: &[u8]) -> usize {
    let class = |byte: u8| match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => letter - b'a',
        b'0'..=b'9' => 26,
        b' ' => 27,
        0x80.. => 28,
        _ => 29,
    };
    bytes.iter().fold(0, |place, &byte| place << CLASS_BITS | usize::from(class(byte)))
}

#[cfg(test)]
mod tests {
    use super::super::{OPENINGS, PATTERNS};
    use proptest::prelude::*;
    use proptest::string::string_regex;

    #[test]
    fn most_lines_fit_nothing() {
        let openings = &OPENINGS;
        for line in ["The talks went on.", "Nobody knew", "security", "I asked", "Sixty"] {
            assert!(!openings.fit(line), "{line}");
        }
        for line in ["à lire aussi", "Ad", "", "SIGN UP", "12 min read"] {
            assert!(openings.fit(line), "{line}");
        }
    }

    proptest! {
        #[test]
        fn what_matches_fits(
            (line, upper) in prop::sample::select(PATTERNS).prop_flat_map(|pattern| {
                // A bound of words asks for nothing that the rest of the patterns would not give.
                (string_regex(&pattern.replace(r"\b", "")).unwrap(), any::<bool>())
            })
        ) {
            let line = if upper { line.to_uppercase() } else { line };
            prop_assert!(OPENINGS.fit(&line), "{line}");
        }
    }
}
