//! The five sample articles: the queries and fields that the project started from.

use crate::sandbox::{Ran, Sandbox, hits, marks, marks_of, shared};

fn sandbox() -> Option<(Sandbox, Ran)> {
    let articles = shared("articles")?;
    let sandbox = Sandbox::new();
    let ran = sandbox.talks([std::ffi::OsStr::new("index"), articles.as_os_str()]).ok();
    Some((sandbox, ran))
}

fn names(all: &[(String, String)], matched: &str) -> Vec<String> {
    let mut names: Vec<String> =
        all.iter().filter(|hit| hit.1 == matched).map(|hit| hit.0[..3].to_owned()).collect();
    names.sort();
    names
}

#[test]
fn five_are_added_and_none_skipped() {
    let Some((sandbox, ran)) = sandbox() else { return };
    assert!(ran.stdout.contains("5 seen = 5 added + 0 updated + 0 unchanged + 0 skipped"));
    let status = sandbox.talks(["status", "--json"]).ok().json();
    assert_eq!((status["articles"].as_u64(), status["skipped"].as_u64()), (Some(5), Some(0)));
}

#[test]
fn bare_words_find_all_first_and_then_some() {
    let Some((sandbox, _)) = sandbox() else { return };
    let result = sandbox.talks(["query", "security guarantees", "--json"]).ok().json();
    let all = hits(&result);
    assert_eq!(names(&all, "all"), ["001", "003", "004"]);
    assert!(all[..3].iter().all(|hit| hit.1 == "all"));
    for hit in &result["hits"].as_array().unwrap()[..3] {
        let text = hit["passages"][0]["text"].as_str().unwrap();
        assert!(text.contains("security guarantees"), "{text}");
        assert_eq!(marks_of(&hit["passages"][0])[..2], ["security", "guarantees"]);
    }
    let text = sandbox.talks(["query", "security guarantees"]).ok().stdout;
    let line = text.find("only some of the words").unwrap();
    let third = text.find("\n3. ").unwrap();
    let fourth = text.find("\n4. ").unwrap();
    assert!(third < line && line < fourth, "{text}");
}

#[test]
fn a_phrase_finds_three_and_is_one_mark() {
    let Some((sandbox, _)) = sandbox() else { return };
    let asked = ["query", "\"security guarantees\"", "--json", "--passages", "9"];
    let result = sandbox.talks(asked).ok().json();
    assert_eq!(names(&hits(&result), "all"), ["001", "003", "004"]);
    assert_eq!(result["hits"].as_array().unwrap().len(), 3);
    for hit in result["hits"].as_array().unwrap() {
        for passage in hit["passages"].as_array().unwrap() {
            assert!(!marks_of(passage).is_empty());
            assert!(marks_of(passage).iter().all(|mark| mark == "security guarantees"));
        }
    }
    let same = sandbox.talks(["query", "--phrase", "security", "guarantees", "--json"]).ok().json();
    assert_eq!(hits(&same), hits(&result));
}

#[test]
fn a_word_finds_its_inflections_and_a_quoted_word_does_not() {
    let Some((sandbox, _)) = sandbox() else { return };
    let result = sandbox.talks(["query", "guarantee", "--json"]).ok().json();
    assert_eq!(names(&hits(&result), "all"), ["001", "003", "004"]);
    for hit in result["hits"].as_array().unwrap() {
        let marks = marks(hit);
        assert!(!marks.is_empty() && marks.iter().all(|mark| mark == "guarantees"), "{marks:?}");
    }
    sandbox.talks(["query", "\"guarantee\""]).exits(1).says("hint:");
}

#[test]
fn fields_are_right_or_null() {
    let Some((sandbox, _)) = sandbox() else { return };
    let listed = sandbox.talks(["list", "--json"]).ok().json();
    let articles = listed["articles"].as_array().unwrap();
    let field = |number: &str, name: &str| {
        let is_it = |a: &&serde_json::Value| a["path"].as_str().unwrap().contains(number);
        articles.iter().find(is_it).unwrap()[name].as_str().map(str::to_owned)
    };
    let title = "Breaking: Ukraine and US negotiators to meet in Florida after Moscow talks, White House says";
    assert_eq!(field("001_", "title").as_deref(), Some(title));
    let title = "US and Ukraine set for Florida talks after Putin meeting";
    assert_eq!(field("003_", "title").as_deref(), Some(title));
    for number in ["000_", "002_", "004_"] {
        assert_eq!(field(number, "title"), None);
        assert_eq!(field(number, "date"), None);
    }
    assert!(field("001_", "date").unwrap().starts_with("2025-12-04"));
    assert_eq!(field("003_", "date").as_deref(), Some("2025-12-04"));
    assert_eq!(field("003_", "source").as_deref(), Some("News.Az"));
    assert_eq!(field("004_", "source"), None);
}

#[test]
fn an_exclusion_works_or_the_command_that_does_is_printed() {
    let Some((sandbox, _)) = sandbox() else { return };
    let refused = sandbox.talks(["query", "security", "-guarantees"]).exits(2);
    assert!(refused.stderr.contains("talks query -- security -guarantees"), "{}", refused.stderr);
    let result = sandbox.talks(["query", "--json", "--", "security", "-guarantees"]).ok().json();
    assert_eq!(names(&hits(&result), "all"), ["002"]);
}

#[test]
fn a_misspelling_of_no_word_is_said_to_find_none() {
    let Some((sandbox, _)) = sandbox() else { return };
    let said = sandbox.talks(["query", "negociat~2 membership"]).ok().stderr;
    assert!(said.contains("`negociat~2` finds no word of the index"), "{said}");
    let said = sandbox.talks(["query", "negotiaton~ membership"]).ok().stderr;
    assert!(said.contains("`negotiaton~` also finds: negotiation"), "{said}");
}
