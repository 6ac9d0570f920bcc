//! Members of an archive whose name a later member has too: who looks members up by name finds the last alone.

use std::collections::{HashMap, HashSet};
use std::io::{BufReader, Read, SeekFrom};

use super::ReadSeek;

/// First bytes of an entry of the list of members.
const ENTRY: &[u8] = b"PK\x01\x02";

/// Bytes of an entry before its name.
const FIXED: usize = 46;

/// Where the earlier ones of members of one name begin, at most `most`, in the order of the list that begins at
/// `start`; places in it count from `offset`.
pub(super) fn find(
    input: &mut dyn ReadSeek,
    start: u64,
    offset: u64,
    most: usize,
) -> std::io::Result<Vec<u64>> {
    input.seek(SeekFrom::Start(start))?;
    let mut input = BufReader::new(input);
    // Of each name the number of its last entry.
    let mut last: HashMap<u64, usize> = HashMap::new();
    let mut entries: Vec<(u64, u64)> = Vec::new();
    let mut fixed = [0; FIXED];
    while entries.len() < most && input.read_exact(&mut fixed).is_ok() && fixed.starts_with(ENTRY) {
        let short = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
        let long = [fixed[42], fixed[43], fixed[44], fixed[45]].map(u64::from);
        let place = long[0] | long[1] << 8 | long[2] << 16 | long[3] << 24;
        let mut name = vec![0; usize::from(short(28))];
        if input.read_exact(&mut name).is_err() {
            break;
        }
        let behind = i64::from(short(30)) + i64::from(short(32));
        input.seek_relative(behind)?;
        let name = twox_hash::XxHash3_64::oneshot(&name);
        last.insert(name, entries.len());
        entries.push((name, place));
    }
    let kept: HashSet<u64> =
        last.values().filter_map(|at| entries.get(*at)).map(|(_, place)| *place).collect();
    let earlier = entries.iter().enumerate().filter(|(at, (name, place))| {
        // Beyond four gigabytes the place stands elsewhere.
        last.get(name) != Some(at) && *place != u64::from(u32::MAX) && !kept.contains(place)
    });
    Ok(earlier.map(|(_, (_, place))| offset.saturating_add(*place)).collect())
}
