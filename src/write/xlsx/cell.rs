//! One cell of a table: words as words, numbers as numbers, dates as dates, and nothing where there is no figure.

use super::{Error, Targets, look, number, put, quoted, text};
use crate::model::units::Ratio;
use crate::tables::{Cell, Column, Kind, words};
use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{Format, FormatAlign, Formula, Url, Worksheet};

/// The exact number of a cell that shows one, and its format.
pub(super) fn number(cell: &Cell, column: &Column) -> Option<(Ratio, String)> {
    match cell {
        Cell::Figure(figure) => {
            let value = figure.value();
            let format = match column.kind {
                Kind::Terms => number::PART.to_owned(),
                // A full-time equivalent is a share that people read as a number.
                Kind::Share if column.header.contains("FTE") => number::PART.to_owned(),
                _ => number::amount(figure.unit(), value),
            };
            Some((number::held(figure.unit(), value), format))
        }
        Cell::Difference { figure, over_is_bad } => {
            let value = figure.value();
            let format = number::difference(figure.unit(), value, *over_is_bad);
            Some((number::held(figure.unit(), value), format))
        }
        Cell::Rows(count) => {
            let count = Ratio::whole(i64::try_from(*count).unwrap_or(i64::MAX));
            Some((count, number::digits(count).to_owned()))
        }
        Cell::Read { value, unit, .. } => Some((number::held(unit, *value), number::amount(unit, *value))),
        Cell::Live { value, .. } => number(value, column),
        _ => None,
    }
}

/// Writes a cell.
pub(super) fn write(
    sheet: &mut Worksheet,
    at: (u32, u16),
    cell: &Cell,
    (column, base): (&Column, Format),
    targets: &Targets,
) -> Result<(), Error> {
    let (row, col) = at;
    match cell {
        Cell::Blank => {
            sheet.write_blank(row, col, &base)?;
        }
        Cell::Text(words) => put(sheet, at, words, &base)?,
        Cell::Outcome(outcome) => put(sheet, at, words::outcome(*outcome), &base)?,
        Cell::Strength(strength) => put(sheet, at, words::strength(*strength), &base)?,
        Cell::Date(date) => {
            let format = base.set_num_format(number::DATE).set_align(FormatAlign::Left);
            sheet.write_date_with_format(row, col, date, &format)?;
        }
        Cell::Live { formula, value } => live(sheet, at, (formula, value), (column, base))?,
        Cell::Figure(_) | Cell::Difference { .. } | Cell::Rows(_) | Cell::Read { .. } => {
            if let Some((value, format)) = number(cell, column) {
                sheet.write_number_with_format(row, col, number::nearest(value), &right(base, &format))?;
            }
        }
        // As a number it is sorted as one; to the left it reads as the name it is.
        Cell::Ordinal(n) => {
            let format = base.set_num_format("0").set_align(FormatAlign::Left);
            sheet.write_number_with_format(row, col, *n, &format)?;
        }
        Cell::FigureLink(id) => link(sheet, at, targets.figure(id), id, base)?,
        Cell::TableLink { text, table } => link(sheet, at, targets.table(table), text, base)?,
    }
    Ok(())
}

/// A formula, and what it gives, for programs that do not work it out.
fn live(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    (formula, value): (&str, &Cell),
    (column, base): (&Column, Format),
) -> Result<(), Error> {
    let formula = Formula::new(format!("={formula}"));
    match (number(value, column), value) {
        (Some((value, format)), _) => {
            let formula = formula.set_result(number::nearest(value).to_string());
            sheet.write_formula_with_format(row, col, formula, &right(base, &format))?;
        }
        (None, Cell::Text(words)) => {
            sheet.write_formula_with_format(row, col, formula.set_result(text::clean(words)), &base)?;
        }
        (None, _) => {
            sheet.write_formula_with_format(row, col, formula.set_result(""), &base)?;
        }
    }
    Ok(())
}

/// Hours and minutes of the minutes to the left, which Excel adds up as it does any time.
pub(super) fn duration(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    minutes: &Cell,
    base: Format,
) -> Result<(), Error> {
    let minutes = if let Cell::Live { value, .. } = minutes { value } else { minutes };
    let Cell::Figure(figure) = minutes else {
        sheet.write_blank(row, col, &base)?;
        return Ok(());
    };
    let beside = row_col_to_cell(row, col - 1);
    let result = number::nearest_days(figure.value()).to_string();
    let formula = Formula::new(format!("={beside}/1440")).set_result(result);
    sheet.write_formula_with_format(row, col, formula, &right(base, number::DURATION))?;
    Ok(())
}

fn right(base: Format, format: &str) -> Format {
    base.set_num_format(format).set_align(FormatAlign::Right)
}

/// A link inside the workbook, or the words alone where it would lead nowhere.
fn link(
    sheet: &mut Worksheet,
    at: (u32, u16),
    target: Option<String>,
    words: &str,
    base: Format,
) -> Result<(), Error> {
    let Some(target) = target else { return put(sheet, at, words, &base) };
    let words = text::clean(words);
    let format = quoted(&words, look::link(base));
    sheet.write_url_with_format(at.0, at.1, Url::new(target).set_text(words), &format)?;
    Ok(())
}
