//! Pages as archives keep them: each is of its own day and outlet, not of the archive's.

use super::{articles, gzip, skips, value};

#[test]
fn a_copy_in_an_archive_is_not_of_its_day_and_not_of_its_outlet() {
    let stamp = "2025-12-17T10:11:12Z";
    let page = |links: &str, day: &str| {
        format!(
            "<html><head><meta property=og:site_name content=archive.ph><meta property=og:url content=http://archive.ph/xYz12>\
             <meta property=og:title content='Keys of the sluice house - Daily Ardel'>\
             <meta property=article:published_time content={stamp} itemprop=dateCreated>\
             <meta property=article:modified_time content={stamp} itemprop=dateModified>{links}</head>\
             <body><div>webpage capture <time itemprop=pubdate datetime={stamp}>17 Dec 2025 10:11:12 UTC</time></div>\
             <div><h1>Keys of the sluice house</h1>{day}<p>{}</p></div></body></html>",
            "The ministers met on a wet morning to settle who keeps the keys of the house. "
                .repeat(4)
        )
    };
    let address = "https://dailyardel.example/keys";
    let links = [
        format!("<link rel=canonical href=https://archive.ph/2025.12.17-101112/{address}>"),
        format!("<link rel=bookmark href=http://archive.today/20251217101112/{address}>"),
    ];
    for link in &links {
        let found = &articles("a.html", page(link, "<div>4 December 2025</div>").as_bytes())[0];
        assert_eq!(found.date.as_ref().unwrap().value.to_string(), "2025-12-04");
        assert_eq!(value(&found.url).as_deref(), Some(address));
        assert_eq!(value(&found.source).as_deref(), Some("dailyardel.example"));
        assert_eq!(articles("a.html", page(link, "").as_bytes())[0].date, None);
    }
    let found = &articles("a.html", page("", "").as_bytes())[0];
    assert_eq!((&found.url, &found.source, &found.date), (&None, &None, &None));
}

#[test]
fn pages_that_a_crawler_kept_are_read() {
    let record = |kind: &str, uri: &str, of: &str, content: &[u8]| {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2025-12-31T01:02:03Z\r\n\
             Content-Type: {of}\r\nContent-Length: {}\r\n\r\n",
            content.len()
        );
        [head.as_bytes(), content, b"\r\n\r\n"].concat()
    };
    let page = "<html><head><title>Ferry returns</title></head><body><h1>Ferry returns</h1><p>The ferry came back to \
                the quay with nine passengers, a sheep and the post of a week, m\u{e4}rz.</p></body></html>";
    let page: Vec<u8> = page.chars().map(|c| c as u8).collect();
    let answer = |status: &str, head: &str, content: &[u8]| {
        [format!("HTTP/1.1 {status}\r\n{head}\r\n\r\n").as_bytes(), content].concat()
    };
    let html = "Content-Type: text/html; charset=iso-8859-1";
    let chunked = [format!("{:x}\r\n", page.len()).as_bytes(), &page, b"\r\n0\r\n\r\n"].concat();
    let http = "application/http; msgtype=response";
    let kept = [
        record("warcinfo", "x", "application/warc-fields", b"software: a crawler"),
        record("request", "https://lock.example/a", http, b"GET /a HTTP/1.1\r\n\r\n"),
        record("response", "https://lock.example/a", http, &answer("200 OK", html, &page)),
        record(
            "response",
            "<https://lock.example/b>",
            http,
            &answer("200 OK", &format!("{html}\r\nTransfer-Encoding: chunked"), &chunked),
        ),
        record("response", "https://lock.example/c", http, &answer("200 OK", html, &gzip(&page))),
        record("response", "https://lock.example/no", http, &answer("404 Not Found", html, &page)),
        record(
            "response",
            "https://lock.example/x.png",
            http,
            &answer("200 OK", "Content-Type: image/png", b"\x89PNG\0\0"),
        ),
        record(
            "conversion",
            "https://lock.example/d",
            "text/plain",
            b"Keys of the house\n\nThe ministers met.",
        ),
    ]
    .concat();
    for bytes in [kept.clone(), gzip(&kept)] {
        let found = articles("a.warc", &bytes);
        let keys: Vec<_> = found.iter().map(|article| article.key.as_deref().unwrap()).collect();
        let wanted = ["a", "b", "c", "d"].map(|name| format!("https://lock.example/{name}"));
        assert_eq!(keys, wanted);
        for article in &found[..3] {
            assert_eq!(value(&article.title).as_deref(), Some("Ferry returns"));
            assert!(article.text.ends_with("m\u{e4}rz."), "{}", article.text);
        }
        for article in &found {
            assert_eq!(value(&article.source).as_deref(), Some("lock.example"));
            assert_eq!(article.date, None);
        }
    }
    // A file that was cut keeps what is whole, and says so.
    let cut = &kept[..kept.len() - 200];
    assert_eq!(articles("a.warc", cut).len(), 3);
    assert_eq!(skips("a.warc", b"WARC/1.0\r\nWARC-Type: response\r\n"), [(None, "bad-record")]);
    let none = record("warcinfo", "x", "application/warc-fields", b"software: a crawler");
    assert_eq!(skips("a.warc", &none), [(None, "empty")]);
}
