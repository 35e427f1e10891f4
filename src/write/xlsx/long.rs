//! A table of as many rows as there are schools, or more: its rows are made twice, first for the widths of the columns, and
//! never held; of each cell as much is kept as its place and its number, until the workbook is packed.

use super::column::{self, Shown};
use super::look::Looks;
use super::print::{self, Margins};
use super::rows::Rows;
use super::sheet::{self, FIRST_ROW, MOST_ROWS};
use super::{Error, Targets, look, put};
use crate::tables::Table;
use crate::tables::schools::Long;
use rust_xlsxwriter::Worksheet;

/// Rows that are held together.
const TOGETHER: usize = 200;

/// Writes the sheet of such a table, which has this number in the workbook; `kept` takes its rows.
pub(super) fn write(
    sheet: &mut Worksheet,
    long: &Long,
    (margins, targets): (&Margins, &Targets),
    (looks, kept, number): (&mut Looks, &mut Rows, usize),
) -> Result<(), Error> {
    let rows = long.rows.min(MOST_ROWS);
    let mut note = long.table.note.clone();
    if rows < long.rows {
        note = format!("Showing {rows} of {} rows. {note}", long.rows);
    }
    let columns = columns(long, rows);
    sheet::top(sheet, &long.table, &note, &columns)?;
    if rows == 0 {
        put(sheet, (sheet::HEADER, 0), sheet::NOTHING, &look::body())?;
        return print::set_up(sheet, margins, &columns, None);
    }
    let last = FIRST_ROW + u32::try_from(rows).unwrap_or(u32::MAX) - 1;
    kept.turn_to(number, (long.table.reference(), columns.len()));
    // The library keeps a note of every cell of a table; it is shown the first row.
    sheet::header(sheet, &long.table, &columns, FIRST_ROW)?;
    sheet::colours(sheet, &long.table, &columns, last)?;
    let mut plain = vec![None; columns.len()];
    for (row, place) in (FIRST_ROW..).zip(0..rows) {
        let at = (long.table.name, row, targets);
        let to = (&mut *looks, &mut plain[..], Some(&mut *kept));
        let lines = sheet::write_row(sheet, &(long.row)(place), &columns, at, to)?;
        kept.end_row(sheet::height(lines));
    }
    sheet.set_freeze_panes(FIRST_ROW, 1)?;
    print::set_up(sheet, margins, &columns, Some(last))
}

/// The columns, each as wide as the widest of all rows needs.
fn columns<'a>(long: &'a Long<'_>, rows: usize) -> Vec<Shown<'a>> {
    let mut columns = column::of(&long.table);
    for first in (0..rows).step_by(TOGETHER) {
        let some = (first..rows.min(first + TOGETHER)).map(&long.row).collect();
        let some = Table { rows: some, columns: long.table.columns.clone(), ..Table::default() };
        for (column, wanted) in columns.iter_mut().zip(column::of(&some)) {
            column.width = column.width.max(wanted.width);
        }
    }
    columns
}
