//! Workbooks. Every table of a report becomes a sheet of one shape ([`sheet`]); the cover is the only page laid out by
//! hand ([`cover`]). All is rust_xlsxwriter's work but the rows of plain tables, which are most of a workbook ([`rows`]). A
//! writer adds nothing up: it shows what the tables hold.

mod cell;
mod chart;
mod column;
mod cover;
mod finish;
pub mod form;
mod long;
mod look;
pub mod marked;
mod names;
mod number;
mod overview;
mod print;
mod rows;
mod sheet;
mod sheet_names;
mod text;

pub use overview::overview;

use super::Error;
use super::template::{Edition, Templates};
use crate::model::text::begins_like_a_formula;
use crate::tables::{Cell, Report, Table};
use foldhash::fast::RandomState;
use look::Looks;
use print::Margins;
use rows::Rows;
use rust_xlsxwriter::{DocProperties, Format, Workbook};
use std::collections::{BTreeSet, HashMap};

/// The workbook of a report in this edition, the same bytes for the same report.
///
/// # Errors
/// If the edition is not known, or a table does not fit a workbook.
pub fn book(templates: &Templates, edition: &str, report: &Report) -> Result<Vec<u8>, Error> {
    let edition = templates.edition(edition)?;
    // A sheet for each table that the edition names, in its order.
    let tables: Vec<&Table> = edition.sheets.iter().filter_map(|name| report.table(name)).collect();
    let mut book = Workbook::new();
    book.set_zip_compression_level(finish::FIRST_LEVEL);
    book.set_default_format(&look::body(), 20, 64)?;
    book.set_properties(&properties(edition, report));
    let targets = Targets::of(&tables);
    let margins = Margins::of_report(edition, report);
    cover::write(book.add_worksheet(), (edition, report, &tables), &margins, &targets)?;
    let (mut looks, mut rows) = (Looks::default(), Rows::default());
    // The cover is the first sheet.
    for (number, table) in (2..).zip(&tables) {
        let to = (&mut looks, Some((&mut rows, number)));
        sheet::write(book.add_worksheet(), table, (&margins, &targets), to)?;
    }
    for (name, place) in cover::names(report).into_iter().chain(names::of(&tables)) {
        book.define_name(name, &place)?;
    }
    rows.show(&mut book, &looks)?;
    finish::finished(&book.save_to_buffer()?, &rows)
}

/// What links may point to.
struct Targets<'a> {
    sheets: BTreeSet<&'static str>,
    figures: HashMap<&'a str, u32, RandomState>,
}

impl<'a> Targets<'a> {
    /// The sheets, and the first row of each figure on Origins.
    fn of(tables: &[&'a Table]) -> Targets<'a> {
        let mut figures = HashMap::default();
        for table in tables.iter().filter(|table| table.name == "Origins") {
            for (row, cells) in (sheet::FIRST_ROW + 1..).zip(&table.rows) {
                let id = match cells.cells.first() {
                    Some(Cell::FigureLink(id)) => id.as_str(),
                    Some(Cell::Text(id)) => id.as_str(),
                    _ => continue,
                };
                figures.entry(id).or_insert(row);
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
    if begins_like_a_formula(&words) {
        sheet.write_string_with_format(row, col, words, &format.clone().set_quote_prefix())?;
    } else {
        sheet.write_string_with_format(row, col, words, format)?;
    }
    Ok(())
}
