//! 1. The same words are exact whatever the typography. 2. What differs is named, and no more
//! than differs. 3. Ellipses stand for any words of the article, in order; brackets for a few.
//! 4. Short lines must be exact; lines put together from others are not found, but for pieces of one
//! quotation.

use super::*;
use crate::analysis::{Analyser, Language};
use crate::rank::quote::asides::asides;
use crate::rank::quote::asked::forms;

const TEXT: &str = "“The bridge is ours,” said Ilse Korvan of the harbour office. “Whoever crosses it \
    pays in apples.” The ferry ran on Sunday for the first time since spring. “An observer with a \
    landlady is worth ten with a fence,” said Colonel Adaeze Brandt – and nobody at the long \
    table disagreed with her. The second boat will join it in the new year if the ice allows.";

/// How the line stands in the text, and each difference as `kind: line / article`.
fn found(line: &str) -> Option<(How, Vec<String>)> {
    let mut analyser = Analyser::default();
    let asked = Asked::read(line, &mut analyser);
    let text = forms(&mut analyser, TEXT, Language::English);
    let found = align(&asked, &text, &asides(TEXT, &text))?;
    let shown = |step: &Step| {
        let there: Vec<&str> = text[step.there.clone()].iter().map(|w| &w.form[..]).collect();
        let asked = asked.bytes(&step.asked).map_or("", |bytes| &line[bytes]);
        Some(format!("{:?}: {asked} / {}", step.kind?, there.join(" ")))
    };
    Some((found.how(), found.steps.iter().filter_map(shown).collect()))
}

fn differs(line: &str) -> Vec<String> {
    found(line).unwrap_or_else(|| panic!("{line}: not found")).1
}

#[test]
fn the_same_words_are_exact_whatever_the_typography() {
    for line in [
        "An observer with a landlady is worth ten with a fence",
        "'an OBSERVER with a landlady is worth ten with a fence', said Colonel Adaeze Brandt - and",
        "worth ten",
        "spring. An observer",
    ] {
        assert_eq!(found(line), Some((How::Exact, vec![])), "{line}");
    }
}

#[test]
fn what_differs_is_named() {
    assert_eq!(
        differs("An observer with a landlady is worth twenty with a fence"),
        ["Changed: twenty / ten"]
    );
    assert_eq!(
        differs("An observer with a nice landlady is worth ten with a fence"),
        ["Added: nice / "]
    );
    assert_eq!(differs("An observer with landlady is worth ten with a fence"), ["Missing:  / a"]);
    assert_eq!(
        differs("The second boats will join it in the new year if ice allows"),
        ["Changed: boats / boat", "Missing:  / the"]
    );
    // A line that ends in other words has other words there.
    assert_eq!(differs("nobody at the long table disagreed with him"), ["Changed: him / her"]);
}

#[test]
fn a_quotation_that_is_parted_is_found_and_what_parts_it_named() {
    let whole = "The bridge is ours. Whoever crosses it pays in apples";
    let aside = "Missing:  / said ilse korvan of the harbour office";
    assert_eq!(found(whole), Some((How::Near, vec![aside.to_owned()])));
    assert_eq!(differs(&whole.replace("apples", "pears")), [aside, "Changed: pears / apples"]);
    // Words outside of a quotation are no aside, however few.
    assert_eq!(
        found("An observer with a landlady is worth ten with a fence The second boat will join it"),
        None
    );
}

#[test]
fn ellipses_and_brackets_stand_for_words() {
    assert_eq!(
        found("An observer with a landlady … and nobody at the long table"),
        Some((
            How::Cut,
            vec!["LeftOut: … / is worth ten with a fence said colonel adaeze brandt".to_owned()]
        ))
    );
    assert_eq!(differs("[She] will join it in the new year"), Vec::<String>::new());
    assert_eq!(
        differs("The second [ferry] will join it in the new year"),
        ["Bracketed: [ferry] / boat"]
    );
    assert_eq!(found("nobody at the long table … The ferry ran on Sunday"), None);
}

#[test]
fn a_line_that_ends_as_another_sentence_does_is_not_found() {
    let line = "The second boat will join it in the new year if the ice";
    assert_eq!(differs(&format!("{line} holds")), ["Changed: holds / allows"]);
    assert_eq!(found(&format!("{line} is gone")), None);
    assert_eq!(found("Nobody knows will join it in the new year if the ice allows"), None);
}

#[test]
fn short_lines_must_be_exact_and_recombined_ones_are_not_found() {
    assert_eq!(found("worth eleven with a"), None);
    assert_eq!(
        found("the ferry ran on Monday"),
        Some((How::Near, vec!["Changed: Monday / sunday".to_owned()]))
    );
    assert_eq!(found("An observer with a landlady will join it in the new year"), None);
    assert_eq!(found("The ferry ran on Sunday if the ice allows"), None);
    assert_eq!(found("nobody at the long table is worth ten with a fence"), None);
    assert_eq!(found("zebras … zebras"), None);
    assert_eq!(found(""), None);
    assert_eq!(found("…"), None);
}
