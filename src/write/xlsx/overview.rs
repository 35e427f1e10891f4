//! The workbook over all schools of a run: a cover, what is to do, and the matrix to filter, beside its charts.

mod charts;
mod matrix;

use super::look::Looks;
use super::print::Margins;
use super::rows::Rows;
use super::{Error, Targets, long, look, number, put, sheet, text};
use crate::tables::schools::{self, Overview, Sheet, per_cent, share_met};
use crate::tables::{Table, words};
use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, FormatAlign, Formula, Url, Workbook, Worksheet};

/// The workbook, the same bytes for the same schools.
///
/// # Errors
/// If a table does not fit a workbook.
pub fn overview(overview: &Overview) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    book.set_zip_compression_level(super::finish::FIRST_LEVEL);
    book.set_default_format(&look::body(), 20, 64)?;
    book.set_properties(&properties(overview));
    let sheets = schools::sheets(overview);
    let tables: Vec<&Table> = sheets.iter().map(Sheet::table).collect();
    let when = overview.term.clone().unwrap_or_default();
    let margins = Margins::of(&overview.title, &when, "Overview", &overview.rulebook.0);
    let targets = Targets::of(&tables);
    cover(book.add_worksheet(), overview, &tables, (&margins, &targets))?;
    let (mut looks, mut rows) = (Looks::default(), Rows::default());
    // The cover is the first sheet.
    for (number, sheet) in (2..).zip(&sheets) {
        let page = book.add_worksheet();
        match sheet {
            Sheet::Long(long) => {
                let to = (&mut looks, &mut rows, number);
                long::write(page, long, (&margins, &targets), to)?;
                if long.table.name == "Matrix" {
                    matrix::dress(page, &long.table, long.rows)?;
                }
            }
            Sheet::Whole(table) => {
                sheet::write(page, table, (&margins, &targets), (&mut looks, None))?;
                match table.name {
                    "Rules" => charts::rules(page, table)?,
                    "Trend" => charts::trend(page, table)?,
                    _ => {}
                }
            }
        }
    }
    rows.show(&mut book, &looks)?;
    super::finish::finished(&book.save_to_buffer()?, &rows)
}

/// Properties of the document. Without one day for all schools, the first day a workbook knows keeps the bytes the same.
fn properties(overview: &Overview) -> DocProperties {
    let day = overview.as_of.or_else(|| NaiveDate::from_ymd_opt(2000, 1, 1)).unwrap_or_default();
    let term = overview.term.as_deref().unwrap_or("several terms");
    DocProperties::new()
        .set_title(text::clean(&overview.title))
        .set_subject("Overview")
        .set_author(&overview.tool)
        .set_keywords(text::clean(&format!("{term}; rulebook {}", overview.rulebook.0)))
        .set_comment(format!("Rulebook SHA-256 {}", overview.rulebook.1))
        .set_category("Contains personal data")
        .set_creation_datetime(&day)
}

/// The answer, in numbers, and what each sheet holds. Columns A and B only, nothing merged.
fn cover(
    page: &mut Worksheet,
    overview: &Overview,
    tables: &[&Table],
    (margins, targets): (&Margins, &Targets),
) -> Result<(), Error> {
    page.set_name("Cover")?;
    page.set_tab_color(look::tab("Cover"));
    page.set_screen_gridlines(false);
    page.set_column_width(0, 26)?.set_column_width(1, 90)?;
    put(page, (0, 0), &overview.title, &look::serif(12, look::SECOND))?;
    let mut row = 1;
    for sentence in overview.verdict.split_inclusive(". ") {
        page.set_row_height(row, 28)?;
        put(page, (row, 0), sentence.trim_end(), &look::serif(16, look::INK))?;
        row += 1;
    }
    let label = look::note();
    let value = look::body().set_align(FormatAlign::Left);
    for sentence in overview.lede.split_inclusive(". ") {
        put(page, (row, 0), sentence.trim_end(), &label)?;
        row += 1;
    }
    row += 1;
    let schools = words::tally(i64::try_from(overview.schools.len()).unwrap_or(0), "school", "schools");
    let term = overview.term.as_deref().unwrap_or("not the same for all schools");
    for (name, words) in
        [("About", schools.as_str()), ("Term", term), ("Edition", "Overview of a trust or hub")]
    {
        put(page, (row, 0), name, &label)?;
        put(page, (row, 1), words, &value)?;
        row += 1;
    }
    if let Some(as_of) = overview.as_of {
        put(page, (row, 0), "As of", &label)?;
        page.write_date_with_format(row, 1, as_of, &value.set_num_format(number::DATE))?;
        row += 1;
    }
    row = tally(page, overview, row + 1)?;
    row = contents(page, tables, targets, row + 1)?;
    let (edition, hash) = &overview.rulebook;
    let small = || look::note().set_font_size(9);
    for (name, words) in [
        ("Made by", overview.tool.clone()),
        ("Rulebook", format!("edition {edition}, SHA-256 {hash}")),
        private(overview),
    ] {
        row += 1;
        put(page, (row, 0), name, &small())?;
        put(page, (row, 1), &words, &small().set_text_wrap())?;
    }
    margins.set(page);
    page.set_portrait().set_print_fit_to_pages(1, 0);
    page.set_print_area(0, 0, row, 1)?;
    page.set_active(true);
    Ok(())
}

/// What is not for everybody, or where it stands in this workbook's place.
fn private(overview: &Overview) -> (&'static str, String) {
    if overview.files.is_some() {
        let words = "The sheet Actions names teachers, and Files shows the names of files as they are.";
        return ("Keep it private", words.to_owned());
    }
    let words = "With so many schools there is no sheet of what is to do, nor of their files: the one is in actions.csv, the \
                 other in manifest.json, beside this workbook.";
    ("Not in here", words.to_owned())
}

/// Checks by outcome, added up live over the matrix; gives the next free row.
fn tally(page: &mut Worksheet, overview: &Overview, mut row: u32) -> Result<u32, Error> {
    let all = overview.all;
    page.set_row_height(row, 30)?;
    put(page, (row, 0), "Checks", &look::serif(13, look::INK).set_align(FormatAlign::Bottom))?;
    let bold = look::body().set_align(FormatAlign::Left).set_bold().set_num_format("#,##0");
    for (name, n) in [
        ("Not met", all.not_met),
        ("Breaches", all.breach),
        ("Not shown", all.not_shown),
        ("Pending", all.pending),
        ("Met", all.met),
        ("Due", all.due()),
    ] {
        row += 1;
        put(page, (row, 0), if name == "Breaches" { "Of them breaches" } else { name }, &look::body())?;
        if overview.schools.is_empty() {
            put(page, (row, 1), "0", &bold)?;
        } else {
            let sum = Formula::new(format!("=SUM(Matrix[{name}])")).set_result(n.to_string());
            page.write_formula_with_format(row, 1, sum, &bold)?;
        }
    }
    if let Some(share) = share_met(all) {
        row += 1;
        put(page, (row, 0), "Share of due checks met", &look::body())?;
        put(page, (row, 1), &per_cent(share), &bold)?;
    }
    Ok(row + 1)
}

/// A link to each sheet, and what it says; gives the last row.
fn contents(page: &mut Worksheet, tables: &[&Table], targets: &Targets, mut row: u32) -> Result<u32, Error> {
    page.set_row_height(row, 30)?;
    put(page, (row, 0), "In this workbook", &look::serif(13, look::INK).set_align(FormatAlign::Bottom))?;
    for table in tables {
        row += 1;
        if let Some(target) = targets.table(table.name) {
            let url = Url::new(target).set_text(table.name);
            page.write_url_with_format(row, 0, url, &look::link(look::body()))?;
        }
        put(page, (row, 1), &table.title, &look::body().set_text_wrap())?;
    }
    Ok(row + 1)
}
