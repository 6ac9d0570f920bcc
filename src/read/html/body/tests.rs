//! 1. Words and blocks stand as they do on the page. 2. Boxes leave where they are no story. 3. Time grows as the page does.

use super::super::facts;
use super::*;

#[test]
fn words_on_both_sides_of_a_break_stay_two() {
    let long = "The envoys went home on Thursday, and nobody said when they would be back. ";
    let long = long.repeat(3);
    let page = format!(
        "<table><tr><td><font size=5><b>Treaty signed in the old hall</b></font><br>Posted: today\
         <br><br>{long}<br><br><font>Three</font><br>Four<br>\n<br>{long}<br>Five</td></tr></table>"
    );
    let text = story(Document::from(page.as_str()), &Facts::default());
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    let long = long.trim();
    let wanted = ["Treaty signed in the old hall", "Posted: today", long, "Three", "Four"];
    assert_eq!(lines, [&wanted[..], &["Five"]].concat());
}

#[test]
fn a_story_told_to_machines_is_preferred_to_something_else() {
    let told = |n| {
        format!("The ferry stopped on day {n}, and those who waited went home on foot, as before.")
    };
    let story_of = |shown: &str, body: &str| {
        let thing = serde_json::json!({"@type": "NewsArticle", "articleBody": body});
        let page = format!(
            "<script type='application/ld+json'>{thing}</script><h1>Ferry stops</h1><div>{shown}</div>"
        );
        let document = Document::from(page.as_str());
        let facts = facts::collect(&document);
        story(document, &facts)
    };
    let body: String = (1..9).map(told).collect();
    let notice =
        "<p>We are paid for some of what is advertised here, which is a notice and no story.</p>"
            .repeat(3);
    let shown = format!(
        "{notice}<p>Of the hotels that advertise here some are better than others, we hear.</p>"
    );
    assert_eq!(story_of(&shown, &body), body);
    // Shown in full, and told as escaped markup.
    let shown: String = (1..9).map(|n| format!("<p>{} Après.</p>", told(n))).collect();
    let markup = shown.replace('è', "&egrave;").replace("stopped", "<b>stop</b>ped");
    let escaped = markup.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let text =
        story_of(&format!("{shown}<p>A last word that stands on the page alone.</p>"), &escaped);
    assert!(text.contains("A last word"), "{text}");
}

#[test]
fn boxes_about_the_author_are_no_part_of_the_story() {
    let told: String = (1..9)
        .map(|n| {
            format!("<p>The ferry stopped on day {n}, and those who waited went home on foot.</p>")
        })
        .collect();
    let about =
        "<p>Ann Lee has written about canals, locks and the people there for many years.</p>";
    let page = format!("<h1>Ferry stops</h1><div>{told}<div class=author-bio>{about}</div></div>");
    let document = Document::from(page.as_str());
    let facts = facts::collect(&document);
    let text = story(document, &facts);
    assert!(text.contains("on day 8") && !text.contains("Ann Lee"), "{text}");
    let page = format!("<h1>Ferry stops</h1><div class=author-info-page>{told}{told}{told}</div>");
    let document = Document::from(page.as_str());
    let facts = facts::collect(&document);
    assert!(story(document, &facts).contains("on day 8"));
}

const TOLD: &str = "<p>The ferry stopped on Monday, and those who waited at the quay went home on foot at night.</p>\
    <p>Nobody can say when it will be mended, or who is to pay for the new cable and the wheel.</p>\
    <p>The board meets in May, and until then the boats of the village are all that goes across.</p>";

fn text_of(page: &str) -> String {
    let document = Document::from(page);
    let facts = facts::collect(&document);
    story(document, &facts)
}

#[test]
fn a_thread_that_is_longer_than_the_story_is_no_part_of_it() {
    let comment = |n| {
        format!(
            "<li class=comment><p>I have lived here for {n} years, and never, ever saw a boat that stood for so long.</p>"
        )
    };
    let thread: String = (1..20).map(comment).collect();
    let text = text_of(&format!(
        "<h1>Ferry stops</h1><article>{TOLD}</article><div id=comments><ol>{thread}</ol></div>"
    ));
    assert!(text.contains("new cable") && !text.contains("lived here"), "{text}");
    // Letters to the editor: nothing else is told.
    let ask = "<p>We asked, and this is what you said.</p>";
    let text =
        text_of(&format!("<h1>Ferry stops</h1>{ask}<div class=comments><ol>{thread}</ol></div>"));
    assert!(text.contains("lived here"), "{text}");
}

#[test]
fn a_column_in_a_box_called_comments_is_the_story() {
    let about = "<p>The Sarn Ledger has been printed in the old mill since 1880 and is read in every house.</p>";
    for class in ["comments", "kommentare", "opinion comentarios"] {
        let text = text_of(&format!(
            "<h1>The lock</h1><section class='{class}'>{TOLD}{TOLD}</section><div class=side>{about}</div>"
        ));
        assert!(text.contains("new cable"), "{class}: {text}");
    }
}

#[test]
fn forms_to_subscribe_leave_and_stories_beside_them_stay() {
    let ask = "<p>Quay Notes lives on its readers, and so you could be one.</p><form><input type=email></form>";
    let told = TOLD.replace("<p>", "<p>Then: ") + TOLD;
    let widget = format!("<div class='subscription-widget'>{ask}</div>");
    let text = text_of(&format!("<h1>Ferry stops</h1><article>{told}{widget}{told}</article>"));
    assert!(text.contains("new cable") && !text.contains("Quay Notes"), "{text}");
    for (class, held) in [
        ("article has-newsletter-signup", format!("{TOLD}{ask}")),
        ("newsletter-signup", format!("{TOLD}{ask}")),
        ("newsletter-signup", "<p>The mill stood still for the first time.</p>".to_string()),
    ] {
        let text = text_of(&format!("<h1>Ferry stops</h1>{told}<div class='{class}'>{held}</div>"));
        let wanted = if held.contains("mill") { "The mill" } else { "new cable" };
        assert!(text.contains(wanted), "{class}: {text}");
    }
    let text =
        text_of(&format!("<h1>Ferry stops</h1><div class='newsletter-signup'>{TOLD}{ask}</div>"));
    assert!(text.contains("new cable"), "{text}");
}

#[test]
fn a_page_of_very_many_threads_is_read() {
    // For each the whole page was measured, which took a quarter of a minute here.
    let boxes = "<div class=comments><p>a</p></div>".repeat(8000);
    assert!(text_of(&format!("<h1>Ferry stops</h1>{TOLD}{boxes}")).contains("new cable"));
}

#[test]
fn blocks_that_stand_twice_stand_once() {
    let long =
        "A paragraph of the story that is long enough to be told from a refrain, or so we hope.";
    assert_eq!(without_repeats(&format!("{long}\nNo.\n{long}\nNo.")), format!("{long}\nNo.\nNo."));
}

#[test]
fn the_sections_that_a_page_is_in_are_no_part_of_the_story() {
    let told: String = (1..9)
        .map(|n| format!("<p>The ferry stopped on day {n}, and those who waited went home.</p>"))
        .collect();
    let text = |trail: &str| {
        let page = format!("<main><article>{trail}<h1>Ferry stops</h1>{told}</article></main>");
        let document = Document::from(page.as_str());
        let facts = facts::collect(&document);
        story(document, &facts)
    };
    let links = "<ol><li><a href='/'>Front page</a></li><li>Harbour</li></ol>";
    assert!(!text(&format!("<div class=page-breadcrumb>{links}</div>")).contains("Harbour"));
    let short = |class: &str| {
        let said = "The ferry to Sarn stopped on Monday. It will run on Friday, <a href=/h>the harbour office</a> said.";
        let page =
            format!("<article class={class}><h2>Ferry stops</h2><div>{said}</div></article>");
        let document = Document::from(page.as_str());
        let facts = facts::collect(&document);
        story(document, &facts)
    };
    for class in ["has-breadcrumbs", "no-breadcrumb", "breadcrumbs"] {
        assert!(short(class).contains("harbour office"), "{class}");
    }
    // What the trail says once is no part of the story, and what the story says again is.
    let again = format!("<div class=breadcrumbs>{links}</div><p>Harbour</p>");
    assert_eq!(text(&again).matches("Harbour").count(), 1);
    let said = "<p>It was mended with a bearing from Sarn, and sailed again on <a href='/d'>Monday</a>.</p>";
    for kept in [
        format!("<div class=with-breadcrumb>{said}</div>"),
        "<div class=breadcrumb-bread>It was mended with a bearing from Sarn, and sailed again.</div>".to_string(),
    ] {
        assert!(text(&kept).contains("bearing from Sarn"), "{kept}");
    }
}
