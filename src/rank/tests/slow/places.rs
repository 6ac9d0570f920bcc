//! Where words of a query stand in a text, by comparing each with each and trying every choice.

use std::ops::Range;

use super::words::Word;

/// How one word of a query is compared.
#[derive(Debug, Clone)]
pub enum Wanted {
    Stem(String),
    /// Of this stem, written without a hyphen.
    Closed(String),
    Form(String),
    /// A character of a script without spaces, whatever follows it.
    Lead(String),
    Beginning(String),
    Slips(String, usize),
}

impl Wanted {
    pub fn fits(&self, word: &Word) -> bool {
        match self {
            Wanted::Stem(stem) => word.stem == *stem,
            Wanted::Closed(stem) => word.stem == *stem && !word.form.contains('-'),
            Wanted::Form(form) => word.form == *form,
            Wanted::Lead(lead) => word.lead == *lead,
            Wanted::Beginning(letters) => bare(&word.form).starts_with(&bare(letters)),
            Wanted::Slips(form, slips) => slow_slips(form, &word.form) <= *slips,
        }
    }

    fn end(&self, word: &Word) -> usize {
        if matches!(self, Wanted::Lead(_)) { word.lead_end } else { word.bytes.end }
    }
}

/// The words of a chunk as they are looked for, one after the other. A character without a
/// successor stands for itself, unless the pair before it has it.
pub fn row(parts: &[&Word], make: impl Fn(&Word) -> Wanted) -> Vec<Wanted> {
    let mut row: Vec<Wanted> = Vec::new();
    for (i, word) in parts.iter().enumerate() {
        let stands_alone = !word.lead.is_empty() && word.lead_end == word.bytes.end;
        let is_told = i + 1 == parts.len() && i > 0 && parts[i - 1].bytes.end == word.bytes.end;
        if !stands_alone {
            row.push(make(word));
        } else if !is_told {
            row.push(Wanted::Lead(word.lead.clone()));
        }
    }
    row
}

/// A form without hyphens and apostrophes.
pub fn bare(form: &str) -> String {
    form.replace(['-', '\''], "")
}

/// The slips between two forms, each with or without its possessive.
pub fn slow_slips(typed: &str, form: &str) -> usize {
    let without = |s: &str| bare(s.strip_suffix("'s").unwrap_or(s));
    table(&without(typed), &bare(form)).min(table(&without(typed), &without(form)))
}

/// Optimal string alignment by the whole table.
pub fn table(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            d[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let changed = usize::from(a[i - 1] != b[j - 1]);
                let cost = [d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + changed];
                let swaps = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                let swapped = if swaps { d[i - 2][j - 2] + 1 } else { usize::MAX };
                cost.into_iter().min().unwrap_or(0).min(swapped)
            };
        }
    }
    d[a.len()][b.len()]
}

/// A place of a row of words: first and last position, and the bytes.
pub type Place = (usize, usize, Range<usize>);

/// Where any of some rows stands.
pub fn places(text: &[Word], rows: &[Vec<Wanted>]) -> Vec<Place> {
    let mut found = Vec::new();
    for row in rows {
        for bytes in stands(text, row) {
            let of = |w: &&Word| w.bytes.start == bytes.start && row[0].fits(w);
            for first in text.iter().filter(of).map(|w| w.position) {
                found.push((first, first + row.len() - 1, bytes.clone()));
            }
        }
    }
    found
}

/// The places of a chain of items that belong to a match: every combination is tried.
pub fn chained(items: &[Vec<Place>], gaps: &[u32]) -> Vec<Range<usize>> {
    fn go(
        items: &[Vec<Place>],
        gaps: &[u32],
        so_far: &mut Vec<Place>,
        found: &mut Vec<Range<usize>>,
    ) {
        let Some(next) = items.get(so_far.len()) else {
            found.extend(so_far.iter().map(|place| place.2.clone()));
            return;
        };
        for place in next {
            let near = so_far.last().is_none_or(|before| {
                let apart = |a: &Place, b: &Place| {
                    b.0 > a.1 && (b.0 - a.1 - 1) as u64 <= u64::from(gaps[so_far.len() - 1])
                };
                apart(before, place) || apart(place, before)
            });
            if near {
                so_far.push(place.clone());
                go(items, gaps, so_far, found);
                so_far.pop();
            }
        }
    }
    let mut found = Vec::new();
    go(items, gaps, &mut Vec::new(), &mut found);
    found
}

/// The places of words in any order with few others among them: every choice is tried.
pub fn windowed(words: &[Vec<Place>], others: u32) -> Vec<Range<usize>> {
    fn go(
        words: &[Vec<Place>],
        others: u32,
        so_far: &mut Vec<Place>,
        found: &mut Vec<Range<usize>>,
    ) {
        let Some(next) = words.get(so_far.len()) else {
            let first = so_far.iter().map(|place| place.0).min().unwrap_or(0);
            let last = so_far.iter().map(|place| place.0).max().unwrap_or(0);
            if (last + 1 - first - words.len()) as u64 <= u64::from(others) {
                found.extend(so_far.iter().map(|place| place.2.clone()));
            }
            return;
        };
        for place in next {
            if so_far.iter().all(|taken| taken.0 != place.0) {
                so_far.push(place.clone());
                go(words, others, so_far, found);
                so_far.pop();
            }
        }
    }
    let mut found = Vec::new();
    go(words, others, &mut Vec::new(), &mut found);
    found
}

/// The byte ranges at which a row of words stands.
pub fn stands(text: &[Word], row: &[Wanted]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for first in text.iter().filter(|word| row[0].fits(word)) {
        let mut end = row[0].end(first);
        let mut all = true;
        for (offset, wanted) in row.iter().enumerate().skip(1) {
            let here = text.iter().filter(|w| w.position == first.position + offset);
            match here.clone().find(|w| wanted.fits(w)) {
                Some(word) => end = end.max(wanted.end(word)),
                None => all = false,
            }
        }
        if all {
            found.push(first.bytes.start..end);
        }
    }
    found
}
