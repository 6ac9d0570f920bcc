//! An article -> its near copies, and the stories that share its rare words.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::time::Instant;

use foldhash::fast::RandomState;

use super::hit::HitArticle;
use super::hit::opening;
use super::postings::{live_articles, occurrences};
use super::score::{in_wholes, rounded, saturated};
use crate::analysis::{Analyser, is_common};
use crate::article::{Article, ArticleId};
use crate::copies::{Overlap, Words, overlap};
use crate::error::{Error, Result};
use crate::index::{Archive, Place, StoredArticle};
use crate::query::{Leaf, Slot, TermKey};

/// Words of the article that are looked for: those that tell it best from others.
const TELLING: usize = 30;
/// A word that more than one article in so many holds tells nothing.
const TELLING_SHARE: u64 = 10;
/// Articles that share words and are compared word for word.
const COMPARED: usize = 100;
/// Words that both must have to be related …
const SHARED_WORDS: usize = 4;
/// … and the share of the article's own score that the other must reach.
const RELATED: f64 = 0.2;
/// Shared words that are named.
const NAMED: usize = 6;
/// Shorter texts are near copies when this much of both is common; groups leave them out.
const SHORT_COPY: f64 = 0.9;

/// What is similar to an article.
#[derive(Debug, Clone)]
pub struct SimilarResult {
    /// The article, without its text.
    pub article: HitArticle,
    /// The earliest of its group of near copies; `None` for one that is alone.
    pub group: Option<ArticleId>,
    /// Near copies, closest first, then related stories, by score; then by date, latest first, and id.
    pub found: Vec<Similar>,
    /// Articles in the index.
    pub searched: u64,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
}

/// An article that is similar to another.
#[derive(Debug, Clone)]
pub struct Similar {
    /// The article, without its text.
    pub article: HitArticle,
    /// The beginning of its text, where it has no title.
    pub opening: Option<String>,
    /// The earliest of its group; `None` for an article that is alone.
    pub group: Option<ArticleId>,
    /// True when its file has changed or gone since it was indexed.
    pub is_stale: bool,
    /// Whether it is a near copy; else it is related.
    pub is_copy: bool,
    /// Share of the words of the article asked for that stand in this one too, in runs of three or
    /// more, 0 to 1.
    pub of_asked: f64,
    /// Share of the words of this one that stand in the article asked for.
    pub of_found: f64,
    /// How much of the asked article's rare words it has, by their weight, 0 to 1.
    pub score: f64,
    /// The rarest of the words that both have, as the asked article writes them.
    pub words: Vec<String>,
}

/// A word of the article and what it is worth.
struct Telling {
    surface: String,
    leaf: Leaf,
    weight: f64,
}

/// Finds what is similar to the article at a place; at most `limit`.
///
/// # Errors
/// [`Error::Engine`], [`Error::Damaged`] when the article cannot be read back.
pub fn similar(archive: &Archive, place: Place, limit: usize) -> Result<SimilarResult> {
    let started = Instant::now();
    let reader = archive.articles()?;
    let stored = reader.read(place).map_err(|reason| Error::Damaged {
        path: Default::default(),
        reason: format!("holds an article that {reason}"),
    })?;
    let name = archive.name_at(place)?;
    let group = archive.group_of(name)?.unwrap_or_default();
    let telling = telling(archive, &stored)?;
    let mut scored = scored(archive, &telling)?;
    let own = scored.remove(&place).map_or(0.0, |own| own.0).max(f64::MIN_POSITIVE);
    let mut files = archive.files()?;
    for &copy in group.iter().filter(|copy| copy.name != name) {
        if let Some(place) = files.place_of_member(copy)? {
            // Copies are compared, however few rare words they kept.
            scored.entry(place).or_default().0 += own;
        }
    }
    let mut best: Vec<(Place, (f64, Vec<usize>))> = scored.into_iter().collect();
    best.sort_by_cached_key(|(place, (score, _))| {
        (Reverse(rounded(*score)), archive.name_at(*place).ok())
    });
    best.truncate(COMPARED);
    let words = Words::of(&stored.article.text);
    let mut found = Vec::new();
    for (other, (score, shared)) in best {
        let Ok(stored) = reader.read(other) else { continue };
        let overlap = overlap(&words, &Words::of(&stored.article.text));
        let other_name = archive.name_at(other)?;
        let is_member = group.iter().any(|member| member.name == other_name);
        let is_copy = is_member || is_copy(&overlap);
        let score = (if is_member { score - own } else { score } / own).clamp(0.0, 1.0);
        if !is_copy && (score < RELATED || shared.len() < SHARED_WORDS) {
            continue;
        }
        let named = shared.iter().take(NAMED).map(|&word| telling[word].surface.clone());
        found.push(Similar {
            group: archive.earliest_of(other_name)?.map(|earliest| earliest.id),
            is_stale: archive.is_stale(&stored),
            is_copy,
            of_asked: overlap.of_first,
            of_found: overlap.of_second,
            score,
            words: named.collect(),
            opening: opening(&stored.article),
            article: without_text(archive, stored),
        });
    }
    found.sort_by_cached_key(|similar| {
        let closeness = similar.of_asked + similar.of_found;
        let key = if similar.is_copy { closeness } else { similar.score };
        let date = similar.article.article.date.as_ref().map(|date| date.value.order());
        (!similar.is_copy, Reverse(rounded(key)), Reverse(date), similar.article.id)
    });
    found.truncate(limit);
    Ok(SimilarResult {
        article: without_text(archive, stored),
        group: group.first().map(|earliest| earliest.name.id),
        found,
        searched: archive.totals().articles,
        took_ms: started.elapsed().as_secs_f64() * 1e3,
    })
}

fn is_copy(overlap: &Overlap) -> bool {
    let both = overlap.of_first.min(overlap.of_second);
    overlap.is_copy() || (!overlap.is_long_enough && both >= SHORT_COPY)
}

fn without_text(archive: &Archive, stored: StoredArticle) -> HitArticle {
    let path = archive.path_of(&stored).unwrap_or_else(|| stored.relative.clone());
    let article = Article { text: String::new(), ..stored.article };
    HitArticle { id: stored.id, path, article }
}

/// Returns the words that tell an article best from the others, the rarest first.
fn telling(archive: &Archive, stored: &StoredArticle) -> Result<Vec<Telling>> {
    let mut counts: BTreeMap<String, (String, u32)> = BTreeMap::new();
    let language = stored.language();
    let mut analyser = Analyser::default();
    let title = stored.article.title.as_ref().map_or("", |title| &title.value);
    for text in [&stored.article.text, title] {
        analyser.each(text, language, |token| {
            if token.width == 1 && !is_common(&token.term.form()) {
                let surface = || text[token.start..token.end].to_owned();
                let key = token.term.stem_key().to_owned();
                counts.entry(key).or_insert_with(|| (surface(), 0)).1 += 1;
            }
        });
    }
    let articles = archive.totals().articles;
    let mut telling = Vec::new();
    for (stem, (surface, count)) in counts {
        let slot = Slot::of(vec![TermKey::Stem(stem)]);
        let leaf = Leaf::of_slot(slot, surface.clone());
        let held = live_articles(archive, &leaf)?;
        // In a small archive every word tells something.
        if held < 2 || (articles >= 100 && held > articles / TELLING_SHARE) {
            continue;
        }
        let rarity = (1.0 + articles as f64 / held as f64).ln();
        // As in an article of the mean length.
        let weight = rarity * saturated(f64::from(count), 1.0);
        telling.push(Telling { surface, leaf, weight });
    }
    telling.sort_by_key(|word| Reverse(rounded(word.weight)));
    telling.truncate(TELLING);
    Ok(telling)
}

type Scored = HashMap<Place, (f64, Vec<usize>), RandomState>;

/// Scores the live articles that hold any of the words, and names those they hold.
fn scored(archive: &Archive, telling: &[Telling]) -> Result<Scored> {
    let mut scored = Scored::default();
    for (segment, raw) in archive.raw_segments().enumerate() {
        for (number, word) in telling.iter().enumerate() {
            let found = occurrences(raw, archive.fields(), &word.leaf);
            found.map_err(Error::engine("reading the postings"))?.each(|at| {
                let entry = scored.entry(Place { segment, doc: at.doc }).or_default();
                let mentions = in_wholes(u64::from(at.in_text) + u64::from(at.in_title));
                entry.0 += word.weight * saturated(mentions, 1.0);
                entry.1.push(number);
            });
        }
    }
    Ok(scored)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{CommitNote, Manifest, Writer};
    use crate::rank::tests::{Draft, archive, draft};

    /// The first is asked for; the next two share its rare words, the second of them more often.
    fn drafts() -> Vec<Draft> {
        let rare = ["sluice", "varos", "towpath", "lockkeeper", "barge"];
        let mut drafts = vec![
            draft(&rare.map(|word| format!("{word} {word}")).join(" and ")),
            draft(&format!("{} were on the agenda of the town council that day", rare.join(" "))),
            draft(&vec![rare.join(" "); 5].join(" once more ")),
        ];
        drafts.extend((0..30).map(|i| draft(&format!("a school was opened in town {i}"))));
        drafts
    }

    fn scores(archive: &Archive) -> Vec<(ArticleId, i64)> {
        let place = archive.files().unwrap().place_of(name(archive, 0)).unwrap().unwrap();
        let result = similar(archive, place, 10).unwrap();
        result.found.iter().map(|s| (s.article.id, rounded(s.score))).collect()
    }

    fn name(archive: &Archive, number: usize) -> crate::index::ArticleName {
        let id = drafts()[number].stored(number).id;
        let live = archive.places().find(|&place| archive.name_at(place).unwrap().id == id);
        archive.name_at(live.unwrap()).unwrap()
    }

    #[test]
    fn more_mentions_of_the_rare_words_are_closer() {
        let archive = archive(&drafts());
        let found = scores(&archive);
        let ids = [2, 1].map(|number| name(&archive, number).id);
        assert_eq!(found.iter().map(|(id, _)| *id).collect::<Vec<_>>(), ids);
        assert!(found[0].1 > found[1].1);
    }

    #[test]
    fn articles_that_were_deleted_do_not_count() {
        let mut writer = Writer::in_memory(1).unwrap();
        for (i, draft) in drafts().iter().enumerate() {
            writer.add(&draft.stored(i)).unwrap();
        }
        let gone: Vec<StoredArticle> =
            (500..540).map(|i| draft("a barge on the towpath by the sluice").stored(i)).collect();
        gone.iter().for_each(|article| writer.add(article).unwrap());
        writer.commit(&CommitNote::default()).unwrap();
        gone.iter().for_each(|article| writer.remove_file(0, &article.relative));
        writer.commit(&CommitNote::default()).unwrap();
        let with_gone = writer.archive(Manifest::new()).unwrap();
        assert_eq!(scores(&with_gone), scores(&archive(&drafts())));
    }
}
