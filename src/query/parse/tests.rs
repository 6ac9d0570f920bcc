//! Proves the promises of the module, by number:
//!
//! 1. Any text is a query; errors are of dates only, and have a place.
//! 2. What was not read as syntax is noted.
//! 3. Display gives back the same tree.
//! 4. Long and deep texts are read, and within the bound.
//! 5. The examples of `docs/QUERY.md` read as written there.
//!
//! And, below these, the traps that search tools are known to fall into, a test each.

mod property;

use super::super::ast::FieldName;
use super::*;

fn today() -> Date {
    Date::from_ymd(2025, 12, 10).unwrap()
}

fn options(mode: Mode) -> ParseOptions {
    ParseOptions { mode, today: today() }
}

fn read(text: &str) -> Query {
    parse(text, &options(Mode::Syntax)).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

fn shown(text: &str) -> String {
    read(text).to_string()
}

fn refusal(text: &str) -> ParseError {
    parse(text, &options(Mode::Syntax)).expect_err(text)
}

fn reasons(text: &str) -> Vec<(String, String)> {
    read(text).notes.into_iter().map(|note| (note.text, note.reason)).collect()
}

fn needs(text: &str) -> Vec<Need> {
    read(text).clauses.iter().map(|clause| clause.need).collect()
}

/// The query without notes and spans: what it asks for.
fn meaning(query: Query) -> Vec<Clause> {
    fn strip(node: &mut Node) {
        match node {
            Node::Word(word) => word.span = 0..0,
            Node::Phrase(phrase) => phrase.span = 0..0,
            Node::Near { left, right, .. } => {
                strip(left);
                strip(right);
            }
            Node::All(nodes) | Node::Any(nodes) => nodes.iter_mut().for_each(strip),
            Node::Not(node) | Node::Field { node, .. } => strip(node),
            Node::Dates(_) => {}
        }
    }
    let mut clauses = query.clauses;
    clauses.iter_mut().for_each(|clause| strip(&mut clause.node));
    clauses
}

fn visit(node: &Node, see: &mut impl FnMut(&str, &Range<usize>)) {
    match node {
        Node::Word(word) => see(&word.text, &word.span),
        Node::Phrase(phrase) => see(&phrase.text, &phrase.span),
        Node::Near { left, right, .. } => {
            visit(left, see);
            visit(right, see);
        }
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| visit(node, see)),
        Node::Not(node) | Node::Field { node, .. } => visit(node, see),
        Node::Dates(_) => {}
    }
}

/// Promise 1 (spans within the text, words without white space) and promise 3, for one text.
fn keeps_promises(text: &str) {
    let Ok(query) = parse(text, &options(Mode::Syntax)) else { return };
    for note in &query.notes {
        assert_eq!(text.get(note.span.clone()), Some(note.text.as_str()), "{text:?}");
        assert!(!note.text.is_empty(), "{text:?}");
    }
    for clause in &query.clauses {
        visit(&clause.node, &mut |shown, span| {
            let typed = text.get(span.clone()).unwrap_or_else(|| panic!("{text:?}: {span:?}"));
            let bare = |text: &str| text.replace('\\', "");
            assert!(!shown.is_empty() && bare(typed).contains(&bare(shown)), "{text:?}: {shown:?}");
        });
        assert_eq!(clause.need == Need::Wanted, is_wanted(clause), "{text:?}");
    }
    let canonical = query.to_string();
    let again = parse(&canonical, &options(Mode::Syntax))
        .unwrap_or_else(|error| panic!("{text:?} shown as {canonical:?}: {error}"));
    assert_eq!(again.to_string(), canonical, "{text:?}");
    assert_eq!(meaning(again), meaning(query), "{text:?} shown as {canonical:?}");
}

fn is_wanted(clause: &Clause) -> bool {
    clause.need == Need::Wanted && matches!(clause.node, Node::Word(_))
}

#[test]
fn examples_of_the_document_read_as_written() {
    let document = include_str!("../../../docs/QUERY.md");
    let (_, table) = document.split_once("| typed | how it is read |").unwrap();
    let mut examples = 0;
    for row in table.lines().skip(2).take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        let [typed, canonical] = cells[..] else { panic!("two columns: {row}") };
        let code = |cell: &str| cell.trim().trim_matches('`').to_owned();
        assert_eq!(shown(&code(typed)), code(canonical), "{row}");
        keeps_promises(&code(typed));
        examples += 1;
    }
    assert!(examples > 60, "{examples}");
}

#[test]
fn refusals_are_of_dates_and_mark_the_value() {
    for (text, at) in [
        ("talks date:foo now", 11..14),
        ("since:2025-13-01", 6..16),
        ("since:2025-02-29", 6..16),
        ("date:2025-12-04..2025-12-03", 5..27),
        ("date:..", 5..7),
        ("UNTIL:soon", 6..10),
        ("since:,", 6..7),
        ("until:(now", 6..7),
        ("-date:now", 6..9),
        ("(date:12/04/2025)", 6..16),
        ("since:2024..2025", 6..16),
        ("date:99999999999999999999y", 5..26),
        ("date:\u{661}\u{662}d", 5..10),
        ("date:2025-1", 5..11),
        ("date:“2025”", 5..15),
    ] {
        let error = refusal(text);
        assert_eq!(error.at, at, "{text}");
        assert!(error.reason.starts_with(|c: char| c.is_lowercase() || c == '`'), "{error}");
        assert!(!error.reason.ends_with('.'), "{error}");
    }
}

#[test]
fn what_was_not_read_as_syntax_is_noted() {
    for (text, noted, reason) in [
        ("\"foo bar", "\"", "no closing quote: searched as words"),
        ("foo bar\"", "\"", "no opening quote: searched as words"),
        ("(foo", "(", "no closing parenthesis: searched as words"),
        ("foo)", ")", "no opening parenthesis: searched as words"),
        ("foo ()", ")", "nothing between the parentheses: left out"),
        ("foo \"\"", "\"\"", "nothing between the quotes: left out"),
        ("foo AND", "AND", "no item on both sides: searched as words"),
        ("OR foo", "OR", "no item on both sides: searched as words"),
        ("foo NOT", "NOT", "no item follows: searched as words"),
        ("WAR AND PEACE", "AND", "no lower-case letter in the query: searched as words"),
        ("title: foo", "title:", "no value follows the colon: searched as words"),
        ("foo - bar", "-", "the sign stands before no item: left out"),
        ("--help", "--", "the sign stands before no item: left out"),
        ("w*rd", "w*rd", "a star stands only at the end of a word: searched as words"),
        ("*", "*", "no letter before the star: searched as words"),
        ("word~7", "word~7", "one or two slips can be asked for: read as ~2"),
        ("\"a b\"~", "~", "no number follows the tilde: searched as a phrase"),
        (
            "(a b) NEAR c",
            "NEAR",
            "NEAR stands between words, phrases, or alternatives of these: searched as words",
        ),
        ("title:(a date:foo)", "date:foo", "a field inside a field: searched as words"),
        ("foo \\", "\\", "no word follows the backslash: left out"),
    ] {
        assert_eq!(reasons(text), [(noted.to_owned(), reason.to_owned())], "{text}");
    }
    assert!(reasons("a OR b -c \"d\" title:e (f g) h* i~").is_empty());
    let notes = reasons("\" foo ) AND");
    let order: Vec<&str> = notes.iter().map(|(text, _)| text.as_str()).collect();
    assert_eq!(order, ["\"", ")", "AND"], "in the order typed");
}

#[test]
fn long_and_deep_texts_are_read_in_time() {
    let long = 20_000;
    for piece in [
        "word ",
        "(",
        ")",
        "(a ",
        "a(",
        "a)",
        "-(",
        "-)",
        "->)",
        "\"",
        "“ ",
        "« ",
        "'' ",
        "'",
        "`",
        "a OR ",
        "a AND ",
        "a NEAR ",
        "NOT ",
        "-",
        "- ",
        "title:",
        "title:(",
        "\\",
        "*",
        "~",
        "OR(",
        "\"a\"-",
        "() ",
        "( ",
        "a\"",
        "-\"a ",
        "OR ",
        "title:\"",
        "date:2025 ",
    ] {
        for text in [piece.repeat(long), format!("{}x", piece.repeat(long)), {
            format!("{}x{}", piece.repeat(long), ")".repeat(long))
        }] {
            let read = parse(&text, &options(Mode::Syntax)).map(|query| query.to_string());
            assert!(
                read.is_ok() || read.is_err_and(|e| text[e.at].len() < text.len()),
                "{piece:?}"
            );
        }
    }
}

#[test]
fn groups_nest_as_deep_as_the_bound_and_no_deeper() {
    let nested = |depth: usize| {
        let (open, close) = ("(a OR (b ".repeat(depth / 2), "))".repeat(depth / 2));
        read(&format!("{open}c{close}"))
    };
    assert!(nested(MAX_DEPTH).notes.is_empty());
    let deeper = nested(MAX_DEPTH + 2);
    assert_eq!(deeper.notes.len(), 2);
    assert_eq!(deeper.notes[0].reason, "parentheses nest too deep: searched as words");
    for depth in [MAX_DEPTH, MAX_DEPTH + 2, 4 * MAX_DEPTH] {
        for open in [
            "(a OR (b ",
            "-(a (b OR ",
            "a AND (-b OR (c AND ",
            "title:(a (-b OR ",
            "-(a OR b AND -(a OR b AND ",
        ] {
            let text = format!("{}c{}", open.repeat(depth / 2), ")".repeat(depth));
            keeps_promises(&text);
        }
    }
}

#[test]
fn chains_of_near_are_bounded() {
    let text = format!("a{}", " NEAR/2 a".repeat(100));
    assert!(!reasons(&text).is_empty());
    keeps_promises(&text);
}

#[test]
fn only_bare_words_are_wanted() {
    use Need::{Must, MustNot, Wanted};
    assert_eq!(needs("a b* c~ d"), [Wanted; 4]);
    assert_eq!(needs("+a \"b\" (c) d NEAR e title:f date:2025 g OR h (i j) k AND l"), [Must; 9]);
    assert_eq!(needs("-a NOT b -\"c\" -(d e) -title:f -date:2025 (-g)"), [MustNot; 7]);
    assert_eq!(needs("a OR b c"), [Must, Wanted]);
}

#[test]
fn operators_bind_as_documented() {
    for (typed, same) in [
        ("a OR b AND c", "a OR (b AND c)"),
        ("a AND b OR c AND d", "(a AND b) OR (c AND d)"),
        ("-a OR b", "(-a) OR b"),
        ("NOT a AND b", "(NOT a) AND b"),
        ("-a NEAR b", "-(a NEAR/10 b)"),
        ("a NEAR b OR c", "(a NEAR/10 b) OR c"),
        ("title:(-a)", "-title:a"),
        ("NOT NOT a", "+a"),
        ("NOT -a", "+a"),
        ("a OR(b)", "a OR b"),
        ("(a)OR(b)", "a OR b"),
        ("a (b (c d))", "a (b c d)"),
    ] {
        assert_eq!(meaning(read(typed)), meaning(read(same)), "{typed}");
    }
    assert_ne!(meaning(read("a OR b c")), meaning(read("a OR (b c)")));
}

#[test]
fn apostrophes_are_no_quotes() {
    for text in
        ["it's", "don't panic", "O'Brien", "Macron’s", "'twas", "rock 'n' roll", "dogs'", "‘tis"]
    {
        assert_eq!(shown(text), text);
        assert!(reasons(text).is_empty(), "{text}");
    }
}

#[test]
fn curly_quoted_phrases_are_phrases() {
    for text in
        ["“a b”", "”a b”", "„a b”", "\"a b”", "\"“a b”\"", "``a b''", "\"\"a b\"\"", "\" a b \""]
    {
        let query = read(text);
        let [Clause { need: Need::Must, node: Node::Phrase(phrase) }] = &query.clauses[..] else {
            panic!("{text}: {query:?}")
        };
        assert_eq!((phrase.text.as_str(), phrase.span.clone()), ("a b", 0..text.len()), "{text}");
        assert!(query.notes.is_empty(), "{text}");
    }
    assert_eq!(shown("\"a b\"\"c\""), "\"a b\" \"c\"");
    assert_eq!(shown("title:“a b” -‘‘c d’’"), "title:\"a b\" -\"c d\"");
}

#[test]
fn colons_of_headlines_are_text() {
    for text in [
        "10:30",
        "Q: why",
        "U.S.: talks",
        "http://x.y/z",
        "foo:bar",
        "re:",
        ":",
        "a: b: c",
        "Date: 4 May",
    ] {
        assert_eq!(shown(text), text);
    }
}

#[test]
fn queries_that_stock_parsers_refuse_are_read() {
    for (text, canonical) in [
        ("\"unbalanced", "unbalanced"),
        ("Zelensky's (deal", "Zelensky's deal"),
        ("-only", "-only"),
        ("AND", "\\AND"),
        ("f-16 s/s", "f-16 s/s"),
        ("", ""),
        (" \t\n", ""),
        ("C++ & C#", "C++ & C#"),
        ("a && b || !c", "a && b || !c"),
        ("SELECT * FROM t WHERE x='1'", "SELECT * FROM t WHERE x='1'"),
        ("f(x, y) => x", "f (x, y) => x"),
        (":-) ;)", ":- ;"),
        ("-5°C +380", "-5°C +380"),
        ("“America First”-style", "\"America First\" style"),
    ] {
        assert_eq!(shown(text), canonical, "{text}");
        keeps_promises(text);
    }
}

#[test]
fn stars_and_tildes_are_read_and_never_dropped() {
    assert_eq!(
        shown("wor* climate change~ term~1 word** 2025*"),
        "wor* climate change~ term~ word* 2025*"
    );
    assert_eq!(shown("5~10 ~30 example.org/~me a~b"), "5~10 ~30 example.org/~me a~b");
}

#[test]
fn fields_take_words_phrases_and_groups() {
    let field = |text: &str| match &read(text).clauses[..] {
        [Clause { need: Need::Must, node: Node::Field { field, node } }] => {
            (*field, (**node).clone())
        }
        other => panic!("{text}: {other:?}"),
    };
    assert!(
        matches!(field("Title:a"), (FieldName::Title, Node::Word(word)) if word.span == (6..7))
    );
    assert!(
        matches!(field("source:\"a b\"~2"), (FieldName::Source, Node::Phrase(p)) if p.slop == Some(2))
    );
    assert!(matches!(field("author:(a OR b)"), (FieldName::Author, Node::Any(_))));
    assert!(matches!(field("path:a/b.txt"), (FieldName::Path, Node::Word(_))));
    assert!(matches!(
        field("title:(a NEAR/2 b)"),
        (FieldName::Title, Node::Near { distance: 2, .. })
    ));
}

#[test]
fn dates_mean_the_days_they_name() {
    let days = |text: &str| {
        let range = parse_days(text, today()).unwrap();
        [range.from, range.to].map(|day| day.map(|day| day.to_string()).unwrap_or_default())
    };
    for (text, from, to) in [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("today", "2025-12-10", "2025-12-10"),
        ("Yesterday", "2025-12-09", "2025-12-09"),
        ("0d", "2025-12-10", "2025-12-10"),
        ("7D", "2025-12-03", "2025-12-03"),
        ("2w", "2025-11-26", "2025-11-26"),
        ("10m", "2025-02-10", "2025-02-10"),
        ("1y", "2024-12-10", "2024-12-10"),
        ("2w..", "2025-11-26", ""),
        ("..2w", "", "2025-11-26"),
        ("2025-11-28..2025-11-28", "2025-11-28", "2025-11-28"),
        ("1y..2199", "2024-12-10", "2199-12-31"),
    ] {
        assert_eq!(days(text), [from, to], "{text}");
    }
    let end_of_may = Date::from_ymd(2025, 5, 31).unwrap();
    assert_eq!(parse_days("3m", end_of_may).unwrap().from, Date::from_ymd(2025, 2, 28));
    for text in [
        "",
        "now",
        "2025-",
        "-2025",
        "20251204",
        "2025-12-04-",
        "d",
        "7",
        "0000",
        "9999",
        "2025...",
        "1..2..3",
        " today",
    ] {
        assert!(parse_days(text, today()).is_err(), "{text}");
    }
}

#[test]
fn switching_syntax_off_leaves_words_or_one_phrase() {
    let text = "  \"cats OR\tdogs\" date:foo -x ";
    let query = parse(text, &options(Mode::Words)).unwrap();
    let mut words = Vec::new();
    for clause in &query.clauses {
        visit(&clause.node, &mut |word, span| {
            assert_eq!(&text[span.clone()], word);
            words.push(word.to_owned());
        });
    }
    assert_eq!(words, ["\"cats", "OR", "dogs\"", "date:foo", "-x"]);
    assert_eq!(query.to_string(), "\\\"cats \\OR \\dogs\" \\date:foo \\-x");

    let query = parse(text, &options(Mode::Phrase)).unwrap();
    assert_eq!(query.to_string(), "«cats OR\tdogs\" date:foo -x»");
    assert!(parse(" \"\" ", &options(Mode::Phrase)).unwrap().clauses.is_empty());
}
