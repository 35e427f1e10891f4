//! One table on one sheet: title, note, a header row, the rows as an Excel table, frozen, filtered, ready to print.

use super::column::{self, Shown};
use super::print::{self, Margins};
use super::{Error, Targets, cell, chart, look, put, text};
use crate::rules::Strength;
use crate::tables::{Cell, Kind, Row, Table, words};
use rust_xlsxwriter::{Color, ConditionalFormatDataBar, FormatAlign, TableColumn, TableStyle, Worksheet};

/// The header row, counted from zero.
pub(super) const HEADER: u32 = 3;
/// The first row of data, counted from zero.
pub(super) const FIRST_ROW: u32 = 4;
/// Height of a line, and of the highest row a sheet can have, in points.
pub(super) const LINE: u32 = 14;
const HIGHEST: u32 = 405;
/// Lines of a row in which somebody is to write.
const ROOM: u32 = 6;
/// What a sheet can hold below its header.
const MOST_ROWS: usize = 1_048_000;
const STRENGTHS: [Strength; 5] =
    [Strength::Statutory, Strength::Guidance, Strength::Grant, Strength::Programme, Strength::Local];

/// Writes the sheet of a table.
pub(super) fn write(
    sheet: &mut Worksheet,
    table: &Table,
    margins: &Margins,
    targets: &Targets,
) -> Result<(), Error> {
    let columns = column::of(table);
    let rows = &table.rows[..table.rows.len().min(MOST_ROWS)];
    sheet.set_name(table.name)?;
    sheet.set_tab_color(look::tab(table.name));
    sheet.set_row_height(0, 26)?;
    put(sheet, (0, 0), &table.title, &look::title())?;
    let mut note = table.note.clone();
    if rows.len() < table.rows.len() {
        note = format!("Showing {} of {} rows. {note}", rows.len(), table.rows.len());
    }
    put(sheet, (1, 0), &note, &look::note())?;
    for (col, shown) in (0..).zip(&columns) {
        sheet.set_column_width(col, shown.width)?;
    }
    // An Excel table needs a row, so a table without any is a sentence.
    if rows.is_empty() || columns.is_empty() {
        put(sheet, (HEADER, 0), "There is nothing to list here.", &look::body())?;
        return print::set_up(sheet, margins, &columns, None);
    }
    let last = FIRST_ROW + u32::try_from(rows.len()).unwrap_or(u32::MAX) - 1;
    header(sheet, table, &columns, last)?;
    for (row, cells) in (FIRST_ROW..).zip(rows) {
        write_row(sheet, table, (row, cells), &columns, targets)?;
    }
    for (col, shown) in (0..).zip(&columns) {
        colour(sheet, table, shown, (col, last))?;
    }
    chart::insert(sheet, table, &columns, last)?;
    sheet.set_freeze_panes(FIRST_ROW, 1)?;
    print::set_up(sheet, margins, &columns, Some(last))
}

/// The last column, counted from zero.
pub(super) fn last_col(columns: &[Shown]) -> u16 {
    u16::try_from(columns.len()).unwrap_or(u16::MAX).saturating_sub(1)
}

fn header(sheet: &mut Worksheet, table: &Table, columns: &[Shown], last: u32) -> Result<(), Error> {
    let caption = |(col, shown): (usize, &Shown)| {
        let format = look::header(shown.is_right()).set_indent(u8::from(col > 0));
        TableColumn::new().set_header(shown.header()).set_header_format(format)
    };
    let captions: Vec<TableColumn> = columns.iter().enumerate().map(caption).collect();
    let named = rust_xlsxwriter::Table::new()
        .set_name(table.name.replace(' ', ""))
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

fn write_row(
    sheet: &mut Worksheet,
    table: &Table,
    (row, cells): (u32, &Row),
    columns: &[Shown],
    targets: &Targets,
) -> Result<(), Error> {
    let mut tallest = 1;
    for (col, shown) in (0..).zip(columns) {
        let mut base = look::cell();
        if col == 0 {
            base = base.set_bold();
        } else {
            base = base.set_align(FormatAlign::Left).set_indent(1);
        }
        let lines = shown.lines(cells);
        if shown.column.kind == Kind::Input {
            base = base.set_text_wrap().set_background_color(Color::RGB(look::PANEL));
            tallest = tallest.max(ROOM);
        }
        if lines > 1 {
            base = base.set_text_wrap();
            tallest = tallest.max(lines);
        }
        match cells.cells.get(shown.index).unwrap_or(&Cell::Blank) {
            minutes if shown.duration => cell::duration(sheet, (row, col), minutes, base)?,
            // On Origins the id is the target of the links, not a link to itself.
            Cell::FigureLink(id) if table.name == "Origins" => put(sheet, (row, col), id, &base)?,
            // There a value is exact, so a fraction is written as one.
            Cell::Figure(figure) if table.name == "Origins" && !figure.value().is_whole() => {
                let right = base.set_align(FormatAlign::Right);
                put(sheet, (row, col), &figure.value().to_string(), &right)?;
            }
            other => cell::write(sheet, (row, col), other, (shown.column, base), targets)?,
        }
    }
    // Not every program fits the height of a row to its words when it opens a file.
    if tallest > 1 {
        sheet.set_row_height(row, (tallest * LINE).min(HIGHEST))?;
    }
    Ok(())
}

/// Colours follow the words of a column; none stands alone.
fn colour(sheet: &mut Worksheet, table: &Table, shown: &Shown, (col, last): (u16, u32)) -> Result<(), Error> {
    let wanted = match shown.column.kind {
        Kind::Outcome => look::OUTCOMES.map(words::outcome).to_vec(),
        Kind::Strength => STRENGTHS.map(words::strength).to_vec(),
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
