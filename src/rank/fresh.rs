//! Fresh articles first: a score halves with each half-life of the article's age.

use super::articles::{Articles, Found, Matches};
use super::score::rounded;
use crate::date::Date;

/// Seconds in a day, as dates are ordered.
const DAY: f64 = 86_400.0;
/// Undated articles count as this many half-lives old: they may be of any day.
const UNDATED_AGE: f64 = 2.0;

/// How much fresh articles are preferred.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recent {
    /// Days in which a score halves; more than 0.
    pub half_life_days: f64,
    /// What day it is: articles of later days, whose dates are in doubt, count as of this one.
    pub today: Date,
}

/// Multiplies the score of each article by `2^(-age / half-life)`.
///
/// Age is counted from the newest article that has all the words, or some where none has all, no
/// later than today: an archive of thirty years ago is ordered as it would have been then. Those
/// with some are not always looked for, so they decide nothing where others come before them.
pub fn prefer_fresh(articles: &Articles<'_>, recent: Recent, matches: &mut Matches) {
    let today = recent.today.day_only().order() as f64 + DAY;
    let dates = |found: &Found| articles.date(found.place).map(|date| (date as f64).min(today));
    let leading = if matches.first.is_empty() { &matches.second } else { &matches.first };
    let newest = leading.iter().filter_map(dates).fold(f64::NEG_INFINITY, f64::max);
    let newest = if newest.is_finite() { newest } else { today };
    for found in matches.first.iter_mut().chain(&mut matches.second) {
        found.freshness = factor(dates(found).map(|date| (newest - date).max(0.0) / DAY), recent);
        found.order = rounded(found.score * found.freshness);
    }
}

fn factor(age_days: Option<f64>, recent: Recent) -> f64 {
    (-age_days.map_or(UNDATED_AGE, |age| age / recent.half_life_days)).exp2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_halves_with_each_half_life() {
        let recent = Recent { half_life_days: 30.0, today: Date::EPOCH };
        assert_eq!(factor(Some(0.0), recent), 1.0);
        assert_eq!(factor(Some(30.0), recent), 0.5);
        assert_eq!(factor(Some(60.0), recent), factor(None, recent));
    }
}
