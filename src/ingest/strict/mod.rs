//! The parts of a workbook, checked from end to end before a reader that forgives too much sees them.
//!
//! The reader takes a number up to the first comment in it, the first text of the list for one it cannot find, an empty
//! sheet for one in UTF-16. Such a workbook is refused here, with the cell named. A few things are wrong without making a
//! value wrong (a stated size of the sheet, an error the reader has no name for); they are put right in a copy.

mod address;
mod book;
mod package;
mod sheet;
mod value;
mod xml;

use crate::ingest::notes::{Refusal, Remark};
use std::borrow::Cow;
use std::collections::BTreeMap;

pub use package::Package;
pub use sheet::Found;
pub use xml::{Walk, attribute, edited};

/// A workbook that may be read.
pub struct Checked<'a> {
    /// Its bytes, put right where the reader would stumble.
    pub bytes: Cow<'a, [u8]>,
    /// What was found in its sheets, by name.
    pub sheets: BTreeMap<String, Found>,
    /// What to say about it.
    pub remarks: Vec<Remark>,
}

/// Checks an xlsx.
///
/// # Errors
/// `E-DAMAGED`, `E-BOMB`, `E-PASSWORD` for parts that cannot be unpacked; `E-XML`, `E-XMLENC`, `E-DOCTYPE` for parts that
/// are no XML; `E-LIMIT` for too many sheets; `E-SHEET`, `E-CELLREF`, `E-CELLDUP`, `E-STRING`, `E-NUMBER`, `E-STYLE` for cells.
pub fn xlsx(bytes: &[u8]) -> Result<Checked<'_>, Refusal> {
    let mut package = package::Package::open(bytes)?;
    let book = book::Book::of(&mut package)?;
    crate::ingest::excel::few_enough(book.sheets.len())?;
    let mut changed = BTreeMap::new();
    let (strings, list) = book.strings(&mut package)?;
    changed.extend(list);
    let known = sheet::Known { strings, styles: book.styles(&mut package)? };
    let mut sheets = BTreeMap::new();
    let mut no_rows = Vec::new();
    for entry in &book.sheets {
        if entry.is_rowless {
            no_rows.push(entry);
            continue;
        }
        let part = package.part(&entry.part)?.ok_or_else(|| missing(&entry.name))?;
        let found = sheet::check(&entry.name, &entry.part, &part, &known)?;
        if found.is_rowless {
            no_rows.push(entry);
        }
        if !found.edits.is_empty() {
            changed.insert(entry.part.clone(), xml::edited(&part, &found.edits));
        }
        sheets.insert(entry.name.clone(), found);
    }
    changed.extend(book.relations_without(&no_rows));
    let mut remarks: Vec<Remark> = book.stale(&package);
    remarks.extend(book.sheets.iter().filter_map(|entry| hidden(&entry.name, sheets.get(&entry.name)?)));
    let bytes = if changed.is_empty() { Cow::Borrowed(bytes) } else { Cow::Owned(package.with(&changed)?) };
    Ok(Checked { bytes, sheets, remarks })
}

fn hidden(sheet: &str, found: &Found) -> Option<Remark> {
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
