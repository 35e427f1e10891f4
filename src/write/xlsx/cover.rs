//! The cover: the answer, what it is about, the tally, and what each sheet holds. Columns A and B only, nothing merged.

use super::super::template::Edition;
use super::print::Margins;
use super::{Error, Targets, look, number, put, text};
use crate::tables::words;
use crate::tables::{Report, Table};
use rust_xlsxwriter::{Format, FormatAlign, Formula, Url, Worksheet};

// Rows, counted from zero.
const VERDICT: u32 = 1;
const LEDE: u32 = 3;
const FACTS: u32 = 4;
const TALLY: u32 = 10;
const CONTENTS: u32 = 17;
/// Heights of a note of two lines and of a heading, in points.
const NOTE: u32 = 30;
const HEADING: u32 = 30;

/// Names a formula may use, and the cells they stand for.
pub(super) fn names(report: &Report) -> Vec<(&'static str, String)> {
    use chrono::Datelike;
    let day = |day: chrono::NaiveDate| format!("=DATE({},{},{})", day.year(), day.month(), day.day());
    let cell = |row: u32| format!("=Cover!$B${row}");
    let mut names = vec![
        ("Term", cell(FACTS + 2)),
        ("AsOf", cell(FACTS + 3)),
        ("TermFrom", day(report.masthead.dates.0)),
        ("TermTo", day(report.masthead.dates.1)),
        ("Rulebook", format!("=\"{}\"", text::clean(&report.masthead.rulebook.0).replace('"', "\"\""))),
    ];
    if !report.tally.is_empty() {
        names.extend([("CountNotMet", cell(TALLY + 2)), ("CountNotShown", cell(TALLY + 3))]);
    }
    names
}

/// Writes the cover.
pub(super) fn write(
    page: &mut Worksheet,
    (edition, report, tables): (&Edition, &Report, &[&Table]),
    margins: &Margins,
    targets: &Targets,
) -> Result<(), Error> {
    page.set_name("Cover")?;
    page.set_tab_color(look::tab("Cover"));
    page.set_screen_gridlines(false);
    page.set_column_width(0, 26)?.set_column_width(1, 90)?;
    put(page, (0, 0), &report.title, &look::serif(12, look::SECOND))?;
    verdict(page, &report.verdict)?;
    if !report.lede.is_empty() {
        put(page, (LEDE, 0), &report.lede, &look::note())?;
    }
    facts(page, edition, report)?;
    if !report.tally.is_empty() {
        tally(page, report, tables.iter().any(|table| is_counted(table)))?;
    }
    let row = contents(page, tables, targets)?;
    let last = provenance(page, edition, report, row + 1)?;
    margins.set(page);
    page.set_portrait().set_print_fit_to_pages(1, 0);
    page.set_print_area(0, 0, last, 1)?;
    page.set_active(true);
    Ok(())
}

/// The sentences run over the empty cells to their right; a long one is set smaller, so that the page shows all of it.
fn verdict(page: &mut Worksheet, sentences: &[String]) -> Result<(), Error> {
    let longest = sentences.iter().map(|s| s.chars().count()).max().unwrap_or(0);
    let (size, height) = match longest {
        0..=60 => (20, 34),
        61..=80 => (16, 28),
        81..=105 => (12, 22),
        _ => (10, 20),
    };
    for (row, sentence) in (VERDICT..LEDE).zip(sentences) {
        page.set_row_height(row, height)?;
        put(page, (row, 0), sentence, &look::serif(size, look::INK))?;
    }
    Ok(())
}

fn facts(page: &mut Worksheet, edition: &Edition, report: &Report) -> Result<(), Error> {
    let top = &report.masthead;
    let unknown = "not in the files";
    let label = look::note();
    let value = look::body().set_align(FormatAlign::Left);
    let words = [
        (0, "URN", top.urn.as_deref().unwrap_or(unknown)),
        (1, "Term", &top.term),
        (3, "Edition", &edition.title),
        (4, "Appropriate body", top.appropriate_body.as_deref().unwrap_or(unknown)),
    ];
    for (row, name, text) in words {
        put(page, (FACTS + row, 0), name, &label)?;
        put(page, (FACTS + row, 1), text, &value)?;
    }
    put(page, (FACTS + 2, 0), "As of", &label)?;
    if !report.alerts.is_empty() {
        put(page, (FACTS + 5, 0), "Please note", &look::note())?;
        put(page, (FACTS + 5, 1), &report.alerts.join(" "), &look::body().set_bold().set_text_wrap())?;
    }
    page.write_date_with_format(FACTS + 2, 1, top.as_of, &value.set_num_format(number::DATE))?;
    Ok(())
}

/// How many of each outcome, counted live over the sheet of verdicts.
fn tally(page: &mut Worksheet, report: &Report, live: bool) -> Result<(), Error> {
    page.set_row_height(TALLY, HEADING)?;
    put(page, (TALLY, 0), if live { "Verdicts" } else { "How they stand" }, &heading())?;
    let format = look::body().set_align(FormatAlign::Left).set_bold();
    for (row, outcome) in (TALLY + 1..).zip(look::OUTCOMES) {
        let count = report.tally.iter().find(|(of, _)| *of == outcome).map_or(0, |(_, count)| *count);
        put(page, (row, 0), words::outcome(outcome), &look::body())?;
        if live {
            let formula = Formula::new(format!("=COUNTIFS(Verdicts[Outcome],A{})", row + 1));
            page.write_formula_with_format(row, 1, formula.set_result(count.to_string()), &format)?;
        } else {
            page.write_number_with_format(row, 1, u32::try_from(count).unwrap_or(u32::MAX), &format)?;
        }
    }
    let last = TALLY + 1 + u32::try_from(look::OUTCOMES.len()).unwrap_or(0);
    for words in look::words(&look::OUTCOMES.map(words::outcome)) {
        page.add_conditional_format(TALLY + 1, 0, last - 1, 0, &words)?;
    }
    if !report.tally_notes.is_empty() {
        put(page, (last, 1), &report.tally_notes.join(" "), &look::note().set_text_wrap())?;
        page.set_row_height(last, NOTE)?;
    }
    Ok(())
}

fn is_counted(table: &Table) -> bool {
    table.name == "Verdicts" && !table.rows.is_empty() && table.columns.iter().any(|c| c.header == "Outcome")
}

/// A link to each sheet, and what it says; gives the last row.
fn contents(page: &mut Worksheet, tables: &[&Table], targets: &Targets) -> Result<u32, Error> {
    page.set_row_height(CONTENTS, HEADING)?;
    put(page, (CONTENTS, 0), "In this workbook", &heading())?;
    let mut row = CONTENTS;
    for table in tables {
        row += 1;
        if let Some(target) = targets.table(table.name) {
            let url = Url::new(target).set_text(table.name);
            page.write_url_with_format(row, 0, url, &look::link(look::body()))?;
        }
        put(page, (row, 1), &table.title, &look::body().set_text_wrap())?;
    }
    Ok(row)
}

/// What made it; gives the last row.
fn provenance(page: &mut Worksheet, about: &Edition, report: &Report, first: u32) -> Result<u32, Error> {
    let (edition, hash) = &report.masthead.rulebook;
    let small = || look::note().set_font_size(9);
    let mut lines = vec![
        ("Made by", report.masthead.tool.clone()),
        ("Rulebook", format!("edition {edition}, SHA-256 {hash}")),
    ];
    if about.personal {
        lines.push(("Keep it private", "This workbook holds personal data of teachers.".to_owned()));
    }
    let mut row = first;
    for (name, words) in lines {
        row += 1;
        put(page, (row, 0), name, &small())?;
        put(page, (row, 1), &words, &small().set_text_wrap())?;
    }
    Ok(row)
}

fn heading() -> Format {
    look::serif(13, look::INK).set_align(FormatAlign::Bottom)
}
