//! A sheet with absolute, addressed cells, the same whatever the file format.

use crate::model::text::is_ordinary;
use ecow::EcoString;
use serde::{Deserialize, Serialize};

/// What a cell holds. It is stored in few letters: the parts of a large file are stored in cells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// Nothing, or only spaces.
    #[serde(rename = "0")]
    Empty,
    /// Text, trimmed; it may have lines. A short one stands in the cell itself, a longer one is shared by all that hold it.
    #[serde(rename = "t")]
    Text(EcoString),
    /// A number without a date or time format.
    #[serde(rename = "n")]
    Number(#[serde(with = "bits")] f64),
    /// A date, a time of day, or both: milliseconds since 30 December 1899; below one day it is a bare time.
    #[serde(rename = "m")]
    Moment(i64),
    /// A length of time, in milliseconds.
    #[serde(rename = "l")]
    Elapsed(i64),
    /// TRUE or FALSE.
    #[serde(rename = "b")]
    Bool(bool),
    /// The error a formula gives, `#N/A`.
    #[serde(rename = "f")]
    Fault(EcoString),
    /// A formula whose result is not stored in the file.
    #[serde(rename = "x")]
    NoValue,
}

/// Milliseconds in a day.
pub const DAY: i64 = 86_400_000;

/// Milliseconds, about 30,000 years of them, that no date, time or length of time of a cell reaches.
pub const MOST: u64 = 1_000_000_000_000_000;

/// The file formats keep days as floating-point numbers; here, and only here, they become whole milliseconds.
/// Nothing if the number is no amount of days that a date or time could be.
pub fn millis(days: f64) -> Option<i64> {
    #[expect(clippy::float_arithmetic, reason = "a spreadsheet stores time as a fraction of a day")]
    let millis = (days * 86_400_000.0).round();
    #[expect(clippy::cast_possible_truncation, reason = "checked to be far inside the range of i64")]
    (millis.abs() < 1e15).then_some(millis as i64)
}

/// The milliseconds of a time of day stored as a plain number.
pub fn fraction_of_day(number: f64) -> Option<i64> {
    (number > 0.0 && number < 1.0).then(|| millis(number)).flatten()
}

impl Cell {
    /// Text as typed, without the spaces (ordinary or not) around it.
    pub fn text(raw: &str) -> Cell {
        if is_ordinary(raw) {
            return Cell::ordinary(raw);
        }
        // A no-break space exported as Windows-1252 and read as UTF-8 arrives as U+FFFD at the end.
        let odd = |c: char| c.is_whitespace() || c == '\u{feff}';
        let text = raw.trim_matches(odd).trim_end_matches(|c| odd(c) || c == '\u{fffd}');
        if text.is_empty() {
            return Cell::Empty;
        }
        // Lines of a cell stay lines: a timetable may put the class on one and the room on the next.
        let is_odd_space = |c: char| c.is_whitespace() && c != '\n' && c != ' ';
        if !text.contains(is_odd_space) {
            return Cell::Text(text.into());
        }
        let space = |c: char| if is_odd_space(c) { ' ' } else { c };
        Cell::Text(text.replace("\r\n", "\n").chars().map(space).collect::<String>().into())
    }

    /// The same for a text that [`is_ordinary`].
    pub fn ordinary(raw: &str) -> Cell {
        let text = if raw.starts_with(' ') || raw.ends_with(' ') { raw.trim_matches(' ') } else { raw };
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.into()) }
    }

    /// True if there is nothing in it.
    pub fn is_empty(&self) -> bool {
        matches!(self, Cell::Empty)
    }
}

/// A number by its bits, so that it comes back as it was.
mod bits {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
    pub fn serialize<S: Serializer>(number: &f64, to: S) -> Result<S::Ok, S::Error> {
        number.to_bits().serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
        u64::deserialize(from).map(f64::from_bits)
    }
}

/// A row that holds anything.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Row, from zero.
    #[serde(rename = "r")]
    pub index: u32,
    /// Columns from zero and their cells, in order, none empty.
    #[serde(rename = "c")]
    pub cells: Vec<(u32, Cell)>,
    /// Fields on the line of a text file, empty ones too; a workbook has no such count.
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<usize>,
}

impl Row {
    /// The cell in a column.
    pub fn cell(&self, col: u32) -> &Cell {
        // A row without gaps has each cell at the place of its column.
        if let Some((at, cell)) = self.cells.get(col as usize)
            && *at == col
        {
            return cell;
        }
        match self.cells.binary_search_by_key(&col, |(at, _)| *at) {
            Ok(found) => &self.cells[found].1,
            Err(_) => &Cell::Empty,
        }
    }

    /// It begins with `Example:`, as the row does that `init` writes below each header.
    pub fn is_example(&self) -> bool {
        const MARK: &str = "example:";
        let begins =
            |text: &str| text.get(..MARK.len()).is_some_and(|start| start.eq_ignore_ascii_case(MARK));
        matches!(self.cells.first(), Some((_, Cell::Text(text))) if begins(text))
    }
}

/// A sheet, or the whole of a text file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its name; nothing for a text file.
    pub name: Option<String>,
    /// Rows that hold anything, in order.
    pub rows: Vec<Row>,
    /// First and last cell of each block of merged cells, as far as the file format tells.
    pub merged: Vec<((u32, u32), (u32, u32))>,
    /// The file format has merged cells, and does not tell which.
    pub merges_unseen: bool,
    /// Rows of other schools, which were never taken in.
    pub elsewhere: u64,
}

impl Sheet {
    /// From cells in any order; empty ones are dropped.
    pub fn from_cells(name: &str, mut cells: Vec<((u32, u32), Cell)>) -> Sheet {
        cells.retain(|(_, cell)| !cell.is_empty());
        cells.sort_by_key(|(at, _)| *at);
        let mut rows: Vec<Row> = Vec::new();
        for ((index, col), cell) in cells {
            match rows.last_mut() {
                Some(row) if row.index == index => row.cells.push((col, cell)),
                _ => rows.push(Row { index, cells: vec![(col, cell)], fields: None }),
            }
        }
        Sheet { name: Some(name.to_owned()), rows, ..Sheet::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_break_spaces_are_spaces() {
        assert_eq!(Cell::text("\u{a0} 10B/Ar1\u{a0}"), Cell::Text("10B/Ar1".into()));
        assert_eq!(Cell::text("Jane\u{a0}Smith\u{fffd}"), Cell::Text("Jane Smith".into()));
        assert_eq!(Cell::text(" \u{a0}"), Cell::Empty);
        assert_eq!(Cell::text("10B/Ar1\r\nRoom\t4\n"), Cell::Text("10B/Ar1\nRoom 4".into()));
    }
}
