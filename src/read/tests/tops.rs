//! What stands at the top of a text is told apart: labels of dates, headlines with dates in them.

use super::{articles, value};

const STORY: &str = "The envoy went home on Thursday, after two days of talks.";

fn day(name: &str, text: &str) -> Option<String> {
    let found = articles(name, text.as_bytes());
    found[0].date.as_ref().map(|date| date.value.day_only().to_string())
}

#[test]
fn the_day_of_publication_wins_over_that_of_a_change() {
    for dates in [
        "Updated: 5 December 2025\nPublished: 4 December 2025",
        "Published: 4 December 2025\nUpdated: 5 December 2025",
        "Updated 5 December 2025, first published 4 December 2025",
        "Updated 5 December 2025 9:00 a.m. | Published 4 December 2025 5:12 p.m.",
        "By Ann Lee | Updated 5 December 2025 | Published 4 December 2025",
        "Zuletzt aktualisiert: 5.12.2025\nVeröffentlicht am 4.12.2025",
    ] {
        let text = format!("Envoy goes home\n{dates}\n\n{STORY}\n");
        assert_eq!(day("a.txt", &text).as_deref(), Some("2025-12-04"), "{dates}");
        let found = &articles("a.txt", text.as_bytes())[0];
        assert_eq!(value(&found.title).as_deref(), Some("Envoy goes home"), "{dates}");
        assert_eq!(found.text, STORY, "{dates}");
    }
    let changed = format!("Envoy goes home\nUpdated: 5 December 2025\n\n{STORY}\n");
    assert_eq!(day("a.txt", &changed).as_deref(), Some("2025-12-05"));
}

#[test]
fn a_headline_that_begins_with_a_date_is_kept() {
    for line in [
        "24 February 2022: the day that changed Europe",
        "24 February 2022: it began",
        "24 February 2022 – the day it began",
        "24 February 2022 in the old hall",
        "24 February 2022, and what came of it",
    ] {
        let found = &articles("a.txt", format!("{line}\n\n{STORY}\n").as_bytes())[0];
        let title = value(&found.title).unwrap_or_default();
        assert!(format!("{title}\n{}", found.text).contains(line), "{line}");
        assert_eq!(found.date, None, "{line}");
    }
    for line in ["4 December 2025 Kyiv", "4 December 2025 | 5 min read", "4 December 2025 (print)"]
    {
        let text = format!("Envoy goes home\n{line}\n\n{STORY}\n");
        assert_eq!(day("a.txt", &text).as_deref(), Some("2025-12-04"), "{line}");
    }
}

#[test]
fn dates_that_part_a_story_are_not_its_day() {
    let days = |sign: &str| {
        format!(
            "Timeline of the talks\n\n{sign}24 February 2022\n\n{STORY}\n\n{sign}3 March 2022\n\n{STORY}\n"
        )
    };
    for (name, text) in [
        ("a.txt", days("")),
        ("a.md", days("## ")),
        ("b.md", format!("# {}", days("## "))),
        ("c.md", format!("# Timeline of the talks\n\n## 24 February 2022\n\n{STORY}\n")),
    ] {
        assert_eq!(day(name, &text), None, "{text}");
        let found = &articles(name, text.as_bytes())[0];
        assert!(found.text.contains("24 February 2022"), "{text}");
    }
}

#[test]
fn an_outlet_may_stand_before_the_date() {
    let text = format!("Envoy goes home\nThe Ledger, 4 December 2025\n\n{STORY}\n");
    let found = &articles("a.txt", text.as_bytes())[0];
    assert_eq!(value(&found.title).as_deref(), Some("Envoy goes home"));
    assert_eq!(day("a.txt", &text).as_deref(), Some("2025-12-04"));
    assert_eq!(found.text, STORY);
}

#[test]
fn what_is_pasted_has_its_date_among_other_lines() {
    let story = "The ministers met on a wet morning to settle who keeps the keys of the house, and nobody \
                 in the customs hall expected an answer before noon.\n\nNobody slept that night.";
    let title = "Keys of the sluice house change hands";
    for top in [
        "Deal near but not done, say envoys\n\nAnn Lee in Port Aurel\nThu 4 Dec 2025 08.30 GMT\nShare",
        "By Ann Lee and Bo Ray\nReporting from Port Aurel\n\nDec. 4, 2025",
        "By Ann Lee\nDecember 4, 2025 8:30 AM GMT+1 · Updated 3 hours ago",
        "Envoys say little as markers stay away.\n\nBy Wire Staff\nPublished On 4 Dec 2025\n4 Dec 2025\nSave\nShare",
        "Ann Lee\nBy Ann Lee, CNN\n 4 minute read \nUpdated 8:30 AM EST, Thu December 4, 2025",
        "4.12.2025 08:30\n\nUkrinform",
        "ANN LEE — THURSDAY, 4 DECEMBER 2025, 08:30",
        "Source: Wire| 2025-12-04 08:30:15|Editor: ann",
        "https://lock.example/keys\nDec 4, 2025",
    ] {
        let text = format!("{title}\n{top}\n\n{story}");
        let found = &articles("a.txt", text.as_bytes())[0];
        assert_eq!(value(&found.title).as_deref(), Some(title), "{top}");
        let day = found.date.as_ref().map(|date| date.value.day_only().to_string());
        assert_eq!(day.as_deref(), Some("2025-12-04"), "{top}");
        assert!(found.text.ends_with(story), "{}", found.text);
    }
}

#[test]
fn an_address_above_a_text_is_its_own() {
    let story = "The ministers met on a wet morning to settle who keeps the keys of the house, and nobody \
                 in the customs hall expected an answer before noon.";
    let text = format!(
        "https://lock.example/2025/12/04/keys\n\nKeys of the house change hands\n\nBy Ann Lee\n\n{story}"
    );
    let found = &articles("a.txt", text.as_bytes())[0];
    assert_eq!(value(&found.url).as_deref(), Some("https://lock.example/2025/12/04/keys"));
    assert_eq!(value(&found.source).as_deref(), Some("lock.example"));
    assert_eq!(found.date.as_ref().unwrap().value.to_string(), "2025-12-04");
    assert_eq!(value(&found.author).as_deref(), Some("Ann Lee"));
    assert_eq!(found.text, story);
    // What a record says begins with the address that it speaks of.
    let record = format!("{{\"text\": \"https://lock.example/keys\\n\\n{story}\"}}");
    assert_eq!(articles("a.json", record.as_bytes())[0].url, None);
    // An address in the story is none of its own.
    let text = format!("{story}\n\nhttps://lock.example/keys\n\n{story}");
    assert_eq!(articles("a.txt", text.as_bytes())[0].url, None);
}

#[test]
fn a_list_with_days_in_it_has_no_day() {
    for text in [
        "A year at the lock\n\nThe first meeting\n4 December 2025\nNobody came.\n\nThe second meeting\n5 December 2025\nAll came.",
        "HD Gate opens after a long night\nBY Ann Lee\nWC 412 words\nPD 4 December 2025\n\nLP The gate opened.",
        "Books on the river\n\nThe Lock\nAnn Lee\n2025\n\nThe Key\nBo Ray\n2024",
    ] {
        assert_eq!(day("a.txt", text), None, "{text}");
    }
}
