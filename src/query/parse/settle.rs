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
            Kind::Near(_) => {
                "NEAR stands between words, phrases, or alternatives of these: searched as words"
            }
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
                let left = item_before(tokens, at);
                let before_left = left.and_then(|left| left.checked_sub(1));
                let kind_before = before_left.map(|before| &tokens[before].kind);
                let goes_on = matches!((kind_before, before_left), (Some(Kind::Near(_)), Some(before)) if works[before]);
                chain = if goes_on { chain + 1 } else { 1 };
                works[at] = chain <= MAX_CHAIN
                    && left.is_some()
                    && !matches!(kind_before, Some(Kind::Field(_)))
                    && is_item_after(tokens, at);
            }
            _ => {}
        }
    }
    works
}

/// Returns where the word, phrase or group of alternatives begins that ends before a token.
fn item_before(tokens: &[Token], at: usize) -> Option<usize> {
    let last = at.checked_sub(1)?;
    match tokens[last].kind {
        Kind::Word(..) | Kind::Phrase(..) => Some(last),
        Kind::Close => {
            let is_open = |token: &Token| matches!(token.kind, Kind::Open { .. });
            let open = tokens[..last].iter().rposition(is_open)?;
            are_alternatives(&tokens[open + 1..last]).then_some(open)
        }
        _ => None,
    }
}

fn is_item_after(tokens: &[Token], at: usize) -> bool {
    match tokens.get(at + 1).map(|token| &token.kind) {
        Some(Kind::Word(..) | Kind::Phrase(..)) => true,
        Some(Kind::Open { .. }) => {
            let inside = &tokens[at + 2..];
            let close = inside.iter().position(|token| token.kind == Kind::Close);
            close.is_some_and(|close| are_alternatives(&inside[..close]))
        }
        _ => false,
    }
}

/// Returns true for words and phrases with an `OR` between each two: what may stand beside `NEAR`
/// in parentheses.
fn are_alternatives(tokens: &[Token]) -> bool {
    tokens.len() % 2 == 1
        && tokens.iter().enumerate().all(|(i, token)| match token.kind {
            Kind::Word(..) | Kind::Phrase(..) => i % 2 == 0,
            Kind::Or => i % 2 == 1,
            _ => false,
        })
}

fn begins_item(tokens: &[Token], works: &[bool], at: usize) -> bool {
    match tokens.get(at).map(|token| &token.kind) {
        None | Some(Kind::Close | Kind::Or | Kind::And | Kind::Near(_)) => false,
        Some(Kind::Not) => works[at],
        Some(_) => true,
    }
}
