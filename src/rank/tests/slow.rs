//! A slow, obvious matcher over plain text: what the index must agree with.
//!
//! It shares the stemmer and the Unicode tables with the program and nothing else: it cuts words
//! by looking at the characters around each gap, and compares words one by one.

use std::ops::Range;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

use crate::query::ast::{Clause, FieldName, Need, Node};
use crate::script::{
    continues_word, is_apostrophe, is_hyphen, is_invisible, is_unspaced, is_word_char,
};

/// A word of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    pub bytes: Range<usize>,
    pub position: usize,
    pub is_whole_compound: bool,
    pub form: String,
    pub stem: String,
}

/// Cuts a text into words; the whole of a compound comes after its parts.
pub fn words(text: &str) -> Vec<Word> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let at = |i: usize| chars.get(i).map(|&(_, c)| c);
    let byte = |i: usize| chars.get(i).map_or(text.len(), |&(b, _)| b);
    let mut found: Vec<Word> = Vec::new();
    let mut position = 0;
    let mut compound: Vec<Range<usize>> = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i].1;
        if is_unspaced(c) {
            let mut end = i + 1;
            while at(end).is_some_and(continues_word) {
                end += 1;
            }
            found.push(word(text, byte(i)..byte(end), position));
            position += 1;
            i = end;
            continue;
        }
        if !is_word_char(c) {
            i += 1;
            continue;
        }
        let (end, next) = end_of_word(&chars, i);
        let mut start = byte(i);
        let mut elided = false;
        let surface = &text[byte(i)..byte(end)];
        for head in ["l", "d", "j", "m", "t", "s", "c", "n", "qu", "un"] {
            let rest = surface.to_lowercase().starts_with(head).then(|| &surface[head.len()..]);
            let Some(rest) = rest else { continue };
            let Some(tail) = rest.strip_prefix(is_apostrophe) else { continue };
            if tail.chars().count() >= 2 {
                found.push(word(text, start..start + head.len(), position));
                position += 1;
                start = byte(end) - tail.len();
                elided = true;
            }
        }
        found.push(word(text, start..byte(end), position));
        position += 1;
        // A part that is no plain word spoils the compound.
        let plain = !elided && !surface.contains(['.', ',']);
        compound.push(if plain { byte(i)..byte(end) } else { 0..0 });
        let joins = at(end).is_some_and(is_hyphen) && at(end + 1).is_some_and(is_word_char);
        if !joins {
            let whole = compound.first().map_or(0, |r| r.start)..byte(end);
            let fits = (2..=3).contains(&compound.len())
                && compound.iter().all(|part| !part.is_empty())
                && whole.len() <= 48
                && text[whole.clone()].chars().any(char::is_alphabetic);
            if fits {
                let mut joined = word(text, whole, position - compound.len());
                joined.is_whole_compound = true;
                found.push(joined);
            }
            compound.clear();
        }
        i = next;
    }
    found
}

fn end_of_word(chars: &[(usize, char)], start: usize) -> (usize, usize) {
    let at = |i: usize| chars.get(i).map(|&(_, c)| c);
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut end = start + 1;
    let mut points = 0;
    while let Some(c) = at(end) {
        let goes_on = is_word_char(c)
            || continues_word(c)
            || (is_apostrophe(c) && at(end + 1).is_some_and(is_word_char))
            || ((c == '.' || c == ',') && is_digit(at(end - 1)) && is_digit(at(end + 1)));
        if !goes_on {
            if c != '.'
                || !is_acronym_so_far(&chars[start..end])
                || !letter_stands_alone(chars, end + 1)
            {
                break;
            }
            points += 1;
        }
        end += 1;
    }
    if points > 0 && at(end) == Some('.') {
        end += 1;
        let s = at(end + 1).is_some_and(|c| c == 's' || c == 'S');
        if at(end).is_some_and(is_apostrophe) && s && !at(end + 2).is_some_and(is_word_char) {
            return (end, end + 2);
        }
    }
    (end, end)
}

/// One letter, or letters each followed by a point but the last.
fn is_acronym_so_far(chars: &[(usize, char)]) -> bool {
    let visible: String = chars.iter().map(|&(_, c)| c).filter(|&c| !continues_word(c)).collect();
    let mut letters = visible.split('.');
    let first = visible.chars().next().is_some_and(char::is_alphabetic);
    first && letters.all(|part| part.chars().count() == 1 && part.chars().all(is_word_char))
}

fn letter_stands_alone(chars: &[(usize, char)], i: usize) -> bool {
    let at = |i: usize| chars.get(i).map(|&(_, c)| c);
    let is_letter = at(i).is_some_and(|c| is_word_char(c) && c.is_alphabetic());
    let mut after = i + 1;
    while at(after).is_some_and(continues_word) {
        after += 1;
    }
    is_letter && !at(after).is_some_and(|c| is_word_char(c) || is_unspaced(c) || is_apostrophe(c))
}

fn word(text: &str, bytes: Range<usize>, position: usize) -> Word {
    let surface = &text[bytes.clone()];
    let parts: Vec<String> =
        surface.split(is_hyphen).map(|part| fold(part.strip_suffix('.').unwrap_or(part))).collect();
    let base: String = parts.iter().map(|part| base(part)).collect();
    let latin = base
        .chars()
        .next()
        .is_some_and(|c| c < '\u{250}' || ('\u{1E00}'..='\u{1EFF}').contains(&c));
    let digits = base.chars().any(char::is_numeric);
    let stem = if latin && !digits {
        let stem = Stemmer::create(Algorithm::English).stem(&base).into_owned();
        if stem.is_empty() { base } else { stem }
    } else {
        base
    };
    Word { bytes, position, is_whole_compound: false, form: parts.join("-"), stem }
}

/// The exact form of a word.
fn fold(surface: &str) -> String {
    let decomposed: Vec<char> =
        surface.nfkd().flat_map(char::to_lowercase).filter(|&c| !is_invisible(c)).nfkd().collect();
    let mut kept = String::new();
    for &c in &decomposed {
        let is_short_i = c == '\u{306}' && kept.ends_with('и');
        let is_accent = matches!(u32::from(c),
            0x300..=0x36F | 0x591..=0x5BD | 0x5BF | 0x5C1 | 0x5C2 | 0x5C4 | 0x5C5 | 0x5C7
            | 0x64B..=0x65F | 0x670 | 0x640 | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20F0);
        if is_short_i || !is_accent {
            kept.push(c);
        }
    }
    let mut form: String = kept.nfc().collect();
    for (from, to) in [
        ("ß", "ss"),
        ("æ", "ae"),
        ("œ", "oe"),
        ("þ", "th"),
        ("ø", "o"),
        ("ł", "l"),
        ("đ", "d"),
        ("ð", "d"),
        ("ħ", "h"),
        ("ı", "i"),
        ("ς", "σ"),
    ] {
        form = form.replace(from, to);
    }
    form.replace(is_apostrophe, "'")
}

/// What the stemmer sees of a folded word.
fn base(form: &str) -> String {
    let form = form.strip_suffix("'s").unwrap_or(form);
    if !form.contains(|c: char| c.is_ascii_digit()) {
        return form.replace(['\'', '.'], "");
    }
    let groups: Vec<&str> = form.split(',').collect();
    let digits = |s: &str| s.chars().take_while(char::is_ascii_digit).count();
    let grouped = (1..=3).contains(&groups[0].len())
        && groups[0].chars().all(|c| c.is_ascii_digit())
        && groups[1..].iter().all(|group| digits(group) == 3);
    if grouped { form.replace(',', "") } else { form.replace(',', ".") }
}

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
