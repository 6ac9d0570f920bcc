//! Written dates: what is read as one reads back as the same, alone, in front matter and at the top
//! of a story.
#![no_main]

use libfuzzer_sys::fuzz_target;
use talks::read::read_date;
use talks_fuzz::{articles, check};

fuzz_target!(|text: &str| {
    if let Some(date) = read_date(text) {
        assert_eq!(read_date(&date.to_string()), Some(date), "{text:?}");
        let (year, month, day) = date.ymd();
        assert_eq!(talks::date::Date::from_ymd(year, month, day), Some(date.day_only()));
    }
    let story = format!("Talks resume\n\n{text}\n\nThe delegations met at the customs house.");
    let records = check("a.txt", story.as_bytes());
    for date in articles(&records).filter_map(|article| article.date.as_ref()) {
        assert!(story.contains(&date.evidence), "{date:?} was read from something else");
        assert_eq!(read_date(&date.value.to_string()), Some(date.value));
    }
});
