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

use std::collections::HashMap;
use std::fmt;
use std::path::Path;

use globset::{GlobBuilder, GlobMatcher};

use super::dates::{self, Order};
use super::language;
use crate::article::{Article, Field, Method};
use crate::date::Date;
use crate::discover::SETTINGS_NAME;

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

/// What one table of the file says about the articles it names.
#[derive(Debug, Clone)]
struct Rule {
    name: String,
    source: Change<String>,
    title: Change<String>,
    author: Change<String>,
    url: Change<String>,
    date: Change<Date>,
    language: Change<String>,
    order: Option<Order>,
    drop: Vec<String>,
    exclude: Option<bool>,
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

fn put<T: Clone + fmt::Display>(
    slot: &mut Option<Field<T>>,
    change: &Change<T>,
    rule: &Rule,
    key: &str,
) {
    match change {
        Change::Keep => {}
        Change::Empty => *slot = None,
        Change::Value(value) => {
            let evidence = format!("[\"{}\"] {key} = {value}", rule.name);
            *slot = Some(Field { value: value.clone(), method: Method::Correction, evidence });
        }
    }
}

impl Rule {
    fn read(name: &str, table: &dyn toml_edit::TableLike) -> Result<Rule, SettingsError> {
        let mut rule = Rule {
            name: name.to_string(),
            source: Change::Keep,
            title: Change::Keep,
            author: Change::Keep,
            url: Change::Keep,
            date: Change::Keep,
            language: Change::Keep,
            order: None,
            drop: Vec::new(),
            exclude: None,
        };
        for (key, item) in table.iter() {
            let text = || {
                let text = item.as_str().map(str::trim).filter(|text| !text.is_empty());
                text.map(str::to_string).ok_or_else(|| wrong(name, key, "a text"))
            };
            match key {
                "source" if is_empty(item) => rule.source = Change::Empty,
                "title" if is_empty(item) => rule.title = Change::Empty,
                "author" if is_empty(item) => rule.author = Change::Empty,
                "url" if is_empty(item) => rule.url = Change::Empty,
                "date" if is_empty(item) => rule.date = Change::Empty,
                "language" if is_empty(item) => rule.language = Change::Empty,
                "source" => rule.source = Change::Value(text()?),
                "title" => rule.title = Change::Value(text()?),
                "author" => rule.author = Change::Value(text()?),
                "url" => rule.url = Change::Value(text()?),
                "date" => {
                    let written = match item.as_datetime() {
                        Some(date) => date.to_string(),
                        None => text()?,
                    };
                    let date = dates::parse(&written, None);
                    let date = date.ok_or_else(|| wrong(name, key, "a date"))?;
                    rule.date = Change::Value(date);
                }
                "language" => {
                    let code = language::code(&text()?);
                    let code = code.ok_or_else(|| wrong(name, key, "a language"))?;
                    rule.language = Change::Value(code);
                }
                "date_order" | "date-order" => {
                    rule.order = Some(match text()?.as_str() {
                        "day-first" | "dmy" => Order::DayFirst,
                        "month-first" | "mdy" => Order::MonthFirst,
                        _ => return Err(wrong(name, key, "`day-first` or `month-first`")),
                    });
                }
                "drop" => {
                    rule.drop = strings(item).ok_or_else(|| wrong(name, key, "a list of lines"))?;
                }
                "exclude" => {
                    let value = item.as_bool().ok_or_else(|| wrong(name, key, "true or false"))?;
                    rule.exclude = Some(value);
                }
                _ => return Err(SettingsError::UnknownKey(name.to_string(), key.to_string())),
            }
        }
        Ok(rule)
    }
}

/// True for `false`: the field stays empty.
fn is_empty(item: &toml_edit::Item) -> bool {
    item.as_bool() == Some(false)
}

/// Returns the name of a table for one file, folder or record, in which nothing reads as a pattern.
pub fn escaped(name: &str) -> String {
    globset::escape(name)
}

/// What [`escaped`] was made from; other names stay as they are.
fn unescaped(name: &str) -> String {
    let mut plain = name.to_string();
    for sign in ["?", "*", "[", "]", "{", "}"] {
        plain = plain.replace(&format!("[{sign}]"), sign);
    }
    if escaped(&plain) == name { plain } else { name.to_string() }
}

fn wrong(table: &str, key: &str, wanted: &'static str) -> SettingsError {
    SettingsError::Value(table.to_string(), key.to_string(), wanted)
}

fn glob(pattern: &str) -> Result<GlobMatcher, SettingsError> {
    GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()
        .map(|glob| glob.compile_matcher())
        .map_err(|_| SettingsError::Glob(pattern.to_string()))
}

/// One text or a list of texts.
fn strings(item: &toml_edit::Item) -> Option<Vec<String>> {
    if let Some(text) = item.as_str() {
        return Some(vec![text.to_string()]);
    }
    item.as_array()?.iter().map(|value| value.as_str().map(str::to_string)).collect()
}

/// One list of texts.
fn words(value: &toml_edit::Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|value| value.as_str().map(str::to_string)).collect()
}

/// Returns a path with `/` between its parts, as `talks.toml` has it; bytes that are not UTF-8
/// become U+FFFD.
pub fn slashed(path: &Path) -> String {
    let name = path.to_string_lossy();
    if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() }
}

#[cfg(test)]
mod tests;
