//! `talks bench`: query latency, by class, in one process or a process a query.

mod ask;
mod compare;
mod mix;
mod print;
mod stats;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use serde::{Deserialize, Serialize};
use talks::error::Error;
use talks::eval::topic_of_line;
use talks::present::to_json_pretty;

use super::{Context, Outcome, Run, threads};
use ask::Asker;
use compare::Compared;
use stats::{Bar, Latencies};

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

    /// Readers at once; each asks every query `--repeat` times
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    threads: u32,

    /// Start a process a query
    #[arg(long)]
    cold: bool,

    /// Compare with an earlier run, kept with --json: new time / old time, by class
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,

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
    /// Hash of the queries: runs with the same one asked the same.
    queries_hash: String,
    repeat: u32,
    warm_up: u32,
    threads: u32,
    limit: usize,
    seed: Option<u64>,
    seconds: f64,
    queries_per_second: f64,
    classes: Vec<ClassView>,
    histogram: Vec<Bar>,
    compared: Option<Compared>,
}

/// Latencies of a class, in milliseconds.
#[derive(Serialize, Deserialize)]
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
    let earlier = args.compare.as_deref().map(compare::read).transpose()?;
    let archive = context.open()?;
    let queries = match &args.queries {
        Some(file) => from_file(file)?,
        None => mix::draw(&archive, args.seed, args.each as usize)?,
    };
    if queries.is_empty() {
        writeln!(context.notices, "talks: there is nothing to ask: no queries, or an empty index")?;
        return Ok(Outcome::Nothing);
    }
    if args.threads <= 1 {
        threads::start(&archive, threads::Searches::Many);
    }
    let asker = Asker::new(args.cold, args.limit, &archive, &context.index)?;
    let mut latencies = Latencies::default();
    for query in &queries {
        let (_, found) = asker.ask(&query.text)?;
        latencies.add_query(query.class, found);
    }
    let started = Instant::now();
    let measured = ask::measure(&asker, &queries, args.repeat, args.threads)?;
    let seconds = started.elapsed().as_secs_f64();
    for (query, took) in &measured {
        latencies.add(queries[*query].class, *took);
    }
    let (classes, queries_hash) = (latencies.classes(), hash(&queries));
    let compared = earlier.map(|earlier| earlier.compare(&classes, &queries_hash));
    let view = BenchView {
        mode: mode(&args),
        articles: archive.totals().articles,
        queries: queries.len(),
        queries_hash,
        repeat: args.repeat,
        warm_up: 1,
        threads: args.threads,
        limit: args.limit,
        seed: args.queries.is_none().then_some(args.seed),
        seconds,
        queries_per_second: measured.len() as f64 / seconds,
        classes,
        histogram: latencies.histogram(),
        compared,
    };
    if args.json {
        to_json_pretty(context.out, &view)?
    } else {
        print::print(&view, context.out)?
    }
    Ok(Outcome::Found)
}

fn mode(args: &BenchArgs) -> &'static str {
    match (args.cold, args.threads) {
        (true, 1) => "cold: a process a query",
        (true, _) => "cold: a process a query, several at once",
        (false, 1) => "warm: one process, one reader",
        (false, _) => "warm: one process, several readers",
    }
}

/// Returns what tells one set of queries from another.
fn hash(queries: &[Measured]) -> String {
    let lines: String =
        queries.iter().map(|query| format!("{}\t{}\n", query.class, query.text)).collect();
    format!("{:016x}", twox_hash::XxHash3_64::oneshot(lines.as_bytes()))
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
