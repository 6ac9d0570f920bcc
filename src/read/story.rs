//! Raw text of an article -> its story, the lines that are not story, and the fields they give.
//!
//! A headline, a dated line, a by-line at the top; a signature at the end; lines of the site
//! anywhere. Each leaves the text and is kept in `left_out`, in order, with its place.

use super::dates::{self, Order};
use super::{offer, outlets, site_lines};
use crate::article::{Article, Field, LeftOut, Method};

/// What may be looked for in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Search<'a> {
    /// Headline, dated line and by-line at the top: off where the format has its own place for
    /// them.
    pub(super) top: bool,
    /// How numeric dates are written.
    pub(super) order: Option<Order>,
    /// Lines that `talks.toml` drops.
    pub(super) drop: &'a [String],
}

/// Lines at the top that may be a headline, a date or a by-line.
const TOP_LINES: usize = 5;

/// Splits `raw` into story and other lines, and fills fields that are still empty.
///
/// `raw` has `\n` as its only line break. Sets [`Article::text`] and [`Article::left_out`].
pub(super) fn settle(article: &mut Article, raw: &str, search: Search<'_>) {
    let lines: Vec<&str> = raw.split('\n').map(str::trim_end).collect();
    let mut keep: Vec<bool> = lines.iter().map(|line| !is_dropped(line, search.drop)).collect();
    for (line, keep) in lines.iter().zip(&mut keep) {
        if *keep && site_lines::is_site_line(line) {
            *keep = false;
            offer(&mut article.source, site_lines::outlet(line), Method::Signature, || {
                line.trim().to_string()
            });
        }
    }
    if keep.iter().zip(&lines).all(|(keep, line)| !keep || line.is_empty()) {
        // All of it looks like site: better the text than nothing.
        keep.fill(true);
    }
    if search.top {
        read_top(article, &lines, &mut keep, search.order);
    }
    read_signature(article, &lines, &mut keep, raw);
    assemble(article, &lines, &keep);
}

fn is_dropped(line: &str, drop: &[String]) -> bool {
    let line = line.trim();
    !line.is_empty()
        && drop.iter().any(|pattern| match pattern.strip_suffix('*') {
            Some(start) => line.starts_with(start.trim_start()),
            None => line == pattern.trim(),
        })
}

/// Takes the headline, the date and the by-line off the top, in whatever order they stand.
fn read_top(article: &mut Article, lines: &[&str], keep: &mut [bool], order: Option<Order>) {
    let had_title = article.title.is_some();
    let mut titled = had_title;
    let mut dated = false;
    let mut signed = false;
    for _ in 0..TOP_LINES {
        let filled = |at: &usize| keep[*at] && !lines[*at].trim().is_empty();
        let Some(at) = (0..lines.len()).find(filled) else { break };
        let line = lines[at].trim();
        let mut below =
            (at + 1..lines.len()).filter(filled).take(TOP_LINES).map(|at| (at, lines[at].trim()));
        let Some((next, _)) = below.clone().next() else { break };
        // What the headline stands above: a date and a by-line may come between.
        let is_credit = |line: &str| byline(line).is_some() || dated_line(line, order).is_some();
        let Some((body, under)) = below.find(|(_, line)| !is_credit(line)) else { break };
        let gap = next > at + 1 || body != next;
        if !dated
            && let Some((field, title)) = dated_line(line, order)
            && (title.is_none() || !titled)
        {
            article.date.get_or_insert(field);
            dated = true;
            if let Some(title) = title {
                titled = true;
                offer(&mut article.title, Some(title), Method::DatedLine, || line.to_string());
            }
        } else if !signed && let Some(author) = byline(line) {
            offer(&mut article.author, Some(author), Method::Byline, || line.to_string());
            if !dated && let Some((date, _)) = dates::find(line, 200, order) {
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
        } else {
            break;
        }
        keep[at] = false;
    }
    if !dated {
        let first = (0..lines.len()).find(|at| keep[*at] && !lines[*at].trim().is_empty());
        if let Some(line) = first.map(|at| lines[at].trim()) {
            offer(
                &mut article.date,
                place_and_date(line, order).map(|d| d.0),
                Method::DatedLine,
                || line.chars().take(100).collect(),
            );
        }
    }
}

fn repeats_title(article: &Article, line: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let line = plain(line);
    article.title.as_ref().is_some_and(|title| !line.is_empty() && plain(&title.value) == line)
}

/// Words that stand before the date of a line that is only a date.
const DATE_LABELS: &[&str] = &[
    "date",
    "dated",
    "published",
    "posted",
    "updated",
    "last updated",
    "publication date",
    "on",
    "published on",
    "posted on",
    "published at",
    "first published",
    "release date",
    "issued",
    "veröffentlicht",
    "veröffentlicht am",
    "stand",
    "datum",
    "publié le",
    "publicado",
    "publicado el",
    "pubblicato",
    "опубликовано",
    "дата",
];

/// Reads a line that is a date, or a date and a headline.
fn dated_line(
    line: &str,
    order: Option<Order>,
) -> Option<(Field<crate::date::Date>, Option<String>)> {
    let (date, range) = dates::find(line, 160, order)?;
    let before = line[..range.start].trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    // A weekday is part of a date: `Thursday, 4 December 2025`.
    let label = before.is_empty()
        || DATE_LABELS.contains(&before.as_str())
        || dates::parse(&line[..range.end], order).is_some()
        || DATE_LABELS.iter().any(|label| {
            before.strip_prefix(label).is_some_and(|rest| {
                let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
                dates::parse(&format!("{rest} {}", &line[range.clone()]), order).is_some()
            })
        });
    if !label {
        return None;
    }
    let field = Field { value: date, method: Method::DatedLine, evidence: line.to_string() };
    let after = line[range.end..].trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '|' | '-' | '–' | '—' | ':' | ',' | '.' | ')' | ']' | '•' | '·' | '/')
    });
    if after.is_empty() {
        return Some((field, None));
    }
    // Something short behind the date is a place, a zone or a counter, not a headline.
    let words = after.split_whitespace().count();
    let title = looks_like_title(after) && words >= 3 && !site_lines::is_site_line(after);
    if title {
        return Some((field, Some(after.to_string())));
    }
    let sentence = after.ends_with(['.', '!', '?']) || after.chars().count() > 60;
    (!sentence).then_some((field, None))
}

/// Reads `KYIV, December 4, 2025 (Agency) — …` at the start of a paragraph.
fn place_and_date(line: &str, order: Option<Order>) -> Option<(crate::date::Date, usize)> {
    let (date, range) = dates::find(line, 80, order)?;
    let before = line[..range.start].trim_end();
    let place = before.strip_suffix(',')?.trim();
    let capitals = place.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
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
pub(super) fn without_lead(line: &str) -> Option<&str> {
    LEADS.iter().find_map(|lead| {
        let (start, rest) = line.split_at_checked(lead.len())?;
        (start.to_lowercase() == *lead).then_some(rest)
    })
}

/// Reads `By Ann Lee and Bo Ray, Diplomatic Editor`; at most a short line.
pub(super) fn byline(line: &str) -> Option<String> {
    let line = line.trim();
    // A wrapped line of a story may go on with `von` or `por`; a line of its own has a capital.
    let apart = line.starts_with("by ") || line.starts_with(char::is_uppercase);
    let rest = without_lead(line).filter(|_| apart).or_else(|| line.strip_prefix("Di "))?;
    let names = rest.split(['|', '•', '·', '—', '–', '(']).next()?;
    let names =
        names.split(", ").take_while(|part| is_name_list(part)).collect::<Vec<_>>().join(", ");
    let short = line.chars().count() <= 120 && !line.ends_with(['?', '!', ':']);
    (short && !names.is_empty()).then_some(names)
}

/// True for names joined by `and`, `&` and the like: two to four capitalised words each.
fn is_name_list(part: &str) -> bool {
    let joined = part.replace(" & ", " and ").replace(" und ", " and ").replace(" et ", " and ");
    joined.split(" and ").all(|name| {
        let words: Vec<&str> = name.split_whitespace().collect();
        (2..=4).contains(&words.len())
            && words.iter().all(|word| {
                let plain = word.trim_end_matches('.');
                let first = plain.chars().next();
                first.is_some_and(|c| c.is_uppercase() || !c.is_lowercase() && c.is_alphabetic())
                    && plain
                        .chars()
                        .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
                    || matches!(
                        plain,
                        "de" | "van" | "von" | "der" | "al" | "bin" | "di" | "da" | "la"
                    )
            })
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
fn looks_like_title(line: &str) -> bool {
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

/// Verbs with which a text credits its own outlet.
const CREDITS: &[&str] = &[
    "reports",
    "reported",
    "writes",
    "informs",
    "learned",
    "has learned",
    "has learnt",
    "said in a",
    "correspondent",
    "correspondents",
    "transmits",
    "notes",
    "was told",
    "understands",
];

/// Takes a last line that is the outlet's own name off the end.
fn read_signature(article: &mut Article, lines: &[&str], keep: &mut [bool], raw: &str) {
    let filled = |at: &usize| keep[*at] && !lines[*at].trim().is_empty();
    let Some(last) = (0..lines.len()).rev().find(filled) else { return };
    let Some(before) = (0..last).rev().find(filled) else { return };
    let line = lines[last].trim();
    let name = line
        .trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '—' | '–' | '-' | '(' | '©' | '/')
        })
        .trim_end_matches([')', '/']);
    let apart = last > before + 1 || lines[before].chars().count() >= 80;
    if !apart || !looks_like_outlet(name) {
        return;
    }
    let credited = raw.match_indices(name).any(|(at, _)| {
        let after = raw[at + name.len()..].trim_start();
        CREDITS.iter().any(|verb| after.starts_with(verb)) && !is_cited(&raw[..at])
    });
    let known = outlets::called(name);
    if credited || known.is_some() {
        let value = if credited { name } else { known.unwrap_or(name) };
        offer(&mut article.source, Some(value.to_string()), Method::Signature, || line.to_string());
        keep[last] = false;
    }
}

/// Words behind which a name is that of someone else's report.
const CITES: &[&str] =
    &["citing", "cites", "according to", "quoted by", "with reference to", "told"];

/// Bytes before a name that are looked at: more than the longest of [`CITES`].
const CITES_WITHIN: usize = 40;

/// True for a text that ends as one does before the name of someone who is cited.
fn is_cited(before: &str) -> bool {
    let before = before.trim_end();
    let from = before.floor_char_boundary(before.len().saturating_sub(CITES_WITHIN));
    let end = before[from..].to_lowercase();
    CITES.iter().any(|cites| end.ends_with(cites))
}

/// True for one to five capitalised words, or a name like `News.Az`.
fn looks_like_outlet(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let small =
        |word: &&str| matches!(*word, "of" | "the" | "and" | "&" | "for" | "de" | "la" | "le");
    let inner_dot = name.trim_end_matches('.').contains('.') && words.len() == 1;
    (1..=5).contains(&words.len())
        && name.chars().count() <= 40
        && (words.iter().all(|word| capital(word) || small(word)) || inner_dot)
        && !name.ends_with(['.', ',', ':', ';', '!', '?', '"', '”'])
        && name.chars().any(char::is_alphabetic)
}

/// Joins the kept lines, with at most one blank line between them, and places the others.
fn assemble(article: &mut Article, lines: &[&str], keep: &[bool]) {
    let mut text = String::new();
    let mut blank = 0;
    let mut left_out = Vec::new();
    for (line, keep) in lines.iter().zip(keep) {
        if !keep {
            if !line.trim().is_empty() {
                left_out.push((text.len(), (*line).to_string()));
            }
            // A line that was taken out parts what stands around it.
            continue;
        }
        if line.trim().is_empty() {
            blank = 1;
            continue;
        }
        if text.is_empty() {
            text.push_str(line.trim_start());
        } else {
            text.push_str(if blank > 0 { "\n\n" } else { "\n" });
            text.push_str(line);
        }
        blank = 0;
    }
    text.truncate(text.trim_end().len());
    let place = |(at, line): (usize, String)| LeftOut { at: next_line(&text, at), line };
    article.left_out = left_out.into_iter().map(place).collect();
    article.text = text;
}

/// The start of the line that follows byte `at`, which stands at the end of a line.
fn next_line(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    let skipped = rest.len() - rest.trim_start_matches('\n').len();
    (at + skipped).min(text.len())
}

#[cfg(test)]
mod tests;
