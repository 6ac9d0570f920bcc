//! What comparing texts gave, in few bytes a pair.

use std::io::{self, Write};

use hashbrown::HashTable;

use super::ArticleName;
use super::file::Known;
use super::members::Members;

/// Two numbers of texts, the lower first, and how close these are, if they are near copies.
pub(super) type Verdict = (u32, u32, Option<u16>);

/// Verdicts in order, as postcard writes what lies between the texts of each and those of the one
/// before, and closeness: about four bytes each.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    bytes: Vec<u8>,
    count: usize,
    last: (u32, u32),
}

/// Writes a verdict, which comes behind all others, after `last`.
fn put(last: &mut (u32, u32), (a, b, closeness): Verdict, bytes: Vec<u8>) -> Vec<u8> {
    let (first, second) = std::mem::replace(last, (a, b));
    let apart = (a - first, if a == first { b - second } else { b - a }, closeness);
    // Plain data: there is nothing in it that cannot be written.
    postcard::to_extend(&apart, bytes).unwrap_or_default()
}

/// Writes verdicts in order as [`read`] reads them.
pub(super) fn write(
    verdicts: impl Iterator<Item = Verdict>,
    to: &mut impl Write,
) -> io::Result<()> {
    let (mut last, mut bytes) = Default::default();
    for verdict in verdicts {
        bytes = put(&mut last, verdict, bytes);
        to.write_all(&bytes)?;
        bytes.clear();
    }
    Ok(())
}

impl Pairs {
    /// Adds a verdict, which comes behind all others.
    pub fn push(&mut self, verdict: Verdict) {
        self.bytes = put(&mut self.last, verdict, std::mem::take(&mut self.bytes));
        self.count += 1;
    }

    pub fn count(&self) -> usize {
        self.count
    }

    pub fn iter(&self) -> impl Iterator<Item = Verdict> {
        read(&self.bytes)
    }
}

impl FromIterator<Verdict> for Pairs {
    fn from_iter<I: IntoIterator<Item = Verdict>>(verdicts: I) -> Pairs {
        let mut pairs = Pairs::default();
        verdicts.into_iter().for_each(|verdict| pairs.push(verdict));
        pairs
    }
}

/// Reads verdicts as [`Pairs`] has them, as far as they are such.
pub(super) fn read(mut bytes: &[u8]) -> impl Iterator<Item = Verdict> {
    let (mut first, mut second) = (0u32, 0u32);
    std::iter::from_fn(move || {
        let ((a, b, closeness), rest) = postcard::take_from_bytes::<Verdict>(bytes).ok()?;
        let next = first.checked_add(a)?;
        second = if next == first { second.checked_add(b)? } else { next.checked_add(b)? };
        (first, bytes) = (next, rest);
        Some((first, second, closeness))
    })
}

/// What is known of pairs of members.
#[derive(Default)]
pub(super) struct Between {
    known: Known,
    /// For each text that is known the number of the member whose it is; [`NONE`] where it is nobody's.
    numbers: Vec<u32>,
    /// By their numbers, where these are in another order than the texts.
    sorted: Option<Pairs>,
    /// Whether each text is that of one member at most, so that these are all verdicts on those that
    /// are still there.
    pub is_whole: bool,
}

const NONE: u32 = u32::MAX;

impl Between {
    pub fn of(known: Known, members: &Members) -> Between {
        let mut places: HashTable<u32> = HashTable::with_capacity(known.text_count());
        // Both are hashes.
        let hash = |(name, whole): (ArticleName, u32)| {
            name.id.0 ^ name.file.rotate_left(32) ^ u64::from(whole)
        };
        let text = |at: u32| known.text(at as usize);
        for at in 0..known.text_count() as u32 {
            places.insert_unique(hash(text(at)), at, |&at| hash(text(at)));
        }
        let mut numbers = vec![NONE; known.text_count()];
        let mut is_whole = true;
        if !numbers.is_empty() {
            for number in 0..members.len() as u32 {
                let this = members.text(number);
                if let Some(&at) = places.find(hash(this), |&at| text(at) == this) {
                    is_whole &= numbers[at as usize] == NONE;
                    numbers[at as usize] = number;
                }
            }
        }
        drop(places);
        let mut between = Between { known, numbers, sorted: None, is_whole };
        // A changed date changes the order of all others with it, which stays else.
        if !between.iter().is_sorted() {
            let mut pairs: Vec<Verdict> = between.iter().collect();
            pairs.sort_unstable();
            between.sorted = Some(pairs.into_iter().collect());
        }
        between
    }

    /// Returns what is known, by the numbers of the members, in order. It is read where it lies.
    pub fn iter(&self) -> impl Iterator<Item = Verdict> {
        let number = |at: u32| self.numbers.get(at as usize).copied().filter(|&n| n != NONE);
        let bytes = self.sorted.as_ref().map_or(self.known.pairs(), |pairs| &pairs.bytes);
        read(bytes).filter_map(move |(a, b, closeness)| {
            if self.sorted.is_some() {
                return Some((a, b, closeness));
            }
            let (a, b) = (number(a)?, number(b)?);
            // A changed date may swap the two; what is common to them stays.
            (a != b).then_some((a.min(b), a.max(b), closeness))
        })
    }
}
