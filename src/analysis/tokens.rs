//! Text -> tokens: where words stand, and the term of each.
//!
//! One walk over the text finds words, possessives, acronyms, numbers and compounds. A word takes
//! one position. The whole of a hyphenated compound stands beside its parts, at the position of
//! the first, and is as wide as they are: `cease-fire` is `cease`, `fire`, and `ceasefire`. A script
//! without spaces is cut into overlapping pairs of characters, each at the position of its first;
//! the last character of a run stands alone.

use super::language::Language;
use super::term::{Looked, TermMaker, UNIT_END, WordTerm};
use crate::script::{
    continues_unspaced, continues_word, is_apostrophe, is_hyphen, is_unspaced, is_word_char,
    plain_run,
};

/// A word where it stands in a text.
#[derive(Debug, Clone, Copy)]
pub struct Token<T> {
    /// First byte of the word.
    pub start: usize,
    /// Byte after the word; the final point of an acronym belongs to it.
    pub end: usize,
    /// Byte after the first character of a pair; else the same as `end`.
    pub lead_end: usize,
    /// Number of words before it, from 0.
    pub position: u32,
    /// How many positions it takes: more than 1 for the whole of a compound.
    pub width: u32,
    /// What it is in the index.
    pub term: T,
}

/// Compounds of more parts are names of rules and parties, not one word in disguise.
const MAX_JOINED_PARTS: usize = 3;
/// Longer compounds are not written closed.
const MAX_JOINED_BYTES: usize = 48;
/// Short words before an apostrophe that belong to the next word in French, Italian and Catalan.
const ELISIONS: [&str; 10] = ["l", "d", "j", "m", "t", "s", "c", "n", "qu", "un"];

/// May stand between two characters of a script without spaces that belong together: the break of
/// a wrapped line, and the mark of a place where a line may be broken.
const SOFT_BREAKS: [char; 2] = ['\n', '\u{200B}'];

/// Cuts text into tokens. Keep one and use it again: it remembers the words it has seen.
#[derive(Default)]
pub struct Analyser {
    terms: TermMaker,
    /// Words that were cut and are still to be looked up, and what was found of each.
    cut: Vec<Cut>,
    numbers: Vec<Option<u32>>,
    /// The pair at hand, with the mark behind its first character.
    pair: String,
}

/// Words that are looked up at a time: looks at places that lie far apart do not wait for one another.
const AT_A_TIME: usize = 64;

/// A word that was cut.
#[derive(Clone, Copy)]
struct Cut {
    start: usize,
    end: usize,
    position: u32,
    width: u32,
    unspaced: bool,
}

impl Analyser {
    /// Forgets words where so many are remembered that it is better to begin anew. To be called now
    /// and then, between texts: of no other use is anything forgotten.
    pub fn make_room(&mut self) {
        self.terms.make_room();
    }

    /// Returns a word of the last text by its [number](Looked::number).
    pub fn known(&self, number: u32) -> Looked<'_> {
        self.terms.known(number)
    }

    /// Calls `found` for every token of `text`, by position; the whole of a compound comes after
    /// its parts. Returns the number of positions taken.
    pub fn each(
        &mut self,
        text: &str,
        language: Language,
        found: impl FnMut(Token<WordTerm<'_>>),
    ) -> u32 {
        self.each_at(text, language, |_| true, found)
    }

    /// Calls `found` as [`each`](Analyser::each) does, for the tokens at the positions asked for: what
    /// stands elsewhere is not made a term.
    pub fn each_at(
        &mut self,
        text: &str,
        language: Language,
        is_asked: impl Fn(u32) -> bool,
        mut found: impl FnMut(Token<WordTerm<'_>>),
    ) -> u32 {
        self.looked(text, language, is_asked, |token| {
            let Token { start, end, lead_end, position, width, term } = token;
            found(Token { start, end, lead_end, position, width, term: term.term() });
        })
    }

    /// Does as [`Analyser::each`] does, for who need not know each term.
    pub fn each_looked(
        &mut self,
        text: &str,
        language: Language,
        found: impl FnMut(Token<Looked<'_>>),
    ) -> u32 {
        self.looked(text, language, |_| true, found)
    }

    fn looked(
        &mut self,
        text: &str,
        language: Language,
        is_asked: impl Fn(u32) -> bool,
        mut found: impl FnMut(Token<Looked<'_>>),
    ) -> u32 {
        self.cut.clear();
        let mut position = 0;
        let mut compound = Compound::default();
        let mut at = 0;
        while let Some(word) = next_word(text, at) {
            at = word.resume;
            if self.cut.len() >= AT_A_TIME {
                self.look_up(text, language, &mut found);
            }
            if word.unspaced {
                self.cut(word.start, word.end, position, &is_asked, true);
                position += 1;
                continue;
            }
            let mut start = word.start;
            if !word.is_plain
                && let Some((head_end, rest)) = elision(&text[word.start..word.end])
            {
                self.cut(word.start, word.start + head_end, position, &is_asked, false);
                position += 1;
                start = word.start + rest;
                compound.broken = true;
            }
            self.cut(start, word.end, position, &is_asked, false);
            compound.add(word.start, position);
            position += 1;
            if joins_next(text, word.end) {
                continue;
            }
            let joined = compound.joined(text, word.end).filter(|&(_, first)| is_asked(first));
            if let Some((start, first)) = joined {
                let (end, width) = (word.end, position - first);
                self.cut.push(Cut { start, end, position: first, width, unspaced: false });
            }
            compound = Compound::default();
        }
        self.look_up(text, language, &mut found);
        position
    }

    /// Notes a word that was cut, where its position is asked for.
    fn cut(
        &mut self,
        start: usize,
        end: usize,
        position: u32,
        is_asked: impl Fn(u32) -> bool,
        unspaced: bool,
    ) {
        if is_asked(position) {
            self.cut.push(Cut { start, end, position, width: 1, unspaced });
        }
    }

    /// Looks up the words that were cut, and hands them over.
    fn look_up(
        &mut self,
        text: &str,
        language: Language,
        found: &mut impl FnMut(Token<Looked<'_>>),
    ) {
        let Analyser { terms, cut, numbers, pair } = self;
        let places = cut.iter().map(|word| (!word.unspaced).then_some((word.start, word.end)));
        terms.glance(text, places, language, numbers);
        for (word, &number) in cut.iter().zip(&*numbers) {
            let &Cut { start, end: lead_end, position, width, unspaced } = word;
            let mut end = lead_end;
            let term = if let Some(number) = number {
                terms.known(number)
            } else if unspaced {
                let next;
                (next, end) = next_unspaced(text, lead_end).unwrap_or((lead_end, lead_end));
                pair.clear();
                pair.push_str(&text[start..lead_end]);
                pair.push(UNIT_END);
                pair.push_str(&text[next..end]);
                terms.look(pair, language)
            } else {
                terms.look(&text[start..end], language)
            };
            found(Token { start, end, lead_end, position, width, term });
        }
        cut.clear();
    }
}

/// The parts of a compound seen so far.
#[derive(Default)]
struct Compound {
    parts: usize,
    start: usize,
    first: u32,
    broken: bool,
}

impl Compound {
    fn add(&mut self, start: usize, position: u32) {
        if self.parts == 0 {
            (self.start, self.first) = (start, position);
        }
        self.parts += 1;
    }

    /// Returns where the compound starts and its first position, if it is joined as one word.
    fn joined(&self, text: &str, end: usize) -> Option<(usize, u32)> {
        let fits = (2..=MAX_JOINED_PARTS).contains(&self.parts)
            && !self.broken
            && end - self.start <= MAX_JOINED_BYTES
            && text[self.start..end].contains(char::is_alphabetic)
            && !text[self.start..end].contains(['.', ',']);
        fits.then_some((self.start, self.first))
    }
}

/// A word found in the text: its bytes, and where to look for the next.
struct Found {
    start: usize,
    end: usize,
    resume: usize,
    unspaced: bool,
    /// Whether it has letters and digits of ASCII alone.
    is_plain: bool,
}

fn next_word(text: &str, from: usize) -> Option<Found> {
    let offset = if text.as_bytes()[from..].first().is_some_and(u8::is_ascii) {
        // The usual case: skip to the next ASCII letter or the first byte of another character.
        text.as_bytes()[from..].iter().position(|b| b.is_ascii_alphanumeric() || !b.is_ascii())?
    } else {
        0
    };
    let mut start = from + offset;
    let first = loop {
        let c = text[start..].chars().next()?;
        if is_word_char(c) || is_unspaced(c) {
            break c;
        }
        start += c.len_utf8();
    };
    let after_first = start + first.len_utf8();
    if is_unspaced(first) {
        let end = unspaced_end(text, after_first);
        return Some(Found { start, end, resume: end, unspaced: true, is_plain: false });
    }
    let plain = after_first + plain_run(text.as_bytes(), after_first);
    // The usual case: letters and digits up to a space.
    let (end, resume) = match text.as_bytes().get(plain) {
        None | Some(b' ' | b'\n') => (plain, plain),
        _ => word_end(text, start, after_first, plain),
    };
    let is_plain = first.is_ascii() && end == plain;
    Some(Found { start, end, resume, unspaced: false, is_plain })
}

/// Returns the end of the word that starts at `start`, and where the search goes on; from the end of
/// its first character to `plain` all are letters and digits.
fn word_end(text: &str, start: usize, after_first: usize, plain: usize) -> (usize, usize) {
    let mut end = plain;
    // Letters since the last point: an acronym has one at a time.
    let mut letters_in_part = 1 + plain - after_first;
    let mut is_acronym = false;
    while let Some(c) = text[end..].chars().next() {
        let next = end + c.len_utf8();
        if is_word_char(c) {
            letters_in_part += 1;
        } else if !continues_word(c) && !links_inside(text, end, c) {
            if c == '.' && letters_in_part == 1 && single_letter_follows(text, next) {
                let starts_as_letter =
                    text[start..].chars().next().is_some_and(char::is_alphabetic);
                if starts_as_letter && (is_acronym || one_letter(&text[start..end])) {
                    is_acronym = true;
                    letters_in_part = 0;
                    end = next;
                    continue;
                }
            }
            break;
        }
        end = next;
    }
    if is_acronym && text[end..].starts_with('.') {
        end += 1;
        let tail = &text[end..];
        let possessive = tail.strip_prefix(is_apostrophe).and_then(|t| t.strip_prefix(['s', 'S']));
        if let Some(rest) = possessive
            && !rest.starts_with(is_word_char)
        {
            return (end, text.len() - rest.len());
        }
    }
    (end, end)
}

/// Returns true when the character at `at` stands inside a word: an apostrophe between letters, a
/// point or comma between digits.
fn links_inside(text: &str, at: usize, c: char) -> bool {
    let follows = text[at + c.len_utf8()..].chars().next();
    if is_apostrophe(c) {
        return follows.is_some_and(is_word_char);
    }
    let before = text[..at].bytes().next_back();
    (c == '.' || c == ',')
        && before.is_some_and(|b| b.is_ascii_digit())
        && follows.is_some_and(|f| f.is_ascii_digit())
}

fn one_letter(surface: &str) -> bool {
    surface.chars().filter(|&c| !continues_word(c)).count() == 1
}

fn single_letter_follows(text: &str, at: usize) -> bool {
    let mut chars = text[at..].chars();
    let letter = chars.next().is_some_and(|c| is_word_char(c) && c.is_alphabetic());
    let after = chars.find(|&c| !continues_word(c));
    letter && !after.is_some_and(|c| is_word_char(c) || is_unspaced(c) || is_apostrophe(c))
}

/// Returns the end of a character of a script without spaces, with all that belongs to it.
fn unspaced_end(text: &str, mut at: usize) -> usize {
    while let Some(c) = text[at..].chars().next().filter(|&c| continues_unspaced(c)) {
        at += c.len_utf8();
    }
    at
}

/// Returns the bytes of the character that forms a pair with the one that ends at `at`.
fn next_unspaced(text: &str, at: usize) -> Option<(usize, usize)> {
    let rest = &text[at..];
    let start = at + rest.len() - rest.strip_prefix(SOFT_BREAKS).unwrap_or(rest).len();
    let c = text[start..].chars().next().filter(|&c| is_unspaced(c))?;
    Some((start, unspaced_end(text, start + c.len_utf8())))
}

/// Returns the length of an elided article and where the word after it starts.
fn elision(surface: &str) -> Option<(usize, usize)> {
    let (at, apostrophe) = surface.char_indices().take(4).find(|&(_, c)| is_apostrophe(c))?;
    let rest = at + apostrophe.len_utf8();
    let head = &surface[..at];
    let elided = ELISIONS.iter().any(|e| head.eq_ignore_ascii_case(e));
    // `d's` and `t's` are plurals of letters, not elisions.
    let long_enough = surface[rest..].chars().nth(1).is_some();
    (elided && long_enough).then_some((at, rest))
}

/// Returns true when a hyphen and then a word follow directly.
fn joins_next(text: &str, end: usize) -> bool {
    let mut chars = text[end..].chars();
    chars.next().is_some_and(is_hyphen) && chars.next().is_some_and(is_word_char)
}

#[cfg(test)]
mod tests {
    //! 1. Words stand where they stand, one position each. 2. Compounds stand whole beside their
    //! parts. 3. Acronyms, numbers, possessives and elisions are words. 4. Scripts without spaces
    //! are cut into overlapping pairs. 5. Every token lies on character boundaries, in order, whatever
    //! the text.

    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<(String, u32)> {
        let mut out = Vec::new();
        Analyser::default().each(text, Language::English, |t| {
            let width = if t.width > 1 { "+" } else { "" };
            out.push((format!("{}{width}", &text[t.start..t.end]), t.position));
        });
        out
    }

    fn surfaces(text: &str) -> Vec<String> {
        words(text).into_iter().map(|w| w.0).collect()
    }

    #[test]
    fn words_take_one_position_each() {
        assert_eq!(
            words("Talks, in “Kyiv”."),
            [("Talks".into(), 0), ("in".into(), 1), ("Kyiv".into(), 2)]
        );
        assert_eq!(words(""), []);
        assert_eq!(words(" … 🙂 — "), []);
    }

    #[test]
    fn a_compound_stands_whole_beside_its_parts() {
        assert_eq!(
            words("a cease-fire held"),
            [
                ("a".into(), 0),
                ("cease".into(), 1),
                ("fire".into(), 2),
                ("cease-fire+".into(), 1),
                ("held".into(), 3)
            ]
        );
        assert_eq!(surfaces("2025-12-04"), ["2025", "12", "04"]);
        assert_eq!(surfaces("28-point plan"), ["28", "point", "28-point+", "plan"]);
        assert_eq!(surfaces("he- and"), ["he", "and"]);
        assert_eq!(surfaces("a-b-c-d"), ["a", "b", "c", "d"]);
    }

    #[test]
    fn acronyms_numbers_possessives_and_elisions_are_words() {
        assert_eq!(surfaces("the U.S. and U.K.’s role"), ["the", "U.S.", "and", "U.K.", "role"]);
        assert_eq!(surfaces("in the U.S."), ["in", "the", "U.S."]);
        assert_eq!(surfaces("plan B. Then"), ["plan", "B", "Then"]);
        assert_eq!(surfaces("19.3% of €90bn, 19,000."), ["19.3", "of", "90bn", "19,000"]);
        assert_eq!(surfaces("10:30"), ["10", "30"]);
        assert_eq!(
            surfaces("Kyiv’s don't 'quoted' Russians’"),
            ["Kyiv’s", "don't", "quoted", "Russians"]
        );
        assert_eq!(surfaces("l’accord d'État O'Brien"), ["l", "accord", "d", "État", "O'Brien"]);
        assert_eq!(surfaces("News.Az"), ["News", "Az"]);
        assert_eq!(surfaces("quite effectively’’, he"), ["quite", "effectively", "he"]);
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_pairs() {
        assert_eq!(
            words("北京大2025年"),
            [
                ("北京".into(), 0),
                ("京大".into(), 1),
                ("大".into(), 2),
                ("2025".into(), 3),
                ("年".into(), 4)
            ]
        );
        assert_eq!(surfaces("กำไร"), ["กำ", "ำไ", "ไร", "ร"]);
        assert_eq!(surfaces("한국은 서울"), ["한국", "국은", "은", "서울", "울"]);
        assert_eq!(surfaces("Cafe\u{301} ok"), ["Cafe\u{301}", "ok"]);
    }

    #[test]
    fn pairs_are_the_same_however_they_are_written() {
        let forms = |text: &str| {
            let mut out = Vec::new();
            Analyser::default().each(text, Language::English, |t| out.push(t.term.form()));
            out
        };
        assert_eq!(forms("北京大"), ["北京", "京大", "大"]);
        assert_eq!(forms("北\n京\u{200B}大"), forms("北京大"));
        assert_ne!(forms("北\n\n京"), forms("北京"));
        assert_eq!(forms("ﾊﾞｽ"), forms("バス"));
        assert_eq!(forms("ハ\u{3099}ス"), forms("バス"));
        assert_eq!(forms("\u{1112}\u{1161}\u{11AB}국"), forms("한국"));
    }

    proptest! {
        #[test]
        fn tokens_lie_on_boundaries_in_order(text in "[a-cA-C'’.,\\-0-9 é\u{301}\u{200d}北ไยа-гא\u{fb01}🙂]{0,40}|\\PC{0,30}") {
            let mut last = 0;
            let mut next = 0;
            let n = Analyser::default().each(&text, Language::English, |t| {
                assert!(t.start < t.end && text.get(t.start..t.end).is_some());
                if t.width == 1 {
                    assert!(t.start >= last && t.start < t.lead_end && t.lead_end <= t.end, "{text:?}");
                    assert_eq!(t.position, next);
                    last = t.lead_end;
                    next += 1;
                }
            });
            prop_assert_eq!(n, next);
        }
    }
}
