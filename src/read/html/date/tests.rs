//! 1. What machines are told comes first. 2. A day that names no publication gives way to the one at
//! the headline. 3. More keys win over fewer, when readers see their day. 4. Days of changes, members,
//! events and comments are not taken. 5. None rather than a guess.

use dom_query::Document;

use super::super::facts;
use super::choose;

fn day(page: &str) -> Option<String> {
    let facts = facts::collect(&Document::from(page));
    let address = facts.address().map(|url| url.value);
    choose(&facts, address.as_deref(), None).map(|field| field.value.day_only().to_string())
}

fn page(head: &str, body: &str) -> String {
    let filler =
        "<p>The gates stayed shut while both delegations argued about the key.</p>".repeat(3);
    format!(
        "<html lang=de><head>{head}</head><body><h1>Gates stay shut</h1>{body}{filler}</body></html>"
    )
}

fn linked(keys: &str) -> String {
    format!("<script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",{keys}}}</script>")
}

#[test]
fn what_machines_are_told_comes_first() {
    let head = linked("\"datePublished\":\"2025-12-01\",\"dateModified\":\"2025-12-05\"");
    for body in [
        "<p>Updated: <time datetime=2025-12-05>5 December</time></p>",
        "<time datetime=2025-12-03>3 December 2025</time>",
        "<p>On 2 December 2025 the gates were shut.</p>",
        "<span>Aktualisiert am</span> <span class=date>5.12.2025</span>",
    ] {
        assert_eq!(day(&page(&head, body)).as_deref(), Some("2025-12-01"), "{body}");
    }
    let created = linked("\"dateCreated\":\"2019-01-01\"");
    let meta = "<meta property=article:published_time content=2025-12-01T10:00:00Z>";
    assert_eq!(day(&page(&(created + meta), "")).as_deref(), Some("2025-12-01"));
}

#[test]
fn a_day_that_names_no_publication_gives_way_to_the_one_at_the_headline() {
    let vague = "<meta name=dcterms.date content=2025-12-09>";
    assert_eq!(day(&page(vague, "")).as_deref(), Some("2025-12-09"));
    let below =
        "<footer class=teaser-meta><span>Von Ann Lee</span> <time>1.12.2025</time></footer>";
    assert_eq!(day(&page(vague, below)).as_deref(), Some("2025-12-01"));
    let changed = "<p>Geändert: 10.12.2025</p>";
    assert_eq!(day(&page(vague, changed)).as_deref(), Some("2025-12-09"));
}

#[test]
fn more_keys_win_when_readers_see_their_day() {
    let head = linked("\"datePublished\":\"2025-12-01\"")
        + "<meta property=article:published_time content=2025-12-04>";
    assert_eq!(day(&page(&head, "<time>4.12.2025</time>")).as_deref(), Some("2025-12-04"));
    assert_eq!(day(&page(&head, "")).as_deref(), Some("2025-12-01"));
}

#[test]
fn other_days_are_not_taken() {
    for body in [
        "<p>Registriert: 4.12.2019</p>",
        "<div class=comments><p>Bo Ray schrieb am 4.12.2025 um 10:00: So ist es, und zwar lange schon</p></div>",
        "<p>The treaty of 4 December 1990 was signed at this table, as all who were there remember.</p>",
        "<p>Termin: 4.12.2025</p>",
        "<p>14 de mayo de 2019 de madrugada se hundió el barco en el canal</p>",
        "<p>14 maja 2019 od rana padał deszcz</p>",
        "<p>14 mai 2019 de nouveau, le bateau a coulé</p>",
        "<footer>© 2025 Wire</footer>",
        "<blockquote class=twitter-tweet><p>So it is.</p>— Bo (@bo) <a href=x>December 4, 2025</a></blockquote>",
        "<blockquote>Bo Ray <time datetime=2025-12-04>4 December 2025</time></blockquote>",
        "<h2>24 February 2022</h2><p>It began.</p><h2>3 March 2022</h2><p>It went on.</p>",
    ] {
        assert_eq!(day(&page("", body)), None, "{body}");
    }
    let two = "<p>Letzte Änderung: 31.10.2025<br>Erschienen am: 01.11.2025</p>";
    let far = "<p>text</p>".repeat(40);
    assert_eq!(day(&page("", &(far + two))).as_deref(), Some("2025-11-01"));
}

#[test]
fn text_with_a_label_wins_over_a_stamp_of_a_change() {
    let body = "<time datetime=2025-12-09T10:18:46Z>Publié le 4 décembre 2025</time>";
    assert_eq!(day(&page("", body)).as_deref(), Some("2025-12-04"));
}

#[test]
fn a_copy_of_a_web_archive_is_dated_by_its_own_address() {
    let head = "<script>__wm.wombat(\"http://a.example:80/news/2012-06/04/b.htm\",\"20120611024252\");</script>";
    assert_eq!(day(&page(head, "")).as_deref(), Some("2012-06-04"));
}

#[test]
fn the_article_of_the_headline_is_taken_among_many() {
    let many = "<script type=\"application/ld+json\">[\
        {\"@type\":\"NewsArticle\",\"headline\":\"Other\",\"datePublished\":\"2025-11-01\"},\
        {\"@type\":\"NewsArticle\",\"headline\":\"Gates stay shut\",\"datePublished\":\"2025-12-04\"}]</script>";
    assert_eq!(day(&page(many, "")).as_deref(), Some("2025-12-04"));
}

#[test]
fn a_day_that_the_story_mentions_is_none_of_its_own() {
    let prose = "<p>Ministers of five countries met on Thursday to discuss the grain corridor and traders \
                 said they expected little from the meeting in the capital.</p>";
    let dated = "<meta name=date content=2025-12-04>";
    for mentioned in [
        "<p>On 24 February 2022 the war began, and the ports closed one after another as the ships left.</p>",
        "<p>The war began on 24 February 2022.</p>",
        "<p>A report published on 24 February 2022 said that the ports had closed.</p>",
        "<p>A video posted on <a>24 February 2022</a> showed the ships.</p>",
        "<ul><li>24 February 2022: War begins</ul>",
        "<figure><img src=a><figcaption>The harbour, 24 February 2022</figcaption></figure>",
        "<p>24 February 2022 was the day on which the ports closed.</p>",
        "<p>The war began on <b>24 February 2022</b>, and the ports closed.</p>",
        "<p>Am <a href=x>12. November 2024</a> hatte er noch gezögert.</p>",
        "<p>Am 12. November 2024 hatte er noch gezögert, und alle anderen warteten in der Stadt auf ihn.</p>",
    ] {
        for many in [0, 1, 2, 9, 45] {
            let body = format!("{}{mentioned}{prose}", prose.repeat(many));
            assert_eq!(day(&page("", &body)), None, "{many} {mentioned}");
            assert_eq!(day(&page(dated, &body)).as_deref(), Some("2025-12-04"), "{mentioned}");
        }
    }
}

#[test]
fn days_beside_the_story_are_not_its_own() {
    let prose = "<p>Ministers of five countries met on Thursday to discuss the grain corridor and traders \
                 said they expected little from the meeting in the capital.</p>";
    for beside in [
        "<footer><p>Privacy policy, effective 1 March 2023</p></footer>",
        "<div id=comments><div class=comment><span>bob</span> <time datetime=2025-12-09T10:00:00Z>9 Dec</time>\
         <p>Great piece.</p></div></div>",
        "<div id=comments><article class=comment><time datetime=2025-12-09>9 Dec</time></article></div>",
        "<aside class=related><h3>Related</h3><ul><li>Bridge falls <time datetime=2019-05-01>1 May 2019</time>\
         </ul></aside>",
        "<aside><h3>Read more</h3><ul><li>Bridge falls <time datetime=2019-05-01>1 May 2019</time></ul></aside>",
        "<footer>Bridge falls <time datetime=2019-05-01>1 May 2019</time></footer>",
    ] {
        for many in [1, 2, 9] {
            let body = format!(
                "<article><h1>Gates stay shut</h1>{}</article>{beside}",
                prose.repeat(many)
            );
            let page = format!("<html lang=en><body>{body}</body></html>");
            assert_eq!(day(&page), None, "{many} {beside}");
        }
    }
}

#[test]
fn of_two_days_in_a_line_the_labelled_one_is_of_publication() {
    for (language, line) in [
        ("en", "Updated 5 December 2025 9:00 a.m. | Published 4 December 2025 5:12 p.m."),
        ("en", "Published 4 December 2025 5:12 p.m. | Updated 5 December 2025 9:00 a.m."),
        ("en-US", "12/05/2025 9:00 a.m. ET | Published 12/04/2025"),
        ("de", "Aktualisiert am 05.12.2025 - erschienen am 04.12.2025"),
    ] {
        for tag in ["p", "div class=date"] {
            let page = page("", &format!("<{tag}>{line}</{}>", &tag[..tag.find(' ').unwrap_or(1)]));
            let page = page.replace("lang=de", &format!("lang={language}"));
            assert_eq!(day(&page).as_deref(), Some("2025-12-04"), "{page}");
        }
    }
}

#[test]
fn a_line_of_a_date_may_hold_links() {
    for line in [
        "Dieser Artikel wurde am 4. Dezember 2025 um 14:48 von <a>Heiner</a> geschrieben und einsortiert.",
        "Von <b>ann</b> am 4.12.2025, 11:51 | 0 Meinungen",
        "<span>dpa</span> <span>am 4.12.2025</span>",
        "<a>Gates stay shut</a> wurde am <nobr>4. Dezember 2025</nobr> um <nobr>23:03</nobr> Uhr gepostet",
        "4.12.2025 – Die Tore bleiben zu, und niemand weiß, wie lange das noch so weitergehen soll.",
        "Published on <span>4 December 2025</span> and last updated on 6 December 2025.",
    ] {
        assert_eq!(
            day(&page("", &format!("<p>{line}</p>"))).as_deref(),
            Some("2025-12-04"),
            "{line}"
        );
    }
}

#[test]
fn a_line_of_a_date_has_the_words_of_its_language_for_the_time() {
    for line in [
        "Publicerad 4 dec 2025 kl 21.10 · Uppdaterad 5 dec 2025 kl 06.00",
        "Uppdaterad 5 dec 2025 kl 06.00 · Publicerad 4 dec 2025 kl 21.10",
        "4. joulukuuta 2025 klo 21.10",
        "4 de diciembre de 2025 a las 20:15h.",
        "4. prosince 2025 v 20:31, aktualizováno 5. prosince 2025",
    ] {
        let body = format!("<p>{line}</p>");
        assert_eq!(day(&page("", &body)).as_deref(), Some("2025-12-04"), "{line}");
    }
    for line in ["Uppdaterad 5 dec 2025 kl 06.00", "Zaktualizowano 5 grudnia 2025"] {
        let stamp = "<meta name=date content=2025-12-04>";
        let body = format!("<p>{line}</p>");
        assert_eq!(day(&page(stamp, &body)).as_deref(), Some("2025-12-04"), "{line}");
    }
    for told in [
        "4 December 2019 in Ostra saw the worst flood since 1953.",
        "4 December 2025, by order of the mayor of 1953.",
        "Exhibition opens 4 December 2025, 10 to 18.",
        "4. Dezember 2025 alle Züge stehen still",
        "Den 4 december 2025 om kvelden stengte de slusen",
        "Copyright © 2024. December 4 is no working day",
    ] {
        assert_eq!(day(&page("", &format!("<p>{told}</p>"))), None, "{told}");
    }
    for (line, wanted) in [
        ("4. desember 2025 kl. 20.15.", "2025-12-04"),
        ("4 december 2025 om 20:15", "2025-12-04"),
        ("Τελευταία ενημέρωση: 4 Δεκεμβρίου 2025", "2025-12-04"),
        ("© Lock Times 2024. December 4, 2025", "2025-12-04"),
        ("2025. december 4.", "2025-12-04"),
    ] {
        let found = day(&page("", &format!("<p>{line}</p>")));
        assert_eq!(found.as_deref(), Some(wanted), "{line}");
    }
}

#[test]
fn the_day_on_which_a_note_was_made_is_not_that_of_its_page() {
    let row = |kind: &str, label: &str, day: &str| {
        format!(
            "<tr class='property-row property-row-{kind}'><th>{label}</th><td><time>@{day}</time></td></tr>"
        )
    };
    let made = row("created_time", "Created", "April 2, 2025 10:11 AM")
        + &row("last_edited_time", "Edited", "April 3, 2025 10:11 AM");
    let told = row("date", "Date", "March 11, 2025");
    let table = |rows: &str| page("", &format!("<table class=properties>{rows}</table>"));
    assert_eq!(day(&table(&format!("{made}{told}"))).as_deref(), Some("2025-03-11"));
    assert_eq!(day(&table(&made)), None);
}

#[test]
fn an_element_that_is_called_the_day_of_publication_counts_in_a_footer() {
    let footer = |class: &str| {
        let time =
            format!("<time class={class} datetime=2025-03-11T18:20:00Z>March 11, 2025</time>");
        let far = "<p>The keepers went on arguing about the key until it was dark.</p>".repeat(200);
        page("", &format!("{far}<footer>By Ann Lee on {time}.</footer>"))
    };
    assert_eq!(day(&footer("dt-published")).as_deref(), Some("2025-03-11"));
}
