//! Makes an archive of any size for measuring: seeded, so that everyone makes the same one.
//!
//! `cargo run --release --example make_articles -- OUT COUNT SOURCE…`
//!
//! Each article is drawn from paragraphs of the sources (text files, folders of them, and JSON
//! Lines with a `text`), under a title made of words of its first paragraph, with a day out of ten
//! years and one of fifty outlets. A thousand articles are a file `NNNN.jsonl` in OUT. An article
//! is a pure function of its number, so a larger archive holds the smaller one.

use std::collections::BTreeSet;
use std::io::{BufWriter, Write};
use std::path::Path;

use fastrand::Rng;

/// Articles of a file.
const PER_FILE: u64 = 1_000;
/// Paragraphs of an article: from the first to just below the second.
const PARAGRAPHS: (u64, u64) = (3, 9);
/// Days that articles are dated in, from 2015 on.
const DAYS: u64 = 3_650;
/// Outlets.
const OUTLETS: u64 = 50;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(out), Some(count)) = (arguments.next(), arguments.next()) else {
        return Err("make_articles OUT COUNT SOURCE…".into());
    };
    let count: u64 = count.to_string_lossy().parse()?;
    let mut paragraphs = BTreeSet::new();
    for source in arguments {
        collect(Path::new(&source), &mut paragraphs)?;
    }
    let paragraphs: Vec<String> = paragraphs.into_iter().collect();
    if paragraphs.is_empty() {
        return Err("the sources hold no paragraph".into());
    }
    std::fs::create_dir_all(&out)?;
    for file in 0..count.div_ceil(PER_FILE) {
        let path = Path::new(&out).join(format!("{file:04}.jsonl"));
        let mut lines = BufWriter::new(std::fs::File::create(path)?);
        for number in file * PER_FILE..count.min((file + 1) * PER_FILE) {
            serde_json::to_writer(&mut lines, &article(number, &paragraphs))?;
            lines.write_all(b"\n")?;
        }
        lines.flush()?;
    }
    Ok(())
}

/// Makes an article of its number.
fn article(number: u64, paragraphs: &[String]) -> serde_json::Value {
    let mut random = Rng::with_seed(number);
    let drawn = random.u64(PARAGRAPHS.0..PARAGRAPHS.1);
    let drawn: Vec<&str> =
        (0..drawn).map(|_| paragraphs[random.usize(..paragraphs.len())].as_str()).collect();
    let words: Vec<&str> =
        drawn[0].split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).collect();
    let title: Vec<&str> = words.iter().copied().take(random.usize(6..10)).collect();
    let day = random.u64(..DAYS);
    serde_json::json!({
        "id": format!("a{number:07}"),
        "title": format!("{} {number}", title.join(" ")),
        "date": format!("{}-{:02}-{:02}", 2015 + day / 365, 1 + day % 12, 1 + day % 28),
        "source": format!("Outlet {:02}", random.u64(..OUTLETS)),
        "text": drawn.join("\n\n"),
    })
}

/// Collects the paragraphs of a file or of all files below a folder.
fn collect(path: &Path, found: &mut BTreeSet<String>) -> Result<(), Box<dyn std::error::Error>> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            collect(&entry?.path(), found)?;
        }
        return Ok(());
    }
    let bytes = std::fs::read(path)?;
    let text = String::from_utf8_lossy(&bytes);
    if path.extension().is_some_and(|extension| extension == "jsonl") {
        for line in text.lines() {
            let row: serde_json::Value = serde_json::from_str(line)?;
            split(row["text"].as_str().unwrap_or_default(), found);
        }
    } else {
        split(&text, found);
    }
    Ok(())
}

/// Cuts a text at blank lines; what is long enough to say something is a paragraph.
fn split(text: &str, found: &mut BTreeSet<String>) {
    let whole =
        text.split("\n\n").map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    found.extend(whole.filter(|part| (120..2_000).contains(&part.len())));
}
