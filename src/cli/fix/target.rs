//! A path, a record, a folder, a pattern or an id -> what a correction is about.

use std::path::{Path, PathBuf};

use talks::article::Article;
use talks::error::Error;
use talks::rank::{file_and_record, find};
use talks::read::{Record, Settings, read_file, slashed};

use super::super::Context;
use super::super::home::{Home, pattern_below};

/// What a correction is about.
pub(super) struct Target {
    pub(super) home: Home,
    /// The name of its table in `talks.toml`.
    pub(super) name: String,
    /// The file and the record in it; `None` for a folder or a pattern.
    pub(super) one: Option<(PathBuf, Option<String>)>,
}

impl Target {
    /// Reads the article as it is with these settings; `None` when it is many.
    pub(super) fn article(&self, settings: &Settings) -> Result<Option<Box<Article>>, Error> {
        let Some((path, record)) = &self.one else { return Ok(None) };
        let relative = self.home.of_file(path);
        let mut found = Vec::new();
        let mut sink = |item: Record| {
            if let Record::Article(article) = item {
                let key = article.key.clone().unwrap_or_else(|| article.ordinal.to_string());
                if found.len() < 2 && record.as_ref().is_none_or(|record| *record == key) {
                    found.push(article);
                }
            }
        };
        // What makes no article, or is left out, can be corrected all the same.
        let _ = read_file(path, &relative, settings, &mut sink);
        if found.is_empty() && record.is_some() {
            return Err(Error::NoSuchArticle { name: shown(path, record.as_deref()) });
        }
        // A file of many has no values of its own.
        Ok(if found.len() == 1 { found.pop() } else { None })
    }
}

/// Finds what a path, a record, a folder, a pattern or an id names.
pub(super) fn target(written: &Path, context: &Context<'_>) -> Result<Target, Error> {
    if written.exists() {
        return of_path(written, None, context);
    }
    for (file, record) in file_and_record(written.as_os_str()) {
        if file.is_file() {
            return of_path(&file, Some(&record), context);
        }
    }
    if let Ok(archive) = context.open()
        && let Some(place) = found(find(&archive, written.as_os_str()))?
        && let Ok(stored) = archive.articles()?.read(place)
        && let Some(path) = archive.path_of(&stored)
        && path.is_file()
    {
        let article = &stored.article;
        let is_alone = archive.find_file(stored.root, &stored.relative)?.len() == 1;
        let record = (!is_alone || article.key.is_some())
            .then(|| article.record().unwrap_or_else(|| "0".to_owned()));
        return of_path(&path, record.as_deref(), context);
    }
    of_pattern(&written.to_string_lossy(), context)
        .ok_or_else(|| Error::NoSuchRoot { path: written.to_path_buf() })
}

/// What an id names; `None` when it is none. One that several articles have is an error.
fn found<T>(found: Result<T, Error>) -> Result<Option<T>, Error> {
    match found {
        Err(error @ Error::Ambiguous { .. }) => Err(error),
        found => Ok(found.ok()),
    }
}

fn of_path(path: &Path, record: Option<&str>, context: &Context<'_>) -> Result<Target, Error> {
    let home = Home::of(path, &context.index);
    if path.is_dir() {
        let name = pattern_below(&home.relative, "**");
        return Ok(Target { home, name, one: None });
    }
    let alike = shown_alike(path);
    if alike.len() > 1 {
        return Err(Error::Ambiguous { name: shown(path, record), candidates: alike });
    }
    let name = shown(&home.of_file(path), record);
    Ok(Target { home, name, one: Some((path.to_path_buf(), record.map(str::to_owned))) })
}

/// The files beside a file, with itself, that settings cannot tell from it: they name files in UTF-8.
fn shown_alike(path: &Path) -> Vec<String> {
    if path.to_str().is_some() {
        return Vec::new();
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries =
        std::fs::read_dir(folder.unwrap_or(Path::new("."))).into_iter().flatten().flatten();
    let names = entries.map(|entry| shown(&path.with_file_name(entry.file_name()), None));
    names.filter(|name| *name == shown(path, None)).collect()
}

/// A pattern below a folder that is there: `news/wire/*.txt`.
fn of_pattern(text: &str, context: &Context<'_>) -> Option<Target> {
    // A folder that is there is one, whatever signs are in its name.
    let mut folders = text.rmatch_indices('/').map(|(at, _)| &text[..at.max(1)]);
    let folder = folders.find(|folder| Path::new(folder).is_dir()).unwrap_or_default();
    let pattern = text[folder.len()..].trim_start_matches('/');
    if !pattern.contains(['*', '?', '[', '{']) {
        return None;
    }
    let home = Home::of(Path::new(if folder.is_empty() { "." } else { folder }), &context.index);
    let name = pattern_below(&home.relative, pattern);
    Some(Target { home, name, one: None })
}

fn shown(path: &Path, record: Option<&str>) -> String {
    let record = record.map(|record| format!("#{record}")).unwrap_or_default();
    slashed(path) + &record
}
