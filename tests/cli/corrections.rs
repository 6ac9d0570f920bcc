//! Corrections that are written into talks.toml, the list of outlets, and lines that recur.
//!
//! 1. A correction is written, kept beside what stood there, and taken over. 2. A record, a folder, a
//! pattern and an id can be corrected. 3. What cannot be understood changes nothing. 4. Outlets are
//! counted. 5. Proposed lines are TOML, and gone once they stand in talks.toml.

use std::fs;

use crate::sandbox::Sandbox;

fn settings(sandbox: &Sandbox) -> String {
    fs::read_to_string(sandbox.path("news/talks.toml")).unwrap()
}

#[test]
fn a_correction_is_written_kept_and_taken_over() {
    let sandbox = Sandbox::new();
    sandbox
        .article("a.txt", "River talks went on\n\nBoth sides met again in the old customs house.");
    sandbox.article("talks.toml", "# mine\n[\"a.txt\"]\nauthor = \"Ann Lee\" # by hand\n");
    let sandbox = sandbox.indexed();
    let asked = ["fix", "news/a.txt", "--source", "Wire \"A\"", "--date", "4 December 2025"];
    let ran = sandbox.talks(asked).ok().says("the next `talks index`");
    let said = "news/talks.toml: [a.txt]\n  source    Wire \"A\"  (was unknown)\n  \
                date      2025-12-04  (was unknown)\n";
    assert_eq!(ran.stdout, said);
    let wanted = "# mine\n[\"a.txt\"]\nauthor = \"Ann Lee\" # by hand\nsource = 'Wire \"A\"'\n\
                  date = 2025-12-04\n";
    assert_eq!(settings(&sandbox), wanted);
    sandbox.talks(["index"]).ok();
    let shown = sandbox.talks(["show", "news/a.txt", "--json"]).ok().json();
    assert_eq!(shown["source"]["value"], "Wire \"A\"");
    assert_eq!(shown["date"]["method"], "talks.toml");
    sandbox.talks(["fix", "news/a.txt", "--unknown", "date"]).ok();
    let read = sandbox.talks(["read", "news/a.txt", "--json"]).ok().json();
    assert!(read["items"][0]["date"].is_null(), "{read}");
}

#[test]
fn records_folders_patterns_and_ids_are_corrected() {
    let sandbox = Sandbox::new();
    sandbox
        .article("w/a.jsonl", "{\"text\":\"first talks\"}\n{\"_id\":\"k#2\",\"text\":\"more\"}\n");
    sandbox.article("w/odd [1].txt", "An odd name for talks");
    let sandbox = sandbox.indexed();
    let listed = sandbox.talks(["list", "--format", "jsonl"]).ok().stdout;
    let first = listed.lines().find(|line| line.contains("\"ordinal\":0")).unwrap();
    let first: serde_json::Value = serde_json::from_str(first).unwrap();
    sandbox.talks(["fix", "news/w/a.jsonl#k#2", "--title", "Two"]).ok();
    sandbox.talks(["fix", "news/w/odd [1].txt", "--title", "Odd"]).ok();
    sandbox.talks(["fix", first["id"].as_str().unwrap(), "--title", "One"]).ok();
    sandbox.talks(["fix", "news/w", "--source", "Wire"]).ok();
    sandbox.talks(["fix", "news/*/*.txt", "--language", "German"]).ok();
    sandbox.talks(["index"]).ok();
    let listed = sandbox.talks(["list", "--json"]).ok().json();
    let mut titles: Vec<&str> = listed["articles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["title"].as_str().unwrap())
        .collect();
    titles.sort_unstable();
    assert_eq!(titles, ["Odd", "One", "Two"]);
    for article in listed["articles"].as_array().unwrap() {
        assert_eq!(article["source"], "Wire");
        assert_eq!(article["language"] == "de", article["title"] == "Odd");
    }
}

#[test]
fn a_folder_whose_name_reads_as_a_pattern_is_named_as_it_is() {
    let sandbox = Sandbox::new();
    sandbox.article("odd [1]/a.txt", "Talks in an odd folder");
    sandbox.article("odd 1/b.txt", "Talks in another");
    let sandbox = sandbox.indexed();
    sandbox.talks(["fix", "news/odd [1]", "--source", "Wire"]).ok();
    sandbox.talks(["fix", "news/odd [1]/*.txt", "--language", "de"]).ok();
    sandbox.talks(["index"]).ok();
    let listed = sandbox.talks(["list", "--json"]).ok().json();
    for article in listed["articles"].as_array().unwrap() {
        let is_odd = article["path"].as_str().unwrap().contains("[1]");
        assert_eq!(article["source"] == "Wire", is_odd, "{article}");
        assert_eq!(article["language"] == "de", is_odd, "{article}");
    }
}

#[test]
fn an_id_of_several_is_said_to_be_one() {
    let sandbox = Sandbox::new();
    for i in 0..40 {
        sandbox.article(&format!("{i}.txt"), format!("Story {i} of the talks"));
    }
    let sandbox = sandbox.indexed();
    let listed = sandbox.talks(["list", "--json"]).ok().json();
    let ids = listed["articles"].as_array().unwrap().iter().map(|a| a["id"].as_str().unwrap());
    let mut starts: Vec<&str> = ids.map(|id| &id[..1]).collect();
    starts.sort_unstable();
    // Forty ids share sixteen first digits.
    let twice = starts.windows(2).find(|pair| pair[0] == pair[1]).unwrap()[0];
    sandbox.talks(["fix", twice, "--title", "T"]).exits(2).says("more digits");
    assert!(!sandbox.path("news/talks.toml").exists());
}

#[test]
fn what_is_not_understood_changes_nothing() {
    let sandbox = Sandbox::new();
    sandbox.article("a.txt", "River talks");
    for (arguments, code, said) in [
        (&["news/a.txt"][..], 2, "--source"),
        (&["news/a.txt", "--date", "4/5/2025"], 2, "could be read as two"),
        (&["news/a.txt", "--date", "2025-02-30"], 2, "it is no day"),
        (&["news/a.txt", "--url", "not a url"], 2, "it is no address"),
        (&["news/a.txt", "--language", "x1"], 2, "two letters"),
        (&["news/a.txt", "--title", " "], 2, "it is empty"),
        (&["news/a.txt", "--title", "T", "--unknown", "title"], 2, "given too"),
        (&["news/b.txt", "--title", "T"], 2, "no file or folder `news/b.txt`"),
        (&["news/a.txt", "news/b.txt", "--title", "T"], 2, "`news/b.txt`"),
        (&["news/a.txt#9", "--title", "T"], 1, "no article is called"),
        (&["news/a.txt", "news/a.txt#9", "--title", "T"], 1, "no article is called"),
    ] {
        sandbox.talks([&["fix"][..], arguments].concat()).exits(code).says(said);
        assert!(!sandbox.path("news/talks.toml").exists(), "{arguments:?}");
    }
    sandbox.article("talks.toml", "[a.txt\n");
    let ran = sandbox.talks(["fix", "news/a.txt", "--title", "T", "--json"]).exits(2);
    assert_eq!(ran.json()["error"]["kind"], "bad-settings");
    assert_eq!(settings(&sandbox), "[a.txt\n");
}

#[test]
fn outlets_are_counted() {
    let sandbox = Sandbox::new();
    for (name, head) in [
        ("a", "source: Wire\ndate: 2025-12-01"),
        ("b", "source: Wire\ndate: 2025-12-04"),
        ("c", "source: Wire\ntitle: T"),
        ("d", "source: Post\ndate: 2024-01-01"),
        ("e", "title: U"),
    ] {
        sandbox.article(
            &format!("{name}.md"),
            format!("---\n{head}\n---\nStory {name} of the day.\n"),
        );
    }
    let sandbox = sandbox.indexed();
    let said = "      3  2025-12-01 to 2025-12-04  Wire  (1 undated)\n      \
                1  2024-01-01 to 2024-01-01  Post\n      1  undated                   source unknown\n";
    assert_eq!(sandbox.talks(["sources"]).ok().stdout, said);
    let found = sandbox.talks(["sources", "--json"]).ok().json();
    assert_eq!(found["sources"][0]["undated"], 1);
    assert_eq!(found["sources"][1]["first_date"], "2024-01-01");
    assert!(found["sources"][2]["source"].is_null());
    sandbox.talks(["sources", "--repeats"]).exits(1).says("no line recurs");
    sandbox.talks(["sources", "--index", "nowhere"]).exits(4);
}

#[test]
fn lines_that_recur_are_proposed_and_go_once_dropped() {
    let sandbox = Sandbox::new();
    for i in 0..4 {
        let text =
            format!("---\nsource: Wire\n---\nStory {i} of \"the\" day.\n\nOur \"house\" rules\n");
        sandbox.article(&format!("wire/{i}.md"), &text);
        sandbox.article(&format!("post/{i}.md"), text.replace("Wire", "Post"));
    }
    // Twice the same text says nothing.
    sandbox.article(
        "wire/again.md",
        "---\nsource: Wire\n---\nStory 0 of \"the\" day.\n\nOur \"house\" rules\n",
    );
    let sandbox = sandbox.indexed();
    let ran = sandbox.talks(["sources", "--repeats"]).ok().says("2 lines of the site, perhaps");
    assert!(ran.stdout.contains("# for news/talks.toml\n"), "{}", ran.stdout);
    let found = sandbox.talks(["sources", "--repeats", "--json"]).ok().json();
    assert_eq!(found["repeats"][0]["line"], "Our \"house\" rules");
    assert_eq!(found["repeats"][0]["table"], "post/**");
    fs::write(sandbox.path("news/talks.toml"), &ran.stdout).unwrap();
    sandbox.talks(["index"]).ok();
    assert_eq!(sandbox.talks(["query", "-c", "house"]).exits(1).stdout, "0\n");
    sandbox.talks(["sources", "--repeats"]).exits(1);
}

#[test]
fn settings_that_rule_nothing_are_told_once() {
    let sandbox = Sandbox::new();
    sandbox.article("wire/a.txt", "River talks went on.");
    sandbox.article("wire/b.jsonl", "{\"text\":\"first talks\"}\n");
    sandbox.article("wire/talks.toml", "[\"a.txt\"]\nsource = \"Wire\"\n");
    let tables = "[\"wire/*.txt\"]\n[\"wire/b.jsonl#0\"]\n[\"wire/*.tx\"]\nsource = \"Wire\"\n";
    sandbox.article("talks.toml", tables);
    let elsewhere = "wire/talks.toml` is not used: it does not lie at a root\n";
    let table = "news/talks.toml` has a table that names no file: `wire/*.tx`\n";
    for arguments in [&["index", "news"][..], &["index"], &["read", "news"]] {
        let ran = sandbox.talks(arguments).ok().says(elsewhere).says(table);
        assert_eq!(ran.stderr.matches("talks.toml").count(), 2, "{}", ran.stderr);
    }
    let report = sandbox.talks(["index", "--json"]).ok().json();
    let unused = report["unused_settings"].as_array().unwrap();
    assert!(unused[0]["path"].as_str().unwrap().ends_with("news/wire/talks.toml"), "{report}");
    assert!(unused[0]["table"].is_null());
    assert_eq!(unused[1]["table"], "wire/*.tx");
    assert_eq!((unused.len(), report["files"]["seen"].as_u64()), (2, Some(2)));
    // Of a part of a root nobody knows which files the others name.
    for arguments in [["index", "news/wire"], ["read", "news/wire"]] {
        let ran = sandbox.talks(arguments).ok().says(elsewhere);
        assert_eq!(ran.stderr.matches("talks.toml").count(), 1, "{}", ran.stderr);
    }
    sandbox.article("talks.toml", "[\"wire/*.txt\"]\nsource = \"Wire\"\n");
    fs::remove_file(sandbox.path("news/wire/talks.toml")).unwrap();
    let quiet = sandbox.talks(["index"]).ok();
    assert!(!quiet.stderr.contains("talks.toml"), "{}", quiet.stderr);
}

#[cfg(unix)]
#[test]
fn settings_above_a_file_that_are_no_file_are_not_passed_by() {
    let sandbox = Sandbox::new();
    sandbox.article("sub/x.txt", "A ferry sailed on Monday.");
    let pipe = sandbox.path("news/talks.toml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let ran = sandbox.talks(["fix", "news/sub/x.txt", "--title", "The ferry"]).exits(2);
    ran.says("no ordinary file");
    assert!(!sandbox.path("news/sub/talks.toml").exists());
}
