//! What stock pieces get wrong, one promise each: traps measured on the engine, and complaints of
//! people who use tools like this.

use super::*;
use crate::analysis::Analyser;
use crate::query::{Sequence, WHOLE};

#[test]
fn a_quoted_phrase_is_one_mark_and_its_words_alone_are_not_marked() {
    let archive = texts(&[
        "The National Security adviser spoke of guarantees. They want security guarantees now.",
        "National Security alone, and a guarantee.",
    ]);
    assert_eq!(finds(&archive, "\"security guarantees\""), [0]);
    assert_eq!(first_marks(&archive, "\"security guarantees\""), ["security guarantees"]);
    assert_eq!(finds(&archive, "security guarantees"), [0, 1]);
}

#[test]
fn unquoted_words_find_inflections_and_quoted_words_do_not() {
    let archive = texts(&["The guarantees hold.", "They guaranteed it."]);
    assert_eq!(finds(&archive, "guarantee"), [0, 1]);
    assert_eq!(first_marks(&archive, "guarantee").len(), 1);
    assert_eq!(finds(&archive, "\"guarantee\""), NONE);
    assert_eq!(finds(&archive, "\"Guarantees\""), [0]);
}

#[test]
fn apostrophes_and_possessives_are_no_obstacle() {
    let archive = texts(&["It's Macron’s plan, don't panic.", "O'Brien met Macron.", "Nothing."]);
    assert_eq!(finds(&archive, "Macron"), [0, 1]);
    assert_eq!(finds(&archive, "Macron's"), [0, 1]);
    assert_eq!(finds(&archive, "Macron’s"), [0, 1]);
    assert_eq!(finds(&archive, "don't panic"), [0]);
    assert_eq!(finds(&archive, "O’Brien"), [1]);
    assert_eq!(finds(&archive, "it's"), [0]);
    assert_eq!(first_marks(&archive, "macron plan"), ["Macron’s", "plan"]);
}

#[test]
fn anything_typed_is_a_query() {
    let archive = texts(&["Q: why at 10:30? U.S. talks on foo:bar and C++ (really)."]);
    for query in [
        "10:30",
        "Q: why",
        "U.S.: talks",
        "foo:bar",
        "\"talks unbalanced",
        "why (talks",
        "AND",
        "talks AND",
        "OR talks",
        "wh*",
        "talks~1",
        "why)",
        "((talks",
        "\\",
        "talks\"",
        "*",
        "~",
        "NEAR/5",
        "talks NEAR",
        "title:",
        "-",
        "+",
        "talks -",
        "a:b:c talks",
        "🙂 talks",
        "\u{0}",
    ] {
        search(&archive, &request(query)).unwrap();
    }
    for query in ["10:30", "Q: why", "U.S.: talks", "foo:bar", "talks AND", "\"talks unbalanced"] {
        let shown = SearchRequest { matching: Match::AllFirst, ..request(query) };
        let found = numbers(&archive, &shown);
        assert_eq!(found, [0], "{query}");
    }
}

#[test]
fn an_empty_query_and_one_of_exclusions_only_find_nothing() {
    let archive = texts(&["security talks"]);
    for query in ["", "  ", "-security", "-a -b", "🙂", "since:2020"] {
        let result = search(&archive, &request(query)).unwrap();
        assert!(result.hits.is_empty() && result.reading.is_wordless, "{query}");
    }
}

#[test]
fn an_exclusion_excludes_and_is_never_marked() {
    let archive =
        texts(&["security guarantees", "security talks", "security talks and guarantees"]);
    assert_eq!(finds(&archive, "security -guarantees"), [1]);
    assert_eq!(finds(&archive, "security -\"talks and\""), [0, 1]);
    assert_eq!(finds(&archive, "security (guarantees OR talks)"), [0, 1, 2]);
    let either = "(security -talks) OR (talks and guarantees)";
    assert!(!first_marks(&archive, either).is_empty());
}

#[test]
fn curly_and_doubled_quotes_are_quotes() {
    let archive = texts(&["no compromise was reached", "compromise or no deal"]);
    for query in ["“no compromise”", "‘‘no compromise’’", "''no compromise''", "«no compromise»"]
    {
        assert_eq!(finds(&archive, query), [0], "{query}");
    }
}

#[test]
fn spellings_of_one_word_find_each_other() {
    let archive = texts(&[
        "a cease-fire held",
        "a ceasefire held",
        "a cease fire held",
        "the U.S. side",
        "the US side",
        "a café opened",
        "a cafe\u{301} opened",
    ]);
    for query in ["cease-fire", "ceasefire", "cease fire", "Ceasefires"] {
        assert_eq!(finds(&archive, query), [0, 1, 2], "{query}");
    }
    for query in ["U.S. side", "US side"] {
        assert_eq!(finds(&archive, query), [3, 4], "{query}");
    }
    for query in ["café", "cafe", "cafe\u{301}", "\"café\"", "CAFÉ"] {
        assert_eq!(finds(&archive, query), [5, 6], "{query}");
    }
    assert_eq!(finds(&archive, "\"ceasefire\""), [1]);
}

#[test]
fn two_words_side_by_side_are_joined_only_where_the_join_is_a_word_of_both() {
    let archive = texts(&["the government sat", "they lied to the government", "a filter hummed"]);
    assert_eq!(finds(&archive, "government lied"), [1]);
    assert_eq!(finds(&archive, "lied government"), [1]);
    assert_eq!(finds(&archive, "filter ring"), NONE);
    // What must hold is not widened by a bare word beside it.
    let archive = texts(&["a ceasefire held", "cease talk of fire"]);
    assert_eq!(finds(&archive, "cease fire"), [0, 1]);
    assert_eq!(finds(&archive, "(cease OR x) cease fire"), [1]);
}

#[test]
fn marks_of_greek_and_hebrew_text_are_whole_words() {
    let archive = texts(&["Η ασφάλεια και οι εγγυήσεις", "שלום עולם וביטחון"]);
    assert_eq!(first_marks(&archive, "ασφάλεια"), ["ασφάλεια"]);
    assert_eq!(first_marks(&archive, "עולם"), ["עולם"]);
}

#[test]
fn the_best_passage_comes_first_and_more_can_be_had() {
    let filler = "Nothing to see here at all, only words that fill a line. ".repeat(8);
    let text =
        format!("Security is one word.\n\n{filler}\n\nWe want security guarantees.\n\n{filler}");
    let archive = texts(&[&text]);
    let hit = |n| {
        let asked = SearchRequest { passages: n, ..request("security guarantees") };
        search(&archive, &asked).unwrap().hits.remove(0)
    };
    assert_eq!(hit(1).passages.len(), 1);
    assert!(hit(1).passages[0].text.contains("security guarantees"));
    let both = hit(9);
    assert!(both.passages.len() >= 2);
    assert!(both.passages[0].score > both.passages[1].score);
    assert!(both.passages.iter().all(|p| !p.marks.is_empty()));
}

#[test]
fn a_title_that_matches_alone_is_marked_and_the_opening_shown() {
    let titled = Draft { title: Some("Security talks".into()), ..draft("The opening line.") };
    let archive = archive(&[titled, draft("other")]);
    let hit = search(&archive, &request("security")).unwrap().hits.remove(0);
    assert_eq!(marked(&hit), ["Security"]);
    assert!(hit.passages.is_empty());
    assert_eq!(hit.lead.unwrap().text, "The opening line.");
}

#[test]
fn words_may_be_spread_over_title_and_text_but_a_phrase_may_not() {
    let titled = Draft { title: Some("Security".into()), ..draft("guarantees were given") };
    let archive = archive(&[titled]);
    assert_eq!(finds(&archive, "security guarantees"), [0]);
    assert_eq!(finds(&archive, "\"security guarantees\""), NONE);
    assert_eq!(finds(&archive, "title:security"), [0]);
    assert_eq!(finds(&archive, "title:guarantees"), NONE);
}

#[test]
fn no_phrase_reaches_across_passages() {
    let sentence = "word ".repeat(60) + "security.";
    let archive = texts(&[&format!("{sentence}\n\nguarantees {sentence}")]);
    assert_eq!(finds(&archive, "\"security guarantees\""), NONE);
    assert_eq!(finds(&archive, "\"word security\""), [0]);
}

#[test]
fn all_words_come_first_then_some_whatever_their_score() {
    let archive = texts(&[
        "security security security security",
        "a long text about many things, security among them, and guarantees, and more, and more",
        "guarantees guarantees",
    ]);
    let result = search(&archive, &request("security guarantees")).unwrap();
    let order: Vec<(usize, Matched)> = result.hits.iter().map(|h| (number(h), h.matched)).collect();
    assert_eq!(order[0], (1, Matched::All));
    assert!(order[1..].iter().all(|(_, matched)| *matched == Matched::Some));
    assert_eq!((result.receipt.matched_all, result.receipt.matched_some), (1, Some(2)));
    assert!(result.receipt.is_relaxed);
    let only = SearchRequest { matching: Match::All, ..request("security guarantees") };
    assert_eq!(numbers(&archive, &only), [1]);
    let any = SearchRequest { matching: Match::Some, ..request("security guarantees") };
    assert_eq!(numbers(&archive, &any).len(), 3);
    // What must hold is never given up, and one bare word beside it has no part to give up.
    assert_eq!(numbers(&archive, &request("+security guarantees")), [1]);
    assert_eq!(numbers(&archive, &request("\"security\" guarantees")), [1]);
}

#[test]
fn common_words_do_not_count_unless_there_is_nothing_else() {
    let archive = texts(&["security", "the who", "WHO experts"]);
    assert_eq!(finds(&archive, "the security"), [0]);
    assert_eq!(finds(&archive, "the"), [1]);
    assert_eq!(finds(&archive, "WHO experts said nothing of it OR x"), NONE);
    assert_eq!(numbers(&archive, &request("WHO doctors")), [1, 2]);
    assert_eq!(numbers(&archive, &request("who doctors")), NONE);
}

fn dated(day: Option<(i16, u8, u8)>, source: &str) -> Draft {
    let date = day.and_then(|(y, m, d)| crate::date::Date::from_ymd(y, m, d));
    Draft { date, source: Some(source.to_owned()), ..draft("security talks") }
}

#[test]
fn filters_hold_before_the_cut_and_undated_articles_are_counted() {
    let mut drafts = vec![dated(Some((2025, 11, 30)), "BBC News"); 30];
    drafts.push(dated(Some((2025, 12, 4)), "News.Az"));
    drafts.push(dated(None, "News.Az"));
    let archive = archive(&drafts);
    let all = |query: &str| SearchRequest { limit: 5, ..request(query) };
    assert_eq!(numbers(&archive, &all("security source:news.az")), [30, 31]);
    assert_eq!(numbers(&archive, &all("security date:2025-12-04")), [30]);
    assert_eq!(numbers(&archive, &all("security date:2025-12")), [30]);
    assert_eq!(numbers(&archive, &all("security since:2025-12-01")), [30]);
    assert_eq!(numbers(&archive, &all("security until:2025-11")).len(), 5);
    assert_eq!(numbers(&archive, &all("security -source:bbc")), [30, 31]);
    let by_option = SearchRequest { sources: vec!["news.az".into()], ..all("security") };
    assert_eq!(numbers(&archive, &by_option), [30, 31]);
    let result = search(&archive, &all("security since:2025-12-01")).unwrap();
    assert_eq!(result.receipt.matched_all, 1);
    assert_eq!(result.receipt.excluded_undated, 1);
    assert_eq!((result.receipt.undated, result.receipt.sources), (1, 2));
}

#[test]
fn an_outlet_is_asked_for_beside_words_that_may_be_missing() {
    let from = |text: &str, source: &str| Draft { source: Some(source.to_owned()), ..draft(text) };
    let archive = archive(&[
        from("talks on security", "BBC News"),
        from("talks on grain", "BBC News"),
        from("a storm", "BBC News"),
        from("a storm", "News.Az"),
        from("a storm", "Kyiv Post"),
    ]);
    let found = |query: &str, sources: &[&str]| {
        let sources = sources.iter().map(|source| (*source).to_owned()).collect();
        numbers(&archive, &SearchRequest { sources, ..request(query) })
    };
    let sorted = |mut numbers: Vec<usize>| {
        numbers.sort_unstable();
        numbers
    };
    let query = "security OR -talks";
    assert_eq!(sorted(found(query, &[])), [0, 2, 3, 4]);
    assert_eq!(sorted(found(query, &["bbc news"])), [0, 2]);
    assert_eq!(sorted(found(query, &["bbc news", "news.az"])), [0, 2, 3]);
    assert_eq!(sorted(found("(security OR -talks) source:bbc", &[])), [0, 2]);
}

#[test]
fn ties_go_to_the_latest_then_to_the_lowest_id() {
    let days = [None, Some((2025, 1, 1)), Some((2025, 3, 1)), None, Some((2025, 3, 1))];
    let archive = archive(&days.map(|day| dated(day, "x")));
    let ids: Vec<u64> = (0..5).map(|i| draft("x").stored(i).id.0).collect();
    let ordered = |a: usize, b: usize| if ids[a] < ids[b] { [a, b] } else { [b, a] };
    let ([a, b], [c, d]) = (ordered(2, 4), ordered(0, 3));
    assert_eq!(numbers(&archive, &request("security")), [a, b, 1, c, d]);
    let sorted = |sort| numbers(&archive, &SearchRequest { sort, ..request("security") });
    assert_eq!(sorted(Sort::Newest), [a, b, 1, c, d]);
    assert_eq!(sorted(Sort::Oldest), [1, a, b, c, d]);
}

#[test]
fn pages_cut_the_same_order() {
    let drafts: Vec<Draft> =
        (1..=250).map(|n| draft(&"security talks ".repeat(n % 37 + 1))).collect();
    let archive = archive(&drafts);
    let page = |offset, limit| {
        numbers(&archive, &SearchRequest { offset, limit, ..request("security talks") })
    };
    let all = page(0, 1000);
    assert_eq!(all.len(), 250);
    assert_eq!(page(0, 10), all[..10]);
    assert_eq!(page(95, 20), all[95..115]);
    assert_eq!(page(250, 10), NONE);
    let scores: Vec<f64> =
        search(&archive, &SearchRequest { limit: 1000, ..request("security talks") })
            .unwrap()
            .hits
            .iter()
            .map(|hit| hit.score)
            .collect();
    assert!(scores.is_sorted_by(|a, b| a >= b));
}

#[test]
fn the_parts_of_a_score_add_up() {
    let archive = texts(&["security guarantees for all", "security", "guarantees then security"]);
    let asked = SearchRequest { explain: true, ..request("security guarantees") };
    for hit in search(&archive, &asked).unwrap().hits {
        let sum: f64 = hit.parts.iter().map(|(_, part)| part).sum();
        assert!((sum - hit.score).abs() < 1e-9, "{:?}", hit.parts);
    }
}

#[test]
fn a_query_of_ten_thousand_words_is_answered() {
    let archive = texts(&["security talks", "nothing"]);
    let query: String = (0..10_000).map(|n| format!("word{n} ")).collect::<String>() + "security";
    assert_eq!(numbers(&archive, &request(&query)), [0]);
}

#[test]
fn what_only_resembles_a_word_counts_less() {
    use crate::analysis::Language;
    let archive = archive(&[draft("talks in kyiv today"), draft("talks in kiev today")]);
    let languages = || std::iter::once(Language::English);
    let plan_of = |text: &str| {
        let analyser = &mut Analyser::default();
        lower(analyser, text, &request(text).query, languages(), &[], &[])
    };
    let score = |plan: &Plan, number: usize| {
        let articles = Articles::open(&archive, plan, Formula::default()).unwrap();
        let found = articles.find(Match::AllFirst, Sort::Score, 10, 10).unwrap().first;
        let name = |f: &&Found| archive.articles().unwrap().read(f.place).unwrap().relative;
        let is_it = |f: &&Found| name(f).to_string_lossy() == format!("{number:04}.txt");
        found.iter().find(is_it).map(|f| f.score)
    };
    let mut plan = plan_of("kyiv");
    assert_eq!(score(&plan, 1), None);
    let variant = plan_of("kiev").leaves[0].pattern.items()[0][0].slots.clone();
    plan.leaves[0].pattern.items_mut()[0].push(Sequence { slots: variant, weight: WHOLE * 6 / 10 });
    assert!(score(&plan, 0) > score(&plan, 1) && score(&plan, 1) > Some(0.0));
}

#[test]
fn an_article_without_any_of_the_words_may_match() {
    let day = |day| Draft { date: crate::date::Date::from_ymd(2025, 12, day), ..draft("Talks.") };
    let archive = archive(&[draft("Guarantees."), draft("Talks."), day(1), day(4)]);
    assert_eq!(finds(&archive, "guarantees OR -guarantees"), [0, 1, 2, 3]);
    assert_eq!(finds(&archive, "guarantees OR since:2025-12-03"), [0, 3]);
    assert_eq!(finds(&archive, "guarantees OR -since:2025-12-03"), [0, 1, 2]);
    assert_eq!(finds(&archive, "-(-guarantees since:2025-12-03)"), [0, 1, 2]);
    assert_eq!(finds(&archive, "-(-guarantees OR since:2025-12-03)"), [0]);
    assert_eq!(finds(&archive, "-guarantees"), NONE);
}

#[test]
fn a_bare_word_joined_with_the_next_widens_no_other() {
    let archive = texts(&["The US pointceasefire holds."]);
    assert_eq!(finds(&archive, "point ceasefire"), [0]);
    assert_eq!(finds(&archive, "+(point US) point ceasefire"), NONE);
}
