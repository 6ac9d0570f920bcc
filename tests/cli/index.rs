//! Adding, changing and removing files; roots.

use std::fs;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::sandbox::Sandbox;

fn summary(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let all = [&["index", "--json"], arguments].concat();
    sandbox.talks(all).ok().json()
}

fn files(summary: &Value) -> [u64; 6] {
    let count = |key: &str| summary["files"][key].as_u64().unwrap();
    let all = ["seen", "added", "updated", "unchanged", "skipped", "removed"].map(count);
    assert_eq!(all[0], all[1] + all[2] + all[3] + all[4], "{summary}");
    all
}

fn age(sandbox: &Sandbox, name: &str, seconds: u64) {
    let file = fs::File::options().write(true).open(sandbox.path("news").join(name)).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(seconds)).unwrap();
}

#[test]
fn a_second_run_touches_what_changed_and_nothing_else() {
    let sandbox = Sandbox::new();
    for name in ["a.txt", "b.txt", "c.txt"] {
        sandbox.article(name, format!("The {name} speaks of talks."));
        age(&sandbox, name, 100);
    }
    sandbox.article("empty.txt", "");
    assert_eq!(files(&summary(&sandbox, &["news"])), [4, 3, 0, 0, 1, 0]);
    assert_eq!(files(&summary(&sandbox, &[])), [4, 0, 0, 3, 1, 0]);
    sandbox.article("a.txt", "It speaks of something else now.");
    fs::remove_file(sandbox.path("news/b.txt")).unwrap();
    age(&sandbox, "c.txt", 50);
    assert_eq!(files(&summary(&sandbox, &[])), [3, 0, 1, 1, 1, 1]);
    sandbox.talks(["query", "-c", "talks"]).ok();
    assert_eq!(sandbox.talks(["query", "-l", "talks"]).ok().stdout, "news/c.txt\n");
    // Emptied: its article goes, and the file is a skip.
    sandbox.article("c.txt", "");
    assert_eq!(files(&summary(&sandbox, &[])), [3, 0, 0, 1, 2, 0]);
    sandbox.talks(["query", "talks"]).exits(1);
}

#[test]
fn a_change_of_the_same_size_in_the_same_moment_is_seen() {
    let sandbox = Sandbox::new();
    sandbox.article("a.txt", "one word");
    summary(&sandbox, &["news"]);
    let modified = fs::metadata(sandbox.path("news/a.txt")).unwrap().modified().unwrap();
    sandbox.article("a.txt", "two word");
    let file = fs::File::options().write(true).open(sandbox.path("news/a.txt")).unwrap();
    file.set_modified(modified).unwrap();
    assert_eq!(files(&summary(&sandbox, &[])), [1, 0, 1, 0, 0, 0]);
    sandbox.talks(["query", "two"]).ok();
}

#[test]
fn a_root_that_is_gone_or_empty_keeps_its_articles_until_pruned() {
    let sandbox = Sandbox::new();
    sandbox.article("a.txt", "security talks");
    let sandbox = sandbox.indexed();
    fs::rename(sandbox.path("news"), sandbox.path("away")).unwrap();
    sandbox.talks(["index"]).ok().says("is missing: its 1 article stays in the index");
    let result = sandbox.talks(["query", "security", "--json"]).ok().json();
    assert_eq!(result["hits"][0]["stale"], true);
    fs::create_dir(sandbox.path("news")).unwrap();
    sandbox.talks(["index"]).ok().says("is empty");
    sandbox.talks(["query", "security"]).ok().says("1 of 1 article");
    sandbox.talks(["index", "--prune"]).ok();
    sandbox.talks(["query", "security"]).exits(1);
}

#[test]
fn a_path_touches_only_what_lies_below_it() {
    let sandbox = Sandbox::new();
    sandbox.article("x/a.txt", "alpha talks");
    sandbox.article("y/b.txt", "beta talks");
    let sandbox = sandbox.indexed();
    fs::remove_file(sandbox.path("news/x/a.txt")).unwrap();
    fs::remove_file(sandbox.path("news/y/b.txt")).unwrap();
    sandbox.article("x/c.txt", "gamma talks");
    assert_eq!(files(&summary(&sandbox, &["news/x"])), [1, 1, 0, 0, 0, 1]);
    assert_eq!(sandbox.talks(["list"]).ok().stdout.lines().count(), 2);
}

#[test]
fn records_are_articles_and_the_file_is_replaced_as_a_whole() {
    let sandbox = Sandbox::new();
    let line = |id: &str, text: &str| format!("{{\"_id\":\"{id}\",\"text\":\"{text}\"}}\n");
    sandbox.article("w.jsonl", line("a", "one talks") + &line("b", "two talks"));
    let first = summary(&sandbox, &["news"]);
    assert_eq!(first["articles"]["added"], 2);
    sandbox.article("w.jsonl", line("b", "two talks") + "{broken\n" + &line("c", "three talks"));
    let second = summary(&sandbox, &[]);
    assert_eq!(second["articles"]["skipped_records"], 1);
    assert_eq!(second["skips"][0]["place"], "line 2");
    let listed = sandbox.talks(["list", "--json"]).ok().json();
    let mut keys: Vec<&str> =
        listed["articles"].as_array().unwrap().iter().map(|a| a["key"].as_str().unwrap()).collect();
    keys.sort();
    assert_eq!(keys, ["b", "c"]);
    sandbox.talks(["show", "news/w.jsonl#c"]).ok();
    sandbox.talks(["show", "news/w.jsonl"]).exits(2).says("several articles");
}

#[test]
fn a_rebuild_reads_everything_anew() {
    let sandbox = Sandbox::new();
    sandbox.article("a.txt", "security talks");
    let sandbox = sandbox.indexed();
    assert_eq!(files(&summary(&sandbox, &["--rebuild"])), [1, 1, 0, 0, 0, 0]);
    sandbox.talks(["query", "security"]).ok();
    assert!(!sandbox.path("index/g0001").exists() && sandbox.path("index/g0002").exists());
    // An index of another format is refused, and rebuilt when asked.
    fs::write(sandbox.path("index/manifest.json"), "{\"format\":99,\"analyser\":1}").unwrap();
    sandbox.talks(["query", "security"]).exits(4).says("talks index --rebuild");
    sandbox.talks(["index", "news"]).exits(4);
    sandbox.talks(["index", "news", "--rebuild"]).ok();
    sandbox.talks(["query", "security"]).ok();
}

#[test]
fn an_index_in_the_archive_is_not_indexed() {
    let sandbox = Sandbox::new();
    sandbox.article("a.txt", "security talks");
    let at = ["--index", "news/index"];
    sandbox.talks(["index", "news", at[0], at[1]]).ok();
    let again = sandbox.talks(["index", "--json", at[0], at[1]]).ok().json();
    assert_eq!(again["files"]["seen"], 1);
}

#[test]
fn a_root_inside_a_named_root_is_looked_at_too() {
    let sandbox = Sandbox::new();
    sandbox.article("in/a.txt", "apple talks");
    sandbox.article("b.txt", "berry talks");
    sandbox.talks(["index", "news/in"]).ok();
    assert_eq!(files(&summary(&sandbox, &["news"])), [2, 1, 0, 1, 0, 0]);
    sandbox.article("in/a.txt", "cherry talks went on");
    summary(&sandbox, &["news"]);
    assert_eq!(sandbox.talks(["query", "-c", "cherry"]).ok().stdout, "1\n");
    assert_eq!(sandbox.talks(["query", "-c", "talks"]).ok().stdout, "2\n");
}

#[test]
fn a_key_is_never_taken_for_a_number_of_a_record() {
    let sandbox = Sandbox::new();
    sandbox
        .article("c.jsonl", "{\"id\":1,\"text\":\"first talks\"}\n{\"text\":\"second talks\"}\n");
    let sandbox = sandbox.indexed();
    let listed = sandbox.talks(["list", "--json"]).ok().json();
    let ids: Vec<&str> =
        listed["articles"].as_array().unwrap().iter().map(|a| a["id"].as_str().unwrap()).collect();
    assert_ne!(ids[0], ids[1]);
    for id in ids {
        sandbox.talks(["show", id]).ok();
    }
    assert!(sandbox.talks(["show", "news/c.jsonl#1"]).ok().stdout.contains("first talks"));
}

#[test]
fn files_of_the_same_name_under_two_roots_keep_one_order() {
    let sandbox = Sandbox::new();
    sandbox.article("p/x.txt", "same plums");
    sandbox.article("q/x.txt", "same plums");
    let mut orders: Vec<String> = (0..6)
        .map(|i| {
            let at = format!("index{i}");
            sandbox.talks(["--index", &at, "index", "news/p", "news/q"]).ok();
            sandbox.talks(["--index", &at, "query", "plums", "-l"]).ok().stdout
        })
        .collect();
    orders.dedup();
    assert_eq!(orders.len(), 1, "{orders:?}");
}
