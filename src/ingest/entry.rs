//! One thing a sheet says, each of its cells where it stands: most are a row of a list just as it is, and keep no copy of it.

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
    /// The columns of the sheet, in a row that is taken as it stands.
    Row(&'a Row, Rc<[u32]>),
    /// Each cell, and what it says or is taken to say.
    Each(Vec<Said<'a>>),
}

/// Where something stands, and what it says.
pub type Said<'a> = (Source, Cow<'a, Cell>);

impl<'a> Entry<'a> {
    /// A row as it stands, with the column of the sheet for each of the table.
    pub fn of_row(at: Span, row: &'a Row, columns: Rc<[u32]>) -> Entry<'a> {
        Entry { at, cells: Cells::Row(row, columns) }
    }

    /// Cells one by one.
    pub fn new(at: Span, cells: Vec<Said<'a>>) -> Entry<'a> {
        Entry { at, cells: Cells::Each(cells) }
    }

    /// Where a column of the table stands.
    pub fn source(&self, column: usize) -> Source {
        match &self.cells {
            Cells::Row(row, columns) => of(self.at.sheet, row, columns[column]),
            Cells::Each(cells) => cells[column].0,
        }
    }

    /// What it says there.
    pub fn cell(&self, column: usize) -> &Cell {
        match &self.cells {
            Cells::Row(row, columns) => row.cell(columns[column]),
            Cells::Each(cells) => &cells[column].1,
        }
    }

    /// Both, to be kept elsewhere.
    pub fn said(&self, column: usize) -> Said<'a> {
        match &self.cells {
            Cells::Row(row, columns) => {
                (of(self.at.sheet, row, columns[column]), Cow::Borrowed(row.cell(columns[column])))
            }
            Cells::Each(cells) => cells[column].clone(),
        }
    }

    /// Every column.
    pub fn cells(&self) -> impl Iterator<Item = (Source, &Cell)> {
        let columns = match &self.cells {
            Cells::Row(_, columns) => columns.len(),
            Cells::Each(cells) => cells.len(),
        };
        (0..columns).map(|column| (self.source(column), self.cell(column)))
    }

    /// Says more, in the next columns of the table.
    pub fn extend(&mut self, more: impl IntoIterator<Item = Said<'a>>) {
        if let Cells::Row(row, columns) = &self.cells {
            let sheet = self.at.sheet;
            let cells = columns.iter().map(|col| (of(sheet, row, *col), Cow::Borrowed(row.cell(*col))));
            self.cells = Cells::Each(cells.collect());
        }
        if let Cells::Each(cells) = &mut self.cells {
            cells.extend(more);
        }
    }
}

fn of(sheet: SheetId, row: &Row, col: u32) -> Source {
    Source { sheet, row: row.index, col }
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
        let mut entry = Entry::of_row(at, &row, [4, 1, 3].into());
        let all = [(source(4), Cell::Number(60.0)), (source(1), Cell::text("JSM")), (source(3), Cell::Empty)];
        let said = |entry: &Entry| -> Vec<(Source, Cell)> {
            entry.cells().map(|(at, cell)| (at, cell.clone())).collect()
        };
        assert_eq!(said(&entry), all);
        entry.extend([(source(1), Cow::Owned(Cell::text("A")))]);
        assert_eq!(said(&entry)[..3], all);
        assert_eq!((entry.source(3), entry.cell(3)), (source(1), &Cell::text("A")));
    }
}
