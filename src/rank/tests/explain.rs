//! `--explain` says which forms of the index an item stands for, and nothing else.

use super::*;

/// The forms of each item, with their numbers of articles.
fn forms(archive: &Archive, text: &str) -> Vec<(String, Vec<(String, u64)>)> {
    let asked = SearchRequest { explain: true, ..request(text) };
    search(archive, &asked).unwrap().reading.forms
}

fn of(text: &str, forms: &[(&str, u64)]) -> (String, Vec<(String, u64)>) {
    (
        text.to_owned(),
        forms.iter().map(|(form, articles)| ((*form).to_owned(), *articles)).collect(),
    )
}

#[test]
fn forms_are_those_of_the_field_that_is_asked() {
    let title = |title: &str, text: &str| Draft { title: Some(title.to_owned()), ..draft(text) };
    let archive = archive(&[
        Draft {
            folder: Some("harbours".to_owned()),
            ..title("A harbour opens", "Nothing is said.")
        },
        title("Ships", "The harbours of the coast, and one harbour."),
    ]);
    assert_eq!(forms(&archive, "harbour"), [of("harbour", &[("harbour", 2), ("harbours", 1)])]);
    assert_eq!(forms(&archive, "title:harbour"), [of("harbour", &[("harbour", 1)])]);
    assert_eq!(forms(&archive, "path:harbour"), [of("harbour", &[("harbours", 1)])]);
    assert_eq!(forms(&archive, "source:harbour"), [of("harbour", &[])]);
}

#[test]
fn the_parts_of_a_word_are_one_form_where_they_stand_side_by_side() {
    let archive = texts(&[
        "The ceasefire held.",
        "A cease fire was agreed, and the cease fire held.",
        "Fires! Nobody will cease to burn. Fires cease, as fires do.",
        "Fires burn.",
        "Cease fires, he said.",
    ]);
    // However frequent a part is in another form, it is not named where it does not stand.
    let ceasefire = of("ceasefire", &[("cease fire", 1), ("cease fires", 1), ("ceasefire", 1)]);
    assert_eq!(forms(&archive, "ceasefire"), [ceasefire]);
    // Words of a phrase are said one by one.
    let phrase = of("\"cease fire\"", &[("cease", 3), ("fire", 1)]);
    assert_eq!(forms(&archive, "\"cease fire\""), [phrase]);
}
