//! Excel workbooks (xlsx, xlsm) → sheets: each part gone through once, from end to end, and nothing forgiven that could
//! make a value wrong.
//!
//! ```text
//! package ─► relations ─► book ─► texts, formats ─┐
//!    └──────────────────────────────────────────► sheet ─► value ─► Cell
//! ```
//! A number with a comment in it, a text that is not in the list, a part in UTF-16: such a workbook is refused, with the
//! cell or the byte named. What makes no value wrong (a stated size of the sheet, an error that came after 2007) is no
//! reason to refuse it.

mod address;
mod book;
mod escape;
mod formats;
mod glance;
mod package;
mod pieces;
mod relations;
mod sheet;
mod texts;
mod value;
pub mod xml;

use crate::ingest::listed::{self, Names};
use crate::ingest::notes::{Refusal, Remark};
use crate::ingest::sheet::Sheet;
use book::{Book, Entry};
use sheet::{Found, Known};

pub use package::Package;
pub use xml::{Walk, attribute, plain};

/// The sheets of a workbook and what to say about them.
///
/// # Errors
/// `E-DAMAGED`, `E-BOMB`, `E-PASSWORD` for parts that cannot be unpacked; `E-XML`, `E-XMLENC`, `E-DOCTYPE` for parts that
/// are no XML; `E-LIMIT` for too many sheets or cells, `E-DUPSHEET`, `E-NOTABLE`; `E-SHEET`, `E-CELLREF`, `E-CELLDUP`,
/// `E-STRING`, `E-NUMBER`, `E-STYLE` for sheets and cells.
pub fn xlsx(bytes: &[u8]) -> Result<(Vec<Sheet>, Vec<Remark>), Refusal> {
    through(bytes, found)
}

/// The same without the rows, which go to `take` piece by piece: the sheets may be of any size.
///
/// # Errors
/// As [`xlsx`]; or what `take` says.
pub fn in_pieces<E: From<Refusal>>(
    bytes: &[u8],
    mut take: impl FnMut(Sheet) -> Result<(), E>,
) -> Result<(Vec<Sheet>, Vec<Remark>), E> {
    through(bytes, |entry, package, known| pieces::found(entry, package, known, &mut take))
}

fn through<E: From<Refusal>>(
    bytes: &[u8],
    mut found: impl FnMut(&Entry, &mut Package, &Known) -> Result<Option<Found>, E>,
) -> Result<(Vec<Sheet>, Vec<Remark>), E> {
    let mut package = Package::open(bytes)?;
    let book = Book::of(&mut package)?;
    crate::ingest::excel::few_enough(book.sheets.len())?;
    let known = Known {
        texts: book.texts(&mut package)?,
        formats: book.formats(&mut package)?,
        from_1904: book.from_1904,
    };
    let (mut sheets, mut names, mut has_dates) = (Vec::new(), Names::default(), false);
    let (mut remarks, mut of_rows) = (Vec::new(), Vec::new());
    for entry in &book.sheets {
        let found = if entry.is_rowless { None } else { found(entry, &mut package, &known)? };
        let Some(found) = found else {
            remarks.push(listed::rowless(&entry.name));
            continue;
        };
        names.add(&entry.name)?;
        if entry.is_hidden {
            remarks.push(listed::hidden(&entry.name));
        }
        of_rows.extend(hidden_rows(&entry.name, &found));
        has_dates |= found.has_dates;
        sheets.push(found.sheet);
    }
    if sheets.is_empty() {
        return Err(listed::nothing().into());
    }
    if has_dates && book.from_1904 {
        remarks.push(listed::from_1904());
    }
    remarks.extend(book.stale(&package));
    remarks.extend(of_rows);
    Ok((sheets, remarks))
}

/// A sheet with its cells; nothing if it is a chart, a dialog or a macro.
fn found(entry: &Entry, package: &mut Package, known: &Known) -> Result<Option<Found>, Refusal> {
    let stored = entry.part.as_ref().map_or(Ok(None), |part| package.part(part))?;
    let (Some(part), Some(bytes)) = (&entry.part, stored) else { return Err(missing(&entry.name)) };
    sheet::read(&entry.name, part, &bytes, known)
}

fn hidden_rows(sheet: &str, found: &Found) -> Option<Remark> {
    let (rows, were, them) = match found.hidden_rows {
        0 => return None,
        1 => ("1 hidden row".to_owned(), "it was", "it"),
        many => (format!("{many} hidden rows"), "they were", "they"),
    };
    let filter = if found.is_filtered { " (a filter is on)" } else { "" };
    Some(Remark::new(
        "W-HIDDEN",
        format!("The sheet “{sheet}” has {rows}{filter}; {were} read all the same."),
        format!("If {them} should not count, delete {}.", if them == "it" { "it" } else { "them" }),
    ))
}

fn missing(sheet: &str) -> Refusal {
    Refusal::new(
        "E-SHEET",
        format!(
            "The sheet “{sheet}” is listed in this workbook but not stored in it, so the whole workbook was left out: half of it is no evidence."
        ),
        SAVE_ANEW,
    )
}

/// What to do with a workbook that no program should have written.
const SAVE_ANEW: &str = "Open it in Excel, save it under a new name, and use that file.";

/// What to do with a workbook that was whole once.
const EXPORT_AGAIN: &str =
    "Copy or export it again. If Excel offers to repair it, look whether rows are missing afterwards.";
