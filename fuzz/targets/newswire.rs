//! NITF and NewsML.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    talks_fuzz::check("a.xml", bytes);
});
