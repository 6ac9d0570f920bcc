//! Reading beside a writer, and without permission to write.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::sandbox::Sandbox;

#[test]
fn a_reader_works_while_a_writer_writes() {
    let sandbox = Sandbox::new();
    for i in 0..50 {
        sandbox.article(&format!("{i}.txt"), format!("security talks number {i}"));
    }
    let sandbox = sandbox.indexed();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0..20 {
                for i in 50..60 {
                    sandbox.article(&format!("{i}.txt"), format!("security talks {round} {i}"));
                }
                sandbox.talks(["index"]).ok();
                for i in 50..60 {
                    fs::remove_file(sandbox.path(&format!("news/{i}.txt"))).unwrap();
                }
                sandbox.talks(["index"]).ok();
            }
            done.store(true, Ordering::Relaxed);
        });
        let mut reads = 0;
        while !done.load(Ordering::Relaxed) || reads == 0 {
            let ran = sandbox.talks(["query", "security", "--json", "-n", "100"]).ok();
            let found = ran.json()["receipt"]["matched_all"].as_u64().unwrap();
            // The old or the new state, never a part of one.
            assert!(found == 50 || found == 60, "{found}");
            reads += 1;
        }
    });
}

#[test]
fn a_second_writer_is_told_who_writes() {
    let sandbox = Sandbox::new();
    sandbox.article("a.txt", "security talks");
    let sandbox = sandbox.indexed();
    let file = fs::File::options().write(true).open(sandbox.path("index/lock")).unwrap();
    file.lock().unwrap();
    sandbox.talks(["index"]).exits(75).says("another process is writing");
    sandbox.talks(["query", "security"]).ok();
    file.unlock().unwrap();
    sandbox.talks(["index"]).ok();
}

#[cfg(unix)]
#[test]
fn a_read_only_index_is_read_and_nothing_is_written() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new();
    sandbox.article("a.txt", "security talks");
    let sandbox = sandbox.indexed();
    let index = sandbox.path("index");
    let set = |mode: u32| {
        for folder in [index.join("g0001"), index.clone()] {
            fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    let listing = || {
        let mut names: Vec<_> = walk(&index);
        names.sort();
        names
    };
    set(0o555);
    let before = listing();
    for arguments in [&["query", "security"][..], &["list"], &["status"], &["show", "news/a.txt"]] {
        sandbox.talks(arguments).ok();
    }
    assert_eq!(listing(), before);
    set(0o755);
}

fn walk(folder: &std::path::Path) -> Vec<(std::path::PathBuf, std::time::SystemTime)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let metadata = entry.metadata().unwrap();
        all.push((entry.path(), metadata.modified().unwrap()));
        if metadata.is_dir() {
            all.extend(walk(&entry.path()));
        }
    }
    all
}
