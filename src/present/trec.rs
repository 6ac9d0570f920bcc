//! Hits as a TREC run: `qid Q0 docid rank score run`, a line each.

use std::io::{self, Write};

use crate::rank::SearchResult;

/// Writes a result as lines of a TREC run.
///
/// The docid is the record's own key where it has one, else the path, with `#` and the ordinal for
/// the further records of a file; white space in it, which the format cannot hold, becomes `_`.
///
/// # Errors
/// Those of the writer.
pub fn write_hits_trec(out: &mut dyn Write, qid: &str, result: &SearchResult) -> io::Result<()> {
    for hit in &result.hits {
        let article = &hit.article.article;
        let path = hit.article.path.to_string_lossy();
        let docid = match (&article.key, article.record()) {
            (Some(key), _) => key.clone(),
            (None, Some(record)) => format!("{path}#{record}"),
            (None, None) => path.into_owned(),
        };
        let docid = docid.replace(|c: char| c.is_whitespace() || c.is_control(), "_");
        writeln!(out, "{qid} Q0 {docid} {} {:.6} talks", hit.rank, hit.score)?;
    }
    Ok(())
}
