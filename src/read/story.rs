//! Raw text of an article -> its story, the lines that are not story, and the fields they give.
//!
//! A headline, a dated line, a by-line at the top; a signature at the end; lines of the site
//! anywhere. Each leaves the text and is kept in `left_out`, in order, with its place.

mod dated;
mod jobs;
mod signature;
mod top;

use std::ops::Range;

use self::signature::read_signature;
use self::top::read_top;
use super::dates::Order;
use super::{offer, site_lines};
use crate::article::{Article, LeftOut, Method};

pub(super) use self::jobs::{is_job, without_jobs, without_places};
pub(super) use self::top::{byline, is_name_list, without_lead};

/// What may be looked for in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Search<'a> {
    /// Headline, dated line and by-line at the top: off where the format has its own place for
    /// them.
    pub(super) top: bool,
    /// True for the text of a file as somebody typed or pasted it: an address and other lines may
    /// stand among them.
    pub(super) pasted: bool,
    /// Lines that are headings of parts: a date in one is the day of that part.
    pub(super) sections: &'a [String],
    /// Lines that say what the text is, and are no story.
    pub(super) labels: &'a [Range<usize>],
    /// How numeric dates are written.
    pub(super) order: Option<Order>,
    /// Lines that `talks.toml` drops.
    pub(super) drop: &'a [String],
}

/// Splits `raw` into story and other lines, and fills fields that are still empty.
///
/// `raw` has `\n` as its only line break. Sets [`Article::text`] and [`Article::left_out`].
pub(super) fn settle(article: &mut Article, raw: &str, search: Search<'_>) {
    let lines: Vec<&str> = raw.split('\n').map(str::trim_end).collect();
    let mut keep: Vec<bool> = lines.iter().map(|line| !is_dropped(line, search.drop)).collect();
    for range in search.labels {
        keep[range.start.min(lines.len())..range.end.min(lines.len())].fill(false);
    }
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
        read_top(article, &lines, &mut keep, search);
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
