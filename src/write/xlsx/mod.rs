//! Workbooks. Every table of a report becomes a sheet of one shape ([`sheet`]); the cover is the only page laid out by
//! hand ([`cover`]). A writer adds nothing up: it shows what the tables hold.

mod cell;
mod chart;
mod column;
mod cover;
mod finish;
pub mod form;
mod look;
pub mod marked;
mod names;
mod number;
mod print;
mod sheet;
mod sheet_names;
mod text;

use super::Error;
use super::template::{Edition, Templates};
use crate::model::text::begins_like_a_formula;
use crate::tables::schools::{self, Overview};
use crate::tables::{Cell, Report, Table};
use chrono::NaiveDate;
use print::Margins;
use rust_xlsxwriter::{DocProperties, Format, Workbook};
use std::collections::{BTreeMap, BTreeSet};

/// The workbook of a report in this edition, the same bytes for the same report.
///
/// # Errors
/// If the edition is not known, or a table does not fit a workbook.
pub fn book(templates: &Templates, edition: &str, report: &Report) -> Result<Vec<u8>, Error> {
    let edition = templates.edition(edition)?;
    // A sheet for each table that the edition names, in its order.
    let tables: Vec<&Table> = edition.sheets.iter().filter_map(|name| report.table(name)).collect();
    let mut book = Workbook::new();
    book.set_default_format(&look::body(), 20, 64)?;
    book.set_properties(&properties(edition, report));
    let targets = Targets::of(&tables);
    let margins = Margins::of_report(edition, report);
    cover::write(book.add_worksheet(), (edition, report, &tables), &margins, &targets)?;
    for table in &tables {
        sheet::write(book.add_worksheet(), table, &margins, &targets)?;
    }
    for (name, place) in cover::names(report).into_iter().chain(names::of(&tables)) {
        book.define_name(name, &place)?;
    }
    finish::in_english(&book.save_to_buffer()?)
}

/// The workbook over all schools of a run.
///
/// # Errors
/// If the table does not fit a workbook.
pub fn overview(overview: &Overview) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    book.set_default_format(&look::body(), 20, 64)?;
    // Without one day for all schools, the first day a workbook knows keeps the bytes the same.
    let day = overview.as_of.or_else(|| NaiveDate::from_ymd_opt(2000, 1, 1)).unwrap_or_default();
    let properties = DocProperties::new()
        .set_title(text::clean(&overview.title))
        .set_subject("Overview")
        .set_author(&overview.tool)
        .set_comment(format!("Rulebook SHA-256 {}", overview.rulebook.1))
        .set_creation_datetime(&day);
    book.set_properties(&properties);
    let table = schools::table(overview);
    let when = overview.term.clone().unwrap_or_default();
    let margins = Margins::of(&overview.title, &when, "Overview", &overview.rulebook.0);
    let targets = Targets::of(&[&table]);
    sheet::write(book.add_worksheet(), &table, &margins, &targets)?;
    finish::in_english(&book.save_to_buffer()?)
}

/// What links may point to.
struct Targets {
    sheets: BTreeSet<&'static str>,
    figures: BTreeMap<String, u32>,
}

impl Targets {
    /// The sheets, and the first row of each figure on Origins.
    fn of(tables: &[&Table]) -> Targets {
        let mut figures = BTreeMap::new();
        for table in tables.iter().filter(|table| table.name == "Origins") {
            for (row, cells) in (sheet::FIRST_ROW + 1..).zip(&table.rows) {
                if let Some(Cell::FigureLink(id) | Cell::Text(id)) = cells.cells.first() {
                    figures.entry(id.clone()).or_insert(row);
                }
            }
        }
        Targets { sheets: tables.iter().map(|table| table.name).collect(), figures }
    }

    fn figure(&self, id: &str) -> Option<String> {
        self.figures.get(id).map(|row| format!("internal:'Origins'!A{row}"))
    }

    fn table(&self, name: &str) -> Option<String> {
        self.sheets.get(name).map(|name| format!("internal:'{name}'!A1"))
    }
}

/// Properties of the document; the date is the as-of date, so that two runs give the same bytes.
fn properties(about: &Edition, report: &Report) -> DocProperties {
    let top = &report.masthead;
    let (edition, hash) = &top.rulebook;
    let urn = top.urn.as_deref().unwrap_or("no URN");
    DocProperties::new()
        .set_title(text::clean(&report.title))
        .set_subject(text::clean(&about.title))
        .set_author(&top.tool)
        .set_company(text::clean(&top.school))
        .set_keywords(text::clean(&format!("{urn}; {}; rulebook {edition}", top.term)))
        .set_comment(format!("Rulebook SHA-256 {hash}"))
        .set_category(if about.personal { "Contains personal data" } else { "No personal data" })
        .set_creation_datetime(&top.as_of)
}

/// A string as a string, whatever it begins with.
fn put(
    sheet: &mut rust_xlsxwriter::Worksheet,
    (row, col): (u32, u16),
    words: &str,
    format: &Format,
) -> Result<(), Error> {
    let words = text::clean(words);
    let format = quoted(&words, format.clone());
    sheet.write_string_with_format(row, col, words, &format)?;
    Ok(())
}

/// With the quote prefix, if the words begin like a formula.
fn quoted(words: &str, format: Format) -> Format {
    if begins_like_a_formula(words) { format.set_quote_prefix() } else { format }
}
