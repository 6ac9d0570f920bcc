//! The program as its users meet it: wiring, formats, exit codes, streams.

// Helpers of tests stand outside test functions, where the lint would forgive them.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod articles; // the five sample articles beside the project
mod bad_input; // what is broken, missing or hostile
mod bounds; // queries that ask for too much
mod corrections; // talks.toml by command; outlets; lines that recur
mod eval; // how good the order is, on small collections
mod formats; // an index of each format on disk
mod groups; // near copies of a story
mod index; // adding, changing, removing; roots
mod interrupt; // signals, waiting, rehearsing
#[cfg(unix)]
mod limits; // what the system refuses
#[cfg(target_os = "linux")]
mod not_utf8; // file names that are no text
mod output; // JSON against its schema, formats, streams
mod query; // what a query shows, and how it ends
mod quote; // lines that may be quoted, and what is similar
mod readers; // reading beside a writer and without permission to write
mod sandbox;
mod seeds; // every sample against the table of what it must give
