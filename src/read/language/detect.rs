//! Text -> its language, where it is plain.
//!
//! First the little words: a page of English is two fifths *the*, *of*, *and*, and a list of such
//! words for each language settles most texts within their first lines, at a thousandth of the cost
//! of letter statistics. What the lists leave open goes to those statistics (`whatlang`), whose
//! answer counts only when it is sure and the little words do not speak against it.

use super::statistics::{is_told, two_letters};
use super::telltale::{LONGEST, TELLTALES};
use crate::read::start_of;
use crate::script::{self, is_apostrophe};

/// Bytes at the head of a text that are looked at. More changes nothing in what was measured.
const SAMPLE_BYTES: usize = 1000;
/// Letters that a sample must have before anything is said of it.
const ENOUGH_LETTERS: usize = 80;
/// Telltale words of a language that must be found before they settle anything …
const ENOUGH_HITS: u32 = 8;
/// … and how many different ones: one letter that is a word in many languages says little.
const ENOUGH_DIFFERENT: usize = 5;
/// What share of all words they must be …
const LEAST_SHARE: f64 = 0.12;
/// … and how many times more than those of any other language …
const LEAST_LEAD: f64 = 1.4;
/// … or, beside a close relative, so many words that the relative lacks …
const LEAST_OWN: u32 = 4;
/// … beyond so many times those that only the relative has.
const OWN_LEAD: u32 = 3;
/// What share of all words the telltale words must be where letter statistics answer.
const LEAST_SUPPORT: f64 = 0.05;
/// How sure the letter statistics must be.
const LEAST_CONFIDENCE: f64 = 0.9;
/// Words between two looks at whether the question is settled.
const WORDS_AT_A_TIME: u32 = 32;

/// A language and what it was told by.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Detected {
    /// Two-letter code.
    pub language: &'static str,
    /// What speaks for it, in words.
    pub evidence: String,
}

/// Returns the language of a text; `None` when it is too short or not plain.
pub(super) fn detect(text: &str) -> Option<Detected> {
    let sample = start_of(text, SAMPLE_BYTES);
    let mut seen = Seen::default();
    if let Some(language) = seen.settled_by_words(sample) {
        let (hits, words) = (seen.hits[language], seen.words);
        let evidence = format!("{hits} of its first {words} words");
        return Some(Detected { language: TELLTALES.languages[language], evidence });
    }
    if seen.letters < ENOUGH_LETTERS || !seen.is_worth_asking() {
        return None;
    }
    let info = whatlang::detect(sample)?;
    let language = two_letters(info.lang())?;
    let sure = info.confidence() >= LEAST_CONFIDENCE && !seen.speaks_against(language);
    let evidence = format!("letter statistics, confidence {:.2}", info.confidence());
    sure.then_some(Detected { language, evidence })
}

/// Returns true for the code of a language that is told from others here.
pub(super) fn is_known(code: &str) -> bool {
    TELLTALES.languages.contains(&code) || is_told(code)
}

/// What the words of a sample came to.
struct Seen {
    words: u32,
    letters: usize,
    /// Letters outside of ASCII.
    other_letters: usize,
    hits: [u32; 64],
    /// The telltale words found, each once: its number, its languages, how often it stands there.
    found: Vec<(u16, u64, u32)>,
}

impl Default for Seen {
    fn default() -> Self {
        Seen { words: 0, letters: 0, other_letters: 0, hits: [0; 64], found: Vec::new() }
    }
}

impl Seen {
    /// Reads words until they settle the language.
    fn settled_by_words(&mut self, sample: &str) -> Option<usize> {
        let mut lower = String::with_capacity(LONGEST);
        for word in sample.split(|c: char| !is_letter(c)).filter(|word| !word.is_empty()) {
            self.words += 1;
            let (plain, other) = letters(word);
            self.letters += plain + other;
            self.other_letters += other;
            if word.len() <= LONGEST {
                lower.clear();
                push_lower(word, &mut lower);
                if let Some(&(number, languages)) = TELLTALES.words.get(lower.as_str()) {
                    self.add(number, languages);
                }
            }
            if self.words.is_multiple_of(WORDS_AT_A_TIME)
                && let Some(language) = self.settled()
            {
                return Some(language);
            }
        }
        self.settled()
    }

    fn add(&mut self, number: u16, languages: u64) {
        let mut left = languages;
        while left != 0 {
            self.hits[left.trailing_zeros() as usize] += 1;
            left &= left - 1;
        }
        match self.found.iter_mut().find(|(n, ..)| *n == number) {
            Some((_, _, count)) => *count += 1,
            None => self.found.push((number, languages, 1)),
        }
    }

    fn settled(&self) -> Option<usize> {
        if self.letters < ENOUGH_LETTERS {
            return None;
        }
        let languages = 0..TELLTALES.languages.len();
        // The first of equals; the lead then decides.
        let best = languages.clone().rev().max_by_key(|&language| self.hits[language])?;
        let hits = self.hits[best];
        let different = self.found.iter().filter(|(_, l, _)| l & (1 << best) != 0).count();
        let plain = hits >= ENOUGH_HITS
            && different >= ENOUGH_DIFFERENT
            && f64::from(hits) >= LEAST_SHARE * f64::from(self.words)
            && languages.into_iter().all(|other| other == best || self.leads(best, other));
        plain.then_some(best)
    }

    fn leads(&self, best: usize, other: usize) -> bool {
        if f64::from(self.hits[best]) >= LEAST_LEAD * f64::from(self.hits[other]) {
            return true;
        }
        let only = |language: usize, without: usize| -> u32 {
            let lacks = |l: u64| l & (1 << language) != 0 && l & (1 << without) == 0;
            self.found.iter().filter(|(_, l, _)| lacks(*l)).map(|(.., count)| count).sum()
        };
        only(best, other) >= LEAST_OWN + OWN_LEAD * only(other, best)
    }

    /// Returns true when letter statistics could say something other than English, or than nothing:
    /// they are slow, and tables of figures are many.
    fn is_worth_asking(&self) -> bool {
        let english = TELLTALES.languages.iter().position(|code| *code == "en");
        let english = english.map_or(0, |english| self.hits[english]);
        let most = self.hits.iter().copied().max().unwrap_or(0);
        let supported = f64::from(most) >= LEAST_SUPPORT * f64::from(self.words);
        (most > english && supported) || self.other_letters * 4 > self.letters
    }

    /// Returns true when the little words do not bear a language out that has a list of them.
    fn speaks_against(&self, language: &str) -> bool {
        let Some(own) = TELLTALES.languages.iter().position(|code| *code == language) else {
            return false;
        };
        let own = f64::from(self.hits[own]);
        let most = f64::from(self.hits.iter().copied().max().unwrap_or(0));
        most > LEAST_LEAD * own || own < LEAST_SUPPORT * f64::from(self.words)
    }
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (!c.is_ascii() && (script::is_letter(c) || ('\u{300}'..'\u{370}').contains(&c)))
        || is_apostrophe(c)
}

/// Counts the letters of ASCII and the others; one of three bytes, a syllable or a word of its own in
/// most scripts, is three.
fn letters(word: &str) -> (usize, usize) {
    if word.is_ascii() {
        return (word.len(), 0);
    }
    let others = word.chars().filter(|c| !c.is_ascii());
    let other = others.map(|c| if c.len_utf8() == 3 { 3 } else { 1 }).sum();
    (word.bytes().filter(u8::is_ascii).count(), other)
}

fn push_lower(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.extend(word.bytes().map(|b| b.to_ascii_lowercase() as char));
    } else {
        let plain = |c: char| if is_apostrophe(c) { '\'' } else { c };
        out.extend(word.chars().map(plain).flat_map(char::to_lowercase));
    }
}

#[cfg(test)]
mod tests {
    //! 1. Plain texts are told, relatives apart. 2. What is short, mixed or no prose is left open.
    //! 3. Any text is answered.

    use super::*;
    use proptest::prelude::*;

    fn language(text: &str) -> Option<&'static str> {
        detect(text).map(|found| found.language)
    }

    /// Our own sentences, a language each.
    const TEXTS: &[(&str, &str)] = &[
        (
            "en",
            "The two delegations met for the third time this week, and nobody in the hall would \
            say whether the map on the table was the old one or the new one.",
        ),
        (
            "de",
            "Die beiden Delegationen trafen sich in dieser Woche zum dritten Mal, und niemand in \
            dem Saal wollte sagen, ob die Karte auf dem Tisch die alte war oder eine neue.",
        ),
        (
            "fr",
            "Les deux délégations se sont réunies pour la troisième fois cette semaine, et personne \
            dans la salle n’a voulu dire si la carte sur la table était l’ancienne ou une autre.",
        ),
        (
            "es",
            "Las dos delegaciones se reunieron por tercera vez esta semana, y nadie en la sala quiso \
            decir si el mapa que estaba sobre la mesa era el viejo o uno de los nuevos.",
        ),
        (
            "it",
            "Le due delegazioni si sono incontrate per la terza volta questa settimana, e nessuno \
            nella sala ha voluto dire se la mappa che era sul tavolo fosse quella di prima o no.",
        ),
        (
            "pt",
            "As duas delegações reuniram-se pela terceira vez esta semana, e ninguém na sala quis \
            dizer se o mapa que estava sobre a mesa era o antigo ou um dos que não se viram ainda.",
        ),
        (
            "nl",
            "De twee delegaties kwamen deze week voor de derde keer bij elkaar, en niemand in de zaal \
            wilde zeggen of de kaart die op de tafel lag nog de oude was of al een nieuwe.",
        ),
        (
            "sv",
            "De två delegationerna träffades för tredje gången den här veckan, och ingen i salen ville \
            säga om kartan som låg på bordet var den gamla eller om det var en ny.",
        ),
        (
            "fi",
            "Valtuuskunnat tapasivat tällä viikolla kolmannen kerran, eikä kukaan salissa halunnut \
            sanoa, oliko pöydällä oleva kartta vanha vai uusi. Sitä ei myöskään kysytty, koska aika \
            loppui kesken ja kaikilla oli nälkä.",
        ),
        (
            "ru",
            "Две делегации встретились на этой неделе в третий раз, и никто в зале не хотел сказать, \
            была ли карта на столе той же, что и раньше, или это была уже новая.",
        ),
        (
            "uk",
            "Дві делегації зустрілися цього тижня втретє, і ніхто в залі не хотів сказати, чи була \
            карта на столі тією самою, що й раніше, або це була вже нова, яку ще не бачили.",
        ),
        (
            "pl",
            "Obie delegacje spotkały się w tym tygodniu po raz trzeci i nikt w sali nie chciał \
            powiedzieć, czy mapa na stole była tą samą co przedtem, czy może była już nowa.",
        ),
        (
            "tr",
            "İki heyet bu hafta üçüncü kez bir araya geldi ve salondaki hiç kimse masadaki haritanın \
            eskisi mi yoksa yenisi mi olduğunu söylemek istemedi. Görüşmeler yarın sabah devam edecek.",
        ),
        (
            "zh",
            "两个代表团本周第三次会面，大厅里没有人愿意说桌上的地图是旧的还是新的。会谈将于明天上午继续进行，\
            双方都表示希望尽快达成协议，但是没有透露任何细节。记者在门外等了六个小时，只等到一句话：还在谈，\
            还没有结果，请大家回去休息，明天再来。",
        ),
        (
            "ja",
            "両代表団は今週三度目の会合を開いたが、机の上の地図が古いものか新しいものかを言おうとする者は会場に\
            いなかった。協議は明日の朝に再開される見通しで、双方ともできるだけ早い合意を望むと述べるにとどまった。",
        ),
    ];

    #[test]
    fn plain_texts_are_told() {
        for (code, text) in TEXTS {
            assert_eq!(language(text), Some(*code), "{text}");
        }
    }

    #[test]
    fn what_is_not_plain_is_left_open() {
        for text in [
            "",
            "Two delegations met.",
            "1,024 2,048 4,096 8,192 16,384 32,768 65,536 131,072 262,144 524,288 1,048,576",
            "Velmora Sarn Ostra Maldrava Orvenia Doransky Velmora Sarn Ostra Maldrava Orvenia Hale",
            "xkcd qwrt zxcv plmk jhgf xkcd qwrt zxcv plmk jhgf xkcd qwrt zxcv plmk jhgf xkcd qwrt",
        ] {
            assert_eq!(language(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in "\\PC{0,200}") {
            detect(&text);
        }
    }
}
