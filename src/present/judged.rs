//! What a judged ranking is worth, for programs.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::escape::to_json_pretty;
use crate::eval::Measures;

/// The measures of every query that was judged.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// How many queries there were, also those without a relevant document.
    pub asked: usize,
    /// Name and measures of each that was judged, in the order asked.
    pub queries: Vec<(String, Measures)>,
}

impl Judged {
    /// Returns the mean of each measure over the queries that were judged.
    pub fn mean(&self) -> Measures {
        let all: Vec<Measures> = self.queries.iter().map(|(_, measures)| *measures).collect();
        Measures::mean(&all)
    }
}

/// Writes the means as one JSON object; with `each`, also the measures of each query.
///
/// # Errors
/// Those of the writer.
pub fn write_judged_json(out: &mut dyn Write, judged: &Judged, each: bool) -> io::Result<()> {
    #[derive(Serialize)]
    struct Body<'a> {
        asked: usize,
        judged: usize,
        measures: BTreeMap<&'static str, f64>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        queries: Vec<QueryView<'a>>,
    }
    #[derive(Serialize)]
    struct QueryView<'a> {
        qid: &'a str,
        measures: BTreeMap<&'static str, f64>,
    }
    let view = |measures: &Measures| measures.named().into_iter().collect();
    let queries = judged.queries.iter().filter(|_| each);
    to_json_pretty(
        out,
        &Body {
            asked: judged.asked,
            judged: judged.queries.len(),
            measures: view(&judged.mean()),
            queries: queries.map(|(qid, m)| QueryView { qid, measures: view(m) }).collect(),
        },
    )
}
