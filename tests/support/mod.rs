//! Packs built in memory, and schools told without the addresses of their cells.

#![allow(dead_code, reason = "each test binary uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

pub mod canaries;
pub mod dice;
pub mod ods;
pub mod raw;
pub mod term;
pub mod told;
pub mod xlsb;
pub mod xlsx;

use chrono::NaiveDate;
use ringfence::ingest::{self, Content, PackFile, SchoolFiles};
use ringfence::model::settings::Settings;

/// A cell, in whatever form a file format has for it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Blank,
    /// Text.
    Text(String),
    /// A number with up to two decimals, in hundredths.
    Hundredths(i64),
    /// A date.
    Date(NaiveDate),
    /// A time of day, in minutes since midnight.
    Time(u16),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        if text.is_empty() { Value::Blank } else { Value::Text(text.to_owned()) }
    }
}

/// A record: its name, headers and rows.
pub type Record = (String, Vec<String>, Vec<Vec<Value>>);

/// A record from literals: texts become what they look like, so that `07/09/2026` is a date and `09:05` a time.
pub fn record(name: &str, headers: &[&str], rows: &[&[&str]]) -> Record {
    let rows = rows.iter().map(|row| row.iter().map(|text| looks_like(text)).collect()).collect();
    (name.to_owned(), headers.iter().map(|h| (*h).to_owned()).collect(), rows)
}

/// A text as what it looks like.
pub fn looks_like(text: &str) -> Value {
    let time = || {
        let (h, m) = text.split_once(':')?;
        Some(Value::Time(h.parse::<u16>().ok()? * 60 + m.parse::<u16>().ok()?))
    };
    NaiveDate::parse_from_str(text, "%d/%m/%Y").ok().map(Value::Date).or_else(time).unwrap_or(text.into())
}

/// `12.5` for 1250.
pub fn hundredths(value: i64) -> String {
    let text = format!("{}.{:02}", value / 100, value % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn file(path: String, bytes: Vec<u8>) -> PackFile {
    PackFile { path, content: Content::InMemory(bytes.into()) }
}

/// Each record as a CSV file of its own.
pub fn csv_pack(records: &[Record]) -> Vec<PackFile> {
    records
        .iter()
        .map(|(name, headers, rows)| {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(headers).unwrap();
            for row in rows {
                let cells = row.iter().map(|value| match value {
                    Value::Blank => String::new(),
                    Value::Text(text) => text.clone(),
                    Value::Hundredths(n) => hundredths(*n),
                    Value::Date(day) => day.format("%d/%m/%Y").to_string(),
                    Value::Time(minutes) => format!("{:02}:{:02}", minutes / 60, minutes % 60),
                });
                writer.write_record(cells).unwrap();
            }
            file(format!("{name}.csv"), writer.into_inner().unwrap())
        })
        .collect()
}

/// All records as the sheets of one Excel workbook, with real dates and times.
pub fn xlsx_pack(records: &[Record]) -> Vec<PackFile> {
    vec![file("school.xlsx".to_owned(), xlsx::workbook(records))]
}

/// Each record as an Excel workbook of its own, with real dates and times.
pub fn xlsx_files(records: &[Record]) -> Vec<PackFile> {
    let book = |record: &Record| xlsx::workbook(std::slice::from_ref(record));
    records.iter().map(|record| file(format!("{}.xlsx", record.0), book(record))).collect()
}

/// All records as the sheets of one OpenDocument spreadsheet, with real dates and times.
pub fn ods_pack(records: &[Record]) -> Vec<PackFile> {
    vec![file("school.ods".to_owned(), ods::workbook(records))]
}

/// Reads the files as one school, with no settings.
pub fn read(files: Vec<PackFile>) -> ingest::Reading {
    ingest::read(&SchoolFiles { folder: String::new(), files, shared: Vec::new() }, &Settings::default())
}

/// A file of text, in memory.
pub fn text_file(path: &str, text: &str) -> PackFile {
    file(path.to_owned(), text.as_bytes().to_vec())
}

/// Bytes as a file in memory.
pub fn bytes_file(path: &str, bytes: &[u8]) -> PackFile {
    file(path.to_owned(), bytes.to_vec())
}

/// The files of a folder of fixtures, by name, without what is expected of them. A folder in it is a workbook in parts.
pub fn fixture(folder: &std::path::Path) -> Vec<PackFile> {
    let mut files: Vec<PackFile> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_name() != "expected.txt")
        .map(|entry| {
            let path = entry.path();
            let bytes = if path.is_dir() { raw::from_folder(&path) } else { std::fs::read(&path).unwrap() };
            file(entry.file_name().to_string_lossy().into_owned(), bytes)
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The folders below `tests/<name>`, in order.
pub fn fixtures(name: &str) -> Vec<std::path::PathBuf> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name);
    let mut folders: Vec<_> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

/// Compares with `expected.txt` of a folder; with `RINGFENCE_EXPECT=write` writes it instead.
pub fn expect(folder: &std::path::Path, found: &str) {
    let path = folder.join("expected.txt");
    if std::env::var_os("RINGFENCE_EXPECT").is_some_and(|how| how == "write") {
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, expected, "{}", path.display());
}
