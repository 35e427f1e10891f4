//! The charts of the workbook over all schools, to the right of the tables they draw.

use super::super::column;
use super::super::sheet::{FIRST_ROW, HEADER};
use super::super::{Error, look, text};
use crate::model::units::Ratio;
use crate::tables::schools::per_cent;
use crate::tables::{Cell, Row, Table};
use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartDataLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartMarker, ChartMarkerType, ChartPatternFill, ChartPatternFillType, ChartSeries, ChartSolidFill,
    ChartType, Color, Worksheet,
};

/// 18 by 8 cm in pixels.
const WIDTH: u32 = 680;
const HEIGHT: u32 = 302;
/// Excel takes no longer alternative text than this, in UTF-16 units.
const LONGEST: usize = 255;
/// Rules that a chart shows, so that each has its name.
const RULES: usize = 12;
const RED: u32 = 0xA2_241B;
const TINT: u32 = 0xFA_E7E3;
const OCHRE: u32 = 0x6F_4C06;
const PALE: u32 = 0xF8_EFD9;

/// How many were not met and could not be shown, of the first rules.
pub(super) fn rules(page: &mut Worksheet, table: &Table) -> Result<(), Error> {
    let n = table.rows.len().min(RULES);
    let Some(last) = last_row(n) else { return Ok(()) };
    let mut chart = Chart::new(ChartType::BarStacked);
    let hatch = |ink: u32, ground: u32| {
        // A hatch, so that a black and white print tells the two apart.
        let pattern = if ink == RED {
            ChartPatternFillType::DiagonalStripesWideUpwards
        } else {
            ChartPatternFillType::Dotted20Percent
        };
        let mut fill = ChartPatternFill::new();
        fill.set_pattern(pattern)
            .set_foreground_color(Color::RGB(ink))
            .set_background_color(Color::RGB(ground));
        let mut format = ChartFormat::new();
        format
            .set_pattern_fill(&fill)
            .set_border(ChartLine::new().set_color(Color::RGB(ink)).set_width(0.75));
        format
    };
    for (header, ink, ground) in [("Not met", RED, TINT), ("Not shown", OCHRE, PALE)] {
        let Some(col) = place(table, header) else { continue };
        let mut series = ChartSeries::new();
        series
            .set_name((table.name, HEADER, col))
            .set_categories((table.name, FIRST_ROW, 1, last, 1))
            .set_values((table.name, FIRST_ROW, col, last, col))
            .set_format(&mut hatch(ink, ground))
            .set_gap(50);
        chart.push_series(&series);
    }
    dress(&mut chart, table);
    chart.set_height(HEIGHT.max(u32::try_from(n).unwrap_or(0) * 28 + 130));
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&small());
    chart
        .x_axis()
        .set_font(&small())
        .set_min(0)
        .set_num_format("#,##0")
        .set_major_gridlines_line(&hairline());
    chart.y_axis().set_font(&small()).set_reverse();
    let number = |row: &Row, header: &str| {
        place(table, header).and_then(|col| row.cells.get(usize::from(col))).map_or(0, counted)
    };
    let said = table.rows.iter().take(n).map(|row| {
        let name = if let Some(Cell::Text(name)) = row.cells.get(1) { name.as_str() } else { "" };
        format!("{name}: {} not met, {} not shown.", number(row, "Not met"), number(row, "Not shown"))
    });
    let cut = if n < table.rows.len() {
        format!(" The first {n} of {} rules.", table.rows.len())
    } else {
        String::new()
    };
    chart.set_alt_text(alt(table, said, &cut));
    insert(page, table, &chart)
}

/// The share of due checks that are met, run by run.
pub(super) fn trend(page: &mut Worksheet, table: &Table) -> Result<(), Error> {
    let (Some(last), Some(col)) = (last_row(table.rows.len()), place(table, "Share met")) else {
        return Ok(());
    };
    let shares: Vec<Option<Ratio>> = (table.rows.iter())
        .map(|row| {
            if let Some(Cell::Share(share)) = row.cells.get(usize::from(col)) { Some(**share) } else { None }
        })
        .collect();
    let half = Ratio::new(1, 2).unwrap_or(Ratio::ZERO);
    let from_half = shares.iter().flatten().all(|share| *share >= half);
    let mut format = ChartFormat::new();
    format.set_line(ChartLine::new().set_color(Color::RGB(look::TEAL)).set_width(2.25));
    let mut dot = ChartFormat::new();
    dot.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(look::TEAL)));
    let mut marker = ChartMarker::new();
    marker.set_type(ChartMarkerType::Circle).set_size(7).set_format(&mut dot);
    let mut labels = ChartDataLabel::new();
    labels.show_value().set_position(ChartDataLabelPosition::Above).set_font(&small()).set_num_format("0%");
    let mut series = ChartSeries::new();
    series
        .set_name((table.name, HEADER, col))
        .set_categories((table.name, FIRST_ROW, 0, last, 0))
        .set_values((table.name, FIRST_ROW, col, last, col))
        .set_format(&mut format)
        .set_marker(&marker)
        .set_data_label(&labels);
    let mut chart = Chart::new(ChartType::Line);
    chart.push_series(&series);
    dress(&mut chart, table);
    let axis =
        if from_half { "Share of due checks met, the axis from 50%" } else { "Share of due checks met" };
    chart.title().set_name(axis);
    chart.legend().set_hidden();
    chart.x_axis().set_font(&small());
    let y = chart.y_axis().set_font(&small()).set_max(1).set_num_format("0%");
    y.set_min(if from_half { 0.5 } else { 0.0 }).set_major_unit(0.1).set_major_gridlines_line(&hairline());
    let said = table.rows.iter().zip(&shares).map(|(row, share)| {
        let term = if let Some(Cell::Text(term)) = row.cells.first() { term.as_str() } else { "" };
        format!("{term}: {}.", share.map_or("no figure".to_owned(), per_cent))
    });
    chart.set_alt_text(alt(table, said, ""));
    insert(page, table, &chart)
}

fn last_row(n: usize) -> Option<u32> {
    u32::try_from(n).ok().filter(|n| *n > 0).map(|n| FIRST_ROW + n - 1)
}

fn place(table: &Table, header: &str) -> Option<u16> {
    let shown = column::of(table);
    shown.iter().position(|shown| shown.column.header == header).and_then(|at| u16::try_from(at).ok())
}

fn counted(cell: &Cell) -> u64 {
    if let Cell::Rows(n) = cell { *n } else { 0 }
}

fn small() -> ChartFont {
    let mut small = ChartFont::new();
    small.set_name(look::SANS).set_size(9).set_color(Color::RGB(look::SECOND));
    small
}

fn hairline() -> ChartLine {
    ChartLine::new().set_color(Color::RGB(look::HAIRLINE)).set_width(0.5).clone()
}

/// Size, and the finding of the sheet as the title, so that a word from a file is never read as a formula.
fn dress(chart: &mut Chart, table: &Table) {
    chart.set_width(WIDTH).set_height(HEIGHT);
    let mut title = ChartFont::new();
    title.set_name("Palatino Linotype").set_size(12).set_color(Color::RGB(look::INK)).unset_bold();
    chart.title().set_name((table.name, 0, 0)).set_font(&title);
}

/// What the chart shows, in as many whole sentences as a workbook takes; all of it stands in the table beside it.
fn alt(table: &Table, said: impl Iterator<Item = String>, cut: &str) -> String {
    let mut alt = format!("{}.{cut}", text::clean(&table.title));
    for sentence in said.map(|sentence| text::clean(&sentence).into_owned()) {
        if alt.encode_utf16().count() + sentence.encode_utf16().count() >= LONGEST {
            break;
        }
        alt.push(' ');
        alt.push_str(&sentence);
    }
    alt
}

fn insert(page: &mut Worksheet, table: &Table, chart: &Chart) -> Result<(), Error> {
    let right = u16::try_from(column::of(table).len()).unwrap_or(u16::MAX) + 1;
    page.insert_chart(HEADER, right, chart)?;
    Ok(())
}
