//! The analyser as the engine wants it: wire text -> a stream of terms with positions.

use std::cell::RefCell;

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use super::schema::{ANALYSER, NAMES, PARAGRAPH_MARK, PASSAGE_END, SENTENCE_MARK, STRIDE};
use crate::analysis::{Analyser, Language, NameFinder};
use crate::passages::{Bound, bounds};

/// Returns the engine's register of analysers with ours as its only entries.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::new();
    manager.register(ANALYSER, TextAnalyzer::builder(TermTokenizer::default()).build());
    manager.register(NAMES, TextAnalyzer::builder(NameTokenizer::default()).build());
    // Fields that are not cut, and fields of numbers, ask for these by name.
    for uncut in ["raw", "default"] {
        manager.register(uncut, tantivy::tokenizer::RawTokenizer::default());
    }
    manager
}

thread_local! {
    /// Words remembered by a thread, for all fields and segments that it writes.
    static WORDS: RefCell<(Analyser, NameFinder)> = RefCell::default();
}

#[derive(Default)]
struct TermTokenizer {
    found: Found,
}

impl Clone for TermTokenizer {
    fn clone(&self) -> Self {
        TermTokenizer::default()
    }
}

impl Tokenizer for TermTokenizer {
    type TokenStream<'a> = TermStream<'a>;

    fn token_stream<'a>(&'a mut self, wire: &'a str) -> TermStream<'a> {
        let (language, text) = self.found.begin(wire);
        // A line has no end of a passage; its sentences are not told apart.
        let is_line = !text.contains(PASSAGE_END);
        let found = &mut self.found;
        WORDS.with_borrow_mut(|(analyser, _)| {
            for (i, passage) in text.split(PASSAGE_END).enumerate() {
                let base = i as u32 * STRIDE;
                let bounds = if is_line { Vec::new() } else { bounds(passage) };
                let mut bounds = bounds.into_iter().peekable();
                analyser.each(passage, language, |token| {
                    let mut mark = None;
                    while let Some((_, bound)) = bounds.next_if(|(at, _)| *at <= token.start) {
                        mark = if mark == Some(Bound::Paragraph) { mark } else { Some(bound) };
                    }
                    if let Some(mark) = mark {
                        found.push(mark_of(mark), base + token.position, 1);
                    }
                    found.push(token.term.term, base + token.position, token.width);
                });
            }
        });
        self.found.stream()
    }
}

fn mark_of(bound: Bound) -> &'static str {
    match bound {
        Bound::Sentence => SENTENCE_MARK,
        Bound::Paragraph => PARAGRAPH_MARK,
    }
}

/// Finds the names of wire text; where they stand does not matter.
#[derive(Default)]
struct NameTokenizer {
    found: Found,
}

impl Clone for NameTokenizer {
    fn clone(&self) -> Self {
        NameTokenizer::default()
    }
}

impl Tokenizer for NameTokenizer {
    type TokenStream<'a> = TermStream<'a>;

    fn token_stream<'a>(&'a mut self, wire: &'a str) -> TermStream<'a> {
        let (language, text) = self.found.begin(wire);
        // German writes every noun as names are written.
        if language != Language::German {
            let found = &mut self.found;
            WORDS.with_borrow_mut(|(_, finder)| finder.each(text, |term| found.push(term, 0, 1)));
        }
        self.found.stream()
    }
}

/// The terms of the text at hand.
#[derive(Default)]
struct Found {
    /// One after the other.
    terms: String,
    /// For each term: its end in `terms`, its position, its width.
    places: Vec<(usize, u32, u32)>,
}

impl Found {
    /// Forgets the last text; returns the language and the words of the next.
    fn begin<'a>(&mut self, wire: &'a str) -> (Language, &'a str) {
        self.terms.clear();
        self.places.clear();
        let mut chars = wire.chars();
        let language = chars.next().map_or(Language::Neutral, |tag| Language::from_tag(tag as u8));
        (language, chars.as_str())
    }

    fn push(&mut self, term: &str, position: u32, width: u32) {
        self.terms.push_str(term);
        self.places.push((self.terms.len(), position, width));
    }

    fn stream(&self) -> TermStream<'_> {
        let token = Token { position: 0, position_length: 1, ..Token::default() };
        TermStream { terms: &self.terms, places: &self.places, next: 0, token }
    }
}

struct TermStream<'a> {
    terms: &'a str,
    places: &'a [(usize, u32, u32)],
    next: usize,
    token: Token,
}

impl TokenStream for TermStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(&(end, position, width)) = self.places.get(self.next) else { return false };
        let start = self.next.checked_sub(1).map_or(0, |before| self.places[before].0);
        self.token.text.clear();
        self.token.text.push_str(&self.terms[start..end]);
        self.token.position = position as usize;
        self.token.position_length = width as usize;
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
