//! What a workbook stores in a cell → [`Cell`].

use super::sheet::{Cell, DAY, millis};
use calamine::{Data, ExcelDateTime, ExcelDateTimeType};

/// What the format of a cell makes of the number in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A number.
    Plain,
    /// A day, a time of day, or both.
    Moment,
    /// A length of time.
    Length,
}

/// A stored number as its format shows it, in a workbook that counts its days from 1904 or from 1900.
pub fn number(stored: f64, format: Format, from_1904: bool) -> Cell {
    if format == Format::Plain {
        return Cell::Number(stored);
    }
    match (format, millis(stored)) {
        (Format::Plain, _) | (_, None) => Cell::Number(stored),
        (Format::Length, Some(length)) => Cell::Elapsed(length),
        // Below one it is a time of day.
        (Format::Moment, Some(moment)) if from_1904 && stored >= 1.0 => Cell::Moment(moment + 1462 * DAY),
        (Format::Moment, Some(moment)) => Cell::Moment(moment),
    }
}

/// A day stored as text, `2026-09-07`; other text stays text.
pub fn day_text(text: &str) -> Cell {
    iso_moment(text).map_or_else(|| Cell::text(text), Cell::Moment)
}

/// A value as the library gives it, as a cell.
pub fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::String(text) => Cell::text(text),
        #[expect(clippy::cast_precision_loss, reason = "a spreadsheet holds no integer beyond 2^53")]
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(yes) => Cell::Bool(*yes),
        Data::Error(fault) => Cell::Fault(fault.to_string().into()),
        Data::DateTime(stored) => {
            let format = if stored.is_duration() { Format::Length } else { Format::Moment };
            number(stored.as_f64(), format, counts_from_1904(data))
        }
        Data::DateTimeIso(text) => day_text(text),
        Data::DurationIso(text) => iso_length(text).map_or_else(|| Cell::text(text), Cell::Elapsed),
    }
}

/// True for a day counted from 1904. The library keeps the date system to itself, but compares it.
pub fn counts_from_1904(data: &Data) -> bool {
    let Data::DateTime(stored) = data else { return false };
    let kind = if stored.is_duration() { ExcelDateTimeType::TimeDelta } else { ExcelDateTimeType::DateTime };
    *stored == ExcelDateTime::new(stored.as_f64(), kind, true)
}

/// `2026-09-07` or `2026-09-07T09:05:00`.
fn iso_moment(text: &str) -> Option<i64> {
    let epoch = chrono::NaiveDate::from_ymd_opt(1899, 12, 30)?.and_hms_opt(0, 0, 0)?;
    let moment = match chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        Ok(day) => day.and_hms_opt(0, 0, 0)?,
        Err(_) => {
            chrono::NaiveDateTime::parse_from_str(text.trim_end_matches('Z'), "%Y-%m-%dT%H:%M:%S%.f").ok()?
        }
    };
    Some(moment.signed_duration_since(epoch).num_milliseconds())
}

/// `PT09H05M00S`.
fn iso_length(text: &str) -> Option<i64> {
    let mut rest = text.strip_prefix("PT")?;
    let mut total = 0_i64;
    for (unit, each) in [('H', 3_600_000), ('M', 60_000), ('S', 1000)] {
        if let Some((number, after)) = rest.split_once(unit) {
            let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, ""));
            let part: i64 = if unit == 'S' { format!("{part:0<3}").get(..3)?.parse().ok()? } else { 0 };
            total = total.checked_add(whole.parse::<i64>().ok()?.checked_mul(each)?)?.checked_add(part)?;
            rest = after;
        }
    }
    // Beyond what any format stores as a number it is text, which sums need not fear.
    (rest.is_empty() && total.unsigned_abs() < super::sheet::MOST).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_document_times_are_lengths() {
        assert_eq!(iso_length("PT09H05M00S"), Some(545 * 60_000));
        assert_eq!(iso_length("PT26H30M0.5S"), Some(1590 * 60_000 + 500));
        assert_eq!(iso_length("P1D"), None);
        assert_eq!(iso_length("PT2562047788015H12M55.807S"), None, "the longest that 64 bits hold");
        assert_eq!(iso_moment("1899-12-31"), Some(DAY));
    }

    #[test]
    fn a_number_is_what_its_format_shows() {
        for (stored, format, from_1904, cell) in [
            (1.5, Format::Plain, true, Cell::Number(1.5)),
            (1.5, Format::Length, true, Cell::Elapsed(36 * 3_600_000)),
            (0.375, Format::Moment, true, Cell::Moment(9 * 3_600_000)),
            (46_272.0, Format::Moment, false, Cell::Moment(46_272 * DAY)),
            (44_810.0, Format::Moment, true, Cell::Moment(46_272 * DAY)),
            (1e300, Format::Moment, false, Cell::Number(1e300)),
        ] {
            assert_eq!(number(stored, format, from_1904), cell, "{stored} {format:?} {from_1904}");
        }
    }
}
