//! One table on one sheet: title, note, a header row, the rows as an Excel table, frozen, filtered, ready to print.

use super::cell::Value;
use super::column::{self, Shown};
use super::look::{Look, Looks};
use super::print::{self, Margins};
use super::rows::Rows;
use super::{Error, Targets, cell, chart, look, put, text};
use crate::rules::Strength;
use crate::tables::{Cell, Kind, Row, Table, words};
use rust_xlsxwriter::{
    Color, ConditionalFormatDataBar, Format, Formula, TableColumn, TableStyle, Url, Worksheet,
};

/// The header row, counted from zero.
pub(super) const HEADER: u32 = 3;
/// The first row of data, counted from zero.
pub(super) const FIRST_ROW: u32 = 4;
/// Height of a line, and of the highest row a sheet can have, in points.
pub(super) const LINE: u32 = 14;
const HIGHEST: u32 = 405;
/// Lines of a row in which somebody is to write.
const ROOM: u32 = 6;
/// An Excel table needs a row, so a table without any is this sentence.
pub(super) const NOTHING: &str = "There is nothing to list here.";
/// What a sheet can hold below its header.
pub(super) const MOST_ROWS: usize = 1_048_000;
const STRENGTHS: [Strength; 5] =
    [Strength::Statutory, Strength::Guidance, Strength::Grant, Strength::Programme, Strength::Local];

/// Writes the sheet of a table. If no chart and no formula needs its rows, `rows` takes them, if there are any to take them;
/// with it stands the number of the sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    table: &Table,
    (margins, targets): (&Margins, &Targets),
    (looks, rows): (&mut Looks, Option<(&mut Rows, usize)>),
) -> Result<(), Error> {
    let columns = column::of(table);
    let shown = &table.rows[..table.rows.len().min(MOST_ROWS)];
    let mut note = table.note.clone();
    if shown.len() < table.rows.len() {
        note = format!("Showing {} of {} rows. {note}", shown.len(), table.rows.len());
    }
    top(sheet, table, &note, &columns)?;
    if shown.is_empty() || columns.is_empty() {
        put(sheet, (HEADER, 0), NOTHING, &look::body())?;
        return print::set_up(sheet, margins, &columns, None);
    }
    let last = FIRST_ROW + u32::try_from(shown.len()).unwrap_or(u32::MAX) - 1;
    let is_drawn = chart::insert(sheet, table, &columns)?;
    let is_live = || shown.iter().flat_map(|row| &row.cells).any(|cell| matches!(cell, Cell::Live(_)));
    let mut planned = rows.filter(|_| !is_drawn && !is_live()).map(|(rows, number)| {
        rows.turn_to(number, (table.reference(), columns.len()));
        rows
    });
    // The library keeps a note of every cell of a table; of rows that are not its own it is shown the first.
    header(sheet, table, &columns, if planned.is_some() { FIRST_ROW } else { last })?;
    colours(sheet, table, &columns, last)?;
    let mut plain = vec![None; columns.len()];
    for (row, cells) in (FIRST_ROW..).zip(shown) {
        let place = (table.name, row, targets);
        let to = (&mut *looks, &mut plain[..], planned.as_deref_mut());
        let tallest = write_row(sheet, cells, &columns, place, to)?;
        let height = height(tallest);
        match (&mut planned, height) {
            (Some(planned), height) => planned.end_row(height),
            (None, Some(height)) => {
                sheet.set_row_height(row, height)?;
            }
            (None, None) => {}
        }
    }
    sheet.set_freeze_panes(FIRST_ROW, 1)?;
    print::set_up(sheet, margins, &columns, Some(last))
}

/// Title, note, and the widths of the columns.
pub(super) fn top(sheet: &mut Worksheet, table: &Table, note: &str, columns: &[Shown]) -> Result<(), Error> {
    sheet.set_name(table.name)?;
    sheet.set_tab_color(look::tab(table.name));
    sheet.set_row_height(0, 26)?;
    put(sheet, (0, 0), &table.title, &look::title())?;
    put(sheet, (1, 0), note, &look::note())?;
    for (col, shown) in (0..).zip(columns) {
        sheet.set_column_width(col, shown.width)?;
    }
    Ok(())
}

/// The height of a row of so many lines, where it is not one: not every program fits it to the words when it opens a file.
pub(super) fn height(lines: u32) -> Option<u32> {
    (lines > 1).then(|| (lines * LINE).min(HIGHEST))
}

/// The last column, counted from zero.
pub(super) fn last_col(columns: &[Shown]) -> u16 {
    u16::try_from(columns.len()).unwrap_or(u16::MAX).saturating_sub(1)
}

/// The header row, and the Excel table down to the row `last`.
pub(super) fn header(
    sheet: &mut Worksheet,
    table: &Table,
    columns: &[Shown],
    last: u32,
) -> Result<(), Error> {
    let caption = |(col, shown): (usize, &Shown)| {
        let format = look::header(shown.is_right()).set_indent(u8::from(col > 0));
        TableColumn::new().set_header(shown.header()).set_header_format(format)
    };
    let captions: Vec<TableColumn> = columns.iter().enumerate().map(caption).collect();
    let named = rust_xlsxwriter::Table::new()
        .set_name(table.reference())
        .set_style(TableStyle::None)
        .set_banded_rows(false)
        .set_alt_text_title(table.name)
        .set_alt_text(text::clean(&table.title))
        .set_columns(&captions);
    sheet.add_table(HEADER, 0, last, last_col(columns), &named)?;
    let lines = columns.iter().map(Shown::header_lines).max().unwrap_or(1);
    sheet.set_row_height(HEADER, (lines * LINE).max(32))?;
    Ok(())
}

/// The words of all columns have their colours down to the row `last`.
pub(super) fn colours(
    sheet: &mut Worksheet,
    table: &Table,
    columns: &[Shown],
    last: u32,
) -> Result<(), Error> {
    (0..).zip(columns).try_for_each(|(col, shown)| colour(sheet, table, shown, (col, last)))
}

/// Writes the cells of a row, or plans them, and says how many lines the tallest has. `plain` is the look of most cells of
/// each column, once one was met.
pub(super) fn write_row(
    sheet: &mut Worksheet,
    cells: &Row,
    columns: &[Shown],
    (table, row, targets): (&str, u32, &Targets),
    (looks, plain, mut planned): (&mut Looks, &mut [Option<u16>], Option<&mut Rows>),
) -> Result<u32, Error> {
    let mut tallest = 1;
    for ((col, shown), plain) in (0..).zip(columns).zip(plain) {
        let (lines, input) = (shown.lines(cells), shown.column.kind == Kind::Input);
        let base = Look { first: col == 0, input, wraps: lines > 1, ..Look::default() };
        tallest = tallest.max(lines).max(if input { ROOM } else { 1 });
        let cell = cells.cells.get(shown.index).unwrap_or(&Cell::Blank);
        let (look, value) = cell::of(cell, (table, shown), (row, col), base, targets);
        let look =
            if look.is_plain() { *plain.get_or_insert_with(|| looks.place(look)) } else { looks.place(look) };
        let format = &looks.formats()[usize::from(look)];
        match &mut planned {
            Some(planned) => {
                // The list of links is the library's work.
                if let Value::Link(target, words) = &value {
                    write_value(sheet, (row, col), Value::Link(target.clone(), words.clone()), format)?;
                }
                planned.put(look, value);
            }
            None => write_value(sheet, (row, col), value, format)?,
        }
    }
    Ok(tallest)
}

fn write_value(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    value: Value,
    format: &Format,
) -> Result<(), Error> {
    match value {
        Value::Blank => sheet.write_blank(row, col, format)?,
        Value::Text(words) => sheet.write_string_with_format(row, col, words, format)?,
        Value::Number(number) => sheet.write_number_with_format(row, col, number, format)?,
        Value::Formula(formula, result) => {
            let formula = Formula::new(formula).set_result(result);
            sheet.write_formula_with_format(row, col, formula, format)?
        }
        Value::Link(target, words) => {
            sheet.write_url_with_format(row, col, Url::new(target).set_text(words), format)?
        }
    };
    Ok(())
}

/// Colours follow the words of a column; none stands alone.
fn colour(sheet: &mut Worksheet, table: &Table, shown: &Shown, (col, last): (u16, u32)) -> Result<(), Error> {
    let wanted = match shown.column.kind {
        Kind::Outcome => look::OUTCOMES.map(words::outcome).to_vec(),
        Kind::Strength => STRENGTHS.map(words::strength).to_vec(),
        Kind::Text if matches!(shown.column.header, "State" | "Result") => look::STATES.to_vec(),
        _ => Vec::new(),
    };
    for format in look::words(&wanted) {
        sheet.add_conditional_format(FIRST_ROW, col, last, col, &format)?;
    }
    if table.name == "Ledger" && shown.column.header == "Balance" {
        let bar = ConditionalFormatDataBar::new()
            .set_fill_color(Color::RGB(look::HAIRLINE))
            .set_negative_fill_color(Color::RGB(look::PALE_RED))
            .set_solid_fill(true)
            .set_border_off(true);
        sheet.add_conditional_format(FIRST_ROW, col, last, col, &bar)?;
    }
    Ok(())
}
