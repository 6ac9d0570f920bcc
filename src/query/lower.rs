//! The tree that was typed -> what the index is asked for.
//!
//! Here words meet the analyser: chunks fall into words, common words drop out, a bare word becomes
//! its stem in every language the index holds, a quoted word its exact form. Closed, hyphenated and
//! open spellings of a compound find each other.

use super::ast::{Clause, DateRange, FieldName, Need, Node, Note, Phrase, Query, Word, WordForm};
use super::plan::{Leaf, Plan, Scope, Sequence, Slot, TermKey, Tree};
use crate::analysis::{Analyser, Language, is_common};

/// A closed compound may be written open if each part has this many letters …
const MIN_PART_CHARS: usize = 3;
/// … and the whole this many: shorter ones are more often two words that met by chance.
const MIN_COMPOUND_CHARS: usize = 8;
/// Longer ones are no compounds of two, and every cut of them costs a look at the dictionary.
const MAX_COMPOUND_CHARS: usize = 40;

/// Lowers a query for an index that holds words of these languages.
///
/// `sources` are outlets of which one must be the article's; `dates` must hold as well.
pub fn lower(
    text: &str,
    query: &Query,
    languages: impl Iterator<Item = Language>,
    sources: &[String],
    dates: &[DateRange],
) -> Plan {
    let mut languages: Vec<Language> = languages.collect();
    if languages.is_empty() {
        languages.push(Language::English);
    }
    let mut lowering = Lowering {
        plan: Plan { ignored: query.notes.clone(), ..Plan::default() },
        analyser: Analyser::default(),
        languages,
        has_lower_case: text.chars().any(char::is_lowercase),
        counts_common: false,
    };
    lowering.clauses(&query.clauses);
    if lowering.plan.finds_nothing() {
        // Nothing but common words: then they are what is looked for.
        let mut again = Plan { ignored: query.notes.clone(), ..Plan::default() };
        std::mem::swap(&mut again, &mut lowering.plan);
        lowering.counts_common = true;
        lowering.clauses(&query.clauses);
    }
    lowering.join_neighbours(&query.clauses);
    let mut plan = lowering.outlets(sources);
    plan.dates.extend_from_slice(dates);
    plan
}

struct Lowering {
    plan: Plan,
    analyser: Analyser,
    languages: Vec<Language>,
    has_lower_case: bool,
    counts_common: bool,
}

/// One word of a chunk, in every language.
struct Piece {
    surface: String,
    width: u32,
    stems: Vec<TermKey>,
    exacts: Vec<TermKey>,
    is_common: bool,
}

impl Lowering {
    fn clauses(&mut self, clauses: &[Clause]) {
        for clause in clauses {
            match (clause.need, &clause.node) {
                (Need::Wanted, Node::Word(word)) => {
                    if let Some(leaf) = self.word(word, Scope::Anywhere, true, true)
                        && !self.plan.wanted.contains(&leaf)
                    {
                        self.plan.wanted.push(leaf);
                    }
                }
                (Need::Must | Need::Wanted, Node::Dates(range)) => self.plan.dates.push(*range),
                (Need::Must | Need::Wanted, node) => {
                    let tree = self.node(node, Scope::Anywhere, true);
                    self.plan.must.extend(tree);
                }
                (Need::MustNot, node) => {
                    let tree = self.node(node, Scope::Anywhere, false);
                    self.plan.must_not.extend(tree);
                }
            }
        }
    }

    fn node(&mut self, node: &Node, scope: Scope, positive: bool) -> Option<Tree> {
        match node {
            Node::Word(word) => self.word(word, scope, positive, false).map(Tree::Leaf),
            Node::Phrase(phrase) => self.phrase(phrase, scope, positive),
            Node::Near { left, right, .. } => {
                let at = span_of(node);
                self.note(
                    format!(
                        "{left_text} NEAR {right_text}",
                        left_text = text_of(left),
                        right_text = text_of(right)
                    ),
                    at,
                    "NEAR is not searched yet: both items are wanted anywhere",
                );
                let trees = [left, right].map(|side| self.node(side, scope, positive));
                group(trees.into_iter().flatten().collect(), Tree::All)
            }
            Node::All(nodes) => {
                let trees = nodes.iter().filter_map(|n| self.node(n, scope, positive)).collect();
                group(trees, Tree::All)
            }
            Node::Any(nodes) => {
                let trees = nodes.iter().filter_map(|n| self.node(n, scope, positive)).collect();
                group(trees, Tree::Any)
            }
            Node::Not(node) => {
                self.node(node, scope, !positive).map(|tree| Tree::Not(Box::new(tree)))
            }
            Node::Field { field, node } => self.node(node, Scope::Field(*field), positive),
            Node::Dates(range) => Some(Tree::Dates(*range)),
        }
    }

    /// Lowers a word; `None` when nothing of it can be searched.
    fn word(&mut self, word: &Word, scope: Scope, positive: bool, may_drop: bool) -> Option<usize> {
        match word.form {
            WordForm::Plain => {}
            WordForm::Prefix => self.note(
                format!("{}*", word.text),
                word.span.clone(),
                "beginnings of words are not searched yet: searched as a word",
            ),
            WordForm::Fuzzy(_) => self.note(
                format!("{}~", word.text),
                word.span.clone(),
                "fuzzy words are not searched yet: searched as a word",
            ),
        }
        let pieces = self.pieces(&word.text);
        let Some(parts) = parts(&pieces) else {
            self.note(word.text.clone(), word.span.clone(), "holds no letter or digit");
            return None;
        };
        // A leftover operator is a word by mistake, whatever its letters.
        let is_operator = ["AND", "OR", "NOT", "NEAR"].contains(&word.text.as_str());
        let shouted = self.has_lower_case
            && !is_operator
            && word.text.chars().filter(|c| c.is_alphabetic()).nth(1).is_some()
            && !word.text.chars().any(char::is_lowercase);
        if may_drop && !self.counts_common && !shouted && parts.iter().all(|p| p.is_common) {
            self.note(word.text.clone(), word.span.clone(), "is a common word");
            return None;
        }
        let slots = parts.iter().map(|part| Slot { keys: part.stems.clone() }).collect();
        let mut sequences = vec![Sequence::whole(slots)];
        for whole in pieces.iter().filter(|piece| piece.width > 1) {
            if whole.width as usize == parts.len() {
                sequences.extend(closed_spelling(whole, &parts[0].surface));
            }
        }
        if let [only] = parts[..] {
            let surface = only.surface.clone();
            sequences.extend(self.open_spellings(&surface));
        }
        Some(self.leaf(&word.text, scope, sequences, positive))
    }

    fn phrase(&mut self, phrase: &Phrase, scope: Scope, positive: bool) -> Option<Tree> {
        let pieces = self.pieces(&phrase.text);
        let Some(parts) = parts(&pieces) else {
            self.note(phrase.text.clone(), phrase.span.clone(), "holds no letter or digit");
            return None;
        };
        let exact = |part: &&Piece| Slot { keys: part.exacts.clone() };
        let slots: Vec<Slot> = parts.iter().map(exact).collect();
        if phrase.slop.is_some() && slots.len() > 1 {
            let reason = "nearness is not searched yet: its words are wanted anywhere";
            self.note(phrase.text.clone(), phrase.span.clone(), reason);
            let texts: Vec<String> = parts.iter().map(|part| part.surface.clone()).collect();
            let leaves = texts.iter().zip(slots).map(|(text, slot)| {
                let sequence = Sequence::whole(vec![slot]);
                Tree::Leaf(self.leaf(&format!("\"{text}\""), scope, vec![sequence], positive))
            });
            let leaves = leaves.collect();
            return group(leaves, Tree::All);
        }
        let text = format!("\"{}\"", phrase.text);
        Some(Tree::Leaf(self.leaf(&text, scope, vec![Sequence::whole(slots)], positive)))
    }

    /// Returns the index of the leaf with these sequences, making it if it is new.
    fn leaf(
        &mut self,
        text: &str,
        scope: Scope,
        sequences: Vec<Sequence>,
        positive: bool,
    ) -> usize {
        let same = |leaf: &Leaf| leaf.scope == scope && leaf.sequences == sequences;
        if let Some(at) = self.plan.leaves.iter().position(same) {
            let leaf = &mut self.plan.leaves[at];
            leaf.count += u32::from(positive);
            leaf.is_positive |= positive;
            return at;
        }
        let text = text.to_owned();
        self.plan.leaves.push(Leaf { text, scope, sequences, count: 1, is_positive: positive });
        self.plan.leaves.len() - 1
    }

    /// Cuts a text into words and gives each its terms in every language.
    fn pieces(&mut self, text: &str) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for (i, &language) in self.languages.iter().enumerate() {
            let mut at = 0;
            self.analyser.each(text, language, |token| {
                if i == 0 {
                    pieces.push(Piece {
                        surface: text[token.start..token.end].to_owned(),
                        width: token.width,
                        stems: Vec::new(),
                        exacts: Vec::new(),
                        is_common: is_common(&token.term.form()),
                    });
                }
                // Where words stand does not depend on the language.
                let piece = &mut pieces[at];
                at += 1;
                piece.stems.push(TermKey::Stem(token.term.stem_key().to_owned()));
                piece.exacts.push(TermKey::Exact(token.term.term.to_string()));
            });
        }
        for piece in &mut pieces {
            for keys in [&mut piece.stems, &mut piece.exacts] {
                keys.sort();
                keys.dedup();
            }
        }
        pieces
    }

    /// Returns the open spellings of a closed compound: `ceasefire` as `cease fire`.
    fn open_spellings(&mut self, surface: &str) -> Vec<Sequence> {
        let chars = surface.chars().count();
        if !(MIN_COMPOUND_CHARS..=MAX_COMPOUND_CHARS).contains(&chars)
            || !surface.chars().all(char::is_alphabetic)
        {
            return Vec::new();
        }
        let cuts: Vec<usize> = surface
            .char_indices()
            .map(|(at, _)| at)
            .skip(MIN_PART_CHARS)
            .take(chars - 2 * MIN_PART_CHARS + 1)
            .collect();
        let mut found = Vec::new();
        for cut in cuts {
            let open = format!("{} {}", &surface[..cut], &surface[cut..]);
            if let [first, second] = &self.pieces(&open)[..]
                && !first.is_common
                && !second.is_common
            {
                let slots =
                    vec![Slot { keys: first.exacts.clone() }, Slot { keys: second.stems.clone() }];
                found.push(Sequence::whole(slots));
            }
        }
        found
    }

    /// Lets two bare words that stand side by side be found where they are written as one.
    fn join_neighbours(&mut self, clauses: &[Clause]) {
        for pair in clauses.windows(2) {
            let (Some(left), Some(right)) = (bare_word(&pair[0]), bare_word(&pair[1])) else {
                continue;
            };
            let long = |text: &str| text.chars().count() >= MIN_PART_CHARS;
            let closed = format!("{left}{right}");
            let letters = closed.chars().all(char::is_alphabetic);
            if !letters
                || !long(left)
                || !long(right)
                || closed.chars().count() < MIN_COMPOUND_CHARS
            {
                continue;
            }
            let [whole] = &self.pieces(&closed)[..] else { continue };
            let Some(sequence) = closed_spelling(whole, left) else { continue };
            for text in [left, right] {
                let wanted = self.plan.wanted.clone();
                let same = |&&i: &&usize| self.plan.leaves[i].text == text;
                if let Some(&leaf) = wanted.iter().find(same)
                    && !self.plan.leaves[leaf].sequences.contains(&sequence)
                {
                    let own = self.own_leaf(leaf);
                    self.plan.leaves[own].sequences.push(sequence.clone());
                }
            }
        }
    }

    /// Returns a leaf that only the bare word asks for: what always holds is not widened with it.
    fn own_leaf(&mut self, leaf: usize) -> usize {
        let plan = &mut self.plan;
        if !plan.must.iter().chain(&plan.must_not).any(|tree| tree.mentions(leaf)) {
            return leaf;
        }
        plan.leaves.push(Leaf { count: 1, ..plan.leaves[leaf].clone() });
        let own = plan.leaves.len() - 1;
        plan.leaves[own].is_positive = true;
        plan.wanted.iter_mut().filter(|wanted| **wanted == leaf).for_each(|wanted| *wanted = own);
        own
    }

    fn outlets(mut self, sources: &[String]) -> Plan {
        let mut any = Vec::new();
        for source in sources {
            let pieces = self.pieces(source);
            let Some(parts) = parts(&pieces) else { continue };
            let slots = parts.iter().map(|part| Slot { keys: part.exacts.clone() }).collect();
            let scope = Scope::Field(FieldName::Source);
            let leaf = self.leaf(source, scope, vec![Sequence::whole(slots)], false);
            any.push(Tree::Leaf(leaf));
        }
        self.plan.must.extend(group(any, Tree::Any));
        self.plan
    }

    fn note(&mut self, text: String, span: std::ops::Range<usize>, reason: &str) {
        self.plan.ignored.push(Note { text, span, reason: reason.to_owned() });
    }
}

/// Returns the words of a chunk without the wholes of compounds, or `None` when there are none.
fn parts(pieces: &[Piece]) -> Option<Vec<&Piece>> {
    let parts: Vec<&Piece> = pieces.iter().filter(|piece| piece.width == 1).collect();
    (!parts.is_empty()).then_some(parts)
}

/// Returns the closed spelling of a compound. The stem must reach into the second part: that of
/// `governmentlied` is `govern`, and says nothing of a lie.
fn closed_spelling(whole: &Piece, first_part: &str) -> Option<Sequence> {
    let least = first_part.chars().count() + MIN_PART_CHARS - 1;
    let reaches = |key: &&TermKey| match key {
        // The stem stands between the tag and the end mark.
        TermKey::Stem(key) => key.chars().count() >= least + 2,
        TermKey::Exact(_) => true,
    };
    let keys: Vec<TermKey> = whole.stems.iter().filter(reaches).cloned().collect();
    (!keys.is_empty()).then(|| Sequence::whole(vec![Slot { keys }]))
}

fn group(mut trees: Vec<Tree>, make: fn(Vec<Tree>) -> Tree) -> Option<Tree> {
    match trees.len() {
        0 => None,
        1 => trees.pop(),
        _ => Some(make(trees)),
    }
}

fn bare_word(clause: &Clause) -> Option<&str> {
    match (clause.need, &clause.node) {
        (Need::Wanted, Node::Word(word)) if word.form == WordForm::Plain => Some(&word.text),
        _ => None,
    }
}

fn span_of(node: &Node) -> std::ops::Range<usize> {
    match node {
        Node::Word(word) => word.span.clone(),
        Node::Phrase(phrase) => phrase.span.clone(),
        Node::Near { left, right, .. } => span_of(left).start..span_of(right).end,
        Node::Not(node) | Node::Field { node, .. } => span_of(node),
        Node::All(nodes) | Node::Any(nodes) => {
            let spans = || nodes.iter().map(span_of);
            spans().map(|s| s.start).min().unwrap_or(0)..spans().map(|s| s.end).max().unwrap_or(0)
        }
        Node::Dates(_) => 0..0,
    }
}

fn text_of(node: &Node) -> &str {
    match node {
        Node::Word(word) => &word.text,
        Node::Phrase(phrase) => &phrase.text,
        Node::Near { right, .. } => text_of(right),
        _ => "…",
    }
}
