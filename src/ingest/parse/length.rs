//! Lengths of time.

use super::super::sheet::{Cell, DAY};
use super::{Parsed, Problem, decimal, is_dash, is_overlong, shown, with_point};
use crate::model::units::{Minutes, Ratio};
use std::fmt;

/// The unit a column's header names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// `Minutes`.
    Minutes,
    /// `Hours`.
    Hours,
    /// `Duration`: no unit, so a bare number says nothing.
    Unsaid,
}

/// A length of time, and whether seconds were dropped from it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Length {
    /// Whole minutes.
    pub minutes: Minutes,
    /// True if the cell held seconds, which were rounded down.
    pub seconds_dropped: bool,
}

impl fmt::Debug for Length {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let rest = if self.seconds_dropped { " and some seconds" } else { "" };
        write!(f, "{} minutes{rest}", self.minutes.0)
    }
}

/// Reads a length of time.
///
/// # Errors
/// `R-NUMBER` if it is none, names no unit, or is not a whole number of minutes.
pub fn length(cell: &Cell, unit: Unit) -> Parsed<Length> {
    // What nearly every cell holds needs no words.
    if let (Cell::Number(number), Unit::Minutes) = (cell, unit)
        && let Some(minutes @ 0..1_000_000) = super::whole(*number)
    {
        return Ok(Some(Length { minutes: Minutes(minutes), seconds_dropped: false }));
    }
    let text = match cell {
        Cell::Empty => return Ok(None),
        Cell::Text(text) if is_dash(text) => return Ok(None),
        Cell::Moment(millis) if (0..DAY).contains(millis) => return Ok(Some(from_millis(*millis))),
        Cell::Elapsed(millis) if *millis >= 0 => return Ok(Some(from_millis(*millis))),
        Cell::Number(number) => decimal(*number),
        Cell::Text(text) => text.to_string(),
        _ => return refuse(cell, unit),
    };
    let whole = |minutes: Ratio| {
        minutes.is_whole().then(|| Length { minutes: Minutes(minutes.floor()), seconds_dropped: false })
    };
    if let Some(number) = Ratio::parse(&text).filter(|_| !text.contains('/')) {
        let found = match unit {
            Unit::Minutes => whole(number),
            Unit::Hours => whole(number * Ratio::whole(60)),
            Unit::Unsaid => {
                return Problem::new(
                    "R-NUMBER",
                    format!("“{text}” does not say whether it is hours or minutes."),
                    format!(
                        "Write “{text} min” or “{text} h”, or name the unit in the header, as in “Minutes”."
                    ),
                );
            }
        };
        return match found {
            Some(length) => Ok(Some(length)),
            None => Problem::new(
                "R-NUMBER",
                format!("“{text}” is not a whole number of minutes."),
                "Write whole minutes, such as 45, or hours and minutes, such as 1:30.",
            ),
        };
    }
    match with_units(&text) {
        Some(length) => Ok(Some(length)),
        None => refuse(cell, unit),
    }
}

fn refuse(cell: &Cell, unit: Unit) -> Parsed<Length> {
    let value = shown(cell);
    let help = match cell {
        Cell::Moment(millis) if is_overlong(*millis) => {
            "In Excel, give the cell the number format [h]:mm, so that it shows its whole length.".to_owned()
        }
        _ => advice(&value, unit),
    };
    Problem::new("R-NUMBER", format!("“{value}” is not a length of time."), help)
}

/// What to write in place of a value, in the spelling nearest to it.
fn advice(value: &str, unit: Unit) -> String {
    for (sign, minutes) in [("½", 30), ("¼", 15), ("¾", 45)] {
        let whole = value.strip_suffix(sign).map(str::trim_end);
        if let Some(whole) = whole.filter(|whole| whole.len() <= 2 && is_digits(&format!("0{whole}"))) {
            return format!("Write {}:{minutes}.", if whole.is_empty() { "0" } else { whole });
        }
    }
    if let (Some(number), Unit::Hours) = (with_point(value), unit) {
        return format!("Write {number}, with a point.");
    }
    if let (Some(number), Unit::Unsaid) = (with_point(value), unit) {
        return format!("Write “{number} h”, with a point, or hours and minutes, such as 1:30.");
    }
    let in_brackets = value.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    if let Some(number) = value.strip_prefix('-').or(in_brackets).filter(|number| is_digits(number)) {
        let unit = if unit == Unit::Unsaid { " with its unit" } else { "" };
        return format!(
            "Brackets and a minus mean less than nothing. Write {number}{unit}, if that is meant."
        );
    }
    match unit {
        Unit::Hours => "Write hours, such as 1.5, or hours and minutes, such as 1:30.",
        Unit::Minutes => "Write whole minutes, such as 90, or hours and minutes, such as 1:30.",
        Unit::Unsaid => "Write hours and minutes, such as 1:30 or 1h 30m.",
    }
    .to_owned()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn from_millis(millis: i64) -> Length {
    // A hundredth of a minute is the rounding of the file format, as for clock times.
    let minutes = (millis + 600) / 60_000;
    Length { minutes: Minutes(minutes), seconds_dropped: millis - minutes * 60_000 > 600 }
}

/// `1:30`, `1:13:42`, `1h 30m`, `1h 13m 42s`, `2h00`, `90 min`, `1.5 hours`, `1 hour and 30 minutes`.
fn with_units(text: &str) -> Option<Length> {
    let int = |s: &str| {
        ((1..=5).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit()))
            .then(|| s.parse::<i64>().ok())
            .flatten()
    };
    let made = |hours: i64, minutes: i64, seconds: i64| {
        (seconds < 60 && (hours == 0 || minutes < 60))
            .then_some(Length { minutes: Minutes(hours * 60 + minutes), seconds_dropped: seconds > 0 })
    };
    let words = text.to_lowercase().replace(" and ", " ");
    let compact: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let colons: Vec<&str> = compact.split(':').collect();
    match colons[..] {
        [h, m] if m.len() == 2 => return if int(m)? < 60 { made(int(h)?, int(m)?, 0) } else { None },
        [h, m, s] if m.len() == 2 && s.len() == 2 => {
            return if int(m)? < 60 { made(int(h)?, int(m)?, int(s)?) } else { None };
        }
        [_] => {}
        _ => return None,
    }
    let (mut hours, mut minutes, mut seconds) = (None, None, None);
    let mut rest = compact.as_str();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let letters = rest[digits..].find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len() - digits);
        let (number, unit) = (&rest[..digits], &rest[digits..digits + letters]);
        rest = rest[digits + letters..].trim_start_matches([',', '.']);
        let slot = match unit {
            "h" | "hr" | "hrs" | "hour" | "hours" if minutes.is_none() => &mut hours,
            "m" | "min" | "mins" | "minute" | "minutes" if seconds.is_none() => &mut minutes,
            "" if hours.is_some() && minutes.is_none() && number.len() == 2 && rest.is_empty() => {
                &mut minutes
            }
            "s" | "sec" | "secs" | "second" | "seconds" => &mut seconds,
            _ => return None,
        };
        if slot.replace(number).is_some() {
            return None;
        }
    }
    if let (Some(part), None, None) = (hours.filter(|h| h.contains('.')), minutes, seconds) {
        let minutes = Ratio::parse(part)? * Ratio::whole(60);
        return minutes
            .is_whole()
            .then(|| Length { minutes: Minutes(minutes.floor()), seconds_dropped: false });
    }
    let part = |text: Option<&str>| text.map_or(Some(0), int);
    (hours.or(minutes).or(seconds).is_some()).then_some(())?;
    made(part(hours)?, part(minutes)?, part(seconds)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_as_schools_write_them() {
        for (text, unit, expected) in [
            ("90", Unit::Minutes, "90"),
            ("90.0", Unit::Minutes, "90"),
            ("1.5", Unit::Hours, "90"),
            ("0.25", Unit::Hours, "15"),
            ("1:30", Unit::Minutes, "90"),
            ("1:30", Unit::Unsaid, "90"),
            ("1h 30m", Unit::Unsaid, "90"),
            ("1h 13m 42s", Unit::Unsaid, "73 (seconds dropped)"),
            ("11m 31s", Unit::Unsaid, "11 (seconds dropped)"),
            ("2h00", Unit::Unsaid, "120"),
            ("0h 47m 0s", Unit::Minutes, "47"),
            ("90 min", Unit::Hours, "90"),
            ("1.5 hours", Unit::Unsaid, "90"),
            ("1 hour and 30 minutes", Unit::Unsaid, "90"),
            ("1hr30", Unit::Unsaid, "90"),
            ("45s", Unit::Minutes, "0 (seconds dropped)"),
            ("26:30", Unit::Hours, "1590"),
            ("1,5", Unit::Hours, "R-NUMBER"),
            ("½", Unit::Hours, "R-NUMBER"),
            ("(3)", Unit::Minutes, "R-NUMBER"),
            ("-1", Unit::Minutes, "R-NUMBER"),
            ("90", Unit::Unsaid, "R-NUMBER"),
            ("10%", Unit::Minutes, "R-NUMBER"),
            ("0.33", Unit::Hours, "R-NUMBER"),
            ("12.5", Unit::Minutes, "R-NUMBER"),
            ("1h 75m", Unit::Minutes, "R-NUMBER"),
            ("30m 1h", Unit::Minutes, "R-NUMBER"),
            ("an hour", Unit::Minutes, "R-NUMBER"),
            ("1:75", Unit::Minutes, "R-NUMBER"),
            ("3/5", Unit::Hours, "R-NUMBER"),
        ] {
            let read = match length(&Cell::text(text), unit) {
                Ok(Some(length)) if length.seconds_dropped => {
                    format!("{} (seconds dropped)", length.minutes.0)
                }
                Ok(Some(length)) => length.minutes.0.to_string(),
                Ok(None) => String::new(),
                Err(problem) => problem.code.to_owned(),
            };
            assert_eq!(read, expected, "{text} in {unit:?}");
        }
        let elapsed = length(&Cell::Elapsed(26 * 3_600_000 + 30 * 60_000), Unit::Minutes);
        assert_eq!(elapsed.unwrap().unwrap().minutes, Minutes(1590));
    }

    #[test]
    fn a_length_cell_is_rounded_down_to_the_minute() {
        let read = |cell| length(&cell, Unit::Unsaid).map(|l| l.map(|l| (l.minutes.0, l.seconds_dropped)));
        assert_eq!(read(Cell::Elapsed(90 * 60_000)), Ok(Some((90, false))));
        assert_eq!(read(Cell::Elapsed(90 * 60_000 - 600)), Ok(Some((90, false))));
        assert_eq!(read(Cell::Elapsed(90 * 60_000 - 601)), Ok(Some((89, true))));
        assert_eq!(read(Cell::Moment(50 * 60_000 + 59_000)), Ok(Some((50, true))));
        for refused in [Cell::Elapsed(-60_000), Cell::Moment(DAY + 60_000), Cell::Bool(true)] {
            assert_eq!(read(refused.clone()).map_err(|p| p.code), Err("R-NUMBER"), "{refused:?}");
        }
    }

    #[test]
    fn a_refused_length_says_what_to_write() {
        const MINUTES: &str = "Write whole minutes, such as 90, or hours and minutes, such as 1:30.";
        for (text, unit, help) in [
            ("1,5", Unit::Hours, "Write 1.5, with a point."),
            ("1,5", Unit::Unsaid, "Write “1.5 h”, with a point, or hours and minutes, such as 1:30."),
            ("1,5", Unit::Minutes, MINUTES),
            ("½", Unit::Hours, "Write 0:30."),
            ("1 ¾", Unit::Unsaid, "Write 1:45."),
            ("(3)", Unit::Minutes, "Brackets and a minus mean less than nothing. Write 3, if that is meant."),
            ("-1", Unit::Hours, "Brackets and a minus mean less than nothing. Write 1, if that is meant."),
            ("10%", Unit::Minutes, MINUTES),
            (
                "90",
                Unit::Unsaid,
                "Write “90 min” or “90 h”, or name the unit in the header, as in “Minutes”.",
            ),
            (
                "1.5",
                Unit::Unsaid,
                "Write “1.5 min” or “1.5 h”, or name the unit in the header, as in “Minutes”.",
            ),
        ] {
            assert_eq!(length(&Cell::text(text), unit).unwrap_err().help, help, "{text} in {unit:?}");
        }
    }
}
