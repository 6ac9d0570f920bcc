//! Bytes -> text: byte order marks, declared and detected encodings.
//!
//! Valid UTF-8 is UTF-8 whatever is declared. What was guessed or replaced is noted on the article.

use std::ops::{Range, RangeInclusive};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::article::SkipReason;

/// Text with what was done to get it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text, with `\n` as its only line break.
    pub(super) text: String,
    /// Sentences for [`crate::article::Article::notes`].
    pub(super) notes: Vec<String>,
}

/// Opens a line that leads to other stories, while a text is read: no text has this character, which Unicode keeps
/// for the use inside of programs.
pub(super) const LINE_MARK: char = '\u{fdd1}';

/// Bytes looked at to tell UTF-16 without a mark from binary data.
const SAMPLE: usize = 4096;
/// Bytes in which control characters are counted at a time.
const COUNTED: usize = 128;

/// Decodes `bytes`, using the encoding that the document declares when the bytes are not UTF-8.
///
/// # Errors
///
/// [`SkipReason::Binary`] when the bytes hold NUL or mostly control characters.
pub(super) fn decode(bytes: Vec<u8>, declared: Option<&str>) -> Result<Decoded, SkipReason> {
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        return finish(encoding, &bytes[length..], None);
    }
    if let Some(encoding) = wide_without_mark(&bytes) {
        return finish(encoding, &bytes, Some("guessed"));
    }
    if looks_binary(&bytes) {
        return Err(SkipReason::Binary);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text: unify_breaks(text), notes: Vec::new() }),
        Err(error) => error.into_bytes(),
    };
    if mostly_utf8(&bytes) {
        return finish(UTF_8, &bytes, None);
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let declared = declared.filter(|encoding| *encoding != UTF_8 && encoding.is_ascii_compatible());
    match declared {
        // What programs write where nobody told them otherwise.
        Some(encoding) if encoding == WINDOWS_1252 && is_of_other_script(&bytes) => {
            finish(guess(&bytes), &bytes, Some("guessed, against what was declared"))
        }
        Some(encoding) => finish(encoding, &bytes, Some("declared")),
        None => finish(guess(&bytes), &bytes, Some("guessed")),
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

/// Words of other scripts that a text has at least; a name or a sign may be of any.
const FEWEST_WORDS: usize = 20;

/// Letters of a word that may be of any encoding: `été` has two of three above ASCII.
const LONGER_WORD: usize = 4;

/// True for bytes that are no text of a script with Latin letters: most words that have a byte above
/// ASCII have no other, where a language of Western Europe has a letter or two so.
fn is_of_other_script(bytes: &[u8]) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0x80;
    let (mut whole, mut mixed) = (0, 0);
    for word in bytes.split(|byte| !is_letter(byte)).filter(|word| word.len() >= LONGER_WORD) {
        match word.iter().filter(|byte| **byte >= 0x80).count() {
            0 => {}
            high if 5 * high >= 4 * word.len() => whole += 1,
            _ => mixed += 1,
        }
    }
    whole >= FEWEST_WORDS && whole > 2 * mixed && guess(bytes) != WINDOWS_1252
}

fn finish(
    encoding: &'static Encoding,
    bytes: &[u8],
    how: Option<&str>,
) -> Result<Decoded, SkipReason> {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    if text.contains('\0') {
        return Err(SkipReason::Binary);
    }
    let mut notes = Vec::new();
    notes.extend(how.map(|how| note(encoding, how)));
    if replaced {
        notes.push(replaced_note(text.matches(char::REPLACEMENT_CHARACTER).count()));
    }
    Ok(Decoded { text: unify_breaks(text.into_owned()), notes })
}

/// Says how the encoding of an article is known.
pub(super) fn note(encoding: &'static Encoding, how: &str) -> String {
    format!("decoded as {} ({how})", encoding.name())
}

/// Says how many characters of an article were replaced.
pub(super) fn replaced_note(count: usize) -> String {
    format!("{count} invalid byte sequences became U+FFFD")
}

/// True for data that no text file holds: a NUL, or more than a tenth of control characters.
pub(super) fn looks_binary(bytes: &[u8]) -> bool {
    if memchr::memchr(0, bytes).is_some() {
        return true;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let is_control =
        |b: &u8| u8::from((*b < 0x20) & !matches!(*b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b | 0x1a));
    // Few enough at a time for a byte to count them, so that many are looked at at once.
    let counts = sample.chunks(COUNTED).map(|some| some.iter().map(is_control).sum::<u8>());
    counts.map(usize::from).sum::<usize>() * 10 > sample.len()
}

/// Recognises UTF-16 without a mark by where its zero bytes stand, else by letters that are all of one script.
pub(super) fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    // Most texts have none.
    memchr::memchr(0, sample)?;
    let zeros = |at: usize| sample.iter().skip(at).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    match half >= 4 {
        true if odd * 10 > half * 6 && even * 20 < half => Some(UTF_16LE),
        true if even * 10 > half * 6 && odd * 20 < half => Some(UTF_16BE),
        _ => match [u16::from_le_bytes, u16::from_be_bytes]
            .map(|unit| is_of_one_script(sample, unit))
        {
            [true, false] => Some(UTF_16LE),
            [false, true] => Some(UTF_16BE),
            _ => None,
        },
    }
}

/// Scripts whose letters have a byte beside them that is not zero.
const SCRIPTS: [&[RangeInclusive<u16>]; 8] = [
    &[0x0370..=0x03FF],                                   // Greek
    &[0x0400..=0x052F],                                   // Cyrillic
    &[0x0590..=0x05FF],                                   // Hebrew
    &[0x0600..=0x06FF],                                   // Arabic
    &[0x0900..=0x097F],                                   // Devanagari
    &[0x0E00..=0x0E7F],                                   // Thai
    &[0x3040..=0x30FF, 0x3400..=0x4DBF, 0x4E00..=0x9FFF], // Chinese, Japanese
    &[0xAC00..=0xD7A3],                                   // Korean
];

/// Units that a text has at least to be told so.
const FEWEST_UNITS: usize = 16;

/// Units of which one at least ends a line or parts words or sentences: numbers of measurements do not.
const UNITS_A_SIGN: usize = 50;

/// True for bytes that are text of one script, with what every script has beside its letters: at least half are
/// letters of it, and one in fifty at most is of another.
fn is_of_one_script(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> bool {
    let units = || bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let total = units().count();
    let is_control =
        |unit: u16| unit < 0x20 && ![0x09, 0x0A, 0x0D].contains(&unit) || unit >= 0xFFFE;
    let is_shared = |unit: u16| {
        matches!(unit, 0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0xA0..=0xBF | 0x2000..=0x206F | 0x20A0..=0x214F
            | 0x3000..=0x303F | 0xFF00..=0xFFEF)
    };
    let shared = units().filter(|&unit| is_shared(unit)).count();
    let parts = |unit: &u16| matches!(unit, 0x0A | 0x20 | 0x3000..=0x3002 | 0xFF0C);
    let signs = units().filter(parts).count();
    let is_text = |script: &&[RangeInclusive<u16>]| {
        let own = units().filter(|unit| script.iter().any(|range| range.contains(unit))).count();
        2 * own >= total && 50 * (total - own - shared) <= total
    };
    total >= FEWEST_UNITS
        && UNITS_A_SIGN * signs >= total
        && !units().any(is_control)
        && SCRIPTS.iter().any(is_text)
}

/// True for UTF-8 with a few bad bytes in it: a cut file, a pasted quotation mark.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad * 5
}

/// Makes `\n` the only line break.
///
/// The character with which lines are marked between here and the end of reading is no character of a text.
pub(super) fn unify_breaks(text: String) -> String {
    let text = if text.contains(LINE_MARK) { text.replace(LINE_MARK, "\u{fffd}") } else { text };
    let Some(first) = next_rare_break(&text, 0) else { return text };
    let mut unified = String::with_capacity(text.len());
    let (mut from, mut next) = (0, Some(first));
    while let Some(at) = next {
        unified.push_str(&text[from..at.start]);
        unified.push('\n');
        from = at.end;
        next = next_rare_break(&text, from);
    }
    unified.push_str(&text[from..]);
    unified
}

/// Returns where the next line break stands that is none of `\n`, but for the one behind a `\r`.
///
/// All of them begin with one of three bytes, which are looked for many at a time.
fn next_rare_break(text: &str, from: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    memchr::memchr3_iter(b'\r', 0xC2, 0xE2, &bytes[from..]).find_map(|at| {
        let at = from + at;
        let length = match bytes[at..] {
            [b'\r', b'\n', ..] | [0xC2, 0x85, ..] => 2,
            [b'\r', ..] => 1,
            [0xE2, 0x80, 0xA8 | 0xA9, ..] => 3,
            _ => return None,
        };
        Some(at..at + length)
    })
}

#[cfg(test)]
mod tests {
    //! 1. Marks and declarations decide. 2. Valid UTF-8 beats a lie. 3. Guesses are noted.
    //! 4. Binary data is refused. 5. Only `\n` breaks lines, and none is marked.

    use super::*;

    #[test]
    fn the_mark_of_lines_is_no_character_of_a_text() {
        let decoded = decode("\u{fdd1}The lock\r\nopens".into(), None).unwrap();
        assert_eq!(decoded.text, "\u{fffd}The lock\nopens");
    }

    proptest::proptest! {
        #[test]
        fn all_breaks_are_one(text in "[a\r\n\u{85}\u{2028}\u{2029}\u{2027}€Â\u{84} ]{0,12}") {
            let slow = text.replace("\r\n", "\n");
            let slow = slow.replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
            proptest::prop_assert_eq!(unify_breaks(text), slow);
        }
    }

    fn decoded(bytes: &[u8], declared: Option<&str>) -> (String, Vec<String>) {
        let decoded = decode(bytes.to_vec(), declared).unwrap();
        (decoded.text, decoded.notes)
    }

    #[test]
    fn marks_decide() {
        assert_eq!(decoded(b"\xef\xbb\xbfcaf\xc3\xa9", None), ("café".into(), vec![]));
        assert_eq!(decoded(b"\xff\xfec\0a\0f\0\xe9\0", None), ("café".into(), vec![]));
        assert_eq!(decoded(b"\xfe\xff\0c\0a\0f\0\xe9", None), ("café".into(), vec![]));
        let wide: Vec<u8> = "talks resume".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&wide, None).0, "talks resume");
    }

    #[test]
    fn declarations_are_used_unless_they_lie() {
        let (text, notes) = decoded(b"\xcf\xf0\xe8\xe2\xe5\xf2", Some("windows-1251"));
        assert_eq!((text.as_str(), notes.len()), ("Привет", 1));
        assert_eq!(decoded("café".as_bytes(), Some("windows-1251")).0, "café");
        assert_eq!(decoded(b"caf\xe9 latte, \xa320", Some("utf-8")).0, "café latte, £20");
        assert_eq!(decoded(b"caf\xe9 latte, \xa320", Some("utf-16")).0, "café latte, £20");
    }

    #[test]
    fn a_declaration_that_nobody_made_gives_way_to_another_script() {
        let encoded =
            |text: &str, encoding: &'static Encoding| encoding.encode(text).0.into_owned();
        let ferry =
            "Паром через старый канал остановился утром, и никто не знает почему. ".repeat(6);
        let bytes = encoded(&ferry, encoding_rs::WINDOWS_1251);
        let (text, notes) = decoded(&bytes, Some("iso-8859-1"));
        assert_eq!(text, ferry);
        assert_eq!(notes, ["decoded as windows-1251 (guessed, against what was declared)"]);
        let chinese =
            "<p>老运河上的渡轮星期一早上停航了，</p><p>没有人知道为什么会这样。</p>".repeat(12);
        let bytes = encoded(&chinese, encoding_rs::GBK);
        assert_eq!(decoded(&bytes, Some("iso-8859-1")).0, chinese);
        let french =
            "L'été dernier, le bac s'est arrêté à l'écluse, où l'on répétait déjà la fête. "
                .repeat(9);
        let bytes = encoded(&french, WINDOWS_1252);
        let (text, notes) = decoded(&bytes, Some("iso-8859-1"));
        assert_eq!((text, notes), (french, vec!["decoded as windows-1252 (declared)".to_string()]));
    }

    #[test]
    fn a_cut_character_is_replaced_and_noted() {
        let (text, notes) =
            decoded("“naïve” café – “déjà”".as_bytes().split_last().unwrap().1, None);
        assert!(text.ends_with("déjà\u{fffd}"), "{text}");
        assert_eq!(notes, ["1 invalid byte sequences became U+FFFD"]);
    }

    #[test]
    fn binary_data_is_refused() {
        assert_eq!(decode(b"text\0text".to_vec(), None), Err(SkipReason::Binary));
        assert_eq!(decode((1..20).collect(), None), Err(SkipReason::Binary));
    }

    #[test]
    fn only_newlines_break_lines() {
        assert_eq!(decoded(b"a\r\nb\rc\nd", None).0, "a\nb\nc\nd");
    }
}
