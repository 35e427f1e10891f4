//! How a sheet comes out of a printer: A4, its finding and its headers on every page.

use super::super::template::Edition;
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
    margins: &Margins,
    columns: &[Shown],
    last_row: Option<u32>,
) -> Result<(), Error> {
    margins.set(sheet);
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

/// What stands in the margins of every page.
pub(super) struct Margins {
    header: String,
    footer: String,
}

impl Margins {
    /// Whose report it is, of when, and what made it.
    pub(super) fn of(whose: &str, when: &str, edition: &str, rulebook: &str) -> Margins {
        let [whose, when, edition, rulebook] = [whose, when, edition, rulebook].map(text::for_margin);
        Margins {
            header: format!("&L{whose}&R{when}"),
            footer: format!("&L{edition}, rulebook {rulebook}&RPage &P of &N"),
        }
    }

    /// Of a workbook that is no report.
    pub(super) fn plain(left: &str, right: &str) -> Margins {
        let [left, right] = [left, right].map(text::for_margin);
        Margins { header: format!("&L{left}&R{right}"), footer: "&RPage &P of &N".to_owned() }
    }

    /// A report of a school.
    pub(super) fn of_report(edition: &Edition, report: &Report) -> Margins {
        let top = &report.masthead;
        let urn = top.urn.as_deref().map(|urn| format!(" ({urn})")).unwrap_or_default();
        let when = format!("{}, as of {}", top.term, top.as_of.format("%-d %b %Y"));
        Margins::of(&format!("{}{urn}", top.school), &when, &edition.title, &top.rulebook.0)
    }

    /// A4.
    pub(super) fn set(&self, sheet: &mut Worksheet) {
        sheet.set_paper_size(9).set_margins(0.59, 0.59, 0.75, 0.75, 0.315, 0.315);
        sheet.set_header(self.header.as_str()).set_footer(self.footer.as_str());
    }
}
