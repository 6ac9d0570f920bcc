//! 1. Exact tables win over globs, later over earlier. 2. Records are named by their key. 3. Errors name table and key.

use super::*;
use crate::article::{Field, Method};
use crate::date::Date;

fn settings(text: &str) -> Settings {
    Settings::parse(text).unwrap()
}

#[test]
fn later_tables_win() {
    let settings = settings(
        "[\"**/*.txt\"]\nsource = \"Wire\"\ndate_order = \"day-first\"\ndrop = \"More\"\n\
         [\"a/b.txt\"]\nsource = \"Post\"\ndate = 2025-12-04\n\
         [\"a/*\"]\nsource = \"Other\"\n",
    );
    let mut article = Article::default();
    settings.correct(&mut article, Path::new("a/b.txt"));
    assert_eq!(article.source.as_ref().unwrap().value, "Post");
    assert_eq!(article.source.unwrap().method, Method::Correction);
    assert_eq!(article.date.unwrap().value.to_string(), "2025-12-04");
    assert_eq!(settings.order(Path::new("c.txt")), Some(Order::DayFirst));
    assert_eq!(settings.drop_lines(Path::new("c.md")), Vec::<String>::new());
}

#[test]
fn records_are_named_by_their_key() {
    let settings = settings("[\"a.jsonl#7\"]\ntitle = \"Seven\"\n");
    let mut article = Article { key: Some("7".into()), ..Article::default() };
    settings.correct(&mut article, Path::new("a.jsonl"));
    assert_eq!(article.title.unwrap().value, "Seven");
}

#[test]
fn a_record_wins_over_its_file_and_false_leaves_a_field_empty() {
    let settings = settings(
        "[\"a.jsonl#7\"]\ntitle = \"Seven\"\ndate = false\n[\"a.jsonl\"]\ntitle = \"All\"\n",
    );
    let mut article = Article { key: Some("7".into()), ..Article::default() };
    let date = Date::EPOCH;
    article.date = Some(Field { value: date, method: Method::Url, evidence: String::new() });
    settings.correct(&mut article, Path::new("a.jsonl"));
    assert_eq!((article.title.unwrap().value, article.date), ("Seven".to_string(), None));
}

#[test]
fn a_name_with_signs_of_a_pattern_names_one_file() {
    let name = "a[1] {x}?*.txt#k]";
    assert_eq!(unescaped(&escaped(name)), name);
    let settings = settings(&format!("[\"{}\"]\ntitle = \"T\"\n", escaped("a[1].txt")));
    let title = |path: &str| {
        let mut article = Article::default();
        settings.correct(&mut article, Path::new(path));
        article.title.map(|title| title.value)
    };
    assert_eq!((title("a[1].txt"), title("a1.txt")), (Some("T".to_string()), None));
}

#[test]
fn globs_come_first_then_the_file_then_the_record_each_in_order() {
    let settings = settings(
        "[\"a.jsonl#7\"]\nauthor = \"record\"\n[\"a.jsonl\"]\nauthor = \"file\"\nurl = \"file\"\n\
         [\"*.jsonl\"]\nauthor = \"first\"\nurl = \"first\"\nsource = \"first\"\ntitle = \"first\"\n\
         [\"a.*\"]\ntitle = \"second\"\n[\"b.jsonl\"]\nauthor = \"other\"\n[\"a[1\"]\ntitle = \"no glob\"\n",
    );
    let mut article = Article { key: Some("7".into()), ..Article::default() };
    settings.correct(&mut article, Path::new("a.jsonl"));
    let value = |field: Option<Field<String>>| field.map(|field| field.value).unwrap_or_default();
    assert_eq!(value(article.author), "record");
    assert_eq!(value(article.url), "file");
    assert_eq!((value(article.source), value(article.title)), ("first".into(), "second".into()));
    let mut odd = Article::default();
    settings.correct(&mut odd, Path::new("a[1"));
    assert_eq!(value(odd.title), "no glob");
}

#[test]
fn only_patterns_are_compared_with_each_file() {
    let names: String =
        (0..500).map(|i| format!("[\"{i} [[]x[]].txt\"]\nurl = \"u{i}\"\n")).collect();
    let settings = settings(&(names + "[\"*.txt\"]\nsource = \"Wire\"\n"));
    assert_eq!(settings.patterns.len(), 1);
    let mut article = Article::default();
    settings.correct(&mut article, Path::new("77 [x].txt"));
    assert_eq!(article.url.unwrap().value, "u77");
    assert_eq!(article.source.unwrap().value, "Wire");
}

#[test]
fn excludes_by_list_and_by_table() {
    let settings = settings(
        "exclude = [\"drafts/**\"]\n[\"x/*\"]\nexclude = true\n[\"x/y\"]\nexclude = false\n",
    );
    assert_eq!(settings.excludes(Path::new("drafts/a/b"), None), Some("drafts/**"));
    assert_eq!(settings.excludes(Path::new("x/z"), None), Some("x/*"));
    assert_eq!(settings.excludes(Path::new("x/y"), None), None);
}

#[test]
fn errors_name_table_and_key() {
    let error = |text| Settings::parse(text).unwrap_err().to_string();
    assert_eq!(error("[a]\ndate = \"soon\"\n"), "talks.toml: `date` of `a` is not a date");
    assert_eq!(error("[a]\ncolour = 1\n"), "talks.toml: `a` has an unknown key `colour`");
    assert!(error("\n[a\n").starts_with("talks.toml line 2: "));
    assert_eq!(
        error("x = 1"),
        "talks.toml: `x` of `the file` is not a table named by a path or glob"
    );
}

#[test]
fn a_root_without_the_file_has_no_settings() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Settings::load(folder.path()).unwrap().is_empty());
}

#[test]
fn tables_that_name_no_file_are_known() {
    let settings = settings(
        "[\"a.txt\"]\n[\"gone.txt\"]\n[\"wire/*.jsonl\"]\n[\"wire/*.json\"]\n[\"wire/a.jsonl#17\"]\n\
         [\"wire/b.jsonl#17\"]\n[\"c[[]1[]].txt\"]\n[\"d#1.txt\"]\n",
    );
    let mut unmatched = settings.unmatched();
    for path in ["a.txt", "wire/a.jsonl", "c[1].txt", "d#1.txt", "other.txt"] {
        unmatched.meet(Path::new(path));
    }
    assert_eq!(unmatched.names(), ["gone.txt", "wire/*.json", "wire/b.jsonl#17"]);
}

#[cfg(unix)]
#[test]
fn settings_that_are_no_ordinary_file_are_refused_and_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("talks.toml");
    let refused = || Settings::load(folder.path()).unwrap_err().to_string();
    // Nobody ever writes to it, and nobody ever came to the end of the other.
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    assert!(refused().contains("no ordinary file"), "{}", refused());
    std::fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
    assert!(refused().contains("no ordinary file"), "{}", refused());
}
