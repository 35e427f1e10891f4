//! A table as every format shows it: what a cell can be, and what its columns and rows are.

use super::picture::{Picture, Tick};
use crate::model::figure::AnyFigure;
use crate::model::source::Span;
use crate::model::units::Ratio;
use crate::rules::{Outcome, Strength};
use chrono::NaiveDate;
use ecow::EcoString;

/// A cell. An amount can only be made from a figure; rows of files, which are not figures, have their own kind. It is small,
/// as a report has tens of thousands: what is rare and large stands elsewhere.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Nothing to show, and the row says why elsewhere.
    Blank,
    /// Words.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// An outcome.
    Outcome(Outcome),
    /// Strength of a failure, in words (`Breach`); blank unless not met.
    Strength(Strength),
    /// An amount; its unit is the figure's.
    Figure(AnyFigure),
    /// Measured less required; `over_is_bad` decides the words (`over`/`inside`, `short`/`to spare`).
    Difference {
        /// The difference.
        figure: AnyFigure,
        /// True where more than required is worse.
        over_is_bad: bool,
    },
    /// A number of rows or files.
    Rows(u64),
    /// The number of a week, a term, a year or a cohort, which is a name and never adds up.
    Ordinal(u32),
    /// A share of what is counted beside it.
    Share(Box<Ratio>),
    /// A value that was read from one row of a file, in a table of such rows.
    Read(Box<Read>),
    /// What a workbook works out again from other cells; anything else shows the value.
    Live(Box<Live>),
    /// A link to the row of a figure on the Origins table.
    FigureLink(EcoString),
    /// Link to another table of the report, by its name.
    TableLink(Box<Link<&'static str>>),
    /// Link to another file, by its path below the folder of the output.
    FileLink(Box<Link<String>>),
}

/// A value of one row of a file.
#[derive(Clone, Debug)]
pub struct Read {
    /// The value.
    pub value: Ratio,
    /// Its unit, as a figure names it.
    pub unit: &'static str,
    /// The row.
    pub at: Span,
}

/// What is worked out from other cells.
#[derive(Clone, Debug)]
pub struct Live {
    /// Over names of tables and columns ([`Table::reference`]): `SUM(Register[Minutes])`.
    pub formula: String,
    /// The exact figure, or the words, that the formula gives.
    pub value: Cell,
}

/// Words that lead somewhere.
#[derive(Clone, Debug)]
pub struct Link<To> {
    /// To show.
    pub text: String,
    /// Where to.
    pub to: To,
}

impl Cell {
    /// A link to a figure, if there is one of this id.
    pub fn figure_link(id: Option<&str>) -> Cell {
        id.map_or(Cell::Blank, |id| Cell::FigureLink(id.into()))
    }
}

/// A small whole number that names something, as a cell.
pub(super) fn ordinal(number: impl TryInto<u32>) -> Cell {
    number.try_into().map_or(Cell::Blank, Cell::Ordinal)
}

/// How a column is formatted. Every cell of it is of this kind or blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One line of text.
    Text,
    /// Text that may wrap.
    Wrapped,
    /// Whole or fractional minutes.
    Minutes,
    /// Days.
    Days,
    /// Terms.
    Terms,
    /// Share or full-time equivalent.
    Share,
    /// Count.
    Count,
    /// Amounts whose unit differs by row (measured, required).
    Amount,
    /// Difference between two amounts.
    Difference,
    /// Date.
    Date,
    /// Outcome.
    Outcome,
    /// Strength.
    Strength,
    /// Rows of files.
    Rows,
    /// Figure id.
    Figure,
    /// For the reader to fill in.
    Input,
}

impl Kind {
    /// Numbers stand to the right, and so do their headers.
    pub fn is_number(self) -> bool {
        use Kind::{Date, Figure, Input, Outcome, Strength, Text, Wrapped};
        !matches!(self, Text | Wrapped | Date | Outcome | Strength | Figure | Input)
    }
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Header.
    pub header: &'static str,
    /// Format.
    pub kind: Kind,
    /// Width in characters.
    pub width: u16,
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// One for each column.
    pub cells: Vec<Cell>,
    /// The picture of the row, in formats that draw.
    pub picture: Option<Box<Picture>>,
}

/// A table with one header row.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// One or two words, fixed: also the name of the sheet.
    pub name: &'static str,
    /// The finding, as a sentence.
    pub title: String,
    /// Unit, as-of date, what is cut.
    pub note: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, in reading order.
    pub rows: Vec<Row>,
    /// Ticks of the horizontal axis of the pictures, if they share one.
    pub axis: Vec<Tick>,
}

impl Table {
    /// What a formula calls it: its name in one word.
    pub fn reference(&self) -> String {
        self.name.replace(' ', "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_and_a_row_are_small() {
        assert_eq!((size_of::<Cell>(), size_of::<Row>()), (24, 32));
    }
}
