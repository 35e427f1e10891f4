//! The charts that stand beside a table: where each teacher's cycle goes, what was taken of the largest debt week by
//! week, and each mentor's training. A chart draws the cells of its table and says in words what the page's picture says.

use super::column::Shown;
use super::sheet::{FIRST_ROW, HEADER};
use super::{Error, look, text};
use crate::model::units::Ratio;
use crate::tables::{Cell, Picture, Row, Table};
use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartPatternFill, ChartPatternFillType,
    ChartSeries, ChartSolidFill, ChartType, Color, Worksheet,
};

/// A chart of a table.
struct Drawing {
    /// Name of the table.
    table: &'static str,
    /// Bars, or columns.
    kind: ChartType,
    /// Header of the column whose cells stand along the axis.
    along: &'static str,
    /// Headers of the columns that are stacked.
    parts: &'static [(&'static str, Paint)],
    /// Header of what is drawn as an outline around the bars.
    outline: Option<&'static str>,
    /// All rows, or those of the person in the first.
    is_of_first: bool,
}

/// How a part is filled.
#[derive(Clone, Copy)]
enum Paint {
    Solid(u32),
    /// Too light to do without an edge.
    Edged(u32),
    /// Lost time, which reads in black and white too.
    Hatched,
}

const DRAWINGS: [Drawing; 3] = [
    Drawing {
        table: "Time",
        kind: ChartType::BarStacked,
        along: "Teacher",
        parts: &[
            ("Taught", Paint::Solid(0x4B_5C6E)),
            ("PPA", Paint::Edged(0x8F_BCB8)),
            ("Induction", Paint::Solid(look::TEAL)),
            ("Other", Paint::Edged(0xD6_D0C2)),
        ],
        outline: Some("Limit"),
        is_of_first: false,
    },
    Drawing {
        table: "Ledger",
        kind: ChartType::ColumnStacked,
        along: "Week beginning",
        parts: &[
            ("Kept", Paint::Solid(look::TEAL)),
            ("Taken", Paint::Hatched),
            ("Repaid", Paint::Solid(0x1D_6545)),
        ],
        outline: None,
        is_of_first: true,
    },
    Drawing {
        table: "Training",
        kind: ChartType::BarStacked,
        along: "Mentor",
        parts: &[
            ("Conference", Paint::Solid(look::TEAL)),
            ("Clinic", Paint::Solid(0x5E_9A96)),
            ("Coaching", Paint::Edged(0xA7_CBC8)),
            ("Self-study", Paint::Edged(0xD9_E7E5)),
            ("Other", Paint::Edged(0xD6_D0C2)),
        ],
        outline: Some("Expected to date"),
        is_of_first: false,
    },
];

const EDGE: u32 = 0x82_7C6D;
/// 18 by 8 cm in pixels; taller where there are many bars.
const WIDTH: u32 = 680;
const HEIGHT: u32 = 302;

/// Puts the chart to the right of the table, if this is a sheet that has one and there is something to draw; says whether.
pub(super) fn insert(sheet: &mut Worksheet, table: &Table, columns: &[Shown]) -> Result<bool, Error> {
    let Some(drawing) = DRAWINGS.iter().find(|drawing| drawing.table == table.name) else {
        return Ok(false);
    };
    let rows = drawing.rows(table);
    if !drawing
        .parts
        .iter()
        .any(|(header, _)| rows.iter().any(|row| amount(table, row, header) > Ratio::ZERO))
    {
        return Ok(false);
    }
    let Some(chart) = drawing.draw(table, rows, columns) else { return Ok(false) };
    let right = u16::try_from(columns.len()).unwrap_or(u16::MAX) + 1;
    sheet.insert_chart(HEADER, right, &chart)?;
    Ok(true)
}

impl Drawing {
    /// The rows it draws.
    fn rows<'a>(&self, table: &'a Table) -> &'a [Row] {
        let name = |row: &Row| match row.cells.first() {
            Some(Cell::Text(name)) => name.clone(),
            _ => String::new(),
        };
        let same = |row: &&Row| table.rows.first().is_some_and(|first| name(first) == name(row));
        let count =
            if self.is_of_first { table.rows.iter().take_while(same).count() } else { table.rows.len() };
        &table.rows[..count]
    }

    fn draw(&self, table: &Table, rows: &[Row], columns: &[Shown]) -> Option<Chart> {
        let last = FIRST_ROW + u32::try_from(rows.len()).ok()?.checked_sub(1)?;
        let place = |header: &str| {
            let at = columns.iter().position(|c| c.column.header == header && !c.duration)?;
            u16::try_from(at).ok()
        };
        let along = place(self.along)?;
        let series = |col: u16, gap| {
            let mut series = ChartSeries::new();
            series
                .set_name((table.name, HEADER, col))
                .set_categories((table.name, FIRST_ROW, along, last, along))
                .set_values((table.name, FIRST_ROW, col, last, col))
                .set_gap(gap);
            series
        };
        let mut chart = Chart::new(self.kind);
        for (header, paint) in self.parts {
            let Some(col) = place(header) else { continue };
            chart.push_series(series(col, 60).set_format(&mut paint.format()));
        }
        if let Some(col) = self.outline.and_then(place) {
            let mut outline = Chart::new(ChartType::Bar);
            let mut format = ChartFormat::new();
            format.set_no_fill();
            format.set_border(ChartLine::new().set_color(Color::RGB(look::INK)).set_width(1.5));
            outline.push_series(series(col, 20).set_format(&mut format).set_secondary_axis(true));
            chart.combine(&outline);
        }
        self.dress(&mut chart, table, rows);
        Some(chart)
    }

    fn dress(&self, chart: &mut Chart, table: &Table, rows: &[Row]) {
        let bars = u32::try_from(rows.len()).unwrap_or(u32::MAX).min(100);
        let is_lying = self.kind == ChartType::BarStacked;
        chart.set_width(WIDTH).set_height(if is_lying { HEIGHT.max(bars * 26 + 130) } else { HEIGHT });
        let mut title = ChartFont::new();
        title.set_name("Palatino Linotype").set_size(12).set_color(Color::RGB(look::INK)).unset_bold();
        // The finding itself, or whose rows these are, so that a title from a file is never read as a formula.
        let row = if self.is_of_first { FIRST_ROW } else { 0 };
        chart.title().set_name((table.name, row, 0)).set_font(&title);
        let mut small = ChartFont::new();
        small.set_name(look::SANS).set_size(9).set_color(Color::RGB(look::SECOND));
        chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&small);
        let hairline = ChartLine::new().set_color(Color::RGB(look::HAIRLINE)).set_width(0.5).clone();
        // Whatever lies or stands, the axis of amounts begins at nought and says its unit.
        let end = self.end_of_axis(table, rows);
        if is_lying {
            // In a bar chart x is the axis of amounts. The second pair of axes is removed, so that the outline is drawn
            // on the scale of the bars.
            chart
                .x_axis()
                .set_font(&small)
                .set_min(0)
                .set_max(end)
                .set_num_format(super::number::WHOLE_MINUTES);
            chart.x_axis().set_major_gridlines_line(&hairline);
            chart.x2_axis().set_hidden(true);
            chart.y_axis().set_font(&small).set_reverse();
            chart.y2_axis().set_reverse().set_hidden(true);
        } else {
            chart.y_axis().set_font(&small).set_min(0).set_num_format(super::number::WHOLE_MINUTES);
            chart.y_axis().set_major_gridlines_line(&hairline);
            chart.x_axis().set_font(&small).set_text_axis(true).set_num_format("d mmm");
        }
        chart.set_alt_text(alt(table, rows));
    }

    /// The longest bar or outline, rounded up to five hours.
    fn end_of_axis(&self, table: &Table, rows: &[Row]) -> u32 {
        let length = |row: &Row| {
            let whole = self.parts.iter().fold(Ratio::ZERO, |sum, (part, _)| sum + amount(table, row, part));
            whole.max(self.outline.map_or(Ratio::ZERO, |header| amount(table, row, header)))
        };
        let longest = rows.iter().map(length).max().unwrap_or(Ratio::ZERO);
        let fives = (longest / 300).ceil().max(1);
        u32::try_from(fives).unwrap_or(u32::MAX / 300).saturating_mul(300)
    }
}

impl Paint {
    fn format(self) -> ChartFormat {
        let mut format = ChartFormat::new();
        if let Paint::Edged(_) = self {
            format.set_border(ChartLine::new().set_color(Color::RGB(EDGE)).set_width(0.75));
        }
        match self {
            Paint::Solid(color) | Paint::Edged(color) => {
                format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(color)));
            }
            Paint::Hatched => {
                let mut hatch = ChartPatternFill::new();
                hatch
                    .set_pattern(ChartPatternFillType::DiagonalStripesWideUpwards)
                    .set_foreground_color(Color::RGB(look::RED))
                    .set_background_color(Color::RGB(look::TINTS[0]));
                format.set_pattern_fill(&hatch);
            }
        }
        format
    }
}

/// The amount under a header, if the row has one.
fn amount(table: &Table, row: &Row, header: &str) -> Ratio {
    let at = table.columns.iter().position(|column| column.header == header);
    match at.and_then(|at| row.cells.get(at)) {
        Some(Cell::Figure(figure)) => figure.value(),
        _ => Ratio::ZERO,
    }
}

/// The finding, then the sentences of the rows' pictures, as many as the library takes; the table has them all.
fn alt(table: &Table, rows: &[Row]) -> String {
    const MOST: usize = 255;
    const REST: &str = " The table on this sheet holds every figure.";
    let units = |text: &str| text.encode_utf16().count();
    let title = text::clean(&table.title);
    let mut alt = String::new();
    for c in title.chars() {
        if units(&alt) + c.len_utf16() + 1 + REST.len() > MOST {
            break;
        }
        alt.push(c);
    }
    alt.push('.');
    for row in rows {
        let Some(picture) = row.picture.as_deref() else { continue };
        let (Picture::Bar { label, .. }
        | Picture::Strip { label, .. }
        | Picture::Ledger { label, .. }
        | Picture::Dots { label, .. }
        | Picture::Training { label, .. }) = picture;
        let label = text::clean(label);
        if units(&alt) + 1 + units(&label) + REST.len() > MOST {
            break;
        }
        alt.push(' ');
        alt.push_str(&label);
    }
    alt + REST
}
