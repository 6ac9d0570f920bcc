//! Builds over a changing folder, killed at random moments. Each time: the index opens, it is clean,
//! each article is wholly the old or wholly the new one, and running again ends where a fresh build
//! does, byte by byte.

use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use fastrand::Rng;

use crate::random::seeded;
use crate::sandbox::Sandbox;

const QUERIES: [&[&str]; 6] = [
    &["list", "--json", "--text"],
    &["query", "talks", "--json", "-n", "30", "--passages", "3"],
    &["query", "\"security guarantees\" river", "--json"],
    &["query", "version ceasefire -oak", "--json", "-n", "100"],
    &["query", "edition", "-c"],
    &["query", "observers bridge", "--format", "trec", "-n", "1000"],
];

/// What files a folder holds: for each, its number of records (0: it is a text) and its version.
type Files = BTreeMap<String, (usize, u64)>;

fn text(name: &str, record: usize, version: u64) -> String {
    let filler = ["river", "bridge", "observers", "oak", "ceasefire", "edition", "minister"];
    let mut random = seeded(0);
    for byte in name.bytes().chain(version.to_le_bytes()).chain((record as u64).to_le_bytes()) {
        random = Rng::with_seed(random.u64(..) ^ u64::from(byte));
    }
    let mut text = format!("Talks on version {version} of {record} with security guarantees.");
    for _ in 0..20 + random.usize(..120) {
        text.push(' ');
        text.push_str(filler[random.usize(..filler.len())]);
    }
    text
}

fn content(name: &str, (records, version): (usize, u64)) -> String {
    if records == 0 {
        return text(name, 0, version);
    }
    let line = |i| format!("{{\"_id\":\"{i}\",\"text\":\"{}\"}}\n", text(name, i, version));
    (0..records).map(line).collect()
}

/// Changes the folder: files come, change and go.
fn change(sandbox: &Sandbox, files: &mut Files, random: &mut Rng, trial: u64) {
    for _ in 0..1 + random.usize(..12) {
        let name = match random.usize(..3) {
            0 => format!("wire/{:02}.jsonl", random.usize(..6)),
            _ => format!("text/{:02}.txt", random.usize(..40)),
        };
        if files.contains_key(&name) && random.usize(..4) == 0 {
            fs::remove_file(sandbox.path("news").join(&name)).unwrap();
            files.remove(&name);
            continue;
        }
        let records = if name.starts_with("wire") { 1 + random.usize(..300) } else { 0 };
        let file = (records, trial);
        sandbox.article(&name, content(&name, file));
        files.insert(name, file);
    }
}

/// Returns an answer without what is a matter of time.
fn timeless(answer: &str) -> String {
    let Ok(mut value) = serde_json::from_str::<Value>(answer) else { return answer.to_owned() };
    if let Some(receipt) = value.get_mut("receipt") {
        receipt["took_ms"] = 0.into();
    }
    value.to_string()
}

fn answers(sandbox: &Sandbox, index: &str) -> Vec<(i32, String)> {
    let ask = |query: &&[&str]| {
        let ran = sandbox.talks([&["--index", index], *query].concat());
        assert!(ran.code == 0 || ran.code == 1, "{}\n{}", ran.command, ran.stderr);
        (ran.code, timeless(&ran.stdout))
    };
    QUERIES.iter().map(ask).collect()
}

/// Asserts that each article there is wholly of the old state or wholly of the new one.
fn assert_whole(sandbox: &Sandbox, old: &Files, new: &Files) {
    let listed = sandbox.talks(["list", "--json", "--text"]);
    assert!(listed.code <= 1, "{}", listed.stderr);
    let mut files: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    for article in listed.json()["articles"].as_array().unwrap() {
        let path = article["path"].as_str().unwrap();
        let name = path.split("/news/").last().unwrap().to_owned();
        let record = article["key"].as_str().map_or(0, |key| key.parse().unwrap());
        let text = article["text"].as_str().unwrap().to_owned();
        files.entry(name).or_default().push((record, text));
    }
    for (name, mut there) in files {
        there.sort();
        let whole = |state: &Files| {
            state.get(&name).is_some_and(|&(records, version)| {
                let wanted = (0..records.max(1)).map(|i| (i, text(&name, i, version)));
                wanted.eq(there.iter().cloned())
            })
        };
        assert!(whole(old) || whole(new), "{name} is neither old nor new");
    }
    // What is in both states may not be missing.
    let names: Vec<&String> = old.keys().filter(|name| new.contains_key(*name)).collect();
    let listed = listed.stdout;
    assert!(names.iter().all(|name| listed.contains(&format!("/news/{name}\""))));
}

#[test]
fn a_killed_build_leaves_an_index_that_is_whole() {
    let mut random = seeded(1);
    let sandbox = Sandbox::new();
    let (mut indexed, mut files) = (Files::new(), Files::new());
    let mut whole = Duration::from_millis(300);
    let (mut killed, mut ended, mut without) = (0, 0, 0);
    for trial in 0..crate::trials(6) {
        if trial % 50 == 49 {
            // A first build can be killed too.
            fs::remove_dir_all(sandbox.path("index")).unwrap();
            indexed.clear();
        }
        change(&sandbox, &mut files, &mut random, trial as u64);
        let mut command = sandbox.command();
        command.args(["index", "news", "--step-bytes", "30000", "--learn-bytes", "1"]);
        command.args(["--threads", ["1", "2", "4"][random.usize(..3)]]);
        if random.usize(..5) == 0 {
            command.arg("--rebuild");
        }
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // From the first thousandth of a build to beyond its end.
        std::thread::sleep(whole.mul_f64(0.001 + 1.1 * random.f64()));
        child.kill().unwrap();
        if child.wait().unwrap().success() {
            ended += 1
        } else {
            killed += 1
        }

        let check = sandbox.talks(["check", "--json"]);
        if check.code == 4 && check.stderr.contains("there is no index") {
            without += 1;
        } else {
            assert_eq!(check.code, 0, "trial {trial}: {}{}", check.stdout, check.stderr);
            assert_whole(&sandbox, &indexed, &files);
        }
        let since = Instant::now();
        sandbox.talks(["index", "news", "--learn-bytes", "1"]).ok();
        whole = (whole + since.elapsed().max(Duration::from_millis(20))) / 2;
        indexed = files.clone();
        // Without a dictionary: what is stored otherwise is told the same.
        sandbox.talks(["--index", "fresh", "index", "news"]).ok();
        assert_eq!(answers(&sandbox, "index"), answers(&sandbox, "fresh"), "trial {trial}");
        fs::remove_dir_all(sandbox.path("fresh")).unwrap();
        assert_eq!(sandbox.talks(["check"]).ok().code, 0);
    }
    let generations = fs::read_dir(sandbox.path("index")).unwrap().flatten();
    let has_dictionary = generations.into_iter().any(|g| g.path().join("dictionary").exists());
    assert!(has_dictionary, "none was learnt");
    println!("kill: {killed} builds killed, {ended} ended before; {without} without an index yet");
}
