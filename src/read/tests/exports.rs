//! What other programs write is read with all its fields.
//!
//! 1. A byte order mark is no text. 2. Atom's markup is rendered. 3. Wrapped values are unwrapped.
//! 4. Saved pages know their address. 5. Headers hold the charset that the mail declares.

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

