//! 1. Words stand where they stand, one position each. 2. Compounds stand whole beside their
//! parts. 3. Acronyms, numbers, possessives and elisions are words. 4. Scripts without spaces
//! are cut into overlapping pairs. 5. Every token lies on character boundaries, in order, whatever
//! the text.

use super::*;
use proptest::prelude::*;

fn words(text: &str) -> Vec<(String, u32)> {
    let mut out = Vec::new();
    Analyser::default().each(text, Language::English, |t| {
        let width = if t.width > 1 { "+" } else { "" };
        out.push((format!("{}{width}", &text[t.start..t.end]), t.position));
    });
    out
}

fn surfaces(text: &str) -> Vec<String> {
    words(text).into_iter().map(|w| w.0).collect()
}

#[test]
fn words_take_one_position_each() {
    assert_eq!(
        words("Talks, in “Kyiv”."),
        [("Talks".into(), 0), ("in".into(), 1), ("Kyiv".into(), 2)]
    );
    assert_eq!(words(""), []);
    assert_eq!(words(" … 🙂 — "), []);
}

#[test]
fn a_compound_stands_whole_beside_its_parts() {
    assert_eq!(
        words("a cease-fire held"),
        [
            ("a".into(), 0),
            ("cease".into(), 1),
            ("fire".into(), 2),
            ("cease-fire+".into(), 1),
            ("held".into(), 3)
        ]
    );
    assert_eq!(surfaces("2025-12-04"), ["2025", "12", "04"]);
    assert_eq!(surfaces("28-point plan"), ["28", "point", "28-point+", "plan"]);
    assert_eq!(surfaces("he- and"), ["he", "and"]);
    assert_eq!(surfaces("a-b-c-d"), ["a", "b", "c", "d"]);
}

#[test]
fn acronyms_numbers_possessives_and_elisions_are_words() {
    assert_eq!(surfaces("the U.S. and U.K.’s role"), ["the", "U.S.", "and", "U.K.", "role"]);
    assert_eq!(surfaces("in the U.S."), ["in", "the", "U.S."]);
    assert_eq!(surfaces("plan B. Then"), ["plan", "B", "Then"]);
    assert_eq!(surfaces("19.3% of €90bn, 19,000."), ["19.3", "of", "90bn", "19,000"]);
    assert_eq!(surfaces("10:30"), ["10", "30"]);
    assert_eq!(surfaces("١٢٬٣٤٥٫٦ و١٩٫٣، ١٠:٣٠"), ["١٢٬٣٤٥٫٦", "و١٩٫٣", "١٠", "٣٠"]);
    assert_eq!(surfaces("पृष्ठ १२.५, १९,०००।"), ["पृष्ठ", "१२.५", "१९,०००"]);
    assert_eq!(
        surfaces("Kyiv’s don't 'quoted' Russians’"),
        ["Kyiv’s", "don't", "quoted", "Russians"]
    );
    assert_eq!(surfaces("l’accord d'État O'Brien"), ["l", "accord", "d", "État", "O'Brien"]);
    assert_eq!(surfaces("News.Az"), ["News", "Az"]);
    assert_eq!(surfaces("quite effectively’’, he"), ["quite", "effectively", "he"]);
}

#[test]
fn scripts_without_spaces_are_cut_into_pairs() {
    assert_eq!(
        words("北京大2025年"),
        [
            ("北京".into(), 0),
            ("京大".into(), 1),
            ("大".into(), 2),
            ("2025".into(), 3),
            ("年".into(), 4)
        ]
    );
    assert_eq!(surfaces("กำไร"), ["กำ", "ำไ", "ไร", "ร"]);
    assert_eq!(surfaces("ปี๒๕๖๗"), ["ปี", "๒๕๖๗"]);
    assert_eq!(surfaces("한국은 서울"), ["한국", "국은", "은", "서울", "울"]);
    assert_eq!(surfaces("Cafe\u{301} ok"), ["Cafe\u{301}", "ok"]);
}

#[test]
fn pairs_are_the_same_however_they_are_written() {
    let forms = |text: &str| {
        let mut out = Vec::new();
        Analyser::default().each(text, Language::English, |t| out.push(t.term.form()));
        out
    };
    assert_eq!(forms("北京大"), ["北京", "京大", "大"]);
    assert_eq!(forms("北\n京\u{200B}大"), forms("北京大"));
    assert_ne!(forms("北\n\n京"), forms("北京"));
    assert_eq!(forms("ﾊﾞｽ"), forms("バス"));
    assert_eq!(forms("ハ\u{3099}ス"), forms("バス"));
    assert_eq!(forms("\u{1112}\u{1161}\u{11AB}국"), forms("한국"));
}

proptest! {
    #[test]
    fn tokens_lie_on_boundaries_in_order(text in "[a-cA-C'’.,\\-0-9 é\u{301}\u{200d}北ไยа-гא\u{fb01}🙂]{0,40}|\\PC{0,30}") {
        let mut last = 0;
        let mut next = 0;
        let n = Analyser::default().each(&text, Language::English, |t| {
            assert!(t.start < t.end && text.get(t.start..t.end).is_some());
            if t.width == 1 {
                assert!(t.start >= last && t.start < t.lead_end && t.lead_end <= t.end, "{text:?}");
                assert_eq!(t.position, next);
                last = t.lead_end;
                next += 1;
            }
        });
        prop_assert_eq!(n, next);
    }
}
