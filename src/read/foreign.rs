//! Formats that are known and not read -> what a skip says of them, and what its reader can do.

use std::path::Path;

use super::encoding::looks_binary;
use super::sniff::extension;
use crate::article::SkipReason;

/// What a format is to somebody who has a file of it.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// It has text that another program can save.
    Document,
    /// It has files inside.
    Packed,
    /// It has no text.
    Wordless,
}

use Kind::{Document, Packed, Wordless};

/// Words of a note in an outline.
const FEWEST_WORDS_OF_NOTE: usize = 8;

/// Where the mark of a tar archive stands, behind the head of its first member.
const TAR: usize = 257;

/// First bytes, and what they are the first bytes of.
const KNOWN: &[(&[u8], Kind, &str)] = &[
    (b"%PDF-", Document, "a PDF document"),
    (b"%!PS", Document, "a PostScript document"),
    (b"{\\rtf", Document, "a Rich Text document"),
    (b"\xd0\xcf\x11\xe0", Document, "a document or message of an Office program"),
    (b"bplist00", Document, "a binary property list, as a page that Safari saved is"),
    (b"Rar!", Packed, "a RAR archive"),
    (b"7z\xbc\xaf", Packed, "a 7z archive"),
    (b"\xfd7zXZ", Packed, "packed with xz"),
    (b"BZh", Packed, "packed with bzip2"),
    (b"\x04\x22\x4d\x18", Packed, "packed with lz4"),
    (b"\x1f\x9d", Packed, "packed with compress"),
    (b"\x89PNG", Wordless, "a picture"),
    (b"\xff\xd8\xff", Wordless, "a picture"),
    (b"GIF8", Wordless, "a picture"),
    (b"RIFF", Wordless, "a picture, sound or film"),
    (b"OggS", Wordless, "a sound recording or film"),
    (b"ID3", Wordless, "a sound recording"),
    (b"fLaC", Wordless, "a sound recording"),
    (b"\x7fELF", Wordless, "a program"),
    (b"SQLite format 3", Wordless, "a database"),
    (b"wOFF", Wordless, "a font"),
    (b"wOF2", Wordless, "a font"),
];

/// Returns why a stream that begins so is not read; `None` for what may be text.
pub(super) fn skip(head: &[u8], name: &Path) -> Option<SkipReason> {
    // What begins as an archive and is read as a stream stands inside something else.
    if super::archive::has_magic(head) {
        return Some(packed_again(name));
    }
    if head.get(TAR..).is_some_and(|rest| rest.starts_with(b"ustar")) && looks_binary(head) {
        return Some(named(Packed, "a tar archive"));
    }
    if head.get(4..).is_some_and(|rest| rest.starts_with(b"ftyp")) && looks_binary(head) {
        return Some(named(Wordless, "a picture, sound or film"));
    }
    let (magic, kind, what) = KNOWN.iter().find(|(magic, ..)| head.starts_with(magic))?;
    // A story may begin with a word, as `RIFF RAFF`, in any encoding; it does not with `%PDF-` or `{\rtf`.
    let may_be_text = magic[0].is_ascii_alphabetic();
    (!may_be_text || looks_binary(head)).then(|| named(*kind, what))
}

/// Returns what an archive is that holds the parts of one document; `None` for one of files.
pub(super) fn document(name: &Path, has_part: impl Fn(&str) -> bool) -> Option<SkipReason> {
    // The parts that each kind of document has: of word processors, of e-books and of programs.
    let parts = ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF", "Index/Document.iwa"];
    parts.iter().any(|part| has_part(part)).then(|| by_name(name).unwrap_or(SkipReason::Binary))
}

/// Returns why a stream that was packed before is not unpacked again.
pub(super) fn packed_again(name: &Path) -> SkipReason {
    by_name(name).unwrap_or_else(|| named(Packed, "packed inside something packed"))
}

/// Returns why XML that lists feeds or references is not read: what it lists is elsewhere.
pub(super) fn list_in_xml(text: &str) -> Option<SkipReason> {
    let mut rest = text;
    while rest.starts_with("<?") || rest.starts_with("<!") {
        rest = rest.split_once('>')?.1.trim_start();
    }
    let feeds = rest.starts_with("<opml") && rest.contains("xmlUrl=") && !has_notes(rest);
    let references =
        rest.starts_with("<rdf:RDF") && rest.contains("http://www.zotero.org/namespaces/export#");
    let what = match (feeds, references) {
        (true, _) => "a list of feeds (OPML), which holds no article: save what the feeds give",
        (_, true) => {
            "a list of references from Zotero, which holds no article: save its attachments, or export it as CSL JSON"
        }
        _ => return None,
    };
    Some(SkipReason::OtherFormat(what.to_string()))
}

/// True for an outline with a note among its feeds: a text of more words than a folder is called by.
fn has_notes(outline: &str) -> bool {
    let mut elements = outline.split("<outline").skip(1).filter_map(|rest| rest.split_once('>'));
    elements.any(|(element, _)| {
        let text = element.split_once(" text=").and_then(|(_, rest)| rest.get(1..));
        let text = text.and_then(|text| text.split(['"', '\'']).next()).unwrap_or_default();
        !element.contains("xmlUrl=") && text.split_whitespace().count() >= FEWEST_WORDS_OF_NOTE
    })
}

/// Returns what plain text is by its ending where a page needs it and nobody reads it: it lies beside
/// the pages that a browser saves whole.
pub(super) fn part_of_page(ending: &str) -> Option<SkipReason> {
    let what = match ending {
        "css" => "a style sheet",
        "js" | "mjs" => "a script",
        "svg" => "a picture",
        _ => return None,
    };
    Some(named(Wordless, what))
}

/// What a name says of an archive that is one document.
fn by_name(name: &Path) -> Option<SkipReason> {
    let what = match extension(name).as_str() {
        "docx" | "docm" | "dotx" => "a Word document",
        "xlsx" | "xlsm" => "an Excel workbook",
        "pptx" | "ppsx" => "a PowerPoint presentation",
        "odt" | "ods" | "odp" | "ott" => "an OpenDocument file",
        "epub" => "an e-book",
        "pages" | "numbers" | "key" => "a document of Apple's iWork",
        _ => return None,
    };
    Some(named(Document, what))
}

fn named(kind: Kind, what: &str) -> SkipReason {
    SkipReason::OtherFormat(match kind {
        Document => format!("{what}, which is not read: save it as text or as a page"),
        Packed => format!("{what}, which is not opened: unpack it first"),
        Wordless => format!("{what}, which has no text to read"),
    })
}
