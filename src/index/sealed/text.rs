//! Small files with their checksum in them: the engine's lists, and JSON of our own.

use std::io;
use std::path::Path;

use serde::Serialize;
use twox_hash::XxHash3_64;

use crate::error::Broken;

const PREFIX: &[u8] = b"xxh3 ";
/// Prefix, sixteen hex digits, line break.
const LINE: usize = PREFIX.len() + DIGITS + 1;
const DIGITS: usize = 16;
/// How sealed JSON begins.
const HEAD: &[u8] = b"{\"checksum\":\"";

/// Returns the bytes with a last line that holds their checksum.
pub fn seal(bytes: &[u8]) -> Vec<u8> {
    let mut sealed = bytes.to_vec();
    sealed.extend_from_slice(PREFIX);
    sealed.extend(format!("{:016x}\n", XxHash3_64::oneshot(bytes)).bytes());
    sealed
}

/// Returns what [`seal`] was given.
///
/// # Errors
/// [`Broken`] when the bytes are not what was sealed.
pub fn unseal(path: &Path, mut bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    let length = bytes.len().checked_sub(LINE);
    match length.map(|length| bytes.split_at(length)) {
        Some((data, _)) if seal(data) == bytes => {
            bytes.truncate(data.len());
            Ok(bytes)
        }
        _ => Err(Broken::error(path, "is not what was written")),
    }
}

/// Returns a struct as JSON, with the checksum of the whole as its first member.
///
/// # Errors
/// Those of the struct's own `Serialize`.
pub fn to_json(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let json = serde_json::to_vec_pretty(value)?;
    let mut sealed = HEAD.to_vec();
    sealed.extend([b'0'; DIGITS]);
    sealed.extend(b"\",");
    sealed.extend_from_slice(json.strip_prefix(b"{").unwrap_or(&json));
    sealed.push(b'\n');
    let sum = format!("{:016x}", XxHash3_64::oneshot(&sealed));
    sealed[HEAD.len()..HEAD.len() + DIGITS].copy_from_slice(sum.as_bytes());
    Ok(sealed)
}

/// Returns true when JSON is, byte by byte, what [`to_json`] made.
pub fn is_sealed(json: &[u8]) -> bool {
    let digits = HEAD.len()..HEAD.len() + DIGITS;
    let Some(sum) = json.get(digits.clone()) else { return false };
    let mut plain = json.to_vec();
    plain[digits].fill(b'0');
    json.starts_with(HEAD) && format!("{:016x}", XxHash3_64::oneshot(&plain)).as_bytes() == sum
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_changed_byte_of_a_small_file_is_found() {
        let sealed = seal(b"[\"a.term\"]\n");
        assert_eq!(unseal(Path::new("x"), sealed.clone()).unwrap(), b"[\"a.term\"]\n");
        let json = to_json(&BTreeMap::from([("a", 1)])).unwrap();
        assert!(is_sealed(&json));
        let read: BTreeMap<String, serde_json::Value> = serde_json::from_slice(&json).unwrap();
        assert_eq!(read["a"], 1);
        for flip in [1, 0x20, 0x80] {
            for at in 0..sealed.len() {
                let mut bytes = sealed.clone();
                bytes[at] ^= flip;
                assert!(unseal(Path::new("x"), bytes).is_err(), "{at}");
            }
            for at in 0..json.len() {
                let mut bytes = json.clone();
                bytes[at] ^= flip;
                assert!(!is_sealed(&bytes), "{at}");
            }
        }
        for length in 0..sealed.len() {
            assert!(unseal(Path::new("x"), sealed[..length].to_vec()).is_err());
        }
        assert!((0..json.len()).all(|length| !is_sealed(&json[..length])));
    }
}
