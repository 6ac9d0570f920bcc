//! Verified pairs -> groups.
//!
//! Being a near copy does not carry over: of three versions of a growing story the last may share
//! little with the first. So pairs are not simply chained. Articles are taken earliest first; each
//! joins the group of its closest copy, if it is a near copy of the earliest member of that group or
//! of at least half of its members, and else opens a group of its own.

/// Two articles that are near copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// Number of the later one.
    pub later: u32,
    /// Number of the earlier one.
    pub earlier: u32,
    /// How close they are; see [`Overlap::closeness`](super::Overlap::closeness).
    pub closeness: u16,
}

/// Groups articles that are numbered in their order, earliest first.
///
/// `pairs` are near copies, sorted, each once. Returns for each article the number of the earliest
/// of its group; its own number for one that is alone.
pub fn groups(articles: usize, pairs: &[Pair]) -> Vec<u32> {
    let mut earliest: Vec<u32> = (0..articles as u32).collect();
    let mut sizes = vec![1u32; articles];
    for copies in pairs.chunk_by(|a, b| a.later == b.later) {
        let group_of = |pair: &Pair| earliest[pair.earlier as usize];
        let mut near: Vec<(u32, &Pair)> = copies.iter().map(|p| (group_of(p), p)).collect();
        near.sort_by_key(|(group, _)| *group);
        let fits = |(group, members): &(u32, &[(u32, &Pair)])| {
            members.iter().any(|(_, pair)| pair.earlier == *group)
                || 2 * members.len() >= sizes[*group as usize] as usize
        };
        let joined = near
            .chunk_by(|a, b| a.0 == b.0)
            .map(|members| (members[0].0, members))
            .filter(fits)
            .max_by_key(|(group, members)| {
                let closest = members.iter().map(|(_, pair)| pair.closeness).max();
                (closest, std::cmp::Reverse(*group))
            });
        if let Some((group, _)) = joined {
            earliest[copies[0].later as usize] = group;
            sizes[group as usize] += 1;
        }
    }
    earliest
}

#[cfg(test)]
mod tests {
    //! 1. Copies of the earliest are one group. 2. Chains end. 3. The closest group is joined, the
    //! earliest of equally close ones.

    use super::{Pair, groups};

    fn grouped(articles: usize, pairs: &[(u32, u32, u16)]) -> Vec<u32> {
        let pair = |&(earlier, later, closeness): &_| Pair { later, earlier, closeness };
        let mut pairs: Vec<Pair> = pairs.iter().map(pair).collect();
        pairs.sort();
        groups(articles, &pairs)
    }

    #[test]
    fn copies_of_the_earliest_are_one_group() {
        assert_eq!(grouped(5, &[(0, 2, 9), (0, 4, 9), (1, 3, 9)]), [0, 1, 0, 1, 0]);
        assert_eq!(grouped(3, &[]), [0, 1, 2]);
        assert_eq!(grouped(0, &[]), Vec::<u32>::new());
    }

    #[test]
    fn chains_end() {
        // 2 is a copy of half of {0, 1}; 3 of a third of {0, 1, 2}; 4 of it.
        let chain = [(0, 1, 9), (1, 2, 9), (2, 3, 9), (3, 4, 9)];
        assert_eq!(grouped(5, &chain), [0, 0, 0, 3, 3]);
    }

    #[test]
    fn the_closest_group_is_joined() {
        assert_eq!(grouped(4, &[(0, 3, 5), (1, 2, 9), (1, 3, 6), (2, 3, 4)]), [0, 1, 1, 1]);
        assert_eq!(grouped(4, &[(0, 3, 6), (1, 2, 9), (1, 3, 6), (2, 3, 4)]), [0, 1, 1, 0]);
    }
}
