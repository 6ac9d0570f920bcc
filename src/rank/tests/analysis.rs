//! What news writes, and how people type it: each row is a text, the queries that find it, and those
//! that do not.

use super::*;

type Row = (&'static str, &'static [&'static str], &'static [&'static str]);

const ROWS: &[Row] = &[
    (
        "The U.S. envoy met U.K.’s premier.",
        &["US", "U.S.", "us envoy", "\"U.S. envoy\"", "UK", "u.k.", "\"U.S.\"", "\"u.s.\""],
        &["\"US\"", "USA", "\"UK\""],
    ),
    (
        "A 28-point plan, not a 28 mile one.",
        &["28-point", "28point", "\"28-point plan\"", "28 point", "\"28 mile\"", "28‑point"],
        &["\"28-mile one plan\"", "\"28 plan\""],
    ),
    (
        "They raised €90bn, up 19.3% on $1,000.50 and 1,000,000 others.",
        &["€90bn", "90bn", "\"€90bn\"", "19.3%", "19.3", "19,3", "1000.50", "1000000", "1,000,000"],
        &["90", "193", "19 3", "1000", "\"1000000\""],
    ),
    (
        "@talks_desk and @JonasWirth wrote #StandWithTalven at 10:30.",
        &[
            "@JonasWirth",
            "jonaswirth",
            "#StandWithTalven",
            "standwithtalven",
            "@talks_desk",
            "10:30",
        ],
        &["jonas", "#Stand", "\"30 10\""],
    ),
    (
        "Write to ann.lee@example.org or see https://www.example.org/a-b/c.html?x=1.",
        &[
            "ann.lee@example.org",
            "lee@example.org",
            "\"ann.lee@example.org\"",
            "https://www.example.org/a-b/c.html?x=1",
            "www.example.org",
            "example.org",
        ],
        &["ann@example.org", "\"lee.ann@example.org\"", "example.com"],
    ),
    (
        "Kyiv’s cease-fire: the Russians’ well-known state-of-the-art co-operation.",
        &[
            "Kyiv",
            "Kyiv's",
            "ceasefire",
            "\"cease-fire\"",
            "cease fire",
            "cooperation",
            "co-operation",
            "Russian",
            "\"state-of-the-art\"",
            "state of the art",
            "wellknown",
        ],
        &["\"ceasefire\"", "\"kyiv\"", "fireknown"],
    ),
    (
        "‘‘A dignified peace,’’ he said; “no ‘deal’ yet”.",
        &["“dignified peace”", "\"no deal yet\"", "''a dignified peace''", "\"deal\""],
        &["\"peace said\""],
    ),
    (
        "The ﬁnal oﬃce of Jorgen Łukasz in São Paulo, İzmir, Straße, naïve cafe\u{301}.",
        &[
            "final",
            "office",
            "Jørgen",
            "lukasz",
            "\"sao paulo\"",
            "izmir",
            "strasse",
            "STRASSE",
            "naive",
            "\"Café\"",
            "CAFE",
        ],
        &["fnal", "strase"],
    ),
    (
        "Ο Οδυσσεύς και η ΕΛΛΆΣ. Йод. Ёлка.",
        &["οδυσσευσ", "Οδυσσεύς", "ελλάς", "Елка", "йод"],
        &["иод"],
    ),
    (
        "北京大学和清华大学在2025年举行会谈。ประเทศไทย. 서울에서 회담이 열렸다.",
        &[
            "北京",
            "北京大学",
            "京",
            "\"清华大学\"",
            "会谈",
            "2025年",
            "ไทย",
            "서울",
            "서울에서",
            "회담",
        ],
        &["北大", "京北", "学生", "学清", "울서", "谈会"],
    ),
];

#[test]
fn what_news_writes_is_found_as_people_type_it() {
    for (text, finding, missing) in ROWS {
        let archive = archive(&[draft(text)]);
        let finds = |query: &str| {
            let all = SearchRequest { matching: Match::All, ..request(query) };
            !numbers(&archive, &all).is_empty()
        };
        for query in *finding {
            assert!(finds(query), "`{query}` does not find `{text}`");
        }
        for query in *missing {
            assert!(!finds(query), "`{query}` finds `{text}`");
        }
    }
}

#[test]
fn marks_of_pairs_are_the_characters_asked_for() {
    let archive = archive(&[draft("北京大学的学生在北京。")]);
    let marks = |query: &str| {
        let result = search(&archive, &request(query)).unwrap();
        result.hits.first().map(marked).unwrap_or_default()
    };
    assert_eq!(marks("京"), ["京", "京"]);
    assert_eq!(marks("北京"), ["北京", "北京"]);
    assert_eq!(marks("\"北京大\""), ["北京大"]);
    assert_eq!(marks("学"), ["学", "学"]);
    assert_eq!(marks("北京*"), ["北京", "北京"]);
}
