//! The parts of a packed workbook, by name, none larger than is read.

use super::EXPORT_AGAIN;
use crate::ingest::archive;
use crate::ingest::notes::Refusal;
use libdeflater::Decompressor;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::read::ZipFile;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

/// A workbook whose directory has been looked through.
pub struct Package<'a> {
    bytes: &'a [u8],
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Names as stored, by name in lower case with `/`: programs differ in how they write the same name.
    names: BTreeMap<String, String>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens it.
    ///
    /// # Errors
    /// `E-DAMAGED`.
    pub fn open(bytes: &'a [u8]) -> Result<Package<'a>, Refusal> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| archive::cut_short())?;
        let stored: Result<Vec<String>, ZipError> =
            zip.file_names().map(|name| name.map(std::borrow::Cow::into_owned)).collect();
        let stored = stored.map_err(|_| archive::cut_short())?;
        let names = stored.into_iter().map(|name| (key(&name), name)).collect();
        Ok(Package { bytes, zip, names, left: archive::ALL })
    }

    /// Names of the parts, in lower case.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// The bytes of a part; nothing if there is no such part.
    ///
    /// # Errors
    /// `E-DAMAGED` if they cannot be unpacked to what was packed, `E-BOMB` if they are too many, `E-PASSWORD`.
    pub fn part(&mut self, path: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(name) = self.names.get(&key(path)) else { return Ok(None) };
        let file = self.zip.by_name(name).map_err(|error| closed(name, &error))?;
        let limit = self.left.min(archive::PART);
        if let Some(bytes) = unpacked(self.bytes, &file, limit) {
            self.left -= bytes.len() as u64;
            return Ok(Some(bytes));
        }
        // Room for what the directory states, so that a large part is not copied as it grows.
        let mut bytes = Vec::with_capacity(usize::try_from(file.size().min(limit)).unwrap_or(0));
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|_| damaged(name))?;
        let size = bytes.len() as u64;
        if size > limit {
            return Err(archive::bomb(&format!(
                "The part “{name}” of this workbook unpacks to more than can be read."
            )));
        }
        self.left -= size;
        Ok(Some(bytes))
    }

    /// A part that is not held, to be read on and on; nothing if there is no such part.
    ///
    /// # Errors
    /// `E-DAMAGED`, `E-PASSWORD`.
    pub fn stream(&mut self, path: &str) -> Result<Option<impl Read>, Refusal> {
        let Some(name) = self.names.get(&key(path)) else { return Ok(None) };
        self.zip.by_name(name).map(Some).map_err(|error| closed(name, &error))
    }

    /// The bytes of a part without which there is no workbook.
    ///
    /// # Errors
    /// As [`Self::part`], and `E-DAMAGED` if there is none.
    pub fn needed(&mut self, path: &str) -> Result<Vec<u8>, Refusal> {
        self.part(path)?.ok_or_else(|| {
            Refusal::new(
                "E-DAMAGED",
                format!("The part “{path}” is missing from this workbook."),
                EXPORT_AGAIN,
            )
        })
    }
}

/// A part that unpacks to just what the directory states, all at once. Whatever is otherwise is left to the library, which
/// goes through it bit by bit and tells what is wrong with it.
fn unpacked<R: Read>(all: &[u8], file: &ZipFile<R>, limit: u64) -> Option<Vec<u8>> {
    let place = |place: u64| usize::try_from(place).ok();
    let is_usual = file.compression() == CompressionMethod::Deflated && !file.encrypted();
    let size = Some(file.size()).filter(|size| is_usual && *size <= limit).and_then(place)?;
    let packed = all.get(place(file.data_start()?)?..)?.get(..place(file.compressed_size())?)?;
    let mut bytes = vec![0; size];
    let found = Decompressor::new().deflate_decompress(packed, &mut bytes).ok()?;
    (found == size && libdeflater::crc32(&bytes) == file.crc32()).then_some(bytes)
}

/// A name as it is compared.
fn key(name: &str) -> String {
    name.replace('\\', "/").to_ascii_lowercase()
}

fn closed(part: &str, error: &ZipError) -> Refusal {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => crate::ingest::excel::password(),
        _ => damaged(part),
    }
}

/// What is said of a part that does not unpack.
pub(super) fn damaged(part: &str) -> Refusal {
    Refusal::new(
        "E-DAMAGED",
        format!(
            "The part “{part}” of this workbook was damaged on the way: it does not unpack to what was packed."
        ),
        EXPORT_AGAIN,
    )
}
