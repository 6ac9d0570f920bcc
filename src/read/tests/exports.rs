//! What other programs write is read with all its fields.
//!
//! 1. A byte order mark is no text. 2. Atom's markup is rendered. 3. Wrapped values are unwrapped.
//! 4. Saved pages know their address. 5. Feeds and lists give what they say to each of their items.

use super::{articles, skips, value};

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
fn the_names_of_columns_are_no_headline() {
    let table = "Amount,Place,Remark\n14,Sarn,The lock was paid for by the province on Tuesday.\n";
    let found = articles("costs.csv", table.as_bytes());
    assert_eq!((found[0].title.as_ref(), found[0].text.as_str()), (None, table.trim()));
    // A line of prose is none.
    let note = articles("a.csv", b"The harbour board met\n\nBy Ann Lee\n\nIt met on Tuesday.");
    assert_eq!(value(&note[0].title).as_deref(), Some("The harbour board met"));
}

#[test]
fn properties_of_outliners_are_headers() {
    let page = "title:: Ferry stops\nauthor:: [[Ann Lee]]\ndate:: [[Nov 18th, 2025]]\n\
                url:: https://www.ledger.example/a\n\n- The ferry stopped.\n";
    let found = &articles("a.md", page.as_bytes())[0];
    assert_eq!(value(&found.title).as_deref(), Some("Ferry stops"));
    assert_eq!(value(&found.author).as_deref(), Some("Ann Lee"));
    assert_eq!(found.date.as_ref().unwrap().value.to_string(), "2025-11-18");
    assert_eq!(value(&found.url).as_deref(), Some("https://www.ledger.example/a"));
    assert_eq!(found.text, "The ferry stopped.");
    let code = "text::split is called twice.\nNobody knows why.";
    assert_eq!(articles("a.txt", code.as_bytes())[0].text, code);
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

#[test]
fn backups_of_blogs_give_their_posts() {
    let item = |title: &str, kind: &str| {
        format!(
            "<item><title>{title}</title><content:encoded><![CDATA[<p>{title} so.</p>]]></content:encoded>\
                 <wp:post_type><![CDATA[{kind}]]></wp:post_type></item>"
        )
    };
    let wordpress = format!(
        "<rss version=\"2.0\"><channel><title>Wire</title>{}{}{}{}</channel></rss>",
        item("One", "post"),
        item("gate.jpg", "attachment"),
        item("Two", "story"),
        item("Menu", "nav_menu_item"),
    );
    let entry = |title: &str, kind: &str| {
        format!(
            "<entry><id>{title}</id><category scheme='http://schemas.google.com/g/2005#kind' \
                 term='http://schemas.google.com/blogger/2008/kind#{kind}'/><title>{title}</title><content>{title} so.</content></entry>"
        )
    };
    let blogger = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Wire</title>{}{}{}{}</feed>",
        entry("Layout", "template"),
        entry("One", "post"),
        entry("First!", "comment"),
        entry("Two", "page"),
    );
    for file in [wordpress, blogger] {
        let texts: Vec<_> =
            articles("backup.xml", file.as_bytes()).into_iter().map(|a| a.text).collect();
        assert_eq!(texts, ["One so.", "Two so."]);
        assert_eq!(skips("backup.xml", file.as_bytes()).len(), 2);
    }
}

#[test]
fn relative_links_of_a_feed_start_from_its_base() {
    let entry = |more: &str, link: &str| {
        format!(
            "<entry{more}><id>tag:x:1</id><title>One</title><link href=\"{link}\"/><summary>It stopped.</summary></entry>"
        )
    };
    let entries =
        entry("", "2025/ferry") + &entry(" xml:base=\"/other/\"", "quay") + &entry("", "top");
    let feed = |base: &str| {
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"{base}><title>Lock</title>{entries}</feed>"
        )
    };
    let urls = |feed: String| -> Vec<_> {
        articles("a.xml", feed.as_bytes()).iter().map(|article| value(&article.url)).collect()
    };
    let wanted = ["news/2025/ferry", "other/quay", "news/top"];
    let wanted = wanted.map(|path| Some(format!("https://lock.example/{path}")));
    assert_eq!(urls(feed(" xml:base=\"https://lock.example/news/\"")), wanted);
    assert_eq!(urls(feed("")), [None, None, None]);
}

#[test]
fn items_of_agencies_in_json_are_articles() {
    let story = "The ferry did not sail, said the keeper of the lock.";
    let item = serde_json::json!({
        "uri": "https://wire.example/1", "type": "text", "standard": {"name": "ninjs", "version": "2.1"},
        "versionCreated": "2025-12-05T09:00:00Z", "contentCreated": "2025-12-04T10:00:00Z", "language": "en",
        "headlines": [{"role": "short", "value": "Ferry"}, {"role": "main", "value": "Ferry stays at its pier"}],
        "bodies": [{"role": "main", "contentType": "text/html", "value": format!("<p>{story}</p><p>Nobody came.</p>")},
                   {"role": "plain", "contentType": "text/plain", "value": story}],
        "by": "Ann Lee"
    });
    let found = &articles("a.json", item.to_string().as_bytes())[0];
    assert_eq!(value(&found.title).as_deref(), Some("Ferry stays at its pier"));
    assert_eq!(found.text, format!("{story}\n\nNobody came."));
    assert_eq!(value(&found.date).unwrap().day_only().to_string(), "2025-12-04");
    assert_eq!(value(&found.author).as_deref(), Some("Ann Lee"));
    let item = serde_json::json!({
        "type": "story", "headlines": {"basic": "Ferry stays at its pier"}, "display_date": "2025-12-04T10:00:00Z",
        "content_elements": [{"type": "text", "content": story}, {"type": "text", "content": "Nobody <i>came</i>."}]
    });
    let found = &articles("a.json", item.to_string().as_bytes())[0];
    assert_eq!(value(&found.title).as_deref(), Some("Ferry stays at its pier"));
    assert_eq!(found.text, format!("{story}\n\nNobody came."));
    assert_eq!(value(&found.date).unwrap().day_only().to_string(), "2025-12-04");
}

#[test]
fn messages_of_a_chat_with_a_program_are_no_articles() {
    let said = "The keepers of the lock voted to keep the gate shut, as far as is known.";
    let messages = format!(
        "[{{\"role\":\"user\",\"content\":\"Who voted?\"}},{{\"role\":\"assistant\",\"content\":\"{said}\"}}]"
    );
    for (name, text) in [
        ("a.json", messages.clone()),
        ("a.json", format!("{{\"model\":\"m\",\"messages\":{messages}}}")),
        ("a.jsonl", messages[1..messages.len() - 1].replace("},{", "}\n{")),
    ] {
        assert!(articles(name, text.as_bytes()).is_empty(), "{text}");
        assert_eq!(skips(name, text.as_bytes()).len(), 2, "{text}");
    }
    // A role that somebody has in a story.
    for (name, value) in [
        ("title", "Lock"),
        ("author", "Ann Lee"),
        ("date", "2025-12-01"),
        ("url", "https://a.example/1"),
    ] {
        let mut other = serde_json::json!({"role": "user", "content": said});
        other[name] = serde_json::json!(value);
        assert_eq!(articles("a.jsonl", other.to_string().as_bytes()).len(), 1, "{name}");
    }
    let other = serde_json::json!({"role": "editor", "content": said});
    assert_eq!(articles("a.jsonl", other.to_string().as_bytes()).len(), 1);
}

#[test]
fn the_name_of_the_outlet_behind_a_headline_is_left_out() {
    for (title, wanted) in [
        ("Ferry stays - at its pier - Lock Times", "Ferry stays - at its pier"),
        ("Ferry stays at pier | the Lock Times", "Ferry stays at pier"),
        ("Ferry stays - Lock Times", "Ferry stays - Lock Times"),
        ("Interview: Ann Lee | Lock Times", "Interview: Ann Lee | Lock Times"),
        ("The way from Sarn home > Lock Times", "The way from Sarn home > Lock Times"),
        ("Ferry stays - Lock News", "Ferry stays - Lock News"),
        ("Lock Times", "Lock Times"),
        ("Lock Times - Ferry stays", "Lock Times - Ferry stays"),
    ] {
        let item = serde_json::json!({"source": {"name": "Lock Times"}, "title": title, "content": "It did not sail."});
        let list = serde_json::json!({"articles": [item]}).to_string();
        assert_eq!(value(&articles("a.json", list.as_bytes())[0].title).as_deref(), Some(wanted));
        let feed = format!(
            "<rss><channel><title>Search</title><item><title>{title}</title><link>https://s.example/1</link>\
             <description>It did not sail.</description><source url=\"https://l.example\">Lock Times</source></item></channel></rss>"
        );
        assert_eq!(value(&articles("a.xml", feed.as_bytes())[0].title).as_deref(), Some(wanted));
    }
}

#[test]
fn the_day_of_a_version_is_not_that_of_the_item() {
    let item = serde_json::json!({
        "versioncreated": "2025-12-03T10:00:00Z", "headline": "Ferry stays at its pier", "body": "The ferry did not sail."
    });
    assert!(articles("a.json", item.to_string().as_bytes())[0].date.is_none());
}
