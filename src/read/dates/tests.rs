//! 1. Whole dates are read with exactly what they say. 2. What is undecided or impossible is none.
//! 3. A date is found inside a line. 4. No text makes the parser panic, and found ranges are cut well.

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Option<String> {
    parse(text, None).map(|date| date.to_string())
}

#[test]
fn whole_dates_are_read_with_what_they_say() {
    let table = [
        ("2025-12-04", "2025-12-04"),
        ("2025/12/4", "2025-12-04"),
        ("20251204", "2025-12-04"),
        ("20251204T015138Z", "2025-12-04T01:51:38Z"),
        ("2025-12-04T01:51:38", "2025-12-04T01:51:38"),
        ("2025-12-04T01:51:38.123+02:00", "2025-12-04T01:51:38+02:00"),
        ("2014-01-02 10:00:00 -0400", "2014-01-02T10:00:00-04:00"),
        ("2014-01-02 9:00:00 -5", "2014-01-02T09:00:00-05:00"),
        ("2015-07-08T10:00:00-5:00", "2015-07-08T10:00:00-05:00"),
        ("Thu, 04 Dec 2025 01:51:38 +0200", "2025-12-04T01:51:38+02:00"),
        ("Thu, 4 Dec 2025 01:51 GMT", "2025-12-04T01:51Z"),
        ("Thu Dec  4 01:51:38 2025", "2025-12-04T01:51:38"),
        ("Thu Dec 04 01:51:38 +0000 2025", "2025-12-04T01:51:38Z"),
        ("4 December 2025", "2025-12-04"),
        ("4th of December, 2025", "2025-12-04"),
        ("Dec. 4, 2025", "2025-12-04"),
        ("December 4th 2025 at 3:05 p.m. EST", "2025-12-04T15:05-05:00"),
        ("Jan 24, 2019 at 16:12 ", "2019-01-24T16:12"),
        ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01"),
        ("12:30 AM, 4 Dec 2025", "2025-12-04T00:30"),
        ("4.12.2025", "2025-12-04"),
        ("04.12.2025, 14.30 Uhr", "2025-12-04T14:30"),
        ("13/1/2025", "2025-01-13"),
        ("1/13/2025", "2025-01-13"),
        ("5/5/2025", "2025-05-05"),
        ("2025-Dec-04", "2025-12-04"),
        ("04.12.2025 a las 20:15h.", "2025-12-04T20:15"),
    ];
    for (text, wanted) in table {
        assert_eq!(read(text).as_deref(), Some(wanted), "{text}");
    }
}

#[test]
fn the_languages_of_news_are_read() {
    let table = [
        "jueves, 4 de diciembre de 2025",
        "jeudi 4 décembre 2025",
        "Donnerstag, 4. Dezember 2025",
        "giovedì 4 dicembre 2025",
        "quinta-feira, 4 de dezembro de 2025",
        "4 декабря 2025 г.",
        "4 грудня 2025",
        "4 grudnia 2025",
        "donderdag 4 december 2025",
        "4 Aralık 2025 Perşembe",
        "4 Δεκεμβρίου 2025",
        "4 decembrie 2025",
        "4. joulukuuta 2025",
        "4 декември 2025",
        "4. decembra 2025",
        "4. decembar 2025.",
        "4. prosinca 2025.",
        "2025. december 4.",
        "4 ديسمبر 2025",
        "٤ ديسمبر ٢٠٢٥",
        "2025年12月4日",
        "2025년 12월 4일",
        "4 Desember 2025",
    ];
    for text in table {
        assert_eq!(read(text).as_deref(), Some("2025-12-04"), "{text}");
    }
}

#[test]
fn what_is_undecided_or_impossible_is_none() {
    let table = [
        "4/12/2025",
        "04-12-2025",
        "2025-02-30",
        "31 November 2025",
        "December 2025",
        "2025",
        "today",
        "yesterday",
        "12345678",
        "4 December",
        "12:30",
        "",
        "2025-13-01",
        "a 2025-12-04 b",
    ];
    for text in table {
        assert_eq!(read(text), None, "{text}");
    }
    let day_first = parse("4/12/2025", Some(Order::DayFirst)).map(|d| d.to_string());
    assert_eq!(day_first.as_deref(), Some("2025-12-04"));
    let month_first = parse("4/12/2025", Some(Order::MonthFirst)).map(|d| d.to_string());
    assert_eq!(month_first.as_deref(), Some("2025-04-12"));
}

#[test]
fn a_date_is_found_inside_a_line() {
    let found = |text| find(text, 500, None).map(|(d, range)| (d.to_string(), &text[range]));
    let line = "Published: 4 December 2025, 10:15 GMT by Ann Lee";
    assert_eq!(found(line), Some(("2025-12-04T10:15Z".into(), "4 December 2025, 10:15 GMT")));
    assert_eq!(found("v1.2025-12-04"), None);
    assert_eq!(found("in 2025, 12 people"), None);
    assert_eq!(found("发布于2025年12月4日报道").map(|f| f.0).as_deref(), Some("2025-12-04"));
}

proptest! {
    #[test]
    fn what_is_passed_over_for_want_of_digits_has_no_date(
        text in "((four|zwei|am|on|Thursday|December|déc|四|十二月|٤|४|٢٠٢٥|年|[ ,./-]){0,9}|[a-z ]{0,20}| 2025| 4){1,3}"
    ) {
        prop_assert!(tokens::may_have_digits(&text) || find_among(tokens::split(&text), None).next().is_none());
        prop_assert_eq!(find(&text, text.len(), None), find_among(tokens::split(&text), None).next());
    }

    #[test]
    fn no_text_makes_it_panic(text in "[ -~а-яé年月日٠-٩🙂]{0,60}") {
        let _ = parse(&text, Some(Order::DayFirst));
        if let Some((_, range)) = find(&text, 50, None) {
            prop_assert!(text.get(range).is_some());
        }
    }

    #[test]
    fn every_shown_date_reads_as_itself(y in 1600i16..=2200, m in 1u8..=12, d in 1u8..=28,
                                        h in 0u8..24, min in 0u8..60, off in -1080i16..=1080) {
        let day = Date::from_ymd(y, m, d).unwrap();
        prop_assert_eq!(parse(&day.to_string(), None), Some(day));
        let time = crate::date::Time { hour: h, minute: min, second: Some(7), offset: Some(off) };
        let date = day.with_time(time).unwrap();
        prop_assert_eq!(parse(&date.to_string(), None), Some(date));
    }
}
