//! The words seen so far, each with a number: news repeats its words.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;

/// Words after which the memory should be emptied: few texts use others, and what is remembered of
/// so many, about 4 MB, is still found faster than it is made.
pub(super) const MAX_WORDS: usize = 60_000;
/// Words that are remembered at most, where one text has so many.
const MOST_WORDS: usize = 2 * MAX_WORDS;
/// Longer words do not come again.
pub(super) const MAX_BYTES: usize = 64;
/// Words of so many bytes lie in their slot.
const SHORT: usize = 16;
/// Slots of the smallest table.
const LEAST_SLOTS: usize = 256;

/// Words as they stand in texts, and for each a number.
///
/// Most words of a text are short and have been seen: one look at one place of the table finds
/// them, and says so without another look elsewhere.
pub(super) struct Memory {
    /// A power of two, or none; at most half of them are taken.
    slots: Vec<Slot>,
    words: usize,
    /// Words that are too long for their slot, one after the other.
    long: String,
    hasher: RandomState,
    seeds: [u64; 2],
}

/// A word, or none where `length` is 0.
#[derive(Clone, Copy, Default)]
struct Slot {
    /// All bytes of a short word; the hash of a long one, and its place.
    key: [u64; 2],
    number: u32,
    length: u8,
}

impl Default for Memory {
    fn default() -> Self {
        let hasher = RandomState::default();
        let seeds = [hasher.hash_one(1), hasher.hash_one(2)];
        Memory { slots: Vec::new(), words: 0, long: String::new(), hasher, seeds }
    }
}

impl Memory {
    /// Returns the number of a word, if it is remembered.
    pub fn find(&self, word: &str) -> Option<u32> {
        if self.slots.is_empty() || word.len() > MAX_BYTES {
            return None;
        }
        let length = word.len() as u8;
        let key = self.key(word);
        let mut at = self.place(key, length);
        loop {
            let slot = &self.slots[at];
            if slot.length == length && slot.key[0] == key[0] && self.is_same(slot, key[1], word) {
                return Some(slot.number);
            }
            if slot.length == 0 {
                return None;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Looks for a word of a text at the first place where it may be, and nowhere else: `None` says
    /// nothing.
    #[inline]
    pub fn glance(&self, text: &[u8], start: usize, end: usize) -> Option<u32> {
        let sixteen: [u8; SHORT] = *text.get(start..)?.first_chunk()?;
        let length = end - start;
        if self.slots.is_empty() || !(1..=SHORT).contains(&length) {
            return None;
        }
        let all = u128::from_le_bytes(sixteen) & (u128::MAX >> (8 * (SHORT - length)));
        let key = [all as u64, (all >> 64) as u64];
        let slot = &self.slots[self.place(key, length as u8)];
        let is_same = (slot.key == key) & (usize::from(slot.length) == length);
        is_same.then_some(slot.number)
    }

    /// Remembers a word that is not remembered yet; returns false for one that is too long, and when
    /// there are too many.
    pub fn insert(&mut self, word: &str, number: u32) -> bool {
        if word.is_empty() || word.len() > MAX_BYTES || self.words >= MOST_WORDS {
            return false;
        }
        if 2 * (self.words + 1) > self.slots.len() {
            self.grow();
        }
        let mut key = self.key(word);
        if word.len() > SHORT {
            key[1] = self.long.len() as u64;
            self.long.push_str(word);
        }
        self.put(Slot { key, number, length: word.len() as u8 });
        self.words += 1;
        true
    }

    /// Returns true when there are so many words that it is better to begin anew.
    pub fn is_full(&self) -> bool {
        self.words >= MAX_WORDS
    }

    /// Returns how many words there are.
    pub fn len(&self) -> usize {
        self.words
    }

    /// Forgets all words.
    pub fn clear(&mut self) {
        self.slots.fill(Slot::default());
        self.words = 0;
        self.long.clear();
    }

    fn grow(&mut self) {
        let slots = vec![Slot::default(); (2 * self.slots.len()).max(LEAST_SLOTS)];
        for slot in std::mem::replace(&mut self.slots, slots) {
            if slot.length > 0 {
                self.put(slot);
            }
        }
    }

    fn put(&mut self, slot: Slot) {
        let mut at = self.place(slot.key, slot.length);
        while self.slots[at].length > 0 {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = slot;
    }

    /// Returns the slot at which the search for a word begins.
    fn place(&self, key: [u64; 2], length: u8) -> usize {
        // The second half of a long word's key is where it lies.
        let second = if usize::from(length) > SHORT { 0 } else { key[1] };
        let wide = u128::from(key[0] ^ self.seeds[0]) * u128::from(second ^ self.seeds[1]);
        let hash = (wide as u64) ^ ((wide >> 64) as u64) ^ u64::from(length);
        hash as usize & (self.slots.len() - 1)
    }

    /// Returns all bytes of a short word, with zeros behind them; the hash of a long one.
    fn key(&self, word: &str) -> [u64; 2] {
        let bytes = word.as_bytes();
        if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            return match bytes.len() {
                ..=SHORT => {
                    // What both hold is not written twice.
                    let both = 8 * (SHORT - bytes.len()) as u32;
                    let second = u64::from_le_bytes(*last).checked_shr(both).unwrap_or(0);
                    [u64::from_le_bytes(*first), second]
                }
                _ => [self.hasher.hash_one(word), 0],
            };
        }
        if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            let second = u64::from(u32::from_le_bytes(*last)) >> (8 * (8 - bytes.len()));
            return [u64::from(u32::from_le_bytes(*first)) | second << 32, 0];
        }
        let byte = |at: usize| u64::from(bytes.get(at).copied().unwrap_or(0));
        [byte(0) | byte(1) << 8 | byte(2) << 16, 0]
    }

    /// Returns true when a slot whose length and first half of the key are those of a word holds it.
    fn is_same(&self, slot: &Slot, second: u64, word: &str) -> bool {
        if word.len() <= SHORT {
            return slot.key[1] == second;
        }
        let start = slot.key[1] as usize;
        self.long.get(start..start + word.len()) == Some(word)
    }
}

/// Texts that are told by number, and what is known of each.
#[derive(Default)]
pub(super) struct Numbered<N> {
    text: String,
    entries: Vec<(u32, N)>,
}

impl<N> Numbered<N> {
    /// Returns the number of the next text.
    pub fn next(&self) -> u32 {
        self.entries.len() as u32
    }

    /// Adds a text, under the next number.
    pub fn push(&mut self, text: &str, known: N) {
        self.text.push_str(text);
        self.entries.push((self.text.len() as u32, known));
    }

    /// Returns a text by its number, and what is known of it.
    pub fn get(&self, number: u32) -> (&str, &N) {
        let at = number as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.entries[before].0 as usize);
        let (end, known) = &self.entries[at];
        (&self.text[start..*end as usize], known)
    }

    /// Returns what is known of a text, to be changed.
    pub fn known(&mut self, number: u32) -> &mut N {
        &mut self.entries[number as usize].1
    }

    /// Forgets all texts.
    pub fn clear(&mut self) {
        self.text.clear();
        self.entries.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    #[test]
    fn so_many_words_are_remembered_and_no_more() {
        let mut memory = Memory::default();
        assert_eq!(memory.find("word"), None);
        for number in 0..MOST_WORDS as u32 {
            assert_eq!(memory.is_full(), number >= MAX_WORDS as u32);
            assert!(memory.insert(&format!("word{number}"), number));
        }
        assert_eq!(memory.find("word77"), Some(77));
        assert!(!memory.insert("one", 1));
        memory.clear();
        assert!(!memory.is_full() && memory.find("word77").is_none());
        assert!(memory.insert("one", 1));
        assert_eq!(memory.find("one"), Some(1));
        assert!(!memory.insert(&"x".repeat(MAX_BYTES + 1), 1));
        assert_eq!(memory.find(&"x".repeat(MAX_BYTES + 1)), None);
    }

    #[test]
    fn texts_are_told_by_number() {
        let mut texts = Numbered::default();
        for (number, text) in [(1, "one"), (2, ""), (3, "three")] {
            assert_eq!(texts.next() + 1, number);
            texts.push(text, number);
        }
        *texts.known(1) += 10;
        assert_eq!(
            [texts.get(0), texts.get(1), texts.get(2)],
            [("one", &1), ("", &12), ("three", &3)]
        );
    }

    proptest! {
        #[test]
        fn words_are_told_apart_whatever_they_are(words in prop::collection::vec("[ab]{1,6}|[ab\0]{7,17}|a{15}[ab]{1,4}|\\PC{1,12}", 1..300)) {
            let (mut memory, mut slow) = (Memory::default(), HashMap::new());
            for (number, word) in words.iter().enumerate() {
                prop_assert_eq!(memory.find(word), slow.get(word).copied());
                if !slow.contains_key(word) && memory.insert(word, number as u32) {
                    slow.insert(word, number as u32);
                }
                let (before, behind) = (format!("a{word}"), format!("{word}, and what follows"));
                let glances = [(&before, 1), (&behind, 0)]
                    .map(|(text, at)| memory.glance(text.as_bytes(), at, at + word.len()));
                let found = slow.get(word).copied();
                prop_assert!(glances.iter().all(|&glance| glance.is_none() || glance == found));
            }
            for word in &words {
                prop_assert_eq!(memory.find(word), slow.get(word).copied());
            }
        }
    }
}
