//! A slow, obvious matcher over plain text: what the index must agree with.
//!
//! It shares the stemmer and the Unicode tables with the program and nothing else: it cuts words
//! by looking at the characters around each gap, and compares words one by one.

mod places;
mod rows;
mod words;

use std::ops::Range;

use crate::query::ast::{Clause, DateRange, FieldName, Need, Node, WordForm};
use places::{Place, Wanted, chained, places, row, windowed};
use rows::{reaches, rows, rows_like};
pub use words::{Word, words};

/// A year, a month and a day, as written.
pub type Day = (i16, u8, u8);

/// The texts of one article: the title, the outlet, the author, the path, and each passage.
pub struct Texts {
    pub day: Option<Day>,
    pub title: Vec<Word>,
    pub source: Vec<Word>,
    pub author: Vec<Word>,
    pub path: Vec<Word>,
    pub passages: Vec<Vec<Word>>,
    /// The words of each passage, and of the title, by sentence or paragraph.
    pub regions: Vec<Vec<Vec<Word>>>,
    pub title_regions: Vec<Vec<Word>>,
}

/// An item of a query as the slow matcher sees it.
#[derive(Debug, Clone)]
enum Item {
    Leaf { what: What, field: Option<FieldName> },
    Dates(DateRange),
    All(Vec<Item>),
    Any(Vec<Item>),
    Not(Box<Item>),
}

/// What an item looks for.
#[derive(Debug, Clone)]
enum What {
    Rows(Vec<Vec<Wanted>>),
    Chain(Vec<Vec<Vec<Wanted>>>, Vec<u32>),
    Window(Vec<Wanted>, u32),
}

impl What {
    fn stands(&self, text: &[Word]) -> Vec<Range<usize>> {
        match self {
            What::Rows(rows) => places(text, rows).into_iter().map(|place| place.2).collect(),
            What::Chain(items, gaps) => {
                let items: Vec<Vec<Place>> = items.iter().map(|rows| places(text, rows)).collect();
                chained(&items, gaps)
            }
            What::Window(words, others) => {
                let places_of = |word: &Wanted| places(text, &[vec![word.clone()]]);
                windowed(&words.iter().map(places_of).collect::<Vec<_>>(), *others)
            }
        }
    }
}

/// For a word as typed, the spellings that it stands for too.
pub type Spellings = std::collections::BTreeMap<String, Vec<String>>;

/// A whole query.
#[derive(Debug, Clone, Default)]
pub struct Query {
    wanted: Vec<Item>,
    must: Vec<Item>,
    must_not: Vec<Item>,
    /// What must hold as well, and is not looked for.
    filters: Vec<Item>,
    is_within: bool,
}

/// What an article has of a query.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Verdict {
    All,
    Some,
    None,
}

impl Query {
    /// Reads a query; `text` tells whether it is all in capitals, `spellings` what the answer says
    /// that names stand for.
    pub fn read(clauses: &[Clause], text: &str, spellings: &Spellings) -> Query {
        let first = Query::build(clauses, text, false, spellings);
        if first.looks_for_something() {
            first
        } else {
            Query::build(clauses, text, true, spellings)
        }
    }

    fn looks_for_something(&self) -> bool {
        self.wanted.iter().chain(&self.must).any(Item::has_positive)
            || self.must_not.iter().any(Item::has_negated)
    }

    fn build(clauses: &[Clause], text: &str, counts_common: bool, spellings: &Spellings) -> Query {
        let mut query = Query::default();
        for clause in clauses {
            let is_bare = matches!(clause.node, Node::Word(_)) && clause.need == Need::Wanted;
            let is_plain = matches!(&clause.node, Node::Word(word) if matches!(word.form, WordForm::Plain | WordForm::Exact));
            let item = item(&clause.node, None, spellings);
            let Some(item) = item else { continue };
            if let (true, Node::Word(word)) = (is_bare, &clause.node) {
                let shouted = text.chars().any(char::is_lowercase)
                    && !word.text.chars().any(char::is_lowercase)
                    && word.text.chars().filter(|c| c.is_alphabetic()).count() > 1;
                let mut parts = words(&word.text);
                parts.retain(|w| !w.is_whole_compound);
                let common = parts.iter().all(|w| crate::analysis::is_common(&w.form));
                if common && is_plain && !shouted && !counts_common {
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
                (Node::Word(word), Need::Wanted) if word.form == WordForm::Plain => {
                    Some(word.text.as_str())
                }
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
                    if let Item::Leaf { what: What::Rows(rows), field: None } = item
                        && format!("{:?}", &rows[..own.len().min(rows.len())]) == format!("{own:?}")
                    {
                        rows.push(vec![Wanted::Closed(whole.stem.clone())]);
                    }
                }
            }
        }
    }

    /// Asks for articles of these days, whatever the words.
    pub fn on(mut self, dates: &[DateRange]) -> Query {
        self.filters.extend(dates.iter().map(|range| Item::Dates(*range)));
        self
    }

    /// Asks for articles of one of these outlets; without any name, of any outlet.
    pub fn from(mut self, sources: &[String]) -> Query {
        if sources.is_empty() {
            return self;
        }
        let of = |source: &String| {
            let rows = exact(&words(source));
            let what = (!rows.is_empty()).then_some(What::Rows(rows))?;
            Some(Item::Leaf { what, field: Some(FieldName::Source) })
        };
        self.filters.push(Item::Any(sources.iter().filter_map(of).collect()));
        self
    }

    /// Asks for all in one sentence or paragraph.
    pub fn within(mut self) -> Query {
        self.is_within = true;
        self
    }

    fn region_holds(&self, texts: &Texts, region: &[Word]) -> bool {
        self.wanted.iter().chain(&self.must).all(|item| item.holds_in(texts, region))
    }

    /// Says what an article has of the query.
    pub fn verdict(&self, texts: &Texts) -> Verdict {
        let holds = |item: &&Item| item.holds(texts);
        let finds = self.looks_for_something();
        if !finds
            || !self.must.iter().chain(&self.filters).all(|i| i.holds(texts))
            || self.must_not.iter().any(|i| i.holds(texts))
        {
            return Verdict::None;
        }
        if self.is_within {
            let mut regions = texts.regions.iter().flatten().chain(&texts.title_regions);
            let found = regions.any(|region| self.region_holds(texts, region))
                || self.region_holds(texts, &[]);
            return if found { Verdict::All } else { Verdict::None };
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
    pub fn marks(&self, texts: &Texts, number: Option<usize>) -> Vec<Range<usize>> {
        let is_title = number.is_none();
        let (here, regions) = match number {
            Some(number) => (&texts.passages[number], &texts.regions[number]),
            None => (&texts.title, &texts.title_regions),
        };
        let mut found = Vec::new();
        for item in self.wanted.iter().chain(&self.must) {
            if self.is_within {
                item.field_marks(texts, here, is_title, &mut found);
                let held = regions.iter().filter(|region| self.region_holds(texts, region));
                held.for_each(|region| item.marks_in(texts, region, &mut found));
            } else {
                item.marks(texts, here, is_title, &mut found);
            }
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
            Item::Leaf { .. } => true,
            Item::Dates(_) => false,
            Item::All(items) | Item::Any(items) => items.iter().any(Item::has_positive),
            Item::Not(item) => item.has_negated(),
        }
    }

    fn has_negated(&self) -> bool {
        match self {
            Item::Leaf { .. } | Item::Dates(_) => false,
            Item::All(items) | Item::Any(items) => items.iter().any(Item::has_negated),
            Item::Not(item) => item.has_positive(),
        }
    }

    fn holds(&self, texts: &Texts) -> bool {
        match self {
            Item::Leaf { what, field } => {
                let stands_in = |text: &Vec<Word>| !what.stands(text).is_empty();
                match field {
                    Some(FieldName::Title) => stands_in(&texts.title),
                    Some(FieldName::Source) => stands_in(&texts.source),
                    Some(FieldName::Author) => stands_in(&texts.author),
                    Some(FieldName::Path) => stands_in(&texts.path),
                    None => stands_in(&texts.title) || texts.passages.iter().any(stands_in),
                }
            }
            Item::Dates(range) => texts.day.is_some_and(|day| {
                range.from.is_none_or(|from| from.ymd() <= day)
                    && range.to.is_none_or(|to| day <= to.ymd())
            }),
            Item::All(items) => items.iter().all(|item| item.holds(texts)),
            Item::Any(items) => items.iter().any(|item| item.holds(texts)),
            Item::Not(item) => !item.holds(texts),
        }
    }

    /// Whether it holds in a sentence; what is excluded, and fields, are about the article.
    fn holds_in(&self, texts: &Texts, region: &[Word]) -> bool {
        match self {
            Item::Leaf { what, field: None } => !what.stands(region).is_empty(),
            Item::Leaf { .. } | Item::Dates(_) | Item::Not(_) => self.holds(texts),
            Item::All(items) => items.iter().all(|item| item.holds_in(texts, region)),
            Item::Any(items) => items.iter().any(|item| item.holds_in(texts, region)),
        }
    }

    fn marks_in(&self, texts: &Texts, region: &[Word], found: &mut Vec<Range<usize>>) {
        if !self.holds_in(texts, region) {
            return;
        }
        match self {
            Item::Leaf { what, field: None } => found.extend(what.stands(region)),
            Item::All(items) | Item::Any(items) => {
                items.iter().for_each(|item| item.marks_in(texts, region, found));
            }
            Item::Leaf { .. } | Item::Dates(_) | Item::Not(_) => {}
        }
    }

    /// The marks of what is bound to the title.
    fn field_marks(
        &self,
        texts: &Texts,
        here: &[Word],
        is_title: bool,
        found: &mut Vec<Range<usize>>,
    ) {
        match self {
            Item::Leaf { field: Some(_), .. } => self.marks(texts, here, is_title, found),
            Item::All(items) | Item::Any(items) if self.holds(texts) => {
                items.iter().for_each(|item| item.field_marks(texts, here, is_title, found));
            }
            _ => {}
        }
    }

    fn marks(&self, texts: &Texts, here: &[Word], is_title: bool, found: &mut Vec<Range<usize>>) {
        if !self.holds(texts) {
            return;
        }
        match self {
            Item::Leaf { what, field } => {
                let looks_here = match field {
                    None => true,
                    Some(FieldName::Title) => is_title,
                    Some(_) => false,
                };
                if looks_here {
                    found.extend(what.stands(here));
                }
            }
            Item::All(items) | Item::Any(items) => {
                items.iter().for_each(|item| item.marks(texts, here, is_title, found));
            }
            Item::Dates(_) | Item::Not(_) => {}
        }
    }
}

fn item(node: &Node, field: Option<FieldName>, spellings: &Spellings) -> Option<Item> {
    // Outlets and files are called what they are called.
    let none = Spellings::new();
    let is_respelt = !matches!(field, Some(FieldName::Source | FieldName::Path));
    let spellings = if is_respelt { spellings } else { &none };
    let leaf = |what: What| match &what {
        What::Rows(rows) if rows.is_empty() => None,
        _ => Some(Item::Leaf { what, field }),
    };
    let group = |items: Vec<Item>, make: fn(Vec<Item>) -> Item| match items.len() {
        0 => None,
        1 => items.into_iter().next(),
        _ => Some(make(items)),
    };
    match node {
        Node::Word(_) => leaf(What::Rows(alternatives(node, spellings))),
        Node::Phrase(phrase) => {
            let mut row = alternatives(node, spellings).pop()?;
            match phrase.slop {
                Some(others) if row.len() > 1 => {
                    leaf(What::Window(std::mem::take(&mut row), others))
                }
                _ => leaf(What::Rows(vec![row])),
            }
        }
        Node::Near { .. } => {
            let (mut nodes, mut distances) = (Vec::new(), vec![0]);
            chain(node, &mut nodes, &mut distances);
            let (mut items, mut gaps) = (Vec::new(), Vec::new());
            let mut gap = 0;
            for (node, distance) in nodes.into_iter().zip(distances) {
                gap = gap.max(distance);
                let rows = alternatives(node, spellings);
                if rows.is_empty() {
                    continue;
                }
                if !items.is_empty() {
                    gaps.push(gap);
                }
                items.push(rows);
                gap = 0;
            }
            match items.len() {
                0 => None,
                1 => leaf(What::Rows(items.remove(0))),
                _ => leaf(What::Chain(items, gaps)),
            }
        }
        Node::All(nodes) => {
            group(nodes.iter().filter_map(|n| item(n, field, spellings)).collect(), Item::All)
        }
        Node::Any(nodes) => {
            group(nodes.iter().filter_map(|n| item(n, field, spellings)).collect(), Item::Any)
        }
        Node::Not(node) => item(node, field, spellings).map(|item| Item::Not(Box::new(item))),
        Node::Field { field, node } => item(node, Some(*field), spellings),
        Node::Dates(range) => Some(Item::Dates(*range)),
    }
}

/// The rows of a word, a phrase, or any of some of them.
fn alternatives(node: &Node, spellings: &Spellings) -> Vec<Vec<Wanted>> {
    match node {
        Node::Word(word) if word.form == WordForm::Plain => {
            let mut rows = rows(&word.text);
            for spelling in spellings_of(&word.text, spellings) {
                let words = words(spelling);
                rows.push(words.into_iter().map(|word| Wanted::Stem(word.stem)).collect());
            }
            rows
        }
        Node::Word(word) if word.form == WordForm::Exact => exact(&words(&word.text)),
        Node::Word(word) => rows_like(&word.text, word.form),
        Node::Phrase(phrase) => exact(&words(&phrase.text)),
        Node::Any(nodes) => nodes.iter().flat_map(|node| alternatives(node, spellings)).collect(),
        _ => Vec::new(),
    }
}

/// These words as they stand, side by side; no row when there is no word.
fn exact(words: &[Word]) -> Vec<Vec<Wanted>> {
    let parts: Vec<&Word> = words.iter().filter(|w| !w.is_whole_compound).collect();
    let row = row(&parts, |word| Wanted::Form(word.form.clone()));
    if row.is_empty() { Vec::new() } else { vec![row] }
}

/// The spellings that the answer gives for a word: whatever case and accents it was typed with.
fn spellings_of<'a>(chunk: &str, spellings: &'a Spellings) -> Vec<&'a String> {
    let bare = |text: &str| -> Vec<String> {
        let parts = words(text).into_iter().filter(|word| !word.is_whole_compound);
        parts.map(|w| w.form.strip_suffix("'s").unwrap_or(&w.form).to_owned()).collect()
    };
    let is_plain = |typed: &str| !typed.contains(['*', '~']);
    let of = spellings.iter().filter(|(typed, _)| is_plain(typed) && bare(typed) == bare(chunk));
    of.flat_map(|(_, spellings)| spellings).collect()
}

/// The items of a chain, and behind each distance the item it leads to.
fn chain<'a>(node: &'a Node, nodes: &mut Vec<&'a Node>, distances: &mut Vec<u32>) {
    match node {
        Node::Near { left, right, distance } => {
            chain(left, nodes, distances);
            distances.push(*distance);
            chain(right, nodes, distances);
        }
        node => nodes.push(node),
    }
}
