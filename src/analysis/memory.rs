//! What was made of the words seen so far: news repeats its words.

use std::hash::BuildHasher;
use std::ops::Range;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// Words before the memory is emptied: few texts use others, and what is remembered of so many, about
/// 3 MB, is still found faster than it is made.
const MAX_WORDS: usize = 60_000;
/// Longer words do not come again.
pub(super) const MAX_BYTES: usize = 64;

/// Words as they stand in texts, and for each a text and a number.
#[derive(Default)]
pub(super) struct Memory<N> {
    words: HashTable<Entry<N>>,
    /// Each word, and behind it what was made of it.
    text: String,
    hasher: RandomState,
}

/// Where a word lies in the memory.
#[derive(Clone, Copy)]
pub(super) struct Entry<N> {
    start: u32,
    word: u8,
    made: u16,
    /// What was remembered with it.
    pub number: N,
}

impl<N> Entry<N> {
    fn word(&self) -> Range<usize> {
        let start = self.start as usize;
        start..start + usize::from(self.word)
    }

    fn made(&self) -> Range<usize> {
        let start = self.word().end;
        start..start + usize::from(self.made)
    }
}

impl<N: Copy> Memory<N> {
    /// Returns where a word lies, if it is remembered.
    pub fn find(&self, word: &str) -> Option<Entry<N>> {
        let is_it = |entry: &Entry<N>| self.text[entry.word()] == *word;
        self.words.find(self.hasher.hash_one(word), is_it).copied()
    }

    /// Returns what was made of a word that was just found.
    pub fn made(&self, entry: Entry<N>) -> &str {
        &self.text[entry.made()]
    }

    /// Returns what is remembered of a word; its number may be changed.
    pub fn get(&mut self, word: &str) -> Option<(&str, &mut N)> {
        let hash = self.hasher.hash_one(word);
        let text = &self.text;
        let entry = self.words.find_mut(hash, |entry| text[entry.word()] == *word)?;
        Some((&text[entry.made()], &mut entry.number))
    }

    /// Remembers a word that is not remembered yet, unless it is too long.
    pub fn insert(&mut self, word: &str, made: &str, number: N) {
        let (Ok(length), Ok(made_length)) = (u8::try_from(word.len()), u16::try_from(made.len()))
        else {
            return;
        };
        if word.len() > MAX_BYTES {
            return;
        }
        if self.words.len() >= MAX_WORDS {
            self.words.clear();
            self.text.clear();
        }
        let start = self.text.len() as u32;
        self.text.push_str(word);
        self.text.push_str(made);
        let entry = Entry { start, word: length, made: made_length, number };
        let (hasher, text) = (&self.hasher, &self.text);
        let hash = |entry: &Entry<N>| hasher.hash_one(&text[entry.word()]);
        self.words.insert_unique(hasher.hash_one(word), entry, hash);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_remembered_until_there_are_too_many() {
        let mut memory = Memory::default();
        let word = |n: usize| format!("word{n}");
        for n in 0..MAX_WORDS {
            memory.insert(&word(n), &format!("made{n}"), n);
        }
        assert_eq!(memory.get("word77"), Some(("made77", &mut 77)));
        *memory.get("word77").unwrap().1 = 5;
        assert_eq!(memory.get("word77"), Some(("made77", &mut 5)));
        assert_eq!(memory.get("word"), None);
        memory.insert("one", "", 1);
        assert_eq!(memory.get("one"), Some(("", &mut 1)));
        assert_eq!(memory.get("word77"), None);
        let long = "x".repeat(MAX_BYTES + 1);
        memory.insert(&long, "made", 1);
        assert_eq!(memory.get(&long), None);
    }
}
