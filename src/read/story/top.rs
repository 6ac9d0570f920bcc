//! The top of a text -> its headline, its date and its by-line.

use super::Search;
use super::dated::{dated_line, named_date, parts_story};
use super::jobs::is_job;
use crate::article::{Article, Field, Method};
use crate::date::Date;
use crate::read::dates::{self, Order, labels};
use crate::read::{offer, url};

/// Lines at the top that may be a headline, a date or a by-line.
const TOP_LINES: usize = 5;

/// Other lines among these that a pasted text may have: a standfirst, a place, a name alone.
const MOST_PASSED: usize = 3;

/// Longest of these, in characters: more is a paragraph.
const LONGEST_PASSED: usize = 100;

/// Words of a headline that is known by the by-line or the date below it alone: a section or an outlet
/// has fewer.
const WORDS_OF_HEADLINE: usize = 4;

/// Takes the headline, the date and the by-line off the top, in whatever order they stand.
pub(super) fn read_top(
    article: &mut Article,
    lines: &[&str],
    keep: &mut [bool],
    search: Search<'_>,
) {
    let order = search.order;
    let had_title = article.title.is_some();
    let mut titled = had_title;
    let mut dated = false;
    let mut signed = false;
    let mut changed: Option<Field<Date>> = None;
    let pasted = search.pasted && !is_coded(lines);
    // Lines before this one were passed.
    let (mut from, mut passed) = (0, 0);
    for _ in 0..TOP_LINES + MOST_PASSED {
        let filled = |at: &usize| keep[*at] && !lines[*at].trim().is_empty();
        let Some(at) = (from..lines.len()).find(filled) else { break };
        let line = lines[at].trim();
        let mut below =
            (at + 1..lines.len()).filter(filled).take(TOP_LINES).map(|at| (at, lines[at].trim()));
        let Some((next, _)) = below.clone().next() else { break };
        // What the headline stands above: a date and a by-line may come between.
        let is_credit = |line: &str| {
            byline(line).is_some()
                || dated_line(line, order).is_some()
                || named_date(line, order).is_some()
        };
        let leads_on = pasted
            && passed < MOST_PASSED
            && dated_line(line, order).is_none()
            && leads_to_credit(
                line,
                below.clone().map(|(at, line)| (line, &lines[at + 1..])),
                search,
            );
        let Some((body, under)) = below.find(|(_, line)| !is_credit(line)) else { break };
        let gap = next > at + 1 || body != next;
        let found = dated_line(line, order)
            .or_else(|| named_date(line, order).filter(|_| titled))
            .filter(|found| !found.is_bare || !parts_story(found, line, &lines[at + 1..], search));
        if let Some(found) = found
            && (found.is_change || !dated)
            && (found.title.is_none() || !titled)
        {
            if found.is_change {
                changed.get_or_insert(found.field);
            } else {
                article.date.get_or_insert(found.field);
                dated = true;
            }
            if let Some(title) = found.title {
                titled = true;
                offer(&mut article.title, Some(title), Method::DatedLine, || line.to_string());
            }
        } else if !signed && let Some(author) = byline(line) {
            offer(&mut article.author, Some(author), Method::Byline, || line.to_string());
            if !dated && let Some((date, _)) = labels::published(line, 200, order, |_| true) {
                offer(&mut article.date, Some(date), Method::DatedLine, || line.to_string());
                dated = true;
            }
            signed = true;
        } else if !titled && reads_as_headline(line, under, gap) {
            offer(&mut article.title, Some(line.to_string()), Method::Headline, || {
                line.to_string()
            });
            titled = true;
        } else if had_title && repeats_title(article, line) {
            // Text that opens with its own title again, above its by-line or below.
        } else if pasted && article.url.is_none() && url::is_absolute(line) {
            article.url = Some(Field {
                value: line.to_string(),
                method: Method::Url,
                evidence: line.to_string(),
            });
        } else if leads_on
            && !titled
            && looks_like_title(line)
            && line.split_whitespace().count() >= WORDS_OF_HEADLINE
        {
            offer(&mut article.title, Some(line.to_string()), Method::Headline, || {
                line.to_string()
            });
            titled = true;
        } else if leads_on {
            (from, passed) = (at + 1, passed + 1);
            continue;
        } else {
            break;
        }
        keep[at] = false;
    }
    if !dated {
        let first = (from..lines.len()).find(|at| keep[*at] && !lines[*at].trim().is_empty());
        if let Some(line) = first.map(|at| lines[at].trim()) {
            offer(
                &mut article.date,
                place_and_date(line, order).map(|d| d.0),
                Method::DatedLine,
                || line.chars().take(100).collect(),
            );
        }
    }
    // The day of a change is better than none.
    article.date = article.date.take().or(changed);
}

/// True for a record of a database, each line of which opens with a code of two capitals: `HD Gate opens`.
fn is_coded(lines: &[&str]) -> bool {
    let is_code = |line: &&&str| {
        let code = line.split(' ').next().unwrap_or_default();
        code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())
    };
    lines.iter().filter(|line| !line.trim().is_empty()).take(3).filter(is_code).count() == 3
}

/// True for a short line that a by-line or a line of a date follows, with nothing but such lines between.
fn leads_to_credit<'a>(
    line: &str,
    below: impl Iterator<Item = (&'a str, &'a [&'a str])>,
    search: Search<'_>,
) -> bool {
    let is_short = |line: &str| line.chars().count() <= LONGEST_PASSED;
    let is_credit = |line: &str, below: &[&str]| {
        let dated = dated_line(line, search.order).filter(|found| found.title.is_none());
        byline(line).is_some()
            || dated
                .is_some_and(|found| !found.is_bare || !parts_story(&found, line, below, search))
    };
    let mut below = below.take(MOST_PASSED + 1).take_while(|(line, _)| is_short(line));
    is_short(line) && below.any(|(line, below)| is_credit(line, below))
}

fn repeats_title(article: &Article, line: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let line = plain(line);
    article.title.as_ref().is_some_and(|title| !line.is_empty() && plain(&title.value) == line)
}

/// Reads `KYIV, December 4, 2025 (Agency) — …` at the start of a paragraph.
fn place_and_date(line: &str, order: Option<Order>) -> Option<(Date, usize)> {
    let (date, range) = dates::find(line, 80, order)?;
    let before = line[..range.start].trim_end();
    let place = before.strip_suffix(',')?.trim();
    // The town is in capitals; what it lies in may follow: `KYIV, Ukraine, Dec. 4, 2025 /Wire/ --`.
    let (town, lies_in) =
        place.split_once(", ").map_or((place, None), |(town, lies_in)| (town, Some(lies_in)));
    let capitals = town.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
        && lies_in.is_none_or(|lies_in| {
            lies_in.split(' ').all(|word| word.starts_with(char::is_uppercase))
        });
    let fits = (2..=40).contains(&place.chars().count()) && capitals;
    let after = line[range.end..].trim_start();
    let ends = after.starts_with(['-', '–', '—', '(', '/', ':', '.']);
    (fits && ends).then_some((date, range.end))
}

/// What stands before the name of a writer, in lower case.
const LEADS: &[&str] = &[
    "written by ",
    "posted by ",
    "reported by ",
    "story by ",
    "words by ",
    "by: ",
    "by ",
    "von ",
    "par ",
    "por ",
    "автор: ",
    "author: ",
    "autor: ",
];

/// Returns what stands behind `By`, `Written by` and the like, in letters of either case.
pub(in crate::read) fn without_lead(line: &str) -> Option<&str> {
    LEADS.iter().find_map(|lead| {
        let (start, rest) = line.split_at_checked(lead.len())?;
        (start.to_lowercase() == *lead).then_some(rest)
    })
}

/// Reads `By Ann Lee and Bo Ray, Diplomatic Editor`; at most a short line.
pub(in crate::read) fn byline(line: &str) -> Option<String> {
    let line = line.trim();
    // A wrapped line of a story may go on with `von` or `por`; a line of its own has a capital.
    let apart = line.starts_with("by ") || line.starts_with(char::is_uppercase);
    let rest = without_lead(line).filter(|_| apart).or_else(|| line.strip_prefix("Di "))?;
    let names = rest.split(['|', '•', '·', '—', '–', '(']).next()?.trim();
    let names = names
        .split(", ")
        .take_while(|part| is_name_list(part) && !is_job(part))
        .collect::<Vec<_>>()
        .join(", ");
    let short = line.chars().count() <= 120 && !line.ends_with(['?', '!', ':']);
    (short && !names.is_empty()).then_some(names)
}

/// True for names joined by `and`, `&` and the like: two to four capitalised words each.
pub(in crate::read) fn is_name_list(part: &str) -> bool {
    let joined = part.replace(" & ", " and ").replace(" und ", " and ").replace(" et ", " and ");
    let is_particle = |word: &str| {
        matches!(word, "de" | "van" | "von" | "der" | "al" | "bin" | "di" | "da" | "la")
    };
    let is_capitalised = |word: &str| {
        let plain = word.trim_end_matches('.');
        plain.starts_with(|c: char| c.is_uppercase() || !c.is_lowercase() && c.is_alphabetic())
            && plain.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
    };
    joined.split(" and ").all(|name| {
        let words: Vec<&str> = name.split_whitespace().collect();
        (2..=4).contains(&words.len())
            && words.iter().all(|word| is_capitalised(word) || is_particle(word))
            && words.last().is_some_and(|word| is_capitalised(word))
    })
}

/// True for a first line that reads as a headline, given what follows it.
fn reads_as_headline(line: &str, next: &str, gap: bool) -> bool {
    if !looks_like_title(line) || byline(line).is_some() {
        return false;
    }
    let (length, following) = (line.chars().count(), next.chars().count());
    // A wrapped paragraph goes on in a line of its own length; a headline stands apart.
    let apart = gap && following * 2 >= length || following >= 120 && following >= length * 2;
    apart && following >= 20
}

/// True for a line with the length and the signs of a headline.
pub(super) fn looks_like_title(line: &str) -> bool {
    let (chars, words) = (line.chars().count(), line.split_whitespace().count());
    let no_spaces =
        line.chars().any(|c| matches!(c, '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'));
    let fits = chars <= 160 && words <= 25 && (words >= 2 || no_spaces && chars >= 5);
    let Some(first) = line.chars().next() else { return false };
    let starts = first.is_uppercase()
        || first.is_ascii_digit()
        || first.is_alphabetic() && !first.is_lowercase()
        || matches!(first, '"' | '“' | '‘' | '\'' | '«' | '„' | '¿' | '¡' | '$' | '£' | '€');
    let ends = !line.ends_with(['.', ',', ';', ':', '…', '。', '-', '–', '—', '>', '=', '*', '|']);
    let sentences = line.contains(". ") && line.split(". ").all(|part| part.split(' ').count() > 3);
    let address = line.contains("://") || line.contains('@');
    let list = line.starts_with(['-', '*', '•', '>', '#', '|']) || line.contains('\t');
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    fits && starts && ends && !sentences && !address && !list && letters * 2 >= chars
}
