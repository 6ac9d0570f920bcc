//! The line as typed -> words, ellipses and brackets.

use std::ops::Range;

use crate::analysis::{Analyser, Language, is_common};
use crate::script::is_unspaced;

/// A word as it is compared: case, accents and typography folded. Of a script without spaces each
/// character is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The exact form.
    pub form: String,
    /// Where it stands.
    pub bytes: Range<usize>,
    /// Whether it is joined to the word before it, as by a hyphen: both are one word to a reader.
    pub is_joined: bool,
}

/// Cuts a text into the words by which quotes are compared.
pub fn forms(analyser: &mut Analyser, text: &str, language: Language) -> Vec<Form> {
    let mut forms = Vec::new();
    analyser.each(text, language, |token| {
        // The whole of a compound stands beside its parts; the parts are enough.
        if token.width == 1 {
            let before = forms.last().map(|last: &Form| last.bytes.end);
            let gap = before.and_then(|before| text.get(before..token.start));
            let is_joined = gap.is_some_and(|gap| !gap.contains(char::is_whitespace));
            let mut form = token.term.form();
            // A token is a pair: the second character has a token of its own.
            if token.lead_end < token.end {
                form.truncate(form.chars().next().map_or(0, char::len_utf8));
            }
            let is_joined = is_joined && !form.starts_with(is_unspaced);
            forms.push(Form { form, bytes: token.start..token.lead_end, is_joined });
        }
    });
    forms
}

impl Form {
    /// Returns true when this is a character of a script without spaces, and the next one follows it.
    fn runs_into(&self, next: &Form) -> bool {
        let is_character = |form: &Form| form.form.starts_with(is_unspaced);
        is_character(self) && is_character(next) && self.bytes.end == next.bytes.start
    }
}

/// What a line consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A word that must stand there.
    Word(Form),
    /// An ellipsis: any words may stand there.
    Ellipsis(Range<usize>),
    /// Something in square brackets: the quoter's words, for a few of the article's or none.
    Bracket(Range<usize>),
}

/// A line, read.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Its pieces in order; an ellipsis neither begins nor ends it.
    pub pieces: Vec<Piece>,
}

/// What people write for words left out. Longer forms first.
const ELLIPSES: [&str; 9] =
    ["[…]", "[...]", "[. . .]", "(…)", "(...)", ". . .", "...", "…", "[ … ]"];

impl Asked {
    /// Reads a line. Quotation marks, dashes and other signs between words do not count, nor
    /// brackets around letters of a word: `[T]he`.
    pub fn read(typed: &str, analyser: &mut Analyser) -> Asked {
        let (text, places) = without_inner_brackets(typed);
        let mut asked = Asked::read_plain(&text, analyser);
        for piece in &mut asked.pieces {
            let (Piece::Word(Form { bytes, .. }) | Piece::Ellipsis(bytes) | Piece::Bracket(bytes)) =
                piece;
            *bytes = places[bytes.start]..places[bytes.end - 1] + 1;
        }
        asked
    }

    fn read_plain(text: &str, analyser: &mut Analyser) -> Asked {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut at = 0;
        let mut plain = 0;
        let mut put = |pieces: &mut Vec<Piece>, range: Range<usize>| {
            let shift = range.start;
            for form in forms(analyser, &text[range], Language::Neutral) {
                let bytes = form.bytes.start + shift..form.bytes.end + shift;
                pieces.push(Piece::Word(Form { bytes, ..form }));
            }
        };
        while at < text.len() {
            let rest = &text[at..];
            let ellipsis = ELLIPSES.iter().find(|ellipsis| rest.starts_with(**ellipsis));
            let (end, piece) = if let Some(ellipsis) = ellipsis {
                // A fourth point ends a sentence.
                let dots = rest[ellipsis.len()..].chars().take_while(|&c| c == '.').count();
                let end = at + ellipsis.len() + dots;
                (end, Piece::Ellipsis(at..end))
            } else if let Some(inside) = bracketed(rest) {
                (at + inside, Piece::Bracket(at..at + inside))
            } else {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            };
            put(&mut pieces, plain..at);
            pieces.push(piece);
            (at, plain) = (end, end);
        }
        put(&mut pieces, plain..text.len());
        let is_open = |piece: &Piece| !matches!(piece, Piece::Word(_));
        while pieces.last().is_some_and(is_open) {
            pieces.pop();
        }
        let opening = pieces.iter().take_while(|piece| is_open(piece)).count();
        pieces.drain(..opening);
        pieces.dedup_by(|b, a| {
            is_open(a) && matches!((&*a, &*b), (Piece::Ellipsis(_), Piece::Ellipsis(_)))
        });
        Asked { pieces }
    }

    /// Returns how many words it has, without those in brackets.
    pub fn words(&self) -> usize {
        self.forms().count()
    }

    /// Returns its words.
    pub fn forms(&self) -> impl Iterator<Item = &Form> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Word(form) => Some(form),
            _ => None,
        })
    }

    /// Returns the words as they are looked up, a character of a
    /// script without spaces with the one that follows it.
    pub fn sought(&self) -> Vec<(&Form, String)> {
        let mut forms = self.forms().peekable();
        let mut sought = Vec::new();
        while let Some(form) = forms.next() {
            let next = forms.peek().filter(|next| form.runs_into(next));
            let text = form.form.clone() + next.map_or("", |next| &next.form);
            sought.push((form, text));
        }
        sought
    }

    /// Returns its words as a line of text.
    pub fn line(&self) -> String {
        let mut line = String::new();
        let mut before: Option<&Form> = None;
        for form in self.forms() {
            if before.is_some_and(|before| !before.runs_into(form)) {
                line.push(' ');
            }
            line.push_str(&form.form);
            before = Some(form);
        }
        line
    }

    /// Returns true when it is words alone, side by side.
    pub fn is_plain(&self) -> bool {
        self.forms().count() == self.pieces.len()
    }

    /// Returns how many words say something.
    pub fn telling_words(&self) -> usize {
        self.forms().filter(|form| !is_common(&form.form)).count()
    }

    /// Returns the bytes of some pieces; `None` for no piece.
    pub fn bytes(&self, pieces: &Range<usize>) -> Option<Range<usize>> {
        let bytes = |piece: &Piece| match piece {
            Piece::Word(form) => form.bytes.clone(),
            Piece::Ellipsis(bytes) | Piece::Bracket(bytes) => bytes.clone(),
        };
        let pieces = self.pieces.get(pieces.clone()).filter(|pieces| !pieces.is_empty())?;
        Some(bytes(pieces.first()?).start..bytes(pieces.last()?).end)
    }
}

/// Leaves out brackets that hold letters of a word and touch others of it. Returns for each byte
/// that is left where it stood.
fn without_inner_brackets(text: &str) -> (String, Vec<usize>) {
    let (mut kept, mut places) = (String::with_capacity(text.len()), Vec::new());
    // Where the bracket closes that is being left out.
    let mut closes = None;
    for (at, c) in text.char_indices() {
        if c == '[' && closes.is_none() {
            let inside = bracketed(&text[at..]).map(|length| at + 1..at + length - 1);
            closes = inside.filter(|inside| {
                let before = text[..at].chars().next_back().is_some_and(char::is_alphabetic);
                let after = text[inside.end + 1..].chars().next().is_some_and(char::is_alphabetic);
                let letters = text[inside.clone()].chars().all(char::is_alphabetic);
                letters && !inside.is_empty() && (before || after)
            });
            if closes.is_some() {
                continue;
            }
        }
        if closes.as_ref().is_some_and(|inside| inside.end == at) {
            closes = None;
            continue;
        }
        kept.push(c);
        places.extend(at..at + c.len_utf8());
    }
    (kept, places)
}

/// Returns the length of what stands in square brackets at the head of a text.
fn bracketed(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('[')?;
    let end = inside.find([']', '[', '\n'])?;
    inside[end..].starts_with(']').then_some(end + 2)
}

/// How many differences a run of so many words may have and still be the same words: none up to
/// four, then one in six.
pub fn allowed(words: usize) -> usize {
    if words < 5 { 0 } else { (words / 6).clamp(1, 5) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let asked = Asked::read(text, &mut Analyser::default());
        let shown = |piece: &Piece| match piece {
            Piece::Word(form) => form.form.clone(),
            Piece::Ellipsis(bytes) => format!("<{}>", &text[bytes.clone()]),
            Piece::Bracket(bytes) => text[bytes.clone()].to_owned(),
        };
        asked.pieces.iter().map(shown).collect()
    }

    #[test]
    fn quotation_marks_and_dashes_do_not_count() {
        assert_eq!(read("“I don’t know – yet,” he said"), read("'I don't know - yet' he said"));
        assert_eq!(read(""), Vec::<String>::new());
    }

    #[test]
    fn characters_of_scripts_without_spaces_are_words() {
        assert_eq!(read("双方, EU 会談"), ["双", "方", "eu", "会", "談"]);
        let asked = Asked::read("双方, EU 会談した", &mut Analyser::default());
        assert_eq!(asked.line(), "双方 eu 会談した");
        let sought: Vec<String> = asked.sought().into_iter().map(|(_, text)| text).collect();
        assert_eq!(sought, ["双方", "方", "eu", "会談", "談し", "した", "た"]);
        assert!(asked.forms().all(|form| !form.is_joined));
    }

    #[test]
    fn ellipses_and_brackets_are_told_from_words() {
        assert_eq!(
            read("We … will [not] go. . . .Home"),
            ["we", "<…>", "will", "[not]", "go", "<. . .>", "home"]
        );
        assert_eq!(read("… he said [...] so …"), ["he", "said", "<[...]>", "so"]);
        assert_eq!(read("a.... b [open"), ["a", "<....>", "b", "open"]);
        assert_eq!(
            read("[T]he ferr[ies] ran [not] to[]day"),
            ["the", "ferries", "ran", "[not]", "to", "[]", "day"]
        );
        let asked = Asked::read("é [T]he end", &mut Analyser::default());
        assert_eq!(asked.bytes(&(1..2)), Some(4..8));
    }
}
