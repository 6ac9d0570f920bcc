//! What other programs write is read with all its fields.
//!
//! 1. A byte order mark is no text. 2. Atom's markup is rendered. 3. Wrapped values are unwrapped.
//! 4. Saved pages know their address, and not the day on which they were saved. 5. Headers hold the charset
//! that the mail declares; its parts are read, and what encloses them parts words.

use super::{articles, gzip, skips, value};

#[test]
fn a_mark_before_a_table_is_no_text() {
    for (name, sign) in [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t")] {
        for quote in ["", "\""] {
            for rows in [1, 3, 9000] {
                let cells =
                    |cells: [&str; 3]| cells.map(|c| format!("{quote}{c}{quote}")).join(sign);
                let row = cells(["Eins", "Der Text", "2025-12-04"]) + "\n";
                let table = cells(["title", "text", "date"]) + "\n" + &row.repeat(rows);
                let wide: Vec<u8> = std::iter::once(0xfeff)
                    .chain(table.encode_utf16())
                    .flat_map(u16::to_le_bytes)
                    .collect();
                for bytes in [format!("\u{feff}{table}").into_bytes(), table.into_bytes(), wide] {
                    let found = articles(name, &bytes);
                    assert_eq!(found.len(), rows, "{sign:?} {quote:?} {:?}", &bytes[..4]);
                    assert_eq!(value(&found[0].title).as_deref(), Some("Eins"));
                    assert_eq!(found[0].text, "Der Text");
                }
            }
        }
    }
    assert_eq!(skips("a.csv", "\u{feff}title,text\n".as_bytes()), [(None, "empty")]);
}

#[test]
fn elements_in_the_texts_of_atom_are_markup() {
    let div = |inner: &str| format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{inner}</div>");
    let entry = |inner: &str| format!("<entry><id>u:1</id>{inner}</entry>");
    let feed = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title type=\"xhtml\">{}</title>{}{}{}</feed>",
        div("The <b>Wire</b>"),
        entry(&format!(
            "<title>Ferry stops</title><content type=\"xhtml\">{}</content>",
            div(
                "<p>The ferry stopped<br/>on <i>Monday</i>.</p><p>A &lt; b &amp; c.</p><title>No</title>"
            )
        )),
        entry(&format!(
            "<title type=\"xhtml\">{}</title><content>One.</content>",
            div("Two &amp; <i>three</i>")
        )),
        entry(&format!("<title>Three</title><summary type=\"xhtml\">{}</summary>", div("Short."))),
    );
    let found = articles("a.xml", feed.as_bytes());
    let titles: Vec<_> = found.iter().map(|article| value(&article.title).unwrap()).collect();
    assert_eq!(titles, ["Ferry stops", "Two & three", "Three"]);
    let texts: Vec<_> = found.iter().map(|article| article.text.as_str()).collect();
    assert_eq!(texts, ["The ferry stopped\non Monday.\n\nA < b & c.", "One.", "Short."]);
    assert_eq!(value(&found[0].source).as_deref(), Some("The Wire"));
}

#[test]
fn wrapped_values_are_unwrapped() {
    let times =
        br#"{"headline":{"main":"Ferry stops","kicker":"Sea"},"byline":{"original":"By Ann Lee"},
        "lead_paragraph":"The ferry stopped.","pub_date":"2025-12-04"}"#;
    let found = &articles("a.json", times)[0];
    assert_eq!(value(&found.title).as_deref(), Some("Ferry stops"));
    assert_eq!(value(&found.author).as_deref(), Some("Ann Lee"));
    let press = br#"{"title":{"rendered":"Ministers&#8217; talks &amp; tea"},
        "content":{"rendered":"<p>One &amp; two.<\/p>\n<p>Three.<\/p>"},"date_publish":"2025-12-04 00:00:00"}"#;
    let found = &articles("a.json", press)[0];
    assert_eq!(value(&found.title).as_deref(), Some("Ministers\u{2019} talks & tea"));
    assert_eq!(found.text, "One & two.\n\nThree.");
    assert_eq!(found.date.as_ref().unwrap().value.day_only().to_string(), "2025-12-04");
}

#[test]
fn an_object_of_articles_is_a_list_of_them() {
    let keyed = br#"{"a1":{"title":"One","text":"First."},"a2":{"title":"Two","text":"Second."}}"#;
    let found = articles("a.json", keyed);
    let shown: Vec<_> = found.iter().map(|a| (a.key.as_deref(), a.text.as_str())).collect();
    assert_eq!(shown, [(Some("a1"), "First."), (Some("a2"), "Second.")]);
    let one = br#"{"headline":{"main":"Ferry stops"},"body":{"text":"It stopped."}}"#;
    assert_eq!(articles("a.json", one)[0].text, "It stopped.");
}

#[test]
fn notes_and_other_fences_are_headers() {
    let clipped = "---\ntitle: \"Ferry stops\"\nsource: \"https://www.ledger.example/news/c4g2\"\n\
                   author:\n  - \"[[Ann Lee]]\"\n---\nThe ferry stopped.";
    let found = &articles("a.md", clipped.as_bytes())[0];
    assert_eq!(value(&found.url).as_deref(), Some("https://www.ledger.example/news/c4g2"));
    assert_eq!(value(&found.source).as_deref(), Some("ledger.example"));
    assert_eq!(value(&found.author).as_deref(), Some("Ann Lee"));
    let json = "---json\n{\n  \"title\": \"Ferry stops\",\n  \"date\": \"2025-12-04\"\n}\n---\nIt stopped.";
    let found = &articles("a.md", json.as_bytes())[0];
    assert_eq!(value(&found.title).as_deref(), Some("Ferry stops"));
    assert_eq!(found.text, "It stopped.");
}

#[test]
fn a_saved_page_knows_its_address() {
    let url = "https://www.ledger.example/2025/12/04/ministers-meet-ok";
    let story = "<p>The ministers met, and went home again.</p>".repeat(4);
    for page in [
        format!(
            "<!DOCTYPE html>\n<!-- saved from url=(0054){url} -->\n<html><head></head><body>{story}"
        ),
        format!(
            "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: {url} \n saved date: Fri Dec 12 2025 10:00:00 GMT+0100\n--><head></head><body>{story}"
        ),
    ] {
        let found = &articles("a.html", page.as_bytes())[0];
        assert_eq!(value(&found.url).as_deref(), Some(url));
        assert_eq!(value(&found.source).as_deref(), Some("ledger.example"));
        assert_eq!(found.date.as_ref().unwrap().value.to_string(), "2025-12-04");
    }
    for comment in ["saved from url=(0014)about:internet", "see https://www.ledger.example/a"] {
        let page = format!("<!DOCTYPE html><!-- {comment} --><html><body>{story}");
        assert_eq!(articles("a.html", page.as_bytes())[0].url, None);
    }
}

#[test]
fn headers_may_hold_bytes_of_the_declared_charset() {
    let mail = b"From: Ann Lee <a@wire.example>\r\nSubject: Gr\xf6\xdfe\r\nMIME-Version: 1.0\r\n\
                 Content-Type: text/plain; charset=iso-8859-1\r\n\r\nDie Gr\xf6\xdfe.\r\n";
    let found = &articles("a.eml", mail)[0];
    assert_eq!(value(&found.title).as_deref(), Some("Gr\u{f6}\u{df}e"));
    assert_eq!(found.text, "Die Gr\u{f6}\u{df}e.");
    assert!(found.notes.iter().any(|note| note.starts_with("headers: ")), "{:?}", found.notes);
}

#[test]
fn words_on_both_sides_of_a_tag_of_a_mail_stay_two() {
    let mail = |kind: &str, body: &str| {
        format!(
            "From: Ann <a@wire.example>\nSubject: Lock\nMIME-Version: 1.0\nContent-Type: {kind}\n\n{body}"
        )
    };
    let page = "<html><head><title>x</title><style>.a{}</style></head><body><div style='max-height:0; Display: None'>Hidden.</div><table><tr><td><a href=x>Open it</a></td></tr>\
                <tr><td><h1>Morning Lock</h1></td></tr></table><p>One.</p><p>Two<br>three.</p></body></html>";
    let found = &articles("a.eml", mail("text/html", page).as_bytes())[0];
    assert_eq!(found.text, "Open it\nMorning Lock\n\nOne.\n\nTwo\nthree.");
    let both = format!(
        "--b\nContent-Type: text/plain\n\nPlain.\n--b\nContent-Type: text/html\n\n{page}\n--b--\n"
    );
    let found = &articles("a.eml", mail("multipart/alternative; boundary=b", &both).as_bytes())[0];
    assert_eq!(found.text, "Plain.");
}

#[test]
fn a_message_in_a_message_is_read() {
    let inner = "From: Bo <b@wire.example>\nSubject: Gate opens\n\nThe gate opened at noon.\n";
    let mail = format!(
        "From: Ann <a@wire.example>\nSubject: See below\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nLook.\n--b\nContent-Type: message/rfc822\n\n{inner}\n\
         --b\nContent-Type: application/pdf; name=\"map.pdf\"\nContent-Disposition: attachment\n\nx\n\
         --b\nContent-Type: image/png; name=\"a.png\"\nContent-Disposition: attachment\n\nx\n--b--\n"
    );
    let found = articles("a.eml", mail.as_bytes());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].text, "Look.\n\nGate opens\n\nThe gate opened at noon.");
    assert_eq!(found[0].notes, ["attachments that were not read: map.pdf"]);
}

#[test]
fn the_day_on_which_a_page_was_saved_is_not_its_day() {
    let page = "<html><head><title>Ferry returns</title></head><body><h1>Ferry returns</h1><p>The ferry came back to the quay \
                with nine passengers, a sheep and the post of a week, and nobody on it would say where it had been.</p></body></html>";
    let saved = |head: &str, part: &str| {
        format!(
            "{head}Subject: Ferry returns\nDate: Mon, 17 Nov 2025 12:00:00 -0000\nMIME-Version: 1.0\n\
             Content-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\n\n\
             --b\nContent-Type: text/html; charset=\"utf-8\"\n{part}\n{page}\n--b--\n"
        )
    };
    let address = "https://canal.example/ferry";
    let heads = [
        "From: \"Saved by Windows Internet Explorer 8\"\n",
        "From: \"Gespeichert von einem Browser\"\nX-MimeOLE: Produced By a browser\n",
        "From: <Saved by UnMHT>\n",
        "",
    ];
    for head in heads {
        for part in [format!("Content-Location: {address}\n"), String::new()] {
            let found = &articles("a.mht", saved(head, &part).as_bytes())[0];
            assert_eq!(value(&found.title).as_deref(), Some("Ferry returns"), "{head}");
            assert_eq!((&found.date, &found.author), (&None, &None), "{head}");
            let wanted = (!part.is_empty()).then_some(address);
            assert_eq!(value(&found.url).as_deref(), wanted, "{head}");
            assert!(found.text.starts_with("The ferry came back"), "{}", found.text);
        }
    }
}

#[test]
fn items_of_a_json_feed_are_of_its_outlet() {
    let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Lock & Key", "items": [
        {"id": "1", "url": "https://lock.example/1", "content_html": "<p>One.</p>", "date_published": "2025-12-04T10:00:00-05:00"},
        {"id": "2", "content_text": "Two.", "authors": [{"name": "Ann Lee"}]}]}"#;
    let found = articles("feed.json", feed.as_bytes());
    assert_eq!(found.len(), 2);
    for article in &found {
        assert_eq!(value(&article.source).as_deref(), Some("Lock & Key"));
    }
    assert_eq!(value(&found[1].author).as_deref(), Some("Ann Lee"));
}

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

#[test]
fn an_entry_without_an_author_is_by_that_of_its_feed() {
    let entry = |author: &str| {
        format!("<entry><title>Ferry stops</title>{author}<summary>It stopped.</summary></entry>")
    };
    let ann = "<author><name>Ann Lee</name></author>";
    let feed = |author: &str| {
        let entries = entry("") + &entry("<author><name>Bo Ray</name></author>");
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Lock</title>{author}{entries}</feed>"
        )
    };
    let authors = |feed: String| -> Vec<_> {
        articles("a.xml", feed.as_bytes()).iter().map(|article| value(&article.author)).collect()
    };
    assert_eq!(authors(feed(ann)), [Some("Ann Lee".to_string()), Some("Bo Ray".to_string())]);
    assert_eq!(authors(feed("")), [None, Some("Bo Ray".to_string())]);
}
