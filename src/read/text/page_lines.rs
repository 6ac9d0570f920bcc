//! A text in pages -> the lines that head or foot each of them, which are no story.
//!
//! Programs that read pages of print set a form feed between them. A line at the top of a page, or at
//! its foot, that stands there on another page too, whatever numbers are in it, is none of the story's.

use std::collections::HashMap;
use std::ops::Range;

/// Sign between two pages.
const PAGE_BREAK: char = '\u{c}';

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
    let recurring = places.into_values().filter(|places| places.len() > 1).flatten();
    let mut found: Vec<Range<usize>> = recurring.map(|at| at..at + 1).collect();
    found.sort_by_key(|range| range.start);
    found
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
    if line.len() > LONGEST || !has_letters && !is_number {
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
        let head = "Sarn Post, 18 November 2025, page 3\n\nLock shut\n\nIt was old.\n\n3\n\
                    \u{c}Sarn Post, 18 November 2025, page 14\nThe board met\nand went.\n14\n";
        let wanted = [
            "Sarn Post, 18 November 2025, page 3",
            "3",
            "Sarn Post, 18 November 2025, page 14",
            "14",
        ];
        assert_eq!(found(head), wanted);
        assert_eq!(found("Post 1\nYes.\n\u{c}Post 2\nYes.\n"), ["Post 1", "Post 2"]);
        // Pages may have heads of two kinds, in turn.
        let turns = "Sarn Post 2\na\nb\n\u{c}3 Tuesday\nc\nd\n\u{c}Sarn Post 4\ne\nf";
        assert_eq!(found(turns), ["Sarn Post 2", "Sarn Post 4"]);
    }

    #[test]
    fn lines_of_a_story_stay() {
        for text in [
            "Sarn Post 3\none\ntwo\n\u{c}Lock shut\nthree\nfour\n",
            "Sarn Post\none\nSarn Post\ntwo\n",
            "1,200 1,300\none\ntwo\n\u{c}1,400 1,500\nthree\nfour\n",
            "Yes.\n\u{c}Yes.\n",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text:?}");
        }
    }
}
