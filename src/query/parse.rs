//! temporary
use super::ast::*;
use crate::date::Date;
#[allow(missing_docs)]
pub enum Mode {
    Syntax,
    Words,
    Phrase,
}
#[allow(missing_docs)]
pub struct ParseOptions {
    pub mode: Mode,
    pub today: Date,
}
#[allow(missing_docs)]
pub struct ParseError {
    pub at: std::ops::Range<usize>,
    pub reason: String,
}
#[allow(missing_docs)]
pub fn parse(t: &str, _o: &ParseOptions) -> Result<Query, ParseError> {
    if t.starts_with('"') {
        return Ok(Query {
            clauses: vec![Clause {
                need: Need::Must,
                node: Node::Phrase(Phrase {
                    text: t.trim_matches('"').into(),
                    span: 0..t.len(),
                    slop: None,
                }),
            }],
            notes: vec![],
        });
    }
    Ok(Query {
        clauses: t
            .split_whitespace()
            .map(|w| Clause {
                need: Need::Wanted,
                node: Node::Word(Word { text: w.into(), span: 0..0, form: WordForm::Plain }),
            })
            .collect(),
        notes: vec![],
    })
}
#[allow(missing_docs)]
pub fn parse_days(_t: &str, _d: Date) -> Result<DateRange, String> {
    Err("x".into())
}
