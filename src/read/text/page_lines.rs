//! A text in pages -> the lines that head or foot each of them, which are no story.
//!
//! Programs that read pages of print set a form feed between them. A line at the top of a page, or at
//! its foot, that stands there on other pages too, is none of the story's: the number of the page; or a few
//! words with a number, as the name of a paper with its day, on three pages at least. What ends as a sentence does is of the
//! story, and so are a refrain and a heading.

use std::collections::HashMap;
use std::ops::Range;

use crate::read::site_lines;

/// Sign between two pages.
const PAGE_BREAK: char = '\u{c}';

/// Pages that have a line of words.
const FEWEST_PAGES: usize = 3;

/// Words of such a line, which say more than `Chapter 2`.
const FEWEST_WORDS: usize = 2;

/// Numbers of such a line: a day and a page; a row of a table has more.
const MOST_NUMBERS: usize = 3;

/// Longest such line, in bytes: name, day and number of a page.
const LONGEST: usize = 160;

/// Returns the numbers of these lines.
pub(super) fn labels(text: &str) -> Vec<Range<usize>> {
    if !text.contains(PAGE_BREAK) {
        return Vec::new();
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let is_filled = |at: &usize| !lines[*at].trim().is_empty();
    let mut starts: Vec<usize> =
        (0..lines.len()).filter(|at| *at == 0 || lines[*at].starts_with(PAGE_BREAK)).collect();
    starts.push(lines.len());
    // First and last lines of pages that have others.
    let mut ends: Vec<(bool, usize)> = Vec::new();
    for page in starts.windows(2) {
        let mut filled = (page[0]..page[1]).filter(is_filled);
        let (first, last) = (filled.next(), filled.next_back());
        let (Some(first), Some(last)) = (first, last) else { continue };
        ends.push((true, first));
        // A page of two lines has one that is its story.
        if filled.next().is_some() {
            ends.push((false, last));
        }
    }
    let mut places: HashMap<(bool, String), Vec<usize>> = HashMap::new();
    for (is_top, at) in ends {
        if let Some(shape) = shape(lines[at]) {
            places.entry((is_top, shape)).or_default().push(at);
        }
    }
    let heads = places.into_iter().filter(|((_, shape), places)| is_head(shape, places.len()));
    let recurring = heads.flat_map(|(_, places)| places);
    let mut found: Vec<Range<usize>> = recurring.map(|at| at..at + 1).collect();
    found.sort_by_key(|range| range.start);
    found
}

/// True for a line of such a shape that stands at the ends of so many pages: a number, or a few words with one.
fn is_head(shape: &str, pages: usize) -> bool {
    let count =
        |is: fn(char) -> bool| shape.split_whitespace().filter(|word| word.contains(is)).count();
    match (count(char::is_alphabetic), count(|c| c == '#')) {
        (0, _) => pages >= 2,
        (words, numbers) => {
            words >= FEWEST_WORDS && (1..=MOST_NUMBERS).contains(&numbers) && pages >= FEWEST_PAGES
        }
    }
}

/// What a line is without its numbers; `None` for what is too long, or numbers of a table.
fn shape(line: &str) -> Option<String> {
    let line = line.trim();
    let has_letters = line.chars().any(char::is_alphabetic);
    let is_number = line.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | ' '))
        && line
            .split_whitespace()
            .filter(|word| word.contains(|c: char| c.is_ascii_digit()))
            .count()
            == 1;
    let is_sentence = has_letters && site_lines::ends_sentence(line, true);
    if line.len() > LONGEST || !has_letters && !is_number || is_sentence {
        return None;
    }
    let mut shape = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        let mut in_number = false;
        for c in word.chars() {
            let is_digit = c.is_ascii_digit();
            if !(is_digit && in_number) {
                shape.push(if is_digit { '#' } else { c });
            }
            in_number = is_digit;
        }
        shape.push(' ');
    }
    Some(shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let lines: Vec<&str> = text.split('\n').collect();
        labels(text).into_iter().map(|range| lines[range.start].trim()).collect()
    }

    #[test]
    fn what_recurs_at_the_ends_of_pages_is_no_story() {
        let page = |head: u32, story: &str, foot: u32| {
            format!("Sarn Post, 18 November 2025, page {head}\n\n{story}\n\n{foot}\n")
        };
        let text = [
            page(3, "Lock shut\n\nIt was old.", 3),
            page(14, "The board met\nand went.", 14),
            page(15, "So it is.", 15),
        ]
        .join("\u{c}");
        let wanted = [
            "Sarn Post, 18 November 2025, page 3",
            "3",
            "Sarn Post, 18 November 2025, page 14",
            "14",
            "Sarn Post, 18 November 2025, page 15",
            "15",
        ];
        assert_eq!(found(&text), wanted);
    }

    #[test]
    fn lines_of_a_story_stay() {
        for text in [
            "Sarn Post 3\none\ntwo\n\u{c}Lock shut\nthree\nfour\n",
            "Sarn Post\none\nSarn Post\ntwo\n",
            "1,200 1,300\none\ntwo\n\u{c}1,400 1,500\nthree\nfour\n",
            "Yes.\n\u{c}Yes.\n",
            // A headline, a refrain, answers, headings and years.
            "Harbour board meets\na\nb\n\u{c}Harbour board meets\nc\nd\n\u{c}Harbour board meets\ne\nf",
            "a\nb\nA. Yes.\n\u{c}c\nd\nA. Yes.\n\u{c}e\nf\nA. Yes.\n",
            "Chapter 1\na\nb\n\u{c}Chapter 2\nc\nd\n\u{c}Chapter 3\ne\nf",
            "In 1990 he had 3 boats.\na\nb\n\u{c}In 1991 he had 4 boats.\nc\nd\n\u{c}In 1992 he had 5 boats.\ne\nf",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text:?}");
        }
    }
}
