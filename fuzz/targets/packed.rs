//! gzip, zstd and zip: as they come, and packed here, whole or with one byte changed.
//!
//! Bytes that open no header of ours are read as they are. `g`, `s` and `z` pack what stands behind
//! three bytes; the two of them between say which byte is changed, and how. What was packed whole
//! reads as it does unpacked.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use talks_fuzz::{articles, check, read};

fuzz_target!(|bytes: &[u8]| {
    let [kind @ (b'g' | b's' | b'z'), at, change, payload @ ..] = bytes else {
        check("a.html", bytes);
        return;
    };
    let (mut packed, name) = match kind {
        b'g' => (gzip(payload), "a.txt.gz"),
        b's' => (zstd::encode_all(payload, 1).expect("a frame"), "a.txt.zst"),
        _ => (zip(payload), "a.zip"),
    };
    if *change != 0 {
        let at = usize::from(*at) * packed.len() / 256;
        packed[at] ^= change;
    }
    let records = check(name, &packed);
    if *change == 0 && *kind != b'z' && !is_packed(payload) {
        let plain = read("a.txt", payload).0;
        let texts = |records| articles(records).map(|a| a.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&records), texts(&plain), "packing changes nothing");
    }
});

fn is_packed(payload: &[u8]) -> bool {
    let magic: [&[u8]; 4] = [b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"PK\x05\x06"];
    magic.iter().any(|magic| payload.starts_with(magic))
}

fn gzip(payload: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(payload).expect("memory");
    encoder.finish().expect("memory")
}

/// An archive of the parts between `\xff`, the first stored, the others deflated.
fn zip(payload: &[u8]) -> Vec<u8> {
    use zip::CompressionMethod::{Deflated, Stored};
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (n, part) in payload.split(|byte| *byte == 0xff).take(8).enumerate() {
        let method = if n == 0 { Stored } else { Deflated };
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        writer.start_file(format!("{n}.txt"), options).expect("a member");
        writer.write_all(part).expect("memory");
    }
    writer.finish().expect("an archive").into_inner()
}
