//! What is said of a sheet that cannot be read as it stands.

use super::Reader;
use crate::ingest::grid;
use crate::ingest::notes::Refusal;
use crate::ingest::strict::SAVE_ANEW;
use crate::model::text::visible;

impl Reader<'_> {
    /// A place outside every sheet; or, without a digit in it, no place at all, as in a part that was overwritten.
    pub(super) fn nowhere(&self, what: &str, text: &str) -> Refusal {
        let shown = visible(text);
        if text.bytes().any(|byte| byte.is_ascii_digit()) {
            return self
                .refuse("E-CELLREF", &format!("has a {what} “{shown}”, which lies outside every sheet"));
        }
        Refusal::new(
            "E-SHEET",
            format!(
                "The sheet “{}” is damaged: it has a {what} “{shown}”, which names no place. The whole workbook was left out, as half of it is no evidence.",
                self.sheet
            ),
            SAVE_ANEW,
        )
    }

    /// What is wrong with the sheet.
    pub(super) fn refuse(&self, code: &'static str, what: &str) -> Refusal {
        let message = format!("The sheet “{}” {what}, so the whole workbook was left out.", self.sheet);
        Refusal::new(code, message, SAVE_ANEW)
    }

    /// What is wrong with the open cell.
    pub(super) fn faulty(&self, code: &'static str, what: &str) -> Refusal {
        let help = match code {
            "E-NUMBER" => {
                "Open it in Excel, type the value of that cell again, such as 0.6, and save the workbook."
            }
            "E-STRING" => "Open it in Excel, type the text of that cell again, and save the workbook.",
            _ => SAVE_ANEW,
        };
        let (cell, sheet) = (grid::name(self.at()), self.sheet);
        let message =
            format!("The cell {cell} of the sheet “{sheet}” {what}, so the whole workbook was left out.");
        Refusal::new(code, message, help)
    }
}
