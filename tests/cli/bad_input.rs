//! What is broken, missing or hostile: a clear message that names the thing and the next step, and
//! good neighbours are still indexed.

use std::fs;

use crate::sandbox::{HOSTILE, Sandbox, is_hostile};

fn with_neighbour() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.article("good.txt", "security talks went on");
    sandbox
}

#[test]
fn a_missing_path_is_named_and_leaves_no_trace() {
    let sandbox = Sandbox::new();
    sandbox.talks(["index", "nowhere"]).exits(2).says("no file or folder `nowhere`");
    assert!(!sandbox.path("index").exists());
    sandbox.talks(["query", "--batch", "nowhere"]).exits(2).says("`nowhere`");
    sandbox.talks(["query", "--batch", "news"]).exits(2).says("`news`");
}

#[test]
fn a_directory_that_is_no_index_is_refused_and_left_alone() {
    let sandbox = with_neighbour();
    for command in [["query", "x"], ["show", "x"]] {
        let ran = sandbox.talks([&command[..], &["--index", "news"]].concat()).exits(4);
        ran.says("no index in `news`").says("talks index");
    }
    sandbox.talks(["status"]).exits(4).says("talks index PATH");
    sandbox.talks(["index", "news", "--index", "news"]).exits(4).says("is no index");
    let ran = sandbox.talks(["index", "news", "--index", "news/good.txt"]).exits(4);
    ran.says("`news/good.txt` is no index: it is no directory\n");
    assert_eq!(fs::read_dir(sandbox.path("news")).unwrap().count(), 1);
}

#[test]
fn bad_files_are_skipped_by_name_and_neighbours_indexed() {
    let sandbox = with_neighbour();
    sandbox.article("nul.txt", b"some\0bytes\0here\0");
    sandbox.article("empty.txt", "");
    sandbox.article("blank.txt", " \n\t\n");
    sandbox.article("latin.txt", b"The caf\xe9 talks of the se\xf1or were long, and dull as well.");
    sandbox.article(
        "w.jsonl",
        "{\"id\":1,\"text\":\"first talks\"}\n{\"id\":2,\n{\"id\":3,\"text\":\"third talks\"}\n",
    );
    let ran = sandbox.talks(["index", "news", "-v"]).ok();
    for part in ["nul.txt`: is not text", "empty.txt`: holds no text", "blank.txt`", "line 2"] {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
    assert_eq!(sandbox.talks(["query", "-c", "talks"]).ok().stdout, "4\n");
    assert_eq!(sandbox.talks(["query", "-c", "café"]).ok().stdout, "1\n");
    let status = sandbox.talks(["status", "--skipped"]).ok().stdout;
    assert_eq!(status.lines().filter(|line| line.starts_with("news/")).count(), 4, "{status}");
    sandbox.talks(["index", "news", "--strict"]).exits(2);
}

#[test]
fn when_every_file_is_skipped_the_run_says_so() {
    let sandbox = Sandbox::new();
    sandbox.article("empty.txt", "");
    sandbox.talks(["index", "news"]).exits(2).says("holds no text");
    sandbox.talks(["query", "x"]).exits(1).says("the index holds no articles");
    sandbox.talks(["list"]).exits(1);
}

#[test]
fn a_line_of_200_megabytes_costs_one_skip() {
    let sandbox = with_neighbour();
    let line = vec![b'x'; 200 << 20];
    sandbox.article("long.txt", &line);
    let mut records = b"{\"id\":1,\"text\":\"first talks\"}\n{\"text\":\"".to_vec();
    records.extend_from_slice(&line);
    records.extend_from_slice(b"\"}\n{\"id\":3,\"text\":\"third talks\"}\n");
    sandbox.article("long.jsonl", records);
    let ran = sandbox.talks(["index", "news", "--json"]).ok().json();
    assert_eq!(ran["files"]["skipped"], 1);
    assert_eq!(ran["articles"]["skipped_records"], 1);
    assert_eq!(sandbox.talks(["query", "-c", "talks"]).ok().stdout, "3\n");
}

#[cfg(unix)]
#[test]
fn special_files_and_odd_names_do_no_harm() {
    use std::os::unix::ffi::OsStrExt;
    let sandbox = with_neighbour();
    let news = sandbox.path("news");
    let odd = std::ffi::OsStr::from_bytes(b"new\nline \x1b[31m \xff.txt");
    fs::write(news.join(odd), "odd talks here").unwrap();
    std::os::unix::fs::symlink(&news, news.join("loop")).unwrap();
    std::os::unix::fs::symlink(news.join("gone"), news.join("broken")).unwrap();
    assert!(
        std::process::Command::new("mkfifo").arg(news.join("pipe")).status().unwrap().success()
    );
    let ran = sandbox.talks(["index", "news", "-v"]).ok();
    assert!(ran.stderr.contains("`news/pipe`") && ran.stderr.contains("`news/broken`"));
    let ran = sandbox.talks(["query", "odd"]).ok();
    assert!(!ran.stdout.contains('\u{1b}'), "{}", ran.stdout);
    let ran = sandbox.talks(["query", "odd", "--json"]).ok();
    assert!(!ran.stdout.contains('\u{1b}') && ran.json()["hits"][0]["stale"] == false);
}

#[test]
fn hostile_text_reaches_no_terminal() {
    let sandbox = Sandbox::new();
    sandbox.article("a.txt", format!("Hostile talks {HOSTILE} and so on"));
    let sandbox = sandbox.indexed();
    for arguments in [
        &["query", "talks"][..],
        &["query", "talks", "--json"],
        &["query", "talks", "--format", "jsonl"],
        &["list"],
        &["show", "news/a.txt"],
        &["show", "news/a.txt", "--raw"],
        &["show", "news/a.txt", "--json"],
        &["query", "talks \u{1b}[2J"],
    ] {
        let ran = sandbox.talks(arguments).ok();
        assert!(!ran.stdout.contains(is_hostile), "{arguments:?}: {:?}", ran.stdout);
        assert!(!ran.stderr.contains(is_hostile), "{arguments:?}: {:?}", ran.stderr);
    }
}
