//! A folder of pages with a truth file -> how right each field and each method is.
//!
//! The folder holds `pages/` and `truth.jsonl`, a line a page: `file` names it, and any of `title`,
//! `author`, `site`, `date`, `lang`, `body` (text) and `body_html` say what is true. Keys that are
//! missing are not judged. Pages are read as files alone: the truth's `url` is not used.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::Path;

use serde_json::Value;

use super::{Record, Settings, html};
use crate::article::{Article, Field};

/// Words of the runs whose overlap scores a body.
const RUN: usize = 4;

/// How right the fields of a folder of pages are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evaluation {
    /// Pages that the truth names.
    pub pages: usize,
    /// Pages that were skipped; their fields count as missing.
    pub skipped: usize,
    /// By field, in the order of the alphabet.
    pub fields: BTreeMap<&'static str, Score>,
    /// Bodies, when the truth has them.
    pub body: Option<BodyScore>,
    /// Every value that is wrong or missing, in the order of the truth.
    pub misses: Vec<Miss>,
}

/// How right one field is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    /// Pages whose truth has the field.
    pub judged: usize,
    /// Values equal to the truth.
    pub right: usize,
    /// Values that differ from it.
    pub wrong: usize,
    /// By method, right and wrong values.
    pub by_method: BTreeMap<&'static str, (usize, usize)>,
}

impl Score {
    /// Judged pages for which no value was found.
    pub fn none(&self) -> usize {
        self.judged - self.right - self.wrong
    }
}

/// How well bodies agree: overlap of runs of four words, each page counting the same.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BodyScore {
    /// Pages whose truth has a body.
    pub judged: usize,
    /// Mean share of our runs that are true.
    pub precision: f64,
    /// Mean share of true runs that are ours.
    pub recall: f64,
    /// Mean harmonic mean of both.
    pub f1: f64,
}

/// One value that is not the truth.
#[derive(Debug, Clone, PartialEq)]
pub struct Miss {
    /// The page.
    pub file: String,
    /// The field; `body` for bodies.
    pub field: &'static str,
    /// What is true; for a body, its F1.
    pub wanted: String,
    /// What was found, if anything.
    pub found: Option<String>,
    /// The method that found it.
    pub method: Option<&'static str>,
    /// The text it was read from.
    pub evidence: Option<String>,
}

/// Why a folder could not be evaluated.
#[derive(Debug)]
pub enum EvalError {
    /// `truth.jsonl` cannot be read.
    Truth(std::io::Error),
    /// A line of it is not an object with a `file`; its number, from 1.
    Line(usize),
    /// A line of it is no JSON; its number, from 1, and what is wrong.
    NotJson(usize, String),
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EvalError::Truth(_) => write!(f, "cannot read `truth.jsonl`"),
            EvalError::Line(line) => write!(f, "line {line} of `truth.jsonl` names no file"),
            EvalError::NotJson(line, why) => {
                write!(f, "line {line} of `truth.jsonl` is not JSON: {why}")
            }
        }
    }
}

impl std::error::Error for EvalError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            EvalError::Truth(error) => Some(error),
            EvalError::Line(_) | EvalError::NotJson(..) => None,
        }
    }
}

/// Scores a folder of pages; calls `progress` after each page with its number.
///
/// # Errors
///
/// When the truth cannot be read. A page that cannot is counted as skipped.
pub fn evaluate(folder: &Path, mut progress: impl FnMut(usize)) -> Result<Evaluation, EvalError> {
    let truth = std::fs::read_to_string(folder.join("truth.jsonl")).map_err(EvalError::Truth)?;
    let mut evaluation = Evaluation::default();
    for (index, line) in truth.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let truth: Value = serde_json::from_str(line)
            .map_err(|error| EvalError::NotJson(index + 1, error.to_string()))?;
        let file = truth["file"].as_str().ok_or(EvalError::Line(index + 1))?;
        let article = read_page(&folder.join("pages").join(file));
        evaluation.pages += 1;
        evaluation.skipped += usize::from(article.is_none());
        evaluation.judge(file, &truth, &article.unwrap_or_default());
        progress(index + 1);
    }
    if let Some(body) = &mut evaluation.body {
        let count = body.judged.max(1) as f64;
        body.precision /= count;
        body.recall /= count;
        body.f1 /= count;
    }
    Ok(evaluation)
}

/// Reads a page under a name that says nothing, so that no date comes from that of the file.
fn read_page(path: &Path) -> Option<Article> {
    let mut article = None;
    let mut keep = |record| {
        if let Record::Article(found) = record {
            article.get_or_insert(*found);
        }
    };
    super::read_file(path, Path::new("page.html"), &Settings::default(), &mut keep).ok()?;
    article
}

impl Evaluation {
    fn judge(&mut self, file: &str, truth: &Value, article: &Article) {
        let text = |key: &str| truth[key].as_str().map(str::trim).filter(|text| !text.is_empty());
        if let Some(wanted) = text("title") {
            self.field(file, "title", wanted, &article.title, |a, b| folded(a) == folded(b));
        }
        if let Some(wanted) = text("author") {
            self.field(file, "author", wanted, &article.author, |a, b| name(a) == name(b));
        }
        if let Some(wanted) = text("site") {
            self.field(file, "source", wanted, &article.source, |a, b| name(a) == name(b));
        }
        if let Some(wanted) = text("lang") {
            let first = |tag: &str| tag.split(['-', '_']).next().map(str::to_lowercase);
            self.field(file, "language", wanted, &article.language, |a, b| first(a) == first(b));
        }
        if let Some(wanted) = text("date") {
            let day = |date: &str| date.get(..10).map(str::to_string);
            self.field(file, "date", wanted, &article.date, |a, b| day(a) == day(b));
        }
        if let Some(body) =
            text("body").map(str::to_string).or_else(|| text("body_html").map(html::fragment))
        {
            self.body(file, &body, &article.text);
        }
    }

    fn field<T: fmt::Display>(
        &mut self,
        file: &str,
        field: &'static str,
        wanted: &str,
        found: &Option<Field<T>>,
        same: impl Fn(&str, &str) -> bool,
    ) {
        let score = self.fields.entry(field).or_default();
        score.judged += 1;
        let value = found.as_ref().map(|found| found.value.to_string());
        let right = value.as_ref().is_some_and(|value| same(wanted, value));
        if let Some(found) = found {
            let counts = score.by_method.entry(found.method.as_str()).or_default();
            if right {
                score.right += 1;
                counts.0 += 1;
            } else {
                score.wrong += 1;
                counts.1 += 1;
            }
        }
        if !right {
            self.misses.push(Miss {
                file: file.to_string(),
                field,
                wanted: wanted.to_string(),
                found: value,
                method: found.as_ref().map(|found| found.method.as_str()),
                evidence: found.as_ref().map(|found| found.evidence.clone()),
            });
        }
    }

    fn body(&mut self, file: &str, wanted: &str, found: &str) {
        let (precision, recall) = overlap(wanted, found);
        let f1 = if precision + recall > 0.0 {
            2.0 * precision * recall / (precision + recall)
        } else {
            0.0
        };
        let body = self.body.get_or_insert_default();
        body.judged += 1;
        body.precision += precision;
        body.recall += recall;
        body.f1 += f1;
        if f1 < 0.9 {
            self.misses.push(Miss {
                file: file.to_string(),
                field: "body",
                wanted: format!("{f1:.3}"),
                found: Some(format!("precision {precision:.3}, recall {recall:.3}")),
                method: None,
                evidence: None,
            });
        }
    }
}

/// White space folded to single spaces.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name without case, white space that differs, and a leading `By`.
fn name(text: &str) -> String {
    let lower = folded(text).to_lowercase();
    lower.strip_prefix("by ").unwrap_or(&lower).to_string()
}

/// Share of our runs that are true, and share of true runs that are ours.
///
/// Texts of fewer words than a run count as one run.
fn overlap(wanted: &str, found: &str) -> (f64, f64) {
    let (wanted, found) = (runs(wanted), runs(found));
    let sum = |runs: &HashMap<String, usize>| runs.values().sum::<usize>() as f64;
    let common: usize =
        found.iter().map(|(run, n)| (*n).min(wanted.get(run).copied().unwrap_or(0))).sum();
    let share = |all: f64| if all > 0.0 { common as f64 / all } else { 0.0 };
    (share(sum(&found)), share(sum(&wanted)))
}

fn runs(text: &str) -> HashMap<String, usize> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut runs = HashMap::new();
    if words.len() < RUN {
        if !words.is_empty() {
            runs.insert(words.join(" "), 1);
        }
        return runs;
    }
    for run in words.windows(RUN) {
        *runs.entry(run.join(" ")).or_default() += 1;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_bodies_are_scored() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("pages")).unwrap();
        let page = "<html lang=en><title>A short talk</title><body><p>one two three four five</p></body></html>";
        std::fs::write(folder.path().join("pages/a.html"), page).unwrap();
        let truth = r#"{"file":"a.html","title":"A  short talk","lang":"en-GB","date":"2025-12-04","body":"one two three four"}
{"file":"missing.html","title":"B"}"#;
        std::fs::write(folder.path().join("truth.jsonl"), truth).unwrap();
        let found = evaluate(folder.path(), |_| ()).unwrap();
        assert_eq!((found.pages, found.skipped), (2, 1));
        assert_eq!((found.fields["title"].right, found.fields["title"].none()), (1, 1));
        assert_eq!((found.fields["language"].right, found.fields["date"].none()), (1, 1));
        let body = found.body.unwrap();
        assert!((body.precision - 0.5).abs() < 1e-9 && (body.recall - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_line_without_a_file_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("truth.jsonl"), "{}\n").unwrap();
        assert!(matches!(evaluate(folder.path(), |_| ()), Err(EvalError::Line(1))));
        std::fs::write(folder.path().join("truth.jsonl"), "\n{\"file\": a}\n").unwrap();
        let error = evaluate(folder.path(), |_| ()).unwrap_err();
        assert!(matches!(error, EvalError::NotJson(2, _)));
        assert!(error.to_string().starts_with("line 2 of `truth.jsonl` is not JSON: "), "{error}");
    }
}
