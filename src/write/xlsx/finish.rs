//! What the library does not write: the language of the document, and of the words of its charts.

use super::Error;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The document's properties.
const PROPERTIES: &str = "docProps/core.xml";

/// The same workbook, said to be in English as it is written in England; every other part is taken over as it is.
pub(super) fn in_english(book: &[u8]) -> Result<Vec<u8>, Error> {
    let mut from = ZipArchive::new(Cursor::new(book))?;
    let mut to = ZipWriter::new(Cursor::new(Vec::with_capacity(book.len())));
    for place in 0..from.len() {
        let part = from.by_index_raw(place)?;
        let name = part.name()?.into_owned();
        if name != PROPERTIES && !name.starts_with("xl/charts/chart") {
            to.raw_copy_file(part)?;
            continue;
        }
        drop(part);
        let mut xml = String::new();
        from.by_index(place)?.read_to_string(&mut xml).map_err(zip::result::ZipError::Io)?;
        let xml = if name == PROPERTIES {
            xml.replace("</cp:coreProperties>", "<dc:language>en-GB</dc:language></cp:coreProperties>")
        } else {
            xml.replace(r#"<c:lang val="en-US"/>"#, r#"<c:lang val="en-GB"/>"#)
                .replace(r#"lang="en-US""#, r#"lang="en-GB""#)
        };
        to.start_file(name, SimpleFileOptions::default())?;
        to.write_all(xml.as_bytes()).map_err(zip::result::ZipError::Io)?;
    }
    Ok(to.finish()?.into_inner())
}
