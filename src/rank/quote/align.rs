//! A line along the words of a text: which of them are its words, and which differ.
//!
//! The line as a whole is laid somewhere along the text so that as few words as possible are
//! changed, missing or added (Sellers 1980). Words that an ellipsis stands for cost nothing.

use std::ops::Range;

use super::How;
use super::asked::{Asked, Form, Piece, allowed};

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
/// More differences in a row are another statement …
const IN_A_ROW: usize = 3;
/// … and so are more words in a row that the article lacks, of which one may begin or end the line:
/// more is how another sentence begins or ends.
const LACKED_IN_A_ROW: usize = 2;
/// So many words that are the same are a statement, however common each of them is.
const SAME_WORDS: usize = 5;
/// A piece between ellipses of fewer words must stand near its neighbour …
const LOOSE_WORDS: usize = 3;
/// … with at most so many words between.
const NEAR: usize = 60;
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

/// Returns true when what differs is little enough for the line to be the same statement.
fn is_same(asked: &Asked, text: &[Form], alignment: &Alignment) -> bool {
    let is_whole = !asked.pieces.iter().any(|piece| matches!(piece, Piece::Ellipsis(_)));
    let parts = alignment.steps.split(|step| step.kind == Some(Kind::LeftOut));
    let words_of = |steps: &[Step]| -> usize {
        let pieces = steps.iter().flat_map(|step| &asked.pieces[step.asked.clone()]);
        pieces.filter(|piece| matches!(piece, Piece::Word(_))).count()
    };
    let edits_of = |steps: &[Step]| -> Option<usize> {
        let differs = |step: &&Step| {
            let is_edit = matches!(step.kind, Some(Kind::Changed | Kind::Missing | Kind::Added));
            is_edit && !step.is_aside
        };
        // Joined words count as one.
        let lacked = |step: &Step| {
            let forms = asked.pieces[step.asked.clone()].iter();
            forms.filter(|p| !matches!(p, Piece::Word(form) if form.is_joined)).count()
        };
        let there = |step: &Step| text[step.there.clone()].iter().filter(|f| !f.is_joined).count();
        let size = |step: &Step| lacked(step).max(there(step)).max(1);
        let is_little = |row: &[Step]| {
            row.iter().map(size).sum::<usize>() <= IN_A_ROW
                && row.iter().map(lacked).sum::<usize>() <= LACKED_IN_A_ROW
        };
        let rows: Vec<&[Step]> = steps.split(|step| !differs(&step)).collect();
        let ends = rows.first().into_iter().chain(rows.last());
        let ends_well = ends.into_iter().all(|row| row.iter().map(lacked).sum::<usize>() <= 1);
        let is_little = ends_well && rows.into_iter().all(is_little);
        is_little.then(|| steps.iter().filter(differs).map(size).sum())
    };
    let mut edits = 0;
    for part in parts {
        let Some(here) = edits_of(part) else { return false };
        if here > allowed(words_of(part)) {
            return false;
        }
        edits += here;
    }
    let is_told =
        edits == 0 || asked.telling_words() >= edits + 2 || asked.words() >= edits + SAME_WORDS;
    let is_near = is_whole || loose_parts_are_near(&alignment.steps, words_of);
    edits <= allowed(asked.words()) && is_told && is_near
}

/// Returns true when every short piece between ellipses stands near a neighbour: `said … it` is
/// anywhere.
fn loose_parts_are_near(steps: &[Step], words_of: impl Fn(&[Step]) -> usize) -> bool {
    let gaps: Vec<usize> = steps
        .iter()
        .filter(|step| step.kind == Some(Kind::LeftOut))
        .map(|step| step.there.len())
        .collect();
    let parts = steps.split(|step| step.kind == Some(Kind::LeftOut));
    parts.enumerate().all(|(i, part)| {
        let before = i.checked_sub(1).and_then(|i| gaps.get(i));
        let nearest = before.into_iter().chain(gaps.get(i)).min();
        words_of(part) >= LOOSE_WORDS || nearest.is_none_or(|&gap| gap <= NEAR)
    })
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
mod tests {
    //! 1. The same words are exact whatever the typography. 2. What differs is named, and no more
    //! than differs. 3. Ellipses stand for any words of the article, in order; brackets for a few.
    //! 4. Short lines must be exact; lines put together from others are not found, but for pieces of one
    //! quotation.

    use super::*;
    use crate::analysis::{Analyser, Language};
    use crate::rank::quote::asides::asides;
    use crate::rank::quote::asked::forms;

    const TEXT: &str = "“The bridge is ours,” said Ilse Korvan of the harbour office. “Whoever crosses it \
        pays in apples.” The ferry ran on Sunday for the first time since spring. “An observer with a \
        landlady is worth ten with a fence,” said Colonel Adaeze Brandt – and nobody at the long \
        table disagreed with her. The second boat will join it in the new year if the ice allows.";

    /// How the line stands in the text, and each difference as `kind: line / article`.
    fn found(line: &str) -> Option<(How, Vec<String>)> {
        let mut analyser = Analyser::default();
        let asked = Asked::read(line, &mut analyser);
        let text = forms(&mut analyser, TEXT, Language::English);
        let found = align(&asked, &text, &asides(TEXT, &text))?;
        let shown = |step: &Step| {
            let there: Vec<&str> = text[step.there.clone()].iter().map(|w| &w.form[..]).collect();
            let asked = asked.bytes(&step.asked).map_or("", |bytes| &line[bytes]);
            Some(format!("{:?}: {asked} / {}", step.kind?, there.join(" ")))
        };
        Some((found.how(), found.steps.iter().filter_map(shown).collect()))
    }

    fn differs(line: &str) -> Vec<String> {
        found(line).unwrap_or_else(|| panic!("{line}: not found")).1
    }

    #[test]
    fn the_same_words_are_exact_whatever_the_typography() {
        for line in [
            "An observer with a landlady is worth ten with a fence",
            "'an OBSERVER with a landlady is worth ten with a fence', said Colonel Adaeze Brandt - and",
            "worth ten",
            "spring. An observer",
        ] {
            assert_eq!(found(line), Some((How::Exact, vec![])), "{line}");
        }
    }

    #[test]
    fn what_differs_is_named() {
        assert_eq!(
            differs("An observer with a landlady is worth twenty with a fence"),
            ["Changed: twenty / ten"]
        );
        assert_eq!(
            differs("An observer with a nice landlady is worth ten with a fence"),
            ["Added: nice / "]
        );
        assert_eq!(
            differs("An observer with landlady is worth ten with a fence"),
            ["Missing:  / a"]
        );
        assert_eq!(
            differs("The second boats will join it in the new year if ice allows"),
            ["Changed: boats / boat", "Missing:  / the"]
        );
        // A line that ends in other words has other words there.
        assert_eq!(differs("nobody at the long table disagreed with him"), ["Changed: him / her"]);
    }

    #[test]
    fn a_quotation_that_is_parted_is_found_and_what_parts_it_named() {
        let whole = "The bridge is ours. Whoever crosses it pays in apples";
        let aside = "Missing:  / said ilse korvan of the harbour office";
        assert_eq!(found(whole), Some((How::Near, vec![aside.to_owned()])));
        assert_eq!(differs(&whole.replace("apples", "pears")), [aside, "Changed: pears / apples"]);
        // Words outside of a quotation are no aside, however few.
        assert_eq!(
            found(
                "An observer with a landlady is worth ten with a fence The second boat will join it"
            ),
            None
        );
    }

    #[test]
    fn ellipses_and_brackets_stand_for_words() {
        assert_eq!(
            found("An observer with a landlady … and nobody at the long table"),
            Some((
                How::Cut,
                vec![
                    "LeftOut: … / is worth ten with a fence said colonel adaeze brandt".to_owned()
                ]
            ))
        );
        assert_eq!(differs("[She] will join it in the new year"), Vec::<String>::new());
        assert_eq!(
            differs("The second [ferry] will join it in the new year"),
            ["Bracketed: [ferry] / boat"]
        );
        assert_eq!(found("nobody at the long table … The ferry ran on Sunday"), None);
    }

    #[test]
    fn a_line_that_ends_as_another_sentence_does_is_not_found() {
        let line = "The second boat will join it in the new year if the ice";
        assert_eq!(differs(&format!("{line} holds")), ["Changed: holds / allows"]);
        assert_eq!(found(&format!("{line} is gone")), None);
        assert_eq!(found("Nobody knows will join it in the new year if the ice allows"), None);
    }

    #[test]
    fn short_lines_must_be_exact_and_recombined_ones_are_not_found() {
        assert_eq!(found("worth eleven with a"), None);
        assert_eq!(
            found("the ferry ran on Monday"),
            Some((How::Near, vec!["Changed: Monday / sunday".to_owned()]))
        );
        assert_eq!(found("An observer with a landlady will join it in the new year"), None);
        assert_eq!(found("The ferry ran on Sunday if the ice allows"), None);
        assert_eq!(found("nobody at the long table is worth ten with a fence"), None);
        assert_eq!(found("zebras … zebras"), None);
        assert_eq!(found(""), None);
        assert_eq!(found("…"), None);
    }
}
