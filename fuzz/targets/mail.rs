//! Mail, pages saved as mail, and mailboxes.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for name in ["a.eml", "a.mbox"] {
        talks_fuzz::check(name, bytes);
    }
});
