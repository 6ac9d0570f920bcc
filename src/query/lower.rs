//! The tree that was typed -> what the index is asked for.
//!
//! Here words meet the analyser: chunks fall into words, common words drop out, a bare word becomes
//! its stem in every language the index holds, a quoted word its exact form. Closed, hyphenated and
//! open spellings of a compound find each other. Nearness is lowered in [`near`], beginnings and
//! misspellings in [`like`], plurals of designations in [`plurals`]; of signs in names
//! [`signs`] tells.

mod like;
mod names;
mod near;
mod plurals;
mod signs;

use std::ops::Range;

use super::ast::{Clause, DateRange, FieldName, Need, Node, Note, Phrase, Query, Word, WordForm};
use super::plan::{Leaf, Pattern, Plan, Scope, Sequence, Slot, TermKey, Tree, TypedWord};
use crate::analysis::{Analyser, Language, WordTerm, is_common};

/// A closed compound may be written open if each part has this many letters …
const MIN_PART_CHARS: usize = 3;
/// … and the whole this many: shorter ones are more often two words that met by chance.
const MIN_COMPOUND_CHARS: usize = 8;
/// Longer ones are no compounds of two, and every cut of them costs a look at the dictionary.
const MAX_COMPOUND_CHARS: usize = 40;

/// Lowers a query for an index that holds words of these languages.
///
/// `sources` are outlets of which one must be the article's; `dates` must hold as well. The analyser
/// keeps the words that it meets.
pub fn lower(
    analyser: &mut Analyser,
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
        analyser,
        languages,
        has_lower_case: text.chars().any(char::is_lowercase),
        counts_common: false,
        typed: Vec::new(),
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

struct Lowering<'a> {
    plan: Plan,
    analyser: &'a mut Analyser,
    languages: Vec<Language>,
    has_lower_case: bool,
    counts_common: bool,
    /// The words that the next leaf is made of.
    typed: Vec<TypedWord>,
}

/// One word of a chunk, in every language.
struct Piece {
    surface: String,
    /// The exact form.
    form: String,
    /// Where it stands in the chunk.
    bytes: Range<usize>,
    width: u32,
    stems: Vec<TermKey>,
    exacts: Vec<TermKey>,
    is_common: bool,
}

impl Piece {
    fn is_unspaced(&self) -> bool {
        self.form.starts_with(crate::script::is_unspaced)
    }

    /// Returns true for a single character of a script without spaces.
    fn is_lead(&self) -> bool {
        self.stems.iter().all(TermKey::is_lead)
    }
}

impl Lowering<'_> {
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
            Node::Near { .. } => self.near(node, scope, positive).map(Tree::Leaf),
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
        let sequences = self.sequences(word, may_drop)?;
        let text = text_of_word(word);
        Some(self.leaf(&text, &word.span, scope, Pattern::Any(sequences), positive))
    }

    /// Returns what a word stands for; `None`, with a note, when nothing of it is searched.
    fn sequences(&mut self, word: &Word, may_drop: bool) -> Option<Vec<Sequence>> {
        let pieces = self.pieces(&word.text);
        let Some(parts) = parts(&pieces) else {
            self.note(word.text.clone(), word.span.clone(), "holds no letter or digit");
            return None;
        };
        self.note_signs(&word.text, &pieces, &word.span);
        // Of a script without spaces every word is a beginning, and a slip is another word.
        let is_unspaced = parts.last().is_some_and(|last| last.is_unspaced());
        let is_like = matches!(word.form, WordForm::Prefix | WordForm::Fuzzy(_));
        if is_like && !is_unspaced {
            return Some(self.likenesses(word, &pieces, &parts));
        }
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
        let is_exact = word.form == WordForm::Exact;
        let keys = |part: &&Piece| if is_exact { part.exacts.clone() } else { part.stems.clone() };
        let mut slots: Vec<Slot> = parts.iter().map(|part| Slot::of(keys(part))).collect();
        let whole_chunk = |piece: &&Piece| piece.width > 1 && piece.width as usize == parts.len();
        if !is_exact
            && let Some(whole) = pieces.iter().find(whole_chunk)
            && let Some(last) = slots.last_mut()
        {
            last.keys.extend(self.other_number(whole));
            last.keys.sort();
            last.keys.dedup();
        }
        self.remember(&parts, &slots, &word.span);
        if is_exact {
            return Some(vec![Sequence::whole(slots)]);
        }
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
        sequences.extend(names::spellings(&word.text, &parts));
        Some(sequences)
    }

    fn phrase(&mut self, phrase: &Phrase, scope: Scope, positive: bool) -> Option<Tree> {
        let slots = self.exact_slots(phrase)?;
        let mut text = format!("\"{}\"", phrase.text);
        let pattern = match phrase.slop {
            Some(others) if slots.len() > 1 => {
                text.push_str(&format!("~{others}"));
                near::window(slots, others)
            }
            _ => Pattern::Any(vec![Sequence::whole(slots)]),
        };
        Some(Tree::Leaf(self.leaf(&text, &phrase.span, scope, pattern, positive)))
    }

    /// Returns a slot for each quoted word; `None`, with a note, when there is none.
    fn exact_slots(&mut self, phrase: &Phrase) -> Option<Vec<Slot>> {
        let pieces = self.pieces(&phrase.text);
        let Some(parts) = parts(&pieces) else {
            self.note(phrase.text.clone(), phrase.span.clone(), "holds no letter or digit");
            return None;
        };
        self.note_signs(&phrase.text, &pieces, &phrase.span);
        let slots: Vec<Slot> = parts.iter().map(|part| Slot::of(part.exacts.clone())).collect();
        self.remember(&parts, &slots, &phrase.span);
        Some(slots)
    }

    fn remember(&mut self, parts: &[&Piece], slots: &[Slot], span: &Range<usize>) {
        self.typed.extend(parts.iter().zip(slots).map(|(part, slot)| TypedWord {
            surface: part.surface.clone(),
            form: part.form.clone(),
            span: span.clone(),
            slot: slot.clone(),
            leaf: 0,
        }));
    }

    /// Returns the index of the leaf with this pattern, making it if it is new.
    fn leaf(
        &mut self,
        text: &str,
        span: &Range<usize>,
        scope: Scope,
        pattern: Pattern,
        positive: bool,
    ) -> usize {
        let same = |leaf: &Leaf| leaf.scope == scope && leaf.pattern == pattern;
        let at = self.plan.leaves.iter().position(same);
        let leaf = at.unwrap_or(self.plan.leaves.len());
        let typed = self.typed.drain(..).map(|typed| TypedWord { leaf, ..typed });
        self.plan.typed.extend(typed.filter(|_| positive && scope == Scope::Anywhere));
        if let Some(at) = at {
            let leaf = &mut self.plan.leaves[at];
            leaf.count += u32::from(positive);
            leaf.is_positive |= positive;
            return at;
        }
        let (text, span) = (text.to_owned(), span.clone());
        self.plan.leaves.push(Leaf { text, span, scope, pattern, count: 1, is_positive: positive });
        self.plan.leaves.len() - 1
    }

    /// Cuts a text into words and gives each its terms in every language.
    fn pieces(&mut self, text: &str) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for (i, &language) in self.languages.iter().enumerate() {
            let mut at = 0;
            self.analyser.each(text, language, |token| {
                if i == 0 {
                    let form = token.term.form();
                    pieces.push(Piece {
                        surface: text[token.start..token.end].to_owned(),
                        is_common: is_common(&form),
                        form,
                        bytes: token.start..token.end,
                        width: token.width,
                        stems: Vec::new(),
                        exacts: Vec::new(),
                    });
                }
                // Where words stand does not depend on the language.
                let piece = &mut pieces[at];
                at += 1;
                let (stem, exact) = match token.term.lead_key() {
                    // The last character of a run: in the text another may follow it.
                    Some(lead) if token.lead_end == token.end => {
                        (TermKey::Stem(lead.to_owned()), TermKey::Stem(lead.to_owned()))
                    }
                    _ => (
                        TermKey::Stem(token.term.stem_key().to_owned()),
                        TermKey::Exact(token.term.term.to_string()),
                    ),
                };
                piece.stems.push(stem);
                piece.exacts.push(exact);
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
            let (first, second) = surface.split_at(cut);
            let exact = |term: &WordTerm<'_>| TermKey::Exact(term.term.to_owned());
            let stem = |term: &WordTerm<'_>| TermKey::Stem(term.stem_key().to_owned());
            let Some(first) = self.part(first, exact) else { continue };
            let Some(second) = self.part(second, stem) else { continue };
            found.push(Sequence::whole(vec![first, second]));
        }
        found
    }

    /// Returns the keys of a part of a word in every language; `None` for one that is common, or no
    /// one word.
    fn part(&mut self, part: &str, key: impl Fn(&WordTerm<'_>) -> TermKey) -> Option<Slot> {
        let mut keys = Vec::with_capacity(self.languages.len());
        let (mut words, mut has_common) = (0, false);
        for (i, &language) in self.languages.iter().enumerate() {
            self.analyser.each(part, language, |token| {
                if i == 0 {
                    words += 1;
                    has_common |= is_common(&token.term.form());
                }
                keys.push(key(&token.term));
            });
            if words != 1 || has_common {
                return None;
            }
        }
        keys.sort();
        keys.dedup();
        Some(Slot::of(keys))
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
                    && !self.plan.leaves[leaf].sequences().any(|own| *own == sequence)
                {
                    let own = self.own_leaf(leaf);
                    if let [sequences] = self.plan.leaves[own].pattern.items_mut() {
                        sequences.push(sequence.clone());
                    }
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
            // An outlet without a letter or digit is none: only the others can hold.
            let Some(parts) = parts(&pieces) else { continue };
            let slots = parts.iter().map(|part| Slot::of(part.exacts.clone())).collect();
            let scope = Scope::Field(FieldName::Source);
            let pattern = Pattern::Any(vec![Sequence::whole(slots)]);
            let leaf = self.leaf(source, &(0..0), scope, pattern, false);
            any.push(Tree::Leaf(leaf));
        }
        if !sources.is_empty() {
            self.plan.must.push(group(any, Tree::Any).unwrap_or(Tree::Any(Vec::new())));
        }
        self.plan
    }

    fn note(&mut self, text: String, span: Range<usize>, reason: &str) {
        self.plan.ignored.push(Note { text, span, reason: reason.to_owned() });
    }
}

/// Returns the words of a chunk without the wholes of compounds, or `None` when there are none.
fn parts(pieces: &[Piece]) -> Option<Vec<&Piece>> {
    let mut parts: Vec<&Piece> = pieces.iter().filter(|piece| piece.width == 1).collect();
    // The pair before the last character of a run says what it says.
    if let [.., before, last] = &parts[..]
        && last.is_lead()
        && before.bytes.end == last.bytes.end
    {
        parts.pop();
    }
    (!parts.is_empty()).then_some(parts)
}

/// Returns the closed spelling of a compound. What is written with a hyphen is left out: its parts
/// stand in the text too, and what is found once counts once. The stem must reach into the second part: that of
/// `governmentlied` is `govern`, and says nothing of a lie.
fn closed_spelling(whole: &Piece, first_part: &str) -> Option<Sequence> {
    let least = first_part.chars().count() + MIN_PART_CHARS - 1;
    let closed = |key: &TermKey| match key {
        // The stem stands between the tag and the end mark.
        TermKey::Stem(key) if key.chars().count() >= least + 2 => {
            Some(TermKey::Closed(key.clone()))
        }
        _ => None,
    };
    let keys: Vec<TermKey> = whole.stems.iter().filter_map(closed).collect();
    (!keys.is_empty()).then(|| Sequence::whole(vec![Slot::of(keys)]))
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

/// Returns a word with the sign behind it, as typed.
fn text_of_word(word: &Word) -> String {
    match word.form {
        WordForm::Plain | WordForm::Exact => word.text.clone(),
        WordForm::Prefix => format!("{}*", word.text),
        WordForm::Fuzzy(1) => format!("{}~", word.text),
        WordForm::Fuzzy(slips) => format!("{}~{slips}", word.text),
    }
}
