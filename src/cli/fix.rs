//! `talks fix`: a correction into the `talks.toml` of the root that a file belongs to.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;
use talks::article::Article;
use talks::discover::SETTINGS_NAME;
use talks::error::Error;
use talks::present::{safe, to_json_pretty};
use talks::rank::find;
use talks::read::{
    Change, Fix, FixError, FixName, Record, Settings, fix, language_code, read_date, read_file,
    slashed,
};

use super::home::{Home, pattern_below};
use super::{Context, Outcome, Run};

/// Correct what was found about articles: writes it into the talks.toml of their root
///
/// What stands in talks.toml is kept. The correction wins over everything that a file says, and
/// outlives the index; the next `talks index` takes it over.
#[derive(Args)]
#[command(group = clap::ArgGroup::new("fields").required(true).multiple(true))]
pub struct FixArgs {
    /// A file, PATH#KEY for a record in a file of many, a folder, a pattern in quotes, or an id
    /// (can be repeated)
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    /// The day it was published, with or without a time (2025-12-04, 4 December 2025)
    #[arg(long, value_name = "DATE", group = "fields")]
    date: Option<String>,

    /// The outlet that published it
    #[arg(long, value_name = "NAME", group = "fields")]
    source: Option<String>,

    /// Its headline
    #[arg(long, value_name = "TEXT", group = "fields")]
    title: Option<String>,

    /// Who wrote it
    #[arg(long, value_name = "NAME", group = "fields")]
    author: Option<String>,

    /// Its address
    #[arg(long, value_name = "URL", group = "fields")]
    url: Option<String>,

    /// Its language, as a two-letter code
    #[arg(long, value_name = "CODE", group = "fields")]
    language: Option<String>,

    /// Leave this field empty, whatever is found (can be repeated)
    #[arg(long, value_name = "FIELD", group = "fields")]
    unknown: Vec<FieldName>,

    /// Print what changed as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FieldName {
    Date,
    Source,
    Title,
    Author,
    Url,
    Language,
}

impl FixArgs {
    fn fix(&self) -> Result<Fix, Error> {
        let bad = |option: &str, value: &str, reason: &str| Error::BadArgument {
            option: option.to_owned(),
            value: value.to_owned(),
            reason: reason.to_owned(),
        };
        let text = |option: &str, value: &Option<String>, name| match value.as_deref() {
            _ if self.unknown.contains(&name) && value.is_some() => {
                Err(bad("--unknown", option, "it is given too"))
            }
            _ if self.unknown.contains(&name) => Ok(Change::Empty),
            None => Ok(Change::Keep),
            Some(value) if value.trim().is_empty() => Err(bad(option, value, "it is empty")),
            Some(value) => Ok(Change::Value(value.trim().to_owned())),
        };
        let date = match text("--date", &self.date, FieldName::Date)? {
            Change::Value(written) => {
                let wanted = "it is no day, or could be read as two: write it as 2025-12-04";
                let date = read_date(&written).ok_or_else(|| bad("--date", &written, wanted))?;
                Change::Value(date)
            }
            Change::Empty => Change::Empty,
            Change::Keep => Change::Keep,
        };
        let language = match text("--language", &self.language, FieldName::Language)? {
            Change::Value(written) => {
                let code = language_code(&written);
                let wanted = "it is no language: write a code of two letters, as en";
                Change::Value(code.ok_or_else(|| bad("--language", &written, wanted))?)
            }
            other => other,
        };
        Ok(Fix {
            date,
            language,
            source: text("--source", &self.source, FieldName::Source)?,
            title: text("--title", &self.title, FieldName::Title)?,
            author: text("--author", &self.author, FieldName::Author)?,
            url: text("--url", &self.url, FieldName::Url)?,
        })
    }
}

/// What a correction is about.
struct Target {
    home: Home,
    /// The name of its table in `talks.toml`.
    name: String,
    /// The file and the record in it; `None` for a folder or a pattern.
    one: Option<(PathBuf, Option<String>)>,
}

#[derive(Serialize)]
struct Fixed {
    path: String,
    settings: String,
    table: String,
    fields: Vec<FixedField>,
    /// Whether it is about one article, whose values before are known.
    #[serde(skip)]
    is_one: bool,
}

/// A field of one article before and after.
#[derive(Serialize)]
struct FixedField {
    field: &'static str,
    was: Option<String>,
    now: Option<String>,
}

/// Runs `talks fix`.
pub fn run(args: FixArgs, context: &mut Context<'_>) -> Run {
    let asked = args.fix()?;
    let mut targets = Vec::new();
    // What cannot be corrected shows before anything is written.
    for path in &args.paths {
        let target = target(path, context)?;
        let before = target.article(&target.home.settings()?)?;
        targets.push((path, target, before));
    }
    let mut all = Vec::new();
    let mut is_indexed = false;
    for (path, target, before) in targets {
        let name = match &target.one {
            Some(_) => FixName::One(&target.name),
            None => FixName::Glob(&target.name),
        };
        let settings = target.home.folder.join(SETTINGS_NAME);
        fix(&target.home.folder, name, &asked).map_err(|error| match error {
            FixError::Settings(error) => {
                Error::BadSettings { path: settings.clone(), reason: error.to_string() }
            }
            FixError::Write(source) => Error::CannotWrite { path: settings.clone(), source },
        })?;
        let after = target.article(&target.home.settings()?)?;
        is_indexed |= target.home.is_indexed;
        all.push(Fixed {
            path: path.to_string_lossy().into_owned(),
            settings: settings.to_string_lossy().into_owned(),
            table: target.name,
            is_one: before.is_some() || after.is_some(),
            fields: fields(&asked, before.as_deref(), after.as_deref()),
        });
    }
    if args.json {
        #[derive(Serialize)]
        struct Body<'a> {
            fixed: &'a [Fixed],
        }
        to_json_pretty(context.out, &Body { fixed: &all })?;
    } else {
        for fixed in &all {
            say(fixed, context)?;
        }
    }
    if is_indexed {
        writeln!(context.notices, "talks: the next `talks index` takes it into the index")?;
    }
    Ok(Outcome::Found)
}

fn say(fixed: &Fixed, context: &mut Context<'_>) -> io::Result<()> {
    let settings = context.style_path(Path::new(&fixed.settings));
    writeln!(context.out, "{settings}: [{}]", safe(&fixed.table))?;
    for field in &fixed.fields {
        let now = field.now.as_deref().unwrap_or("unknown");
        let was = match &field.was {
            _ if !fixed.is_one => String::new(),
            was if *was == field.now => "  (as before)".to_owned(),
            Some(was) => format!("  (was {})", safe(was)),
            None => "  (was unknown)".to_owned(),
        };
        writeln!(context.out, "  {:<9} {}{was}", field.field, safe(now))?;
    }
    Ok(())
}

/// The fields that were asked for, before and after; without an article only what was asked.
fn fields(asked: &Fix, before: Option<&Article>, after: Option<&Article>) -> Vec<FixedField> {
    fn is_asked<T>(change: &Change<T>) -> bool {
        !matches!(change, Change::Keep)
    }
    fn wanted<T: ToString>(change: &Change<T>) -> Option<String> {
        match change {
            Change::Value(value) => Some(value.to_string()),
            Change::Keep | Change::Empty => None,
        }
    }
    macro_rules! field {
        ($name:ident) => {
            is_asked(&asked.$name).then(|| {
                let of = |article: &Article| article.$name.as_ref().map(|f| f.value.to_string());
                let now = after.map_or_else(|| wanted(&asked.$name), of);
                FixedField { field: stringify!($name), was: before.and_then(of), now }
            })
        };
    }
    let all = [
        field!(title),
        field!(source),
        field!(date),
        field!(author),
        field!(url),
        field!(language),
    ];
    all.into_iter().flatten().collect()
}

impl Target {
    /// Reads the article as it is with these settings; `None` when it is many.
    fn article(&self, settings: &Settings) -> Result<Option<Box<Article>>, Error> {
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
fn target(written: &Path, context: &Context<'_>) -> Result<Target, Error> {
    if written.exists() {
        return Ok(of_path(written, None, context));
    }
    let text = written.to_string_lossy();
    for (at, _) in text.match_indices('#') {
        let file = Path::new(&text[..at]);
        if file.is_file() {
            return Ok(of_path(file, Some(&text[at + 1..]), context));
        }
    }
    if let Ok(archive) = context.open()
        && let Some(place) = found(find(&archive, &text))?
        && let Ok(stored) = archive.articles()?.read(place)
        && let Some(path) = archive.path_of(&stored)
        && path.is_file()
    {
        let article = &stored.article;
        let is_alone = archive.find_file(stored.root, &stored.relative)?.len() == 1;
        let record = (!is_alone || article.key.is_some())
            .then(|| article.record().unwrap_or_else(|| "0".to_owned()));
        return Ok(of_path(&path, record.as_deref(), context));
    }
    of_pattern(&text, context).ok_or_else(|| Error::NoSuchRoot { path: written.to_path_buf() })
}

/// What an id names; `None` when it is none. One that several articles have is an error.
fn found<T>(found: Result<T, Error>) -> Result<Option<T>, Error> {
    match found {
        Err(error @ Error::Ambiguous { .. }) => Err(error),
        found => Ok(found.ok()),
    }
}

fn of_path(path: &Path, record: Option<&str>, context: &Context<'_>) -> Target {
    let home = Home::of(path, &context.index);
    if path.is_dir() {
        let name = pattern_below(&home.relative, "**");
        return Target { home, name, one: None };
    }
    let name = shown(&home.of_file(path), record);
    Target { home, name, one: Some((path.to_path_buf(), record.map(str::to_owned))) }
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
