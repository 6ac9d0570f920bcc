//! Any text is a query: it is read without a panic, its notes and errors point into it, and what is
//! printed of it reads back as the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use talks::date::Date;
use talks::query::{Mode, ParseOptions, parse};

fuzz_target!(|text: &str| {
    for mode in [Mode::Syntax, Mode::Words, Mode::Phrase] {
        match parse(text, &ParseOptions { mode, today: Date::EPOCH }) {
            Ok(query) => {
                for note in &query.notes {
                    assert!(text.get(note.span.clone()).is_some(), "a note points outside");
                }
                let printed = query.to_string();
                let again = ParseOptions { mode: Mode::Syntax, today: Date::EPOCH };
                let again = parse(&printed, &again).expect("what is printed is a query");
                assert_eq!(again.to_string(), printed);
            }
            Err(error) => assert!(text.get(error.at).is_some(), "an error points outside"),
        }
    }
});
