//! Random histories of a folder and its index, against a model that is two maps in memory: what the
//! files hold, and what the index was told of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use talks::date::Date;
use talks::index::{Archive, CheckOptions, UpdateOptions, check, update};
use talks::query::{Mode, ParseOptions, parse};
use talks::rank::{Match, SearchRequest, search};

use fastrand::Rng;

use crate::random::seeded;

const NAMES: [&str; 6] = ["a.txt", "b.txt", "c.md", "deep/d.txt", "deep/er/e.txt", "new\nline.txt"];
/// Another test of this process that starts a program holds our files open for a moment.
const WAIT: Duration = Duration::from_secs(20);
const ROOTS: [&str; 2] = ["news", "more"];

/// A folder with two roots, an index of them, and what both should hold.
struct World {
    folder: tempfile::TempDir,
    random: Rng,
    /// The text of each file.
    disk: BTreeMap<PathBuf, String>,
    /// The text of each file as it was when the index last took it in, and its time then.
    index: BTreeMap<PathBuf, (String, Option<SystemTime>)>,
    /// Roots that were named to the index.
    known: BTreeSet<PathBuf>,
    /// Roots that are away just now.
    away: BTreeSet<PathBuf>,
    /// Files that give an error of the disk when they are read.
    broken: BTreeSet<PathBuf>,
    versions: u64,
    steps: Vec<String>,
}

impl World {
    fn new(seed: u64) -> World {
        let folder = tempfile::tempdir().unwrap();
        for root in ROOTS {
            fs::create_dir(folder.path().join(root)).unwrap();
        }
        World {
            folder,
            random: Rng::with_seed(seed),
            disk: BTreeMap::new(),
            index: BTreeMap::new(),
            known: BTreeSet::new(),
            away: BTreeSet::new(),
            broken: BTreeSet::new(),
            versions: 0,
            steps: Vec::new(),
        }
    }

    fn dir(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    fn root(&mut self) -> PathBuf {
        // As the index knows it.
        let root = ROOTS[self.random.usize(..ROOTS.len())];
        self.folder.path().canonicalize().unwrap().join(root)
    }

    /// Returns a file that is there, if any is within reach.
    fn some_file(&mut self) -> Option<PathBuf> {
        let here = |path: &&PathBuf| {
            let is_away = self.away.iter().any(|root| path.starts_with(root));
            !is_away && !self.broken.contains(*path)
        };
        let files: Vec<PathBuf> = self.disk.keys().filter(here).cloned().collect();
        self.random.choice(&files).cloned()
    }

    fn step(&mut self) {
        let step = self.random.usize(..100);
        let done = match step {
            0..20 => self.write(None),
            20..35 => self.some_file().and_then(|path| self.write(Some(path))),
            35..43 => self.some_file().map(|path| self.rename(&path)),
            43..49 => self.some_file().map(|path| self.truncate(path)),
            49..56 => self.some_file().map(|path| self.delete(&path)),
            56..62 => self.some_file().map(|path| self.touch(&path)),
            62..66 => self.break_or_mend(),
            66..70 => Some(self.leave()),
            70..75 => Some(self.come_back()),
            75..92 => Some(self.bring_up_to_date()),
            92..94 => Some(self.rebuild()),
            94..97 => Some(self.kill()),
            _ => Some("check".to_owned()).inspect(|_| self.assert_clean()),
        };
        self.steps.extend(done);
    }

    fn write(&mut self, path: Option<PathBuf>) -> Option<String> {
        let edits = path.is_some();
        let path = match path {
            Some(path) => path,
            None => {
                let name = NAMES[self.random.usize(..NAMES.len())];
                self.root().join(name)
            }
        };
        if self.away.iter().any(|root| path.starts_with(root)) || self.broken.contains(&path) {
            return None;
        }
        self.versions += 1;
        // Often of the length of the one before.
        let text = format!("talks of version v{:06}", self.versions);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let before = fs::metadata(&path).ok().and_then(|data| data.modified().ok());
        fs::write(&path, &text).unwrap();
        // A clock that was set back, but never to the moment of the version before.
        if self.random.usize(..4) == 0 {
            let back = SystemTime::now() - Duration::from_millis(self.random.u64(..1_000_000_000));
            if Some(back) != before {
                File::options().write(true).open(&path).unwrap().set_modified(back).unwrap();
            }
        }
        let done = format!("{} {path:?}: {text}", if edits { "edit" } else { "create" });
        self.disk.insert(path, text);
        Some(done)
    }

    fn rename(&mut self, from: &Path) -> String {
        let to = from.with_file_name(format!("moved-{}.txt", self.random.usize(..3)));
        if self.broken.contains(&to) {
            return format!("nothing moved onto {to:?}");
        }
        fs::rename(from, &to).unwrap();
        let text = self.disk.remove(from).unwrap();
        self.disk.insert(to.clone(), text);
        format!("rename {from:?} to {to:?}")
    }

    fn truncate(&mut self, path: PathBuf) -> String {
        File::options().write(true).open(&path).unwrap().set_len(0).unwrap();
        let done = format!("truncate {path:?}");
        self.disk.insert(path, String::new());
        done
    }

    fn delete(&mut self, path: &Path) -> String {
        fs::remove_file(path).unwrap();
        self.disk.remove(path);
        format!("delete {path:?}")
    }

    fn touch(&mut self, path: &Path) -> String {
        let seconds = self.random.u64(..100_000_000);
        let time = SystemTime::now() - Duration::from_secs(seconds);
        File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
        format!("touch {path:?}, {seconds} s ago")
    }

    /// Makes a file give an error of the disk when it is read, or gives it back as it was, with its
    /// time: nothing about it tells that it can be read again. (Taking the right to read away would
    /// do for anybody but the superuser, as whom tests may run.)
    fn break_or_mend(&mut self) -> Option<String> {
        if !cfg!(target_os = "linux") {
            return None;
        }
        let here = |path: &&PathBuf| !self.away.iter().any(|root| path.starts_with(root));
        if let Some(path) = self.broken.iter().find(here).cloned() {
            fs::remove_file(&path).unwrap();
            fs::rename(aside(&path), &path).unwrap();
            self.broken.remove(&path);
            return Some(format!("mend {path:?}"));
        }
        let path = self.some_file()?;
        fs::rename(&path, aside(&path)).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(path.file_name().unwrap(), &path).unwrap();
        self.broken.insert(path.clone());
        Some(format!("break {path:?}"))
    }

    fn leave(&mut self) -> String {
        let root = self.root();
        if self.away.insert(root.clone()) {
            fs::rename(&root, root.with_extension("away")).unwrap();
            // A disk that is not plugged in leaves an empty folder, or none.
            if self.random.usize(..2) == 0 {
                fs::create_dir(&root).unwrap();
            }
        }
        format!("{root:?} goes away")
    }

    fn come_back(&mut self) -> String {
        let root = self.root();
        if self.away.remove(&root) {
            let _ = fs::remove_dir(&root);
            fs::rename(root.with_extension("away"), &root).unwrap();
        }
        format!("{root:?} comes back")
    }

    /// Tells the model what the index is told by a run over the roots.
    fn take_in(&mut self) {
        for root in &self.known {
            let here = |path: &PathBuf| path.starts_with(root);
            let files: Vec<&PathBuf> = self.disk.keys().filter(|path| here(path)).collect();
            // What is away, or empty all at once, stays as it was.
            if self.away.contains(root) || files.is_empty() {
                continue;
            }
            let mut now = BTreeMap::new();
            for path in files {
                if self.broken.contains(path) {
                    // What cannot be read stays as it was.
                    now.extend(self.index.get(path).map(|known| (path.clone(), known.clone())));
                    continue;
                }
                if self.disk[path].is_empty() {
                    continue;
                }
                let time = fs::metadata(path).unwrap().modified().ok();
                now.insert(path.clone(), (self.disk[path].clone(), time));
            }
            self.index.retain(|path, _| !here(path));
            self.index.extend(now);
        }
    }

    fn options(&mut self) -> UpdateOptions {
        let roots: Vec<PathBuf> = self.known.iter().cloned().collect();
        let absent = ROOTS.map(|root| self.folder.path().canonicalize().unwrap().join(root));
        let new: Vec<PathBuf> = absent
            .into_iter()
            .filter(|root| !self.known.contains(root) && !self.away.contains(root))
            .collect();
        let named = self.random.usize(..3);
        let paths = if roots.is_empty() || named == 0 { new } else { Vec::new() };
        self.known.extend(paths.iter().cloned());
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        let threads = 1 + self.random.usize(..3);
        let step_bytes = if self.random.usize(..2) == 0 { 1 } else { 1 << 20 };
        UpdateOptions { paths, threads, step_bytes, wait: WAIT, ..UpdateOptions::new(now as i64) }
    }

    fn bring_up_to_date(&mut self) -> String {
        let options = self.options();
        let named = options.paths.clone();
        if self.known.is_empty() {
            return "nothing to index".to_owned();
        }
        if named.is_empty() || self.known.len() == named.len() {
            update(&self.dir(), &options, &mut |_| {}).unwrap();
        } else {
            // New roots first, then all of them.
            update(&self.dir(), &options, &mut |_| {}).unwrap();
            let all = UpdateOptions { paths: Vec::new(), ..options };
            update(&self.dir(), &all, &mut |_| {}).unwrap();
        }
        self.take_in();
        self.assert_same("index");
        format!("index {named:?}")
    }

    fn rebuild(&mut self) -> String {
        if self.known.is_empty() {
            return "nothing to rebuild".to_owned();
        }
        let options = UpdateOptions { rebuild: true, paths: Vec::new(), ..self.options_of_known() };
        update(&self.dir(), &options, &mut |_| {}).unwrap();
        self.take_in();
        self.assert_same("rebuild");
        "rebuild".to_owned()
    }

    fn options_of_known(&mut self) -> UpdateOptions {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        UpdateOptions { threads: 1, wait: WAIT, ..UpdateOptions::new(now as i64) }
    }

    /// Kills a run of the program in its middle; then each file is as it was or as it is.
    fn kill(&mut self) -> String {
        if !self.dir().join("manifest.json").exists() {
            return "nothing to kill".to_owned();
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_talks"));
        command.arg("--index").arg(self.dir()).args(["index", "--step-bytes", "1"]);
        command.current_dir(self.folder.path()).env_remove("TALKS_INDEX");
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(self.random.u64(..60_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        let old = self.index.clone();
        let before: BTreeMap<PathBuf, String> = texts(&self.archive());
        self.take_in();
        let all = old.keys().chain(self.index.keys()).chain(before.keys());
        for path in all.collect::<BTreeSet<_>>() {
            let there = before.get(path);
            let was = old.get(path).map(|(text, _)| text);
            let is = self.index.get(path).map(|(text, _)| text);
            assert!(there == was || there == is, "killed: {path:?}: {there:?}, {was:?} or {is:?}");
        }
        self.assert_clean();
        // It goes on where it was cut off.
        let options = UpdateOptions { paths: Vec::new(), ..self.options_of_known() };
        update(&self.dir(), &options, &mut |_| {}).unwrap();
        self.assert_same("after a kill");
        "kill".to_owned()
    }

    fn archive(&self) -> Archive {
        Archive::open(&self.dir()).unwrap()
    }

    fn assert_clean(&self) {
        if self.dir().join("manifest.json").exists() {
            let options = CheckOptions { wait: WAIT, ..CheckOptions::default() };
            let report = check(&self.dir(), &options).unwrap();
            assert!(report.is_clean(), "{:?}", report.faults);
        }
    }

    /// Asserts that the index holds what the model says, finds it, and knows what is stale.
    fn assert_same(&self, when: &str) {
        let archive = self.archive();
        let there = texts(&archive);
        let wanted: BTreeMap<PathBuf, String> =
            self.index.iter().map(|(path, (text, _))| (path.clone(), text.clone())).collect();
        assert_eq!(there, wanted, "{when}");
        for (path, (text, time)) in self.index.iter().take(3) {
            let word = text.split(' ').next_back().unwrap();
            let options = ParseOptions { mode: Mode::Words, today: Date::EPOCH };
            let query = parse(word, &options).unwrap();
            let mut request = SearchRequest::new(word, query);
            request.matching = Match::All;
            request.limit = 100;
            let hits = search(&archive, &request).unwrap().hits;
            let same: Vec<_> = hits.iter().filter(|hit| hit.article.path == *path).collect();
            assert_eq!(same.len(), 1, "{when}: {word} in {path:?}");
            let data = fs::metadata(path).ok();
            let is_as_it_was = data.as_ref().is_some_and(|data| {
                data.modified().ok() == *time && data.len() == text.len() as u64
            });
            assert_eq!(same[0].is_stale, !is_as_it_was, "{when}: {path:?}");
        }
    }
}

/// Where a file lies while it is broken: hidden, so that no walk comes upon it.
fn aside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    path.with_file_name(format!(".{name}"))
}

fn texts(archive: &Archive) -> BTreeMap<PathBuf, String> {
    let reader = archive.articles().unwrap();
    let mut texts = BTreeMap::new();
    for place in archive.places() {
        let stored = reader.read(place).unwrap();
        let path = archive.path_of(&stored).unwrap();
        assert!(texts.insert(path, stored.article.text).is_none());
    }
    texts
}

#[test]
fn any_history_ends_where_the_model_does() {
    let trials = crate::trials(25);
    let start = seeded(3).u64(..);
    let failed = AtomicBool::new(false);
    let (mut steps, mut kinds) = (0, BTreeMap::<String, usize>::new());
    for trial in 0..trials as u64 {
        let mut world = World::new(start.wrapping_add(trial));
        let history = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for _ in 0..20 {
                world.step();
            }
            world.bring_up_to_date();
            world.assert_clean();
        }));
        if history.is_err() {
            println!("sequence {trial}:\n  {}", world.steps.join("\n  "));
            failed.store(true, Ordering::Relaxed);
            break;
        }
        steps += world.steps.len();
        for step in &world.steps {
            let kind = step.split(' ').next().unwrap().trim_matches('"').to_owned();
            let kind = if kind.starts_with('/') { "root gone or back".to_owned() } else { kind };
            *kinds.entry(kind).or_default() += 1;
        }
    }
    assert!(!failed.load(Ordering::Relaxed));
    println!("model: {trials} sequences, {steps} steps, no difference: {kinds:?}");
}
