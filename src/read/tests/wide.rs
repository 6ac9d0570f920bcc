//! What is UTF-16 is read as what it holds.
//!
//! 1. Every format is read in UTF-16, with a mark and without. 2. What is replaced in it is noted on the
//! article that has it. 3. UTF-32 is no text.

use super::{articles, gzip, skips, value};

#[test]
fn every_format_is_read_in_utf16() {
    let text = "Le bac n'est pas parti, dit le ch\u{e2}teau, et personne ne sait pourquoi.";
    let cases = [
        ("a.csv", format!("title,date,text\r\nLe bac,2025-12-04,\"{text}\"\r\n")),
        ("a.json", format!("{{\"title\":\"Le bac\",\"date\":\"2025-12-04\",\"text\":\"{text}\"}}")),
        (
            "a.jsonl",
            format!("{{\"title\":\"Le bac\",\"date\":\"2025-12-04\",\"text\":\"{text}\"}}\n"),
        ),
        ("a.md", format!("---\ntitle: Le bac\ndate: 2025-12-04\n---\n\n{text}\n")),
        ("a.txt", format!("Title: Le bac\nDate: 2025-12-04\n\n{text}\n")),
        (
            "a.eml",
            format!(
                "From: A <a@b.example>\r\nTo: C <c@b.example>\r\nSubject: Le bac\r\nDate: Thu, 4 Dec 2025 10:00:00 +0100\r\n\r\n{text}\r\n"
            ),
        ),
        (
            "a.mbox",
            format!(
                "From a@b.example Thu Dec  4 10:00:00 2025\nFrom: A <a@b.example>\nSubject: Le bac\nDate: Thu, 4 Dec 2025 10:00:00 +0100\n\n{text}\n\nFrom a@b.example Thu Dec  4 11:00:00 2025\nFrom: A <a@b.example>\nSubject: Le bac\nDate: Thu, 4 Dec 2025 11:00:00 +0100\n\n{text}\n"
            ),
        ),
        (
            "a.html",
            format!(
                "<html><head><title>Le bac</title><meta property=article:published_time content=2025-12-04></head><body><h1>Le bac</h1><p>{text}</p></body></html>"
            ),
        ),
        (
            "a.xml",
            format!(
                "<?xml version=\"1.0\" encoding=\"utf-16\"?><rss><channel><item><title>Le bac</title><pubDate>Thu, 04 Dec 2025 10:00:00 GMT</pubDate><description>{text}</description></item></channel></rss>"
            ),
        ),
        (
            "nexis.txt",
            format!(
                "1 of 1 DOCUMENTS\n\nThe Sund Times\n\nDecember 4, 2025 Thursday\n\nLe bac\n\nBYLINE: Ann Quill\n\nLENGTH: 40 words\n\n{text}\n\nLOAD-DATE: December 4, 2025\n\nLANGUAGE: FRENCH\n"
            ),
        ),
    ];
    for (name, content) in cases {
        for mark in ["", "\u{feff}"] {
            for bytes_of in [u16::to_le_bytes, u16::to_be_bytes] {
                let wide = format!("{mark}{content}");
                let wide: Vec<u8> = wide.encode_utf16().flat_map(bytes_of).collect();
                for bytes in [gzip(&wide), wide] {
                    let found = articles(name, &bytes);
                    assert_eq!(found.len(), 1 + usize::from(name == "a.mbox"), "{name} {mark:?}");
                    for article in &found {
                        assert_eq!(article.text, text, "{name} {mark:?}");
                        assert_eq!(value(&article.title).as_deref(), Some("Le bac"), "{name}");
                        let day = value(&article.date).unwrap().to_string();
                        assert!(day.starts_with("2025-12-04"), "{name}: {day}");
                        let is_noted = article.notes.iter().any(|note| note.contains("UTF-16"));
                        assert_eq!(is_noted, mark.is_empty(), "{name}: {:?}", article.notes);
                    }
                }
            }
        }
    }
}

#[test]
fn utf16_without_a_mark_is_known_by_its_script() {
    for text in [
        "Смотрители шлюза проголосовали в понедельник (9 против 2) за то, чтобы закрыть ворота «Нева-2».",
        "Οι φύλακες ψήφισαν τη Δευτέρα να κρατήσουν την πύλη κλειστή.",
        "צוות הסכר הצביע ביום שני לסגור את השער.",
        "صوت حراس القفل الشرقي يوم الاثنين لإبقاء البوابة مغلقة.",
        "द्वार रक्षकों ने सोमवार को फाटक बंद रखने का निर्णय लिया।",
        "东部船闸的看守人星期一投票决定关闭闸门。\n没有人问乘客他们想要什么。",
        "東の水門の番人は月曜日に門を閉じた。\nだれも乗客に尋ねなかった。",
        "동쪽 수문의 관리인들은 월요일 문을 닫아 두기로 했다.",
    ] {
        for bytes_of in [u16::to_le_bytes, u16::to_be_bytes] {
            let bytes: Vec<u8> = text.encode_utf16().flat_map(bytes_of).collect();
            let found = &articles("a.txt", &bytes)[0];
            assert_eq!(found.text, text);
            assert!(found.notes[0].contains("UTF-16"), "{:?}", found.notes);
        }
    }
    // Measurements within the numbers of a script: heights, loudness.
    let heights: Vec<u16> = (0..400).map(|n: u32| 0x0430 + (n * n % 31) as u16).collect();
    let loudness: Vec<u16> = (0..400).map(|n: u32| 0x4E00 + (n * 7919 % 0x5000) as u16).collect();
    for values in [heights, loudness] {
        let bytes: Vec<u8> = values.into_iter().flat_map(u16::to_le_bytes).collect();
        assert_eq!(skips("a.txt", &bytes), [(None, "binary")]);
    }
    // Numbers of two bytes, of several ranges and with a zero among them.
    for values in [(0x0400..0x0440).chain(0x0600..0x0640), (0x4E00..0x4E20).chain(0..0x20)] {
        let bytes: Vec<u8> = values.flat_map(u16::to_le_bytes).collect();
        assert_eq!(skips("a.txt", &bytes), [(None, "binary")]);
    }
}

#[test]
fn utf32_is_no_text() {
    let text = "The ferry did not sail, said the keeper of the lock.";
    for mark in ["", "\u{feff}"] {
        for bytes_of in [u32::to_le_bytes, u32::to_be_bytes] {
            let chars = mark.chars().chain(text.chars());
            let bytes: Vec<u8> = chars.flat_map(|c| bytes_of(u32::from(c))).collect();
            assert_eq!(skips("a.txt", &bytes), [(None, "binary")], "{mark:?}");
        }
    }
    // UTF-16 of UTF-16.
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..2 {
        bytes = bytes.iter().flat_map(|byte| [*byte, 0]).collect();
    }
    let marked = [b"\xff\xfe", &bytes[..]].concat();
    assert_eq!(skips("a.txt", &marked), [(None, "binary")]);
}

#[test]
fn what_is_replaced_in_utf16_is_noted() {
    let replaced = |count: usize| format!("{count} invalid byte sequences became U+FFFD");
    let story = "The ferry did not sail, said the keeper of the lock.";
    // `@` stands for half of a pair.
    let wide = |text: &str| -> Vec<u8> {
        let half = |unit| if unit == u16::from(b'@') { 0xd83d } else { unit };
        text.encode_utf16().map(half).flat_map(u16::to_le_bytes).collect()
    };
    let notes = |name: &str, bytes: &[u8]| -> Vec<Vec<String>> {
        articles(name, bytes).into_iter().map(|article| article.notes).collect()
    };
    let text = format!("Story @ of a lock. {story} @\n");
    assert_eq!(notes("a.txt", &wide(&format!("\u{feff}{text}"))), [[replaced(2)]]);
    let guessed = "decoded as UTF-16LE (guessed)".to_owned();
    assert_eq!(notes("a.txt", &wide(&text)), [[guessed, replaced(2)]]);
    let page =
        format!("\u{feff}<html><head><title>Lock</title></head><body><p>{text}</p></body></html>");
    assert_eq!(notes("a.html", &wide(&page)), [[replaced(2)]]);
    // Each article has its own.
    let lines: String = ["", "@", "", "@ @"]
        .map(|more| format!("{{\"title\":\"Lock\",\"text\":\"{story}{more}\"}}\n"))
        .concat();
    let wanted = [vec![], vec![replaced(1)], vec![], vec![replaced(2)]];
    assert_eq!(notes("a.jsonl", &wide(&format!("\u{feff}{lines}"))), wanted);
    // Half a unit at the end, and a title.
    let cut =
        [&wide(&format!("\u{feff}Title: Lock @\nDate: 2025-12-04\n\n{story}"))[..], b"x"].concat();
    assert_eq!(notes("a.txt", &cut), [[replaced(2)]]);
    // What the writer put there was not replaced.
    assert_eq!(notes("a.txt", &wide(&format!("\u{feff}{story} \u{fffd}"))), [Vec::<String>::new()]);
}
