//! One article by its name, and the marks of a query in it.

use std::ffi::OsStr;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::expand::expand;
use super::marks::marks;
use crate::analysis::Analyser;
use crate::article::path_from_bytes;
use crate::error::{Error, Result};
use crate::index::{Archive, FileKey, Place, StoredArticle};
use crate::query::ast::Query;
use crate::query::{Scope, lower};

/// Candidates that an error names.
const NAMED: usize = 20;

/// Finds the one article that answers to an id, a prefix of one, a file, or `PATH#KEY`.
///
/// A path is taken byte for byte, else as it is shown: with U+FFFD where its bytes are not UTF-8.
///
/// # Errors
/// [`Error::NoSuchArticle`], [`Error::Ambiguous`], [`Error::Engine`]; [`Error::Damaged`] and
/// [`Error::CannotRead`] for a name with U+FFFD in it, which is looked for in the journal.
pub fn find(archive: &Archive, name: &OsStr) -> Result<Place> {
    let shown = || name.to_string_lossy().into_owned();
    let digits = name.to_str().unwrap_or_default();
    let mut found: Vec<Place> =
        archive.find_id(digits, NAMED + 1)?.into_iter().map(|(_, place)| place).collect();
    if found.is_empty() {
        found = find_file(archive, name)?;
    }
    match found[..] {
        [] => Err(Error::NoSuchArticle { name: shown() }),
        [place] => Ok(place),
        _ => Err(Error::Ambiguous { name: shown(), candidates: named(archive, &found)? }),
    }
}

/// Returns every file and record that `PATH#KEY` may mean: a path may have the sign in it, and so
/// may a key.
pub fn file_and_record(name: &OsStr) -> impl Iterator<Item = (PathBuf, String)> {
    let bytes = name.as_encoded_bytes();
    let signs = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'#');
    signs.filter_map(|(at, _)| {
        // A record is named in UTF-8, whatever its file is.
        let record = String::from_utf8(bytes[at + 1..].to_vec()).ok()?;
        Some((path_from_bytes(bytes[..at].to_vec()), record))
    })
}

fn find_file(archive: &Archive, name: &OsStr) -> Result<Vec<Place>> {
    let whole = of_file(archive, Path::new(name))?;
    if !whole.is_empty() {
        return Ok(whole);
    }
    for (path, record) in file_and_record(name) {
        let records = of_file(archive, &path)?;
        let found = record_of(archive, &records, &record)?;
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
    of_shown(archive, path, &resolved)
}

/// Finds the files that are shown so: a path that is not UTF-8 is given out with U+FFFD in it, and
/// has to be found by what was given out.
fn of_shown(archive: &Archive, path: &Path, resolved: &Path) -> Result<Vec<Place>> {
    // Bytes that are not UTF-8 are a name as it is, and no other.
    let is_shown = |path: &&str| path.contains(char::REPLACEMENT_CHARACTER);
    let Some(path) = path.to_str().filter(is_shown) else { return Ok(Vec::new()) };
    let resolved = resolved.to_string_lossy();
    let Some(journal) = archive.journal()? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for FileKey(root, relative) in journal.files().keys() {
        let whole = archive.manifest().root(*root).map(|root| root.file(relative));
        let is_meant = relative.to_string_lossy() == path
            || whole.is_some_and(|whole| whole.to_string_lossy() == resolved);
        if is_meant {
            found.extend(archive.find_file(*root, relative)?);
        }
    }
    Ok(found)
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
