//! Workbooks (xlsx, xlsm, xlsb, xls, ods) → sheets, told apart by their bytes and never by their extension.

use super::notes::{Refusal, Remark};
use super::sheet::{Cell, Sheet};
use super::shelter::sheltered;
use super::stored::{cell, counts_from_1904};
use super::{archive, grid, legacy, listed, strict};
use calamine::{Data, Ods, Range, Reader, SheetType, SheetVisible, Xls, Xlsb};
use memchr::memmem;
use std::collections::BTreeMap;
use std::io::Cursor;

/// What a file is by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// Excel 2007 or later.
    Xlsx,
    /// Excel binary workbook.
    Xlsb,
    /// Excel 97 to 2003.
    Xls,
    /// OpenDocument.
    Ods,
    /// Encrypted.
    Locked,
    /// None of these, but of a known kind that cannot be read.
    Other(&'static str),
    /// Text.
    Text,
}

/// An OpenDocument spreadsheet that is not packed.
pub const FLAT_ODS: &str = "a flat OpenDocument file";

/// What these bytes are.
pub fn sniff(bytes: &[u8]) -> Container {
    let has = |needle: &[u8]| memmem::find(bytes, needle).is_some();
    let start: Vec<u8> = bytes.iter().copied().skip_while(u8::is_ascii_whitespace).take(300).collect();
    let start = String::from_utf8_lossy(&start).to_lowercase();
    let start = start.trim_start_matches('\u{feff}');
    match bytes {
        [b'P', b'K', 3, 4, ..] => {
            if has(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet") {
                Container::Ods
            } else if has(b"xl/workbook.bin") {
                Container::Xlsb
            } else if has(b"xl/") || !has(b"word/") && !has(b"ppt/") {
                Container::Xlsx
            } else {
                Container::Other("a document or presentation")
            }
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            let package: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
            if has(&package) { Container::Locked } else { Container::Xls }
        }
        [b'%', b'P', b'D', b'F', ..] => Container::Other("a PDF"),
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] => Container::Other("a picture"),
        [9, 0 | 2 | 4 | 8, ..] => Container::Other("a workbook of Excel 95 or earlier"),
        _ if start.contains("<html")
            || start.starts_with("<!doctype html")
            || start.starts_with("<table") =>
        {
            Container::Other("a web page (HTML)")
        }
        _ if start.starts_with("<?xml") && start.contains("office:document") => Container::Other(FLAT_ODS),
        _ if start.starts_with("<?xml") && start.contains("excel.sheet")
            || start.contains("urn:schemas-microsoft-com:office:spreadsheet") =>
        {
            Container::Other("a table in XML, as Excel 2003 and many programs export it")
        }
        _ if start.starts_with("<?xml") => Container::Other("an XML file"),
        _ => Container::Text,
    }
}

/// The sheets of a workbook and what to say about them.
///
/// # Errors
/// `E-PASSWORD`, `E-DAMAGED`, `E-BOMB`, `E-ZIP`, `E-SHEET`, `E-DUPSHEET`, `E-LIMIT`, `E-NOTABLE`, what is wrong with a part
/// or with the place or value of a cell, or `E-READER-STOPPED` if the reader panicked.
pub fn read(bytes: &[u8], container: Container) -> Result<(Vec<Sheet>, Vec<Remark>), Refusal> {
    match container {
        Container::Xlsx | Container::Xlsb | Container::Ods => archive::check(bytes)?,
        Container::Xls | Container::Locked | Container::Other(_) | Container::Text => {}
    }
    // The library panics on some damaged files; that must cost the file and not the run.
    sheltered(|| match container {
        Container::Xlsx => strict::xlsx(bytes),
        Container::Xlsb => xlsb(bytes),
        Container::Xls => legacy::xls(bytes).and_then(|checked| open::<Xls<_>>(&checked, xls_sheet)),
        Container::Ods => legacy::ods(bytes).and_then(|checked| open::<Ods<_>>(&checked, dense_sheet)),
        Container::Locked => Err(password()),
        Container::Other(_) | Container::Text => Ok((Vec::new(), Vec::new())),
    })
    .unwrap_or_else(|| {
        Err(Refusal::new(
            "E-READER-STOPPED",
            "This workbook is damaged in a way that stopped the reader.",
            "Open it in Excel, save it under a new name, and use that file.",
        ))
    })
}

/// What is said of a workbook with a password.
pub fn password() -> Refusal {
    Refusal::new(
        "E-PASSWORD",
        "This workbook is protected by a password, so it cannot be read.",
        "Open it in Excel, remove the password (File, Info, Protect Workbook), and save it.",
    )
}

/// Most sheets that are read.
const SHEETS: usize = 250;

/// Refuses a workbook of too many sheets.
///
/// # Errors
/// `E-LIMIT`.
pub fn few_enough(sheets: usize) -> Result<(), Refusal> {
    if sheets <= SHEETS {
        return Ok(());
    }
    Err(Refusal::new(
        "E-LIMIT",
        format!("This workbook has {sheets} sheets; {SHEETS} can be read."),
        "If this is the right file, split it into smaller ones.",
    ))
}

/// What a sheet holds.
#[derive(Default)]
struct Content {
    /// In the order of the file, empty ones too.
    cells: Vec<((u32, u32), Data)>,
    /// Places of formulas.
    formulas: Vec<(u32, u32)>,
    /// First and last cell of each block of merged cells.
    merged: Vec<((u32, u32), (u32, u32))>,
    /// Merged cells cannot be told.
    merges_unseen: bool,
}

type Bytes<'a> = Cursor<&'a [u8]>;

fn open<'a, R>(
    bytes: &'a [u8],
    content: impl Fn(&mut R, &str) -> Result<Content, R::Error>,
) -> Result<(Vec<Sheet>, Vec<Remark>), Refusal>
where
    R: Reader<Bytes<'a>>,
{
    let mut book = R::new(Cursor::new(bytes)).map_err(|error| refusal(&error, None))?;
    let mut remarks = Vec::new();
    let mut names = listed::Names::default();
    let mut sheets = Vec::new();
    let mut is_1904 = false;
    let all_sheets = book.sheets_metadata().to_vec();
    few_enough(all_sheets.len())?;
    for sheet in all_sheets {
        if sheet.typ != SheetType::WorkSheet {
            remarks.push(listed::rowless(&sheet.name));
            continue;
        }
        names.add(&sheet.name)?;
        if sheet.visible != SheetVisible::Visible {
            remarks.push(listed::hidden(&sheet.name));
        }
        let Content { cells, formulas, merged, merges_unseen } =
            content(&mut book, &sheet.name).map_err(|error| refusal(&error, Some(&sheet.name)))?;
        grid::check(&sheet.name, &cells)?;
        let mut all: BTreeMap<(u32, u32), Cell> =
            formulas.into_iter().map(|at| (at, Cell::NoValue)).collect();
        for (at, data) in cells {
            is_1904 |= counts_from_1904(&data);
            if data != Data::Empty {
                all.insert(at, cell(&data));
            }
        }
        sheets.push(Sheet {
            merged,
            merges_unseen,
            ..Sheet::from_cells(&sheet.name, all.into_iter().collect())
        });
    }
    if sheets.is_empty() {
        return Err(listed::nothing());
    }
    if is_1904 {
        remarks.push(listed::from_1904());
    }
    Ok((sheets, remarks))
}

fn xlsb(bytes: &[u8]) -> Result<(Vec<Sheet>, Vec<Remark>), Refusal> {
    let faults = legacy::xlsb(bytes)?;
    open::<Xlsb<_>>(bytes, |book, name| {
        let mut content = xlsb_sheet(book, name)?;
        let faults = faults.get(name).into_iter().flatten();
        content.cells.extend(faults.map(|(at, fault)| (*at, Data::Error(fault.clone()))));
        content.cells.sort_by_key(|(at, _)| *at);
        Ok(content)
    })
}

fn xlsb_sheet(book: &mut Xlsb<Bytes>, name: &str) -> Result<Content, calamine::XlsbError> {
    let mut reader = book.worksheet_cells_reader(name)?;
    // A formula of this format always stores its result.
    let mut content = Content { merges_unseen: true, ..Content::default() };
    while let Some(found) = reader.next_cell()? {
        content.cells.push((found.get_position(), Data::from(found.get_value().clone())));
        if content.cells.len() > grid::CELLS {
            break;
        }
    }
    Ok(content)
}

fn xls_sheet(book: &mut Xls<Bytes>, name: &str) -> Result<Content, calamine::XlsError> {
    let merged = blocks(book.merge_cells_by_sheet_name(name)?);
    Ok(Content { merged, merges_unseen: false, ..dense_sheet(book, name)? })
}

fn dense_sheet<'a, R: Reader<Bytes<'a>>>(book: &mut R, name: &str) -> Result<Content, R::Error> {
    let cells = addressed(&book.worksheet_range(name)?);
    let formulas = addressed(&book.worksheet_formula(name)?);
    let formulas =
        formulas.into_iter().filter(|(_, formula)| !formula.is_empty()).map(|(at, _)| at).collect();
    Ok(Content { cells, formulas, merges_unseen: true, ..Content::default() })
}

fn blocks(merged: Vec<calamine::Dimensions>) -> Vec<((u32, u32), (u32, u32))> {
    merged.into_iter().map(|block| (block.start, block.end)).collect()
}

/// The library counts cells from the corner of the used range; this counts from A1.
fn addressed<T: calamine::CellType>(range: &Range<T>) -> Vec<((u32, u32), T)> {
    let Some((top, left)) = range.start() else { return Vec::new() };
    range
        .used_cells()
        .filter_map(|(row, col, value)| {
            let (row, col) = (u32::try_from(row).ok()?, u32::try_from(col).ok()?);
            Some(((top.checked_add(row)?, left.checked_add(col)?), value.clone()))
        })
        .collect()
}

/// The libraries have an error type each; what matters is in the words.
fn refusal(error: &impl std::fmt::Debug, sheet: Option<&str>) -> Refusal {
    let words = format!("{error:?}");
    if words.contains("Password") || words.contains("assword required") {
        return password();
    }
    if words.contains("Codepage") {
        return password();
    }
    let fault = words.strip_prefix("CellError(\"").and_then(|rest| rest.split('"').next());
    match sheet {
        Some(name) if fault.is_some() => Refusal::new(
            "E-SHEET",
            format!(
                "A formula of the sheet “{name}” gives “{}”, which cannot be read, so the whole workbook was left out.",
                fault.unwrap_or_default()
            ),
            "Correct that formula in Excel, or type its result over it, and save the workbook.",
        ),
        Some(name) => Refusal::new(
            "E-SHEET",
            format!(
                "The sheet “{name}” is damaged, so the whole workbook was left out: half of it is no evidence."
            ),
            "Open it in Excel, save it under a new name, and use that file.",
        ),
        None => Refusal::new(
            "E-DAMAGED",
            "This workbook is damaged or was cut short, so it cannot be opened.",
            "Copy or export it again.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_bytes() {
        assert_eq!(sniff(b"<html><table>"), Container::Other("a web page (HTML)"));
        assert_eq!(sniff(b"Teacher,Day\n"), Container::Text);
        assert_eq!(sniff(b"PK\x03\x04....xl/workbook.bin"), Container::Xlsb);
        assert_eq!(sniff(b"PK\x03\x04....xl/workbook.xml"), Container::Xlsx);
        let table = b"<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook>";
        assert!(matches!(sniff(table), Container::Other(what) if what.starts_with("a table in XML")));
        assert_eq!(sniff(b"%PDF-1.7"), Container::Other("a PDF"));
    }
}
