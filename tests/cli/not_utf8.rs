//! Files whose names are not UTF-8: found by their bytes, and by the name that they are shown under.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use crate::sandbox::Sandbox;

/// A name with a byte in it that is no UTF-8.
fn raw(before: &str, after: &str) -> OsString {
    OsString::from_vec([before.as_bytes(), b"\xe9", after.as_bytes()].concat())
}

/// `caf\xe9.txt` with one article and `r\xe9cits.jsonl` with two; `None` where the file system
/// refuses such names.
fn sandbox() -> Option<Sandbox> {
    let sandbox = Sandbox::new();
    let story = "Harbour wall breached\n\nThe harbour wall was breached on Tuesday night.\n";
    let records = "{\"_id\":\"a\",\"title\":\"One\",\"text\":\"The ferry did not sail.\"}\n\
                   {\"_id\":\"b#2\",\"title\":\"Two\",\"text\":\"The lock keeper slept.\"}\n";
    for (name, content) in [(raw("caf", ".txt"), story), (raw("r", "cits.jsonl"), records)] {
        std::fs::write(sandbox.path("news").join(name), content).ok()?;
    }
    Some(sandbox.indexed())
}

#[test]
fn what_list_and_query_print_as_path_names_the_article_again() {
    let Some(sandbox) = sandbox() else { return };
    let listed = sandbox.talks(["list", "--json"]).ok().json();
    let found = sandbox.talks(["query", "harbour OR ferry OR keeper", "--json"]).ok().json();
    let of_hits = found["hits"].as_array().unwrap().iter().map(|hit| &hit["article"]);
    let articles: Vec<_> = listed["articles"].as_array().unwrap().iter().chain(of_hits).collect();
    assert_eq!(articles.len(), 6);
    for article in articles {
        let text = |name: &str| article[name].as_str();
        let record = text("key").map(|key| format!("#{key}")).unwrap_or_default();
        let name = format!("{}{record}", text("path").unwrap());
        let shown = sandbox.talks(["show", "--json", &name]).ok().json();
        assert_eq!(shown["id"].as_str(), text("id"), "{name}");
    }
}

#[test]
fn a_name_that_is_not_utf8_can_be_typed_as_it_is() {
    let Some(sandbox) = sandbox() else { return };
    let show = |name: OsString| sandbox.talks(["show".into(), name]).ok().stdout;
    assert!(show(raw("news/caf", ".txt")).contains("The harbour wall"));
    assert!(show(raw("caf", ".txt")).contains("The harbour wall"));
    assert!(show(raw("news/r", "cits.jsonl#b#2")).contains("The lock keeper"));
    sandbox.talks(["similar".into(), raw("news/caf", ".txt")]).exits(1);
    sandbox.talks(["show".into(), raw("news/no", "")]).exits(1).says("no article is called");
    let other = OsString::from_vec(b"news/caf\xe8.txt".to_vec());
    sandbox.talks(["show".into(), other]).exits(1).says("no article is called");
}

#[test]
fn two_files_that_are_shown_alike_are_told_apart_by_their_ids() {
    let Some(sandbox) = sandbox() else { return };
    let other = OsString::from_vec(b"caf\xe8.txt".to_vec());
    std::fs::write(sandbox.path("news").join(other), "The quay held through the night.\n").unwrap();
    sandbox.talks(["index"]).ok();
    let ran = sandbox.talks(["show", "news/caf\u{fffd}.txt"]).exits(2);
    assert_eq!(ran.stderr.matches("/news/caf\u{fffd}.txt").count(), 2, "{}", ran.stderr);
    assert!(sandbox.talks(["show".into(), raw("news/caf", ".txt")]).ok().stdout.contains("wall"));
    // Settings name files in UTF-8, so a correction would be of both.
    let fix = ["fix".into(), raw("news/caf", ".txt"), "--source".into(), "Sund Times".into()];
    sandbox.talks(fix).exits(2).says("caf\u{fffd}.txt");
    assert!(!sandbox.path("news/talks.toml").exists());
}

#[test]
fn a_correction_is_made_by_either_name_and_is_taken_over() {
    let Some(sandbox) = sandbox() else { return };
    let fix = |name: OsString, source: &str| {
        sandbox.talks(["fix".into(), name, "--source".into(), source.into()]).ok()
    };
    fix("news/caf\u{fffd}.txt".into(), "Sund Times");
    fix(raw("news/r", "cits.jsonl#a"), "Ferry Post");
    fix("news/r\u{fffd}cits.jsonl#b#2".into(), "Lock Herald");
    sandbox.talks(["index"]).ok();
    let listed = sandbox.talks(["list", "--json"]).ok().json();
    let sources = listed["articles"].as_array().unwrap().iter().map(|a| a["source"].as_str());
    let mut sources: Vec<_> = sources.flatten().collect();
    sources.sort_unstable();
    assert_eq!(sources, ["Ferry Post", "Lock Herald", "Sund Times"]);
}
