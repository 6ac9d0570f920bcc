//! Promises 1 and 3 for random texts: any text is read, and what is printed reads back.

use proptest::prelude::*;

use super::*;

/// Pieces that texts are made of: everything that means something, beside what does not.
fn pieces() -> impl Strategy<Value = String> {
    const SYNTAX: &str = r#"OR AND NOT NEAR NEAR/5 NEAR/ NEAR/99999999999 ( ) ( ) ( ) " " “ ” „ «
        » '' ' ‘‘ ’ `` "" - - + − -- * ~ ~2 ~9 ~5 \ title: source: Author: PATH: title:( date:2025
        SINCE:7d until:2025-12 date:2024.. : .. /"#;
    const WORDS: &str = "a b kyiv US WAR it's don’t cease-fire U.S. 10:30 café cafe\u{301} Київ
        مفاوضات שלום 停火 ไทย 🎉 👨‍👩‍👧 ß İ \u{202e}x ª \u{feff} \0 & -> €90bn 5 guarantee(s) x(
        http://x.y/z |";
    let spaces = vec![" ", " ", " ", "\t", "\u{a0}", "\u{3000}", " OR ", " AND ", " NEAR/3 "];
    let one_of =
        |list: &'static str| prop::sample::select(list.split_whitespace().collect::<Vec<_>>());
    prop_oneof![3 => one_of(SYNTAX), 2 => one_of(WORDS), 2 => prop::sample::select(spaces)]
        .prop_map(String::from)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn display_gives_back_the_same_tree(pieces in prop::collection::vec(pieces(), 0..24)) {
        keeps_promises(&pieces.concat());
    }

    #[test]
    fn spaced_pieces_read_back_too(pieces in prop::collection::vec(pieces(), 0..24)) {
        keeps_promises(&pieces.join(" "));
    }

    #[test]
    fn any_characters_read_back(text in "\\PC{0,40}") {
        keeps_promises(&text);
    }

    #[test]
    fn short_texts_of_marks_read_back(text in "[-+−\"'«»()~*\\\\: aA0]{0,14}") {
        keeps_promises(&text);
    }

    #[test]
    fn words_and_phrases_never_fail(pieces in prop::collection::vec(pieces(), 0..24)) {
        let text = pieces.concat();
        let words = parse(&text, &options(Mode::Words)).unwrap();
        prop_assert_eq!(words.clauses.len(), text.split_whitespace().count());
        prop_assert!(words.clauses.iter().all(is_wanted) && words.notes.is_empty());
        let phrase = parse(&text, &options(Mode::Phrase)).unwrap();
        prop_assert!(phrase.clauses.len() < 2);
        // What is printed of them is a query as well.
        let again = parse(&words.to_string(), &options(Mode::Syntax)).unwrap();
        prop_assert_eq!(meaning(again), meaning(words));
        let again = parse(&phrase.to_string(), &options(Mode::Syntax)).unwrap();
        prop_assert_eq!(again.to_string(), phrase.to_string());
    }

    #[test]
    fn dates_never_panic(text in "[0-9dwmyDW.\\-ay]{0,12}") {
        if let Ok(range) = parse_days(&text, today()) {
            prop_assert!(range.from.is_some() || range.to.is_some());
        }
    }
}

#[test]
fn signs_before_marks_read_back_behind_a_field() {
    for text in ["title:(->'')", "source:(+.\"\")", "(->'') OR a", "title:->''"] {
        keeps_promises(text);
    }
}
