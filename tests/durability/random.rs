//! Random numbers that are the same at every run.

use fastrand::Rng;

/// Returns a generator that starts from `TALKS_SEED`, else from a seed of the test's own.
pub fn seeded(own: u64) -> Rng {
    let asked = std::env::var("TALKS_SEED").ok().and_then(|n| n.parse::<u64>().ok());
    Rng::with_seed(asked.unwrap_or(own))
}
