//! What the library does not write: the language of the document, and of the words of its charts, and the rows of plain
//! tables.

use super::Error;
use super::rows::Rows;
use super::sheet::FIRST_ROW;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// How hard parts are compressed: one level up takes half as long again for a hundredth of the size.
const LEVEL: i64 = 5;

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
    let mut from = ZipArchive::new(Cursor::new(book))?;
    let mut to = ZipWriter::new(Cursor::new(Vec::with_capacity(2 * book.len())));
    let numbers = rows.numbers(|name| text(&mut from, name))?;
    for place in 0..from.len() {
        let part = from.by_index_raw(place)?;
        let name = part.name()?.into_owned();
        let ours = numbers.as_ref().filter(|_| rows.are_in(&name));
        let is_table = !longer.is_empty() && name.starts_with("xl/tables/table");
        if ours.is_none() && name != PROPERTIES && !is_table && !name.starts_with("xl/charts/chart") {
            to.raw_copy_file(part)?;
            continue;
        }
        drop(part);
        let xml = text(&mut from, &name)?;
        let xml = if let Some(numbers) = ours {
            rows.completed(&name, &xml, numbers)?
        } else if name == PROPERTIES {
            xml.replace("</cp:coreProperties>", "<dc:language>en-GB</dc:language></cp:coreProperties>")
        } else if is_table {
            lengthened(xml, longer)
        } else {
            xml.replace(r#"<c:lang val="en-US"/>"#, r#"<c:lang val="en-GB"/>"#)
                .replace(r#"lang="en-US""#, r#"lang="en-GB""#)
        };
        to.start_file(name, SimpleFileOptions::default().compression_level(Some(LEVEL)))?;
        to.write_all(xml.as_bytes()).map_err(zip::result::ZipError::Io)?;
    }
    Ok(to.finish()?.into_inner())
}

/// A table, if it is one of these, down to its last row.
fn lengthened(xml: String, longer: &[Longer]) -> String {
    let is_this = |(name, _): &&Longer| xml.contains(&format!(" displayName=\"{name}\""));
    let Some((_, last)) = longer.iter().find(is_this) else { return xml };
    let (short, long) = (FIRST_ROW + 1, last + 1);
    let range = |part: &str| {
        let (place, rest) = part.split_once('"')?;
        Some(format!("{}{long}\"{rest}", place.strip_suffix(&short.to_string())?))
    };
    // The whole of it and its filter have the same range.
    let mut parts = xml.split(" ref=\"");
    let begin = parts.next().unwrap_or_default().to_owned();
    parts.fold(begin, |xml, part| xml + " ref=\"" + range(part).as_deref().unwrap_or(part))
}

fn text(from: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, Error> {
    let mut xml = String::new();
    from.by_name(name)?.read_to_string(&mut xml).map_err(zip::result::ZipError::Io)?;
    Ok(xml)
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
        assert_eq!(lengthened(table(5, "Matrix"), &longer), table(1_004, "Matrix"));
        assert_eq!(lengthened(table(5, "Rules"), &longer), table(5, "Rules"));
    }
}
