//! Near copies of a story: folded for people, listed for programs.

use crate::sandbox::Sandbox;

/// A story of some 140 words; each paragraph stands for itself.
const STORY: [&str; 4] = [
    "The ferry between the two banks of the Ardel ran on Sunday for the first time since the \
     bridge at Talven was closed, and carried more bicycles than people. Its captain, Berta Kolar, \
     counted forty-one of them before she gave up and let the rest on for nothing.",
    "Passengers had to show a paper from their town hall. Those who had none were sent to the end \
     of the queue, where a clerk with a folding table wrote one for them against the promise of a \
     stamp on Monday.",
    "Officers of both customs services looked on from the same bench. One of them said that it was \
     the first bench they had shared since spring, and that it was too short.",
    "The service is to run twice a day until the railway opens. A second boat, now under repair in \
     Sarn, will join it in the new year if the ice allows.",
];

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    let article = |name: &str, source: &str, date: &str, title: &str, text: String| {
        let head = format!("title: {title}\nsource: {source}\n{date}");
        sandbox.article(name, format!("---\n{head}\n---\n{text}\n"));
    };
    let whole = STORY.join("\n\n");
    article("wire.md", "Ostra.Wire", "date: 2025-12-01", "Ferry runs again", whole.clone());
    let cut = format!(
        "{}\n\nWeather: ferry weather, says our ferry correspondent.",
        STORY[..3].join("\n\n")
    );
    article("cut.md", "Lowland Courier", "date: 2025-12-02", "Bicycles cross the Ardel", cut);
    let turned = [STORY[2], STORY[0], STORY[1], STORY[3]].join("\n\n");
    article("turned.md", "The Harrow Gazette", "", "Ferry, ferry, ferry", turned);
    article(
        "other.md",
        "Meridian Post",
        "date: 2025-12-03",
        "A ferry elsewhere",
        "Another ferry sank at its pier, slowly and with nobody on board.".to_owned(),
    );
    sandbox.indexed()
}

#[test]
fn people_see_the_best_of_a_group_and_who_else_has_it() {
    let sandbox = sandbox();
    let shown = sandbox.talks(["query", "ferry"]).ok().stdout;
    let more: Vec<&str> = shown.lines().filter(|line| line.contains("more: ")).collect();
    // The undated one says the word most, and is shown; the others are named by date.
    assert_eq!(more, ["   +2 more: Ostra.Wire (2025-12-01), Lowland Courier (2025-12-02)"]);
    assert!(shown.contains("\n2. ") && !shown.contains("\n3. "), "{shown}");
    let apart = sandbox.talks(["query", "ferry", "--no-group"]).ok().stdout;
    assert!(apart.contains("\n4. ") && !apart.contains("more: "), "{apart}");
}

#[test]
fn only_what_matched_is_folded_and_pages_are_of_groups() {
    let sandbox = sandbox();
    let shown = sandbox.talks(["query", "ferry ice"]).ok().stdout;
    assert!(shown.contains("+2 more: "), "{shown}");
    let shown = sandbox.talks(["query", "ferry ice", "--match", "all"]).ok().stdout;
    assert!(shown.contains("+1 more: ") && !shown.contains("Courier"), "{shown}");
    let second = sandbox.talks(["query", "ferry", "-n", "1", "--offset", "1"]).ok().stdout;
    assert!(second.starts_with("2. A **ferry** elsewhere"), "{second}");
    let since = sandbox.talks(["query", "ferry since:2025-12-02", "-n", "5"]).ok().stdout;
    assert!(!since.contains("more: "), "{since}");
}

#[test]
fn programs_see_every_article_with_the_id_of_the_earliest() {
    let sandbox = sandbox();
    let result = sandbox.talks(["query", "ferry", "--json"]).ok().json();
    let hits = result["hits"].as_array().unwrap();
    assert_eq!(hits.len(), 4);
    let of = |name: &str| {
        let fits =
            |hit: &&serde_json::Value| hit["article"]["path"].as_str().unwrap().ends_with(name);
        hits.iter().find(fits).unwrap()
    };
    let earliest = &of("wire.md")["article"]["id"];
    for name in ["wire.md", "cut.md", "turned.md"] {
        assert_eq!(&of(name)["group"], earliest, "{name}");
    }
    assert!(of("other.md")["group"].is_null());
    assert_eq!(sandbox.talks(["query", "ferry", "-c"]).ok().stdout.trim(), "4");
    assert_eq!(sandbox.talks(["query", "ferry", "-l"]).ok().stdout.lines().count(), 4);
}

#[test]
fn groups_follow_what_is_added_and_removed() {
    let sandbox = sandbox();
    std::fs::remove_file(sandbox.path("news/wire.md")).unwrap();
    sandbox.talks(["index"]).ok();
    let shown = sandbox.talks(["query", "ferry"]).ok().stdout;
    assert!(shown.contains("   +1 more: Lowland Courier (2025-12-02)\n"), "{shown}");
    let before = shown;
    std::fs::remove_file(sandbox.path("index/g0001/groups")).unwrap();
    assert_eq!(sandbox.talks(["query", "ferry"]).ok().stdout, before);
}
