//! The parts of a packed workbook, by name, none larger than is read.

use super::EXPORT_AGAIN;
use crate::ingest::archive;
use crate::ingest::notes::Refusal;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The name of a part, and its bytes.
pub type Part = (String, Vec<u8>);

/// A workbook whose directory has been looked through.
pub struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Names as stored, by name in lower case with `/`, as the reader looks them up.
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
        Ok(Package { zip, names, left: archive::ALL })
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
        let file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(crate::ingest::excel::password());
            }
            Err(_) => return Err(damaged(name)),
        };
        let limit = self.left.min(archive::PART);
        let mut bytes = Vec::new();
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

    /// The whole workbook with other bytes for some parts.
    ///
    /// # Errors
    /// `E-DAMAGED`.
    pub fn with(mut self, changed: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, Refusal> {
        let changed: BTreeMap<String, &Vec<u8>> =
            changed.iter().map(|(path, bytes)| (key(path), bytes)).collect();
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (key, name) in &self.names {
            if let Some(bytes) = changed.get(key) {
                writer.start_file(name, stored).map_err(|_| damaged(name))?;
                writer.write_all(bytes).map_err(|_| damaged(name))?;
            } else {
                let file = self.zip.by_name(name).map_err(|_| damaged(name))?;
                writer.raw_copy_file(file).map_err(|_| damaged(name))?;
            }
        }
        writer.finish().map(Cursor::into_inner).map_err(|_| archive::cut_short())
    }
}

/// A name as the reader compares it.
fn key(name: &str) -> String {
    name.replace('\\', "/").to_ascii_lowercase()
}

fn damaged(part: &str) -> Refusal {
    Refusal::new(
        "E-DAMAGED",
        format!(
            "The part “{part}” of this workbook was damaged on the way: it does not unpack to what was packed."
        ),
        EXPORT_AGAIN,
    )
}
