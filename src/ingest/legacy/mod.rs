//! The formats that are left to the library (xls, xlsb, ods), gone through record by record before it, which forgives too
//! much, sees them.
//!
//! It fills a record that is too short from the one before, leaves out a cell whose text it cannot find and the
//! rows after one beyond the grid, and makes room for as many cells as a sheet claims. Such a workbook is refused here,
//! with the cell named; only what a sheet says of its own size is put right in a copy.

mod biff12;
mod ods;
mod texts;
mod xls;
mod xlsb;

use super::notes::Refusal;
use crate::model::source::{SheetId, Source};
use calamine::CellErrorType;

pub use ods::check as ods;
pub use xls::check as xls;
pub use xlsb::check as xlsb;

/// Most cells between the first and the last values of all sheets; room is made for each of them.
const CELLS: u64 = 4_000_000;

/// The errors of formulas, by their number in the file.
const FAULTS: [(u8, CellErrorType); 8] = [
    (0x00, CellErrorType::Null),
    (0x07, CellErrorType::Div0),
    (0x0f, CellErrorType::Value),
    (0x17, CellErrorType::Ref),
    (0x1d, CellErrorType::Name),
    (0x24, CellErrorType::Num),
    (0x2a, CellErrorType::NA),
    (0x2b, CellErrorType::GettingData),
];

const SAVE_ANEW: &str = "Open it in Excel, save it under a new name, and use that file.";

/// Row and column, from zero.
type Place = (u32, u32);

/// A cell that is gone through.
struct Spot<'a> {
    sheet: &'a str,
    at: Place,
}

impl Spot<'_> {
    fn faulty(&self, code: &'static str, what: &str) -> Refusal {
        let help = match code {
            "E-NUMBER" => {
                "Open it in Excel, type the value of that cell again, such as 0.6, and save the workbook."
            }
            "E-STRING" => "Open it in Excel, type the text of that cell again, and save the workbook.",
            _ => SAVE_ANEW,
        };
        let message = format!(
            "The cell {} of the sheet “{}” {what}, so the whole workbook was left out.",
            name(self.at),
            self.sheet
        );
        Refusal::new(code, message, help)
    }

    fn cut_short(&self) -> Refusal {
        self.faulty("E-SHEET", "is cut short")
    }

    fn outside(&self) -> Refusal {
        let message = format!(
            "The sheet “{}” has a cell “{}”, which lies outside every sheet, so the whole workbook was left out.",
            self.sheet,
            name(self.at)
        );
        Refusal::new("E-CELLREF", message, SAVE_ANEW)
    }

    fn twice(&self) -> Refusal {
        self.faulty("E-CELLDUP", "stands twice, perhaps with two values")
    }

    /// A number that is one.
    fn finite(&self, number: f64) -> Result<(), Refusal> {
        if number.is_finite() {
            return Ok(());
        }
        Err(self.faulty("E-NUMBER", &format!("holds “{number}” as a number")))
    }

    fn truth(&self, byte: u8) -> Result<(), Refusal> {
        if byte <= 1 {
            return Ok(());
        }
        Err(self.faulty("E-SHEET", &format!("holds “{byte}” where only TRUE or FALSE can stand")))
    }

    fn fault(&self, byte: u8) -> Result<CellErrorType, Refusal> {
        let known = FAULTS.iter().find(|(number, _)| *number == byte);
        known.map(|(_, fault)| fault.clone()).ok_or_else(|| {
            self.faulty("E-SHEET", &format!("holds “{byte}” as the error of a formula, which is none"))
        })
    }

    /// A place in the list of texts.
    fn listed(&self, place: u32, texts: u32) -> Result<(), Refusal> {
        if place < texts {
            return Ok(());
        }
        let end = texts.checked_sub(1).map_or("is empty".to_owned(), |last| format!("ends at {last}"));
        let what = format!("names the place “{place}” in the workbook’s list of texts, which {end}");
        Err(self.faulty("E-STRING", &what))
    }

    fn styled(&self, style: u32, styles: u32) -> Result<(), Refusal> {
        if style < styles {
            return Ok(());
        }
        let what = format!("has the format “{style}”, and the workbook has {styles}");
        Err(self.faulty("E-STYLE", &what))
    }
}

/// The number of an RK, which keeps thirty bits of one; where it keeps a whole number, which cannot be wrong, zero.
fn rk(stored: u32) -> f64 {
    if stored & 2 == 0 { f64::from_bits(u64::from(stored & !3) << 32) } else { 0.0 }
}

fn name((row, col): Place) -> String {
    Source { sheet: SheetId(0), row, col }.cell()
}

/// A sheet that is not as any program writes it.
fn damaged_sheet(sheet: &str, what: &str) -> Refusal {
    Refusal::new(
        "E-SHEET",
        format!("The sheet “{sheet}” {what}, so the whole workbook was left out: half of it is no evidence."),
        SAVE_ANEW,
    )
}

/// The list of texts is not what it says it is.
fn damaged_texts(what: &str) -> Refusal {
    Refusal::new(
        "E-STRING",
        format!(
            "The list of texts of this workbook {what}, so which text stands in which cell would be a guess, and it was left out."
        ),
        SAVE_ANEW,
    )
}

/// The list of texts says how many it holds.
fn as_stated(stated: u32, found: u32) -> Result<u32, Refusal> {
    if stated == found {
        return Ok(found);
    }
    Err(damaged_texts(&format!("says it holds {stated} and holds {found}")))
}

/// A sheet for which the reader would need more room than there is.
fn reaches_too_far(sheet: &str) -> Refusal {
    Refusal::new(
        "E-LIMIT",
        format!("The sheet “{sheet}” reaches over more than {CELLS} cells from its first value to its last."),
        "Delete the columns to the right of the table and the rows below it, and save it.",
    )
}
