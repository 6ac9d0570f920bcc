//! This run against an earlier one: new time / old time, by class.

use std::path::Path;

use serde::{Deserialize, Serialize};
use talks::error::Error;

use super::ClassView;

/// An earlier run, as `--json` printed it.
#[derive(Deserialize)]
pub struct Earlier {
    #[serde(skip)]
    file: String,
    #[serde(default)]
    queries_hash: String,
    classes: Vec<ClassView>,
}

/// How a run stands to an earlier one.
#[derive(Serialize)]
pub struct Compared {
    /// The file of the earlier run.
    pub file: String,
    /// Whether both asked the same queries.
    pub same_queries: bool,
    /// A row for each class that both have.
    pub classes: Vec<Ratio>,
}

/// New time / old time of a class: below 1 is faster now.
#[derive(Serialize)]
pub struct Ratio {
    /// The class.
    pub class: String,
    /// Of the medians.
    pub p50: f64,
    /// Of the slowest hundredth.
    pub p99: f64,
}

/// Reads an earlier run.
///
/// # Errors
/// [`Error::CannotRead`] when there is no such file, or it holds something else.
pub fn read(file: &Path) -> Result<Earlier, Error> {
    let bytes = std::fs::read(file).map_err(Error::reading(file))?;
    let mut earlier: Earlier = serde_json::from_slice(&bytes)
        .map_err(|error| Error::reading(file)(std::io::Error::other(error)))?;
    earlier.file = file.to_string_lossy().into_owned();
    Ok(earlier)
}

impl Earlier {
    /// Compares the classes of a run with this one.
    pub fn compare(self, classes: &[ClassView], queries_hash: &str) -> Compared {
        let ratio = |new: f64, old: f64| if old > 0.0 { new / old } else { 1.0 };
        let row = |now: &ClassView| {
            let before = self.classes.iter().find(|class| class.class == now.class)?;
            let (p50, p99) = (ratio(now.p50, before.p50), ratio(now.p99, before.p99));
            Some(Ratio { class: now.class.clone(), p50, p99 })
        };
        let classes = classes.iter().filter_map(row).collect();
        let same_queries = self.queries_hash == queries_hash;
        Compared { file: self.file, same_queries, classes }
    }
}
