//! Hits of one group of near copies -> one hit, with the others named below it.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::Match;
use super::articles::Articles;
use crate::article::Article;
use crate::error::Result;
use crate::index::{Archive, ArticleName, ArticleReader, Files, GroupMember, Place};

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

/// The groups of what is shown.
#[derive(Default)]
pub(super) struct Shown {
    groups: Vec<Vec<GroupMember>>,
    members: HashMap<ArticleName, Member, RandomState>,
}

/// A member of a group of which another is shown.
struct Member {
    /// Where the group is.
    group: usize,
    /// Where it lies, if it came up as a hit.
    hit: Option<Place>,
}

impl Shown {
    /// Puts a hit where it belongs; returns true when it is the first of its group to come.
    pub fn is_first(&mut self, archive: &Archive, name: ArticleName, place: Place) -> Result<bool> {
        // Of many copies most come up: no more than a look for each.
        if let Some(member) = self.members.get_mut(&name) {
            member.hit = Some(place);
            return Ok(false);
        }
        if let Some(group) = archive.group_of(name)? {
            let number = self.groups.len();
            let member = |m: &GroupMember| (m.name, Member { group: number, hit: None });
            self.members.extend(group.iter().map(member));
            self.groups.push(group);
        }
        Ok(true)
    }

    /// Returns how many articles there are of the groups that are shown, beside those that came up as hits.
    pub fn not_come_up(&self) -> usize {
        // The first of each was not put down.
        let came_up = self.members.values().filter(|member| member.hit.is_some()).count();
        self.members.len() - self.groups.len() - came_up
    }

    /// Returns the group of a hit that is shown; `None` for one that is alone.
    pub fn group_of(&self, name: ArticleName) -> Option<&[GroupMember]> {
        self.members.get(&name).map(|member| &self.groups[member.group][..])
    }

    /// Returns what is folded below the hit `shown`: the others of its group that match.
    pub fn folded(
        &self,
        articles: &Articles<'_>,
        (reader, files): (&ArticleReader<'_>, &mut Files<'_>),
        matching: Match,
        shown: ArticleName,
    ) -> Result<Folded> {
        let mut folded = Folded::default();
        let group = self.group_of(shown).unwrap_or_default();
        for copy in group.iter().filter(|copy| copy.name != shown) {
            let place = match self.members.get(&copy.name).and_then(|member| member.hit) {
                Some(hit) => hit,
                None => match files.place_of_member(*copy)? {
                    Some(place) if articles.matches(place, matching)? => place,
                    _ => continue,
                },
            };
            folded.count += 1;
            if folded.named.len() < NAMED
                && let Ok(stored) = reader.read(place)
            {
                folded.named.push(Article { text: String::new(), ..stored.article });
            }
        }
        Ok(folded)
    }
}
