//! A chunk of a query -> rows of words, any of which it stands for.

use super::places::{Wanted, bare, row};
use super::words::{Word, words};
use crate::query::ast::WordForm;

/// The rows of words that a word with a star or a tilde stands for.
pub fn rows_like(chunk: &str, form: WordForm) -> Vec<Vec<Wanted>> {
    let words = words(chunk);
    let parts: Vec<&Word> = words.iter().filter(|w| !w.is_whole_compound).collect();
    let like = |w: &Word| match form {
        WordForm::Fuzzy(slips) => {
            let letters = bare(w.form.strip_suffix("'s").unwrap_or(&w.form)).chars().count();
            Wanted::Slips(w.form.clone(), usize::from(slips).min(letters / 2))
        }
        _ => Wanted::Beginning(w.form.clone()),
    };
    let Some((last, before)) = parts.split_last() else { return Vec::new() };
    if !last.lead.is_empty() {
        return rows(chunk);
    }
    let mut row: Vec<Wanted> = before.iter().map(|w| Wanted::Stem(w.stem.clone())).collect();
    row.push(like(last));
    let mut rows = vec![row];
    let whole = words.iter().find(|w| w.is_whole_compound);
    if let Some(whole) = whole
        && parts.len() == words.len() - 1
        && parts[0].position == whole.position
        && is_whole(chunk, whole)
    {
        rows.push(vec![like(whole)]);
    }
    rows
}

/// Whether a compound is all of the words of a chunk.
pub fn is_whole(chunk: &str, whole: &Word) -> bool {
    words(&chunk[whole.bytes.end..]).is_empty()
}

/// The rows of words that a chunk of a query stands for.
pub fn rows(chunk: &str) -> Vec<Vec<Wanted>> {
    let words = words(chunk);
    let parts: Vec<&Word> = words.iter().filter(|w| !w.is_whole_compound).collect();
    if parts.is_empty() {
        return Vec::new();
    }
    let mut rows = vec![row(&parts, |word| Wanted::Stem(word.stem.clone()))];
    if let [_, .., whole] = &words[..]
        && whole.is_whole_compound
        && parts.len() == words.len() - 1
        && parts[0].position == whole.position
        && reaches(whole, &chunk[parts[0].bytes.clone()])
    {
        rows.push(vec![Wanted::Closed(whole.stem.clone())]);
    }
    if let [only] = parts[..] {
        let surface = &chunk[only.bytes.clone()];
        let letters: Vec<char> = surface.chars().collect();
        if (8..=40).contains(&letters.len()) && letters.iter().all(|c| c.is_alphabetic()) {
            for cut in 3..=letters.len() - 3 {
                let [head, tail] =
                    [&letters[..cut], &letters[cut..]].map(|l| l.iter().collect::<String>());
                let (head, tail) = (&self::words(&head)[..], &self::words(&tail)[..]);
                if let ([head], [tail]) = (head, tail)
                    && !crate::analysis::is_common(&head.form)
                    && !crate::analysis::is_common(&tail.form)
                {
                    rows.push(vec![
                        Wanted::Form(head.form.clone()),
                        Wanted::Stem(tail.stem.clone()),
                    ]);
                }
            }
        }
    }
    rows
}

/// Whether the stem of a compound goes beyond its first part.
pub fn reaches(whole: &Word, first_part: &str) -> bool {
    whole.stem.chars().count() >= first_part.chars().count() + 2
}
