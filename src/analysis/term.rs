//! Surface text of a word -> its index term: language, stem and exact form in one key.
//!
//! A term reads `tag stem NUL form`, where `tag` is the byte of [`Language::tag`], and `form` is
//! written as what follows the stem when it begins with it, else as `U+0001` and the whole form.
//! So all forms of one stem stand side by side in the dictionary: a forgiving word is the range of
//! terms that begin with its stem key, and a quoted word is one term. One field with one position
//! a word serves both, at the size of an index of exact forms.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use rust_stemmers::Stemmer;

use super::arabic;
use super::designations::singular;
use super::fold::fold_into;
use super::language::Language;
use super::memory::{MAX_WORDS, Memory, Numbered};
use crate::script::{is_hyphen, is_number};

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
/// Languages whose words are remembered at a time: a query looks its words up in each of its index.
const MAX_LANGUAGES: usize = 16;

/// The index term of one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordTerm<'a> {
    /// The whole key.
    pub term: &'a str,
    /// Bytes of `term` up to and including the end of the stem: the key that all forms of the
    /// stem begin with.
    pub stem_key_len: usize,
}

/// A word that was looked up, whose term is fetched when it is asked for.
#[derive(Clone, Copy)]
pub struct Looked<'a>(Lies<'a>);

/// Where the term of a word lies.
#[derive(Clone, Copy)]
enum Lies<'a> {
    Remembered(&'a Numbered<u16>, u32),
    Made(WordTerm<'a>),
}

impl<'a> Looked<'a> {
    /// Returns what tells the term from all others of texts of one language, by the same analyser, until
    /// that is told to [make room](super::Analyser::make_room); `None` for one that is not remembered, and
    /// then not before either.
    pub fn number(&self) -> Option<u32> {
        match self.0 {
            Lies::Remembered(_, number) => Some(number),
            Lies::Made(_) => None,
        }
    }

    /// Returns the term.
    pub fn term(&self) -> WordTerm<'a> {
        match self.0 {
            Lies::Remembered(terms, number) => {
                let (term, &stem_key_len) = terms.get(number);
                WordTerm { term, stem_key_len: stem_key_len.into() }
            }
            Lies::Made(term) => term,
        }
    }
}

impl<'a> WordTerm<'a> {
    /// Returns the key that all forms of the stem begin with.
    pub fn stem_key(&self) -> &'a str {
        &self.term[..self.stem_key_len]
    }

    /// Returns what all pairs begin with that have the first character of this one; `None` for a
    /// word of a script with spaces.
    pub fn lead_key(&self) -> Option<&'a str> {
        self.term.find(UNIT_END).map(|at| &self.term[..at + UNIT_END.len_utf8()])
    }

    /// Returns the exact form.
    pub fn form(&self) -> String {
        form_of(self.term).unwrap_or_default()
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
    /// The words of articles of a few languages.
    remembered: Vec<(Language, Remembered)>,
    /// Which of them was asked last.
    last: usize,
    /// The term made last.
    made: String,
    stemmers: HashMap<Language, Option<Stemmer>, RandomState>,
}

/// The words of articles of one language, and their terms.
#[derive(Default)]
struct Remembered {
    words: Memory,
    /// Each once, with the length of its stem key.
    terms: Numbered<u16>,
    /// The numbers of the terms, by these.
    by_term: HashTable<u32>,
    hasher: RandomState,
}

impl Remembered {
    /// Remembers a word that is not remembered yet; returns the number of its term, if that is.
    fn insert(&mut self, word: &str, term: &str, stem_key_len: usize) -> Option<u32> {
        let stem_key_len = u16::try_from(stem_key_len).ok()?;
        let hash = self.hasher.hash_one(term);
        let is_it = |&number: &u32| self.terms.get(number).0 == term;
        if let Some(&number) = self.by_term.find(hash, is_it) {
            self.words.insert(word, number);
            return Some(number);
        }
        let number = self.terms.next();
        if !self.words.insert(word, number) {
            return None;
        }
        self.terms.push(term, stem_key_len);
        let (hasher, terms) = (&self.hasher, &self.terms);
        let hash_of = |&number: &u32| hasher.hash_one(terms.get(number).0);
        self.by_term.insert_unique(hash, number, hash_of);
        Some(number)
    }
}

impl TermMaker {
    /// Forgets all words when there are so many that it is better to begin anew.
    pub fn make_room(&mut self) {
        let words = self.remembered.iter().map(|(_, remembered)| remembered.words.len());
        if words.sum::<usize>() < MAX_WORDS {
            return;
        }
        for (_, Remembered { words, terms, by_term, .. }) in &mut self.remembered {
            words.clear();
            terms.clear();
            by_term.clear();
        }
    }

    /// Looks up a word in an article of this language.
    ///
    /// `surface` is one word as it stands in the text, or the parts of a compound with their
    /// hyphens, which gives the term of the joined word, or one or two characters of a script
    /// without spaces with [`UNIT_END`] behind the first.
    pub fn look(&mut self, surface: &str, article: Language) -> Looked<'_> {
        let at = self.memory_of(article);
        if let Some(number) = self.remembered[at].1.words.find(surface) {
            return Looked(Lies::Remembered(&self.remembered[at].1.terms, number));
        }
        let stem_key_len = self.make(surface, article);
        let term = &self.made;
        Looked(match self.remembered[at].1.insert(surface, term, stem_key_len) {
            Some(number) => Lies::Remembered(&self.remembered[at].1.terms, number),
            None => Lies::Made(WordTerm { term, stem_key_len }),
        })
    }

    /// Takes one look for each of some words of a text in an article of this language, which finds most
    /// that were seen before: writes the number of each over what is in `numbers`, `None` where it is
    /// still to be looked up.
    pub fn glance(
        &mut self,
        text: &str,
        places: impl Iterator<Item = Option<(usize, usize)>>,
        article: Language,
        numbers: &mut Vec<Option<u32>>,
    ) {
        let at = self.memory_of(article);
        let words = &self.remembered[at].1.words;
        numbers.clear();
        numbers.extend(places.map(|place| {
            let (start, end) = place?;
            words.glance(text.as_bytes(), start, end)
        }));
    }

    /// Returns a word whose number [`TermMaker::glance`] gave, since when nothing was forgotten.
    pub fn known(&self, number: u32) -> Looked<'_> {
        Looked(Lies::Remembered(&self.remembered[self.last].1.terms, number))
    }

    /// Returns the place of the memory for articles of a language.
    fn memory_of(&mut self, language: Language) -> usize {
        if self.remembered.get(self.last).is_none_or(|(known, _)| *known != language) {
            let at = self.remembered.iter().position(|(known, _)| *known == language);
            self.last = at.unwrap_or_else(|| {
                if self.remembered.len() == MAX_LANGUAGES {
                    self.remembered.remove(0);
                }
                self.remembered.push((language, Remembered::default()));
                self.remembered.len() - 1
            });
        }
        self.last
    }

    /// Makes the term of a word; returns the length of its stem key.
    fn make(&mut self, surface: &str, article: Language) -> usize {
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
            return self.put(Language::Neutral, &base, &base);
        }
        if form.len() > MAX_FORM_BYTES {
            form = shortened(&form);
            return self.put(Language::Neutral, &form, &form);
        }
        if base.chars().any(is_number) {
            return self.put(Language::Neutral, singular(&base, &form), &form);
        }
        let language = article.of_word(base.chars().next().unwrap_or(' '));
        let stem = self.stem(language, &base);
        self.put(language, &stem, &form)
    }

    fn put(&mut self, language: Language, stem: &str, form: &str) -> usize {
        let term = &mut self.made;
        term.clear();
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
        stem_key_len
    }

    fn stem(&mut self, language: Language, base: &str) -> String {
        let stemmer = self.stemmers.entry(language).or_insert_with(|| language.stemmer());
        let stem = match (stemmer, language) {
            (None, _) => String::new(),
            (Some(stemmer), Language::Arabic) => arabic::stem(stemmer, base),
            (Some(stemmer), _) => stemmer.stem(base).into_owned(),
        };
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
    //! 4. Plurals of designations share a stem. 5. A form can be read back from its term.

    use super::*;

    fn key(surface: &str) -> String {
        TermMaker::default().look(surface, Language::English).term().stem_key().to_owned()
    }

    /// The search for misspellings and beginnings leaves out stems that differ from their word before their end.
    #[test]
    fn stems_differ_from_their_words_only_at_the_end() {
        let letters = "abcdefghijklmnopqrstuvwxyzαβγδεηικλμνοπρστυωабвгдежиклмнопрстуфхцчшщыьэюя'.";
        let letters: Vec<char> = letters.chars().collect();
        let ends = "ies ying ability ably ology amment emment euses eaux icatrice encia anza isme ccsel ddan mma eel \
            ies ing ed ization ational ly ogist eren eerde heid oom aan issement euses yer amente \
            ndo ившись ыми ости lerinden ları cı ğı issa ukkal lta igkeit ungen azioni issimo iilor ισμος ματα";
        let ends: Vec<&str> = ends.split(' ').collect();
        let mut random = fastrand::Rng::with_seed(1);
        for language in Language::all() {
            let mut maker = TermMaker::default();
            for _ in 0..3_000 {
                let most = [26, letters.len()][random.usize(..2)];
                let mut word: String =
                    (0..=random.usize(..9)).map(|_| letters[random.usize(..most)]).collect();
                if random.bool() {
                    word.push_str(ends[random.usize(..ends.len())]);
                }
                let made = maker.look(word.trim_start_matches(['\'', '.']), language).term();
                // Latin words in articles of other scripts count as English.
                let language = Language::from_tag(made.stem_key().as_bytes()[0]);
                let Some(odd) = language.odd_ending() else { continue };
                let bare = |text: &str| -> Vec<char> {
                    text.chars().filter(|c| c.is_alphabetic()).collect()
                };
                let (stem, form) = (bare(&made.stem_key()[1..]), bare(&made.form()));
                let same = stem.iter().zip(&form).take_while(|(a, b)| a == b).count();
                let ends_so = stem[same..].iter().all(|&letter| language.ends_oddly_in(letter));
                assert!(stem.len() - same <= odd && ends_so, "{word} {language}");
            }
        }
    }

    fn term(surface: &str) -> String {
        TermMaker::default().look(surface, Language::English).term().term.to_owned()
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
    fn plurals_of_designations_share_a_stem() {
        for (one, many) in [
            ("F16", "F16s"),
            ("F-16", "F-16s"),
            ("M1A2", "M1A2s"),
            ("C-130", "C-130s"),
            ("Su-35", "Su-35S"),
            ("F-5", "F-5s"),
            ("737", "737s"),
            ("29", "29s"),
        ] {
            assert_eq!(key(one), key(many));
            assert_ne!(term(one), term(many));
        }
        // Decades, centuries, ages, units and names of phones.
        for (one, other) in [
            ("1990", "1990s"),
            ("mid-1990", "mid-1990s"),
            ("1500", "1500s"),
            ("30", "30s"),
            ("300", "300s"),
            ("5", "5s"),
            ("iPhone5", "iPhone5s"),
            ("M5", "M5S"),
            ("H2", "H2S"),
            ("mid-30", "mid-30s"),
            ("9.58", "9.58s"),
            ("10,001", "10,001s"),
            ("45", "4-5s"),
            ("12345", "12345s"),
            ("F16", "F16es"),
        ] {
            assert_ne!(key(one), key(other));
        }
    }

    #[test]
    fn letters_that_arabic_writes_either_way_share_a_stem() {
        let mut maker = TermMaker::default();
        let mut key =
            |surface: &str| maker.look(surface, Language::Arabic).term().stem_key().to_owned();
        for (one, other) in [
            ("مدرسة", "مدرسه"),
            ("القاهرة", "القاهره"),
            ("مصطفى", "مصطفي"),
            ("أحمد", "احمد"),
            ("إيران", "ايران"),
            ("آخر", "اخر"),
            ("مسؤول", "مسوول"),
            ("كتاب", "کتاب"),
            ("سوري", "سوری"),
        ] {
            assert_eq!(key(one), key(other), "{one}");
        }
        for (bare, with_prefix) in [("قوى", "القوى"), ("لدى", "ولدى"), ("على", "وعلى")]
        {
            assert_eq!(key(bare), key(with_prefix), "{bare}");
        }
        assert_ne!(key("والي"), key("وإلى"));
        // *On* and a name; *face* and what has no such letter.
        assert_ne!(key("على"), key("علي"));
        assert_ne!(key("وجه"), key("وج"));
        assert_eq!(key("غزة"), key("غزه"));
    }

    #[test]
    fn a_form_reads_back_from_its_term() {
        let mut maker = TermMaker::default();
        for surface in ["guarantees", "countries", "U.S.", "cease-fire", "北", "Kyiv's"] {
            let made = maker.look(surface, Language::English).term();
            let mut folded = String::new();
            fold_into(surface.trim_end_matches('.'), &mut folded);
            assert_eq!(made.form(), folded);
        }
        let long = "x".repeat(5000);
        assert!(maker.look(&long, Language::English).term().term.len() < 300);
        assert_ne!(term(&long), term(&"x".repeat(5001)));
    }
}
