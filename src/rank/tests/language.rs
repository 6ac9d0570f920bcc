//! Nearness, beginnings and misspellings: what each finds, marks and prints.

use super::*;

fn expanded(archive: &Archive, query: &str) -> Vec<(String, Vec<String>)> {
    search(archive, &request(query)).unwrap().reading.expanded.into_iter().collect()
}

#[test]
fn what_is_only_excluded_is_not_said_to_be_found() {
    let archive = texts(&["county of the ferry", "a ferry"]);
    assert_eq!(finds(&archive, "ferry -count*"), [1]);
    assert_eq!(expanded(&archive, "ferry -count*"), []);
}

/// An article that writes a compound with a hyphen has each of its words once.
#[test]
fn a_compound_with_a_hyphen_counts_as_often_as_it_stands_there() {
    let archive = texts(&["a boundary layer there", "a boundary-layer there", "boundarylayer"]);
    let result = search(&archive, &request("boundary layer")).unwrap();
    let score = |of| result.hits.iter().find(|hit| number(hit) == of).map(|hit| rounded(hit.score));
    assert!(score(0).is_some() && score(2).is_some());
    assert!(score(1) <= score(0));
}

#[test]
fn near_counts_the_words_between() {
    let archive =
        texts(&["talks were held at last in Paris", "Paris talks", "talks. Paris! talks"]);
    assert_eq!(finds(&archive, "talks NEAR/5 paris"), [0, 1, 2]);
    assert_eq!(finds(&archive, "talk NEAR/4 paris"), [1, 2]);
    assert_eq!(finds(&archive, "paris NEAR/0 talks"), [1, 2]);
    assert_eq!(finds(&archive, "talks -(talks NEAR/4 paris)"), [0]);
    assert_eq!(finds(&archive, "talks NEAR/9 talks"), [2]);
    assert_eq!(finds(&archive, "\"last in\" NEAR/3 talks"), [0]);
    assert_eq!(finds(&archive, "\"last in\" NEAR/2 talks"), NONE);
    assert_eq!(finds(&archive, "\"talk\" NEAR paris"), NONE);
    assert_eq!(finds(&archive, "title:(talks NEAR paris)"), NONE);
    assert_eq!(finds(&archive, "(held OR paris) NEAR/1 talks"), [0, 1, 2]);
}

#[test]
fn near_marks_only_what_belongs_to_a_match() {
    let text = "Talks began. The talks in Paris and the plan for Kyiv were of no use to Paris";
    let archive = texts(&[text]);
    assert_eq!(first_marks(&archive, "talks NEAR/1 paris"), ["talks", "Paris"]);
    assert_eq!(first_marks(&archive, "talks NEAR/1 paris NEAR/2 plan"), ["talks", "Paris", "plan"]);
    assert_eq!(first_marks(&archive, "talks NEAR/1 paris NEAR/1 plan"), [""; 0]);
    assert_eq!(first_marks(&archive, "\"the plan\" NEAR/1 kyiv"), ["the plan", "Kyiv"]);
    assert_eq!(first_marks(&archive, "\"plan the\"~0"), ["the", "plan"]);
    assert_eq!(first_marks(&archive, "\"kyiv paris the\"~4"), ["Paris", "the", "Kyiv"]);
}

#[test]
fn a_character_and_the_pair_it_begins_are_two_words() {
    let archive = texts(&["北京大学 security", "北京大学 北 security", "北北京 security"]);
    assert_eq!(finds(&archive, "\"北京大学 北\"~0"), [1]);
    assert_eq!(finds(&archive, "\"北京大学 北\"~99"), [1]);
    assert_eq!(finds(&archive, "\"北 北京\"~0"), [2]);
    assert_eq!(finds(&archive, "\"北 北京\"~3"), [1, 2]);
    assert_eq!(finds(&archive, "\"北京 北京\"~9"), NONE);
    assert_eq!(first_marks(&archive, "\"北 北京\"~0"), ["北北京"]);
}

#[test]
fn nothing_near_reaches_into_the_next_passage() {
    let filler = "word ".repeat(60);
    let archive = texts(&[&format!("{filler}alpha.\n\nbeta {filler}."), "alpha beta"]);
    assert_eq!(finds(&archive, "alpha NEAR/99 beta"), [1]);
    assert_eq!(finds(&archive, "\"alpha beta\"~99"), [1]);
    assert_eq!(finds(&archive, "alpha beta"), [0, 1]);
}

#[test]
fn a_beginning_finds_every_word_that_begins_so_whatever_its_stem() {
    let archive =
        texts(&["a country", "two countries", "the county's men", "a dying cease-fire", "U.N."]);
    assert_eq!(finds(&archive, "countr*"), [0, 1]);
    assert_eq!(finds(&archive, "count*"), [0, 1, 2]);
    assert_eq!(finds(&archive, "dyi*"), [3]);
    assert_eq!(finds(&archive, "die*"), NONE);
    assert_eq!(finds(&archive, "ceasef*"), [3]);
    assert_eq!(finds(&archive, "cease-f*"), [3]);
    assert_eq!(finds(&archive, "u.n*"), [4]);
    assert_eq!(finds(&archive, "-count* the OR a"), [3]);
    assert_eq!(first_marks(&archive, "ceasef*"), ["cease-fire"]);
    let words = ["country", "countries", "county's"].map(str::to_owned);
    let [(typed, mut found)] = expanded(&archive, "count*").try_into().unwrap();
    found.sort_by_key(|word| words.iter().position(|w| w == word));
    assert_eq!((typed.as_str(), found), ("count*", words.to_vec()));
}

#[test]
fn a_misspelt_word_finds_its_neighbours_the_nearest_first() {
    let archive =
        texts(&["Zelensky's plan", "Zelenskyy came", "Zelesnky", "selenski", "zelenskiys"]);
    assert_eq!(finds(&archive, "zelensky~"), [0, 1, 2]);
    assert_eq!(finds(&archive, "zelensky~2"), [0, 1, 2, 3, 4]);
    assert_eq!(numbers(&archive, &request("zelensky~2"))[0], 0);
    assert_eq!(first_marks(&archive, "zelenskyyy~"), ["Zelenskyy"]);
    let (_, words) = expanded(&archive, "zelensky~2").remove(0);
    assert_eq!(words, ["zelensky's", "zelenskyy", "zelesnky", "selenski", "zelenskiys"]);
    // A slip in a short word makes another word.
    let ignored = |query: &str| search(&archive, &request(query)).unwrap().reading.ignored.len();
    assert_eq!((ignored("um~2"), ignored("x~"), ignored("plan~2")), (1, 1, 0));
}

#[test]
fn words_of_deleted_articles_are_not_listed() {
    let mut writer = Writer::in_memory(1).unwrap();
    for (i, text) in ["alphabet", "alphas"].into_iter().enumerate() {
        writer.add(&draft(text).stored(i)).unwrap();
    }
    writer.commit(&CommitNote::default()).unwrap();
    writer.remove_file(0, std::path::Path::new("0000.txt"));
    writer.commit(&CommitNote::default()).unwrap();
    let archive = writer.archive(Manifest::new()).unwrap();
    assert_eq!(expanded(&archive, "alpha*"), [("alpha*".to_owned(), vec!["alphas".to_owned()])]);
}

fn meant(archive: &Archive, query: &str) -> Vec<(String, String, u64)> {
    let reading = search(archive, &request(query)).unwrap().reading;
    let each = |s: Suggestion| (s.word, s.suggestion, s.articles);
    reading.did_you_mean.into_iter().map(each).collect()
}

#[test]
fn a_word_found_nowhere_or_hardly_is_told_what_may_be_meant() {
    let mut drafts = vec![draft("guarantee"), draft("guarantor"), draft("kyivan")];
    drafts.extend((0..300).map(|_| Draft { title: Some("Kyiv".into()), ..draft("kyiv talks") }));
    let archive = archive(&drafts);
    let suggested = |word: &str, other: &str, n| vec![(word.to_owned(), other.to_owned(), n)];
    assert_eq!(meant(&archive, "guarentee talks"), suggested("guarentee", "guarantee", 1));
    assert_eq!(meant(&archive, "\"kyvi talks\""), suggested("kyvi", "kyiv", 300));
    assert_eq!(meant(&archive, "kyvi NEAR talks"), suggested("kyvi", "kyiv", 300));
    assert_eq!(meant(&archive, "talkz -kyvi"), suggested("talkz", "talks", 300));
    for found in
        ["guarantee", "guaranteed", "kyivan", "talking", "xyzzy", "title:kyvi", "kyv", "k1yiv"]
    {
        assert_eq!(meant(&archive, found), [], "{found}");
    }
    let words = "kyvi talkz guarentee guarantes kyiwan taks kyivian ".repeat(3);
    assert_eq!(meant(&archive, &words).len(), 5);
}

#[test]
fn a_suggestion_is_never_a_word_of_deleted_articles_alone() {
    let mut writer = Writer::in_memory(1).unwrap();
    for (i, text) in ["alphabet", "else"].into_iter().enumerate() {
        writer.add(&draft(text).stored(i)).unwrap();
    }
    writer.commit(&CommitNote::default()).unwrap();
    writer.remove_file(0, std::path::Path::new("0000.txt"));
    writer.commit(&CommitNote::default()).unwrap();
    assert_eq!(meant(&writer.archive(Manifest::new()).unwrap(), "alphabett"), []);
}

#[test]
fn within_a_sentence_or_a_paragraph_stands_all_that_is_looked_for() {
    let text =
        "Talks began in Paris. Kyiv was not there, Mr. Hale said on Nov. 27.\n\nKyiv came later.";
    let titled = Draft { title: Some("Paris and Kyiv".into()), ..draft("none") };
    let archive = archive(&[draft(text), titled]);
    let ask = |query: &str, within| {
        let asked = SearchRequest { within: Some(within), passages: 9, ..request(query) };
        let result = search(&archive, &asked).unwrap();
        let mut hits: Vec<_> = result.hits.iter().map(|hit| (number(hit), marked(hit))).collect();
        hits.sort();
        assert_eq!(result.receipt.matched_all, hits.len() as u64);
        assert_eq!(result.receipt.matched_some, Some(0));
        hits
    };
    let marks = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let both = [(0, marks(&["Paris", "Kyiv"])), (1, marks(&["Paris", "Kyiv"]))];
    assert_eq!(ask("paris kyiv", Within::Sentence), both[1..]);
    assert_eq!(ask("paris kyiv", Within::Paragraph), both);
    assert_eq!(ask("kyiv hale", Within::Sentence), [(0, marks(&["Kyiv", "Hale"]))]);
    assert_eq!(ask("hale 27", Within::Sentence), [(0, marks(&["Hale", "27"]))]);
    assert_eq!(ask("kyiv (hale OR later)", Within::Sentence).len(), 1);
    assert_eq!(ask("talks later", Within::Paragraph), []);
    assert_eq!(ask("talks paris -later", Within::Sentence), []);
    assert_eq!(ask("\"paris kyiv\"", Within::Sentence), []);
    assert_eq!(ask("\"paris kyiv\"", Within::Paragraph).len(), 1);
    assert_eq!(ask("paris NEAR kyiv", Within::Sentence).len(), 1);
}
