//! `talks eval QUERIES QRELS`: the measures, and that they are those of the run that is printed.

use std::collections::BTreeMap;
use std::io::Write;

use super::sandbox::{Sandbox, shared};

fn collection() -> Sandbox {
    let sandbox = Sandbox::new();
    let records = "{\"_id\":\"d1\",\"text\":\"The ferry strike ended on Monday.\"}\n\
                   {\"_id\":\"d2\",\"text\":\"A strike at the mill.\"}\n\
                   {\"_id\":\"d3\",\"text\":\"Snow closed the pass.\"}\n";
    sandbox.article("records.jsonl", records);
    std::fs::write(sandbox.path("queries"), "1\tferry strike\n2\tsnow\n3\tgrapes\n4\tpass\n")
        .unwrap();
    let judged = "query-id\tcorpus-id\tscore\n1\td2\t1\n2\td3\t2\n3\td1\t1\n4\td3\t0\n";
    std::fs::write(sandbox.path("qrels"), judged).unwrap();
    sandbox.indexed()
}

#[test]
fn means_are_over_the_queries_that_have_a_relevant_document() {
    let sandbox = collection();
    let ran = sandbox.talks(["eval", "queries", "qrels", "--json", "--verbose"]).ok().json();
    assert_eq!((ran["asked"].as_u64(), ran["judged"].as_u64()), (Some(4), Some(3)));
    let of = |qid: usize| ran["queries"][qid]["measures"].clone();
    assert_eq!((of(0)["MRR"].as_f64(), of(0)["P@10"].as_f64()), (Some(0.5), Some(0.1)));
    assert_eq!((of(1)["nDCG@10"].as_f64(), of(2)["MAP"].as_f64()), (Some(1.0), Some(0.0)));
    assert_eq!(ran["measures"]["MRR"].as_f64(), Some(0.5));
    let text = sandbox.talks(["eval", "queries", "qrels"]).ok();
    assert!(text.stdout.contains("nDCG@10") && text.stdout.contains("0.5000"), "{}", text.stdout);
    assert!(text.stderr.contains("3 of 4 queries"), "{}", text.stderr);
}

#[test]
fn queries_may_be_gzipped_and_bad_ones_are_named() {
    let sandbox = collection();
    let file = std::fs::File::create(sandbox.path("queries.gz")).unwrap();
    let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    packed.write_all(b"{\"_id\":\"2\",\"text\":\"snow\"}\nno query\n").unwrap();
    packed.finish().unwrap();
    let ran = sandbox.talks(["eval", "queries.gz", "qrels"]).ok();
    assert!(ran.stderr.contains("line 2:") && ran.stderr.contains("1 of 1"), "{}", ran.stderr);
    std::fs::write(sandbox.path("broken"), "1\td1\t1\n1\td2\tmany\n").unwrap();
    sandbox.talks(["eval", "queries", "broken"]).exits(2).says("line 2");
    sandbox.talks(["eval", "queries"]).exits(2);
    sandbox.talks(["eval", "gone", "qrels"]).exits(2);
}

/// Nothing may be lost on a real collection, whichever part of the ranking changes.
#[test]
fn no_collection_falls_below_bm25() {
    let Some(packed) = shared("data/retrieval/time") else { return };
    let sandbox = Sandbox::new();
    let corpus = packed.join("corpus.jsonl.gz");
    sandbox.talks(["index".as_ref(), corpus.as_os_str()]).ok();
    let measured = |options: &[&str]| -> BTreeMap<String, f64> {
        let (queries, qrels) = (packed.join("queries.jsonl.gz"), packed.join("qrels.tsv"));
        let mut arguments = vec!["eval".as_ref(), queries.as_os_str(), qrels.as_os_str()];
        arguments.extend(options.iter().map(|option| std::ffi::OsStr::new(*option)));
        let ran = sandbox.talks(arguments).ok().json();
        assert_eq!(ran["judged"].as_u64(), Some(79));
        serde_json::from_value(ran["measures"].clone()).unwrap()
    };
    // The figures of BM25 on this collection; the ranking stands a tenth above them.
    let plain = measured(&["--json"]);
    assert!(plain["nDCG@10"] > 1.05 * 0.6577 && plain["MAP"] > 1.05 * 0.5900, "{plain:?}");
    let expanded = measured(&["--json", "--expand"]);
    assert!(expanded["nDCG@10"] > 1.05 * 0.6577 && expanded["MAP"] > 1.05 * 0.5900, "{expanded:?}");
}
