//! A commit -> what is kept beside it: its groups, its totals, the stamps of its files.

use std::time::Duration;

use tantivy::Index;

use crate::error::{Error, Result};
use crate::index::archive::{Archive, OPEN_TRIES};
use crate::index::groups::{Making, groups_are_kept};
use crate::index::manifest::Manifest;
use crate::index::sealed::{SealedDirectory, files_of};
use crate::index::totals::Kept;

/// Keeps the groups and totals of the last commit and the stamps of its files beside them, where they are not
/// kept already.
pub(in crate::index) fn keep(
    index: &Index,
    directory: &SealedDirectory,
    making: Making<'_>,
) -> Result<()> {
    let mut tries = 0;
    loop {
        match try_to_keep(index, directory, making) {
            // A merge that has just ended took a file away.
            Err(Error::Engine { .. }) if tries < OPEN_TRIES => tries += 1,
            kept => return kept,
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn try_to_keep(index: &Index, directory: &SealedDirectory, making: Making<'_>) -> Result<()> {
    let kept = Kept::read(directory.place());
    let metas = index.load_metas().map_err(Error::engine("opening the index"))?;
    let files = directory.vouch(metas.segments.iter().flat_map(files_of))?;
    let has_groups = groups_are_kept(directory.place(), metas.opstamp);
    let has_totals =
        kept.as_ref().is_some_and(|k| k.totals.commit == metas.opstamp && k.files == files);
    if has_totals && has_groups {
        return Ok(());
    }
    let archive = Archive::over(index, Manifest::new(), kept.map(|kept| kept.totals))?;
    if !has_groups {
        archive.keep_groups(directory.place(), making)?;
    } else {
        archive.renew_places(directory.place())?;
    }
    Kept { totals: archive.totals().clone(), files }.write(directory.place())
}
