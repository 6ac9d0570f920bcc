//! `talks bench`: query latency, by class, in one process or a process a query.

mod mix;
mod stats;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use clap::Args;
use serde::Serialize;
use talks::error::Error;
use talks::eval::topic_of_line;
use talks::index::Archive;
use talks::present::{to_json_pretty, write_hits_text};
use talks::query::{Mode, ParseOptions, parse};
use talks::rank::{SearchRequest, search};

use super::when::today;
use super::{Context, Outcome, Run};
use stats::Latencies;

/// Measure query latency: p50, p90, p99 and max by class, and queries a second
///
/// Each query is asked once to warm up, then `--repeat` times, all of them in turn. A measured
/// query is read, searched, ranked, its ten hits loaded, marked and printed to nowhere. With
/// --cold each is a process of its own, from its start to its exit.
#[derive(Args)]
pub struct BenchArgs {
    /// Queries: `id<TAB>query` a line, or JSON Lines with `_id` and `text` [default: a mix drawn
    /// from the words of the index]
    #[arg(value_name = "QUERIES")]
    queries: Option<PathBuf>,

    /// How often each query is measured
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    repeat: u32,

    /// Queries of each class that are drawn
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    each: u32,

    /// Seed of the draw: the same seed draws the same queries from the same index
    #[arg(long, value_name = "N", default_value_t = 7)]
    seed: u64,

    /// Hits of each query
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10)]
    limit: usize,

    /// Start a process a query
    #[arg(long)]
    cold: bool,

    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// A query to be measured.
pub struct Measured {
    /// What kind of query it is.
    class: &'static str,
    /// The query.
    text: String,
}

#[derive(Serialize)]
struct BenchView {
    mode: &'static str,
    articles: u64,
    queries: usize,
    repeat: u32,
    limit: usize,
    seed: Option<u64>,
    seconds: f64,
    queries_per_second: f64,
    classes: Vec<ClassView>,
}

/// Latencies of a class, in milliseconds.
#[derive(Serialize)]
struct ClassView {
    class: String,
    queries: usize,
    with_hits: usize,
    p50: f64,
    p90: f64,
    p99: f64,
    max: f64,
}

/// Runs `talks bench`.
pub fn run(args: BenchArgs, context: &mut Context<'_>) -> Run {
    let archive = context.open()?;
    let queries = match &args.queries {
        Some(file) => from_file(file)?,
        None => mix::draw(&archive, args.seed, args.each as usize)?,
    };
    if queries.is_empty() {
        writeln!(context.notices, "talks: there is nothing to ask: no queries, or an empty index")?;
        return Ok(Outcome::Nothing);
    }
    let mut latencies = Latencies::default();
    for query in &queries {
        let (_, found) = ask(&args, &archive, &context.index, query)?;
        latencies.add_query(query.class, found);
    }
    let started = Instant::now();
    for _ in 0..args.repeat {
        for query in &queries {
            let (took, _) = ask(&args, &archive, &context.index, query)?;
            latencies.add(query.class, took);
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    let view = BenchView {
        mode: if args.cold { "cold: a process a query" } else { "warm: one process, one thread" },
        articles: archive.totals().articles,
        queries: queries.len(),
        repeat: args.repeat,
        limit: args.limit,
        seed: args.queries.is_none().then_some(args.seed),
        seconds,
        queries_per_second: f64::from(args.repeat) * queries.len() as f64 / seconds,
        classes: latencies.classes(),
    };
    if args.json {
        to_json_pretty(context.out, &view)?
    } else {
        print(&view, context)?
    }
    Ok(Outcome::Found)
}

fn print(view: &BenchView, context: &mut Context<'_>) -> std::io::Result<()> {
    let out = &mut context.out;
    writeln!(
        out,
        "{}; {} articles; {} queries, one warm-up and {} counted runs each, {} hits a query",
        view.mode, view.articles, view.queries, view.repeat, view.limit
    )?;
    writeln!(
        out,
        "{:<10} {:>7} {:>9} {:>10} {:>10} {:>10} {:>10}",
        "class", "queries", "with hits", "p50 ms", "p90 ms", "p99 ms", "max ms"
    )?;
    for row in &view.classes {
        writeln!(
            out,
            "{:<10} {:>7} {:>9} {:>10.3} {:>10.3} {:>10.3} {:>10.3}",
            row.class, row.queries, row.with_hits, row.p50, row.p90, row.p99, row.max
        )?;
    }
    writeln!(out, "{:.0} queries a second", view.queries_per_second)
}

fn from_file(file: &Path) -> Result<Vec<Measured>, Error> {
    let input = std::fs::File::open(file).map_err(Error::reading(file))?;
    let mut queries = Vec::new();
    for line in BufReader::new(input).lines() {
        let line = line.map_err(Error::reading(file))?;
        let text = topic_of_line(&line).map_or_else(|_| line.trim().to_owned(), |topic| topic.text);
        if !text.is_empty() {
            queries.push(Measured { class: "file", text });
        }
    }
    Ok(queries)
}

/// Asks one query; returns how long it took and whether it has hits.
fn ask(
    args: &BenchArgs,
    archive: &Archive,
    index: &Path,
    query: &Measured,
) -> Result<(Duration, bool), Error> {
    if args.cold {
        return ask_cold(args, index, query);
    }
    let options = ParseOptions { mode: Mode::Syntax, today: today() };
    let started = Instant::now();
    let words = || parse(&query.text, &ParseOptions { mode: Mode::Words, today: options.today });
    let parsed = parse(&query.text, &options).or_else(|_| words()).unwrap_or_default();
    let request =
        SearchRequest { limit: args.limit, ..SearchRequest::new(query.text.as_str(), parsed) };
    let result = search(archive, &request)?;
    let mut printed = Vec::new();
    write_hits_text(&mut printed, &result, &Default::default())
        .map_err(Error::writing("standard output"))?;
    std::hint::black_box(&printed);
    Ok((started.elapsed(), !result.hits.is_empty()))
}

fn ask_cold(args: &BenchArgs, index: &Path, query: &Measured) -> Result<(Duration, bool), Error> {
    let program = std::env::current_exe().map_err(Error::reading("the running program"))?;
    let limit = args.limit.to_string();
    let mut command = Command::new(&program);
    command.arg("--index").arg(index).args(["query", "-n", &limit, "--", &query.text]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let started = Instant::now();
    let status = command.status().map_err(Error::reading(&program))?;
    Ok((started.elapsed(), status.success()))
}
