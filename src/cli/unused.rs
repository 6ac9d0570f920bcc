//! Settings that rule nothing: a line each, as far as anybody reads.

use std::io;

use talks::index::UnusedSettings;
use talks::present::safe;

use super::Context;

/// Lines that are written; what is more is counted.
const NAMED: usize = 5;

/// Tells of settings that do not lie at a root, and of tables that name no file.
pub fn tell(all: &[UnusedSettings], context: &mut Context<'_>) -> io::Result<()> {
    for UnusedSettings { path, table } in all.iter().take(NAMED) {
        let path = context.style_path(path);
        match table {
            None => {
                writeln!(context.notices, "talks: `{path}` is not used: it does not lie at a root")
            }
            Some(table) => {
                let table = safe(table);
                writeln!(
                    context.notices,
                    "talks: `{path}` has a table that names no file: `{table}`"
                )
            }
        }?;
    }
    match all.len().saturating_sub(NAMED) {
        0 => Ok(()),
        more => writeln!(context.notices, "talks: {more} more settings are not used"),
    }
}
