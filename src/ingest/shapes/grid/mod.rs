//! A timetable set out as a grid: headings of columns and rows say when and who, the cells between them what. One grid a
//! sheet, or one in each block below a title.

mod headings;
mod unfold;

pub use unfold::unfold;

use super::super::header::plain_header;
use super::super::layout::{Axis, Grid, Layout};
use super::super::parse::word::text_of;
use super::super::sheet::{Cell, Row, Sheet};
use super::label::label;
use headings::block;
pub use headings::may_be;
use std::collections::BTreeMap;
use std::ops::Range;

/// What became of a sheet.
#[derive(Clone, Debug)]
pub enum Found {
    /// Grids.
    Grids(Grids),
    /// A grid that does not say this.
    Unsaid(&'static str),
    /// None.
    Nothing,
}

/// The grids of a sheet.
#[derive(Clone, Debug)]
pub struct Grids {
    blocks: Vec<Block>,
    /// Headings must have had a certain form, or rows.
    pub marked: bool,
}

/// Where a text stands, and what it says.
type Said = (u32, u32, String);

/// What headings say, by axis.
type Sayings = BTreeMap<Axis, Said>;

/// One grid.
#[derive(Clone, Debug)]
struct Block {
    /// Headings of columns: the column, and by axis what is said where.
    heads: Vec<(u32, Sayings)>,
    /// Rows with a heading: their place among the sheet's rows, and what it says.
    rows: Vec<(usize, Sayings)>,
    /// What the title or the sheet's name says.
    around: Sayings,
    /// Headings that say nothing known.
    strange: usize,
    /// Place after the last row.
    end: usize,
}

impl Grids {
    /// Headings of columns and rows that were understood.
    pub fn understood(&self) -> usize {
        self.blocks.iter().map(|block| block.heads.len() + block.rows.len()).sum()
    }

    /// Headings there are.
    pub fn headings(&self) -> usize {
        self.understood() + self.blocks.iter().map(|block| block.strange).sum::<usize>()
    }
}

/// Looks for the grids of a layout.
pub fn find(layout: &Layout, spec: &Grid, sheet: &Sheet) -> Found {
    let ranges = blocks(spec, sheet);
    let name = sheet.name.as_deref().unwrap_or_default();
    let mut found = Vec::new();
    let mut unsaid = None;
    for (title, range) in ranges {
        let Some(mut block) = block(layout, spec, sheet, range) else { continue };
        block.around = around(spec, name, title, &block);
        match unsaid_axis(layout, spec, &block) {
            None => found.push(block),
            // Bare numbers over columns are the headings of many other things.
            Some(what) if is_headed(sheet, &block) => unsaid = unsaid.or(Some(what)),
            Some(_) => {}
        }
    }
    let lines_fit = |block: &Block| !spec.lines.iter().any(|line| line == "staff") || has_lines(sheet, block);
    found.retain(lines_fit);
    match (found.is_empty(), unsaid) {
        (false, _) => {
            let marked = spec.heading.is_some() || spec.down_like.is_some() || spec.title.is_some();
            Found::Grids(Grids { blocks: found, marked })
        }
        (true, Some(what)) => Found::Unsaid(what),
        (true, None) => Found::Nothing,
    }
}

/// The title of each block, if the layout has titles, and its rows.
fn blocks(spec: &Grid, sheet: &Sheet) -> Vec<(Option<Sayings>, Range<usize>)> {
    let Some(pattern) = &spec.title else { return vec![(None, 0..sheet.rows.len())] };
    let title = |(at, row): (usize, &Row)| {
        let (col, text) = row.cells.iter().find_map(|(col, cell)| Some((*col, text_of(cell)?)))?;
        let found = pattern.0.captures(&text)?;
        let said = [Axis::Staff, Axis::Day, Axis::Week]
            .into_iter()
            .filter_map(|axis| {
                Some((axis, (row.index, col, found.name(axis.field())?.as_str().trim().to_owned())))
            })
            .collect();
        Some((at, said))
    };
    let titles: Vec<(usize, Sayings)> = sheet.rows.iter().enumerate().filter_map(title).collect();
    let ends = titles.iter().skip(1).map(|(at, _)| *at).chain([sheet.rows.len()]);
    titles.iter().zip(ends).map(|((at, said), end)| (Some(said.clone()), at + 1..end)).collect()
}

/// What the title and the sheet's name say that the headings do not.
fn around(spec: &Grid, name: &str, title: Option<Sayings>, block: &Block) -> Sayings {
    let said_inside = |axis: Axis| {
        block.heads.iter().any(|(_, said)| said.contains_key(&axis))
            || block.rows.iter().any(|(_, said)| said.contains_key(&axis))
    };
    let mut said = title.unwrap_or_default();
    let wanted: Vec<Axis> = [Axis::Week, Axis::Day]
        .into_iter()
        .filter(|axis| !said_inside(*axis) && !said.contains_key(axis))
        .collect();
    for (axis, value) in label(name, &wanted).unwrap_or_default() {
        said.insert(axis, (0, 0, value));
    }
    let is_name = !name.trim().is_empty() && label(name, &[Axis::Week, Axis::Day, Axis::Period]).is_none();
    if spec.sheet.contains(&Axis::Staff) && is_name && !is_default(name) && !said.contains_key(&Axis::Staff) {
        said.insert(Axis::Staff, (0, 0, name.trim().to_owned()));
    }
    said
}

/// A name that a program gave the sheet.
fn is_default(name: &str) -> bool {
    let plain = plain_header(name);
    ["sheet", "table", "timetable", "export", "tabelle"]
        .iter()
        .any(|word| plain.strip_prefix(word).is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit())))
}

/// What a timetable needs and nothing says.
fn unsaid_axis(layout: &Layout, spec: &Grid, block: &Block) -> Option<&'static str> {
    let everywhere = |axis: Axis| {
        block.around.contains_key(&axis)
            || layout.given.contains_key(axis.field())
            || spec.lines.iter().any(|line| line == axis.field())
            || block.heads.iter().all(|(_, said)| said.contains_key(&axis))
            || block.rows.iter().all(|(_, said)| said.contains_key(&axis))
    };
    [
        (Axis::Staff, "whose timetable it is"),
        (Axis::Day, "which day it is for"),
        (Axis::Period, "which period"),
    ]
    .into_iter()
    .find_map(|(axis, what)| (!everywhere(axis)).then_some(what))
}

/// A heading of a column is more than a number.
fn is_headed(sheet: &Sheet, block: &Block) -> bool {
    let is_word = |row: u32, col: u32| {
        let row = sheet.rows.iter().find(|r| r.index == row);
        row.and_then(|row| text_of(row.cell(col)))
            .is_some_and(|text| text.bytes().any(|b| !b.is_ascii_digit()))
    };
    let headings = || block.heads.iter().flat_map(|(_, said)| said.values());
    headings().all(|(row, _, _)| block.rows.iter().all(|(at, _)| sheet.rows[*at].index != *row))
        && headings().any(|(row, col, _)| is_word(*row, *col))
}

/// Half of the filled cells hold more than one line.
fn has_lines(sheet: &Sheet, block: &Block) -> bool {
    let texts = block.rows.iter().flat_map(|(at, _)| {
        block.heads.iter().filter_map(|(col, _)| text_lines(sheet.rows[*at].cell(*col)).len().checked_sub(1))
    });
    let (all, with) = texts.fold((0, 0), |(all, with), more| (all + 1, with + usize::from(more > 0)));
    with * 2 >= all && with > 0
}

/// The lines of a text, trimmed.
fn text_lines(cell: &Cell) -> Vec<String> {
    match cell {
        Cell::Text(text) => text.split('\n').map(|line| line.trim().to_owned()).collect(),
        other => text_of(other).into_iter().collect(),
    }
}
