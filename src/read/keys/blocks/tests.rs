use serde_json::json;

use crate::read::keys::text_of;

#[test]
fn documents_of_editors_are_texts() {
    let wanted = Some("The lock is shut.\n\nNobody asked.".to_string());
    for (editor, document) in [
        (
            "nodes with content",
            json!({"type": "doc", "content": [
                {"type": "paragraph", "content": [
                    {"type": "text", "text": "The lock "},
                    {"type": "text", "marks": [{"type": "bold"}], "text": "is shut."}]},
                {"type": "image", "attrs": {"src": "a.jpg", "alt": "A gate"}},
                {"type": "paragraph", "content": [{"type": "text", "text": "Nobody asked."}]}]}),
        ),
        (
            "nodes with values",
            json!({"nodeType": "document", "content": [
                {"nodeType": "paragraph", "content": [
                    {"nodeType": "text", "value": "The "},
                    {"nodeType": "hyperlink", "data": {"uri": "https://a.example"},
                     "content": [{"nodeType": "text", "value": "lock"}]},
                    {"nodeType": "text", "value": " is shut."}]},
                {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "Nobody asked."}]}]}),
        ),
        (
            "a root",
            json!({"root": {"type": "root", "children": [
                {"type": "paragraph", "children": [{"type": "text", "text": "The lock is shut."}]},
                {"type": "paragraph", "children": [{"type": "text", "text": "Nobody asked."}]}]}}),
        ),
        (
            "a list of leaves",
            json!([{"type": "p", "children": [{"text": "The lock "}, {"text": "is shut.", "bold": true}]},
                   {"type": "p", "children": [{"text": "Nobody asked."}]}]),
        ),
        (
            "spans",
            json!([{"_type": "block", "children": [{"_type": "span", "text": "The lock is shut."}]},
                   {"_type": "block", "children": [{"_type": "span", "text": "Nobody asked."}]}]),
        ),
        (
            "flat blocks",
            json!({"blocks": [{"key": "a", "type": "unstyled", "text": "The lock is shut."},
                              {"key": "b", "type": "unstyled", "text": "Nobody asked."}], "entityMap": {}}),
        ),
        (
            "blocks with data",
            json!([{"type": "header", "data": {"text": "The lock is shut.", "level": 2}},
                   {"type": "list", "data": {"items": ["Nobody asked."]}}]),
        ),
    ] {
        assert_eq!(text_of(&document), wanted, "{editor}");
    }
}

#[test]
fn lists_and_tables_inside_of_blocks_are_text() {
    let run = |text: &str| json!({"type": "text", "text": text});
    let leaf = |text: &str| json!({"text": text});
    let paragraph = |text: &str| json!({"type": "paragraph", "content": [run(text)]});
    let told = |text: &str| {
        json!({"nodeType": "paragraph", "data": {}, "content": [
            {"nodeType": "text", "value": text, "marks": [], "data": {}}]})
    };
    for (editor, document) in [
        (
            "nodes with content",
            json!({"type": "doc", "content": [
                {"type": "bulletList", "content": [{"type": "listItem", "content": [
                    paragraph("One gate."),
                    {"type": "bulletList", "content": [{"type": "listItem", "content": [paragraph("Its key.")]}]}]}]},
                {"type": "table", "content": [{"type": "tableRow", "content": [
                    {"type": "tableCell", "content": [paragraph("Fare")]},
                    {"type": "tableCell", "content": [paragraph("12")]}]}]}]}),
        ),
        (
            "nodes with values and empty data",
            json!({"nodeType": "document", "data": {}, "content": [
                {"nodeType": "unordered-list", "data": {}, "content": [{"nodeType": "list-item", "data": {}, "content": [
                    told("One gate."),
                    {"nodeType": "unordered-list", "data": {}, "content": [
                        {"nodeType": "list-item", "data": {}, "content": [told("Its key.")]}]}]}]},
                {"nodeType": "table", "data": {}, "content": [{"nodeType": "table-row", "data": {}, "content": [
                    {"nodeType": "table-cell", "data": {}, "content": [told("Fare")]},
                    {"nodeType": "table-cell", "data": {}, "content": [told("12")]}]}]}]}),
        ),
        (
            "lists beside leaves",
            json!([
                {"type": "ul", "children": [{"type": "li", "children": [
                    leaf("One "), {"type": "a", "url": "https://a.example", "children": [leaf("gate.")]},
                    {"type": "ul", "children": [{"type": "li", "children": [leaf("Its key.")]}]}]}]},
                {"type": "table", "children": [{"type": "tr", "cells": [
                    {"children": [leaf("Fare")]}, {"children": [leaf("12")]}]}]}]),
        ),
        (
            "blocks with data",
            json!({"blocks": [
                {"type": "list", "data": {"items": [{"content": "One <b>gate.</b>", "items": [{"content": "Its key.", "items": []}]}]}},
                {"type": "table", "data": {"withHeadings": false, "content": [["Fare", "12"]]}}]}),
        ),
        (
            "spans and blocks of one's own",
            json!([
                {"_type": "block", "listItem": "bullet", "children": [{"_type": "span", "text": "One gate."}]},
                {"_type": "callout", "body": [{"_type": "block", "children": [{"_type": "span", "text": "Its key."}]}]},
                {"_type": "table", "rows": [{"_type": "tableRow", "cells": ["Fare", "12"]}]}]),
        ),
        (
            "markup with blocks in it",
            json!([
                {"blockName": "core/list", "attrs": {}, "innerHTML": "<ul></ul>", "innerContent": ["<ul>", null, "</ul>"],
                 "innerBlocks": [{"blockName": "core/list-item", "innerContent": ["<li>One gate.", null, "</li>"],
                    "innerBlocks": [{"blockName": "core/list", "innerHTML": "<p>Its key.</p>", "innerBlocks": []}]}]},
                {"blockName": null, "innerBlocks": [], "innerHTML": "\n", "innerContent": ["\n"]},
                {"blockName": "core/table", "innerHTML": "<table><tr><td>Fare</td><td>12</td></tr></table>"}]),
        ),
        (
            "attributes",
            json!([
                {"name": "core/list", "attributes": {}, "innerBlocks": [
                    {"name": "core/list-item", "attributes": {"content": "One <a href='/'>gate.</a>"}, "innerBlocks": [
                        {"name": "core/list-item", "attributes": {"content": "Its key."}, "innerBlocks": []}]}]},
                {"name": "core/table", "attributes": {"head": [], "body": [
                    {"cells": [{"content": "Fare", "tag": "td"}, {"content": "12", "tag": "td"}]}]}, "innerBlocks": []}]),
        ),
    ] {
        let text = text_of(&document).unwrap_or_default();
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(lines, ["One gate.", "Its key.", "Fare 12"], "{editor}");
    }
}

#[test]
fn blocks_of_agencies_and_papers_are_text() {
    let elements = json!([
        {"type": "text", "content": "The <a href='/l'>lock</a> is shut."},
        {"type": "list", "items": [{"type": "text", "content": "One gate."}]},
        {"type": "image", "url": "https://a.example/a.jpg"},
        {"type": "raw_html", "content": "<p>Nobody asked.</p>"}]);
    let wanted = "The lock is shut.\n\nOne gate.\n\nNobody asked.";
    assert_eq!(text_of(&elements).as_deref(), Some(wanted));
    let bodies = json!([
        {"role": "short", "contentType": "text/plain", "value": "Shut."},
        {"role": "main", "contentType": "text/html", "value": "<p>The lock is shut.</p>"}]);
    assert_eq!(text_of(&bodies).as_deref(), Some("<p>The lock is shut.</p>"));
    assert_eq!(text_of(&json!({"basic": "Lock shut", "web": "x"})).as_deref(), Some("Lock shut"));
}

#[test]
fn a_text_beside_blocks_without_one_is_read() {
    let text = "<p>The lock is shut.</p>";
    for document in [
        json!({"type": "html", "value": text, "content": []}),
        json!({"type": "richtext", "value": text, "data": {}}),
        json!({"type": "richtext", "value": text, "data": {"caption": "A gate"}}),
        json!({"type": "html", "text": text, "children": []}),
    ] {
        let wanted = Some("The lock is shut.");
        let read = text_of(&document).unwrap_or_default();
        assert_eq!(Some(crate::read::html::fragment(&read).as_str()), wanted, "{document}");
    }
}

#[test]
fn pieces_of_a_text_are_no_renditions() {
    for items in [
        json!([{"value": "One."}, {"value": "Two.", "role": "pullquote"}, {"value": "Three."}]),
        json!([{"value": "One.", "contentType": "text/plain"}, {"value": "Two.", "contentType": "text/plain"},
               {"value": "Three.", "contentType": "text/plain"}]),
        json!([{"value": "One.", "role": "lead"}, {"value": "Two.", "role": "main"}, {"value": "Three.", "role": "main"}]),
        json!([{"value": "One.", "role": "lead"}, {"value": "Two.", "role": "body"}, {"value": "Three.", "role": "end"}]),
    ] {
        assert_eq!(text_of(&items).as_deref(), Some("One.\n\nTwo.\n\nThree."), "{items}");
    }
}

#[test]
fn what_stands_in_a_line_is_part_of_it() {
    let run = |text: &str| json!({"type": "text", "text": text});
    for (kind, inner) in [
        ("itemLink", json!({"content": [run("the report")]})),
        ("listing", json!({"content": [run("the report")]})),
        ("headless", json!({"children": [run("the report")]})),
    ] {
        let mut inner = inner;
        inner["type"] = json!(kind);
        let document = json!({"type": "doc", "content": [
            {"type": "paragraph", "content": [run("He read "), inner, run(" twice.")]}]});
        assert_eq!(text_of(&document).as_deref(), Some("He read the report twice."), "{kind}");
    }
    let picture = json!({"type": "inlineImage", "data": {"caption": "A gate", "text": "gate"}});
    let document = json!({"type": "doc", "content": [
        {"type": "paragraph", "content": [run("He read "), picture, run("it.")]},
        {"type": "heading-2", "content": [run("Later")]}]});
    assert_eq!(text_of(&document).as_deref(), Some("He read it.\n\nLater"));
}

#[test]
fn tables_quotes_and_notices_among_the_blocks_of_papers() {
    let text = |text: &str| json!({"type": "text", "content": text});
    let elements = json!([
        text("The lock is shut."),
        {"type": "ad", "content": "Buy now!"},
        {"type": "interstitial_link", "content": "Read also: Trains late", "url": "https://a.example/t"},
        {"type": "quote", "content_elements": [text("Nobody asked.")]},
        {"type": "table", "header": [text("Fare"), text("Day")], "rows": [[text("12"), text("Monday")]]}]);
    let wanted = "The lock is shut.\n\nNobody asked.\n\nFare Day\n\n12 Monday";
    assert_eq!(text_of(&elements).as_deref(), Some(wanted));
}

#[test]
fn what_a_block_says_twice_is_said_once() {
    let block = json!({"type": "paragraph", "text": "Shut it.", "children": [{"text": "Shut "}, {"text": "it."}]});
    assert_eq!(text_of(&json!([block])).as_deref(), Some("Shut it."));
    let quote = json!({"type": "quote", "data": {"text": "Shut it.", "caption": "A keeper"}});
    assert_eq!(text_of(&json!([quote])).as_deref(), Some("Shut it.\n\nA keeper"));
}

#[test]
fn other_objects_have_no_text() {
    for value in [
        json!({"items": [1, 2]}),
        json!({"content": []}),
        json!({"children": [{"type": "image", "src": "a.jpg"}]}),
        json!({"data": {"level": 2}}),
    ] {
        assert_eq!(text_of(&value), None, "{value}");
    }
}
