//! Plain text and Markdown, in whatever encoding.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for name in ["a.txt", "2025-12-04-a.md"] {
        talks_fuzz::check(name, bytes);
    }
});
