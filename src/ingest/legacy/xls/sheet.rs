//! The cells of a sheet of an xls.

use super::{BEGIN, Book, END, Entry, Record, records};
use crate::ingest::compound::{number, word};
use crate::ingest::legacy::{Place, Spot, damaged_sheet, rk};
use crate::ingest::notes::Refusal;

const ROWS: usize = 1 << 16;
const COLUMNS: usize = 1 << 8;

/// What there is to know of a sheet before it is read.
pub struct Found {
    /// Where it says how large it is.
    pub sizes: Vec<usize>,
    /// Cells for which the reader makes room.
    pub room: u64,
}

/// Goes through a sheet.
///
/// # Errors
/// `E-SHEET`, `E-CELLREF`, `E-CELLDUP`, `E-STRING`, `E-NUMBER`, `E-STYLE`.
pub fn walk(stream: &[u8], book: &Book, entry: &Entry) -> Result<Found, Refusal> {
    Sheet { book, entry, taken: Vec::new(), values: None, formulas: None, awaits: false }.walk(stream)
}

/// First and last row, first and last column.
type Reach = Option<(Place, Place)>;

fn reach_to(reach: &mut Reach, (row, col): Place) {
    let ((top, left), (bottom, right)) = reach.unwrap_or(((row, col), (row, col)));
    *reach = Some(((top.min(row), left.min(col)), (bottom.max(row), right.max(col))));
}

fn area(reach: Reach) -> u64 {
    let across = |first: u32, last: u32| u64::from(last - first) + 1;
    reach.map_or(0, |((top, left), (bottom, right))| across(top, bottom) * across(left, right))
}

/// A sheet, as its cells come.
struct Sheet<'a> {
    book: &'a Book,
    entry: &'a Entry,
    /// A bit for each cell that there is, by its place.
    taken: Vec<u64>,
    values: Reach,
    formulas: Reach,
    /// The result of the formula before is a text, which comes next.
    awaits: bool,
}

impl<'a> Sheet<'a> {
    fn walk(&mut self, stream: &[u8]) -> Result<Found, Refusal> {
        const SIZE: u64 = 0x200;
        const OF_ROWS: u64 = 0x10;
        let mut depth = 0;
        let mut sizes = Vec::new();
        for (place, record) in records(stream, self.entry.at).enumerate() {
            match record.kind {
                BEGIN if place == 0 => {
                    if self.entry.has_rows && number(record.body, 2, 2) != Some(OF_ROWS) {
                        break;
                    }
                }
                _ if place == 0 => break,
                BEGIN => depth += 1,
                END if depth == 0 => {
                    return Ok(Found { sizes, room: area(self.values) + area(self.formulas) });
                }
                END => depth -= 1,
                // A chart in the sheet has cells of its own.
                _ if depth > 0 => {}
                SIZE => sizes.push(record.at),
                _ => self.record(&record)?,
            }
        }
        Err(damaged_sheet(&self.entry.name, "is cut short or damaged"))
    }

    fn record(&mut self, Record { kind, body, .. }: &Record) -> Result<(), Refusal> {
        if !self.entry.has_rows {
            self.reach_of_chart(*kind, body);
            return Ok(());
        }
        match kind {
            0x06 => self.formula(body),
            0x207 => self.result(body),
            0xbd => self.row_of_numbers(body),
            0xe5 => self.merged(body),
            0x203 | 0x27e | 0xfd | 0x204 | 0xd6 | 0x205 => self.cell(*kind, body),
            // Cells as Excel 2 to 4 wrote them, which the reader passes over.
            0x02..=0x05 | 0x07 | 0x206 | 0x406 => {
                Err(damaged_sheet(&self.entry.name, "holds cells in a form that cannot be read"))
            }
            _ => Ok(()),
        }
    }

    /// Room is made for the cells of a chart or a macro too, which are never used.
    fn reach_of_chart(&mut self, kind: u64, body: &[u8]) {
        let half = |at| number(body, at, 2).and_then(|half| u32::try_from(half).ok()).unwrap_or(0);
        match kind {
            0x06 => reach_to(&mut self.formulas, (half(0), half(2))),
            0xbd => reach_to(&mut self.values, (half(0), half(body.len().saturating_sub(2)))),
            0x203 | 0x27e | 0xfd | 0x204 | 0xd6 | 0x205 => {}
            _ => return,
        }
        reach_to(&mut self.values, (half(0), half(2)));
    }

    /// The cell of a record, in its place and with its format.
    fn spot(&mut self, body: &[u8]) -> Result<Spot<'a>, Refusal> {
        let half = |at| number(body, at, 2).and_then(|half| u32::try_from(half).ok());
        let (Some(row), Some(col), Some(style)) = (half(0), half(2), half(4)) else {
            return Err(damaged_sheet(&self.entry.name, "has a cell that is cut short"));
        };
        self.take((row, col), style)
    }

    /// Takes a place, once.
    fn take(&mut self, at: Place, style: u32) -> Result<Spot<'a>, Refusal> {
        let spot = Spot { sheet: &self.entry.name, at };
        let col = usize::try_from(at.1).ok().filter(|col| *col < COLUMNS).ok_or_else(|| spot.outside())?;
        let cell = at.0 as usize * COLUMNS + col;
        self.taken.resize(ROWS * COLUMNS / 64, 0);
        let (word, bit) = (&mut self.taken[cell / 64], 1 << (cell % 64));
        if *word & bit != 0 {
            return Err(spot.twice());
        }
        *word |= bit;
        reach_to(&mut self.values, at);
        spot.styled(style, self.book.styles)?;
        Ok(spot)
    }

    fn cell(&mut self, kind: u64, body: &[u8]) -> Result<(), Refusal> {
        let (is_wide, texts) = (self.book.is_wide, self.book.texts);
        let spot = self.spot(body)?;
        let short = || spot.cut_short();
        match kind {
            0x203 => spot.finite(fraction(body, 6).ok_or_else(short)?),
            0x27e => spot.finite(rk(word(body, 6).ok_or_else(short)?)),
            0xfd => spot.listed(word(body, 6).ok_or_else(short)?, texts),
            0x205 => match body.get(6..8) {
                Some([value, 0]) => spot.truth(*value),
                Some([value, 1]) => spot.fault(*value).map(|_| ()),
                _ => Err(short()),
            },
            // A text in several fonts says after it how many there are.
            0xd6 => {
                let end = text(body, 6, is_wide).ok_or_else(short)?;
                body.get(end).map(|_| ()).ok_or_else(short)
            }
            _ => text(body, 6, is_wide).map(|_| ()).ok_or_else(short),
        }
    }

    fn formula(&mut self, body: &[u8]) -> Result<(), Refusal> {
        const LENGTH: usize = 20;
        let spot = self.spot(body)?;
        let at = spot.at;
        let result = body.get(6..14).filter(|_| body.len() >= LENGTH).ok_or_else(|| spot.cut_short())?;
        let awaits = match result {
            // A text that follows; or an empty one, after which some programs write it out all the same.
            [0 | 3, .., 0xff, 0xff] => true,
            [1, _, value, .., 0xff, 0xff] => spot.truth(*value).map(|()| false)?,
            [2, _, value, .., 0xff, 0xff] => spot.fault(*value).map(|_| false)?,
            [_, .., 0xff, 0xff] => return Err(spot.cut_short()),
            _ => spot.finite(fraction(result, 0).ok_or_else(|| spot.cut_short())?).map(|()| false)?,
        };
        self.awaits = awaits;
        reach_to(&mut self.formulas, at);
        Ok(())
    }

    /// The text that a formula gives.
    fn result(&mut self, body: &[u8]) -> Result<(), Refusal> {
        if !self.awaits {
            return Err(damaged_sheet(&self.entry.name, "holds the result of a formula and no formula"));
        }
        self.awaits = false;
        // An empty text may go without the width of its letters.
        if body == [0, 0] || text(body, 0, self.book.is_wide).is_some() {
            return Ok(());
        }
        Err(damaged_sheet(
            &self.entry.name,
            "holds the text of a formula that is cut short, or too long to be read",
        ))
    }

    /// Numbers side by side: their row, the first column, a format and a number each, the last column.
    fn row_of_numbers(&mut self, body: &[u8]) -> Result<(), Refusal> {
        let short = |entry: &Entry| damaged_sheet(&entry.name, "has a row of numbers that is cut short");
        let end = body.len().saturating_sub(2);
        let half = |at| number(body, at, 2).and_then(|half| u32::try_from(half).ok());
        let (Some(row), Some(first), Some(last)) = (half(0), half(2), half(end)) else {
            return Err(short(self.entry));
        };
        let numbers = body.get(4..end).unwrap_or_default();
        let is_whole =
            numbers.len() % 6 == 0 && numbers.len() / 6 == (last + 1).saturating_sub(first) as usize;
        if !is_whole || numbers.is_empty() {
            return Err(short(self.entry));
        }
        for (col, number) in (first..).zip(numbers.chunks_exact(6)) {
            let spot = self.take((row, col), u32::from(number[0]) | u32::from(number[1]) << 8)?;
            spot.finite(rk(word(number, 2).unwrap_or_default()))?;
        }
        Ok(())
    }

    /// Blocks of merged cells: how many, and the first and last row, the first and last column of each.
    fn merged(&self, body: &[u8]) -> Result<(), Refusal> {
        let damaged = || damaged_sheet(&self.entry.name, "has a list of merged cells that is damaged");
        let stated = number(body, 0, 2).ok_or_else(damaged)?;
        let blocks = body[2..].chunks_exact(8);
        let is_whole = stated <= blocks.len() as u64;
        let is_block = |block: &[u8]| {
            let half = |at| number(block, at, 2);
            half(0) <= half(2) && half(4) <= half(6)
        };
        if is_whole && blocks.into_iter().all(is_block) { Ok(()) } else { Err(damaged()) }
    }
}

fn fraction(body: &[u8], at: usize) -> Option<f64> {
    number(body, at, 8).map(f64::from_bits)
}

/// A text at a place: how many letters, perhaps how wide they are, then they. Nothing if it does not fit; otherwise where
/// it ends.
fn text(body: &[u8], at: usize, is_wide: bool) -> Option<usize> {
    let length = usize::try_from(number(body, at, 2)?).ok()?;
    let (width, from) = match is_wide {
        true if body.get(at + 2)? & 1 == 1 => (2, at + 3),
        true => (1, at + 3),
        false => (1, at + 2),
    };
    let end = from + length * width;
    (end <= body.len()).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{begin, record};
    use super::*;

    fn halves(halves: &[u16]) -> Vec<u8> {
        halves.iter().flat_map(|half| half.to_le_bytes()).collect()
    }

    /// A cell of a kind in the first row, of format 0.
    fn cell(kind: u16, col: u16, value: &[u8]) -> Vec<u8> {
        record(kind, &[&halves(&[0, col, 0]), value].concat())
    }

    fn formula(col: u16, result: [u8; 8]) -> Vec<u8> {
        cell(0x06, col, &[&result[..], &[0; 8]].concat())
    }

    /// What is said of a sheet of a workbook of two texts and one format: how much room it needs, or what is wrong.
    fn told(cells: &[Vec<u8>]) -> String {
        told_of(&[begin(16), cells.concat(), record(0x0a, &[])].concat(), true)
    }

    fn told_of(stream: &[u8], has_rows: bool) -> String {
        let book = Book { sheets: Vec::new(), texts: 2, styles: 1, is_wide: true };
        match walk(stream, &book, &Entry { name: "Staff".into(), at: 0, has_rows }) {
            Ok(found) => format!("{} cells, size at {:?}", found.room, found.sizes),
            Err(refusal) => {
                let what = refusal.message.split(", so the whole").next().unwrap_or_default().to_owned();
                format!(
                    "{}: {}",
                    refusal.code,
                    what.replace("The cell ", "").replace(" of the sheet “Staff”", "")
                )
            }
        }
    }

    #[test]
    fn a_sheet_needs_room_from_its_first_value_to_its_last_and_for_its_formulas() {
        assert_eq!(told(&[]), "0 cells, size at []");
        let size = record(0x200, &[5, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0]);
        assert_eq!(told(&[size, cell(0xfd, 1, &[1, 0, 0, 0])]), "1 cells, size at [8]");
        let far = record(0x203, &[&halves(&[9, 9, 0]), &19.5_f64.to_le_bytes()[..]].concat());
        assert_eq!(told(&[cell(0x27e, 0, &[2, 0, 0, 0]), far]), "100 cells, size at []");
        let text = record(0x207, &[2, 0, 0, b'h', b'i']);
        assert_eq!(told(&[formula(0, [0, 0, 0, 0, 0, 0, 255, 255]), text]), "2 cells, size at []");
        let chart = [begin(32), cell(0x203, 300, &[]), cell(0x203, 300, &[]), record(0x0a, &[])].concat();
        assert_eq!(told(std::slice::from_ref(&chart)), "0 cells, size at []", "a chart in a sheet");
        assert_eq!(told_of(&chart, false), "1 cells, size at []", "a chart as a sheet");
    }

    #[test]
    fn a_cell_stands_once_inside_the_grid_and_holds_what_its_kind_needs() {
        let number = 19.5_f64.to_le_bytes();
        let nan = f64::NAN.to_le_bytes();
        let listed = |place: u8| cell(0xfd, 1, &[place, 0, 0, 0]);
        for (cells, said) in [
            (
                vec![listed(2)],
                "E-STRING: B1 names the place “2” in the workbook’s list of texts, which ends at 1",
            ),
            (vec![cell(0xfd, 1, &[1, 0, 0])], "E-SHEET: B1 is cut short"),
            (vec![cell(0x203, 1, &number[..7])], "E-SHEET: B1 is cut short"),
            (vec![record(0x203, &[0, 0, 1])], "E-SHEET: The sheet “Staff” has a cell that is cut short"),
            (vec![cell(0x203, 1, &nan)], "E-NUMBER: B1 holds “NaN” as a number"),
            (vec![cell(0x27e, 1, &[0, 0, 0xf0, 0x7f])], "E-NUMBER: B1 holds “inf” as a number"),
            (vec![cell(0x204, 1, &[3, 0, 0, b'h', b'i'])], "E-SHEET: B1 is cut short"),
            (vec![cell(0x204, 1, &[2, 0, 1, b'h', b'i'])], "E-SHEET: B1 is cut short"),
            (vec![cell(0x205, 1, &[2, 0])], "E-SHEET: B1 holds “2” where only TRUE or FALSE can stand"),
            (vec![cell(0x205, 1, &[9, 1])], "E-SHEET: B1 holds “9” as the error of a formula, which is none"),
            (
                vec![cell(0x203, 256, &number)],
                "E-CELLREF: The sheet “Staff” has a cell “IW1”, which lies outside every sheet",
            ),
            (vec![listed(0), cell(0x203, 1, &number)], "E-CELLDUP: B1 stands twice, perhaps with two values"),
            (
                vec![record(0x203, &[&halves(&[0, 1, 7]), &number[..]].concat())],
                "E-STYLE: B1 has the format “7”, and the workbook has 1",
            ),
            (vec![formula(1, nan)], "E-NUMBER: B1 holds “NaN” as a number"),
            (
                vec![formula(1, [2, 0, 1, 0, 0, 0, 255, 255])],
                "E-SHEET: B1 holds “1” as the error of a formula, which is none",
            ),
            (
                vec![record(0x207, &[0, 0])],
                "E-SHEET: The sheet “Staff” holds the result of a formula and no formula",
            ),
            (
                vec![record(0x03, &[0; 15])],
                "E-SHEET: The sheet “Staff” holds cells in a form that cannot be read",
            ),
        ] {
            assert_eq!(told(&cells), said);
        }
    }

    #[test]
    fn numbers_side_by_side_are_as_many_as_their_columns() {
        let rks = |first: u16, count: usize, last: u16| {
            record(0xbd, &[halves(&[0, first]), [0, 0, 2, 0, 0, 0].repeat(count), halves(&[last])].concat())
        };
        assert_eq!(told(&[rks(1, 3, 3)]), "3 cells, size at []");
        for wrong in [rks(1, 3, 4), rks(1, 2, 3), rks(3, 3, 1), rks(0, 0, 0), record(0xbd, &[0; 5])] {
            assert_eq!(told(&[wrong]), "E-SHEET: The sheet “Staff” has a row of numbers that is cut short");
        }
        assert!(told(&[rks(254, 3, 256)]).starts_with("E-CELLREF"));
        assert!(told(&[rks(1, 3, 3), cell(0xfd, 2, &[0; 4])]).starts_with("E-CELLDUP: C1"));
    }

    #[test]
    fn merged_cells_are_as_many_as_stated_and_do_not_end_before_they_begin() {
        let merged = |fields: &[u16]| told(&[record(0xe5, &halves(fields))]);
        assert_eq!(merged(&[1, 0, 2, 0, 0]), "0 cells, size at []");
        assert!(merged(&[2, 0, 2, 0, 0]).starts_with("E-SHEET"));
        assert!(merged(&[1, 2, 0, 0, 0]).starts_with("E-SHEET"));
    }

    #[test]
    fn a_sheet_begins_and_ends() {
        let whole = [begin(16), cell(0xfd, 1, &[1, 0, 0, 0]), record(0x0a, &[])].concat();
        assert_eq!(told_of(&whole, true), "1 cells, size at []");
        for cut in 0..whole.len() {
            assert!(told_of(&whole[..cut], true).starts_with("E-SHEET"), "{cut}");
        }
        assert!(told_of(&[begin(32), record(0x0a, &[])].concat(), true).starts_with("E-SHEET"), "a chart");
    }
}
