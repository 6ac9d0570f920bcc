//! Beginnings and misspellings -> the words of the index that they stand for.
//!
//! A term is `tag stem NUL form`, so the forms that begin alike do not stand side by side when a
//! stem is not how its form begins (`countri` of `country`). The dictionary is walked with an
//! automaton that reads the form across both parts. It leaves a branch where no form can fit: a
//! stem that does not fit is followed only as far as stemmers change the end of a word.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED};
use tantivy_fst::Automaton;

use super::names::respell;
use super::postings::fields_of;
use crate::analysis::{Language, STEM_END, WHOLE_FORM, form_of};
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::query::ast::Note;
use crate::query::{
    Compared, Likeness, Plan, Scope, Sequence, Slot, TermKey, WHOLE, is_left_out_of_stems,
};

/// Most words that one typed word is taken to stand for, the most frequent ones; no list of news
/// comes near it but for a letter and a star over millions of articles. Bounds memory and time.
const MAX_FORMS: usize = 50_000;
/// Most words printed of those.
const MAX_PRINTED: usize = 1_000;
/// What a word counts for that differs by no, one and two slips, in hundredths.
const SLIP_WEIGHTS: [u32; 3] = [WHOLE, 60, 35];

/// A word of the index that resembles a typed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resembling {
    /// Its exact form.
    pub form: String,
    /// Slips between the two; 0 for a beginning.
    pub slips: u8,
    /// Live articles that hold it; those that hold it in title and text count twice.
    pub articles: u64,
    /// Its terms, sorted.
    pub terms: Vec<String>,
}

/// Puts words of the index in the place of what resembles them.
///
/// # Errors
/// [`Error::Engine`].
pub fn expand(archive: &Archive, plan: &mut Plan) -> Result<()> {
    respell(archive, plan)?;
    let Plan { leaves, expanded, ignored, .. } = plan;
    for leaf in leaves {
        let is_positive = leaf.is_positive;
        for sequences in leaf.pattern.items_mut() {
            for sequence in std::mem::take(sequences) {
                let like = |slot: &Slot| slot.like.clone();
                let found =
                    sequence.slots.iter().enumerate().find_map(|(i, s)| Some((i, like(s)?)));
                let Some((at, like)) = found else {
                    sequences.push(sequence);
                    continue;
                };
                let mut words = resembling(archive, leaf.scope, &like)?;
                if words.len() > MAX_FORMS {
                    let reason = format!(
                        "stands for {} words: the {MAX_FORMS} most frequent are searched",
                        words.len()
                    );
                    words.truncate(MAX_FORMS);
                    let text = leaf.text.clone();
                    ignored.push(Note { span: leaf.span.clone(), text, reason });
                }
                sequences.extend(by_slips(&sequence, at, &words));
                if !is_positive {
                    continue;
                }
                let printed = expanded.entry(leaf.text.clone()).or_default();
                let forms = words.into_iter().map(|word| word.form).take(MAX_PRINTED);
                printed.extend(forms.filter(|form| !printed.contains(form)).collect::<Vec<_>>());
            }
        }
    }
    Ok(())
}

/// Returns a sequence for each number of slips, with the words that differ by so many.
fn by_slips(sequence: &Sequence, at: usize, words: &[Resembling]) -> Vec<Sequence> {
    let with = |(slips, weight): (usize, &u32)| {
        let same = words.iter().filter(|word| usize::from(word.slips) == slips);
        let mut keys: Vec<TermKey> =
            same.flat_map(|word| word.terms.iter().cloned().map(TermKey::Exact)).collect();
        keys.sort();
        let mut slots = sequence.slots.clone();
        slots[at] = Slot::of(keys);
        Sequence { slots, weight: sequence.weight * weight / WHOLE }
    };
    let each = SLIP_WEIGHTS.iter().enumerate().map(with);
    each.filter(|sequence| !sequence.slots[at].keys.is_empty()).collect()
}

/// Returns the words of the index that resemble what was typed: fewest slips first, then the most
/// frequent, then by letters.
///
/// # Errors
/// [`Error::Engine`].
pub fn resembling(archive: &Archive, scope: Scope, like: &Likeness) -> Result<Vec<Resembling>> {
    let mut terms: BTreeMap<String, (u8, u64)> = BTreeMap::new();
    let mut look = || -> tantivy::Result<()> {
        let automaton = FormAutomaton { like, bare: like.bare() };
        for segment in archive.segments() {
            let (text, title) = fields_of(archive.fields(), scope);
            for field in text.into_iter().chain(title) {
                let index = segment.inverted_index(field)?;
                let mut found = index.terms().search(&automaton).into_stream()?;
                while let Some((term, info)) = found.next() {
                    let Ok(term) = std::str::from_utf8(term) else { continue };
                    let Some(slips) = form_of(term).and_then(|form| like.slips(&form)) else {
                        continue;
                    };
                    let articles = live(segment, &index, info)?;
                    if articles > 0 {
                        terms.entry(term.to_owned()).or_insert((slips, 0)).1 += articles;
                    }
                }
            }
        }
        Ok(())
    };
    look().map_err(Error::engine("reading the dictionary"))?;
    let mut words: BTreeMap<String, Resembling> = BTreeMap::new();
    for (term, (slips, articles)) in terms {
        let form = form_of(&term).unwrap_or_default();
        let new = || Resembling { form: form.clone(), slips, articles: 0, terms: Vec::new() };
        let word = words.entry(form.clone()).or_insert_with(new);
        word.articles += articles;
        word.terms.push(term);
    }
    let mut words: Vec<Resembling> = words.into_values().collect();
    words.sort_by_key(|word| (word.slips, Reverse(word.articles)));
    Ok(words)
}

/// Returns how many live documents hold a term; the engine's own count has deleted ones in it.
pub fn live(
    segment: &SegmentReader,
    index: &InvertedIndexReader,
    info: &TermInfo,
) -> tantivy::Result<u64> {
    if segment.num_deleted_docs() == 0 {
        return Ok(u64::from(info.doc_freq));
    }
    let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    let mut articles = 0;
    while postings.doc() != TERMINATED {
        articles += u64::from(!segment.is_deleted(postings.doc()));
        postings.advance();
    }
    Ok(articles)
}

/// Walks terms by the form that is written in them.
struct FormAutomaton<'a> {
    like: &'a Likeness,
    /// The same for stems.
    bare: Likeness,
}

/// What has been read of a term.
#[derive(Clone, Copy)]
struct Reading {
    part: Part,
    compared: Compared,
    /// The character that is being read: its bits so far, and the bytes to come.
    bits: u32,
    to_come: u8,
    /// The stem, as the beginning of a form that may be written out whole behind it …
    stem: Compared,
    /// … and how many letters it may have from where no such form begins like it any more, and one.
    odd_left: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Tag,
    Stem,
    /// The stem is over, nothing behind it has been read.
    Between,
    Form,
}

impl Automaton for &FormAutomaton<'_> {
    type State = Reading;

    fn start(&self) -> Reading {
        let (compared, stem) = (self.like.start(), self.bare.start());
        Reading { part: Part::Tag, compared, bits: 0, to_come: 0, stem, odd_left: usize::MAX }
    }

    fn is_match(&self, state: &Reading) -> bool {
        matches!(state.part, Part::Between | Part::Form)
            && state.to_come == 0
            && self.like.fits(&state.compared).is_some()
    }

    fn can_match(&self, state: &Reading) -> bool {
        match state.part {
            Part::Tag => true,
            Part::Stem | Part::Between => state.odd_left > 0 || self.like.may_fit(&state.compared),
            Part::Form => self.like.may_fit(&state.compared),
        }
    }

    fn accept(&self, state: &Reading, byte: u8) -> Reading {
        let mut next = *state;
        match state.part {
            Part::Tag => {
                next.part = Part::Stem;
                let odd = Language::from_tag(byte).odd_ending();
                next.odd_left = odd.map_or(usize::MAX, |letters| letters + 1);
            }
            Part::Stem if byte == STEM_END as u8 => next.part = Part::Between,
            Part::Between if byte == WHOLE_FORM as u8 => {
                next.part = Part::Form;
                next.compared = self.like.start();
            }
            Part::Between => {
                next.part = Part::Form;
                self.read(&mut next, byte);
            }
            Part::Stem | Part::Form => self.read(&mut next, byte),
        }
        next
    }
}

impl FormAutomaton<'_> {
    /// Takes a byte of UTF-8; the last one of a character compares it.
    fn read(&self, next: &mut Reading, byte: u8) {
        (next.bits, next.to_come) = match (byte, next.to_come) {
            (0x80..=0xBF, 1..) => (next.bits << 6 | u32::from(byte & 0x3F), next.to_come - 1),
            (0xC0..=0xDF, _) => (u32::from(byte & 0x1F), 1),
            (0xE0..=0xEF, _) => (u32::from(byte & 0x0F), 2),
            (0xF0.., _) => (u32::from(byte & 0x07), 3),
            _ => (u32::from(byte), 0),
        };
        if next.to_come > 0 {
            return;
        }
        let letter = char::from_u32(next.bits).unwrap_or(char::REPLACEMENT_CHARACTER);
        if next.part == Part::Stem && !is_left_out_of_stems(letter) {
            if self.bare.may_fit(&next.stem) {
                next.stem = self.bare.step(&next.stem, letter);
            }
            // The letter with which it stops to fit is the first odd one.
            if !self.bare.may_fit(&next.stem) {
                next.odd_left = next.odd_left.saturating_sub(1);
            }
        }
        next.compared = self.like.step(&next.compared, letter);
    }
}
