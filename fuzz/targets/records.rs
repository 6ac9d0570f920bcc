//! JSON, JSON Lines, tables and feeds: content decides, the name is a hint.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let names = ["a.json", "a.jsonl", "a.csv", "a.tsv", "a.xml"];
    if let Some((first, rest)) = bytes.split_first() {
        talks_fuzz::check(names[usize::from(*first) % names.len()], rest);
    }
});
