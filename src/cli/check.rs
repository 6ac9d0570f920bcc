//! `talks check`: is the index what was written, and does it say what its articles say?

use std::time::Duration;

use clap::Args;
use serde::Serialize;
use talks::index::{
    CheckOptions, CheckReport, Fault, Remedy, Repair, UpdateOptions, check, repair,
};
use talks::present::{safe, to_json_pretty};

use super::index::{count, seconds};
use super::{Context, Outcome, Run};

#[derive(Args)]
pub struct CheckArgs {
    /// Mend what is wrong: from the rest of the index, else by reading the articles' files anew
    #[arg(long)]
    repair: bool,

    /// How long to wait for another process that writes to the index
    #[arg(long, value_name = "SECONDS", default_value_t = 0.0, value_parser = seconds)]
    wait: f64,

    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Serialize)]
struct CheckView<'a> {
    clean: bool,
    files: u64,
    bytes: u64,
    articles: u64,
    terms: u64,
    fault_count: u64,
    faults: Vec<FaultView<'a>>,
    notes: &'a [String],
    repair: Option<RepairView<'a>>,
}

#[derive(Serialize)]
struct FaultView<'a> {
    path: String,
    article: Option<String>,
    reason: &'a str,
    needs_rebuild: bool,
}

#[derive(Serialize)]
struct RepairView<'a> {
    rewritten: Vec<String>,
    rebuilt: bool,
    articles: Option<u64>,
    lost: Vec<String>,
    left: Vec<FaultView<'a>>,
}

/// Runs `talks check`.
pub fn run(args: CheckArgs, context: &mut Context<'_>) -> Run {
    let stop = context.signals.take()?;
    let wait = Duration::from_secs_f64(args.wait);
    let options = CheckOptions { wait, stop: stop.clone() };
    let report = check(&context.index, &options)?;
    let mut mended = None;
    if args.repair && !report.is_clean() {
        let now = jiff::Timestamp::now().as_second();
        let update = UpdateOptions { wait, stop, ..UpdateOptions::new(now) };
        mended = Some(repair(&context.index, &report, &update, &mut |_| {})?);
    }
    if args.json {
        to_json_pretty(context.out, &view(&report, mended.as_ref()))?;
    } else {
        print(&report, mended.as_ref(), context)?;
    }
    Ok(match mended {
        Some(mended) if mended.rebuilt.as_ref().is_some_and(|run| run.is_interrupted) => {
            Outcome::Interrupted
        }
        Some(mended) if !mended.left.is_empty() => Outcome::Damaged,
        Some(mended) if mended.lost.is_empty() => Outcome::Found,
        Some(_) => Outcome::Partial,
        None if report.is_clean() => Outcome::Found,
        None => Outcome::Damaged,
    })
}

fn print(
    report: &CheckReport,
    mended: Option<&Repair>,
    context: &mut Context<'_>,
) -> std::io::Result<()> {
    report.faults.iter().try_for_each(|fault| print_fault("fault:  ", fault, context))?;
    for note in &report.notes {
        writeln!(context.out, "note:     {}", safe(note))?;
    }
    let megabytes = report.bytes as f64 / 1e6;
    writeln!(context.out, "files:    {} verified, {megabytes:.2} MB", report.files)?;
    writeln!(
        context.out,
        "articles: {} read back and compared with {} entries of the dictionary",
        report.articles, report.terms
    )?;
    match report.fault_count {
        0 => writeln!(context.out, "faults:   none")?,
        n => writeln!(context.out, "faults:   {n}")?,
    }
    match mended {
        Some(mended) => print_repair(mended, context),
        None if report.is_clean() => Ok(()),
        None => writeln!(context.notices, "  hint: talks check --repair mends what can be mended"),
    }
}

fn print_fault(label: &str, fault: &Fault, context: &mut Context<'_>) -> std::io::Result<()> {
    let article = fault.article.map(|id| format!("article {id}")).unwrap_or_default();
    let path = match fault.path.as_os_str().is_empty() {
        true => String::new(),
        false => format!("`{}`", context.style_path(&fault.path)),
    };
    let what = [article, path].into_iter().filter(|part| !part.is_empty());
    let what = what.collect::<Vec<_>>().join(" of ");
    writeln!(context.out, "{label}  {what} {}", safe(&fault.reason))
}

fn print_repair(mended: &Repair, context: &mut Context<'_>) -> std::io::Result<()> {
    for path in &mended.rewritten {
        writeln!(context.out, "mended:   `{}`", context.style_path(path))?;
    }
    if let Some(rebuilt) = &mended.rebuilt {
        let articles = count(rebuilt.total_articles, "article");
        let read = count(rebuilt.files.added + rebuilt.files.updated, "file");
        writeln!(context.out, "rebuilt:  {articles}; {read} read anew")?;
    }
    for path in &mended.lost {
        let path = context.style_path(path);
        writeln!(context.out, "lost:     `{path}` is gone or cannot be read; its articles went")?;
    }
    mended.left.iter().try_for_each(|fault| print_fault("left:   ", fault, context))
}

fn view<'a>(report: &'a CheckReport, mended: Option<&'a Repair>) -> CheckView<'a> {
    let shown = |path: &std::path::PathBuf| path.to_string_lossy().into_owned();
    let fault = |fault: &'a Fault| FaultView {
        path: shown(&fault.path),
        article: fault.article.map(|id| id.to_string()),
        reason: &fault.reason,
        needs_rebuild: fault.remedy == Remedy::Rebuild,
    };
    CheckView {
        clean: report.is_clean(),
        files: report.files,
        bytes: report.bytes,
        articles: report.articles,
        terms: report.terms,
        fault_count: report.fault_count,
        faults: report.faults.iter().map(fault).collect(),
        notes: &report.notes,
        repair: mended.map(|mended| RepairView {
            rewritten: mended.rewritten.iter().map(shown).collect(),
            rebuilt: mended.rebuilt.is_some(),
            articles: mended.rebuilt.as_ref().map(|run| run.total_articles),
            lost: mended.lost.iter().map(shown).collect(),
            left: mended.left.iter().map(fault).collect(),
        }),
    }
}
