//! `talks status`: what the index holds, and what it does not.

use std::collections::BTreeMap;
use std::io::Write;

use clap::Args;
use serde::Serialize;
use talks::article::Skip;
use talks::index::{Archive, FileKey};
use talks::present::{place_of, safe, to_json_pretty};

use super::index::{by_reason, count};
use super::{Context, Outcome, Run};

#[derive(Args)]
pub struct StatusArgs {
    /// Name each skipped file and the reason
    #[arg(long)]
    skipped: bool,

    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Serialize)]
struct StatusView<'a> {
    articles: u64,
    sources: u64,
    undated: u64,
    first_date: Option<String>,
    last_date: Option<String>,
    passages: u64,
    bytes: u64,
    files: u64,
    skipped: u64,
    skipped_by_reason: BTreeMap<&'static str, u64>,
    skipped_records: u64,
    last_indexed: &'a str,
    index: String,
    roots: Vec<RootView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skips: Option<Vec<SkipView<'a>>>,
}

#[derive(Serialize)]
struct RootView {
    path: String,
    hidden: bool,
    missing: bool,
}

/// A skip as programs read it.
#[derive(Serialize)]
pub struct SkipView<'a> {
    path: String,
    place: Option<&'a str>,
    kind: &'static str,
    reason: String,
}

impl<'a> SkipView<'a> {
    /// Returns the view of a skip.
    pub fn new(skip: &'a Skip) -> Self {
        SkipView {
            path: skip.path.to_string_lossy().into_owned(),
            place: skip.place.as_deref(),
            kind: skip.reason.kind(),
            reason: skip.reason.to_string(),
        }
    }
}

/// Runs `talks status`.
pub fn run(args: StatusArgs, context: &mut Context<'_>) -> Run {
    let archive = context.open()?;
    let known = Known::read(&archive)?;
    let view = view(&archive, context, &args, &known);
    if args.json {
        to_json_pretty(context.out, &view)?;
        return Ok(Outcome::Found);
    }
    let out = &mut context.out;
    writeln!(out, "articles      {}", view.articles)?;
    writeln!(out, "sources       {}", view.sources)?;
    match (&view.first_date, &view.last_date) {
        (Some(first), Some(last)) => writeln!(out, "dates         {first} to {last}")?,
        _ => writeln!(out, "dates         none")?,
    }
    writeln!(out, "undated       {}", view.undated)?;
    writeln!(out, "passages      {}", view.passages)?;
    writeln!(out, "files         {}", view.files)?;
    let skipped = (count(view.skipped, "file"), count(view.skipped_records, "record"));
    writeln!(out, "skipped       {}, {}", skipped.0, skipped.1)?;
    if view.skipped > 0 {
        writeln!(out, "              {}", by_reason(&view.skipped_by_reason))?;
    }
    writeln!(out, "size on disk  {:.2} MB", view.bytes as f64 / 1e6)?;
    writeln!(out, "last indexed  {}", view.last_indexed)?;
    writeln!(out, "index         {}", safe(&view.index))?;
    for root in &view.roots {
        let missing = if root.missing { "  (missing)" } else { "" };
        writeln!(out, "root          {}{missing}", safe(&root.path))?;
    }
    if args.skipped {
        for skip in &known.skips {
            let path = context.style.path(&skip.path);
            let place = place_of(skip);
            writeln!(context.out, "{path}{place}: {}", safe(&skip.reason.to_string()))?;
        }
    } else if view.skipped + view.skipped_records > 0 {
        writeln!(context.notices, "talks: --skipped names each skipped file and the reason")?;
    }
    Ok(Outcome::Found)
}

/// What the journal says of the files.
#[derive(Default)]
struct Known {
    files: u64,
    records: u64,
    skips: Vec<Skip>,
    by_reason: BTreeMap<&'static str, u64>,
}

impl Known {
    fn read(archive: &Archive) -> Result<Known, talks::error::Error> {
        let Some(journal) = archive.journal()? else { return Ok(Known::default()) };
        let mut known = Known {
            files: journal.files().len() as u64,
            by_reason: journal.skipped_by_reason(),
            ..Known::default()
        };
        for (FileKey(root, relative), state) in journal.files() {
            let path = archive.manifest().root(*root).map(|root| root.file(relative));
            known.skips.extend(state.skips(&path.unwrap_or_else(|| relative.clone())));
            if let talks::index::FileOutcome::Indexed { skipped_records, .. } = &state.outcome {
                known.records += u64::from(*skipped_records);
            }
        }
        Ok(known)
    }
}

/// Returns the day of a [`Date::order`](talks::date::Date::order).
pub fn day(order: Option<i64>) -> Option<String> {
    let seconds = order?.div_euclid(86_400) * 86_400;
    let day = jiff::Timestamp::from_second(seconds).ok()?;
    Some(day.to_string().chars().take(10).collect())
}

fn view<'a>(
    archive: &'a Archive,
    context: &Context<'_>,
    args: &StatusArgs,
    known: &'a Known,
) -> StatusView<'a> {
    let totals = archive.totals();
    let roots = archive.manifest().roots.iter().map(|root| RootView {
        path: root.path.to_string_lossy().into_owned(),
        hidden: root.hidden,
        missing: !root.path.exists(),
    });
    StatusView {
        articles: totals.articles,
        sources: totals.sources,
        undated: totals.undated,
        first_date: day(totals.first),
        last_date: day(totals.last),
        passages: totals.passages,
        bytes: archive.bytes_on_disk(),
        files: known.files,
        skipped: archive.commit_note().skipped_files,
        skipped_by_reason: known.by_reason.clone(),
        skipped_records: known.records,
        last_indexed: &archive.commit_note().committed_at,
        index: context.index.to_string_lossy().into_owned(),
        roots: roots.collect(),
        skips: args.skipped.then(|| known.skips.iter().map(SkipView::new).collect()),
    }
}
