//! Names in several spellings: a bare word -> the spellings of the same name that the index holds.
//!
//! A form is a spelling of the word when both have the same key (see [`name_key`]) or stand on one
//! line of the lists of aliases, and when texts write it as a name: with a capital at least every
//! other time. A word that the texts write small is no name, and gets no spellings by key. All of
//! this is counted over live articles.

use std::collections::BTreeMap;

use super::expand::live;
use crate::analysis::{Analyser, aliases_in, aliases_of, name_key, other_keys};
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::query::ast::FieldName;
use crate::query::{Name, Plan, Scope, Sequence, Slot, TermKey};

/// What another spelling counts for, in hundredths: less than the one that was typed.
const SPELLING_WEIGHT: u32 = 80;

/// Puts the spellings that the index holds in the place of what asks for them, and notes them.
///
/// # Errors
/// [`Error::Engine`].
pub fn respell(archive: &Archive, plan: &mut Plan) -> Result<()> {
    archive.with_analyser(|analyser| respell_by(archive, analyser, plan))
}

fn respell_by(archive: &Archive, analyser: &mut Analyser, plan: &mut Plan) -> Result<()> {
    let Plan { leaves, expanded, .. } = plan;
    for leaf in leaves {
        // Outlets and files are called what they are called.
        let is_respelt = !matches!(leaf.scope, Scope::Field(FieldName::Source | FieldName::Path));
        for sequences in leaf.pattern.items_mut() {
            let asked: Vec<Name> = sequences.iter().filter_map(asked_of).collect();
            if asked.is_empty() {
                continue;
            }
            sequences.retain(|sequence| asked_of(sequence).is_none());
            if !is_respelt {
                continue;
            }
            for Name { form, with_article } in asked {
                let own: Vec<&TermKey> = single_keys(sequences).collect();
                let doing = "reading the names";
                let mut spellings =
                    spellings(archive, analyser, &form).map_err(Error::engine(doing))?;
                // Behind an article the name itself is another spelling.
                if !stems(archive, analyser, &form).iter().any(|key| own.contains(&key))
                    && is_written_as_name(archive, analyser, &form).map_err(Error::engine(doing))?
                {
                    spellings.insert(0, form.clone());
                }
                let mut keys = Vec::new();
                let mut printed = Vec::new();
                for spelling in spellings {
                    let new = stems(archive, analyser, &spelling);
                    let new: Vec<TermKey> = new.into_iter().filter(|k| !own.contains(&k)).collect();
                    if !new.is_empty() {
                        keys.extend(new);
                        printed.push(spelling);
                    }
                }
                if keys.is_empty() {
                    continue;
                }
                keys.sort();
                keys.dedup();
                sequences.push(Sequence { slots: vec![Slot::of(keys)], weight: SPELLING_WEIGHT });
                // Of a chain of several words the text says too much.
                let is_one = !leaf.text.contains(char::is_whitespace);
                let typed = if is_one { &leaf.text } else { &with_article };
                let known = expanded.entry(typed.clone()).or_default();
                printed.retain(|spelling| !known.contains(spelling));
                known.extend(printed);
            }
        }
    }
    Ok(())
}

fn asked_of(sequence: &Sequence) -> Option<Name> {
    sequence.slots.first().and_then(|slot| slot.spelled_like.clone())
}

/// The keys of the sequences of one word.
fn single_keys(sequences: &[Sequence]) -> impl Iterator<Item = &TermKey> {
    let single = sequences.iter().filter(|sequence| sequence.slots.len() == 1);
    single.flat_map(|sequence| &sequence.slots[0].keys)
}

/// Returns the spellings of a form that stand in the index, in the order of letters; it
/// may be one of them itself.
fn spellings(
    archive: &Archive,
    analyser: &mut Analyser,
    form: &str,
) -> tantivy::Result<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    if let Some(key) = name_key(form) {
        let mut same = written_as_names(archive, &format!("{key}\0"))?;
        for (other, with) in other_keys(form, &key) {
            let others = written_as_names(archive, &format!("{other}\0"))?;
            same.extend(others.into_iter().filter(|(other, _)| other.contains(with)));
        }
        let own = same.get(form).copied().unwrap_or(0);
        if same.keys().any(|other| other != form) && is_name(archive, analyser, form, own)? {
            for (other, capitals) in same {
                if is_name(archive, analyser, &other, capitals)? {
                    found.push(other);
                }
            }
        }
    }
    let mut is_asked = None;
    for alias in aliases_of(form) {
        if !is_written_as_name(archive, analyser, alias)? {
            continue;
        }
        let asked = match is_asked {
            Some(known) => known,
            None => is_name(archive, analyser, form, capitals_of(archive, form)?)?,
        };
        is_asked = Some(asked);
        if asked {
            found.push(alias.to_owned());
        }
    }
    // What the user says needs no proof but that it is there.
    for alias in aliases_in(form, archive.manifest().aliases()) {
        if articles_with(archive, analyser, &alias)? > 0 {
            found.push(alias);
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// Returns the forms written as names under keys that begin so, and how many live articles each.
fn written_as_names(archive: &Archive, from: &str) -> tantivy::Result<BTreeMap<String, u64>> {
    let mut found = BTreeMap::new();
    let field = archive.fields().names;
    for segment in archive.raw_segments() {
        let terms = segment.terms(field)?;
        terms.each(from.as_bytes(), |term, number| -> tantivy::Result<()> {
            let form = std::str::from_utf8(term).ok().and_then(|term| term.split_once('\0'));
            if let Some((_, form)) = form {
                let articles = live(segment, field, &terms.info(number)?)?;
                *found.entry(form.to_owned()).or_default() += articles;
            }
            Ok(())
        })?;
    }
    found.retain(|_, articles| *articles > 0);
    Ok(found)
}

/// Returns how many live articles write a form as a name.
fn capitals_of(archive: &Archive, form: &str) -> tantivy::Result<u64> {
    let Some(key) = name_key(form) else { return Ok(0) };
    let found = written_as_names(archive, &format!("{key}\0{form}"))?;
    Ok(found.get(form).copied().unwrap_or(0))
}

/// Returns true when a form that so many articles write with a capital is a name: at least in half
/// of those that hold it. A form that stands nowhere may be one.
fn is_name(
    archive: &Archive,
    analyser: &mut Analyser,
    form: &str,
    capitals: u64,
) -> tantivy::Result<bool> {
    Ok(2 * capitals >= articles_with(archive, analyser, form)?)
}

/// Returns true when a form stands in the index as a name.
fn is_written_as_name(
    archive: &Archive,
    analyser: &mut Analyser,
    form: &str,
) -> tantivy::Result<bool> {
    let capitals = capitals_of(archive, form)?;
    Ok(capitals > 0 && is_name(archive, analyser, form, capitals)?)
}

/// Returns the live articles whose text holds a form, with or without a possessive; those with both
/// count twice.
fn articles_with(archive: &Archive, analyser: &mut Analyser, form: &str) -> tantivy::Result<u64> {
    let mut terms: Vec<String> = Vec::new();
    for language in archive.languages() {
        for form in [form, &format!("{form}'s")] {
            analyser.each(form, language, |token| terms.push(token.term.term.to_string()));
        }
    }
    terms.sort();
    terms.dedup();
    let mut articles = 0;
    let field = archive.fields().text_terms;
    for segment in archive.raw_segments() {
        let known = segment.terms(field)?;
        for term in &terms {
            if let Some(info) = known.get(term.as_bytes())? {
                articles += live(segment, field, &info)?;
            }
        }
    }
    Ok(articles)
}

/// Returns the keys of a form's stem in each language of the index.
fn stems(archive: &Archive, analyser: &mut Analyser, form: &str) -> Vec<TermKey> {
    let mut keys = Vec::new();
    for language in archive.languages() {
        analyser.each(form, language, |token| {
            keys.push(TermKey::Stem(token.term.stem_key().to_owned()));
        });
    }
    keys.sort();
    keys.dedup();
    keys
}
