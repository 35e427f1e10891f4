//! Where the cells of a sheet stand and what numbers they hold, checked: an address that is wrong makes a wrong figure.

use super::notes::Refusal;
use super::parse::shown;
use super::sheet::Cell;
use super::stored::cell;
use crate::model::source::{SheetId, Source};
use calamine::Data;

/// Most cells of one sheet that are read.
pub const CELLS: usize = 3_000_000;
const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;

/// Checks the cells of a sheet, in the order of the file.
///
/// # Errors
/// `E-LIMIT` if there are too many, `E-CELLREF` for a cell outside the grid, `E-CELLDUP` if one stands twice or out of
/// order, `E-NUMBER` for a number that is none.
pub fn check(sheet: &str, cells: &[((u32, u32), Data)]) -> Result<(), Refusal> {
    if cells.len() > CELLS {
        return Err(too_many(sheet));
    }
    let mut before: Option<&((u32, u32), Data)> = None;
    for one in cells {
        let (at, data) = one;
        if at.0 >= ROWS || at.1 >= COLUMNS {
            return Err(damaged(
                "E-CELLREF",
                &format!("The sheet “{sheet}” has a cell “{}”, which lies outside every sheet", name(*at)),
            ));
        }
        if let Data::Float(number) = data
            && !number.is_finite()
        {
            return Err(Refusal::new(
                "E-NUMBER",
                format!(
                    "The cell {} of the sheet “{sheet}” holds “{number}” as a number, so the whole workbook was left out.",
                    name(*at)
                ),
                "Open it in Excel, type the value of that cell again, such as 0.6, and save the workbook.",
            ));
        }
        if let Some((earlier, other)) = before.filter(|(earlier, _)| earlier >= at) {
            return Err(if earlier == at {
                twice(sheet, *at, &cell(other), &cell(data))
            } else {
                out_of_order(sheet, *at, *earlier)
            });
        }
        before = Some(one);
    }
    Ok(())
}

/// What is said of a sheet with more than [`CELLS`].
pub fn too_many(sheet: &str) -> Refusal {
    Refusal::new(
        "E-LIMIT",
        format!("The sheet “{sheet}” has more than {CELLS} cells."),
        "Delete unused rows and columns in Excel, and save it under a new name.",
    )
}

/// What is said of a cell that stands twice.
pub fn twice(sheet: &str, at: (u32, u32), one: &Cell, other: &Cell) -> Refusal {
    let (at, one, other) = (name(at), shown(one), shown(other));
    damaged(
        "E-CELLDUP",
        &format!("The cell {at} of the sheet “{sheet}” stands twice, as “{one}” and as “{other}”"),
    )
}

/// What is said of a cell that stands after one it should stand before.
pub fn out_of_order(sheet: &str, at: (u32, u32), earlier: (u32, u32)) -> Refusal {
    let (at, earlier) = (name(at), name(earlier));
    damaged(
        "E-CELLDUP",
        &format!("The cell {at} of the sheet “{sheet}” stands after {earlier}, out of order"),
    )
}

fn damaged(code: &'static str, what: &str) -> Refusal {
    Refusal::new(
        code,
        format!("{what}, so the whole workbook was left out."),
        "Open it in Excel, save it under a new name, and use that file.",
    )
}

/// `B12` for row and column from zero.
pub fn name((row, col): (u32, u32)) -> String {
    Source { sheet: SheetId(0), row, col }.cell()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(cells: &[((u32, u32), Data)]) -> String {
        check("Staff", cells)
            .map_or_else(|refusal| format!("{}: {}", refusal.code, refusal.message), |()| "well".into())
    }

    #[test]
    fn a_cell_stands_once_inside_the_grid_and_holds_a_number() {
        let number = |row, col, value| ((row, col), Data::Float(value));
        assert_eq!(told(&[number(0, 0, 1.0), number(1_048_575, 16_383, 2.0)]), "well");
        assert_eq!(
            told(&[number(1, 1, 19.5), number(1, 1, 999.0)]),
            "E-CELLDUP: The cell B2 of the sheet “Staff” stands twice, as “19.5” and as “999”, so the whole workbook was left out."
        );
        assert_eq!(
            told(&[number(4, 0, 1.0), number(1, 1, 2.0)]),
            "E-CELLDUP: The cell B2 of the sheet “Staff” stands after A5, out of order, so the whole workbook was left out."
        );
        assert!(told(&[number(1_048_576, 0, 1.0)]).starts_with("E-CELLREF"));
        assert!(told(&[number(0, 0, f64::NAN)]).starts_with("E-NUMBER"));
    }
}
