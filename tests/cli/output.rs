//! JSON against its schema, and the other formats.

use std::path::Path;

use serde_json::Value;

use crate::sandbox::Sandbox;

fn valid(schema: &Value, part: &str, value: &Value) {
    let mut wanted = schema.clone();
    let object = wanted.as_object_mut().unwrap();
    object.remove("oneOf");
    object.insert("$ref".to_owned(), format!("#/$defs/{part}").into());
    let validator = jsonschema::validator_for(&wanted).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{part}: {errors:#?}\n{value:#}");
}

fn schema() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/output.schema.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.article("a.md", "---\ntitle: Café talks\ndate: 2025-12-08\n---\nBoth want “security guarantees” at the café 🙂 now.\n");
    sandbox.article("b.txt", "Security alone.\n");
    sandbox.article("w.jsonl", "{\"_id\":\"k\",\"text\":\"a record of security\"}\n{\n");
    sandbox.article("empty.txt", "");
    sandbox
}

#[test]
fn every_json_answer_follows_the_schema() {
    let schema = schema();
    let sandbox = sandbox();
    valid(&schema, "index", &sandbox.talks(["index", "news", "--json"]).ok().json());
    for (query, code) in [
        ("zebra", 1),
        ("", 1),
        ("café", 0),
        ("\"security guarantees\"", 0),
        ("security guarantees wor* the", 0),
    ] {
        valid(&schema, "query", &sandbox.talks(["query", query, "--json"]).exits(code).json());
        let explained = sandbox.talks(["query", query, "--json", "--explain"]).exits(code).json();
        valid(&schema, "query", &explained);
        let lines = sandbox.talks(["query", query, "--format", "jsonl"]).exits(code).stdout;
        for line in lines.lines() {
            let value: Value = serde_json::from_str(line).unwrap();
            let part = format!("line_{}", value["type"].as_str().unwrap());
            valid(&schema, &part, &value);
        }
    }
    for (arguments, code) in [
        (&["query", "date:never", "--json"][..], 2),
        (&["query", "x", "--json", "--index", "nowhere"], 4),
        (&["query", "x", "--json", "--no-such"], 2),
        (&["show", "nothing", "--json"], 1),
    ] {
        valid(&schema, "error", &sandbox.talks(arguments).exits(code).json());
    }
    valid(&schema, "counted", &sandbox.talks(["query", "-c", "café", "--json"]).ok().json());
    valid(&schema, "files", &sandbox.talks(["query", "-l", "café", "--json"]).ok().json());
    std::fs::write(sandbox.path("asked"), "1\tcafé\n2\tsecurity\n").unwrap();
    let batch = sandbox.talks(["query", "--batch", "asked", "--json"]).ok().stdout;
    assert_eq!(batch.lines().count(), 2);
    for line in batch.lines() {
        valid(&schema, "query", &serde_json::from_str(line).unwrap());
    }
    let list = sandbox.talks(["list", "--json", "--text"]).ok().json();
    valid(&schema, "list", &list);
    for line in sandbox.talks(["list", "--format", "jsonl"]).ok().stdout.lines() {
        valid(&schema, "line_article", &serde_json::from_str(line).unwrap());
    }
    valid(&schema, "sources", &sandbox.talks(["sources", "--json"]).ok().json());
    let repeats = sandbox.talks(["sources", "--repeats", "--json"]).exits(1).json();
    valid(&schema, "repeats", &repeats);
    let fixed = sandbox.talks(["fix", "news/a.md", "--unknown", "title", "--json"]).ok().json();
    valid(&schema, "fix", &fixed);
    let read = sandbox.talks(["read", "news", "--json", "--text"]).ok().json();
    assert_eq!(read["items"].as_array().unwrap().len(), 5);
    valid(&schema, "read", &read);
    for line in sandbox.talks(["read", "news", "--format", "jsonl"]).ok().stdout.lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        valid(&schema, &format!("read_{}", value["type"].as_str().unwrap()), &value);
    }
    sandbox.talks(["read", "news/empty.txt"]).exits(1);
    valid(&schema, "show", &sandbox.talks(["show", "news/a.md", "--json"]).ok().json());
    for (line, code) in [("Both want security … at the café", 0), ("Both want peace", 1)] {
        valid(&schema, "quote", &sandbox.talks(["quote", line, "--json"]).exits(code).json());
    }
    for name in ["news/a.md", "news/b.txt"] {
        valid(&schema, "similar", &sandbox.talks(["similar", name, "--json"]).json());
    }
    valid(&schema, "status", &sandbox.talks(["status", "--json", "--skipped"]).ok().json());
    valid(&schema, "check", &sandbox.talks(["check", "--json"]).ok().json());
    std::fs::write(sandbox.path("queries"), "1\tcafé\n2\tsecurity\n").unwrap();
    std::fs::write(sandbox.path("qrels"), "1\tk\t1\n2\tk\t2\n").unwrap();
    for more in [&["--json"][..], &["--json", "--verbose"]] {
        let asked = [&["eval", "queries", "qrels"][..], more].concat();
        valid(&schema, "eval", &sandbox.talks(asked).ok().json());
    }
    valid(&schema, "bench", &sandbox.talks(["bench", "--json", "--each", "2"]).ok().json());
}

#[test]
fn a_field_that_is_not_in_the_schema_is_refused() {
    let schema = schema();
    let mut value = sandbox().indexed().talks(["query", "café", "--json"]).ok().json();
    value["hits"][0]["article"]["surprise"] = 1.into();
    let refused = std::panic::catch_unwind(|| valid(&schema, "query", &value));
    assert!(refused.is_err());
}

#[test]
fn offsets_are_code_points() {
    let sandbox = sandbox().indexed();
    let result = sandbox.talks(["query", "now café", "--json"]).ok().json();
    let hit = &result["hits"][0];
    assert_eq!(crate::sandbox::marks(hit), ["café", "now"]);
    assert_eq!(hit["title_marks"], serde_json::json!([{"start": 0, "end": 4}]));
}

#[test]
fn colour_is_used_when_asked_for_and_never_by_itself() {
    let sandbox = sandbox().indexed();
    let plain = sandbox.talks(["query", "café"]).ok().stdout;
    assert!(plain.contains("**café**") && !plain.contains('\u{1b}'));
    let coloured = sandbox.talks(["query", "café", "--color", "always"]).ok().stdout;
    assert!(coloured.contains('\u{1b}') && !coloured.contains("**"));
}

#[test]
fn help_and_version_are_results() {
    let sandbox = Sandbox::new();
    for command in [
        "index", "query", "show", "list", "status", "bench", "similar", "quote", "sources", "fix",
        "check", "read", "eval",
    ] {
        let help = sandbox.talks([command, "--help"]).ok();
        assert!(help.stdout.contains("Usage: talks") && help.stderr.is_empty());
    }
    // Each command is told with what it does.
    let help = sandbox.talks(["--help"]).ok().stdout;
    let commands = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let lines: Vec<&str> = commands.lines().filter(|line| !line.trim().is_empty()).collect();
    assert!(lines.len() >= 13 && lines.iter().all(|line| line.split_whitespace().count() > 3));
    // Its own help begins with that.
    for line in lines {
        let (command, does) = line.trim().split_once(' ').unwrap();
        let help = sandbox.talks([command, "--help"]).ok().stdout;
        assert_eq!(help.lines().next().unwrap(), does.trim(), "{command}");
    }
    assert!(sandbox.talks(["--version"]).ok().stdout.starts_with("talks "));
    sandbox.talks::<&str>([]).exits(2);
}

#[test]
fn what_is_read_is_never_the_index() {
    let sandbox = sandbox().indexed();
    let read = sandbox.talks(["read", ".", "--format", "jsonl"]).ok().stdout;
    assert_eq!(read.lines().count(), 5, "{read}");
    assert!(!read.contains("index/"), "{read}");
    let home = sandbox.path("");
    let read = sandbox.talks(["read".as_ref(), home.as_os_str()]).ok().stdout;
    assert!(!read.contains("index/"), "{read}");
}
