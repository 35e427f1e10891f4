//! A copy of someone's workbook, values only, with every problem marked where it stands: a list of them first, each with
//! a link to its cell, and the cells filled and with a note.

use super::print::Margins;
use super::sheet::{FIRST_ROW, HEADER, LINE};
use super::{Error, column, look, number, put, sheet_names, text};
use crate::model::finding::Level;
use crate::model::units::Ratio;
use crate::write::csv::level;
use chrono::NaiveDate;
use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{DocProperties, Format, FormatAlign, Note, Url, Workbook, Worksheet};
use std::collections::BTreeMap;

/// The workbook.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// The name of the file it is a copy of.
    pub file: String,
    /// What wrote it.
    pub tool: String,
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
    /// What is wrong, in the order of the list.
    pub problems: Vec<Problem>,
}

/// A sheet of it.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its name, as its owner chose it.
    pub name: String,
    /// Cells that hold anything, by row and column from zero.
    pub cells: BTreeMap<(u32, u32), Value>,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text, whatever it begins with.
    Text(String),
    /// A number.
    Number(f64),
    /// TRUE or FALSE.
    Bool(bool),
    /// A date, a time of day or both: milliseconds since 30 December 1899.
    Moment(i64),
    /// A length of time, in milliseconds.
    Elapsed(i64),
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How much it matters.
    pub level: Level,
    /// The sheet by its place, and row and column from zero; nothing for the whole file.
    pub at: Option<(usize, u32, u32)>,
    /// Its code.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// The name of the list.
const LIST: &str = "Problems";
/// The headers of the list, and how wide their columns are.
const COLUMNS: [(&str, u16); 7] = [
    ("Level", 10),
    ("Sheet", 20),
    ("Cell", 9),
    ("Value", 24),
    ("What is wrong", 58),
    ("What to do", 58),
    ("Code", 16),
];
/// Links a sheet may hold; Excel stops at 65,530.
const MOST_LINKS: usize = 65_000;
const DAY: i64 = 86_400_000;
/// Characters in a line of a note.
const NOTE_WIDTH: usize = 46;

/// The copy, the same bytes for the same workbook.
///
/// # Errors
/// If something does not fit a workbook.
pub fn write(book: &Book) -> Result<Vec<u8>, Error> {
    let mut out = Workbook::new();
    out.set_default_format(&look::body(), 20, 64)?;
    let day = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default();
    let properties = DocProperties::new()
        .set_title(text::clean(&format!("Errors for {}", book.file)))
        .set_author(&book.tool)
        .set_category("Contains personal data");
    out.set_properties(&properties.set_creation_datetime(&day));
    let names = sheet_names::of(book.sheets.iter().map(|sheet| sheet.name.as_str()), &[LIST]);
    list(out.add_worksheet(), book, &names)?;
    for ((place, sheet), name) in book.sheets.iter().enumerate().zip(&names) {
        copy(out.add_worksheet(), (sheet, name), &in_cells(book, place))?;
    }
    super::finish::in_english(&out.save_to_buffer()?)
}

/// The problems of a sheet, by cell.
fn in_cells(book: &Book, place: usize) -> BTreeMap<(u32, u32), Vec<&Problem>> {
    let mut cells: BTreeMap<(u32, u32), Vec<&Problem>> = BTreeMap::new();
    for problem in &book.problems {
        if let Some((sheet, row, col)) = problem.at
            && sheet == place
        {
            cells.entry((row, col)).or_default().push(problem);
        }
    }
    cells
}

/// The list of problems, with a link to each cell.
fn list(page: &mut Worksheet, book: &Book, names: &[String]) -> Result<(), Error> {
    page.set_name(LIST)?;
    page.set_tab_color(look::tab("Actions"));
    page.set_row_height(0, 26)?;
    let what = match book.problems.len() {
        1 => "1 thing noticed".to_owned(),
        n => format!("{n} things noticed"),
    };
    put(page, (0, 0), &format!("{what} in {}", book.file), &look::title())?;
    let note = "This is a copy of the values, without formulas. Correct your own file, then check it again.";
    put(page, (1, 0), note, &look::note())?;
    for (col, (header, width)) in (0..).zip(COLUMNS) {
        page.set_column_width(col, width)?;
        put(page, (HEADER, col), header, &look::header(false))?;
    }
    for (row, (n, problem)) in (FIRST_ROW..).zip(book.problems.iter().enumerate()) {
        let wrapped = look::cell().set_text_wrap();
        put(
            page,
            (row, 0),
            level(problem.level),
            &look::cell().set_bold().set_background_color(tint(problem.level)),
        )?;
        for (col, words) in [(4, &problem.message), (5, &problem.help), (6, &problem.code)] {
            put(page, (row, col), words, &wrapped)?;
        }
        let lines = [&problem.message, &problem.help].map(|words| column::lines(words, 62));
        page.set_row_height(row, (lines.into_iter().max().unwrap_or(1) * LINE).min(400))?;
        for col in [1, 2, 3] {
            page.write_blank(row, col, &look::cell())?;
        }
        let Some((place, at, col)) = problem.at else {
            put(page, (row, 1), "the whole file", &look::cell())?;
            continue;
        };
        let (Some(sheet), Some(name)) = (book.sheets.get(place), names.get(place)) else { continue };
        put(page, (row, 1), name, &wrapped)?;
        if let Some(value) = sheet.cells.get(&(at, col)) {
            write_value(page, (row, 3), value, look::cell().set_align(FormatAlign::Left).set_text_wrap())?;
        }
        let Ok(col) = u16::try_from(col) else { continue };
        let cell = row_col_to_cell(at, col);
        if n < MOST_LINKS {
            let place = format!("internal:'{}'!{cell}", name.replace('\'', "''"));
            page.write_url_with_format(row, 2, Url::new(place).set_text(&cell), &look::link(look::cell()))?;
        } else {
            put(page, (row, 2), &cell, &look::cell())?;
        }
    }
    if let Some(last) = u32::try_from(book.problems.len()).ok().filter(|n| *n > 0) {
        page.autofilter(HEADER, 0, HEADER + last, 6)?;
    }
    page.set_row_height(HEADER, 32)?;
    page.set_freeze_panes(FIRST_ROW, 0)?;
    Margins::plain(&format!("Errors for {}", book.file), &book.tool).set(page);
    page.set_landscape().set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, HEADER)?;
    page.set_active(true);
    Ok(())
}

/// A sheet as it was, with its problems marked.
fn copy(
    page: &mut Worksheet,
    (sheet, name): (&Sheet, &str),
    problems: &BTreeMap<(u32, u32), Vec<&Problem>>,
) -> Result<(), Error> {
    page.set_name(name)?;
    for (at, value) in &sheet.cells {
        let Ok(col) = u16::try_from(at.1) else { continue };
        if !problems.contains_key(at) {
            write_value(page, (at.0, col), value, look::body())?;
        }
    }
    for (at, all) in problems {
        let Ok(col) = u16::try_from(at.1) else { continue };
        let worst = all.iter().map(|problem| problem.level).min().unwrap_or(Level::Note);
        let format = look::body().set_background_color(tint(worst));
        match sheet.cells.get(at) {
            Some(value) => write_value(page, (at.0, col), value, format)?,
            None => {
                page.write_blank(at.0, col, &format)?;
            }
        }
        page.insert_note(at.0, col, &note(all))?;
    }
    let mut widths: BTreeMap<u16, usize> = BTreeMap::new();
    let is_alone = |at: (u32, u32)| sheet.cells.range((at.0, 0)..=(at.0, u32::MAX)).nth(1).is_none();
    for (at, value) in &sheet.cells {
        let Ok(col) = u16::try_from(at.1) else { continue };
        // A title runs over the empty cells beside it.
        if is_alone(*at) {
            continue;
        }
        let widest = widths.entry(col).or_default();
        *widest = (*widest).max(characters(value));
    }
    for (col, widest) in widths {
        page.set_column_width(col, u16::try_from(widest + 2).unwrap_or(40).clamp(6, 40))?;
    }
    Margins::plain(name, "").set(page);
    page.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

/// What stands beside a marked cell.
fn note(problems: &[&Problem]) -> Note {
    let said: Vec<String> = problems
        .iter()
        .map(|problem| {
            format!("{} {}\n{} {}", level(problem.level), problem.code, problem.message, problem.help)
        })
        .collect();
    let said = said.join("\n\n");
    let lines = column::lines(&said, NOTE_WIDTH);
    Note::new(text::for_note(&said))
        .add_author_prefix(false)
        .set_author("ringfence")
        .set_font_name(look::SANS)
        .set_font_size(9)
        .set_background_color(look::PANEL)
        .set_width(300)
        .set_height((16 * (lines + 1)).min(600))
}

fn tint(level: Level) -> u32 {
    match level {
        Level::Error => look::TINTS[0],
        Level::Warning => look::TINTS[1],
        Level::Note => look::PANEL,
    }
}

fn write_value(page: &mut Worksheet, at: (u32, u16), value: &Value, format: Format) -> Result<(), Error> {
    let (row, col) = at;
    match value {
        Value::Text(words) => return put(page, at, words, &format),
        Value::Number(number) => page.write_number_with_format(row, col, *number, &format)?,
        Value::Bool(yes) => page.write_boolean_with_format(row, col, *yes, &format)?,
        Value::Moment(millis) => {
            let format = format.set_num_format(moment(*millis)).set_align(FormatAlign::Left);
            page.write_number_with_format(row, col, number::nearest(days(*millis)), &format)?
        }
        Value::Elapsed(millis) => {
            let format = format.set_num_format("[h]:mm:ss").set_align(FormatAlign::Left);
            page.write_number_with_format(row, col, number::nearest(days(*millis)), &format)?
        }
    };
    Ok(())
}

/// How many a value takes.
fn characters(value: &Value) -> usize {
    match value {
        Value::Text(words) => words.chars().count(),
        Value::Number(number) => number.to_string().len().min(16),
        Value::Bool(_) => 5,
        Value::Moment(millis) => moment(*millis).len().max(10),
        Value::Elapsed(_) => 10,
    }
}

/// A workbook counts days.
fn days(millis: i64) -> Ratio {
    Ratio::whole(millis) / DAY
}

fn moment(millis: i64) -> &'static str {
    match (millis, millis.rem_euclid(DAY)) {
        (..0, _) => "General",
        (..DAY, part) if part % 60_000 == 0 => "hh:mm",
        (..DAY, _) => "hh:mm:ss",
        (_, 0) => "dd/mm/yyyy",
        _ => "dd/mm/yyyy hh:mm:ss",
    }
}
