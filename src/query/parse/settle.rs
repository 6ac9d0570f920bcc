//! Tokens -> tokens that fit together: syntax without its other half becomes words again.
//!
//! Operators are judged by their neighbours as typed, so that of `a OR OR b` neither `OR` counts:
//! nobody can say which of the two was meant.

use super::super::ast::{Note, WordForm};
use super::token::{Kind, Lexed, Token};

/// Number of `NEAR`s that may follow one another in a chain; past it they are words.
///
/// Each makes the tree one level deeper, as a parenthesis does.
const MAX_CHAIN: usize = 16;

/// Leaves out parentheses that nothing closes, and turns operators without two sides into words.
pub(super) fn settle(lexed: Lexed, text: &str) -> (Vec<Token>, Vec<Note>) {
    let mut kept = close_all(lexed, text);
    let works = working(&kept.tokens);
    for (at, _) in works.iter().enumerate().filter(|(_, works)| !**works) {
        let Token { kind, span } = &kept.tokens[at];
        let reason = match kind {
            Kind::Near(_) => "NEAR stands between two words or phrases: searched as words",
            Kind::Not => "no item follows: searched as words",
            _ => "no item on both sides: searched as words",
        };
        let span = span.clone();
        kept.tokens[at].kind = Kind::Word(text[span.clone()].to_owned(), WordForm::Plain);
        kept.note(text, span, reason);
    }
    (kept.tokens, kept.notes)
}

fn close_all(lexed: Lexed, text: &str) -> Lexed {
    let mut kept = Lexed { tokens: Vec::with_capacity(lexed.tokens.len()), notes: lexed.notes };
    for token in lexed.tokens {
        match token.kind {
            Kind::Open { closed: false } => {
                kept.release(text);
                kept.note(text, token.span, "no closing parenthesis: searched as words");
            }
            _ => kept.tokens.push(token),
        }
    }
    kept
}

/// Returns, for each token, whether it can do what it stands for.
fn working(tokens: &[Token]) -> Vec<bool> {
    let mut works = vec![true; tokens.len()];
    for at in (0..tokens.len()).rev() {
        if matches!(tokens[at].kind, Kind::Not) {
            works[at] = begins_item(tokens, &works, at + 1);
        }
    }
    let mut chain = 0;
    for at in 0..tokens.len() {
        let before = |back: usize| at.checked_sub(back).map(|at| &tokens[at].kind);
        match tokens[at].kind {
            Kind::Or | Kind::And => {
                let ends = matches!(
                    before(1),
                    Some(Kind::Word(..) | Kind::Phrase(..) | Kind::Dates(_) | Kind::Close)
                );
                works[at] = ends && begins_item(tokens, &works, at + 1);
            }
            Kind::Near(_) => {
                let goes_on = matches!(before(2), Some(Kind::Near(_))) && works[at - 2];
                chain = if goes_on { chain + 1 } else { 1 };
                let sides = [before(1), tokens.get(at + 1).map(|token| &token.kind)];
                works[at] = chain <= MAX_CHAIN
                    && !matches!(before(2), Some(Kind::Field(_)))
                    && sides
                        .iter()
                        .all(|side| matches!(side, Some(Kind::Word(..) | Kind::Phrase(..))));
            }
            _ => {}
        }
    }
    works
}

fn begins_item(tokens: &[Token], works: &[bool], at: usize) -> bool {
    match tokens.get(at).map(|token| &token.kind) {
        None | Some(Kind::Close | Kind::Or | Kind::And | Kind::Near(_)) => false,
        Some(Kind::Not) => works[at],
        Some(_) => true,
    }
}
