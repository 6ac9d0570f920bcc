//! 1. Passages are whole sentences of 40 to 120 words where the text allows. 2. A heading starts
//! one, a colon holds one open. 3. Whatever the text: ranges in order, trimmed, every word inside,
//! no passage above the bound.

use super::*;
use proptest::prelude::*;

fn cut(text: &str) -> Vec<&str> {
    split(text).into_iter().map(|range| &text[range]).collect()
}

fn sentence(words: usize, name: &str) -> String {
    let mut all = vec!["word"; words - 1].join(" ");
    all.insert_str(0, &format!("{name} "));
    all.push('.');
    all
}

#[test]
fn short_paragraphs_join_and_long_ones_are_cut_between_sentences() {
    let text = format!("{}\n\n{}\n\n{}", sentence(20, "A"), sentence(30, "B"), sentence(50, "C"));
    assert_eq!(cut(&text).len(), 2);
    let long: Vec<String> = (0..10).map(|i| sentence(30, &format!("S{i}"))).collect();
    let text = long.join(" ");
    let passages = cut(&text);
    assert!(passages.len() >= 3);
    for passage in &passages {
        assert!(passage.starts_with('S') && passage.ends_with('.'), "{passage}");
        assert!((40..=120).contains(&count_words(passage)), "{}", count_words(passage));
    }
}

#[test]
fn a_heading_starts_a_passage() {
    let text = format!("{}\n\nWhat comes next\n\n{}", sentence(45, "A"), sentence(45, "B"));
    let passages = cut(&text);
    assert_eq!(passages.len(), 2);
    assert!(passages[1].starts_with("What comes next"));
}

#[test]
fn a_short_paragraph_joins_the_one_before_or_after_but_not_across_a_heading() {
    let text = format!("{}\n\n{}\n\n{}", sentence(60, "A"), sentence(25, "B"), sentence(110, "C"));
    let passages = cut(&text);
    assert_eq!(passages.len(), 2);
    assert!(passages[0].contains("\n\nB ") && passages[1].starts_with("C "));
    let c = format!("{} {}", sentence(55, "C"), sentence(55, "D"));
    let text = format!("{}\n\nWhat comes\n\n{}\n\n{c}", sentence(60, "A"), sentence(25, "B"));
    let passages = cut(&text);
    assert_eq!(passages.len(), 3);
    assert!(passages[1].starts_with("What comes\n\nB ") && passages[1].contains("\n\nC "));
}

#[test]
fn wrapped_lines_are_paragraphs_and_one_that_is_set_in_begins_another() {
    let text = "Talks due today between management and\nunions to try to end the strike at the plant in\n\
        the harbour were put off, a spokesman said.\n    The mill has stood still since Monday when\n\
        workers walked out over new manning levels.";
    let found: Vec<&str> = paragraphs(text).iter().map(|p| &text[p.range.clone()]).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[1].starts_with("The mill") && found[0].ends_with("said."));
    let lines = "First paragraph on a line of its own.\nSecond one, also on its own line.\nThird.";
    assert_eq!(paragraphs(lines).len(), 3);
}

#[test]
fn a_list_stays_with_the_line_that_introduces_it() {
    let intro = format!("{} Two issues remain:", sentence(50, "A"));
    let text = format!("{intro}\n\nthe future of the land\n\nsecurity guarantees for all");
    assert_eq!(cut(&text).len(), 1);
}

#[test]
fn text_without_sentence_ends_is_bounded() {
    let text = "word ".repeat(5000);
    for passage in cut(&text) {
        assert!(count_words(passage) <= MAX_WORDS);
    }
    let dotted = "a.".repeat(5000);
    for passage in cut(&dotted) {
        assert!(count_words(passage) <= MAX_WORDS);
    }
    let han = "北京大学".repeat(500);
    for passage in cut(&han) {
        assert!(count_words(passage) <= MAX_WORDS);
    }
}

#[test]
fn nothing_visible_is_no_passage() {
    assert_eq!(cut(""), Vec::<&str>::new());
    assert_eq!(cut(" \n\n \t"), Vec::<&str>::new());
}

proptest! {
    #[test]
    fn passages_hold_every_word_in_order(
        text in "([A-Ca-c]{1,4}[ .,:\n]{1,2}|\n\n|北京|[Ff]{30} |[.]|é\u{301}|🙂 ){0,300}"
    ) {
        let mut at = 0;
        for range in split(&text) {
            prop_assert!(!text[at..range.start].chars().any(|c| c.is_alphanumeric()));
            prop_assert!(range.start < range.end);
            let passage = &text[range.clone()];
            prop_assert_eq!(passage.trim(), passage);
            prop_assert!(count_words(passage) <= MAX_WORDS);
            at = range.end;
        }
        prop_assert!(!text[at..].chars().any(|c| c.is_alphanumeric()));
    }
}

proptest! {
    #[test]
    fn words_of_plain_text_are_counted_as_one_by_one(text in "[a-zA-Z0-9 .,'\n-]{0,400}") {
        let slow = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        prop_assert_eq!(count_words(&text), slow.count());
    }
}
