//! The chart on Time: where each teacher's cycle goes, and the limit as an outline around it.

use super::column::Shown;
use super::sheet::FIRST_ROW;
use super::{Error, look, text};
use crate::model::units::Ratio;
use crate::tables::{Cell, Picture, Row, Table};
use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartSeries, ChartSolidFill, ChartType,
    Color, Worksheet,
};

/// Column, colour, and whether the colour is too light to do without an outline.
const PARTS: [(&str, u32, bool); 4] = [
    ("Taught", 0x4B_5C6E, false),
    ("Induction", 0x12_706B, false),
    ("PPA", 0x8F_BCB8, true),
    ("Other", 0xD6_D0C2, true),
];
const EDGE: u32 = 0x82_7C6D;
/// 18 by 8 cm in pixels; taller where there are many bars.
const WIDTH: u32 = 680;
const HEIGHT: u32 = 302;

/// Puts the chart to the right of the table, if this is the sheet that has one.
pub(super) fn insert(
    sheet: &mut Worksheet,
    table: &Table,
    columns: &[Shown],
    last: u32,
) -> Result<(), Error> {
    if table.name != "Time" {
        return Ok(());
    }
    let place = |header: &str| {
        let at = columns.iter().position(|c| c.column.header == header && !c.duration)?;
        u16::try_from(at).ok()
    };
    let series = |col: u16| {
        let mut series = ChartSeries::new();
        series
            .set_name((table.name, super::sheet::HEADER, col))
            .set_categories((table.name, FIRST_ROW, 0, last, 0))
            .set_values((table.name, FIRST_ROW, col, last, col));
        series
    };
    let mut chart = Chart::new(ChartType::BarStacked);
    for (header, color, outlined) in PARTS {
        let Some(col) = place(header) else { continue };
        let mut format = ChartFormat::new();
        format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(color)));
        if outlined {
            format.set_border(ChartLine::new().set_color(Color::RGB(EDGE)).set_width(0.5));
        }
        chart.push_series(series(col).set_format(&mut format).set_gap(60));
    }
    if let Some(col) = place("Limit") {
        let mut outline = Chart::new(ChartType::Bar);
        let mut format = ChartFormat::new();
        format.set_no_fill();
        format.set_border(ChartLine::new().set_color(Color::RGB(look::INK)).set_width(1.5));
        outline.push_series(series(col).set_format(&mut format).set_gap(20).set_secondary_axis(true));
        chart.combine(&outline);
    }
    dress(&mut chart, table);
    let right = u16::try_from(columns.len()).unwrap_or(u16::MAX) + 1;
    sheet.insert_chart(super::sheet::HEADER, right, &chart)?;
    Ok(())
}

fn dress(chart: &mut Chart, table: &Table) {
    let bars = u32::try_from(table.rows.len()).unwrap_or(u32::MAX).min(100);
    chart.set_width(WIDTH).set_height(HEIGHT.max(bars * 26 + 130));
    let mut title = ChartFont::new();
    title.set_name("Palatino Linotype").set_size(12).set_color(Color::RGB(look::INK)).unset_bold();
    // The finding itself, so that a title from a file is never read as a formula.
    chart.title().set_name((table.name, 0, 0)).set_font(&title);
    let mut small = ChartFont::new();
    small.set_name("Segoe UI").set_size(9).set_color(Color::RGB(look::SECOND));
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&small);
    let hairline = ChartLine::new().set_color(Color::RGB(look::HAIRLINE)).set_width(0.5).clone();
    // In a bar chart x is the axis of amounts. The second pair of axes is removed, so that the limit is drawn on the
    // scale of the bars.
    let end = end_of_axis(table);
    chart.x_axis().set_font(&small).set_min(0).set_max(end).set_num_format("#,##0");
    chart.x_axis().set_major_gridlines_line(&hairline);
    chart.x2_axis().set_hidden(true);
    chart.y_axis().set_font(&small).set_reverse();
    chart.y2_axis().set_reverse().set_hidden(true);
    chart.set_alt_text(alt(table));
}

/// The longest bar or limit, rounded up to five hours.
fn end_of_axis(table: &Table) -> u32 {
    let place = |header: &str| table.columns.iter().position(|column| column.header == header);
    let bars: Vec<usize> = PARTS.iter().filter_map(|(header, ..)| place(header)).collect();
    let limit: Vec<usize> = place("Limit").into_iter().collect();
    let length = |row: &Row, columns: &[usize]| {
        columns.iter().fold(Ratio::ZERO, |sum, column| match row.cells.get(*column) {
            Some(Cell::Figure(figure)) => sum + figure.value(),
            _ => sum,
        })
    };
    let longest = table.rows.iter().map(|row| length(row, &bars).max(length(row, &limit))).max();
    let fives = (longest.unwrap_or(Ratio::ZERO) / 300).ceil().max(1);
    u32::try_from(fives).unwrap_or(u32::MAX / 300).saturating_mul(300)
}

/// The sentences of the rows' pictures.
fn alt(table: &Table) -> String {
    let mut alt = table.title.clone();
    for row in &table.rows {
        if let Some(Picture::Bar { label, .. }) = &row.picture {
            alt.push(' ');
            alt.push_str(label);
        }
    }
    text::clean(&alt).chars().take(2000).collect()
}
