//! The columns of a sheet: those of the table, and hours and minutes beside each that counts minutes.

use super::{cell, number};
use crate::model::units::Ratio;
use crate::tables::{Cell, Column, Kind, Row, Table, words};

/// `Fri 18 Dec 2026`
const DATE: usize = 15;
/// `◆ ` before a word, which may be bold.
const MARK: usize = 4;

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
    let found = found(table);
    let mut shown = Vec::new();
    for (index, (column, found)) in table.columns.iter().zip(found).enumerate() {
        let width = |least: u16, longest: usize| {
            // Room for the indent and for letters wider than a digit.
            let header = column.header.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
            let needed = if longest > 0 { longest + 3 } else { 0 }.max(header + 4);
            least.max(u16::try_from(needed).unwrap_or(60).min(60))
        };
        shown.push(Shown { index, column, duration: false, width: width(column.width, found.longest) });
        // Excel shows a negative time as `####`, so what may be owed has minutes only.
        if column.kind == Kind::Minutes && column.header != "Balance" && !found.is_owed {
            shown.push(Shown { index, column, duration: true, width: width(13, found.longest_time) });
        }
    }
    shown
}

/// What was found in the rows of a column.
#[derive(Clone, Copy, Default)]
struct Found {
    /// Characters of the longest number, date or word.
    longest: usize,
    /// The same as hours and minutes.
    longest_time: usize,
    /// An amount is below nothing.
    is_owed: bool,
}

/// The same of each column, row by row, as they lie in memory.
fn found(table: &Table) -> Vec<Found> {
    let mut all = vec![Found::default(); table.columns.len()];
    for row in &table.rows {
        for ((cell, column), found) in row.cells.iter().zip(&table.columns).zip(&mut all) {
            let cell = shown(cell);
            let needed = needed(cell, column);
            found.longest = found.longest.max(needed);
            if column.kind != Kind::Minutes {
                continue;
            }
            let mut time = needed;
            if let Cell::Figure(figure) = cell {
                time = number::digits_of(figure.value().abs().floor() / 60) + " h 00 min".len();
                found.is_owed |= figure.value() < Ratio::ZERO;
            }
            found.longest_time = found.longest_time.max(time);
        }
    }
    all
}

/// What a cell shows, worked out or not.
fn shown(cell: &Cell) -> &Cell {
    if let Cell::Live(live) = cell { &live.value } else { cell }
}

/// Characters the number, date or word of a cell takes; other text wraps.
fn needed(cell: &Cell, column: &Column) -> usize {
    match cell {
        Cell::Text(_) | Cell::Blank => 0,
        Cell::Date(_) => DATE,
        Cell::Outcome(outcome) => words::outcome(*outcome).len() + MARK,
        Cell::Strength(strength) => words::strength(*strength).len() + MARK,
        cell => cell::number(cell, column).map_or(0, |(value, format)| number::chars(&format, value)),
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
        lines(&self.header(), usize::from(self.width).saturating_sub(3))
    }

    /// Lines the text of a row needs; numbers and dates always need one.
    pub(super) fn lines(&self, row: &Row) -> u32 {
        match row.cells.get(self.index).map(shown) {
            // Letters are a little narrower than the digits a width counts.
            Some(Cell::Text(text)) => lines(text, usize::from(self.width + self.width / 10)),
            _ => 1,
        }
    }

    /// Numbers stand right, and so do their headers.
    pub(super) fn is_right(&self) -> bool {
        self.column.kind.is_number()
    }
}

/// Lines of text in a room of so many characters, broken between words.
pub(super) fn lines(text: &str, room: usize) -> u32 {
    let room = room.max(4);
    // Few bytes are few letters.
    if text.len() <= room && !text.contains('\n') {
        return 1;
    }
    let mut lines = 0;
    for paragraph in text.lines() {
        let mut used = room + 1;
        for word in paragraph.split(' ').map(|word| word.chars().count()) {
            if used + 1 + word > room {
                // A word longer than a line goes on over the next ones.
                lines += 1 + u32::try_from(word.saturating_sub(1) / room).unwrap_or(0);
                used = word.min(room);
            } else {
                used += 1 + word;
            }
        }
    }
    lines.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_broken_between_words() {
        for (text, needed) in
            [("", 1), ("one two", 1), ("one two three", 2), ("abcdefghijklmnop", 2), ("a\nb", 2)]
        {
            assert_eq!(lines(text, 8), needed, "{text}");
        }
    }
}
