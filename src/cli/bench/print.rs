//! A run for people: what was done, a table, a histogram, and what changed.

use std::io::{self, Write};

use super::BenchView;
use super::stats::Bar;

/// Width of the longest bar, in characters.
const WIDTH: usize = 48;

/// Prints a run.
pub fn print(view: &BenchView, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{}; {} articles; {} queries, one warm-up and {} counted runs each, {} hits a query",
        view.mode, view.articles, view.queries, view.repeat, view.limit
    )?;
    if view.threads > 1 {
        writeln!(out, "{} readers at once, each asks every query", view.threads)?;
    }
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
    writeln!(out, "{:.0} queries a second", view.queries_per_second)?;
    bars(&view.histogram, out)?;
    if let Some(compared) = &view.compared {
        writeln!(out, "\nagainst {}: new time / old time", compared.file)?;
        if !compared.same_queries {
            writeln!(out, "the queries are others, so this compares classes and not queries")?;
        }
        for row in &compared.classes {
            writeln!(out, "{:<10} p50 {:>6.2}   p99 {:>6.2}", row.class, row.p50, row.p99)?;
        }
    }
    Ok(())
}

/// Draws the histogram: a row for each range of times, as long as its share.
fn bars(histogram: &[Bar], out: &mut dyn Write) -> io::Result<()> {
    let most = histogram.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    writeln!(out, "\n{:>10}  runs", "up to ms")?;
    for bar in histogram {
        let length = (bar.count * WIDTH).div_ceil(most);
        writeln!(out, "{:>10.3}  {} {}", bar.to, "█".repeat(length), bar.count)?;
    }
    Ok(())
}
