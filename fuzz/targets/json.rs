//! JSON and JSON Lines.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for name in ["a.json", "a.jsonl"] {
        talks_fuzz::check(name, bytes);
    }
});
