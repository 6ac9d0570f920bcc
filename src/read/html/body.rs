//! A parsed page -> the text of its story.
//!
//! A port of the reading mode of browsers finds the element that holds the story. Before it looks, what
//! only the law wants is taken out, and who the author is; after it, blocks that stand twice are. Where it
//! finds nothing, the page's own structured text or all of its text is better than none; where the page
//! quotes an opening that the text lacks, the text gets it (`lead`).

use std::cell::OnceCell;
use std::collections::HashSet;

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::facts::Facts;
use super::{classes, credits, elsewhere, lead, render};

/// Text shorter than this beside a longer one that may be the story is not the story, in bytes.
pub(super) const SHORT: usize = 400;

/// Words of blocks that no story has, in lower case.
const LEGAL: &[&str] = &[
    "use of this site constitutes",
    "use of this website constitutes",
    "acceptance of our user agreement",
    "may not be reproduced, distributed",
    "may not be published, broadcast, rewritten",
    "this site uses cookies",
    "this website uses cookies",
    "we use cookies",
    "all rights reserved",
];

/// Longest block that is taken out for such words, in bytes.
const LONGEST_LEGAL: usize = 900;

/// Longest box about an author, in bytes: what is longer may hold the story too.
const LONGEST_ABOUT: usize = 1500;

/// Longest form to subscribe, in bytes.
const LONGEST_FORM: usize = 400;

/// Threads that are looked at: a page has one, or one a page of comments.
const MOST_THREADS: usize = 8;

/// Pieces that make a box a thread, and paragraphs that make what stands beside it a story.
const FEWEST_COMMENTS: usize = 3;
const FEWEST_PARAGRAPHS: usize = 3;

/// Shortest line that counts as a paragraph, in bytes.
const PARAGRAPH: usize = 80;

/// Shortest block that counts as standing twice, in bytes: refrains are shorter.
const SHORTEST_TWICE: usize = 80;

/// Returns the text of the story.
pub(super) fn story(document: Document, facts: &Facts) -> String {
    elsewhere::mark(&document);
    let lead = lead::of(&document, facts);
    let whole = match &lead {
        Some(_) => String::new(),
        None => document.body().map(|body| render::text(&body)).unwrap_or_default(),
    };
    drop_boxes(&document, facts);
    mark_breaks(&document);
    let found = read(document).filter(|text| !text.is_empty());
    let linked = facts.linked.iter().find_map(|thing| thing.body.as_deref()).unwrap_or_default();
    let text = match found {
        Some(text) if text.len() < SHORT && linked.len() > 2 * text.len() => plain(linked),
        Some(text) if is_of_other(&text, linked) => {
            let told = plain(linked);
            // Markup and references may have stood between its letters.
            if is_of_other(&text, &told) { told } else { text }
        }
        Some(text) => text,
        None if linked.len() >= SHORT => plain(linked),
        None => lead.as_ref().map_or(whole, |lead| lead.around.clone()),
    };
    let text = lead.iter().fold(text, lead::restore);
    without_repeats(&text)
}

/// The text of a story that is given for machines: some sites write its markup as text.
fn plain(linked: &str) -> String {
    if linked.contains("&lt;") {
        super::fragment(&super::unescape(linked))
    } else {
        super::fragment(linked)
    }
}

/// True for a text that has nothing of the story which the page gives for machines.
fn is_of_other(text: &str, linked: &str) -> bool {
    linked.len() >= SHORT && 2 * linked.len() >= text.len() && !lead::is_part(text, linked)
}

fn read(document: Document) -> Option<String> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    // The walk over the page is the crate's own: should it ever panic, the page costs its layout only.
    let parse = move || Readability::with_document(document, None, Some(config)).ok()?.parse().ok();
    let article = std::panic::catch_unwind(std::panic::AssertUnwindSafe(parse)).ok()??;
    let content = Document::fragment(article.content);
    Some(render::text(&content.root()))
}

/// Writes the end of a line beside each `<br>` that ends one: the reading mode makes paragraphs of
/// runs of `<br>`, and loses some of the single ones.
fn mark_breaks(document: &Document) {
    let is_empty = |node: &NodeRef<'_>| node.is_text() && node.text().trim().is_empty();
    for node in document.select("br").nodes() {
        let mut next = node.next_sibling();
        while let Some(empty) = next.take_if(|next| is_empty(next)) {
            next = empty.next_sibling();
        }
        if !next.is_some_and(|next| next.has_name("br")) {
            node.insert_after(&document.tree.new_text(render::BREAK.to_string()));
        }
    }
}

/// Takes out small blocks of legal text and boxes about the author, which reading modes take for
/// paragraphs.
fn drop_boxes(document: &Document, facts: &Facts) {
    let Some(body) = document.body() else { return };
    let mut doomed: Vec<NodeRef<'_>> = Vec::new();
    let whole = OnceCell::new();
    let whole = || whole.get_or_init(|| Measure::of(&body));
    let mut threads = 0;
    for node in body.descendants_it().filter(|node| node.is_element()) {
        let block =
            ["p", "div", "small", "li", "footer", "section"].iter().any(|name| node.has_name(name));
        let own = node.immediate_text();
        if block && own.len() > 20 && own.len() <= LONGEST_LEGAL {
            let lower = own.to_lowercase();
            if LEGAL.iter().any(|words| lower.contains(words)) {
                doomed.push(node);
                continue;
            }
        }
        if credits::is_list(&node) {
            doomed.push(node);
            continue;
        }
        let boxed = ["div", "section", "aside", "footer"].iter().any(|name| node.has_name(name));
        let listed = boxed || node.has_name("ol") || node.has_name("ul");
        if listed
            && threads < MOST_THREADS
            && !facts.is_holder(node.id)
            && classes::is_thread(&classes::of(&node))
        {
            threads += 1;
            if drowns(&node, whole()) {
                doomed.push(node);
                continue;
            }
        }
        if boxed
            && !facts.is_holder(node.id)
            && classes::asks_to_subscribe(&classes::of(&node))
            && is_form(&node, whole())
        {
            doomed.push(node);
            continue;
        }
        if boxed
            && !facts.is_holder(node.id)
            && classes::is_about_writer(&classes::of(&node))
            && render::start(&node, 2 * LONGEST_ABOUT).len() <= LONGEST_ABOUT
        {
            doomed.push(node);
        }
    }
    for node in doomed {
        node.remove_from_parent();
    }
}

/// How much text there is.
struct Measure {
    bytes: usize,
    paragraphs: usize,
}

impl Measure {
    fn of(node: &NodeRef<'_>) -> Measure {
        let text = render::text(node);
        let paragraphs = text.lines().filter(|line| line.trim().len() >= PARAGRAPH).count();
        Measure { bytes: text.len(), paragraphs }
    }
}

/// True for what readers wrote, where that is as long as all else and a story is left without it: the reading mode
/// leaves out what is shorter, and a box of that name may hold a column.
fn drowns(thread: &NodeRef<'_>, body: &Measure) -> bool {
    let elements = || thread.descendants_it().filter(|node| node.is_element());
    let comments = elements().filter(|node| classes::is_comment(&classes::of(node)));
    if comments.take(FEWEST_COMMENTS).count() < FEWEST_COMMENTS
        || elements().any(|node| node.has_name("h1"))
    {
        return false;
    }
    let Measure { bytes, paragraphs } = Measure::of(thread);
    2 * bytes >= body.bytes && paragraphs + FEWEST_PARAGRAPHS <= body.paragraphs
}

/// True for a short form and what stands beside its fields: a box of that name may hold a story.
fn is_form(node: &NodeRef<'_>, body: &Measure) -> bool {
    let text = render::start(node, 2 * LONGEST_FORM);
    let asks = |node: NodeRef<'_>| node.has_name("form") || node.has_name("input");
    text.len() < LONGEST_FORM
        && 10 * text.len() < body.bytes
        && node.descendants_it().any(asks)
        && !node.descendants_it().any(|node| node.has_name("h1"))
}

/// Takes out blocks of some length that stood before: slides and pages for print repeat the text.
fn without_repeats(text: &str) -> String {
    let mut seen: HashSet<&str> = HashSet::new();
    let mut kept: Vec<&str> = Vec::new();
    for line in text.split('\n') {
        if line.len() < SHORTEST_TWICE || seen.insert(line.trim()) {
            kept.push(line);
        }
    }
    kept.join("\n")
}

#[cfg(test)]
mod tests {
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
            format!(
                "The ferry stopped on day {n}, and those who waited went home on foot, as before."
            )
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
        let notice = "<p>We are paid for some of what is advertised here, which is a notice and no story.</p>".repeat(3);
        let shown = format!(
            "{notice}<p>Of the hotels that advertise here some are better than others, we hear.</p>"
        );
        assert_eq!(story_of(&shown, &body), body);
        // Shown in full, and told as escaped markup.
        let shown: String = (1..9).map(|n| format!("<p>{} Après.</p>", told(n))).collect();
        let markup = shown.replace('è', "&egrave;").replace("stopped", "<b>stop</b>ped");
        let escaped = markup.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let text = story_of(
            &format!("{shown}<p>A last word that stands on the page alone.</p>"),
            &escaped,
        );
        assert!(text.contains("A last word"), "{text}");
    }

    #[test]
    fn boxes_about_the_author_are_no_part_of_the_story() {
        let told: String = (1..9)
            .map(|n| {
                format!(
                    "<p>The ferry stopped on day {n}, and those who waited went home on foot.</p>"
                )
            })
            .collect();
        let about =
            "<p>Ann Lee has written about canals, locks and the people there for many years.</p>";
        let page =
            format!("<h1>Ferry stops</h1><div>{told}<div class=author-bio>{about}</div></div>");
        let document = Document::from(page.as_str());
        let facts = facts::collect(&document);
        let text = story(document, &facts);
        assert!(text.contains("on day 8") && !text.contains("Ann Lee"), "{text}");
        let page =
            format!("<h1>Ferry stops</h1><div class=author-info-page>{told}{told}{told}</div>");
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
        let text = text_of(&format!(
            "<h1>Ferry stops</h1>{ask}<div class=comments><ol>{thread}</ol></div>"
        ));
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
            let text =
                text_of(&format!("<h1>Ferry stops</h1>{told}<div class='{class}'>{held}</div>"));
            let wanted = if held.contains("mill") { "The mill" } else { "new cable" };
            assert!(text.contains(wanted), "{class}: {text}");
        }
        let text = text_of(&format!(
            "<h1>Ferry stops</h1><div class='newsletter-signup'>{TOLD}{ask}</div>"
        ));
        assert!(text.contains("new cable"), "{text}");
    }

    #[test]
    fn many_threads_are_read_in_linear_time() {
        let boxes = "<div class=comments><p>a</p></div>".repeat(8000);
        let began = std::time::Instant::now();
        text_of(&format!("<h1>Ferry stops</h1>{TOLD}{boxes}"));
        assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    }

    #[test]
    fn blocks_that_stand_twice_stand_once() {
        let long = "A paragraph of the story that is long enough to be told from a refrain, or so we hope.";
        assert_eq!(
            without_repeats(&format!("{long}\nNo.\n{long}\nNo.")),
            format!("{long}\nNo.\nNo.")
        );
    }
}
