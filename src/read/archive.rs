//! A zip archive -> the articles of its members, each addressed by the name of its member.

use std::cell::Cell;
use std::io::{BufReader, SeekFrom};

use zip::ZipArchive;

use super::compressed::{BOMB, Guarded, is_bomb};
use super::source::ReadSeek;
use super::{Context, Out};
use crate::article::SkipReason;

/// First bytes of an archive, and of an empty one.
pub(super) const MAGIC: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

/// Members that one archive may have: a year of a busy wire.
const MOST_MEMBERS: usize = 1_000_000;

/// Bytes that may come out of all members together, however small the archive.
const MOST_TOTAL: u64 = 256 << 20;

/// Reads all members in the order of the archive.
pub(super) fn read(
    input: &mut dyn ReadSeek,
    context: &Context<'_>,
    out: &mut Out<'_>,
) -> Result<(), SkipReason> {
    read_first(MOST_MEMBERS, input, context, out)
}

/// Reads at most the first `most` members.
pub(super) fn read_first(
    most: usize,
    input: &mut dyn ReadSeek,
    context: &Context<'_>,
    out: &mut Out<'_>,
) -> Result<(), SkipReason> {
    let unreadable = |error: zip::result::ZipError| SkipReason::Unreadable(error.to_string());
    let packed =
        input.seek(SeekFrom::End(0)).map_err(|error| SkipReason::Unreadable(error.to_string()))?;
    let mut archive = ZipArchive::new(input).map_err(unreadable)?;
    if archive.is_empty() {
        return Err(SkipReason::Empty);
    }
    // Documents of word processors and e-books are archives too.
    let document = ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"];
    if document.iter().any(|name| archive.index_for_name(name).is_some()) {
        return Err(SkipReason::Binary);
    }
    // What all members together may give: overlapping ones name the same bytes again.
    let mut budget = packed;
    let mut total = 0;
    let members = archive.len();
    for index in 0..members.min(most) {
        let named =
            archive.name_for_index(index).and_then(|name| name.ok()).map(|name| name.into_owned());
        let named = named.unwrap_or_else(|| format!("member {}", index + 1));
        match archive.by_index(index) {
            Ok(member) if member.is_dir() => {}
            Ok(member) => {
                if is_hidden(&named) {
                    continue;
                }
                let inner = context.member(&named);
                let size = member.compressed_size();
                if size > budget {
                    out.skip(&inner, None, SkipReason::Unreadable("members overlap".to_string()));
                    continue;
                }
                budget -= size;
                let given = Cell::new(0);
                let guarded = Guarded { inner: member, given: &given, taken: || size };
                if let Err(reason) = super::read_stream(&mut BufReader::new(guarded), &inner, out) {
                    out.lost(&inner, reason);
                }
                total += given.get();
                let left = members - index - 1;
                if left > 0 && total > MOST_TOTAL && is_bomb(total, packed) {
                    let reason = format!("{BOMB}; {left} members behind were not opened");
                    return Err(SkipReason::Unreadable(reason));
                }
            }
            Err(error) => {
                out.lost(&context.member(&named), unreadable(error));
            }
        }
    }
    match members.saturating_sub(most) {
        0 => Ok(()),
        left => {
            let reason = format!("it has more than {most} members; {left} behind were not opened");
            Err(SkipReason::Unreadable(reason))
        }
    }
}

/// True for members that systems add by themselves, and for hidden files.
fn is_hidden(name: &str) -> bool {
    name.starts_with("__MACOSX/")
        || name.split('/').any(|part| part.starts_with('.') && !matches!(part, "." | ".."))
}

/// True for the first bytes of an archive; leaves the input at its start.
pub(super) fn is_archive(input: &mut dyn ReadSeek) -> std::io::Result<bool> {
    let mut head = [0; 4];
    let mut filled = 0;
    while filled < head.len() {
        match input.read(&mut head[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    input.seek(SeekFrom::Start(0))?;
    Ok(MAGIC.contains(&&head[..filled]))
}
