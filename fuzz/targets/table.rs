//! Tables: cells parted by commas, tabs and what else people use.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    talks_fuzz::check("a.csv", bytes);
});
