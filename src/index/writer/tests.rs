use tantivy::SegmentMeta;

use super::*;
use crate::article::Article;
use crate::discover::Stamp;
use crate::index::archive::open_engine;

fn add(writer: &mut Writer, articles: usize, file: &str) {
    for i in 0..articles {
        let article = Article { text: format!("story {i} of {file}"), ..Article::default() };
        let stored = StoredArticle::new(0, file.into(), Stamp::default(), article);
        writer.add(&stored).unwrap();
    }
    writer.commit(&CommitNote::default()).unwrap();
}

fn segments(generation: &Path) -> Vec<u32> {
    let (engine, _) = open_engine(generation, Default::default()).unwrap();
    let metas = engine.searchable_segment_metas().unwrap();
    let mut docs: Vec<u32> = metas.iter().map(SegmentMeta::max_doc).collect();
    docs.sort_unstable();
    docs
}

fn stores(generation: &Path) -> usize {
    let names = std::fs::read_dir(generation).unwrap().map(|entry| entry.unwrap().path());
    names.filter(|name| name.extension().is_some_and(|kind| kind == "store")).count()
}

#[test]
fn merged_segments_are_gone_when_a_run_ends() {
    let home = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(home.path(), 2).unwrap();
    // Near copies, so that looking for groups takes longer than merging.
    let words: Vec<String> = (0..300).map(|n| format!("word{}", n * n % 977)).collect();
    for number in 0..600 {
        let text = format!("{} {number}", words.join(" "));
        let article = Article { text, ..Article::default() };
        let name = format!("{number}.txt");
        writer.add(&StoredArticle::new(0, name.into(), Stamp::default(), article)).unwrap();
        if number % 200 == 199 {
            writer.commit_alone(&CommitNote::default()).unwrap();
        }
    }
    writer.finish().unwrap();
    assert_eq!(segments(home.path()), [600]);
    assert_eq!(stores(home.path()), 1);
}

#[test]
fn a_run_ends_with_few_segments() {
    let home = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(home.path(), 2).unwrap();
    add(&mut writer, 40, "a");
    add(&mut writer, 60, "b");
    writer.finish().unwrap();
    assert_eq!(segments(home.path()), [100]);
    // A little stays beside it, and is taken in when it comes to half.
    let mut writer = Writer::open(home.path(), 1).unwrap();
    add(&mut writer, 10, "c");
    writer.finish().unwrap();
    assert_eq!(segments(home.path()), [10, 100]);
    let mut writer = Writer::open(home.path(), 1).unwrap();
    add(&mut writer, 45, "d");
    writer.finish().unwrap();
    assert_eq!(segments(home.path()), [155]);
    // Files of earlier runs are known without a list of them.
    assert_eq!(stores(home.path()), 1);
    // What is mostly deleted is written anew.
    let mut writer = Writer::open(home.path(), 1).unwrap();
    writer.remove_file(0, Path::new("a"));
    writer.remove_file(0, Path::new("b"));
    writer.commit(&CommitNote::default()).unwrap();
    writer.finish().unwrap();
    assert_eq!(segments(home.path()), [55]);
}
