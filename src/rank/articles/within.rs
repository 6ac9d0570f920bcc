//! What must stand in one sentence or paragraph of an article.

use super::{Articles, DAY, Segment, contains};
use crate::error::{Error, Result};
use crate::index::Place;
use crate::query::ast::DateRange;
use crate::rank::within::{Around, Ask, Held, held};

/// Articles that are looked at together for what stands in one sentence: their positions are kept.
const AT_ONCE: usize = 1_000;

impl Articles<'_> {
    /// Keeps of some documents, in ascending order, those that have all in one sentence or
    /// paragraph, if that is asked for.
    pub(super) fn keep_within(&self, number: usize, docs: &mut Vec<u32>) -> Result<()> {
        if self.plan.within.is_none() {
            return Ok(());
        }
        let mut kept = Vec::new();
        for docs in docs.chunks(AT_ONCE) {
            let held = self.held(number, docs)?;
            let in_text = held.iter().map(|held| !held.is_empty());
            let is_kept = |(&doc, in_text): (&u32, bool)| {
                let place = Place { segment: number, doc };
                (in_text || self.holds_in_title(place)).then_some(doc)
            };
            kept.extend(docs.iter().zip(in_text).filter_map(is_kept));
        }
        *docs = kept;
        Ok(())
    }

    /// Returns, for each of some documents in ascending order, where its text has all that is
    /// looked for in one sentence or paragraph.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn held(&self, number: usize, docs: &[u32]) -> Result<Vec<Held>> {
        let Some(within) = self.plan.within else { return Ok(Vec::new()) };
        let Segment { source, terms } = &self.segments[number];
        let around = |doc, ask: Ask<'_>| {
            self.around(Place { segment: number, doc }, ask);
        };
        held(source.raw, &self.fields, (self.plan, terms), within, docs, &around)
            .map_err(Error::engine("reading the positions"))
    }

    /// Returns true when the title has all that is looked for; a query without anything to be
    /// looked for in text or title has it too.
    fn holds_in_title(&self, place: Place) -> bool {
        let partition = self.partition(place);
        let mut holds = false;
        self.around(place, &mut |around| {
            let here = |leaf| partition.find(leaf, place.doc).is_some_and(|o| o.in_title > 0);
            holds = around.holds(&here);
        });
        holds
    }

    /// Tells of the article around a sentence what it has.
    pub fn around(&self, place: Place, ask: Ask<'_>) {
        let partition = self.partition(place);
        let day = || partition.source.columns.date(place.doc).map(|order| order.div_euclid(DAY));
        let dates = |range: &DateRange| day().is_some_and(|day| contains(range, day));
        let article = |leaf: usize| partition.has(leaf, place.doc);
        ask(&Around { plan: self.plan, article: &article, dates: &dates });
    }
}
