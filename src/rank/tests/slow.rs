//! A slow, obvious matcher over plain text: what the index must agree with.
//!
//! It shares the stemmer and the Unicode tables with the program and nothing else: it cuts words
//! by looking at the characters around each gap, and compares words one by one.

mod words;

use std::ops::Range;

use crate::query::ast::{Clause, FieldName, Need, Node};
pub use words::{Word, words};

/// How one word of a query is compared.
#[derive(Debug, Clone)]
enum Wanted {
    Stem(String),
    Form(String),
}

impl Wanted {
    fn fits(&self, word: &Word) -> bool {
        match self {
            Wanted::Stem(stem) => word.stem == *stem,
            Wanted::Form(form) => word.form == *form,
        }
    }
}

/// The byte ranges at which a row of words stands.
fn stands(text: &[Word], row: &[Wanted]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for first in text.iter().filter(|word| row[0].fits(word)) {
        let mut end = first.bytes.end;
        let mut all = true;
        for (offset, wanted) in row.iter().enumerate().skip(1) {
            let here = text.iter().filter(|w| w.position == first.position + offset);
            match here.clone().find(|w| wanted.fits(w)) {
                Some(word) => end = end.max(word.bytes.end),
                None => all = false,
            }
        }
        if all {
            found.push(first.bytes.start..end);
        }
    }
    found
}

/// The rows of words that a chunk of a query stands for.
fn rows(chunk: &str) -> Vec<Vec<Wanted>> {
    let words = words(chunk);
    let parts: Vec<&Word> = words.iter().filter(|w| !w.is_whole_compound).collect();
    if parts.is_empty() {
        return Vec::new();
    }
    let mut rows = vec![parts.iter().map(|w| Wanted::Stem(w.stem.clone())).collect::<Vec<_>>()];
    if let [_, .., whole] = &words[..]
        && whole.is_whole_compound
        && parts.len() == words.len() - 1
        && parts[0].position == whole.position
        && reaches(whole, &chunk[parts[0].bytes.clone()])
    {
        rows.push(vec![Wanted::Stem(whole.stem.clone())]);
    }
    if let [only] = parts[..] {
        let surface = &chunk[only.bytes.clone()];
        let letters: Vec<char> = surface.chars().collect();
        if (8..=40).contains(&letters.len()) && letters.iter().all(|c| c.is_alphabetic()) {
            for cut in 3..=letters.len() - 3 {
                let [head, tail] =
                    [&letters[..cut], &letters[cut..]].map(|l| l.iter().collect::<String>());
                let (head, tail) = (&self::words(&head)[..], &self::words(&tail)[..]);
                if let ([head], [tail]) = (head, tail)
                    && !crate::analysis::is_common(&head.form)
                    && !crate::analysis::is_common(&tail.form)
                {
                    rows.push(vec![
                        Wanted::Form(head.form.clone()),
                        Wanted::Stem(tail.stem.clone()),
                    ]);
                }
            }
        }
    }
    rows
}

/// Whether the stem of a compound goes beyond its first part.
fn reaches(whole: &Word, first_part: &str) -> bool {
    whole.stem.chars().count() >= first_part.chars().count() + 2
}

/// The texts of one article: the title, the outlet, and each passage.
pub struct Texts {
    pub title: Vec<Word>,
    pub source: Vec<Word>,
    pub passages: Vec<Vec<Word>>,
}

/// An item of a query as the slow matcher sees it.
#[derive(Debug, Clone)]
enum Item {
    Rows { rows: Vec<Vec<Wanted>>, field: Option<FieldName> },
    All(Vec<Item>),
    Any(Vec<Item>),
    Not(Box<Item>),
}

/// A whole query.
#[derive(Debug, Clone, Default)]
pub struct Query {
    wanted: Vec<Item>,
    must: Vec<Item>,
    must_not: Vec<Item>,
}

/// What an article has of a query.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Verdict {
    All,
    Some,
    None,
}

impl Query {
    /// Reads a query; `text` tells whether it is all in capitals.
    pub fn read(clauses: &[Clause], text: &str) -> Query {
        let first = Query::build(clauses, text, false);
        if first.looks_for_something() { first } else { Query::build(clauses, text, true) }
    }

    fn looks_for_something(&self) -> bool {
        self.wanted.iter().chain(&self.must).any(Item::has_positive)
            || self.must_not.iter().any(Item::has_negated)
    }

    fn build(clauses: &[Clause], text: &str, counts_common: bool) -> Query {
        let mut query = Query::default();
        for clause in clauses {
            let is_bare = matches!(clause.node, Node::Word(_)) && clause.need == Need::Wanted;
            let item = item(&clause.node, None);
            let Some(item) = item else { continue };
            if let (true, Node::Word(word)) = (is_bare, &clause.node) {
                let shouted = text.chars().any(char::is_lowercase)
                    && !word.text.chars().any(char::is_lowercase)
                    && word.text.chars().filter(|c| c.is_alphabetic()).count() > 1;
                let mut parts = words(&word.text);
                parts.retain(|w| !w.is_whole_compound);
                let common = parts.iter().all(|w| crate::analysis::is_common(&w.form));
                if common && !shouted && !counts_common {
                    continue;
                }
                query.wanted.push(item);
            } else if clause.need == Need::MustNot {
                query.must_not.push(item);
            } else {
                query.must.push(item);
            }
        }
        query.join_neighbours(clauses);
        query
    }

    /// Two bare words side by side are found where they are written as one.
    fn join_neighbours(&mut self, clauses: &[Clause]) {
        let texts: Vec<Option<&str>> = clauses
            .iter()
            .map(|clause| match (&clause.node, clause.need) {
                (Node::Word(word), Need::Wanted) => Some(word.text.as_str()),
                _ => None,
            })
            .collect();
        for pair in texts.windows(2) {
            let [Some(left), Some(right)] = pair else { continue };
            let closed = format!("{left}{right}");
            let long = |s: &str, n: usize| s.chars().count() >= n;
            if !long(left, 3) || !long(right, 3) || !long(&closed, 8) {
                continue;
            }
            if !closed.chars().all(char::is_alphabetic) {
                continue;
            }
            let [whole] = &words(&closed)[..] else { continue };
            if !reaches(whole, left) {
                continue;
            }
            for text in [left, right] {
                let own = rows(text);
                for item in &mut self.wanted {
                    if let Item::Rows { rows, field: None } = item
                        && format!("{:?}", &rows[..own.len().min(rows.len())]) == format!("{own:?}")
                    {
                        rows.push(vec![Wanted::Stem(whole.stem.clone())]);
                    }
                }
            }
        }
    }

    /// Says what an article has of the query.
    pub fn verdict(&self, texts: &Texts) -> Verdict {
        let holds = |item: &&Item| item.holds(texts);
        let finds = self.looks_for_something();
        if !finds
            || !self.must.iter().all(|i| i.holds(texts))
            || self.must_not.iter().any(|i| i.holds(texts))
        {
            return Verdict::None;
        }
        let has = self.wanted.iter().filter(holds).count();
        if has == self.wanted.len() {
            Verdict::All
        } else if has > 0 {
            Verdict::Some
        } else {
            Verdict::None
        }
    }

    /// The marks in one text of an article: its title, or one of its passages.
    pub fn marks(&self, texts: &Texts, here: &[Word], is_title: bool) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for item in self.wanted.iter().chain(&self.must) {
            item.marks(texts, here, is_title, &mut found);
        }
        found.sort_by_key(|range| (range.start, range.end));
        let mut joined: Vec<Range<usize>> = Vec::new();
        for range in found {
            match joined.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => joined.push(range),
            }
        }
        joined
    }
}

impl Item {
    fn has_positive(&self) -> bool {
        match self {
            Item::Rows { .. } => true,
            Item::All(items) | Item::Any(items) => items.iter().any(Item::has_positive),
            Item::Not(item) => item.has_negated(),
        }
    }

    fn has_negated(&self) -> bool {
        match self {
            Item::Rows { .. } => false,
            Item::All(items) | Item::Any(items) => items.iter().any(Item::has_negated),
            Item::Not(item) => item.has_positive(),
        }
    }

    fn holds(&self, texts: &Texts) -> bool {
        match self {
            Item::Rows { rows, field } => {
                let stands_in =
                    |text: &Vec<Word>| rows.iter().any(|row| !stands(text, row).is_empty());
                match field {
                    Some(FieldName::Title) => stands_in(&texts.title),
                    Some(FieldName::Source) => stands_in(&texts.source),
                    Some(_) => false,
                    None => stands_in(&texts.title) || texts.passages.iter().any(stands_in),
                }
            }
            Item::All(items) => items.iter().all(|item| item.holds(texts)),
            Item::Any(items) => items.iter().any(|item| item.holds(texts)),
            Item::Not(item) => !item.holds(texts),
        }
    }

    fn marks(&self, texts: &Texts, here: &[Word], is_title: bool, found: &mut Vec<Range<usize>>) {
        if !self.holds(texts) {
            return;
        }
        match self {
            Item::Rows { rows, field } => {
                let looks_here = match field {
                    None => true,
                    Some(FieldName::Title) => is_title,
                    Some(_) => false,
                };
                if looks_here {
                    rows.iter().for_each(|row| found.extend(stands(here, row)));
                }
            }
            Item::All(items) | Item::Any(items) => {
                items.iter().for_each(|item| item.marks(texts, here, is_title, found));
            }
            Item::Not(_) => {}
        }
    }
}

fn item(node: &Node, field: Option<FieldName>) -> Option<Item> {
    let group = |items: Vec<Item>, make: fn(Vec<Item>) -> Item| match items.len() {
        0 => None,
        1 => items.into_iter().next(),
        _ => Some(make(items)),
    };
    match node {
        Node::Word(word) => {
            let rows = rows(&word.text);
            (!rows.is_empty()).then_some(Item::Rows { rows, field })
        }
        Node::Phrase(phrase) => {
            let mut parts = words(&phrase.text);
            parts.retain(|w| !w.is_whole_compound);
            let row: Vec<Wanted> = parts.into_iter().map(|w| Wanted::Form(w.form)).collect();
            (!row.is_empty()).then(|| Item::Rows { rows: vec![row], field })
        }
        Node::All(nodes) => group(nodes.iter().filter_map(|n| item(n, field)).collect(), Item::All),
        Node::Any(nodes) => group(nodes.iter().filter_map(|n| item(n, field)).collect(), Item::Any),
        Node::Not(node) => item(node, field).map(|item| Item::Not(Box::new(item))),
        Node::Field { field, node } => item(node, Some(*field)),
        Node::Near { .. } | Node::Dates(_) => None,
    }
}
