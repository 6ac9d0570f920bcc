//! Copies that are folded are those that folding the whole order by hand would fold.

use fastrand::Rng;

use super::*;
use crate::article::ArticleId;

/// Copies of each story: a page is soon full of the first few.
const COPIES: [usize; 7] = [140, 110, 60, 25, 3, 1, 1];

/// Stories that speak the less of the lock, the later they come; copies differ in their last word.
fn drafts() -> Vec<Draft> {
    let mut random = Rng::with_seed(11);
    let mut drafts = Vec::new();
    for (number, copies) in COPIES.into_iter().enumerate() {
        let story: Vec<String> =
            (0..80).map(|_| (0..6).map(|_| random.lowercase()).collect()).collect();
        let topic = "lock keeper ".repeat(20 - 2 * number);
        for copy in 0..copies {
            let date =
                crate::date::Date::from_ymd(2025, 1 + random.u8(0..12), 1 + random.u8(0..28));
            let text = format!("{topic}{} copy{copy}", story.join(" "));
            drafts.push(Draft { date, ..draft(&text) });
        }
    }
    drafts.extend((0..20).map(|n| draft(&format!("a lock of its own, number{n}, by keeper{n}"))));
    random.shuffle(&mut drafts);
    drafts
}

/// A hit, and how many are folded below it.
type Shown = (ArticleId, usize);

fn shown(archive: &Archive, asked: &SearchRequest) -> Vec<Shown> {
    let hits = search(archive, asked).unwrap().hits;
    for hit in &hits {
        assert_eq!(hit.folded.named.len(), hit.folded.count.min(5));
        let dates =
            hit.folded.named.iter().map(|copy| copy.date.as_ref().map(|date| date.value.order()));
        assert!(dates.collect::<Vec<_>>().is_sorted(), "the earliest first");
    }
    hits.iter().map(|hit| (hit.article.id, hit.folded.count)).collect()
}

#[test]
fn a_page_of_copies_is_the_whole_order_folded() {
    let archive = archive(&drafts());
    for query in ["lock keeper", "lock OR keeper", "lock", "\"lock keeper\"", "lock number3"] {
        for sort in [Sort::Score, Sort::Newest] {
            let asked = SearchRequest { sort, folds: true, ..request(query) };
            let all = SearchRequest { limit: 1000, folds: false, ..asked.clone() };
            let all = search(&archive, &all).unwrap().hits;
            // The hits of each group, the first in order before the others.
            let mut groups: Vec<(ArticleId, Vec<ArticleId>)> = Vec::new();
            for hit in &all {
                let key = hit.group.unwrap_or(hit.article.id);
                match groups.iter_mut().find(|(group, _)| *group == key) {
                    Some((_, hits)) => hits.push(hit.article.id),
                    None => groups.push((key, vec![hit.article.id])),
                }
            }
            let wanted: Vec<Shown> =
                groups.iter().map(|(_, hits)| (hits[0], hits.len() - 1)).collect();
            assert!(query != "lock" || wanted.len() == COPIES.len() + 20);
            for (offset, limit) in [(0, 1), (0, 4), (0, 10), (3, 10), (0, 100)] {
                let page = shown(&archive, &SearchRequest { offset, limit, ..asked.clone() });
                let end = (offset + limit).min(wanted.len());
                assert_eq!(page, wanted[offset.min(end)..end], "{query} {offset} {limit}");
            }
        }
    }
}
