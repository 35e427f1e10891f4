//! Files → sheets. What cannot be opened is a finding on the file, and the rest goes on.

use super::excel::{self, Container};
use super::notes::{Notes, Refusal, Remark};
use super::pack::{extension, file_name, is_spreadsheet};
use super::sheet::Sheet;
use super::watch::Watch;
use super::{Content, PackFile, asc, csv, dfe, disk, ics, text};
use crate::model::dfe::Template;
use crate::model::finding::Place;
use crate::model::source::{FileId, FileInfo};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;

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

/// Opens every file, in the order given; `modern_only` leaves out what is kept in a format that cannot be checked well.
pub fn open(files: &[(&PackFile, bool)], modern_only: bool, watch: &Watch, notes: &mut Notes) -> Opened {
    let mut opened = Opened::default();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (file, shared) in files {
        let id = FileId(u32::try_from(opened.files.len()).unwrap_or(u32::MAX));
        let mut info = FileInfo { path: file.path.clone(), sha256: String::new(), bytes: 0, rejected: None };
        watch.takes(&file.path);
        match one(file, modern_only, watch, (&mut info, &mut seen)) {
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

fn one(
    file: &PackFile,
    modern_only: bool,
    watch: &Watch,
    (info, seen): (&mut FileInfo, &mut BTreeMap<String, String>),
) -> Result<Read, Refusal> {
    let name = file_name(&file.path);
    if name.starts_with("~$") {
        return Err(Refusal::new(
            "I-LOCKFILE",
            "This is the mark Excel leaves while a workbook is open, not a workbook.",
            "Nothing to do. If the workbook has unsaved changes, save it and run again.",
        ));
    }
    if matches!(&file.content, Content::OnDisk(path) if path.is_dir()) {
        return Err(Refusal::new(
            "E-ACCESS",
            "This folder cannot be opened, so nothing in it was read.",
            "Check that you may open it.",
        ));
    }
    let is_settings = name == "ringfence.toml";
    let is_text = is_of_any_kind(name);
    if !is_settings && !is_text && !is_spreadsheet(name) {
        return Err(ignored());
    }
    if watch.is_stuck(&file.path) {
        watch.passes(&file.path)?;
    }
    if let Content::Part(part) = &file.content {
        (info.bytes, info.sha256) = (part.of.bytes, part.of.sha256.clone());
        is_first(info, seen)?;
        watch.passes(&file.path)?;
        return part.read().map(|(sheets, remarks)| Read::Sheets(sheets, remarks));
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
    is_first(info, seen)?;
    watch.passes(&file.path)?;
    let container = excel::sniff(&bytes);
    let read = match container {
        _ if asc::is_timetable(&bytes) => {
            asc::read(&bytes).map(|read| one_sheet(read, name, "an aSc timetable", "xml"))
        }
        _ if ics::is_calendar(&bytes) => {
            ics::read(&bytes).map(|read| one_sheet(read, name, "a calendar", "ics"))
        }
        Container::Text if is_text || is_text_name(name) => as_text(name, &bytes),
        Container::Text => Err(Refusal::new(
            "E-FORMAT",
            format!("This file is named .{} but holds plain text.", extension(name)),
            "Rename it to .csv, or open it in Excel and save it as an Excel workbook.",
        )),
        Container::Other(what) if extension(name) == "xml" => Err(Refusal::new(
            "E-FORMAT",
            format!("This file is {what}, not a timetable exported from aSc TimeTables."),
            "Export its rows as CSV or as an Excel workbook (.xlsx), or move it out of the folder.",
        )),
        Container::Other(excel::FLAT_ODS) => Err(Refusal::new(
            "E-FORMAT",
            format!("This is {}, which cannot be read.", excel::FLAT_ODS),
            "Open it in LibreOffice and save it as an Excel workbook (.xlsx).",
        )),
        Container::Other(what) => Err(Refusal::new(
            "E-FORMAT",
            format!("This file is named .{} but is {what}.", extension(name)),
            "Open it in Excel and save it as an Excel workbook (.xlsx).",
        )),
        Container::Xlsb | Container::Xls if modern_only => Err(Refusal::new(
            "E-LEGACY",
            format!(
                "This is {}, and this run takes only formats that can be checked in full.",
                kind(container)
            ),
            "Save it as an Excel workbook (.xlsx), or run without --modern-only.",
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

/// True for a name under which programs keep tables and anything else: only what reads as a table is one.
pub fn is_of_any_kind(name: &str) -> bool {
    matches!(extension(name).as_str(), "txt" | "dat")
}

fn is_text_name(name: &str) -> bool {
    matches!(extension(name).as_str(), "csv" | "tsv" | "tab" | "dat" | "txt")
}

fn as_text(name: &str, bytes: &[u8]) -> Result<Read, Refusal> {
    let (text, mut remarks) = text::decode(bytes)?;
    let template = Template::meant(&text);
    template.map_or(Ok(()), |template| dfe::refuse(name, bytes, template))?;
    let (mut sheet, more) = csv::read(&text)?;
    remarks.extend(more);
    remarks.extend(template.and_then(|_| dfe::without_comments(&mut sheet)));
    Ok(Read::Sheets(vec![sheet], remarks))
}

/// A file that stands there twice is read once.
fn is_first(info: &FileInfo, seen: &mut BTreeMap<String, String>) -> Result<(), Refusal> {
    if let Some(first) = seen.get(&info.sha256) {
        return Err(Refusal::new(
            "W-DUPFILE",
            format!("This file is the same as “{first}”, byte for byte, and was read once."),
            "Delete one of the two.",
        ));
    }
    seen.insert(info.sha256.clone(), info.path.clone());
    Ok(())
}

/// A format of a single sheet, which has one extension.
fn one_sheet((sheet, mut remarks): (Sheet, Vec<Remark>), name: &str, kind: &str, usual: &str) -> Read {
    let extension = extension(name);
    if extension != usual {
        remarks.push(Remark::new(
            "W-EXT",
            format!("This file is named .{extension} but is {kind}, and was read as one."),
            format!("Rename it to .{usual}."),
        ));
    }
    Read::Sheets(vec![sheet], remarks)
}

/// A workbook in words.
fn kind(container: Container) -> &'static str {
    match container {
        Container::Xlsb => "an Excel binary workbook",
        Container::Xls => "an Excel 97-2003 workbook",
        Container::Ods => "an OpenDocument spreadsheet",
        _ => "an Excel workbook",
    }
}

/// The lines of a text file, each in its fields; nothing if the file cannot be read as text in columns.
pub fn lines(file: &PackFile) -> Option<Vec<Vec<String>>> {
    let name = file_name(&file.path);
    let mut info = FileInfo { path: file.path.clone(), sha256: String::new(), bytes: 0, rejected: None };
    let bytes = bytes(file, &mut info).ok()?;
    if !is_text_name(name) || !matches!(excel::sniff(&bytes), Container::Text) {
        return None;
    }
    let (text, _) = text::decode(&bytes).ok()?;
    csv::as_it_stands(&text).ok()
}

fn remarks_on_name(name: &str, container: Container) -> Vec<Remark> {
    let extensions: &[&str] = match container {
        Container::Xlsb => &["xlsb"],
        Container::Xls => &["xls"],
        Container::Ods => &["ods"],
        _ => &["xlsx", "xlsm"],
    };
    let kind = kind(container);
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

/// The bytes of a file.
///
/// # Errors
/// As [`disk::bytes`].
pub fn bytes<'a>(file: &'a PackFile, info: &mut FileInfo) -> Result<Cow<'a, [u8]>, Refusal> {
    match &file.content {
        Content::InMemory(bytes) => disk::within(bytes.len() as u64).map(|()| Cow::Borrowed(bytes.as_ref())),
        // Of these there are rows, and no bytes that anyone could do something with.
        Content::Split(_) | Content::Part(_) => Ok(Cow::Borrowed(&[])),
        Content::OnDisk(path) => {
            info.bytes = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
            disk::bytes(path).map(Cow::Owned)
        }
    }
}
