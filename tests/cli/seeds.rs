//! Every sample of `seeds/` against the table of what it must give.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::sandbox::Sandbox;

fn address(path: &str, record: Option<&str>) -> String {
    record.map_or(path.to_owned(), |record| format!("{path}#{record}"))
}

fn text<'a>(row: &'a toml::Table, key: &str) -> Option<&'a str> {
    row.get(key).and_then(toml::Value::as_str)
}

#[test]
fn every_sample_gives_what_the_table_says() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(project.join("tests/seeds.toml")).unwrap();
    let table: toml::Table = table.parse().unwrap();
    let sandbox = Sandbox::new();
    let seeds = project.join("seeds");
    let seeds = seeds.canonicalize().unwrap();
    let ran = sandbox.talks(["index", seeds.to_str().unwrap(), "--json"]).ok().json();

    let mut found: BTreeMap<String, Value> = BTreeMap::new();
    for line in sandbox.talks(["list", "--format", "jsonl", "--text"]).ok().stdout.lines() {
        let article: Value = serde_json::from_str(line).unwrap();
        let path = Path::new(article["path"].as_str().unwrap()).strip_prefix(&seeds).unwrap();
        let ordinal = article["ordinal"].as_u64().unwrap();
        let record = article["key"].as_str().map(str::to_owned);
        let record = record.or((ordinal > 0).then(|| ordinal.to_string()));
        found.insert(address(path.to_str().unwrap(), record.as_deref()), article);
    }
    let mut wrong = Vec::new();
    for row in table["article"].as_array().unwrap() {
        let row = row.as_table().unwrap();
        let record = text(row, "record").filter(|record| *record != "0");
        let name = address(text(row, "path").unwrap(), record);
        let Some(article) = found.remove(&name) else {
            wrong.push(format!("{name}: not indexed"));
            continue;
        };
        for field in ["title", "date", "source", "author", "url"] {
            if article[field].as_str() != text(row, field) {
                wrong.push(format!(
                    "{name}: {field} {} for {:?}",
                    article[field],
                    text(row, field)
                ));
            }
        }
        let body = article["text"].as_str().unwrap();
        if text(row, "contains").is_some_and(|part| !body.contains(part)) {
            wrong.push(format!("{name}: lacks {:?}", text(row, "contains")));
        }
        if text(row, "lacks").is_some_and(|part| body.contains(part)) {
            wrong.push(format!("{name}: holds {:?}", text(row, "lacks")));
        }
    }
    wrong.extend(found.keys().map(|name| format!("{name}: not in the table")));
    assert!(wrong.is_empty(), "{wrong:#?}");

    let mut skips: Vec<(String, Option<String>, String)> = ran["skips"]
        .as_array()
        .unwrap()
        .iter()
        .map(|skip| {
            let path = Path::new(skip["path"].as_str().unwrap()).strip_prefix(&seeds).unwrap();
            let place = skip["place"].as_str().map(str::to_owned);
            (path.to_str().unwrap().to_owned(), place, skip["kind"].as_str().unwrap().to_owned())
        })
        .collect();
    skips.sort();
    let mut expected: Vec<(String, Option<String>, String)> = table["skip"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let row = row.as_table().unwrap();
            let of = |key: &str| text(row, key).map(str::to_owned);
            (of("path").unwrap(), of("place"), of("kind").unwrap())
        })
        .collect();
    expected.sort();
    assert_eq!(skips, expected);
}
