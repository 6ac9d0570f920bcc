//! 1. A sound index is clean, also with deleted articles. 2. A changed, cut or missing file is found,
//! whichever it is, and mended. 3. Articles that are indexed otherwise than they read are found,
//! and counts that do not count. 4. What a repair cannot bring back is named. 5. A rebuild keeps the
//! articles of a root that is not there. 6. A repair waits as it is told, and checks what it rebuilt.
//! 7. Beside a live writer, its name in the lock file is no trace of a dead one. 8. Groups that are
//! sound and wrong are found.

use std::fs;

use tantivy::IndexWriter;

use super::*;
use crate::article::Article;
use crate::discover::Stamp;
use crate::index::packing::Dictionary;
use crate::index::schema::schema;
use crate::index::stored::StoredArticle;
use crate::index::update::{UpdateOptions, update};
use crate::index::wire::Cutter;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("news")).unwrap();
    for (name, text) in [("a.txt", "security talks"), ("b.txt", "river talks"), ("c.txt", "")] {
        fs::write(folder.path().join("news").join(name), text).unwrap();
    }
    index(folder.path(), &["news"]);
    folder
}

fn options() -> UpdateOptions {
    let now = jiff::Timestamp::now().as_second() + 1000;
    UpdateOptions { threads: 1, ..UpdateOptions::new(now) }
}

fn index(folder: &Path, roots: &[&str]) {
    let paths = roots.iter().map(|root| folder.join(root)).collect();
    update(&folder.join("index"), &UpdateOptions { paths, ..options() }, &mut |_| {}).unwrap();
}

fn checked(folder: &Path) -> CheckReport {
    check(&folder.join("index"), &CheckOptions::default()).unwrap()
}

fn mended(folder: &Path) -> Repair {
    let report = checked(folder);
    repair(&folder.join("index"), &report, &options(), &mut |_| {}).unwrap()
}

fn articles(folder: &Path) -> u64 {
    Archive::open(&folder.join("index")).unwrap().totals().articles
}

/// The live generation of the index.
fn generation(folder: &Path) -> PathBuf {
    let index = folder.join("index");
    Manifest::read(&index).unwrap().generation_dir(&index)
}

#[test]
fn a_sound_index_is_clean_also_with_deleted_articles() {
    let folder = folder();
    let folder = folder.path();
    let report = checked(folder);
    assert!(report.is_clean() && report.notes.is_empty(), "{report:?}");
    assert_eq!(report.articles, 2);
    assert!(report.files >= 11 && report.terms >= 8, "{report:?}");
    fs::remove_file(folder.join("news/a.txt")).unwrap();
    fs::write(folder.join("news/b.txt"), "talks of another river").unwrap();
    index(folder, &[]);
    let report = checked(folder);
    assert!(report.is_clean(), "{report:?}");
    assert_eq!(report.articles, 1);
}

#[test]
fn damage_to_any_file_is_found_and_mended() {
    let sound = folder();
    let names: Vec<PathBuf> = walkdir::WalkDir::new(sound.path().join("index"))
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.metadata().is_ok_and(|data| data.is_file() && data.len() > 0))
        .map(|entry| entry.path().strip_prefix(sound.path()).unwrap().to_path_buf())
        .collect();
    assert!(names.len() >= 11, "{names:?}");
    for name in names {
        for harm in ["flip", "cut", "remove"] {
            let folder = folder();
            let folder = folder.path();
            // Segments have names of their own in each index; the kind of file is what counts.
            let kind = name.extension().or(name.file_name()).unwrap();
            let path =
                walkdir::WalkDir::new(folder.join("index")).into_iter().flatten().find(|e| {
                    let path = e.path();
                    let depth = path.strip_prefix(folder).unwrap().components().count();
                    path.extension().or(path.file_name()) == Some(kind)
                        && depth == name.components().count()
                        && (kind != "json" || path.file_name() == name.file_name())
                });
            let path = path.unwrap().into_path();
            let mut bytes = fs::read(&path).unwrap();
            let middle = bytes.len() / 2;
            match harm {
                "flip" => bytes[middle] ^= 4,
                _ => bytes.truncate(middle),
            }
            match harm {
                "remove" => fs::remove_file(&path).unwrap(),
                _ => fs::write(&path, bytes).unwrap(),
            }
            if harm == "remove" && name == Path::new("index/manifest.json") {
                assert_eq!(Manifest::read(&folder.join("index")).unwrap_err().kind(), "no-index");
                continue;
            }
            let report = checked(folder);
            assert!(!report.is_clean(), "{harm} {}", name.display());
            let repair = mended(folder);
            let report = checked(folder);
            assert!(report.is_clean(), "{harm} {}: {repair:?} {report:?}", name.display());
            assert_eq!((articles(folder), repair.lost.len()), (2, 0), "{harm} {}", name.display());
        }
    }
}

#[test]
fn articles_that_are_indexed_otherwise_than_they_read_are_found() {
    let folder = folder();
    let folder = folder.path();
    let (engine, _) = open_engine(&generation(folder), Default::default()).unwrap();
    let fields = schema().1;
    let article = Article { text: "a third text".to_owned(), ..Article::default() };
    let stored = StoredArticle::new(0, "d.txt".into(), Stamp::default(), article);
    let mut cutter = Cutter::default();
    let mut document = stored.document(&fields, 7, &mut cutter);
    let packed = Dictionary::default().packer().unwrap().pack(&stored.to_bytes()).unwrap();
    document.add_bytes(fields.article, &packed);
    let others = cutter.line(stored.language(), "words that are not in it");
    document.add_text(fields.text_terms, others);
    let mut writer: IndexWriter = engine.writer_with_num_threads(1, 15_000_000).unwrap();
    writer.add_document(document).unwrap();
    let note = engine.load_metas().unwrap().payload.unwrap();
    let mut commit = writer.prepare_commit().unwrap();
    commit.set_payload(&note);
    commit.commit().unwrap();
    drop(writer);
    let reasons: Vec<String> = checked(folder).faults.into_iter().map(|f| f.reason).collect();
    for part in
        ["otherwise than it reads, in `text_terms`", "in its columns", "no line in the journal"]
    {
        assert!(reasons.iter().any(|reason| reason.contains(part)), "{part}: {reasons:?}");
    }
    assert!(mended(folder).rebuilt.is_some());
    assert!(checked(folder).is_clean());
}

#[test]
fn what_a_repair_cannot_bring_back_is_named() {
    let folder = folder();
    let folder = folder.path();
    fs::remove_file(folder.join("news/a.txt")).unwrap();
    let store = fs::read_dir(generation(folder)).unwrap().flatten().map(|entry| entry.path());
    let store = store.into_iter().find(|path| path.extension() == Some("store".as_ref())).unwrap();
    let mut bytes = fs::read(&store).unwrap();
    bytes[3] ^= 1;
    fs::write(&store, bytes).unwrap();
    let repair = mended(folder);
    assert_eq!(repair.lost, [folder.canonicalize().unwrap().join("news/a.txt")]);
    assert_eq!(articles(folder), 1);
}

#[test]
fn a_rebuild_keeps_the_articles_of_a_root_that_is_not_there() {
    let folder = folder();
    let folder = folder.path();
    fs::create_dir(folder.join("disk")).unwrap();
    fs::write(folder.join("disk/x.txt"), "talks on a disk").unwrap();
    index(folder, &["disk"]);
    fs::rename(folder.join("disk"), folder.join("away")).unwrap();
    let rebuild = UpdateOptions { rebuild: true, ..options() };
    let report = update(&folder.join("index"), &rebuild, &mut |_| {}).unwrap();
    assert_eq!((report.warnings.len(), report.warnings[0].articles), (1, 1));
    assert_eq!(articles(folder), 3);
    assert!(checked(folder).is_clean());
    // An index that cannot be read has nothing to keep them from.
    for manifest in [generation(folder), folder.join("index")] {
        let manifest = manifest.join("manifest.json");
        let text = fs::read_to_string(&manifest).unwrap();
        fs::write(&manifest, text.replace("\"format\": ", "\"format\": 9")).unwrap();
    }
    let refused = update(&folder.join("index"), &rebuild, &mut |_| {}).unwrap_err();
    assert_eq!(refused.kind(), "would-lose");
    let pruned = UpdateOptions { prune: true, ..rebuild };
    update(&folder.join("index"), &pruned, &mut |_| {}).unwrap();
    assert_eq!(articles(folder), 2);
    assert!(checked(folder).is_clean());
}

#[test]
fn a_check_that_waited_for_a_writer_does_not_take_it_for_a_dead_one() {
    let folder = folder();
    let index = folder.path().join("index");
    let lock = WriterLock::take(&index, Duration::ZERO, &AtomicBool::new(false)).unwrap();
    let options = CheckOptions { wait: Duration::from_secs(60), ..CheckOptions::default() };
    let report = std::thread::scope(|scope| {
        let checking = scope.spawn(|| check(&index, &options).unwrap());
        std::thread::sleep(Duration::from_millis(100));
        drop(lock);
        checking.join().unwrap()
    });
    assert!(report.is_clean() && report.notes.is_empty(), "{report:?}");
    // One that died.
    fs::write(index.join(lock::NAME), "process 4 on host\n").unwrap();
    assert_eq!(checked(folder.path()).notes.len(), 1);
}

#[test]
fn a_repair_waits_for_a_writer_and_checks_what_it_rebuilt() {
    let folder = folder();
    let index = folder.path().join("index");
    let journal = generation(folder.path()).join("journal");
    let mut bytes = fs::read(&journal).unwrap();
    bytes[3] ^= 1;
    fs::write(&journal, bytes).unwrap();
    let report = checked(folder.path());
    let lock = WriterLock::take(&index, Duration::ZERO, &AtomicBool::new(false)).unwrap();
    let waiting = UpdateOptions { wait: Duration::from_secs(60), ..options() };
    let mended = std::thread::scope(|scope| {
        let mending = scope.spawn(|| repair(&index, &report, &waiting, &mut |_| {}));
        std::thread::sleep(Duration::from_millis(100));
        drop(lock);
        mending.join().unwrap().unwrap()
    });
    assert!(mended.rebuilt.is_some() && mended.left.is_empty(), "{mended:?}");
    assert!(checked(folder.path()).is_clean());
}

#[test]
fn groups_that_are_sound_and_wrong_are_found() {
    let folder = folder();
    let folder = folder.path();
    let text: String = (0..200).map(|i| format!("word{} ", i * 7919 % 1009)).collect();
    for name in ["d.txt", "e.txt"] {
        fs::write(folder.join("news").join(name), &text).unwrap();
    }
    index(folder, &[]);
    assert!(checked(folder).is_clean());
    // Those of no article, under the number of this commit.
    let path = generation(folder).join(GROUPS_FILE);
    let commit = u64::from_le_bytes(fs::read(&path).unwrap()[8..16].try_into().unwrap());
    crate::index::groups::keep_none(&generation(folder), commit);
    let reasons: Vec<String> = checked(folder).faults.into_iter().map(|f| f.reason).collect();
    assert_eq!(reasons, ["has other groups than the articles make"]);
    assert!(mended(folder).rebuilt.is_none());
    assert!(checked(folder).is_clean());
}
