//! Dates that readers of a page see: marked-up elements and text, and how near to the headline.

use super::super::facts::{Dated, Facts, Line, Place};
use super::words::{CHANGED, OTHER, PUBLISHED};
use super::{plausible, read};
use crate::article::{Field, Method};
use crate::date::Date;
use crate::read::dates::{self, Order};

/// Elements between a headline and an element that is dated for it and not for a comment.
const REACH: usize = 150;

/// Elements between a headline and a date that belongs to it.
const NEAR: usize = 40;

/// Elements behind a headline that are beside it, whatever their class says: a by-line in the
/// `footer` of a header, a date in a `teaser`.
const BESIDE: usize = 15;

/// A date that readers see.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) field: Field<Date>,
    /// True when it stands at the headline or a little below it.
    pub(super) is_near: bool,
}

/// The date that the page shows for the story: marked up, with a label, or close to the headline.
pub(super) fn story_date(facts: &Facts, order: Option<Order>) -> Option<Shown> {
    let near = |found: Found| Shown { field: found.field, is_near: is_near(facts, found.at) };
    from_elements(facts, Place::Story, REACH, order)
        .or_else(|| from_lines(facts, NEAR, order))
        .map(near)
        .or_else(|| agreed(facts, order))
        .or_else(|| {
            let found = from_elements(facts, Place::Story, usize::MAX, order)?;
            let is_near = found.field.method == Method::TimeTag && is_below(facts, found.at);
            Some(Shown { field: found.field, is_near })
        })
        .or_else(|| {
            let found = from_lines(facts, 2 * NEAR, order)?;
            Some(Shown { field: found.field, is_near: false })
        })
}

/// A date and the element it stands in.
struct Found {
    field: Field<Date>,
    at: usize,
}

/// Chooses among elements: what markup calls published, then the nearest to the headline.
fn from_elements(facts: &Facts, place: Place, reach: usize, order: Option<Order>) -> Option<Found> {
    let mut elements: Vec<&Dated> = facts
        .dated
        .iter()
        .filter(|dated| self::place(facts, dated.place, dated.at) == place)
        .filter(|dated| (!dated.updated || dated.published) && !is_of_change(facts, dated))
        .filter(|dated| place == Place::Story || dated.published || dated.is_time)
        .filter(|dated| distance(facts, dated.at) <= reach)
        .collect();
    elements.sort_by_key(|d| (!d.published, !d.is_time, distance(facts, d.at)));
    elements.into_iter().find_map(|dated| {
        let field = of_element(dated, order)?;
        Some(Found { field, at: dated.at })
    })
}

/// True for an element with a word like `Updated` in front of it.
fn is_of_change(facts: &Facts, dated: &Dated) -> bool {
    let says_so = |line: &Line| {
        (dated.at..=dated.at + 2).contains(&line.at)
            && line.before.len() <= 40
            && says(&line.before, CHANGED)
    };
    !dated.published && facts.lines.iter().any(says_so)
}

/// Elements outside of the story: better than the text of what surrounds it.
pub(super) fn outside(facts: &Facts, order: Option<Order>) -> Option<Field<Date>> {
    from_elements(facts, Place::Outside, usize::MAX, order).map(|found| found.field)
}

/// The day that every element marked up as published says, wherever it stands.
fn agreed(facts: &Facts, order: Option<Order>) -> Option<Shown> {
    let mut fields =
        facts.dated.iter().filter(|dated| dated.published).filter_map(|d| of_element(d, order));
    let first = fields.next()?;
    let same = |field: Field<Date>| field.value.day_only() == first.value.day_only();
    fields.all(same).then_some(Shown { field: first, is_near: true })
}

/// The date of an element: for machines, or for people where that has a label of its own.
fn of_element(dated: &Dated, order: Option<Order>) -> Option<Field<Date>> {
    let method = if dated.is_time || dated.published { Method::TimeTag } else { Method::Byline };
    let machine = dated.machine.as_ref().and_then(|machine| {
        Some(Field { value: read(machine, order)?, method, evidence: machine.clone() })
    });
    let text = dates::find(&dated.text, 120, order)
        .filter(|(date, range)| {
            let before = &dated.text[..range.start];
            plausible(*date) && !says(before, CHANGED) && !says(before, OTHER)
        })
        .map(|(value, range)| {
            let is_labelled = says(&dated.text[..range.start], PUBLISHED);
            (Field { value, method, evidence: dated.text.clone() }, is_labelled)
        });
    match (machine, text) {
        // `<time datetime="…of a change…">Published on 29 June</time>`
        (Some(machine), Some((text, true)))
            if machine.value.day_number().abs_diff(text.value.day_number()) > 1 =>
        {
            Some(text)
        }
        (Some(machine), _) => Some(machine),
        (None, text) => text.map(|(field, _)| field),
    }
}

/// Where something stands: what is beside the headline belongs to the story.
fn place(facts: &Facts, place: Place, at: usize) -> Place {
    let beside = facts.heading_at.is_some_and(|heading| at >= heading && at - heading <= BESIDE);
    if beside { Place::Story } else { place }
}

/// Elements between the headline and element `at`; what stands before it counts double.
pub(super) fn distance(facts: &Facts, at: usize) -> usize {
    let heading = facts.heading_at.unwrap_or(0);
    if at >= heading { at - heading } else { 2 * (heading - at) }
}

/// True for an element within reach below the headline, or right above it.
fn is_near(facts: &Facts, at: usize) -> bool {
    facts.heading_at.is_some_and(|heading| {
        if at >= heading { at - heading <= REACH } else { heading - at <= 3 }
    })
}

fn is_below(facts: &Facts, at: usize) -> bool {
    facts.heading_at.is_some_and(|heading| at >= heading)
}

/// True when a text says one of `words` close to its end.
pub(super) fn says(before: &str, words: &[&str]) -> bool {
    let lower = before.to_lowercase();
    let tail: String = lower.chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
    words.iter().any(|word| {
        tail.match_indices(word).any(|(at, _)| !tail[..at].ends_with(char::is_alphanumeric))
    })
}

/// A date in visible text.
pub(super) struct Written<'a> {
    pub(super) line: &'a Line,
    pub(super) place: Place,
    pub(super) date: Date,
    /// What stands before it, with the piece of text before that.
    pub(super) before: String,
    /// True when the date is most of the line, or opens it.
    pub(super) alone: bool,
}

/// The dates in visible text that are not about something else, with what stands before each.
pub(super) fn written<'a>(
    facts: &'a Facts,
    order: Option<Order>,
) -> impl Iterator<Item = Written<'a>> {
    facts.lines.iter().filter_map(move |line| {
        let (date, range) =
            dates::find(&line.text, 300, order).filter(|(date, _)| plausible(*date))?;
        let before = format!("{} {}", line.before, &line.text[..range.start]);
        let rest =
            line.text[..range.start].chars().count() + line.text[range.end..].chars().count();
        let alone = range.start <= 3 || rest <= 35;
        let place = place(facts, line.place, line.at);
        (!says(&before, OTHER)).then_some(Written { line, place, date, before, alone })
    })
}

/// A visible date: with a label, or close to the headline and on a line of its own.
fn from_lines(facts: &Facts, near: usize, order: Option<Order>) -> Option<Found> {
    let mut lines: Vec<_> = written(facts, order)
        .filter(|w| w.place == Place::Story && !says(&w.before, CHANGED))
        .collect();
    lines.sort_by_key(|w| (!(is_labelled(w) && w.alone), !w.alone, distance(facts, w.line.at)));
    let is_near = |w: &Written<'_>| {
        facts.heading_at.is_some() && distance(facts, w.line.at) <= near && w.alone
    };
    let found = lines.into_iter().find(|w| is_near(w) || is_labelled(w))?;
    let evidence = found.line.text.clone();
    let field = Field { value: found.date, method: Method::Byline, evidence };
    Some(Found { field, at: found.line.at })
}

/// True for a date behind a word like `Published`, on a line of its own.
pub(super) fn is_labelled(written: &Written<'_>) -> bool {
    says(&written.before, PUBLISHED) && written.line.text.len() <= 160
}
