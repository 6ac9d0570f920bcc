//! A zip archive -> the articles of its members, each addressed by the name of its member.

mod doubles;

use std::cell::Cell;
use std::io::{BufReader, Read, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use super::compressed::{BOMB, Guarded, is_bomb};
use super::source::ReadSeek;
use super::{Context, Out, foreign};
use crate::article::SkipReason;

/// First bytes of an archive, and of an empty one.
const MAGIC: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

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
    let unreadable = |error| SkipReason::Unreadable(plain(error));
    let packed =
        input.seek(SeekFrom::End(0)).map_err(|error| SkipReason::Unreadable(error.to_string()))?;
    let mut archive = ZipArchive::new(input).map_err(unreadable)?;
    if archive.is_empty() {
        return Err(SkipReason::Empty);
    }
    let has_part = |part: &str| archive.index_for_name(part).is_some();
    if let Some(reason) = foreign::document(&context.name, has_part) {
        return Err(reason);
    }
    let mut bounds = Bounds { packed, budget: packed, total: 0 };
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
                let size = member.compressed_size();
                let inner = context.member(&named);
                bounds.read(member, size, &inner, out);
                bounds.check(members - index - 1)?;
            }
            Err(error) => {
                out.lost(&context.member(&named), unreadable(error));
            }
        }
    }
    match members.saturating_sub(most) {
        0 => read_doubles(archive, bounds, context, out),
        left => {
            let reason = format!("it has more than {most} members; {left} behind were not opened");
            Err(SkipReason::Unreadable(reason))
        }
    }
}

/// Reads the members whose name a later one has: that has the name, and these go by their number.
fn read_doubles(
    archive: ZipArchive<&mut dyn ReadSeek>,
    mut bounds: Bounds,
    context: &Context<'_>,
    out: &mut Out<'_>,
) -> Result<(), SkipReason> {
    let unreadable = |error: std::io::Error| SkipReason::Unreadable(error.to_string());
    let (start, offset) = (archive.central_directory_start(), archive.offset());
    let input = archive.into_inner();
    let places = doubles::find(input, start, offset, MOST_MEMBERS).map_err(unreadable)?;
    for (at, place) in places.iter().enumerate() {
        input.seek(SeekFrom::Start(*place)).map_err(unreadable)?;
        let mut stream = &mut *input;
        match zip::read::read_zipfile_from_stream(&mut stream) {
            Ok(Some(member)) if !member.is_dir() => {
                let named = member.name().map(|name| name.into_owned()).unwrap_or_default();
                if is_hidden(&named) {
                    continue;
                }
                let size = member.compressed_size();
                bounds.read(member, size, &context.member(&named), out);
                bounds.check(places.len() - at - 1)?;
            }
            Ok(_) => {}
            Err(error) => {
                let reason = SkipReason::Unreadable(error.to_string());
                out.lost(&context.member("a member whose name stands twice"), reason);
            }
        }
    }
    Ok(())
}

/// What all members together may take and give.
struct Bounds {
    /// Bytes of the archive.
    packed: u64,
    /// Bytes of members that were not opened yet: overlapping ones name the same bytes again.
    budget: u64,
    /// Bytes that came out.
    total: u64,
}

impl Bounds {
    /// Reads a member of `size` bytes in the archive.
    fn read(&mut self, member: impl Read, size: u64, inner: &Context<'_>, out: &mut Out<'_>) {
        if size > self.budget {
            out.skip(inner, None, SkipReason::Unreadable("members overlap".to_string()));
            return;
        }
        self.budget -= size;
        let given = Cell::new(0);
        let guarded = Guarded { inner: member, given: &given, taken: || size };
        let mut member = BufReader::new(guarded);
        if let Err(reason) = super::read_stream(&mut member, inner, out) {
            out.lost(inner, reason);
        }
        self.total += given.get();
    }

    /// Ends the reading where members gave more than archives of articles do, and `left` are left.
    fn check(&self, left: usize) -> Result<(), SkipReason> {
        if left > 0 && self.total > MOST_TOTAL && is_bomb(self.total, self.packed) {
            let reason = format!("{BOMB}; {left} members behind were not opened");
            return Err(SkipReason::Unreadable(reason));
        }
        Ok(())
    }
}

/// Returns what is wrong with an archive in words of its user.
fn plain(error: ZipError) -> String {
    match error {
        ZipError::InvalidArchive(_) => "the archive is damaged or cut off".to_owned(),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            "it needs a password".to_owned()
        }
        error => error.to_string(),
    }
}

/// True for bytes that an archive begins with.
pub(super) fn has_magic(head: &[u8]) -> bool {
    MAGIC.iter().any(|magic| head.starts_with(magic))
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
    Ok(has_magic(&head[..filled]))
}
