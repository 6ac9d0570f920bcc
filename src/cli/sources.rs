//! `talks sources`: the outlets of the index; lines that recur in the articles of one.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Component, Path, PathBuf};

use clap::Args;
use serde::Serialize;
use talks::discover::SETTINGS_NAME;
use talks::error::Error;
use talks::index::Archive;
use talks::present::{safe, to_json_pretty};
use talks::rank::sources;
use talks::read::{Repeat, Repeats};

use super::home::pattern_below;
use super::index::count;
use super::status::day;
use super::{Context, Outcome, Run};

#[derive(Args)]
pub struct SourcesArgs {
    /// Propose lines for talks.toml instead: those that recur across articles of one outlet
    #[arg(long)]
    repeats: bool,

    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Serialize)]
struct SourceView<'a> {
    source: Option<&'a str>,
    articles: u64,
    undated: u64,
    first_date: Option<String>,
    last_date: Option<String>,
}

/// Runs `talks sources`.
pub fn run(args: SourcesArgs, context: &mut Context<'_>) -> Run {
    let archive = context.open()?;
    if args.repeats {
        return run_repeats(&archive, args.json, context);
    }
    let found = sources(&archive)?;
    let views: Vec<SourceView<'_>> = found
        .iter()
        .map(|count| SourceView {
            source: count.source.as_deref(),
            articles: count.articles,
            undated: count.undated,
            first_date: day(count.first),
            last_date: day(count.last),
        })
        .collect();
    if args.json {
        #[derive(Serialize)]
        struct Body<'a> {
            sources: &'a [SourceView<'a>],
        }
        to_json_pretty(context.out, &Body { sources: &views })?;
    } else {
        for view in &views {
            let dates = match (&view.first_date, &view.last_date) {
                (Some(first), Some(last)) => format!("{first} to {last}"),
                _ => "undated".to_owned(),
            };
            let name = view.source.unwrap_or("source unknown");
            let undated = match view.undated {
                0 => String::new(),
                n if n == view.articles => String::new(),
                n => format!("  ({n} undated)"),
            };
            writeln!(context.out, "{:>7}  {dates:<24}  {}{undated}", view.articles, safe(name))?;
        }
    }
    Ok(if views.is_empty() { Outcome::Nothing } else { Outcome::Found })
}

/// What recurs in the articles of one root.
#[derive(Default)]
struct Root {
    repeats: Repeats,
    /// The folder below the root in which all articles of an outlet lie.
    folders: BTreeMap<Option<String>, PathBuf>,
}

/// A line with the table of `talks.toml` it is proposed for.
#[derive(Serialize)]
struct RepeatView {
    source: Option<String>,
    line: String,
    articles: u32,
    of: u32,
    settings: String,
    table: String,
}

fn run_repeats(archive: &Archive, json: bool, context: &mut Context<'_>) -> Run {
    let mut roots: BTreeMap<u32, Root> = BTreeMap::new();
    let mut texts = HashSet::new();
    let reader = archive.articles()?;
    for place in archive.places() {
        let stored = reader.read(place).map_err(|reason| Error::Damaged {
            path: context.index.clone(),
            reason: format!("holds an article that {reason}"),
        })?;
        let article = &stored.article;
        let source = article.source.as_ref().map(|field| field.value.clone());
        // A text that an outlet has twice repeats all of its lines.
        let text = twox_hash::XxHash3_64::oneshot(article.text.as_bytes());
        if !texts.insert((stored.root, source.clone(), text)) {
            continue;
        }
        let root = roots.entry(stored.root).or_default();
        root.repeats.add(article);
        let folder = stored.relative.parent().unwrap_or(Path::new("")).to_path_buf();
        root.folders
            .entry(source)
            .and_modify(|held| *held = common(held, &folder))
            .or_insert(folder);
    }
    let mut found = Vec::new();
    for (id, root) in &roots {
        let settings = archive.manifest().root(*id).map_or_else(PathBuf::new, |root| {
            let folder = if root.is_file { root.path.parent() } else { Some(root.path.as_path()) };
            folder.unwrap_or(&root.path).join(SETTINGS_NAME)
        });
        found.extend(root.repeats.lines().into_iter().map(|repeat| {
            let folder = root.folders.get(&repeat.source);
            view(repeat, folder.map_or(Path::new(""), PathBuf::as_path), &settings)
        }));
    }
    if json {
        #[derive(Serialize)]
        struct Body<'a> {
            repeats: &'a [RepeatView],
        }
        to_json_pretty(context.out, &Body { repeats: &found })?;
    } else {
        write_tables(&found, context)?;
    }
    if found.is_empty() {
        writeln!(context.notices, "talks: no line recurs in three articles of one outlet")?;
        return Ok(Outcome::Nothing);
    }
    let lines = count(found.len() as u64, "line");
    let what = "read them, and put those that belong to the site into talks.toml";
    writeln!(context.notices, "talks: {lines} of the site, perhaps: {what}")?;
    Ok(Outcome::Found)
}

fn view(repeat: Repeat, folder: &Path, settings: &Path) -> RepeatView {
    let Repeat { source, line, articles, of } = repeat;
    let table = pattern_below(folder, "**");
    let settings = settings.to_string_lossy().into_owned();
    RepeatView { source, line, articles, of, settings, table }
}

/// Writes tables that can be put into a `talks.toml` as they are.
fn write_tables(found: &[RepeatView], context: &mut Context<'_>) -> std::io::Result<()> {
    // Of outlets in one folder, one table.
    let tables: BTreeSet<(&str, &str)> =
        found.iter().map(|view| (view.settings.as_str(), view.table.as_str())).collect();
    let mut file = "";
    for (settings, table) in tables {
        if file != settings {
            let gap = if file.is_empty() { "" } else { "\n" };
            let shown = context.style_path(Path::new(settings));
            writeln!(context.out, "{gap}# for {shown}")?;
            file = settings;
        }
        writeln!(context.out, "\n[{}]\ndrop = [", quoted(table))?;
        let mut written = HashSet::new();
        for view in found.iter().filter(|v| v.settings == settings && v.table == table) {
            let source = safe(view.source.as_deref().unwrap_or("unknown source")).into_owned();
            let share = format!("{} of {} articles of {source}", view.articles, view.of);
            // A line of two outlets stands there once.
            let remark = if written.insert(&view.line) { "" } else { "# " };
            writeln!(context.out, "    {remark}{}, # {share}", quoted(&view.line))?;
        }
        writeln!(context.out, "]")?;
    }
    Ok(())
}

/// The text as TOML writes it, on one line; what could steer a terminal is escaped.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if safe(c.encode_utf8(&mut [0; 4])) != *c.encode_utf8(&mut [0; 4]) => {
                quoted += &format!("\\U{:08X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// The folder that two folders lie in.
fn common(a: &Path, b: &Path) -> PathBuf {
    let parts = a.components().zip(b.components()).take_while(|(a, b)| a == b);
    parts.map(|(part, _)| part).collect::<Vec<Component<'_>>>().iter().collect()
}
