//! What is broken, odd or hostile: a note, or one skip, and the rest goes on.

use super::*;

const STORY: &str =
    "Both delegations argued about the key for three hours, and nobody spoke again.";

#[test]
fn a_header_that_never_closes_is_text_with_a_note() {
    let text = format!("---\ntitle: Never closed\ndate: 2025-12-04\n\n{STORY}\n");
    let found = &articles("a.md", text.as_bytes())[0];
    assert!(found.text.contains("Never closed") && found.text.contains(STORY));
    assert_eq!((value(&found.date), found.notes.len()), (None, 1), "{:?}", found.notes);
    // A rule across the page is no header.
    let ruled = &articles("a.md", format!("---\n\n{STORY}\n").as_bytes())[0];
    assert!(ruled.notes.is_empty());
}

#[test]
fn a_mailbox_gives_a_message_each() {
    let message = |id: u32, text: &str| {
        format!(
            "From ann@wire.example Thu Dec  4 10:30:00 2025\nFrom: Ann <ann@wire.example>\nSubject: Talks {id}\n\
             Message-ID: <{id}@wire.example>\nDate: Thu, 4 Dec 2025 10:30:00 +0100\n\n{text}\n\n"
        )
    };
    let text = message(1, "First talks.\n>From the dam it is a mile.") + &message(2, STORY);
    let found = articles("a.mbox", text.as_bytes());
    let keys: Vec<_> = found.iter().map(|article| article.key.as_deref().unwrap()).collect();
    assert_eq!(keys, ["1@wire.example", "2@wire.example"]);
    assert_eq!(found[0].text, "First talks.\nFrom the dam it is a mile.");
    assert_eq!(value(&found[1].title).as_deref(), Some("Talks 2"));
    let one = articles("a.eml", message(1, STORY).as_bytes());
    assert_eq!((one.len(), one[0].key.as_deref()), (1, None));
}

#[test]
fn no_message_of_a_mailbox_is_lost_to_its_first_line() {
    let headers = "From: ann@wire.example\nSubject: Talks\nMIME-Version: 1.0\n";
    let openings: [&[u8]; 3] = [
        b"From ana\xefs@wire.example",
        "\u{feff}From ann@w".as_bytes(),
        "\n \u{a0}From ann@w".as_bytes(),
    ];
    for opening in openings {
        let rest = format!(" Thu Dec  4 10:30:00 2025\n{headers}\n{STORY}\n");
        let found = articles("a.mbox", &[opening, rest.as_bytes()].concat());
        let texts: Vec<&str> = found.iter().map(|article| article.text.as_str()).collect();
        assert_eq!(texts, [STORY], "{opening:?}");
    }
}

#[test]
fn an_archive_of_nothing_but_hidden_members_is_skipped() {
    let bytes = archive(&[("__MACOSX/a.txt", STORY.as_bytes()), (".b.txt", STORY.as_bytes())]);
    assert_eq!(read("a.zip", &bytes), (Vec::new(), Err(SkipReason::Empty)));
}

#[test]
fn members_together_may_not_grow_without_bound() {
    let long = vec![b'x'; 66 << 20];
    let mut members: Vec<(String, &[u8])> =
        (0..6).map(|i| (format!("{i}.jsonl"), long.as_slice())).collect();
    members.insert(0, ("../first.txt".to_string(), STORY.as_bytes()));
    let members: Vec<(&str, &[u8])> = members.iter().map(|(n, b)| (n.as_str(), *b)).collect();
    let bytes = archive(&members);
    let found = articles("a.zip", &bytes);
    assert_eq!(found[0].key.as_deref(), Some("../first.txt"));
    let last = read("a.zip", &bytes).0.pop();
    let Some(Record::Skip { reason, .. }) = last else { panic!("{last:?}") };
    assert!(reason.to_string().contains("members behind were not opened"), "{reason}");
}

#[test]
fn a_title_that_is_a_text_is_the_text() {
    let row = format!("title,text,date\n\"{}", STORY.repeat(100));
    let found = &articles("a.csv", row.as_bytes())[0];
    assert!(found.title.is_none() && found.text.starts_with(STORY));
}

#[test]
fn a_headline_that_a_page_repeats_is_in_no_text() {
    let page = format!(
        "<html><head><title>Gates stay shut | Wire</title></head><body><article><h1>Gates stay shut</h1>\
         <p>By Ann Lee</p><time datetime=2025-12-04>4 December 2025</time><h2>GATES STAY SHUT</h2>\
         <p>{}</p></article></body></html>",
        format!("{STORY} ").repeat(4)
    );
    let found = &articles("a.html", page.as_bytes())[0];
    assert!(found.text.starts_with(STORY), "{}", found.text);
}

#[test]
fn tables_of_other_languages_are_understood() {
    let found = &articles(
        "a.csv",
        b"titel;datum;text;quelle;autor\nTore;04.12.2025;Beide Seiten.;Draht;Ann Lee\n",
    )[0];
    assert_eq!(value(&found.date).unwrap().to_string(), "2025-12-04");
    assert_eq!(value(&found.source).as_deref(), Some("Draht"));
    assert_eq!(value(&found.author).as_deref(), Some("Ann Lee"));
}
