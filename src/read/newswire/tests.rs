//! What wires hand on is read with all its fields.
//!
//! 1. Each format gives what it says of itself. 2. A file of many items gives many articles.
//! 3. Entities are never replaced by what a file declares. 4. What is cut off or too large costs itself.

use super::*;
use crate::read::tests::{articles, shown, skips, value};

const NITF: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- a file of a newspaper -->
<!DOCTYPE nitf SYSTEM "nitf.dtd" [ <!ENTITY a "aaaaaaaaaa"> <!ENTITY b "&a;&a;&a;"> ]>
<nitf xml:lang="en-GB" version="-//IPTC//DTD NITF 3.5//EN">
  <head>
    <title>Ferry</title>
    <docdata>
      <doc-id id-string="lm-4471" regsrc="LM"/>
      <date.issue norm="20251205T090000Z"/>
    </docdata>
    <pubdata name="Lowland Mirror" date.publication="20251204T061500Z" ex-ref="https://mirror.example/ferry"/>
  </head>
  <body>
    <body.head>
      <hedline><hl1>Ferry &amp; bridge close   for the winter</hl1><hl2>Nobody asked the miller</hl2></hedline>
      <byline>By <person>Dorte Haugen</person><byttl>River Editor</byttl></byline>
      <distributor>Delta Wire</distributor>
      <dateline><location>SARN</location>, <story.date norm="20251203">Dec 3</story.date></dateline>
      <abstract><p>A short notice.</p></abstract>
    </body.head>
    <body.content>
      <block class="lead_paragraph"><p>The ferry stopped on &#8220;Monday&#8221;.</p></block>
      <block class="full_text"><p>The ferry stopped on &#8220;Monday&#8221;.</p>
        <p>The <org>Water Board</org> says &b; it was <em>ice</em>.</p>
        <media media-type="image"><media-reference source="a.jpg">a.jpg</media-reference><media-caption>The quay.</media-caption></media>
        <table><tr><td>Low</td><td>4 m</td></tr></table>
        <hl2>The bridge</hl2><p>It was closed too.</p></block>
    </body.content>
    <body.end><tagline>Bram Ellery helped.</tagline></body.end>
  </body>
</nitf>"#;

#[test]
fn a_document_of_nitf_gives_what_it_says_of_itself() {
    let found = articles("a.xml", NITF.as_bytes());
    let [article] = &found[..] else { panic!("{found:?}") };
    assert_eq!(
        shown(&article.title),
        [
            "Ferry & bridge close for the winter",
            "record",
            "hl1: Ferry & bridge close for the winter"
        ]
    );
    assert_eq!(
        shown(&article.source),
        ["Lowland Mirror", "record", "pubdata name: Lowland Mirror"]
    );
    assert_eq!(shown(&article.author), ["Dorte Haugen", "record", "byline: Dorte Haugen"]);
    assert_eq!(shown(&article.url)[0], "https://mirror.example/ferry");
    let date = article.date.as_ref().unwrap();
    assert_eq!(date.value.to_string(), "2025-12-04T06:15:00Z");
    assert_eq!(date.evidence, "pubdata date.publication: 20251204T061500Z");
    assert_eq!((article.key.as_deref(), article.ordinal), (None, 0));
    assert_eq!(
        article.text,
        "Nobody asked the miller\n\nSARN, Dec 3\n\nThe ferry stopped on “Monday”.\n\n\
         The Water Board says &b; it was ice.\n\nThe quay.\n\nLow 4 m\n\nThe bridge\n\n\
         It was closed too.\n\nBram Ellery helped."
    );
}

fn item(guid: &str, meta: &str, content: &str) -> String {
    format!(
        "<newsItem guid=\"{guid}\" version=\"2\" xmlns=\"http://iptc.org/std/nar/2006-10-01/\">\
         <itemMeta><itemClass qcode=\"ninat:text\"/><provider qcode=\"nprov:DELTA\"><name>Delta Wire</name></provider>\
         <versionCreated>2025-12-05T10:00:00+01:00</versionCreated></itemMeta>\
         <contentMeta>{meta}</contentMeta><contentSet>{content}</contentSet></newsItem>"
    )
}

const META: &str = "<contentCreated>2025-12-04T08:30:00+01:00</contentCreated><by>By Ann Lee, Chief Writer</by>\
    <language tag=\"en\"/><headline>Ferry stops</headline><description>In short.</description>";

#[test]
fn items_of_a_message_are_articles_however_their_story_is_written() {
    let page = "<inlineXML contenttype=\"application/xhtml+xml\"><html xmlns=\"http://www.w3.org/1999/xhtml\">\
        <head><title>Page</title><style>p {}</style></head><body><h1>Ferry stops</h1><p>One<br/>two.</p><ul><li>Three.</li></ul></body></html></inlineXML>";
    let nitf = "<inlineXML contenttype=\"application/nitf+xml\"><nitf><body><body.head><hedline><hl1>Other</hl1></hedline>\
        <byline>Bo Ray</byline></body.head><body.content><p>Four.</p></body.content></body></nitf></inlineXML>";
    let data = "<inlineData contenttype=\"image/png\" encoding=\"base64\">AAAA</inlineData>\
        <inlineData contenttype=\"text/plain\">Five.&#13;\n&#13;\nSix &lt; seven.</inlineData>";
    let message = format!(
        "<?xml version=\"1.0\"?><newsMessage><header><sent>2025-12-09T00:00:00Z</sent></header><itemSet>{}{}<packageItem guid=\"p\"/>{}{}</itemSet></newsMessage>",
        item("urn:a", META, page),
        item("urn:b", "", nitf),
        item(
            "urn:c",
            "<creator type=\"cpnat:person\"><name>Dorte Haugen</name></creator><creator><name>Delta Wire</name></creator>",
            data
        ),
        item("urn:d", META, "<remoteContent href=\"a.jpg\"/>"),
    );
    let found = articles("a.xml", message.as_bytes());
    let texts: Vec<_> = found.iter().map(|article| article.text.as_str()).collect();
    assert_eq!(texts, ["One\ntwo.\n\nThree.", "Four.", "Five.\n\nSix < seven.", "In short."]);
    let keys: Vec<_> = found.iter().map(|article| article.key.as_deref().unwrap()).collect();
    assert_eq!(keys, ["urn:a", "urn:b", "urn:c", "urn:d"]);
    let titles: Vec<_> = found.iter().map(|article| value(&article.title)).collect();
    let title = |text: &str| Some(text.to_string());
    assert_eq!(titles, [title("Ferry stops"), title("Other"), None, title("Ferry stops")]);
    let authors: Vec<_> = found.iter().map(|article| value(&article.author)).collect();
    assert_eq!(authors, [title("Ann Lee"), title("Bo Ray"), None, title("Ann Lee")]);
    let dates: Vec<_> =
        found.iter().map(|article| article.date.as_ref().unwrap().value.to_string()).collect();
    let (made, sent) = ("2025-12-04T08:30:00+01:00", "2025-12-05T10:00:00+01:00");
    assert_eq!(dates, [made, sent, sent, made]);
    assert!(found.iter().all(|article| value(&article.source).as_deref() == Some("Delta Wire")));
    let skipped = skips("a.xml", message.as_bytes());
    assert_eq!(skipped, [(Some("record 3".to_string()), "empty")]);
}

#[test]
fn an_item_alone_is_a_file_of_one_article() {
    let found =
        articles("a.xml", item("urn:a", META, "<inlineXML><p>One.</p></inlineXML>").as_bytes());
    let [article] = &found[..] else { panic!("{found:?}") };
    assert_eq!((article.key.as_deref(), article.text.as_str()), (None, "One."));
}

#[test]
fn a_provider_that_is_a_code_is_named_by_it_only_where_it_is_a_name() {
    for (provider, wanted) in [
        ("qcode=\"nprov:DELTA\"", Some("DELTA")),
        ("qcode=\"p:x17\"", None),
        ("literal=\"Delta Wire\"", Some("Delta Wire")),
        ("", None),
    ] {
        let file = format!(
            "<newsItem><itemMeta><provider {provider}/></itemMeta><contentSet><inlineData>One.</inlineData></contentSet></newsItem>"
        );
        let found = &articles("a.xml", file.as_bytes())[0];
        assert_eq!(value(&found.source).as_deref(), wanted, "{provider}");
    }
}

#[test]
fn the_older_newsml_is_read_too() {
    let file = "<NewsML><NewsEnvelope><DateAndTime>20251209T000000Z</DateAndTime></NewsEnvelope>\
        <NewsItem><Identification><NewsIdentifier><DateId>20251204</DateId><NewsItemId>dw-17</NewsItemId></NewsIdentifier></Identification>\
        <NewsManagement><FirstCreated>20251204T083000+0100</FirstCreated></NewsManagement>\
        <NewsComponent><NewsLines><HeadLine>Ferry stops</HeadLine><ByLine>Von Ann Lee</ByLine></NewsLines>\
        <AdministrativeMetadata><Provider><Party FormalName=\"Delta Wire\"/></Provider></AdministrativeMetadata>\
        <DescriptiveMetadata><Language FormalName=\"de\"/></DescriptiveMetadata>\
        <ContentItem><DataContent><p>Die Fähre steht.</p><p>Seit Montag.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>";
    let found = articles("a.xml", file.as_bytes());
    let [article] = &found[..] else { panic!("{found:?}") };
    assert_eq!(article.key.as_deref(), Some("dw-17"));
    assert_eq!(value(&article.title).as_deref(), Some("Ferry stops"));
    assert_eq!(value(&article.author).as_deref(), Some("Ann Lee"));
    assert_eq!(value(&article.source).as_deref(), Some("Delta Wire"));
    assert_eq!(article.date.as_ref().unwrap().value.to_string(), "2025-12-04T08:30:00+01:00");
    assert_eq!(article.text, "Die Fähre steht.\n\nSeit Montag.");
}

#[test]
fn what_is_cut_off_is_kept_as_far_as_it_goes() {
    let (whole, half) = NITF.split_at(NITF.find("it was <em>").unwrap());
    assert!(!half.is_empty());
    let found = &articles("a.xml", whole.as_bytes())[0];
    assert!(found.text.ends_with("The Water Board says &b;"), "{}", found.text);
    assert_eq!(found.notes, ["the file ends inside of this item"]);
    let two =
        item("a", META, "<inlineData>One.</inlineData>") + "<newsItem><contentSet><inlineData";
    let message = format!("<newsMessage>{two}");
    assert_eq!(articles("a.xml", message.as_bytes()).len(), 1);
    assert_eq!(skips("a.xml", message.as_bytes()), [(Some("record 2".to_string()), "bad-record")]);
}

#[test]
fn an_item_that_is_too_large_costs_itself() {
    let many = "<p/>".repeat(600_000);
    let message = format!(
        "<newsMessage>{}{}{}</newsMessage>",
        item("a", META, "<inlineData>One.</inlineData>"),
        item("b", META, &format!("<inlineXML>{many}</inlineXML>")),
        item("c", META, "<inlineData>Three.</inlineData>"),
    );
    let texts: Vec<_> =
        articles("a.xml", message.as_bytes()).into_iter().map(|article| article.text).collect();
    assert_eq!(texts, ["One.", "Three."]);
    assert_eq!(skips("a.xml", message.as_bytes()), [(Some("record 2".to_string()), "bad-record")]);
    let deep = format!("<nitf>{}", "<p>".repeat(1000));
    assert_eq!(skips("a.xml", deep.as_bytes()), [(None, "bad-record")]);
}

#[test]
fn files_of_news_are_told_from_others() {
    for text in [
        "<nitf>",
        "<?xml version=\"1.0\"?><!DOCTYPE nitf [<!ENTITY a \">\">]>\n<nitf.x><nitf>",
        "<nar:newsMessage>",
        "<!-- <html> --><NewsML>",
    ] {
        assert_eq!(is_news(text), !text.contains("nitf.x"), "{text}");
    }
    for text in ["<html><nitf>", "<nitfs>", "nitf", "<!-- <nitf>", "<rss><nitf>", "<", ""] {
        assert!(!is_news(text), "{text}");
    }
}

#[test]
fn notes_of_evernote_are_articles() {
    let file = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <!DOCTYPE en-export SYSTEM \"http://xml.evernote.com/pub/evernote-export4.dtd\">\n\
        <en-export export-date=\"20251121T090000Z\" application=\"Evernote\">\n\
        <note><title>Lock shut</title><created>20251119T081100Z</created><content><![CDATA[<?xml version=\"1.0\"?>\
        <!DOCTYPE en-note SYSTEM \"x\"><en-note><div>The lock is <b>shut</b>.</div><div>Nobody &amp; none.</div>\
        <en-media type=\"image/png\"/></en-note>]]></content><note-attributes><author>me</author>\
        <source>web.clip</source><source-url>https://www.ledger.example/a</source-url></note-attributes>\
        <resource><data encoding=\"base64\">AAAA</data></resource></note>\
        <note><title>Call Ann</title><content><![CDATA[<en-note>At noon.</en-note>]]></content>\
        <created>20251120T081100Z</created></note></en-export>";
    let found = crate::read::tests::articles("notes.enex", file.as_bytes());
    let [page, note] = &found[..] else { panic!("{found:?}") };
    let value = crate::read::tests::value::<String>;
    assert_eq!(
        (value(&page.title).as_deref(), page.text.as_str()),
        (Some("Lock shut"), "The lock is shut.\n\nNobody & none.",)
    );
    assert_eq!(value(&page.url).as_deref(), Some("https://www.ledger.example/a"));
    assert_eq!((page.author.is_none(), page.date.is_none()), (true, true));
    assert_eq!(note.text, "At noon.");
    assert_eq!(note.date.as_ref().unwrap().value.to_string(), "2025-11-20T08:11:00Z");
}
