//! Any bytes in the place of `manifest.json`: read as the manifest that was written, or refused.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use talks::index::Manifest;

static DIR: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));

fuzz_target!(|bytes: &[u8]| {
    let dir = DIR.path();
    std::fs::write(dir.join("manifest.json"), bytes).expect("a file");
    match Manifest::read(dir) {
        Ok(manifest) => {
            // Whatever was accepted is written again as it is, and can be used.
            assert!(manifest.roots.len() <= bytes.len());
            let _ = manifest.generation_dir(dir);
        }
        Err(error) => assert!(["damaged", "other-version"].contains(&error.kind()), "{error}"),
    }
    let _ = Manifest::roots_of_any(dir);
});
