//! What readers find -> records for the caller: numbered, keyed, with their place.

use std::collections::HashSet;

use super::draft::Draft;
use super::{Context, Record};
use crate::article::SkipReason;

/// Longest name that a record has of its own, in bytes; an address that serves as one fits. What is
/// longer goes by its number: the name stands in every line about the article.
const LONGEST_KEY: usize = 500;

/// Where readers put what they find.
pub(super) struct Out<'a> {
    pub(super) sink: &'a mut dyn FnMut(Record),
    pub(super) ordinal: u32,
    /// Hashes of the keys that were given in this file.
    pub(super) seen: HashSet<u64>,
    /// True once the sink was called.
    pub(super) called: bool,
}

impl Out<'_> {
    /// Hands over the only article of a file.
    pub(super) fn only(&mut self, draft: Draft, context: &Context<'_>) -> Result<(), SkipReason> {
        if context.member.is_some() {
            self.record(None, draft, context, String::new);
            return Ok(());
        }
        let article = draft.finish(context)?;
        self.put(Record::Article(Box::new(article)));
        Ok(())
    }

    /// Hands over one record of many; one that is no article becomes a skip with its place.
    pub(super) fn record(
        &mut self,
        key: Option<String>,
        mut draft: Draft,
        context: &Context<'_>,
        place: impl FnOnce() -> String,
    ) {
        draft.article.ordinal = self.ordinal;
        draft.article.key = match (&context.member, key) {
            (None, key) => key,
            (Some(member), None) => Some(member.clone()),
            (Some(member), Some(key)) => Some(format!("{member}#{key}")),
        };
        self.ordinal = self.ordinal.saturating_add(1);
        if draft.article.key.as_ref().is_some_and(|key| key.len() > LONGEST_KEY) {
            draft.article.notes.push(format!("its id is longer than {LONGEST_KEY} bytes"));
            draft.article.key = None;
        }
        if let Some(key) = &draft.article.key
            && !self.seen.insert(twox_hash::XxHash3_64::oneshot(key.as_bytes()))
        {
            draft.article.notes.push(format!("the id `{key}` stands in this file before"));
            draft.article.key = None;
        }
        let excluded = context.settings.excludes(context.relative, draft.article.key.as_deref());
        let result = match excluded {
            Some(pattern) => Err(SkipReason::Excluded(pattern.to_string())),
            None => draft.finish(context),
        };
        match result {
            Ok(article) => self.put(Record::Article(Box::new(article))),
            Err(reason) => self.skip(context, Some(place()).filter(|p| !p.is_empty()), reason),
        }
    }

    /// Reports a record that is no article, and counts it.
    pub(super) fn bad_record(&mut self, context: &Context<'_>, place: String, reason: SkipReason) {
        self.ordinal = self.ordinal.saturating_add(1);
        self.skip(context, Some(place), reason);
    }

    /// Reports a member that gave nothing, and counts it.
    pub(super) fn lost(&mut self, context: &Context<'_>, reason: SkipReason) {
        self.ordinal = self.ordinal.saturating_add(1);
        self.skip(context, None, reason);
    }

    /// Reports what went wrong after records were handed over.
    pub(super) fn end(&mut self, result: Result<(), SkipReason>) {
        if let Err(reason) = result {
            self.put(Record::Skip { place: None, reason });
        }
    }

    pub(super) fn skip(
        &mut self,
        context: &Context<'_>,
        place: Option<String>,
        reason: SkipReason,
    ) {
        let place = match (&context.member, place) {
            (None, place) => place,
            (Some(member), None) => Some(member.clone()),
            (Some(member), Some(place)) => Some(format!("{member} {place}")),
        };
        self.put(Record::Skip { place, reason });
    }

    fn put(&mut self, record: Record) {
        self.called = true;
        (self.sink)(record);
    }
}
