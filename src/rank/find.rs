//! One article by its name, and the marks of a query in it.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::expand::expand;
use super::marks::marks;
use crate::analysis::Analyser;
use crate::error::{Error, Result};
use crate::index::{Archive, Place, StoredArticle};
use crate::query::ast::Query;
use crate::query::{Scope, lower};

/// Candidates that an error names.
const NAMED: usize = 20;

/// Finds the one article that answers to an id, a prefix of one, a file, or `PATH#KEY`.
///
/// # Errors
/// [`Error::NoSuchArticle`], [`Error::Ambiguous`], [`Error::Engine`].
pub fn find(archive: &Archive, name: &str) -> Result<Place> {
    let mut found: Vec<Place> =
        archive.find_id(name, NAMED + 1)?.into_iter().map(|(_, place)| place).collect();
    if found.is_empty() {
        found = find_file(archive, name)?;
    }
    match found[..] {
        [] => Err(Error::NoSuchArticle { name: name.to_owned() }),
        [place] => Ok(place),
        _ => Err(Error::Ambiguous { name: name.to_owned(), candidates: named(archive, &found)? }),
    }
}

fn find_file(archive: &Archive, name: &str) -> Result<Vec<Place>> {
    let whole = of_file(archive, Path::new(name))?;
    if !whole.is_empty() {
        return Ok(whole);
    }
    // A path may have the sign in it, and so may a key.
    for (at, _) in name.match_indices('#') {
        let records = of_file(archive, Path::new(&name[..at]))?;
        let found = record_of(archive, &records, &name[at + 1..])?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

fn record_of(archive: &Archive, records: &[Place], name: &str) -> Result<Vec<Place>> {
    let reader = archive.articles()?;
    let named = |place: &Place, has_key: bool| {
        reader.read(*place).is_ok_and(|stored| {
            stored.article.key.is_some() == has_key
                && stored.article.record().as_deref().unwrap_or("0") == name
        })
    };
    let pick = |has_key| records.iter().copied().filter(|place| named(place, has_key)).collect();
    // A key is a name; a number is where there is none.
    let by_key: Vec<Place> = pick(true);
    Ok(if by_key.is_empty() { pick(false) } else { by_key })
}

fn of_file(archive: &Archive, path: &Path) -> Result<Vec<Place>> {
    let resolved = path.canonicalize().or_else(|_| std::path::absolute(path));
    let resolved = resolved.unwrap_or_else(|_| path.to_path_buf());
    for root in &archive.manifest().roots {
        let below = match resolved.strip_prefix(&root.path) {
            Ok(below) if !below.as_os_str().is_empty() => below.to_path_buf(),
            Ok(_) => PathBuf::from(root.path.file_name().unwrap_or_default()),
            Err(_) => continue,
        };
        let found = archive.find_file(root.id, &below)?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    // A path as it stands below some root, whatever the folder we are in.
    for root in &archive.manifest().roots {
        let found = archive.find_file(root.id, path)?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

fn named(archive: &Archive, places: &[Place]) -> Result<Vec<String>> {
    let reader = archive.articles()?;
    let mut names: Vec<String> = places
        .iter()
        .filter_map(|&place| reader.read(place).ok())
        .map(|stored| {
            let path = archive.path_of(&stored).unwrap_or_else(|| stored.relative.clone());
            let record = stored.article.record().map(|r| format!("#{r}")).unwrap_or_default();
            format!("{} {}{record}", stored.id, path.display())
        })
        .collect();
    names.sort();
    names.truncate(NAMED);
    Ok(names)
}

/// Returns what satisfies a query in the text of one article: byte ranges of the text, in order.
///
/// Every item that is not excluded is marked wherever it stands inside a passage.
///
/// # Errors
/// [`Error::Engine`].
pub fn marks_of(
    archive: &Archive,
    text: &str,
    query: &Query,
    stored: &StoredArticle,
) -> Result<Vec<Range<usize>>> {
    let mut analyser = Analyser::default();
    let mut plan = lower(&mut analyser, text, query, archive.languages(), &[], &[]);
    expand(archive, &mut plan)?;
    let language = stored.language();
    let leaves =
        plan.leaves.iter().filter(|leaf| leaf.is_positive && leaf.scope == Scope::Anywhere);
    let mut found = Vec::new();
    for passage in &stored.passages {
        let here = &stored.article.text[passage.clone()];
        let ranges = marks(&mut analyser, here, language, leaves.clone());
        found.extend(ranges.into_iter().map(|r| r.start + passage.start..r.end + passage.start));
    }
    Ok(found)
}
