//! Which tables of a `talks.toml` name a file that is there.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use globset::GlobMatcher;

use super::{Settings, slashed};

/// Tables that have named no file yet.
#[derive(Debug)]
pub struct Unmatched<'a> {
    settings: &'a Settings,
    /// Those that name one file or a record of it, by the name of the file.
    named: HashMap<&'a str, Vec<usize>>,
    patterns: Vec<(&'a GlobMatcher, usize)>,
    matched: HashSet<usize>,
}

impl Settings {
    /// The tables, before any file was met.
    pub fn unmatched(&self) -> Unmatched<'_> {
        let mut named: HashMap<&str, Vec<usize>> = HashMap::new();
        for (name, places) in &self.named {
            // The sign of a record may be part of the name of a file.
            let ends = name.match_indices('#').map(|(at, _)| at).chain([name.len()]);
            for end in ends {
                named.entry(&name[..end]).or_default().extend(places);
            }
        }
        let patterns = self.patterns.iter().map(|(glob, place)| (glob, *place)).collect();
        Unmatched { settings: self, named, patterns, matched: HashSet::new() }
    }
}

impl Unmatched<'_> {
    /// Takes note of a file, by its path below the root.
    pub fn meet(&mut self, relative: &Path) {
        if self.named.is_empty() && self.patterns.is_empty() {
            return;
        }
        let name = slashed(relative);
        self.matched.extend(self.named.remove(name.as_str()).into_iter().flatten());
        let matched = &mut self.matched;
        self.patterns.retain(|(glob, place)| {
            let matches = glob.is_match(&*name);
            if matches {
                matched.insert(*place);
            }
            !matches
        });
    }

    /// The names of the tables that named none of the files, in their order.
    pub fn names(self) -> Vec<String> {
        let rules = self.settings.rules.iter().enumerate();
        let left = rules.filter(|(place, _)| !self.matched.contains(place));
        left.map(|(_, rule)| rule.name.clone()).collect()
    }
}
