//! Any bytes in the place of `manifest.json`: read as the manifest that was written, or refused; and
//! any manifest is written and read back as the same.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use talks::analysis::ANALYSER_VERSION;
use talks::index::{FORMAT_VERSION, Manifest, Root};
use tempfile::TempDir;

static DIR: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));

fuzz_target!(|bytes: &[u8]| {
    let dir = DIR.path();
    std::fs::write(dir.join("manifest.json"), bytes).expect("a file");
    match Manifest::read(dir) {
        Ok(manifest) => written_again(manifest),
        Err(error) => assert!(["damaged", "other-version"].contains(&error.kind()), "{error}"),
    }
    let roots = Manifest::roots_of_any(dir);
    if !roots.is_empty() {
        written_again(Manifest { roots, ..Manifest::new() });
    }
    // No mutation finds a checksum: the bytes are the root of a manifest of our own as well.
    if let Some((numbers, path)) = bytes.split_at_checked(9)
        && let Ok(path) = std::str::from_utf8(path)
    {
        let number = |at: usize| u32::from_le_bytes(std::array::from_fn(|n| numbers[at + n]));
        let flags = numbers[8];
        let root = Root {
            id: number(0),
            path: path.into(),
            is_file: flags & 1 > 0,
            hidden: flags & 2 > 0,
            aliases: path.split('"').map(|name| vec![name.to_owned()]).collect(),
        };
        let manifest = Manifest { generation: number(4), roots: vec![root], ..Manifest::new() };
        assert_eq!((manifest.format, manifest.analyser), (FORMAT_VERSION, ANALYSER_VERSION));
        written_again(manifest);
    }
});

fn written_again(manifest: Manifest) {
    let dir = DIR.path();
    let generation = manifest.generation_dir(dir);
    std::fs::create_dir_all(&generation).expect("a folder");
    manifest.write_copy(dir).expect("room");
    assert_eq!(Manifest::read_copy(&generation), Some(manifest));
    std::fs::remove_dir_all(&generation).expect("a folder of ours");
}
