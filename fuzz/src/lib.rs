//! What every reader promises about any bytes, for the targets that feed it some.

use std::path::Path;

use talks::article::Article;
use talks::read::{Record, Settings, read_bytes};

/// Reads `bytes` as a file of this name twice, and checks what it gives.
///
/// Both readings agree; texts hold no `\r` and no white space at their ends; what was left out lies in
/// the text; passages do too; and there is an article, a skip or a reason.
pub fn check(name: &str, bytes: &[u8]) {
    let read = || {
        let mut records = Vec::new();
        let result =
            read_bytes(bytes, Path::new(name), &Settings::default(), &mut |r| records.push(r));
        (records, result)
    };
    let (records, result) = read();
    assert_eq!((&records, &result), (&read().0, &read().1), "reading again gives the same");
    match result {
        Ok(_) => assert!(!records.is_empty(), "a file that was read gives something"),
        Err(_) => assert!(records.is_empty(), "a file that was skipped gives nothing"),
    }
    for record in records {
        if let Record::Article(article) = record {
            article_holds(&article);
        }
    }
}

fn article_holds(article: &Article) {
    let text = &article.text;
    assert!(!text.is_empty() && !text.contains('\r') && text.trim() == text);
    assert!(article.left_out.iter().all(|left| text.is_char_boundary(left.at)));
    for passage in talks::passages::split(text) {
        assert!(text.get(passage).is_some_and(|passage| !passage.trim().is_empty()));
    }
    let lines = [&article.title, &article.source, &article.author, &article.url];
    for field in lines.into_iter().flatten() {
        assert!(!field.value.trim().is_empty());
    }
}
