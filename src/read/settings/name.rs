//! The name of a table of `talks.toml` -> whom it names: a path, a record, or all that a glob matches.

use std::path::Path;

use globset::{GlobBuilder, GlobMatcher};

use super::SettingsError;

/// Returns the name of a table for one file, folder or record, in which nothing reads as a pattern.
pub fn escaped(name: &str) -> String {
    globset::escape(name)
}

/// What [`escaped`] was made from; other names stay as they are.
pub(super) fn unescaped(name: &str) -> String {
    let mut plain = name.to_string();
    for sign in ["?", "*", "[", "]", "{", "}"] {
        plain = plain.replace(&format!("[{sign}]"), sign);
    }
    if escaped(&plain) == name { plain } else { name.to_string() }
}

pub(super) fn glob(pattern: &str) -> Result<GlobMatcher, SettingsError> {
    GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()
        .map(|glob| glob.compile_matcher())
        .map_err(|_| SettingsError::Glob(pattern.to_string()))
}

/// Returns a path with `/` between its parts, as `talks.toml` has it; bytes that are not UTF-8
/// become U+FFFD.
pub fn slashed(path: &Path) -> String {
    let name = path.to_string_lossy();
    if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() }
}
