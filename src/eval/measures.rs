//! nDCG, average precision, recall and their kin, for one ranking.

use std::cmp::Ordering;

use super::judgements::Grades;

/// nDCG and precision look this deep.
const SHALLOW: usize = 10;
/// Recall looks this deep.
const DEEP: usize = 100;

/// One line of a ranking: a document and its score.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// The document's name.
    pub document: String,
    /// Its score, in the precision that runs are compared in.
    pub score: f32,
}

impl Ranked {
    /// Returns a line; the score loses what single precision cannot hold, as in `trec_eval`.
    pub fn new(document: impl Into<String>, score: f64) -> Ranked {
        Ranked { document: document.into(), score: score as f32 }
    }
}

/// What a ranking is worth, each from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measures {
    /// Gain of the first ten, each divided by log2(rank + 1), over that of the best possible ten
    /// (Järvelin and Kekäläinen 2002, with the grade itself as gain).
    pub ndcg_10: f64,
    /// Mean, over the relevant documents, of the precision at the rank of each; 0 for one that is
    /// not found.
    pub average_precision: f64,
    /// Share of the relevant documents that are among the first hundred.
    pub recall_100: f64,
    /// One over the rank of the first relevant document.
    pub reciprocal_rank: f64,
    /// Share of the first ten places that hold a relevant document.
    pub precision_10: f64,
}

impl Measures {
    /// Returns the measures with their usual names, in the order they are printed.
    pub fn named(&self) -> [(&'static str, f64); 5] {
        [
            ("nDCG@10", self.ndcg_10),
            ("MAP", self.average_precision),
            ("R@100", self.recall_100),
            ("MRR", self.reciprocal_rank),
            ("P@10", self.precision_10),
        ]
    }

    /// Returns the mean of each measure over some rankings; zeros for none.
    pub fn mean(all: &[Measures]) -> Measures {
        // The sum of none is -0, which would be shown.
        let sum = |of: fn(&Measures) -> f64| all.iter().map(of).fold(0.0, |sum, one| sum + one);
        let mean = |of| sum(of) / all.len().max(1) as f64;
        Measures {
            ndcg_10: mean(|m| m.ndcg_10),
            average_precision: mean(|m| m.average_precision),
            recall_100: mean(|m| m.recall_100),
            reciprocal_rank: mean(|m| m.reciprocal_rank),
            precision_10: mean(|m| m.precision_10),
        }
    }
}

/// Measures one ranking.
///
/// As `trec_eval` does, the ranks that the lines came in do not count: documents stand by score,
/// highest first, and those of the same score by name, the last in byte order first. A document
/// that comes twice counts where it stands first. A grade of 1 or more is relevant.
pub fn measures(ranking: &[Ranked], grades: &Grades) -> Measures {
    let gains = gains(ranking, grades);
    let relevant = grades.values().filter(|&&grade| grade > 0).count();
    if relevant == 0 {
        return Measures::default();
    }
    let mut ideal: Vec<i32> = grades.values().copied().filter(|&grade| grade > 0).collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let hits_within = |depth: usize| gains.iter().take(depth).filter(|&&gain| gain > 0).count();
    let mut precisions = 0.0;
    let mut hits = 0;
    for (i, _) in gains.iter().enumerate().filter(|(_, gain)| **gain > 0) {
        hits += 1;
        precisions += f64::from(hits) / (i + 1) as f64;
    }
    Measures {
        ndcg_10: discounted(&gains) / discounted(&ideal),
        average_precision: precisions / relevant as f64,
        recall_100: hits_within(DEEP) as f64 / relevant as f64,
        reciprocal_rank: gains.iter().position(|&g| g > 0).map_or(0.0, |i| 1.0 / (i + 1) as f64),
        precision_10: hits_within(SHALLOW) as f64 / SHALLOW as f64,
    }
}

/// Returns the grade of each document in the order that counts; 0 for one that nobody judged.
fn gains(ranking: &[Ranked], grades: &Grades) -> Vec<i32> {
    let mut order: Vec<&Ranked> = ranking.iter().collect();
    order.sort_by(|a, b| {
        let by_score = b.score.partial_cmp(&a.score).unwrap_or(Ordering::Equal);
        by_score.then_with(|| b.document.cmp(&a.document))
    });
    let mut seen = std::collections::HashSet::new();
    order.retain(|line| seen.insert(line.document.as_str()));
    order.iter().map(|line| grades.get(&line.document).copied().unwrap_or(0).max(0)).collect()
}

fn discounted(gains: &[i32]) -> f64 {
    let shallow = gains.iter().take(SHALLOW).enumerate();
    shallow.map(|(i, &gain)| f64::from(gain) / ((i + 2) as f64).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grades(all: &[(&str, i32)]) -> Grades {
        all.iter().map(|&(document, grade)| (document.to_owned(), grade)).collect()
    }

    fn ranking(all: &[(&str, f64)]) -> Vec<Ranked> {
        all.iter().map(|&(document, score)| Ranked::new(document, score)).collect()
    }

    /// The figures are what `trec_eval -m ndcg_cut.10 -m map -m recall.100 -m recip_rank -m P.10`
    /// gives for the same lines.
    #[test]
    fn ties_go_to_the_last_name_as_in_trec_eval() {
        let tied = ranking(&[("a", 1.0), ("b", 1.0), ("c", 1.0)]);
        let found = measures(&tied, &grades(&[("a", 1), ("b", 2)]));
        assert!((found.ndcg_10 - 0.669_671_816_494_23).abs() < 1e-12);
        assert!((found.average_precision - 0.583_333_333_333_333_3).abs() < 1e-12);
        assert_eq!((found.recall_100, found.reciprocal_rank), (1.0, 0.5));
        assert_eq!(found.precision_10, 0.2);
    }

    #[test]
    fn scores_that_single_precision_cannot_tell_apart_are_ties() {
        let near = ranking(&[("a", 10.000_000_2), ("b", 10.000_000_1)]);
        assert_eq!(measures(&near, &grades(&[("b", 1)])).reciprocal_rank, 1.0);
    }

    #[test]
    fn unjudged_negative_and_repeated_documents_gain_nothing() {
        let lines = ranking(&[("x", 3.0), ("bad", 2.5), ("a", 2.0), ("a", 1.0)]);
        let found = measures(&lines, &grades(&[("a", 1), ("bad", -1), ("gone", 1)]));
        assert_eq!(found.reciprocal_rank, 1.0 / 3.0);
        assert_eq!(found.average_precision, 1.0 / 6.0);
        assert_eq!(found.recall_100, 0.5);
        assert_eq!(measures(&lines, &grades(&[("a", 0)])), Measures::default());
    }
}
