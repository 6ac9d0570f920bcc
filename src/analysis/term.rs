//! Surface text of a word -> its index term: language, stem and exact form in one key.
//!
//! A term reads `tag stem NUL form`, where `tag` is the byte of [`Language::tag`], and `form` is
//! written as what follows the stem when it begins with it, else as `U+0001` and the whole form.
//! So all forms of one stem stand side by side in the dictionary: a forgiving word is the range of
//! terms that begin with its stem key, and a quoted word is one term. One field with one position
//! a word serves both, at the size of an index of exact forms.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use rust_stemmers::Stemmer;

use super::fold::fold_into;
use super::language::Language;
use crate::script::is_hyphen;

/// Ends the stem inside a term. No form holds it.
pub const STEM_END: char = '\0';
/// Ends a character of a script without spaces, inside a stem: so all pairs that begin with one
/// character stand side by side in the dictionary.
pub const UNIT_END: char = '\u{3}';
/// Marks a form that does not begin with its stem.
pub const WHOLE_FORM: char = '\u{1}';
/// Longer exact forms are cut and told apart by a hash: the engine drops terms over 64 kB, and a
/// pasted base64 block should not cost its length in the dictionary.
const MAX_FORM_BYTES: usize = 160;
/// What stays readable of a longer form.
const KEPT_FORM_BYTES: usize = 96;
/// Remembered surfaces before the memory is emptied; about 20 MB at the usual word length.
const MAX_REMEMBERED: usize = 200_000;

/// The index term of one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordTerm {
    /// The whole key.
    pub term: Box<str>,
    /// Bytes of `term` up to and including the end of the stem: the key that all forms of the
    /// stem begin with.
    pub stem_key_len: usize,
}

impl WordTerm {
    fn new(language: Language, stem: &str, form: &str) -> WordTerm {
        let mut term = String::with_capacity(stem.len() + form.len() + 3);
        term.push(language.tag() as char);
        term.push_str(stem);
        term.push(STEM_END);
        let stem_key_len = term.len();
        match form.strip_prefix(stem) {
            Some(rest) => term.push_str(rest),
            None => {
                term.push(WHOLE_FORM);
                term.push_str(form);
            }
        }
        WordTerm { term: term.into(), stem_key_len }
    }

    /// Returns the key that all forms of the stem begin with.
    pub fn stem_key(&self) -> &str {
        &self.term[..self.stem_key_len]
    }

    /// Returns what all pairs begin with that have the first character of this one; `None` for a
    /// word of a script with spaces.
    pub fn lead_key(&self) -> Option<&str> {
        self.term.find(UNIT_END).map(|at| &self.term[..at + UNIT_END.len_utf8()])
    }

    /// Returns the exact form.
    pub fn form(&self) -> String {
        form_of(&self.term).unwrap_or_default()
    }
}

/// Returns the exact form written in a term, or `None` when it is no term of this layout.
pub fn form_of(term: &str) -> Option<String> {
    let (head, form) = term.split_once(STEM_END)?;
    let stem = head.get(1..)?;
    if stem.contains(UNIT_END) {
        return Some(stem.replace(UNIT_END, ""));
    }
    Some(match form.strip_prefix(WHOLE_FORM) {
        Some(whole) => whole.to_owned(),
        None => format!("{stem}{form}"),
    })
}

/// Returns true when the exact form written in a term has a hyphen. Stems have none, so a hyphen
/// is in the form written out behind one.
pub fn is_hyphenated(term: &str) -> bool {
    term.contains('-')
}

/// Makes terms and remembers them: news repeats its words, and stemming is the dearest step.
#[derive(Default)]
pub struct TermMaker {
    /// For each surface its place in `terms`: one look-up finds a word that was seen before.
    remembered: HashMap<Box<str>, usize, RandomState>,
    terms: Vec<WordTerm>,
    language: Option<Language>,
    stemmers: HashMap<Language, Option<Stemmer>, RandomState>,
}

impl TermMaker {
    /// Returns the term of a word in an article of this language.
    ///
    /// `surface` is one word as it stands in the text, or the parts of a compound with their
    /// hyphens, which gives the term of the joined word, or one or two characters of a script
    /// without spaces with [`UNIT_END`] behind the first.
    pub fn term(&mut self, surface: &str, article: Language) -> &WordTerm {
        if self.language != Some(article) || self.remembered.len() > MAX_REMEMBERED {
            self.remembered.clear();
            self.terms.clear();
            self.language = Some(article);
        }
        let at = match self.remembered.get(surface) {
            Some(&at) => at,
            None => {
                let made = self.make(surface, article);
                self.terms.push(made);
                self.remembered.insert(surface.into(), self.terms.len() - 1);
                self.terms.len() - 1
            }
        };
        &self.terms[at]
    }

    fn make(&mut self, surface: &str, article: Language) -> WordTerm {
        let mut form = String::with_capacity(surface.len());
        let mut base = String::with_capacity(surface.len());
        for (i, part) in surface.split(is_hyphen).enumerate() {
            if i > 0 {
                form.push('-');
            }
            let start = form.len();
            fold_into(part.strip_suffix('.').unwrap_or(part), &mut form);
            push_base(&form[start..], &mut base);
        }
        if base.contains(UNIT_END) {
            return WordTerm::new(Language::Neutral, &base, &base);
        }
        if form.len() > MAX_FORM_BYTES {
            form = shortened(&form);
            return WordTerm::new(Language::Neutral, &form, &form);
        }
        let has_digit = base.chars().any(char::is_numeric);
        let first = base.chars().next().unwrap_or(' ');
        let language = if has_digit { Language::Neutral } else { article.of_word(first) };
        let stem = self.stem(language, &base);
        WordTerm::new(language, &stem, &form)
    }

    fn stem(&mut self, language: Language, base: &str) -> String {
        let stemmer = self.stemmers.entry(language).or_insert_with(|| language.stemmer());
        let stem = stemmer.as_ref().map(|s| s.stem(base).into_owned()).unwrap_or_default();
        // Some stemmers leave nothing of a word that is all suffix.
        if stem.is_empty() { base.to_owned() } else { stem }
    }
}

/// Appends what the stemmer sees of one folded word: no possessive, no points of an acronym, no
/// apostrophes, numbers without their grouping.
fn push_base(form: &str, base: &mut String) {
    let form = form.strip_suffix("'s").unwrap_or(form);
    if form.bytes().any(|b| b.is_ascii_digit()) {
        if is_grouped(form) {
            base.extend(form.chars().filter(|&c| c != ','));
        } else {
            base.extend(form.chars().map(|c| if c == ',' { '.' } else { c }));
        }
    } else {
        base.extend(form.chars().filter(|&c| c != '\'' && c != '.'));
    }
}

/// Returns true when every comma is followed by three digits and then no digit: `19,000`.
fn is_grouped(number: &str) -> bool {
    let mut groups = number.split(',');
    let head = groups.next().unwrap_or_default();
    let head_fits = (1..=3).contains(&head.len()) && head.bytes().all(|b| b.is_ascii_digit());
    head_fits
        && groups.all(|group| {
            let digits = group.bytes().take_while(u8::is_ascii_digit).count();
            digits == 3
        })
}

fn shortened(form: &str) -> String {
    let cut = form.floor_char_boundary(KEPT_FORM_BYTES);
    let hash = twox_hash::XxHash3_64::oneshot(form.as_bytes());
    format!("{}\u{2}{hash:016x}", &form[..cut])
}

#[cfg(test)]
mod tests {
    //! 1. Inflections, possessives and acronyms share a stem key; forms stay apart.
    //! 2. A joined compound shares the stem of the closed word. 3. Numbers fold their grouping.
    //! 4. A form can be read back from its term.

    use super::*;

    fn key(surface: &str) -> String {
        TermMaker::default().term(surface, Language::English).stem_key().to_owned()
    }

    /// The search for beginnings leaves out stems with another first letter.
    #[test]
    fn all_but_two_stemmers_keep_the_first_letter() {
        let letters = "abcdefghijklmnopqrstuvwxyzαβγδεηικλμνοπρστυωабвгдежиклмнопрстуфхцчшщыьэюя'.";
        let letters: Vec<char> = letters.chars().collect();
        let mut random = 1_u64;
        let mut next = |below: usize| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (random >> 33) as usize % below
        };
        for language in Language::all().filter(|language| language.keeps_first_letter()) {
            let mut maker = TermMaker::default();
            for _ in 0..4_000 {
                let word: String = (0..=next(9)).map(|_| letters[next(letters.len())]).collect();
                let word = word.trim_start_matches(['\'', '.']);
                if let Some(first) = word.chars().next() {
                    let made = maker.term(word, language);
                    let stem = made.stem_key()[1..].chars().next();
                    assert_eq!(stem, Some(first), "{word} {language}");
                }
            }
        }
    }

    fn term(surface: &str) -> Box<str> {
        TermMaker::default().term(surface, Language::English).term.clone()
    }

    #[test]
    fn inflections_possessives_and_acronyms_share_a_stem() {
        assert_eq!(key("guarantee"), key("Guarantees"));
        assert_eq!(key("Macron’s"), key("Macron"));
        assert_eq!(key("U.S."), key("US"));
        assert_eq!(key("O’Brien"), key("OBrien"));
        assert_ne!(term("Macron’s"), term("Macron"));
        assert_ne!(term("guarantee"), term("guarantees"));
        assert_ne!(term("U.S."), term("US"));
        assert_eq!(term("Macron’s"), term("macron's"));
    }

    #[test]
    fn a_joined_compound_shares_the_stem_of_the_closed_word() {
        assert_eq!(key("cease-fire"), key("ceasefire"));
        assert_eq!(key("cease-fires"), key("ceasefires"));
        assert_ne!(term("cease-fire"), term("ceasefire"));
    }

    #[test]
    fn numbers_fold_their_grouping() {
        assert_eq!(key("19,000"), key("19000"));
        assert_eq!(key("19,3"), key("19.3"));
        assert_ne!(key("1,2,3"), key("123"));
    }

    #[test]
    fn a_form_reads_back_from_its_term() {
        let mut maker = TermMaker::default();
        for surface in ["guarantees", "countries", "U.S.", "cease-fire", "北", "Kyiv's"] {
            let made = maker.term(surface, Language::English).clone();
            let mut folded = String::new();
            fold_into(surface.trim_end_matches('.'), &mut folded);
            assert_eq!(made.form(), folded);
        }
        let long = "x".repeat(5000);
        assert!(maker.term(&long, Language::English).term.len() < 300);
        assert_ne!(term(&long), term(&"x".repeat(5001)));
    }
}
