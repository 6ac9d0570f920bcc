//! Lines that may be quoted, and what is similar to an article.

use crate::sandbox::Sandbox;

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    let article = |name: &str, source: &str, day: u8, text: &str| {
        let head = format!("title: About {name}\nsource: {source}\ndate: 2025-12-0{day}");
        sandbox.article(name, format!("---\n{head}\n---\n{text}\n"));
    };
    article(
        "first.md",
        "Ostra.Wire",
        4,
        "The gate opened late. “An observer with a landlady is worth ten with a fence,” said \
         Colonel Adaeze Brandt of the mission at Talven. Sluice keepers agreed, ferrymen did not.",
    );
    article(
        "second.md",
        "Meridian Post",
        2,
        "Colonel Brandt likes landladies. \"An observer with a good landlady is worth ten with a \
         fence\", she said at Talven.\u{1b} Sluice keepers and ferrymen have no opinion on it.",
    );
    article("third.md", "Lowland Courier", 3, "Ice is expected. Nobody is worth a fence today.");
    sandbox.indexed()
}

#[test]
fn each_outlets_wording_is_shown_earliest_first_with_what_differs() {
    let sandbox = sandbox();
    let line = "'An observer with a landlady is worth ten with a fence'";
    let ran = sandbox.talks(["quote", line]).ok().says("of 3 articles compared");
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert!(lines[0].starts_with("1. nearly: Meridian Post · 2025-12-02"), "{}", ran.stdout);
    assert!(ran.stdout.contains("An observer with a **good** landlady"), "{}", ran.stdout);
    assert!(ran.stdout.contains("   - printed with “good”, which the quote lacks\n"));
    assert!(ran.stdout.contains("\n2. exact: Ostra.Wire · 2025-12-04"), "{}", ran.stdout);
    assert!(ran.stdout.contains("**An observer with a landlady is worth ten with a fence**"));
    assert!(!ran.stdout.contains('\u{1b}'));
    let cut = sandbox.talks(["quote", "An observer … is worth ten [...] a fence"]).ok().stdout;
    assert!(cut.contains("cut: Ostra.Wire"), "{cut}");
    assert!(
        cut.contains("“…” stands for 3 words") && cut.contains("“[...]” stands for 1 word"),
        "{cut}"
    );
}

#[test]
fn what_nobody_wrote_is_not_found() {
    let sandbox = sandbox();
    for line in ["Nobody is worth ten with a landlady today", "zebra", "worth eleven with a"] {
        let ran = sandbox.talks(["quote", line]).exits(1);
        assert_eq!(ran.stdout, "not found\n", "{line}");
    }
    let ran = sandbox.talks(["quote", "zebra", "--json"]).exits(1);
    assert_eq!(ran.json()["found"].as_array().unwrap().len(), 0);
    sandbox.talks(["quote", "…"]).exits(1).says("no word to look for");
    sandbox.talks::<&str>(["quote"]).exits(2);
}

#[test]
fn json_gives_ranges_of_the_line_and_of_the_wording() {
    let sandbox = sandbox();
    let line = "An observer with a landlady is worth twenty with a fence";
    let result = sandbox.talks(["quote", "--json", line]).ok().json();
    let exact = &result["found"][0];
    assert_eq!((exact["match"].as_str(), exact["in"].as_str()), (Some("near"), Some("text")));
    let differs = &exact["differences"][0];
    assert_eq!(differs["kind"], "changed");
    assert_eq!(differs["quote"]["text"], "twenty");
    assert_eq!(differs["article"]["text"], "ten");
    let at = |value: &serde_json::Value, key: &str| value[key].as_u64().unwrap() as usize;
    let wording: Vec<char> = exact["text"].as_str().unwrap().chars().collect();
    let part = &differs["article"];
    let cut: String = wording[at(part, "start")..at(part, "end")].iter().collect();
    assert_eq!(cut, "ten");
    let id = exact["article"]["id"].as_str().unwrap();
    let shown = sandbox.talks(["show", id, "--json"]).ok().json();
    let text: Vec<char> = shown["text"].as_str().unwrap().chars().collect();
    let cut: String = text[at(exact, "start")..at(exact, "end")].iter().collect();
    assert_eq!(cut, exact["text"].as_str().unwrap());
}

#[test]
fn a_line_is_read_from_standard_input() {
    let sandbox = sandbox();
    let mut command = sandbox.command();
    command.args(["quote", "-"]).stdin(std::process::Stdio::piped());
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut input, "“sluice keepers agreed”\n".as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("1. exact: Ostra.Wire"));
}

#[test]
fn a_text_is_no_line() {
    let sandbox = sandbox();
    sandbox.talks(["quote", &"word ".repeat(20_000)]).exits(2).says("is a text, not a quote");
}

#[test]
fn similar_lists_related_stories_with_what_they_share() {
    let sandbox = sandbox();
    let ran = sandbox.talks(["similar", "news/first.md"]).ok().says("related, of 3 articles");
    assert!(ran.stdout.starts_with("-- related:\n\n1. About second.md"), "{}", ran.stdout);
    let result = sandbox.talks(["similar", "news/first.md", "--json"]).ok().json();
    let related = &result["similar"][0];
    assert_eq!(related["kind"], "related");
    assert!(related["share_of_this"].as_f64().unwrap() > 0.1);
    assert!(related["words"].as_array().unwrap().len() >= 4);
    sandbox.talks(["similar", "news/third.md"]).exits(1);
    sandbox.talks(["similar", "nowhere.md"]).exits(1).says("no article is called");
}
