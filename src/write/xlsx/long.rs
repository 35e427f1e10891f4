//! A table of as many rows as there are schools, or more: its rows are made twice, first for the widths of the columns, and
//! never held; what is written of them waits on the disk until the workbook is packed.

use super::column::{self, Shown};
use super::finish::Longer;
use super::look::Looks;
use super::print::{self, Margins};
use super::sheet::{self, FIRST_ROW, MOST_ROWS};
use super::{Error, Targets, look, put};
use crate::tables::Table;
use crate::tables::schools::Long;
use rust_xlsxwriter::Worksheet;

/// Rows that are held together.
const TOGETHER: usize = 200;

/// Writes the sheet of such a table, which is one of low memory: no row can be written once a later one is. `with` puts into
/// the row of that place what the table does not have. Gives the Excel table, if there is one, that is to be made longer.
pub(super) fn write(
    sheet: &mut Worksheet,
    long: &Long,
    (margins, targets, looks): (&Margins, &Targets, &mut Looks),
    mut with: impl FnMut(&mut Worksheet, &[Shown], (u32, usize)) -> Result<(), Error>,
) -> Result<Option<Longer>, Error> {
    let rows = long.rows.min(MOST_ROWS);
    let mut note = long.table.note.clone();
    if rows < long.rows {
        note = format!("Showing {rows} of {} rows. {note}", long.rows);
    }
    let columns = columns(long, rows);
    sheet::top(sheet, &long.table, &note, &columns)?;
    if rows == 0 {
        put(sheet, (sheet::HEADER, 0), sheet::NOTHING, &look::body())?;
        print::set_up(sheet, margins, &columns, None)?;
        return Ok(None);
    }
    let last = FIRST_ROW + u32::try_from(rows).unwrap_or(u32::MAX) - 1;
    // The library keeps every cell of an Excel table in mind; this one is made longer at the end.
    sheet::header(sheet, &long.table, &columns, FIRST_ROW)?;
    sheet::colours(sheet, &long.table, &columns, last)?;
    let mut plain = vec![None; columns.len()];
    for (row, place) in (FIRST_ROW..).zip(0..rows) {
        let at = (long.table.name, row, targets);
        let to = (&mut *looks, &mut plain[..], None);
        let lines = sheet::write_row(sheet, &(long.row)(place), &columns, at, to)?;
        with(sheet, &columns, (row, place))?;
        if let Some(height) = sheet::height(lines) {
            sheet.set_row_height(row, height)?;
        }
    }
    sheet.set_freeze_panes(FIRST_ROW, 1)?;
    print::set_up(sheet, margins, &columns, Some(last))?;
    Ok(Some((long.table.name, last)))
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
