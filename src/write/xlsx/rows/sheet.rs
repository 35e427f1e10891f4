//! The rows of one sheet, as they are kept and as XML.

use super::super::cell::Value;
use super::super::sheet::{FIRST_ROW, HEADER};
use super::{Error, Numbers, strange};
use quick_xml::escape::partial_escape;
use rust_xlsxwriter::utility::column_number_to_name;
use std::fmt::Write as _;

/// The rows of a sheet.
pub(super) struct Sheet {
    /// Its number in the workbook, from one.
    pub number: usize,
    /// What formulas call its table.
    pub table: String,
    pub columns: u16,
    /// Left to right, row by row.
    cells: Vec<Held>,
    /// Of each row, in points; nothing: as tall as any.
    heights: Vec<Option<u32>>,
    numbers: Vec<f64>,
    /// And what each gives, a number.
    formulas: Vec<(String, String)>,
}

/// A cell, in eight bytes: of the schools of a country there are millions.
struct Held {
    look: u16,
    what: What,
    /// A text's number, a small number itself, or which of the numbers or formulas it is.
    which: u32,
}

/// What a cell holds.
enum What {
    Blank,
    Text,
    Small,
    Number,
    Formula,
}

impl Sheet {
    /// Without rows yet.
    pub fn of(number: usize, table: String, columns: u16) -> Sheet {
        let (cells, heights, numbers, formulas) = Default::default();
        Sheet { number, table, columns, cells, heights, numbers, formulas }
    }

    /// The next cell of the row, with the number of its text if it has one.
    pub fn put(&mut self, look: u16, value: Value, text: Option<u32>) {
        let (what, which) = match value {
            Value::Blank | Value::Text(_) | Value::Link(..) => {
                (text.map_or(What::Blank, |_| What::Text), text.unwrap_or_default())
            }
            Value::Number(number) => match small(number) {
                Some(small) => (What::Small, small),
                None => (What::Number, place(&mut self.numbers, number)),
            },
            Value::Formula(formula, result) => (What::Formula, place(&mut self.formulas, (formula, result))),
        };
        self.cells.push(Held { look, what, which });
    }

    /// Ends the row.
    pub fn end_row(&mut self, height: Option<u32>) {
        self.heights.push(height);
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.heights.len()
    }

    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// The sheet as the library wrote it, with these rows in the place of all that it has below the header. After every row
    /// `full` may take what there is of it so far.
    pub fn completed(
        &self,
        xml: &str,
        numbers: &Numbers,
        mut full: impl FnMut(&mut String) -> Result<(), Error>,
    ) -> Result<String, Error> {
        let columns: Vec<String> = (0..self.columns).map(column_number_to_name).collect();
        let (mut out, tail) = self.start(xml, &columns).ok_or_else(strange)?;
        let (first, mut digits) = (FIRST_ROW as usize + 1, itoa::Buffer::new());
        let rows = (first..).zip(self.cells.chunks(columns.len())).zip(&self.heights);
        for ((row, cells), height) in rows {
            let row = digits.format(row);
            out.extend(["<row r=\"", row, "\""]);
            if let Some(height) = height {
                out.extend([" ht=\"", &in_pixels(*height), "\" customHeight=\"1\""]);
            }
            out.push('>');
            for (column, cell) in columns.iter().zip(cells) {
                let look = numbers.formats.get(usize::from(cell.look)).ok_or_else(strange)?;
                out.extend(["<c r=\"", column, row, "\" s=\"", look]);
                self.value(cell, numbers, &mut out).ok_or_else(strange)?;
            }
            out.push_str("</row>");
            full(&mut out)?;
        }
        out.extend(["</sheetData>", tail]);
        Ok(out)
    }

    /// What stands above the rows, and what below them.
    fn start<'a>(&self, xml: &'a str, columns: &[String]) -> Option<(String, &'a str)> {
        let (above, tail) = xml.split_once("</sheetData>")?;
        let (above, header) = above.split_once(&format!("<row r=\"{}\"", HEADER + 1))?;
        let header = header.split_once("</row>")?.0;
        let (before, after) = above.split_once("<dimension ref=\"")?;
        let after = after.split_once('"')?.1;
        let last = FIRST_ROW as usize + self.rows();
        let mut out = String::with_capacity(xml.len() + 40 * self.len().min(super::MANY));
        write!(out, "{before}<dimension ref=\"A1:{}{last}\"{after}", columns.last()?).ok()?;
        write!(out, "<row r=\"{}\"{header}</row>", HEADER + 1).ok()?;
        Some((out, tail))
    }

    /// The rest of a cell.
    fn value(&self, cell: &Held, numbers: &Numbers, out: &mut String) -> Option<()> {
        let (which, mut digits) = (cell.which as usize, itoa::Buffer::new());
        match cell.what {
            What::Blank => out.push_str("\"/>"),
            What::Text => {
                out.extend(["\" t=\"s\"><v>", digits.format(numbers.first_text + which), "</v></c>"]);
            }
            What::Small => out.extend(["\"><v>", digits.format(which), "</v></c>"]),
            What::Number => write!(out, "\"><v>{}</v></c>", self.numbers.get(which)?).ok()?,
            What::Formula => {
                let (formula, result) = self.formulas.get(which)?;
                let formula = formula.trim_start_matches('=');
                out.extend(["\"><f>", &partial_escape(formula), "</f><v>", result, "</v></c>"]);
            }
        }
        Some(())
    }
}

/// A number that is whole and not large.
fn small(number: f64) -> Option<u32> {
    let is_small = number.fract() == 0.0 && number.is_sign_positive() && number <= f64::from(u32::MAX);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is within the range of the type"
    )]
    is_small.then_some(number as u32)
}

/// Puts a thing at the end, and gives its place.
fn place<T>(things: &mut Vec<T>, thing: T) -> u32 {
    things.push(thing);
    u32::try_from(things.len() - 1).unwrap_or(u32::MAX)
}

/// A height in points as a workbook has it: in whole pixels, four of which are three points.
fn in_pixels(points: u32) -> String {
    let quarters = (8 * points + 3) / 6 * 3;
    format!("{}{}", quarters / 4, ["", ".25", ".5", ".75"][quarters as usize % 4])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_height_is_one_of_whole_pixels() {
        for (points, told) in [(28, "27.75"), (42, "42"), (14, "14.25"), (26, "26.25"), (405, "405")] {
            assert_eq!(in_pixels(points), told);
        }
    }

    #[test]
    fn a_whole_number_stands_in_its_cell() {
        for (number, held) in [
            (0.0, Some(0)),
            (4_294_967_295.0, Some(4_294_967_295)),
            (4_294_967_296.0, None),
            (-1.0, None),
            (-0.0, None),
            (0.5, None),
            (f64::NAN, None),
            (f64::INFINITY, None),
        ] {
            assert_eq!(small(number), held, "{number}");
        }
    }
}
