//! 1. Added words bring in articles of their own, behind those with the typed words, unmarked.
//! 2. Fresh articles come first where that is asked for. 3. The parts of a score add up.

use super::*;
use crate::date::Date;

/// Three articles on a dam, one of which does not name it, and others to make its words rare.
fn dams() -> Archive {
    let mut drafts = vec![
        draft(
            "The Varos dam cracked; the reservoir spillway engineers fled, turbines stood still.",
        ),
        draft("Varos: engineers say spillway gates and turbines failed while the reservoir rose."),
        draft(
            "Turbines flooded below the reservoir; spillway engineers were blamed at the inquiry.",
        ),
    ];
    drafts.extend((0..40).map(|i| draft(&format!("The council of town {i} met on a new school."))));
    archive(&drafts)
}

#[test]
fn added_words_bring_in_articles_behind_those_with_the_typed_word_and_are_not_marked() {
    let archive = dams();
    let plain = SearchRequest { matching: Match::AllFirst, ..request("varos") };
    assert_eq!(numbers(&archive, &plain).len(), 2);
    let result = search(&archive, &SearchRequest { expand: true, ..plain }).unwrap();
    let found: Vec<usize> = result.hits.iter().map(number).collect();
    assert_eq!(found.len(), 3);
    assert_eq!(found[2], 2);
    assert_eq!((result.receipt.matched_all, result.receipt.matched_some), (2, Some(1)));
    assert_eq!(result.hits[2].matched, Matched::Some);
    assert!(marked(&result.hits[2]).is_empty());
    let words: Vec<&str> = result.reading.added.iter().map(|added| added.word.as_str()).collect();
    assert!(words.contains(&"spillway") && words.contains(&"turbines"), "{words:?}");
    assert!(!words.contains(&"the") && !words.contains(&"school"), "{words:?}");
}

#[test]
fn articles_found_by_a_field_alone_have_no_words_to_add() {
    let sourced = |text: &str| Draft { source: Some("Ostra Wire".to_owned()), ..draft(text) };
    let archive = archive(&[sourced("the dam cracked"), sourced("the dam stood"), draft("a dam")]);
    let asked = SearchRequest { expand: true, ..request("source:ostra") };
    let result = search(&archive, &asked).unwrap();
    assert_eq!((result.hits.len(), result.reading.added.len()), (2, 0));
}

#[test]
fn what_must_hold_holds_for_added_words_too() {
    let archive = dams();
    for (query, matching) in [("varos -inquiry", Match::AllFirst), ("varos", Match::All)] {
        let asked = SearchRequest { expand: true, matching, ..request(query) };
        assert_eq!(numbers(&archive, &asked).len(), 2, "{query}");
    }
}

#[test]
fn the_fresher_of_two_like_articles_comes_first_and_relevance_still_counts() {
    let dated = |text: &str, day: u8| Draft { date: Date::from_ymd(2025, 11, day), ..draft(text) };
    let archive = archive(&[
        dated("Ferry talks: the ferry crews and the ferry owners met on the ferry.", 1),
        dated("The harbour office closed early and someone mentioned a ferry there.", 3),
        draft("Ferry talks: the ferry crews and the ferry owners met on the ferry again."),
    ]);
    let today = Date::from_ymd(2025, 12, 1).unwrap();
    let recent = |half_life_days| {
        let recent = Some(Recent { half_life_days, today });
        numbers(&archive, &SearchRequest { recent, ..request("ferry") })
    };
    assert_eq!(numbers(&archive, &request("ferry"))[0], 0);
    assert_eq!(recent(1000.0)[..2], [0, 1]);
    assert_eq!(recent(1.0), [1, 0, 2]);
}

#[test]
fn the_parts_of_a_score_add_up() {
    let archive = dams();
    let today = Date::from_ymd(2025, 12, 1).unwrap();
    let recent = Some(Recent { half_life_days: 7.0, today });
    for (expand, recent) in [(false, None), (true, None), (true, recent), (false, recent)] {
        let asked = SearchRequest { explain: true, expand, recent, ..request("varos spillway") };
        let result = search(&archive, &asked).unwrap();
        assert!(!result.hits.is_empty());
        for hit in &result.hits {
            let sum: f64 = hit.parts.iter().map(|(_, part)| part).sum();
            assert!((sum - hit.score).abs() < 1e-9, "{:?} {}", hit.parts, hit.score);
        }
    }
}
