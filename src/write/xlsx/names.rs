//! Names of cells of the tables, so that a formula of a reader's own can say `Comparator` instead of `Time!F5`.

use super::column;
use super::sheet::FIRST_ROW;
use crate::tables::{Cell, Table};
use rust_xlsxwriter::utility::row_col_to_cell_absolute;

/// A name, and the cell it stands for.
type Name = (&'static str, String);

/// The names of what is the same for everyone on the sheet Time: the comparable teacher, and the cap of each year.
pub(super) fn of(tables: &[&Table]) -> Vec<Name> {
    let Some(time) = tables.iter().find(|table| table.name == "Time") else { return Vec::new() };
    [("Comparator", "Comparator", None), ("CapYear1", "Cap", Some(1)), ("CapYear2", "Cap", Some(2))]
        .into_iter()
        .filter_map(|(name, header, year)| Some((name, first(time, header, year)?)))
        .collect()
}

/// The first cell with a figure below a header, of a teacher in this year of induction.
fn first(table: &Table, header: &str, year: Option<u32>) -> Option<String> {
    let place = |header: &str| table.columns.iter().position(|column| column.header == header);
    let (at, years) = (place(header)?, place("Year"));
    let row = table.rows.iter().position(|row| {
        let of_year = years.and_then(|years| row.cells.get(years));
        let fits = year.is_none_or(|year| matches!(of_year, Some(Cell::Ordinal(n)) if *n == year));
        fits && matches!(row.cells.get(at), Some(Cell::Figure(_)))
    })?;
    let col = column::of(table).iter().position(|shown| shown.index == at && !shown.duration)?;
    let cell = row_col_to_cell_absolute(FIRST_ROW + u32::try_from(row).ok()?, u16::try_from(col).ok()?);
    Some(format!("={}!{cell}", table.name))
}
