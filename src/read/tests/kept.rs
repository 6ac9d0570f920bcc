//! The story of a record is not lost where its name is not known, or where it is kept further in.
//!
//! 1. A story with lists beside it is one article. 2. Long prose under any name is the text; a caption is none.
//! 3. One object further in. 4. A text in pieces is one text. 5. Lists under the names of messages and posts. 6. Components.

use super::{articles, skips, value};

const PROSE: &str = "The harbour board of Sarn voted on Tuesday to close the old lock for eight months. \
                     Ship owners were given three weeks to find another way round.";

fn texts(name: &str, file: &str) -> Vec<String> {
    articles(name, file.as_bytes()).into_iter().map(|article| article.text).collect()
}

#[test]
fn a_story_that_names_lists_is_one_article() {
    for list in ["items", "results", "entries", "posts"] {
        let file = format!(
            r#"{{"title":"Lock shut","text":"{PROSE}","{list}":[{{"title":"More"}},{{"a":1}}]}}"#
        );
        assert_eq!(texts("a.json", &file), [PROSE], "{list}");
    }
    // What a feed says of itself is no story.
    let feed =
        r#"{"title":"Wire","description":"All of it.","items":[{"title":"One","text":"First."}]}"#;
    assert_eq!(texts("a.json", feed), ["First."]);
}

#[test]
fn long_prose_is_the_text_whatever_its_name() {
    for name in ["textContent", "lede", "Full Article", "storyMarkup"] {
        let file = format!(r#"{{"title":"Lock shut","note":"mine","{name}":"{PROSE}"}}"#);
        assert_eq!(texts("a.json", &file), [PROSE], "{name}");
        let table = format!("title,tags,{name}\nLock shut,a b,\"{PROSE}\"\n");
        assert_eq!(texts("a.csv", &table), [PROSE], "{name}");
    }
    let paragraphs =
        format!(r#"{{"title":"T","summary":"Short.","paragraphs":["One.","{PROSE}"]}}"#);
    assert_eq!(texts("a.json", &paragraphs), [format!("One.\n\n{PROSE}")]);
    let chinese =
        "港务局周二投票决定关闭旧船闸八个月。船主们说只有三周时间寻找别的航道。".repeat(2);
    assert_eq!(texts("a.json", &format!(r#"{{"title":"船闸","稿件":"{chinese}"}}"#)), [chinese]);
    // What belongs to a picture, to the rights or to a program is no story, and neither are a few words.
    for name in ["caption", "copyright_notice", "usageTerms", "errorMessage", "authorBio"] {
        let file = format!(r#"{{"title":"Lock shut","{name}":"{PROSE}"}}"#);
        assert_eq!(texts("a.json", &file), ["Lock shut"], "{name}");
    }
    assert_eq!(texts("a.json", r#"{"title":"Lock shut","mood":"A short one."}"#), ["Lock shut"]);
    // A text by its name is the text, however long another value is.
    let named = format!(r#"{{"title":"Lock shut","text":"Short.","memo":"{PROSE}"}}"#);
    assert_eq!(texts("a.json", &named), ["Short."]);
}

#[test]
fn a_story_may_be_kept_one_object_further_in() {
    let posts = format!(
        r#"[{{"tweet":{{"id_str":"1","created_at":"Tue Nov 18 08:00:00 +0000 2025","full_text":"{PROSE}"}}}},
            {{"tweet":{{"id_str":"2","full_text":"It is shut."}}}}]"#
    );
    let found = articles("a.json", posts.as_bytes());
    assert_eq!(found.iter().map(|a| a.text.as_str()).collect::<Vec<_>>(), [PROSE, "It is shut."]);
    assert_eq!(found[0].date.as_ref().unwrap().value.day_only().to_string(), "2025-11-18");
    let post = format!(
        r#"{{"post":{{"uri":"at://x","author":{{"name":"Ann Lee"}},
            "record":{{"createdAt":"2025-11-18T08:00:00Z","text":"{PROSE}"}}}}}}"#
    );
    let found = &articles("a.json", post.as_bytes())[0];
    assert_eq!((found.text.as_str(), value(&found.author).as_deref()), (PROSE, Some("Ann Lee")));
    assert!(found.date.is_some());
    // Two of them do not say which is the story; the text of a picture is none.
    for file in [
        r#"{"title":"T","first":{"text":"One."},"second":{"text":"Two."}}"#,
        r#"{"title":"T","image":{"text":"A gate."}}"#,
    ] {
        assert_eq!(texts("a.json", file), ["T"]);
    }
}

#[test]
fn a_story_in_blocks_is_text() {
    for file in [
        r#"{"title":"T","blocks":[{"type":"paragraph","data":{"text":"One <b>and</b> more."}},{"type":"paragraph","data":{"text":"Two."}}]}"#,
        r#"{"title":"T","content":{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"One and more."}]},
            {"type":"paragraph","content":[{"type":"text","text":"Two."}]}]}}"#,
        r#"{"title":"T","body":[{"_type":"block","children":[{"_type":"span","text":"One "},{"_type":"span","text":"and more."}]},
            {"_type":"block","children":[{"_type":"span","text":"Two."}]}]}"#,
    ] {
        assert_eq!(texts("a.json", file), ["One and more.\n\nTwo."], "{file}");
    }
}

#[test]
fn a_text_in_pieces_is_one_text() {
    let channel = r#"{"name":"Sarn Wire","type":"public_channel","messages":[
        {"id":1,"type":"service","action":"create_channel","title":"Sarn Wire","text":""},
        {"id":2,"type":"message","date":"2025-11-18T08:00:00",
         "text":["The board of ",{"type":"bold","text":"Sarn"}," shut its lock.\n\nNobody ",{"type":"italic","text":"asked"},"."]},
        {"id":3,"date":"2025-11-19T08:00:00","text":[{"type":"bold","text":"It is "},{"type":"plain","text":"shut."}]}]}"#;
    let found = articles("result.json", channel.as_bytes());
    let shown: Vec<_> = found.iter().map(|a| (a.key.as_deref(), a.text.as_str())).collect();
    let wanted = "The board of Sarn shut its lock.\n\nNobody asked.";
    assert_eq!(shown, [(Some("2"), wanted), (Some("3"), "It is shut.")]);
    assert_eq!(value(&found[0].source).as_deref(), Some("Sarn Wire"));
    assert_eq!(skips("result.json", channel.as_bytes()).len(), 1);
    // Paragraphs are none.
    let file =
        r#"{"text":[{"type":"paragraph","text":"One."},{"type":"paragraph","text":"Two."}]}"#;
    assert_eq!(texts("a.json", file), ["One.\n\nTwo."]);
    assert_eq!(texts("a.json", r#"{"text":["One.","Two."]}"#), ["One.\n\nTwo."]);
}

#[test]
fn lists_of_messages_and_posts_are_read() {
    let outbox = r#"{"type":"OrderedCollection","orderedItems":[
        {"type":"Create","published":"2025-11-18T08:00:00Z",
         "object":{"url":"https://m.example/@post/1","content":"<p>The lock is <b>shut</b>.</p>"}},
        {"type":"Announce","object":"https://o.example/1"}]}"#;
    let found = articles("outbox.json", outbox.as_bytes());
    assert_eq!(found.iter().map(|a| a.text.as_str()).collect::<Vec<_>>(), ["The lock is shut."]);
    assert_eq!(value(&found[0].url).as_deref(), Some("https://m.example/@post/1"));
    let backup = r#"{"db":[{"meta":{"version":"5"},"data":{"posts":[
        {"title":"Lock shut","html":"<p>It is <b>shut</b>, said the board that met on Tuesday in Sarn, and nobody asked why it was so.</p>",
         "published_at":"2025-11-18T07:00:00Z"},{"title":"Ferry stops","html":null}],"tags":[{"name":"Locks"}]}}]}"#;
    let story =
        "It is shut, said the board that met on Tuesday in Sarn, and nobody asked why it was so.";
    assert_eq!(texts("backup.json", backup), [story, "Ferry stops"]);
    let listing = r#"{"kind":"Listing","data":{"children":[
        {"kind":"t3","data":{"title":"Lock shut","selftext":"It is shut."}}]}}"#;
    assert_eq!(texts("a.json", listing), ["It is shut."]);
}

#[test]
fn of_thousands_of_objects_with_texts_none_is_the_story() {
    let inner: Vec<String> =
        (0..20_000).map(|n| format!("\"k{n}\":{{\"text\":\"One two.\"}}")).collect();
    let file = format!("{{\"a\":{{{}}}}}", inner.join(","));
    assert_eq!(skips("a.json", file.as_bytes()), [(None, "empty")]);
}

#[test]
fn what_belongs_to_another_thing_is_no_story() {
    for (file, text) in [
        // A summary stays, whatever long value stands beside it.
        (format!(r#"{{"title":"Lock shut","summary":"Short.","memo":"{PROSE}"}}"#), "Short."),
        // What a search shows of a text is not the text.
        (
            r#"{"_source":{"title":"Lock","content":"The board met."},"highlight":{"content":["is <em>shut</em>"]}}"#.into(),
            "The board met.",
        ),
        (format!(r#"{{"title":"Lock shut","related":{{"title":"Other","text":"{PROSE}"}}}}"#), "Lock shut"),
        (
            r#"{"title":"Lock","cast":"Ann Lee. Bo Ray. a@b.example/x {1} {2} {3} one two three four five six seven eight nine ten."}"#.into(),
            "Lock",
        ),
        // Children of a story are parts of it or comments.
        (
            r#"{"title":"Lock","url":"https://a.example/1","children":[{"title":"No","text":"So you say."}]}"#.into(),
            "Lock",
        ),
        // Paragraphs of any kind are parted.
        (
            r#"{"title":"T","body":["It is shut.",{"type":"heading","text":"Why"},"It is old."]}"#.into(),
            "It is shut.\n\nWhy\n\nIt is old.",
        ),
        (r#"{"title":"T","body":{"items":[{"text":"One."},{"text":"Two."}]}}"#.into(), "One.\n\nTwo."),
        (r#"{"title":"T","body":[{"type":"link","text":"One."},{"type":"link","text":"Two."}]}"#.into(), "One.\n\nTwo."),
    ] {
        assert_eq!(texts("a.json", &file), [text], "{file}");
    }
    for list in [
        r#"{"content":"x","articles":[{"title":"A","text":"One."},{"title":"B","text":"Two."}]}"#,
        r#"{"articles":[{"type":"service","title":"A","text":"One."},{"text":"Two."}]}"#,
    ] {
        assert_eq!(texts("a.json", list), ["One.", "Two."], "{list}");
    }
}

#[test]
fn a_story_in_components_is_read() {
    let document = |components: serde_json::Value| {
        serde_json::json!({
            "version": "1.7", "identifier": "a1", "title": "Ferry stays at its pier", "layout": {"columns": 7},
            "metadata": {"excerpt": "It stays.", "datePublished": "2025-12-03T10:00:00Z", "authors": ["Ann Lee"]},
            "components": components
        })
        .to_string()
    };
    let body = |text: &str| serde_json::json!({"role": "body", "text": text});
    let components = serde_json::json!([
        {"role": "header", "components": [{"role": "title", "text": "Ferry stays at its pier"}, {"role": "byline", "text": "By Ann Lee"}]},
        {"role": "intro", "text": "Nobody sails."},
        {"role": "section", "components": [
            {"role": "body", "format": "html", "text": "<p>The ferry <b>stays</b>.</p><p>Its oil ran out.</p>"},
            {"role": "heading1", "text": "Later"}, body("It may sail on Monday."), {"role": "divider"}]},
        {"role": "link_button", "text": "Read more", "URL": "https://a.example"}]);
    let article = articles("a.json", document(components).as_bytes()).remove(0);
    let wanted =
        "Nobody sails.\n\nThe ferry stays.\n\nIts oil ran out.\n\nLater\n\nIt may sail on Monday.";
    assert_eq!(article.text, wanted);
    assert_eq!(article.author.map(|author| author.value).as_deref(), Some("Ann Lee"));
    // What another name tells at more length is not pushed out.
    for (name, told) in
        [("metadata", serde_json::json!({"body": PROSE})), ("long", serde_json::json!(PROSE))]
    {
        let components =
            serde_json::json!([body("Steel."), {"role": "photographer", "text": "Bo Ray"}]);
        let file = serde_json::json!({"title": "Ferry", name: told, "components": components});
        assert_eq!(texts("a.json", &file.to_string()), [PROSE], "{name}");
    }
    let lone = document(
        serde_json::json!([body("The ferry stays at its pier."), {"role": "logo", "text": "L"}]),
    );
    assert_eq!(texts("a.json", &lone), ["The ferry stays at its pier."]);
    let bare = document(serde_json::json!([{"role": "kitchen", "text": "A lamp."}]));
    assert_eq!(articles("a.json", bare.as_bytes())[0].text, "It stays.");
}

#[test]
fn a_story_in_sections_is_read() {
    let record = |sections: serde_json::Value| {
        serde_json::json!({"title": "Ferry stays", "sections": sections}).to_string()
    };
    let (first, second) =
        (PROSE, "<p>The ferry stays at its pier.</p><p>It may sail on Monday.</p>");
    let told =
        record(serde_json::json!([{"heading": "Lock", "body": first}, {"heading": "", "body": ""},
        {"title": "Pier", "sections": [{"text": second}]}]));
    let wanted = format!(
        "Lock\n\n{PROSE}\n\nPier\n\nThe ferry stays at its pier.\n\nIt may sail on Monday."
    );
    assert_eq!(texts("a.json", &told), [wanted]);
    for body in [
        serde_json::json!({"markdown": PROSE, "id": 7}),
        serde_json::json!({"html": "", "raw": PROSE}),
    ] {
        let written = serde_json::json!({"title": "Ferry stays", "body": body});
        assert_eq!(texts("a.json", &written.to_string()), [PROSE]);
    }
    let mixed = serde_json::json!([{"type": "image", "url": "https://a.example/1"}, {"body": PROSE},
        {"title": "Related", "text": PROSE}, {"title": "Comments", "text": PROSE}]);
    assert_eq!(texts("a.json", &record(mixed)), [PROSE]);
    let beside = serde_json::json!({"title": "Ferry stays", "words": PROSE,
        "sections": [{"title": "Harbour", "text": format!("{PROSE} {PROSE}")}]});
    assert_eq!(texts("a.json", &beside.to_string()), [PROSE]);
    for other in [
        serde_json::json!([{"title": "Trains late", "body": PROSE, "url": "https://a.example/2"}]),
        serde_json::json!([{"id": 7, "name": "Harbour"}]),
        serde_json::json!([{"body": PROSE}, "Harbour"]),
    ] {
        assert_eq!(texts("a.json", &record(other)), ["Ferry stays"]);
    }
}
