//! Values far outside a table, as a slip of the hand leaves them: they belong to nothing, but somebody typed them.

use super::sheet::Sheet;
use std::collections::BTreeSet;

/// Rows below a table, or columns to its right, from which on a value is far away.
const FAR: u32 = 1000;

/// Places of the values far outside the columns of a table, in order; the header is none of its rows.
pub fn stray(sheet: &Sheet, header: Option<u32>, columns: &BTreeSet<u32>) -> Vec<(u32, u32)> {
    let is_of_table = |col: &u32| columns.contains(col);
    let of_table = |row: &&super::sheet::Row| row.cells.iter().any(|(col, _)| is_of_table(col));
    let last = sheet.rows.iter().rev().find(of_table).map(|row| row.index).or(header).unwrap_or(0);
    let right = columns.last().copied().unwrap_or(0);
    let is_far = |row: u32, col: u32| row > last.saturating_add(FAR) || col > right.saturating_add(FAR);
    sheet
        .rows
        .iter()
        // Of a row, the last cell is the farthest.
        .filter(|row| row.cells.last().is_some_and(|(col, _)| is_far(row.index, *col)))
        .flat_map(|row| row.cells.iter().map(|(col, _)| (row.index, *col)))
        .filter(|(row, col)| is_far(*row, *col) && !is_of_table(col))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::sheet::Cell;

    #[test]
    fn a_value_is_stray_far_below_or_beside_the_columns_of_a_table() {
        let places =
            [(0, 0), (0, 2), (1, 0), (9, 2), (9, 3), (9, 1002), (9, 1003), (1009, 1), (1010, 1), (2_000, 5)];
        let cells = places.map(|at| (at, Cell::Text("x".into())));
        let sheet = Sheet::from_cells("Staff", cells.to_vec());
        assert_eq!(stray(&sheet, Some(0), &[0, 2].into()), [(9, 1003), (1010, 1), (2_000, 5)]);
    }
}
