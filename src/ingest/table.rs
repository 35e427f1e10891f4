//! A recognised sheet: its columns by field, and the rows below its header.

use super::header::plain_header;
use super::layout::{Column, Match};
use super::parse::Problem;
use super::parse::date::{Order, order};
use super::parse::word::text_of;
use super::sheet::{Cell, Row, Sheet};
use crate::model::source::{SheetId, Source, Span};
use std::collections::BTreeMap;

/// A sheet taken for a record.
#[derive(Debug)]
pub struct Table<'a> {
    /// The sheet.
    pub id: SheetId,
    /// Layout and columns.
    pub found: Match<'a>,
    /// Rows below the header.
    pub rows: Vec<&'a Row>,
    /// Rows with too few or too many values, which may stand in the wrong columns.
    pub torn: Vec<&'a Row>,
    /// Times the header stands again further down, as at the top of a printed page.
    pub headers_again: u64,
    /// It stands in a file for several schools.
    pub shared: bool,
    /// The row of the header.
    pub header_row: Option<u32>,
    /// Nothing stands below the header.
    pub was_empty: bool,
    /// Fewest and most fields a line may have.
    fields: Option<(usize, usize)>,
    /// Blocks of merged cells below the header, with what stands in the first cell of each.
    merged: Vec<(Span, &'a Cell)>,
    /// The order of the dates of each column.
    pub orders: BTreeMap<u32, Order>,
}

impl<'a> Table<'a> {
    /// The rows below the header, and what can be told of their columns.
    pub fn new(id: SheetId, sheet: &'a Sheet, found: Match<'a>, shared: bool) -> Table<'a> {
        let first = found.header.map_or(0, |at| at + 1);
        let fields = match found.header {
            Some(at) => sheet.rows[at]
                .fields
                .map(|most| (sheet.rows[at].cells.last().map_or(0, |(col, _)| *col as usize + 1), most)),
            None => Some((found.columns.len(), found.columns.len())),
        };
        // A row with nothing in the recognised columns is no row of the record.
        let is_row = |row: &&Row| found.columns.iter().any(|column| !row.cell(column.col).is_empty());
        let (again, rows): (Vec<&Row>, Vec<&Row>) =
            sheet.rows[first..].iter().filter(is_row).partition(|row| repeats_header(row, &found));
        let was_empty = rows.is_empty();
        let (whole, torn) =
            rows.into_iter().partition(|row| fields.is_none_or(|fields| has_fields(row, fields)));
        let rows: Vec<&Row> = whole;
        let orders = found
            .columns
            .iter()
            .map(|column| (column.col, order(rows.iter().map(|row| row.cell(column.col)))))
            .collect();
        let header_row = found.header.map(|at| sheet.rows[at].index);
        let merged = merged(id, sheet, header_row, &found);
        Table {
            id,
            found,
            rows,
            torn,
            headers_again: again.len() as u64,
            shared,
            header_row,
            was_empty,
            fields,
            merged,
            orders,
        }
    }

    /// The record.
    pub fn record(&self) -> &str {
        &self.found.layout.record
    }

    /// The column of a field.
    pub fn column(&self, field: &str) -> Option<&Column> {
        self.found.columns.iter().find(|column| column.field == field)
    }

    /// What is wrong with a row that does not have the header's number of values.
    pub fn torn(&self, row: &Row) -> Problem {
        let (least, found) = (self.fields.map_or(0, |(least, _)| least), row.fields.unwrap_or(0));
        Problem {
            code: "R-FIELDS",
            message: format!("This row has {found} values where the header has {least}."),
            help: "Look for a missing or an extra separator, or a separator inside a value that is not in quotes."
                .to_owned(),
        }
    }

    /// The merged cells that swallow a cell, and the value that stands in their first.
    pub fn swallowed(&self, row: u32, col: u32) -> Option<(Span, &'a Cell)> {
        let covers = |block: &Span| {
            (block.top..=block.bottom).contains(&row)
                && (block.left..=block.right).contains(&col)
                && (row, col) != (block.top, block.left)
        };
        self.merged.iter().find(|(block, _)| covers(block)).copied()
    }

    /// The text of a field of a row.
    pub fn text(&self, row: &Row, field: &str) -> Option<String> {
        text_of(row.cell(self.column(field)?.col))
    }

    /// The cell of a field of a row.
    pub fn source(&self, row: &Row, field: &str) -> Option<Source> {
        Some(Source { sheet: self.id, row: row.index, col: self.column(field)?.col })
    }

    /// The recognised columns of some rows.
    pub fn span(&self, top: u32, bottom: u32) -> Span {
        let left = self.found.columns.first().map_or(0, |column| column.col);
        let right = self.found.columns.last().map_or(0, |column| column.col);
        Span { sheet: self.id, top, left, bottom, right }
    }
}

/// Merged cells of the recognised columns that hold anything.
fn merged<'a>(id: SheetId, sheet: &'a Sheet, header: Option<u32>, found: &Match) -> Vec<(Span, &'a Cell)> {
    let block = |((top, left), (bottom, right)): &((u32, u32), (u32, u32))| {
        let is_below = header.is_none_or(|header| *top > header);
        let is_read = found.columns.iter().any(|column| (*left..=*right).contains(&column.col));
        let row = sheet.rows.binary_search_by_key(top, |row| row.index).ok()?;
        let cell = sheet.rows[row].cell(*left);
        let span = Span { sheet: id, top: *top, left: *left, bottom: *bottom, right: *right };
        (is_below && is_read && !cell.is_empty()).then_some((span, cell))
    };
    sheet.merged.iter().filter_map(block).collect()
}

fn has_fields(row: &Row, (least, most): (usize, usize)) -> bool {
    let filled = row.cells.last().map_or(0, |(col, _)| *col as usize + 1);
    row.fields.is_none_or(|found| found >= least && filled <= most)
}

fn repeats_header(row: &Row, found: &Match) -> bool {
    found.header.is_some()
        && found.columns.iter().all(|column| {
            matches!(row.cell(column.col), Cell::Text(text)
                if plain_header(text) == plain_header(&column.header))
        })
}
