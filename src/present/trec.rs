//! Hits as a TREC run: `qid Q0 docid rank score run`, a line each.

use std::io::{self, Write};

use super::json::six;
use super::safe::is_unsafe;
use crate::rank::{HitArticle, SearchResult};

/// Writes a result as lines of a TREC run; see [`trec_lines`] for docid and score.
///
/// # Errors
/// Those of the writer.
pub fn write_hits_trec(out: &mut dyn Write, qid: &str, result: &SearchResult) -> io::Result<()> {
    let qid = in_a_column(qid);
    for (hit, (docid, score)) in result.hits.iter().zip(trec_lines(result)) {
        writeln!(out, "{qid} Q0 {docid} {} {score:.6} talks", hit.rank)?;
    }
    Ok(())
}

/// Returns docid and score of each hit, in order.
///
/// The docid is the record's own key where it has one, else the path, with `#` and the ordinal for
/// the further records of a file; white space in it, which the format cannot hold, becomes `_`, and so
/// does what steers a terminal.
///
/// Scores are those of the hits, as they are printed. Whoever judges a run puts it in order by
/// score, so articles with all the words do not stand before the others there.
pub fn trec_lines(result: &SearchResult) -> impl Iterator<Item = (String, f64)> {
    result.hits.iter().map(|hit| (docid(&hit.article), six(hit.score)))
}

fn docid(article: &HitArticle) -> String {
    let path = article.path.to_string_lossy();
    let docid = match (&article.article.key, article.article.record()) {
        (Some(key), _) => key.clone(),
        (None, Some(record)) => format!("{path}#{record}"),
        (None, None) => path.into_owned(),
    };
    in_a_column(&docid)
}

/// Returns text as it can stand in a column: without white space, and without what steers a terminal.
fn in_a_column(text: &str) -> String {
    text.replace(|c: char| c.is_whitespace() || is_unsafe(c), "_")
}
