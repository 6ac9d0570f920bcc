//! `talks fix`: a correction into the `talks.toml` of the root that a file belongs to.

mod target;

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;
use talks::article::Article;
use talks::discover::SETTINGS_NAME;
use talks::error::Error;
use talks::present::{safe, to_json_pretty};
use talks::read::{Change, Fix, FixError, FixName, fix, is_address, language_code, read_date};

use self::target::target;
use super::{Context, Outcome, Run};

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
        let url = text("--url", &self.url, FieldName::Url)?;
        if let Change::Value(written) = &url
            && !is_address(written)
        {
            return Err(bad("--url", written, "it is no address: write it as https://host/path"));
        }
        Ok(Fix {
            date,
            language,
            source: text("--source", &self.source, FieldName::Source)?,
            title: text("--title", &self.title, FieldName::Title)?,
            author: text("--author", &self.author, FieldName::Author)?,
            url,
        })
    }
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
