//! What the library does not write: the language of the document, and of the words of its charts, and the rows of plain
//! tables.

use super::Error;
use super::rows::Rows;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// How hard parts are compressed: one level up takes half as long again for a hundredth of the size.
const LEVEL: i64 = 5;

/// The document's properties.
const PROPERTIES: &str = "docProps/core.xml";

/// The same workbook, said to be in English as it is written in England; every other part is taken over as it is.
pub(super) fn in_english(book: &[u8]) -> Result<Vec<u8>, Error> {
    finished(book, &Rows::default())
}

/// The same, with the rows of plain tables in their sheets.
pub(super) fn finished(book: &[u8], rows: &Rows) -> Result<Vec<u8>, Error> {
    let mut from = ZipArchive::new(Cursor::new(book))?;
    let mut to = ZipWriter::new(Cursor::new(Vec::with_capacity(2 * book.len())));
    let numbers = rows.numbers(|name| text(&mut from, name))?;
    for place in 0..from.len() {
        let part = from.by_index_raw(place)?;
        let name = part.name()?.into_owned();
        let ours = numbers.as_ref().filter(|_| rows.are_in(&name));
        if ours.is_none() && name != PROPERTIES && !name.starts_with("xl/charts/chart") {
            to.raw_copy_file(part)?;
            continue;
        }
        drop(part);
        let xml = text(&mut from, &name)?;
        let xml = if let Some(numbers) = ours {
            rows.completed(&name, &xml, numbers)?
        } else if name == PROPERTIES {
            xml.replace("</cp:coreProperties>", "<dc:language>en-GB</dc:language></cp:coreProperties>")
        } else {
            xml.replace(r#"<c:lang val="en-US"/>"#, r#"<c:lang val="en-GB"/>"#)
                .replace(r#"lang="en-US""#, r#"lang="en-GB""#)
        };
        to.start_file(name, SimpleFileOptions::default().compression_level(Some(LEVEL)))?;
        to.write_all(xml.as_bytes()).map_err(zip::result::ZipError::Io)?;
    }
    Ok(to.finish()?.into_inner())
}

fn text(from: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, Error> {
    let mut xml = String::new();
    from.by_name(name)?.read_to_string(&mut xml).map_err(zip::result::ZipError::Io)?;
    Ok(xml)
}
