//! Workbooks from raw sheet XML, for what no honest writer writes: formulas without results, hidden sheets, old dates.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// A sheet: its name, an attribute of its entry (` state="hidden"`), and the XML of its rows.
pub type RawSheet<'a> = (&'a str, &'a str, String);

/// A row of inline texts, from cell A on.
pub fn texts(row: u32, cells: &[&str]) -> String {
    let mut xml = format!(r#"<row r="{row}">"#);
    for (col, text) in ('A'..).zip(cells) {
        let _ = write!(xml, r#"<c r="{col}{row}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    }
    xml + "</row>"
}

/// An xlsx file; `properties` are attributes of `workbookPr`, such as `date1904="1"`. Style 1 is a date.
pub fn workbook(properties: &str, sheets: &[RawSheet]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let (mut entries, mut relations) = (String::new(), String::new());
    let mut parts = Vec::new();
    for (n, (name, attribute, rows)) in (1..).zip(sheets) {
        let _ = write!(entries, r#"<sheet name="{name}" sheetId="{n}"{attribute} r:id="rId{n}"/>"#);
        let _ = write!(
            relations,
            r#"<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>"#
        );
        let xml = format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#);
        parts.push((format!("xl/worksheets/sheet{n}.xml"), xml));
    }
    let _ = write!(relations, r#"<Relationship Id="rId99" Type="{OFFICE}/styles" Target="styles.xml"/>"#);
    let fixed = [
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#.to_owned(),
        ),
        (
            "_rels/.rels",
            format!(r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ),
        (
            "xl/workbook.xml",
            format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr {properties}/><sheets>{entries}</sheets></workbook>"#),
        ),
        ("xl/_rels/workbook.xml.rels", format!(r#"<Relationships xmlns="{PACKAGE}">{relations}</Relationships>"#)),
        (
            "xl/styles.xml",
            format!(r#"<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#),
        ),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, xml) in fixed.map(|(name, xml)| (name.to_owned(), xml)).into_iter().chain(parts) {
        zip.start_file(name, options).unwrap();
        zip.write_all(br#"<?xml version="1.0" encoding="UTF-8"?>"#).unwrap();
        zip.write_all(xml.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
