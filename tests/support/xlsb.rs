//! An xlsb of one sheet, written by hand, record by record.

use std::io::{Cursor, Write as _};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// A record: its kind, its length, and what it holds.
pub fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    if kind < 0x80 {
        bytes.push(kind.to_le_bytes()[0]);
    } else {
        bytes.extend([(kind & 0x7f).to_le_bytes()[0] | 0x80, (kind >> 7).to_le_bytes()[0]]);
    }
    let mut length = body.len();
    while length >= 0x80 {
        bytes.push((length & 0x7f).to_le_bytes()[0] | 0x80);
        length >>= 7;
    }
    bytes.push(length.to_le_bytes()[0]);
    [bytes.as_slice(), body].concat()
}

/// The beginning of a row.
pub fn row(row: u32) -> Vec<u8> {
    record(0, &[&row.to_le_bytes()[..], &[0; 21]].concat())
}

/// A cell of a kind: its column, its format and its value.
pub fn cell(kind: u16, col: u32, style: u32, value: &[u8]) -> Vec<u8> {
    record(kind, &[&col.to_le_bytes()[..], &style.to_le_bytes(), value].concat())
}

fn text(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(units.len()).unwrap();
    length.to_le_bytes().into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
}

/// The part of a sheet with these rows and cells.
pub fn sheet(records: &[Vec<u8>]) -> Vec<u8> {
    let (begin, end) = ([record(0x81, &[]), record(0x94, &[0; 16]), record(0x91, &[])], [0x92, 0x82]);
    [begin.concat(), records.concat(), end.map(|kind| record(kind, &[])).concat()].concat()
}

/// A workbook with a list of texts and one sheet, “Staff”; it has one format.
pub fn workbook(texts: &[&str], sheet: &[u8]) -> Vec<u8> {
    let count = u32::try_from(texts.len()).unwrap().to_le_bytes();
    let mut list = record(0x9f, &[count, count].concat());
    list.extend(texts.iter().flat_map(|one| record(0x13, &[&[0][..], &text(one)].concat())));
    list.extend(record(0xa0, &[]));
    let entry = [&[0; 4][..], &1_u32.to_le_bytes(), &text("rId1"), &text("Staff")].concat();
    let book = [
        record(0x83, &[]),
        record(0x99, &[0; 12]),
        record(0x8f, &[]),
        record(0x9c, &entry),
        record(0x90, &[]),
        record(0x84, &[]),
    ];
    let relations = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/></Relationships>"#;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in [
        ("xl/workbook.bin", book.concat().as_slice()),
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        ("xl/sharedStrings.bin", &list),
        ("xl/worksheets/sheet1.bin", sheet),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
