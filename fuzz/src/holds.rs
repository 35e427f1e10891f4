//! What holds whatever the input: every row is accounted for, every place is in the grid, every code is explained.

use ringfence::ingest::sheet::{Cell, Sheet};
use ringfence::model::finding::{Finding, Place, code};
use ringfence::model::school::School;
use ringfence::model::source::{LINE, Source, Sources};

const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;

/// Of the sheets of a file.
///
/// # Panics
/// If it does not hold.
pub fn sheets(sheets: &[Sheet]) {
    for sheet in sheets {
        assert!(sheet.rows.is_sorted_by(|one, next| one.index < next.index), "rows in order, each once");
        for row in &sheet.rows {
            assert!(row.index < ROWS, "row {} is in no grid", row.index);
            assert!(!row.cells.is_empty(), "a row holds something");
            assert!(row.cells.is_sorted_by(|(one, _), (next, _)| one < next), "columns in order, each once");
            for (col, cell) in &row.cells {
                assert!(*col < COLUMNS, "column {col} is in no grid");
                assert!(!cell.is_empty(), "no empty cell is kept");
                assert!(!matches!(cell, Cell::Number(number) if !number.is_finite()), "a number is a number");
            }
        }
        for ((top, left), (bottom, right)) in &sheet.merged {
            assert!(top <= bottom && *bottom < ROWS, "merged rows {top} to {bottom}");
            assert!(left <= right && *right < COLUMNS, "merged columns {left} to {right}");
        }
    }
}

/// Of a school as read.
///
/// # Panics
/// If it does not hold.
pub fn school(school: &School) {
    for sheet in &school.sources.sheets {
        assert!(sheet.adds_up(), "every row is used or left out for a reason: {sheet:?}");
        assert!((sheet.file.0 as usize) < school.sources.files.len());
    }
    findings(&school.findings, &school.sources);
}

/// Of what was noticed.
///
/// # Panics
/// If it does not hold.
pub fn findings(all: &[Finding], sources: &Sources) {
    for finding in all {
        assert!(code(finding.code).is_some(), "{} is explained nowhere", finding.code);
        assert!(!finding.message.is_empty() && !finding.help.is_empty(), "{} says nothing", finding.code);
        for place in &finding.at {
            match place {
                Place::File(id) => assert!((id.0 as usize) < sources.files.len(), "{finding:?}"),
                Place::Cell(at) => cell(*at, sources),
            }
        }
    }
}

fn cell(at: Source, sources: &Sources) {
    assert!((at.sheet.0 as usize) < sources.sheets.len(), "{at:?} is on no sheet");
    assert!(at.row < ROWS && (at.col < COLUMNS || at.col >= LINE), "{at:?} is in no grid");
}
