//! The columns of a sheet: those of the table, and hours and minutes beside each that counts minutes.

use super::{cell, number};
use crate::tables::{Cell, Column, Kind, Row, Table};

/// `Fri 18 Dec 2026`
const DATE: usize = 15;

/// A column as the sheet shows it.
pub(super) struct Shown<'a> {
    /// Place in [`Table::columns`].
    pub index: usize,
    /// The table's column.
    pub column: &'a Column,
    /// Hours and minutes of the column to the left.
    pub duration: bool,
    /// In characters; never too narrow for a number or a date, which would show as `####`.
    pub width: u16,
}

/// The columns of a table.
pub(super) fn of(table: &Table) -> Vec<Shown<'_>> {
    let mut shown = Vec::new();
    for (index, column) in table.columns.iter().enumerate() {
        let longest = |duration| table.rows.iter().map(|row| needed(row, index, column, duration)).max();
        let width = |least: u16, duration| {
            // Room for the indent and for letters wider than a digit.
            let needed = longest(duration).filter(|n| *n > 0).map_or(0, |n| n + 3);
            least.max(u16::try_from(needed).unwrap_or(60).min(60))
        };
        shown.push(Shown { index, column, duration: false, width: width(column.width, false) });
        if column.kind == Kind::Minutes {
            shown.push(Shown { index, column, duration: true, width: width(13, true) });
        }
    }
    shown
}

/// Characters the number or date of a row takes; text may wrap or run over.
fn needed(row: &Row, index: usize, column: &Column, duration: bool) -> usize {
    match row.cells.get(index) {
        Some(Cell::Date(_)) => DATE,
        Some(Cell::Figure(figure)) if duration => {
            (figure.value().abs() / 60).decimal(0).len() + " h 00 min".len()
        }
        Some(cell) => cell::number(cell, column).map_or(0, |(value, format)| number::chars(&format, value)),
        None => 0,
    }
}

impl Shown<'_> {
    /// Its header.
    pub(super) fn header(&self) -> String {
        let header = self.column.header;
        if self.duration { format!("{header} (h\u{a0}min)") } else { header.to_owned() }
    }

    /// Lines its header needs, beside the filter button.
    pub(super) fn header_lines(&self) -> u32 {
        let room = usize::from(self.width).saturating_sub(3).max(4);
        let (mut lines, mut used) = (1, 0);
        for word in self.header().split(' ').map(|word| word.chars().count()) {
            if used > 0 && used + 1 + word > room {
                (lines, used) = (lines + 1, word);
            } else {
                used += word + usize::from(used > 0);
            }
        }
        lines
    }

    /// Numbers stand right, and so do their headers.
    pub(super) fn is_right(&self) -> bool {
        !matches!(
            self.column.kind,
            Kind::Text | Kind::Wrapped | Kind::Date | Kind::Outcome | Kind::Strength | Kind::Figure
        )
    }
}
