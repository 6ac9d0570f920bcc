//! Signals, waiting for another writer, and rehearsing.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::sandbox::Sandbox;

/// Starts a long build, sends a signal when it has begun to write, and returns its exit code and
/// what it said.
#[cfg(unix)]
fn interrupted(sandbox: &Sandbox, signal: &str) -> (i32, String, serde_json::Value) {
    let mut command = sandbox.command();
    command.args(["index", "news", "--json", "--threads", "1"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let since = Instant::now();
    // Whoever has signed the lock has taken the signals before.
    while fs::read(sandbox.path("index/lock")).unwrap_or_default().is_empty() {
        assert!(since.elapsed() < Duration::from_secs(60), "the build does not begin");
        std::thread::sleep(Duration::from_millis(1));
    }
    let mut kill = std::process::Command::new("kill");
    assert!(kill.args([signal, &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap_or(-1), stderr, serde_json::from_slice(&output.stdout).unwrap())
}

#[cfg(unix)]
#[test]
fn a_signal_ends_a_build_with_its_summary_and_the_next_one_goes_on() {
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let sandbox = Sandbox::new();
        for i in 0..1500 {
            let text = format!("Talks number {i} on security. ").repeat(60);
            sandbox.article(&format!("{i}.txt"), text);
        }
        let (ended, stderr, summary) = interrupted(&sandbox, signal);
        assert_eq!(ended, code, "{stderr}");
        assert!(stderr.contains("run it again to go on"), "{stderr}");
        assert_eq!(summary["interrupted"], true);
        let files = |key: &str| summary["files"][key].as_u64().unwrap();
        assert_eq!(files("seen"), files("added") + files("skipped"));
        let found = sandbox.talks(["query", "-c", "security"]).stdout;
        assert_eq!(found.trim(), summary["total_articles"].to_string());
        let rest = sandbox.talks(["index", "--json"]).ok().json();
        assert_eq!(rest["files"]["seen"], 1500);
        assert_eq!(rest["interrupted"], false);
        assert_eq!(sandbox.talks(["query", "-c", "security"]).ok().stdout, "1500\n");
    }
}

#[test]
fn a_writer_waits_as_long_as_it_is_told() {
    let sandbox = Sandbox::new();
    sandbox.article("a.txt", "security talks");
    let sandbox = sandbox.indexed();
    let file = fs::File::options().write(true).open(sandbox.path("index/lock")).unwrap();
    file.lock().unwrap();
    let since = Instant::now();
    sandbox.talks(["index", "--wait", "0.3"]).exits(75).says("--wait SECONDS");
    assert!(since.elapsed() >= Duration::from_millis(300));
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| sandbox.talks(["index", "--wait", "60"]));
        std::thread::sleep(Duration::from_millis(100));
        file.unlock().unwrap();
        waiting.join().unwrap().ok();
    });
    sandbox.talks(["index", "--wait", "soon"]).exits(2).says("is no number of seconds");
}

#[test]
fn a_rehearsal_says_what_would_be_done() {
    let sandbox = Sandbox::new();
    sandbox.article("a.txt", "security talks");
    let ran = sandbox.talks(["index", "news", "--dry-run"]).ok();
    assert!(ran.stdout.contains("1 seen = 1 added") && ran.stdout.contains("nothing was changed"));
    assert!(!sandbox.path("index").exists());
    sandbox.talks(["index", "nowhere", "--dry-run"]).exits(2);
}
