//! Dates that readers of a page see: marked-up elements and text, and how near to the headline.

use super::super::facts::{Dated, Facts, Line, Place};
use super::line::{beside, is_alone, is_sentence};
use super::{plausible, read};
use crate::article::{Field, Method};
use crate::date::Date;
use crate::read::dates::labels::{CHANGED, OTHER, PUBLISHED, published, says};
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
    let own = facts.dated.iter().filter(|dated| dated.place != Place::Foreign);
    let mut fields =
        own.filter(|dated| dated.published).filter_map(|dated| of_element(dated, order));
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
    let text = published(&dated.text, 120, order, plausible).map(|(value, is_labelled)| {
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

/// Where something stands: what is beside the headline, above the first paragraph of the story,
/// belongs to the story.
fn place(facts: &Facts, place: Place, at: usize) -> Place {
    let beside = facts.heading_at.is_some_and(|heading| at >= heading && at - heading <= BESIDE)
        && facts.prose_at.is_none_or(|prose| at <= prose);
    if beside && place != Place::Foreign { Place::Story } else { place }
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

/// A date in visible text.
pub(super) struct Written<'a> {
    pub(super) line: &'a Line,
    pub(super) place: Place,
    pub(super) date: Date,
    /// What stands before it, with the piece of text before that.
    pub(super) before: String,
    /// True when the line is that of a date: the date is most of it or opens it, and no sentence
    /// holds it.
    pub(super) alone: bool,
    /// True when a sentence mentions the date.
    pub(super) mentioned: bool,
    /// What stands in the line beside its dates.
    pub(super) rest: String,
}

/// The dates in visible text that are not about something else, with what stands before each.
pub(super) fn written<'a>(
    facts: &'a Facts,
    order: Option<Order>,
) -> impl Iterator<Item = Written<'a>> {
    facts.lines.iter().filter(|line| line.place != Place::Foreign).flat_map(move |line| {
        let dates: Vec<_> = dates::find_all(&line.text, 300, order).collect();
        let ranges: Vec<_> = dates.iter().map(|(_, range)| range.clone()).collect();
        let mentioned = is_sentence(line, &ranges);
        let alone = is_alone(line, &ranges) && !mentioned && !parts_story(facts, line, order);
        let place = place(facts, line.place, line.at);
        let rest = beside(&line.text, &ranges);
        let mut end = None;
        dates.into_iter().filter_map(move |(date, range)| {
            let before = match end.replace(range.end) {
                None => format!("{} {}", line.before, &line.text[..range.start]),
                Some(end) => line.text[end..range.start].to_string(),
            };
            let counts = plausible(date) && !says(&before, OTHER);
            let rest = rest.clone();
            counts.then_some(Written { line, place, date, before, alone, mentioned, rest })
        })
    })
}

/// True for the heading of a part of the story, where a date is the day of that part.
fn parts_story(facts: &Facts, line: &Line, order: Option<Order>) -> bool {
    let of_part = facts.sections.contains(&line.text);
    let day = |text: &String| dates::parse(text, order).map(|date| date.day_only());
    let own = day(&line.text);
    let others = || facts.sections.iter().filter_map(day).any(|other| Some(other) != own);
    of_part && (facts.prose_at.is_some_and(|prose| line.at > prose) || others())
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
    says(&written.before, PUBLISHED) && !written.mentioned && written.line.text.len() <= 160
}
