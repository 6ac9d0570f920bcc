//! Terms that are cut already, as the engine wants them: a stream of terms with positions.

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use super::schema::{ANALYSER, NAMES};
use super::wire::Terms;

/// Returns the engine's register of analysers with ours as its only entries.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::new();
    for cut in [ANALYSER, NAMES] {
        manager.register(cut, TextAnalyzer::builder(WireTokenizer).build());
    }
    // Fields that are not cut, and fields of numbers, ask for these by name.
    for uncut in ["raw", "default"] {
        manager.register(uncut, tantivy::tokenizer::RawTokenizer::default());
    }
    manager
}

/// Reads what a [`Cutter`](super::wire::Cutter) wrote.
#[derive(Clone)]
struct WireTokenizer;

impl Tokenizer for WireTokenizer {
    type TokenStream<'a> = TermStream<'a>;

    fn token_stream<'a>(&'a mut self, wire: &'a str) -> TermStream<'a> {
        // Of a field that has one text the width of a word says nothing.
        let token = Token { position: 0, position_length: 1, ..Token::default() };
        TermStream { terms: Terms::of(wire), token }
    }
}

struct TermStream<'a> {
    terms: Terms<'a>,
    token: Token,
}

impl TokenStream for TermStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((term, position)) = self.terms.next() else { return false };
        if let Some(term) = term {
            self.token.text.clear();
            self.token.text.push_str(term);
        }
        self.token.position = position as usize;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
