//! How a sheet comes out of a printer: A4, its finding and its headers on every page.

use super::column::Shown;
use super::sheet::HEADER;
use super::{Error, text};
use crate::tables::Report;
use rust_xlsxwriter::Worksheet;

/// Wider than this, a table is printed on two pages side by side, the first column on both.
const PAGE_WIDTH: u16 = 210;

/// Sets up a sheet with a table that ends in this row.
pub(super) fn set_up(
    sheet: &mut Worksheet,
    report: &Report,
    columns: &[Shown],
    last_row: Option<u32>,
) -> Result<(), Error> {
    margins(sheet, report);
    sheet.set_landscape();
    let Some(last_row) = last_row else {
        sheet.set_print_fit_to_pages(1, 0);
        return Ok(());
    };
    let is_wide = columns.iter().map(|column| column.width).sum::<u16>() > PAGE_WIDTH;
    sheet.set_print_fit_to_pages(if is_wide { 2 } else { 1 }, 0);
    if is_wide {
        sheet.set_repeat_columns(0, 0)?;
    }
    sheet.set_repeat_rows(0, HEADER)?;
    sheet.set_print_area(0, 0, last_row, super::sheet::last_col(columns))?;
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
