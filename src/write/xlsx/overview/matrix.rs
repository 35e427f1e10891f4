//! What the sheet Matrix has beyond a table: grounds by share, and a little line for each school.

use super::super::column::{self, Shown};
use super::super::sheet::FIRST_ROW;
use super::super::{Error, look};
use crate::tables::{Column, Table};
use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format, Sparkline, SparklineType, Worksheet};

/// From the largest share down: what makes a cell one, the ground, and the ink on it.
const STEPS: [(&str, u32, u32); 3] =
    [("*2>", 0xD9_8577, look::INK), ("*4>", 0xF0_BFB5, look::INK), ("*1>0*", 0xFA_E7E3, 0xA2_241B)];
/// Behind what cannot be shown, and its ink.
const HIDDEN: (u32, u32) = (0xF8_EFD9, 0x6F_4C06);

/// Puts the rest on the sheet of the table, which has so many rows.
pub(super) fn dress(page: &mut Worksheet, table: &Table, rows: usize) -> Result<(), Error> {
    if rows == 0 {
        return Ok(());
    }
    let columns = column::of(table);
    let last = FIRST_ROW + u32::try_from(rows).unwrap_or(u32::MAX) - 1;
    for (col, shown) in (0..).zip(&columns) {
        let header = shown.column.header;
        if header.ends_with(" not met") {
            grounds(page, col, last)?;
        } else if header.ends_with(" not shown") {
            let any = format!("={}>0", row_col_to_cell(FIRST_ROW, col));
            let format = Format::new().set_background_color(Color::RGB(HIDDEN.0)).set_font_color(HIDDEN.1);
            let rule = ConditionalFormatFormula::new().set_rule(any.as_str()).set_format(format);
            page.add_conditional_format(FIRST_ROW, col, last, col, &rule)?;
        }
    }
    lines(page, table, &columns, last)
}

fn place(columns: &[Shown], header: &str) -> Option<u16> {
    columns.iter().position(|shown| shown.column.header == header).and_then(|at| u16::try_from(at).ok())
}

/// Four fixed grounds: none, up to a quarter of those asked, up to a half, more. The count of those asked stands two
/// columns to the right.
fn grounds(page: &mut Worksheet, col: u16, last: u32) -> Result<(), Error> {
    let (count, asked) = (row_col_to_cell(FIRST_ROW, col), row_col_to_cell(FIRST_ROW, col + 2));
    for (step, ground, ink) in STEPS {
        let format = Format::new().set_background_color(Color::RGB(ground)).set_font_color(ink).set_bold();
        let rule = format!("={count}{step}{asked}");
        let rule =
            ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(format).set_stop_if_true(true);
        page.add_conditional_format(FIRST_ROW, col, last, col, &rule)?;
    }
    Ok(())
}

/// A line over the shares of each run, on the same scale for all.
fn lines(page: &mut Worksheet, table: &Table, columns: &[Shown], last: u32) -> Result<(), Error> {
    let is_share = |column: &Column| column.header == "Share met" || column.header.starts_with("Met ");
    let first = columns.iter().position(|shown| is_share(shown.column)).and_then(|at| u16::try_from(at).ok());
    let (Some(first), Some(end), Some(into)) =
        (first, place(columns, "Share met"), place(columns, "Over time"))
    else {
        return Ok(());
    };
    let line = Sparkline::new()
        .set_range((table.name, FIRST_ROW, first, last, end))
        .set_type(SparklineType::Line)
        .show_markers(false)
        .show_last_point(true)
        .set_sparkline_color(look::SECOND)
        .set_last_point_color(look::INK)
        .set_custom_min(0)
        .set_custom_max(1);
    page.add_sparkline_group(FIRST_ROW, into, last, into, &line)?;
    Ok(())
}
