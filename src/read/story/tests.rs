//! 1. Headlines, dates, by-lines and signatures are taken from where people leave them.
//! 2. What only looks like them stays in the text.
//! 3. Left-out lines keep their places: text and lines together are the file again.

use proptest::prelude::*;

use super::top::byline;
use super::*;
use crate::article::Field;

const PARAGRAPH: &str = "Envoys from both sides met for a second day on Thursday and agreed to go on with \
                         the talks next week, two officials said, while others doubted it.";

fn settled(raw: &str) -> Article {
    let mut article = Article::default();
    settle(
        &mut article,
        raw,
        Search { top: true, pasted: true, sections: &[], labels: &[], order: None, drop: &[] },
    );
    article
}

fn value(field: &Option<Field<String>>) -> Option<&str> {
    field.as_ref().map(|field| field.value.as_str())
}

#[test]
fn a_headline_stands_apart() {
    let article = settled(&format!("Envoys agree to go on\n\n{PARAGRAPH}"));
    assert_eq!(value(&article.title), Some("Envoys agree to go on"));
    assert_eq!(article.text, PARAGRAPH);
    assert_eq!(article.left_out, [LeftOut { at: 0, line: "Envoys agree to go on".into() }]);
    assert_eq!(
        value(&settled(&format!("Envoys agree to go on\n{PARAGRAPH}")).title),
        Some("Envoys agree to go on")
    );
}

#[test]
fn what_is_no_headline_is_none() {
    for raw in [
        PARAGRAPH.to_string(),
        format!("It was late.\n\n{PARAGRAPH}"),
        format!("What we know so far:\n\n{PARAGRAPH}"),
        format!("and so it went on for days\n\n{PARAGRAPH}"),
        format!("- a list item of some length\n\n{PARAGRAPH}"),
        "The envoys met for a second day and agreed\nto go on with the talks next week, officials"
            .to_string(),
        "Envoys agree to go on".to_string(),
    ] {
        assert_eq!(value(&settled(&raw).title), None, "{raw}");
    }
}

#[test]
fn a_dated_line_gives_date_and_title() {
    let article = settled(&format!(" date 2025-12-04 Envoys agree to go on\n\n{PARAGRAPH}"));
    assert_eq!(article.date.unwrap().value.to_string(), "2025-12-04");
    assert_eq!(value(&article.title), Some("Envoys agree to go on"));
    assert_eq!(article.text, PARAGRAPH);
    for top in [
        "Envoys agree to go on\n\nBy Ann Lee\n4 December 2025",
        "Envoys agree to go on\nPublished: Thursday, 4 December 2025\n",
        "4 December 2025\n\nEnvoys agree to go on\n",
        "Envoys agree to go on\n\nBy Ann Lee | Dec. 4, 2025\n",
    ] {
        let article = settled(&format!("{top}\n{PARAGRAPH}"));
        assert_eq!(
            article.date.as_ref().map(|d| d.value.to_string()).as_deref(),
            Some("2025-12-04"),
            "{top}"
        );
        assert_eq!(value(&article.title), Some("Envoys agree to go on"), "{top}");
        assert_eq!(article.text, PARAGRAPH, "{top}");
    }
}

#[test]
fn a_date_that_the_story_mentions_is_not_its_date() {
    let raw =
        format!("The pact of 4 December 2025 has failed, officials said on Monday.\n\n{PARAGRAPH}");
    assert_eq!(settled(&raw).date, None);
    let placed = format!("KYIV, Dec. 4, 2025 (Agency) — {PARAGRAPH}");
    assert_eq!(settled(&placed).date.unwrap().value.to_string(), "2025-12-04");
    assert!(settled(&placed).text.starts_with("KYIV"));
    let released = format!(
        "FOR IMMEDIATE RELEASE\n\nGate opens at noon\n\nPORT AUREL, Orvenia, Dec. 4, 2025 /Wire/ -- {PARAGRAPH}"
    );
    let released = settled(&released);
    assert_eq!(value(&released.title), Some("Gate opens at noon"));
    assert_eq!(released.date.unwrap().value.to_string(), "2025-12-04");
    for other in
        ["In PORT AUREL, on Dec. 4, 2025 (so they say) ", "PORT AUREL, where on Dec. 4, 2025 - "]
    {
        assert_eq!(settled(&format!("{other}{PARAGRAPH}")).date, None, "{other}");
    }
}

#[test]
fn a_signature_is_one_that_the_text_credits() {
    let signed =
        settled(&format!("{PARAGRAPH}\n\nThe deal is close, Example.Org reports.\n\nExample.Org"));
    assert_eq!(value(&signed.source), Some("Example.Org"));
    assert!(signed.text.ends_with("reports."));
    let cited = settled(&format!(
        "{PARAGRAPH}\n\nThe deal is close, citing Example.Org reports.\n\nExample.Org"
    ));
    assert_eq!(value(&cited.source), None);
    assert!(cited.text.ends_with("Example.Org"));
}

#[test]
fn site_lines_leave_the_text_and_name_the_outlet() {
    let raw = format!(
        "Stay informed with free updates\nSimply sign up to the myFT Digest\n{PARAGRAPH}\nRecommended\n{PARAGRAPH}"
    );
    let article = settled(&raw);
    assert_eq!(article.text, format!("{PARAGRAPH}\n{PARAGRAPH}"));
    assert_eq!(value(&article.source), Some("Financial Times"));
    assert_eq!(
        article.left_out[2],
        LeftOut { at: PARAGRAPH.len() + 1, line: "Recommended".into() }
    );
}

#[test]
fn a_text_of_site_lines_only_is_kept() {
    assert_eq!(settled("Advertisement").text, "Advertisement");
}

#[test]
fn bylines_are_names() {
    assert_eq!(
        byline("By Ann Lee and Bo van Ray, Diplomatic Editor").as_deref(),
        Some("Ann Lee and Bo van Ray")
    );
    assert_eq!(byline("By the time they met, it was late"), None);
    assert_eq!(byline("By Friday"), None);
}

proptest! {
    #[test]
    fn text_and_left_out_lines_are_the_file(lines in prop::collection::vec(
        prop::sample::select(vec!["", "Recommended", "A line of the story, that goes on.", "Advertisement",
            "Title here now", "4 December 2025", "Short", "  indented words here", "é — ü"]), 1..12)) {
        let raw = lines.join("\n");
        let article = settled(&raw);
        let mut rebuilt: Vec<String> = Vec::new();
        let mut from = 0;
        for left in &article.left_out {
            prop_assert!(article.text.is_char_boundary(left.at));
            prop_assert!(left.at == 0 || left.at == article.text.len() || article.text[..left.at].ends_with('\n'));
            rebuilt.extend(article.text[from..left.at].lines().map(str::to_string));
            rebuilt.push(left.line.clone());
            from = left.at;
        }
        rebuilt.extend(article.text[from..].lines().map(str::to_string));
        let words = |lines: &[String]| lines.join(" ").split_whitespace().map(str::to_string).collect::<Vec<_>>();
        let raw_lines: Vec<String> = raw.lines().map(str::to_string).collect();
        prop_assert_eq!(words(&rebuilt), words(&raw_lines));
        prop_assert_eq!(article.text.trim(), &article.text);
    }
}

#[test]
fn a_signature_that_stands_everywhere_is_looked_at_once() {
    let raw = format!("{}\n\nTalven Wire", "Talven Wire met Ann. ".repeat(30_000));
    assert_eq!(settled(&raw).source, None);
    for (before, credited) in [("The talks went on, ", true), ("It came, ACCORDING TO ", false)] {
        let raw = format!("{PARAGRAPH} {before}Talven Wire reports.\n\nTalven Wire");
        assert_eq!(settled(&raw).source.is_some(), credited, "{before}");
    }
}
