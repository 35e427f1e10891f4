//! The only place where a cell becomes a date, a time, minutes, a number or a known word. What can be read in two ways
//! is refused with the spelling that cannot.

pub mod amount;
pub mod clock;
pub mod date;
pub mod length;
pub mod moment;
pub mod week;
pub mod word;

use super::sheet::{Cell, DAY};
use crate::model::text::visible;
use chrono::{Days, NaiveDate};

/// Why a cell cannot be read as what its column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable code.
    pub code: &'static str,
    /// What is wrong, with the value.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// A value, nothing for a blank cell, or a problem.
pub type Parsed<T> = Result<Option<T>, Problem>;

impl Problem {
    fn new<T>(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Parsed<T> {
        Err(Problem { code, message: message.into(), help: help.into() })
    }
}

/// A number to the 15 digits a spreadsheet keeps, as it shows it: `0.6`, not `0.6000000000000001`.
pub fn decimal(number: f64) -> String {
    if let Some(whole) = whole(number) {
        return whole.to_string();
    }
    let short = format!("{number}");
    if short.bytes().filter(u8::is_ascii_digit).count() <= 15 {
        return short;
    }
    format!("{number:.14e}").parse::<f64>().map_or(short, |rounded| format!("{rounded}"))
}

/// A number that is whole, as most are, and of no more digits than a spreadsheet keeps.
fn whole(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "it is looked at whether anything was lost")]
    let whole = number as i64;
    #[expect(clippy::cast_precision_loss, reason = "as above")]
    let is_same = (whole as f64).to_bits() == number.to_bits();
    (is_same && whole.unsigned_abs() < 1_000_000_000_000_000).then_some(whole)
}

/// The date part of a moment.
pub(super) fn day_of(millis: i64) -> Option<NaiveDate> {
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let days = millis.div_euclid(DAY);
    // Serial 60 is 29 February 1900, which never was; below it every date is a day out.
    if days <= 60 {
        return None;
    }
    epoch.checked_add_days(Days::new(u64::try_from(days).ok()?))
}

/// True for more than a day and no date: a length of time in a cell whose format shows what is beyond the last midnight.
pub(super) fn is_overlong(moment: i64) -> bool {
    moment > DAY && moment % DAY != 0 && day_of(moment).is_none()
}

/// Hours and minutes, and whatever is beyond the whole minute: `09:05`, `09:05:30`, `09:05:00.7`, `-01:30`.
fn clock_text(millis: i64) -> String {
    let (sign, all) = (if millis < 0 { "-" } else { "" }, millis.unsigned_abs());
    let (hours, minutes, seconds, part) = (all / 3_600_000, all / 60_000 % 60, all / 1000 % 60, all % 1000);
    let beyond = match (seconds, part) {
        (0, 0) => String::new(),
        (_, 0) => format!(":{seconds:02}"),
        _ => format!(":{seconds:02}.{part:03}").trim_end_matches('0').to_owned(),
    };
    format!("{sign}{hours:02}:{minutes:02}{beyond}")
}

/// Characters of a cell that a message shows.
pub const SHOWN: usize = 60;

/// A cell as a person sees it, cut to a length that fits a message.
pub fn shown(cell: &Cell) -> String {
    let all = match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => str::replace(text, '\n', " "),
        Cell::Number(number) => decimal(*number),
        Cell::Moment(millis) => match day_of(*millis) {
            Some(day) if millis.rem_euclid(DAY) == 0 => day.format("%-d %b %Y").to_string(),
            Some(day) => format!("{} {}", day.format("%-d %b %Y"), clock_text(millis.rem_euclid(DAY))),
            None if (0..DAY).contains(millis) => clock_text(*millis),
            None if is_overlong(*millis) => {
                format!("{} (shown as {})", clock_text(*millis), clock_text(millis.rem_euclid(DAY)))
            }
            None => format!("{} (a date number)", millis.div_euclid(DAY)),
        },
        Cell::Elapsed(millis) => clock_text(*millis),
        Cell::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        Cell::Fault(fault) => fault.to_string(),
        Cell::NoValue => "a formula".to_owned(),
    };
    let safe = visible(&all);
    if safe.chars().count() > SHOWN {
        safe.chars().take(SHOWN - 3).chain("...".chars()).collect()
    } else {
        safe
    }
}

/// `1.5` for `1,5`; nothing for `1,500`, which may be thousands.
pub(super) fn with_point(text: &str) -> Option<String> {
    let (whole, part) = text.split_once(',')?;
    let is_digits =
        |s: &str, most: usize| (1..=most).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    (is_digits(whole, 6) && is_digits(part, 2)).then(|| format!("{whole}.{part}"))
}

/// True where a dash or `n/a` stands for "nothing".
pub(super) fn is_dash(text: &str) -> bool {
    matches!(text, "-" | "–" | "—") || text.eq_ignore_ascii_case("n/a")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_shown_as_it_stands() {
        for (cell, expected) in [
            (Cell::Moment(545 * 60_000), "09:05"),
            (Cell::Moment(545 * 60_000 + 30_000), "09:05:30"),
            (Cell::Moment(545 * 60_000 + 700), "09:05:00.7"),
            (Cell::Elapsed(-90 * 60_000), "-01:30"),
            (Cell::Elapsed(1590 * 60_000), "26:30"),
            (Cell::Moment(46_272 * DAY + 545 * 60_000), "7 Sep 2026 09:05"),
            (Cell::Moment(DAY + 360 * 60_000), "30:00 (shown as 06:00)"),
            (Cell::Moment(60 * DAY), "60 (a date number)"),
            (Cell::Moment(-DAY), "-1 (a date number)"),
            (Cell::Number(0.1), "0.1"),
            (Cell::Number(0.1 + 0.2), "0.3"),
            (Cell::Number(45.0), "45"),
            (Cell::Number(-45.0), "-45"),
            (Cell::Number(-0.0), "-0"),
            (Cell::Number(1e15), "1000000000000000"),
        ] {
            assert_eq!(shown(&cell), expected);
        }
    }
}
