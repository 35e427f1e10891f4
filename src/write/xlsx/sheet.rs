//! One table on one sheet: title, note, a header row, the rows as an Excel table, frozen, filtered, ready to print.

use super::{Error, Targets, chart, look, number, put, text};
use crate::tables::words;
use crate::tables::{Cell, Column, Kind, Report, Row, Table};
use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{
    ConditionalFormatDataBar, Format, FormatAlign, Formula, TableColumn, TableStyle, Url, Worksheet,
};

/// The header row, counted from zero.
pub(super) const HEADER: u32 = 3;
/// The first row of data, counted from zero.
pub(super) const FIRST_ROW: u32 = 4;
/// What a sheet can hold below its header.
const MOST_ROWS: usize = 1_048_000;
/// Wider than this, a table is printed on two pages side by side.
const PAGE_WIDTH: u16 = 210;

/// A column as the sheet shows it: one of the table, or the hours and minutes beside it.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    /// Place in [`Table::columns`].
    pub index: usize,
    /// The table's column.
    pub column: &'a Column,
    /// Hours and minutes of the column to the left.
    pub duration: bool,
}

impl Shown<'_> {
    fn header(&self) -> String {
        let header = self.column.header;
        if self.duration { format!("{header} (h\u{a0}min)") } else { header.to_owned() }
    }

    fn width(&self) -> u16 {
        if self.duration { 13 } else { self.column.width }
    }

    /// Numbers stand right, and so do their headers.
    fn right(&self) -> bool {
        !matches!(
            self.column.kind,
            Kind::Text | Kind::Wrapped | Kind::Date | Kind::Outcome | Kind::Strength | Kind::Figure
        )
    }
}

/// The columns of a table, hours and minutes beside each that counts minutes.
pub(super) fn columns(table: &Table) -> Vec<Shown<'_>> {
    let mut shown = Vec::new();
    for (index, column) in table.columns.iter().enumerate() {
        shown.push(Shown { index, column, duration: false });
        if column.kind == Kind::Minutes {
            shown.push(Shown { index, column, duration: true });
        }
    }
    shown
}

/// Writes the sheet of a table.
pub(super) fn write(
    sheet: &mut Worksheet,
    table: &Table,
    report: &Report,
    targets: &Targets,
) -> Result<(), Error> {
    let columns = columns(table);
    let rows = &table.rows[..table.rows.len().min(MOST_ROWS)];
    sheet.set_name(table.name)?;
    sheet.set_tab_color(look::tab(table.name));
    put(sheet, (0, 0), &table.title, &look::title())?;
    sheet.set_row_height(0, 26)?;
    let mut note = table.note.clone();
    if rows.len() < table.rows.len() {
        note = format!("Showing {} of {} rows. {note}", rows.len(), table.rows.len());
    }
    put(sheet, (1, 0), &note, &look::note())?;
    for (col, shown) in (0..).zip(&columns) {
        sheet.set_column_width(col, shown.width())?;
    }
    if rows.is_empty() || columns.is_empty() {
        put(sheet, (HEADER, 0), "There is nothing to list here.", &look::body())?;
    } else {
        header_row(sheet, table, &columns, last_row(rows))?;
        for (row, cells) in (FIRST_ROW..).zip(rows) {
            write_row(sheet, table, (row, cells), &columns, targets)?;
        }
        for (col, shown) in (0..).zip(&columns) {
            colour(sheet, table, shown, col, last_row(rows))?;
        }
        chart::insert(sheet, table, &columns, last_row(rows))?;
        sheet.set_freeze_panes(FIRST_ROW, 1)?;
    }
    print(sheet, table, report, &columns)
}

fn last_row(rows: &[Row]) -> u32 {
    FIRST_ROW + u32::try_from(rows.len()).unwrap_or(u32::MAX) - 1
}

fn last_col(columns: &[Shown]) -> u16 {
    u16::try_from(columns.len()).unwrap_or(u16::MAX).saturating_sub(1)
}

fn header_row(sheet: &mut Worksheet, table: &Table, columns: &[Shown], last: u32) -> Result<(), Error> {
    let captions: Vec<TableColumn> = columns
        .iter()
        .map(|c| TableColumn::new().set_header(c.header()).set_header_format(look::header(c.right())))
        .collect();
    let named = rust_xlsxwriter::Table::new()
        .set_name(table.name.replace(' ', ""))
        .set_style(TableStyle::None)
        .set_banded_rows(false)
        .set_alt_text_title(table.name)
        .set_alt_text(text::clean(&table.title))
        .set_columns(&captions);
    sheet.add_table(HEADER, 0, last, last_col(columns), &named)?;
    let lines = columns.iter().map(|c| lines(&c.header(), c.width())).max().unwrap_or(1);
    sheet.set_row_height(HEADER, (lines * 15).max(32))?;
    Ok(())
}

/// Lines a header needs in a column, beside its filter button.
fn lines(header: &str, width: u16) -> u32 {
    let room = usize::from(width).saturating_sub(3).max(4);
    let (mut lines, mut used) = (1, 0);
    for word in header.split(' ').map(|word| word.chars().count()) {
        if used > 0 && used + 1 + word > room {
            (lines, used) = (lines + 1, word);
        } else {
            used += word + usize::from(used > 0);
        }
    }
    lines
}

fn write_row(
    sheet: &mut Worksheet,
    table: &Table,
    (row, cells): (u32, &Row),
    columns: &[Shown],
    targets: &Targets,
) -> Result<(), Error> {
    for (col, shown) in (0..).zip(columns) {
        let cell = cells.cells.get(shown.index).unwrap_or(&Cell::Blank);
        let mut base = look::cell();
        if col == 0 {
            base = base.set_bold();
        }
        if shown.column.kind == Kind::Wrapped {
            base = base.set_text_wrap();
        }
        if shown.duration {
            duration(sheet, (row, col), cell, base)?;
        } else {
            // On Origins the id is the target of the links, not a link to itself.
            let figure = match cell {
                Cell::FigureLink(id) if table.name != "Origins" => targets.figure(id),
                _ => None,
            };
            write_cell(sheet, (row, col), cell, (shown.column, base), figure, targets)?;
        }
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    at: (u32, u16),
    cell: &Cell,
    (column, base): (&Column, Format),
    figure: Option<String>,
    targets: &Targets,
) -> Result<(), Error> {
    let (row, col) = at;
    let right =
        |format: String| base.clone().set_num_format(format).set_align(FormatAlign::Right).set_indent(1);
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
        Cell::Figure(figure) => {
            let value = figure.value();
            let format = match column.kind {
                Kind::Terms => number::PART.to_owned(),
                // A full-time equivalent is a share that people read as a number.
                Kind::Share if column.header.contains("FTE") => number::PART.to_owned(),
                _ => number::amount(figure.unit(), value),
            };
            sheet.write_number_with_format(row, col, number::nearest(value), &right(format))?;
        }
        Cell::Difference { figure, over_is_bad } => {
            let format = number::difference(figure.unit(), figure.value(), *over_is_bad);
            sheet.write_number_with_format(row, col, number::nearest(figure.value()), &right(format))?;
        }
        Cell::Rows(count) => {
            let count = crate::model::units::Ratio::whole(i64::try_from(*count).unwrap_or(i64::MAX));
            let format = right(number::digits(count).to_owned());
            sheet.write_number_with_format(row, col, number::nearest(count), &format)?;
        }
        Cell::FigureLink(id) => match figure {
            Some(target) => link(sheet, at, target, id, base)?,
            None => put(sheet, at, id, &base)?,
        },
        Cell::TableLink { text, table } => match targets.table(table) {
            Some(target) => link(sheet, at, target, text, base)?,
            None => put(sheet, at, text, &base)?,
        },
    }
    Ok(())
}

fn duration(sheet: &mut Worksheet, (row, col): (u32, u16), cell: &Cell, base: Format) -> Result<(), Error> {
    if let Cell::Figure(figure) = cell {
        let beside = row_col_to_cell(row, col - 1);
        let formula = Formula::new(format!("={beside}/1440"))
            .set_result(number::nearest_days(figure.value()).to_string());
        let format = base.set_num_format(number::DURATION).set_align(FormatAlign::Right).set_indent(1);
        sheet.write_formula_with_format(row, col, formula, &format)?;
    } else {
        sheet.write_blank(row, col, &base)?;
    }
    Ok(())
}

fn link(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    target: String,
    words: &str,
    base: Format,
) -> Result<(), Error> {
    let url = Url::new(target).set_text(text::clean(words));
    sheet.write_url_with_format(row, col, url, &look::link(base))?;
    Ok(())
}

/// Colours follow the words of a column; none stands alone.
fn colour(sheet: &mut Worksheet, table: &Table, shown: &Shown, col: u16, last: u32) -> Result<(), Error> {
    use crate::rules::Strength::{Grant, Guidance, Local, Programme, Statutory};
    let wanted: Vec<&str> = match shown.column.kind {
        Kind::Outcome => look::OUTCOMES.map(words::outcome).to_vec(),
        Kind::Strength => [Statutory, Guidance, Grant, Programme, Local].map(words::strength).to_vec(),
        _ => Vec::new(),
    };
    for format in look::words(&wanted) {
        sheet.add_conditional_format(FIRST_ROW, col, last, col, &format)?;
    }
    if table.name == "Ledger" && shown.column.header == "Balance" && !shown.duration {
        let bar = ConditionalFormatDataBar::new()
            .set_fill_color("A2241B")
            .set_negative_fill_color("A2241B")
            .set_solid_fill(true)
            .set_border_off(true);
        sheet.add_conditional_format(FIRST_ROW, col, last, col, &bar)?;
    }
    Ok(())
}

fn print(sheet: &mut Worksheet, table: &Table, report: &Report, columns: &[Shown]) -> Result<(), Error> {
    margins(sheet, report);
    sheet.set_landscape();
    let width: u16 = columns.iter().map(Shown::width).sum();
    sheet.set_print_fit_to_pages(if width > PAGE_WIDTH { 2 } else { 1 }, 0);
    if table.rows.is_empty() {
        return Ok(());
    }
    if width > PAGE_WIDTH {
        sheet.set_repeat_columns(0, 0)?;
    }
    sheet.set_repeat_rows(0, HEADER)?;
    let rows = &table.rows[..table.rows.len().min(MOST_ROWS)];
    sheet.set_print_area(0, 0, last_row(rows), last_col(columns))?;
    Ok(())
}

/// A4, the margins, and what stands in them.
pub(super) fn margins(sheet: &mut Worksheet, report: &Report) {
    let top = &report.masthead;
    let urn = top.urn.as_deref().map(|urn| format!(" ({urn})")).unwrap_or_default();
    let school = text::for_margin(&format!("{}{urn}", top.school));
    let term = text::for_margin(&top.term);
    let as_of = top.as_of.format("%-d %b %Y");
    sheet.set_paper_size(9).set_margins(0.59, 0.59, 0.75, 0.75, 0.315, 0.315);
    sheet.set_header(format!("&L{school}&R{term}, as of {as_of}"));
    let edition = text::for_margin(&top.rulebook.0);
    sheet.set_footer(format!("&LHead's report, rulebook {edition}&RPage &P of &N"));
}
