//! One thing a sheet says, each of its cells where it stands: most are a row of a list nearly as it is, and keep no copy of it.

use super::sheet::{Cell, Row};
use crate::model::source::{SheetId, Source, Span};
use std::borrow::Cow;
use std::rc::Rc;

/// One thing the sheet says: a row of a list, or a cell of a grid with the headings it stands under.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Where it stands.
    pub at: Span,
    cells: Cells<'a>,
}

/// By column of the table.
#[derive(Clone, Debug)]
enum Cells<'a> {
    /// A row that is taken as it stands but for a few cells.
    Row(Taken<'a>),
    /// Each cell, and what it says or is taken to say.
    Each(Vec<Said<'a>>),
}

/// A row, and the column of the sheet for each of the table.
#[derive(Clone, Debug)]
struct Taken<'a> {
    row: &'a Row,
    columns: Rc<[u32]>,
    /// What some columns of the table are taken to say.
    instead: Vec<(usize, Cell)>,
}

/// Where something stands, and what it says.
pub type Said<'a> = (Source, Cow<'a, Cell>);

impl<'a> Entry<'a> {
    /// A row as it stands, with the column of the sheet for each of the table; but `instead` is what some columns of the
    /// table are taken to say.
    pub fn of_row(at: Span, row: &'a Row, columns: Rc<[u32]>, instead: Vec<(usize, Cell)>) -> Entry<'a> {
        Entry { at, cells: Cells::Row(Taken { row, columns, instead }) }
    }

    /// Cells one by one.
    pub fn new(at: Span, cells: Vec<Said<'a>>) -> Entry<'a> {
        Entry { at, cells: Cells::Each(cells) }
    }

    /// Where a column of the table stands.
    pub fn source(&self, column: usize) -> Source {
        match &self.cells {
            Cells::Row(taken) => taken.source(self.at.sheet, column),
            Cells::Each(cells) => cells[column].0,
        }
    }

    /// What it says there.
    pub fn cell(&self, column: usize) -> &Cell {
        match &self.cells {
            Cells::Row(taken) => taken.own(column).unwrap_or_else(|| taken.row.cell(taken.columns[column])),
            Cells::Each(cells) => &cells[column].1,
        }
    }

    /// Both, to be kept elsewhere.
    pub fn said(&self, column: usize) -> Said<'a> {
        match &self.cells {
            Cells::Row(taken) => taken.said(self.at.sheet, column),
            Cells::Each(cells) => cells[column].clone(),
        }
    }

    /// Every column.
    pub fn cells(&self) -> impl Iterator<Item = (Source, &Cell)> {
        let columns = match &self.cells {
            Cells::Row(taken) => taken.columns.len(),
            Cells::Each(cells) => cells.len(),
        };
        (0..columns).map(|column| (self.source(column), self.cell(column)))
    }

    /// True if its cells stand in the same columns of the sheet as those of another.
    pub fn stands_like(&self, other: &Entry) -> bool {
        match (&self.cells, &other.cells) {
            (Cells::Row(one), Cells::Row(other)) => one.columns == other.columns,
            _ => self.cells().map(|(at, _)| at.col).eq(other.cells().map(|(at, _)| at.col)),
        }
    }

    /// Says more, in the next columns of the table.
    pub fn extend(&mut self, more: impl IntoIterator<Item = Said<'a>>) {
        if let Cells::Row(taken) = &self.cells {
            let sheet = self.at.sheet;
            self.cells =
                Cells::Each((0..taken.columns.len()).map(|column| taken.said(sheet, column)).collect());
        }
        if let Cells::Each(cells) = &mut self.cells {
            cells.extend(more);
        }
    }
}

impl<'a> Taken<'a> {
    fn source(&self, sheet: SheetId, column: usize) -> Source {
        Source { sheet, row: self.row.index, col: self.columns[column] }
    }

    fn own(&self, column: usize) -> Option<&Cell> {
        self.instead.iter().find(|(place, _)| *place == column).map(|(_, cell)| cell)
    }

    fn said(&self, sheet: SheetId, column: usize) -> Said<'a> {
        let cell = match self.own(column) {
            Some(cell) => Cow::Owned(cell.clone()),
            None => Cow::Borrowed(self.row.cell(self.columns[column])),
        };
        (self.source(sheet, column), cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_as_it_stands_says_what_its_cells_say_and_may_say_more() {
        let cells = vec![(1, Cell::text("JSM")), (4, Cell::Number(60.0))];
        let row = Row { index: 6, cells, fields: None };
        let source = |col| Source { sheet: SheetId(2), row: 6, col };
        let at = Span { right: 4, ..source(1).span() };
        let mut entry = Entry::of_row(at, &row, [4, 1, 3].into(), Vec::new());
        let all = [(source(4), Cell::Number(60.0)), (source(1), Cell::text("JSM")), (source(3), Cell::Empty)];
        let said = |entry: &Entry| -> Vec<(Source, Cell)> {
            entry.cells().map(|(at, cell)| (at, cell.clone())).collect()
        };
        assert_eq!(said(&entry), all);
        entry.extend([(source(1), Cow::Owned(Cell::text("A")))]);
        assert_eq!(said(&entry)[..3], all);
        assert_eq!((entry.source(3), entry.cell(3)), (source(1), &Cell::text("A")));
    }

    #[test]
    fn what_is_said_instead_stands_where_the_cell_does() {
        let row =
            Row { index: 6, cells: vec![(0, Cell::text("JSM")), (1, Cell::text("TEACH"))], fields: None };
        let source = |col| Source { sheet: SheetId(2), row: 6, col };
        let instead = vec![(1, Cell::text("Teaching"))];
        let mut entry = Entry::of_row(source(0).span(), &row, [0, 1].into(), instead);
        let told = (source(1), &Cell::text("Teaching"));
        assert_eq!((entry.source(1), entry.cell(1)), told);
        assert_eq!(entry.said(1), (source(1), Cow::Owned(Cell::text("Teaching"))));
        entry.extend([]);
        assert_eq!((entry.cell(0), entry.source(1), entry.cell(1)), (&Cell::text("JSM"), told.0, told.1));
    }
}
