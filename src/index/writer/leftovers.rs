//! Files of segments that no commit names, and how they go.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tantivy::Index;
use tantivy::directory::Directory;

use crate::error::{Error, Result};
use crate::index::archive::over_directory;
use crate::index::sealed::{META, SealedDirectory, files_of, is_of_segment};

/// Removes what a writer that failed left of a generation, as far as that can be done. It must not be
/// at work any more.
pub(in crate::index) fn clear_up(generation: &Path) {
    if !generation.join(META).is_file() {
        return;
    }
    // Whatever goes wrong here is no news after what went wrong before.
    let opened = SealedDirectory::open(generation, Default::default());
    let _ = opened.and_then(over_directory).and_then(|(index, directory)| {
        // Before the list of files is on the disk, those of the one before it may be needed.
        match directory.sync_directory() {
            Ok(()) => remove_leftovers(&index, &directory),
            Err(_) => Ok(()),
        }
    });
}

/// Removes files of segments that the last commit does not name: of a writer that was killed, or
/// that failed. The engine would fail for ever when it comes to give one of them its name again.
pub(super) fn remove_leftovers(index: &Index, directory: &SealedDirectory) -> Result<()> {
    let metas = index.load_metas().map_err(Error::engine("opening the index"))?;
    let live: BTreeSet<PathBuf> = metas.segments.iter().flat_map(files_of).collect();
    for entry in std::fs::read_dir(directory.place()).into_iter().flatten().flatten() {
        let name = PathBuf::from(entry.file_name());
        if is_of_segment(&name) && !live.contains(&name) {
            // What cannot be removed now is an error when its name comes up.
            let _ = directory.delete(&name);
        }
    }
    Ok(())
}
