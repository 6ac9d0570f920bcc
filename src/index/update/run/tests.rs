//! What cannot be read just now keeps its articles, in an update and in a rebuild: 1. a root, 2. a
//! folder, 3. a file, also when it broke off after some of it was replaced. 4. The next run tries
//! again, though nothing about the file has changed. 5. A folder that is all that is left of a root
//! does not stand for its files. 6. What a rebuild could not read back is counted once.

use std::fs;

use super::*;
use crate::index::archive::Archive;
use crate::index::journal::JournalMark;
use crate::index::update::{IndexReport, Warning, update};

struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new(files: &[(&str, &str)]) -> World {
        let world = World { folder: tempfile::tempdir().unwrap() };
        for (name, text) in files {
            let path = world.news().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        world.run(&world.options());
        world
    }

    fn news(&self) -> PathBuf {
        self.folder.path().join("news")
    }

    fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    fn options(&self) -> UpdateOptions {
        // A long time after the files were written, so that none counts as fresh.
        let now = jiff::Timestamp::now().as_second() + 1000;
        UpdateOptions { paths: vec![self.news()], threads: 1, ..UpdateOptions::new(now) }
    }

    fn run(&self, options: &UpdateOptions) -> IndexReport {
        let report = update(&self.index(), options, &mut |_| {}).unwrap();
        let files = report.files;
        assert_eq!(files.seen, files.added + files.updated + files.unchanged + files.skipped);
        report
    }

    fn texts(&self) -> Vec<String> {
        texts(&Archive::open(&self.index()).unwrap())
    }

    /// Takes in what a walk saw that did not happen.
    fn saw(&self, options: &UpdateOptions, seen: Vec<Seen>) -> IndexReport {
        let dir = self.index();
        let mut manifest = Manifest::read(&dir).unwrap();
        if options.rebuild {
            manifest.generation += 1;
        }
        let generation = manifest.generation_dir(&dir);
        let mut writer = Writer::open(&generation, 1).unwrap();
        if options.rebuild {
            writer.commit(&CommitNote::default()).unwrap();
        }
        let mark = writer.commit_note().unwrap().journal;
        assert_eq!(mark == JournalMark::default(), options.rebuild);
        let journal = Journal::open(&generation, mark).unwrap();
        let (root, mut progress) = (manifest.roots[0].clone(), |_: &Progress| {});
        let place = Place { under: root.path.clone(), root };
        let reading = Reading { place: &place, settings: Settings::default(), hash: 0 };
        let mut run = Run::new(Some(writer), journal, options, &mut progress);
        let mut walked = Walked::default();
        seen.into_iter().for_each(|seen| run.sort(&reading, seen, &mut walked));
        run.take_in(&dir, &reading, walked).unwrap();
        let (writer, _, report) = run.end().unwrap();
        writer.unwrap().finish().unwrap();
        if options.rebuild {
            manifest.write(&dir).unwrap();
        }
        report
    }

    fn unreadable(&self, below: &str, hides: Hides) -> Seen {
        let path = self.news().canonicalize().unwrap().join(below);
        let reason = SkipReason::Unreadable("permission denied".to_owned());
        Seen::Unreadable { path, relative: below.into(), reason, hides }
    }

    /// A file that can be opened, and gives an error of the disk when it is read.
    fn broken(&self, below: &str) -> Seen {
        let (path, stamp) = ("/proc/self/mem".into(), Stamp { size: 3, modified: 1 });
        Seen::File(Candidate { path, relative: below.into(), stamp })
    }

    fn file(&self, below: &str) -> Seen {
        let path = self.news().canonicalize().unwrap().join(below);
        let stamp = Stamp::of(&fs::metadata(&path).unwrap());
        Seen::File(Candidate { path, relative: below.into(), stamp })
    }
}

fn texts(archive: &Archive) -> Vec<String> {
    let reader = archive.articles().unwrap();
    let text = |place| reader.read(place).unwrap().article.text;
    let mut texts: Vec<String> = archive.places().map(text).collect();
    texts.sort();
    texts
}

/// An update and a rebuild.
fn both(world: &World) -> [UpdateOptions; 2] {
    [world.options(), UpdateOptions { rebuild: true, ..world.options() }]
}

const FILES: [(&str, &str); 3] = [("a.txt", "one"), ("deep/b.txt", "two"), ("deep/er/c.txt", "x")];

#[test]
fn a_root_that_cannot_be_looked_into_keeps_its_articles() {
    for rebuild in [false, true] {
        for prune in [false, true] {
            let world = World::new(&FILES);
            let options = UpdateOptions { rebuild, prune, ..world.options() };
            let report = world.saw(&options, vec![world.unreadable("", Hides::Folder)]);
            assert_eq!(world.texts(), ["one", "two", "x"], "{rebuild} {prune}");
            assert_eq!((report.files.removed, report.files.skipped), (0, 1));
            let path = world.news().canonicalize().unwrap();
            let cause = Cause::Unreadable;
            assert_eq!(report.warnings, [Warning { path, articles: 3, lost: 0, cause }]);
            // When it is back, nothing was forgotten.
            assert_eq!(world.run(&world.options()).files.unchanged, 3);
        }
    }
}

#[test]
fn a_folder_that_cannot_be_looked_into_keeps_its_articles() {
    let world = World::new(&FILES);
    for options in both(&world) {
        let seen = vec![world.file("a.txt"), world.unreadable("deep", Hides::Folder)];
        let report = world.saw(&options, seen);
        assert_eq!(world.texts(), ["one", "two", "x"]);
        assert_eq!((report.files.removed, report.files.skipped), (0, 1));
        assert_eq!((report.warnings.len(), report.warnings[0].articles), (1, 2));
    }
    assert_eq!(world.run(&world.options()).files.unchanged, 3);
}

#[test]
fn a_folder_that_is_all_that_is_left_does_not_stand_for_the_files() {
    // What a disk that is not there leaves: an empty folder, but for one that nobody may enter.
    let world = World::new(&FILES);
    for options in both(&world) {
        let report = world.saw(&options, vec![world.unreadable("lost+found", Hides::Folder)]);
        assert_eq!(world.texts(), ["one", "two", "x"]);
        assert_eq!((report.files.removed, report.warnings[0].cause), (0, Cause::Empty));
    }
}

#[test]
fn a_file_that_cannot_be_looked_at_keeps_its_articles() {
    let world = World::new(&FILES);
    for options in both(&world) {
        let others = [world.file("deep/b.txt"), world.file("deep/er/c.txt")];
        let seen = [world.unreadable("a.txt", Hides::File)].into_iter().chain(others).collect();
        let report = world.saw(&options, seen);
        assert_eq!(world.texts(), ["one", "two", "x"]);
        assert_eq!((report.files.removed, report.files.skipped), (0, 1));
        assert_eq!(report.total_articles, 3);
    }
    assert_eq!(world.run(&world.options()).files.unchanged, 3);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_read_keeps_its_articles_and_is_tried_again() {
    let world = World::new(&FILES);
    let others = || [world.file("deep/b.txt"), world.file("deep/er/c.txt")];
    let seen = |broken: &str| [world.broken(broken)].into_iter().chain(others()).collect();
    for options in both(&world) {
        let report = world.saw(&options, seen("a.txt"));
        assert_eq!(world.texts(), ["one", "two", "x"]);
        assert_eq!((report.files.skipped, report.files.removed, report.total_articles), (1, 0, 3));
        assert_eq!(report.skips[0].reason.kind(), "unreadable");
        // It is said each time, and tried each time.
        assert_eq!(world.saw(&world.options(), seen("a.txt")).files.skipped, 1);
        assert_eq!(world.run(&world.options()).files.unchanged, 3);
    }
    // One of which nothing is known yet.
    assert_eq!(world.saw(&world.options(), seen("d.txt")).files.removed, 1);
    let path = world.news().join("d.txt");
    fs::remove_file(world.news().join("a.txt")).unwrap();
    fs::write(&path, "new").unwrap();
    assert_eq!(world.run(&world.options()).files.added, 1);
    assert_eq!(world.texts(), ["new", "two", "x"]);
}

#[test]
fn a_file_that_broke_off_is_as_it_was() {
    let world = World::new(&FILES);
    let dir = world.index();
    let manifest = Manifest::read(&dir).unwrap();
    let generation = manifest.generation_dir(&dir);
    let writer = Writer::open(&generation, 1).unwrap();
    let journal = Journal::open(&generation, writer.commit_note().unwrap().journal).unwrap();
    let (root, options) = (manifest.roots[0].clone(), world.options());
    let place = Place { under: root.path.clone(), root };
    let reading = Reading { place: &place, settings: Settings::default(), hash: 0 };
    let mut progress = |_: &Progress| {};
    let mut run = Run::new(Some(writer), journal, &options, &mut progress);
    run.remove(&FileKey(0, "a.txt".into()));
    let (path, reason) = (world.news().join("a.txt"), SkipReason::Unreadable("broken".to_owned()));
    let unread = Unread { path, relative: "a.txt".into(), reason, is_torn: true };
    run.keep_unread(&dir, &reading, vec![unread]).unwrap();
    let (writer, _, report) = run.end().unwrap();
    writer.unwrap().finish().unwrap();
    assert_eq!((report.articles.unchanged, report.articles.removed), (1, 0));
    assert_eq!(world.texts(), ["one", "two", "x"]);
    assert_eq!(world.run(&world.options()).files.unchanged, 3);
}
