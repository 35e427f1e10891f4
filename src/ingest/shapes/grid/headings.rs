//! The headings of a grid: of its columns, which may stand on each other, and of its rows.

use super::super::super::header::plain_header;
use super::super::super::layout::{Axis, Grid, Layout};
use super::super::super::parse::word::text_of;
use super::super::super::sheet::{Cell, Row, Sheet};
use super::super::label::{Label, label};
use super::{Block, Sayings};
use std::collections::BTreeMap;
use std::ops::Range;

/// Fewest headings of columns that make a grid.
const HEADINGS: usize = 3;
/// Rows at the top of a grid in which its headings are looked for.
const TOP: usize = 30;
/// Rows of headings that may stand on each other.
const STACKED: usize = 3;

/// The first rows of headings that fit, and the rows below.
pub fn block(layout: &Layout, spec: &Grid, sheet: &Sheet, range: Range<usize>) -> Option<Block> {
    let top = range.start;
    let last = range.end.min(top + TOP);
    let mut best: Option<(usize, Block)> = None;
    if spec.unheaded {
        let heads = unheaded(sheet, &range)?;
        return body(layout, spec, sheet, top..range.end, heads, 0);
    }
    for at in top..last {
        for depth in 1..=STACKED.min(at + 1 - top) {
            let heads = headings(spec, &sheet.rows[at + 1 - depth..=at]);
            if heads.len() < HEADINGS || best.as_ref().is_some_and(|(most, _)| heads.len() <= *most) {
                continue;
            }
            let strange = sheet.rows[at].cells.iter().filter(|(col, _)| *col > heads[0].0).count();
            let strange = strange.saturating_sub(heads.len() - 1);
            let headings = heads.len();
            if let Some(block) = body(layout, spec, sheet, at + 1..range.end, heads, strange) {
                best = Some((headings, block));
            }
        }
    }
    best.map(|(_, block)| block)
}

/// Headings of columns, from rows that stand on each other; those above hold until the next one to the right.
fn headings(spec: &Grid, rows: &[Row]) -> Vec<(u32, Sayings)> {
    let Some((lowest, upper)) = rows.split_last() else { return Vec::new() };
    let mut heads = Vec::new();
    for (col, cell) in &lowest.cells {
        let Some(text) = text_of(cell) else { continue };
        if spec.heading.as_ref().is_some_and(|form| !form.0.is_match(&text)) {
            continue;
        }
        let Some(said) = label(&text, &spec.across) else { continue };
        let at = |row: &Row, col: u32, said: Label| {
            said.into_iter().map(|(axis, value)| (axis, (row.index, col, value))).collect::<Vec<_>>()
        };
        let mut all: Sayings = at(lowest, *col, said).into_iter().collect();
        for row in upper.iter().rev() {
            let wanted: Vec<Axis> =
                spec.across.iter().copied().filter(|axis| !all.contains_key(axis)).collect();
            let over = row.cells.iter().rev().find(|(over, cell)| over <= col && text_of(cell).is_some());
            let said = over.and_then(|(over, cell)| Some((*over, label(&text_of(cell)?, &wanted)?)));
            if let Some((over, said)) = said {
                all.extend(at(row, over, said));
            }
        }
        let needed = |axis: &Axis| *axis == Axis::Week && spec.across.len() > 1 || all.contains_key(axis);
        if spec.across.iter().all(needed) {
            heads.push((*col, all));
        }
    }
    heads
}

/// Columns without headings are periods 1, 2, 3.
fn unheaded(sheet: &Sheet, range: &Range<usize>) -> Option<Vec<(u32, Sayings)>> {
    let rows = &sheet.rows[range.clone()];
    let first = rows.iter().filter_map(|row| row.cells.first()).map(|(col, _)| *col).min()?;
    let last = rows.iter().filter_map(|row| row.cells.last()).map(|(col, _)| *col).max()?;
    let top = rows.first()?.index;
    let period = |col: u32| (col, BTreeMap::from([(Axis::Period, (top, col, (col - first).to_string()))]));
    let every_row_is_headed = rows.iter().all(|row| matches!(row.cell(first), Cell::Text(_)));
    (every_row_is_headed && last >= first + 3).then(|| (first + 1..=last).map(period).collect())
}

/// The rows of a grid by their headings.
fn body(
    layout: &Layout,
    spec: &Grid,
    sheet: &Sheet,
    range: Range<usize>,
    heads: Vec<(u32, Sayings)>,
    strange: usize,
) -> Option<Block> {
    let left = heads.first()?.0;
    let named = matches!(spec.down[..], [Axis::Staff | Axis::Room]);
    let column = named.then(|| heading_column(layout, spec, sheet, &range, left)).flatten();
    let mut block = Block { heads, rows: Vec::new(), around: BTreeMap::new(), strange, end: range.end };
    let mut before: Sayings = BTreeMap::new();
    for at in range {
        let row = &sheet.rows[at];
        let mut said = BTreeMap::new();
        if named {
            let col = column?;
            if let Some(text) = text_of(row.cell(col)) {
                said.insert(spec.down[0], (row.index, col, text));
            }
        } else {
            for (col, cell) in row.cells.iter().filter(|(col, _)| *col < left) {
                let wanted: Vec<Axis> =
                    spec.down.iter().copied().filter(|axis| !said.contains_key(axis)).collect();
                for (axis, value) in text_of(cell).and_then(|text| label(&text, &wanted)).unwrap_or_default()
                {
                    said.insert(axis, (row.index, *col, value));
                }
            }
            if !said.is_empty() {
                // A day stands once beside its periods.
                for axis in spec.down.iter().rev().skip(1) {
                    if let (None, Some(above)) = (said.get(axis), before.get(axis)) {
                        said.insert(*axis, above.clone());
                    }
                }
                before.clone_from(&said);
            }
        }
        let needed = |axis: &Axis| *axis == Axis::Week && spec.down.len() > 1 || said.contains_key(axis);
        if spec.down.iter().all(needed) {
            block.rows.push((at, said));
        }
    }
    let like = |(_, said): &(usize, Sayings)| {
        spec.down_like.as_ref().is_none_or(|form| said.values().all(|(_, _, text)| form.0.is_match(text)))
    };
    (!block.rows.is_empty() && block.rows.iter().all(like)).then_some(block)
}

/// The column that names the rows: the one whose header says so, or else the first that holds text.
fn heading_column(
    layout: &Layout,
    spec: &Grid,
    sheet: &Sheet,
    range: &Range<usize>,
    left: u32,
) -> Option<u32> {
    let above = range.start.checked_sub(1).map(|at| &sheet.rows[at]);
    let named = above.and_then(|row| {
        row.cells.iter().filter(|(col, _)| *col < left).find_map(|(col, cell)| {
            let (field, _) = layout.field(&plain_header(&text_of(cell)?))?;
            (field == spec.down[0].field()).then_some(*col)
        })
    });
    named.or_else(|| {
        let mut columns = sheet.rows[range.clone()].iter().flat_map(|row| &row.cells);
        let is_text =
            |cell: &Cell| matches!(cell, Cell::Text(text) if text.bytes().any(|b| b.is_ascii_alphabetic()));
        columns.by_ref().filter(|(col, cell)| *col < left && is_text(cell)).map(|(col, _)| *col).min()
    })
}

/// True if some row near the top has headings of a grid, whatever its layout; most sheets have none.
pub fn may_be(sheet: &Sheet) -> bool {
    let any = [Axis::Week, Axis::Day, Axis::Period];
    let is_heading =
        |(_, cell): &&(u32, Cell)| text_of(cell).is_some_and(|text| label(&text, &any).is_some());
    sheet.rows.iter().take(TOP).any(|row| {
        row.cells.len() >= HEADINGS && row.cells.iter().filter(is_heading).take(HEADINGS).count() == HEADINGS
    })
}
