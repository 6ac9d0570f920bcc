//! 1. Lists below a label leave. 2. Links of a story stay. 3. Time grows as the page does.

use super::*;

const TOLD: &str = "The ferry stopped on Monday, and those who waited went home on foot along the canal, as they had done before";

/// What is left of a fragment below a story when the lines that lead elsewhere have gone.
fn left(markup: &str) -> String {
    let all = left_of(&format!("<p>{TOLD}</p>{markup}"));
    all.strip_prefix(TOLD).unwrap_or(&all).trim_start_matches('|').to_string()
}

fn left_of(markup: &str) -> String {
    let document = Document::fragment(markup);
    mark(&document);
    let mut text = render::text(&document.root());
    let led = take(&mut text);
    let is_led = |at: usize| led.iter().any(|range| range.contains(&at));
    let lines = text.lines().enumerate().filter(|(at, line)| !is_led(*at) && !line.is_empty());
    lines.map(|(_, line)| line.trim()).collect::<Vec<_>>().join("|")
}

#[test]
fn links_below_a_label_lead_elsewhere() {
    for (markup, wanted) in [
        (
            "<p>A.</p><p>Lire aussi</p><ul><li><a href=/1>Un pont</a><li><a href=/2>Deux</a></ul><p>B.",
            "A.|Lire aussi|B.",
        ),
        (
            "<p>A.</p><p><strong>RELATED:</strong><br><a href=/1>One</a><br><a href=/2>Two</a></p><p>B.",
            "A.|RELATED:|B.",
        ),
        (
            "<p>A.</p><h3>Más noticias</h3><p><a href=/1>Uno</a></p><p>4 de diciembre de 2025</p><p><a href=/2>Dos</a>",
            "A.|Más noticias",
        ),
        ("<p>A.</p><p>Läs också <a href=/1>Färjan står</a></p><p>B.", "A.|B."),
        (
            "<p>A.</p><p>関連記事</p><ol><li><a href=https://a.example/1>渡し船が止まる</a></ol><p>B.",
            "A.|関連記事|B.",
        ),
        (
            "<p>A.</p><p><b>Mehr zum Thema:</b> <a href=/1>Eins</a>, <a href=/2>zwei</a></p><p>B.",
            "A.|B.",
        ),
        (
            "<p>Related</p><ul><li><h3><a href=/1>Is it safe?</a></h3><p>2 May 2025</p><li><a href=/2>No</a></ul><p>B.",
            "Related|B.",
        ),
        (
            "<p>Related</p><ul><li><a href=/1>One</a></ul><ul><li><a href=/2>Two</a></ul><p>B.",
            "Related|Two|B.",
        ),
        (
            "<p>Related</p><p><a href=/1>One</a><p><a href=/2>Two</a></p><ul><li><a href=/3>Home</a></ul>",
            "Related|Home",
        ),
    ] {
        assert_eq!(left(markup), wanted, "{markup}");
    }
}

#[test]
fn links_in_a_story_stay() {
    let long = format!("<p><a href=/1>{TOLD}.</a></p>").repeat(2);
    let news = format!("<h3><a href=/1>One</a></h3><h3><a href=/2>Two</a></h3><p>{TOLD}</p>");
    let short = "<h3><a href=/1>One</a></h3><p>It is.</p><h3><a href=/2>Two</a></h3><p>It was.</p>";
    for markup in [
        "<p><a href=/1>Ferry</a><p>Related <a href=/1>parties</a> met",
        "<p>Related</p><p>He said <a href=/1>so</a></p>",
        "<p>See also</p><p><a href=#n>Notes</a></p>",
        "<p>The lock</p><p><a href=/1>A link</a></p>",
        "<p>See also <a href=/1>my column of last week</a>.</p>",
        "<p>Lesen Sie dazu <a href=/1>Unseren Kommentar</a>.</p>",
        "<p>Related</p><p><a href=mailto:a@b.example>Write</a></p><p><a href=tel:1>Call 1</a></p>",
        "<p>Related</p><ul><li><a href='javascript:void(0)'>Open</a></li></ul>",
        "<p>Related</p><ul><li><a href='?page=2'>Two</a></li><li><a href='/s#part'>Part</a></li></ul>",
        "<p>The most read books were:</p><p>Most read</p><ol><li><a href=/1>The Lock</a></li></ol>",
        "<p>Related</p><ul><li><a href=/1>One</a></li><li>Two, which is no link</li></ul>",
        "<p>Most popular</p><table><tr><td><a href=/1>Sarn</a><tr><td><a href=/2>Ostra</a></table>",
        "<h3>Related</h3><p><a href=/2>Ferry</a></p><h3>5 December 2025</h3><p>So.</p>",
        "<h2>More news</h2><p><b><a href=/1>Ferry stops</a></b></p><p>It is.</p>",
        &format!("<p>Related:</p>{long}<p>End.</p>"),
        &format!("<h2>Top stories</h2>{news}"),
        &format!("<h2>Top stories</h2>{}", news.replace("h3>", "b>").replace("<b>", "<p><b>")),
        &format!("<h2>Top stories</h2>{short}"),
    ] {
        let document = Document::fragment(format!("<p>{TOLD}</p>{markup}"));
        mark(&document);
        assert!(!render::text(&document.root()).contains(MARK), "{markup}");
    }
}

#[test]
fn a_page_of_links_keeps_them() {
    let links = "<li><a href=/1>Ferry stops</a></li>".repeat(9);
    let text = left_of(&format!("<p>Read these</p><p>Related links</p><ul>{links}</ul>"));
    assert!(text.contains("Ferry stops"), "{text}");
}

#[test]
fn a_mark_of_the_text_itself_leaves_nothing_out() {
    let text = left(&format!("<p>&#xfdd1;{TOLD}</p><p>\u{fdd1}B</p>"));
    assert!(text.contains(TOLD) && text.ends_with('B'), "{text}");
}

#[test]
fn very_many_labels_without_links_stay() {
    // Each looked through all behind it, which took a quarter of a minute here.
    for line in ["<p>Related</p>", "<p>Share</p><p>Related</p><p>3 comments</p>"] {
        let text = left(&format!("<p>{TOLD}</p>{}", line.repeat(8000)));
        assert!(text.contains(TOLD), "{line}");
    }
}
