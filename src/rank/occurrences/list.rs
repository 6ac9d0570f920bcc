//! A list of documents with counts, in four bytes each as a rule.
//!
//! Of a document's number the lower half is kept for each, the upper half once for a run of documents; of
//! counts, places in title and text together, and apart where they are too many.

use std::mem::take;
use std::ops::Range;

use super::Occurrence;
use crate::rank::doc_bits::ones;

/// Documents of a run: two bytes tell one. Tests have lists of several runs with fewer.
const RUN: u32 = if cfg!(test) { 256 } else { 1 << 16 };
/// An entry is the lower half of a document's number, its places in the title, and those in the text.
const TEXT_BITS: u32 = 10;
const TITLE_BITS: u32 = 6;
const COUNT_BITS: u32 = TEXT_BITS + TITLE_BITS;
/// The counts stand apart.
const APART: u32 = (1 << COUNT_BITS) - 1;
/// So many documents are appended, and looked at, together.
pub(super) const AT_ONCE: usize = u64::BITS as usize;
/// Fewer are appended one by one.
const ONE_BY_ONE: u32 = 8;

/// Documents with counts, ascending.
#[derive(Debug)]
pub struct List {
    /// What a place counts for, in hundredths.
    unit: u32,
    /// The number of the first run.
    first_run: u32,
    /// For each run where its entries begin.
    runs: Vec<u32>,
    /// The first document behind the runs that there are.
    end: u32,
    entries: Vec<u32>,
    /// Counts that are too many for an entry, in text and title, by its place in the list.
    apart: Vec<(u32, [u32; 2])>,
}

impl List {
    /// Makes an empty list of documents from `first` on, with room for so many; a place counts for `unit`
    /// hundredths.
    pub fn new(first: u32, room: usize, unit: u32) -> List {
        let (runs, apart) = (Vec::new(), Vec::new());
        let entries = Vec::with_capacity(room);
        let first_run = first / RUN;
        let end = first_run * RUN;
        List { unit, first_run, runs, end, entries, apart }
    }

    /// Appends a document behind the last, with its places in text and title.
    pub fn push(&mut self, doc: u32, counts: [u32; 2]) {
        self.reach(doc);
        self.append(doc, counts);
    }

    /// Appends the documents of the bits that are set behind the last: the first bit is that of `base`, a
    /// multiple of their number. Takes their places in text and title away.
    #[inline]
    pub fn push_bits(&mut self, base: u32, bits: u64, counts: &mut [[u32; 2]; AT_ONCE]) {
        // They are in one run.
        self.reach(base);
        if bits.count_ones() < ONE_BY_ONE {
            for at in ones(bits) {
                let counts = take(&mut counts[at as usize % AT_ONCE]);
                self.append(base + at, counts);
            }
            return;
        }
        // A list that grows one by one is written to twice for each.
        let mut entries = [0; AT_ONCE];
        let mut count = 0;
        for at in ones(bits) {
            let counts = take(&mut counts[at as usize % AT_ONCE]);
            let apart = || put_apart(&mut self.apart, self.entries.len() + count, counts);
            entries[count % AT_ONCE] = entry_of(base + at) | packed(counts).unwrap_or_else(apart);
            count += 1;
        }
        self.entries.extend_from_slice(&entries[..count.min(AT_ONCE)]);
    }

    #[inline]
    fn append(&mut self, doc: u32, counts: [u32; 2]) {
        let apart = || put_apart(&mut self.apart, self.entries.len(), counts);
        let counts = packed(counts).unwrap_or_else(apart);
        self.entries.push(entry_of(doc) | counts);
    }

    /// Begins runs up to that of a document.
    fn reach(&mut self, doc: u32) {
        if doc >= self.end {
            self.begin_runs(doc / RUN);
        }
    }

    #[cold]
    fn begin_runs(&mut self, last: u32) {
        self.runs.resize((last - self.first_run) as usize + 1, self.entries.len() as u32);
        self.end = (last + 1).saturating_mul(RUN);
    }

    /// Returns how many documents there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns the sum of all counts, in hundredths.
    pub fn total(&self) -> u64 {
        // So few that their sum is a number of 32 bits: these are added several at a time.
        let near = self.entries.chunks(1 << 16).map(|entries| {
            let places = entries.iter().map(|&entry| text_of(entry) + title_of(entry));
            u64::from(places.sum::<u32>())
        });
        let none = u64::from(text_of(APART) + title_of(APART));
        let apart =
            |(_, [in_text, in_title]): &(u32, [u32; 2])| u64::from(*in_text) + u64::from(*in_title);
        let apart: u64 = self.apart.iter().map(apart).sum();
        let near = near.sum::<u64>() - none * self.apart.len() as u64;
        (near + apart) * u64::from(self.unit)
    }

    /// Returns the places of the entries of a run.
    fn run(&self, number: u32) -> Range<usize> {
        let Some(run) = number.checked_sub(self.first_run) else { return 0..0 };
        let start =
            |run: usize| self.runs.get(run).map_or(self.entries.len(), |&start| start as usize);
        start(run as usize)..start(run as usize + 1)
    }

    /// Looks a document up, from a place in the list on that it does not lie before, and goes there.
    #[inline]
    pub fn find_from(&self, from: &mut usize, doc: u32) -> Option<Occurrence> {
        let run = self.run(doc / RUN);
        let (entries, wanted) = (&self.entries[run.clone()], entry_of(doc));
        // What is looked for is seldom far.
        let mut at = from.saturating_sub(run.start).min(entries.len());
        let mut step = 1;
        while entries.get(at + step).is_some_and(|&next| next < wanted) {
            at += step;
            step *= 2;
        }
        let end = (at + step + 1).min(entries.len());
        at += entries[at..end].partition_point(|&next| next < wanted);
        *from = run.start + at;
        let entry = entries.get(at).filter(|&&entry| entry_of_same(entry, wanted))?;
        Some(self.occurrence(doc - doc % RUN, run.start + at, *entry))
    }

    /// Looks a document up.
    pub fn find(&self, doc: u32) -> Option<Occurrence> {
        let run = self.run(doc / RUN);
        let (entries, wanted) = (&self.entries[run.clone()], entry_of(doc));
        let at = entries.partition_point(|&next| next < wanted);
        let entry = entries.get(at).filter(|&&entry| entry_of_same(entry, wanted))?;
        Some(self.occurrence(doc - doc % RUN, run.start + at, *entry))
    }

    /// Returns what an entry says; `base` is the first document of its run.
    #[inline]
    fn occurrence(&self, base: u32, place: usize, entry: u32) -> Occurrence {
        let (doc, unit) = (base + (entry >> COUNT_BITS), self.unit);
        if entry & APART == APART {
            let [in_text, in_title] = self.count_apart(place).map(|n| n.saturating_mul(unit));
            return Occurrence { doc, in_text, in_title };
        }
        Occurrence { doc, in_text: text_of(entry) * unit, in_title: title_of(entry) * unit }
    }

    #[cold]
    fn count_apart(&self, place: usize) -> [u32; 2] {
        let found = self.apart.binary_search_by_key(&(place as u32), |(place, _)| *place);
        found.map_or([0, 0], |at| self.apart[at].1)
    }

    /// Returns the document at a place of the list.
    pub fn doc(&self, place: usize) -> Option<u32> {
        let entry = self.entries.get(place)?;
        let run = self.runs.partition_point(|&start| start as usize <= place) as u32 - 1;
        Some((self.first_run + run) * RUN + (entry >> COUNT_BITS))
    }

    /// Returns the places of the documents of a range that lies in one run, from a place in the list on, and the
    /// first document of the run.
    pub fn places(&self, from: usize, docs: Range<u32>) -> (Range<usize>, u32) {
        let run = self.run(docs.start / RUN);
        let from = from.clamp(run.start, run.end);
        let entries = &self.entries[from..run.end];
        let base = docs.start - docs.start % RUN;
        let count = |end: u32| entries.partition_point(|&entry| base + (entry >> COUNT_BITS) < end);
        (from + count(docs.start)..from + count(docs.end), base)
    }

    /// Returns the places of all, by runs, and the first document of each run.
    pub fn runs(&self) -> impl Iterator<Item = (Range<usize>, u32)> {
        let runs = self.first_run..self.first_run + self.runs.len() as u32;
        runs.map(|run| (self.run(run), run * RUN))
    }

    /// Goes through the documents at some places of a run, of which the first document is `base`.
    #[inline]
    pub fn each_doc(&self, places: Range<usize>, base: u32, mut found: impl FnMut(u32)) {
        self.entries[places].iter().for_each(|&entry| found(base + (entry >> COUNT_BITS)));
    }

    /// Goes through them with their counts.
    #[inline]
    pub fn each(&self, places: Range<usize>, base: u32, mut found: impl FnMut(Occurrence)) {
        let first = places.start;
        let entries = self.entries[places].iter().enumerate();
        entries.for_each(|(i, &entry)| found(self.occurrence(base, first + i, entry)));
    }

    /// The same, but for some that do not have the leaf in their title, and less often in their text than
    /// `least` says, in hundredths.
    pub fn each_with_least(
        &self,
        places: Range<usize>,
        base: u32,
        least: impl Fn() -> u32,
        mut found: impl FnMut(Occurrence),
    ) {
        for start in places.clone().step_by(AT_ONCE) {
            let some = start..(start + AT_ONCE).min(places.end);
            let least = least().div_ceil(self.unit).min(1 << TEXT_BITS);
            // With places in the title, and apart, it is more than any count in a text. All are looked at, so that
            // several are compared at a time.
            let entries = self.entries[some.clone()].iter();
            if entries.fold(false, |any, entry| any | (entry % (1 << COUNT_BITS) >= least)) {
                self.each(some, base, &mut found);
            }
        }
    }
}

/// Returns the entry of a document that stands nowhere in it: all its others are more.
fn entry_of(doc: u32) -> u32 {
    (doc % RUN) << COUNT_BITS
}

/// Returns the counts of an entry; `None` for those that are too many.
#[inline]
fn packed([in_text, in_title]: [u32; 2]) -> Option<u32> {
    // Half of what there are bits for: no entry looks as if its counts stood apart.
    let is_much = (in_text >> TEXT_BITS) | (in_title >> (TITLE_BITS - 1)) != 0;
    (!is_much).then_some(in_title << TEXT_BITS | in_text)
}

#[cold]
fn put_apart(apart: &mut Vec<(u32, [u32; 2])>, place: usize, counts: [u32; 2]) -> u32 {
    apart.push((place as u32, counts));
    APART
}

/// Returns true when an entry is of the same document as another, of the same run.
fn entry_of_same(entry: u32, other: u32) -> bool {
    (entry ^ other) >> COUNT_BITS == 0
}

fn text_of(entry: u32) -> u32 {
    entry % (1 << TEXT_BITS)
}

fn title_of(entry: u32) -> u32 {
    (entry >> TEXT_BITS) % (1 << TITLE_BITS)
}

/// Returns the end of the run that a document is in.
pub fn end_of_run(doc: u32) -> u32 {
    (doc / RUN + 1).saturating_mul(RUN)
}
