//! What is not read is called by its name, and says what to do.
//!
//! 1. A skip says what the file is. 2. A text with the letters of another format is a text, in any
//! encoding. 3. Whatever a file is called, its bytes decide; a header block wins over a name.

use super::{Record, archive, articles, gzip, read, value};

/// Each skip: its place and its reason as they are printed.
pub(super) fn reasons(name: &str, bytes: &[u8]) -> Vec<String> {
    let (records, result) = read(name, bytes);
    let skip = |record| match record {
        Record::Skip { place, reason } => {
            Some(format!("{} {reason}", place.unwrap_or_default()).trim().to_owned())
        }
        Record::Article(_) => None,
    };
    let mut reasons: Vec<_> = records.into_iter().filter_map(skip).collect();
    reasons.extend(result.err().map(|reason| reason.to_string()));
    reasons
}

fn tar() -> Vec<u8> {
    let mut tar = vec![0; 1024];
    tar[..5].copy_from_slice(b"a.txt");
    tar[257..262].copy_from_slice(b"ustar");
    tar
}

#[test]
fn what_is_not_read_is_called_by_its_name() {
    let rich = b"{\\rtf1\\ansi {\\fonttbl} The ferry did not sail.\\par}";
    let saved = "which is not read: save it as text or as a page";
    let unpacked = "which is not opened: unpack it first";
    let zip = archive(&[("a.txt", b"A story.")]);
    let part = |name: &str| archive(&[(name, b"<x/>")]);
    let cases: &[(&str, Vec<u8>, String)] = &[
        ("a.pdf", b"%PDF-1.7".to_vec(), format!("is a PDF document, {saved}")),
        ("a.rtf", rich.to_vec(), format!("is a Rich Text document, {saved}")),
        ("a.txt", rich.to_vec(), format!("is a Rich Text document, {saved}")),
        (
            "a.txt",
            b"\xd0\xcf\x11\xe0".to_vec(),
            format!("is a document or message of an Office program, {saved}"),
        ),
        ("a.docx", part("[Content_Types].xml"), format!("is a Word document, {saved}")),
        ("a.odt", part("mimetype"), format!("is an OpenDocument file, {saved}")),
        ("a.epub", part("mimetype"), format!("is an e-book, {saved}")),
        ("a.docx.gz", gzip(&part("[Content_Types].xml")), format!("is a Word document, {saved}")),
        ("a.tar", tar(), format!("is a tar archive, {unpacked}")),
        ("a.tgz", gzip(&tar()), format!("is a tar archive, {unpacked}")),
        ("a.7z", b"7z\xbc\xaf".to_vec(), format!("is a 7z archive, {unpacked}")),
        ("a.rar", b"Rar!\x1a\x07\x01\0".to_vec(), format!("is a RAR archive, {unpacked}")),
        ("a.txt.bz2", b"BZh91AY&SY\xd1\0".to_vec(), format!("is packed with bzip2, {unpacked}")),
        ("a.zip.gz", gzip(&zip), format!("is packed inside something packed, {unpacked}")),
        (
            "a.gz.gz",
            gzip(&gzip(b"A story.")),
            format!("is packed inside something packed, {unpacked}"),
        ),
        (
            "a.css",
            b"p { margin: 0 }".to_vec(),
            "is a style sheet, which has no text to read".to_owned(),
        ),
        (
            "a.webarchive",
            b"bplist00\xd1\x01\x02\0".to_vec(),
            format!("is a binary property list, as a page that Safari saved is, {saved}"),
        ),
        ("a.png", b"\x89PNG".to_vec(), "is a picture, which has no text to read".to_owned()),
        (
            "a.mp4",
            b"\0\0\0\x20ftypisom".to_vec(),
            "is a picture, sound or film, which has no text to read".to_owned(),
        ),
        (
            "a.zip",
            zip[..zip.len() - 30].to_vec(),
            "cannot be read: the archive is damaged or cut off".to_owned(),
        ),
    ];
    for (name, bytes, wanted) in cases {
        assert_eq!(&reasons(name, bytes), std::slice::from_ref(wanted), "{name}");
    }
}

#[test]
fn text_with_the_words_of_another_format_is_text() {
    // The mark of a tar archive stands behind 257 bytes.
    let with_mark = |filling: &str, word: &str| {
        let (before, mark) = word.split_at(word.find("ustar").unwrap());
        let filling = filling.repeat(20);
        format!("{}{before}{mark} it.", &filling[filling.len() - (257 - before.len())..])
    };
    let texts = [
        "RIFF RAFF, says the harbour master, is what they are.",
        "RIFF RAFF caf\u{e9}, says the harbour master.",
        "Rar! said the parrot of the lock keeper.",
        "ID3 caf\u{e9} is a tag of songs.",
        "GIF8 fut le sigle des d\u{e9}l\u{e9}gu\u{e9}s.",
        "BZh est le sigle de l'\u{e9}cluse.",
        "bplist00 is how a list of Safari begins.",
        "The ftyp of a film is its first box.",
        "Die ftyp-Box ist \u{e9}in Kopf, sagt der Schleusenw\u{e4}rter.",
        &with_mark("The cook had nothing left but that. ", "mustard"),
        &with_mark("El capitan no quiso. ", "ajustar"),
        &format!("{} Ma\u{f1}ana.", with_mark("El capitan no quiso. ", "ajustar")),
    ];
    for text in texts {
        let latin: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
        // A stray quotation mark of Windows, and the sign that ended files of DOS.
        let stray = [latin.as_slice(), b" It\x92s so."].concat();
        let ended = [latin.as_slice(), b"\x1a"].concat();
        for bytes in [text.as_bytes().to_vec(), latin, stray, ended] {
            assert_eq!(reasons("a.txt", &bytes), Vec::<String>::new(), "{text}");
            assert_eq!(articles("a.txt", &bytes).len(), 1, "{text}");
        }
    }
}

#[test]
fn a_header_block_wins_over_the_name_of_a_script() {
    let story = "The ferry did not sail.";
    for (name, header) in [
        ("An introduction to Node.js", "---\ntitle: Node\ndate: 2025-12-04\n---\n\n"),
        ("Title header.js", "Title: Node\nDate: 2025-12-04\n\n"),
        ("a.css", "+++\ntitle = \"Node\"\ndate = 2025-12-04\n+++\n"),
        ("a.svg", "% Node\n% Ann Quill\n% 4 December 2025\n\n"),
    ] {
        let text = format!("{header}{story}\n");
        let packed = archive(&[(name, text.as_bytes())]);
        for (name, bytes) in [(name, text.as_bytes()), ("a.zip", &packed)] {
            let found = articles(name, bytes);
            assert_eq!(found.len(), 1, "{name} {header}");
            assert_eq!(found[0].text, story, "{name} {header}");
            assert_eq!(value(&found[0].title).as_deref(), Some("Node"), "{name} {header}");
        }
    }
    for (name, text) in [
        // A style sheet that a site generator fills in.
        ("a.css", "---\n---\np { margin: 0 }\n"),
        ("a.css", "a:hover { margin: 0 }\n"),
        ("a.js", "outer: for (;;) { break outer }\n"),
        ("a.js", "{ let date = 4 }\nsay(date)\n"),
    ] {
        assert_eq!(reasons(name, text.as_bytes()).len(), 1, "{text}");
    }
}

#[test]
fn bytes_decide_what_is_packed_and_how() {
    let text = b"The ferry did not sail.";
    let zip = archive(&[("a.txt", text)]);
    for (name, bytes) in [
        ("a.zip", gzip(text)),
        ("a.gz", zip.clone()),
        ("a.txt", zip),
        ("a.gz", text.to_vec()),
        ("a.zip", archive(&[("a.txt.zst", &zstd::encode_all(&text[..], 1).unwrap())])),
        ("a.js", b"{\"text\": \"The ferry did not sail.\"}".to_vec()),
    ] {
        let found = articles(name, &bytes);
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!(found[0].text.as_bytes(), text, "{name}");
    }
    // What is no text is one skip, and what stands beside it is read.
    let packed = archive(&[("a.tar", &tar()), ("b.txt", text)]);
    assert_eq!(reasons("a.zip", &packed).len(), 1);
    assert_eq!(articles("a.zip", &packed).len(), 1);
}

#[test]
fn lists_in_xml_are_called_by_their_name() {
    let feeds = "<?xml version=\"1.0\"?>\n<opml version=\"2.0\"><body><outline text=\"Ledger\" xmlUrl=\"https://l.example/rss\"/></body></opml>";
    let wanted = "is a list of feeds (OPML), which holds no article: save what the feeds give";
    assert_eq!(reasons("a.opml", feeds.as_bytes()), [wanted]);
    // Notes are written in the same format.
    let notes = "<opml version=\"2.0\"><body><outline text=\"The keepers of the lock voted to keep the gate shut.\"/></body></opml>";
    assert_eq!(reasons("a.opml", notes.as_bytes()), [""; 0]);
    let both = notes
        .replace("</body>", "<outline text=\"Ledger\" xmlUrl=\"https://l.example/rss\"/></body>");
    assert_eq!(reasons("a.opml", both.as_bytes()), [""; 0]);
    let folders = feeds
        .replace("<body>", "<body><outline text=\"News of the day\">")
        .replace("</body>", "</outline></body>");
    assert_eq!(reasons("a.opml", folders.as_bytes()), [wanted]);
    let references = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"\n xmlns:z=\"http://www.zotero.org/namespaces/export#\">\
        <rdf:Description><z:itemType>newspaperArticle</z:itemType></rdf:Description></rdf:RDF>";
    assert!(
        reasons("a.rdf", references.as_bytes())[0].contains("a list of references from Zotero")
    );
}
