//! `talks read`: what would be indexed of some files, without an index.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use talks::article::{Skip, SkipReason};
use talks::discover::{SETTINGS_NAME, Seen, Walk, discover};
use talks::error::Error;
use talks::index::{StoredArticle, UnusedSettings};
use talks::present::{ReadItem, write_read_json, write_read_line, write_read_text};
use talks::read::{Record, read_file};

use super::home::Home;
use super::{Context, Failure, Outcome, Run, unused};

#[derive(Args)]
pub struct ReadArgs {
    /// Files or folders (can be repeated)
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// Add the text of each article (JSON only)
    #[arg(long)]
    text: bool,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ReadFormat,

    /// Print as JSON, the same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReadFormat {
    Text,
    Json,
    Jsonl,
}

impl ReadArgs {
    /// Returns true when errors are to be printed as JSON too.
    pub fn wants_json(&self) -> bool {
        self.json || self.format != ReadFormat::Text
    }
}

/// Runs `talks read`.
pub fn run(args: ReadArgs, context: &mut Context<'_>) -> Run {
    let format = if args.json { ReadFormat::Json } else { args.format };
    let (mut found, mut all) = (0, Vec::new());
    for file in &args.files {
        if !file.exists() {
            return Err(Error::NoSuchRoot { path: file.clone() }.into());
        }
        let index = context.index.clone();
        let unused = each(file, &index, &mut |item| {
            found += usize::from(item.is_ok());
            match format {
                ReadFormat::Text => write_read_text(context.out, &item, &context.style),
                ReadFormat::Jsonl => write_read_line(context.out, &item, args.text),
                ReadFormat::Json => {
                    all.push(item);
                    Ok(())
                }
            }
        })?;
        unused::tell(&unused, context)?;
    }
    if format == ReadFormat::Json {
        write_read_json(context.out, &all, args.text)?;
    }
    Ok(if found > 0 { Outcome::Found } else { Outcome::Nothing })
}

/// Reads one file, or every file of a folder, as the root they belong to has it; hands each article
/// over as it is read, until the sink fails. Returns the settings that ruled nothing.
fn each(
    path: &Path,
    index: &Path,
    sink: &mut dyn FnMut(ReadItem) -> io::Result<()>,
) -> Result<Vec<UnusedSettings>, Failure> {
    let home = Home::of(path, index);
    let settings = home.settings()?;
    let walk = Walk {
        root: path.to_path_buf(),
        under: path.to_path_buf(),
        hidden: !path.is_dir(),
        leave_out: index_below(path, index).into_iter().collect(),
    };
    let (mut unused, mut unmatched) = (Vec::new(), settings.unmatched());
    let own = path.join(SETTINGS_NAME);
    let is_root = home.relative.as_os_str().is_empty() && path.is_dir();
    if path.is_dir() && !is_root && own.is_file() {
        unused.push(UnusedSettings { path: own.clone(), table: None });
    }
    let mut written = Ok(());
    let mut put = |item| {
        if written.is_ok() {
            written = sink(item);
        }
        written.is_ok()
    };
    let mut read = |seen| match seen {
        Seen::Settings(path) => {
            unused.push(UnusedSettings { path, table: None });
            true
        }
        Seen::Unreadable { path, reason, .. } => put(Err(Skip { path, place: None, reason })),
        Seen::File(candidate) => {
            let skip = |place: Option<String>, reason: SkipReason| {
                Err(Skip { path: candidate.path.clone(), place, reason })
            };
            let relative = match path.is_dir() {
                true => home.relative.join(&candidate.relative),
                false => home.of_file(path),
            };
            unmatched.meet(&relative);
            let mut goes_on = true;
            let read = read_file(&candidate.path, &relative, &settings, &mut |record| {
                goes_on = put(match record {
                    Record::Article(article) => {
                        let (relative, stamp) = (relative.clone(), candidate.stamp);
                        let stored = StoredArticle::new(0, relative, stamp, *article);
                        Ok((candidate.path.clone(), stored))
                    }
                    Record::Skip { place, reason } => skip(place, reason),
                });
            });
            match read {
                Err(reason) => put(skip(None, reason)),
                Ok(_) => goes_on,
            }
        }
    };
    discover(&walk, |seen| match read(seen) {
        true => ControlFlow::Continue(()),
        false => ControlFlow::Break(()),
    });
    written?;
    if is_root {
        let table = |table| UnusedSettings { path: own.clone(), table: Some(table) };
        unused.extend(unmatched.names().into_iter().map(table));
    }
    Ok(unused)
}

/// Where a walk over `path` would come upon the index.
fn index_below(path: &Path, index: &Path) -> Option<PathBuf> {
    let (folder, index) = (path.canonicalize().ok()?, index.canonicalize().ok()?);
    Some(path.join(index.strip_prefix(folder).ok()?))
}
