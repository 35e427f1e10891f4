//! Records as an OpenDocument spreadsheet, written by hand: a zip of three small files.

use super::{Record, Value};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// One sheet a record, with real dates and times.
pub fn workbook(records: &[Record]) -> Vec<u8> {
    packed(content(records).as_bytes())
}

/// A spreadsheet of which the content is given.
pub fn packed(content: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in [
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".as_slice()),
        ("META-INF/manifest.xml", MANIFEST.as_bytes()),
        ("content.xml", content),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const MANIFEST: &str = r#"<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>"#;

/// The part that holds the sheets.
pub fn content(records: &[Record]) -> String {
    let mut xml = String::from(concat!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content "#,
        r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" "#,
        r#"xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" "#,
        r#"xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>"#
    ));
    for (name, headers, rows) in records {
        let _ = write!(xml, r#"<table:table table:name="{}">"#, escaped(name));
        let headers: Vec<Value> = headers.iter().map(|header| Value::Text(header.clone())).collect();
        for row in std::iter::once(&headers).chain(rows) {
            xml.push_str("<table:table-row>");
            for value in row {
                xml.push_str(&cell(value));
            }
            xml.push_str("</table:table-row>");
        }
        xml.push_str("</table:table>");
    }
    xml.push_str("</office:spreadsheet></office:body></office:document-content>");
    xml
}

fn cell(value: &Value) -> String {
    let (attributes, text) = match value {
        Value::Blank => return "<table:table-cell/>".to_owned(),
        Value::Text(text) => (r#"office:value-type="string""#.to_owned(), text.clone()),
        Value::Hundredths(n) => {
            let number = super::hundredths(*n);
            (format!(r#"office:value-type="float" office:value="{number}""#), number)
        }
        Value::Date(day) => {
            (format!(r#"office:value-type="date" office:date-value="{day}""#), day.to_string())
        }
        Value::Time(minutes) => {
            let (h, m) = (minutes / 60, minutes % 60);
            (
                format!(r#"office:value-type="time" office:time-value="PT{h:02}H{m:02}M00S""#),
                format!("{h:02}:{m:02}"),
            )
        }
    };
    format!("<table:table-cell {attributes}><text:p>{}</text:p></table:table-cell>", escaped(&text))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
