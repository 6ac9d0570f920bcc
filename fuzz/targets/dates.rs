//! Written dates: what is read as one is written, and read back as the same.
#![no_main]

use talks::read::read_date;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Some(date) = read_date(text) {
        assert_eq!(read_date(&date.to_string()), Some(date), "{text:?}");
    }
});
