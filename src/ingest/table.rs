//! A sheet taken for a record: its entries, each with the cell that every field stands in, whatever the shape of the sheet.

use super::entry::Entry;
use super::layout::Layout;
use super::parse::Problem;
use super::parse::date::{Order, order};
use super::parse::word::text_of;
use super::sheet::Cell;
use crate::model::source::{ANOTHER_SCHOOL, SheetId, Source, Span};
use crate::model::text::{LONGEST, is_ordinary};
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;

/// A field of the record, and the header it stands under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The field, `fte`.
    pub field: String,
    /// Its header as written.
    pub header: String,
}

/// The fields of a table, in the order in which an entry has their cells, each found by its name.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    all: Vec<Column>,
    places: HashMap<String, usize, FixedState>,
}

impl Columns {
    /// The place of a field; of the first, if two have this name.
    pub fn place(&self, field: &str) -> Option<usize> {
        self.places.get(field).copied()
    }
}

impl Deref for Columns {
    type Target = [Column];
    fn deref(&self) -> &[Column] {
        &self.all
    }
}

impl Extend<Column> for Columns {
    fn extend<T: IntoIterator<Item = Column>>(&mut self, columns: T) {
        for column in columns {
            self.places.entry(column.field.clone()).or_insert(self.all.len());
            self.all.push(column);
        }
    }
}

impl FromIterator<Column> for Columns {
    fn from_iter<T: IntoIterator<Item = Column>>(columns: T) -> Columns {
        let mut made = Columns::default();
        made.extend(columns);
        made
    }
}

/// A header that no field of the record claims: its column, and its text.
pub type Extra = (u32, String);

/// A sheet, unfolded into entries.
#[derive(Debug, Default)]
pub struct Unfolded<'a> {
    /// The fields.
    pub columns: Columns,
    /// Other headers.
    pub extra: Vec<Extra>,
    /// The entries, in reading order.
    pub entries: Vec<Entry<'a>>,
    /// Rows that cannot be taken apart, which may hold values in the wrong columns.
    pub torn: Vec<(Span, Problem)>,
    /// Rows that are no entries, by reason.
    pub left_out: BTreeMap<String, u64>,
    /// The row of the header.
    pub header_row: Option<u32>,
    /// Blocks of merged cells below the header, with what stands in the first cell of each.
    pub merged: Vec<(Span, &'a Cell)>,
}

/// A sheet taken for a record.
#[derive(Debug)]
pub struct Table<'a> {
    /// The sheet.
    pub id: SheetId,
    /// The layout it follows.
    pub layout: &'a Layout,
    /// What it holds.
    pub sheet: Unfolded<'a>,
    /// It stands in a file for several schools.
    pub shared: bool,
    /// Nothing stands below the header.
    pub was_empty: bool,
    /// The order of the dates of each column.
    pub orders: Vec<Order>,
    /// No cell needs a second look before it is read: none holds a fault or an odd character, none is overlong, none merged.
    pub is_plain: bool,
    /// Rows of other schools, which were never taken in.
    pub elsewhere: u64,
}

impl<'a> Table<'a> {
    /// The entries of a sheet, and what can be told of their columns.
    pub fn new(id: SheetId, layout: &'a Layout, sheet: Unfolded<'a>, shared: bool) -> Table<'a> {
        let was_empty = sheet.entries.is_empty() && sheet.torn.is_empty();
        let are_plain = |entry: &Entry| entry.cells().all(|(_, cell)| is_plain(cell));
        let is_plain = sheet.merged.is_empty() && sheet.entries.iter().all(are_plain);
        let cells = |col: usize| sheet.entries.iter().map(move |entry| entry.cell(col));
        let orders = (0..sheet.columns.len()).map(|col| order(cells(col), layout.month_first)).collect();
        Table { id, layout, sheet, shared, was_empty, orders, is_plain, elsewhere: 0 }
    }

    /// Fields more, of which every entry is to have the cells; they hold no dates.
    pub fn add_columns(&mut self, columns: impl IntoIterator<Item = Column>) {
        self.is_plain = false;
        self.sheet.columns.extend(columns);
        self.orders.resize(self.sheet.columns.len(), Order::default());
    }

    /// Places of the columns by the names of their fields, each field once.
    pub fn by_field(&self) -> Vec<usize> {
        let field = |place: &usize| &self.sheet.columns[*place].field;
        let mut places: Vec<usize> = (0..self.sheet.columns.len()).collect();
        places.sort_by_key(field);
        places.dedup_by(|a, b| field(a) == field(b));
        places
    }

    /// The record.
    pub fn record(&self) -> &str {
        &self.layout.record
    }

    /// The place of a field among the columns.
    pub fn column(&self, field: &str) -> Option<usize> {
        self.sheet.columns.place(field)
    }

    /// The header a field stands under, or the one we write.
    pub fn heading<'b>(&'b self, field: &'b str) -> &'b str {
        match self.column(field) {
            Some(col) => &self.sheet.columns[col].header,
            None => self.layout.heading(field),
        }
    }

    /// What an entry says in a field.
    pub fn cell<'b>(&self, entry: &'b Entry, field: &str) -> &'b Cell {
        self.column(field).map_or(&Cell::Empty, |col| entry.cell(col))
    }

    /// The text of a field of an entry.
    pub fn text(&self, entry: &Entry, field: &str) -> Option<String> {
        text_of(self.cell(entry, field))
    }

    /// The cell of a field of an entry.
    pub fn source(&self, entry: &Entry, field: &str) -> Option<Source> {
        self.column(field).map(|col| entry.source(col))
    }

    /// The merged cells that swallow a cell, and the value that stands in their first.
    pub fn swallowed(&self, at: Source) -> Option<(Span, &'a Cell)> {
        let covers = |block: &Span| {
            (block.top..=block.bottom).contains(&at.row)
                && (block.left..=block.right).contains(&at.col)
                && (at.row, at.col) != (block.top, block.left)
        };
        self.sheet.merged.iter().find(|(block, _)| covers(block)).copied()
    }

    /// Rows of other schools stand in the sheet, which were never taken in.
    pub fn has_elsewhere(&mut self, rows: u64) {
        self.elsewhere = rows;
        self.was_empty &= rows == 0;
    }

    /// Keeps the entries of this school, and counts the others.
    pub fn keep(&mut self, is_own: impl Fn(&Entry) -> bool) {
        let before = self.sheet.entries.len();
        self.sheet.entries.retain(is_own);
        let others = (before - self.sheet.entries.len()) as u64 + self.elsewhere;
        if others > 0 {
            *self.sheet.left_out.entry(ANOTHER_SCHOOL.to_owned()).or_default() += others;
        }
    }

    /// The first and the last row that hold data, all columns.
    pub fn data(&self) -> Option<Span> {
        let all = || {
            self.sheet.entries.iter().map(|entry| entry.at).chain(self.sheet.torn.iter().map(|(at, _)| *at))
        };
        Some(Span {
            sheet: self.id,
            top: all().map(|at| at.top).min()?,
            left: all().map(|at| at.left).min()?,
            bottom: all().map(|at| at.bottom).max()?,
            right: all().map(|at| at.right).max()?,
        })
    }
}

/// True if a cell needs no second look before it is read.
fn is_plain(cell: &Cell) -> bool {
    match cell {
        Cell::Text(text) => text.len() <= LONGEST && is_ordinary(text),
        Cell::Fault(_) | Cell::NoValue => false,
        Cell::Empty | Cell::Number(_) | Cell::Moment(_) | Cell::Elapsed(_) | Cell::Bool(_) => true,
    }
}
