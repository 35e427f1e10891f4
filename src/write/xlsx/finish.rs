//! What the library does not write: the language of the document, and of the words of its charts, and the rows of plain
//! tables. What is small and not changed is taken over as the library packed it.

use super::Error;
use super::rows::Rows;
use super::sheet::FIRST_ROW;
use libdeflater::{CompressionLvl, Compressor, Decompressor};
use rawzip::time::UtcDateTime;
use rawzip::{CompressionMethod, DataDescriptorOutput, ZipArchive, ZipArchiveWriter, ZipSliceArchive};
use std::collections::BTreeMap;
use std::io::Write;

/// How hard our parts are packed. This level of libdeflate makes what level 6 of zlib makes.
const LEVEL: i32 = 4;
/// How hard the library packs its own, which are small or are unpacked again.
pub(super) const FIRST_LEVEL: u8 = 1;
/// Bytes of a part that is worth packing again.
const LARGE: u64 = 2_000;

/// The document's properties.
const PROPERTIES: &str = "docProps/core.xml";

/// An Excel table that the library was told of with one row, since it keeps every cell of a table in mind: its name, and its
/// last row, counted from zero.
pub(super) type Longer = (&'static str, u32);

/// The same workbook, said to be in English as it is written in England; every other part is taken over as it is.
pub(super) fn in_english(book: &[u8]) -> Result<Vec<u8>, Error> {
    complete(book, &Rows::default(), &[])
}

/// The same, with these tables down to their last rows.
pub(super) fn longer(book: &[u8], tables: &[Longer]) -> Result<Vec<u8>, Error> {
    complete(book, &Rows::default(), tables)
}

/// The same, with the rows of plain tables in their sheets.
pub(super) fn finished(book: &[u8], rows: &Rows) -> Result<Vec<u8>, Error> {
    complete(book, rows, &[])
}

fn complete(book: &[u8], rows: &Rows, longer: &[Longer]) -> Result<Vec<u8>, Error> {
    let archive = ZipArchive::from_slice(book)?;
    let parts = Parts::of(&archive)?;
    let numbers = rows.numbers(|name| parts.text(name))?;
    let mut packer = Packer::new(2 * book.len());
    for name in &parts.order {
        let xml = || parts.text(name);
        let changed = if let Some(numbers) = numbers.as_ref().filter(|_| rows.are_in(name)) {
            Some(rows.completed(name, &xml()?, numbers)?)
        } else if name.starts_with("xl/tables/") {
            let xml = xml()?;
            rows.table(&xml)?.or_else(|| lengthened(&xml, longer))
        } else if name == PROPERTIES {
            let end = "</cp:coreProperties>";
            Some(xml()?.replace(end, &format!("<dc:language>en-GB</dc:language>{end}")))
        } else if name.starts_with("xl/charts/chart") {
            let xml = xml()?.replace(r#"<c:lang val="en-US"/>"#, r#"<c:lang val="en-GB"/>"#);
            Some(xml.replace(r#"lang="en-US""#, r#"lang="en-GB""#))
        } else {
            None
        };
        match (changed, parts.part(name)?) {
            (Some(xml), _) => packer.put(name, xml.as_bytes())?,
            (None, part) if part.size > LARGE => packer.put(name, xml()?.as_bytes())?,
            (None, part) => append(&mut packer.to, name, part)?,
        }
    }
    packer.finish()
}

/// A table, if it is one of these, down to its last row.
fn lengthened(xml: &str, longer: &[Longer]) -> Option<String> {
    let is_this = |(name, _): &&Longer| xml.contains(&format!(" displayName=\"{name}\""));
    let (_, last) = longer.iter().find(is_this)?;
    let (short, long) = (FIRST_ROW + 1, last + 1);
    let range = |part: &str| {
        let (place, rest) = part.split_once('"')?;
        Some(format!("{}{long}\"{rest}", place.strip_suffix(&short.to_string())?))
    };
    // The whole of it and its filter have the same range.
    let mut parts = xml.split(" ref=\"");
    let begin = parts.next().unwrap_or_default().to_owned();
    Some(parts.fold(begin, |xml, part| xml + " ref=\"" + range(part).as_deref().unwrap_or(part)))
}

/// A part of a package, packed.
#[derive(Clone, Copy)]
struct Part<'a> {
    packed: &'a [u8],
    method: CompressionMethod,
    /// Bytes of it, unpacked, and their checksum.
    size: u64,
    crc: u32,
}

/// The parts of a package.
struct Parts<'a> {
    order: Vec<String>,
    by_name: BTreeMap<String, Part<'a>>,
}

impl<'a> Parts<'a> {
    fn of(archive: &'a ZipSliceArchive<&[u8]>) -> Result<Parts<'a>, Error> {
        let (mut order, mut by_name) = (Vec::new(), BTreeMap::new());
        let mut entries = archive.entries();
        while let Some(entry) = entries.next_entry()? {
            let name = String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned();
            let (method, size, crc) =
                (entry.compression_method(), entry.uncompressed_size_hint(), entry.crc32());
            let place = archive.get_entry(entry.wayfinder())?;
            order.push(name.clone());
            by_name.insert(name, Part { packed: place.data(), method, size, crc });
        }
        Ok(Parts { order, by_name })
    }

    fn part(&self, name: &str) -> Result<Part<'a>, Error> {
        self.by_name.get(name).copied().ok_or_else(|| Error::Part(name.to_owned()))
    }

    fn text(&self, name: &str) -> Result<String, Error> {
        let strange = || Error::Part(name.to_owned());
        let part = self.part(name)?;
        if part.method != CompressionMethod::DEFLATE {
            return Err(strange());
        }
        let mut bytes = vec![0; usize::try_from(part.size).map_err(|_| strange())?];
        Decompressor::new().deflate_decompress(part.packed, &mut bytes).map_err(|_| strange())?;
        String::from_utf8(bytes).map_err(|_| strange())
    }
}

/// A package that is made.
struct Packer {
    packing: Compressor,
    packed: Vec<u8>,
    to: ZipArchiveWriter<Vec<u8>>,
}

impl Packer {
    /// One that has room for so many bytes.
    fn new(room: usize) -> Packer {
        Packer {
            packing: Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()),
            packed: Vec::new(),
            to: ZipArchiveWriter::new(Vec::with_capacity(room)),
        }
    }

    /// Packs a part.
    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let strange = |_| Error::Part(name.to_owned());
        let room = self.packing.deflate_compress_bound(bytes.len());
        if self.packed.len() < room {
            self.packed = vec![0; room];
        }
        let used = self.packing.deflate_compress(bytes, &mut self.packed).map_err(strange)?;
        let (size, crc) = (bytes.len() as u64, libdeflater::crc32(bytes));
        let part = Part { packed: &self.packed[..used], method: CompressionMethod::DEFLATE, size, crc };
        append(&mut self.to, name, part)
    }

    fn finish(self) -> Result<Vec<u8>, Error> {
        Ok(self.to.finish()?)
    }
}

/// With the first date that a package can have, so that the same parts are the same package.
const DATE: Option<UtcDateTime> = UtcDateTime::from_components(1980, 1, 1, 0, 0, 0, 0);

fn append(to: &mut ZipArchiveWriter<Vec<u8>>, name: &str, part: Part) -> Result<(), Error> {
    let mut file = to.new_file(name).compression_method(part.method);
    if let Some(date) = DATE {
        file = file.last_modified(date);
    }
    let (mut entry, _) = file.start()?;
    entry.write_all(part.packed).map_err(rawzip::Error::from)?;
    entry.finish(DataDescriptorOutput::new(part.crc, part.size))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_and_its_filter_go_down_to_its_last_row() {
        let table = |last: u32, name: &str| {
            format!(
                r#"<table id="1" name="{name}" displayName="{name}" ref="A4:C{last}"><autoFilter ref="A4:C{last}"/></table>"#
            )
        };
        let longer = [("Actions", 98_u32), ("Matrix", 1_003)];
        assert_eq!(lengthened(&table(5, "Matrix"), &longer), Some(table(1_004, "Matrix")));
        assert_eq!(lengthened(&table(5, "Rules"), &longer), None);
    }
}
