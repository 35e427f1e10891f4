//! What the library does not write: the language of the document, and of the words of its charts, and the rows of plain
//! tables. What is small and not changed is taken over as the library packed it.

use super::Error;
use super::rows::Rows;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use libdeflater::{CompressionLvl, Compressor, Decompressor};
use rawzip::time::UtcDateTime;
use rawzip::{
    CompressionMethod, DataDescriptorOutput, ZipArchive, ZipArchiveWriter, ZipDataWriterConfig,
    ZipEntryWriter, ZipSliceArchive,
};
use std::collections::BTreeMap;
use std::io::{self, Write as _};

/// How hard our parts are packed. This level of libdeflate makes what level 6 of zlib makes.
const LEVEL: i32 = 4;
/// The same for what is packed piece by piece, by zlib.
const LONG_LEVEL: u32 = 4;
/// How hard the library packs its own, which are small or are unpacked again.
pub(super) const FIRST_LEVEL: u8 = 1;
/// Bytes of a part that is worth packing again.
const LARGE: u64 = 2_000;

/// The document's properties.
const PROPERTIES: &str = "docProps/core.xml";

/// Bytes of XML that are packed together, of a sheet that is too long to be held.
const PIECE: usize = 1 << 16;

/// The same workbook, said to be in English as it is written in England; every other part is taken over as it is.
pub(super) fn in_english(book: &[u8]) -> Result<Vec<u8>, Error> {
    finished(book, &Rows::default())
}

/// The same, with the rows of plain tables in their sheets.
pub(super) fn finished(book: &[u8], rows: &Rows) -> Result<Vec<u8>, Error> {
    let archive = ZipArchive::from_slice(book)?;
    let parts = Parts::of(&archive)?;
    let numbers = rows.numbers(|name| parts.text(name))?;
    let mut packer = Packer::new(2 * book.len());
    for name in &parts.order {
        let xml = || parts.text(name);
        let changed = if let Some(numbers) = numbers.as_ref().filter(|_| rows.are_in(name)) {
            let xml = xml()?;
            if rows.are_many(name) {
                packer.put_long(name, |full| rows.completed((name, &xml), numbers, full))?;
                continue;
            }
            Some(rows.completed((name, &xml), numbers, |_| Ok(()))?)
        } else if name.starts_with("xl/tables/") {
            rows.table(&xml()?)?
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

    /// Packs a part that is too long to be held: what there is of it is taken whenever the function that makes it offers it.
    fn put_long(
        &mut self,
        name: &str,
        made: impl FnOnce(&mut dyn FnMut(&mut String) -> Result<(), Error>) -> Result<String, Error>,
    ) -> Result<(), Error> {
        let packed = |error: io::Error| Error::from(rawzip::Error::from(error));
        let (mut entry, config) = begun(&mut self.to, name, CompressionMethod::DEFLATE)?;
        let mut to = config.wrap(DeflateEncoder::new(&mut entry, Compression::new(LONG_LEVEL)));
        let rest = made(&mut |xml| {
            if xml.len() >= PIECE {
                to.write_all(xml.as_bytes()).map_err(packed)?;
                xml.clear();
            }
            Ok(())
        })?;
        to.write_all(rest.as_bytes()).map_err(packed)?;
        let (encoder, output) = to.finish()?;
        encoder.finish().map_err(packed)?;
        entry.finish(output)?;
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>, Error> {
        Ok(self.to.finish()?)
    }
}

/// With the first date that a package can have, so that the same parts are the same package.
const DATE: Option<UtcDateTime> = UtcDateTime::from_components(1980, 1, 1, 0, 0, 0, 0);

fn append(to: &mut ZipArchiveWriter<Vec<u8>>, name: &str, part: Part) -> Result<(), Error> {
    let (mut entry, _) = begun(to, name, part.method)?;
    entry.write_all(part.packed).map_err(rawzip::Error::from)?;
    entry.finish(DataDescriptorOutput::new(part.crc, part.size))?;
    Ok(())
}

fn begun<'a>(
    to: &'a mut ZipArchiveWriter<Vec<u8>>,
    name: &str,
    method: CompressionMethod,
) -> Result<(ZipEntryWriter<'a, Vec<u8>>, ZipDataWriterConfig), Error> {
    let mut file = to.new_file(name).compression_method(method);
    if let Some(date) = DATE {
        file = file.last_modified(date);
    }
    Ok(file.start()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_piece_by_piece_is_as_if_it_had_been_packed_at_once() {
        let cells: Vec<String> = (0..50_000).map(|n| format!("<c>{n}</c>")).collect();
        let whole = cells.concat();
        let mut packer = Packer::new(0);
        packer.put("whole", whole.as_bytes()).unwrap();
        let mut longest = 0;
        packer
            .put_long("pieces", |full| {
                let mut out = String::new();
                for cell in &cells {
                    out.push_str(cell);
                    longest = longest.max(out.len());
                    full(&mut out)?;
                }
                Ok(out)
            })
            .unwrap();
        assert!(longest < 2 * PIECE, "{longest}");
        let book = packer.finish().unwrap();
        let archive = ZipArchive::from_slice(&book[..]).unwrap();
        let parts = Parts::of(&archive).unwrap();
        assert_eq!(parts.text("whole").unwrap(), whole);
        assert_eq!(parts.text("pieces").unwrap(), whole);
        assert_eq!(parts.part("pieces").unwrap().crc, parts.part("whole").unwrap().crc);
    }
}
