//! What `read` promises over all formats.
//!
//! 1. The sample articles give the fields that they state, and nothing else.
//! 2. Records keep their place and their key.
//! 3. Bad input costs one skip.
//! 4. No bytes make it panic.

use std::path::Path;

use proptest::prelude::*;

use super::*;

mod archives;
mod broken;
mod exports;
mod foreign;
mod kept;
mod letters;
mod tops;
mod wide;

fn read(name: &str, bytes: &[u8]) -> (Vec<Record>, Result<Reading, SkipReason>) {
    let mut records = Vec::new();
    let settings = Settings::default();
    let result = read_bytes(bytes, Path::new(name), &settings, &mut |record| records.push(record));
    (records, result)
}

pub(super) fn articles(name: &str, bytes: &[u8]) -> Vec<Article> {
    let article = |record| match record {
        Record::Article(article) => Some(*article),
        Record::Skip { .. } => None,
    };
    read(name, bytes).0.into_iter().filter_map(article).collect()
}

pub(super) fn skips(name: &str, bytes: &[u8]) -> Vec<(Option<String>, &'static str)> {
    let (records, result) = read(name, bytes);
    let skip = |record| match record {
        Record::Skip { place, reason } => Some((place, reason.kind())),
        Record::Article(_) => None,
    };
    let mut skips: Vec<_> = records.into_iter().filter_map(skip).collect();
    skips.extend(result.err().map(|reason| (None, reason.kind())));
    skips
}

pub(super) fn value<T: Clone>(field: &Option<Field<T>>) -> Option<T> {
    field.as_ref().map(|field| field.value.clone())
}

/// Value, method and evidence of a field.
pub(super) fn shown(field: &Option<Field<String>>) -> [String; 3] {
    let Some(Field { value, method, evidence }) = field else { return Default::default() };
    [value.clone(), method.as_str().to_string(), evidence.clone()]
}

#[test]
fn the_sample_articles_give_what_they_state() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/articles"));
    if !folder.is_dir() {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    }
    type Stated = Option<&'static str>;
    let wanted: [(&str, Stated, Stated, Stated); 5] = [
        ("000", None, None, Some("Financial Times")),
        (
            "001",
            Some(
                "Breaking: Ukraine and US negotiators to meet in Florida after Moscow talks, White House says",
            ),
            Some("2025-12-04T01:51:38"),
            None,
        ),
        ("002", None, None, Some("Moneycontrol")),
        (
            "003",
            Some("US and Ukraine set for Florida talks after Putin meeting"),
            Some("2025-12-04"),
            Some("News.Az"),
        ),
        ("004", None, None, None),
    ];
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for (path, (start, title, date, source)) in paths.iter().zip(wanted) {
        let name = path.file_name().unwrap();
        assert!(name.to_string_lossy().starts_with(start));
        let mut records = Vec::new();
        let sink = &mut |record| records.push(record);
        read_file(path, Path::new(name), &Settings::default(), sink).unwrap();
        let [Record::Article(article)] = &records[..] else { panic!("one article") };
        assert_eq!(value(&article.title).as_deref(), title, "{start}");
        assert_eq!(value(&article.date).map(|date| date.to_string()).as_deref(), date, "{start}");
        assert_eq!(value(&article.source).as_deref(), source, "{start}");
        for line in article.text.lines() {
            assert!(!site_lines::is_site_line(line), "{line}");
        }
    }
}

#[test]
fn records_keep_their_place_and_key() {
    let lines = "{\"_id\": 7, \"title\": \"One\", \"text\": \"Body one.\", \"published\": \"2025-12-04\"}\r\n\
                 {broken\n\n[1]\n{\"text\": \"\"}\n{\"id\": \"7\", \"body\": \"Body two.\", \"publisher\": \"Wire\"}";
    let found = articles("a.jsonl", lines.as_bytes());
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].key.as_deref(), found[0].ordinal), (Some("7"), 0));
    assert_eq!((found[1].key.as_deref(), found[1].ordinal), (None, 4));
    assert_eq!(found[1].notes, ["the id `7` stands in this file before"]);
    assert_eq!(value(&found[1].source).as_deref(), Some("Wire"));
    let places = skips("a.jsonl", lines.as_bytes());
    let wanted = [("line 2", "bad-record"), ("line 4", "bad-record"), ("line 5", "empty")];
    assert_eq!(places, wanted.map(|(place, kind)| (Some(place.to_string()), kind)));
}

#[test]
fn a_huge_line_is_one_skip_and_the_rest_goes_on() {
    let mut lines = b"{\"text\": \"One.\"}\n{\"text\": \"".to_vec();
    lines.resize(lines.len() + 40_000_000, b'x');
    lines.extend_from_slice(b"\"}\n{\"text\": \"Three.\"}\n");
    assert_eq!(skips("a.jsonl", &lines), [(Some("line 2".to_string()), "too-long")]);
    assert_eq!(articles("a.jsonl", &lines).len(), 2);
}

#[test]
fn a_list_is_read_element_by_element() {
    let list = br#"[{"id": 1, "text": "One."}, 5, {"id": 2, "text": "<p>Two.</p>"}, {"id": 3, "te"#;
    let found = articles("a.json", list);
    assert_eq!(found.iter().map(|a| a.key.clone().unwrap()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(skips("a.json", list).len(), 2);
    let wrapped = br#"{"status": "ok", "articles": [{"title": "A", "content": "One."}]}"#;
    assert_eq!(articles("a.json", wrapped)[0].text, "One.");
    let alone = br#"{"id": 4, "title": "A", "text": "One.", "metadata": {"date": "1963-01-04"}}"#;
    let found = articles("a.json", alone);
    assert_eq!(
        (found[0].key.clone(), value(&found[0].date).unwrap().to_string()),
        (None, "1963-01-04".into())
    );
}

#[test]
fn front_matter_is_read_whatever_the_name() {
    let text = "---\ntitle: \"A: b\"\ndate: 2025-12-04 10:00:00 -0400\nauthors: [ann, bo]\n---\n\n# Part\n\nSee [this](u).\n";
    for name in ["a.txt", "a.md"] {
        let article = articles(name, text.as_bytes()).remove(0);
        assert_eq!(value(&article.title).as_deref(), Some("A: b"));
        assert_eq!(article.title.unwrap().evidence, "title: \"A: b\"");
        assert_eq!(value(&article.date).unwrap().to_string(), "2025-12-04T10:00:00-04:00");
        assert_eq!(value(&article.author).as_deref(), Some("ann, bo"));
        assert!(article.text.ends_with("See this."), "{}", article.text);
    }
}

#[test]
fn dates_in_names_come_last() {
    let body = b"A line that says nothing about when it was written.";
    let article = articles("posts/2014-01-02-title.txt", body).remove(0);
    assert_eq!(article.date.as_ref().unwrap().method, Method::FileName);
    assert_eq!(value(&article.date).unwrap().to_string(), "2014-01-02");
    assert_eq!(
        value(&articles("2014/01/02/a.txt", body)[0].date).unwrap().to_string(),
        "2014-01-02"
    );
    assert_eq!(value(&articles("2014/01/a.txt", body)[0].date), None);
}

#[test]
fn empty_and_binary_files_are_skips() {
    assert_eq!(skips("a.txt", b""), [(None, "empty")]);
    assert_eq!(skips("a.txt", b" \r\n\t"), [(None, "empty")]);
    assert_eq!(skips("a.txt", b"text\0text"), [(None, "binary")]);
    assert_eq!(skips("a.jsonl", b"\n\n"), [(None, "empty")]);
    let long = vec![b'a'; 17 << 20];
    assert_eq!(skips("a.txt", &long), [(None, "too-long")]);
    let missing =
        read_file(Path::new("/none/a"), Path::new("a"), &Settings::default(), &mut |_| ());
    assert_eq!(missing.unwrap_err().kind(), "unreadable");
    let folder = read_file(Path::new("/"), Path::new("a"), &Settings::default(), &mut |_| ());
    assert_eq!(folder.unwrap_err(), SkipReason::NotAFile);
}

#[test]
fn what_is_said_to_be_no_headline_is_text() {
    let settings = Settings::parse("[\"a.txt\"]\ntitle = false\n").unwrap();
    let text = "Menu\n\nKeys of the house change hands\n\nBy Ann Lee\n\nThe ministers met on a wet morning to settle it.\n";
    let mut found = Vec::new();
    let mut sink = |record| match record {
        Record::Article(article) => found.push(*article),
        Record::Skip { .. } => {}
    };
    read_bytes(text.as_bytes(), Path::new("a.txt"), &settings, &mut sink).unwrap();
    let article = &found[0];
    assert_eq!(article.title, None);
    assert_eq!(
        article.text,
        "Keys of the house change hands\n\nThe ministers met on a wet morning to settle it."
    );
    let left_out: Vec<_> = article.left_out.iter().map(|out| (out.at, out.line.as_str())).collect();
    assert_eq!(left_out, [(0, "Menu"), (32, "By Ann Lee")]);
}

#[test]
fn settings_correct_and_exclude() {
    let settings = Settings::parse(
        "exclude = [\"x/*\"]\n[\"a.txt\"]\nsource = \"Wire\"\ndrop = [\"Ann Lee is*\"]\n",
    )
    .unwrap();
    let mut records = Vec::new();
    let text = b"First line of the story goes here.\nAnn Lee is our reporter.";
    read_bytes(text, Path::new("a.txt"), &settings, &mut |record| records.push(record)).unwrap();
    let [Record::Article(article)] = &records[..] else { panic!("one article") };
    assert_eq!(value(&article.source).as_deref(), Some("Wire"));
    assert_eq!(article.text, "First line of the story goes here.");
    let excluded = read_bytes(text, Path::new("x/a.txt"), &settings, &mut |_| ());
    assert_eq!(excluded, Err(SkipReason::Excluded("x/*".into())));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn an_archive_in_an_archive_is_named_as_that() {
    let inner = archive(&[("a.txt", b"A story.")]);
    // A document of a word processor begins like one, and is no text.
    let packed = archive(&[("in.ZIP", &inner), ("letter.docx", &inner), ("b.txt", b"Another.")]);
    let wanted = [
        "in.ZIP is packed inside something packed, which is not opened: unpack it first",
        "letter.docx is a Word document, which is not read: save it as text or as a page",
    ];
    assert_eq!(foreign::reasons("a.zip", &packed), wanted);
    // What is not read has its place all the same.
    let found = articles("a.zip", &packed);
    assert_eq!(found.iter().map(|article| article.ordinal).collect::<Vec<_>>(), [2]);
}

#[test]
fn members_of_one_name_are_all_read() {
    let mut packed =
        archive(&[("m1.txt", b"First."), ("n.txt", b"Second."), ("m2.txt", b"Third.")]);
    for at in 0..packed.len() - 6 {
        if packed[at..].starts_with(b"m2.txt") {
            packed[at + 1] = b'1';
        }
    }
    let found = articles("a.zip", &packed);
    let shown: Vec<_> = found.iter().map(|a| (a.key.as_deref(), a.text.as_str())).collect();
    assert_eq!(shown, [(Some("m1.txt"), "Third."), (Some("n.txt"), "Second."), (None, "First.")]);
    assert_eq!(found[2].notes, ["the id `m1.txt` stands in this file before"]);
    assert!(skips("a.zip", &packed).is_empty());
}

#[test]
fn packed_files_are_read_as_what_is_inside() {
    let lines = b"{\"id\": \"a\", \"text\": \"One.\"}\n{\"id\": \"b\", \"text\": \"Two.\"}\n";
    for packed in [gzip(lines), zstd::encode_all(&lines[..], 1).unwrap()] {
        let found = articles("2025-12-04.jsonl.gz", &packed);
        assert_eq!(found.iter().map(|a| a.key.clone().unwrap()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(value(&found[0].date).unwrap().to_string(), "2025-12-04");
    }
    assert_eq!(articles("a.gz", &gzip(b"Plain text, one line."))[0].key, None);
    let mut cut = gzip(&lines.repeat(50));
    cut.truncate(cut.len() - 12);
    assert_eq!(skips("a.jsonl.gz", &cut).last().unwrap().1, "unreadable");
    assert_eq!(skips("a.gz.gz", &gzip(&gzip(lines))), [(None, "binary")]);
}

#[test]
fn a_bomb_is_one_skip() {
    let bomb = gzip(&vec![b'x'; 100 << 20]);
    assert_eq!(skips("a.txt.gz", &bomb), [(None, "too-long")]);
    assert_eq!(skips("a.jsonl.gz", &bomb).len(), 1);
    let inside = archive(&[("x.jsonl", &vec![b'x'; 100 << 20]), ("y.txt", b"Text of a story.")]);
    assert_eq!(skips("a.zip", &inside).len(), 1);
    assert_eq!(articles("a.zip", &inside)[0].key.as_deref(), Some("y.txt"));
}

#[test]
fn members_of_an_archive_are_addressed_by_name() {
    let packed = archive(&[
        ("news/a.html", b"<html><title>A page about talks</title><body><p>Text of the page, one sentence.</p></body></html>"),
        ("b.jsonl", b"{\"id\": 7, \"text\": \"Seven.\"}\n{\"text\": \"Eight.\"}\n{bad\n"),
        ("__MACOSX/x", b"zzz"),
        ("empty.txt", b""),
    ]);
    let found = articles("a.zip", &packed);
    let keys: Vec<_> =
        found.iter().map(|a| (a.key.clone().unwrap_or_default(), a.ordinal)).collect();
    assert_eq!(
        keys,
        [("news/a.html".to_string(), 0), ("b.jsonl#7".to_string(), 1), ("b.jsonl".to_string(), 2)]
    );
    let places = [
        (Some("b.jsonl line 3".to_string()), "bad-record"),
        (Some("empty.txt".to_string()), "empty"),
    ];
    assert_eq!(skips("a.zip", &packed), places);
    assert_eq!(skips("a.docx", &archive(&[("[Content_Types].xml", b"<x/>")])), [(None, "binary")]);
}

#[test]
fn tables_give_an_article_a_row() {
    let table = "id,Title,published,content,link\n1,\"Talks, resumed\",4 Dec 2025,\"Line one\nline two\",https://a.org/x\n2,Short\n";
    let found = articles("a.csv", table.as_bytes());
    assert_eq!(found[0].text, "Line one\nline two");
    assert_eq!(
        (found[0].key.as_deref(), value(&found[0].title).as_deref()),
        (Some("1"), Some("Talks, resumed"))
    );
    assert_eq!(value(&found[0].source).as_deref(), Some("a.org"));
    assert_eq!(found[1].text, "Short");
    let latin = b"title\ttext\nCaf\xe9\tIl \xe9tait l\xe0.\n";
    assert_eq!(articles("a.tsv", latin)[0].text, "Il \u{e9}tait l\u{e0}.");
}

#[test]
fn feeds_give_an_article_an_item() {
    let feed = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Wire &amp; Co</title><language>en-gb</language>\
        <item><title>One &lt;b&gt;deal&lt;/b&gt;</title><link>https://a.org/1</link><guid>g1</guid><pubDate>Thu, 04 Dec 2025 01:51:38 +0200</pubDate>\
        <description><![CDATA[<p>First.</p><p>Second.</p>]]></description><dc:creator>Ann Lee</dc:creator></item>\
        <item><title>Two</title><description>Only &amp;amp; short.</description></item></channel></rss>";
    let found = articles("a.xml", feed.as_bytes());
    assert_eq!(found.len(), 2);
    assert_eq!(value(&found[0].title).as_deref(), Some("One deal"));
    assert_eq!(found[0].text, "First.\n\nSecond.");
    assert_eq!(
        (value(&found[0].source).as_deref(), value(&found[0].language).as_deref()),
        (Some("Wire & Co"), Some("en"))
    );
    assert_eq!(
        (found[0].key.as_deref(), value(&found[0].author).as_deref()),
        (Some("g1"), Some("Ann Lee"))
    );
    assert_eq!(value(&found[0].date).unwrap().to_string(), "2025-12-04T01:51:38+02:00");
    assert_eq!(found[1].text, "Only & short.");
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Wire</title><entry><id>u:1</id><title>One</title><link rel=\"alternate\" href=\"https://a.org/1\"/>\
        <published>2025-12-04T10:00:00Z</published><author><name>Bo Ray</name></author><content type=\"html\">&lt;p&gt;Text.&lt;/p&gt;</content></entry>";
    let found = articles("a.atom", atom.as_bytes());
    assert_eq!(
        (found[0].text.as_str(), value(&found[0].author).as_deref()),
        ("Text.", Some("Bo Ray"))
    );
    assert_eq!(value(&found[0].url).as_deref(), Some("https://a.org/1"));
}

#[test]
fn the_source_of_an_entry_gives_its_outlet_and_nothing_else() {
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Planet</title><entry>\
        <source><id>s:1</id><title>Wire &amp; Co</title><link href=\"https://wire.org/feed\"/><updated>2001-01-01T00:00:00Z</updated>\
        <author><name>The Editor</name></author></source><id>u:1</id><title>One</title><link href=\"https://a.org/1\"/>\
        <updated>2025-12-04T10:00:00Z</updated><author><name>Bo Ray</name></author><content>Text.</content></entry>";
    let found = articles("a.atom", atom.as_bytes()).remove(0);
    assert_eq!(value(&found.source).as_deref(), Some("Wire & Co"));
    assert_eq!(value(&found.url).as_deref(), Some("https://a.org/1"));
    assert_eq!(value(&found.author).as_deref(), Some("Bo Ray"));
    assert_eq!(value(&found.date).unwrap().to_string(), "2025-12-04T10:00:00Z");
    assert_eq!((found.key.as_deref(), found.text.as_str()), (Some("u:1"), "Text."));
    let rss = "<rss><channel><item><title>T</title><source url=\"https://b.org\">Post</source>\
        <description>Short.</description></item></channel></rss>";
    assert_eq!(value(&articles("a.xml", rss.as_bytes())[0].source).as_deref(), Some("Post"));
}

#[test]
fn a_record_with_an_endless_id_goes_by_its_number() {
    let line = |id: &str| format!("{{\"id\":\"{id}\",\"text\":\"A story.\"}}\n");
    let found = articles("a.jsonl", (line(&"k".repeat(501)) + &line(&"k".repeat(500))).as_bytes());
    assert_eq!((found[0].key.as_deref(), found[0].notes.len()), (None, 1));
    assert_eq!(found[1].key.as_ref().map(String::len), Some(500));
    let url = format!("{{\"url\":\"https://a.org/{}\",\"text\":\"A story.\"}}\n", "u".repeat(2000));
    assert_eq!(articles("a.jsonl", (url.clone() + &url).as_bytes())[0].url, None);
}

#[test]
fn members_behind_the_last_that_is_opened_are_counted() {
    let packed = archive(&[("a.txt", b"One story."), ("b.txt", b"Two."), ("c.txt", b"Three.")]);
    let settings = Settings::default();
    let mut found = 0;
    let mut out =
        Out { sink: &mut |_| found += 1, ordinal: 0, seen: HashSet::new(), called: false };
    let context = Context {
        relative: Path::new("a.zip"),
        name: "a.zip".into(),
        settings: &settings,
        order: None,
        drop: Vec::new(),
        member: None,
        unpacked: 0,
        narrowed: None,
    };
    let result = archive::read_first(2, &mut Cursor::new(packed), &context, &mut out);
    let reason = "it has more than 2 members; 1 behind were not opened".to_string();
    assert_eq!(result, Err(SkipReason::Unreadable(reason)));
    assert_eq!(found, 2);
}

#[test]
fn messages_give_subject_date_and_sender() {
    let mail = "From: Ann Lee <ann@a.org>\r\nSubject: =?utf-8?q?Talks_r=C3=A9sum=C3=A9?=\r\nDate: Thu, 4 Dec 2025 01:51:38 -0500\r\n\
        Message-ID: <x@a.org>\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\nBonjour =E0 tous.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n--b--\r\n";
    let found = articles("a.eml", mail.as_bytes()).remove(0);
    assert_eq!(value(&found.title).as_deref(), Some("Talks r\u{e9}sum\u{e9}"));
    assert_eq!(value(&found.date).unwrap().to_string(), "2025-12-04T01:51:38-05:00");
    assert_eq!(
        (value(&found.author).as_deref(), found.text.as_str()),
        (Some("Ann Lee"), "Bonjour \u{e0} tous.")
    );
    let parts = "--b\r\nContent-Type: text/plain\r\n\r\nPart.\r\n".repeat(1000);
    let many = format!(
        "From: a@b.org\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n"
    );
    assert_eq!(articles("a.eml", many.as_bytes())[0].notes.len(), 1);
}

#[test]
fn a_hostile_page_is_still_an_article() {
    for page in [
        "<html><body>".to_string() + &"<div>".repeat(100_000) + "Some words of a story, at last.",
        "<html><body>".to_string() + &"<p><b><i>word ".repeat(50_000),
        "<html><body>".to_string() + &"<table><tr><td>word".repeat(20_000),
        "<html><body>".to_string() + &"<a href=x>word ".repeat(100_000),
    ] {
        let found = articles("a.html", page.as_bytes());
        assert_eq!(found.len(), 1);
        assert!(found[0].text.contains("word"));
    }
    let huge = vec![b' '; 40 << 20];
    assert_eq!(skips("a.html", &[b"<html>".to_vec(), huge].concat()), [(None, "too-long")]);
}

#[test]
fn a_page_gives_its_fields_and_its_story() {
    let page = r#"<!DOCTYPE html><html lang="en-GB"><head><meta charset="windows-1252"><title>Envoys agree to go on | Example News</title>
        <link rel="canonical" href="https://news.example.org/world/2025/12/04/envoys"><meta property="og:site_name" content="Example News">
        <script type="application/ld+json">{"@type":"NewsArticle","headline":"Envoys agree to go on","datePublished":"2025-12-04T01:51:38+02:00","author":{"name":"Ann Lee"}}</script></head>
        <body><nav><a href="/">Home</a> <a href="/w">World</a></nav><article><h1>Envoys agree to go on</h1>
        <p>Envoys from both sides met for a second day on Thursday and agreed to go on with the talks, two officials said.</p>
        <p>The talks, in a hotel by the lake, were the longest so far, and more are planned for the week after next.</p>
        <p>Neither side would say what was on the table, and both warned that nothing is agreed until all of it is.</p></article>
        <aside class="related"><h2>Related</h2><a href="/x">Another story</a></aside><footer>All rights reserved</footer></body></html>"#;
    let article = articles("a.html", page.as_bytes()).remove(0);
    assert_eq!(value(&article.title).as_deref(), Some("Envoys agree to go on"));
    assert_eq!(article.title.as_ref().unwrap().method, Method::JsonLd);
    assert_eq!(value(&article.date).unwrap().to_string(), "2025-12-04T01:51:38+02:00");
    assert_eq!(value(&article.source).as_deref(), Some("Example News"));
    assert_eq!(value(&article.author).as_deref(), Some("Ann Lee"));
    assert_eq!(value(&article.language).as_deref(), Some("en"));
    assert_eq!(
        value(&article.url).as_deref(),
        Some("https://news.example.org/world/2025/12/04/envoys")
    );
    assert!(
        article.text.starts_with("Envoys from") && article.text.ends_with("all of it is."),
        "{}",
        article.text
    );
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), name in "[a-z]{1,3}\\.(txt|md|json|jsonl|html|csv|eml|xml)") {
        let _ = read(&name, &bytes);
    }

    #[test]
    fn text_is_clean(text in "[-a-zA-Z:{}\\[\\]\" .#*\r\n\té🙂+]{0,120}", name in "a\\.(txt|md|json|jsonl|html|csv|eml|xml)") {
        for article in articles(&name, text.as_bytes()) {
            prop_assert!(!article.text.contains('\r') && !article.text.is_empty());
            prop_assert_eq!(article.text.trim(), &article.text);
            for left in &article.left_out {
                prop_assert!(article.text.is_char_boundary(left.at));
            }
        }
    }
}
