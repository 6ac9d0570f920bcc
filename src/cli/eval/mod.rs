//! `talks eval`: how right the program is, against a truth that somebody wrote down.

mod extraction;
mod ranking;

use clap::{Args, Subcommand};

use super::{Context, Run};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct EvalArgs {
    #[command(subcommand)]
    what: Option<What>,

    #[command(flatten)]
    ranking: ranking::RankingArgs,
}

#[derive(Subcommand)]
enum What {
    /// Score the fields and bodies recovered from saved pages, by field and by method
    Extraction(extraction::ExtractionArgs),
}

impl EvalArgs {
    /// Returns true when errors are to be printed as JSON too.
    pub fn wants_json(&self) -> bool {
        self.what.is_none() && self.ranking.json
    }
}

/// Runs `talks eval`.
pub fn run(args: EvalArgs, context: &mut Context<'_>) -> Run {
    match args.what {
        Some(What::Extraction(args)) => extraction::run(&args, context),
        None => ranking::run(&args.ranking, context),
    }
}
