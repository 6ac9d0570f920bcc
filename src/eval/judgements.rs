//! Relevance judgements: which documents answer a query, and how well.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead};

/// The grade of each judged document of one query; 1 or more is relevant.
pub type Grades = BTreeMap<String, i32>;

/// The judgements of a test collection.
#[derive(Debug, Clone, Default)]
pub struct Judgements {
    by_query: BTreeMap<String, Grades>,
}

/// A line that is no judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub number: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.number, self.reason)
    }
}

impl Judgements {
    /// Reads judgements: `query document grade` with tabs between (BEIR, with or without its line
    /// of headings), or `query 0 document grade` with white space between (TREC). A document that
    /// is judged twice keeps the last grade.
    ///
    /// # Errors
    /// The first line that is neither, or that cannot be read.
    pub fn read(mut input: impl BufRead) -> Result<Judgements, BadLine> {
        let mut judgements = Judgements::default();
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            let bad = |reason: String| BadLine { number, reason };
            let read: io::Result<usize> = input.read_until(b'\n', &mut line);
            if read.map_err(|error| bad(error.to_string()))? == 0 {
                break;
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']);
            if text.trim().is_empty() {
                continue;
            }
            match judgement(text) {
                Ok((query, document, grade)) => {
                    judgements.by_query.entry(query).or_default().insert(document, grade);
                }
                Err(_) if number == 1 && is_heading(text) => {}
                Err(reason) => return Err(bad(reason)),
            }
        }
        Ok(judgements)
    }

    /// Returns the grades of a query, if any of its documents was judged.
    pub fn of(&self, query: &str) -> Option<&Grades> {
        self.by_query.get(query)
    }

    /// Returns the queries that have a relevant document, in byte order.
    pub fn queries(&self) -> impl Iterator<Item = &str> {
        let answerable = |grades: &Grades| grades.values().any(|&grade| grade > 0);
        self.by_query
            .iter()
            .filter(move |(_, grades)| answerable(grades))
            .map(|(query, _)| query.as_str())
    }
}

fn is_heading(line: &str) -> bool {
    line.split('\t').count() == 3
}

fn judgement(line: &str) -> Result<(String, String, i32), String> {
    // Names of documents may hold spaces where tabs part the columns.
    let columns: Vec<&str> = if line.matches('\t').count() >= 2 {
        line.split('\t').map(str::trim).collect()
    } else {
        line.split_whitespace().collect()
    };
    let (query, document, grade) = match columns[..] {
        [query, document, grade] | [query, _, document, grade] => (query, document, grade),
        _ => return Err("is not `query document grade` or `query 0 document grade`".to_owned()),
    };
    let number: f64 = grade.parse().map_err(|_| format!("`{grade}` is no grade"))?;
    if number.fract() != 0.0 || !(f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&number) {
        return Err(format!("`{grade}` is no whole grade"));
    }
    Ok((query.to_owned(), document.to_owned(), number as i32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Judgements, BadLine> {
        Judgements::read(text.as_bytes())
    }

    #[test]
    fn both_kinds_of_line_are_read() {
        let beir = read("query-id\tcorpus-id\tscore\r\n1\ta b\t2\r\n\n2\tc\t0\n").expect("BEIR");
        assert_eq!(beir.of("1").and_then(|grades| grades.get("a b")), Some(&2));
        assert_eq!(beir.queries().collect::<Vec<_>>(), ["1"]);
        let trec = read("1 0 x 1\n1 Q0 y -1\n").expect("TREC");
        assert_eq!(trec.of("1").map(|grades| grades["y"]), Some(-1));
        let tabbed = read("1\t0\tx\t1\n").expect("TREC with tabs");
        assert_eq!(tabbed.of("1").map(|grades| grades["x"]), Some(1));
    }

    #[test]
    fn a_bad_line_is_named() {
        assert_eq!(read("1 0 x 1\n1 0 x\tmany\n").unwrap_err().number, 2);
        assert_eq!(read("1 0 x 1.5\n").unwrap_err().number, 1);
        assert!(read("lone\n").is_err());
    }
}
