//! `talks index`: bring the index up to date with the files.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use talks::index::{Cause, Counts, IndexReport, Manifest, Progress, UpdateOptions, update};
use talks::present::{safe, to_json_pretty};

use super::{Context, Outcome, Run};

/// Where a new index starts when no path is named.
const DEFAULT_ROOT: &str = "seeds";
/// Skips that are named before the summary; `--verbose` names all.
const NAMED_SKIPS: usize = 5;

#[derive(Args)]
pub struct IndexArgs {
    /// Files or folders (can be repeated)
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Index hidden files below new roots too
    #[arg(long)]
    hidden: bool,

    /// Remove the articles of roots that are missing or empty
    #[arg(long)]
    prune: bool,

    /// Read everything anew
    #[arg(long)]
    rebuild: bool,

    /// Read, and say what would be done, but change nothing
    #[arg(long)]
    dry_run: bool,

    /// How long to wait for another process that writes to the index
    #[arg(long, value_name = "SECONDS", default_value_t = 0.0, value_parser = seconds)]
    wait: f64,

    /// Threads that read; half as many write [default: one a processor, at most 8]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=64))]
    threads: Option<u8>,

    /// Bytes of files after which a step is committed
    #[arg(long, value_name = "N", hide = true)]
    step_bytes: Option<u64>,

    /// Bytes of files that are enough to learn from what articles have in common
    #[arg(long, value_name = "N", hide = true)]
    learn_bytes: Option<u64>,

    /// Exit with 2 when any file was skipped
    #[arg(long)]
    strict: bool,

    /// Name every skipped file
    #[arg(long, short)]
    verbose: bool,

    /// Print the summary as JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs `talks index`.
pub fn run(args: IndexArgs, context: &mut Context<'_>) -> Run {
    let started = Instant::now();
    let mut options = UpdateOptions::new(jiff::Timestamp::now().as_second());
    options.paths = args.paths;
    options.hidden = args.hidden;
    options.prune = args.prune;
    options.rebuild = args.rebuild;
    options.dry_run = args.dry_run;
    options.wait = Duration::from_secs_f64(args.wait);
    options.stop = context.signals.take()?;
    options.step_bytes = args.step_bytes.unwrap_or(options.step_bytes);
    options.learn_bytes = args.learn_bytes.unwrap_or(options.learn_bytes);
    options.threads = args.threads.map_or(options.threads, usize::from);
    if options.paths.is_empty() && Manifest::roots_of_any(&context.index).is_empty() {
        options.paths.push(DEFAULT_ROOT.into());
    }
    let bar = bar();
    let (signals, notices) = (&context.signals, &mut context.notices);
    let mut has_said = false;
    let report = update(&context.index, &options, &mut |progress: &Progress| {
        show(&bar, progress);
        if signals.came() && !std::mem::replace(&mut has_said, true) {
            let text = "talks: interrupted: the files at hand are finished; again to leave at once";
            bar.suspend(|| writeln!(notices, "{text}")).ok();
        }
    });
    bar.finish_and_clear();
    let report = report?;
    let seconds = started.elapsed().as_secs_f64();
    warn(&report, args.verbose, context)?;
    if args.json {
        to_json_pretty(context.out, &ReportView::new(&report, seconds, args.dry_run))?;
    } else {
        summary(&report, seconds, context)?;
        if args.dry_run {
            writeln!(context.out, "dry run:  nothing was changed")?;
        }
    }
    if report.is_interrupted {
        let unread = count(report.unread, "file");
        writeln!(
            context.notices,
            "talks: interrupted: {unread} not read yet; run it again to go on"
        )?;
        return Ok(Outcome::Interrupted);
    }
    let skipped = report.files.skipped;
    let all_skipped = skipped > 0 && skipped == report.files.seen;
    let strict = args.strict && skipped + report.articles.skipped > 0;
    Ok(if all_skipped || strict { Outcome::Skipped } else { Outcome::Found })
}

/// Reads a span of time on the command line.
pub fn seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| "is no number of seconds".to_owned())?;
    // A day: long enough for any build, short enough for any clock.
    if (0.0..=86_400.0).contains(&seconds) {
        Ok(seconds)
    } else {
        Err("is not between 0 and 86400".to_owned())
    }
}

fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    let style = "{bar:30} {pos}/{len} files, {msg}, {elapsed}, {eta} left";
    // A template that cannot be read leaves the plain bar.
    if let Ok(style) = ProgressStyle::with_template(style) {
        bar.set_style(style);
    }
    bar
}

fn show(bar: &ProgressBar, progress: &Progress) {
    if bar.is_hidden() {
        return;
    }
    bar.set_length(progress.total);
    bar.set_position(progress.done);
    bar.set_message(format!("{:.1} MB, {} skipped", megabytes(progress.bytes), progress.skipped));
}

fn warn(report: &IndexReport, verbose: bool, context: &mut Context<'_>) -> std::io::Result<()> {
    for warning in &report.warnings {
        let path = context.style_path(&warning.path);
        let (what, then) = match warning.cause {
            Cause::Missing => ("is missing", "; --prune removes them"),
            Cause::Empty => ("is empty", "; --prune removes them"),
            Cause::Unreadable => ("cannot be looked into", ""),
        };
        let articles = count(warning.articles, "article");
        let stay = if warning.articles == 1 { "stays" } else { "stay" };
        writeln!(
            context.notices,
            "talks: `{path}` {what}: its {articles} {stay} in the index{then}"
        )?;
        if warning.lost > 0 {
            let lost = count(warning.lost, "article");
            writeln!(context.notices, "talks: {lost} could not be read back, and went")?;
        }
    }
    super::unused::tell(&report.unused_settings, context)?;
    let named = if verbose { report.skips.len() } else { NAMED_SKIPS };
    for skip in report.skips.iter().take(named) {
        let path = context.style_path(&skip.path);
        let place = talks::present::place_of(skip);
        writeln!(
            context.notices,
            "talks: skipped `{path}`{place}: {}",
            safe(&skip.reason.to_string())
        )?;
    }
    let more = (report.files.skipped + report.articles.skipped) as usize;
    if more > named {
        writeln!(
            context.notices,
            "talks: {more} skipped in all; talks status --skipped lists them"
        )?;
    }
    Ok(())
}

fn summary(report: &IndexReport, seconds: f64, context: &mut Context<'_>) -> std::io::Result<()> {
    let files = &report.files;
    writeln!(
        context.out,
        "files:    {} seen = {} added + {} updated + {} unchanged + {} skipped; {} removed",
        files.seen, files.added, files.updated, files.unchanged, files.skipped, files.removed
    )?;
    let articles = &report.articles;
    writeln!(
        context.out,
        "articles: {} added, {} updated, {} unchanged, {} removed, {} skipped records; {} in all",
        articles.added,
        articles.updated,
        articles.unchanged,
        articles.removed,
        articles.skipped,
        report.total_articles
    )?;
    if files.skipped > 0 {
        writeln!(context.out, "skipped:  {}", by_reason(&report.skipped_by_reason))?;
    }
    let megabytes = megabytes(report.bytes);
    let speed = megabytes / seconds.max(1e-9);
    writeln!(context.out, "read:     {megabytes:.2} MB in {seconds:.2} s, {speed:.1} MB/s")
}

/// Returns counts of skipped files as `2 empty, 1 binary`.
pub fn by_reason(counts: &BTreeMap<&'static str, u64>) -> String {
    let parts = counts.iter().map(|(kind, n)| format!("{n} {kind}"));
    parts.collect::<Vec<_>>().join(", ")
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// Returns a number with its noun.
pub fn count(n: u64, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

#[derive(Serialize)]
struct ReportView<'a> {
    files: FileCounts,
    articles: ArticleCounts,
    total_articles: u64,
    skipped_by_reason: &'a BTreeMap<&'static str, u64>,
    dry_run: bool,
    interrupted: bool,
    unread: u64,
    bytes_read: u64,
    seconds: f64,
    skips: Vec<super::status::SkipView<'a>>,
    warnings: Vec<WarningView>,
    unused_settings: Vec<UnusedView<'a>>,
}

#[derive(Serialize)]
struct UnusedView<'a> {
    path: String,
    table: Option<&'a str>,
}

#[derive(Serialize)]
struct FileCounts {
    seen: u64,
    added: u64,
    updated: u64,
    unchanged: u64,
    skipped: u64,
    removed: u64,
}

#[derive(Serialize)]
struct ArticleCounts {
    added: u64,
    updated: u64,
    unchanged: u64,
    removed: u64,
    skipped_records: u64,
}

#[derive(Serialize)]
struct WarningView {
    path: String,
    articles: u64,
    lost: u64,
    missing: bool,
    cause: &'static str,
}

impl<'a> ReportView<'a> {
    fn new(report: &'a IndexReport, seconds: f64, dry_run: bool) -> Self {
        let Counts { seen, added, updated, unchanged, removed, skipped } = report.files;
        let articles = &report.articles;
        ReportView {
            files: FileCounts { seen, added, updated, unchanged, skipped, removed },
            articles: ArticleCounts {
                added: articles.added,
                updated: articles.updated,
                unchanged: articles.unchanged,
                removed: articles.removed,
                skipped_records: articles.skipped,
            },
            total_articles: report.total_articles,
            skipped_by_reason: &report.skipped_by_reason,
            dry_run,
            interrupted: report.is_interrupted,
            unread: report.unread,
            bytes_read: report.bytes,
            seconds: (seconds * 1e3).round() / 1e3,
            skips: report.skips.iter().map(super::status::SkipView::new).collect(),
            warnings: report
                .warnings
                .iter()
                .map(|warning| WarningView {
                    path: warning.path.to_string_lossy().into_owned(),
                    articles: warning.articles,
                    lost: warning.lost,
                    missing: warning.cause == Cause::Missing,
                    cause: match warning.cause {
                        Cause::Missing => "missing",
                        Cause::Empty => "empty",
                        Cause::Unreadable => "unreadable",
                    },
                })
                .collect(),
            unused_settings: report
                .unused_settings
                .iter()
                .map(|unused| UnusedView {
                    path: unused.path.to_string_lossy().into_owned(),
                    table: unused.table.as_deref(),
                })
                .collect(),
        }
    }
}
