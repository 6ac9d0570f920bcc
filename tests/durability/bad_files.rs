//! A folder of thirty kinds of bad file beside good ones: each is counted once, with its reason, in
//! the summary, in `status` and in JSON, and its good neighbours are found.

use std::fs;

use serde_json::Value;

use crate::sandbox::Sandbox;

/// Names and bytes of files that give no article, and the kind of reason.
fn bad() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let mut random = fastrand::Rng::with_seed(5);
    let noise: Vec<u8> = (0..5000).map(|_| random.u8(..)).collect();
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        ("empty.txt", vec![], "empty"),
        ("empty.md", vec![], "empty"),
        ("empty.html", vec![], "empty"),
        ("empty.json", vec![], "empty"),
        ("blanks.txt", text(" \n\t \r\n "), "empty"),
        ("no-break-spaces.txt", text("\u{a0}\u{2003}\u{3000}\n"), "empty"),
        ("byte-order-mark.txt", b"\xef\xbb\xbf".to_vec(), "empty"),
        ("only-tags.html", text("<html><head></head><body><p> </p></body></html>"), "empty"),
        ("only-script.html", text("<html><script>alert('talks')</script></html>"), "empty"),
        ("empty-list.json", text("[]"), "empty"),
        ("nul.txt", text("talks\0and\0talks\0"), "binary"),
        ("noise.bin", noise.clone(), "binary"),
        ("noise.txt", noise.clone(), "binary"),
        ("picture.png", [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &noise[..800]].concat(), "binary"),
        ("picture.txt", [&b"\xff\xd8\xff\xe0\0\x10JFIF\0"[..], &noise[..800]].concat(), "binary"),
        ("document.pdf", [&b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"[..], &noise[..800]].concat(), "binary"),
        ("program", [&b"\x7fELF\x02\x01\x01\0\0\0\0"[..], &noise[..800]].concat(), "binary"),
        ("too-long.txt", b"talks ".repeat(3 << 20), "too-long"),
        ("cut.json", text("{\"text\": \"talks"), "bad-record"),
        ("broken.jsonl", text("{\"text\": \n{\"text\"\n"), "bad-record"),
        ("no-text.jsonl", text("{\"a\":1}\n{\"b\":2}\n"), "bad-record"),
        ("numbers.json", text("[1, 2, 3]"), "bad-record"),
        ("cut.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b".to_vec(), "unreadable"),
        ("wrong.zst", b"\x28\xb5\x2f\xfd\x04\x58\xff\xff\xff\xff\xff".to_vec(), "unreadable"),
        ("cut.zip", b"PK\x03\x04\x14\0\0\0\x08\0".to_vec(), "unreadable"),
        ("excluded.txt", text("talks that talks.toml leaves out"), "excluded"),
    ]
}

fn count(value: &Value, path: &[&str]) -> u64 {
    path.iter().fold(value, |value, key| &value[*key]).as_u64().unwrap()
}

#[cfg(unix)]
#[test]
fn thirty_kinds_of_bad_file_are_counted_by_reason_everywhere() {
    let sandbox = Sandbox::new();
    let news = sandbox.path("news");
    let mut bad: Vec<&str> = Vec::new();
    for (name, bytes, _) in super::bad_files::bad() {
        sandbox.article(name, bytes);
        bad.push(name);
    }
    sandbox.article("talks.toml", "exclude = [\"excluded.txt\"]\n");
    let run = |program: &str, arguments: &[&std::ffi::OsStr]| {
        assert!(std::process::Command::new(program).args(arguments).status().unwrap().success());
    };
    run("mkfifo", &[news.join("pipe").as_os_str()]);
    std::os::unix::net::UnixListener::bind(news.join("socket")).unwrap();
    std::os::unix::fs::symlink(news.join("gone"), news.join("broken-link")).unwrap();
    std::os::unix::fs::symlink("link-to-itself", news.join("link-to-itself")).unwrap();
    bad.extend(["pipe", "socket", "broken-link", "link-to-itself"]);
    assert_eq!(bad.len(), 30);
    // A link to a folder is no file: it is not seen at all.
    std::os::unix::fs::symlink(&news, news.join("loop")).unwrap();
    for i in 0..5 {
        sandbox.article(&format!("good/{i}.txt"), format!("Good talks number {i}."));
    }

    let ran = sandbox.talks(["index", "news", "-v"]).ok();
    for name in &bad {
        let named = ran.stderr.lines().filter(|line| line.contains(&format!("/{name}`")));
        assert_eq!(named.count(), 1, "{name} is named once: {}", ran.stderr);
    }
    assert!(ran.stdout.contains("35 seen = 5 added + 0 updated + 0 unchanged + 30 skipped"));
    let line = ran.stdout.lines().find(|line| line.starts_with("skipped:")).unwrap();
    let again = sandbox.talks(["index", "--json"]).ok().json();
    let status = sandbox.talks(["status", "--json", "--skipped"]).ok().json();
    assert_eq!(again["skipped_by_reason"], status["skipped_by_reason"]);
    let by_reason = status["skipped_by_reason"].as_object().unwrap();
    assert_eq!(by_reason.values().map(|n| n.as_u64().unwrap()).sum::<u64>(), 30);
    for (kind, n) in by_reason {
        assert!(line.contains(&format!("{n} {kind}")), "{line}");
    }
    let files = |key| count(&again, &["files", key]);
    assert_eq!(files("seen"), files("added") + files("updated") + files("unchanged") + 30);
    assert_eq!((files("skipped"), files("unchanged")), (30, 5));
    assert_eq!(count(&status, &["skipped"]), 30);
    assert_eq!(status["skips"].as_array().unwrap().len(), 30);
    let text = sandbox.talks(["status"]).ok().stdout;
    assert!(text.contains("30 files") && text.contains("10 empty"), "{text}");
    for skip in status["skips"].as_array().unwrap() {
        let name = skip["path"].as_str().unwrap().rsplit('/').next().unwrap();
        let wanted = super::bad_files::bad().into_iter().find(|(bad, ..)| *bad == name);
        if let Some((_, _, kind)) = wanted {
            assert_eq!(skip["kind"], kind, "{name}: {}", skip["reason"]);
        }
    }
    assert_eq!(sandbox.talks(["query", "good", "-c"]).ok().stdout, "5\n");
    assert_eq!(
        sandbox.talks(["query", "--json", "good"]).ok().json()["receipt"]["skipped_files"],
        30
    );
    sandbox.talks(["check"]).ok();
    // One that gets better is an article, one that goes is gone, and the counts go along.
    sandbox.article("empty.txt", "Good talks after all.");
    fs::remove_file(news.join("pipe")).unwrap();
    let better = sandbox.talks(["index", "--json"]).ok().json();
    assert_eq!(count(&better, &["files", "skipped"]), 28);
    assert_eq!(
        (count(&better, &["files", "added"]), count(&better, &["files", "removed"])),
        (1, 1)
    );
    println!("bad files: 30 kinds, {line}");
}
