//! Words so common that a query does not count them: one fixed list, never document frequency.

/// English function words: the 33 that search engines drop by habit, and the rest of the closed
/// classes (pronouns, auxiliaries, prepositions, conjunctions). Content words are not here, so a
/// question still says what it is about. Sorted.
const ENGLISH: &[&str] = &[
    "a",
    "about",
    "all",
    "also",
    "although",
    "am",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "because",
    "been",
    "being",
    "between",
    "both",
    "but",
    "by",
    "can",
    "could",
    "did",
    "do",
    "does",
    "doing",
    "done",
    "during",
    "each",
    "for",
    "from",
    "had",
    "has",
    "have",
    "having",
    "he",
    "her",
    "him",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "into",
    "is",
    "it",
    "its",
    "may",
    "me",
    "might",
    "more",
    "most",
    "must",
    "my",
    "no",
    "not",
    "of",
    "on",
    "only",
    "or",
    "other",
    "our",
    "over",
    "shall",
    "she",
    "should",
    "since",
    "so",
    "some",
    "such",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "therefore",
    "these",
    "they",
    "this",
    "those",
    "though",
    "through",
    "thus",
    "to",
    "under",
    "until",
    "upon",
    "us",
    "very",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "why",
    "will",
    "with",
    "within",
    "without",
    "would",
    "you",
    "your",
];

/// What is left of an auxiliary before `n't` where that is no word of its own.
const SHORTENED: [&str; 4] = ["ain", "can", "shan", "won"];

/// Returns true when an exact form is a common word; a possessive or contraction counts as the
/// word it is made of (`it's`, `who's`, `don't`).
pub fn is_common(form: &str) -> bool {
    let listed = |word: &str| ENGLISH.binary_search(&word).is_ok();
    if let Some(word) = form.strip_suffix("'t") {
        return SHORTENED.contains(&word) || word.strip_suffix('n').is_some_and(listed);
    }
    listed(form.split('\'').next().unwrap_or(form))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_holds_no_content_word() {
        assert!(ENGLISH.is_sorted());
        assert!(is_common("the") && is_common("it's"));
        assert!(is_common("don't") && is_common("won't") && !is_common("grant't"));
        assert!(!is_common("security") && !is_common("o'brien"));
    }
}
