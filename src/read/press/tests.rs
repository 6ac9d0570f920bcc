//! Exports of databases of the press are read document by document.
//!
//! 1. Each layout gives its fields, and none of its labels as text. 2. A text that merely mentions such a
//! line is one text. 3. What is no document in the middle of others stays text.

use crate::article::Article;
use crate::read::tests::{articles, shown, skips, value};

const NUMBERED: &str = "\u{c}\n                               1 of 2 DOCUMENTS\n\n\n\
                      The Harrow Gazette (Orvenia)\n\n\
                       December 4, 2025 Thursday\n                            Final Edition\n\n\
Ferry stops for the winter, and the\nmiller is glad\n\n\
BYLINE: By Ann Lee, River Editor\n\nSECTION: NEWS; Pg. 4\n\nLENGTH: 31 words\n\n\
DATELINE: SARN\n\nBODY:\n\n\n   The ferry stopped on Monday, and nobody can say why\nit did.\n\n\
   The board met.\nBODY: he said, is a word.\n\nSECTION 2 of the law was read aloud.\n\n\
LOAD-DATE: December 5, 2025\n\nLANGUAGE: ENGLISH\n\nPUBLICATION-TYPE: Newspaper\n\n\
                    Copyright 2025 Harrow Media Ltd.\n                       All Rights Reserved\n\n\
                               2 of 2 DOCUMENTS\n\n\
               Copyright 2025 Lowland Mirror Trust\n                       All Rights Reserved\n\
\n                                Lowland Mirror\n\n                 December 3, 2025, Wednesday, Late City Final\n\n\
SECTION: Section B; Page 1\nLENGTH: 12 words\n\nHEADLINE: Bridge shut\n\nThe bridge is shut.\n\nIt was old.\n";

fn date(article: &Article) -> String {
    article.date.as_ref().map(|date| date.value.to_string()).unwrap_or_default()
}

#[test]
fn numbered_documents_are_articles() {
    for (file, breaks) in [(NUMBERED.to_string(), "lf"), (NUMBERED.replace('\n', "\r\n"), "crlf")] {
        let found = articles("export.txt", file.as_bytes());
        let [one, two] = &found[..] else { panic!("{breaks}: {found:?}") };
        let title = "Ferry stops for the winter, and the miller is glad";
        assert_eq!(shown(&one.title), [title, "record", title]);
        assert_eq!(shown(&one.source)[0], "The Harrow Gazette (Orvenia)");
        let evidence = "BYLINE: By Ann Lee, River Editor";
        assert_eq!(shown(&one.author), ["Ann Lee", "record", evidence]);
        assert_eq!(date(one), "2025-12-04");
        assert_eq!(one.date.as_ref().unwrap().evidence, "December 4, 2025 Thursday");
        assert_eq!(value(&one.language).as_deref(), Some("en"));
        assert_eq!(
            one.text,
            "The ferry stopped on Monday, and nobody can say why\nit did.\n\nThe board met.\n\
             BODY: he said, is a word.\n\nSECTION 2 of the law was read aloud."
        );
        assert!(one.left_out.iter().any(|out| out.line == "LENGTH: 31 words"));
        assert_eq!((one.ordinal, two.ordinal), (0, 1));
        assert_eq!(shown(&two.title), ["Bridge shut", "record", "HEADLINE: Bridge shut"]);
        assert_eq!(value(&two.source).as_deref(), Some("Lowland Mirror"));
        assert_eq!(
            (date(two).as_str(), two.text.as_str()),
            ("2025-12-03", "The bridge is shut.\n\nIt was old.")
        );
    }
}

fn ended(title: &str, body: &str) -> String {
    format!(
        "{title}\nThe Harrow Gazette\nDecember 4, 2025 Thursday 6:30 AM GMT\n\n\
         Copyright 2025 Harrow Media Ltd. All Rights Reserved\n\n\n\
         Section: NEWS; Pg. 4\nLength: 31 words\nByline: Ann Lee\nHighlight: A cold week.\nBody\n\n\n\
         {body}\n\nClassification\n\nLanguage: ENGLISH\n\nPublication-Type: Newspaper\n\nSubject: FERRIES (90%)\n\n\
         Load-Date: December 5, 2025\n\n\nEnd of Document\n\n"
    )
}

#[test]
fn later_documents_are_articles_below_a_list_of_them_too() {
    let list = "Documents (2)\n\n1. Ferry stops for the winter\n\n2. Bridge shut\n\n\n";
    let file = list.to_string()
        + &ended(
            "Ferry stops for the winter",
            "The ferry stopped.\n\nBody\n\nLength: it was long.",
        )
        + &ended("Bridge shut", "The bridge is shut.")
        + "Search terms: ferry\n";
    for bytes in [
        file.clone().into_bytes(),
        std::iter::once(0xfeff).chain(file.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
    ] {
        let found = articles("export.txt", &bytes);
        let [one, two] = &found[..] else { panic!("{found:?}") };
        assert_eq!(value(&one.title).as_deref(), Some("Ferry stops for the winter"));
        assert_eq!(value(&one.source).as_deref(), Some("The Harrow Gazette"));
        assert_eq!(shown(&one.author), ["Ann Lee", "record", "Byline: Ann Lee"]);
        assert_eq!(date(one), "2025-12-04T06:30Z");
        assert_eq!(one.text, "The ferry stopped.\n\nBody\n\nLength: it was long.");
        assert_eq!(value(&two.title).as_deref(), Some("Bridge shut"));
        assert_eq!(two.text, "The bridge is shut.");
        assert!(two.left_out.iter().any(|out| out.line == "Search terms: ferry"));
    }
}

#[test]
fn a_file_of_one_document_is_one_article() {
    let found = articles("a.txt", ended("Ferry stops", "It stopped.").as_bytes());
    let [article] = &found[..] else { panic!("{found:?}") };
    assert_eq!((article.ordinal, article.text.as_str()), (0, "It stopped."));
}

const ALONE: &str = "HD\nFerry stops for the winter\nBY\nBy Ann Lee in Sarn\nWC\n31 words\nPD\n4 December 2025\nET\n06:30\n\
    SN\nThe Harrow Gazette\nSC\nHARGAZ\nPG\n4\nLA\nEnglish\nCY\n(c) 2025 Harrow Media\nLP\nThe ferry stopped.\n\nIN\n\nshort, it did.\nTD\n\
    The board met.\n\nRE\nNobody came.\nCO\nwabrd : Water Board\nIN\ni74 : Ferries\nNS\ngcat : News\nRE\norv : Orvenia\n\
    PUB\nHarrow Media Ltd.\nAN\nDocument HARGAZ0020251204elc400001\n\n\n";

const BESIDE: &str = "SE  News\nHD  Ferry stops for the winter,\n    and the miller is glad\nBY  Ann Lee and Bo Ray\nWC  31 words\nPD  4 December 2025\n\
    SN  Lowland Mirror\nSC  LOWMIR\nLA  English\nCY  (c) 2025 Mirror Trust\nLP\n    The ferry stopped.\n\n    It was Monday.\nTD  The board met.\n\n\
    Nobody came.\nNS  gcat : News\nPUB Mirror Trust\nAN  Document LOWMIR0020251204elc400002\n\n";

#[test]
fn coded_documents_are_articles() {
    let file = format!("{ALONE}{BESIDE}\n\nSearch summary\nText\nferry\n");
    let found = articles("export.txt", file.as_bytes());
    let [one, two] = &found[..] else { panic!("{found:?}") };
    assert_eq!(
        shown(&one.title),
        ["Ferry stops for the winter", "record", "HD Ferry stops for the winter"]
    );
    assert_eq!(value(&one.source).as_deref(), Some("The Harrow Gazette"));
    assert_eq!(date(one), "2025-12-04T06:30");
    assert_eq!(one.date.as_ref().unwrap().evidence, "PD 4 December 2025 ET 06:30");
    assert_eq!(value(&one.language).as_deref(), Some("en"));
    assert_eq!(
        one.text,
        "The ferry stopped.\n\nIN\n\nshort, it did.\n\nThe board met.\n\nRE\nNobody came."
    );
    let title = "Ferry stops for the winter, and the miller is glad";
    assert_eq!(value(&two.title).as_deref(), Some(title));
    assert_eq!(value(&two.author).as_deref(), Some("Ann Lee and Bo Ray"));
    assert_eq!(value(&two.source).as_deref(), Some("Lowland Mirror"));
    assert_eq!(date(two), "2025-12-04");
    assert_eq!(two.text, "The ferry stopped.\n\nIt was Monday.\n\nThe board met.\n\nNobody came.");
    assert!(two.left_out.iter().any(|out| out.line == "ferry"));
}

#[test]
fn a_text_that_merely_mentions_a_label_is_one_text() {
    let story = "The ministers met, and went home again, as they had done the week before.\n\n";
    for file in [
        format!("{story}1 of 250 DOCUMENTS\n\n{story}"),
        format!("1 of 2 DOCUMENTS\n\n{story}{story}2 of 2 DOCUMENTS\n\n{story}"),
        format!("{story}Length: 3 miles\n\nBody\n\n{story}End of Document\n\n{story}"),
        format!("HD\n\n{story}BY\n\n{story}"),
        format!("{story}Document HARGAZ0020251204elc400001\n\n{story}"),
        format!("A river\n\nSECTION: two of the law\n\n{story}"),
    ] {
        let found = articles("a.txt", file.as_bytes());
        let [article] = &found[..] else { panic!("{file}\n{found:?}") };
        let kept = |line: &str| {
            article.text.contains(line) || article.left_out.iter().any(|out| out.line == line)
        };
        assert!(file.trim().lines().all(kept), "{article:?}");
    }
}

#[test]
fn what_is_no_document_among_others_stays_text() {
    let file = ended("Ferry stops", "It stopped.")
        + "A letter that somebody pasted between them.\n\nIt has no labels.\nEnd of Document\n"
        + &ended("Bridge shut", "It shut.");
    let texts: Vec<_> =
        articles("a.txt", file.as_bytes()).into_iter().map(|article| article.text).collect();
    let pasted =
        "A letter that somebody pasted between them.\n\nIt has no labels.\nEnd of Document";
    assert_eq!(texts, ["It stopped.", pasted, "It shut."]);
}

#[test]
fn a_document_that_is_too_long_costs_itself() {
    let long = "x".repeat(40_000_000);
    let file = ended("One", "First.") + &ended("Two", &long) + &ended("Three", "Third.");
    assert_eq!(articles("a.txt", file.as_bytes()).len(), 2);
    assert_eq!(skips("a.txt", file.as_bytes()), [(Some("document 2".to_string()), "too-long")]);
}

fn ruled(labels: &str) -> String {
    let rule = "_".repeat(60);
    format!(
        "{rule}\n\nReport Information from ProQuest\nNovember 21 2025 09:00\n{rule}\n\nDocument 1 of 2\n\n\
         Ferry stops for the winter\n\nAuthor: Lee, Ann\n\nPublication info: Harrow Gazette; Sarn 18 Nov 2025: A.3.\n\n\
         Abstract: The ferry stopped.\n\nFull text: The ferry stopped on Monday.\n\nThe board said: nobody knows.\n\
         Reason: none was given.\n\nIt was cold.\nQuestion: why?\n\n{labels}Subject: Ferries\n\nTitle: Ferry stops for the winter\n\n\
         Publication title: Harrow Gazette; Sarn\n\nFirst page: A.3\n\nPublication date: Nov 18, 2025\n\n\
         Language of publication: English\n\nProQuest document ID: 12345\n\nCopyright: Harrow Media Nov 18, 2025\n\n\
         {rule}\n\nDocument 2 of 2\n\nBridge shut: a first look\n\nLee, Ann.\n\nFULL TEXT\nThe bridge is shut.\n\nDETAILS\nPublication title: Lowland Mirror\n\
         Publication date: Nov 17, 2025\n{rule}\n\nContact ProQuest\nCopyright 2025 ProQuest LLC.\n"
    )
}

#[test]
fn documents_between_rules_are_articles() {
    for file in [
        ruled(""),
        ruled("Company / organization: Harrow Ferries\n\n"),
        ruled("").replace('\n', "\r\n"),
    ] {
        let found = articles("ProQuestDocuments.txt", file.as_bytes());
        let [one, two] = &found[..] else { panic!("{found:?}") };
        assert_eq!(value(&one.title).as_deref(), Some("Ferry stops for the winter"));
        assert_eq!(shown(&one.author), ["Lee, Ann", "record", "Author: Lee, Ann"]);
        assert_eq!(value(&one.source).as_deref(), Some("Harrow Gazette"));
        assert_eq!(date(one), "2025-11-18");
        assert_eq!(
            one.text,
            "The ferry stopped on Monday.\n\nThe board said: nobody knows.\nReason: none was given.\n\nIt was cold.\nQuestion: why?"
        );
        assert_eq!(value(&two.title).as_deref(), Some("Bridge shut: a first look"));
        assert_eq!(value(&two.source).as_deref(), Some("Lowland Mirror"));
        assert_eq!((date(two).as_str(), two.text.as_str()), ("2025-11-17", "The bridge is shut."));
    }
    // Rules and labels by the hundred thousand are read once each.
    for line in ["Subject: b\n\n".to_string(), format!("{}\nFull text: a\n", "_".repeat(60))] {
        let file = format!("{}\nProQuest\nFull text: a\n{}", "_".repeat(60), line.repeat(100_000));
        assert_eq!(articles("a.txt", file.as_bytes()).len(), 1);
    }
    // A rule alone makes no document.
    let text = format!("{}\n\nThe ferry stopped.\n\nFull text: none.\n", "_".repeat(60));
    assert_eq!(articles("a.txt", text.as_bytes()).len(), 1);
}
