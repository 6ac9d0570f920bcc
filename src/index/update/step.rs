//! The files of one step, handed out to the threads that read.
//!
//! Small files are read one after the other, and each that the system does not hold is waited for. Told of
//! some ahead, the system fetches them while others are read and prepared.

use std::ops::Range;
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use super::UpdateOptions;
use crate::discover::Candidate;

/// How many files ahead of the one that is read next the system is told of.
const AHEAD: usize = 128;

/// Hands out the files of one step, in order, until the step is long enough.
pub(super) struct Step<'a> {
    files: &'a [Candidate],
    options: &'a UpdateOptions,
    since: Instant,
    handed: Mutex<Handed>,
}

/// What was handed out.
#[derive(Default)]
struct Handed {
    files: usize,
    bytes: u64,
    /// How many files the system was told of.
    fetched: usize,
}

impl<'a> Step<'a> {
    /// Begins a step that has some of these files, from the first on.
    pub fn new(files: &'a [Candidate], options: &'a UpdateOptions) -> Step<'a> {
        Step { files, options, since: Instant::now(), handed: Mutex::default() }
    }

    /// Returns the number of the next file; `None` when there is none in this step.
    pub fn next(&self) -> Option<usize> {
        let (file, ahead) = self.hand_out()?;
        self.files[ahead].iter().for_each(|candidate| fetch(&candidate.path));
        Some(file)
    }

    /// Returns the next file, and which others come up behind it.
    fn hand_out(&self) -> Option<(usize, Range<usize>)> {
        let mut handed = self.handed.lock().ok()?;
        let file = handed.files;
        let candidate = self.files.get(file)?;
        // A step has one file at least, or a build would never end.
        let is_long = handed.bytes >= self.options.step_bytes
            || self.since.elapsed() >= self.options.step_time;
        if (is_long && file > 0) || self.options.is_stopped() {
            return None;
        }
        handed.files += 1;
        handed.bytes += candidate.stamp.size;
        let from = handed.fetched.max(file + 1);
        handed.fetched = (file + 1 + AHEAD).min(self.files.len());
        Some((file, from..handed.fetched))
    }

    /// Returns how many files were handed out.
    pub fn handed_out(&self) -> usize {
        self.handed.lock().map_or(0, |handed| handed.files)
    }
}

/// Tells the system that a file will be read, from its beginning; does not wait for it, and says
/// nothing of what goes wrong: who reads the file does.
#[cfg(target_os = "linux")]
pub(super) fn fetch(path: &Path) {
    use std::num::NonZeroU64;

    use rustix::fs::{Advice, Mode, OFlags, fadvise, open};

    /// Of larger files the system fetches what comes next by itself, once they are read.
    const BYTES: Option<NonZeroU64> = NonZeroU64::new(128 << 10);

    // What became a pipe since it was seen is not waited for either.
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    if let Ok(file) = open(path, flags, Mode::empty()) {
        let _ = fadvise(&file, 0, BYTES, Advice::WillNeed);
    }
}

/// Other systems are not told.
#[cfg(not(target_os = "linux"))]
pub(super) fn fetch(_: &Path) {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discover::Stamp;

    #[test]
    fn each_file_is_told_of_once_before_it_is_handed_out() {
        let candidate = |n: usize| Candidate {
            path: n.to_string().into(),
            relative: n.to_string().into(),
            stamp: Stamp { size: 1, ..Stamp::default() },
        };
        let files: Vec<Candidate> = (0..2 * AHEAD + 7).map(candidate).collect();
        let options = UpdateOptions { step_bytes: 2 * AHEAD as u64, ..UpdateOptions::new(0) };
        let step = Step::new(&files, &options);
        let mut told = 0..1;
        for file in 0..2 * AHEAD {
            let (next, ahead) = step.hand_out().unwrap();
            assert!(next == file && ahead.start == told.end && told.contains(&file));
            told.end = ahead.end;
            assert_eq!(told.end, files.len().min(file + 1 + AHEAD));
        }
        // It is long enough.
        assert!(step.hand_out().is_none() && step.handed_out() == 2 * AHEAD);
    }
}
