//! Two readings of one workbook, ours and that of the library calamine, cell by cell.

use calamine::{Data, Reader, SheetType, Xlsx};
use ringfence::ingest::PackFile;
use ringfence::ingest::sheet::{Cell, DAY, Sheet};
use std::collections::BTreeMap;
use std::io::Cursor;

pub mod written;

/// Why the two may differ. Each is met by a workbook of the tests, or it would not be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// We refuse a workbook whose value, place or part cannot be trusted, with this code; the library reads some of them.
    Refused(&'static str),
    /// The library gives a sheet up at an error that came after Excel 2007, such as #SPILL!; we keep the error in its cell.
    NewerError,
    /// The library gives a sheet up where a cell brings more with it (`extLst`), as the format allows.
    MoreInCell,
    /// The library gives a sheet up whose stated size is no block of cells; we do not look at the stated size.
    StatedSize,
    /// The library gives up over a sheet that holds no rows: macros, or a chart listed as a worksheet. We say so and go on.
    Rowless,
    /// The library takes a cell that names no format for a plain number; as the format has it, the first format holds.
    FirstFormat,
    /// The library forgets the text that stands in a cell if a value, which nobody needs, follows it.
    TextBeforeValue,
    /// The library adds the day that was missing in 1900, so that a time of day is one of 31 December 1899; we keep the
    /// number, and below one it is a bare time.
    Early,
}

/// A sheet: its name, its cells that hold anything, and its blocks of merged cells.
#[derive(Debug, Default, PartialEq)]
pub struct Reading {
    pub name: String,
    pub cells: BTreeMap<(u32, u32), Cell>,
    pub merged: Vec<((u32, u32), (u32, u32))>,
}

/// Our reading, or the code of the refusal.
pub fn ours(bytes: &[u8]) -> Result<Vec<Reading>, &'static str> {
    let file: PackFile = crate::support::bytes_file("book.xlsx", bytes);
    let sheets = ringfence::ingest::open_sheets(&file);
    if !sheets.is_empty() {
        return Ok(sheets.into_iter().map(reading).collect());
    }
    let findings = crate::support::read(vec![file]).school.findings;
    Err(findings.iter().map(|one| one.code).find(|code| code.starts_with("E-")).unwrap())
}

fn reading(sheet: Sheet) -> Reading {
    let cells = sheet.rows.into_iter().flat_map(|row| {
        let index = row.index;
        row.cells.into_iter().map(move |(col, cell)| ((index, col), cell))
    });
    Reading { name: sheet.name.unwrap(), cells: cells.collect(), merged: sheet.merged }
}

/// The library's reading, told in our cells, and the reasons that had to be known for that.
pub fn theirs(bytes: &[u8], reasons: &mut Vec<Reason>) -> Result<Vec<Reading>, String> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut all = Vec::new();
    for listed in book.sheets_metadata().to_vec() {
        if listed.typ != SheetType::WorkSheet {
            continue;
        }
        let mut cells = BTreeMap::new();
        let mut reader = book.worksheet_cells_reader(&listed.name).map_err(|error| error.to_string())?;
        while let Some(record) =
            reader.next_cell_with_formula_metadata().map_err(|error| error.to_string())?
        {
            let cell = match Data::from(record.value) {
                Data::Empty if record.formula.is_some() => Cell::NoValue,
                data => told(&data, reasons),
            };
            if cell != Cell::Empty {
                cells.insert(record.pos, cell);
            }
        }
        drop(reader);
        let merged = book.merge_cells_by_sheet_name(&listed.name).map_err(|error| error.to_string())?;
        let merged = merged.into_iter().map(|block| (block.start, block.end)).collect();
        all.push(Reading { name: listed.name, cells, merged });
    }
    Ok(all)
}

fn told(data: &Data, reasons: &mut Vec<Reason>) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::String(text) | Data::DurationIso(text) => Cell::text(text),
        Data::Int(_) => unreachable!("an xlsx has no whole numbers"),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(yes) => Cell::Bool(*yes),
        Data::Error(error) => Cell::Fault(error.to_string().into()),
        Data::DateTimeIso(text) => {
            let day = text.parse().map(|day: chrono::NaiveDate| day.and_time(chrono::NaiveTime::MIN));
            day.or_else(|_| text.trim_end_matches('Z').parse()).map_or_else(|_| Cell::text(text), moment)
        }
        Data::DateTime(stored) if stored.is_duration() => stored
            .as_duration()
            .map(|length| length.num_milliseconds())
            .filter(|length| length.abs() < 1_000_000_000_000_000)
            .map_or(Cell::Number(stored.as_f64()), Cell::Elapsed),
        Data::DateTime(stored) => {
            // Beyond the year 33658 neither has a date.
            let Some(found) = stored.as_datetime().filter(|_| stored.as_f64().abs() * 86_400_000.0 < 1e15)
            else {
                return Cell::Number(stored.as_f64());
            };
            let Cell::Moment(found) = moment(found) else { unreachable!() };
            #[allow(clippy::cast_possible_truncation)] // checked above
            let number = (stored.as_f64() * 86_400_000.0).round() as i64;
            if found == number || found == number + 1462 * DAY && stored.as_f64() >= 1.0 {
                return Cell::Moment(found);
            }
            assert!(stored.as_f64() < 60.0, "a date of its own making: {stored:?}");
            reasons.push(Reason::Early);
            Cell::Moment(number)
        }
    }
}

fn moment(at: chrono::NaiveDateTime) -> Cell {
    let first = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap().and_time(chrono::NaiveTime::MIN);
    Cell::Moment((at - first).num_milliseconds())
}

/// Reads the workbook twice and compares, but for a difference that has one of these reasons. Gives the number of cells.
pub fn compare(
    what: &str,
    bytes: &[u8],
    allowed: &[Reason],
    reasons: &mut Vec<Reason>,
) -> Result<usize, String> {
    let ours = match ours(bytes) {
        Ok(ours) => ours,
        Err(code) if allowed.contains(&Reason::Refused(code)) => {
            reasons.push(Reason::Refused(code));
            return Ok(0);
        }
        Err(code) => return Err(format!("{what}: refused with {code}")),
    };
    // The library panics on some damaged workbooks.
    let read = std::panic::catch_unwind(|| {
        let mut reasons = Vec::new();
        theirs(bytes, &mut reasons).map(|theirs| (theirs, reasons))
    });
    let theirs = match read.unwrap_or_else(|_| Err("nothing: it panicked".to_owned())) {
        Ok((theirs, more)) => {
            reasons.extend(more);
            theirs
        }
        Err(error) => {
            let told: &[(Reason, &str)] = &[
                (Reason::NewerError, "cell error value"),
                (Reason::MoreInCell, "v, f, or is"),
                (Reason::StatedSize, ""),
                (Reason::Rowless, "chartsheet"),
                (Reason::Rowless, "sheet:type"),
            ];
            let because =
                told.iter().find(|(reason, words)| allowed.contains(reason) && error.contains(words));
            let Some((reason, _)) = because else { return Err(format!("{what}: the library says {error}")) };
            reasons.push(*reason);
            return Ok(0);
        }
    };
    let heads = |all: &[Reading]| -> Vec<_> {
        all.iter().map(|sheet| (sheet.name.clone(), sheet.merged.clone())).collect()
    };
    if heads(&ours) != heads(&theirs) {
        return Err(format!("{what}: ours {:?}, the library {:?}", heads(&ours), heads(&theirs)));
    }
    for (one, other) in ours.iter().zip(&theirs) {
        let places = one.cells.keys().chain(other.cells.keys());
        for at in places.filter(|at| one.cells.get(at) != other.cells.get(at)) {
            let (a, b) = (one.cells.get(at), other.cells.get(at));
            let because = match (a, b) {
                (Some(Cell::Text(_)), None) => Reason::TextBeforeValue,
                _ if is_number_shown(b, a) => Reason::FirstFormat,
                _ => return Err(format!("{what}: {} {at:?}: ours {a:?}, the library {b:?}", one.name)),
            };
            if !allowed.contains(&because) {
                return Err(format!("{what}: {} {at:?}: {because:?} unforeseen", one.name));
            }
            reasons.push(because);
        }
    }
    Ok(ours.iter().map(|sheet| sheet.cells.len()).sum())
}

/// True for a number and the same number shown as a date or a length of time.
fn is_number_shown(plain: Option<&Cell>, shown: Option<&Cell>) -> bool {
    let (Some(Cell::Number(days)), Some(Cell::Moment(millis) | Cell::Elapsed(millis))) = (plain, shown)
    else {
        return false;
    };
    #[allow(clippy::cast_possible_truncation, clippy::float_arithmetic)] // as spreadsheets count
    let number = (days * 86_400_000.0).round() as i64;
    *millis == number || *millis == number + 1462 * DAY
}
