//! The tiny indexes of `tests/formats`, one of each format: the present one is read as it was
//! written, older and newer ones are refused with the command that rebuilds them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::sandbox::{Sandbox, hits};

fn formats() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let named = |path: PathBuf| (path.file_name().unwrap().to_string_lossy().into_owned(), path);
    let mut formats: Vec<_> = entries.filter(|path| path.is_dir()).map(named).collect();
    formats.sort();
    formats
}

/// Returns the versions that this program writes, as a folder is named after them.
fn present() -> String {
    let sandbox = Sandbox::new();
    sandbox.article("a.txt", "talks");
    let sandbox = sandbox.indexed();
    let text = fs::read_to_string(sandbox.path("index/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    format!("{}-{}", manifest["format"], manifest["analyser"])
}

fn copied(from: &Path) -> Sandbox {
    let sandbox = Sandbox::new();
    for entry in walkdir::WalkDir::new(from).into_iter().flatten() {
        let to = sandbox.path("index").join(entry.path().strip_prefix(from).unwrap());
        match entry.file_type().is_dir() {
            true => fs::create_dir_all(to).unwrap(),
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
    sandbox
}

#[test]
fn an_index_of_each_format_is_read_or_refused_with_the_command() {
    let (present, formats) = (present(), formats());
    assert!(formats.iter().any(|(name, _)| *name != present), "an older format is kept");
    assert!(
        formats.iter().any(|(name, _)| *name == present),
        "no index of {present} is kept yet: tests/formats/make PROGRAM makes it"
    );
    for (name, path) in &formats {
        let sandbox = copied(path);
        sandbox.article("new.txt", "a new article on security guarantees");
        if *name == present {
            let result = sandbox.talks(["query", "\"security guarantees\"", "--json"]).ok().json();
            assert_eq!(hits(&result), [("a.md".to_owned(), "all".to_owned())]);
            assert_eq!(result["hits"][0]["article"]["source"], "Harbour Post");
            assert_eq!(sandbox.talks(["list", "--json"]).ok().json()["total"], 3);
            sandbox.talks(["check"]).ok();
            sandbox.talks(["index", "news"]).ok();
            assert_eq!(sandbox.talks(["query", "-c", "guarantees"]).ok().stdout, "2\n");
            sandbox.talks(["check"]).ok();
            continue;
        }
        for command in [&["query", "security"][..], &["list"], &["status"], &["check"], &["index"]]
        {
            let ran = sandbox.talks(command).exits(4);
            ran.says("this program reads").says("talks index --rebuild");
        }
        // Its root is not there: what was indexed of it is not thrown away by a rebuild.
        sandbox.talks(["index", "news", "--rebuild"]).exits(2).says("--prune");
        sandbox.talks(["index", "news", "--rebuild", "--prune"]).ok();
        assert_eq!(sandbox.talks(["query", "-c", "guarantees"]).ok().stdout, "1\n");
        sandbox.talks(["check"]).ok();
    }
}

#[test]
fn an_older_index_is_rebuilt_from_the_roots_it_names() {
    let (_, path) = formats().into_iter().find(|(name, _)| *name == "1-1").unwrap();
    let sandbox = copied(&path);
    sandbox.article("a.md", "security guarantees once more");
    let manifest = sandbox.path("index/manifest.json");
    let mut value: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&manifest).unwrap()).unwrap();
    value["roots"][0]["path"] =
        sandbox.path("news").canonicalize().unwrap().to_str().unwrap().into();
    fs::write(&manifest, value.to_string()).unwrap();
    sandbox.talks(["index", "--rebuild"]).ok();
    assert_eq!(sandbox.talks(["query", "-c", "guarantees"]).ok().stdout, "1\n");
}

#[test]
fn a_newer_index_is_refused_and_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.article("a.txt", "security talks");
    let sandbox = sandbox.indexed();
    let manifest = sandbox.path("index/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap().replace("\"format\": ", "\"format\": 9");
    fs::write(&manifest, &text).unwrap();
    for command in [&["query", "talks"][..], &["index"], &["check"], &["check", "--repair"]] {
        sandbox.talks(command).exits(4).says("a newer talks").says("--rebuild");
    }
    assert_eq!(fs::read_to_string(&manifest).unwrap(), text);
}
