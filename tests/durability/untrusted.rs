//! What steers a terminal — controls, escapes, characters that turn the direction of writing — in
//! file names, articles, fields, queries and settings: none of it comes out anywhere.

use std::fs;

use crate::sandbox::{HOSTILE, Sandbox, is_hostile};

#[cfg(unix)]
#[test]
fn nothing_that_steers_a_terminal_comes_out() {
    let sandbox = Sandbox::new();
    let h = HOSTILE;
    let name = |kind: &str, end: &str| format!("{kind} {} {end}", h.replace('\u{0}', ""));
    sandbox.article(
        &name("front", "a.md"),
        format!(
            "---\ntitle: \"Title {h} talks\"\nsource: \"Wire {h}\"\nauthor: \"A {h} B\"\nurl: https://a.example/{h}\n---\nTalks {h} text of security guarantees.\n\nSubscribe to our newsletter {h}\n"
        ),
    );
    sandbox.article(&name("text", "b.txt"), format!("Plain {h} talks on rivers{h}."));
    let page = format!(
        "<html><head><title>Page {h}</title><meta property='og:site_name' content='S {h}'></head><body><p>Page talks {h} in a page.</p></body></html>"
    );
    sandbox.article(&name("page", "c.html"), page);
    let key = serde_json::to_string(&format!("key {h}")).unwrap();
    let text = serde_json::to_string(&format!("Record talks {h}")).unwrap();
    sandbox.article(
        &name("wire", "d.jsonl"),
        format!("{{\"_id\":{key},\"text\":{text}}}\n{{\"_id\":{key},\n"),
    );
    sandbox.article(&name("bad", "e.bin"), b"\0\x1b[2J\0");
    sandbox.article(&name("empty", "f.txt"), "");
    let gone = sandbox.path("news").join(name("gone", "g.txt"));
    std::os::unix::fs::symlink(sandbox.path("nowhere"), gone).unwrap();

    let hostile_query = format!("talks {h} \"x{h}");
    let odd_field = format!("date:soon{h}");
    let nowhere = format!("nowhere{h}");
    fs::write(sandbox.path("batch"), format!("q{h}\ttalks {h}\n{h}\nq2\tdate:soon{h}\n")).unwrap();
    let odd_index = format!("index{h}");
    let shown = sandbox.path("news").join(name("front", "a.md")).display().to_string();
    let with_key =
        format!("{}#key {h}", sandbox.path("news").join(name("wire", "d.jsonl")).display());
    let runs: Vec<(Vec<&str>, &str)> = vec![
        (vec!["index", "news", "-v", "--dry-run"], "0"),
        (vec!["index", "news", "-v"], "0"),
        (vec!["index", "-v", "--json"], "0"),
        (vec!["index", &nowhere], "2"),
        (vec!["query", "talks"], "0"),
        (vec!["query", "talks", "--explain", "--passages", "3"], "0"),
        (vec!["query", "talks", "--color", "never"], "0"),
        (vec!["query", "talks", "--json"], "0"),
        (vec!["query", "talks", "--format", "jsonl"], "0"),
        (vec!["query", "talks", "--format", "trec"], "0"),
        (vec!["query", "talks", "-l"], "0"),
        (vec!["query", "talks", "-l", "--json"], "0"),
        (vec!["query", &hostile_query], "01"),
        (vec!["query", &hostile_query, "--explain"], "01"),
        (vec!["query", &hostile_query, "--json"], "01"),
        (vec!["query", "--words", &hostile_query], "01"),
        (vec!["query", "--phrase", &hostile_query], "01"),
        (vec!["query", &odd_field], "2"),
        (vec!["query", &odd_field, "--json"], "2"),
        (vec!["query", "talks", "--since", h], "2"),
        (vec!["query", "talks", "--source", h], "01"),
        (vec!["query", "--batch", "batch"], "01"),
        (vec!["query", "--batch", "batch", "--json"], "01"),
        (vec!["query", "--batch", "batch", "--format", "trec"], "01"),
        (vec!["query", "--batch", &nowhere], "2"),
        (vec!["query", "talks", h, "--nonsense"], "2"),
        (vec!["list"], "0"),
        (vec!["list", "--json", "--text"], "0"),
        (vec!["show", &shown], "0"),
        (vec!["show", &shown, "--raw"], "0"),
        (vec!["show", &shown, "--json"], "0"),
        (vec!["show", &shown, "--query", "talks"], "0"),
        (vec!["show", &with_key], "0"),
        (vec!["show", &nowhere], "1"),
        (vec!["status", "--skipped"], "0"),
        (vec!["status", "--skipped", "--json"], "0"),
        (vec!["read", "news"], "0"),
        (vec!["read", "news", "--json", "--text"], "0"),
        (vec!["read", &nowhere], "12"),
        (vec!["check"], "0"),
        (vec!["check", "--json"], "0"),
        (vec!["--index", &odd_index, "query", "talks"], "4"),
        (vec!["--index", &odd_index, "index", "news"], "0"),
        (vec!["--index", &odd_index, "status"], "0"),
        (vec!["--index", "news", "index", "news"], "4"),
        (vec![h], "2"),
    ];
    let mut count = 0;
    for (arguments, codes) in &runs {
        let ran = sandbox.talks(arguments);
        assert!(
            codes.contains(&ran.code.to_string()),
            "{arguments:?}: {} {}",
            ran.code,
            ran.stderr
        );
        for (name, text) in [("standard output", &ran.stdout), ("standard error", &ran.stderr)] {
            let found: Vec<char> = text.chars().filter(|c| is_hostile(*c)).collect();
            assert!(found.is_empty(), "{arguments:?}: {found:?} on {name}:\n{text:?}");
        }
        count += 1;
    }
    // Settings that cannot be read, and a fault in the index, are told as safely.
    fs::write(sandbox.path("news/talks.toml"), format!("title = {h}\n")).unwrap();
    let said = sandbox.talks(["index"]).exits(2).stderr;
    assert!(!said.contains(is_hostile), "{said:?}");
    println!("untrusted text: {count} commands, nothing that steers a terminal came out");
}
