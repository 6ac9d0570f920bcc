//! What is left when a page gives no day of publication: days of a change, and last resorts.
//!
//! A day of a change says so in its evidence.

use super::super::facts::{Facts, Place};
use super::visible::{Written, distance, is_labelled, written};
use super::words::CHANGED_METAS;
use super::{plausible, read};
use crate::article::{Field, Method};
use crate::date::Date;
use crate::read::dates::labels::{CHANGED, says};
use crate::read::dates::{self, Order};
use crate::read::story::without_lead;
use crate::read::{offer, url};

/// A date with a label of publication outside of the story: at the foot of the page, say.
pub(super) fn labelled(facts: &Facts, order: Option<Order>, found: &mut Option<Field<Date>>) {
    let is_own = |w: &Written<'_>| {
        w.alone && w.line.text.len() <= 80 && is_labelled(w) && !says(&w.before, CHANGED)
    };
    for w in written(facts, order).filter(is_own) {
        offer(found, Some(w.date), Method::Byline, || {
            format!("{} {}", w.line.before, w.line.text).trim().to_string()
        });
    }
}

/// Days of a change: better than none, when the page gives no other.
pub(super) fn changes(facts: &Facts, order: Option<Order>, found: &mut Option<Field<Date>>) {
    for thing in facts.linked.iter().filter(|thing| thing.is_article() || thing.is_page()) {
        if let Some(modified) = &thing.modified {
            offer(found, read(modified, order), Method::JsonLd, || {
                format!("dateModified: {modified}")
            });
        }
    }
    for name in CHANGED_METAS {
        for content in facts.meta(name) {
            offer(found, read(content, order), Method::Meta, || format!("{name}: {content}"));
        }
    }
    let own = facts.dated.iter().filter(|dated| dated.place != Place::Foreign);
    for dated in own.filter(|dated| dated.updated) {
        let machine = dated.machine.as_deref().and_then(|machine| read(machine, order));
        let date = machine.or_else(|| dates::find(&dated.text, 120, order).map(|(date, _)| date));
        offer(found, date.filter(|date| plausible(*date)), Method::TimeTag, || dated.text.clone());
    }
    for w in written(facts, order) {
        if says(&w.before, CHANGED) && w.line.text.len() <= 160 {
            offer(found, Some(w.date), Method::Byline, || {
                format!("{} {}", w.line.before, w.line.text).trim().to_string()
            });
        }
    }
}

/// The first line of a date, or a dated image.
pub(super) fn last_resorts(facts: &Facts, order: Option<Order>, found: &mut Option<Field<Date>>) {
    // Beside the story stand days of many things: what is no more than a date or a by-line counts.
    let may = |w: &Written<'_>| match w.place {
        Place::Story => w.alone,
        Place::Outside => w.alone && is_credit(w),
        Place::Foot | Place::Foreign => false,
    };
    let mut lines: Vec<_> = written(facts, order).filter(may).collect();
    lines.sort_by_key(|w| (w.place, distance(facts, w.line.at)));
    for w in lines {
        offer(found, Some(w.date), Method::Byline, || w.line.text.clone());
    }
    let images = facts.meta("og:image").map(str::to_string).chain(facts.images.iter().cloned());
    for image in images {
        let date = url::date(&image).map(|(date, _)| date);
        offer(found, date, Method::Url, || image.clone());
    }
}

/// Words beside the date of a by-line: `am`, `at`, `Uhr`.
const FEW_WORDS: usize = 1;

/// True for a line that is a date, or a by-line with one.
fn is_credit(w: &Written<'_>) -> bool {
    let words = w.rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.count() <= FEW_WORDS || without_lead(w.rest.trim()).is_some()
}
