//! An export without a header: every row has the layout's number of values, and each value the form its field must have.

use super::super::layout::Layout;
use super::super::parse::shown;
use super::super::sheet::{Row, Sheet};
use super::super::table::{Column, Unfolded};
use super::list;
use crate::model::source::SheetId;

/// Rows that may stand above the first one, and rows that are looked at.
const TOP: usize = 30;

/// The place of the first row; nothing if the sheet does not follow the layout.
pub fn first(layout: &Layout, sheet: &Sheet) -> Option<usize> {
    if layout.positions.is_empty() {
        return None;
    }
    let first = sheet.rows.iter().take(TOP).position(|row| fits(layout, row))?;
    // A row above with as many values is a header, or the table is another one.
    if sheet.rows[..first].iter().any(|row| row.fields == Some(layout.positions.len())) {
        return None;
    }
    let looked_at = &sheet.rows[first..sheet.rows.len().min(first + TOP)];
    looked_at.iter().all(|row| fits(layout, row)).then_some(first)
}

fn fits(layout: &Layout, row: &Row) -> bool {
    row.fields == Some(layout.positions.len())
        && (0_u32..).zip(&layout.positions).all(|(col, field)| {
            layout.forms.get(field).is_none_or(|form| form.0.is_match(&shown(row.cell(col))))
        })
}

/// An entry for each row.
pub fn unfold<'a>(id: SheetId, sheet: &'a Sheet, layout: &'a Layout, first: usize) -> Unfolded<'a> {
    let columns: Vec<(u32, Column)> = (0_u32..)
        .zip(&layout.positions)
        .map(|(col, field)| (col, Column { field: field.clone(), header: layout.heading(field).to_owned() }))
        .collect();
    let fields = Some((columns.len(), columns.len()));
    list::rows(id, &sheet.rows[first..], layout, &columns, fields, |_| false)
}
