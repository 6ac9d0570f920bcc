//! gzip, zstd and zip: bytes as they come, so most are broken archives.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| talks_fuzz::check("a.html", bytes));
