//! An export without a header: every row has the layout's number of values, and each value the form its field must have.

use super::super::layout::Layout;
use super::super::parse::shown;
use super::super::sheet::{Row, Sheet};
use super::super::table::{Column, Unfolded};
use super::rows::rows;
use crate::model::source::SheetId;

/// Rows that may stand above the first one, and rows that are looked at.
const TOP: usize = 30;

/// In place of the last position: more values may follow.
const MORE: &str = "...";

/// The place of the first row; nothing if the sheet does not follow the layout.
pub fn first(layout: &Layout, sheet: &Sheet) -> Option<usize> {
    if layout.positions.is_empty() {
        return None;
    }
    let first = sheet.rows.iter().take(TOP).position(|row| fits(layout, row))?;
    // A row above with as many values is a header, or the table is another one.
    if sheet.rows[..first].iter().any(|row| has_values(layout, row)) {
        return None;
    }
    let looked_at = &sheet.rows[first..sheet.rows.len().min(first + TOP)];
    looked_at.iter().all(|row| fits(layout, row)).then_some(first)
}

/// Fewest and most values of a row.
fn values(layout: &Layout) -> (usize, usize) {
    match layout.positions.split_last() {
        Some((last, before)) if last == MORE => (before.len(), usize::MAX),
        _ => (layout.positions.len(), layout.positions.len()),
    }
}

fn has_values(layout: &Layout, row: &Row) -> bool {
    let (least, most) = values(layout);
    row.fields.is_some_and(|found| (least..=most).contains(&found))
}

fn fits(layout: &Layout, row: &Row) -> bool {
    has_values(layout, row)
        && (0_u32..).zip(&layout.positions).all(|(col, field)| {
            layout.forms.get(field).is_none_or(|form| form.0.is_match(&shown(row.cell(col))))
        })
}

/// An entry for each row.
pub fn unfold<'a>(id: SheetId, sheet: &'a Sheet, layout: &'a Layout, first: usize) -> Unfolded<'a> {
    let columns: Vec<(u32, Column)> = (0_u32..)
        .zip(&layout.positions)
        .filter(|(_, field)| !field.is_empty() && *field != MORE)
        .map(|(col, field)| (col, Column { field: field.clone(), header: layout.heading(field).to_owned() }))
        .collect();
    let fields = Some(values(layout));
    rows(id, &sheet.rows[first..], layout, &columns, fields, |_| false)
}
