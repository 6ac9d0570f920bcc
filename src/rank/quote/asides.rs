//! What an article says between two pieces of one quotation: `“One,” she said. “And two.”`
//!
//! Whoever quotes both pieces as one has every word right, and should still be told.

use std::ops::Range;

use super::asked::Form;

/// Words of the longest aside: `said the minister, who had come late and left early, on Friday`.
const LONGEST: usize = 25;
/// Signs that open or close a quotation; which of the two, the space beside them tells.
const DOUBLE: [char; 6] = ['"', '“', '”', '„', '«', '»'];
const SINGLE: [char; 4] = ['\'', '‘', '’', '‚'];

/// Returns the words of each aside of a text, in order.
pub fn asides(text: &str, words: &[Form]) -> Vec<Range<usize>> {
    let mut asides = Vec::new();
    let mut closed: Option<usize> = None;
    for (next, pair) in (1..).zip(words.windows(2)) {
        let Some(gap) = text.get(pair[0].bytes.end..pair[1].bytes.start) else { continue };
        if let Some(first) = closed.filter(|_| opens(gap)) {
            if next > first && next - first <= LONGEST {
                asides.push(first..next);
            }
            closed = None;
        }
        if closes(gap) {
            closed = Some(next);
        }
    }
    asides
}

/// Returns true when a quotation ends behind the word before this gap.
fn closes(gap: &str) -> bool {
    let Some((before, behind)) = gap.split_once(is_sign) else { return false };
    let sign = gap[before.len()..].chars().next().unwrap_or_default();
    let ends = |c: char| !c.is_whitespace() && !is_sign(c);
    let is_attached = before.chars().next_back().map_or(DOUBLE.contains(&sign), ends);
    is_attached && behind.starts_with(|c: char| !c.is_alphanumeric())
}

/// Returns true when a quotation begins before the word behind this gap.
fn opens(gap: &str) -> bool {
    let before = gap.trim_end_matches(is_sign);
    before.len() < gap.len() && before.ends_with(|c: char| c.is_whitespace() || c == '—')
}

fn is_sign(c: char) -> bool {
    DOUBLE.contains(&c) || SINGLE.contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Analyser, Language};
    use crate::rank::quote::asked::forms;

    fn shown(text: &str) -> Vec<String> {
        let words = forms(&mut Analyser::default(), text, Language::English);
        let shown = |range: &Range<usize>| {
            text[words[range.start].bytes.start..words[range.end - 1].bytes.end].to_owned()
        };
        asides(text, &words).iter().map(shown).collect()
    }

    #[test]
    fn what_stands_between_two_pieces_is_found_whatever_the_signs() {
        for text in [
            "“It is cold,” she said. “And it will snow.”",
            "\"It is cold,\" she said. \"And it will snow.\"",
            "‘It is cold,’ she said. ‘And it will snow.’",
            "«It is cold», she said, «and it will snow.»",
            "„It is cold“, she said. „And it will snow.“",
            "He nodded. “It is cold,” she said.\n\n“And it will snow.”",
        ] {
            assert_eq!(shown(text), ["she said"], "{text}");
        }
    }

    #[test]
    fn nothing_else_is_an_aside() {
        for text in [
            "The boys' coats and the girls' hats were wet, as ’twas cold.",
            "“It is cold.” “And it will snow.”",
            "She said “it is cold” and “it will snow”.",
            "The 12\" pipe fits the 14\" hole.",
            "“It is cold,” she said, and nobody who sat at the long table by the window on that \
             day would have thought of asking her how cold it was, or for how long. “Snow.”",
        ] {
            let found = shown(text);
            let is_joined = text.contains("and “it");
            assert_eq!(found, if is_joined { vec!["and"] } else { vec![] }, "{text}");
        }
    }
}
