//! `talks bench`: query latency.

use clap::Args;

use super::{Context, Outcome, Run};

/// Measure query latency
#[derive(Args)]
pub struct BenchArgs {
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// Runs `talks bench`.
pub fn run(_args: BenchArgs, _context: &mut Context<'_>) -> Run {
    Ok(Outcome::Found)
}
