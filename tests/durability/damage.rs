//! Single-byte flips and cuts in every kind of file of an index: an answer that is right, or an exit
//! code that says so, never a panic, never a hang; and `check` finds each of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use fastrand::Rng;

use crate::random::seeded;
use crate::sandbox::Sandbox;

const QUERIES: [&[&str]; 7] = [
    &["query", "river talks", "--json", "--passages", "2"],
    &["query", "\"security guarantees\" -oak", "--json"],
    &["query", "source:wire bridge OR ferry", "--json"],
    &["query", "minister", "-l"],
    &["query", "talks since:2025-01-01", "-c"],
    &["list", "--json"],
    &["status", "--json", "--skipped"],
];
/// A command that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// An archive whose files have more than one block each.
fn archive() -> Sandbox {
    let sandbox = Sandbox::new();
    let mut random = Rng::with_seed(11);
    let words = ["river", "bridge", "oak", "ferry", "minister", "guarantees", "security", "talks"];
    let mut text = |length: usize| {
        let mut text = String::new();
        for i in 0..length {
            // Words that occur once make a dictionary of some size.
            let rare = format!("w{:x}", random.u64(..40_000));
            text += if i % 3 == 0 { &rare } else { words[random.usize(..words.len())] };
            text.push(' ');
        }
        text
    };
    for i in 0..60 {
        let head = format!(
            "---\ntitle: Talks {i}\nsource: Wire {}\ndate: 2025-{:02}-11\n---\n",
            i % 7,
            i % 12 + 1
        );
        sandbox.article(&format!("{i:02}.md"), head + &text(300 + 20 * i));
    }
    sandbox.article("empty.txt", "");
    sandbox.talks(["index", "news", "--learn-bytes", "1"]).ok();
    // Deleted articles have a file of their own.
    fs::remove_file(sandbox.path("news/07.md")).unwrap();
    sandbox.article("new.md", "The river talks went on with security guarantees.");
    sandbox.talks(["index"]).ok();
    sandbox
}

struct Answer {
    code: i32,
    stdout: String,
    stderr: String,
}

fn ask(sandbox: &Sandbox, arguments: &[&str]) -> Answer {
    let mut command = sandbox.command();
    let child = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = child.spawn().unwrap();
    let (code, stdout, stderr) = std::thread::scope(|scope| {
        // Read meanwhile: a program whose pipe is full waits for its reader.
        let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let out = scope.spawn(move || std::io::read_to_string(&mut out).unwrap());
        let err = scope.spawn(move || std::io::read_to_string(&mut err).unwrap());
        let since = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if since.elapsed() > PATIENCE {
                child.kill().unwrap();
                panic!("{arguments:?} hangs");
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        (status.code().unwrap_or(-1), out.join().unwrap(), err.join().unwrap())
    });
    let stdout = match serde_json::from_str::<Value>(&stdout) {
        Ok(mut value) => {
            if let Some(receipt) = value.get_mut("receipt") {
                receipt["took_ms"] = 0.into();
            }
            // The size on disk is what it is.
            value.as_object_mut().map(|object| object.remove("bytes"));
            value.to_string()
        }
        Err(_) => stdout,
    };
    Answer { code, stdout, stderr }
}

fn files(index: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(index).sort_by_file_name().into_iter().flatten();
    let files = entries.filter(|entry| entry.metadata().is_ok_and(|m| m.is_file() && m.len() > 0));
    files.map(|entry| entry.into_path()).collect()
}

fn kind_of(path: &Path) -> String {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let place = if path.parent().unwrap().ends_with("index") { "" } else { "g/" };
    match path.extension().filter(|_| !name.ends_with("json")) {
        Some(kind) => format!("*.{}", kind.to_string_lossy()),
        None => format!("{place}{name}"),
    }
}

#[test]
fn a_flipped_or_cut_file_gives_the_right_answer_or_says_so() {
    let sandbox = archive();
    let index = sandbox.path("index");
    let sound: Vec<Answer> = QUERIES.iter().map(|query| ask(&sandbox, query)).collect();
    assert!(sound.iter().all(|answer| answer.code == 0));
    let paths = files(&index);
    let mut kinds: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for path in paths {
        kinds.entry(kind_of(&path)).or_default().push(path);
    }
    assert!(kinds.len() >= 14, "{:?}", kinds.keys());
    assert!(["g/dictionary", "g/groups"].iter().all(|kind| kinds.contains_key(*kind)));
    let names: Vec<String> = kinds.keys().cloned().collect();
    let mut random = seeded(2);
    // Of each kind: trials, right answers, exits 3 and 4.
    let mut tally: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let trials = crate::trials(40);
    for trial in 0..trials {
        let kind = &names[trial % names.len()];
        let path = kinds[kind][random.usize(..kinds[kind].len())].clone();
        let bytes = fs::read(&path).unwrap();
        let mut harmed = bytes.clone();
        let at = random.usize(..bytes.len());
        let what = match random.usize(..4) {
            0 => {
                harmed.truncate(at);
                format!("{kind} cut at {at} of {}", bytes.len())
            }
            _ => {
                let bit = 1u8 << random.u32(..8);
                harmed[at] ^= bit;
                format!("{kind}, bit {bit:#x} of byte {at} of {}", bytes.len())
            }
        };
        fs::write(&path, &harmed).unwrap();
        let counts = tally.entry(kind).or_default();
        counts[0] += 1;
        for (query, sound) in QUERIES.iter().zip(&sound) {
            let answer = ask(&sandbox, query);
            assert!(!answer.stderr.contains("panicked"), "{what}: {query:?} {}", answer.stderr);
            match answer.code {
                0 => {
                    let is_same = answer.stdout == sound.stdout;
                    assert!(is_same, "{what}: {query:?} gives another answer\n{}", answer.stdout);
                    counts[1] += 1;
                }
                3 => {
                    assert!(kind == "*.store" || kind == "g/dictionary", "{what}: {query:?}");
                    counts[2] += 1;
                }
                4 => {
                    let is_other = answer.stderr.contains("talks index");
                    let says = answer.stderr.contains("talks check") || is_other;
                    assert!(says, "{what}: {query:?} {}", answer.stderr);
                    counts[3] += 1;
                }
                code => panic!("{what}: {query:?} exits {code}: {}", answer.stderr),
            }
        }
        let check = ask(&sandbox, &["check"]);
        assert_eq!(check.code, 4, "{what}: {}{}", check.stdout, check.stderr);
        fs::write(&path, &bytes).unwrap();
    }
    // As it was: the stamps of the files are others, and every byte is verified.
    for (query, sound) in QUERIES.iter().zip(&sound) {
        assert_eq!(ask(&sandbox, query).stdout, sound.stdout, "{query:?}");
    }
    println!("damage: {trials} trials, all found by check; answers by kind of file:");
    println!("{:<18} {:>7} {:>7} {:>7} {:>7}", "file", "trials", "right", "exit 3", "exit 4");
    for (kind, [n, right, partly, refused]) in tally {
        println!("{kind:<18} {n:>7} {right:>7} {partly:>7} {refused:>7}");
    }
}
