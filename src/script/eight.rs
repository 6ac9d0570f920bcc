//! Letters and digits of ASCII, eight bytes at a time: most words end within one look.

/// The highest bit of each byte: where it is set in what follows, the byte is one of those asked for.
const EACH: u64 = 0x8080_8080_8080_8080;

/// Eight bytes of a text, the first in the lowest bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Eight(u64);

impl Eight {
    /// Reads the bytes from `at` on; behind the end of the text there are zeros.
    pub fn at(bytes: &[u8], at: usize) -> Eight {
        let rest = &bytes[at..];
        Eight(match rest.first_chunk() {
            Some(eight) => u64::from_le_bytes(*eight),
            None => rest.iter().rev().fold(0, |eight, &byte| eight << 8 | u64::from(byte)),
        })
    }

    /// Returns how many letters and digits come first, and whether a digit is among them.
    pub fn plain(self) -> (usize, bool) {
        let low = self.0 & !EACH;
        // Adding carries into the highest bit of a byte from its first letter or digit on.
        let from = |bytes: u64, first: u8| bytes + (EACH - u64::from(first) * (EACH >> 7));
        let lower = low | (EACH >> 2);
        let letters = from(lower, b'a') & !from(lower, b'z' + 1);
        let digits = from(low, b'0') & !from(low, b'9' + 1);
        let others = !(letters | digits) & EACH | self.0 & EACH;
        let count = others.trailing_zeros() / 8;
        // All bytes before the first other one.
        let before = others.wrapping_sub(1) & !others;
        (count as usize, digits & before & EACH != 0)
    }
}

/// Returns how many letters and digits of ASCII follow `at`.
pub(crate) fn plain_run(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    loop {
        let (count, _) = Eight::at(bytes, end).plain();
        end += count;
        if count < 8 {
            return end - at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_byte_is_told_wherever_it_stands() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                let mut bytes = *b"aZ09zA5q";
                bytes[place] = byte;
                let slow = bytes.iter().take_while(|b| b.is_ascii_alphanumeric());
                let digits = slow.clone().any(u8::is_ascii_digit);
                assert_eq!(Eight::at(&bytes, 0).plain(), (slow.count(), digits), "{bytes:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn runs_are_those_of_single_bytes(text in "[aZ09]{0,20}(\\PC|[\\x00-\\x7F]){0,12}", at in 0..8usize) {
            let bytes = text.as_bytes();
            let at = at.min(bytes.len());
            let slow = bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
            prop_assert_eq!(plain_run(bytes, at), slow);
        }
    }
}
