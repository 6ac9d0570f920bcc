//! A root's `talks.toml` -> corrections by path or glob.
//!
//! Each table is named by a path or a glob, relative to the root. A table that names one file or
//! record wins over globs, one that names a record over one that names its file, and of globs the
//! later one. A field that is `false` stays empty, whatever was found.
//!
//! ```toml
//! exclude = ["drafts/**"]
//! aliases = [["Sarn", "Szarn"]]
//!
//! ["wire/*.txt"]
//! source = "Example Wire"
//! date_order = "day-first"
//! drop = ["Our standards", "Copyright *"]
//!
//! ["wire/a.jsonl#17"]
//! date = 2025-12-04
//! ```

mod name;
mod rule;
mod unmatched;

use std::collections::HashMap;
use std::fmt;
use std::path::Path;

use globset::GlobMatcher;

use self::name::{glob, unescaped};
use self::rule::{Rule, put, strings, words, wrong};
use super::dates::Order;
use crate::article::Article;
use crate::discover::SETTINGS_NAME;

pub use self::name::{escaped, slashed};
pub use self::unmatched::Unmatched;

/// Largest `talks.toml` that is read, in bytes: a hundred thousand corrections fit.
const LARGEST: u64 = 16 << 20;

/// Corrections and rules of one root; empty by default.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    exclude: Vec<(GlobMatcher, String)>,
    aliases: Vec<Vec<String>>,
    rules: Vec<Rule>,
    /// The rules whose name is that of one file or record, by that name; in order.
    named: HashMap<String, Vec<usize>>,
    /// The rules whose name is a pattern, in order: each file is compared with each of them.
    patterns: Vec<(GlobMatcher, usize)>,
}

/// What a correction does to one field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Change<T> {
    /// It stays as it was found.
    #[default]
    Keep,
    /// It is left empty, whatever was found: `date = false`.
    Empty,
    /// It gets this value.
    Value(T),
}

/// Why a `talks.toml` could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsError {
    /// The file is there and could not be read; the system's message.
    Unreadable(String),
    /// The file is not TOML; what is wrong and on which line, from 1.
    Syntax(String, usize),
    /// A value has another kind or form than its key wants: table, key, what is wanted.
    Value(String, String, &'static str),
    /// A table has a key that means nothing.
    UnknownKey(String, String),
    /// A pattern of `exclude` is not a glob.
    Glob(String),
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SettingsError::Unreadable(why) => write!(f, "cannot read {SETTINGS_NAME}: {why}"),
            SettingsError::Syntax(why, line) => write!(f, "{SETTINGS_NAME} line {line}: {why}"),
            SettingsError::Value(table, key, wanted) => {
                write!(f, "{SETTINGS_NAME}: `{key}` of `{table}` is not {wanted}")
            }
            SettingsError::UnknownKey(table, key) => {
                write!(f, "{SETTINGS_NAME}: `{table}` has an unknown key `{key}`")
            }
            SettingsError::Glob(glob) => write!(f, "{SETTINGS_NAME}: `{glob}` is not a glob"),
        }
    }
}

impl std::error::Error for SettingsError {}

impl Settings {
    /// Reads `talks.toml` in `root`; a root without one gives empty settings.
    ///
    /// # Errors
    ///
    /// When the file is there and cannot be read or understood.
    pub fn load(root: &Path) -> Result<Settings, SettingsError> {
        let path = root.join(SETTINGS_NAME);
        match std::fs::metadata(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Settings::default());
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
                return Ok(Settings::default());
            }
            Err(error) => return Err(SettingsError::Unreadable(error.to_string())),
            // A pipe may never end, and a device never does.
            Ok(data) if !data.is_file() => {
                return Err(SettingsError::Unreadable("it is no ordinary file".to_string()));
            }
            Ok(data) if data.len() > LARGEST => {
                return Err(SettingsError::Unreadable("it is larger than 16 MiB".to_string()));
            }
            Ok(_) => {}
        }
        let text = std::fs::read_to_string(&path)
            .map_err(|error| SettingsError::Unreadable(error.to_string()))?;
        Settings::parse(&text)
    }

    /// Reads the text of a `talks.toml`.
    ///
    /// # Errors
    ///
    /// When it is not TOML, or a table says something that is not understood.
    pub fn parse(text: &str) -> Result<Settings, SettingsError> {
        let document: toml_edit::Document<&str> =
            toml_edit::Document::parse(text).map_err(|error| {
                let at = error.span().map_or(0, |span| span.start.min(text.len()));
                let line = text.as_bytes()[..at].iter().filter(|b| **b == b'\n').count() + 1;
                let why = error.message().lines().next().unwrap_or("not TOML").to_string();
                SettingsError::Syntax(why, line)
            })?;
        let mut settings = Settings::default();
        for (name, item) in document.iter() {
            if name == "exclude" && !item.is_table_like() {
                for pattern in
                    strings(item).ok_or_else(|| wrong("the file", name, "a list of globs"))?
                {
                    settings.exclude.push((glob(&pattern)?, pattern));
                }
                continue;
            }
            if name == "aliases" && !item.is_table_like() {
                let lists = item.as_array().into_iter().flatten().map(words);
                let lists: Option<Vec<Vec<String>>> = lists.collect();
                settings.aliases = lists
                    .filter(|_| item.is_array())
                    .ok_or_else(|| wrong("the file", name, "a list of lists of spellings"))?;
                continue;
            }
            let Some(table) = item.as_table_like() else {
                return Err(wrong("the file", name, "a table named by a path or glob"));
            };
            settings.add(Rule::read(name, table)?);
        }
        Ok(settings)
    }

    /// Adds a rule behind the others, where it is found by the name of its table.
    fn add(&mut self, rule: Rule) {
        let (name, place) = (&rule.name, self.rules.len());
        let plain = unescaped(name);
        if plain == *name
            && name.contains(['*', '?', '[', ']', '{', '}', '\\'])
            // What is no glob names the file that is called so.
            && let Ok(glob) = glob(name)
        {
            self.patterns.push((glob, place));
        }
        if plain != *name {
            self.named.entry(plain).or_default().push(place);
        }
        self.named.entry(name.clone()).or_default().push(place);
        self.rules.push(rule);
    }

    /// True when nothing is set.
    pub fn is_empty(&self) -> bool {
        self.exclude.is_empty() && self.rules.is_empty() && self.aliases.is_empty()
    }

    /// Spellings of names: a list a name.
    pub fn aliases(&self) -> &[Vec<String>] {
        &self.aliases
    }

    /// Returns the pattern that excludes a file or an article, if one does.
    pub fn excludes<'a>(&'a self, relative: &Path, key: Option<&str>) -> Option<&'a str> {
        let name = slashed(relative);
        if let Some((_, pattern)) = self.exclude.iter().find(|(glob, _)| glob.is_match(&name)) {
            return Some(pattern);
        }
        let last = self.rules_for(&name, key).filter(|rule| rule.exclude.is_some()).last()?;
        (last.exclude == Some(true)).then_some(last.name.as_str())
    }

    /// How numeric dates of a file are written.
    pub(super) fn order(&self, relative: &Path) -> Option<Order> {
        let name = slashed(relative);
        self.rules_for(&name, None).filter_map(|rule| rule.order).last()
    }

    /// Lines to leave out of the articles of a file.
    pub(super) fn drop_lines(&self, relative: &Path) -> Vec<String> {
        let name = slashed(relative);
        self.rules_for(&name, None).flat_map(|rule| rule.drop.iter().cloned()).collect()
    }

    /// Puts corrections over what was found.
    pub(super) fn correct(&self, article: &mut Article, relative: &Path) {
        if self.rules.is_empty() {
            return;
        }
        let name = slashed(relative);
        let key = article.key.clone().unwrap_or_else(|| article.ordinal.to_string());
        for rule in self.rules_for(&name, Some(&key)) {
            put(&mut article.source, &rule.source, rule, "source");
            put(&mut article.title, &rule.title, rule, "title");
            put(&mut article.author, &rule.author, rule, "author");
            put(&mut article.url, &rule.url, rule, "url");
            put(&mut article.date, &rule.date, rule, "date");
            put(&mut article.language, &rule.language, rule, "language");
        }
    }

    /// Globs that match first, then the table that names the file, then that of the record.
    fn rules_for<'a>(&'a self, name: &str, key: Option<&str>) -> impl Iterator<Item = &'a Rule> {
        let named = |name: &str| self.named.get(name).map_or(&[][..], Vec::as_slice);
        let files = named(name);
        let records = key.map_or(&[][..], |key| named(&format!("{name}#{key}")));
        let matching = self.patterns.iter().filter(|(glob, _)| glob.is_match(name));
        // A table that names the file is no pattern for it.
        let globs = matching.map(|(_, place)| *place).filter(|place| !files.contains(place));
        let places: Vec<usize> =
            globs.chain(files.iter().copied()).chain(records.iter().copied()).collect();
        places.into_iter().map(|place| &self.rules[place])
    }
}

#[cfg(test)]
mod tests;
