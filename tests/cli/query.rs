//! What a query shows, and how it ends.

use crate::sandbox::{Sandbox, hits};

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.article("a.md", "---\ntitle: River talks\ndate: 2025-12-08\nsource: Ledger\n---\nA guarantee of security was sought by both sides of the river.\n");
    sandbox.article("b.md", "---\ntitle: Grain\ndate: 2025-11-01\nsource: Courier\n---\nThe ports want security for grain ships this winter.\n");
    sandbox.article(
        "c.txt",
        "Nobody at the table spoke of anything but the weather and the price of security.\n",
    );
    sandbox.indexed()
}

#[test]
fn found_is_0_nothing_is_1_and_an_unreadable_value_is_2() {
    let sandbox = sandbox();
    sandbox.talks(["query", "security"]).ok();
    sandbox.talks(["query", "zebra"]).exits(1).says("0 of 3 articles match");
    sandbox.talks(["query", ""]).exits(1).says("no word to look for");
    sandbox.talks(["query", "-c", "zebra"]).exits(1);
    sandbox.talks(["query", "date:yesterdayish security"]).exits(2).says("^^^^");
    sandbox.talks(["query", "security", "--since", "soon"]).exits(2).says("--since");
    sandbox.talks(["query"]).exits(2);
    sandbox.talks(["query", "security", "--no-such-flag"]).exits(2);
}

#[test]
fn results_go_to_stdout_and_everything_else_to_stderr() {
    let sandbox = sandbox();
    let ran = sandbox.talks(["query", "zebra"]).exits(1);
    assert_eq!(ran.stdout, "");
    let ran = sandbox.talks(["query", "security"]).ok();
    assert!(ran.stdout.contains("**security**") && !ran.stdout.contains("talks:"));
    assert!(ran.stderr.starts_with("talks: 3 of 3 articles match;"), "{}", ran.stderr);
    sandbox.talks(["query", "guarantee"]).ok().says("1 of 3 articles matches;");
    sandbox.talks(["query", "zebra", "river"]).ok().says("0 of 3 articles match, 1 more has some;");
}

#[test]
fn counts_and_lists_of_files_are_about_articles_with_all_the_words() {
    let sandbox = sandbox();
    let count = |words: &[&str]| {
        let arguments = [&["query", "-c"], words].concat();
        sandbox.talks(arguments).ok().stdout.trim().to_owned()
    };
    assert_eq!(count(&["security", "guarantee"]), "1");
    assert_eq!(count(&["security", "guarantee", "--match", "some"]), "3");
    let files = sandbox.talks(["query", "-l", "security"]).ok().stdout;
    let mut files: Vec<&str> = files.lines().collect();
    files.sort();
    assert_eq!(files, ["news/a.md", "news/b.md", "news/c.txt"]);
    assert_eq!(sandbox.talks(["query", "-l", "security", "guarantee"]).ok().stdout, "news/a.md\n");
    let nul = sandbox.talks(["query", "-l", "-0", "guarantee"]).ok().stdout;
    assert!(nul.ends_with("news/a.md\0") && !nul.contains('\n'));
}

#[test]
fn outlets_and_dates_filter() {
    let sandbox = sandbox();
    let names = |arguments: &[&str]| -> Vec<String> {
        let all = [&["query", "security", "--json"], arguments].concat();
        hits(&sandbox.talks(all).json()).into_iter().map(|hit| hit.0).collect()
    };
    assert_eq!(names(&["--source", "ledger"]), ["a.md"]);
    assert_eq!(names(&["--source", "ledger", "--source", "Courier"]).len(), 2);
    assert_eq!(names(&["--since", "2025-12"]), ["a.md"]);
    assert_eq!(names(&["--until", "2025-11"]), ["b.md"]);
    // Today is 2025-12-10 here.
    assert_eq!(names(&["--last", "7d"]), ["a.md"]);
    assert_eq!(names(&["--sort", "newest"]), ["a.md", "b.md", "c.txt"]);
    assert_eq!(names(&["--sort", "oldest"]), ["b.md", "a.md", "c.txt"]);
    assert_eq!(names(&["--sort", "newest", "--offset", "1", "-n", "1"]), ["b.md"]);
    let ran = sandbox.talks(["query", "security", "--since", "2025"]).ok();
    assert!(ran.stderr.contains("1 undated article would match too"), "{}", ran.stderr);
}

#[test]
fn several_arguments_are_one_query_and_words_switch_syntax_off() {
    let sandbox = sandbox();
    let parsed = |arguments: &[&str]| {
        let all = [&["query", "--json"], arguments].concat();
        sandbox.talks(all).json()["query"]["parsed"].as_str().unwrap().to_owned()
    };
    assert_eq!(parsed(&["river", "talks"]), parsed(&["river talks"]));
    let result = sandbox.talks(["query", "--json", "--words", "river OR \"zebra"]).ok().json();
    assert_eq!(hits(&result), [("a.md".to_owned(), "some".to_owned())]);
}

#[test]
fn what_is_not_read_as_meant_is_said() {
    let sandbox = sandbox();
    for query in ["sec*rity", "*urity", "river NEAR/3", "(river"] {
        let result = sandbox.talks(["query", "--json", query]).json();
        assert_eq!(result["query"]["ignored"].as_array().unwrap().len(), 1, "{query}");
        sandbox.talks(["query", query]).says("searched");
    }
}

#[test]
fn a_batch_answers_each_query_and_warns_of_bad_lines() {
    let sandbox = sandbox();
    let lines = "1\tsecurity\nno tab here\n{\"_id\":\"x\",\"text\":\"river\"}\n9\tdate:never\n";
    std::fs::write(sandbox.path("asked"), lines).unwrap();
    let ran = sandbox.talks(["query", "--batch", "asked", "--format", "trec"]).ok();
    let mut runs: Vec<&str> = ran.stdout.lines().map(|l| l.split(' ').next().unwrap()).collect();
    runs.dedup();
    assert_eq!(runs, ["1", "x"]);
    assert!(ran.stdout.lines().all(|line| line.split(' ').count() == 6));
    assert!(ran.stderr.contains("line 2:") && ran.stderr.contains("line 4:"), "{}", ran.stderr);
    let ran = sandbox.talks(["query", "--batch", "asked", "--format", "jsonl"]).ok();
    let first: serde_json::Value =
        serde_json::from_str(ran.stdout.lines().next().unwrap()).unwrap();
    assert_eq!((first["type"].as_str(), first["qid"].as_str()), (Some("query"), Some("1")));
}

#[test]
fn show_takes_an_id_the_beginning_of_one_or_a_file() {
    let sandbox = sandbox();
    let listed = sandbox.talks(["list", "--json", "--sort", "oldest"]).ok().json();
    let id = listed["articles"][0]["id"].as_str().unwrap().to_owned();
    let whole = sandbox.talks(["show", &id, "--json"]).ok().json();
    assert_eq!(whole["title"]["value"], "Grain");
    assert_eq!(whole["title"]["method"], "front-matter");
    assert_eq!(sandbox.talks(["show", &id[..6], "--json"]).ok().json(), whole);
    assert_eq!(sandbox.talks(["show", "news/b.md", "--json"]).ok().json(), whole);
    let marked = sandbox.talks(["show", &id, "--query", "port"]).ok().stdout;
    assert!(marked.contains("The **ports** want"), "{marked}");
    sandbox.talks(["show", "ffffffffffff"]).exits(1).says("no article is called");
    for digit in ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f"] {
        let ran = sandbox.talks(["show", digit]);
        assert!(ran.code == 0 || ran.code == 1 || ran.stderr.contains("several articles"));
    }
}

#[test]
fn raw_shows_the_lines_that_belong_to_the_site() {
    let sandbox = Sandbox::new();
    let story = "Talks on the river went on for a third day, and nobody left the table.";
    sandbox.article(
        "a.txt",
        format!("Sign up for our newsletter\n{story}\nRecommended\nThe end came late.\n"),
    );
    let sandbox = sandbox.indexed();
    sandbox.talks(["query", "newsletter"]).exits(1);
    let shown = sandbox.talks(["show", "news/a.txt"]).ok().stdout;
    assert!(!shown.contains("newsletter") && shown.contains("left out  2 lines"), "{shown}");
    let raw = sandbox.talks(["show", "news/a.txt", "--raw"]).ok().stdout;
    let lines: Vec<&str> = raw.lines().collect();
    assert_eq!(lines, ["Sign up for our newsletter", story, "Recommended", "The end came late."]);
}

#[test]
fn passages_point_into_the_text_that_show_prints() {
    let sandbox = sandbox();
    let result = sandbox.talks(["query", "security", "--json", "--passages", "3"]).ok().json();
    for hit in result["hits"].as_array().unwrap() {
        let id = hit["article"]["id"].as_str().unwrap();
        let shown = sandbox.talks(["show", id, "--json"]).ok().json();
        let text: Vec<char> = shown["text"].as_str().unwrap().chars().collect();
        for passage in hit["passages"].as_array().unwrap() {
            let [start, end] = ["start", "end"].map(|key| passage[key].as_u64().unwrap() as usize);
            let cut: String = text[start..end].iter().collect();
            assert_eq!(cut, passage["text"].as_str().unwrap());
        }
    }
}

#[test]
fn bench_measures_every_class() {
    let sandbox = sandbox();
    let result = sandbox.talks(["bench", "--json", "--repeat", "2", "--each", "3"]).ok().json();
    let classes = result["classes"].as_array().unwrap();
    assert!(classes.iter().any(|class| class["class"] == "all words"));
    assert!(classes.iter().all(|class| class["p50"].as_f64().unwrap() > 0.0));
    std::fs::write(sandbox.path("earlier.json"), result.to_string()).unwrap();
    let again = ["bench", "--json", "--repeat", "1", "--each", "3", "--threads", "3"];
    let again = sandbox.talks(again.into_iter().chain(["--compare", "earlier.json"])).ok().json();
    assert_eq!(again["queries_hash"], result["queries_hash"]);
    assert_eq!(again["compared"]["same_queries"], true);
    assert!(again["compared"]["classes"][0]["p50"].as_f64().unwrap() > 0.0);
    let runs = |result: &serde_json::Value| -> u64 {
        let bars = result["histogram"].as_array().unwrap();
        bars.iter().map(|bar| bar["count"].as_u64().unwrap()).sum()
    };
    let queries = result["queries"].as_u64().unwrap();
    assert_eq!((runs(&result), runs(&again)), (2 * queries, 3 * queries));
    sandbox.talks(["bench", "--compare", "news/a.md"]).exits(2);
    std::fs::write(sandbox.path("asked"), "1\tsecurity\n").unwrap();
    let cold = sandbox.talks(["bench", "asked", "--cold", "--repeat", "1"]).ok().stdout;
    assert!(cold.contains("a process a query") && cold.contains("file"), "{cold}");
}

/// A variable of a script that is empty must not look through every outlet.
#[test]
fn an_outlet_without_a_name_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.article("news/a.md", "A ferry ran.");
    let sandbox = sandbox.indexed();
    for name in ["", "—"] {
        sandbox.talks(["query", "--source", name, "ferry"]).exits(2).says("no letter or digit");
        sandbox.talks(["list", "--source", name]).exits(2).says("no letter or digit");
    }
    sandbox.talks(["query", "--last", "2025", "ferry"]).exits(2).says("no length of time");
    // What has no date is of no span: an empty list would look like an answer.
    for span in [["--since", "2025"], ["--until", "2025"], ["--last", "7d"]] {
        let [option, value] = span;
        sandbox.talks(["list", "--undated", option, value]).exits(2).says("cannot be used with");
    }
}

#[test]
fn what_a_list_calls_an_article_can_be_asked_for() {
    let sandbox = Sandbox::new();
    let lines = "{\"id\":\"https://outlet.example/ferry#0\",\"title\":\"Ferry\",\"text\":\"The ferry ran.\"}\n\
        {\"id\":\"q\",\"title\":\"Marmalade\",\"text\":\"Marmalade was sold.\"}\n";
    sandbox.article("a#b.jsonl", lines);
    let sandbox = sandbox.indexed();
    let listed = sandbox.talks(["list", "--json"]).ok().json();
    let articles = listed["articles"].as_array().unwrap();
    assert_eq!(articles.len(), 2);
    for article in articles {
        let (path, key) = (article["path"].as_str().unwrap(), article["key"].as_str().unwrap());
        let shown = sandbox.talks(["show", &format!("{path}#{key}"), "--json"]).ok().json();
        assert_eq!(shown["id"], article["id"]);
    }
}

#[test]
fn a_designation_and_its_plural_find_each_other_but_in_quotes() {
    let sandbox = Sandbox::new();
    sandbox.article("one.txt", "The F-16 and the Boeing 737 flew with a C-130 in 1990.\n");
    sandbox.article("many.txt", "The F-16s and the Boeing 737s flew with C-130s in the 1990s.\n");
    sandbox.article("closed.txt", "Two F16s came, and a C130 left.\n");
    let sandbox = sandbox.indexed();
    let files = |query: &str| {
        let ran = sandbox.talks(["query", "-l", "--", query]).ok();
        let mut files: Vec<String> = ran.stdout.lines().map(str::to_owned).collect();
        files.sort();
        files.join(" ").replace("news/", "").replace(".txt", "")
    };
    for query in ["F-16", "F-16s", "f16", "F16s", "C-130", "C-130s", "c130"] {
        assert_eq!(files(query), "closed many one", "{query}");
    }
    assert_eq!(files("737s"), "many one");
    assert_eq!(files("1990"), "one");
    assert_eq!(files("1990s"), "many");
    assert_eq!(files("\"F-16\""), "one");
    assert_eq!(files("\"F-16s\""), "many");
    assert_eq!(files("\"737\""), "one");
    for query in ["F-16", "F-16s"] {
        let shown = sandbox.talks(["query", query]).ok().stdout;
        assert!(shown.contains("**F-16s** and"), "{shown}");
        assert!(shown.contains("**F-16** and") && shown.contains("Two **F16s** came"), "{shown}");
    }
}

#[test]
fn digits_and_letters_that_are_written_either_way_find_each_other() {
    let sandbox = Sandbox::new();
    sandbox.article("ar.txt", "زارت الوزارة مدرسة في غزة وقال المتحدث إن ١٬٢٥٠ طالبا يدرسون في القاهرة هذا العام وإن الحكومة لم تدفع لهم شيئا حتى الآن كما قال رئيس المجلس.\n");
    sandbox.article("hi.txt", "किसानों ने कहा कि ज़मीन के ४२ हिस्से अब तक खाली हैं।\n");
    sandbox.article("ca.txt", "El col·legi va obrir ahir.\n");
    let sandbox = sandbox.indexed();
    for (query, file) in [
        ("1250", "ar"),
        ("١٢٥٠", "ar"),
        ("۱۲۵۰", "ar"),
        ("القاهره", "ar"),
        ("جمين", ""),
        ("जमीन", "hi"),
        ("42", "hi"),
        ("col.legi", "ca"),
        ("\"col·legi\"", "ca"),
    ] {
        let ran = sandbox.talks(["query", "-l", query]);
        let wanted = if file.is_empty() { String::new() } else { format!("news/{file}.txt\n") };
        assert_eq!(ran.stdout, wanted, "{query}");
    }
}

#[test]
fn a_name_that_ends_in_signs_is_searched_without_them_and_says_so() {
    let sandbox = Sandbox::new();
    sandbox.article("a.txt", "Plan C is a plan, and C++ is a language.\n");
    let sandbox = sandbox.indexed();
    let said = "talks: `C++`: signs are not in the index: searched as `C`";
    sandbox.talks(["query", "C++"]).ok().says(said);
    sandbox.talks(["query", "\"and C++ is\""]).ok().says(said);
    let ran = sandbox.talks(["query", "+plan c"]).ok();
    assert!(!ran.stderr.contains("signs"), "{}", ran.stderr);
    // Pairs of characters overlap: it is said once, of the whole name.
    let ran = sandbox.talks(["query", "互联网+"]);
    let said = "`互联网+`: signs are not in the index: searched as `互联网`";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("signs").count(), 1, "{}", ran.stderr);
}
