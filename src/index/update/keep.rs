//! What cannot be read now stays: articles of places that are not there, of folders and files that
//! are out of reach.
//!
//! In an index that is brought up to date they are left as they are. In one that is built anew, or
//! where a file broke off after some of its articles were replaced, they are taken over from the
//! last commit.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::report::{Cause, Warning};
use super::roots::Place;
use super::run::{Reading, Run, unread_state};
use crate::article::SkipReason;
use crate::error::{Error, Result};
use crate::index::archive::Archive;
use crate::index::journal::{FileKey, FileOutcome, FileState, Journal};

/// A file that is there and cannot be read now.
#[derive(Debug)]
pub(super) struct Unread {
    pub path: PathBuf,
    pub relative: PathBuf,
    pub reason: SkipReason,
    /// Whether the articles that are known of it were removed before it broke off.
    pub is_torn: bool,
}

/// What was taken over from the last commit.
#[derive(Default)]
struct Taken {
    files: BTreeMap<FileKey, FileState>,
    /// Articles that could not be read back.
    lost: u64,
}

impl Taken {
    fn articles(&self) -> u64 {
        self.files.values().map(|state| u64::from(state.outcome.articles())).sum()
    }
}

impl Run<'_> {
    /// Keeps the articles of a place in which no file was seen; some are known already.
    ///
    /// # Errors
    /// [`Error::WouldLose`] when a rebuild cannot read the index that has them.
    pub(super) fn keep_place(
        &mut self,
        dir: &Path,
        place: &Place,
        known: &[FileKey],
        cause: Cause,
    ) -> Result<()> {
        let mut taken = Taken::default();
        if self.options.rebuild {
            let path = place.under.clone();
            let would_lose = |_| Error::WouldLose { path };
            let old = Old::open(dir).map_err(would_lose)?;
            taken = self.take_over(&old, place.holds())?;
        }
        let known_articles: u64 = known.iter().map(|key| u64::from(self.articles_of(key))).sum();
        let articles = known_articles + taken.articles();
        let (path, lost) = (place.under.clone(), taken.lost);
        if !known.is_empty() || articles + lost > 0 {
            self.report.warnings.push(Warning { path, articles, lost, cause });
        }
        self.note(taken);
        Ok(())
    }

    /// Keeps the articles below a folder that could not be looked into.
    ///
    /// # Errors
    /// [`Error::Engine`], [`Error::CannotWrite`].
    pub(super) fn keep_folder(
        &mut self,
        dir: &Path,
        place: &Place,
        folder: &Path,
        path: &Path,
    ) -> Result<()> {
        let is_below = |key: &FileKey| key.0 == place.root.id && key.1.starts_with(folder);
        // An index that cannot be opened has nothing to keep; the folder is named as skipped.
        if self.options.rebuild
            && let Ok(old) = Old::open(dir)
        {
            let taken = self.take_over(&old, |key| is_below(key) && key.1 != folder)?;
            let lost = taken.lost;
            self.note(taken);
            if lost > 0 {
                self.warn(path, lost, is_below);
                return Ok(());
            }
        }
        self.warn(path, 0, is_below);
        Ok(())
    }

    fn warn(&mut self, path: &Path, lost: u64, is_below: impl Fn(&FileKey) -> bool) {
        let below = self.journal.files().iter().filter(|(key, _)| is_below(key));
        let articles = below.map(|(_, state)| u64::from(state.outcome.articles())).sum();
        if articles + lost > 0 {
            let (path, cause) = (path.to_path_buf(), Cause::Unreadable);
            self.report.warnings.push(Warning { path, articles, lost, cause });
        }
    }

    /// Keeps the articles of files that cannot be read now, counts the files as skipped, and has
    /// the next run try again.
    ///
    /// # Errors
    /// [`Error::Engine`], [`Error::CannotWrite`].
    pub(super) fn keep_unread(
        &mut self,
        dir: &Path,
        reading: &Reading<'_>,
        unread: Vec<Unread>,
    ) -> Result<()> {
        let mut old = None;
        for Unread { path, relative, reason, is_torn } in unread {
            let key = FileKey(reading.place.root.id, relative);
            if is_torn {
                self.remove(&key);
            }
            if is_torn || self.options.rebuild {
                let old = old.get_or_insert_with(|| Old::open(dir).ok());
                if let Some(old) = old {
                    let taken = self.take_over(old, |other| *other == key)?;
                    self.note(taken);
                }
            }
            match self.journal.files().get(&key).cloned() {
                Some(known) if known.outcome.articles() > 0 => {
                    self.report.kept(&path, &known, reason);
                    let state = FileState { is_fresh: true, ..known };
                    self.note_changed(key, state);
                }
                _ => self.settle(key, &path, unread_state(reading, reason)),
            }
        }
        Ok(())
    }

    /// Adds the articles of some files as the last commit has them, until the run is stopped.
    fn take_over(&mut self, old: &Old, is_wanted: impl Fn(&FileKey) -> bool) -> Result<Taken> {
        let mut taken = Taken::default();
        let reader = old.archive.articles()?;
        let wanted = old.journal.files().iter().filter(|(key, _)| is_wanted(key));
        for (key, state) in wanted {
            let is_here = self.options.rebuild && self.journal.files().contains_key(key);
            if is_here || self.is_stopped() {
                continue;
            }
            let mut count = 0;
            for at in old.archive.find_file(key.0, &key.1)? {
                match reader.read(at) {
                    Ok(stored) => {
                        self.writer.as_ref().map_or(Ok(()), |writer| writer.add(&stored))?;
                        count += 1;
                    }
                    Err(_) => taken.lost += 1,
                }
            }
            let mut state = state.clone();
            if let FileOutcome::Indexed { articles, .. } = &mut state.outcome {
                *articles = count;
            }
            taken.files.insert(key.clone(), state);
        }
        Ok(taken)
    }

    fn note(&mut self, taken: Taken) {
        for (key, state) in taken.files {
            self.note_changed(key, state);
        }
    }
}

/// The last commit, as it is read beside the writer.
struct Old {
    archive: Archive,
    journal: Journal,
}

impl Old {
    fn open(dir: &Path) -> Result<Old> {
        let archive = Archive::open(dir)?;
        let journal = archive.journal()?.ok_or_else(|| Error::NoIndex { path: dir.into() })?;
        Ok(Old { archive, journal })
    }
}
