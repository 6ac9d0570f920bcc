//! `talks.toml`: any text is settings or an error; a correction keeps it settings.
#![no_main]

use talks::read::{Change, Fix, FixName, Settings, fixed};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let Ok(settings) = Settings::parse(text) else { return };
    let _ = settings.excludes(std::path::Path::new("a/b.txt"), Some("k"));
    let fix = Fix { title: Change::Value("T".to_string()), ..Fix::default() };
    if let Ok(changed) = fixed(text, FixName::One("a/b.txt"), &fix) {
        assert!(Settings::parse(&changed).is_ok(), "{changed}");
    }
});
