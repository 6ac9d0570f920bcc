//! Text -> words, by looking at the characters around each gap.

use std::ops::Range;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

use crate::script::{
    continues_word, is_apostrophe, is_hyphen, is_invisible, is_unspaced, is_word_char,
};

/// A word of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    pub bytes: Range<usize>,
    /// Of two characters of a script without spaces, the end of the first.
    pub lead_end: usize,
    /// The first of them, folded; empty for other words.
    pub lead: String,
    pub position: usize,
    pub is_whole_compound: bool,
    pub form: String,
    pub stem: String,
}

/// Cuts a text into words; the whole of a compound comes after its parts.
pub fn words(text: &str) -> Vec<Word> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let at = |i: usize| chars.get(i).map(|&(_, c)| c);
    let byte = |i: usize| chars.get(i).map_or(text.len(), |&(b, _)| b);
    let mut found: Vec<Word> = Vec::new();
    let mut position = 0;
    let mut compound: Vec<Range<usize>> = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i].1;
        if is_unspaced(c) {
            let end_of = |from: usize| {
                let longer = (from + 1..).find(|&i| !at(i).is_some_and(belongs_to_the_last));
                longer.unwrap_or(chars.len())
            };
            let end = end_of(i);
            let gap = usize::from(matches!(at(end), Some('\n' | '\u{200B}')));
            let first = &text[byte(i)..byte(end)];
            let (second, last) = match at(end + gap) {
                Some(next) if is_unspaced(next) => {
                    let last = end_of(end + gap);
                    (&text[byte(end + gap)..byte(last)], last)
                }
                _ => ("", end),
            };
            let form = fold(first) + &fold(second);
            found.push(Word {
                bytes: byte(i)..byte(last),
                lead_end: byte(end),
                lead: fold(first),
                position,
                is_whole_compound: false,
                stem: form.clone(),
                form,
            });
            position += 1;
            i = end;
            continue;
        }
        if !is_word_char(c) {
            i += 1;
            continue;
        }
        let (end, next) = end_of_word(&chars, i);
        let mut start = byte(i);
        let mut elided = false;
        let surface = &text[byte(i)..byte(end)];
        for head in ["l", "d", "j", "m", "t", "s", "c", "n", "qu", "un"] {
            let rest = surface.to_lowercase().starts_with(head).then(|| &surface[head.len()..]);
            let Some(rest) = rest else { continue };
            let Some(tail) = rest.strip_prefix(is_apostrophe) else { continue };
            if tail.chars().count() >= 2 {
                found.push(word(text, start..start + head.len(), position));
                position += 1;
                start = byte(end) - tail.len();
                elided = true;
            }
        }
        found.push(word(text, start..byte(end), position));
        position += 1;
        // A part that is no plain word spoils the compound.
        let plain = !elided && !surface.contains(['.', ',']);
        compound.push(if plain { byte(i)..byte(end) } else { 0..0 });
        let joins = at(end).is_some_and(is_hyphen) && at(end + 1).is_some_and(is_word_char);
        if !joins {
            let whole = compound.first().map_or(0, |r| r.start)..byte(end);
            let fits = (2..=3).contains(&compound.len())
                && compound.iter().all(|part| !part.is_empty())
                && whole.len() <= 48
                && text[whole.clone()].chars().any(char::is_alphabetic);
            if fits {
                let mut joined = word(text, whole, position - compound.len());
                joined.is_whole_compound = true;
                found.push(joined);
            }
            compound.clear();
        }
        i = next;
    }
    found
}

/// Marks, and the later parts of what is decomposed.
fn belongs_to_the_last(c: char) -> bool {
    continues_word(c) || matches!(u32::from(c), 0x1160..=0x11FF | 0xFF9E | 0xFF9F)
}

fn end_of_word(chars: &[(usize, char)], start: usize) -> (usize, usize) {
    let at = |i: usize| chars.get(i).map(|&(_, c)| c);
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut end = start + 1;
    let mut points = 0;
    while let Some(c) = at(end) {
        let goes_on = is_word_char(c)
            || continues_word(c)
            || (is_apostrophe(c) && at(end + 1).is_some_and(is_word_char))
            || ((c == '.' || c == ',') && is_digit(at(end - 1)) && is_digit(at(end + 1)));
        if !goes_on {
            if c != '.'
                || !is_acronym_so_far(&chars[start..end])
                || !letter_stands_alone(chars, end + 1)
            {
                break;
            }
            points += 1;
        }
        end += 1;
    }
    if points > 0 && at(end) == Some('.') {
        end += 1;
        let s = at(end + 1).is_some_and(|c| c == 's' || c == 'S');
        if at(end).is_some_and(is_apostrophe) && s && !at(end + 2).is_some_and(is_word_char) {
            return (end, end + 2);
        }
    }
    (end, end)
}

/// One letter, or letters each followed by a point but the last.
fn is_acronym_so_far(chars: &[(usize, char)]) -> bool {
    let visible: String = chars.iter().map(|&(_, c)| c).filter(|&c| !continues_word(c)).collect();
    let mut letters = visible.split('.');
    let first = visible.chars().next().is_some_and(char::is_alphabetic);
    first && letters.all(|part| part.chars().count() == 1 && part.chars().all(is_word_char))
}

fn letter_stands_alone(chars: &[(usize, char)], i: usize) -> bool {
    let at = |i: usize| chars.get(i).map(|&(_, c)| c);
    let is_letter = at(i).is_some_and(|c| is_word_char(c) && c.is_alphabetic());
    let mut after = i + 1;
    while at(after).is_some_and(continues_word) {
        after += 1;
    }
    is_letter && !at(after).is_some_and(|c| is_word_char(c) || is_unspaced(c) || is_apostrophe(c))
}

fn word(text: &str, bytes: Range<usize>, position: usize) -> Word {
    let surface = &text[bytes.clone()];
    let parts: Vec<String> =
        surface.split(is_hyphen).map(|part| fold(part.strip_suffix('.').unwrap_or(part))).collect();
    let base: String = parts.iter().map(|part| base(part)).collect();
    let latin = base
        .chars()
        .next()
        .is_some_and(|c| c < '\u{250}' || ('\u{1E00}'..='\u{1EFF}').contains(&c));
    let digits = base.chars().any(char::is_numeric);
    let stem = if latin && !digits {
        let stem = Stemmer::create(Algorithm::English).stem(&base).into_owned();
        if stem.is_empty() { base } else { stem }
    } else {
        base
    };
    let (lead_end, form) = (bytes.end, parts.join("-"));
    Word { bytes, lead_end, lead: String::new(), position, is_whole_compound: false, form, stem }
}

/// The exact form of a word.
fn fold(surface: &str) -> String {
    let decomposed: Vec<char> =
        surface.nfkd().flat_map(char::to_lowercase).filter(|&c| !is_invisible(c)).nfkd().collect();
    let mut kept = String::new();
    for &c in &decomposed {
        let is_short_i = c == '\u{306}' && kept.ends_with('и');
        let is_accent = matches!(u32::from(c),
            0x300..=0x36F | 0x591..=0x5BD | 0x5BF | 0x5C1 | 0x5C2 | 0x5C4 | 0x5C5 | 0x5C7
            | 0x64B..=0x65F | 0x670 | 0x640 | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20F0);
        if is_short_i || !is_accent {
            kept.push(c);
        }
    }
    let mut form: String = kept.nfc().collect();
    for (from, to) in [
        ("ß", "ss"),
        ("æ", "ae"),
        ("œ", "oe"),
        ("þ", "th"),
        ("ø", "o"),
        ("ł", "l"),
        ("đ", "d"),
        ("ð", "d"),
        ("ħ", "h"),
        ("ı", "i"),
        ("ς", "σ"),
    ] {
        form = form.replace(from, to);
    }
    form.replace(is_apostrophe, "'")
}

/// What the stemmer sees of a folded word.
fn base(form: &str) -> String {
    let form = form.strip_suffix("'s").unwrap_or(form);
    if !form.contains(|c: char| c.is_ascii_digit()) {
        return form.replace(['\'', '.'], "");
    }
    let groups: Vec<&str> = form.split(',').collect();
    let digits = |s: &str| s.chars().take_while(char::is_ascii_digit).count();
    let grouped = (1..=3).contains(&groups[0].len())
        && groups[0].chars().all(|c| c.is_ascii_digit())
        && groups[1..].iter().all(|group| digits(group) == 3);
    if grouped { form.replace(',', "") } else { form.replace(',', ".") }
}
