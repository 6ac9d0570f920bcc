//! A folder of its own for a test, and the program run inside it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// A temporary folder with an archive in `news` and an index in `index`.
pub struct Sandbox {
    folder: tempfile::TempDir,
}

/// What a run of the program left behind.
pub struct Ran {
    pub command: String,
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Sandbox {
    pub fn new() -> Sandbox {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("news")).unwrap();
        Sandbox { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file below `news`.
    pub fn article(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path("news").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// Runs the program in the folder.
    pub fn talks<S: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Ran {
        let mut command = self.command();
        command.args(arguments);
        let shown = format!("{command:?}");
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran {
            command: shown,
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            code: output.status.code().unwrap_or(-1),
        }
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_talks"));
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        for name in ["TALKS_INDEX", "NO_COLOR", "COLUMNS"] {
            command.env_remove(name);
        }
        command.env("TALKS_TODAY", "2025-12-10").env("TZ", "UTC");
        command
    }

    /// Indexes `news`, which must work.
    pub fn indexed(self) -> Sandbox {
        self.talks(["index", "news"]).ok();
        self
    }
}

impl Ran {
    /// Asserts the exit code, showing everything when it is another.
    pub fn exits(self, code: i32) -> Ran {
        assert_eq!(
            self.code, code,
            "{}\n--- stdout\n{}--- stderr\n{}",
            self.command, self.stdout, self.stderr
        );
        self
    }

    pub fn ok(self) -> Ran {
        self.exits(0)
    }

    /// Parses standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}\n{}", self.command, self.stdout))
    }

    /// Asserts that standard error says something, and in plain words.
    pub fn says(self, part: &str) -> Ran {
        assert!(self.stderr.contains(part), "no `{part}` in:\n{}{}", self.command, self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }
}

/// The file names of the hits of a JSON result, with what matched.
pub fn hits(result: &Value) -> Vec<(String, String)> {
    let hits = result["hits"].as_array().unwrap();
    hits.iter()
        .map(|hit| {
            let path = Path::new(hit["article"]["path"].as_str().unwrap());
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, hit["matched"].as_str().unwrap().to_owned())
        })
        .collect()
}

/// The marked pieces of the passages of a hit, cut by code points.
pub fn marks(hit: &Value) -> Vec<String> {
    let passages = hit["passages"].as_array().unwrap();
    passages.iter().flat_map(marks_of).collect()
}

pub fn marks_of(passage: &Value) -> Vec<String> {
    let text: Vec<char> = passage["text"].as_str().unwrap().chars().collect();
    let at = |mark: &Value, key: &str| mark[key].as_u64().unwrap() as usize;
    let marks = passage["marks"].as_array().unwrap();
    marks.iter().map(|m| text[at(m, "start")..at(m, "end")].iter().collect()).collect()
}

/// Of each kind of character that steers a terminal, one that begins something and one that ends it.
pub const HOSTILE: &str = "\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{8}\u{85}\u{7f}\u{202e}\u{202a}\u{2066}\u{2069}\u{200e}\u{200f}\u{61c}\u{2028}\u{2029}\u{feff}\u{fff9}\u{fffb}";

/// True for what must reach no terminal: controls, and characters that turn the direction of writing.
pub fn is_hostile(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// A folder beside the project, or nothing and a line that says so.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: ../shared/{name} is not here");
    None
}
