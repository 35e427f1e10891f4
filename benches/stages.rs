//! What each stage costs, by cell, row, assessment and page: `cargo bench`. The school is made here, as large as a
//! secondary school is: 100 teachers, 6,000 rows of timetable, 2,000 meetings. `items` are cells, rows, assessments or
//! files; the nanoseconds of one are what a second has of them, turned round.

#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on should stop")]

use divan::Bencher;
use divan::counter::ItemsCount;
use ringfence::ingest::layout::Layouts;
use ringfence::ingest::watch::Watch;
use ringfence::ingest::{Content, PackFile, SchoolFiles, open_sheets, read_as};
use ringfence::model::settings::Settings;
use ringfence::rules::assess;
use ringfence::rules::rulebook::Rulebook;
use ringfence::tables;
use ringfence::write::template::Templates;
use ringfence::write::{html, json, xlsx};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::fmt::Write as _;
use std::io::{Cursor, Read as _};
use std::sync::OnceLock;

fn main() {
    divan::main();
}

/// Teachers; the first ten are early in their careers, the next ten their mentors.
const TEACHERS: usize = 100;
const WEEKS: [&str; 2] = ["A", "B"];
const DAYS: [&str; 5] = ["Mon", "Tue", "Wed", "Thu", "Fri"];

/// What the n-th lesson of the fortnight is.
fn activity(teacher: usize, n: usize) -> &'static str {
    match (teacher, n % 10) {
        (..10, 8) => "ECT",
        (_, 9) => "PPA",
        (_, 4) => "Duty",
        _ => "Teaching",
    }
}

/// A timetable as a program exports it: texts shared, times as Excel's.
fn timetable() -> Vec<u8> {
    let mut book = Workbook::new();
    let time = Format::new().set_num_format("hh:mm");
    let sheet = book.add_worksheet().set_name("Timetable").unwrap();
    let heads = ["Staff code", "Week", "Day", "Start", "End", "Activity", "Class", "Room"];
    sheet.write_row(0, 0, heads).unwrap();
    let mut row = 0;
    for teacher in 0..TEACHERS {
        let slots = WEEKS
            .iter()
            .flat_map(|week| DAYS.iter().flat_map(move |day| (0..6_u16).map(move |p| (week, day, p))));
        for (n, (week, day, period)) in slots.enumerate() {
            row += 1;
            let (start, activity) = (9 + period, activity(teacher, n + teacher));
            let clock = |hour, minute| ExcelDateTime::from_hms(hour, minute, 0).unwrap();
            sheet.write(row, 0, format!("T{teacher:03}")).unwrap();
            sheet.write(row, 1, *week).unwrap();
            sheet.write(row, 2, *day).unwrap();
            sheet.write_with_format(row, 3, clock(start, 0), &time).unwrap();
            sheet.write_with_format(row, 4, clock(start, 50), &time).unwrap();
            sheet.write(row, 5, activity).unwrap();
            if activity == "Teaching" {
                sheet
                    .write(row, 6, format!("{}{}/Ma{}", 7 + n % 5, ["A", "B", "C"][n % 3], 1 + n % 4))
                    .unwrap();
                sheet.write(row, 7, format!("R{}", 1 + teacher)).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// The other records as CSV.
fn registers() -> Vec<(&'static str, String)> {
    let mut staff = "Staff code,Name,FTE,Pay range\n".to_owned();
    let mut induction = "Staff code,Induction start\n".to_owned();
    let mut mentors = "ECT,Mentor,From\n".to_owned();
    let mut meetings = "Date,ECT,Mentor,Start,End,Status,Notes\n".to_owned();
    for teacher in 0..TEACHERS {
        writeln!(staff, "T{teacher:03},Jo Invented{teacher},1,M3").unwrap();
    }
    for ect in 0..10 {
        writeln!(induction, "T{ect:03},2025-09-01").unwrap();
        writeln!(mentors, "T{ect:03},T{:03},2025-09-01", ect + 10).unwrap();
    }
    for n in 0..2_000 {
        let (ect, week) = (n % 10, n / 10 % 14);
        let day =
            chrono::NaiveDate::from_ymd_opt(2025, 9, 1).unwrap() + chrono::Days::new(week * 7 + n / 140 % 5);
        let minute = n / 140;
        writeln!(
            meetings,
            "{day},T{ect:03},T{:03},15:{minute:02},16:{minute:02},held,\"reviewed, agreed\"",
            ect + 10
        )
        .unwrap();
    }
    let calendar = "From,To,Kind\n2025-09-01,2025-12-19,term\n2025-10-27,2025-10-31,holiday\n".to_owned();
    let periods = "Period,Start,End\nDay,09:00,15:00\n".to_owned();
    vec![
        ("calendar.csv", calendar),
        ("induction.csv", induction),
        ("meetings.csv", meetings),
        ("mentors.csv", mentors),
        ("periods.csv", periods),
        ("staff.csv", staff),
    ]
}

fn file(path: &str, bytes: Vec<u8>) -> PackFile {
    PackFile { path: path.to_owned(), content: Content::InMemory(bytes.into()) }
}

/// The workbook of the timetable.
fn workbook() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(timetable)
}

/// The register of meetings.
fn meetings() -> String {
    registers().into_iter().find(|(name, _)| *name == "meetings.csv").unwrap().1
}

fn school() -> SchoolFiles {
    let mut files: Vec<PackFile> =
        registers().into_iter().map(|(name, text)| file(name, text.into_bytes())).collect();
    files.push(file("timetable.xlsx", workbook().to_vec()));
    SchoolFiles { folder: "made".to_owned(), files, shared: Vec::new() }
}

fn settings() -> Settings {
    ringfence::ingest::settings_of(
        "term = \"Autumn 2025\"\nas_of = \"2025-12-19\"\nweek_a_begins = \"2025-09-01\"",
    )
    .0
}

/// The part of the workbook that holds the rows, unpacked.
fn part(bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = Vec::new();
    zip.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_end(&mut part).unwrap();
    part
}

fn cells() -> usize {
    open_sheets(&file("timetable.xlsx", workbook().to_vec()))[0].rows.iter().map(|row| row.cells.len()).sum()
}

/// The floor: the part unpacked, and looked through once for where cells begin.
#[divan::bench]
fn cells_floor(bencher: Bencher) {
    let bytes = workbook();
    bencher.counter(ItemsCount::new(cells())).bench(|| part(bytes).split(|byte| *byte == b'<').count());
}

/// The workbook to sheets, through every check.
#[divan::bench]
fn cells_read(bencher: Bencher) {
    let file = file("timetable.xlsx", workbook().to_vec());
    bencher.counter(ItemsCount::new(cells())).bench(|| open_sheets(&file));
}

/// The streaming reader of calamine on the same workbook.
#[divan::bench]
fn cells_of_calamine(bencher: Bencher) {
    bencher.counter(ItemsCount::new(cells())).bench(|| {
        let mut book =
            calamine::open_workbook_from_rs::<calamine::Xlsx<_>, _>(Cursor::new(workbook())).unwrap();
        let mut reader = book.worksheet_cells_reader("Timetable").unwrap();
        let mut filled = 0;
        while let Some(cell) = reader.next_cell().unwrap() {
            filled += usize::from(*cell.get_value() != calamine::DataRef::Empty);
        }
        filled
    });
}

/// The floor of CSV: its byte records.
#[divan::bench]
fn csv_rows_floor(bencher: Bencher) {
    let text = meetings();
    bencher.counter(ItemsCount::new(2_000_usize)).bench(|| {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let mut record = csv::ByteRecord::new();
        let mut fields = 0;
        while reader.read_byte_record(&mut record).unwrap() {
            fields += record.len();
        }
        fields
    });
}

/// CSV to a sheet, through every check.
#[divan::bench]
fn csv_rows_read(bencher: Bencher) {
    let file = file("meetings.csv", meetings().into_bytes());
    bencher.counter(ItemsCount::new(2_000_usize)).bench(|| open_sheets(&file));
}

/// The whole school to records: read, recognised, each row accounted for.
#[divan::bench]
fn rows_to_records(bencher: Bencher) {
    let (files, settings) = (school(), settings());
    bencher
        .counter(ItemsCount::new(8_000_usize))
        .bench(|| read_as(&files, &settings, Layouts::built_in(), &Watch::NONE));
}

/// The rules, by assessment.
#[divan::bench]
fn assessments(bencher: Bencher) {
    let reading = read_as(&school(), &settings(), Layouts::built_in(), &Watch::NONE);
    let rulebook = Rulebook::embedded().unwrap();
    let all = assess(&reading.school, &reading.settings, &rulebook).assessments.len();
    bencher.counter(ItemsCount::new(all)).bench(|| assess(&reading.school, &reading.settings, &rulebook));
}

/// The head's report as tables, then in each of its forms.
mod head {
    use super::{
        Bencher, ItemsCount, Layouts, Rulebook, Templates, Watch, assess, file, html, json, open_sheets,
        read_as, school, settings, tables, xlsx,
    };
    use ringfence::ingest::sheet::{Cell, Row, Sheet};
    use rust_xlsxwriter::{Format, FormatBorder, Workbook};

    fn with<R>(work: impl FnOnce(&ringfence::rules::Assessed, &tables::Report, &Templates) -> R) -> R {
        let reading = read_as(&school(), &settings(), Layouts::built_in(), &Watch::NONE);
        let rulebook = Rulebook::embedded().unwrap();
        let assessed = assess(&reading.school, &reading.settings, &rulebook);
        work(&assessed, &tables::head(&assessed), Templates::built_in().unwrap())
    }

    #[divan::bench]
    fn tables(bencher: Bencher) {
        with(|assessed, _, _| {
            bencher.counter(ItemsCount::new(1_usize)).bench_local(|| tables::head(assessed));
        });
    }

    #[divan::bench]
    fn page(bencher: Bencher) {
        with(|_, report, templates| {
            bencher
                .counter(ItemsCount::new(1_usize))
                .bench_local(|| html::page(templates, "head", report).unwrap());
        });
    }

    /// The cells of a workbook, those too that have nothing but a look, by row and column.
    fn cells_of(book: Vec<u8>) -> Vec<Vec<(u32, u16, Cell)>> {
        let whole = |sheet: Sheet| {
            let across = sheet.rows.iter().filter_map(|row| row.cells.last()).map(|(col, _)| *col).max();
            let is_below = |row: &Row| row.index >= 4;
            let all = sheet
                .rows
                .iter()
                .flat_map(|row| (0..=across.unwrap_or(0)).map(move |col| (row, col, row.cell(col).clone())));
            let kept = all.filter(|(row, _, cell)| is_below(row) || !cell.is_empty());
            kept.map(|(row, col, cell)| (row.index, u16::try_from(col).unwrap(), cell)).collect()
        };
        open_sheets(&file("head.xlsx", book)).into_iter().map(whole).collect()
    }

    #[divan::bench]
    fn workbook_cells(bencher: Bencher) {
        with(|_, report, templates| {
            let cells = cells_of(xlsx::book(templates, "head", report).unwrap());
            bencher
                .counter(ItemsCount::new(cells.iter().map(Vec::len).sum::<usize>()))
                .bench_local(|| xlsx::book(templates, "head", report).unwrap());
        });
    }

    /// The cheapest way in which rust_xlsxwriter writes as many of the same cells: with one format made before, and nothing
    /// around them.
    #[divan::bench]
    fn workbook_cells_of_the_library(bencher: Bencher) {
        with(|_, report, templates| {
            let sheets = cells_of(xlsx::book(templates, "head", report).unwrap());
            let format = Format::new().set_border_bottom(FormatBorder::Thin);
            let cells = sheets.iter().map(Vec::len).sum::<usize>();
            bencher.counter(ItemsCount::new(cells)).bench_local(|| {
                let mut book = Workbook::new();
                book.set_zip_compression_level(5);
                for sheet in &sheets {
                    let page = book.add_worksheet();
                    for (row, col, cell) in sheet {
                        match cell {
                            Cell::Text(text) => {
                                page.write_string_with_format(*row, *col, text.as_str(), &format)
                            }
                            Cell::Number(number) => {
                                page.write_number_with_format(*row, *col, *number, &format)
                            }
                            Cell::Moment(millis) | Cell::Elapsed(millis) => {
                                let days = i32::try_from(millis / 86_400_000).unwrap();
                                page.write_number_with_format(*row, *col, days, &format)
                            }
                            _ => page.write_blank(*row, *col, &format),
                        }
                        .unwrap();
                    }
                }
                book.save_to_buffer().unwrap()
            });
        });
    }

    #[divan::bench]
    fn results(bencher: Bencher) {
        with(|assessed, report, _| {
            bencher.counter(ItemsCount::new(1_usize)).bench_local(|| json::school(assessed, report).unwrap());
        });
    }
}
