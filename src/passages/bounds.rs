//! Where sentences and paragraphs begin inside one passage.

use super::paragraph_ranges;
use super::sentences::sentences;

/// What begins at a place of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// A sentence inside a paragraph.
    Sentence,
    /// A paragraph, and with it a sentence.
    Paragraph,
}

/// Returns the bytes at which the sentences and paragraphs of a passage begin, in order.
///
/// A paragraph is what a passage keeps whole: a block between blank lines, or a line where lines
/// are paragraphs; of one that is longer than a passage each part counts. A passage begins one.
pub fn bounds(passage: &str) -> Vec<(usize, Bound)> {
    let mut found = Vec::new();
    for paragraph in paragraph_ranges(passage) {
        let begins = paragraph.start;
        for sentence in sentences(passage, paragraph) {
            let bound = if sentence.start == begins { Bound::Paragraph } else { Bound::Sentence };
            found.push((sentence.start, bound));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_and_paragraphs_begin_where_they_do() {
        let text = "Heading\n\nOne. Two on Nov. 27.\n\nThree.";
        let cut: Vec<(&str, Bound)> =
            bounds(text).into_iter().map(|(at, b)| (&text[at..at + 3], b)).collect();
        let (p, s) = (Bound::Paragraph, Bound::Sentence);
        assert_eq!(cut, [("Hea", p), ("One", p), ("Two", s), ("Thr", p)]);
        assert_eq!(bounds(" "), []);
    }
}
