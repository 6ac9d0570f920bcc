//! Queries that ask for too much: an answer or a clear refusal, in bounded time.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::sandbox::Sandbox;

/// Far more than any of these takes, even in a debug build on a busy machine; far less than what
/// grows with the square of a query.
const PATIENCE: Duration = Duration::from_secs(30);

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    let lines = (0..300).map(|i| {
        let words: String = (0..40).map(|j| format!("amber{} ", (i * 7 + j * 13) % 997)).collect();
        format!("{{\"id\":{i},\"title\":\"Story {i}\",\"text\":\"A town spoke of {words}\"}}\n")
    });
    sandbox.article("w.jsonl", lines.collect::<String>());
    sandbox.indexed()
}

#[test]
fn what_asks_for_too_much_is_answered_or_refused_in_time() {
    let sandbox = sandbox();
    let words: String = (0..10_000).map(|i| format!("amber{i} ")).collect();
    let letters = format!("{}~", "amber".repeat(40));
    let asked: [&[&str]; 8] = [
        &[&words],
        &["a*"],
        &["*"],
        &[&letters],
        &["town", "-n", "1000000"],
        &["town", "--offset", "1000000"],
        &["town", "-n", "1000000", "--passages", "1000000"],
        &["\"a town\"~100000 OR amber* amber1~"],
    ];
    for arguments in asked {
        let started = Instant::now();
        let ran = sandbox.talks([&["query"], arguments].concat());
        let took = started.elapsed();
        let head: String = arguments[0].chars().take(20).collect();
        assert!(took < PATIENCE, "{head}: {took:?}");
        assert!((0..=2).contains(&ran.code), "{head}: {} {}", ran.code, ran.stderr);
        assert!(!ran.stderr.contains("panicked"), "{head}: {}", ran.stderr);
    }
    let past = sandbox.talks(["query", "town", "--offset", "1000000", "--json"]);
    assert_eq!(past.json()["hits"].as_array().map(Vec::len), Some(0));
    assert_eq!(past.json()["receipt"]["matched_all"], 300);
}

#[test]
fn sixty_four_readers_are_answered_while_a_build_runs() {
    let sandbox = sandbox();
    for i in 0..200 {
        sandbox.article(&format!("n{i}.txt"), format!("Another town spoke, number {i}."));
    }
    let started = Instant::now();
    let start = |arguments: &[&str]| {
        let mut command: Command = sandbox.command();
        command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    let mut writer = start(&["index"]);
    let mut readers: Vec<_> = (0..64).map(|_| start(&["query", "town"])).collect();
    assert!(readers.iter_mut().all(|reader| reader.wait().unwrap().success()));
    assert!(writer.wait().unwrap().success());
    assert!(started.elapsed() < 2 * PATIENCE, "{:?}", started.elapsed());
    let found = sandbox.talks(["query", "town", "-c"]).ok().stdout;
    assert_eq!(found.trim(), "500");
}
