//! `talks eval extraction`: how right the recovered fields and bodies are.

use std::path::PathBuf;

use clap::Args;
use talks::error::Error;
use talks::present::safe;
use talks::read::eval::evaluate;

use super::super::{Context, Outcome, Run};

#[derive(Args)]
pub struct ExtractionArgs {
    /// Folder with `pages/` and `truth.jsonl`: `file` names a page, the other keys are the truth
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// List each value that is wrong or missing
    #[arg(long, short)]
    verbose: bool,
}

/// Runs `talks eval extraction`.
pub fn run(args: &ExtractionArgs, context: &mut Context<'_>) -> Run {
    let found = evaluate(&args.folder, |_| {}).map_err(|error| Error::BadArgument {
        option: "extraction".to_owned(),
        value: args.folder.to_string_lossy().into_owned(),
        reason: error.to_string(),
    })?;
    if args.verbose {
        for miss in &found.misses {
            let found = miss.found.as_deref().unwrap_or("nothing");
            let line = format!("{}: {}: {found} for {}", miss.file, miss.field, miss.wanted);
            writeln!(context.out, "{}", safe(&line))?;
        }
    }
    let out = &mut context.out;
    writeln!(out, "{} pages, {} skipped", found.pages, found.skipped)?;
    writeln!(
        out,
        "{:<28} {:>7} {:>7} {:>7} {:>7}",
        "field, method", "judged", "right", "wrong", "none"
    )?;
    for (field, score) in &found.fields {
        let share = |n: usize| n as f64 / score.judged.max(1) as f64;
        writeln!(
            out,
            "{field:<28} {:>7} {:>7.3} {:>7.3} {:>7.3}",
            score.judged,
            share(score.right),
            share(score.wrong),
            share(score.none())
        )?;
        for (method, (right, wrong)) in &score.by_method {
            writeln!(out, "  {method:<26} {:>7} {right:>7} {wrong:>7}", right + wrong)?;
        }
    }
    if let Some(body) = &found.body {
        let (precision, recall, f1) = (body.precision, body.recall, body.f1);
        writeln!(
            out,
            "body: {} judged, precision {precision:.3}, recall {recall:.3}, F1 of word 4-grams {f1:.3}",
            body.judged
        )?;
    }
    Ok(Outcome::Found)
}
