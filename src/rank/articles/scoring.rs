//! Estimates of scores for the leaves of a plan, and which leaves need not be looked at for them.

use super::held::LeafSet;
use super::partition::{Forward, Partition};
use crate::rank::occurrences::Occurrence;
use crate::rank::score::Estimate;

/// What scores are estimated by.
pub struct Scoring {
    estimate: Estimate,
    /// Of each leaf; 0 for those that are not scored.
    weights: Vec<f32>,
    /// The leaves that are scored, by their weights.
    order: Vec<usize>,
    /// None of them, the first, the first two, and so on.
    slightest: Vec<Slight>,
}

/// Leaves that without the others make no document one of the best.
pub struct Slight {
    /// Which.
    pub leaves: LeafSet,
    /// How many.
    count: usize,
    /// What they come to at the most.
    pub most: f32,
}

impl Scoring {
    /// Prepares estimates of scores with these weights.
    pub fn new(estimate: Estimate, weights: &[f64]) -> Scoring {
        let weights: Vec<f32> = weights.iter().map(|&weight| Estimate::weight(weight)).collect();
        let mut order: Vec<usize> = (0..weights.len()).filter(|&i| weights[i] > 0.0).collect();
        order.sort_by(|&a, &b| weights[a].total_cmp(&weights[b]));
        let leaves = LeafSet::new(weights.len(), std::iter::empty());
        let mut slightest = vec![Slight { leaves, count: 0, most: 0.0 }];
        for (i, &leaf) in order.iter().enumerate() {
            let mut leaves = slightest[i].leaves.clone();
            leaves.put(leaf);
            let most = slightest[i].most + estimate.most(weights[leaf]);
            slightest.push(Slight { leaves, count: i + 1, most });
        }
        Scoring { estimate, weights, order, slightest }
    }

    /// Returns true when a leaf counts for anything.
    pub fn is_scored(&self, leaf: usize) -> bool {
        self.weights[leaf] > 0.0
    }

    /// Returns what a leaf adds to the score of a document with text and title of these lengths, or a
    /// little more.
    #[inline]
    pub fn part(&self, leaf: usize, place: Occurrence, lengths: (u8, u8)) -> f32 {
        let counts = (place.in_text, place.in_title);
        self.estimate.part(self.weights[leaf], counts, lengths)
    }

    /// Returns what slight leaves add to the score of a document, or a little more. Documents are asked
    /// for in ascending order.
    pub fn parts(
        &self,
        slight: &Slight,
        doc: u32,
        partition: &Partition<'_>,
        forward: &mut Forward<'_>,
    ) -> f32 {
        let place = |&leaf: &usize| Some((leaf, forward.find(leaf, doc)?));
        let places = self.order[..slight.count].iter().filter_map(place);
        let lengths = partition.lengths(doc);
        places.map(|(leaf, place)| self.part(leaf, place, lengths)).sum()
    }

    /// Returns how often, in hundredths, a leaf must at least stand in a text, if it does not stand in its
    /// title, for its part to reach this.
    pub fn least_count(&self, leaf: usize, least: f32) -> u32 {
        self.estimate.least_count(self.weights[leaf], least)
    }

    /// Returns leaves which without the others come to less than this (Turtle and Flood 1995, MaxScore):
    /// for documents that hold no others they need not be added up.
    pub fn slight(&self, least: f32) -> &Slight {
        let count = self.slightest[1..].partition_point(|slight| slight.most < least);
        &self.slightest[count]
    }
}
