//! The index broken on purpose: killed, filled, flipped, crowded, and compared with a plain model.
//!
//! Each test runs a small number of trials here. `tests/durability/run` runs the full numbers, on
//! the release program, and prints what `docs/durability.md` shows. `TALKS_TRIALS` says how many,
//! `TALKS_SEED` from where the random numbers start.

// Helpers of tests stand outside test functions, where the lint would forgive them.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod bad_files; // thirty kinds of bad file, and counts that add up
mod crowd; // readers beside a writer, writers beside writers, a hundred at once
mod damage; // flips and cuts in every kind of file
mod kill; // builds killed at random moments
mod model; // random histories against a model in memory
mod random;
#[allow(dead_code)] // some of it is for the tests of the command line
#[path = "../cli/sandbox.rs"]
mod sandbox;
mod untrusted; // what steers a terminal, in every human output

/// Returns how many trials a test makes: what was asked for, else a few.
fn trials(few: usize) -> usize {
    let asked = std::env::var("TALKS_TRIALS").ok().and_then(|n| n.parse().ok());
    asked.unwrap_or(few)
}
