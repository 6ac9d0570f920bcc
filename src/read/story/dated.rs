//! A line at the top of a text -> the date that it is a line of.
//!
//! What stands beside the date is a label, a place, a counter or the headline; a line that says
//! more is left in the text.

use super::Search;
use super::top::{byline, looks_like_title, without_lead};
use crate::article::{Field, Method};
use crate::date::Date;
use crate::read::dates::labels::{ALONE, CHANGED, PUBLISHED, says};
use crate::read::dates::{self, Order};
use crate::read::site_lines;

/// A line that is a date, or a date and a headline.
pub(super) struct DatedLine {
    pub(super) field: Field<Date>,
    /// What stands behind the date, where that reads as a headline.
    pub(super) title: Option<String>,
    /// True when the line says that it is the day of a change and gives no other.
    pub(super) is_change: bool,
    /// True when the date is all of the line.
    pub(super) is_bare: bool,
}

/// Words of a label before a date.
const LONGEST_LABEL: usize = 4;

/// Parts of a line that signs part from each other.
const SEPARATORS: [char; 3] = ['|', '·', '•'];

/// Longest part of a line that stands beside its date, in characters.
const LONGEST_BESIDE: usize = 40;

/// Reads a line that is a date, or a date and a headline, or short parts of which one is a date:
/// `Source: Wire | 2025-12-04 08:30 | Editor: ann`.
pub(super) fn dated_line(line: &str, order: Option<Order>) -> Option<DatedLine> {
    one_date(line, order).or_else(|| {
        if !line.contains(SEPARATORS) {
            return None;
        }
        let parts = || line.split(SEPARATORS);
        let short = parts().all(|part| part.chars().count() <= LONGEST_BESIDE);
        let mut dated =
            parts().filter_map(|part| one_date(part, order).filter(|d| d.title.is_none()));
        let (first, second) = (dated.next()?, dated.next());
        let field = Field { evidence: line.to_string(), ..first.field };
        let found = DatedLine { field, is_bare: false, ..first };
        (short && second.is_none()).then_some(found)
    })
}

fn one_date(line: &str, order: Option<Order>) -> Option<DatedLine> {
    let mut all = dates::find_all(line, 160, order);
    let (first, range) = all.next()?;
    let before = plain(&line[..range.start]);
    // A weekday is part of a date: `Thursday, 4 December 2025`.
    let labelled = is_label(&before)
        || dates::parse(&line[..range.end], order).is_some()
        || ALONE.iter().any(|label| {
            before.strip_prefix(label).is_some_and(|rest| {
                let rest = plain(rest);
                dates::parse(&format!("{rest} {}", &line[range.clone()]), order).is_some()
            })
        });
    if !before.is_empty() && !labelled {
        return None;
    }
    // `Updated 5 December 2025 | Published 4 December 2025`
    let mut end = range.end;
    let mut given = vec![(first, before)];
    for (date, range) in all {
        let between = plain(&line[end..range.start]);
        if !between.is_empty() && !is_label(&between) {
            break;
        }
        end = range.end;
        given.push((date, between));
    }
    let of_publication = given.iter().find(|(_, label)| says(label, PUBLISHED));
    let chosen = of_publication.or_else(|| given.iter().find(|(_, label)| !says(label, CHANGED)));
    let is_change = chosen.is_none();
    let (date, label) = chosen.unwrap_or(&given[0]);
    let field = Field { value: *date, method: Method::DatedLine, evidence: line.to_string() };
    let bare = label.is_empty() && given.len() == 1;
    let found = |title: Option<String>, is_bare| DatedLine { field, title, is_change, is_bare };
    let after = line[end..].trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '|' | '-' | '–' | '—' | ':' | ',' | '.' | ')' | ']' | '•' | '·' | '/')
    });
    if after.is_empty() {
        return Some(found(None, bare));
    }
    let sign = line[end..line.len() - after.len()].trim();
    let words = after.split_whitespace().count();
    // Behind a colon stands what the line is about, however short.
    let shortest = if sign.contains(':') { 2 } else { 3 };
    if looks_like_title(after) && words >= shortest && !site_lines::is_site_line(after) {
        return Some(found(Some(after.to_string()), false));
    }
    is_addition(sign, after).then(|| found(None, false))
}

/// True for what stands behind a date and is neither headline nor story: a place, a zone, a name, a
/// counter.
fn is_addition(sign: &str, after: &str) -> bool {
    let sentence = after.ends_with(['.', '!', '?']) || after.chars().count() > 60;
    if sentence || sign.contains(':') {
        return false;
    }
    let parted = sign.contains(['|', '•', '·', '/']) || after.starts_with(['(', '[']);
    let named = without_lead(after).is_some() || is_label(&plain(after));
    let counts = after.contains(|c: char| c.is_ascii_digit());
    let goes_on = !sign.is_empty() && after.starts_with(char::is_lowercase);
    let short = after.split_whitespace().count() < 3 && !goes_on;
    parted || named || counts || short
}

/// Reads `The Ledger, 4 December 2025`: below a headline, a name and a date.
pub(super) fn named_date(line: &str, order: Option<Order>) -> Option<DatedLine> {
    let (date, range) = dates::find(line, 80, order)?;
    let unsigned = |name: &str| {
        let name = name.trim_end().strip_suffix([',', '|', '·', '•', '–', '—', '-'])?;
        Some(name.trim().to_string())
    };
    let mut name = unsigned(&line[..range.start])?;
    // `Ann Lee — Thursday, 4 December 2025`
    if let Some((before, last)) = name.rsplit_once(' ')
        && dates::is_weekday(&last.to_lowercase())
        && let Some(before) = unsigned(before)
    {
        name = before;
    }
    let words = || name.split_whitespace();
    let is_name = (1..=4).contains(&words().count())
        && words().all(|word| word.starts_with(char::is_uppercase))
        && byline(line).is_none();
    let ends = plain(&line[range.end..]).is_empty();
    let field = Field { value: date, method: Method::DatedLine, evidence: line.to_string() };
    let line = DatedLine { field, title: None, is_change: false, is_bare: false };
    (is_name && ends).then_some(line)
}

/// True for a date that is the heading of a part, or that a line of another day follows: such dates
/// part a story in days.
pub(super) fn parts_story(
    found: &DatedLine,
    line: &str,
    below: &[&str],
    search: Search<'_>,
) -> bool {
    let day = found.field.value.day_only();
    let other_day =
        |line: &&str| dates::parse(line, search.order).is_some_and(|other| other.day_only() != day);
    search.sections.iter().any(|section| section == line) || below.iter().any(other_day)
}

/// True for a few words that say what a date is the day of.
fn is_label(text: &str) -> bool {
    let opens = |words: &[&str]| {
        words.iter().any(|word| {
            text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    };
    ALONE.contains(&text)
        || text.split_whitespace().count() <= LONGEST_LABEL && (opens(PUBLISHED) || opens(CHANGED))
}

/// What is left of a text without the signs around it, in lower case.
fn plain(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}
