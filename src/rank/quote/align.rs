//! A line along the words of a text: which of them are its words, and which differ.
//!
//! The line as a whole is laid somewhere along the text so that as few words as possible are
//! changed, missing or added (Sellers 1980). Words that an ellipsis stands for cost nothing.

mod same;

use std::ops::Range;

use super::How;
use super::asked::{Asked, Form, Piece};
use same::is_same;

/// What became of some words of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The article has other words in their place.
    Changed,
    /// The article has words that the line lacks.
    Missing,
    /// The line has words that the article lacks.
    Added,
    /// An ellipsis of the line stands for them.
    LeftOut,
    /// Brackets of the line stand for them.
    Bracketed,
}

/// One step along the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// `None` for words that are the same.
    pub kind: Option<Kind>,
    /// Pieces of the line.
    pub asked: Range<usize>,
    /// Words of the text.
    pub there: Range<usize>,
    /// Whether these words of the text part a quotation in two.
    pub is_aside: bool,
}

/// A line laid along a text.
#[derive(Debug, Clone)]
pub struct Alignment {
    /// Steps in order; neighbours of one kind are one step.
    pub steps: Vec<Step>,
    /// Words of the text from the first to the last that belong to it.
    pub words: Range<usize>,
    /// What its differences cost together; 0 where all words are the same.
    pub cost: u32,
}

/// What a changed, missing or added word costs.
const WORD: u32 = 10;
/// What a word with a slip costs: the same but for a letter or two, or for its ending.
const SLIP: u32 = 6;
/// What it costs to pass over words that part a quotation in two.
const ASIDE: u32 = WORD;
/// Words that brackets may stand for.
const BRACKETED: usize = 6;
/// Texts are compared by so many words at a time, and the next begin in the middle of the last:
/// the table of costs grows with the product of both lengths.
const WINDOW: usize = 6000;

/// Lays a line along a text; `None` when it does not stand there. `asides` are words of the text that part a
/// quotation in two.
pub fn align(asked: &Asked, text: &[Form], asides: &[Range<usize>]) -> Option<Alignment> {
    if asked.pieces.is_empty() {
        return None;
    }
    let mut best: Option<Alignment> = None;
    let mut start = 0;
    loop {
        let end = (start + WINDOW).min(text.len());
        if let Some(found) = within(asked, text, asides, start..end)
            && best.as_ref().is_none_or(|best| found.cost < best.cost)
        {
            best = Some(found);
        }
        if end == text.len() || best.as_ref().is_some_and(|best| best.cost == 0) {
            return best;
        }
        start += WINDOW / 2;
    }
}

/// How a cell of the table was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// The text's word is the line's, or stands for it.
    Both,
    /// The line has a word more.
    Asked,
    /// The text has a word more.
    There,
    /// So many words of the text are skipped for free.
    Skip(u32),
    /// So many words of the text are an aside.
    Aside(u32),
}

fn within(
    asked: &Asked,
    text: &[Form],
    asides: &[Range<usize>],
    range: Range<usize>,
) -> Option<Alignment> {
    let words = &text[range.clone()];
    let (rows, columns) = (asked.pieces.len(), words.len() + 1);
    // For each place how long the aside is that ends there.
    let mut aside = vec![0; columns];
    for passed in asides.iter().filter(|a| range.start <= a.start && a.end <= range.end) {
        aside[passed.end - range.start] = passed.len();
    }
    let mut from = vec![From::Asked; rows * columns];
    let mut above = vec![0u32; columns];
    let mut row = vec![0u32; columns];
    for (i, piece) in asked.pieces.iter().enumerate() {
        let back = &mut from[i * columns..(i + 1) * columns];
        match piece {
            Piece::Word(form) => {
                row[0] = above[0] + WORD;
                for j in 1..columns {
                    let both = above[j - 1] + difference(&form.form, &words[j - 1].form);
                    let (more, fewer) = (above[j] + WORD, row[j - 1] + WORD);
                    let least = both.min(more).min(fewer);
                    row[j] = least;
                    back[j] = if both == least {
                        From::Both
                    } else if fewer == least {
                        From::There
                    } else {
                        From::Asked
                    };
                    if aside[j] > 0 && row[j - aside[j]] + ASIDE < row[j] {
                        row[j] = row[j - aside[j]] + ASIDE;
                        back[j] = From::Aside(aside[j] as u32);
                    }
                }
            }
            Piece::Ellipsis(_) => {
                let mut least = 0;
                for j in 0..columns {
                    // The shortest of equally good skips.
                    least = if above[j] <= above[least] { j } else { least };
                    row[j] = above[least];
                    back[j] = From::Skip((j - least) as u32);
                }
            }
            Piece::Bracket(_) => {
                for j in 0..columns {
                    let near = (j.saturating_sub(BRACKETED)..=j).rev();
                    let least = near.min_by_key(|&k| above[k]).unwrap_or(j);
                    row[j] = above[least];
                    back[j] = From::Skip((j - least) as u32);
                }
            }
        }
        std::mem::swap(&mut above, &mut row);
    }
    let mut end = (0..columns).min_by_key(|&j| above[j])?;
    let last = &from[(rows - 1) * columns..];
    // A last word of the line that is not the article's has another in its place.
    if last[end] == From::Asked
        && last.get(end + 1) == Some(&From::Both)
        && above[end + 1] == above[end]
    {
        end += 1;
    }
    let alignment = Alignment { cost: above[end], ..trace(asked, text, &from, range, end)? };
    is_same(asked, text, &alignment).then_some(alignment)
}

/// Follows the table back from the end of the line to its beginning.
fn trace(
    asked: &Asked,
    text: &[Form],
    from: &[From],
    range: Range<usize>,
    end: usize,
) -> Option<Alignment> {
    let columns = range.len() + 1;
    let (mut i, mut j) = (asked.pieces.len(), end);
    let mut steps: Vec<Step> = Vec::new();
    while i > 0 {
        let came = from[(i - 1) * columns + j];
        let (kind, took_asked, took_there) = match (came, &asked.pieces[i - 1]) {
            (From::Both, Piece::Word(form)) => {
                let is_same = form.form == text[range.start + j - 1].form;
                ((!is_same).then_some(Kind::Changed), 1, 1)
            }
            (From::Asked, _) => (Some(Kind::Added), 1, 0),
            (From::There, _) => (Some(Kind::Missing), 0, 1),
            (From::Aside(n), _) => (Some(Kind::Missing), 0, n as usize),
            (From::Skip(n), Piece::Ellipsis(_)) => (Some(Kind::LeftOut), 1, n as usize),
            (From::Skip(n), _) => (Some(Kind::Bracketed), 1, n as usize),
            (From::Both, _) => return None,
        };
        let there = range.start + j - took_there..range.start + j;
        let is_aside = matches!(came, From::Aside(_));
        steps.push(Step { kind, asked: i - took_asked..i, there, is_aside });
        i -= took_asked;
        j -= took_there;
    }
    steps.reverse();
    let first = steps.iter().find(|step| !step.there.is_empty())?.there.start;
    let last = steps.iter().rev().find(|step| !step.there.is_empty())?.there.end;
    steps.dedup_by(|next, step| {
        let joins = next.kind == step.kind && next.is_aside == step.is_aside;
        if joins {
            step.asked.end = next.asked.end;
            step.there.end = next.there.end;
        }
        joins
    });
    Some(Alignment { steps, words: first..last, cost: 0 })
}

/// Returns what it costs to take one word for another.
fn difference(asked: &str, there: &str) -> u32 {
    if asked == there {
        0
    } else if is_slip(asked, there) {
        SLIP
    } else {
        WORD
    }
}

/// Returns true for words that differ in a letter or two, or one of which goes on where the other
/// ends.
fn is_slip(a: &str, b: &str) -> bool {
    let lengths = (a.chars().count(), b.chars().count());
    let (shorter, longer) = (lengths.0.min(lengths.1), lengths.0.max(lengths.1));
    if shorter < 4 || longer - shorter > 3 {
        return false;
    }
    let head = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let tail = a.chars().rev().zip(b.chars().rev()).take_while(|(x, y)| x == y).count();
    let tail = tail.min(shorter - head);
    head == shorter || longer - head - tail <= 2
}

impl Alignment {
    /// Returns how closely the line stands there.
    pub fn how(&self) -> How {
        let kinds = || self.steps.iter().filter_map(|step| step.kind);
        if kinds().any(|kind| !matches!(kind, Kind::LeftOut | Kind::Bracketed)) {
            How::Near
        } else if kinds().next().is_some() {
            How::Cut
        } else {
            How::Exact
        }
    }
}

#[cfg(test)]
mod tests;
