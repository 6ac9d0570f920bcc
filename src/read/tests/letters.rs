//! Letters, and pages that were saved as letters.
//!
//! 1. Headers hold the charset that a letter declares. 2. Its parts are read, its words kept apart.
//! 3. A saved page is no letter.

use super::{articles, value};

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
fn a_page_without_pictures_that_was_saved_as_a_message_is_read() {
    let page = "From: \"Saved by a browser\"\nSubject: Ferry stops\nDate: Wed, 3 Dec 2025 10:00:00 +0000\n\
        MIME-Version: 1.0\nContent-Type: text/html;\n\tcharset=\"iso-8859-1\"\n\
        Content-Transfer-Encoding: quoted-printable\nContent-Location: https://l.example/1\n\n\
        <html><head><title>Ferry stops</title></head><body><h1>Ferry stops</h1>=\n<p>The caf=E9 at the pier is shut.</p>";
    let article = articles("a.mht", page.as_bytes()).remove(0);
    assert_eq!(article.text, "The café at the pier is shut.");
    assert_eq!(value(&article.title).as_deref(), Some("Ferry stops"));
    assert_eq!(value(&article.url).as_deref(), Some("https://l.example/1"));
    assert!(article.date.is_none() && article.author.is_none());
    // Without a note of who saved it, it was sent.
    for from in ["", "From: Ledger\n"] {
        let sent = page.replace("From: \"Saved by a browser\"\n", from);
        let article = articles("a.eml", sent.as_bytes()).remove(0);
        assert_eq!(article.date.unwrap().value.day_only().to_string(), "2025-12-03", "{from}");
    }
    let page = "MIME-Version: 1.0\nContent-Type: text/html\nContent-Location: https://l.example/1\n\nThe ferry stays.\n\nIt is old.";
    assert!(articles("a.txt", page.as_bytes())[0].text.ends_with("The ferry stays.\n\nIt is old."));
}
