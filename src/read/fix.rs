//! A correction -> a changed `talks.toml` in which everything else stands as it stood.

use std::fmt;
use std::io::Write;
use std::path::Path;

use toml_edit::{DocumentMut, Item, Table, value};

use super::settings::{FILE_NAME, Settings, SettingsError};
use crate::date::Date;

/// Fields to correct; what is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fix {
    /// The outlet.
    pub source: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Day of publication.
    pub date: Option<Date>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The article's own address.
    pub url: Option<String>,
    /// Language as a two-letter code.
    pub language: Option<String>,
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
            FixError::Settings(_) => write!(f, "cannot correct {FILE_NAME}"),
            FixError::Write(_) => write!(f, "cannot write {FILE_NAME}"),
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
/// `name` is the path of a file below the root with `/` between its parts, or `path#key` for a
/// record. The file is replaced as a whole, so that a reader sees the old one or the new one.
///
/// # Errors
///
/// When the file that is there is not understood, or the new one cannot be written.
pub fn fix(root: &Path, name: &str, fix: &Fix) -> Result<(), FixError> {
    Settings::load(root).map_err(FixError::Settings)?;
    let path = root.join(FILE_NAME);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(FixError::Settings(SettingsError::Unreadable(error.to_string()))),
    };
    let text = fixed(&text, name, fix).map_err(FixError::Settings)?;
    let beside = root.join(format!(".{FILE_NAME}.new"));
    let write = || {
        let mut file = std::fs::File::create(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&beside, &path)
    };
    write().map_err(FixError::Write)
}

/// Returns the text of a `talks.toml` with a correction put in.
///
/// # Errors
///
/// When the text is not TOML, or the result is not a `talks.toml`.
pub fn fixed(text: &str, name: &str, fix: &Fix) -> Result<String, SettingsError> {
    Settings::parse(text)?;
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        SettingsError::Syntax(error.message().to_string(), 1)
    })?;
    let entry = document.as_table_mut().entry(name).or_insert_with(|| Item::Table(Table::new()));
    let Some(table) = entry.as_table_like_mut() else {
        return Err(SettingsError::Value("the file".to_string(), name.to_string(), "a table"));
    };
    let texts = [
        ("source", &fix.source),
        ("title", &fix.title),
        ("author", &fix.author),
        ("url", &fix.url),
        ("language", &fix.language),
    ];
    for (key, text) in texts {
        if let Some(text) = text {
            table.insert(key, value(text.as_str()));
        }
    }
    if let Some(date) = fix.date {
        table.insert("date", value(date.to_string()));
    }
    let text = document.to_string();
    Settings::parse(&text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Fix {
        Fix {
            source: Some("Wire \"A\"".into()),
            date: Date::from_ymd(2025, 12, 4),
            ..Fix::default()
        }
    }

    #[test]
    fn what_stands_there_is_kept() {
        let text = "# mine\nexclude = [ \"x\" ] # why\n\n[\"a/*\"]\nsource = 'Post'\n";
        let changed = fixed(text, "a/b c.txt", &example()).unwrap();
        assert!(changed.starts_with(text), "{changed}");
        assert!(
            changed.ends_with("[\"a/b c.txt\"]\nsource = 'Wire \"A\"'\ndate = \"2025-12-04\"\n"),
            "{changed}"
        );
        let again =
            fixed(&changed, "a/b c.txt", &Fix { title: Some("T".into()), ..Fix::default() })
                .unwrap();
        assert!(again.contains("date = \"2025-12-04\"\ntitle = \"T\"\n"), "{again}");
    }

    #[test]
    fn a_correction_is_written_and_loaded() {
        let folder = tempfile::tempdir().unwrap();
        fix(folder.path(), "a.jsonl#7", &example()).unwrap();
        let settings = Settings::load(folder.path()).unwrap();
        let mut article = crate::article::Article { key: Some("7".into()), ..Default::default() };
        settings.correct(&mut article, Path::new("a.jsonl"));
        assert_eq!(article.source.unwrap().value, "Wire \"A\"");
    }

    #[test]
    fn a_broken_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE_NAME), "[a\n").unwrap();
        assert!(matches!(fix(folder.path(), "b", &example()), Err(FixError::Settings(_))));
        assert_eq!(std::fs::read_to_string(folder.path().join(FILE_NAME)).unwrap(), "[a\n");
    }
}
