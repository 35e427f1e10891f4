//! A workbook to be filled in: a page that explains it, then a sheet for each kind of row, with its headers, lists to
//! choose from, checks on what is typed, and one example.

use super::print::Margins;
use super::sheet::{FIRST_ROW, HEADER, LINE};
use super::{Error, column, look, put, text};
use chrono::{NaiveDate, NaiveTime};
use rust_xlsxwriter::{
    DataValidation, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign, Note, Url,
    Workbook, Worksheet,
};

/// The workbook.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Its title, on the first page.
    pub title: String,
    /// What wrote it.
    pub tool: String,
    /// The lines of the first page.
    pub lines: Vec<String>,
    /// The sheets to fill in.
    pub sheets: Vec<Sheet>,
}

/// A sheet to fill in.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// What a row of it is.
    pub about: String,
    /// Its columns, left to right.
    pub columns: Vec<Column>,
}

/// A column to fill in.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Its header.
    pub header: String,
    /// A word above the header: whether it is needed.
    pub mark: &'static str,
    /// What goes in, beside the header.
    pub note: String,
    /// What may be typed.
    pub entry: Entry,
    /// Words to choose from.
    pub words: Vec<String>,
    /// Nothing but those words.
    pub closed: bool,
    /// How it looks filled in.
    pub example: Value,
}

/// What may be typed into a column.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Entry {
    /// Anything.
    #[default]
    Text,
    /// Digits that are a name, not a number: zeros at their front stay.
    Digits,
    /// A date from this year to 2100.
    Date(u16),
    /// A time of day.
    Time,
    /// A whole number in a range.
    Whole(i32, i32),
    /// A number in a range.
    Decimal(f64, f64),
    /// Pounds and pence.
    Money,
}

/// What a cell of the example holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing.
    #[default]
    Blank,
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A date.
    Date(NaiveDate),
    /// A time of day.
    Time(NaiveTime),
}

/// The row of words that say what is needed.
const MARKS: u32 = HEADER - 1;
/// The last row that Excel has.
const LAST: u32 = 1_048_575;
/// Characters in a line of a note.
const NOTE_WIDTH: usize = 42;

/// The workbook, the same bytes every time.
///
/// # Errors
/// If something does not fit a workbook.
pub fn write(form: &Form) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    book.set_default_format(&look::body(), 20, 64)?;
    let day = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default();
    let properties = DocProperties::new().set_title(&form.title).set_author(&form.tool);
    book.set_properties(&properties.set_creation_datetime(&day));
    read_me(book.add_worksheet(), form)?;
    for sheet in &form.sheets {
        fill_in(book.add_worksheet(), sheet)?;
    }
    super::finish::in_english(&book.save_to_buffer()?)
}

/// What the workbook is, and a link to each sheet.
fn read_me(page: &mut Worksheet, form: &Form) -> Result<(), Error> {
    page.set_name("Read me")?;
    page.set_tab_color(look::INK);
    page.set_screen_gridlines(false);
    page.set_column_width(0, 16)?.set_column_width(1, 100)?;
    page.set_row_height(0, 34)?;
    put(page, (0, 0), &form.title, &look::serif(20, look::INK))?;
    let mut row = 1;
    for (number, line) in (1..).zip(&form.lines) {
        row += 1;
        page.write_number_with_format(row, 0, number, &look::note().set_align(FormatAlign::Left))?;
        put(page, (row, 1), line, &look::body().set_text_wrap())?;
        page.set_row_height(row, column::lines(line, 112) * LINE + 4)?;
    }
    row += 2;
    put(page, (row, 0), "Sheets", &look::serif(13, look::INK))?;
    page.set_row_height(row, 24)?;
    for sheet in &form.sheets {
        row += 1;
        let url = Url::new(format!("internal:'{}'!A1", sheet.name)).set_text(&sheet.name);
        page.write_url_with_format(row, 0, url, &look::link(look::body()))?;
        put(page, (row, 1), &sheet.about, &look::body())?;
    }
    Margins::plain(&form.title, &form.tool).set(page);
    page.set_portrait().set_print_fit_to_pages(1, 0);
    page.set_active(true);
    Ok(())
}

fn fill_in(page: &mut Worksheet, sheet: &Sheet) -> Result<(), Error> {
    page.set_name(&sheet.name)?;
    page.set_tab_color(look::TEAL);
    page.set_row_height(0, 26)?;
    for (col, column) in (0..).zip(&sheet.columns) {
        page.set_column_format(col, &format(look::body(), column.entry))?;
        page.set_column_width(col, width(column))?;
        if !column.mark.is_empty() {
            let mark = look::note().set_font_size(9).set_align(FormatAlign::Bottom);
            put(
                page,
                (MARKS, col),
                column.mark,
                &if column.mark == "needed" { mark.set_bold() } else { mark },
            )?;
        }
        put(page, (HEADER, col), &column.header, &look::header(false))?;
        page.insert_note(HEADER, col, &note(&column.note))?;
        example(page, (FIRST_ROW, col), column)?;
        if let Some(check) = check(column)? {
            page.add_data_validation(FIRST_ROW + 1, col, LAST, col, &check)?;
        }
    }
    put(page, (0, 0), &format!("{}: {}", sheet.name, lower_first(&sheet.about)), &look::title())?;
    let note = "One row each, below the example. Point at a header to read what goes in.";
    put(page, (1, 0), note, &look::note())?;
    page.set_row_height(HEADER, 32)?;
    page.set_freeze_panes(FIRST_ROW, 1)?;
    page.set_selection(FIRST_ROW + 1, 0, FIRST_ROW + 1, 0)?;
    Margins::plain(&sheet.name, "").set(page);
    page.set_landscape().set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, HEADER)?;
    Ok(())
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Wide enough for the header, the example and the longest word of a list.
fn width(column: &Column) -> u16 {
    let example = match &column.example {
        Value::Text(text) => text.chars().count(),
        _ => 0,
    };
    let words = column.words.iter().map(|word| word.chars().count() + 2).max().unwrap_or(0);
    let needed = column.header.chars().count().max(example).max(words) + 3;
    u16::try_from(needed).unwrap_or(40).clamp(12, 40)
}

fn format(base: Format, entry: Entry) -> Format {
    match entry {
        Entry::Text => base,
        Entry::Digits => base.set_num_format("@"),
        Entry::Date(_) => base.set_num_format("dd/mm/yyyy").set_align(FormatAlign::Left),
        Entry::Time => base.set_num_format("hh:mm").set_align(FormatAlign::Left),
        Entry::Whole(..) => base.set_num_format("0").set_align(FormatAlign::Left),
        Entry::Decimal(..) => base.set_num_format("General").set_align(FormatAlign::Left),
        Entry::Money => base.set_num_format("£#,##0.00").set_align(FormatAlign::Left),
    }
}

fn example(page: &mut Worksheet, at: (u32, u16), column: &Column) -> Result<(), Error> {
    let base = look::cell().set_italic().set_font_color(look::SECOND).set_background_color(look::PANEL);
    let format = format(base, column.entry);
    match &column.example {
        Value::Blank => page.write_blank(at.0, at.1, &format)?,
        Value::Text(words) => return put(page, at, words, &format),
        Value::Number(number) => page.write_number_with_format(at.0, at.1, *number, &format)?,
        Value::Date(day) => page.write_date_with_format(at.0, at.1, day, &format)?,
        Value::Time(time) => page.write_time_with_format(at.0, at.1, time, &format)?,
    };
    Ok(())
}

/// What stands beside a header when it is pointed at.
fn note(words: &str) -> Note {
    let lines = column::lines(words, NOTE_WIDTH);
    Note::new(text::for_note(words))
        .add_author_prefix(false)
        .set_author("ringfence")
        .set_font_name(look::SANS)
        .set_font_size(9)
        .set_background_color(look::PANEL)
        .set_width(280)
        .set_height(16 * lines + 12)
}

/// What Excel says of a value that cannot be used.
fn check(column: &Column) -> Result<Option<DataValidation>, Error> {
    let empty = DataValidation::new();
    if !column.words.is_empty() {
        let list = empty.allow_list_strings(&column.words)?;
        let said = format!("Choose one of: {}.", column.words.join(", "));
        return Ok(Some(said_of(list.show_error_message(column.closed), &said)?));
    }
    let (check, said) = match column.entry {
        Entry::Text | Entry::Digits => return Ok(None),
        Entry::Date(from) => (
            empty.allow_date(DataValidationRule::Between(
                ExcelDateTime::from_ymd(from, 1, 1)?,
                ExcelDateTime::from_ymd(2100, 12, 31)?,
            )),
            format!("Write a date from {from} to 2100, such as 04/11/2026."),
        ),
        Entry::Time => (
            empty.allow_time(DataValidationRule::Between(
                ExcelDateTime::from_hms(0, 0, 0)?,
                ExcelDateTime::from_hms(23, 59, 0)?,
            )),
            "Write a time, such as 09:05 or 13:20.".to_owned(),
        ),
        Entry::Whole(least, most) => (
            empty.allow_whole_number(DataValidationRule::Between(least, most)),
            format!("Write a whole number from {least} to {most}."),
        ),
        Entry::Decimal(least, most) => (
            empty.allow_decimal_number(DataValidationRule::Between(least, most)),
            format!("Write a number from {least} to {most}."),
        ),
        Entry::Money => (
            empty.allow_decimal_number(DataValidationRule::Between(-10_000_000.0, 10_000_000.0)),
            "Write pounds and pence, such as 1234.50.".to_owned(),
        ),
    };
    Ok(Some(said_of(check, &said)?))
}

fn said_of(check: DataValidation, said: &str) -> Result<DataValidation, Error> {
    Ok(check.set_error_title("This cannot be read")?.set_error_message(said)?)
}
