//! Texts that databases of the press hand out.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    talks_fuzz::check("a.txt", bytes);
});
