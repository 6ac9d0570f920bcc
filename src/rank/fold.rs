//! Hits of one group of near copies -> one hit, with the others named below it.

use std::collections::HashSet;

use super::Match;
use super::articles::Articles;
use super::order::{Ranked, Ranking};
use crate::article::{Article, ArticleId};
use crate::error::Result;
use crate::index::{Archive, ArticleName, ArticleReader, Files};

/// Near copies of a hit that are named; the rest are counted.
const NAMED: usize = 5;

/// The near copies of a hit that are hits too, and are shown with it.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    /// The first of them, earliest first.
    pub named: Vec<Article>,
    /// How many there are.
    pub count: usize,
}

/// Takes of each group the best hit, until there are `room`.
pub(super) fn fold(
    archive: &Archive,
    articles: &Articles<'_>,
    ranking: &mut Ranking<'_, '_>,
    room: usize,
) -> Result<Vec<Ranked>> {
    let mut shown = HashSet::new();
    let mut kept = Vec::new();
    while kept.len() < room
        && let Some(hit) = ranking.next(room - kept.len())?
    {
        let earliest = archive.earliest_of(articles.name(hit.found.place))?;
        let is_new = earliest.is_none_or(|earliest| shown.insert(earliest));
        if is_new {
            kept.push(hit);
        }
    }
    Ok(kept)
}

/// Returns the id of the earliest of a group.
pub(super) fn earliest(group: Option<&[ArticleName]>) -> Option<ArticleId> {
    group.and_then(|group| group.first()).map(|name| name.id)
}

/// Returns what is folded below the hit `shown`: the others of its group that match.
pub(super) fn folded(
    articles: &Articles<'_>,
    (reader, files): (&ArticleReader<'_>, &mut Files<'_>),
    matching: Match,
    group: &[ArticleName],
    shown: ArticleName,
) -> Result<Folded> {
    let mut folded = Folded::default();
    for &name in group.iter().filter(|&&name| name != shown) {
        let Some(place) = files.place_of(name)? else { continue };
        if !articles.matches(place, matching)? {
            continue;
        }
        folded.count += 1;
        if folded.named.len() < NAMED
            && let Ok(stored) = reader.read(place)
        {
            folded.named.push(Article { text: String::new(), ..stored.article });
        }
    }
    Ok(folded)
}
