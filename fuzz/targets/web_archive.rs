//! Web archives: pages and texts that a crawler kept.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    talks_fuzz::check("a.warc", bytes);
});
