//! One cell of a table: words as words, numbers as numbers, dates as dates, and nothing where there is no figure.

use super::column::Shown;
use super::look::{Look, Side};
use super::{Targets, number, text};
use crate::model::text::begins_like_a_formula;
use crate::model::units::Ratio;
use crate::tables::{Cell, Column, Kind, words};
use chrono::NaiveDate;
use rust_xlsxwriter::IntoExcelDateTime;
use rust_xlsxwriter::utility::row_col_to_cell;
use std::borrow::Cow;

/// What a cell of a sheet holds.
pub(super) enum Value<'a> {
    /// Nothing but its look.
    Blank,
    /// Words, as they may stand in a cell.
    Text(Cow<'a, str>),
    /// The nearest double; of a date, the days of a workbook.
    Number(f64),
    /// A formula, and what it gives, for programs that do not work it out.
    Formula(String, String),
    /// Words that lead to a place in the workbook, or to a file beside it.
    Link(String, Cow<'a, str>),
}

/// The exact number of a cell that shows one, and its format.
pub(super) fn number(cell: &Cell, column: &Column) -> Option<(Ratio, Cow<'static, str>)> {
    match cell {
        Cell::Figure(figure) => {
            let value = figure.value();
            let format = match column.kind {
                Kind::Terms => number::PART,
                // A full-time equivalent is a share that people read as a number.
                Kind::Share if column.header.contains("FTE") => number::PART,
                _ => number::amount(figure.unit(), value),
            };
            Some((number::held(figure.unit(), value), Cow::Borrowed(format)))
        }
        Cell::Difference { figure, over_is_bad } => {
            let value = figure.value();
            let format = number::difference(figure.unit(), value, *over_is_bad);
            Some((number::held(figure.unit(), value), format))
        }
        Cell::Rows(count) => {
            let count = Ratio::whole(i64::try_from(*count).unwrap_or(i64::MAX));
            Some((count, Cow::Borrowed(number::digits(count))))
        }
        Cell::Share(share) => Some((**share, Cow::Borrowed(number::percent(**share)))),
        Cell::Read(read) => {
            let (unit, value) = (read.unit, read.value);
            Some((number::held(unit, value), Cow::Borrowed(number::amount(unit, value))))
        }
        Cell::Live(live) => number(&live.value, column),
        _ => None,
    }
}

/// What a cell of a table is on a sheet, and how it looks there; `base` is how its column and row look.
pub(super) fn of<'a>(
    cell: &'a Cell,
    (table, shown): (&str, &Shown),
    at: (u32, u16),
    base: Look,
    targets: &Targets,
) -> (Look, Value<'a>) {
    let words = |text: &'a str| {
        let words = text::clean(text);
        (quoted(&words, base.clone()), Value::Text(words))
    };
    match cell {
        minutes if shown.duration => duration(at, minutes, base),
        // On Origins the id is the target of the links, not a link to itself.
        Cell::FigureLink(id) if table == "Origins" => words(id),
        // There a value is exact, so a fraction is written as one.
        Cell::Figure(figure) if table == "Origins" && !figure.value().is_whole() => {
            let exact = figure.value().to_string();
            (Look { side: Side::Right, ..quoted(&exact, base) }, Value::Text(Cow::Owned(exact)))
        }
        Cell::Blank => (base, Value::Blank),
        Cell::Text(text) => words(text),
        Cell::Outcome(outcome) => words(words::outcome(*outcome)),
        Cell::Strength(strength) => words(words::strength(*strength)),
        Cell::Date(date) => (left(base, number::DATE), Value::Number(NaiveDate::to_excel_serial_date(date))),
        Cell::Live(told) => live(&told.formula, &told.value, shown.column, base),
        Cell::Figure(_) | Cell::Difference { .. } | Cell::Rows(_) | Cell::Share(_) | Cell::Read(_) => {
            match number(cell, shown.column) {
                Some((value, format)) => (right(base, format), Value::Number(number::nearest(value))),
                None => (base, Value::Blank),
            }
        }
        // As a number it is sorted as one; to the left it reads as the name it is.
        Cell::Ordinal(n) => (left(base, "0"), Value::Number(f64::from(*n))),
        Cell::FigureLink(id) => link(targets.figure(id), id, base),
        Cell::TableLink(told) => link(targets.table(told.to), &told.text, base),
        Cell::FileLink(told) => link(Some(format!("file:///{}", told.to)), &told.text, base),
    }
}

/// A formula over other cells, and what it gives.
fn live<'a>(formula: &str, value: &'a Cell, column: &Column, base: Look) -> (Look, Value<'a>) {
    let formula = |result| Value::Formula(format!("={formula}"), result);
    match (number(value, column), value) {
        (Some((value, format)), _) => (right(base, format), formula(number::nearest(value).to_string())),
        (None, Cell::Text(words)) => (base, formula(text::clean(words).into_owned())),
        (None, _) => (base, formula(String::new())),
    }
}

/// Hours and minutes of the minutes to the left, which Excel adds up as it does any time.
fn duration<'a>((row, col): (u32, u16), minutes: &Cell, base: Look) -> (Look, Value<'a>) {
    let minutes = if let Cell::Live(live) = minutes { &live.value } else { minutes };
    let Cell::Figure(figure) = minutes else { return (base, Value::Blank) };
    let beside = row_col_to_cell(row, col - 1);
    let result = number::nearest_days(figure.value()).to_string();
    (right(base, Cow::Borrowed(number::DURATION)), Value::Formula(format!("={beside}/1440"), result))
}

fn right(mut look: Look, format: Cow<'static, str>) -> Look {
    (look.number, look.side) = (Some(format), Side::Right);
    look
}

fn left(mut look: Look, format: &'static str) -> Look {
    (look.number, look.side) = (Some(Cow::Borrowed(format)), Side::Left);
    look
}

/// A link, or the words alone where it would lead nowhere.
fn link(target: Option<String>, words: &str, base: Look) -> (Look, Value<'_>) {
    let words = text::clean(words);
    let look = quoted(&words, base);
    match target {
        Some(target) => (Look { link: true, ..look }, Value::Link(target, words)),
        None => (look, Value::Text(words)),
    }
}

/// With the quote prefix, if the words begin like a formula.
fn quoted(words: &str, base: Look) -> Look {
    Look { quoted: begins_like_a_formula(words), ..base }
}
