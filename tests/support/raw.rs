//! Workbooks from raw XML, for what no honest writer writes: formulas without results, hidden sheets, old dates.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

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
    let names: Vec<(&str, &str)> = sheets.iter().map(|(name, attribute, _)| (*name, *attribute)).collect();
    let mut parts = parts_around(properties, &names);
    for (n, (_, _, rows)) in (1..).zip(sheets) {
        let xml = format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#);
        parts.insert(format!("xl/worksheets/sheet{n}.xml"), with_head(&xml));
    }
    packed(&parts)
}

/// An xlsx file from a folder of its parts; those that every workbook has and the folder has not are put in.
pub fn from_folder(folder: &Path) -> Vec<u8> {
    let mut own = BTreeMap::new();
    gather(folder, "", &mut own);
    let sheets = own.keys().filter(|path| path.starts_with("xl/worksheets/sheet")).count();
    let names: Vec<String> = (1..=sheets).map(|n| format!("Sheet{n}")).collect();
    let names: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    let mut parts = parts_around("", &names);
    parts.extend(own);
    packed(&parts)
}

/// An xlsx file of one sheet, `Sheet1`, with some of its parts given.
pub fn from_parts(properties: &str, own: &[(&str, &str)]) -> Vec<u8> {
    let mut parts = parts_around(properties, &[("Sheet1", "")]);
    parts.extend(own.iter().map(|(path, xml)| ((*path).to_owned(), with_head(xml))));
    packed(&parts)
}

fn gather(folder: &Path, before: &str, parts: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{before}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            gather(&entry.path(), &format!("{path}/"), parts);
        } else {
            parts.insert(path, std::fs::read(entry.path()).unwrap());
        }
    }
}

/// What stands around the sheets, which are given by name and attribute.
fn parts_around(properties: &str, sheets: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let (mut entries, mut relations) = (String::new(), String::new());
    for (n, (name, attribute)) in (1..).zip(sheets) {
        let _ = write!(entries, r#"<sheet name="{name}" sheetId="{n}"{attribute} r:id="rId{n}"/>"#);
        let _ = write!(
            relations,
            r#"<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>"#
        );
    }
    let _ = write!(relations, r#"<Relationship Id="rId99" Type="{OFFICE}/styles" Target="styles.xml"/>"#);
    [
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
    ]
    .map(|(path, xml)| (path.to_owned(), with_head(&xml)))
    .into()
}

fn with_head(xml: &str) -> Vec<u8> {
    format!(r#"<?xml version="1.0" encoding="UTF-8"?>{xml}"#).into_bytes()
}

fn packed(parts: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
