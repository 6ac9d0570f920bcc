//! 1. Spellings of one name find each other, are marked, and are told. 2. What is typed comes first.
//! 3. Quoted words are exact. 4. A word that texts write small is no name. 5. The user's own lists
//! count. 6. An article before a name does not hide it.

use super::*;
use crate::index::Root;

const SPELLINGS: [&str; 5] = [
    "In Velmora Zelensky spoke of membership.",
    "Then Zelenskyy’s aide left the hall.",
    "They asked Zelenskiy about it twice.",
    "The talks went on without him.",
    "Gaddafi had a tent; the Qaddafi of that year slept in it.",
];

#[test]
fn spellings_of_one_name_find_each_other() {
    let archive = texts(&SPELLINGS);
    for query in
        ["Zelensky", "zelenskyy", "Zelenskiy", "Zelenskyy's", "+Zelensky", "(Zelensky OR x)"]
    {
        assert_eq!(finds(&archive, query), [0, 1, 2], "{query}");
    }
    assert_eq!(finds(&archive, "asked NEAR/1 zelensky"), [2]);
    assert_eq!(finds(&archive, "kadafi OR qadafi"), [4]);
    let result = search(&archive, &request("Zelensky")).unwrap();
    let told: Vec<_> = result.reading.expanded.into_iter().collect();
    let others = vec!["zelenskiy".to_owned(), "zelenskyy".to_owned()];
    assert_eq!(told, [("Zelensky".to_owned(), others)]);
    let mut shown: Vec<String> = result.hits.iter().flat_map(marked).collect();
    shown.sort();
    assert_eq!(shown, ["Zelenskiy", "Zelensky", "Zelenskyy’s"]);
}

#[test]
fn what_is_typed_comes_first() {
    let archive = texts(&["They saw Zelenskyy there.", "They saw Zelensky there."]);
    assert_eq!(numbers(&archive, &request("Zelensky")), [1, 0]);
    assert_eq!(numbers(&archive, &request("Zelenskyy")), [0, 1]);
}

#[test]
fn quoted_words_and_exclusions_of_them_are_exact() {
    let archive = texts(&SPELLINGS);
    assert_eq!(finds(&archive, "\"Zelensky\""), [0]);
    assert_eq!(finds(&archive, "talks OR hall -\"Zelensky\""), [1, 3]);
    assert_eq!(finds(&archive, "(talks OR hall) -Zelensky"), [3]);
    let exact = SearchRequest { query: request("Zelensky").query.exact(), ..request("Zelensky") };
    assert_eq!(numbers(&archive, &exact), [0]);
}

#[test]
fn a_word_that_texts_write_small_is_no_name() {
    let archive = texts(&[
        "A basra is a small boat, the basra of the lake.",
        "Their basra sank near Basrah in the night.",
        "We came to Basrah by road.",
    ]);
    assert_eq!(finds(&archive, "basra"), [0, 1]);
    assert_eq!(finds(&archive, "Basrah"), [1, 2]);
}

#[test]
fn the_lists_of_the_user_count() {
    let drafts = ["The ferry to Sarn was late.", "The ferry to Velmora was early."].map(draft);
    let mut writer = Writer::in_memory(1).unwrap();
    for (i, draft) in drafts.iter().enumerate() {
        writer.add(&draft.stored(i)).unwrap();
    }
    writer.commit(&CommitNote::default()).unwrap();
    let aliases = vec![vec!["Sarn".to_owned(), "Velmora".to_owned()]];
    let root = Root { id: 9, path: "/x".into(), is_file: false, hidden: false, aliases };
    let archive = writer.archive(Manifest { roots: vec![root], ..Manifest::new() }).unwrap();
    assert_eq!(finds(&archive, "velmora"), [0, 1]);
}

#[test]
fn an_article_before_a_name_does_not_hide_it() {
    let archive = texts(&["They met al-Sisi.", "They met el-Sisi.", "They met Sisi.", "No."]);
    assert_eq!(finds(&archive, "al-Sisi"), [0, 1, 2]);
    assert_eq!(finds(&archive, "Sisi"), [0, 1, 2]);
    assert_eq!(finds(&archive, "\"al-Sisi\""), [0]);
}

#[test]
fn what_only_looks_like_an_article_hides_no_name() {
    let archive = texts(&[
        "The Model T was built in Velmora.",
        "The AT&T phone company was split up.",
        "This is a large house, and it is what it is.",
        "They sold it as-is to a writer at-large of the hall.",
    ]);
    assert_eq!(finds(&archive, "AT&T"), [1]);
    assert_eq!(finds(&archive, "as-is"), [3]);
    assert_eq!(finds(&archive, "at-large"), [3]);
}

#[test]
fn outlets_and_files_are_called_what_they_are_called() {
    let outlet = |outlet: &str| Draft { source: Some(outlet.to_owned()), ..draft("A text.") };
    let folder = |folder: &str| Draft { folder: Some(folder.to_owned()), ..draft("A text.") };
    let mut drafts: Vec<Draft> = SPELLINGS.iter().map(|text| draft(text)).collect();
    drafts.extend(["Zelenskyy Times", "Zelensky Post"].map(outlet));
    drafts.extend(["zelenskyy", "zelensky"].map(folder));
    let archive = archive(&drafts);
    assert_eq!(finds(&archive, "zelensky"), [0, 1, 2]);
    assert_eq!(finds(&archive, "source:zelensky"), [6]);
    assert_eq!(finds(&archive, "path:zelensky"), [8]);
}
