//! One table of `talks.toml` -> what it says about the articles it names.

use std::fmt;

use super::{Change, SettingsError};
use crate::article::{Field, Method};
use crate::date::Date;
use crate::read::dates::{self, Order};
use crate::read::language;

/// What one table of the file says about the articles it names.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) name: String,
    pub(super) source: Change<String>,
    pub(super) title: Change<String>,
    pub(super) author: Change<String>,
    pub(super) url: Change<String>,
    pub(super) date: Change<Date>,
    pub(super) language: Change<String>,
    pub(super) order: Option<Order>,
    pub(super) drop: Vec<String>,
    pub(super) exclude: Option<bool>,
}

pub(super) fn put<T: Clone + fmt::Display>(
    slot: &mut Option<Field<T>>,
    change: &Change<T>,
    rule: &Rule,
    key: &str,
) {
    match change {
        Change::Keep => {}
        Change::Empty => *slot = None,
        Change::Value(value) => {
            let evidence = format!("[\"{}\"] {key} = {value}", rule.name);
            *slot = Some(Field { value: value.clone(), method: Method::Correction, evidence });
        }
    }
}

impl Rule {
    /// Reads one table.
    pub(super) fn read(
        name: &str,
        table: &dyn toml_edit::TableLike,
    ) -> Result<Rule, SettingsError> {
        let mut rule = Rule {
            name: name.to_string(),
            source: Change::Keep,
            title: Change::Keep,
            author: Change::Keep,
            url: Change::Keep,
            date: Change::Keep,
            language: Change::Keep,
            order: None,
            drop: Vec::new(),
            exclude: None,
        };
        for (key, item) in table.iter() {
            let text = || {
                let text = item.as_str().map(str::trim).filter(|text| !text.is_empty());
                text.map(str::to_string).ok_or_else(|| wrong(name, key, "a text"))
            };
            match key {
                "source" if is_empty(item) => rule.source = Change::Empty,
                "title" if is_empty(item) => rule.title = Change::Empty,
                "author" if is_empty(item) => rule.author = Change::Empty,
                "url" if is_empty(item) => rule.url = Change::Empty,
                "date" if is_empty(item) => rule.date = Change::Empty,
                "language" if is_empty(item) => rule.language = Change::Empty,
                "source" => rule.source = Change::Value(text()?),
                "title" => rule.title = Change::Value(text()?),
                "author" => rule.author = Change::Value(text()?),
                "url" => rule.url = Change::Value(text()?),
                "date" => {
                    let written = match item.as_datetime() {
                        Some(date) => date.to_string(),
                        None => text()?,
                    };
                    let date = dates::parse(&written, None);
                    let date = date.ok_or_else(|| wrong(name, key, "a date"))?;
                    rule.date = Change::Value(date);
                }
                "language" => {
                    let code = language::code(&text()?);
                    let code = code.ok_or_else(|| wrong(name, key, "a language"))?;
                    rule.language = Change::Value(code);
                }
                "date_order" | "date-order" => {
                    rule.order = Some(match text()?.as_str() {
                        "day-first" | "dmy" => Order::DayFirst,
                        "month-first" | "mdy" => Order::MonthFirst,
                        _ => return Err(wrong(name, key, "`day-first` or `month-first`")),
                    });
                }
                "drop" => {
                    rule.drop = strings(item).ok_or_else(|| wrong(name, key, "a list of lines"))?;
                }
                "exclude" => {
                    let value = item.as_bool().ok_or_else(|| wrong(name, key, "true or false"))?;
                    rule.exclude = Some(value);
                }
                _ => return Err(SettingsError::UnknownKey(name.to_string(), key.to_string())),
            }
        }
        Ok(rule)
    }
}

/// True for `false`: the field stays empty.
fn is_empty(item: &toml_edit::Item) -> bool {
    item.as_bool() == Some(false)
}

pub(super) fn wrong(table: &str, key: &str, wanted: &'static str) -> SettingsError {
    SettingsError::Value(table.to_string(), key.to_string(), wanted)
}

/// One text or a list of texts.
pub(super) fn strings(item: &toml_edit::Item) -> Option<Vec<String>> {
    if let Some(text) = item.as_str() {
        return Some(vec![text.to_string()]);
    }
    item.as_array()?.iter().map(|value| value.as_str().map(str::to_string)).collect()
}

/// One list of texts.
pub(super) fn words(value: &toml_edit::Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|value| value.as_str().map(str::to_string)).collect()
}
