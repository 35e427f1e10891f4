//! A header with rows below it, perhaps with lines of text above, or as one section of a longer file.

use super::super::header::{is_header, plain_header, skeleton};
use super::super::layout::{Layout, Section};
use super::super::sheet::{Cell, Row, Sheet};
use super::super::table::{Column, Extra, Unfolded};
use super::rows::rows;
use crate::model::source::{SheetId, Source, Span};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// A header that looks like a known one: column, text, and the odd characters by code point.
pub type Lookalike = (u32, String, String);

/// How the headers of a sheet fit a layout.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// Recognised columns, left to right.
    pub columns: Vec<(u32, Column)>,
    /// Other headers.
    pub extra: Vec<Extra>,
    /// Headers that stand twice.
    pub twice: Vec<Extra>,
    /// Headers that look right but hold look-alike or invisible characters.
    pub lookalike: Vec<Lookalike>,
    /// Needed columns that are not there, and the header most like each.
    pub missing: Vec<(String, Option<Extra>)>,
    /// Fields told above the table, by the cell that says them.
    facts: Vec<(Column, (u32, u32))>,
    /// Place of the header among the sheet's rows.
    pub header: usize,
    /// Place after the last row.
    end: usize,
}

impl List {
    /// True if nothing keeps the sheet from being read so.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty() && self.twice.is_empty() && self.lookalike.is_empty()
    }

    /// True if this needed field is not there.
    pub fn lacks(&self, layout: &Layout, field: &str) -> bool {
        self.missing.iter().any(|(wanted, _)| wanted == layout.heading(field))
    }

    /// Columns under the very header we write.
    pub fn own_headings(&self, layout: &Layout) -> usize {
        let own = |(_, column): &&(u32, Column)| {
            plain_header(&column.header) == plain_header(layout.heading(&column.field))
        };
        self.columns.iter().filter(own).count()
    }
}

/// How a row fits as the header; nothing if the layout's marks are not in it, or it is outside the layout's section.
pub fn fit(layout: &Layout, sheet: &Sheet, at: usize) -> Option<List> {
    let section = match &layout.section {
        None => 0..sheet.rows.len(),
        Some(section) => within(section, sheet)?,
    };
    let row = sheet.rows.get(at).filter(|_| section.contains(&at))?;
    let has = |mark: &String| {
        let mut either = mark.split('|').map(plain_header);
        either.any(|mark| {
            row.cells.iter().any(|(_, cell)| matches!(cell, Cell::Text(text) if plain_header(text) == mark))
        })
    };
    if !layout.marks.iter().all(has) {
        return None;
    }
    let mut list = columns(layout, row);
    list.facts = facts(layout, &sheet.rows[..at]);
    list.header = at;
    list.end = section.end;
    list.lookalike = list
        .extra
        .iter()
        .filter_map(|(col, header)| {
            let (plain, odd) = skeleton(header);
            (!odd.is_empty() && layout.field(&plain).is_some())
                .then(|| (*col, header.clone(), odd.join(", and ")))
        })
        .collect();
    list.missing = missing(layout, &list).into_iter().map(|(names, _)| (names, None)).collect();
    if list.is_complete() {
        add_urn(&mut list.columns, &mut list.extra);
    }
    Some(list)
}

/// Finds the headers most like those that are missing.
pub fn find_nearest(layout: &Layout, list: &mut List) {
    let near = |(names, fields): (String, Vec<&str>)| (names, nearest(layout, &fields, &list.extra));
    list.missing = missing(layout, list).into_iter().map(near).collect();
}

/// The rows of a section.
fn within(section: &Section, sheet: &Sheet) -> Option<Range<usize>> {
    let says = |row: &Row, pattern: &super::super::layout::Pattern| {
        row.cells
            .first()
            .is_some_and(|(_, cell)| matches!(cell, Cell::Text(text) if pattern.0.is_match(text)))
    };
    let before = sheet.rows.iter().position(|row| says(row, &section.begins))?;
    let after = section
        .ends
        .as_ref()
        .and_then(|ends| sheet.rows[before + 1..].iter().position(|row| says(row, ends)));
    Some(before + 1..after.map_or(sheet.rows.len(), |after| before + 1 + after))
}

/// Columns by header; where two headers name one field the one listed first in the layout wins.
fn columns(layout: &Layout, row: &Row) -> List {
    let mut best: BTreeMap<&str, (usize, u32, &str)> = BTreeMap::new();
    let (mut extra, mut twice) = (Vec::new(), Vec::new());
    for (col, cell) in &row.cells {
        let Cell::Text(header) = cell else { continue };
        let plain = plain_header(header);
        if layout.is_unread(&plain) {
            continue;
        }
        let Some((field, rank)) = layout.field(&plain) else {
            extra.push((*col, header.to_string()));
            continue;
        };
        match best.get(field).copied() {
            None => {
                best.insert(field, (rank, *col, header));
            }
            Some((held, _, _)) if held == rank => twice.push((*col, header.to_string())),
            Some((held, old_col, old)) if rank < held => {
                extra.push((old_col, old.to_owned()));
                best.insert(field, (rank, *col, header));
            }
            Some(_) => extra.push((*col, header.to_string())),
        }
    }
    let mut columns: Vec<(u32, Column)> = best
        .into_iter()
        .map(|(field, (_, col, header))| (col, Column { field: field.to_owned(), header: header.to_owned() }))
        .collect();
    columns.sort_by_key(|(col, _)| *col);
    extra.sort_unstable();
    List { columns, extra, twice, ..List::default() }
}

/// What is told above the table: the cell beside, or beneath, the text that names it.
fn facts(layout: &Layout, above: &[Row]) -> Vec<(Column, (u32, u32))> {
    let find = |(field, names): (&String, &Vec<String>), beneath: bool| {
        let names: Vec<String> = names.iter().map(|name| plain_header(name)).collect();
        above.iter().enumerate().find_map(|(at, row)| {
            let (col, name) = row.cells.iter().find_map(|(col, cell)| match cell {
                Cell::Text(text) if names.contains(&plain_header(text)) => Some((*col, text)),
                _ => None,
            })?;
            let place = if beneath { (above.get(at + 1)?.index, col) } else { (row.index, col + 1) };
            Some((Column { field: field.clone(), header: name.to_string() }, place))
        })
    };
    let beside = layout.beside.iter().filter_map(|fact| find(fact, false));
    beside.chain(layout.beneath.iter().filter_map(|fact| find(fact, true))).collect()
}

/// Needed groups that none of their alternatives fills, as the headings to add.
fn missing<'a>(layout: &'a Layout, list: &List) -> Vec<(String, Vec<&'a str>)> {
    let has = |field: &str| {
        list.columns.iter().any(|(_, column)| column.field == field)
            || list.facts.iter().any(|(column, _)| column.field == field)
            || layout.given.contains_key(field)
            || layout.made_of.get(field).is_some_and(|parts| {
                parts.iter().all(|part| list.columns.iter().any(|(_, column)| column.field == *part))
            })
            || layout.labels.iter().any(|(label, axes)| {
                axes.iter().any(|axis| axis.field() == field)
                    && list.columns.iter().any(|(_, column)| column.field == *label)
            })
            || list.lookalike.iter().any(|(_, header, _)| {
                layout.field(&skeleton(header).0).is_some_and(|(found, _)| found == field)
            })
    };
    layout
        .needs
        .iter()
        .filter_map(|group| {
            let alternatives: Vec<Vec<&str>> =
                group.split('|').map(|all| all.split('+').map(str::trim).collect()).collect();
            if alternatives.iter().any(|all| all.iter().all(|field| has(field))) {
                return None;
            }
            let names: Vec<String> = alternatives
                .iter()
                .map(|all| all.iter().map(|f| layout.heading(f)).collect::<Vec<_>>().join(" and "))
                .collect();
            Some((names.join(", or "), alternatives.into_iter().flatten().collect()))
        })
        .collect()
}

/// The header most like one of the fields, if it is at all.
fn nearest(layout: &Layout, fields: &[&str], extra: &[Extra]) -> Option<Extra> {
    let mut best: Option<(usize, &Extra)> = None;
    for candidate in extra {
        let plain = skeleton(&candidate.1).0;
        for header in fields.iter().filter_map(|field| layout.columns.get(*field)).flatten() {
            let wanted = plain_header(header);
            let most = 1 + wanted.chars().count() / 4;
            // Each letter too many is a slip; a text of many thousands is not compared letter by letter to find that out.
            if plain.chars().count() > wanted.chars().count() + most {
                continue;
            }
            let distance = strsim::damerau_levenshtein(&plain, &wanted);
            if distance <= most && best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, candidate));
            }
        }
    }
    best.map(|(_, candidate)| candidate.clone())
}

/// A URN column tells whose a row of a shared file is, in any record.
fn add_urn(columns: &mut Vec<(u32, Column)>, extra: &mut Vec<Extra>) {
    if columns.iter().any(|(_, column)| column.field == "urn") {
        return;
    }
    let urn = |text: &str| matches!(plain_header(text).as_str(), "urn" | "schoolurn");
    if let Some(found) = extra.iter().position(|(_, header)| urn(header)) {
        let (col, header) = extra.remove(found);
        columns.push((col, Column { field: "urn".to_owned(), header }));
        columns.sort_by_key(|(col, _)| *col);
    }
}

/// An entry for each row below the header.
pub fn unfold<'a>(id: SheetId, sheet: &'a Sheet, layout: &'a Layout, list: &List) -> Unfolded<'a> {
    let header = &sheet.rows[list.header];
    let least = header.cells.last().map_or(0, |(col, _)| *col as usize + 1);
    let fields = header.fields.map(|most| (least, most));
    let body = &sheet.rows[list.header + 1..list.end];
    let heads: Vec<(u32, String)> =
        list.columns.iter().map(|(col, column)| (*col, plain_header(&column.header))).collect();
    let mut made = rows(id, body, layout, &list.columns, fields, |row| repeats_header(row, &heads));
    let after = sheet.rows.len() - list.end;
    if after > 0 {
        made.left_out.insert("in another section of the file".to_owned(), after as u64);
    }
    for (column, (row, col)) in &list.facts {
        let cell = sheet.rows.iter().find(|r| r.index == *row).map_or(&Cell::Empty, |r| r.cell(*col));
        let at = Source { sheet: id, row: *row, col: *col };
        made.columns.extend([column.clone()]);
        made.entries.iter_mut().for_each(|entry| entry.extend([(at, Cow::Borrowed(cell))]));
    }
    made.extra.clone_from(&list.extra);
    made.header_row = Some(header.index);
    made.merged = merged(id, sheet, header.index, &list.columns);
    made
}

/// As at the top of a printed page.
fn repeats_header(row: &Row, heads: &[(u32, String)]) -> bool {
    heads.iter().all(|(col, head)| matches!(row.cell(*col), Cell::Text(text) if is_header(text, head)))
}

/// Merged cells of the recognised columns that hold anything.
fn merged<'a>(
    id: SheetId,
    sheet: &'a Sheet,
    header: u32,
    columns: &[(u32, Column)],
) -> Vec<(Span, &'a Cell)> {
    let block = |((top, left), (bottom, right)): &((u32, u32), (u32, u32))| {
        let is_read = columns.iter().any(|(col, _)| (*left..=*right).contains(col));
        let row = sheet.rows.binary_search_by_key(top, |row| row.index).ok()?;
        let cell = sheet.rows[row].cell(*left);
        let span = Span { sheet: id, top: *top, left: *left, bottom: *bottom, right: *right };
        (*top > header && is_read && !cell.is_empty()).then_some((span, cell))
    };
    sheet.merged.iter().filter_map(block).collect()
}
