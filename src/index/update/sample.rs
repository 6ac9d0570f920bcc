//! Files to be read -> some of their articles, from which the store learns what they share.

use std::fs::File;
use std::io::Read;

use super::step::fetch;
use super::workers::guarded;
use crate::discover::{Candidate, Stamp};
use crate::index::packing::SAMPLE_BYTES;
use crate::index::stored::StoredArticle;
use crate::read::{Record, Settings, read_bytes};

/// Fewer bytes of files than this are not worth learning from.
pub(super) const LEAST_BYTES: u64 = 2 * SAMPLE_BYTES as u64;
/// Files that are looked into, evenly spread over those to be read.
const FILES: usize = 512;

/// Reads articles out of some of the files; none when there is less than `least` to be read. What
/// cannot be read is left out: whoever reads the file for good says why.
pub(super) fn articles(settings: &Settings, files: &[Candidate], least: u64) -> Vec<StoredArticle> {
    let mut articles = Vec::new();
    if files.is_empty() || files.iter().map(|file| file.stamp.size).sum::<u64>() < least {
        return articles;
    }
    let looked_into = files.len().min(FILES);
    let share = SAMPLE_BYTES / looked_into;
    let spread = || (0..looked_into).map(|i| &files[i * files.len() / looked_into]);
    spread().for_each(|candidate| fetch(&candidate.path));
    for candidate in spread() {
        // Twice as much, for what is markup and no text.
        let Some(head) = head(candidate, 2 * share + (4 << 10)) else { continue };
        let (mut taken, before) = (0, articles.len());
        let mut sink = |record| {
            if let Record::Article(article) = record
                && taken < share
            {
                taken += article.text.len();
                let relative = candidate.relative.clone();
                articles.push(StoredArticle::new(0, relative, Stamp::default(), *article));
            }
        };
        if guarded(|| read_bytes(&head, &candidate.relative, settings, &mut sink)).is_err() {
            articles.truncate(before);
        }
    }
    articles
}

/// Reads the beginning of a file, as far as the last line that fits.
fn head(candidate: &Candidate, bytes: usize) -> Option<Vec<u8>> {
    let mut head = Vec::new();
    let file = File::open(&candidate.path).ok()?;
    file.take(bytes as u64).read_to_end(&mut head).ok()?;
    if head.len() == bytes {
        let end = head.iter().rposition(|&byte| byte == b'\n')?;
        head.truncate(end + 1);
    }
    Some(head)
}
