//! The documents of a partition that hold all of some leaves.
//!
//! The shortest list is walked, and the others are asked for its documents alone: where one word is
//! rare and another is not, most of the other's list is never looked at.

use super::held::{Held, LeafSet};
use super::partition::Partition;
use super::scan::{Estimated, Look};
use super::scoring::Scoring;

/// What asking a list for a document costs, in places of a list that is walked from end to end.
const ASKING: usize = 3;

/// Returns true when asking is less work than walking all lists.
pub fn is_cheap(partition: &Partition<'_>, leaves: &[usize]) -> bool {
    let lengths = leaves.iter().map(|&leaf| partition.lists[leaf].len());
    let asked = lengths.clone().min().unwrap_or(0) * leaves.len().saturating_sub(1);
    !leaves.is_empty() && asked.saturating_mul(ASKING) < lengths.sum::<usize>().max(1)
}

/// Looks at each live document that holds all of some leaves, in ascending order.
pub fn meet(
    partition: &Partition<'_>,
    leaves: &[usize],
    scoring: Option<&Scoring>,
    look: &mut impl Look,
) {
    let mut forward = partition.forward();
    let mut leaves = leaves.to_vec();
    leaves.sort_by_key(|&leaf| partition.lists[leaf].len());
    let Some((&shortest, required)) = leaves.split_first() else { return };
    let others: Vec<usize> = (0..partition.lists.len()).filter(|&leaf| leaf != shortest).collect();
    let only = LeafSet::new(partition.lists.len(), std::iter::once(shortest));
    if others.is_empty() {
        return look_at_one(partition, shortest, only.held(), scoring, look);
    }
    let part = |leaf, place| {
        let scoring = scoring.filter(|scoring| scoring.is_scored(leaf));
        scoring.map_or(0.0, |scoring| scoring.part(leaf, place, partition))
    };
    for place in partition.lists[shortest].iter() {
        let doc = place.doc;
        if !required.iter().all(|&leaf| forward.find(leaf, doc).is_some()) {
            continue;
        }
        let mut held = only.clone();
        let mut sum = part(shortest, place);
        for &leaf in &others {
            if let Some(place) = forward.find(leaf, doc) {
                held.put(leaf);
                sum += part(leaf, place);
            }
        }
        look.look(doc, held.held(), Estimated { sum, slight: 0.0 });
    }
}

/// Looks at the documents of the only leaf there is.
fn look_at_one(
    partition: &Partition<'_>,
    leaf: usize,
    held: Held<'_>,
    scoring: Option<&Scoring>,
    look: &mut impl Look,
) {
    let scoring = scoring.filter(|scoring| scoring.is_scored(leaf));
    let least_count_for = |least| scoring.map_or(0, |s| s.least_count(leaf, least));
    let mut least = look.least_looked_at();
    let mut least_count = least_count_for(least);
    let mut passed = 0;
    for piece in partition.lists[leaf].pieces() {
        for place in piece.iter() {
            // Most texts of a frequent word have it too seldom, however short they are.
            if place.in_text < least_count && place.in_title == 0 {
                passed += 1;
                continue;
            }
            let sum = scoring.map_or(0.0, |scoring| scoring.part(leaf, place, partition));
            look.look(place.doc, held, Estimated { sum, slight: 0.0 });
            if look.least_looked_at() != least {
                least = look.least_looked_at();
                least_count = least_count_for(least);
            }
        }
    }
    look.count(held, passed);
}
