//! Bytes of an article -> what lies in the store, and back.
//!
//! Each article is compressed by itself, so that a hit unpacks nothing but its own text. What the
//! articles of an index have in common is learnt once, into a dictionary that lies beside the
//! segments: with it a short article packs better alone than it would in a block with neighbours.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tantivy::HasLen;
use tantivy::directory::OwnedBytes;
use zstd::bulk::Compressor;
use zstd::dict::DecoderDictionary;
use zstd::zstd_safe::{self, CParameter, DCtx, Strategy};

use super::manifest::replace;
use super::sealed::{Opened, SealedDirectory, Stamps, seal_file};
use crate::error::{Error, Result};

/// Name of the file in its generation.
pub(super) const NAME: &str = "dictionary";
/// How articles are packed: a fast search (greedy, along rows of 32) that tries matches of five bytes and more.
/// Together it packs a little better than level 6, which tries those of four and is lazy, at one and a
/// half times its speed.
const SETTINGS: [CParameter; 5] = [
    CParameter::CompressionLevel(6),
    CParameter::Strategy(Strategy::ZSTD_greedy),
    CParameter::SearchLog(5),
    CParameter::MinMatch(5),
    CParameter::HashLog(18),
];
/// Size of a dictionary, the usual one of its makers; half of it packs 1 % worse.
const DICTIONARY_BYTES: usize = 112 << 10;
/// Text that a dictionary is learnt from; more of it teaches little and takes longer.
pub(super) const SAMPLE_BYTES: usize = 2 << 20;
/// The largest article that is unpacked: more than any reader lets through.
const MAX_UNPACKED_BYTES: usize = 1 << 28;

/// Contexts that are kept for the next who unpacks.
const KEPT_CONTEXTS: usize = 16;

/// How an article was packed: its first byte in the store.
const PLAIN: u8 = 0;
const WITH_DICTIONARY: u8 = 1;

/// What the articles of an index have in common; nothing in a small index.
#[derive(Debug)]
pub(super) struct Dictionary {
    bytes: OwnedBytes,
}

impl Default for Dictionary {
    fn default() -> Dictionary {
        Dictionary { bytes: OwnedBytes::empty() }
    }
}

impl Dictionary {
    /// Learns from samples that come to `least` bytes; they may teach nothing.
    pub fn learn(samples: &[Vec<u8>], least: usize) -> Dictionary {
        let enough = samples.iter().map(Vec::len).sum::<usize>() >= least;
        let learnt = enough.then(|| zstd::dict::from_samples(samples, DICTIONARY_BYTES));
        // Samples that have nothing in common make no dictionary.
        let bytes = learnt.and_then(std::result::Result::ok).unwrap_or_default();
        Dictionary { bytes: OwnedBytes::new(bytes) }
    }

    /// Reads the dictionary of a generation; one without has an empty one.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Engine`].
    pub fn read(generation: &Path) -> Result<Dictionary> {
        let directory = SealedDirectory::open(generation, Stamps::default())?;
        Dictionary::read_from(&directory.open_beside(NAME))
    }

    /// Reads a dictionary that was opened before; where there was none it is empty.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Engine`].
    pub fn read_from(opened: &Opened) -> Result<Dictionary> {
        let doing = "reading the dictionary";
        let file = opened.as_ref().map_err(|error| Error::engine(doing)(error.clone()))?;
        let Some(file) = file else { return Ok(Dictionary::default()) };
        let bytes = file.read(0, file.len()).map_err(Error::engine(doing))?;
        Ok(Dictionary { bytes })
    }

    /// Keeps the dictionary beside the segments of a generation, as a sealed file.
    ///
    /// # Errors
    /// [`Error::CannotWrite`].
    pub fn keep(&self, generation: &Path) -> Result<()> {
        let mut bytes = self.bytes.to_vec();
        seal_file(&mut bytes);
        replace(&generation.join(NAME), &bytes)
    }

    /// Returns true when nothing was learnt.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Returns what packs articles with this dictionary.
    ///
    /// # Errors
    /// [`Error::Damaged`] when it is no dictionary.
    pub fn packer(&self) -> Result<Packer> {
        let method = if self.is_empty() { PLAIN } else { WITH_DICTIONARY };
        let mut compressor = Compressor::with_dictionary(0, &self.bytes).map_err(unusable)?;
        for setting in SETTINGS {
            compressor.set_parameter(setting).map_err(unusable)?;
        }
        Ok(Packer { compressor, method })
    }

    /// Returns what unpacks articles, ready to be shared.
    ///
    /// # Errors
    /// [`Error::Damaged`] when it is no dictionary.
    pub fn unpacking(&self) -> Result<Unpacking> {
        if self.is_empty() {
            return Ok(Unpacking { prepared: None, contexts: Mutex::default() });
        }
        let prepared =
            Prepared::try_new(self.bytes.clone(), |bytes| DecoderDictionary::try_new(bytes));
        let prepared = Some(prepared.map_err(unusable)?);
        Ok(Unpacking { prepared, contexts: Mutex::default() })
    }
}

fn unusable(_: std::io::Error) -> Error {
    let reason = "is no dictionary".to_owned();
    Error::Damaged { path: NAME.into(), reason }
}

/// Packs articles, one after the other.
pub(super) struct Packer {
    compressor: Compressor<'static>,
    method: u8,
}

impl Packer {
    /// Packs the bytes of an article.
    ///
    /// # Errors
    /// The system's, when there is no memory for it.
    pub fn pack(&mut self, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
        let mut packed = vec![self.method];
        packed.extend_from_slice(&self.compressor.compress(bytes)?);
        Ok(packed)
    }
}

self_cell::self_cell!(
    /// A dictionary that is ready to unpack with, and refers to its bytes where they lie: copying them
    /// would take a cold query as long as unpacking a hit.
    struct Prepared {
        owner: OwnedBytes,
        #[covariant]
        dependent: DecoderDictionary,
    }
);

/// What is needed to unpack, shared by all who do.
pub(super) struct Unpacking {
    prepared: Option<Prepared>,
    /// Contexts that are not in use: making one costs as much as unpacking two articles.
    contexts: Mutex<Vec<DCtx<'static>>>,
}

impl Unpacking {
    /// Returns what unpacks articles one after the other.
    pub fn unpacker(&self) -> Unpacker<'_> {
        let mut contexts = self.contexts.lock().unwrap_or_else(PoisonError::into_inner);
        Unpacker { unpacking: self, context: contexts.pop() }
    }
}

/// Unpacks articles, one after the other.
pub(super) struct Unpacker<'a> {
    unpacking: &'a Unpacking,
    context: Option<DCtx<'static>>,
}

impl Unpacker<'_> {
    /// Unpacks an article, or says why it cannot be unpacked.
    pub fn unpack(&mut self, packed: &[u8]) -> std::result::Result<Vec<u8>, String> {
        let damaged = || "its stored form is damaged".to_owned();
        let (method, frame) = packed.split_first().ok_or_else(damaged)?;
        let length = zstd_safe::get_frame_content_size(frame).ok().flatten();
        let length = length.and_then(|length| usize::try_from(length).ok());
        let length = length.filter(|&length| length <= MAX_UNPACKED_BYTES).ok_or_else(damaged)?;
        let mut bytes = Vec::with_capacity(length);
        if self.context.is_none() {
            self.context = DCtx::try_create();
        }
        let context = self.context.as_mut().ok_or("there is no memory to unpack it")?;
        let unpacked = match (*method, &self.unpacking.prepared) {
            (PLAIN, _) => context.decompress(&mut bytes, frame),
            (WITH_DICTIONARY, Some(dictionary)) => context.decompress_using_ddict(
                &mut bytes,
                frame,
                dictionary.borrow_dependent().as_ddict(),
            ),
            (WITH_DICTIONARY, None) => return Err("its dictionary is missing".to_owned()),
            _ => return Err(damaged()),
        };
        unpacked.map(|_| bytes).map_err(|_| damaged())
    }
}

impl Drop for Unpacker<'_> {
    fn drop(&mut self) {
        let mut contexts = self.unpacking.contexts.lock().unwrap_or_else(PoisonError::into_inner);
        if contexts.len() < KEPT_CONTEXTS {
            contexts.extend(self.context.take());
        }
    }
}

#[cfg(test)]
mod tests {
    //! 1. What was packed unpacks, with and without a dictionary. 2. A dictionary makes short
    //! articles shorter. 3. A damaged or missing dictionary is told.

    use super::*;

    /// Stories of sixty words each, drawn from the same five hundred.
    fn samples() -> Vec<Vec<u8>> {
        let mut random = fastrand::Rng::with_seed(7);
        let words: Vec<String> = (0..500).map(|_| format!("{:x} ", random.u32(..))).collect();
        (0..2_000)
            .map(|_| (0..60).map(|_| &*words[random.usize(..500)]).collect::<String>().into_bytes())
            .collect()
    }

    #[test]
    fn what_was_packed_unpacks() {
        let samples = samples();
        let learnt = Dictionary::learn(&samples, 1 << 20);
        assert!(!learnt.is_empty());
        let mut sizes = Vec::new();
        for dictionary in [&learnt, &Dictionary::default()] {
            let (mut packer, unpacking) =
                (dictionary.packer().unwrap(), dictionary.unpacking().unwrap());
            let mut unpacker = unpacking.unpacker();
            for article in [&b""[..], b"x", &samples[7]] {
                let packed = packer.pack(article).unwrap();
                assert_eq!(unpacker.unpack(&packed).unwrap(), article);
                sizes.push(packed.len());
            }
        }
        assert!(sizes[2] < sizes[5], "{sizes:?}");
    }

    #[test]
    fn little_text_teaches_nothing() {
        assert!(Dictionary::learn(&[], 1 << 20).is_empty());
        assert!(Dictionary::learn(&samples()[..100], 1 << 20).is_empty());
    }

    #[test]
    fn a_damaged_dictionary_is_told() {
        let dir = tempfile::tempdir().unwrap();
        assert!(Dictionary::read(dir.path()).unwrap().is_empty());
        let learnt = Dictionary::learn(&samples(), 1 << 20);
        learnt.keep(dir.path()).unwrap();
        assert_eq!(*Dictionary::read(dir.path()).unwrap().bytes, *learnt.bytes);
        let packed = learnt.packer().unwrap().pack(b"a story").unwrap();
        let none = Dictionary::default().unpacking().unwrap();
        assert_eq!(none.unpacker().unpack(&packed).unwrap_err(), "its dictionary is missing");
        let path = dir.path().join(NAME);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[100] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(Dictionary::read(dir.path()).unwrap_err().kind(), "damaged");
    }
}
