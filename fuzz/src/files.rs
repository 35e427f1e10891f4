//! Bytes → files of a pack. A line `== name` begins a file; inside a workbook, a line `-- part` begins a part of it, for
//! in a packed workbook the fuzzer would get no further than its checksums.

use ringfence::ingest::{Content, PackFile, SchoolFiles};
use ringfence::model::text::visible;
use std::collections::BTreeSet;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A file or a part: its name and its bytes.
pub type Named = (String, Vec<u8>);

/// Begins a file.
pub const FILE: &str = "== ";
/// Begins a part of a workbook.
pub const PART: &str = "-- ";

/// Formats that are archives of parts.
const PACKED: [&str; 4] = [".xlsx", ".xlsm", ".xlsb", ".ods"];

/// The files of a pack.
pub fn pack(data: &[u8]) -> Vec<PackFile> {
    let mut seen = BTreeSet::new();
    let named = blocks(data, FILE).into_iter().filter(|(name, _)| seen.insert(name.clone()));
    named.map(|(name, bytes)| of_parts(&name, bytes)).collect()
}

/// A file; of a workbook, the bytes are its parts one after the other, or all of it as it stands.
pub fn of_parts(name: &str, data: &[u8]) -> PackFile {
    let is_packed = PACKED.iter().any(|ending| name.to_lowercase().ends_with(ending));
    let parts = if is_packed { blocks(data, PART) } else { Vec::new() };
    let bytes = if parts.is_empty() { data.to_vec() } else { archive(&parts) };
    file(name, bytes)
}

/// A file in memory, named as one that was found on a disk: what acts instead of being read is written out.
pub fn file(name: &str, bytes: Vec<u8>) -> PackFile {
    PackFile { path: visible(name), content: Content::InMemory(bytes.into()) }
}

/// A school of these files.
pub fn school(files: Vec<PackFile>) -> SchoolFiles {
    SchoolFiles { folder: String::new(), files, shared: Vec::new() }
}

/// Names and bytes of the blocks that begin with such a line; what stands before the first belongs to none.
pub fn blocks<'a>(data: &'a [u8], mark: &str) -> Vec<(String, &'a [u8])> {
    let mut starts = Vec::new();
    let mut line = 0;
    while line < data.len() {
        let end = data[line..].iter().position(|byte| *byte == b'\n').map_or(data.len(), |at| line + at);
        if let Some(name) = data[line..end].strip_prefix(mark.as_bytes()) {
            starts.push((String::from_utf8_lossy(name).into_owned(), line, (end + 1).min(data.len())));
        }
        line = end + 1;
    }
    let mut ends: Vec<usize> = starts.iter().skip(1).map(|(_, line, _)| *line).collect();
    ends.push(data.len());
    let block = |((name, _, from), end): ((String, usize, usize), usize)| {
        let bytes = &data[from..end.max(from)];
        // The line end before the next mark is the mark's.
        let is_last = end == data.len();
        (name, if is_last { bytes } else { bytes.strip_suffix(b"\n").unwrap_or(bytes) })
    };
    starts.into_iter().zip(ends).map(block).collect()
}

/// The reverse of [`blocks`].
pub fn joined(blocks: &[(String, Vec<u8>)], mark: &str) -> Vec<u8> {
    let mut all = Vec::new();
    for (name, bytes) in blocks {
        all.extend_from_slice(mark.as_bytes());
        all.extend_from_slice(name.as_bytes());
        all.push(b'\n');
        all.extend_from_slice(bytes);
        all.push(b'\n');
    }
    all
}

/// Parts → archive, unpacked as they are: a part may be named twice, which the writer refuses and which is left to the
/// targets that take whole files.
pub fn archive(parts: &[(String, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        if zip.start_file(name.as_str(), options).is_ok() {
            zip.write_all(bytes).expect("memory takes every byte");
        }
    }
    zip.finish().expect("memory takes every byte").into_inner()
}

/// Archive → parts; nothing if it is none.
pub fn parts(bytes: &[u8]) -> Option<Vec<Named>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).ok()?;
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).ok()?;
        parts.push((part.name().ok()?.into_owned(), bytes));
    }
    Some(parts)
}
