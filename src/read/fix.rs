//! A correction -> a changed `talks.toml` in which everything else stands as it stood.

use std::fmt;
use std::io::Write;
use std::path::Path;

use toml_edit::{Datetime, DocumentMut, Item, Table, TableLike, value};

use super::settings::{Change, Settings, SettingsError, escaped};
use crate::date::Date;
use crate::discover::SETTINGS_NAME;

/// Fields to correct; by default all stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fix {
    /// The outlet.
    pub source: Change<String>,
    /// The headline.
    pub title: Change<String>,
    /// Day of publication.
    pub date: Change<Date>,
    /// Who wrote it.
    pub author: Change<String>,
    /// The article's own address.
    pub url: Change<String>,
    /// Language as a two-letter code.
    pub language: Change<String>,
}

/// What is corrected: the name of a table of `talks.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixName<'a> {
    /// A file, by its path below the root with `/` between its parts, or `path#key` for a record.
    One(&'a str),
    /// Every file that a glob matches.
    Glob(&'a str),
}

/// Why a correction could not be written.
#[derive(Debug)]
pub enum FixError {
    /// The file as it stands, or as it would stand, is not understood.
    Settings(SettingsError),
    /// The file could not be written.
    Write(std::io::Error),
}

impl fmt::Display for FixError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FixError::Settings(_) => write!(f, "cannot correct {SETTINGS_NAME}"),
            FixError::Write(_) => write!(f, "cannot write {SETTINGS_NAME}"),
        }
    }
}

impl std::error::Error for FixError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            FixError::Settings(error) => Some(error),
            FixError::Write(error) => Some(error),
        }
    }
}

/// Writes a correction for `name` into the `talks.toml` of `root`.
///
/// The file is replaced as a whole, so that a reader sees the old one or the new one. Of two that
/// correct at once, the second waits for the first.
///
/// # Errors
///
/// When the file that is there is not understood, or the new one cannot be written.
pub fn fix(root: &Path, name: FixName<'_>, fix: &Fix) -> Result<(), FixError> {
    Settings::load(root).map_err(FixError::Settings)?;
    // A link stays a link.
    let path = root.join(SETTINGS_NAME);
    let path = path.canonicalize().unwrap_or(path);
    // The folder is what stays the same while the file is replaced. Where a folder cannot be locked,
    // as on some network drives, one correction at a time is up to the caller.
    let folder = std::fs::File::open(path.parent().unwrap_or(root));
    let _held = folder.and_then(|folder| folder.lock().map(|()| folder));
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(FixError::Settings(SettingsError::Unreadable(error.to_string()))),
    };
    let text = fixed(&text, name, fix).map_err(FixError::Settings)?;
    let beside = path.with_file_name(format!(".{SETTINGS_NAME}.new"));
    let write = || {
        // One that a killed run left behind, or a link that someone put there, is not written to.
        match std::fs::remove_file(&beside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = std::fs::File::create_new(&beside)?;
        if let Ok(data) = std::fs::metadata(&path) {
            file.set_permissions(data.permissions())?;
        }
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&beside, &path)
    };
    write().map_err(|error| {
        let _ = std::fs::remove_file(&beside);
        FixError::Write(error)
    })
}

/// Returns the text of a `talks.toml` with a correction put in.
///
/// # Errors
///
/// When the text is not TOML, or the result is not a `talks.toml`.
pub fn fixed(text: &str, name: FixName<'_>, fix: &Fix) -> Result<String, SettingsError> {
    Settings::parse(text)?;
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        SettingsError::Syntax(error.message().to_string(), 1)
    })?;
    let tables = document.as_table_mut();
    let name = match name {
        FixName::Glob(name) => name.to_string(),
        // A table that someone wrote with the plain name stays the one for the file.
        FixName::One(name) if tables.contains_key(name) => name.to_string(),
        FixName::One(name) => escaped(name),
    };
    let entry = tables.entry(&name).or_insert_with(|| Item::Table(Table::new()));
    let Some(table) = entry.as_table_like_mut() else {
        return Err(SettingsError::Value("the file".to_string(), name, "a table"));
    };
    let texts = [
        ("source", &fix.source),
        ("title", &fix.title),
        ("author", &fix.author),
        ("url", &fix.url),
        ("language", &fix.language),
    ];
    for (key, change) in texts {
        put(table, key, change, |text| value(text.as_str()));
    }
    put(table, "date", &fix.date, |date| {
        let written = date.to_string();
        // TOML has dates of its own; what it cannot write, a minute without seconds, is a text.
        written.parse::<Datetime>().map_or_else(|_| value(&written), value)
    });
    let text = document.to_string();
    Settings::parse(&text)?;
    Ok(text)
}

fn put<T>(table: &mut dyn TableLike, key: &str, change: &Change<T>, item: impl Fn(&T) -> Item) {
    let new = match change {
        Change::Keep => return,
        Change::Empty => value(false),
        Change::Value(value) => item(value),
    };
    // What stands behind the old value on its line stays.
    let decor = table.get(key).and_then(Item::as_value).map(|old| old.decor().clone());
    table.insert(key, new);
    if let (Some(decor), Some(new)) = (decor, table.get_mut(key).and_then(Item::as_value_mut)) {
        *new.decor_mut() = decor;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Fix {
        let date = Date::from_ymd(2025, 12, 4).unwrap();
        let source = Change::Value("Wire \"A\"".into());
        Fix { source, date: Change::Value(date), ..Fix::default() }
    }

    #[test]
    fn what_stands_there_is_kept() {
        let name = FixName::One("a/b c.txt");
        let text = "# mine\nexclude = [ \"x\" ] # why\n\n[\"a/*\"]\nsource = 'Post'\n";
        let changed = fixed(text, name, &example()).unwrap();
        assert!(changed.starts_with(text), "{changed}");
        let end = "[\"a/b c.txt\"]\nsource = 'Wire \"A\"'\ndate = 2025-12-04\n";
        assert!(changed.ends_with(end), "{changed}");
        let title = Fix { title: Change::Value("T".into()), ..Fix::default() };
        let again = fixed(&changed, name, &title).unwrap();
        assert!(again.contains("date = 2025-12-04\ntitle = \"T\"\n"), "{again}");
    }

    #[test]
    fn a_value_changes_and_its_remark_stays() {
        let text = "[\"a.txt\"]\ndate = 2025-12-01 # seen on paper\n";
        let changed = fixed(text, FixName::One("a.txt"), &example()).unwrap();
        assert!(changed.contains("date = 2025-12-04 # seen on paper\n"), "{changed}");
        let none = Fix { date: Change::Empty, ..Fix::default() };
        let changed = fixed(&changed, FixName::One("a.txt"), &none).unwrap();
        assert!(changed.contains("date = false # seen on paper\n"), "{changed}");
    }

    #[test]
    fn a_correction_is_written_and_loaded() {
        let folder = tempfile::tempdir().unwrap();
        fix(folder.path(), FixName::One("a[1].jsonl#7"), &example()).unwrap();
        let settings = Settings::load(folder.path()).unwrap();
        let mut article = crate::article::Article { key: Some("7".into()), ..Default::default() };
        settings.correct(&mut article, Path::new("a[1].jsonl"));
        assert_eq!(article.source.unwrap().value, "Wire \"A\"");
    }

    #[test]
    fn corrections_made_at_once_are_all_kept() {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<String> = (0..8).map(|i| format!("{i}.txt")).collect();
        std::thread::scope(|scope| {
            for name in &names {
                let root = folder.path();
                scope.spawn(move || fix(root, FixName::One(name), &example()).unwrap());
            }
        });
        let text = std::fs::read_to_string(folder.path().join(SETTINGS_NAME)).unwrap();
        for name in &names {
            assert!(text.contains(&format!("[\"{name}\"]")), "{name} is lost: {text}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn no_link_beside_the_file_is_written_through() {
        let folder = tempfile::tempdir().unwrap();
        let other = folder.path().join("other");
        std::fs::write(&other, "mine").unwrap();
        let beside = folder.path().join(format!(".{SETTINGS_NAME}.new"));
        std::os::unix::fs::symlink(&other, &beside).unwrap();
        fix(folder.path(), FixName::One("a.txt"), &example()).unwrap();
        assert_eq!(std::fs::read_to_string(&other).unwrap(), "mine");
        assert!(!folder.path().join(SETTINGS_NAME).is_symlink() && !beside.exists());
    }

    #[test]
    fn a_broken_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(SETTINGS_NAME), "[a\n").unwrap();
        let result = fix(folder.path(), FixName::One("b"), &example());
        assert!(matches!(result, Err(FixError::Settings(_))));
        assert_eq!(std::fs::read_to_string(folder.path().join(SETTINGS_NAME)).unwrap(), "[a\n");
    }
}
