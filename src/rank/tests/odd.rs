//! Anything typed is answered: thousands of odd queries give no error and no panic, and those that
//! ask for very much are answered too.

use super::*;

/// What people paste, and what cats type.
const PIECES: &[&str] = &[
    "Why the EU's €90bn \"reparations loan\" for Kyiv (still) isn't dead: what we know",
    "EXCLUSIVE | Talks 'fail' - then resume; oil at $61.40/bbl?!",
    "https://example.org/a/b?q=(x)&y=%20#frag:1",
    "user.name+tag@example.co.uk",
    "@handle #tag ¯\\_(ツ)_/¯",
    "fn main() { let x: Vec<&str> = vec![\"a\"]; }",
    "SELECT * FROM t WHERE a='b' OR 1=1; --",
    "<script>alert('x')</script>",
    "[[wiki|link]] {{template}} `code` **bold**",
    "C:\\Users\\me\\file.txt",
    "2025-12-04T10:30:00+02:00",
    "10:30 a.m. 1,234.56 19,3% ½ ²",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "停火协议的最新消息",
    "ข่าวล่าสุด",
    "مفاوضات السلام",
    "Київ—Москва",
    "e\u{301}\u{301}\u{301} \u{202e}abc \u{feff}\u{0}\u{1}\u{2}",
    "\"",
    "“",
    "”",
    "«",
    "''",
    "`",
    "(",
    ")",
    "((",
    "))",
    "\\",
    "*",
    "~",
    "~2",
    "-",
    "--",
    "+",
    "OR",
    "AND",
    "NOT",
    "NEAR",
    "NEAR/3",
    "NEAR/99999999999",
    "title:",
    "source:(",
    "-title:",
    "a*",
    "*a",
    "a~",
    "zelenski~2",
    "guarant*",
    "\"a b\"~3",
    "\"a b\"~",
    "-x",
    "+x",
    "-(",
    "x OR",
    "\\*",
    "|",
    "&&",
    "^2",
    "[a TO z]",
    "talks",
    "peace",
    "the",
    "U.S.",
    "cease-fire",
    "\n",
    "\t",
];

fn odd_query(seed: u64) -> String {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut below = |n: usize| random.usize(..n);
    let mut text = String::new();
    for _ in 0..=below(9) {
        let piece: Vec<char> = PIECES[below(PIECES.len())].chars().collect();
        // Whole, or cut anywhere.
        let (from, to) = match below(3) {
            0 => (below(piece.len()), piece.len()),
            1 => (0, below(piece.len() + 1)),
            _ => (0, piece.len()),
        };
        text.extend(&piece[from.min(to)..to]);
        text.push_str(["", " ", " ", "  ", ":"][below(5)]);
    }
    text
}

fn small() -> Archive {
    let texts =
        ["The U.S. and Kyiv agreed a cease-fire (still) in talks.", "a b x guarantees", "停火协议"];
    archive(&texts.map(|text| Draft { title: Some(text.into()), ..draft(text) }))
}

#[test]
fn five_thousand_odd_queries_are_answered() {
    let archive = small();
    let today = crate::date::Date::from_ymd(2025, 12, 10).unwrap();
    for seed in 0..5_000 {
        let text = odd_query(seed);
        for mode in [Mode::Syntax, Mode::Words, Mode::Phrase] {
            let query = parse(&text, &ParseOptions { mode, today });
            let query = query.unwrap_or_else(|error| panic!("{text:?}: {}", error.reason));
            let request = SearchRequest { explain: true, ..SearchRequest::new(&text, query) };
            let result = search(&archive, &request).unwrap();
            let receipt = &result.receipt;
            assert!(receipt.matched_all + receipt.matched_some.unwrap() <= 3, "{text:?}");
            assert!(result.hits.iter().all(|hit| hit.read_error.is_none()), "{text:?}");
        }
    }
}

/// Ten times as much is asked of the program in `tests/cli/bounds.rs`.
#[test]
fn what_asks_for_very_much_is_answered() {
    let size = 1_000;
    let words: Vec<String> = (0..3 * size).map(|i| format!("word{}", radix(i))).collect();
    let drafts: Vec<Draft> = words.chunks(100).map(|words| draft(&words.join(" "))).collect();
    let archive = archive(&drafts);
    let all = words[..size].join(" ");
    let long = "x".repeat(200);
    let deep = format!("{}a{}", "(".repeat(5_000), ")".repeat(5_000));
    let queries = [
        all.clone(),
        "talks ".repeat(size),
        format!("\"{all}\""),
        format!("\"{all}\"~{}", u32::MAX),
        words[..size / 2].join(" OR "),
        words[..size / 2].join(" NEAR/3 "),
        "w*".to_owned(),
        "*".to_owned(),
        "w* NEAR w*".to_owned(),
        "w* ".repeat(50),
        "worda~2 wordb~2 wordc~2".to_owned(),
        format!("{long}~2"),
        format!("{long}*"),
        "-w*".to_owned(),
        deep,
    ];
    for text in queries {
        let request = SearchRequest { limit: usize::MAX, offset: 7, ..request(&text) };
        let result = search(&archive, &request).unwrap();
        assert!(result.hits.len() <= drafts.len(), "{:.30}", text);
    }
    let past = SearchRequest { offset: usize::MAX, ..request("w*") };
    let result = search(&archive, &past).unwrap();
    assert_eq!((result.hits.len(), result.receipt.matched_all), (0, drafts.len() as u64));
}

/// Letters for a number: words differ in letters, not in digits.
fn radix(mut number: usize) -> String {
    let mut letters = String::new();
    while letters.len() < 4 {
        letters.push((b'a' + (number % 26) as u8) as char);
        number /= 26;
    }
    letters
}
