//! 1. A run that is stopped keeps what it read, its counts add up, and the next one goes on.
//! 2. A step ends by bytes and by time. 3. A dry run counts as a run does and changes nothing.
//! 4. A file that was touched is not stale once it was looked at. 5. A file that changes under the
//! reader's hands is whole or not there. 6. A writer that waited sees what the other one wrote.
//! 7. What is named twice is looked at once. 8. An archive that is open stays readable when a rebuild
//! takes its generation away. 9. The skips that are named are the first in order. 10. A reader that
//! panics costs one skip.

use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::SystemTime;

use super::*;
use crate::article::SkipReason;
use crate::index::Archive;
use crate::index::journal::{FileOutcome, FileState};

/// A folder of `files` short articles, and a place for an index.
fn archive(files: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("news")).unwrap();
    for i in 0..files {
        fs::write(folder.path().join(format!("news/{i:03}.txt")), format!("talks {i}")).unwrap();
    }
    folder
}

fn options(folder: &Path) -> UpdateOptions {
    let paths = vec![folder.join("news")];
    // A long time after the files were written, so that none counts as fresh.
    let now = jiff::Timestamp::now().as_second() + 1000;
    UpdateOptions { paths, threads: 1, ..UpdateOptions::new(now) }
}

fn run(folder: &Path, options: &UpdateOptions) -> IndexReport {
    let report = update(&folder.join("index"), options, &mut |_| {}).unwrap();
    let files = report.files;
    assert_eq!(files.seen, files.added + files.updated + files.unchanged + files.skipped);
    report
}

fn live(folder: &Path) -> Archive {
    Archive::open(&folder.join("index")).unwrap()
}

#[test]
fn a_stopped_run_keeps_what_it_read_and_the_next_one_goes_on() {
    // More than readers have read by the time that the first is taken.
    const FILES: u64 = 1_000;
    let folder = archive(FILES as usize);
    let folder = folder.path();
    let stopped = options(folder);
    let report = update(&folder.join("index"), &stopped, &mut |progress| {
        stopped.stop.store(progress.done >= 7, Ordering::Relaxed);
    });
    let report = report.unwrap();
    assert!(report.is_interrupted);
    assert!(report.files.added >= 7 && report.unread > 0, "{report:?}");
    assert_eq!(report.files.added + report.unread, FILES);
    assert_eq!(report.files.seen, report.files.added);
    assert_eq!(live(folder).totals().articles, report.files.added);

    let rest = run(folder, &options(folder));
    assert_eq!((rest.files.unchanged, rest.files.added), (report.files.added, report.unread));
    assert_eq!(live(folder).totals().articles, FILES);
}

#[test]
fn a_stopped_walk_removes_nothing() {
    let folder = archive(5);
    let folder = folder.path();
    run(folder, &options(folder));
    let stopped = options(folder);
    stopped.stop.store(true, Ordering::Relaxed);
    let report = run(folder, &stopped);
    assert!(report.is_interrupted);
    assert_eq!((report.files.removed, report.total_articles), (0, 5));
}

#[test]
fn a_step_ends_by_bytes_and_by_time() {
    for short in [
        UpdateOptions { step_bytes: 1, ..UpdateOptions::new(0) },
        UpdateOptions { step_time: Duration::ZERO, ..UpdateOptions::new(0) },
    ] {
        let folder = archive(6);
        let folder = folder.path();
        let steps = UpdateOptions {
            step_bytes: short.step_bytes,
            step_time: short.step_time,
            ..options(folder)
        };
        let mut committed = Vec::new();
        update(&folder.join("index"), &steps, &mut |_| {
            committed.push(live(folder).totals().articles);
        })
        .unwrap();
        // Each file was committed before the next was read.
        assert_eq!(committed, [0, 1, 2, 3, 4, 5]);
        assert_eq!(live(folder).totals().articles, 6);
    }
}

#[test]
fn a_dry_run_counts_as_a_run_does_and_changes_nothing() {
    let folder = archive(5);
    let folder = folder.path();
    let dry = || UpdateOptions { dry_run: true, ..options(folder) };
    let rehearsed = run(folder, &dry());
    assert!(!folder.join("index").exists());
    assert_eq!(rehearsed, run(folder, &options(folder)));

    fs::write(folder.join("news/001.txt"), "talks of another length").unwrap();
    fs::remove_file(folder.join("news/002.txt")).unwrap();
    fs::write(folder.join("news/003.txt"), "").unwrap();
    fs::write(folder.join("news/new.txt"), "new talks").unwrap();
    let rehearsed = run(folder, &dry());
    assert_eq!(live(folder).totals().articles, 5);
    assert_eq!(rehearsed.files.removed, 1);
    assert_eq!(rehearsed, run(folder, &options(folder)));
    assert_eq!(live(folder).totals().articles, rehearsed.total_articles);
}

#[test]
fn a_touched_file_is_stale_until_it_was_looked_at() {
    let folder = archive(1);
    let folder = folder.path();
    run(folder, &options(folder));
    let is_stale = || {
        let archive = live(folder);
        let place = archive.places().next().unwrap();
        let stored = archive.articles().unwrap().read(place).unwrap();
        archive.is_stale(&stored)
    };
    assert!(!is_stale());
    let file = fs::File::options().write(true).open(folder.join("news/000.txt")).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(500)).unwrap();
    assert!(is_stale());
    assert_eq!(run(folder, &options(folder)).files.unchanged, 1);
    assert!(!is_stale());
    fs::write(folder.join("news/000.txt"), "something else").unwrap();
    assert!(is_stale());
    fs::remove_file(folder.join("news/000.txt")).unwrap();
    assert!(is_stale());
}

#[test]
fn a_file_that_changes_while_it_is_read_is_whole_or_not_there() {
    let folder = archive(0);
    let folder = folder.path();
    let path = folder.join("news/wire.jsonl");
    // Long enough to be handed over in several pieces.
    let version = |word: &str, records: usize| {
        let line = |i| format!("{{\"_id\":\"{i}\",\"text\":\"{word} talks\"}}\n");
        (0..records).map(line).collect::<String>()
    };
    let versions = [version("first", 1500), version("second", 1400)];
    fs::write(&path, &versions[0]).unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for i in 0.. {
                if done.load(Ordering::Relaxed) {
                    break;
                }
                let beside = folder.join("beside");
                fs::write(&beside, &versions[i % 2]).unwrap();
                fs::rename(&beside, &path).unwrap();
                std::thread::sleep(Duration::from_millis(3 * (i as u64 % 7)));
            }
        });
        for _ in 0..12 {
            run(folder, &options(folder));
            let archive = live(folder);
            let reader = archive.articles().unwrap();
            let texts: Vec<String> =
                archive.places().map(|place| reader.read(place).unwrap().article.text).collect();
            let (count, first) = (texts.len(), texts.first().cloned().unwrap_or_default());
            assert!(texts.iter().all(|text| *text == first), "two versions at once");
            assert!(
                matches!(
                    (count, &first[..]),
                    (0, "") | (1500, "first talks") | (1400, "second talks")
                ),
                "{count} × {first}"
            );
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn a_writer_that_waited_sees_what_the_other_wrote() {
    let folder = archive(1);
    let folder = folder.path();
    run(folder, &options(folder));
    for root in ["more", "other"] {
        fs::create_dir(folder.join(root)).unwrap();
        fs::write(folder.join(root).join("x.txt"), format!("{root} talks")).unwrap();
    }
    std::thread::scope(|scope| {
        let adding = ["more", "other"].map(|root| {
            scope.spawn(move || {
                let wait = Duration::from_secs(60);
                let paths = vec![folder.join(root)];
                run(folder, &UpdateOptions { paths, wait, ..options(folder) })
            })
        });
        for thread in adding {
            thread.join().unwrap();
        }
    });
    assert_eq!(live(folder).manifest().roots.len(), 3);
    assert_eq!(live(folder).totals().articles, 3);
}

#[test]
fn what_is_named_twice_is_looked_at_once() {
    let folder = archive(3);
    let folder = folder.path();
    run(folder, &options(folder));
    let paths = vec![folder.join("news/000.txt"), folder.join("news")];
    let report = run(folder, &UpdateOptions { paths, ..options(folder) });
    assert_eq!((report.files.seen, report.files.unchanged), (3, 3));
}

/// Stories that have enough in common for a dictionary to be learnt, and two that are copies.
fn stories() -> tempfile::TempDir {
    let folder = archive(0);
    let mut random = fastrand::Rng::with_seed(9);
    let words: Vec<String> = (0..400).map(|_| format!("{:x} ", random.u32(..))).collect();
    for i in 0..40 {
        let text: String = (0..300).map(|_| &*words[random.usize(..400)]).collect();
        fs::write(folder.path().join(format!("news/{i:02}.txt")), &text).unwrap();
        if i == 0 {
            fs::write(folder.path().join("news/copy.txt"), text).unwrap();
        }
    }
    folder
}

#[test]
fn an_open_archive_stays_readable_when_a_rebuild_takes_its_generation_away() {
    let folder = stories();
    let folder = folder.path();
    let learning = UpdateOptions { learn_bytes: 1, ..options(folder) };
    run(folder, &learning);
    let before = live(folder);
    assert!(folder.join("index/g0001/dictionary").exists());
    run(folder, &UpdateOptions { rebuild: true, ..learning });
    assert!(!folder.join("index/g0001").exists());
    let reader = before.articles().unwrap();
    for place in before.places() {
        assert_eq!(reader.read(place).map(|stored| stored.stamp.size > 0), Ok(true));
    }
    assert_eq!(before.journal().unwrap().unwrap().files().len(), 41);
    let name = before.name_at(before.find_file(0, Path::new("copy.txt")).unwrap()[0]).unwrap();
    assert!(before.has_groups());
    assert_eq!(before.group_of(name).unwrap().unwrap().len(), 2);
}

#[test]
fn the_skips_that_are_named_are_the_first_in_order() {
    let mut report = IndexReport::default();
    let mut names: Vec<String> = (0..3000).map(|i| format!("{i:04}")).collect();
    fastrand::Rng::with_seed(4).shuffle(&mut names);
    let known = FileState {
        stamp: Default::default(),
        is_fresh: false,
        content_hash: 1,
        settings_hash: 0,
        outcome: FileOutcome::Skipped(SkipReason::Empty),
    };
    for name in &names {
        report.unchanged(Path::new(name), &known);
    }
    let named: Vec<String> =
        report.skips.iter().map(|skip| skip.path.display().to_string()).collect();
    assert_eq!(named, (0..1000).map(|i| format!("{i:04}")).collect::<Vec<_>>());
    assert_eq!(report.files.skipped, 3000);
}

#[test]
fn a_reader_that_panics_costs_one_skip() {
    let skip = workers::guarded(|| panic!("no reader should")).unwrap_err();
    assert_eq!(skip.kind(), "bad-record");
}
