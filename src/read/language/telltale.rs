//! The little words of each language, from `telltale.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

/// No telltale word is longer, in bytes.
pub(super) const LONGEST: usize = 24;

/// The words that tell languages, and in which of them each stands.
pub(super) struct Telltales {
    /// Their codes; the place of each is the number of its bit.
    pub languages: Vec<&'static str>,
    /// A word's number, and a bit for each of its languages.
    pub words: HashMap<&'static str, (u16, u64), RandomState>,
}

pub(super) static TELLTALES: LazyLock<Telltales> = LazyLock::new(|| {
    let mut telltales = Telltales { languages: Vec::new(), words: HashMap::default() };
    for line in include_str!("telltale.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let Some(code) = words.next() else { continue };
        let bit = 1 << telltales.languages.len();
        telltales.languages.push(code);
        for word in words {
            let number = telltales.words.len() as u16;
            telltales.words.entry(word).or_insert((number, 0)).1 |= bit;
        }
    }
    telltales
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_fit_their_bits() {
        assert!(TELLTALES.languages.len() <= 64);
        assert!(TELLTALES.words.keys().all(|word| word.len() <= LONGEST && !word.is_empty()));
    }
}
