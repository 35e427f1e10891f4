//! The cells of a grid, each with the headings it stands under.

use super::super::super::entry::Entry;
use super::super::super::layout::{Axis, Layout};
use super::super::super::sheet::{Cell, Sheet};
use super::super::super::table::{Column, Unfolded};
use super::{Grids, text_lines};
use crate::model::source::{SheetId, Source, Span};
use std::borrow::Cow;

/// An entry for each filled cell below a heading and beside one.
pub fn unfold<'a>(id: SheetId, sheet: &'a Sheet, layout: &'a Layout, grids: &Grids) -> Unfolded<'a> {
    let Some(spec) = &layout.grid else { return Unfolded::default() };
    let axes = [Axis::Staff, Axis::Week, Axis::Day, Axis::Period];
    let axes: Vec<Axis> =
        axes.into_iter().filter(|axis| !spec.lines.iter().any(|line| line == axis.field())).collect();
    let mut made = Unfolded {
        columns: axes
            .iter()
            .map(|axis| axis.field())
            .chain(spec.lines.iter().map(String::as_str))
            .map(column)
            .collect(),
        ..Unfolded::default()
    };
    made.columns.extend(layout.given.keys().map(|field| column(field)));
    let merged = |row: u32, col: u32| {
        sheet.merged.iter().find_map(|(first, last)| {
            let covers = (first.0..=last.0).contains(&row)
                && (first.1..=last.1).contains(&col)
                && (row, col) != *first;
            covers.then_some(*first)
        })
    };
    for block in &grids.blocks {
        for (n, (at, beside)) in block.rows.iter().enumerate() {
            let next = block.rows.get(n + 1).map_or(block.end, |(next, _)| *next);
            let below = &sheet.rows[at + 1..next];
            for (col, over) in &block.heads {
                let row = &sheet.rows[*at];
                let (mut place, mut cell) = ((row.index, *col), row.cell(*col));
                if cell.is_empty()
                    && let Some(first) = merged(row.index, *col)
                {
                    // What is merged over several slots holds in each of them.
                    place = first;
                    cell = sheet
                        .rows
                        .iter()
                        .find(|r| r.index == first.0)
                        .map_or(&Cell::Empty, |r| r.cell(first.1));
                }
                let more = below.iter().filter(|row| !row.cell(*col).is_empty()).count();
                if cell.is_empty() {
                    if more > 0 {
                        *made.left_out.entry("nothing above it in its slot".to_owned()).or_default() += 1;
                    }
                    continue;
                }
                let source = |(row, col): (u32, u32)| Source { sheet: id, row, col };
                let said = |axis: &Axis| {
                    let found =
                        over.get(axis).or_else(|| beside.get(axis)).or_else(|| block.around.get(axis));
                    match found {
                        Some((row, col, text)) => (source((*row, *col)), Cow::Owned(Cell::text(text))),
                        None => (source(place), Cow::Owned(Cell::Empty)),
                    }
                };
                let mut cells: Vec<(Source, Cow<Cell>)> = axes.iter().map(said).collect();
                let lines = text_lines(cell);
                let mut rows = below.iter();
                for (n, _) in spec.lines.iter().enumerate() {
                    cells.push(if let Some(line) = lines.get(n) {
                        (source(place), Cow::Owned(Cell::text(line)))
                    } else if let Some(row) = rows.next() {
                        (source((row.index, *col)), Cow::Borrowed(row.cell(*col)))
                    } else {
                        (source(place), Cow::Owned(Cell::Empty))
                    });
                }
                let given = layout.given.values().map(|value| (source(place), Cow::Owned(Cell::text(value))));
                cells.extend(given);
                let at =
                    Span { bottom: place.0.max(row.index), right: place.1.max(*col), ..source(place).span() };
                made.entries.push(Entry::new(at, cells));
            }
        }
    }
    made
}

fn column(field: &str) -> Column {
    Column { field: field.to_owned(), header: field.to_owned() }
}
