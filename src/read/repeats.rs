//! Articles -> lines that recur across articles of one source: what `talks.toml` may drop.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::article::Article;

/// Longest line that is counted, in bytes: prompts are short, and stories repeat no paragraph.
const LONGEST: usize = 300;

/// Lines that are held for one source; beyond, lines seen once are forgotten.
const MOST_LINES: usize = 200_000;

/// Articles in which a line must stand, at least.
const FEWEST: u32 = 3;

/// Share of a source's articles in which a line must stand, in percent.
const SHARE: u32 = 5;

/// Counts lines by source.
#[derive(Debug, Default)]
pub struct Repeats {
    sources: BTreeMap<Option<String>, Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    articles: u32,
    lines: HashMap<String, u32>,
}

/// A line that recurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// The source, if its articles have one.
    pub source: Option<String>,
    /// The line.
    pub line: String,
    /// Articles of the source in which it stands.
    pub articles: u32,
    /// Articles of the source.
    pub of: u32,
}

impl Repeats {
    /// Counts the lines of one article.
    pub fn add(&mut self, article: &Article) {
        self.add_text(article.source.as_ref().map(|field| field.value.as_str()), &article.text);
    }

    /// Counts the lines of one text of a source; a line counts once a text.
    pub fn add_text(&mut self, source: Option<&str>, text: &str) {
        let counts = self.sources.entry(source.map(str::to_string)).or_default();
        counts.articles += 1;
        let lines: HashSet<&str> = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && line.len() <= LONGEST)
            .collect();
        for line in lines {
            match counts.lines.get_mut(line) {
                Some(count) => *count += 1,
                None => {
                    counts.lines.insert(line.to_string(), 1);
                }
            }
        }
        if counts.lines.len() > MOST_LINES {
            counts.lines.retain(|_, count| *count > 1);
        }
    }

    /// Returns the lines that recur: by source, the most frequent first, then by the alphabet.
    pub fn lines(&self) -> Vec<Repeat> {
        let mut found = Vec::new();
        for (source, counts) in &self.sources {
            let enough = |count: u32| {
                count >= FEWEST
                    && u64::from(count) * 100 >= u64::from(counts.articles) * u64::from(SHARE)
            };
            let mut lines: Vec<_> =
                counts.lines.iter().filter(|(_, count)| enough(**count)).collect();
            lines.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
            found.extend(lines.into_iter().map(|(line, count)| Repeat {
                source: source.clone(),
                line: line.clone(),
                articles: *count,
                of: counts.articles,
            }));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_recur_within_a_source_are_proposed() {
        let mut repeats = Repeats::default();
        for i in 0..4 {
            repeats.add_text(Some("Wire"), &format!("Story {i}\nOur standards\nOur standards"));
            repeats.add_text(Some("Post"), &format!("Story {i}"));
        }
        let wanted = Repeat {
            source: Some("Wire".into()),
            line: "Our standards".into(),
            articles: 4,
            of: 4,
        };
        assert_eq!(repeats.lines(), [wanted]);
    }
}
