//! 1. A line is found where it stands, earliest first, with what differs. 2. A headline counts.
//! 3. Nothing is found of what nobody wrote.

use super::*;
use crate::date::Date;
use crate::rank::tests::{Draft, archive};

const LINE: &str = "Whoever signs first will be asked who signed last.";

fn drafts() -> Vec<Draft> {
    let of = |day: u8, text: &str, title: &str| Draft {
        title: Some(title.to_owned()),
        date: Date::from_ymd(2025, 11, day),
        text: text.to_owned(),
        ..Draft::default()
    };
    vec![
        of(
            9,
            "It went on. “Whoever signs first will be asked who signed last,” Greve said. So.",
            "A",
        ),
        of(4, "Whoever signed first, she said, will be asked. Nobody laughed.", "B"),
        of(6, "Greve: whoever signs first will be asked — I promise — who signs last. Rain.", "C"),
        of(
            7,
            "Nothing of the kind was said here.",
            "Whoever signs first will be asked who signed last",
        ),
    ]
}

fn found(line: &str) -> Vec<(u32, How, bool, String)> {
    let archive = archive(&drafts());
    let result = quote(&archive, line, 10).unwrap();
    assert_eq!(result.total, result.found.len());
    let day = |quoted: &Quoted| {
        quoted.article.article.date.as_ref().map_or(0, |date| u32::from(date.value.ymd().2))
    };
    let shown = |q: &Quoted| (day(q), q.how, q.in_title, q.wording[q.quoted.clone()].to_owned());
    result.found.iter().map(shown).collect()
}

#[test]
fn a_line_is_found_where_it_stands_earliest_first() {
    let found = found(LINE);
    let brief: Vec<(u32, How, bool)> = found.iter().map(|f| (f.0, f.1, f.2)).collect();
    assert_eq!(brief, [(7, How::Exact, true), (9, How::Exact, false)]);
    assert_eq!(found[1].3, "Whoever signs first will be asked who signed last");
}

#[test]
fn a_headline_that_has_the_line_is_told_before_a_text_that_has_it_nearly() {
    let draft = Draft {
        title: Some("Whoever signs first will be asked who signed last".to_owned()),
        text: "Whoever signs first will be told who signed last, Greve said.".to_owned(),
        ..Draft::default()
    };
    let result = quote(&archive(&[draft]), LINE, 10).unwrap();
    assert_eq!((result.found[0].how, result.found[0].in_title), (How::Exact, true));
}

#[test]
fn brackets_around_letters_of_a_word_do_not_count() {
    let found = found("[w]hoever sign[s] first will be asked who signed last");
    assert_eq!((found[1].0, found[1].1), (9, How::Exact));
}

#[test]
fn ellipses_leave_words_out_and_changed_words_are_named() {
    let found_cut = found("Whoever signs first will be asked … who signs last");
    assert_eq!((found_cut[0].0, found_cut[0].1), (6, How::Cut));
    let archive = archive(&drafts());
    let result = quote(&archive, "Whoever signs first will be told who signed last", 10).unwrap();
    assert_eq!(result.found.len(), 2);
    for quoted in &result.found {
        let [differs] = &quoted.differences[..] else { panic!("{:?}", quoted.differences) };
        assert_eq!(differs.kind, Kind::Changed);
        assert_eq!(&result.text[differs.asked.clone().unwrap()], "told");
        assert_eq!(&quoted.wording[differs.there.clone().unwrap()], "asked");
    }
}

#[test]
fn wording_stands_where_it_is_said_to() {
    let archive = archive(&drafts());
    let result = quote(&archive, LINE, 1).unwrap();
    assert_eq!((result.found.len(), result.total), (1, 2));
    let result = quote(&archive, LINE, 10).unwrap();
    let text: Vec<char> = drafts()[0].text.chars().collect();
    let cut: String = text[result.found[1].place.clone()].iter().collect();
    assert_eq!(cut, result.found[1].wording);
    assert!(cut.starts_with("“Whoever"), "{cut}");
}

#[test]
fn what_nobody_wrote_is_not_found() {
    for line in [
        "Whoever laughed first will be asked who promised rain",
        "Nobody laughed, Greve said, so whoever signs will be asked",
        "signs second",
        "zebra",
        "",
        "…",
        "[he]",
    ] {
        assert_eq!(found(line), [], "{line}");
    }
    assert_eq!(found("who signs last").len(), 1);
}

#[test]
fn a_line_in_a_script_without_spaces_ends_where_it_was_cut() {
    let texts = [
        "会談は夜まで続いた。ジュネーブでの協議は合意なしに終了したと、代表団の関係者が明らかにした。",
        "据报道，双方未能就安全保障达成协议。代表团星期四离开。",
    ];
    let archive = archive(&texts.map(|text| Draft { text: text.to_owned(), ..Draft::default() }));
    let quoted = |line: &str| {
        let result = quote(&archive, line, 10).unwrap();
        let shown = |q: &Quoted| (q.how, q.wording[q.quoted.clone()].to_owned());
        (result.words, result.found.iter().map(shown).collect::<Vec<_>>())
    };
    let exact = |words: usize, line: &str| {
        assert_eq!(quoted(line), (words, vec![(How::Exact, line.to_owned())]));
    };
    exact(19, "ジュネーブでの協議は合意なしに終了した");
    exact(9, "双方未能就安全保障");
    exact(4, "安全保障");
    let near = "双方未能就安全问题达成协议";
    assert_eq!(quoted(near), (13, vec![(How::Near, "双方未能就安全保障达成协议".to_owned())]));
    assert_eq!(quoted("障安").1, []);
}
