//! Rows below a header, or without one, as entries: each field the cell it stands in, or what that cell says of it.

use super::super::entry::{Entry, Said};
use super::super::layout::{Axis, Layout, Pattern};
use super::super::parse::Problem;
use super::super::parse::word::{text_in, text_of};
use super::super::sheet::{Cell, Row};
use super::super::table::{Column, Unfolded};
use super::label::label;
use crate::model::source::{ANOTHER_RECORD, EXAMPLE, SheetId, Source, Span};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

/// An entry for each row that holds anything in the columns; rows with another number of values are torn.
pub fn rows<'a>(
    id: SheetId,
    body: &'a [Row],
    layout: &'a Layout,
    columns: &[(u32, Column)],
    fields: Option<(usize, usize)>,
    is_header: impl Fn(&Row) -> bool,
) -> Unfolded<'a> {
    let (left, right) =
        (columns.first().map_or(0, |(col, _)| *col), columns.last().map_or(0, |(col, _)| *col));
    let mut made = Unfolded {
        columns: columns.iter().map(|(_, column)| column.clone()).collect(),
        ..Unfolded::default()
    };
    let given = layout.given.iter().map(|(field, value)| (field, Cell::text(value)));
    let given: Vec<(&String, Cell)> = given.collect();
    made.columns
        .extend(given.iter().map(|(field, _)| Column { field: (*field).clone(), header: (*field).clone() }));
    let labels: Vec<(usize, &Vec<Axis>)> = layout
        .labels
        .iter()
        .filter_map(|(field, axes)| {
            Some((columns.iter().position(|(_, column)| column.field == *field)?, axes))
        })
        .collect();
    for (place, axes) in &labels {
        let header = &columns[*place].1.header;
        let column = |axis: &Axis| Column { field: axis.field().to_owned(), header: header.clone() };
        made.columns.extend(axes.iter().map(column));
    }
    let joined = joined(layout, columns);
    for (field, parts) in &joined {
        let header = parts.iter().map(|place| columns[*place].1.header.as_str()).collect::<Vec<_>>();
        made.columns.extend([Column { field: (*field).clone(), header: header.join(" and ") }]);
    }
    let only: Vec<(Option<usize>, &Pattern)> =
        layout.only.iter().map(|(field, form)| (made.columns.place(field), form)).collect();
    // What a column itself says is asked before anything is made of the row: most may be of another record.
    let (first_asked, last_asked): (Vec<_>, Vec<_>) =
        only.into_iter().partition(|(place, _)| place.is_some_and(|place| place < columns.len()));
    let meanings: Vec<_> = columns.iter().map(|(_, column)| layout.values.get(&column.field)).collect();
    // Most layouts make little of a row: each field is a cell as it stands, or what the layout says that it means.
    let is_bare = made.columns.len() == columns.len()
        && last_asked.is_empty()
        && layout.fill_down.is_empty()
        && layout.joined_by.is_empty();
    let bare: Option<Rc<[u32]>> = is_bare.then(|| columns.iter().map(|(col, _)| *col).collect());
    made.entries.reserve(body.len());
    // A row with nothing in the recognised columns is no row of the record.
    for row in body.iter().filter(|row| columns.iter().any(|(col, _)| !row.cell(*col).is_empty())) {
        let at = Span { sheet: id, top: row.index, left, bottom: row.index, right };
        if is_header(row) {
            *made.left_out.entry("header repeated".to_owned()).or_default() += 1;
            continue;
        }
        if row.is_example() {
            *made.left_out.entry(EXAMPLE.to_owned()).or_default() += 1;
            continue;
        }
        if let Some((least, _)) = fields.filter(|fields| !has_fields(row, *fields)) {
            made.torn.push((at, torn(row, least)));
            continue;
        }
        let cell = |(place, (col, column)): (usize, &(u32, Column))| {
            let own = row.cell(*col);
            let above = made.entries.last();
            match above {
                Some(above) if own.is_empty() && layout.fill_down.contains(&column.field) => {
                    above.said(place)
                }
                _ => (Source { sheet: id, row: row.index, col: *col }, meant(layout, meanings[place], own)),
            }
        };
        let says = |(place, form): &(Option<usize>, &Pattern)| {
            place.is_some_and(|place| fits(form, &cell((place, &columns[place])).1))
        };
        if !first_asked.iter().all(says) {
            *made.left_out.entry(ANOTHER_RECORD.to_owned()).or_default() += 1;
            continue;
        }
        if let Some(bare) = &bare {
            let instead = instead(row, bare, layout, &meanings);
            made.entries.push(Entry::of_row(at, row, Rc::clone(bare), instead));
            continue;
        }
        let mut cells: Vec<(Source, Cow<Cell>)> = Vec::with_capacity(made.columns.len());
        cells.extend(columns.iter().enumerate().map(cell));
        let first = Source { sheet: id, row: row.index, col: left };
        cells.extend(given.iter().map(|(_, value)| (first, Cow::Owned(value.clone()))));
        for (place, axes) in &labels {
            let (at, cell) = cells[*place].clone();
            cells.extend(said(&cell, axes).into_iter().map(|cell| (at, Cow::Owned(cell))));
        }
        for (_, parts) in &joined {
            cells.push(in_one(parts.iter().map(|place| &cells[*place]), first));
        }
        let says = |(place, form): &(Option<usize>, &Pattern)| {
            fits(form, place.map_or(&Cell::Empty, |place| cells[place].1.as_ref()))
        };
        if !last_asked.iter().all(says) {
            *made.left_out.entry(ANOTHER_RECORD.to_owned()).or_default() += 1;
            continue;
        }
        made.entries.push(Entry::new(at, cells));
    }
    made
}

/// Parts as one, where the first of them stands that says anything.
fn in_one<'a, 'b: 'a>(parts: impl Iterator<Item = &'a Said<'b>>, first: Source) -> Said<'b> {
    let parts: Vec<(Source, String)> = parts.filter_map(|(at, cell)| Some((*at, text_of(cell)?))).collect();
    let text = parts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ");
    let cell = if text.is_empty() { Cell::Empty } else { Cell::text(&text) };
    (parts.first().map_or(first, |(at, _)| *at), Cow::Owned(cell))
}

/// What words of a row stand for, if the layout says so, by the places of their columns.
fn instead(
    row: &Row,
    columns: &[u32],
    layout: &Layout,
    meanings: &[Option<&BTreeMap<String, String>>],
) -> Vec<(usize, Cell)> {
    let mut instead = Vec::new();
    for (place, col) in columns.iter().enumerate().filter(|(place, _)| meanings[*place].is_some()) {
        if let Cow::Owned(cell) = meant(layout, meanings[place], row.cell(*col)) {
            instead.reserve_exact(1);
            instead.push((place, cell));
        }
    }
    instead
}

/// True if what the cell says has this form.
fn fits(form: &Pattern, cell: &Cell) -> bool {
    form.0.is_match(&text_in(cell).unwrap_or_default())
}

/// Fields that stand in parts, with the places of those parts among the columns.
fn joined<'a>(layout: &'a Layout, columns: &[(u32, Column)]) -> Vec<(&'a String, Vec<usize>)> {
    let place = |part: &String| columns.iter().position(|(_, column)| column.field == *part);
    let all = layout.made_of.iter();
    all.filter_map(|(field, parts)| Some((field, parts.iter().map(place).collect::<Option<_>>()?))).collect()
}

/// What a value stands for, if the layout says so; without what ends the last of several choices.
fn meant<'a>(layout: &Layout, meanings: Option<&BTreeMap<String, String>>, cell: &'a Cell) -> Cow<'a, Cell> {
    let end = layout.joined_by.as_str();
    match (meanings.and_then(|meanings| meanings.get(&*text_in(cell)?)), cell) {
        (Some(meaning), _) => Cow::Owned(Cell::text(meaning)),
        (None, Cell::Text(text)) if !end.is_empty() && text.ends_with(end) => {
            Cow::Owned(Cell::text(text.trim_end_matches(end)))
        }
        (None, cell) => Cow::Borrowed(cell),
    }
}

/// What a label says of each axis; a text that is no label is left for the day to refuse.
fn said(cell: &Cell, axes: &[Axis]) -> Vec<Cell> {
    let text = text_in(cell).unwrap_or_default();
    let said = label(&text, axes);
    let of = |axis: &Axis| match &said {
        Some(said) => said.get(axis).map_or(Cell::Empty, |value| Cell::text(value)),
        None if *axis == Axis::Day => Cell::text(&text),
        None => Cell::Empty,
    };
    axes.iter().map(of).collect()
}

/// What is wrong with a row that does not have the header's number of values.
fn torn(row: &Row, least: usize) -> Problem {
    let found = row.fields.unwrap_or(0);
    Problem {
        code: "R-FIELDS",
        message: format!("This row has {found} values where the header has {least}."),
        help:
            "Look for a missing or an extra separator, or a separator inside a value that is not in quotes."
                .to_owned(),
    }
}

fn has_fields(row: &Row, (least, most): (usize, usize)) -> bool {
    let filled = row.cells.last().map_or(0, |(col, _)| *col as usize + 1);
    row.fields.is_none_or(|found| found >= least && filled <= most)
}
