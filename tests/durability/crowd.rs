//! Readers beside a writer, writers beside writers, and a hundred processes at once.

use std::fs;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use talks::date::Date;
use talks::index::{Archive, UpdateOptions, update};
use talks::query::{Mode, ParseOptions, parse};
use talks::rank::{SearchRequest, search};

use crate::sandbox::Sandbox;

const READERS: usize = 16;
const FILES: usize = 200;

/// Opens, searches and looks at every hit, as a reader does; returns how long it took.
fn read(index: &std::path::Path) -> Duration {
    let since = Instant::now();
    let archive = Archive::open(index).unwrap();
    let query = parse("edition talks", &ParseOptions { mode: Mode::Syntax, today: Date::EPOCH });
    let request = SearchRequest { limit: FILES, ..SearchRequest::new("edition", query.unwrap()) };
    let result = search(&archive, &request).unwrap();
    let took = since.elapsed();
    // A commit replaces all files: every hit is of one edition, and none is missing.
    let editions = result.hits.iter().map(|hit| {
        assert_eq!(hit.read_error, None);
        hit.passages[0].text.split(' ').nth(1).unwrap().to_owned()
    });
    let editions: std::collections::BTreeSet<String> = editions.collect();
    assert_eq!((result.hits.len(), editions.len()), (FILES, 1), "{editions:?}");
    took
}

/// What stands after the first words of a file: enough for the store to learn from.
fn words(file: usize) -> String {
    let mut random = fastrand::Rng::with_seed(file as u64);
    (0..40).map(|_| format!(" common{}", random.u32(..300))).collect()
}

fn write_edition(sandbox: &Sandbox, edition: u64) {
    for i in 0..FILES {
        sandbox.article(
            &format!("{i}.txt"),
            format!("edition {edition} talks of file {i}{}", words(i)),
        );
    }
}

fn percentile(times: &mut [Duration], part: f64) -> Duration {
    times.sort();
    times[((times.len() - 1) as f64 * part) as usize]
}

/// Reads with all readers for a while; returns all times.
fn read_for(index: &std::path::Path, time: Duration) -> Vec<Duration> {
    let since = Instant::now();
    let one = || {
        let mut times = Vec::new();
        while since.elapsed() < time || times.is_empty() {
            times.push(read(index));
        }
        times
    };
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS).map(|_| scope.spawn(one)).collect();
        readers.into_iter().flat_map(|reader| reader.join().unwrap()).collect()
    })
}

#[test]
fn readers_see_one_commit_or_the_next_beside_a_writer() {
    let seconds = crate::trials(3) as u64;
    let sandbox = Sandbox::new();
    write_edition(&sandbox, 0);
    let index = sandbox.path("index");
    let now = || jiff::Timestamp::now().as_second();
    let options = || UpdateOptions {
        paths: vec![sandbox.path("news")],
        threads: 1,
        learn_bytes: 1,
        ..UpdateOptions::new(now())
    };
    update(&index, &options(), &mut |_| {}).unwrap();
    assert!(index.join("g0001/dictionary").exists());
    let mut quiet = read_for(&index, Duration::from_secs(seconds.div_ceil(4)));
    let (done, commits) = (AtomicBool::new(false), AtomicU64::new(0));
    let mut busy = std::thread::scope(|scope| {
        scope.spawn(|| {
            for edition in 1.. {
                let since = Instant::now();
                write_edition(&sandbox, edition);
                update(&index, &options(), &mut |_| {}).unwrap();
                commits.fetch_add(1, Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(100).saturating_sub(since.elapsed()));
                if done.load(Ordering::Relaxed) {
                    break;
                }
            }
        });
        let times = read_for(&index, Duration::from_secs(seconds));
        done.store(true, Ordering::Relaxed);
        times
    });
    let (quiet_p99, busy_p99) = (percentile(&mut quiet, 0.99), percentile(&mut busy, 0.99));
    println!(
        "readers: {READERS} for {seconds} s beside {} commits: {} reads, no error, none torn; quiet p99 {:.1} ms of \
         {}, beside the writer p50 {:.1}, p99 {:.1}, longest {:.1} ms",
        commits.into_inner(),
        busy.len(),
        quiet_p99.as_secs_f64() * 1e3,
        quiet.len(),
        percentile(&mut busy, 0.5).as_secs_f64() * 1e3,
        busy_p99.as_secs_f64() * 1e3,
        percentile(&mut busy, 1.0).as_secs_f64() * 1e3,
    );
    sandbox.talks(["check"]).ok();
}

#[test]
fn of_two_writers_one_works_and_the_other_is_told() {
    let sandbox = Sandbox::new();
    write_edition(&sandbox, 0);
    let start = || {
        let mut command = sandbox.command();
        command.args(["index", "news"]).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let (mut worked, mut told) = (0, 0);
    for _ in 0..crate::trials(4) {
        write_edition(&sandbox, 1);
        let ends = [start(), start()].map(|child| child.wait_with_output().unwrap());
        for end in &ends {
            match end.status.code() {
                Some(0) => worked += 1,
                Some(75) => {
                    let said = String::from_utf8_lossy(&end.stderr);
                    assert!(said.contains("another process is writing"), "{said}");
                    told += 1;
                }
                code => panic!("{code:?}: {}", String::from_utf8_lossy(&end.stderr)),
            }
        }
        assert!(ends.iter().any(|end| end.status.success()));
    }
    sandbox.talks(["check"]).ok();
    println!("writers: of pairs started at once, {worked} worked and {told} were told (75)");
}

#[test]
fn a_hundred_processes_at_once_do_each_other_no_harm() {
    let sandbox = Sandbox::new();
    write_edition(&sandbox, 0);
    sandbox.talks(["index", "news"]).ok();
    write_edition(&sandbox, 1);
    let commands: [&[&str]; 5] = [
        &["query", "edition", "-c"],
        &["index"],
        &["list", "--json"],
        &["status", "--json"],
        &["index", "--wait", "120"],
    ];
    let start = |i: usize| {
        let mut command = sandbox.command();
        command.args(commands[i % commands.len()]).stdout(Stdio::piped()).stderr(Stdio::piped());
        (i % commands.len(), command.spawn().unwrap())
    };
    let running: Vec<_> = (0..100).map(start).collect();
    let mut told = 0;
    for (which, child) in running {
        let end = child.wait_with_output().unwrap();
        let code = end.status.code();
        told += usize::from(which == 1 && code == Some(75));
        let fine = code == Some(0) || (which == 1 && code == Some(75));
        assert!(fine, "{:?}: {code:?} {}", commands[which], String::from_utf8_lossy(&end.stderr));
        if which == 0 {
            assert_eq!(end.stdout, format!("{FILES}\n").as_bytes());
        }
    }
    sandbox.talks(["check"]).ok();
    let leftover = fs::read_dir(sandbox.path("index")).unwrap().count();
    assert_eq!(leftover, 3, "manifest, lock, one generation");
    println!("crowd: 100 processes at once, {told} told that another writes, none failed");
}
