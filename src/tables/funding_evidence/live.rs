//! Live cells: what a workbook works out again is described here, over names of tables and columns. `[@Line]` is the
//! column Line of the same row.

use crate::model::figure::AnyFigure;
use crate::tables::origins::Ids;
use crate::tables::{Cell, Live, Table};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A cell of a table that is worked out by a formula, and holds a value until it is.
pub fn live(table: &str, formula: &str, value: Cell) -> Cell {
    let mut parts = formula.split("[@");
    let mut whole = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (column, rest) = part.split_once(']').unwrap_or((part, ""));
        let _ = write!(whole, "{table}[[#This Row],[{column}]]{rest}");
    }
    Cell::Live(Box::new(Live { formula: whole, value }))
}

/// The amount of a figure on the sheet Rates.
pub fn rate(figure: &AnyFigure, ids: &Ids) -> Option<String> {
    Some(format!("INDEX(Rates[Amount],MATCH(\"{}\",Rates[Figure],0))", ids.id(figure)?))
}

/// Rows of a table whose columns hold these words, of which one is the line of this row.
pub fn of_line(table: &str, column: &str, also: &[(&str, &str)]) -> String {
    let mut formula = format!("SUMIFS({table}[{column}],{table}[Line],[@Line],{table}[Counted],\"yes\"");
    for (name, word) in also {
        let _ = write!(formula, ",{table}[{name}],\"{word}\"");
    }
    formula + ")"
}

/// A table without rows is no table of a workbook, and nothing can be worked out from it: the value stays.
pub fn settle(tables: &mut [Table]) {
    let empty = tables.iter().filter(|table| table.rows.is_empty());
    let empty: BTreeSet<String> = empty.map(|table| format!("{}[", table.reference())).collect();
    for cell in tables.iter_mut().flat_map(|table| &mut table.rows).flat_map(|row| &mut row.cells) {
        if let Cell::Live(live) = cell
            && empty.iter().any(|name| live.formula.contains(name))
        {
            *cell = live.value.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_the_same_row_is_written_in_full() {
        let cell = live("Hours", "SUM(Register[Minutes])+[@Given back]*2", Cell::Blank);
        let Cell::Live(live) = cell else { panic!("not live") };
        assert_eq!(live.formula, "SUM(Register[Minutes])+Hours[[#This Row],[Given back]]*2");
    }

    #[test]
    fn nothing_is_worked_out_from_a_table_without_rows() {
        let row = |formula| crate::tables::Row {
            cells: vec![live("Hours", formula, Cell::Rows(3))],
            ..Default::default()
        };
        let rows = vec![row("SUM(Coverlog[Taken])"), row("SUM(Hours[Taken])")];
        let mut tables = vec![
            Table { name: "Hours", rows, ..Table::default() },
            Table { name: "Cover log", ..Table::default() },
        ];
        settle(&mut tables);
        let is_live = |n: usize| matches!(tables[0].rows[n].cells[0], Cell::Live(_));
        assert_eq!([is_live(0), is_live(1)], [false, true]);
    }
}
