//! What the system refuses: files that may not be opened, or not written any further.
//!
//! 1. Too few open files are no damage: a query says so, and nothing is repaired for it; nor is a file
//! that may not be opened. 2. A run that could not write leaves the last commit, and nothing beside it.
//! 3. The next run, with room, does what the first could not.

use std::collections::BTreeSet;
use std::process::{Command, Output};

use crate::sandbox::Sandbox;

/// An index of one article.
fn one_article() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.article("a.txt", "A ferry sailed on Monday.");
    sandbox.indexed()
}

/// Runs the program under a limit that a shell sets.
fn limited(sandbox: &Sandbox, limit: &str, arguments: &[&str]) -> Output {
    let talks = sandbox.command();
    let mut shell = Command::new("sh");
    // A write beyond a limit is then an error, and no signal that ends the program.
    shell.args(["-c", &format!("trap '' XFSZ; {limit}; exec \"$0\" \"$@\"")]);
    shell.arg(talks.get_program()).args(arguments);
    shell.envs(talks.get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell.current_dir(talks.get_current_dir().unwrap()).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn files(sandbox: &Sandbox) -> BTreeSet<String> {
    let listing = std::fs::read_dir(sandbox.path("index/g0001")).unwrap();
    listing.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn too_few_open_files_are_not_taken_for_damage() {
    let sandbox = one_article();
    let before = files(&sandbox);
    let mut refused = 0;
    for most in 4..12 {
        for arguments in [&["query", "ferry"][..], &["check"], &["check", "--repair"]] {
            let output = limited(&sandbox, &format!("ulimit -n {most}"), arguments);
            let (code, said) = (output.status.code(), said(&output));
            assert!(matches!(code, Some(0 | 2)), "{most} {arguments:?}: {code:?} {said}");
            if code == Some(2) {
                refused += 1;
                assert!(said.contains("Too many open files"), "{most} {arguments:?}: {said}");
                assert!(said.contains("ulimit -n"), "{most} {arguments:?}: {said}");
            }
        }
    }
    assert!(refused > 0, "no limit was too low");
    assert_eq!(files(&sandbox), before);
    sandbox.talks(["query", "ferry"]).ok();
}

#[test]
fn a_file_that_may_not_be_opened_is_not_made_anew() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = one_article();
    for name in files(&sandbox) {
        let path = sandbox.path("index/g0001").join(&name);
        let closed = |mode| {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        closed(0o000);
        if std::fs::File::open(&path).is_ok() {
            println!("skipped: this user may open every file");
            return closed(0o644);
        }
        sandbox.talks(["check"]).exits(2).says(&name);
        sandbox.talks(["check", "--repair"]).exits(2).says(&name);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0);
        closed(0o644);
        sandbox.talks(["check"]).ok();
    }
}

#[test]
fn a_run_that_cannot_write_leaves_nothing_beside_the_last_commit() {
    let sandbox = one_article();
    let before = files(&sandbox);
    let words: String = (0..60_000).map(|i| format!("pier{i} ")).collect();
    sandbox.article("b.txt", format!("A ferry sailed to {words}"));
    let output = limited(&sandbox, "ulimit -f 64", &["index"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("cannot write"), "{}", said(&output));
    assert_eq!(files(&sandbox), before);
    sandbox.talks(["query", "-c", "ferry"]).ok();
    sandbox.talks(["check"]).ok();
    sandbox.talks(["index"]).ok();
    assert_eq!(sandbox.talks(["query", "-c", "ferry"]).ok().stdout.trim(), "2");
}
