//! Header blocks of every style: whatever a block holds, the story behind it is not lost.
//!
//! The first byte chooses the style; the rest is the block.
#![no_main]

use libfuzzer_sys::fuzz_target;
use talks_fuzz::{articles, check};

const STORY: &str =
    "The delegations met at the customs house and went on until the lamps were lit.";

fuzz_target!(|input: &str| {
    let Some(style) = input.chars().next() else { return };
    let block = &input[style.len_utf8()..];
    let text = match style {
        '-' => format!("---\n{block}\n---\n\n{STORY}\n"),
        '+' => format!("+++\n{block}\n+++\n\n{STORY}\n"),
        '{' => format!("{{{block}}}\n\n{STORY}\n"),
        _ => format!("Title: A {block}\n\n{STORY}\n"),
    };
    for name in ["a.txt", "a.md"] {
        let records = check(name, text.as_bytes());
        // What looks binary is skipped as a whole.
        for article in articles(&records).filter(|_| matches!(style, '-' | '+')) {
            let left_out = article.left_out.iter().any(|left| left.line.contains(STORY));
            assert!(article.text.contains(STORY) || left_out, "the story is gone: {records:?}");
        }
    }
});
