//! The cells of a sheet of an xlsb.

use super::Known;
use crate::ingest::legacy::biff12::{Record, Records, fraction, text, word};
use crate::ingest::legacy::{Place, Spot, damaged_sheet, name, rk};
use crate::ingest::notes::Refusal;
use calamine::CellErrorType;

const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;

/// Goes through the cells of a sheet, and gives the errors of its formulas.
///
/// # Errors
/// `E-SHEET`, `E-CELLREF`, `E-CELLDUP`, `E-STRING`, `E-NUMBER`, `E-STYLE`.
pub fn walk(sheet: &str, part: &[u8], known: Known) -> Result<Vec<(Place, CellErrorType)>, Refusal> {
    const BEGIN_CELLS: u32 = 0x91;
    const END_CELLS: u32 = 0x92;
    const END: u32 = 0x82;
    const SIZE: u32 = 0x94;
    let early = || damaged_sheet(sheet, "is cut short or damaged");
    // The reader goes to the first beginning after the size that it can see; with one of each there is no choice.
    let (mut sizes, mut begun, mut ended) = (0, 0, 0);
    let mut cells = Cells { sheet, known, row: None, before: None, faults: Vec::new() };
    for record in Records::of(part) {
        match record.kind {
            SIZE if record.body.len() < 16 || begun > 0 => return Err(early()),
            SIZE => sizes += 1,
            BEGIN_CELLS => begun += 1,
            END_CELLS => ended += 1,
            END if (sizes, begun, ended) == (1, 1, 1) => return Ok(cells.faults),
            END => return Err(early()),
            _ if begun == 1 && ended == 0 => cells.record(&record)?,
            _ => {}
        }
    }
    Err(early())
}

/// The cells of a sheet, as they come.
struct Cells<'a> {
    sheet: &'a str,
    known: Known,
    row: Option<u32>,
    before: Option<Place>,
    faults: Vec<(Place, CellErrorType)>,
}

impl Cells<'_> {
    fn record(&mut self, record: &Record) -> Result<(), Refusal> {
        match record.kind {
            0 => self.row(record.body),
            1..=11 => self.cell(record),
            // Cells without a column, or with text in several fonts, which the reader passes over.
            12..=18 | 62 => Err(damaged_sheet(self.sheet, "holds cells in a form that cannot be read")),
            _ => Ok(()),
        }
    }

    fn row(&mut self, body: &[u8]) -> Result<(), Refusal> {
        const LENGTH: usize = 17;
        let row = word(body, 0).filter(|_| body.len() >= LENGTH);
        let row = row.ok_or_else(|| damaged_sheet(self.sheet, "has a row that is cut short"))?;
        if row >= ROWS {
            return Err(Spot { sheet: self.sheet, at: (row, 0) }.outside());
        }
        self.row = Some(row);
        Ok(())
    }

    fn cell(&mut self, Record { kind, body }: &Record) -> Result<(), Refusal> {
        let row = self.row.ok_or_else(|| damaged_sheet(self.sheet, "has a cell before its first row"))?;
        let (Some(col), Some(style)) = (word(body, 0), word(body, 4)) else {
            return Err(damaged_sheet(
                self.sheet,
                &format!("has a cell in row {} that is cut short", row + 1),
            ));
        };
        let spot = Spot { sheet: self.sheet, at: (row, col) };
        if col >= COLUMNS {
            return Err(spot.outside());
        }
        if *kind == 1 {
            return Ok(());
        }
        match self.before {
            Some(before) if before == spot.at => return Err(spot.twice()),
            Some(before) if before > spot.at => {
                let what = format!("stands after {}, out of order", name(before));
                return Err(spot.faulty("E-CELLDUP", &what));
            }
            _ => self.before = Some(spot.at),
        }
        spot.styled(style & 0x00ff_ffff, self.known.styles)?;
        let byte = body.get(8).copied();
        let short = || spot.cut_short();
        match kind {
            2 => spot.finite(rk(word(body, 8).ok_or_else(short)?)),
            3 => spot.fault(byte.ok_or_else(short)?).map(|_| ()),
            4 | 10 => spot.truth(byte.ok_or_else(short)?),
            5 | 9 => spot.finite(fraction(body, 8).ok_or_else(short)?),
            6 | 8 => text(body, 8).map(|_| ()).ok_or_else(short),
            7 => spot.listed(word(body, 8).ok_or_else(short)?, self.known.texts),
            _ => {
                let fault = spot.fault(byte.ok_or_else(short)?)?;
                self.faults.push((spot.at, fault));
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{long, record, words};
    use super::*;

    fn row(row: u32) -> Vec<u8> {
        record(0, &words(&[row, 0, 0, 0, 0]))
    }

    /// A cell of a kind in a column, of format 0.
    fn cell(kind: u8, col: u32, value: &[u8]) -> Vec<u8> {
        record(kind, &[&words(&[col, 0]), value].concat())
    }

    /// What is said of a sheet of a workbook of two texts and one format.
    fn told(cells: &[Vec<u8>]) -> String {
        let part = [
            long(0x81, &[]),
            long(0x94, &[0; 16]),
            long(0x91, &[]),
            cells.concat(),
            long(0x92, &[]),
            long(0x82, &[]),
        ];
        told_of(&part.concat())
    }

    fn told_of(part: &[u8]) -> String {
        match walk("Staff", part, Known { texts: 2, styles: 1 }) {
            Ok(faults) => format!("{faults:?}"),
            Err(refusal) => {
                let what = refusal.message.replace(", so the whole workbook was left out", "");
                format!("{}: {what}", refusal.code)
            }
        }
    }

    #[test]
    fn a_cell_holds_what_its_kind_needs() {
        let number = 19.5_f64.to_le_bytes();
        assert_eq!(
            told(&[
                row(0),
                cell(7, 0, &words(&[1])),
                cell(5, 1, &number),
                cell(1, 2, &[]),
                row(9),
                cell(2, 0, &words(&[4000])),
                cell(6, 1, &[2, 0, 0, 0, b'h', 0, b'i', 0]),
                cell(4, 3, &[1]),
                cell(11, 4, &[0x2a]),
            ]),
            "[((9, 4), NA)]"
        );
        for (cells, said) in [
            (vec![cell(5, 1, &number[..4])], "E-SHEET: The cell B1 of the sheet “Staff” is cut short."),
            (
                vec![record(7, &[])],
                "E-SHEET: The sheet “Staff” has a cell in row 1 that is cut short: half of it is no evidence.",
            ),
            (
                vec![cell(7, 1, &words(&[2]))],
                "E-STRING: The cell B1 of the sheet “Staff” names the place “2” in the workbook’s list of texts, which ends at 1.",
            ),
            (
                vec![cell(6, 0, &[2, 0, 0, 0, b'h', 0])],
                "E-SHEET: The cell A1 of the sheet “Staff” is cut short.",
            ),
            (
                vec![cell(6, 0, &words(&[u32::MAX]))],
                "E-SHEET: The cell A1 of the sheet “Staff” is cut short.",
            ),
            (
                vec![cell(9, 0, &f64::NAN.to_le_bytes())],
                "E-NUMBER: The cell A1 of the sheet “Staff” holds “NaN” as a number.",
            ),
            (
                vec![cell(2, 0, &words(&[0x7ff0_0000]))],
                "E-NUMBER: The cell A1 of the sheet “Staff” holds “inf” as a number.",
            ),
            (
                vec![cell(10, 0, &[2])],
                "E-SHEET: The cell A1 of the sheet “Staff” holds “2” where only TRUE or FALSE can stand.",
            ),
            (
                vec![cell(3, 0, &[0x99])],
                "E-SHEET: The cell A1 of the sheet “Staff” holds “153” as the error of a formula, which is none.",
            ),
            (
                vec![record(5, &[&words(&[0, 7])[..], &number[..]].concat())],
                "E-STYLE: The cell A1 of the sheet “Staff” has the format “7”, and the workbook has 1.",
            ),
            (
                vec![cell(5, 16_384, &number)],
                "E-CELLREF: The sheet “Staff” has a cell “XFE1”, which lies outside every sheet.",
            ),
            (
                vec![row(1 << 20)],
                "E-CELLREF: The sheet “Staff” has a cell “A1048577”, which lies outside every sheet.",
            ),
            (
                vec![cell(5, 1, &number), cell(5, 1, &number)],
                "E-CELLDUP: The cell B1 of the sheet “Staff” stands twice, perhaps with two values.",
            ),
            (
                vec![cell(5, 1, &number), cell(5, 0, &number)],
                "E-CELLDUP: The cell A1 of the sheet “Staff” stands after B1, out of order.",
            ),
            (
                vec![cell(16, 0, &number)],
                "E-SHEET: The sheet “Staff” holds cells in a form that cannot be read: half of it is no evidence.",
            ),
        ] {
            assert_eq!(told(&[vec![row(0)], cells].concat()), said);
        }
    }

    #[test]
    fn a_sheet_is_whole_and_claims_no_more_bytes_than_it_has() {
        let whole =
            [long(0x94, &[0; 16]), long(0x91, &[]), row(0), long(0x92, &[]), long(0x82, &[])].concat();
        assert_eq!(told_of(&whole), "[]");
        for cut in 0..whole.len() {
            assert!(told_of(&whole[..cut]).starts_with("E-SHEET"), "{cut}");
        }
        let lie =
            [&long(0x94, &[0; 16])[..], &long(0x91, &[]), &[5, 0xff, 0xff, 0xff, 0x7f, 1, 2, 3]].concat();
        assert!(told_of(&lie).starts_with("E-SHEET"));
        let second = [&whole[..whole.len() - 3], &whole].concat();
        assert!(told_of(&second).starts_with("E-SHEET"), "the cells begin twice");
    }
}
