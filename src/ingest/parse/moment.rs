//! A day with a time of day to the second, and lengths of time to the second, as attendance reports have them.

use super::super::sheet::{Cell, DAY};
use super::date::{Era, Order, date, time_after_date};
use super::length::{Unit, length};
use super::{Parsed, Problem, shown};
use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta};
use chrono_tz::Europe::London;

/// Reads a day with a time, as a clock in England shows it: a time that says its zone is moved there.
///
/// # Errors
/// `R-DATE` or `R-TIME` if the day or the time cannot be read.
pub fn moment(cell: &Cell, order: Order) -> Parsed<NaiveDateTime> {
    if let Cell::Text(text) = cell
        && let Ok(zoned) = DateTime::parse_from_rfc3339(text)
    {
        return Ok(Some(zoned.with_timezone(&London).naive_local()));
    }
    let Some(day) = date(cell, Era::Recent, order)? else { return Ok(None) };
    let time = match cell {
        Cell::Moment(millis) => {
            let midnight = day.and_time(NaiveTime::MIN);
            midnight.checked_add_signed(TimeDelta::milliseconds(millis.rem_euclid(DAY)))
        }
        Cell::Text(text) => time_after_date(text).and_then(time).map(|time| day.and_time(time)),
        _ => None,
    };
    match time {
        Some(time) => Ok(Some(time)),
        None => Problem::new(
            "R-TIME",
            format!("“{}” does not say the time of day.", shown(cell)),
            "Write the day and the time, such as 07/09/2026 14:30.",
        ),
    }
}

fn time(text: &str) -> Option<NaiveTime> {
    let text = text.trim().to_uppercase();
    ["%I:%M:%S %p", "%I:%M %p", "%I:%M:%S%p", "%I:%M%p", "%H:%M:%S", "%H:%M"]
        .into_iter()
        .find_map(|form| NaiveTime::parse_from_str(&text, form).ok())
}

/// Reads a length of time to the second.
///
/// # Errors
/// As [`length`].
pub fn seconds(cell: &Cell, unit: Unit) -> Parsed<u32> {
    let Some(length) = length(cell, unit)? else { return Ok(None) };
    let rest = match cell {
        _ if !length.seconds_dropped => Some(0),
        Cell::Moment(millis) | Cell::Elapsed(millis) => Some(millis / 1000 % 60),
        // Seconds come last.
        Cell::Text(text) => {
            let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
            numbers.next_back().and_then(|last| last.parse().ok())
        }
        _ => None,
    };
    Ok(rest.and_then(|rest| u32::try_from(length.minutes.0 * 60 + rest).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_reports_write_it() {
        let read = |text: &str| {
            let found = moment(&Cell::text(text), Order::DayFirst);
            found.map(|found| found.map(|found| found.to_string())).map_err(|problem| problem.code)
        };
        for (text, expected) in [
            ("15/11/22, 09:30:17", "2022-11-15 09:30:17"),
            ("5/04/2026, 4:21:32\u{202f}PM", "2026-04-05 16:21:32"),
            ("14/09/2026 08:58:30 AM", "2026-09-14 08:58:30"),
            ("2026-09-14 15:00", "2026-09-14 15:00:00"),
            ("2026-09-14T14:00:20Z", "2026-09-14 15:00:20"),
            ("2026-11-30T14:00:20Z", "2026-11-30 14:00:20"),
        ] {
            assert_eq!(read(text), Ok(Some(expected.to_owned())), "{text}");
        }
        assert_eq!(read(""), Ok(None));
        assert_eq!(read("14/09/2026"), Err("R-TIME"));
        assert_eq!(read("7/20/23, 4:16:29 PM"), Err("R-DATE"), "month first");
    }

    #[test]
    fn a_length_keeps_its_seconds() {
        let read = |text: &str| seconds(&Cell::text(text), Unit::Unsaid).ok().flatten();
        for (text, expected) in [
            ("11m 31s", 691),
            ("1h 13m 42s", 4422),
            ("0h 47m 0s", 2820),
            ("45s", 45),
            ("1:13:42", 4422),
            ("1h", 3600),
        ] {
            assert_eq!(read(text), Some(expected), "{text}");
        }
        assert_eq!(seconds(&Cell::text("45"), Unit::Minutes).ok().flatten(), Some(2700));
        assert_eq!(read("45"), None);
    }
}
