//! Languages whose words are stemmed, and which of them a word belongs to.

use std::fmt;

use rust_stemmers::{Algorithm, Stemmer};

/// The language that a word's stem belongs to.
///
/// Stems of different languages never meet: `die` of a German article is not `die` of an English
/// one. Words that no language inflects here (numbers, scripts without a stemmer) are `Neutral`;
/// those of an article in a language of Latin script that has no stemmer are `Unstemmed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[allow(missing_docs)] // the names are the documentation
pub enum Language {
    Neutral = b'0',
    Arabic = b'a',
    Danish = b'b',
    Dutch = b'c',
    English = b'd',
    Finnish = b'e',
    French = b'f',
    German = b'g',
    Greek = b'h',
    Hungarian = b'i',
    Italian = b'j',
    Norwegian = b'k',
    Portuguese = b'l',
    Romanian = b'm',
    Russian = b'n',
    Spanish = b'o',
    Swedish = b'p',
    Tamil = b'q',
    Turkish = b'r',
    Unstemmed = b's',
}

use Language::*;

/// Every language with a stemmer, its ISO 639-1 code, and the script it is written in.
const LANGUAGES: [(Language, &str, Script, Algorithm); 18] = [
    (Arabic, "ar", Script::Arabic, Algorithm::Arabic),
    (Danish, "da", Script::Latin, Algorithm::Danish),
    (Dutch, "nl", Script::Latin, Algorithm::Dutch),
    (English, "en", Script::Latin, Algorithm::English),
    (Finnish, "fi", Script::Latin, Algorithm::Finnish),
    (French, "fr", Script::Latin, Algorithm::French),
    (German, "de", Script::Latin, Algorithm::German),
    (Greek, "el", Script::Greek, Algorithm::Greek),
    (Hungarian, "hu", Script::Latin, Algorithm::Hungarian),
    (Italian, "it", Script::Latin, Algorithm::Italian),
    (Norwegian, "no", Script::Latin, Algorithm::Norwegian),
    (Portuguese, "pt", Script::Latin, Algorithm::Portuguese),
    (Romanian, "ro", Script::Latin, Algorithm::Romanian),
    (Russian, "ru", Script::Cyrillic, Algorithm::Russian),
    (Spanish, "es", Script::Latin, Algorithm::Spanish),
    (Swedish, "sv", Script::Latin, Algorithm::Swedish),
    (Tamil, "ta", Script::Tamil, Algorithm::Tamil),
    (Turkish, "tr", Script::Latin, Algorithm::Turkish),
];

/// Languages of Latin script without a stemmer: their words are left as they are, not taken for
/// English ones.
const UNSTEMMED: [&str; 32] = [
    "af", "az", "bs", "ca", "cs", "cy", "eo", "et", "eu", "fo", "ga", "gl", "hr", "id", "is", "la",
    "lb", "lt", "lv", "mi", "ms", "mt", "pl", "sk", "sl", "so", "sq", "sr", "st", "sw", "tl", "vi",
];

/// The script of a word, as far as choosing a stemmer needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Arabic,
    Tamil,
    Other,
}

impl Script {
    fn of(c: char) -> Script {
        match c {
            'a'..='z' | 'A'..='Z' | '\u{00C0}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}' => {
                Script::Latin
            }
            '\u{0370}'..='\u{03FF}' | '\u{1F00}'..='\u{1FFF}' => Script::Greek,
            '\u{0400}'..='\u{052F}' => Script::Cyrillic,
            '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' => Script::Arabic,
            '\u{0B80}'..='\u{0BFF}' => Script::Tamil,
            _ => Script::Other,
        }
    }
}

impl Language {
    /// Returns the language of an ISO 639-1 code, region ignored (`en-GB` is English); for a code
    /// without a stemmer `Unstemmed` if it is written in Latin letters, else `Neutral`.
    pub fn from_code(code: &str) -> Language {
        let code = code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let code = if code == "nb" || code == "nn" { "no".to_owned() } else { code };
        let unstemmed = UNSTEMMED.contains(&code.as_str());
        let without = if unstemmed { Unstemmed } else { Neutral };
        LANGUAGES.iter().find(|row| row.1 == code).map_or(without, |row| row.0)
    }

    /// Returns every language that has a stemmer, and the two for the rest, in order of their tags.
    pub fn all() -> impl Iterator<Item = Language> {
        let stemmed = LANGUAGES.iter().map(|row| row.0);
        std::iter::once(Neutral).chain(stemmed).chain(std::iter::once(Unstemmed))
    }

    /// Returns the byte that stands for the language at the head of an index term.
    pub fn tag(self) -> u8 {
        self as u8
    }

    /// Returns the language of a tag, or `Neutral` for a byte that is no tag.
    pub fn from_tag(tag: u8) -> Language {
        Language::all().find(|language| language.tag() == tag).unwrap_or(Neutral)
    }

    /// Returns the language in which a word with this first letter is stemmed, in an article of
    /// this language. Latin words outside Latin-script languages, and in articles of unknown
    /// language, count as English.
    pub fn of_word(self, first: char) -> Language {
        let script = Script::of(first);
        if LANGUAGES.iter().any(|row| row.0 == self && row.2 == script) {
            return self;
        }
        match (script, self) {
            (Script::Latin, Unstemmed) => Unstemmed,
            (Script::Latin, _) => English,
            _ => Neutral,
        }
    }

    /// Returns how many letters at the end of a stem may not be those of its word (`lying` has the
    /// stem `lie`); `None` for the two stemmers that cut words at their beginning too.
    pub fn odd_ending(self) -> Option<usize> {
        match self {
            Arabic | Tamil => None,
            Finnish => Some(4),
            _ => Some(2),
        }
    }

    /// Returns what those letters may be (see [`Language::odd_ending`]); `None` for any letter.
    pub fn odd_letters(self) -> Option<&'static str> {
        match self {
            Neutral | Unstemmed | Danish | German | Norwegian | Russian | Swedish => Some(""),
            English => Some("eily"),
            Finnish => Some("aeiouy"),
            French => Some("ilnqtux"),
            Hungarian => Some("syz"),
            Italian | Romanian | Spanish => Some("t"),
            Turkish => Some("iptuçı"),
            Arabic | Dutch | Greek | Portuguese | Tamil => None,
        }
    }

    /// Returns true when one of those letters may be this one (see [`Language::odd_ending`]).
    pub fn ends_oddly_in(self, letter: char) -> bool {
        self.odd_letters().is_none_or(|letters| letters.contains(letter))
    }

    /// Returns true when words with this first letter can belong to the language.
    pub fn writes(self, first: char) -> bool {
        let script = Script::of(first);
        match LANGUAGES.iter().find(|row| row.0 == self) {
            Some(row) => row.2 == script,
            None => (self == Unstemmed) == (script == Script::Latin),
        }
    }

    pub(super) fn stemmer(self) -> Option<Stemmer> {
        LANGUAGES.iter().find(|row| row.0 == self).map(|row| Stemmer::create(row.3))
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = LANGUAGES.iter().find(|row| row.0 == *self).map_or("-", |row| row.1);
        f.write_str(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_words_in_articles_of_other_scripts_count_as_english() {
        assert_eq!(Russian.of_word('N'), English);
        assert_eq!(Neutral.of_word('N'), English);
        assert_eq!(German.of_word('N'), German);
        assert_eq!(English.of_word('М'), Neutral);
        assert_eq!(Russian.of_word('м'), Russian);
        assert_eq!(English.of_word('7'), Neutral);
        assert_eq!(Language::from_code("pl").of_word('N'), Unstemmed);
        assert_eq!(Language::from_code("zh").of_word('N'), English);
    }

    #[test]
    fn every_tag_reads_back() {
        for language in Language::all() {
            assert_eq!(Language::from_tag(language.tag()), language);
        }
        assert_eq!(Language::from_code("en-GB"), English);
        assert_eq!(Language::from_code("uk"), Neutral);
        assert!(UNSTEMMED.is_sorted());
    }
}
