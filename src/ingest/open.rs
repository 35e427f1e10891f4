//! Files → sheets. What cannot be opened is a finding on the file, and the rest goes on.

use super::excel::{self, Container};
use super::notes::{Notes, Refusal, Remark};
use super::pack::{extension, file_name, is_spreadsheet};
use super::sheet::Sheet;
use super::{Content, PackFile, csv, dfe, text};
use crate::model::finding::Place;
use crate::model::source::{FileId, FileInfo};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Largest file that is opened.
const LARGEST: u64 = 64 << 20;

/// Files as they were opened.
#[derive(Debug, Default)]
pub struct Opened {
    /// Every file, by [`FileId`].
    pub files: Vec<FileInfo>,
    /// Sheets, in order, with their file, and whether the file is shared by several schools.
    pub sheets: Vec<(FileId, bool, Sheet)>,
    /// Texts of settings files, with their path and whether it is the shared one.
    pub settings: Vec<(FileId, bool, String)>,
}

/// Opens every file, in the order given.
pub fn open(files: &[(&PackFile, bool)], notes: &mut Notes) -> Opened {
    let mut opened = Opened::default();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (file, shared) in files {
        let id = FileId(u32::try_from(opened.files.len()).unwrap_or(u32::MAX));
        let mut info = FileInfo { path: file.path.clone(), sha256: String::new(), bytes: 0, rejected: None };
        match one(file, &mut info, &mut seen) {
            Ok(Read::Settings(text)) => opened.settings.push((id, *shared, text)),
            Ok(Read::Sheets(sheets, remarks)) => {
                for remark in remarks {
                    notes.add(remark.code, remark.message, remark.help, [Place::File(id)]);
                }
                opened.sheets.extend(sheets.into_iter().map(|sheet| (id, *shared, sheet)));
            }
            Err(refusal) => {
                info.rejected = Some(refusal.message.clone());
                notes.add(refusal.code, refusal.message, refusal.help, [Place::File(id)]);
            }
        }
        opened.files.push(info);
    }
    opened
}

enum Read {
    Settings(String),
    Sheets(Vec<Sheet>, Vec<Remark>),
}

fn one(file: &PackFile, info: &mut FileInfo, seen: &mut BTreeMap<String, String>) -> Result<Read, Refusal> {
    let name = file_name(&file.path);
    if name.starts_with("~$") {
        return Err(Refusal::new(
            "I-LOCKFILE",
            "This is the mark Excel leaves while a workbook is open, not a workbook.",
            "Nothing to do. If the workbook has unsaved changes, save it and run again.",
        ));
    }
    let is_settings = name == "ringfence.toml";
    let is_text = extension(name) == "txt";
    if !is_settings && !is_text && !is_spreadsheet(name) {
        return Err(ignored());
    }
    let bytes = bytes(file, info)?;
    info.bytes = bytes.len() as u64;
    info.sha256 = base16ct::lower::encode_string(&Sha256::digest(&bytes));
    if is_settings {
        return match String::from_utf8(bytes.into_owned()) {
            Ok(text) => Ok(Read::Settings(text)),
            Err(_) => {
                Err(Refusal::new("E-SETTINGS", "This settings file is not UTF-8.", "Save it as UTF-8."))
            }
        };
    }
    if bytes.is_empty() {
        return Err(Refusal::new("E-EMPTY", "This file is empty (0 bytes).", "Export it again."));
    }
    if let Some(first) = seen.get(&info.sha256) {
        return Err(Refusal::new(
            "W-DUPFILE",
            format!("This file is the same as “{first}”, byte for byte, and was read once."),
            "Delete one of the two.",
        ));
    }
    seen.insert(info.sha256.clone(), file.path.clone());
    let container = excel::sniff(&bytes);
    let read = match container {
        Container::Text if is_text || is_text_name(name) => as_text(name, &bytes),
        Container::Text => Err(Refusal::new(
            "E-FORMAT",
            format!("This file is named .{} but holds plain text.", extension(name)),
            "Rename it to .csv, or open it in Excel and save it as an Excel workbook.",
        )),
        Container::Other(what) => Err(Refusal::new(
            "E-FORMAT",
            format!("This file is named .{} but is {what}.", extension(name)),
            "Open it in Excel and save it as an Excel workbook (.xlsx).",
        )),
        workbook => excel::read(&bytes, workbook).map(|(sheets, mut remarks)| {
            remarks.extend(remarks_on_name(name, workbook));
            Read::Sheets(sheets, remarks)
        }),
    };
    // A text file is only a table if it reads as one.
    match read {
        Err(refusal) if is_text && refusal.code != "E-DFE" => Err(ignored()),
        read => read,
    }
}

/// The refusal of a file that is no spreadsheet.
pub fn ignored() -> Refusal {
    Refusal::new("I-IGNORED", "This file is no spreadsheet and was not read.", "Nothing to do.")
}

fn is_text_name(name: &str) -> bool {
    matches!(extension(name).as_str(), "csv" | "tsv" | "tab" | "txt")
}

fn as_text(name: &str, bytes: &[u8]) -> Result<Read, Refusal> {
    let (text, mut remarks) = text::decode(bytes)?;
    let template = dfe::Template::meant(&text);
    template.map_or(Ok(()), |template| dfe::refuse(name, bytes, template))?;
    let (mut sheet, more) = csv::read(&text)?;
    remarks.extend(more);
    remarks.extend(template.and_then(|_| dfe::without_comments(&mut sheet)));
    Ok(Read::Sheets(vec![sheet], remarks))
}

fn remarks_on_name(name: &str, container: Container) -> Vec<Remark> {
    let (kind, extensions): (&str, &[&str]) = match container {
        Container::Xlsb => ("an Excel binary workbook", &["xlsb"]),
        Container::Xls => ("an Excel 97-2003 workbook", &["xls"]),
        Container::Ods => ("an OpenDocument spreadsheet", &["ods"]),
        _ => ("an Excel workbook", &["xlsx", "xlsm"]),
    };
    let mut remarks = Vec::new();
    let extension = extension(name);
    if !extensions.contains(&extension.as_str()) {
        remarks.push(Remark::new(
            "W-EXT",
            format!("This file is named .{extension} but is {kind}, and was read as one."),
            format!("Rename it to .{}.", extensions.first().unwrap_or(&"xlsx")),
        ));
    }
    if matches!(container, Container::Xlsb | Container::Xls) {
        remarks.push(Remark::new(
            "W-LEGACY",
            format!("This is {kind}, a format in which less can be checked."),
            "Save it as an Excel workbook (.xlsx) where you can.",
        ));
    }
    remarks
}

fn bytes<'a>(file: &'a PackFile, info: &mut FileInfo) -> Result<Cow<'a, [u8]>, Refusal> {
    let path = match &file.content {
        Content::InMemory(bytes) => {
            return within(bytes.len() as u64).map(|()| Cow::Borrowed(bytes.as_ref()));
        }
        Content::OnDisk(path) => path,
    };
    let access = |error: &std::io::Error| {
        // Windows says so when another program holds the file.
        if error.raw_os_error() == Some(32) && cfg!(windows) {
            Refusal::new(
                "E-INUSE",
                "This file is open in another program.",
                "Close it in Excel and run again.",
            )
        } else {
            Refusal::new(
                "E-ACCESS",
                format!("This file cannot be opened ({}).", error.kind()),
                "Check that it is there and that you may read it.",
            )
        }
    };
    let metadata = std::fs::metadata(path).map_err(|error| access(&error))?;
    if !metadata.is_file() {
        return Err(Refusal::new(
            "E-ACCESS",
            "This is not an ordinary file.",
            "Put the spreadsheet itself in the folder.",
        ));
    }
    info.bytes = metadata.len();
    within(metadata.len())?;
    std::fs::read(path).map(Cow::Owned).map_err(|error| access(&error))
}

fn within(bytes: u64) -> Result<(), Refusal> {
    if bytes <= LARGEST {
        return Ok(());
    }
    Err(Refusal::new(
        "E-SIZE",
        format!("This file has {} MiB; up to {} MiB can be read.", bytes >> 20, LARGEST >> 20),
        "Remove pictures and unused sheets, or split it.",
    ))
}
