//! What no column may hold, whatever its field.

use super::parse::{Problem, shown};
use super::sheet::Cell;
use crate::model::source::Span;
use crate::model::text::{code_point, is_ordinary, visible};

/// A value that stands once for several rows.
pub fn merged(header: &str, block: Span, value: &Cell) -> Problem {
    let first = Span { bottom: block.top, right: block.left, ..block };
    let value = visible(&shown(value));
    Problem {
        code: "R-MERGED",
        message: format!(
            "The cells {} (“{header}”) are merged: “{value}” stands in {} only, and the other rows are without it.",
            block.cells(),
            first.cells()
        ),
        help: format!(
            "Select {} in Excel, take the merge off (Home, Merge & Center), and write “{value}” in every row it holds for.",
            block.cells()
        ),
    }
}

/// What no column may hold.
pub fn unusable(cell: &Cell) -> Option<Problem> {
    let (code, message, help) = match cell {
        Cell::Fault(fault) => (
            "R-FORMULAERR",
            format!("The formula here gives “{fault}”."),
            "Correct the formula in Excel, or type its result over it, and save the workbook.".to_owned(),
        ),
        Cell::NoValue => (
            "R-NOCACHE",
            "The result of the formula here is not stored in the file.".to_owned(),
            "Open the workbook in Excel and save it; then its results are stored.".to_owned(),
        ),
        Cell::Text(text) if !is_ordinary(text) => {
            let odd = text.chars().find(|c| c.is_control() && *c != '\n')?;
            (
                "R-CONTROL",
                format!("“{}” holds a character that cannot be seen, {}.", shown(cell), code_point(odd)),
                "Type the value again.".to_owned(),
            )
        }
        _ => return None,
    };
    Some(Problem { code, message, help })
}
