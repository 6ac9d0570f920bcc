//! A piece of visible text with dates in it -> whether it is a line of its own for them, or a sentence
//! that mentions them.

use std::ops::Range;

use super::super::facts::Line;
use crate::read::dates::labels::{CHANGED, PUBLISHED, says};
use crate::read::story::without_lead;

/// Characters beside a date that a line of a date has: a name, a label, a counter.
const BESIDE_A_DATE: usize = 35;

/// Words in lower case that follow the date of a by-line and not that of a sentence.
const GO_ON: &[&str] = &[
    "at", "by", "in", "from", "with", "um", "uhr", "von", "unter", "par", "dans", "por", "en",
    "di", "da", "door", "edited", "kl", "klo", "klokken", "godz", "saat", "ve", "în",
];

/// Words that do so where a time follows them, and open a clause where none does.
const BEFORE_A_TIME: &[&str] = &["om", "alle"];

/// Words that follow a labelled date and add to it: `and last updated`, `under News`.
const ADDS: &[&str] = &["and", "under", "to", "on", "und", "et", "y", "unter", "last", "updated"];

/// True when the dates in `ranges` are most of the line, or open it.
pub(super) fn is_alone(line: &Line, ranges: &[Range<usize>]) -> bool {
    let (Some(first), Some(last)) = (ranges.first(), ranges.last()) else { return false };
    let (left, right) = (&line.text[..first.start], &line.text[last.end..]);
    let rest = beside(&line.text, ranges).chars().count();
    let bare = |text: &str| !text.contains(char::is_alphanumeric);
    let opens = first.start <= 3 && (bare(left) || bare(right));
    opens || rest <= BESIDE_A_DATE
}

/// What a text holds beside the dates in `ranges`.
pub(super) fn beside(text: &str, ranges: &[Range<usize>]) -> String {
    let mut rest = String::new();
    let mut end = 0;
    for range in ranges {
        rest.push_str(&text[end..range.start]);
        end = range.end;
    }
    rest + &text[end..]
}

/// True when what stands around the dates in `ranges` reads as a sentence.
pub(super) fn is_sentence(line: &Line, ranges: &[Range<usize>]) -> bool {
    let (Some(first), Some(last)) = (ranges.first(), ranges.last()) else { return false };
    let before = format!("{}{}", line.run_before, &line.text[..first.start]);
    let after = format!("{}{}", &line.text[last.end..], line.run_after);
    let (before, after) = (before.trim(), after.trim());
    // … `the war began`, `, the day that`
    let sign = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';' | '-' | '–' | '—');
    let mut words = after.trim_start_matches(sign).split_whitespace();
    let next = words.next().unwrap_or_default().trim_end_matches('.');
    let behind = words.next();
    let is_clock = || behind.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let is_lead = GO_ON.contains(&next) || (BEFORE_A_TIME.contains(&next) && is_clock());
    let goes_on = is_lower(next) && !is_lead && behind.is_some();
    if says(before, PUBLISHED) || says(before, CHANGED) {
        // `A report published on 24 February 2022 said that`
        return goes_on && !ADDS.contains(&next);
    }
    if without_lead(before).is_some() {
        return false;
    }
    // `wurde am 19. Mai 2010 um 23:03 Uhr gepostet`, but not `die am 19. Mai 2010 gepostete`
    let mut next = after.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    if next.by_ref().take(3).any(|word| PUBLISHED.contains(&word)) {
        return false;
    }
    // `4 December 2025 – The envoys`: a line of its own would end there.
    let parts = |c: char| matches!(c, '-' | '–' | '—' | '|' | '∙' | '·' | '•' | '/');
    let headed = after.strip_prefix(parts).map(str::trim_start);
    if before.is_empty() && headed.is_some_and(|rest| !rest.starts_with(char::is_lowercase)) {
        return false;
    }
    // `24 February 2022: War begins`
    if after.strip_prefix(':').is_some_and(|rest| rest.contains(char::is_alphabetic)) {
        return true;
    }
    // `the war began on` …, but not `dpa am`
    let mut words = before.split_whitespace();
    let runs_into =
        words.clone().count() > 2 && words.next_back().is_some_and(is_lower) && words.any(is_lower);
    let end = if after.is_empty() { before } else { after };
    let last = end.rsplit(char::is_whitespace).next().unwrap_or_default();
    // The stop of `kl. 20.15.` ends no sentence, nor does that of `20.15 h.`.
    let stops = !is_time(last)
        && end.ends_with(['.', '!', '?', '。', '”'])
        && (before.split_whitespace().chain(after.split_whitespace()).any(is_lower)
            || end.ends_with('。'));
    runs_into || goes_on || stops
}

/// True for the last word of a time of day, with a stop behind it: `20.15.`, `20:15h.`, `h.`.
fn is_time(word: &str) -> bool {
    let clock = word.trim_end_matches('.').trim_end_matches('h');
    let is_number = |part: &str| part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
    let parts = clock.split_once([':', '.']);
    word == "h."
        || parts
            .is_some_and(|(hour, minute)| is_number(hour) && minute.len() == 2 && is_number(minute))
}

/// True for a word of letters that begins in lower case.
fn is_lower(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && word.chars().nth(1).is_some_and(char::is_alphabetic)
}
